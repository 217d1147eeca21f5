// A table from names to places in a packed index, in pages of 512 bytes, so that asking for one name reads one page of a file, however many
// names there are. Open addressing: a name belongs to the page of its first hash and begins there at the slot of its second; it goes on
// slot by slot around the page, and to the next page when one is full. An empty slot ends the search.
//
//   page    check (see check.ts), number of the page, 0; then SLOTS slots of SLOT words: both hashes of the name, the word at which
//           its part begins, the words of the part (0: an empty slot)
import { seal } from './check.ts';

const PAGE_HEAD = 4;
const NUMBER_AT = 2;
const SLOT = 4;
const SLOTS = 31;
export const PAGE = PAGE_HEAD + SLOTS * SLOT;
/** Names for each page on average, at most: then a full page is rare, and a second one is hardly ever read. */
const FILL = 20;

/** How the pages of a table are got: in memory all lie in the same words. */
export interface Table {
  /** A power of two. */
  readonly pages: number;
  /** The words in which page n lies, and where in them. */
  page(n: number): { readonly words: Uint32Array; readonly at: number };
}

/** Looks a name up; `open` answers undefined where the hashes are equal and the name is another. */
export function findIn<T>(
  { pages, page }: Table,
  name: string,
  open: (at: number, words: number) => T | undefined,
): T | undefined {
  const { first, second } = hashName(name);
  for (let tried = 0; tried < pages; tried += 1) {
    const { words, at } = page((first + tried) & (pages - 1));
    const begin = at + PAGE_HEAD;
    for (let i = 0, slot = second % SLOTS; i < SLOTS; i += 1, slot = slot + 1 === SLOTS ? 0 : slot + 1) {
      const cell = begin + slot * SLOT;
      const length = words[cell + 3] ?? 0;
      if (length === 0) return undefined;
      if (words[cell] !== first || words[cell + 1] !== second) continue;
      const found = open(words[cell + 2] ?? 0, length);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

export const numberOfPage = (words: Uint32Array, at: number): number => words[at + NUMBER_AT] ?? 0;

export interface TableBuilder {
  readonly pages: number;
  put(name: string, at: number, words: number): void;
  /** All pages, sealed. */
  bytes(): Uint8Array;
}

export function newTable(names: number): TableBuilder {
  const pages = 2 ** Math.ceil(Math.log2(Math.max(1, names / FILL)));
  const words = new Uint32Array(pages * PAGE);
  const freeSlot = (first: number, second: number): number => {
    for (let page = first & (pages - 1); ; page = (page + 1) & (pages - 1))
      for (let i = 0; i < SLOTS; i += 1) {
        const cell = page * PAGE + PAGE_HEAD + ((second + i) % SLOTS) * SLOT;
        if (words[cell + 3] === 0) return cell;
      }
  };
  return {
    pages,
    put(name, at, length) {
      const { first, second } = hashName(name);
      words.set([first, second, at, length], freeSlot(first, second));
    },
    bytes() {
      const bytes = new Uint8Array(words.buffer);
      for (let page = 0; page < pages; page += 1) {
        words[page * PAGE + NUMBER_AT] = page;
        seal(bytes.subarray(4 * page * PAGE, 4 * (page + 1) * PAGE));
      }
      return bytes;
    },
  };
}

/** Two hashes of a name over its UTF-16 units (FNV-1a and a multiplicative one). Equal names are told by the names themselves. */
function hashName(name: string): { readonly first: number; readonly second: number } {
  let first = 0x811c9dc5;
  let second = 0x9e3779b9;
  for (let i = 0; i < name.length; i += 1) {
    const unit = name.charCodeAt(i);
    first = Math.imul(first ^ unit, 0x01000193);
    second = Math.imul(second, 31) + unit;
  }
  return { first: mix(first), second: mix(second | 0) };
}

/** Spreads the high bits into the low ones: page and slot are taken from these. */
function mix(hash: number): number {
  let h = hash ^ (hash >>> 16);
  h = Math.imul(h, 0x85ebca6b);
  return (h ^ (h >>> 13)) >>> 0;
}
