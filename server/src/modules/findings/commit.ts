// Writes a batch at once: findings, vulnerabilities, edges with their evidence, who may see them, the ledger entry and the
// events. A finding's id comes from its report's bytes and its place in them, so nothing can be written twice.
import { weaknessFamily } from '@leadtime/lib/correlate';
import { digestOf, sha256, uuidFromDigest } from '@leadtime/lib/kit';
import { score } from '@leadtime/lib/triage';
import { record } from '../ledger/index.ts';
import type { Batch, Edge, Item, StepContext } from './batch.ts';
import { join } from './join.ts';
import * as store from './store.ts';

export async function commit(batch: Batch, { tx }: StepContext): Promise<void> {
  const { correlated, items } = batch;
  if (items.length === 0) return;
  await tx.run(store.ADD_VULNERABILITIES, [
    JSON.stringify([...correlated.created].map(([id, item]) => vulnerabilityRow(id, item, batch))),
    tx.now,
  ]);
  await tx.run(store.ADD_FINDINGS, [JSON.stringify(items.map(findingRow))]);
  await attachments(batch, tx);
  await keys(items, tx);
  await visibility(items, tx);
  await tx.run(store.ADD_OPINIONS, [
    JSON.stringify([...correlated.created.values()].map((i) => opinionRow(i, batch))),
    tx.now,
  ]);
  await edges(correlated.edges, items, tx);
  for (const { survivor, absorbed, edge } of correlated.merges) {
    await join(tx, { absorbed, survivor, decisionId: null, share: store.COPY_VISIBILITY });
    await edges([edge], items, tx);
  }
  if (correlated.joined.size > 0) await tx.run(store.RECOUNT, [[...correlated.joined], tx.now]);
  await recountCreated(batch, tx);
  await candidates(batch, tx);
  await ledgerAndEvents(batch, tx);
}

/** New vulnerabilities that got several findings of this very batch. */
async function recountCreated({ items, correlated }: Batch, tx: StepContext['tx']): Promise<void> {
  const count = new Map<string, number>();
  for (const i of items) count.set(i.vulnerabilityId, (count.get(i.vulnerabilityId) ?? 0) + 1);
  const several = [...correlated.created.keys()].filter((id) => (count.get(id) ?? 0) > 1);
  if (several.length > 0) await tx.run(store.RECOUNT, [several, tx.now]);
}

function vulnerabilityRow(id: string, item: Item, batch: Batch) {
  const t = batch.priorities.get(id);
  const at = item.claim.locations[0];
  return {
    id,
    title: item.title,
    target: item.target,
    version: item.version ?? null,
    location: at ? `${at.path}${at.startLine ? `:${at.startLine}` : ''}`.slice(0, 500) : null,
    weaknesses: item.claim.weaknesses,
    aliases: item.claim.aliases,
    family: weaknessFamily(item.claim.weaknesses),
    proof: item.attachments.some((a) => a.role === 'proof') ? 'attached' : 'none',
    project_id: item.projectId ?? null,
    severity: t?.severity ?? 'unknown',
    severity_rank: t?.severityRank ?? 9,
    kev_at: t?.kevAt ?? null,
    automatable: t?.automatable ?? 'unknown',
    technical_impact: t?.technicalImpact ?? 'unknown',
    priority: t?.priority ?? {},
    priority_rank: t?.rank ?? 9e15,
    first_seen_at: item.report.receivedAt,
  };
}

const findingRow = (i: Item) => ({
  id: i.id,
  report_id: i.report.id,
  ordinal: i.claim.ordinal,
  party_id: i.report.partyId,
  vulnerability_id: i.vulnerabilityId,
  title: i.title,
  target: i.target,
  severity: i.claim.severity.level,
  claim: i.claim,
  received_at: i.report.receivedAt,
});

function opinionRow(item: Item, batch: Batch) {
  const vector = item.claim.severity.vectors[0];
  const scored = vector ? score(vector) : undefined;
  return {
    id: uuidFromDigest(sha256(`opinion/${item.id}`)),
    vulnerability_id: item.vulnerabilityId,
    party_id: item.report.partyId,
    severity: batch.priorities.get(item.vulnerabilityId)?.severity ?? item.claim.severity.level,
    vector: vector ?? null,
    score: scored?.ok ? scored.value.base : null,
  };
}

