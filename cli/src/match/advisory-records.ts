// OSV records from wherever they lie on this machine: a folder, a zip, lines, one record, or a list. Sizes are limited first;
// nothing is unpacked to disk.
import { createReadStream } from 'node:fs';
import { opendir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { splitLines } from '@leadtime/lib/advisory/json-stream';
import { OSV_LIMITS } from '@leadtime/lib/advisory/osv';
import { pointer } from '@leadtime/lib/kit';
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

/** `onBytes` hears the sum of bytes read. Throws Failure 2 where there is nothing to read. */
export async function* advisoryRecords(place: string, onBytes: (sum: number) => void): AsyncGenerator<AdvisoryRecord> {
  let sum = 0;
  for await (const file of filesIn(place)) {
    yield* recordsOfFile(file, (bytes) => {
      sum += bytes;
      onBytes(sum);
    });
  }
}

/** Bytes of all files of a place, for progress. */
export async function sizeOf(place: string): Promise<number> {
  let sum = 0;
  for await (const { size } of filesIn(place)) sum += size;
  return sum;
}

interface FoundFile {
  readonly path: string;
  readonly size: number;
  readonly time: number;
}

async function* filesIn(place: string): AsyncGenerator<FoundFile> {
  const found = await stat(place).catch((error: NodeJS.ErrnoException) => {
    throw new Failure(
      2,
      `${place} cannot be read: ${error.code === 'ENOENT' ? 'there is no such file or folder' : error.message}.`,
    );
  });
  if (found.isFile()) return yield { path: place, size: found.size, time: found.mtimeMs };
  if (!found.isDirectory()) throw new Failure(2, `${place} is neither a file nor a folder.`);
  let files = 0;
  for await (const entry of await opendir(place, { recursive: true })) {
    if (!entry.isFile() || !/\.(json|ndjson|jsonl|zip)$/i.test(entry.name)) continue;
    files += 1;
    if (files > ADVISORY_LIMITS.files) throw new Failure(2, `${place} has more than ${ADVISORY_LIMITS.files} files.`);
    const file = path.join(entry.parentPath, entry.name);
    const { size, mtimeMs } = await stat(file);
    yield { path: file, size, time: mtimeMs };
  }
  if (files === 0) throw new Failure(2, `${place} has no .json, .ndjson or .zip file.`);
}

type OnBytes = (bytes: number) => void;

async function* recordsOfFile(file: FoundFile, onBytes: OnBytes): AsyncGenerator<AdvisoryRecord> {
  const head = await firstBytes(file.path);
  if (head.startsWith('PK\u0003\u0004')) return yield* recordsOfZip(file, onBytes);
  if (head.trimStart().startsWith('[')) return yield* recordsOfList(file, onBytes);
  if (/\.json$/i.test(file.path) && file.size <= OSV_LIMITS.bytes) {
    onBytes(file.size);
    return yield { at: file.path, bytes: await readFile(file.path), fileTime: file.time };
  }
  for await (const line of splitLines(createReadStream(file.path, { highWaterMark: 1024 * 1024 }), {
    maxLineBytes: OSV_LIMITS.bytes,
    maxBytes: ADVISORY_LIMITS.unpackedBytes,
  })) {
    if (line === 'too-large') throw new Failure(2, `${file.path} is over ${bytesText(ADVISORY_LIMITS.unpackedBytes)}.`);
    onBytes((line.bytes?.length ?? 0) + 1);
    yield { at: `${file.path}/line/${line.number}`, bytes: line.bytes, fileTime: file.time };
  }
}

async function firstBytes(file: string): Promise<string> {
  for await (const chunk of createReadStream(file, { end: 63 })) return (chunk as Buffer).toString('latin1'); // no encoding is set
  throw new Failure(2, `${file} has no bytes.`);
}

async function* recordsOfList(file: FoundFile, onBytes: OnBytes): AsyncGenerator<AdvisoryRecord> {
  if (file.size > ADVISORY_LIMITS.listBytes)
    throw new Failure(
      2,
      `${file.path} is one JSON list of ${bytesText(file.size)}; over ${bytesText(ADVISORY_LIMITS.listBytes)} put one record on each line.`,
    );
  let list: unknown;
  try {
    list = JSON.parse(await readFile(file.path, 'utf8'));
  } catch (cause) {
    throw new Failure(2, `${file.path} is not JSON.`, { cause });
  }
  onBytes(file.size);
  if (!Array.isArray(list)) throw new Failure(2, `${file.path} is not a list of records.`);
  for (const [i, record] of list.entries())
    yield { at: pointer(file.path, i), bytes: Buffer.from(JSON.stringify(record)), fileTime: file.time };
}

async function* recordsOfZip(file: FoundFile, onBytes: OnBytes): AsyncGenerator<AdvisoryRecord> {
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
