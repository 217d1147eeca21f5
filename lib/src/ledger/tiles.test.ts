import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectOk } from '../kit/index.ts';
import { appendLeaves, EMPTY_FRONTIER, edgeTiles, frontierRoot, restoreFrontier } from './frontier.ts';
import { type Hash, perfectRoot } from './hash.ts';
import { verifyConsistency, verifyInclusion } from './merkle.ts';
import { naivePath, naiveRoot, naiveSubproof, someLeaves } from './naive.ts';
import { proveConsistency, proveInclusion, proveInclusions, rootFromTiles } from './tile-proofs.ts';
import {
  encodeEntryBundle,
  newEntryBundles,
  newTiles,
  parseEntryBundle,
  parseTilePath,
  type Tile,
  tilePath,
} from './tiles.ts';

const LEAVES = someLeaves(70_000);
const hex = (h: Hash) => Buffer.from(h).toString('hex');

/** A store that keeps what each append says to write, as a server would. */
function store(batches: readonly number[]) {
  const tiles = new Map<string, Uint8Array>();
  let frontier = EMPTY_FRONTIER;
  for (const n of batches) {
    const appended = appendLeaves(frontier, LEAVES.slice(frontier.size, frontier.size + n));
    for (const { tile, bytes } of appended.newTiles) tiles.set(tilePath(tile), bytes);
    frontier = appended.frontier;
  }
  return { tiles, frontier, getTile: (tile: Tile) => tiles.get(tilePath(tile)) };
}

describe('tile paths', () => {
  it('are those of tlog-tiles', () => {
    expect(tilePath({ level: 0, index: 0, width: 256 })).toBe('tile/0/000');
    expect(tilePath({ level: 1, index: 1234067, width: 256 })).toBe('tile/1/x001/x234/067');
    expect(tilePath({ level: 63, index: 1000, width: 1 })).toBe('tile/63/x001/000.p/1');
    expect(tilePath({ level: 'entries', index: 273, width: 112 })).toBe('tile/entries/273.p/112');
  });

  it('come back from their text, and nothing else does', () => {
    const level = fc.oneof(fc.integer({ min: 0, max: 63 }), fc.constant('entries' as const));
    fc.assert(
      fc.property(level, fc.maxSafeNat(), fc.integer({ min: 1, max: 256 }), (l, index, width) => {
        expect(parseTilePath(tilePath({ level: l, index, width }))).toEqual({ level: l, index, width });
      }),
    );
    for (const path of [
      'tile/0/0',
      'tile/00/000',
      'tile/64/000',
      'tile/0/x000/001',
      'tile/0/001/002',
      'tile/0/000.p/0',
      'tile/0/000.p/256',
      'tile/0/000.p/01',
      'tile/0/000/',
      '/tile/0/000',
      'tile/0/000\n',
      'tile/-1/000',
      'tile/0/x999/x999/x999/x999/x999/999',
      'tile/../secret',
    ]) {
      expect(parseTilePath(path), path).toBeUndefined();
    }
  });
});

