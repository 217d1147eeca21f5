// Reads waiting reports, oldest first, into batches and commits each. Small reports share a batch; a large one takes many.
// While one batch is committed the next one is read. How far a report was read is advanced in the batch's own transaction,
// so a restart goes on after the last whole batch. When nothing waits to be read, what was read is compared.
import { setImmediate as breathe, setTimeout as pause } from 'node:timers/promises';
import type { Blobs } from '../../platform/blobs.ts';
import type { Database, Tx } from '../../platform/db/database.ts';
import { jsonText } from '../../platform/db/values.ts';
import { emitAll } from '../../platform/events.ts';
import { failpoint } from '../../platform/failpoints.ts';
import type { Log } from '../../platform/log.ts';
import type { Metrics } from '../../platform/metrics.ts';
import type { Batch, Item } from './batch.ts';
import { compare } from './compare.ts';
import { PIPELINE } from './pipeline.ts';
import { type ReadItem, readReportBytes } from './read.ts';
import type { Rules } from './rules.ts';
import * as store from './store.ts';
import { cutStretch, isFull, newPending, type Pending, startReading, take } from './stretch.ts';

export interface DrainDeps {
  readonly db: Database;
  readonly blobs: Blobs;
  readonly rules: Rules;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Whether to look once more when nothing waits. */
  readonly linger: boolean;
}

const REPORTS_PER_BATCH = 200;
/** Every so many events others get their turn: answers of the database, requests. */
const EVENTS_PER_TURN = 4;
/** A report that commits just as we look finds our job waiting and adds none of its own: so look once more. */
const LINGER_MS = 250;
const FAST_PER_MS = 0.1;
const LONGEST_REST_MS = 1_000;

/** Reads until nothing waits. */
export async function drain(deps: DrainDeps): Promise<void> {
  const line = commitLine(deps);
  const common = new Set<string>();
  for (let quiet = 0; quiet < 2; ) {
    const waiting = await deps.db.verb('findings.read', (tx) => tx.all(store.WAITING, [REPORTS_PER_BATCH]));
    deps.metrics.gauge('reports_waiting', waiting.length);
    if (waiting.length === 0) {
      if (await compareSome(common, deps)) continue;
      quiet += deps.linger ? 1 : 2;
      if (quiet < 2) await pause(LINGER_MS);
      continue;
    }
    quiet = 0;
    await withRests(() => readAll(waiting, line, deps), deps);
  }
}

/** Whoever waits for an answer goes first: while answers are asked for fast, reading takes at most half of the time. */
async function withRests(work: () => Promise<void>, { metrics }: DrainDeps): Promise<void> {
  const began = performance.now();
  const answers = metrics.answers();
  await work();
  const taken = performance.now() - began;
  if ((metrics.answers() - answers) / taken > FAST_PER_MS) await pause(Math.min(taken, LONGEST_REST_MS));
}

async function readAll(waiting: readonly store.WaitingReport[], line: CommitLine, deps: DrainDeps): Promise<void> {
  let pending = newPending();
  let events = 0;
  for (const report of waiting) {
    const reading = startReading(report);
    for await (const item of readSafely(report, deps)) {
      await take(reading, item, pending, deps.blobs);
      events += 1;
      if (events % EVENTS_PER_TURN === 0) await breathe();
      if (!isFull(pending)) continue;
      pending.stretches.push(cutStretch(reading, false));
      await line.commit(pending);
      pending = newPending();
    }
    pending.stretches.push(cutStretch(reading, true));
  }
  await line.commit(pending);
  await line.empty(); // what was read is behind us before anybody asks what waits
}

/** One batch is committed at a time, while the next one is read; the one after that waits. */
interface CommitLine {
  commit(pending: Pending): Promise<void>;
  empty(): Promise<void>;
}

function commitLine(deps: DrainDeps): CommitLine {
  let last: Promise<void> = Promise.resolve();
  return {
    async commit(pending) {
      await last;
      last = commitBatch(pending, deps);
      last.catch(() => undefined); // whoever waits next meets the error
    },
    empty: () => last,
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

async function commitBatch(pending: Pending, deps: DrainDeps): Promise<void> {
  if (pending.stretches.length === 0) return;
  failpoint('findings.before-batch');
  const committed = await deps.db.verb('findings.read', async (tx) => {
    await tx.all(store.ONE_AT_A_TIME);
    const mine = await advance(tx, pending);
    const batch = newBatch(pending.items.filter((i) => mine.has(i.report.id)));
    await storeBlobs(tx, pending, mine, deps);
    for (const step of PIPELINE) await step.run?.(batch, { tx, rules: deps.rules });
    await announce(tx, pending, mine);
    failpoint('findings.before-end');
    return batch.items.length;
  });
  failpoint('findings.after-batch');
  deps.metrics.findings(committed);
}

/** Compares one batch of findings with what others sent. Whether there were any. */
async function compareSome(common: Set<string>, { db, log }: DrainDeps): Promise<boolean> {
  const compared = await db.verb('findings.read', async (tx) => {
    await tx.all(store.ONE_AT_A_TIME);
    const findings = await compare(tx, common, log);
    failpoint('findings.before-compared');
    return findings;
  });
  return compared > 0;
}

export const newBatch = (items: Item[]): Batch => ({
  items,
  correlated: { created: new Map(), joined: new Set(), edges: [], merges: [], candidates: [] },
  priorities: new Map(),
});

/** Claims the stretches that were read; answers the reports that no other worker advanced first. */
async function advance(tx: Tx, { stretches }: Pending): Promise<ReadonlySet<string>> {
  const rows = stretches.map((s) => ({
    id: s.source.id,
    begun: s.begun,
    upto: s.upto,
    findings: s.findings,
    problems: s.problems,
    dropped: s.drops.reduce((n, d) => n + d.count, 0),
    progress: s.progress,
    format: s.format,
    stage: s.outcome,
  }));
  const mine = new Set((await tx.all(store.ADVANCE, [JSON.stringify(rows), tx.now])).map((r) => r.id));
  const own = stretches.filter((s) => mine.has(s.source.id));
  const problems = own.flatMap((s) => s.kept.map((p) => ({ report: s.source.id, ...p })));
  const drops = own.flatMap((s) => s.drops.map((d) => ({ report: s.source.id, ...d })));
  if (problems.length > 0) await tx.run(store.ADD_PROBLEMS, [jsonText(problems)]);
  if (drops.length > 0) await tx.run(store.ADD_DROPS, [jsonText(drops)]);
  return mine;
}

async function storeBlobs(tx: Tx, pending: Pending, mine: ReadonlySet<string>, deps: DrainDeps): Promise<void> {
  const blobs = pending.blobs.filter((b) => mine.has(b.source.id));
  if (blobs.length === 0) return;
  const rows = blobs.map(({ id, source, sealed }) => ({
    id,
    wall: source.id,
    party_id: source.partyId,
    digest: sealed.digest.toString('hex'),
    size: sealed.size,
  }));
  await tx.run(store.ADD_BLOBS, [jsonText(rows), blobs.map((b) => b.sealed.inline ?? null), deps.blobs.keyId, tx.now]);
}

/** A report that was read to its end is news to whoever sent it. */
async function announce(tx: Tx, { stretches }: Pending, mine: ReadonlySet<string>): Promise<void> {
  const ended = stretches.filter((s) => s.outcome !== 'reading' && mine.has(s.source.id));
  await emitAll(
    tx,
    ended.map((s) => ({
      kind: 'report.read',
      wall: s.source.id,
      subject: s.source.id,
      facts: { findings: s.findingsEver, problems: s.problemsEver, party: s.source.partyId },
    })),
  );
}
