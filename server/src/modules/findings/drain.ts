// Reads waiting reports, oldest first, into batches and commits each. Small reports share a batch; a large one takes many.
// How far a report was read is advanced in the batch's own transaction, so a restart goes on after the last whole batch.
import { setTimeout as pause } from 'node:timers/promises';
import { sha256, uuidFromDigest } from '@leadtime/lib/kit';
import type { Blobs, SealedBytes } from '../../platform/blobs.ts';
import type { Database, Tx } from '../../platform/db/database.ts';
import { emit } from '../../platform/events.ts';
import { failpoint } from '../../platform/failpoints.ts';
import type { Log } from '../../platform/log.ts';
import type { Metrics } from '../../platform/metrics.ts';
import type { Batch, Item, KeptAttachment, SourceReport } from './batch.ts';
import { PIPELINE } from './pipeline.ts';
import { type ReadItem, readReportBytes } from './read.ts';
import type { Rules } from './rules.ts';
import * as store from './store.ts';

export interface DrainDeps {
  readonly db: Database;
  readonly blobs: Blobs;
  readonly rules: Rules;
  readonly log: Log;
  readonly metrics: Metrics;
}

const FINDINGS_PER_BATCH = 1_000;
const REPORTS_PER_BATCH = 200;
const PROBLEMS_KEPT = 1_000;

/** A report that commits just as we look finds our job waiting and adds none of its own: so look once more. */
const LINGER_MS = 250;

/** Reads until nothing waits. */
export async function drain(deps: DrainDeps): Promise<void> {
  for (let quiet = 0; quiet < 2; ) {
    const waiting = await deps.db.verb('findings.read', (tx) => tx.all(store.WAITING, [REPORTS_PER_BATCH]));
    deps.metrics.gauge('reports_waiting', waiting.length);
    if (waiting.length === 0) {
      quiet += 1;
      if (quiet < 2) await pause(LINGER_MS);
      continue;
    }
    quiet = 0;
    let pending = newPending();
    for (const report of waiting) {
      const reading = startReading(report);
      pending.readings.push(reading);
      for await (const item of readSafely(report, deps)) {
        await take(reading, item, pending, deps);
        if (pending.items.length < FINDINGS_PER_BATCH) continue;
        await commitBatch(pending, deps);
        pending = newPending();
        pending.readings.push(reading);
      }
      reading.ended = true;
    }
    await commitBatch(pending, deps);
  }
}

/** One report while it is read: what is new since its last commit. */
interface Reading {
  readonly row: store.WaitingReport;
  readonly source: SourceReport;
  /** Events read in all, and those already committed. */
  position: number;
  committed: number;
  format: string;
  progress: number;
  findings: number;
  findingsEver: number;
  problems: number;
  problemsEver: number;
  kept: { n: number; code: string; path: string; detail: string }[];
  drops: Map<string, { reason: string; count: number; path: string }>;
  ended: boolean;
}
interface Pending {
  readonly readings: Reading[];
  readonly items: Item[];
  readonly blobs: { id: string; reading: Reading; sealed: SealedBytes }[];
}

const newPending = (): Pending => ({ readings: [], items: [], blobs: [] });

function startReading(row: store.WaitingReport): Reading {
  const source = {
    id: row.id,
    partyId: row.party_id,
    digest: row.digest,
    receivedAt: row.received_at,
    coordinatorId: row.coordinator_id,
  };
  return {
    row,
    source,
    position: 0,
    committed: row.read_to,
    format: row.format,
    progress: 0,
    findings: 0,
    findingsEver: row.findings,
    problems: 0,
    problemsEver: 0,
    kept: [],
    drops: new Map(),
    ended: false,
  };
}

/** A fault of a reader ends its report with a problem that says so; it never stops the line behind it. */
async function* readSafely(report: store.WaitingReport, deps: DrainDeps): AsyncIterable<ReadItem> {
  try {
    yield* readReportBytes({
      open: () => deps.blobs.read(report.blob_id, report.bytes),
      format: report.format,
      filename: report.filename ?? undefined,
      size: report.size,
      said: report.options,
      receivedAt: report.received_at,
    });
  } catch (error) {
    deps.log.error('reading a report failed', { report: report.id, error });
    yield {
      kind: 'problem',
      problem: { code: 'reader.fault', path: '', detail: 'Reading stopped here. What was read before is kept.' },
      format: report.format,
      progress: 1,
      attachments: [],
    };
  }
}

