// The root of a growing tree in the memory of its height: for whoever reads leaves once, such as the verifier of an export.
import { EMPTY_ROOT, type Hash, nodeHash } from './hash.ts';

export interface CompactTree {
  readonly size: number;
  add(leaf: Hash): void;
  /** MTH of the leaves so far, RFC 6962 §2.1. */
  root(): Hash;
}

export function compactTree(): CompactTree {
  const peaks: (Hash | undefined)[] = []; // peaks[h]: the perfect subtree of height h, where the size has that bit
  let size = 0;
  return {
    get size() {
      return size;
    },
    add(leaf) {
      let carried = leaf;
      let height = 0;
      for (let peak = peaks[height]; peak !== undefined; peak = peaks[height]) {
        carried = nodeHash(peak, carried);
        peaks[height] = undefined;
        height += 1;
      }
      peaks[height] = carried;
      size += 1;
    },
    root: () => foldPeaks(peaks.filter((p) => p !== undefined).reverse()),
  };
}

/** The root over perfect subtrees, the largest and leftmost first. */
export function foldPeaks(peaks: readonly Hash[]): Hash {
  return peaks.length === 0 ? EMPTY_ROOT : peaks.reduceRight((right, left) => nodeHash(left, right));
}