async function attachments({ items }: Batch, tx: StepContext['tx']): Promise<void> {
  const rows = items.flatMap((i) =>
    i.attachments.map((a, n) => ({
      finding_id: i.id,
      vulnerability_id: i.vulnerabilityId,
      report_id: i.report.id,
      n,
      role: a.role,
      name: a.name,
      media_type: a.mediaType,
      digest: a.digest,
      size: a.size,
      blob_id: a.blobId ?? null,
    })),
  );
  if (rows.length > 0) await tx.run(store.ADD_ATTACHMENTS, [JSON.stringify(rows)]);
}

async function keys(items: readonly Item[], tx: StepContext['tx']): Promise<void> {
  const rows = items.flatMap((i) => i.keys.map((k) => ({ k, i })));
  if (rows.length === 0) return;
  await tx.run(store.ADD_KEYS, [
    rows.map((r) => r.k.digest),
    rows.map((r) => r.i.id),
    rows.map((r) => r.i.vulnerabilityId),
    rows.map((r) => r.k.kind),
    rows.map((r) => r.k.identity),
  ]);
}

/** Its finder and the clearinghouse know of a vulnerability; the maintainer comes by being told. */
async function visibility(items: readonly Item[], tx: StepContext['tx']): Promise<void> {
  const seen = new Map<string, readonly [string, string, string]>();
  for (const i of items) {
    seen.set(`${i.vulnerabilityId} ${i.report.partyId}`, [
      i.vulnerabilityId,
      i.report.partyId,
      i.report.partyId === i.report.coordinatorId ? 'coordinator' : 'finder',
    ]);
    seen.set(`${i.vulnerabilityId} ${i.report.coordinatorId}`, [
      i.vulnerabilityId,
      i.report.coordinatorId,
      'coordinator',
    ]);
  }
  const rows = [...seen.values()];
  await tx.run(store.ADD_VISIBILITY, [rows.map((r) => r[0]), rows.map((r) => r[1]), rows.map((r) => r[2]), tx.now]);
}

async function edges(list: readonly Edge[], items: readonly Item[], tx: StepContext['tx']): Promise<void> {
  if (list.length === 0) return;
  const home = new Map(items.map((i) => [i.id, i.vulnerabilityId]));
  const rows = list.map((e) => ({
    id: uuidFromDigest(sha256(`edge/${e.a}/${e.b}/${e.kind}`)),
    vulnerability_id: home.get(e.b),
    a: e.a,
    b: e.b,
    level: e.level,
    kind: e.kind,
    evidence: { text: e.text, rule: 'identity-key/1' },
    decision_id: null,
  }));
  await tx.run(store.ADD_EDGES, [JSON.stringify(rows), tx.now]);
}

async function candidates({ correlated }: Batch, tx: StepContext['tx']): Promise<void> {
  if (correlated.candidates.length === 0) return;
  const unique = new Map(correlated.candidates.filter((c) => c.a !== c.b).map((c) => [`${c.a} ${c.b}`, c]));
  const rows = [...unique.values()].map((c) => ({ id: uuidFromDigest(sha256(`candidate/${c.a}/${c.b}`)), ...c }));
  await tx.run(store.ADD_CANDIDATES, [JSON.stringify(rows), tx.now]);
  await tx.run(store.RECOUNT_CANDIDATES, [[...new Set(rows.flatMap((r) => [r.a, r.b]))]]);
}

/** One ledger entry per report and batch: it commits to every finding's id and claim. */
async function ledgerAndEvents({ items, correlated }: Batch, tx: StepContext['tx']): Promise<void> {
  const byReport = Map.groupBy(items, (i) => i.report.id);
  for (const [reportId, own] of byReport) {
    const claims = digestOf(
      own.map((i) => `${i.id} ${i.vulnerabilityId} ${digestOf(JSON.stringify(i.claim))}`).join('\n'),
    );
    await record(tx, {
      kind: 'findings.committed',
      wall: reportId,
      actor: 'system',
      refs: { report: reportId },
      facts: { from: own[0]?.claim.ordinal ?? 0, count: own.length, claims },
    });
  }
  for (const { survivor, absorbed, edge } of correlated.merges) {
    await record(tx, {
      kind: 'vulnerability.merged',
      wall: survivor,
      actor: 'system',
      refs: { survivor, absorbed },
      facts: { level: edge.level, kind: edge.kind },
    });
  }
}
