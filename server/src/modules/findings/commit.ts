// Writes a batch at once: findings, vulnerabilities, edges with their evidence, who may see them, the ledger entry and the
// events. A finding's id comes from its report's bytes and its place in them, so nothing can be written twice.
import { weaknessFamily } from '@leadtime/lib/correlate';
import { digestOf, sha256, uuidFromDigest } from '@leadtime/lib/kit';
import { score } from '@leadtime/lib/triage';
import { jsonText, plainArray } from '../../platform/db/values.ts';
import { recordAll } from '../ledger/index.ts';
import { addCandidates } from './add-candidates.ts';
import type { Batch, Edge, Item, StepContext, TriageRow } from './batch.ts';
import { join } from './join.ts';
import * as store from './store.ts';

export async function commit(batch: Batch, { tx }: StepContext): Promise<void> {
  const { correlated, items } = batch;
  if (items.length === 0) return;
  // Sent one behind the other without waiting for the answers: the database works while we write the next.
  await Promise.all([
    vulnerabilities(batch, tx),
    findings(items, tx),
    attachments(batch, tx),
    keys(items, tx),
    visibility(items, tx),
    opinions(batch, tx),
    edges(correlated.edges, items, tx),
  ]);
  for (const { survivor, absorbed, edge } of correlated.merges) {
    await join(tx, { absorbed, survivor, decisionId: null, share: store.COPY_VISIBILITY });
    await edges([edge], items, tx);
  }
  await Promise.all([recount(batch, tx), addCandidates(correlated.candidates, tx), ledger(batch, tx)]);
}

/** Vulnerabilities that gained findings: known ones, and new ones that got several of this very batch. */
async function recount({ items, correlated }: Batch, tx: StepContext['tx']): Promise<void> {
  const count = new Map<string, number>();
  for (const i of items) count.set(i.vulnerabilityId, (count.get(i.vulnerabilityId) ?? 0) + 1);
  const several = [...correlated.created.keys()].filter((id) => (count.get(id) ?? 0) > 1);
  const changed = [...new Set([...correlated.joined, ...several])];
  if (changed.length > 0) await tx.run(store.RECOUNT, [changed, tx.now]);
}

async function vulnerabilities(batch: Batch, tx: StepContext['tx']): Promise<void> {
  const { created } = batch.correlated;
  if (created.size === 0) return;
  const numbers = new Map([...new Set(batch.priorities.values())].map((row, n) => [row, n]));
  const rows = [...created].map(([id, item]) => {
    const triage = batch.priorities.get(id);
    if (!triage) throw new Error(`vulnerability ${id} came to the commit without a priority`);
    return vulnerabilityRow(id, item, numbers.get(triage) ?? 0);
  });
  await tx.run(store.ADD_VULNERABILITIES, [
    jsonText(rows),
    jsonText([...numbers].map(([row, n]) => triageRow(row, n))),
    tx.now,
  ]);
}

function vulnerabilityRow(id: string, item: Item, triage: number) {
  const { title, target } = item;
  const location = locationOf(item);
  return {
    id,
    title,
    target,
    version: item.version ?? null,
    location,
    words: wordsOf(`${title} ${target} ${location ?? ''}`),
    weaknesses: item.claim.weaknesses,
    aliases: item.claim.aliases,
    family: weaknessFamily(item.claim.weaknesses),
    proof: item.attachments.some((a) => a.role === 'proof') ? 'attached' : 'none',
    project_id: item.projectId ?? null,
    triage,
    first_seen_at: item.report.receivedAt,
  };
}

/** As the text form of a tsvector: words of letters and digits need no quotes. */
const wordsOf = (text: string): string =>
  text
    .slice(0, 2_000)
    .toLowerCase()
    .match(/[\p{L}\p{N}]{1,60}/gu)
    ?.join(' ') ?? '';

function locationOf({ claim }: Item): string | null {
  const [at] = claim.locations;
  return at ? `${at.path}${at.startLine ? `:${at.startLine}` : ''}`.slice(0, 500) : null;
}

