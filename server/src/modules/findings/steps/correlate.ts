// Which vulnerability a finding belongs to. Identity keys merge (level E0); weak keys only propose. Every merge keeps the
// key that made it; two vulnerabilities that evidence holds apart are never joined here: a candidate says so.
import { proposals } from '@leadtime/lib/correlate';
import type { Uuid } from '@leadtime/lib/kit';
import type { Batch, Edge, Item, Key, StepContext } from '../batch.ts';
import { APART, KEYS_KNOWN, WEAK_KNOWN } from '../store.ts';

/** A weak key that more vulnerabilities of a target share than this says nothing: it is left out (its document frequency is too high). */
const COMMON = 40;
const CANDIDATES_PER_FINDING = 5;
/** One weak key alone (the words of a title, say, which a rule gives to all its results) would drown who has to look. */
const WORTH_A_LOOK = 0.4;

interface Home {
  readonly vulnerability: Uuid;
  readonly finding: Uuid;
  readonly firstSeen: string;
  readonly report: Uuid;
}

export async function correlate(batch: Batch, { tx }: StepContext): Promise<void> {
  const identity = batch.items.flatMap((i) => i.keys.filter((k) => k.identity).map((k) => k.digest));
  const homes = new Map<string, Home>();
  for (const row of await tx.all(KEYS_KNOWN, [identity])) {
    homes.set(row.digest.toString('hex'), {
      vulnerability: row.vulnerability_id,
      finding: row.finding_id,
      firstSeen: row.first_seen_at,
      report: row.report_id,
    });
  }
  const moved = new Map<Uuid, Uuid>();
  for (const item of batch.items) await settle(item, { batch, homes, moved, tx });
  await propose(batch, tx);
}

async function settle(
  item: Item,
  {
    batch,
    homes,
    moved,
    tx,
  }: { batch: Batch; homes: Map<string, Home>; moved: Map<Uuid, Uuid>; tx: StepContext['tx'] },
): Promise<void> {
  const { created, joined, edges } = batch.correlated;
  const current = (id: Uuid): Uuid => moved.get(id) ?? id;
  const matches = item.keys.flatMap((k) => {
    const home = k.identity ? homes.get(k.digest.toString('hex')) : undefined;
    // A tool that lists two results with one fingerprint means two results: within a report its lineage tells nothing apart.
    if (k.kind === 'lineage' && home?.report === item.report.id) return [];
    return home ? [{ key: k, home: { ...home, vulnerability: current(home.vulnerability) } }] : [];
  });
  const oldest = matches.reduce<(typeof matches)[number] | undefined>(
    (a, b) => (!a || older(b.home, a.home) ? b : a),
    undefined,
  );
  if (!oldest) {
    item.vulnerabilityId = item.id;
    created.set(item.id, item);
  } else {
    item.vulnerabilityId = oldest.home.vulnerability;
    edges.push(edgeOf(oldest.home.finding, item, oldest.key));
    if (!created.has(item.vulnerabilityId)) joined.add(item.vulnerabilityId);
    for (const other of matches) {
      if (current(other.home.vulnerability) === item.vulnerabilityId) continue;
      await bridge({ item, survivor: item.vulnerabilityId, other, batch, moved, tx });
    }
  }
  const firstSeen = oldest?.home.firstSeen ?? item.report.receivedAt;
  for (const k of item.keys) {
    const name = k.digest.toString('hex');
    if (k.identity && !homes.has(name))
      homes.set(name, { vulnerability: item.vulnerabilityId, finding: item.id, firstSeen, report: item.report.id });
  }
}

/** A finding that is identical to two vulnerabilities joins them, unless evidence holds them apart. */
async function bridge({
  item,
  survivor,
  other,
  batch,
  moved,
  tx,
}: {
  item: Item;
  survivor: Uuid;
  other: { key: Key; home: Home };
  batch: Batch;
  moved: Map<Uuid, Uuid>;
  tx: StepContext['tx'];
}): Promise<void> {
  const absorbed = other.home.vulnerability;
  const apart = await tx.maybe(APART, [survivor, absorbed]);
  if (apart) {
    batch.correlated.candidates.push({
      ...ordered(survivor, absorbed),
      score: 0.99,
      reasons: [
        {
          code: 'identity-against-evidence',
          text: `A new report shares ${other.key.text} with both, but evidence holds them apart: ${apart.why}`,
        },
      ],
      settle: 'Read the evidence that holds them apart; undo it if it is wrong, then merge.',
    });
    return;
  }
  const inBatch = batch.correlated.created.get(absorbed);
  moved.set(absorbed, survivor);
  const edge = edgeOf(other.home.finding, item, other.key);
  if (inBatch) {
    batch.correlated.created.delete(absorbed);
    for (const i of batch.items) if (i.vulnerabilityId === absorbed) i.vulnerabilityId = survivor;
    batch.correlated.edges.push(edge);
  } else {
    batch.correlated.merges.push({ survivor, absorbed, edge });
    for (const i of batch.items) if (i.vulnerabilityId === absorbed) i.vulnerabilityId = survivor;
  }
}

/** Candidates for the new vulnerabilities: others of the same target that share weak keys, from other reports. */
async function propose(batch: Batch, tx: StepContext['tx']): Promise<void> {
  const fresh = [...batch.correlated.created.values()];
  if (fresh.length === 0) return;
  const digests = [
    ...new Map(
      fresh.flatMap((i) => i.keys.filter((k) => !k.identity).map((k) => [k.digest.toString('hex'), k.digest])),
    ).values(),
  ];
  const known = new Map<string, Set<Uuid>>();
  for (const row of await tx.all(WEAK_KNOWN, [digests, COMMON]))
    known.set(row.digest.toString('hex'), new Set(row.vulnerabilities));
  for (const item of fresh) {
    for (const k of item.keys) {
      if (k.identity) continue;
      const name = k.digest.toString('hex');
      const set = known.get(name) ?? new Set();
      known.set(name, set);
    }
  }
  for (const item of fresh) {
    const shared = new Map<Uuid, Key[]>();
    for (const k of item.keys) {
      if (k.identity) continue;
      const others = known.get(k.digest.toString('hex'));
      if (!others || others.size > COMMON) continue;
      for (const other of others)
        if (other !== item.vulnerabilityId) shared.set(other, [...(shared.get(other) ?? []), k]);
    }
    const ranked = proposals([...shared].map(([other, keys]) => ({ other, keys })));
    for (const p of ranked.filter((r) => r.score >= WORTH_A_LOOK).slice(0, CANDIDATES_PER_FINDING)) {
      batch.correlated.candidates.push({
        ...ordered(item.vulnerabilityId, p.other),
        score: p.score,
        reasons: p.reasons,
        settle: p.settle,
      });
    }
  }
}

const older = (a: Home, b: Home): boolean =>
  a.firstSeen < b.firstSeen || (a.firstSeen === b.firstSeen && a.vulnerability < b.vulnerability);
const edgeOf = (a: Uuid, item: Item, k: Key): Edge => ({ a, b: item.id, level: 'E0', kind: k.kind, text: k.text });
const ordered = (x: Uuid, y: Uuid): { a: Uuid; b: Uuid } => (x < y ? { a: x, b: y } : { a: y, b: x });
