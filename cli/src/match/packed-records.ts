// What is packed, opened as it streams by: zip, tar, gzip. Sizes are limited first; nothing is unpacked to disk.
import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { OSV_LIMITS } from '@leadtime/lib/advisory/osv';
import { pointer } from '@leadtime/lib/kit';
import { filesOfTar, TarDamaged } from '@leadtime/lib/kit/tar.ts';
import { type Entry, open, type ZipFile } from 'yauzl';
import { Failure } from '../failure.ts';
import { bytesText } from '../terminal.ts';

export interface AdvisoryRecord {
  /** File, and place in it. */
  readonly at: string;
  /** undefined: over the limit of one record. */
  readonly bytes: Uint8Array | undefined;
  /** When the file was last written, milliseconds. */
  readonly fileTime: number;
}

export const ADVISORY_LIMITS = {
  files: 2_000_000,
  listBytes: 256 * 1024 * 1024,
  unpackedBytes: 16 * 1024 ** 3,
} as const;

export interface FoundFile {
  readonly path: string;
  readonly size: number;
  readonly time: number;
}

export type OnBytes = (bytes: number) => void;

export async function* recordsOfTar(file: FoundFile, bytes: AsyncIterable<Uint8Array>): AsyncGenerator<AdvisoryRecord> {
  let files = 0;
  try {
    for await (const { name, bytes: inside } of filesOfTar(bytes, (name) => /\.json$/i.test(name), OSV_LIMITS.bytes)) {
      files += 1;
      if (files > ADVISORY_LIMITS.files)
        throw new Failure(2, `${file.path} has more than ${ADVISORY_LIMITS.files} files.`);
      yield { at: pointer(file.path, name), bytes: inside, fileTime: file.time };
    }
  } catch (cause) {
    if (!(cause instanceof TarDamaged)) throw cause;
    throw new Failure(2, `${file.path} is a damaged tar file: ${cause.message}.`, { cause });
  }
  if (files === 0) throw new Failure(2, `${file.path} has no .json file in it.`);
}

export async function* recordsOfZip(file: FoundFile, onBytes: OnBytes): AsyncGenerator<AdvisoryRecord> {
  const zip = await openZip(file.path);
  let unpacked = 0;
  try {
    if (zip.entryCount > ADVISORY_LIMITS.files)
      throw new Failure(2, `${file.path} has more than ${ADVISORY_LIMITS.files} files.`);
    for await (const entry of zip.eachEntry() as AsyncIterable<Entry>) {
      if (!/\.json$/i.test(entry.fileName)) continue;
      onBytes(entry.compressedSize);
      unpacked += entry.uncompressedSize;
      if (unpacked > ADVISORY_LIMITS.unpackedBytes)
        throw new Failure(2, `${file.path} unpacks to more than ${bytesText(ADVISORY_LIMITS.unpackedBytes)}.`);
      const at = pointer(file.path, entry.fileName);
      const bytes = entry.uncompressedSize > OSV_LIMITS.bytes ? undefined : await entryBytes(zip, entry);
      yield { at, bytes, fileTime: file.time };
    }
  } catch (cause) {
    throw cause instanceof Failure ? cause : new Failure(2, `${file.path} is a damaged zip file.`, { cause });
  } finally {
    zip.close();
  }
}

const openZip = (file: string): Promise<ZipFile> =>
  new Promise((resolve, reject) => {
    open(file, { lazyEntries: true, autoClose: false, validateEntrySizes: true }, (cause, zip) =>
      cause ? reject(new Failure(2, `${file} is a damaged zip file.`, { cause })) : resolve(zip),
    );
  });

/** yauzl stops an entry that unpacks to more than it says. */
async function entryBytes(zip: ZipFile, entry: Entry): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(chunk as Buffer); // no encoding is set
  return Buffer.concat(chunks);
}

export async function* contentOf(
  file: FoundFile,
  { unpack, onBytes }: { unpack: boolean; onBytes: OnBytes },
): AsyncGenerator<Uint8Array> {
  const packed = createReadStream(file.path, { highWaterMark: 1024 * 1024 });
  packed.on('data', (chunk) => onBytes(chunk.length));
  let sum = 0;
  try {
    for await (const chunk of unpack ? packed.pipe(createGunzip()) : packed) {
      sum += (chunk as Buffer).length; // no encoding is set
      if (sum > ADVISORY_LIMITS.unpackedBytes) throw tooLarge(file);
      yield chunk as Buffer;
    }
  } catch (cause) {
    throw damagedGzip(file, cause);
  } finally {
    packed.destroy();
  }
}

export const tooLarge = (file: FoundFile): Failure =>
  new Failure(2, `${file.path} unpacks to more than ${bytesText(ADVISORY_LIMITS.unpackedBytes)}.`);
const damagedGzip = (file: FoundFile, cause: unknown): unknown =>
  cause instanceof Error && 'code' in cause && String(cause.code).startsWith('Z_')
    ? new Failure(2, `${file.path} is a damaged gzip file.`, { cause })
    : cause;

const HEAD = 512;
/** The first bytes, or those of what is packed. Throws Failure 2 where there are none. */
export async function firstBytes(file: FoundFile, unpack = false): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  const packed = createReadStream(file.path, { end: 64 * 1024 });
  try {
    // Of what is packed only the beginning is here: that the end is missing comes after the first bytes.
    for await (const chunk of unpack ? packed.pipe(createGunzip()) : packed) {
      chunks.push(chunk as Buffer); // no encoding is set
      size += (chunk as Buffer).length;
      if (size >= HEAD) break;
    }
  } catch (cause) {
    if (size === 0) throw damagedGzip(file, cause);
  } finally {
    packed.destroy();
  }
  if (size === 0) throw new Failure(2, `${file.path} has no bytes.`);
  return Buffer.concat(chunks).subarray(0, HEAD);
}
