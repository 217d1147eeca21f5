// What a person reads of the past: one conclusion in plain words, and for each difference between then and today why.
import type { Reason } from '@leadtime/contract';
import { dayOf, instantOf, millisOf } from '@leadtime/lib/kit';
import type { AsOfAsked, Times } from './as-of.ts';
import type { Counts, PairRow } from './history-store.ts';

interface Conclusion extends Times {
  readonly now: string;
  readonly asked: AsOfAsked;
  readonly counts: Counts;
  /** Whether an inventory that was here by then speaks of that day; and whether any does today. */
  readonly spoken: boolean;
  readonly spokenToday: boolean;
  /** Whether the advisory that was asked for is known. */
  readonly found: boolean;
}

/** "On 3 Mar 2026 LT-2026-0001 reached 3 of your assets, as is known today. On 5 Mar 2026 you knew of 1 of them." */
export function conclude({ from, known, now, asked, counts, spoken, spokenToday, found }: Conclusion): string {
  const on = dated(asked.on ?? asked.known ?? now, from);
  const then = dated(asked.known ?? now, known);
  const what = asked.advisory ?? 'advisories';
  const today = asked.known === undefined || known >= now;
  if (!found) return `No advisory that has reached you, or that is here by that name, is called ${asked.advisory}.`;
  const unheard = `No inventory that was here ${today ? 'today' : `on ${then}`} speaks of ${on}: nothing ${today ? 'is' : 'was'} known of that day.`;
  if (today)
    return spoken ? `${reached(`On ${on}`, what, counts.now_affected)}${untold(counts.now_undetermined)}.` : unheard;
  // "None" would say that somebody looked.
  if (!spokenToday) return `${unheard} None that came since does.`;
  const held = `${reached(`On ${on}`, what, counts.now_affected)}${untold(counts.now_undetermined)}, as is known today.`;
  return `${held} ${spoken ? knew(then, counts) : unheard}`;
}

function knew(then: string, c: Counts): string {
  const wrongly = c.then_affected - c.known_of_now;
  const believed =
    wrongly > 0
      ? ` You also held ${assets(wrongly)} to be reached that ${wrongly === 1 ? 'is' : 'are'} not counted so today.`
      : '';
  if (c.now_affected === 0)
    return wrongly > 0
      ? `On ${then} you held ${assets(wrongly)} to be reached.`
      : `On ${then} you knew of none either.`;
  const of =
    c.known_of_now === c.now_affected
      ? c.now_affected === 1
        ? 'of it'
        : 'of all of them'
      : `of ${c.known_of_now === 0 ? 'none' : c.known_of_now} of them`;
  return `On ${then} you knew ${of}.${believed}`;
}

const reached = (on: string, what: string, n: number): string =>
  `${on} ${what} reached ${n === 0 ? 'none' : n} of your assets`;
const untold = (n: number): string => (n === 0 ? '' : `, and of ${n} it cannot be told`);
const assets = (n: number): string => `${n} ${n === 1 ? 'asset' : 'assets'}`;

/** Why what is held of that day today is not what was held then. */
export function reasonsOf(r: PairRow, known: string): Reason[] {
  const { then_held: then, now_held: now } = r;
  if (then?.state === now?.state) return [];
  if (!now) return [dropped(r)];
  const since = at(now.known_from);
  if (then)
    return [
      {
        code: 'judged-otherwise',
        text: `Until ${since} it counted as ${then.state}, since then as ${now.state}: the advisory was revised.`,
      },
    ];
  const reasons: Reason[] = [];
  if (r.arrived_at !== null && r.arrived_at > known)
    reasons.push({ code: 'advisory-later', text: `The advisory came here on ${at(r.arrived_at)}.` });
  if (r.detected_at > known)
    reasons.push({ code: 'inventory-later', text: `The inventory that lists it was sent on ${at(r.detected_at)}.` });
  if (reasons.length > 0) return reasons;
  return now.learnt_by === 'inventory'
    ? [{ code: 'inventory-changed', text: `Since ${since} an inventory says that it ran on that day.` }]
    : [{ code: 'advisory-changed', text: `Since ${since} the advisory reaches it: it was revised.` }];
}

const dropped = ({ dropped_at, dropped_why }: PairRow): Reason => {
  const when = dropped_at === null ? 'since then' : at(dropped_at);
  switch (dropped_why) {
    case 'advisory-withdrawn':
      return { code: 'advisory-withdrawn', text: `The advisory was withdrawn on ${when}.` };
    case 'advisory-changed':
      return {
        code: 'advisory-changed',
        text: `The advisory was revised on ${when}, or is not shared with your party any more: it does not reach this.`,
      };
    case 'earlier':
      return { code: 'earlier', text: `It was taken back on ${when}, before reasons were kept.` };
    default:
      return { code: 'inventory-changed', text: `An inventory of ${when} says that it did not run on that day.` };
  }
};

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
function dayText(day: string): string {
  const [year, month, date] = day.split('-').map(Number);
  return `${date} ${MONTHS[(month ?? 1) - 1]} ${year}`;
}
/** A day as a day; an instant with its time. */
const dated = (asked: string, moment: string): string => (asked.length === 10 ? dayText(asked) : at(moment));
const at = (moment: string): string => {
  const text = instantOf(millisOf(moment));
  return `${dayText(dayOf(text))}, ${text.slice(11, 16)} UTC`;
};
