// Duties follow verdicts: called by the matcher in the transaction in which it writes them, and by the worker when facts change.
import type { BodDecision } from '@leadtime/lib/triage';
import { newId } from '../../platform/clock.ts';
import type { Tx } from '../../platform/db/database.ts';
import { type Followers, type GroupKey, labelOf, recordOperations } from '../inventory/index.ts';
import type { Basis, DutyRules } from './decide.ts';
import * as store from './follow-store.ts';
import { type DutyEvent, type DutyRecord, type Group, type Planned, plan } from './plan.ts';

/** For the matcher. */
export const followers = (rules: DutyRules): Followers => ({
  groups: (tx, groups) => follow(tx, rules, groups),
  inventory: async (tx, id) => {
    const spoken = await tx.all(store.CONTRADICTED, [id]);
    if (spoken.length > 0) await follow(tx, rules, spoken, { contradicted: true });
  },
});

/** Brings the duties of these groups up to what is known now. */
export async function follow(
  tx: Tx,
  rules: DutyRules,
  groups: readonly GroupKey[],
  { contradicted = false }: { contradicted?: boolean } = {},
): Promise<void> {
  const bases = await basesOf(tx, [...new Set(groups.map((g) => g.advisory_id))]);
  const rows = await tx.all(store.GROUPS, [
    groups.map((g) => g.party_id),
    groups.map((g) => g.advisory_id),
    groups.map((g) => g.asset_id),
    groups.map((g) => g.package),
  ]);
  const planned = rows.flatMap((row) => {
    const basis = bases.get(row.advisory_id);
    const group = groupOf(row);
    return (basis && plan(group, basis, { rules, now: tx.now, newId: () => newId(tx.now), contradicted })) ?? [];
  });
  if (planned.length === 0) return;
  await tx.run(store.KEEP_DUTIES, [JSON.stringify(planned.map((p) => p.duty))]);
  await addEvents(tx, planned);
}

/** The facts that duties of these advisories rest on. */
export const factsOf = async (tx: Tx, advisories: readonly string[]): Promise<ReadonlyMap<string, Basis>> =>
  new Map((await tx.all(store.FACTS, [advisories])).map((f) => [f.id, basisOf(f)]));

/** The same, remembered so that a change of a feed is seen. */
export async function basesOf(tx: Tx, advisories: readonly string[]): Promise<ReadonlyMap<string, Basis>> {
  const bases = await factsOf(tx, advisories);
  await tx.run(store.KEEP_BASES, [[...bases.keys()], [...bases.values()].map((b) => JSON.stringify(b)), tx.now]);
  return bases;
}

/** Of several CVEs in one advisory the worst counts; a value that none has is not known. */
export function basisOf(f: store.FactsRow): Basis {
  const pick = <T extends string>(values: readonly string[], worstFirst: readonly T[]): T | 'unknown' =>
    worstFirst.find((v) => values.includes(v)) ?? 'unknown';
  const known =
    f.ssvc.length > 0
      ? f.ssvc
      : [{ automatable: f.automatable, technical_impact: f.technical_impact, exploitation: 'unknown' }];
  // A CVE without values may be worse than the one with them, unless that one is the worst already.
  const partly = f.ssvc.length > 0 && f.ssvc.length < f.cves;
  const automatable = pick(
    known.map((s) => s.automatable ?? 'unknown'),
    ['yes', 'unknown', 'no'],
  );
  const technicalImpact = pick(
    known.map((s) => s.technical_impact ?? 'unknown'),
    ['total', 'unknown', 'partial'],
  );
  return {
    kev: f.kev_at ?? (f.kev_read ? null : 'unknown'),
    automatable: partly && automatable === 'no' ? 'unknown' : automatable,
    technicalImpact: partly && technicalImpact === 'partial' ? 'unknown' : technicalImpact,
    exploitation: pick(
      known.map((s) => s.exploitation),
      ['active', 'poc', 'unknown', 'none'],
    ),
    vectors: f.vectors,
  };
}

function groupOf(row: store.GroupRow): Group {
  return {
    party_id: row.party_id,
    advisory_id: row.advisory_id,
    asset_id: row.asset_id,
    package: row.package,
    asset: row.asset,
    asset_exposure: row.asset_exposure,
    advisory_state: row.advisory_state,
    same_component: row.same_component,
    exposure:
      row.exposure_state === null || row.component_id === null || row.name === null
        ? null
        : {
            state: row.exposure_state,
            component_id: row.component_id,
            label: labelOf({ name: row.name, vendor: row.vendor, purl: row.purl }),
            version: row.version,
            fixed_in: row.fixed_in,
            reason: row.reason_text ?? '',
            inventory: row.inventory ?? '',
          },
    present:
      row.present_inventory === null || row.present_as_of === null
        ? null
        : { version: row.present_version, inventory: row.present_inventory, as_of: row.present_as_of },
    duty: row.duty === null ? null : dutyOf(row.duty),
  };
}

/** A row as JSON has its times in PostgreSQL's spelling. */
const dutyOf = (d: DutyRecord): DutyRecord => ({
  ...d,
  detected_at: iso(d.detected_at),
  answered_at: d.answered_at === null ? null : iso(d.answered_at),
  ended_at: d.ended_at === null ? null : iso(d.ended_at),
  decision: d.decision as BodDecision, // written by plan
});
const iso = (at: string): string => new Date(at).toISOString();

const REFS_AT_ONCE = 1_000;

async function addEvents(tx: Tx, planned: readonly Planned[]): Promise<void> {
  const events = planned.flatMap(({ duty, events: of }) => of.map((event) => ({ duty, event })));
  if (events.length === 0) return;
  await tx.run(store.ADD_EVENTS, [JSON.stringify(events.map(({ duty, event }) => eventRow(tx, duty, event))), tx.now]);
  const byParty = Object.groupBy(events, ({ duty, event }) => `${duty.party_id} ${event.kind}`);
  const changes = Object.entries(byParty).flatMap(([name, of = []]) => {
    const [party = '', kind = ''] = name.split(' ');
    return Array.from({ length: Math.ceil(of.length / REFS_AT_ONCE) }, (_, n) => ({
      party,
      change: {
        kind: `duty.${kind}`,
        actor: 'system',
        refs: { party },
        facts: { duties: of.slice(n * REFS_AT_ONCE, (n + 1) * REFS_AT_ONCE).map(({ duty }) => duty.id) },
      },
    }));
  });
  await recordOperations(tx, changes);
}

const eventRow = (tx: Tx, duty: DutyRecord, event: DutyEvent) => ({
  id: newId(tx.now),
  duty_id: duty.id,
  party_id: duty.party_id,
  kind: event.kind,
  state: event.state,
  by_name: event.by,
  note: event.note,
  evidence: event.evidence ?? null,
  decision: event.decision ?? null,
});
