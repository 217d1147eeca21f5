// The funnel and the holds: counts without content. Every loss between two stages has a name; a stage about operators says
// "unknown" in words where nobody is known to run it, never zero.
import type { funnel as funnelSchema, holdsSummary } from '@leadtime/contract';
import { DAY_MS, expectOk, instantOf } from '@leadtime/lib/kit';
import { funnelOfCounts } from '@leadtime/lib/measure';
import type { z } from 'zod';
import type { Tx } from '../../platform/db/database.ts';
import * as store from './funnel-store.ts';

export type Funnel = z.input<typeof funnelSchema>;
export type Holds = z.input<typeof holdsSummary>;
type Stage = Funnel['stages'][number];

const NOT_A_WEAKNESS = 'judged not to be a vulnerability';

/** From received to closed at operators, over what came in the last days. Medians are hours since it was first seen. */
export async function takeFunnel(tx: Tx, days: number): Promise<Funnel> {
  const since = instantOf(Date.parse(tx.now) - days * DAY_MS);
  const row = await tx.one(store.FUNNEL, [since, tx.now]);
  const untold = await tx.all(store.UNTOLD, [since, tx.now]);
  const duties = await tx.one(store.DUTIES, [since, tx.now]);
  const stages = stagesOf(row, untold, duties);
  return { asOf: tx.now, since, conclusion: conclusionOf(row, duties, days), stages };
}

function stagesOf(
  r: store.FunnelRow,
  untold: readonly { kind: string; count: number }[],
  duties: { closed: number; open: number; hours: number | null },
): Stage[] {
  // lib/measure is the judge: counts that contradict each other throw here, before anybody reads them.
  const counts = expectOk(
    funnelOfCounts({
      received: Math.max(r.findings, r.vulnerabilities), // a split can make more of them than came in the window
      duplicate: Math.max(0, r.findings - r.vulnerabilities),
      rejected: r.unfounded > 0 ? { [NOT_A_WEAKNESS]: r.unfounded } : {},
      valid: r.valid,
      told: r.told,
      fixed: r.fixed,
      published: r.published,
      deployed: r.deployed,
    }),
  );
  const countOf = (stage: string): number => counts.find((c) => c.stage === stage)?.count ?? 0;
  const stage = (
    name: string,
    count: number,
    medianHours: number | null,
    lost: Readonly<Record<string, number>>,
    of = 'vulnerabilities',
  ): Stage => ({
    name,
    count,
    of,
    medianHours,
    lost: Object.entries(lost).flatMap(([why, n]) => (n > 0 ? [{ why, count: n }] : [])),
  });
  return [
    stage('Received', r.findings + r.dropped, null, { 'read, and no claim of a weakness': r.dropped }, 'claims'),
    stage('Distinct', r.vulnerabilities, null, {
      'the same bug as another finding': Math.max(0, r.findings - r.vulnerabilities),
    }),
    stage('Valid', countOf('valid'), r.valid_hours, {
      [NOT_A_WEAKNESS]: r.unfounded,
      'could not be reproduced yet': r.unproven,
      'waiting for validation': r.unvalidated,
    }),
    stage('Told', countOf('told'), r.told_hours, countedBy(untold)),
    stage('Fixed', countOf('fixed'), r.fixed_hours, {
      'the maintainer has not answered': r.unfixed_unanswered,
      'a fix is awaited': Math.max(0, r.told - r.fixed - r.unfixed_unanswered),
    }),
    stage('Published', countOf('published'), r.published_hours, {
      'the advisory is not out': Math.max(0, r.fixed - r.published),
    }),
    stage('Deployed', countOf('deployed'), r.deployed_hours, {
      'still open at an operator': r.deployed_open,
      'unknown: no enrolled operator is known to run it': r.deployed_nobody,
    }),
    stage(AT_OPERATORS, duties.closed, duties.hours, { 'still open': duties.open }, 'duties of operators'),
  ];
}
const AT_OPERATORS = 'Closed at operators';

