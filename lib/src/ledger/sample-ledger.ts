// A small made-up ledger for the tests here: entries with bodies, checkpoints at chosen sizes, proofs from its own tiles.
import { expectOk, instantOf, sha256 } from '../kit/index.ts';
import { type Commitment, commit, type EntryBody, entryLeafHash, type Opening } from './commitment.ts';
import { exportLedger } from './export.ts';
import { appendLeaves, EMPTY_FRONTIER } from './frontier.ts';
import type { Hash } from './hash.ts';
import { type SigningKey, signingKey } from './key.ts';
import { signCheckpoint } from './signed-checkpoint.ts';
import { proveConsistency, proveInclusion } from './tile-proofs.ts';
import { type Tile, tilePath } from './tiles.ts';

export const LOG = signingKey('ledger.example.gov', new Uint8Array(32).fill(1));
export const WITNESS = signingKey('witness.example.org/w1', new Uint8Array(32).fill(3), 'cosignature/v1');

export interface SampleEntry {
  readonly commitment: Commitment;
  readonly opening: Opening;
}

/** Entry i of the ledger; `salt` makes another history. */
export function sampleEntry(i: number, salt = ''): SampleEntry {
  const nonce = sha256(`nonce ${i}${salt}`);
  const body: EntryBody = {
    kind: i % 2 === 0 ? 'report.received' : 'case.vendor-told',
    at: instantOf(1_790_000_000_000 + i * 1000),
    actor: `party-${i % 3}`,
    refs: { case: `case-${i}` },
    facts: { count: i, note: `entry ${i}${salt} — ünïcode "quoted"` },
  };
  return { commitment: commit(body, nonce), opening: { body, nonce: nonce.toString('hex') } };
}

/** A ledger that was checkpointed at these ascending sizes. */
export function sampleLedger(
  sizes: readonly number[],
  key: SigningKey = LOG,
  salted: (i: number) => string = () => '',
) {
  const tiles = new Map<string, Uint8Array>();
  const checkpoints = new Map<number, string>();
  const roots = new Map<number, Hash>();
  let frontier = EMPTY_FRONTIER;
  const entries = Array.from({ length: sizes.at(-1) ?? 0 }, (_, i) => sampleEntry(i, salted(i)));
  for (const size of sizes) {
    const appended = appendLeaves(
      frontier,
      entries.slice(frontier.size, size).map((e) => entryLeafHash(e.commitment)),
    );
    for (const { tile, bytes } of appended.newTiles) tiles.set(tilePath(tile), bytes);
    frontier = appended.frontier;
    checkpoints.set(size, signCheckpoint({ size, root: appended.root }, key));
    roots.set(size, appended.root);
  }
  const getTile = (tile: Tile) => tiles.get(tilePath(tile));
  return {
    entries,
    checkpoint: (size: number) => present(checkpoints.get(size)),
    root: (size: number) => present(roots.get(size)),
    prove: async (index: number, size: number) => expectOk(await proveInclusion(index, size, getTile)),
    extend: async (from: number, to: number) => expectOk(await proveConsistency(from, to, getTile)),
    /** The lines of an export in which `visible` entries are opened. */
    export: (visible: (i: number) => boolean = () => true, notes = [...checkpoints.values()]) =>
      collect(
        exportLedger({
          entries: entries.map(({ commitment, opening }, i) => (visible(i) ? { commitment, opening } : { commitment })),
          checkpoints: notes,
          key,
        }),
      ),
  };
}

export function present<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('the sample has no such part');
  return value;
}

export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}
