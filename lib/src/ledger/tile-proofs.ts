// Roots and proofs read from tiles that somebody else holds: a database, a folder, a mirror. Which tiles are needed is known
// before any is read, so they are fetched together. Tiles are not trusted: check the proof against a signed root.
import { failed, ok, type Problem, type Result } from '../kit/index.ts';
import { HASH_BYTES, type Hash, nodeHash, perfectRoot } from './hash.ts';
import { consistencyProof, type HashReader, inclusionProof, isSize, nodesRead, treeRoot } from './merkle.ts';
import { TILE_HEIGHT, TILE_WIDTH, type Tile, tilePath, tileWidth } from './tiles.ts';

/** The bytes of a tile, or undefined where the holder has none. May read from anywhere; is asked once for each tile. */
export type GetTile = (tile: Tile) => Promise<Uint8Array | undefined> | Uint8Array | undefined;

/** The inclusion proof of leaf `index` in the tree of `size` leaves. */
export function proveInclusion(index: number, size: number, getTile: GetTile): Promise<Result<readonly Hash[]>> {
  if (!isSize(size) || !isSize(index) || index >= size) {
    return Promise.resolve(notInTree(`there is no entry ${index} in a ledger of ${size}`));
  }
  return fromTiles(size, getTile, (read) => inclusionProof(index, size, read));
}

/** The proofs of many leaves of one tree, as after a checkpoint: hashes that they share are made once. In the order of `indexes`. */
export function proveInclusions(
  indexes: readonly number[],
  size: number,
  getTile: GetTile,
): Promise<Result<readonly (readonly Hash[])[]>> {
  const outside = indexes.find((index) => !isSize(index) || index >= size);
  if (!isSize(size) || outside !== undefined) {
    return Promise.resolve(notInTree(`there is no entry ${outside} in a ledger of ${size}`));
  }
  return fromTiles(size, getTile, (read) => {
    const once = remembering(read);
    return indexes.map((index) => inclusionProof(index, size, once));
  });
}

/** The proof that the tree of `newSize` leaves begins with the tree of `oldSize`. */
export function proveConsistency(oldSize: number, newSize: number, getTile: GetTile): Promise<Result<readonly Hash[]>> {
  if (!isSize(oldSize) || !isSize(newSize) || oldSize > newSize) {
    return Promise.resolve(notInTree(`a ledger of ${newSize} does not extend one of ${oldSize}`));
  }
  return fromTiles(newSize, getTile, (read) => consistencyProof(oldSize, newSize, read));
}

/** The root of the tree of `size` leaves. */
export function rootFromTiles(size: number, getTile: GetTile): Promise<Result<Hash>> {
  return fromTiles(size, getTile, (read) => treeRoot(size, read));
}

async function fromTiles<T>(size: number, getTile: GetTile, compute: (read: HashReader) => T): Promise<Result<T>> {
  const needed = new Map(
    nodesRead(compute)
      .map((n) => place(n.level, n.index, size))
      .map((p) => [tilePath(p.tile), p.tile]),
  );
  const fetched = await Promise.all(
    [...needed].map(async ([path, tile]) => [path, await fetchTile(tile, getTile)] as const),
  );
  const problems = fetched.flatMap(([path, tile]) => (tile instanceof Uint8Array ? [] : [missing(path, tile)]));
  if (problems.length > 0) return failed(problems);

  const tiles = new Map(fetched);
  return ok(
    compute((level, index) => {
      const { tile, offset, count } = place(level, index, size);
      const bytes = tiles.get(tilePath(tile));
      if (!(bytes instanceof Uint8Array)) throw new Error(`${tilePath(tile)} was not fetched`);
      return perfectRoot(bytes.subarray(offset * HASH_BYTES, (offset + count) * HASH_BYTES));
    }),
  );
}

/** Reads stored hashes only, and makes each hash between two stored levels once from its two halves. */
function remembering(read: HashReader): HashReader {
  const made = new Map<string, Hash>();
  const remembered: HashReader = (level, index) => {
    if (level % TILE_HEIGHT === 0) return read(level, index);
    const name = `${level}/${index}`;
    const hash = made.get(name) ?? nodeHash(remembered(level - 1, 2 * index), remembered(level - 1, 2 * index + 1));
    made.set(name, hash);
    return hash;
  };
  return remembered;
}

/** Where a subtree lies: `count` hashes from `offset` in a tile as wide as it is in a tree of this size. */
function place(level: number, index: number, size: number): { tile: Tile; offset: number; count: number } {
  const tileLevel = Math.floor(level / TILE_HEIGHT);
  const count = 2 ** (level % TILE_HEIGHT);
  const tileIndex = Math.floor((index * count) / TILE_WIDTH);
  const width = tileWidth(tileLevel, tileIndex, size);
  return { tile: { level: tileLevel, index: tileIndex, width }, offset: (index * count) % TILE_WIDTH, count };
}

/** The tile, or the start of the full one where the partial one is gone (tlog-tiles: a log may delete it then), or its wrong length. */
async function fetchTile(tile: Tile, getTile: GetTile): Promise<Uint8Array | number | undefined> {
  const own = await getTile(tile);
  if (own !== undefined || tile.width === TILE_WIDTH)
    return own?.length === tile.width * HASH_BYTES ? own : own?.length;
  const full = await getTile({ ...tile, width: TILE_WIDTH });
  return full?.length === TILE_WIDTH * HASH_BYTES ? full.subarray(0, tile.width * HASH_BYTES) : full?.length;
}

const missing = (path: string, length: number | undefined): Problem => ({
  code: 'ledger.tile',
  path: `/${path}`,
  detail: length === undefined ? 'the tile is not there' : `the tile has ${length} bytes, not the number of its width`,
});

const notInTree = (detail: string) => failed([{ code: 'ledger.order', path: '', detail }]);
