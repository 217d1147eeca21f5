import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compactTree } from './compact-tree.ts';
import { EMPTY_ROOT, type Hash, leafHash, nodeHash, perfectRoot, sameHash } from './hash.ts';
import { consistencyProof, inclusionProof, nodesRead, treeRoot, verifyConsistency, verifyInclusion } from './merkle.ts';
import { naivePath, naiveReader, naiveRoot, naiveSubproof, someLeaves } from './naive.ts';

const LEAVES = someLeaves(300);
const hex = (h: Hash) => Buffer.from(h).toString('hex');
const at = (i: number): Hash => LEAVES[i] ?? EMPTY_ROOT;
const sizes = fc.integer({ min: 1, max: 300 });
const flipped = (h: Hash, byte: number): Hash => h.map((b, i) => (i === byte ? b ^ 1 : b));

describe('roots', () => {
  it('are those of the eight leaves that certificate transparency tests with', () => {
    const tree = compactTree();
    const lines = readFileSync(new URL('fixtures/rfc6962-roots.txt', import.meta.url), 'utf8')
      .trim()
      .split('\n');
    const facts = lines.filter((l) => !l.startsWith('#')).map((l) => l.split(' '));
    expect(facts).toHaveLength(8);
    for (const [leaf = '', root] of facts) {
      tree.add(leafHash(Buffer.from(leaf.replace('-', ''), 'hex')));
      expect(hex(tree.root())).toBe(root);
    }
  });

  it('of nothing is the hash of nothing', () => {
    expect(hex(EMPTY_ROOT)).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    expect(treeRoot(0, naiveReader([]))).toBe(EMPTY_ROOT);
    expect(compactTree().root()).toBe(EMPTY_ROOT);
  });

  it('agree with the recursive definition at every size to 300', () => {
    const tree = compactTree();
    for (let size = 1; size <= LEAVES.length; size += 1) {
      tree.add(at(size - 1));
      const root = hex(naiveRoot(LEAVES.slice(0, size)));
      expect(hex(tree.root())).toBe(root);
      expect(hex(treeRoot(size, naiveReader(LEAVES)))).toBe(root);
    }
  });

  it('of perfect subtrees agree with hashing pair by pair', () => {
    expect(hex(perfectRoot(Buffer.concat([at(0), at(1)])))).toBe(hex(nodeHash(at(0), at(1))));
    expect(hex(perfectRoot(Buffer.concat(LEAVES.slice(0, 256))))).toBe(hex(naiveRoot(LEAVES.slice(0, 256))));
    expect(() => perfectRoot(Buffer.concat(LEAVES.slice(0, 3)))).toThrow(RangeError);
  });
});

describe('inclusion proofs', () => {
  it('are PATH of RFC 6962 for every leaf of every size to 40, and verify', () => {
    for (let size = 1; size <= 40; size += 1) {
      const leaves = LEAVES.slice(0, size);
      for (let index = 0; index < size; index += 1) {
        const proof = inclusionProof(index, size, naiveReader(leaves));
        expect(proof.map(hex)).toEqual(naivePath(index, leaves).map(hex));
        expect(verifyInclusion({ leaf: at(index), index, size, root: naiveRoot(leaves), proof })).toBe(true);
      }
    }
  });

  it('verify for no other leaf, index, size, root or proof', () => {
    fc.assert(
      fc.property(sizes, fc.nat(), fc.nat(31), fc.nat(), (size, i, byte, n) => {
        const index = i % size;
        const leaves = LEAVES.slice(0, size);
        const right = { leaf: at(index), index, size, root: naiveRoot(leaves), proof: naivePath(index, leaves) };
        expect(verifyInclusion(right)).toBe(true);
        expect(verifyInclusion({ ...right, leaf: flipped(right.leaf, byte) })).toBe(false);
        expect(verifyInclusion({ ...right, root: flipped(right.root, byte) })).toBe(false);
        const other = n % size;
        if (other !== index) expect(verifyInclusion({ ...right, index: other })).toBe(false);
        expect(verifyInclusion({ ...right, proof: [...right.proof, at(0)] })).toBe(false);
        expect(verifyInclusion({ ...right, proof: [at(0), ...right.proof] })).toBe(false);
        if (right.proof.length === 0) return;
        expect(verifyInclusion({ ...right, proof: right.proof.slice(1) })).toBe(false);
        expect(verifyInclusion({ ...right, proof: right.proof.slice(0, -1) })).toBe(false);
        const k = n % right.proof.length;
        const bent = right.proof.map((h, j) => (j === k ? flipped(h, byte) : h));
        expect(verifyInclusion({ ...right, proof: bent })).toBe(false);
      }),
      { numRuns: 150 },
    );
  });

  it('are refused, not crashed on, with hostile numbers and lengths', () => {
    const claim = { leaf: at(0), index: 0, size: 2, root: naiveRoot(LEAVES.slice(0, 2)), proof: [at(1)] };
    expect(verifyInclusion(claim)).toBe(true);
    for (const bad of [-1, 0.5, Number.NaN, 2, 2 ** 53, Number.POSITIVE_INFINITY]) {
      expect(verifyInclusion({ ...claim, index: bad })).toBe(false);
      expect(verifyInclusion({ ...claim, size: bad === 2 ? 0 : bad })).toBe(false);
    }
    expect(verifyInclusion({ ...claim, proof: [at(1).subarray(1)] })).toBe(false);
    expect(verifyInclusion({ ...claim, leaf: new Uint8Array(31) })).toBe(false);
    expect(verifyInclusion({ ...claim, proof: Array.from({ length: 10_000 }, () => at(1)) })).toBe(false);
    expect(() => inclusionProof(5, 5, naiveReader(LEAVES))).toThrow(RangeError);
  });

  it('hold in trees near 2^53 leaves, where bit operators would not', () => {
    const size = 2 ** 53 - 1;
    const every = (level: number): Hash => (level === 0 ? at(0) : nodeHash(every(level - 1), every(level - 1)));
    const levels = Array.from({ length: 54 }, () => EMPTY_ROOT);
    levels[0] = at(0);
    for (let l = 1; l < 54; l += 1) levels[l] = nodeHash(levels[l - 1] ?? every(0), levels[l - 1] ?? every(0));
    const read = (level: number): Hash => levels[level] ?? EMPTY_ROOT; // all leaves alike
    const root = treeRoot(size, read);
    for (const index of [0, 1, 2 ** 32 + 5, size - 1]) {
      const proof = inclusionProof(index, size, read);
      expect(verifyInclusion({ leaf: at(0), index, size, root, proof })).toBe(true);
      expect(verifyInclusion({ leaf: at(1), index, size, root, proof })).toBe(false);
    }
    for (const oldSize of [1, 2 ** 31 + 1, 2 ** 52, size - 1]) {
      const claim = { oldSize, oldRoot: treeRoot(oldSize, read), newSize: size, newRoot: root };
      expect(verifyConsistency({ ...claim, proof: consistencyProof(oldSize, size, read) })).toBe(true);
    }
  });
});

