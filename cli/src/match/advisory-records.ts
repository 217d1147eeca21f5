// OSV records from wherever they lie on this machine: a folder, a zip, a tar, lines, one record, or a list; tar and lines also with gzip.
// Sizes are limited first; nothing is unpacked to disk.
import { opendir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { splitLines } from '@leadtime/lib/advisory/json-stream';
import { OSV_LIMITS } from '@leadtime/lib/advisory/osv';
import { pointer } from '@leadtime/lib/kit';
import { isTar } from '@leadtime/lib/kit/tar.ts';
import { Failure } from '../failure.ts';
import { bytesText } from '../terminal.ts';
import {
  ADVISORY_LIMITS,
  type AdvisoryRecord,
  contentOf,
  type FoundFile,
  firstBytes,
  type OnBytes,
  recordsOfTar,
  recordsOfZip,
  tooLarge,
} from './packed-records.ts';

export { ADVISORY_LIMITS, type AdvisoryRecord } from './packed-records.ts';

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
    if (!entry.isFile() || !/\.(json|ndjson|jsonl|zip|tar|tgz|(json|ndjson|jsonl|tar)\.gz)$/i.test(entry.name))
      continue;
    files += 1;
    if (files > ADVISORY_LIMITS.files) throw new Failure(2, `${place} has more than ${ADVISORY_LIMITS.files} files.`);
    const file = path.join(entry.parentPath, entry.name);
    const { size, mtimeMs } = await stat(file);
    yield { path: file, size, time: mtimeMs };
  }
  if (files === 0) throw new Failure(2, `${place} has no .json, .ndjson, .tar or .zip file (.gz of the first three).`);
}

async function* recordsOfFile(file: FoundFile, onBytes: OnBytes): AsyncGenerator<AdvisoryRecord> {
  const head = (await firstBytes(file)).toString('latin1');
  if (head.startsWith('PK\u0003\u0004')) return yield* recordsOfZip(file, onBytes);
  if (isGzip(head)) return yield* recordsOfStream(file, onBytes, { unpack: true });
  if (head.trimStart().startsWith('[')) return yield* recordsOfList(file, onBytes);
  if (/\.json$/i.test(file.path) && file.size <= OSV_LIMITS.bytes) {
    onBytes(file.size);
    return yield { at: file.path, bytes: await readFile(file.path), fileTime: file.time };
  }
  yield* recordsOfStream(file, onBytes, { unpack: false });
}

const isGzip = (head: string): boolean => head.startsWith('\u001f\u008b');

/** A tar, lines, or (unpacked) one record. Progress is of the bytes as they lie on the disk. */
async function* recordsOfStream(
  file: FoundFile,
  onBytes: OnBytes,
  { unpack }: { unpack: boolean },
): AsyncGenerator<AdvisoryRecord> {
  const head = await firstBytes(file, unpack);
  const bytes = contentOf(file, { unpack, onBytes });
  if (isTar(head)) return yield* recordsOfTar(file, bytes);
  if (unpack && head.toString('latin1').trimStart().startsWith('['))
    throw new Failure(2, `${file.path} is one packed JSON list. Unpack it, or put one record on each line.`);
  if (unpack && /\.json\.gz$/i.test(file.path)) {
    return yield { at: file.path, bytes: await wholeOf(bytes), fileTime: file.time };
  }
  const limits = { maxLineBytes: OSV_LIMITS.bytes, maxBytes: ADVISORY_LIMITS.unpackedBytes };
  for await (const line of splitLines(bytes, limits)) {
    if (line === 'too-large') throw tooLarge(file);
    yield { at: `${file.path}/line/${line.number}`, bytes: line.bytes, fileTime: file.time };
  }
}

/** undefined: over the limit of one record. */
async function wholeOf(bytes: AsyncIterable<Uint8Array>): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of bytes) {
    size += chunk.length;
    if (size > OSV_LIMITS.bytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
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
