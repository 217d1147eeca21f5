// The sequencer: puts waiting entries into the tree in one order, writes the tiles they change and signs a checkpoint.
// All of it is one transaction under one lock, so a kill leaves the old tree or the new one.
import { setTimeout as pause } from 'node:timers/promises';
import { expectOk } from '@leadtime/lib/kit';
import {
  appendLeaves,
  type Commitment,
  EMPTY_FRONTIER,
  edgeTiles,
  encodeEntryBundle,
  entryLeafHash,
  type Frontier,
  leafData,
  newEntryBundles,
  restoreFrontier,
  type SigningKey,
  signCheckpoint,
  type Tile,
  tilePath,
} from '@leadtime/lib/ledger';
import type { Database, Tx } from '../../platform/db/database.ts';
import { failpoint } from '../../platform/failpoints.ts';
import type { Metrics } from '../../platform/metrics.ts';
import * as store from './store.ts';

const ENTRIES_AT_ONCE = 10_000;

/** A change that commits just as we look finds our job waiting and adds none of its own: so look once more. */
const LINGER_MS = 250;

export async function sequence({
  db,
  key,
  metrics,
  linger,
}: {
  db: Database;
  key: SigningKey;
  metrics: Metrics;
  /** Whether to look once more when nothing waits. */
  linger: boolean;
}): Promise<void> {
  for (let quiet = 0; ; ) {
    const placed = await db.verb('ledger.sequence', (tx) => placeWaiting(tx, key));
    metrics.gauge('ledger_waiting', placed === ENTRIES_AT_ONCE ? placed : 0);
    if (placed === ENTRIES_AT_ONCE) continue;
    quiet = placed === 0 ? quiet + 1 : 0;
    if (!linger || quiet === 2) return;
    await pause(LINGER_MS);
  }
}

async function placeWaiting(tx: Tx, key: SigningKey): Promise<number> {
  await tx.all(store.ONE_SEQUENCER);
  const waiting = await tx.all(store.WAITING, [ENTRIES_AT_ONCE]);
  if (waiting.length === 0) return 0;
  const before = await frontierOf(tx);
  const commitments = waiting.map((w) => w.commitment.toString('hex') as Commitment); // 32 bytes by its column's only writer
  const grown = appendLeaves(before, commitments.map(entryLeafHash));
  const indexes = waiting.map((_, i) => before.size + i);
  await tx.run(store.PLACE, [waiting.map((w) => w.id), indexes]);
  await tx.run(store.ADD_LEAVES, [indexes, waiting.map((w) => w.commitment)]);
  await tx.run(store.PUT_TILES, [
    grown.newTiles.map((t) => tilePath(t.tile)),
    grown.newTiles.map((t) => Buffer.from(t.bytes)),
  ]);
  await putBundles(tx, before.size, grown.size);
  failpoint('ledger.before-checkpoint');
  await tx.run(store.ADD_CHECKPOINT, [grown.size, Buffer.from(grown.root), signCheckpoint(grown, key), tx.now]);
  return waiting.length;
}

/** The tree as stored, checked against the root that was signed last: damaged storage must not be signed over. */
async function frontierOf(tx: Tx): Promise<Frontier> {
  const last = await tx.maybe(store.CHECKPOINT);
  if (!last) return EMPTY_FRONTIER;
  const paths = edgeTiles(last.size)
    .filter((t) => t.width > 0)
    .map(tilePath);
  const tiles = new Map((await tx.all(store.TILES, [paths])).map((t) => [t.path, t.bytes]));
  return expectOk(restoreFrontier({ size: last.size, root: last.root }, (tile: Tile) => tiles.get(tilePath(tile))));
}

async function putBundles(tx: Tx, oldSize: number, newSize: number): Promise<void> {
  const bundles = newEntryBundles(oldSize, newSize);
  const rows: { path: string; bytes: Buffer }[] = [];
  for (const tile of bundles) {
    const from = tile.index * 256;
    const leaves = await tx.all(store.LEAVES, [from, from + tile.width]);
    const entries = leaves.map((l) => leafData(l.commitment.toString('hex') as Commitment)); // as above
    rows.push({ path: tilePath(tile), bytes: Buffer.from(encodeEntryBundle(entries)) });
  }
  await tx.run(store.PUT_TILES, [rows.map((r) => r.path), rows.map((r) => r.bytes)]);
}
