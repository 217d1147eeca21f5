// Records of a feed, whatever its wrapping: a zip, a tar, a gzip of anything here, a JSON list, one JSON record, or one a line. Sizes are
// limited before anything is held, unpacked ones too.
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { LIMITS } from '@leadtime/contract';
import { refuse } from '../../../edge/refusal.ts';
import { recordsOfLines } from './lines.ts';
import { type FeedRecord, isRecordFile, pointerOf, RECORD_BYTES } from './record.ts';
import { filesOfTar, isTar } from './tar.ts';
import { recordsOfZip } from './zip.ts';

const DOCUMENT_BYTES = 256 * 1024 * 1024;
/** Of all that a gzip unpacks to: a small file may unpack to anything. */
const UNPACKED_BYTES = 16 * 1024 ** 3;
/** A gzip that unpacks to more than so many times its bytes is a bomb: JSON and CSV reach 30. Small ones do no harm. */
const RATIO = 200;
const RATIO_COUNTS_FROM = 16 * 1024 * 1024;
const HEAD_BYTES = 512;

export async function* recordsOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<FeedRecord, void, undefined> {
  const { head, all } = await withHead(plainBytes(bytes));
  if (head.subarray(0, 4).equals(Buffer.from([0x50, 0x4b, 3, 4]))) return yield* recordsOfZip(all);
  if (isTar(head)) return yield* recordsOfTar(all);
  if (head.toString('latin1').trimStart().startsWith('[')) return yield* recordsOfList(all);
  yield* recordsOfLines(all);
}

/** The bytes as sent, or what they are the gzip of. */
export async function* plainBytes(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  const { head, all } = await withHead(limited(bytes, LIMITS.feedBytes, 'A feed may have'));
  if (head[0] === 0x1f && head[1] === 0x8b) yield* limited(unpacked(all), UNPACKED_BYTES, 'A feed may unpack to');
  else yield* all;
}

async function* unpacked(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  let packed = 0;
  const counted = async function* () {
    for await (const chunk of bytes) {
      packed += chunk.length;
      yield chunk;
    }
  };
  const source = Readable.from(counted());
  const gunzip = createGunzip();
  source.on('error', (error) => gunzip.destroy(error));
  source.pipe(gunzip);
  try {
    let size = 0;
    for await (const chunk of gunzip) {
      size += (chunk as Buffer).length; // a stream without encoding gives buffers
      if (size > RATIO_COUNTS_FROM && size > RATIO * packed)
        throw refuse(
          'request.too-large',
          `The file unpacks to over ${RATIO} times its bytes, as no feed does. What came before is kept; unpack it before and look at it.`,
        );
      yield chunk as Buffer;
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (!code.startsWith('Z_')) throw error;
    throw refuse(
      'request.malformed',
      `The gzip is damaged or cut off (${code}). What came before it is kept; get the file again.`,
    );
  } finally {
    gunzip.destroy();
    source.destroy();
  }
}

async function* recordsOfTar(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<FeedRecord, void, undefined> {
  for await (const { name, bytes: file } of filesOfTar(bytes, isRecordFile, RECORD_BYTES))
    yield { text: file === undefined ? '' : file.toString('utf8'), at: pointerOf(name) };
}

async function* recordsOfList(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<FeedRecord, void, undefined> {
  const list = jsonOf(await textOf(bytes));
  if (!Array.isArray(list)) throw refuse('request.malformed', 'The list of records is not JSON.');
  for (const [i, item] of list.entries()) yield { text: JSON.stringify(item), at: `/${i}` };
}

async function withHead(
  bytes: AsyncIterable<Uint8Array>,
): Promise<{ readonly head: Buffer; readonly all: AsyncGenerator<Uint8Array, void, undefined> }> {
  const iterator = bytes[Symbol.asyncIterator]();
  const first: Uint8Array[] = [];
  let size = 0;
  while (size < HEAD_BYTES) {
    const next = await iterator.next();
    if (next.done) break;
    first.push(next.value);
    size += next.value.length;
  }
  return { head: Buffer.concat(first).subarray(0, HEAD_BYTES), all: rest(first, iterator) };
}

async function* rest(
  first: readonly Uint8Array[],
  iterator: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  yield* first;
  for (;;) {
    const next = await iterator.next();
    if (next.done) return;
    yield next.value;
  }
}

async function* limited(
  bytes: AsyncIterable<Uint8Array>,
  limit: number,
  what: string,
): AsyncGenerator<Uint8Array, void, undefined> {
  let size = 0;
  for await (const chunk of bytes) {
    size += chunk.length;
    if (size > limit) throw refuse('request.too-large', `${what} ${limit} bytes.`);
    yield chunk;
  }
}

export async function textOf(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of bytes) {
    size += chunk.length;
    if (size > DOCUMENT_BYTES)
      throw refuse('request.too-large', 'A single JSON document may have 256 MiB; send records one a line.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

export function jsonOf(text: string): unknown {
  const json = safeJson(text);
  if (json === undefined) throw refuse('request.malformed', 'The file is not JSON.');
  return json;
}

export function safeJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
