// The bytes of a packed index. It is built once, and then asked as it lies, in memory, in shared memory or in a file: nothing is
// unpacked to find out which intervals hold a version. Little-endian; everything counted in 32-bit words starts on a word.
//
//   file      head · about · directory · shelves · digest
//   head      HEAD words: magic, format, slots (a power of two), packages, claims, intervals, bytes of about,
//             word at which the shelves begin, words of the shelves, 0; then SHA-256 of the head before it, about and directory
//   about     JSON: what the index was built from, and by which rules; padded with spaces to a word
//   directory slots of SLOT words: two hashes of the package key, first word of its shelf, words of it (0: an empty slot).
//             Open addressing: the search begins at the first hash, goes on by one, and ends at an empty slot
//   shelf     what all advisories claim about one package, see below
//   digest    SHA-256 of all before it
//
//   shelf     SHELF_HEAD words: check (the first two words of SHA-256 of what follows them), bytes of the package key, claims,
//             intervals, judged, withEpoch
//             package key, UTF-8, padded to a word
//             claims × [byte in the shelf at which the claim begins]
//             judged × [claim]       claims that no two byte comparisons can decide
//             withEpoch × [claim]    claims that a version without an epoch must be judged against
//             intervals, sorted by lo, in eight columns: the first 8 bytes of lo as two words, of hi as two words,
//             byte of lo, byte of hi, length of lo | length of hi << 16, claim
//             for each BLOCK of intervals: which of them has the highest hi
//             the claims themselves, see claim-bytes.ts; keys are read where they stand in them

export const MAGIC = 0x5844494c; // LIDX
export const FORMAT = 1;

export const HEAD = 10;
export const HEAD_DIGEST_BYTES = 32;
export const HEAD_AT = {
  magic: 0,
  format: 1,
  slots: 2,
  packages: 3,
  claims: 4,
  intervals: 5,
  aboutBytes: 6,
  shelvesAt: 7,
  shelvesWords: 8,
} as const;

export const SLOT = 4;

export const SHELF_AT = { check: 0, nameBytes: 2, claims: 3, intervals: 4, judged: 5, withEpoch: 6 } as const;
/** Words of a shelf's head: the check takes two. */
export const SHELF_HEAD = 7;
export const COLUMNS = 8;
export const COLUMN = { lo0: 0, lo1: 1, hi0: 2, hi1: 3, loAt: 4, hiAt: 5, lengths: 6, claim: 7 } as const;
export const BLOCK = 16;

/** Bytes rounded up to whole words. */
export const wordsOf = (bytes: number): number => (bytes + 3) >>> 2;

/** The first four bytes of a key from `at`, as a number that orders as they do; bytes past the end count as zero. */
export const prefixOf = (key: Uint8Array, at: number, end: number): number =>
  (((at < end ? (key[at] ?? 0) : 0) << 24) |
    ((at + 1 < end ? (key[at + 1] ?? 0) : 0) << 16) |
    ((at + 2 < end ? (key[at + 2] ?? 0) : 0) << 8) |
    (at + 3 < end ? (key[at + 3] ?? 0) : 0)) >>>
  0;

/** Two hashes of a package key over its UTF-16 units (FNV-1a and a multiplicative one). Equal keys are told by the keys themselves. */
export function hashName(name: string): { readonly first: number; readonly second: number } {
  let first = 0x811c9dc5;
  let second = 0x9e3779b9;
  for (let i = 0; i < name.length; i += 1) {
    const unit = name.charCodeAt(i);
    first = Math.imul(first ^ unit, 0x01000193);
    second = Math.imul(second, 31) + unit;
  }
  return { first: mix(first), second: mix(second | 0) };
}

/** Spreads the high bits into the low ones: the slot is taken from these. */
function mix(hash: number): number {
  let h = hash ^ (hash >>> 16);
  h = Math.imul(h, 0x85ebca6b);
  return (h ^ (h >>> 13)) >>> 0;
}
