// The bytes of a packed index. It is built once, and then asked as it lies, in memory, in shared memory or in a file: nothing is
// unpacked to find out which intervals hold a version. Little-endian; counted in 32-bit words, on which everything starts.
//
// It is written from front to back, so that whoever builds it holds one package at a time; hence its places stand in the foot. Of a file only
// the start and the foot are read, and then the pages, shelves and facts that are asked for. Each of these has a check of its own, so what is
// read is checked and nothing else has to be.
//
//   file      start · shelves · facts · tables · about · foot
//   start     START words: magic, format, 0, 0
//   facts     for each advisory what it says beside versions, read only of those that reach something: check (the first two words of
//             SHA-256 of what follows them), bytes of the text, 0; then JSON [id, KnownAdvisory], padded with spaces to a word
//   tables    where each package's shelf is, then where each advisory's facts are: see table.ts
//   about     JSON: what the index was built from, and by which rules; padded with spaces to a word
//   foot      FOOT words (FOOT_AT); SHA-256 of start, about and these; SHA-256 of all before it
//
//   shelf     what all advisories claim about one package. SHELF_HEAD words: check (as of facts), bytes of the package key, claims,
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
/** 2: facts of advisories; the directory in pages. */
export const FORMAT = 2;

export const START = 4;
export const START_AT = { magic: 0, format: 1 } as const;

export const FOOT = 12;
export const FOOT_AT = {
  words: 0,
  packages: 1,
  claims: 2,
  intervals: 3,
  known: 4,
  factsAt: 5,
  packageTableAt: 6,
  packagePages: 7,
  knownTableAt: 8,
  knownPages: 9,
  aboutAt: 10,
  aboutBytes: 11,
} as const;
export const DIGEST_BYTES = 32;
/** The foot with its two digests. */
export const FOOT_BYTES = 4 * FOOT + 2 * DIGEST_BYTES;

export const FACT_HEAD = 4;
export const FACT_AT = { check: 0, bytes: 2 } as const;

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