const WAITS: Readonly<Record<string, string>> = {
  maintainer_capacity: 'waiting in the maintainer’s own week',
  no_contact: 'no contact is known',
  not_validated: 'held until it is validated',
  other: 'held for another reason',
  next: 'next to be told',
};
const countedBy = (rows: readonly { kind: string; count: number }[]): Record<string, number> =>
  Object.fromEntries(rows.map((r) => [WAITS[r.kind] ?? r.kind, r.count]));

function conclusionOf(r: store.FunnelRow, duties: { closed: number; open: number }, days: number): string {
  if (r.findings === 0) return `Nothing was received in ${plural(days, 'day')}.`;
  const all = duties.closed + duties.open;
  const deployed =
    all === 0
      ? 'How much is deployed is unknown: no enrolled operator is known to run any of it.'
      : `Operators have closed ${percent(duties.closed, all)} of what reached them.`;
  return `Of ${plural(r.findings, 'finding')} received in ${plural(days, 'day')}, ${number(r.vulnerabilities)} were distinct, ${number(r.valid)} valid, ${number(r.told)} told, ${number(r.fixed)} fixed and ${number(r.deployed)} deployed at every operator known to run it. ${deployed}`;
}

const EXPIRING_DAYS = 3;

export async function takeHolds(tx: Tx): Promise<Holds> {
  const soon = instantOf(Date.parse(tx.now) + EXPIRING_DAYS * DAY_MS);
  const rows = await tx.all(store.HOLDS, [tx.now, soon]);
  const clearinghouse = (await tx.one(store.INSTANCE_NAME)).name;
  return {
    asOf: tx.now,
    total: rows.reduce((sum, r) => sum + r.count, 0),
    items: rows.map((r) => ({
      kind: r.kind,
      owner: r.project ?? clearinghouse,
      count: r.count,
      oldestSince: r.oldest,
      expiringSoon: r.expiring,
    })),
  };
}

/** Counts about operators below this are not told to the public exactly. */
const FEW = 5;

/** For everybody: no count about few operators, no project by name. */
export function publicFunnel(funnel: Funnel): Funnel {
  const at = funnel.stages.find((s) => s.name === AT_OPERATORS);
  const open = at?.lost.reduce((sum, l) => sum + l.count, 0) ?? 0;
  const few = at !== undefined && (isFew(at.count) || isFew(open));
  const sentence = funnel.conclusion.replace(
    / Operators have closed .*$/,
    ' Too few operators are counted to say more.',
  );
  return {
    ...funnel,
    conclusion: few ? sentence : funnel.conclusion,
    stages: funnel.stages
      .filter((s) => s.name !== AT_OPERATORS || !few)
      .map((s) => (s.name === AT_OPERATORS ? { ...s, medianHours: null } : s)),
  };
}
const isFew = (count: number): boolean => count > 0 && count < FEW;

/** The projects' own waits together: which project has how much undisclosed is not for everybody. */
export function publicHolds(holds: Holds): Holds {
  const byKind = Map.groupBy(holds.items, (i) => i.kind);
  return {
    ...holds,
    items: [...byKind.values()].flatMap((items) => {
      const [first] = items;
      if (!first) return [];
      const oldest = items.flatMap((i) => (i.oldestSince === null ? [] : [i.oldestSince])).sort()[0] ?? null;
      return [
        {
          kind: first.kind,
          owner: first.kind === 'maintainer_capacity' ? 'the projects' : first.owner,
          count: items.reduce((sum, i) => sum + i.count, 0),
          oldestSince: oldest,
          expiringSoon: items.reduce((sum, i) => sum + i.expiringSoon, 0),
        },
      ];
    }),
  };
}

const number = (n: number): string => n.toLocaleString('en-US');
const plural = (n: number, word: string): string => `${number(n)} ${word}${n === 1 ? '' : 's'}`;
const percent = (part: number, whole: number): string => `${Math.floor((part / whole) * 100)} %`;
