// The test ledger that both sides make: the same leaves, checkpointed at sizes around full tiles.

import { sha256 } from '@leadtime/lib/kit';
import {
  appendLeaves,
  EMPTY_FRONTIER,
  type Frontier,
  type Hash,
  leafHash,
  type Tile,
  tilePath,
} from '@leadtime/lib/ledger';

export const ORIGIN = 'ledger.example.gov';
export const SIZES = [0, 1, 2, 255, 256, 257, 65_535, 65_536, 70_000] as const;
export const LAST = 70_000;

export const leafOf = (i: number): Uint8Array =>
  Buffer.from(`leadtime/entry/v1 ${sha256(`entry ${i}`).toString('hex')}\n`);

export interface SampleTree {
  /** By path, for every size at which there was a checkpoint. */
  readonly tiles: ReadonlyMap<string, Uint8Array>;
  readonly frontiers: ReadonlyMap<number, Frontier>;
  readonly roots: ReadonlyMap<number, Hash>;
  readonly leaves: readonly Hash[];
  /** By old size: the paths that growing to the next size wrote. */
  readonly written: ReadonlyMap<number, readonly string[]>;
  readonly getTile: (tile: Tile) => Uint8Array | undefined;
}

export function sampleTree(): SampleTree {
  const leaves = Array.from({ length: LAST }, (_, i) => leafHash(leafOf(i)));
  const tiles = new Map<string, Uint8Array>();
  const frontiers = new Map<number, Frontier>();
  const roots = new Map<number, Hash>();
  const written = new Map<number, readonly string[]>();
  let frontier = EMPTY_FRONTIER;
  for (const size of SIZES) {
    const appended = appendLeaves(frontier, leaves.slice(frontier.size, size));
    for (const { tile, bytes } of appended.newTiles) tiles.set(tilePath(tile), bytes);
    written.set(
      frontier.size,
      appended.newTiles.map(({ tile }) => tilePath(tile)),
    );
    frontier = appended.frontier;
    frontiers.set(size, frontier);
    roots.set(size, appended.root);
  }
  return { tiles, frontiers, roots, leaves, written, getTile: (tile) => tiles.get(tilePath(tile)) };
}

/** Indexes of a tree of this size at which something could go wrong. */
export function tellingIndexes(size: number): number[] {
  const some = [0, 1, 254, 255, 256, Math.floor(size / 2), 65_535, 65_536, size - 2, size - 1];
  return [...new Set(some)].filter((i) => i >= 0 && i < size);
}

export function present<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`no ${what}`);
  return value;
}
