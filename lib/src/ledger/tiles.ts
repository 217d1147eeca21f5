// Where the tree is stored: C2SP tlog-tiles. A tile is up to 256 hashes of one level in a row; level 0 holds leaf hashes,
// level 1 the roots of full tiles of level 0, and so on. An entry bundle holds the leaves themselves.
//
//   tile/0/x001/x234/067        full tile 1,234,067 of level 0
//   tile/1/000.p/17             partial tile of 17 hashes
//   tile/entries/000.p/17       the first 17 entries
import { failed, ok, type Result } from '../kit/index.ts';

export const TILE_WIDTH = 256;
export const TILE_HEIGHT = 8;

export interface Tile {
  /** 0 to 63, or the entries themselves. */
  readonly level: number | 'entries';
  readonly index: number;
  /** 1 to 256 hashes or entries; 256 is a full tile. */
  readonly width: number;
}

/** The path of a tile below the ledger's prefix. */
export function tilePath({ level, index, width }: Tile): string {
  const digits = String(index).padStart(Math.ceil(String(index).length / 3) * 3, '0');
  const groups = digits.match(/\d{3}/g) ?? [];
  const place = groups.map((g, i) => (i < groups.length - 1 ? `x${g}` : g)).join('/');
  return `tile/${level}/${place}${width === TILE_WIDTH ? '' : `.p/${width}`}`;
}

/** The tile that a path names, or undefined where the path is not exactly the one that `tilePath` prints. */
export function parseTilePath(path: string): Tile | undefined {
  const m = /^tile\/(entries|\d{1,2})\/((?:x\d{3}\/){0,5}\d{3})(?:\.p\/(\d{1,3}))?$/.exec(path);
  if (!m) return undefined;
  const [, level = '', place = '', width] = m;
  const tile = {
    level: level === 'entries' ? level : Number(level),
    index: Number(place.replaceAll(/[x/]/g, '')),
    width: width === undefined ? TILE_WIDTH : Number(width),
  } as const;
  const inRange = (tile.level === 'entries' || tile.level < 64) && tile.width >= 1 && Number.isSafeInteger(tile.index);
  return inRange && tilePath(tile) === path ? tile : undefined;
}

/** The tiles of hashes that a tree of newSize has and one of oldSize had not: lower levels first, left to right, a partial one last. */
export function newTiles(oldSize: number, newSize: number): readonly Tile[] {
  const tiles: Tile[] = [];
  let before = oldSize;
  let after = newSize;
  for (let level = 0; after > 0; level += 1) {
    if (before !== after) tiles.push(...newTilesOfLevel(level, before, after));
    before = Math.floor(before / TILE_WIDTH);
    after = Math.floor(after / TILE_WIDTH);
  }
  return tiles;
}

/** The entry bundles that a tree of newSize has and one of oldSize had not. */
export function newEntryBundles(oldSize: number, newSize: number): readonly Tile[] {
  return oldSize === newSize ? [] : newTilesOfLevel('entries', oldSize, newSize);
}

/** How many hashes the tile holds in a tree of this size: 0 when the tree does not reach it. */
export function tileWidth(level: number, index: number, size: number): number {
  const hashes = Math.floor(size / TILE_WIDTH ** level);
  return Math.max(0, Math.min(TILE_WIDTH, hashes - index * TILE_WIDTH));
}

/** An entry bundle: each entry after its length as two bytes, big-endian. Throws on an entry over 65,535 bytes. */
export function encodeEntryBundle(entries: readonly Uint8Array[]): Uint8Array {
  const parts = entries.flatMap((entry) => {
    if (entry.length > 0xffff) throw new RangeError('a ledger entry has at most 65,535 bytes');
    return [Uint8Array.of(entry.length >> 8, entry.length & 0xff), entry];
  });
  return Buffer.concat(parts);
}

/** The entries of a bundle of known width. A bundle with another count, or bytes left over, is refused. */
export function parseEntryBundle(bytes: Uint8Array, width: number): Result<readonly Uint8Array[]> {
  const entries: Uint8Array[] = [];
  let at = 0;
  while (at < bytes.length && entries.length < width) {
    const start = at + 2;
    const end = start + (bytes[at] ?? 0) * 256 + (bytes[at + 1] ?? 0);
    if (start > bytes.length || end > bytes.length) {
      return failed([{ code: 'ledger.tile', path: `/${entries.length}`, detail: 'the bundle ends inside an entry' }]);
    }
    entries.push(bytes.subarray(start, end));
    at = end;
  }
  if (entries.length === width && at === bytes.length) return ok(entries);
  const detail = `the bundle holds ${entries.length < width ? entries.length : 'more'} entries where ${width} were expected`;
  return failed([{ code: 'ledger.tile', path: '', detail }]);
}

function newTilesOfLevel(level: number | 'entries', before: number, after: number): Tile[] {
  const tiles: Tile[] = [];
  const full = Math.floor(after / TILE_WIDTH);
  for (let index = Math.floor(before / TILE_WIDTH); index < full; index += 1) {
    tiles.push({ level, index, width: TILE_WIDTH });
  }
  const width = after % TILE_WIDTH;
  if (width > 0) tiles.push({ level, index: full, width });
  return tiles;
}
