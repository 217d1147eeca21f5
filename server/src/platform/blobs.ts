// Bytes at rest, always encrypted (reports may carry proofs). AES-256-GCM in frames of 64 KiB, so that 200 MB stream in
// bounded memory and a truncated or reordered file does not open:
//   magic "LTB1" | 8-byte nonce prefix | frame… ; frame = ciphertext ‖ 16-byte tag; nonce = prefix ‖ counter (4 bytes);
//   associated data = blob id ‖ counter ‖ last? (1 byte).
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createSecretKey,
  type KeyObject,
  randomBytes,
} from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';

const MAGIC = Buffer.from('LTB1');
const FRAME = 64 * 1024;
const TAG = 16;
/** Up to this size the sealed bytes stand in the row, so that a receipt costs one flush. */
export const INLINE_LIMIT = 128 * 1024;

export interface SealedBytes {
  readonly digest: Buffer;
  readonly size: number;
  /** Sealed bytes for the row; undefined when they are in the file. */
  readonly inline: Buffer | undefined;
}

export interface Blobs {
  readonly keyId: string;
  /** Stores a stream; on too many bytes throws BlobTooLarge and leaves nothing. Flushed to disk when it returns. */
  put(id: string, source: AsyncIterable<Uint8Array>, limit: number): Promise<SealedBytes>;
  /** The bytes again, from the row's inline bytes or the file. Throws when they were altered. */
  read(id: string, inline: Buffer | null): AsyncIterable<Buffer>;
  remove(id: string): Promise<void>;
}

export class BlobTooLarge extends Error {
  readonly limit: number;
  constructor(limit: number) {
    super(`over ${limit} bytes`);
    this.name = 'BlobTooLarge';
    this.limit = limit;
  }
}

export function openBlobs(folder: string, bytesOfKey: Buffer): Blobs {
  const key = createSecretKey(bytesOfKey);
  const fileOf = (id: string): string => path.join(folder, id.slice(-2), id);
  return {
    keyId: createHash('sha256').update('leadtime/key-id\n').update(bytesOfKey).digest('hex').slice(0, 16),
    async put(id, source, limit) {
      const sealer = seal(id, key);
      const hash = createHash('sha256');
      let size = 0;
      let held: Buffer[] = [];
      let file: Awaited<ReturnType<typeof open>> | undefined;
      const target = fileOf(id);
      const spill = async (chunks: Buffer[]): Promise<void> => {
        if (!file) {
          await mkdir(path.dirname(target), { recursive: true, mode: 0o700 });
          file = await open(`${target}.part`, 'w', 0o600); // one that a killed process left begins anew
        }
        await file.writev(chunks);
      };
      try {
        for await (const chunk of source) {
          size += chunk.length;
          if (size > limit) throw new BlobTooLarge(limit);
          hash.update(chunk);
          held.push(...sealer.push(chunk));
          if (size > INLINE_LIMIT && held.length > 0) {
            await spill(held);
            held = [];
          }
        }
        held.push(...sealer.end());
        const digest = hash.digest();
        if (size <= INLINE_LIMIT) return { digest, size, inline: Buffer.concat(held) };
        await spill(held);
        await file?.sync();
        await file?.close();
        file = undefined;
        await rename(`${target}.part`, target);
        await syncFolder(path.dirname(target));
        return { digest, size, inline: undefined };
      } catch (error) {
        await file?.close();
        await rm(`${target}.part`, { force: true });
        throw error;
      }
    },
    read: (id, inline) =>
      unseal(id, key, inline ? [inline] : createReadStream(fileOf(id), { highWaterMark: 256 * 1024 })),
    remove: (id) => rm(fileOf(id), { force: true }),
  };
}

function seal(id: string, key: KeyObject): { push(chunk: Uint8Array): Buffer[]; end(): Buffer[] } {
  const prefix = randomBytes(8);
  let counter = 0;
  let waiting: Buffer = Buffer.alloc(0);
  let begun = false;
  const frame = (plain: Uint8Array, last: boolean): Buffer => {
    const cipher = createCipheriv('aes-256-gcm', key, nonce(prefix, counter));
    cipher.setAAD(associated(id, counter, last));
    counter += 1;
    return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  };
  const begin = (): Buffer[] => {
    if (begun) return [];
    begun = true;
    return [MAGIC, prefix];
  };
  return {
    push(chunk) {
      const out = begin();
      waiting = waiting.length === 0 ? Buffer.from(chunk) : Buffer.concat([waiting, chunk]);
      // The last frame is only known at the end, so a full frame waits until more has come.
      let from = 0;
      for (; waiting.length - from > FRAME; from += FRAME) out.push(frame(waiting.subarray(from, from + FRAME), false));
      if (from > 0) waiting = Buffer.from(waiting.subarray(from));
      return out;
    },
    end: () => [...begin(), frame(waiting, true)],
  };
}

async function* unseal(
  id: string,
  key: KeyObject,
  source: Iterable<Buffer> | AsyncIterable<Buffer>,
): AsyncIterable<Buffer> {
  let waiting: Buffer = Buffer.alloc(0);
  let prefix: Buffer | undefined;
  let counter = 0;
  const openFrame = (sealed: Buffer, last: boolean): Buffer => {
    if (!prefix || sealed.length < TAG) throw new Error('stored bytes are cut off');
    const decipher = createDecipheriv('aes-256-gcm', key, nonce(prefix, counter));
    decipher.setAAD(associated(id, counter, last));
    decipher.setAuthTag(sealed.subarray(sealed.length - TAG));
    counter += 1;
    return Buffer.concat([decipher.update(sealed.subarray(0, -TAG)), decipher.final()]);
  };
  for await (const chunk of source) {
    waiting = waiting.length === 0 ? chunk : Buffer.concat([waiting, chunk]);
    if (!prefix && waiting.length >= 12) {
      if (!waiting.subarray(0, 4).equals(MAGIC)) throw new Error('stored bytes have an unknown form');
      prefix = Buffer.from(waiting.subarray(4, 12));
      waiting = waiting.subarray(12);
    }
    for (; prefix && waiting.length > FRAME + TAG; waiting = waiting.subarray(FRAME + TAG))
      yield openFrame(waiting.subarray(0, FRAME + TAG), false);
  }
  yield openFrame(waiting, true);
}

function nonce(prefix: Buffer, counter: number): Buffer {
  const n = Buffer.alloc(12);
  prefix.copy(n);
  n.writeUInt32BE(counter, 8);
  return n;
}

function associated(id: string, counter: number, last: boolean): Buffer {
  const tail = Buffer.alloc(5);
  tail.writeUInt32BE(counter);
  tail[4] = last ? 1 : 0;
  return Buffer.concat([Buffer.from(id), tail]);
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
