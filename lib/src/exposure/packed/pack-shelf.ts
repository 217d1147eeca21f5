// Packs what all advisories claim about one package, so that the question "which intervals hold this version" is asked of the bytes.
import { compareKeys } from '../../version/key.ts';
import type { Claim } from '../model.ts';
import { EPOCH_MASK, mustJudgeInterval } from '../rows.ts';
import { seal } from './check.ts';
import { keyPlaces } from './claim-bytes.ts';
import { BLOCK, COLUMN, COLUMNS, prefixOf, SHELF_AT, SHELF_HEAD, wordsOf } from './layout.ts';

interface Row {
  readonly lo: Uint8Array;
  readonly hi: Uint8Array;
  readonly loAt: number;
  readonly hiAt: number;
  readonly claim: number;
}

/** A claim with its bytes, as claim-bytes.ts makes them. */
export interface KeptClaim {
  readonly claim: Claim;
  readonly bytes: Uint8Array;
}

/** @param kept all of one package; they are put in one order, so that the same claims always give the same bytes. */
export function packShelf(name: string, kept: readonly KeptClaim[]): Uint8Array {
  const bodies = [...kept].sort(
    ({ claim: a }, { claim: b }) => order(a.advisory, b.advisory) || order(a.revision, b.revision),
  );
  const ordered = bodies.map(({ claim }) => claim);
  const judged = placesOf(ordered, isJudged);
  const withEpoch = placesOf(ordered, (claim) => !isJudged(claim) && claim.intervals.some((i) => i.flags & EPOCH_MASK));
  const plain = ordered.reduce((sum, claim) => sum + (isJudged(claim) ? 0 : claim.intervals.length), 0);
  const nameBytes = Buffer.from(name, 'utf8');
  const claimsAt = SHELF_HEAD + wordsOf(nameBytes.length);
  const judgedAt = claimsAt + ordered.length;
  const epochAt = judgedAt + judged.length;
  const rowsAt = epochAt + withEpoch.length;
  const blocksAt = rowsAt + COLUMNS * plain;
  const bodiesAt = 4 * (blocksAt + Math.ceil(plain / BLOCK));
  const bodyAt: number[] = [];
  let end = bodiesAt;
  for (const { bytes } of bodies) {
    bodyAt.push(end);
    end += bytes.length;
  }
  const words = new Uint32Array(wordsOf(end));
  const bytes = Buffer.from(words.buffer);
  bytes.set(nameBytes, 4 * SHELF_HEAD);
  words[SHELF_AT.nameBytes] = nameBytes.length;
  words[SHELF_AT.claims] = ordered.length;
  words[SHELF_AT.intervals] = plain;
  words[SHELF_AT.judged] = judged.length;
  words[SHELF_AT.withEpoch] = withEpoch.length;
  words.set(bodyAt, claimsAt);
  words.set(judged, judgedAt);
  words.set(withEpoch, epochAt);
  for (const [i, body] of bodies.entries()) bytes.set(body.bytes, bodyAt[i]);
  const rows = ordered
    .flatMap((claim, n) => (isJudged(claim) ? [] : rowsOf(claim, n, bodyAt[n] ?? 0)))
    .sort((a, b) => compareKeys(a.lo, b.lo) || compareKeys(a.hi, b.hi) || a.claim - b.claim);
  putRows(words, rows, rowsAt);
  putBlocks(words, rows, blocksAt);
  seal(bytes);
  return bytes;
}

const isJudged = (claim: Claim): boolean => claim.intervals.some((i) => mustJudgeInterval(i.flags));

const placesOf = (claims: readonly Claim[], wanted: (claim: Claim) => boolean): readonly number[] =>
  claims.flatMap((claim, i) => (wanted(claim) ? [i] : []));

function rowsOf(claim: Claim, n: number, start: number): readonly Row[] {
  const keys = keyPlaces(claim);
  return claim.intervals.map(({ lo, hi }, i) => ({
    lo,
    hi,
    loAt: start + (keys[i]?.lo ?? 0),
    hiAt: start + (keys[i]?.hi ?? 0),
    claim: n,
  }));
}

function putRows(words: Uint32Array, rows: readonly Row[], rowsAt: number): void {
  for (const [i, { lo, hi, loAt, hiAt, claim }] of rows.entries()) {
    const put = (column: number, value: number): void => {
      words[rowsAt + column * rows.length + i] = value;
    };
    put(COLUMN.lo0, prefixOf(lo, 0, lo.length));
    put(COLUMN.lo1, prefixOf(lo, 4, lo.length));
    put(COLUMN.hi0, prefixOf(hi, 0, hi.length));
    put(COLUMN.hi1, prefixOf(hi, 4, hi.length));
    put(COLUMN.loAt, loAt);
    put(COLUMN.hiAt, hiAt);
    put(COLUMN.lengths, lo.length | (hi.length << 16));
    put(COLUMN.claim, claim);
  }
}

function putBlocks(words: Uint32Array, rows: readonly Row[], blocksAt: number): void {
  for (let block = 0; block * BLOCK < rows.length; block += 1) {
    let highest = block * BLOCK;
    for (let i = highest + 1; i < Math.min(rows.length, (block + 1) * BLOCK); i += 1)
      if (compareKeys(rows[i]?.hi ?? NONE, rows[highest]?.hi ?? NONE) > 0) highest = i;
    words[blocksAt + block] = highest;
  }
}

const NONE = new Uint8Array(0);
const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
