// The bytes of a fleet's base: columns in one run of memory, which threads may share. Nothing in it is an object, so that a hundred
// million components of five million rows fit beside each other.
//
//   head             HEAD words: magic, format, packages, rows, inventories, operators, instances (low, high), then for each section
//                    the byte at which it begins
//   nameAt           packages + 1 words: where each package key begins in `names`
//   packageRow       packages + 1 words: its first row
//   packageTail      packages words: its first row that must be judged
//   keyAt, textAt    rows + 1 words: where each version key and text begins in `keys` and `texts`
//   postingAt        rows + 1 words: where its inventories begin in `postings`
//   count            rows words: how many they are
//   operatorOf       inventories words: whose each is, or NOBODY
//   mark             rows half-words: flags of the version (8 bits) | way of identification << 8 | MISSING
//   names, keys, texts
//   postings         of each row, ascending: the distance of each inventory to the one before it, less one, seven bits a byte, the
//                    last byte of a number without the high bit

export const MAGIC = 0x5445_4c46; // FLET
export const FORMAT = 1;
export const NOBODY = 0xffff_ffff;
export const MISSING = 0x8000;

export const SECTIONS = [
  'nameAt',
  'packageRow',
  'packageTail',
  'keyAt',
  'textAt',
  'postingAt',
  'count',
  'operatorOf',
  'mark',
  'names',
  'keys',
  'texts',
  'postings',
] as const;
export type Section = (typeof SECTIONS)[number];

export const HEAD_AT = {
  magic: 0,
  format: 1,
  packages: 2,
  rows: 3,
  inventories: 4,
  operators: 5,
  instancesLow: 6,
  instancesHigh: 7,
} as const;
export const FIRST_SECTION = 8;
export const HEAD = FIRST_SECTION + SECTIONS.length;

/** Bytes of 7 bits; `put` is called for each. `gap` is below 2^32. */
export function putVarint(gap: number, put: (byte: number) => void): void {
  let left = gap;
  while (left > 127) {
    put((left & 127) | 128);
    left = left >>> 7;
  }
  put(left);
}
