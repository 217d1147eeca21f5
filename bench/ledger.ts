// How fast the ledger is: appending a million leaves with their tiles in batches of 1,000, proving from tiles, verifying, and
// verifying an export of a million entries, beside the tlog that Go's checksum database runs on, in the same run.
//
// The story: Node hashes 64 bytes in about 0.5 µs, of which most is the call, Go in 0.1 µs. So we hash each node once, in place
// (lib/src/ledger/hash.ts), and let the root of an append re-hash no more than the open tiles. Proofs are read from tiles on both
// sides, as a server without the tree in memory must: the hashes between two stored levels are made again, some 700 for a proof.
import { execFile } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expectOk, instantOf, sha256 } from '@leadtime/lib/kit';
import {
  appendLeaves,
  type Commitment,
  commit,
  compactTree,
  EMPTY_FRONTIER,
  type ExportedEntry,
  entryLeafHash,
  exportLedger,
  formatVerifierKey,
  type Hash,
  leafHash,
  proveInclusion,
  proveInclusions,
  signCheckpoint,
  signingKey,
  type Tile,
  tilePath,
  verifyInclusion,
} from '@leadtime/lib/ledger';
import { buildPeer } from '../conformance/ledger/peer.ts';
import { leafOf } from '../conformance/ledger/sample.ts';
import type { BenchGiven, BenchResult, Figure } from '../tools/measure.ts';

const LEAVES = 1_000_000;
const BATCH = 1_000;
const PROOFS = 20_000;
const OPENED_EVERY = 10;
const CHECKPOINT_EVERY = 10_000;

export default async function run({ log }: BenchGiven): Promise<BenchResult> {
  const folder = await mkdtemp(path.join(tmpdir(), 'leadtime-bench-'));
  try {
    log(`appending ${LEAVES} leaves, then ${PROOFS} proofs`);
    const ours = await measureTree();
    log('the same in Go');
    const theirs = await measurePeer(folder, ours.root);
    log(`writing and verifying an export of ${LEAVES} entries`);
    const file = await measureExport(folder);
    return { bench: 'ledger', figures: [...ours.figures(theirs), ...file] };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function measureTree() {
  const data = Array.from({ length: LEAVES }, (_, i) => leafOf(i));
  const tiles = new Map<string, Uint8Array>();
  const getTile = (tile: Tile) => tiles.get(tilePath(tile));

  let frontier = EMPTY_FRONTIER;
  let root: Hash = new Uint8Array(32);
  const append = await perSecond(LEAVES, () => {
    for (let from = 0; from < LEAVES; from += BATCH) {
      const appended = appendLeaves(frontier, data.slice(from, from + BATCH).map(leafHash));
      for (const { tile, bytes } of appended.newTiles) tiles.set(tilePath(tile), bytes);
      ({ frontier, root } = appended);
    }
  });

  const proofs: (readonly Hash[])[] = [];
  const prove = await perSecond(PROOFS, async () => {
    for (let i = 0; i < PROOFS; i += 1) proofs.push(expectOk(await proveInclusion(indexOf(i), LEAVES, getTile)));
  });
  const newest = Array.from({ length: BATCH }, (_, i) => LEAVES - BATCH + i);
  const proveBatch = await perSecond(BATCH, async () => {
    expectOk(await proveInclusions(newest, LEAVES, getTile));
  });
  const verify = await perSecond(PROOFS, () => {
    proofs.forEach((proof, i) => {
      const index = indexOf(i);
      const leaf = leafHash(data[index] ?? new Uint8Array());
      if (!verifyInclusion({ leaf, index, size: LEAVES, root, proof })) throw new Error(`proof ${i} does not hold`);
    });
  });
  return {
    root: Buffer.from(root).toString('hex'),
    figures: (peer: (what: 'append' | 'prove' | 'verify') => string): Figure[] => [
      figure('append leaves, tiles and roots, batches of 1,000', append, '1/s', peer('append')),
      figure(
        'prove inclusion in 1,000,000, from tiles',
        prove,
        '1/s',
        `${peer('prove')}, each tile checked against the root`,
      ),
      figure('prove the newest 1,000 together', proveBatch, '1/s'),
      figure('verify inclusion in 1,000,000', verify, '1/s', peer('verify')),
    ],
  };
}

async function measurePeer(folder: string, root: string) {
  const peer = await buildPeer(folder);
  if (!peer.found)
    return () => `golang.org/x/mod/sumdb/tlog absent (${peer.why}); install Go 1.25 and allow its modules`;
  const figures: Record<string, unknown> = JSON.parse(await peer.run('bench', String(LEAVES)));
  if (figures['root'] !== root) throw new Error('the peer has another root');
  return (what: string) => `golang.org/x/mod/sumdb/tlog: ${Math.round(Number(figures[what])).toLocaleString('en')} 1/s`;
}

async function measureExport(folder: string): Promise<Figure[]> {
  const key = signingKey('ledger.example.gov', new Uint8Array(32).fill(1));
  const entries: ExportedEntry[] = Array.from({ length: LEAVES }, (_, i) => entryOf(i));
  const tree = compactTree();
  const checkpoints: string[] = [];
  for (const { commitment } of entries) {
    tree.add(entryLeafHash(commitment));
    if (tree.size % CHECKPOINT_EVERY === 0)
      checkpoints.push(signCheckpoint({ size: tree.size, root: tree.root() }, key));
  }
  const file = path.join(folder, 'export.ndjson');
  const start = performance.now();
  await pipeline(Readable.from(exportLedger({ entries, checkpoints, key })), createWriteStream(file));
  const written = (performance.now() - start) / 1000;

  const script = fileURLToPath(new URL('./ledger/verify-file.ts', import.meta.url));
  const args = [script, file, formatVerifierKey(key.verifier)];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  const verified: { seconds: number; megabytes: number } = JSON.parse(stdout);
  return [
    figure('export of 1,000,000 entries, 1 in 10 opened: size', (await stat(file)).size / 1e6, 'MB'),
    figure('export: write', written, 's'),
    figure('export: verify, with 100 checkpoints', verified.seconds, 's'),
    figure('export: peak memory of the verifying process', verified.megabytes, 'MB'),
  ];
}

function entryOf(i: number): ExportedEntry {
  if (i % OPENED_EVERY !== 0) return { commitment: sha256(`entry ${i}`).toString('hex') as Commitment }; // 64 hex digits
  const nonce = sha256(`nonce ${i}`);
  const at = instantOf(1_790_000_000_000 + i);
  const body = {
    kind: 'case.vendor-told',
    at,
    actor: 'coordinator',
    refs: { case: `case-${i}` },
    facts: { attempt: i % 3 },
  };
  return { commitment: commit(body, nonce), opening: { body, nonce: nonce.toString('hex') } };
}

async function perSecond(count: number, work: () => void | Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return (count / (performance.now() - start)) * 1000;
}

/** Spread over the tree, as the peer spreads them. */
const indexOf = (i: number): number => (i * 7919) % LEAVES;

const figure = (name: string, value: number, unit: string, peer?: string): Figure => ({
  name,
  value,
  unit,
  goal: null,
  met: null,
  ...(peer === undefined ? {} : { peer }),
});
