// Asks one packed shelf: which claims may reach a version. Nothing is made but the answer.
import { sha256 } from '../../kit/index.ts';
import type { Version } from '../../version/index.ts';
import type { Claim } from '../model.ts';
import { EPOCH_MASK, mustJudgeVersion } from '../rows.ts';
import { claimFromBytes } from './claim-bytes.ts';
import { BLOCK, COLUMN, COLUMNS, prefixOf, SHELF_AT, SHELF_HEAD, wordsOf } from './layout.ts';

export interface Shelf {
  readonly claims: number;
  readonly intervals: number;
  /** The claim in its place, unpacked. */
  claim(place: number): Claim;
  /**
   * Gives the places of the claims that may reach the version to `found`, each once. `decided`: an interval without anything peculiar
   * holds a version without anything peculiar, so it is affected; otherwise `match` must judge.
   */
  reaching(version: Version | undefined, found: (place: number, decided: boolean) => void): void;
}

/** A shelf whose bytes are not what was packed. */
export class BrokenShelf extends Error {}

/** Whether the bytes are those that were packed. For what was read from a file. */
export function isWhole(bytes: Uint8Array): boolean {
  if (bytes.length < 4 * SHELF_HEAD) return false;
  const check = sha256(bytes.subarray(4 * (SHELF_AT.check + 2)));
  return check.compare(bytes, 0, 8, 0, 8) === 0;
}

/** Whether the shelf at word `at` is that of the package key. */
export function isShelfOf(name: string, words: Uint32Array, bytes: Uint8Array, at: number): boolean {
  const length = words[at + SHELF_AT.nameBytes] ?? 0;
  const start = 4 * (at + SHELF_HEAD);
  if (length < name.length) return false;
  for (let i = 0; i < name.length; i += 1) {
    const unit = name.charCodeAt(i);
    if (unit > 0x7f) return Buffer.from(bytes.buffer, bytes.byteOffset + start, length).toString('utf8') === name;
    if (bytes[start + i] !== unit) return false;
  }
  return length === name.length;
}

/** @param at the word at which the shelf begins; `words` and `bytes` are views of the same memory. */
export function openShelf(words: Uint32Array, bytes: Uint8Array, at: number): Shelf {
  const count = (place: number): number => words[at + place] ?? 0;
  const claims = count(SHELF_AT.claims);
  const intervals = count(SHELF_AT.intervals);
  const judged = count(SHELF_AT.judged);
  const withEpoch = count(SHELF_AT.withEpoch);
  const claimsAt = at + SHELF_HEAD + wordsOf(count(SHELF_AT.nameBytes));
  const judgedAt = claimsAt + claims;
  const epochAt = judgedAt + judged;
  const rowsAt = epochAt + withEpoch;
  const blocksAt = rowsAt + COLUMNS * intervals;
  const cell = (column: number, row: number): number => words[rowsAt + column * intervals + row] ?? 0;
  const start = 4 * at;

  /** The sign of bound − key; the first eight bytes nearly always decide. */
  const compare = (row: number, high: boolean, asked: Asked): number => {
    const first = cell(high ? COLUMN.hi0 : COLUMN.lo0, row);
    if (first !== asked.first) return first < asked.first ? -1 : 1;
    const second = cell(high ? COLUMN.hi1 : COLUMN.lo1, row);
    if (second !== asked.second) return second < asked.second ? -1 : 1;
    const lengths = cell(COLUMN.lengths, row);
    const length = high ? lengths >>> 16 : lengths & 0xffff;
    const from = start + cell(high ? COLUMN.hiAt : COLUMN.loAt, row);
    const shared = Math.min(length, asked.key.length);
    for (let i = 0; i < shared; i += 1) {
      const difference = (bytes[from + i] ?? 0) - (asked.key[i] ?? 0);
      if (difference !== 0) return difference;
    }
    return length - asked.key.length;
  };
  const begun = (asked: Asked): number => {
    let from = 0;
    let to = intervals;
    while (from < to) {
      const middle = (from + to) >>> 1;
      if (compare(middle, false, asked) <= 0) from = middle + 1;
      else to = middle;
    }
    return from;
  };

  return {
    claims,
    intervals,
    claim: (place) => claimFromBytes(bytes, start + (words[claimsAt + place] ?? 0)),
    reaching(version, found) {
      if (version === undefined || mustJudgeVersion(version.flags)) {
        for (let i = 0; i < claims; i += 1) found(i, false);
        return;
      }
      const { key } = version;
      const asked = { key, first: prefixOf(key, 0, key.length), second: prefixOf(key, 4, key.length) };
      const epoch = (version.flags & EPOCH_MASK) !== 0;
      const dropped = epoch ? new Set<number>() : undefined;
      for (let i = 0; i < judged; i += 1) found(words[judgedAt + i] ?? 0, false);
      if (dropped)
        for (let i = 0; i < withEpoch; i += 1) {
          const claim = words[epochAt + i] ?? 0;
          dropped.add(claim);
          found(claim, false);
        }
      const upto = begun(asked);
      let last = -1;
      let seen: Set<number> | undefined;
      for (let block = 0; block * BLOCK < upto; block += 1) {
        if (compare(words[blocksAt + block] ?? 0, true, asked) <= 0) continue;
        const end = Math.min(upto, (block + 1) * BLOCK);
        for (let row = block * BLOCK; row < end; row += 1) {
          if (compare(row, true, asked) <= 0) continue;
          const claim = cell(COLUMN.claim, row);
          if (dropped?.has(claim) || claim === last || seen?.has(claim)) continue;
          // The intervals of one claim are disjoint, but for a listed version inside a range: then it is found twice.
          if (last >= 0) seen = (seen ?? new Set()).add(last);
          last = claim;
          found(claim, true);
        }
      }
    },
  };
}

interface Asked {
  readonly key: Uint8Array;
  readonly first: number;
  readonly second: number;
}
