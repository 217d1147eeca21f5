// Appending many leaves at once from the right edge of the tree. The edge is what storage already holds: the partial tile of
// each level. One append reads nothing else and says which tiles to write.
import { failed, ok, type Result } from '../kit/index.ts';
import { foldPeaks } from './compact-tree.ts';
import { HASH_BYTES, type Hash, joinHashes, perfectRoot, sameHash } from './hash.ts';
import { isSize } from './merkle.ts';
import { TILE_WIDTH, type Tile, tileWidth } from './tiles.ts';

/** The right edge of a tree. `edge[l]` is the partial tile of level l: 32 bytes for each of its 0 to 255 hashes. */
export interface Frontier {
  readonly size: number;
  readonly edge: readonly Uint8Array[];
}

export const EMPTY_FRONTIER: Frontier = { size: 0, edge: [] };

export interface TileToWrite {
  readonly tile: Tile;
  readonly bytes: Uint8Array;
}

export interface Appended {
  readonly frontier: Frontier;
  readonly size: number;
  readonly root: Hash;
  /** Exactly the tiles that `newTiles(old size, new size)` names, in its order. */
  readonly newTiles: readonly TileToWrite[];
}

/** The tree after these leaves, in order. O(leaves) hashes, and at most 255 per level for the root. */
export function appendLeaves(frontier: Frontier, leafHashes: readonly Hash[]): Appended {
  const edge = [...frontier.edge];
  const written: TileToWrite[] = [];
  const size = frontier.size + leafHashes.length;
  if (!isSize(size)) throw new RangeError('a ledger has fewer than 2^53 entries');
  let incoming = joinHashes(leafHashes);
  for (let level = 0; incoming.length > 0; level += 1) {
    const before = Math.floor(frontier.size / TILE_WIDTH ** level);
    const row = cutIntoTiles(level, Math.floor(before / TILE_WIDTH), Buffer.concat([edge[level] ?? NOTHING, incoming]));
    edge[level] = row.partial;
    written.push(...row.tiles);
    incoming = row.roots;
  }
  const grown: Frontier = { size, edge };
  return { frontier: grown, size, root: frontierRoot(grown), newTiles: written };
}

/** The root of the tree whose right edge this is. */
export function frontierRoot({ edge }: Frontier): Hash {
  return foldPeaks(edge.toReversed().flatMap(peaksOf));
}

/**
 * The frontier of a stored tree, read from its partial tiles. The root of the last checkpoint is asked for
 * because a sequencer that goes on from damaged storage would sign a tree that contradicts its own past.
 */
export function restoreFrontier(
  stored: { readonly size: number; readonly root: Hash },
  getTile: (tile: Tile) => Uint8Array | undefined,
): Result<Frontier> {
  const edge: Uint8Array[] = [];
  for (const tile of edgeTiles(stored.size)) {
    const bytes = tile.width === 0 ? NOTHING : getTile(tile);
    if (bytes?.length !== tile.width * HASH_BYTES) {
      const detail = `the partial tile of level ${tile.level} is missing or has ${bytes?.length ?? 0} bytes instead of ${tile.width * HASH_BYTES}`;
      return failed([{ code: 'ledger.tile', path: '', detail }]);
    }
    edge.push(bytes);
  }
  const frontier = { size: stored.size, edge };
  if (sameHash(frontierRoot(frontier), stored.root)) return ok(frontier);
  return failed([{ code: 'ledger.root', path: '', detail: 'the stored tiles do not give the root that was signed' }]);
}

/** The partial tile of each level of a tree of this size, width 0 where the level ends with a full tile. */
export function edgeTiles(size: number): readonly Tile[] {
  const tiles: Tile[] = [];
  for (let level = 0, hashes = size; hashes > 0; level += 1, hashes = Math.floor(hashes / TILE_WIDTH)) {
    const index = Math.floor(hashes / TILE_WIDTH);
    tiles.push({ level, index, width: tileWidth(level, index, size) });
  }
  return tiles;
}

const NOTHING = new Uint8Array(0);
const TILE_BYTES = TILE_WIDTH * HASH_BYTES;

/** One level: full tiles to write, their roots for the level above, and what is left as the new partial tile. */
function cutIntoTiles(level: number, firstIndex: number, hashes: Buffer) {
  const full = Math.floor(hashes.length / TILE_BYTES);
  const tiles: TileToWrite[] = [];
  const roots: Hash[] = [];
  for (let i = 0; i < full; i += 1) {
    const bytes = hashes.subarray(i * TILE_BYTES, (i + 1) * TILE_BYTES);
    tiles.push({ tile: { level, index: firstIndex + i, width: TILE_WIDTH }, bytes });
    roots.push(perfectRoot(bytes));
  }
  const partial = new Uint8Array(hashes.subarray(full * TILE_BYTES)); // a copy: the edge outlives the batch
  const width = partial.length / HASH_BYTES;
  if (width > 0) tiles.push({ tile: { level, index: firstIndex + full, width }, bytes: partial });
  return { tiles, partial, roots: joinHashes(roots) };
}

/** The perfect subtrees of a partial tile, the largest and leftmost first. */
function peaksOf(partial: Uint8Array): Hash[] {
  const peaks: Hash[] = [];
  let at = 0;
  for (let width = TILE_WIDTH / 2; width >= 1; width /= 2) {
    if (partial.length - at < width * HASH_BYTES) continue;
    peaks.push(perfectRoot(partial.subarray(at, at + width * HASH_BYTES)));
    at += width * HASH_BYTES;
  }
  return peaks;
}
