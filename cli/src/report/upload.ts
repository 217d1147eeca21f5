// Sends one report. Small ones go whole; large ones in parts, resumed at the offset that the server has: after a broken line by
// itself, after Ctrl+C or a crash when the same bytes are sent again.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { ApiError, type Client, type Query, type Receipt } from '@leadtime/contract';
import { Failure, isNetworkFault } from '../failure.ts';
import { bytesText, durationText } from '../terminal.ts';
import type { World } from '../world.ts';
import { counted } from './counted.ts';
import type { Source } from './source.ts';

/** Above it a report goes up in parts of this many bytes. */
export const PART_BYTES = 8 * 1024 * 1024;

/** What is said beside the bytes. */
export type Said = Omit<Query<'reports.submit'>, 'digest' | 'filename'>;

export interface Sending {
  readonly client: Client;
  readonly world: Pick<World, 'signal' | 'pause' | 'err'>;
  readonly said: Said;
  readonly onBytes: (sum: number) => void;
}

export async function send(source: Source, sending: Sending): Promise<Receipt> {
  return source.size <= PART_BYTES ? sendWhole(source, sending) : sendInParts(source, sending);
}

async function sendWhole({ path, filename }: Source, { client, world, said, onBytes }: Sending): Promise<Receipt> {
  const bytes = await readPart(path, 0, PART_BYTES + 1);
  const query = { ...said, ...named(filename), digest: createHash('sha256').update(bytes).digest('hex') };
  const receipt = await patiently(world, () => client.call('reports.submit', { query, body: whole(bytes) }));
  onBytes(bytes.length);
  return receipt;
}

async function sendInParts(source: Source, { client, world, said, onBytes }: Sending): Promise<Receipt> {
  const { path, size, filename } = source;
  const body = { size, digest: await digestOf(path), ...named(filename) };
  let reached = 0;
  try {
    // Opened anew after each fault: the answer is the offset, or the receipt where only its answer was lost.
    return await patiently(world, async (succeeded) => {
      const { uploadId, offset, receipt } = await client.call('uploads.open', { body });
      if (receipt) return receipt;
      for (reached = offset; ; ) {
        onBytes(reached);
        const from = reached;
        const part = await readPart(path, from, PART_BYTES);
        const sent = await client.call('uploads.append', {
          params: { id: uploadId },
          query: { ...said, ...named(filename), offset: from },
          body: part.length === 0 ? whole(part) : counted(slices(part), (sum) => onBytes(from + sum)),
        });
        if (sent.receipt) return sent.receipt;
        if (sent.offset <= from)
          throw new Failure(3, `${filename ?? 'The file'} has fewer bytes than before: it changed while it was sent.`);
        reached = sent.offset;
        succeeded();
      }
    });
  } catch (error) {
    if (!world.signal.aborted) throw error;
    throw new Failure(
      130,
      `${bytesText(reached)} of ${bytesText(size)} are there and kept. To go on, run the same command again.`,
    );
  }
}

const TRIES = 6;

/** Tries again where trying again may help, waiting longer each time; `succeeded` starts the count anew. */
async function patiently<T>(world: Sending['world'], attempt: (succeeded: () => void) => Promise<T>): Promise<T> {
  let faults = 0;
  for (;;) {
    try {
      return await attempt(() => {
        faults = 0;
      });
    } catch (error) {
      faults += 1;
      if (world.signal.aborted || faults >= TRIES || !isPassing(error)) throw error;
      const millis = 500 * 2 ** (faults - 1);
      world.err(`\nThe line broke or the server was busy; trying again in ${durationText(millis)}.\n`);
      await world.pause(millis);
    }
  }
}

function isPassing(error: unknown): boolean {
  if (error instanceof ApiError)
    return (
      error.problem.status >= 500 || error.problem.status === 429 || error.problem.code === 'request.length-mismatch'
    );
  return isNetworkFault(error);
}

const named = (filename: string | undefined): { filename?: string } => (filename === undefined ? {} : { filename });

const whole = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => new Uint8Array(bytes); // a copy that fetch's types accept

async function digestOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 1024 * 1024 })) hash.update(chunk as Buffer); // no encoding is set
  return hash.digest('hex');
}

async function readPart(path: string, from: number, most: number): Promise<Uint8Array> {
  const file = await open(path);
  try {
    const buffer = Buffer.allocUnsafe(most);
    let length = 0;
    for (;;) {
      const { bytesRead } = await file.read(buffer, length, most - length, from + length);
      length += bytesRead;
      if (bytesRead === 0 || length === most) return buffer.subarray(0, length);
    }
  } finally {
    await file.close();
  }
}

function* slices(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 256 * 1024) yield bytes.subarray(at, at + 256 * 1024);
}
