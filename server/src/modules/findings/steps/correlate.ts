// Which vulnerability a finding belongs to. Identity keys merge (level E0); every merge keeps the key that made it. Two
// vulnerabilities that evidence holds apart are never joined here: a candidate says so.
import type { Uuid } from '@leadtime/lib/kit';
import { plainArray } from '../../../platform/db/values.ts';
import type { Batch, CandidatePair, Edge, Item, Key, StepContext } from '../batch.ts';
import { APART, KEYS_KNOWN } from '../store.ts';

/** Where a key has been seen: one entry per vulnerability that has it. */
interface Home {
  readonly vulnerability: Uuid;
  readonly finding: Uuid;
  readonly firstSeen: string;
  /** How far it has come; what others already act on is never absorbed. */
  readonly stage: number;
}
interface Known {
  /** By key. */
  readonly homes: Map<string, Home[]>;
  /** `key report`: this report has the key already. */
  readonly inReport: Set<string>;
  /** Absorbed in this batch → survivor. */
  readonly moved: Map<Uuid, Uuid>;
}
interface Match {
  readonly key: Key;
  readonly home: Home;
}

export async function correlate(batch: Batch, context: StepContext): Promise<void> {
  const known = await whatIsKnown(batch, context.tx);
  for (const item of batch.items) await settle(item, { batch, known, tx: context.tx });
  followMoves(batch.correlated.candidates, known.moved);
}

/** A candidate may name a vulnerability that was absorbed later in the batch: then it is about the survivor. */
function followMoves(candidates: CandidatePair[], moved: ReadonlyMap<Uuid, Uuid>): void {
  const now = candidates.splice(0).map((c) => ({ ...c, ...ordered(moved.get(c.a) ?? c.a, moved.get(c.b) ?? c.b) }));
  candidates.push(...now.filter((c) => c.a !== c.b));
}

async function whatIsKnown(batch: Batch, tx: StepContext['tx']): Promise<Known> {
  const keys = new Set(batch.items.flatMap((i) => i.keys.map((k) => k.key)));
  const reports = new Set(batch.items.map((i) => i.report.id));
  const known: Known = { homes: new Map(), inReport: new Set(), moved: new Map() };
  if (keys.size === 0) return known;
  for (const row of await tx.all(KEYS_KNOWN, [plainArray([...keys]), plainArray([...reports])])) {
    const key = row.key.replaceAll('-', '');
    const home = {
      vulnerability: row.vulnerability_id,
      finding: row.finding_id,
      firstSeen: row.first_seen_at,
      stage: stageOf(row.state),
    };
    known.homes.set(key, [...(known.homes.get(key) ?? []), home]);
    for (const report of row.reports ?? []) known.inReport.add(`${key} ${report}`);
  }
  return known;
}

interface Settling {
  readonly batch: Batch;
  readonly known: Known;
  readonly tx: StepContext['tx'];
}

async function settle(item: Item, { batch, known, tx }: Settling): Promise<void> {
  const { created, joined, edges } = batch.correlated;
  const matches = matchesOf(item, known);
  const first = matches.reduce<Match | undefined>((a, b) => (!a || before(b.home, a.home) ? b : a), undefined);
  if (!first) {
    item.vulnerabilityId = item.id;
    created.set(item.id, item);
  } else {
    item.vulnerabilityId = first.home.vulnerability;
    edges.push(edgeOf(first.home.finding, item, first.key));
    if (!created.has(item.vulnerabilityId)) joined.add(item.vulnerabilityId);
    for (const other of matches) await bridge(item, { first, other }, { batch, known, tx });
  }
  remember(item, first?.home, known);
}

function matchesOf(item: Item, { homes, inReport, moved }: Known): readonly Match[] {
  return item.keys.flatMap((key) => {
    // A tool that lists two results with one fingerprint means two results: within a report its lineage tells nothing apart.
    if (key.kind === 'lineage' && inReport.has(`${key.key} ${item.report.id}`)) return [];
    return (homes.get(key.key) ?? []).map((home) => ({
      key,
      home: { ...home, vulnerability: moved.get(home.vulnerability) ?? home.vulnerability },
    }));
  });
}