describe('consistency proofs', () => {
  it('are PROOF of RFC 6962 for every two sizes to 40, and verify', () => {
    for (let newSize = 1; newSize <= 40; newSize += 1) {
      const leaves = LEAVES.slice(0, newSize);
      for (let oldSize = 1; oldSize <= newSize; oldSize += 1) {
        const proof = consistencyProof(oldSize, newSize, naiveReader(leaves));
        expect(proof.map(hex)).toEqual(naiveSubproof(oldSize, leaves, true).map(hex));
        const roots = { oldRoot: naiveRoot(LEAVES.slice(0, oldSize)), newRoot: naiveRoot(leaves) };
        expect(verifyConsistency({ oldSize, newSize, proof, ...roots })).toBe(true);
      }
    }
  });

  it('verify for no other old root, new root, size or proof', () => {
    fc.assert(
      fc.property(sizes, fc.nat(), fc.nat(31), fc.nat(), (newSize, o, byte, n) => {
        const oldSize = 1 + (o % newSize);
        const leaves = LEAVES.slice(0, newSize);
        const right = {
          oldSize,
          newSize,
          oldRoot: naiveRoot(LEAVES.slice(0, oldSize)),
          newRoot: naiveRoot(leaves),
          proof: naiveSubproof(oldSize, leaves, true),
        };
        expect(verifyConsistency(right)).toBe(true);
        expect(verifyConsistency({ ...right, oldRoot: flipped(right.oldRoot, byte) })).toBe(false);
        expect(verifyConsistency({ ...right, newRoot: flipped(right.newRoot, byte) })).toBe(false);
        expect(verifyConsistency({ ...right, proof: [...right.proof, at(0)] })).toBe(false);
        const other = 1 + (n % newSize);
        if (other !== oldSize) expect(verifyConsistency({ ...right, oldSize: other })).toBe(false);
        if (right.proof.length === 0) return;
        expect(verifyConsistency({ ...right, proof: [] })).toBe(false);
        expect(verifyConsistency({ ...right, proof: right.proof.slice(1) })).toBe(false);
        const k = n % right.proof.length;
        const bent = right.proof.map((h, j) => (j === k ? flipped(h, byte) : h));
        expect(verifyConsistency({ ...right, proof: bent })).toBe(false);
      }),
      { numRuns: 150 },
    );
  });

  it('from the empty tree are empty and only accepted for the empty root', () => {
    const claim = { oldSize: 0, oldRoot: EMPTY_ROOT, newSize: 3, newRoot: naiveRoot(LEAVES.slice(0, 3)), proof: [] };
    expect(consistencyProof(0, 3, naiveReader(LEAVES))).toEqual([]);
    expect(verifyConsistency(claim)).toBe(true);
    expect(verifyConsistency({ ...claim, oldRoot: at(0) })).toBe(false);
    expect(verifyConsistency({ ...claim, proof: [at(0)] })).toBe(false);
    expect(verifyConsistency({ ...claim, newSize: 0, newRoot: at(0), oldRoot: at(0) })).toBe(false);
    expect(() => consistencyProof(4, 3, naiveReader(LEAVES))).toThrow(RangeError);
  });
});

it('nodesRead names exactly the subtrees that a proof reads', () => {
  expect(nodesRead((read) => inclusionProof(5, 7, read))).toEqual([
    { level: 0, index: 4 },
    { level: 0, index: 6 },
    { level: 2, index: 0 },
  ]);
  expect(sameHash(at(0), at(1))).toBe(false);
});