async function take(reading: Reading, event: ReadItem, pending: Pending, deps: DrainDeps): Promise<void> {
  reading.position += 1;
  reading.format = event.format;
  reading.progress = event.progress;
  const done = reading.position <= reading.row.read_to;
  if (event.kind === 'problem') {
    reading.problemsEver += 1;
    if (done) return;
    reading.problems += 1;
    if (reading.problemsEver <= PROBLEMS_KEPT) reading.kept.push({ n: reading.problemsEver, ...event.problem });
    return;
  }
  if (done) return;
  if (event.kind === 'dropped') {
    const known = reading.drops.get(event.reason) ?? { reason: event.reason, count: 0, path: event.path };
    reading.drops.set(event.reason, { ...known, count: known.count + 1 });
    return;
  }
  const kept: KeptAttachment[] = [];
  for (const claim of event.finding.attachments) {
    const bytes = event.attachments.find((a) => a.digest === claim.digest)?.bytes;
    const id = bytes ? uuidFromDigest(sha256(`attachment/${reading.row.id}/${claim.digest}`)) : undefined;
    if (id && bytes && !pending.blobs.some((b) => b.id === id)) {
      await deps.blobs.remove(id); // a batch that was killed may have left its file
      pending.blobs.push({ id, reading, sealed: await deps.blobs.put(id, one(bytes), bytes.length) });
    }
    kept.push({ ...claim, blobId: id });
  }
  reading.findings += 1;
  pending.items.push({
    id: uuidFromDigest(sha256(`finding/${reading.row.id}/${event.finding.ordinal}`)),
    report: reading.source,
    claim: event.finding,
    attachments: kept,
    title: '',
    target: '',
    version: undefined,
    projectId: undefined,
    keys: [],
    vulnerabilityId: '',
  });
}

async function commitBatch(pending: Pending, deps: DrainDeps): Promise<void> {
  if (pending.readings.length === 0) return;
  failpoint('findings.before-batch');
  await deps.db.verb('findings.read', async (tx) => {
    await tx.all(store.ONE_AT_A_TIME);
    const mine = new Set<Reading>();
    for (const reading of pending.readings) if (await advance(tx, reading)) mine.add(reading);
    const sources = new Set([...mine].map((r) => r.source));
    const batch = newBatch(pending.items.filter((i) => sources.has(i.report)));
    await storeBlobs(tx, pending, mine, deps);
    for (const step of PIPELINE) await step.run(batch, { tx, rules: deps.rules });
    for (const reading of mine) await finish(tx, reading);
    failpoint('findings.before-end');
  });
  failpoint('findings.after-batch');
  deps.metrics.findings(pending.items.length);
  for (const reading of pending.readings) settle(reading);
}

export const newBatch = (items: Item[]): Batch => ({
  items,
  correlated: { created: new Map(), joined: new Set(), edges: [], merges: [], candidates: [] },
  priorities: new Map(),
});

/** Claims the stretch that was read; false when another worker committed it first. */
async function advance(tx: Tx, r: Reading): Promise<boolean> {
  const dropped = [...r.drops.values()].reduce((n, d) => n + d.count, 0);
  const to = Math.max(r.position, r.committed);
  const changed = await tx.run(store.ADVANCE, [
    r.row.id,
    r.committed,
    to,
    r.findings,
    r.problems,
    dropped,
    r.progress,
    r.format,
  ]);
  if (changed === 0) return false;
  if (r.kept.length > 0) await tx.run(store.ADD_PROBLEMS, [r.row.id, JSON.stringify(r.kept)]);
  if (r.drops.size > 0) await tx.run(store.ADD_DROPS, [r.row.id, JSON.stringify([...r.drops.values()])]);
  return true;
}

async function storeBlobs(tx: Tx, pending: Pending, mine: Set<Reading>, deps: DrainDeps): Promise<void> {
  for (const { id, reading, sealed } of pending.blobs) {
    if (mine.has(reading))
      await tx.run(store.ADD_BLOB, [
        id,
        reading.row.id,
        reading.row.party_id,
        sealed.digest,
        sealed.size,
        deps.blobs.keyId,
        sealed.inline ?? null,
        tx.now,
      ]);
  }
}

async function finish(tx: Tx, r: Reading): Promise<void> {
  if (!r.ended) return;
  const found = r.findingsEver + r.findings;
  await tx.run(store.FINISH, [r.row.id, found === 0 && r.problemsEver > 0 ? 'unreadable' : 'read', tx.now]);
  await emit(tx, {
    kind: 'report.read',
    wall: r.row.id,
    subject: r.row.id,
    facts: { findings: found, problems: r.problemsEver, party: r.row.party_id },
  });
}

/** After the commit: the stretch is behind us. */
function settle(r: Reading): void {
  r.committed = Math.max(r.position, r.committed);
  r.findingsEver += r.findings;
  r.findings = 0;
  r.problems = 0;
  r.kept = [];
  r.drops = new Map();
}

async function* one(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield bytes;
}
