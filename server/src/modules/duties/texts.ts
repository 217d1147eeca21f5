// What a duty says, in sentences: what to do, why, by when. Names from outside stand in them as they are; screens escape them.
import type { Day } from '@leadtime/lib/kit';
import { dayInWords } from '@leadtime/lib/notice';
import { type BodDecision, type BodTable, compareDecisions, daysOf } from '@leadtime/lib/triage';

interface Thing {
  readonly component: string;
  readonly version: string | null;
  readonly fixedIn: string | null;
  readonly asset: string;
  readonly exposureState: 'affected' | 'not_affected' | 'undetermined';
}

export function doThis(t: Thing): string {
  if (t.exposureState === 'not_affected')
    return `Say what the look for a break-in on ${t.asset} showed: the update itself is done.`;
  if (t.exposureState === 'undetermined')
    return `Find out which version of ${t.component} runs on ${t.asset}, and whether it is affected.`;
  return t.fixedIn === null
    ? `No fixed version is known. Keep ${t.component} on ${t.asset} away from networks it does not need, and ask its maker for a fix.`
    : `Update ${t.component} to ${t.fixedIn} or newer on ${t.asset}.`;
}

export function whyText(
  t: Thing & { readonly inventory: string; readonly reason: string },
  kev: string | undefined,
): string {
  const version = t.version === null ? 'without a version' : t.version;
  const attacks = kev ? ` Attacks are known: CISA lists it since ${dayInWords(kev as Day)}.` : ''; // a date column
  return `Your inventory “${t.inventory}” lists ${t.component} ${version} on ${t.asset}. ${t.reason}${attacks}`;
}

export interface When {
  readonly state: 'open' | 'mitigated' | 'fixed' | 'not_affected';
  readonly decision: BodDecision;
  readonly worstDue: string | null;
  readonly until: string | null;
}

export function dueText({ state, decision: d, worstDue, until }: When, today: Day, table: BodTable): string {
  if (state === 'mitigated' && until !== null) return `The stop-gap ends ${words(until)}; then it is due again.`;
  if (d.clock === 'no-date') return 'With the next scheduled upgrade or rebuild.';
  if (d.due === undefined || d.start === undefined || d.outcome === 'unknown') {
    const atWorst = worstDue === null ? '' : ` At worst it is ${words(worstDue)}.`;
    return `No day can be set while ${unknownsOf(d)}.${atWorst}`;
  }
  const since = d.startedBy === 'kev' ? 'it was added to KEV' : 'it was found here';
  const span = `${daysOf(d.outcome, table)} calendar days of ${words(d.start)}, when ${since}`;
  const late = d.overdueOnArrival ? ' The day had passed when it was found here.' : '';
  return state === 'open' && d.due < today ? `Was due within ${span}.${late}` : `Within ${span}.${late}`;
}

const words = (day: string): string => dayInWords(day as Day); // a date column, or a Day

const UNKNOWN: Readonly<Record<string, string>> = {
  kev: 'no KEV catalogue was read',
  exposure: 'the asset has no exposure tag',
  automatable: 'it is not known whether an attack can be automated',
  technicalImpact: 'it is not known what an attacker gains',
};
const unknownsOf = (d: BodDecision): string =>
  d.unknowns
    .filter((u) => u !== 'exposure')
    .map((u) => UNKNOWN[u] ?? u)
    .join(' and ') || 'the outcome is not known';

const INPUTS: Readonly<Record<string, string>> = {
  kev: 'its place in KEV',
  exposure: 'the exposure of the asset',
  automatable: 'whether an attack can be automated',
  technicalImpact: 'what an attacker gains',
  detectedAt: 'the day it was found here',
  reading: 'the reading of missing values',
};

/** What changed between two decisions; undefined where nothing did. */
export function changeText(before: BodDecision, after: BodDecision): string | undefined {
  const change = compareDecisions(before, after);
  if (!change.changed) return undefined;
  const what = change.inputs.map((name) => INPUTS[name] ?? name).join(', ') || 'the rule';
  if (!change.needsPerson) return `Decided anew after a change of ${what}: the day stays.`;
  return `Decided anew after a change of ${what}: ${change.outcome.before}, due ${change.due.before}, becomes ${change.outcome.after}, due ${change.due.after}. The directive does not say how its clock restarts, so look at both days.`;
}
