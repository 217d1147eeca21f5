// What must be done by when, kept on this machine: one duty per advisory, asset and package, by the rules that the server goes by.
// A pure step from what is known now and the duties before to the duties now, and what is new to tell.
import { type Day, dayOf, digestOf, type Instant, instantOf, parseInstant } from '@leadtime/lib/kit';
import {
  type BodDecision,
  type BodTable,
  decide,
  worstDue as earliest,
  isDuty,
  LOOK_REMAINS,
  OVER_TEXT,
  type Over,
  whenOver,
  whenReached,
} from '@leadtime/lib/triage';
import { z } from 'zod';
import type { Facts } from './feed-store.ts';

/** What VEX documents say of a duty. They annotate and never delete: it stays what the match made of it. */
const saidByVex = z.strictObject({
  notes: z.array(
    z.strictObject({
      status: z.string(),
      /** Its justification, or what it says of the impact. */
      because: z.string().nullable(),
      author: z.string(),
      at: z.string().nullable(),
      document: z.string(),
      /** false: it may speak of this component, but that cannot be told. */
      certain: z.boolean(),
    }),
  ),
  contradictions: z.array(z.string()),
});
export type SaidByVex = z.infer<typeof saidByVex>;

const dutySchema = z.strictObject({
  id: z.string(),
  advisory: z.string(),
  title: z.string(),
  asset: z.string(),
  package: z.string(),
  component: z.string(),
  version: z.string().nullable(),
  fixedIn: z.string().nullable(),
  exposure: z.enum(['affected', 'undetermined', 'not_affected']),
  state: z.enum(['open', 'mitigated', 'fixed', 'not_affected']),
  /** Day by which it must be done; null: see `dueText`. */
  due: z.string().nullable(),
  /** `due`, or the earliest that it could be while something is not known. */
  worstDue: z.string().nullable(),
  dueText: z.string(),
  why: z.string(),
  forensic: z.boolean(),
  detectedAt: z.string(),
  answeredAt: z.string().nullable(),
  note: z.string().nullable(),
  until: z.string().nullable(),
  endedAt: z.string().nullable(),
  endedWhy: z.string().nullable(),
  vex: saidByVex.nullable().default(null),
  rule: z.strictObject({ id: z.string(), version: z.string(), row: z.int().nullable(), basis: z.array(z.string()) }),
});
export type Duty = z.infer<typeof dutySchema>;
export const dutiesSchema = z.strictObject({ duties: z.array(dutySchema) });

/** What reaches one asset now, the strongest of each advisory and package. */
export interface Reached {
  readonly advisory: string;
  readonly title: string;
  readonly asset: string;
  readonly assetExposure: 'public' | 'internal' | 'unknown';
  readonly package: string;
  readonly component: string;
  readonly version: string | undefined;
  readonly fixedIn: string | undefined;
  readonly state: 'affected' | 'undetermined';
  readonly reason: string;
  readonly inventory: string;
  /** When the inventory speaks of. */
  readonly inventoryAt: string;
  readonly facts: Facts;
  readonly vex: SaidByVex | null;
}

export interface Context {
  readonly now: Instant;
  readonly bod: BodTable;
  readonly kevRead: boolean;
  retracted(advisory: string): 'withdrawn' | 'access-ended' | undefined;
  /** The version of a package on an asset as listed now; undefined: it is not listed. */
  present(
    asset: string,
    name: string,
  ): { readonly version: string | undefined; readonly inventory: string } | undefined;
}

export interface News {
  readonly kind: 'opened' | 'reopened' | 'fixed' | 'ended' | 'changed';
  readonly duty: Duty;
  readonly text: string;
}
export interface Planned {
  readonly duties: readonly Duty[];
  readonly news: readonly News[];
}

export function plan(before: readonly Duty[], reached: readonly Reached[], context: Context): Planned {
  const groups = new Map(reached.map((r) => [idOf(r), r]));
  const news: News[] = [];
  const tell = (kind: News['kind'], duty: Duty, text: string): Duty => {
    news.push({ kind, duty, text });
    return duty;
  };
  const kept = before.map((duty) => {
    const group = groups.get(duty.id);
    groups.delete(duty.id);
    return group ? carryOn(lapse(duty, context, tell), group, context, tell) : close(duty, context, tell);
  });
  const opened = [...groups].flatMap(([id, group]) => {
    if (!isDuty(group.state, group.facts.kev !== null)) return [];
    return [tell('opened', open(id, group, context), `${group.component} on ${group.asset}: ${group.reason}`)];
  });
  return { duties: [...kept, ...opened].sort(byDay), news };
}

/** Short, and the same as long as it is the same duty. */
export const idOf = ({ advisory, asset, package: name }: Pick<Reached, 'advisory' | 'asset' | 'package'>): string =>
  digestOf(JSON.stringify([advisory, asset, name])).slice(0, 10);

type Tell = (kind: News['kind'], duty: Duty, text: string) => Duty;

function open(id: string, group: Reached, context: Context): Duty {
  return {
    id,
    ...shown(group),
    state: 'open',
    detectedAt: context.now,
    answeredAt: null,
    note: null,
    until: null,
    endedAt: null,
    endedWhy: null,
    ...decided(group, context.now, context),
  };
}

/** A stop-gap that has run out: it is due again. */
function lapse(duty: Duty, { now }: Context, tell: Tell): Duty {
  if (duty.state !== 'mitigated' || duty.until === null || duty.until >= dayOf(now)) return duty;
  const next: Duty = { ...duty, state: 'open', answeredAt: null, note: null, until: null };
  return tell('reopened', next, 'The stop-gap has ended: it is due again.');
}