const triageRow = (t: TriageRow, n: number) => ({
  n,
  severity: t.severity,
  severity_rank: t.severityRank,
  kev_at: t.kevAt ?? null,
  automatable: t.automatable,
  technical_impact: t.technicalImpact,
  priority: t.priority,
  priority_rank: t.rank,
});

async function findings(items: readonly Item[], tx: StepContext['tx']): Promise<void> {
  const reports = new Map([...new Set(items.map((i) => i.report))].map((report, n) => [report, n]));
  const rows = items.map((i) => ({
    id: i.id,
    report: reports.get(i.report),
    ordinal: i.claim.ordinal,
    vulnerability_id: i.vulnerabilityId,
    title: i.title,
    target: i.target,
    version: i.version ?? null,
    severity: i.claim.severity.level,
    model: i.claim.discovery.model?.name,
  }));
  const senders = [...reports].map(([r, n]) => ({ n, id: r.id, party_id: r.partyId, received_at: r.receivedAt }));
  const claims = items.map((i) => i.claimText).join('\n');
  await tx.run(store.ADD_FINDINGS, [jsonText(rows), claims, jsonText(senders)]);
}

/** Only of findings that say more than that it is true and how bad: that much stands in the finding. */
async function opinions(batch: Batch, tx: StepContext['tx']): Promise<void> {
  const rated = [...batch.correlated.created.values()].filter((i) => i.claim.severity.vectors.length > 0);
  const rows = rated.map((i) => opinionRow(i, batch));
  if (rows.length > 0) await tx.run(store.ADD_OPINIONS, [jsonText(rows), tx.now]);
}

function opinionRow(item: Item, batch: Batch) {
  const vector = item.claim.severity.vectors[0];
  const scored = vector ? score(vector) : undefined;
  return {
    id: item.id, // a finding is its finder's first opinion
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
  if (rows.length > 0) await tx.run(store.ADD_ATTACHMENTS, [jsonText(rows)]);
}

async function keys(items: readonly Item[], tx: StepContext['tx']): Promise<void> {
  const rows = items.flatMap((i) => i.keys.map(({ key }) => ({ key, finding: i.id })));
  if (rows.length > 0)
    await tx.run(store.ADD_IDENTITY_KEYS, [plainArray(rows.map((r) => r.key)), plainArray(rows.map((r) => r.finding))]);
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
  // A finder may know which project its finding waits for, and at what pace: that is its place in line.
  for (const i of items) {
    if (i.projectId && i.report.partyId !== i.report.coordinatorId)
      seen.set(`${i.projectId} ${i.report.partyId}`, [i.projectId, i.report.partyId, 'reader']);
  }
  const rows = [...seen.values()];
  const columns = [0, 1, 2].map((n) => plainArray(rows.map((r) => r[n] ?? '')));
  await tx.run(store.ADD_VISIBILITY, [...columns, tx.now]);
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
  await tx.run(store.ADD_EDGES, [jsonText(rows), tx.now]);
}

/** One ledger entry per report and batch: it commits to every finding's id, its vulnerability and its claim. */
async function ledger({ items, correlated }: Batch, tx: StepContext['tx']): Promise<void> {
  const committed = [...Map.groupBy(items, (i) => i.report.id)].map(([report, own]) => ({
    kind: 'findings.committed',
    wall: report,
    actor: 'system',
    refs: { report },
    facts: {
      from: own[0]?.claim.ordinal ?? 0,
      count: own.length,
      claims: digestOf(own.map((i) => `${i.id} ${i.vulnerabilityId} ${i.claimDigest}`).join('\n')),
    },
  }));
  const merged = correlated.merges.map(({ survivor, absorbed, edge }) => ({
    kind: 'vulnerability.merged',
    wall: survivor,
    actor: 'system',
    refs: { survivor, absorbed },
    facts: { level: edge.level, kind: edge.kind },
  }));
  await recordAll(tx, [...committed, ...merged]);
}