describe('the tiles of a tree', () => {
  it('of 70,000 entries are the ones that tlog-tiles counts', () => {
    const counts = new Map<string, number>();
    for (const { level, width } of newTiles(0, 70_000))
      counts.set(`${level}:${width}`, (counts.get(`${level}:${width}`) ?? 0) + 1);
    expect(Object.fromEntries(counts)).toEqual({ '0:256': 273, '0:112': 1, '1:256': 1, '1:17': 1, '2:1': 1 });
    expect(newTiles(0, 256).map(tilePath)).toEqual(['tile/0/000', 'tile/1/000.p/1']);
    expect(newTiles(0, 0)).toEqual([]);
  });

  it('that an append writes are those that newTiles names, in any batches', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 700 }), { maxLength: 6 }), (batches) => {
        let frontier = EMPTY_FRONTIER;
        for (const n of batches) {
          const appended = appendLeaves(frontier, LEAVES.slice(frontier.size, frontier.size + n));
          expect(appended.newTiles.map((t) => t.tile)).toEqual(newTiles(frontier.size, appended.size));
          for (const { tile, bytes } of appended.newTiles) expect(bytes.length).toBe(tile.width * 32);
          expect(hex(appended.root)).toBe(hex(naiveRoot(LEAVES.slice(0, appended.size))));
          frontier = appended.frontier;
        }
      }),
      { numRuns: 30 },
    );
  });

  it('do not depend on how the leaves were batched', () => {
    const once = store([66_000]);
    const often = store([1, 254, 1, 1, 65_278, 1, 464]);
    expect(often.frontier).toEqual(once.frontier);
    for (const tile of newTiles(0, 66_000)) {
      expect(often.getTile(tile), tilePath(tile)).toEqual(once.getTile(tile));
    }
  });

  it('hold at level 1 the roots of the full tiles below', () => {
    const { getTile } = store([70_000]);
    const upper = getTile({ level: 1, index: 1, width: 17 });
    const lower = getTile({ level: 0, index: 256 + 16, width: 256 });
    expect(upper && lower && hex(perfectRoot(lower))).toBe(hex((upper ?? new Uint8Array()).subarray(16 * 32)));
  });
});

describe('the frontier', () => {
  it('comes back from the stored partial tiles and goes on as if it had never left', () => {
    const { getTile, frontier } = store([65_537]);
    const root = frontierRoot(frontier);
    const restored = expectOk(restoreFrontier({ size: 65_537, root }, getTile));
    expect(restored).toEqual(frontier);
    expect(edgeTiles(65_537).map((t) => t.width)).toEqual([1, 0, 1]);
    const more = LEAVES.slice(65_537, 66_000);
    expect(appendLeaves(restored, more)).toEqual(appendLeaves(frontier, more));
  });

  it('is refused when a tile is missing, short, or not of the signed root', () => {
    const { getTile, frontier } = store([300]);
    const root = frontierRoot(frontier);
    const lost = restoreFrontier({ size: 300, root }, () => undefined);
    expect(lost).toMatchObject({ ok: false, problems: [{ code: 'ledger.tile' }] });
    const short = restoreFrontier({ size: 300, root }, (t) => getTile(t)?.subarray(32));
    expect(short).toMatchObject({ ok: false, problems: [{ code: 'ledger.tile' }] });
    const other = restoreFrontier({ size: 300, root }, (t) => getTile(t)?.map((b) => b ^ 1));
    expect(other).toMatchObject({ ok: false, problems: [{ code: 'ledger.root' }] });
  });

  it('of nothing appended is the same, with nothing to write', () => {
    const { frontier } = store([256]);
    const same = appendLeaves(frontier, []);
    expect(same).toMatchObject({ frontier, size: 256, newTiles: [] });
  });
});