function carryOn(duty: Duty, group: Reached, context: Context, tell: Tell): Duty {
  const contradicted =
    duty.state === 'fixed' &&
    group.state === 'affected' &&
    duty.answeredAt !== null &&
    group.inventoryAt > duty.answeredAt;
  const course = whenReached(duty, group.state, contradicted);
  const reopen = course !== 'carries-on';
  const detectedAt = course === 'back' ? context.now : duty.detectedAt;
  const closed = !reopen && (duty.state === 'fixed' || duty.state === 'not_affected');
  const next: Duty = {
    ...duty,
    ...shown(group),
    ...(closed ? {} : decided(group, detectedAt, context)),
    state: reopen ? 'open' : duty.state,
    detectedAt,
    ...(reopen ? { answeredAt: null, note: null, until: null } : {}),
    endedAt: null,
    endedWhy: null,
  };
  const listed = `inventory ${group.inventory} lists ${group.component} ${group.version ?? 'without a version'} on ${group.asset}`;
  if (course === 'back') return tell('reopened', next, `It is back: ${listed} again.`);
  if (course === 'contradicted') return tell('reopened', next, `It was answered, but ${listed} still.`);
  if (duty.endedAt !== null) return tell('reopened', next, 'It is reached again.');
  if (!closed && next.due !== duty.due)
    return tell(
      'changed',
      next,
      `It is due ${next.due ?? 'on no set day'} now; before it was ${duty.due ?? 'on no set day'}.`,
    );
  return next;
}

/** Nothing reaches it any more: mended, gone, or retracted. Which of these is told apart, because only the first is a fix. */
function close(duty: Duty, { now, retracted, present }: Context, tell: Tell): Duty {
  if (duty.endedAt !== null || duty.exposure === 'not_affected') return duty;
  const cleared: Duty = { ...duty, exposure: 'not_affected' };
  const listed = present(duty.asset, duty.package);
  const why = overOf(duty, listed, retracted(duty.advisory));
  const course = whenOver(duty, why);
  if (course === 'rests') return cleared;
  if (why !== 'mended') return tell('ended', { ...cleared, endedAt: now, endedWhy: why }, OVER_TEXT[why]);
  const seen = `inventory ${listed?.inventory ?? ''} lists`;
  const version = listed?.version ?? 'no version';
  if (course === 'confirmed') return tell('changed', cleared, `Confirmed: ${seen} ${duty.component} ${version}.`);
  if (course === 'look-remains') return tell('changed', cleared, LOOK_REMAINS);
  return tell(
    'fixed',
    {
      ...cleared,
      state: 'fixed',
      answeredAt: now,
      note: `${seen} ${version}`,
      until: null,
    },
    `The ${seen} a version that the advisory does not reach.`,
  );
}

function overOf(duty: Duty, listed: ReturnType<Context['present']>, gone: ReturnType<Context['retracted']>): Over {
  if (gone !== undefined) return gone === 'withdrawn' ? 'advisory-withdrawn' : 'access-ended';
  if (listed === undefined) return 'component-gone';
  return (listed.version ?? null) === duty.version ? 'advisory-changed' : 'mended';
}

const shown = (group: Reached) => ({
  advisory: group.advisory,
  title: group.title,
  asset: group.asset,
  package: group.package,
  component: group.component,
  version: group.version ?? null,
  fixedIn: group.fixedIn ?? null,
  exposure: group.state,
  vex: group.vex,
  why: `Inventory ${group.inventory} lists ${group.component} ${group.version ?? 'without a version'} on ${group.asset}. ${group.reason}`,
});

function decided(group: Reached, detectedAt: string, { bod, kevRead }: Context) {
  const { kev, automatable, technicalImpact } = group.facts;
  const decision = decide(
    {
      kev: kev !== null ? { listed: true, dateAdded: dayOf(kev) } : kevRead ? { listed: false } : 'unknown',
      exposure: group.assetExposure,
      automatable,
      technicalImpact,
      detectedAt: parseInstant(detectedAt) ?? instantOf(0), // written by us as an instant
    },
    bod,
  );
  const worstDue = decision.due ?? earliest(decision, bod);
  return {
    due: decision.due ?? null,
    worstDue,
    dueText: dueTextOf(decision, worstDue),
    forensic: decision.forensic === 'yes',
    rule: { ...decision.rule, row: decision.row ?? null, basis: decision.basis.map(({ text }) => text) },
  };
}

function dueTextOf(d: BodDecision, worst: Day | null): string {
  if (d.clock === 'no-date') return 'with the next scheduled upgrade or rebuild';
  if (d.due !== undefined) return `by ${d.due}`;
  return `no day can be set: not known is ${d.unknowns.join(', ') || 'when it began'}${worst === null ? '' : `; at worst by ${worst}`}`;
}

const dayOfDuty = (duty: Duty): string => duty.until ?? duty.due ?? duty.worstDue ?? '9999';
const isOpen = (duty: Duty): boolean => duty.endedAt === null && (duty.state === 'open' || duty.state === 'mitigated');
const byDay = (a: Duty, b: Duty): number =>
  Number(isOpen(b)) - Number(isOpen(a)) || compare(dayOfDuty(a), dayOfDuty(b)) || compare(a.id, b.id);
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

export const openDuties = (duties: readonly Duty[]): readonly Duty[] => duties.filter(isOpen);
