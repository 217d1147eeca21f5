// Asks one packed shelf: which claims may reach a version. Nothing is made but the answer.
import type { Version } from '../../version/index.ts';
import type { Claim } from '../model.ts';
import { EPOCH_MASK, mustJudgeVersion } from '../rows.ts';
import { claimFromBytes } from './claim-bytes.ts';
import { BLOCK, COLUMN, COLUMNS, prefixOf, SHELF_AT, SHELF_HEAD, wordsOf } from './layout.ts';

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

/** What all advisories claim about one package, as it lies. One is made for every question: it holds places, and nothing else. */
export class Shelf {
  readonly claims: number;
  readonly intervals: number;
  readonly #words: Uint32Array;
  readonly #bytes: Uint8Array;
  /** The byte at which the shelf begins. */
  readonly #start: number;
  readonly #claimsAt: number;
  readonly #judgedAt: number;
  readonly #epochAt: number;
  readonly #rowsAt: number;
  readonly #blocksAt: number;

  /** @param at the word at which the shelf begins; `words` and `bytes` are views of the same memory. */
  constructor(words: Uint32Array, bytes: Uint8Array, at: number) {
    const count = (place: number): number => words[at + place] ?? 0;
    this.#words = words;
    this.#bytes = bytes;
    this.#start = 4 * at;
    this.claims = count(SHELF_AT.claims);
    this.intervals = count(SHELF_AT.intervals);
    this.#claimsAt = at + SHELF_HEAD + wordsOf(count(SHELF_AT.nameBytes));
    this.#judgedAt = this.#claimsAt + this.claims;
    this.#epochAt = this.#judgedAt + count(SHELF_AT.judged);
    this.#rowsAt = this.#epochAt + count(SHELF_AT.withEpoch);
    this.#blocksAt = this.#rowsAt + COLUMNS * this.intervals;
  }

  /** The claim in its place, unpacked. */
  claim(place: number): Claim {
    return claimFromBytes(this.#bytes, this.#start + (this.#words[this.#claimsAt + place] ?? 0));
  }

  /**
   * Gives the places of the claims that may reach the version to `found`, each once. `decided`: an interval without anything peculiar
   * holds a version without anything peculiar, so it is affected; otherwise `match` must judge.
   */
  reaching(version: Version | undefined, found: (place: number, decided: boolean) => void): void {
    if (version === undefined || mustJudgeVersion(version.flags)) {
      for (let place = 0; place < this.claims; place += 1) found(place, false);
      return;
    }
    for (let at = this.#judgedAt; at < this.#epochAt; at += 1) found(this.#words[at] ?? 0, false);
    const dropped = version.flags & EPOCH_MASK && this.#epochAt < this.#rowsAt ? new Set<number>() : undefined;
    for (let at = this.#epochAt; dropped && at < this.#rowsAt; at += 1) {
      const place = this.#words[at] ?? 0;
      dropped.add(place);
      found(place, false);
    }
    // The intervals of a claim that is not judged are disjoint, so each claim is met once.
    const first = prefixOf(version.key, 0, version.key.length);
    const second = prefixOf(version.key, 4, version.key.length);
    const begun = this.#begun(version.key, first, second);
    for (let from = 0, block = this.#blocksAt; from < begun; from += BLOCK, block += 1) {
      if (this.#compare(this.#words[block] ?? 0, HIGH, version.key, first, second) <= 0) continue;
      const end = Math.min(begun, from + BLOCK);
      for (let row = from; row < end; row += 1) {
        if (this.#compare(row, HIGH, version.key, first, second) <= 0) continue;
        const place = this.#words[this.#rowsAt + COLUMN.claim * this.intervals + row] ?? 0;
        if (!dropped?.has(place)) found(place, true);
      }
    }
  }

  /** How many intervals begin at or before the key. */
  #begun(key: Uint8Array, first: number, second: number): number {
    let from = 0;
    let to = this.intervals;
    while (from < to) {
      const middle = (from + to) >>> 1;
      if (this.#compare(middle, LOW, key, first, second) <= 0) from = middle + 1;
      else to = middle;
    }
    return from;
  }

  /** The sign of bound − key; the first eight bytes nearly always decide. */
  #compare(row: number, end: End, key: Uint8Array, first: number, second: number): number {
    const words = this.#words;
    const rows = this.intervals;
    const cell = this.#rowsAt + row;
    const one = words[cell + end.first * rows] ?? 0;
    if (one !== first) return one < first ? -1 : 1;
    const two = words[cell + end.second * rows] ?? 0;
    if (two !== second) return two < second ? -1 : 1;
    const length = ((words[cell + COLUMN.lengths * rows] ?? 0) >>> end.shift) & 0xffff;
    const from = this.#start + (words[cell + end.at * rows] ?? 0);
    const shared = Math.min(length, key.length);
    for (let i = 8; i < shared; i += 1) {
      const difference = (this.#bytes[from + i] ?? 0) - (key[i] ?? 0);
      if (difference !== 0) return difference;
    }
    return length - key.length;
  }
}

/** Where the columns of one end of an interval are. */
interface End {
  readonly first: number;
  readonly second: number;
  readonly at: number;
  readonly shift: number;
}
const LOW: End = { first: COLUMN.lo0, second: COLUMN.lo1, at: COLUMN.loAt, shift: 0 };
const HIGH: End = { first: COLUMN.hi0, second: COLUMN.hi1, at: COLUMN.hiAt, shift: 16 };
