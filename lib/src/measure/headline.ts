// The one sentence above the burn-down. It names both ends and leads with the low one; what is not known it calls unknown.
import { type Day, dayOf, daysBetween, type Instant, millisOf } from '../kit/index.ts';
import type { ClosedShare } from './closed-share.ts';

export interface Headline {
  readonly sentence: string;
  /** Whole percent, rounded down and up: the pessimistic end is `low`. */
  readonly low: number;
  readonly high: number;
  /** `partial`: a part of the plan is unknown and counts as nothing at the low end. `unknown`: nothing can be said. */
  readonly state: 'known' | 'partial' | 'unknown';
  readonly day: Day;
  readonly reasons: readonly string[];
}

export function headlineOf(
  share: ClosedShare,
  times: { readonly releaseAt: Instant; readonly asOf: Instant },
): Headline {
  const low = Math.floor(share.low * 100 + 1e-9);
  const high = Math.ceil(share.high * 100 - 1e-9);
  const anyKnown = share.parts.some((part) => part.population.known && part.weight > 0);
  const state = share.complete ? 'known' : anyKnown ? 'partial' : 'unknown';
  const reasons = share.parts.flatMap((part) =>
    part.population.known ? [] : [`${part.id}: ${part.population.reason}`],
  );
  if (share.parts.length === 0) reasons.push('No scan plan was declared.');
  if (share.outsidePlan > 0)
    reasons.push(`${share.outsidePlan} more were found outside the declared plan and are not counted.`);
  const day = dayOf(released(times) ? times.releaseAt : times.asOf);
  return { sentence: sentenceOf({ low, high, state, times }), low, high, state, day, reasons };
}

const OF_WHAT = 'of what this model can find';
const WHERE = 'at the operators that run it';

function sentenceOf({
  low,
  high,
  state,
  times,
}: Pick<Headline, 'low' | 'high' | 'state'> & { times: Parameters<typeof headlineOf>[1] }) {
  const when = released(times) ? 'On release day' : `${untilRelease(times)} before release`;
  const is = released(times) ? 'was' : 'is';
  if (state === 'unknown') return `${when} it ${is} not known how much ${OF_WHAT} ${is} closed ${WHERE}.`;
  const range = low === high ? `${low} %` : `between ${low} % and ${high} %`;
  const tail = state === 'partial' ? ' A part of the plan is unknown and counts as open.' : '';
  return `${when} ${range} ${OF_WHAT} ${is} closed ${WHERE}.${tail}`;
}

const released = (times: Parameters<typeof headlineOf>[1]): boolean =>
  millisOf(times.asOf) >= millisOf(times.releaseAt);

function untilRelease(times: Parameters<typeof headlineOf>[1]): string {
  const days = Math.max(0, daysBetween(dayOf(times.asOf), dayOf(times.releaseAt)));
  return days === 1 ? '1 day' : days === 0 ? 'Hours' : `${days} days`;
}