function remember(item: Item, home: Home | undefined, { homes, inReport, moved }: Known): void {
  for (const { key } of item.keys) {
    inReport.add(`${key} ${item.report.id}`);
    const there = homes.get(key) ?? [];
    if (there.some((h) => (moved.get(h.vulnerability) ?? h.vulnerability) === item.vulnerabilityId)) continue;
    const { firstSeen, stage } = home ?? { firstSeen: item.report.receivedAt, stage: 0 };
    homes.set(key, [...there, { vulnerability: item.vulnerabilityId, finding: item.id, firstSeen, stage }]);
  }
}

/**
 * A finding that is identical to two vulnerabilities joins them, while nobody has acted on either. Who sends a finding chooses
 * its identities: to join what a person validated, or a maintainer works on, takes a person.
 */
async function bridge(
  item: Item,
  { first, other: { key, home } }: { first: Match; other: Match },
  { batch, known, tx }: Settling,
): Promise<void> {
  const survivor = item.vulnerabilityId;
  const absorbed = known.moved.get(home.vulnerability) ?? home.vulnerability;
  if (absorbed === survivor) return;
  const apart = await tx.maybe(APART, [group(survivor, known), group(absorbed, known)]);
  const why = apart ? against(apart.why) : actedOn(first.home.stage, home.stage);
  if (why) {
    batch.correlated.candidates.push({
      ...ordered(survivor, absorbed),
      score: why.score,
      reasons: [{ code: why.code, text: `A new report shares ${key.text} with both, but ${why.but}.` }],
      settle: why.settle,
    });
    return;
  }
  for (const [from, to] of known.moved) if (to === absorbed) known.moved.set(from, survivor);
  known.moved.set(absorbed, survivor);
  for (const i of batch.items) if (i.vulnerabilityId === absorbed) i.vulnerabilityId = survivor;
  const edge = edgeOf(home.finding, item, key);
  const { created, joined, edges, merges } = batch.correlated;
  if (created.delete(absorbed)) {
    edges.push(edge);
    return;
  }
  joined.delete(absorbed);
  merges.push({ survivor, absorbed, edge });
}

interface WhyNot {
  readonly score: number;
  readonly code: string;
  readonly but: string;
  readonly settle: string;
}
const against = (evidence: string): WhyNot => ({
  score: 0.99,
  code: 'identity-against-evidence',
  but: `evidence holds them apart: ${evidence}`,
  settle: 'Read the evidence that holds them apart; undo it if it is wrong, then merge.',
});

function actedOn(one: number, other: number): WhyNot | undefined {
  if (Math.min(one, other) >= TOLD)
    return {
      score: 0.99,
      code: 'identity-of-two-told',
      but: 'maintainers were told of both',
      settle: 'Read both cases; if they are one, agree with the maintainers which one goes on.',
    };
  if (Math.max(one, other) < VALIDATED) return undefined;
  return {
    score: 0.95,
    code: 'identity-of-two',
    but: 'one of them was validated already',
    settle: 'Reproduce both with one proof; merge them if one fix closes both.',
  };
}

/** A vulnerability with what was merged into it in this batch: the database does not know of that yet. */
const group = (id: Uuid, { moved }: Known): Uuid[] => [
  id,
  ...[...moved].flatMap(([from, to]) => (to === id ? [from] : [])),
];

const STAGES: Readonly<Record<string, number>> = {
  rejected: -1,
  found: 0,
  validated: 1,
  told: 2,
  fixed: 3,
  published: 4,
};
const VALIDATED = 1;
const TOLD = 2;
const stageOf = (state: string): number => STAGES[state] ?? 0;

/** Which of two survives: the one that is further, then the older one. */
const before = (a: Home, b: Home): boolean =>
  a.stage !== b.stage
    ? a.stage > b.stage
    : a.firstSeen < b.firstSeen || (a.firstSeen === b.firstSeen && a.vulnerability < b.vulnerability);
const edgeOf = (a: Uuid, item: Item, k: Key): Edge => ({ a, b: item.id, level: 'E0', kind: k.kind, text: k.text });
const ordered = (x: Uuid, y: Uuid): { a: Uuid; b: Uuid } => (x < y ? { a: x, b: y } : { a: y, b: x });
