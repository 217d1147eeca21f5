// Opens a packed index: from memory, where it is asked as it lies, or from a file, of which only the directory and the shelves that
// are asked for are read. What is read from a file is checked before it is believed.
import { sha256 } from '../../kit/index.ts';
import { MATCH_RULE } from '../match.ts';
import { FORMAT, HEAD, HEAD_AT, HEAD_DIGEST_BYTES, hashName, MAGIC, SLOT } from './layout.ts';
import type { About } from './pack-index.ts';
import { isShelfOf, isWhole, Shelf } from './shelf.ts';

/** Where the bytes of an index are. */
export interface IndexSource {
  readonly size: number;
  /** Exactly these bytes, or fewer where the source ends. Their memory begins on a word. */
  read(at: number, length: number): Uint8Array;
}

export type ShelfSource = {
  readonly about: About;
  readonly packages: number;
  readonly claims: number;
  readonly intervals: number;
  /** The shelf of a package key; undefined: no advisory names it. Throws BrokenIndex. */
  shelf(name: string): Shelf | undefined;
};

/** The bytes are no index, one of another form, or were damaged. `message` says which, for whoever has the file. */
export class BrokenIndex extends Error {}

export function openIndex(source: IndexSource): ShelfSource {
  const top = source.read(0, 4 * HEAD + HEAD_DIGEST_BYTES);
  const head = wordsIn(top, HEAD);
  const field = (place: keyof typeof HEAD_AT): number => head[HEAD_AT[place]] ?? 0;
  if (top.length < 4 * HEAD + HEAD_DIGEST_BYTES || field('magic') !== MAGIC) throw new BrokenIndex('It is no index.');
  if (field('format') !== FORMAT) throw new BrokenIndex('It was built by another version: build it again.');
  const begin = 4 * HEAD + HEAD_DIGEST_BYTES;
  const upto = 4 * field('shelvesAt');
  const end = upto + 4 * field('shelvesWords') + 32;
  const slots = field('slots');
  if (begin + field('aboutBytes') + 4 * SLOT * slots !== upto || end !== source.size || (slots & (slots - 1)) !== 0)
    throw new BrokenIndex('It is cut short or damaged: build it again.');
  const middle = source.read(begin, upto - begin);
  const check = sha256(Buffer.concat([top.subarray(0, 4 * HEAD), middle]));
  if (check.compare(top, 4 * HEAD, begin) !== 0) throw new BrokenIndex('Its directory is damaged: build it again.');
  const about = JSON.parse(Buffer.from(middle.subarray(0, field('aboutBytes'))).toString('utf8')) as About; // checked: ours
  if (about.rule !== MATCH_RULE) throw new BrokenIndex(`It was built for ${about.rule}: build it again.`);
  const directory = wordsIn(middle, SLOT * slots, field('aboutBytes'));
  const find = finder(directory, slots);
  return {
    about,
    packages: field('packages'),
    claims: field('claims'),
    intervals: field('intervals'),
    shelf: (name) =>
      find(name, (at, words) => {
        const bytes = source.read(upto + 4 * at, 4 * words);
        if (!isWhole(bytes)) throw new BrokenIndex('A part of it is damaged: build it again.');
        const view = wordsIn(bytes, words);
        return isShelfOf(name, view, bytes, 0) ? new Shelf(view, bytes, 0) : undefined;
      }),
  };
}

/** An index that lies in memory as a whole; it may be shared by threads. It is checked once, here. */
export function openIndexInMemory(memory: ArrayBufferLike): ShelfSource {
  const bytes = new Uint8Array(memory);
  const opened = openIndex({ size: bytes.length, read: (at, length) => bytes.subarray(at, at + length) });
  const digest = sha256(bytes.subarray(0, bytes.length - 32));
  if (digest.compare(bytes, bytes.length - 32) !== 0) throw new BrokenIndex('It is damaged: build it again.');
  const words = new Uint32Array(memory, 0, bytes.length >>> 2);
  const shelvesAt = words[HEAD_AT.shelvesAt] ?? 0;
  const slots = words[HEAD_AT.slots] ?? 0;
  const find = finder(words.subarray(shelvesAt - SLOT * slots, shelvesAt), slots);
  return {
    ...opened,
    shelf: (name) =>
      find(name, (at) =>
        isShelfOf(name, words, bytes, shelvesAt + at) ? new Shelf(words, bytes, shelvesAt + at) : undefined,
      ),
  };
}

/** Looks a package up in the directory; `open` answers undefined where the hashes are equal and the package is another. */
const finder =
  (directory: Uint32Array, slots: number) =>
  (name: string, open: (at: number, words: number) => Shelf | undefined): Shelf | undefined => {
    const { first, second } = hashName(name);
    for (let slot = first & (slots - 1), tried = 0; tried < slots; tried += 1) {
      const i = slot * SLOT;
      const words = directory[i + 3] ?? 0;
      if (words === 0) return undefined;
      const shelf =
        directory[i] === first && directory[i + 1] === second ? open(directory[i + 2] ?? 0, words) : undefined;
      if (shelf) return shelf;
      slot = (slot + 1) & (slots - 1);
    }
    return undefined;
  };

/** The words of bytes whose memory begins on a word; copied where it does not. */
function wordsIn(bytes: Uint8Array, words: number, from = 0): Uint32Array {
  const at = bytes.byteOffset + from;
  const whole = Math.min(words, (bytes.length - from) >>> 2);
  return at % 4 === 0
    ? new Uint32Array(bytes.buffer, at, whole)
    : new Uint32Array(Uint8Array.from(bytes.subarray(from, from + 4 * whole)).buffer);
}
