// A ledger made by other people's code before our verifiers.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expectOk, instantOf } from '@leadtime/lib/kit';
import {
  type Hash,
  openCheckpoint,
  parseVerifierKey,
  proveConsistency,
  proveInclusion,
  restoreFrontier,
  sameHash,
  type Tile,
  tilePath,
  verifyConsistency,
  verifyInclusion,
} from '@leadtime/lib/ledger';
import type { Case } from '../../tools/measure.ts';
import type { Peer } from './peer.ts';
import { ORIGIN, present, type SampleTree, SIZES } from './sample.ts';

interface Made {
  readonly log: string;
  readonly witnesses: readonly string[];
  readonly before: number;
  readonly checkpoints: readonly { readonly size: number; readonly note: string }[];
  readonly inclusions: readonly {
    readonly index: number;
    readonly size: number;
    readonly proof: readonly string[] | null;
  }[];
  readonly consistencies: readonly {
    readonly old: number;
    readonly new: number;
    readonly proof: readonly string[] | null;
  }[];
  readonly tiles: Readonly<Record<string, readonly string[]>>;
}

type Check = { readonly id: string; readonly holds: () => boolean | Promise<boolean> };

/** Has the peer write a ledger into a folder and checks all of it with our code. */
export async function judgeTheirs(folder: string, tree: SampleTree, peer: Peer): Promise<Case[]> {
  if (!peer.found) return SIZES.map((size) => ({ id: `theirs/${size}`, outcome: 'skipped', why: peer.why }));
  await peer.run('make', folder);
  const made: Made = JSON.parse(await readFile(path.join(folder, 'made.json'), 'utf8'));
  const tiles = new Map<string, Uint8Array>();
  for (const file of Object.values(made.tiles).flat()) tiles.set(file, await readFile(path.join(folder, file)));
  const checks = [...notes(made, tree), ...stored(made, tiles, tree), ...proofs(made, tiles, tree)];
  return Promise.all(checks.map(judgeOne));
}

/** Their notes and cosignatures hold for us, over the root that we computed. */
function notes(made: Made, tree: SampleTree): Check[] {
  const [log, ...witnesses] = [made.log, ...made.witnesses].map((vkey) => expectOk(parseVerifierKey(vkey)));
  const trust = { log: present(log, 'key'), witnesses, origin: ORIGIN };
  return made.checkpoints.map(({ size, note }) => ({
    id: `theirs/note/${size}`,
    holds: () => {
      const opened = expectOk(openCheckpoint(note, trust));
      const recent = opened.cosignatures.every(({ at }) => at >= instantOf(made.before * 1000));
      return (
        opened.cosignatures.length === 2 && recent && opened.size === size && sameHash(opened.root, rootOf(tree, size))
      );
    },
  }));
}

/** What growing from size to size writes, by name and by byte; and our frontier, restored from their tiles. */
function stored(made: Made, tiles: ReadonlyMap<string, Uint8Array>, tree: SampleTree): Check[] {
  return [
    ...Object.entries(made.tiles).map(([old, paths]) => ({
      id: `theirs/new-tiles/${old}`,
      holds: () => JSON.stringify(tree.written.get(Number(old))) === JSON.stringify(paths),
    })),
    ...[...tiles].map(([file, bytes]) => ({
      id: `theirs/${file}`,
      holds: () => Buffer.compare(bytes, present(tree.tiles.get(file), file)) === 0,
    })),
    ...SIZES.map((size) => ({
      id: `theirs/frontier/${size}`,
      holds: () => {
        const restored = expectOk(restoreFrontier({ size, root: rootOf(tree, size) }, readFrom(tiles)));
        return samePieces(restored.edge, present(tree.frontiers.get(size), 'frontier').edge);
      },
    })),
  ];
}

/** Their proofs verify with our code, and are those that we read from their tiles. */
function proofs(made: Made, tiles: ReadonlyMap<string, Uint8Array>, tree: SampleTree): Check[] {
  return [
    ...made.inclusions.map(({ index, size, proof }) => ({
      id: `theirs/inclusion/${index}/${size}`,
      holds: async () => {
        const leaf = present(tree.leaves[index], 'leaf');
        const theirs = decode(proof);
        const same = samePieces(theirs, expectOk(await proveInclusion(index, size, readFrom(tiles))));
        return same && verifyInclusion({ leaf, index, size, root: rootOf(tree, size), proof: theirs });
      },
    })),
    ...made.consistencies.map(({ old, new: size, proof }) => ({
      id: `theirs/consistency/${old}/${size}`,
      holds: async () => {
        const theirs = decode(proof);
        const claim = {
          oldSize: old,
          oldRoot: rootOf(tree, old),
          newSize: size,
          newRoot: rootOf(tree, size),
          proof: theirs,
        };
        return (
          samePieces(theirs, expectOk(await proveConsistency(old, size, readFrom(tiles)))) && verifyConsistency(claim)
        );
      },
    })),
  ];
}

async function judgeOne({ id, holds }: Check): Promise<Case> {
  try {
    return (await holds()) ? { id, outcome: 'passed' } : { id, outcome: 'failed', why: 'ours says otherwise' };
  } catch (error) {
    return { id, outcome: 'failed', why: String(error) };
  }
}

const rootOf = (tree: SampleTree, size: number): Hash => present(tree.roots.get(size), 'root');
const readFrom = (tiles: ReadonlyMap<string, Uint8Array>) => (tile: Tile) => tiles.get(tilePath(tile));
const decode = (proof: readonly string[] | null): Hash[] => (proof ?? []).map((text) => Buffer.from(text, 'base64'));
const samePieces = (a: readonly Uint8Array[], b: readonly Uint8Array[]): boolean =>
  a.length === b.length && a.every((piece, i) => Buffer.compare(piece, b[i] ?? NOTHING) === 0);
const NOTHING = new Uint8Array(0);