describe('proofs from tiles', () => {
  const size = 70_000;
  const { getTile } = store([size]);

  it('are those of the recursive definition', async () => {
    for (const index of [0, 65_535, 69_887, 69_999]) {
      const proof = expectOk(await proveInclusion(index, size, getTile));
      expect(proof.map(hex)).toEqual(naivePath(index, LEAVES).map(hex));
    }
    for (const old of [1, 257, 65_536, 69_999, 70_000]) {
      const proof = expectOk(await proveConsistency(old, size, getTile));
      expect(proof.map(hex)).toEqual(naiveSubproof(old, LEAVES, true).map(hex));
    }
    expect(hex(expectOk(await rootFromTiles(size, getTile)))).toBe(hex(naiveRoot(LEAVES)));
  });

  it('verify in smaller trees too, where the partial tile is gone and the full one is read instead', async () => {
    for (const [index, n] of [
      [0, 1],
      [3, 300],
      [256, 257],
      [65_000, 65_536],
    ] as const) {
      const root = naiveRoot(LEAVES.slice(0, n));
      const proof = expectOk(await proveInclusion(index, n, getTile));
      expect(verifyInclusion({ leaf: LEAVES[index] ?? root, index, size: n, root, proof })).toBe(true);
      const newer = expectOk(await proveConsistency(n, 65_536, getTile));
      const newRoot = naiveRoot(LEAVES.slice(0, 65_536));
      expect(verifyConsistency({ oldSize: n, oldRoot: root, newSize: 65_536, newRoot, proof: newer })).toBe(true);
    }
  });

  it('of many leaves at once are those of each alone, and ask for each tile once', async () => {
    const indexes = [0, 1, 300, 65_535, 69_887, 69_888, 69_999];
    const asked: string[] = [];
    const counting = (tile: Tile) => {
      asked.push(tilePath(tile));
      return getTile(tile);
    };
    const together = expectOk(await proveInclusions(indexes, size, counting));
    for (const [i, index] of indexes.entries()) {
      expect(together[i]?.map(hex)).toEqual(expectOk(await proveInclusion(index, size, getTile)).map(hex));
    }
    expect(new Set(asked).size).toBe(asked.length);
    expect(await proveInclusions([0, size], size, getTile)).toMatchObject({ ok: false, total: 1 });
    expect(expectOk(await proveInclusions([], size, getTile))).toEqual([]);
  });

  it('read few tiles, each once', async () => {
    const asked: string[] = [];
    await proveInclusion(12_345, size, (tile) => {
      asked.push(tilePath(tile));
      return getTile(tile);
    });
    expect(asked.sort()).toEqual(['tile/0/048', 'tile/0/273.p/112', 'tile/1/000', 'tile/1/001.p/17']);
  });

  it('name the tile that is missing or short, and the entry that is not there', async () => {
    const missing = await proveInclusion(0, size, (t) => (t.level === 1 ? undefined : getTile(t)));
    expect(missing).toMatchObject({ ok: false, problems: [{ code: 'ledger.tile', path: '/tile/1/000' }, {}] });
    const short = await proveInclusion(0, 256, () => new Uint8Array(5));
    expect(short).toMatchObject({ ok: false, problems: [{ detail: expect.stringContaining('5 bytes') }] });
    expect(await proveInclusion(size, size, getTile)).toMatchObject({ ok: false, total: 1 });
    expect(await proveConsistency(2, 1, getTile)).toMatchObject({ ok: false, total: 1 });
  });
});

describe('entry bundles', () => {
  it('come back as they were', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 20 }), (entries) => {
        const bundle = encodeEntryBundle(entries);
        const back = expectOk(parseEntryBundle(bundle, entries.length));
        expect(back.map(hex)).toEqual(entries.map(hex));
        expect(parseEntryBundle(bundle, entries.length + 1).ok).toBe(false);
        if (entries.length > 0) expect(parseEntryBundle(bundle, entries.length - 1).ok).toBe(false);
      }),
    );
  });

  it('are two bytes of length, then the entry', () => {
    expect(hex(encodeEntryBundle([Buffer.from('abc'), Buffer.alloc(0)]))).toBe('0003616263' + '0000');
    expect(() => encodeEntryBundle([Buffer.alloc(65_536)])).toThrow(RangeError);
    expect(parseEntryBundle(Buffer.from([0, 5, 1]), 1)).toMatchObject({ ok: false, problems: [{ path: '/0' }] });
    expect(parseEntryBundle(Buffer.from([0]), 1).ok).toBe(false);
  });

  it('are rewritten only at the right edge', () => {
    expect(newEntryBundles(0, 300).map(tilePath)).toEqual(['tile/entries/000', 'tile/entries/001.p/44']);
    expect(newEntryBundles(300, 301).map(tilePath)).toEqual(['tile/entries/001.p/45']);
    expect(newEntryBundles(301, 301)).toEqual([]);
  });
});
