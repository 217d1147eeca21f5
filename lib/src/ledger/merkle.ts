// Roots and proofs of a Merkle tree and their verification: RFC 6962 §2.1, verification as RFC 9162 §2.1.3.2 and §2.1.4.2.
import { EMPTY_ROOT, type Hash, isHash, nodeHash, sameHash } from './hash.ts';

/**
 * Reads the root of a perfect subtree: `level` is its height (0 is a leaf hash), `index` its place among its equals,
 * so it covers leaves index·2^level to (index+1)·2^level. Asked only for subtrees that lie wholly in the tree.
 */
export type HashReader = (level: number, index: number) => Hash;

/** MTH(D[0:size]). */
export function treeRoot(size: number, read: HashReader): Hash {
  return size === 0 ? EMPTY_ROOT : rangeRoot(0, size, read);
}

/** PATH(index, D[0:size]), RFC 6962 §2.1.1: the hashes from the leaf's sibling upwards. Throws when index is not in the tree. */
export function inclusionProof(index: number, size: number, read: HashReader): readonly Hash[] {
  if (!isSize(size) || !isSize(index) || index >= size) throw new RangeError(`no leaf ${index} in a tree of ${size}`);
  return path(index, 0, size, read);
}

/**
 * PROOF(oldSize, D[0:newSize]), RFC 6962 §2.1.2. Empty when the sizes are equal, and, as in C2SP tlog-witness,
 * when oldSize is 0: every tree extends the empty one. Throws when oldSize is above newSize.
 */
export function consistencyProof(oldSize: number, newSize: number, read: HashReader): readonly Hash[] {
  if (!isSize(oldSize) || !isSize(newSize) || oldSize > newSize) {
    throw new RangeError(`a tree of ${newSize} does not extend one of ${oldSize}`);
  }
  return oldSize === 0 ? [] : subproof(oldSize, 0, newSize, true, read);
}

export interface InclusionClaim {
  readonly leaf: Hash;
  readonly index: number;
  readonly size: number;
  readonly root: Hash;
  readonly proof: readonly Hash[];
}

/** Whether `leaf` is leaf number `index` of the tree of `size` leaves with this root. Takes hostile values; never throws. */
export function verifyInclusion({ leaf, index, size, root, proof }: InclusionClaim): boolean {
  if (!isSize(size) || !isSize(index) || index >= size || ![leaf, root, ...proof].every(isHash)) return false;
  let at = index;
  let last = size - 1;
  let r = leaf;
  for (const p of proof) {
    if (last === 0) return false;
    if (isOdd(at) || at === last) {
      r = nodeHash(p, r);
      for (; !isOdd(at) && at !== 0; at = half(at)) last = half(last);
    } else {
      r = nodeHash(r, p);
    }
    at = half(at);
    last = half(last);
  }
  return last === 0 && sameHash(r, root);
}

export interface ConsistencyClaim {
  readonly oldSize: number;
  readonly oldRoot: Hash;
  readonly newSize: number;
  readonly newRoot: Hash;
  readonly proof: readonly Hash[];
}

/** Whether the new tree holds the old one as its beginning. Takes hostile values; never throws. */
export function verifyConsistency({ oldSize, oldRoot, newSize, newRoot, proof }: ConsistencyClaim): boolean {
  if (!isSize(oldSize) || !isSize(newSize) || oldSize > newSize) return false;
  if (![oldRoot, newRoot, ...proof].every(isHash)) return false;
  if (newSize === 0 && !sameHash(newRoot, EMPTY_ROOT)) return false;
  if (oldSize === newSize) return proof.length === 0 && sameHash(oldRoot, newRoot);
  if (oldSize === 0) return proof.length === 0 && sameHash(oldRoot, EMPTY_ROOT);

  let at = oldSize - 1;
  let last = newSize - 1;
  for (; isOdd(at); at = half(at)) last = half(last);
  const [first, ...rest] = at === 0 ? [oldRoot, ...proof] : proof; // at is 0: oldSize is a power of two, its root is left out
  if (first === undefined || proof.length === 0) return false;
  let oldR = first;
  let newR = first;
  for (const p of rest) {
    if (last === 0) return false;
    if (isOdd(at) || at === last) {
      oldR = nodeHash(p, oldR);
      newR = nodeHash(p, newR);
      for (; !isOdd(at) && at !== 0; at = half(at)) last = half(last);
    } else {
      newR = nodeHash(newR, p);
    }
    at = half(at);
    last = half(last);
  }
  return last === 0 && sameHash(oldR, oldRoot) && sameHash(newR, newRoot);
}

/** The subtrees that a proof needs, without computing it: for callers that must fetch them first. */
export function nodesRead(prove: (read: HashReader) => unknown): readonly { level: number; index: number }[] {
  const nodes: { level: number; index: number }[] = [];
  prove((level, index) => {
    nodes.push({ level, index });
    return EMPTY_ROOT; // stands for any hash: which nodes are read does not depend on what they hold
  });
  return nodes;
}

/** A leaf count or index that a double holds exactly. */
export const isSize = (n: number): boolean => Number.isSafeInteger(n) && n >= 0;

/** MTH(D[start:end]) of a range that begins where a subtree of its size may begin. */
function rangeRoot(start: number, end: number, read: HashReader): Hash {
  const width = end - start;
  const split = largestPowerBelow(width);
  if (width === 1) return read(0, start);
  if (width === 2 * split) return read(heightOf(width), start / width);
  return nodeHash(rangeRoot(start, start + split, read), rangeRoot(start + split, end, read));
}

function path(index: number, start: number, end: number, read: HashReader): Hash[] {
  if (end - start === 1) return [];
  const middle = start + largestPowerBelow(end - start);
  return index < middle
    ? [...path(index, start, middle, read), rangeRoot(middle, end, read)]
    : [...path(index, middle, end, read), rangeRoot(start, middle, read)];
}

function subproof(oldEnd: number, start: number, end: number, whole: boolean, read: HashReader): Hash[] {
  if (oldEnd === end) return whole ? [] : [rangeRoot(start, end, read)];
  const middle = start + largestPowerBelow(end - start);
  return oldEnd <= middle
    ? [...subproof(oldEnd, start, middle, whole, read), rangeRoot(middle, end, read)]
    : [...subproof(oldEnd, middle, end, false, read), rangeRoot(start, middle, read)];
}

/** The largest power of two below n, for n > 1; 1 for n = 1. No bit operators: they stop at 2^31, a tree need not. */
function largestPowerBelow(n: number): number {
  let power = 1;
  while (power * 2 < n) power *= 2;
  return power;
}

function heightOf(powerOfTwo: number): number {
  let height = 0;
  for (let n = powerOfTwo; n > 1; n /= 2) height += 1;
  return height;
}

const isOdd = (n: number): boolean => n % 2 === 1;
const half = (n: number): number => Math.floor(n / 2);
