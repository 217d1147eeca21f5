// The files of a tar, as they stream by (POSIX.1-2001 ustar, with the long names of pax and GNU). Only names that are wanted are held, one
// at a time; nothing is ever written under a name from the archive.

export interface TarFile {
  readonly name: string;
  /** undefined: larger than the limit. */
  readonly bytes: Buffer | undefined;
}
const BLOCK = 512;
const NAME_BYTES = 64 * 1024;

/** Where, in words; what came before it was given. */
export class TarDamaged extends Error {
  override readonly name = 'TarDamaged';
}

/**
 * @param wanted by its name, as it stands in the archive.
 * @param fileBytes the most of one file that is held.
 * @throws TarDamaged
 */
export async function* filesOfTar(
  bytes: AsyncIterable<Uint8Array>,
  wanted: (name: string) => boolean,
  fileBytes: number,
): AsyncGenerator<TarFile, void, undefined> {
  const take = taker(bytes[Symbol.asyncIterator]());
  let longName: string | undefined;
  let last = 'the beginning';
  for (;;) {
    const header = await take(BLOCK);
    if (!header) throw damaged(`it ends after ${last} without the mark of its end`);
    if (header.every((b) => b === 0)) return;
    if (!sumIsRight(header)) throw damaged(`the header after ${last} does not have its own sum`);
    const size = octal(header.subarray(124, 136));
    const type = String.fromCharCode(header[156] ?? 0);
    const padded = Math.ceil(size / BLOCK) * BLOCK;
    if (type === 'x' || type === 'L') {
      if (size > NAME_BYTES) throw damaged('it names a file with over 64 KiB');
      const text = ((await take(padded)) ?? broken(last)).subarray(0, size);
      longName = type === 'L' ? text.toString('utf8').replace(/\0.*$/s, '') : (paxPath(text) ?? longName);
      continue;
    }
    const name = longName ?? plainName(header);
    longName = undefined;
    last = JSON.stringify(name.slice(-200));
    if ((type === '0' || type === '\0') && wanted(name)) {
      if (size > fileBytes) yield { name, bytes: undefined };
      else {
        yield { name, bytes: ((await take(padded)) ?? broken(last)).subarray(0, size) };
        continue;
      }
    }
    for (let left = padded; left > 0; left -= 65_536) if (!(await take(Math.min(left, 65_536)))) broken(last);
  }
}

function broken(last: string): never {
  throw damaged(`it ends in the middle of ${last} or of its name`);
}

/** The next n bytes; undefined where the bytes end before. */
function taker(chunks: AsyncIterator<Uint8Array>): (n: number) => Promise<Buffer | undefined> {
  let held: Uint8Array[] = [];
  let size = 0;
  return async (n) => {
    while (size < n) {
      const next = await chunks.next();
      if (next.done) return undefined;
      held.push(next.value);
      size += next.value.length;
    }
    const all = joined(held);
    held = [all.subarray(n)];
    size -= n;
    return all.subarray(0, n);
  };
}

/** One piece is taken as it lies. */
function joined(pieces: readonly Uint8Array[]): Buffer {
  const [one, ...more] = pieces;
  return one && more.length === 0 ? Buffer.from(one.buffer, one.byteOffset, one.length) : Buffer.concat(pieces);
}

const textOf = (field: Buffer): string => {
  const end = field.indexOf(0);
  return field.subarray(0, end < 0 ? field.length : end).toString('utf8');
};

function plainName(header: Buffer): string {
  const prefix = header.subarray(257, 262).toString('latin1') === 'ustar' ? textOf(header.subarray(345, 500)) : '';
  const name = textOf(header.subarray(0, 100));
  return prefix === '' ? name : `${prefix}/${name}`;
}

/** Base 256 (GNU, past 8 GiB) is over any limit of ours: refused like nonsense. */
function octal(field: Buffer): number {
  const text = textOf(field).trim();
  if (!/^[0-7]{0,12}$/.test(text)) throw damaged('a size is not a number');
  return text === '' ? 0 : Number.parseInt(text, 8);
}

function sumIsRight(header: Buffer): boolean {
  let sum = 0;
  for (let i = 0; i < BLOCK; i += 1) sum += i >= 148 && i < 156 ? 0x20 : (header[i] ?? 0);
  return sum === octal(header.subarray(148, 156));
}

/** `path` of pax records: "length key=value\n". */
function paxPath(records: Buffer): string | undefined {
  let path: string | undefined;
  for (let at = 0; at < records.length; ) {
    const space = records.indexOf(0x20, at);
    const length = Number(records.subarray(at, space).toString('latin1'));
    if (space < 0 || !Number.isInteger(length) || length < 5 || at + length > records.length) break;
    const [, key, value] = /^([^=]+)=(.*)\n$/s.exec(records.subarray(space + 1, at + length).toString('utf8')) ?? [];
    if (key === 'path') path = value;
    at += length;
  }
  return path;
}

/** Whether these first 512 bytes are a header: they have their own sum. */
export function isTar(head: Buffer): boolean {
  if (head.length < BLOCK || head.every((b) => b === 0)) return false;
  try {
    return sumIsRight(head);
  } catch {
    return false; // the sum is no number
  }
}

const damaged = (why: string): TarDamaged => new TarDamaged(why);
