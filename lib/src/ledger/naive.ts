// RFC 6962 §2.1 word for word over an array of leaf hashes: slow, and the judge of everything faster in the tests here.
import { createHash } from 'node:crypto';
import type { Hash } from './hash.ts';
import type { HashReader } from './merkle.ts';

const sha = (...parts: Uint8Array[]): Hash => createHash('sha256').update(Buffer.concat(parts)).digest();

export const naiveLeaf = (data: Uint8Array): Hash => sha(Uint8Array.of(0), data);

export function naiveRoot(leaves: readonly Hash[]): Hash {
  const [only] = leaves;
  if (only === undefined) return sha();
  if (leaves.length === 1) return only;
  const k = split(leaves.length);
  return sha(Uint8Array.of(1), naiveRoot(leaves.slice(0, k)), naiveRoot(leaves.slice(k)));
}

export function naivePath(m: number, leaves: readonly Hash[]): Hash[] {
  if (leaves.length <= 1) return [];
  const k = split(leaves.length);
  return m < k
    ? [...naivePath(m, leaves.slice(0, k)), naiveRoot(leaves.slice(k))]
    : [...naivePath(m - k, leaves.slice(k)), naiveRoot(leaves.slice(0, k))];
}

export function naiveSubproof(m: number, leaves: readonly Hash[], whole: boolean): Hash[] {
  if (m === leaves.length) return whole ? [] : [naiveRoot(leaves)];
  const k = split(leaves.length);
  return m <= k
    ? [...naiveSubproof(m, leaves.slice(0, k), whole), naiveRoot(leaves.slice(k))]
    : [...naiveSubproof(m - k, leaves.slice(k), false), naiveRoot(leaves.slice(0, k))];
}

export const naiveReader =
  (leaves: readonly Hash[]): HashReader =>
  (level, index) => {
    const [start, end] = [index * 2 ** level, (index + 1) * 2 ** level];
    if (end > leaves.length) throw new Error(`subtree ${level}/${index} is not wholly in a tree of ${leaves.length}`);
    return naiveRoot(leaves.slice(start, end));
  };

/** Leaf hashes 0 to n - 1 of a made-up ledger. */
export const someLeaves = (n: number): Hash[] =>
  Array.from({ length: n }, (_, i) => naiveLeaf(Buffer.from(`leaf ${i}`)));

const split = (n: number): number => 2 ** Math.floor(Math.log2(n - 1));
