// Ranges as half-open intervals of version keys and back: for indexes, for joining and cutting ranges, and for the shortest way to
// write one. `lo` and `hi` are bytes as in key.ts; the bounds stand beside them as they were written.
import { equalityOnly } from '../ecosystem.ts';
import { compareKeys, HIGHEST_KEY, LOWEST_KEY, successor } from '../key.ts';
import { hasOrder, type Version } from '../scheme.ts';
import { sortConstraints, withoutRedundant } from './order.ts';
import { constraintsOf, NO_VERSION, type VersConstraint, type VersRange } from './range.ts';
import { schemeOfVers } from './schemes.ts';
import { type VersSpan, versMeaning } from './spans.ts';

export interface VersInterval extends VersSpan {
  readonly lo: Uint8Array;
  readonly hi: Uint8Array;
}

/** In order, none touching another. undefined: a bound has no place in the order, or nothing is stated. */
export function versToIntervals(range: VersRange): readonly VersInterval[] | undefined {
  if (range.constraints !== '*' && range.constraints.length === 0) return undefined;
  const { spans, except } = versMeaning(range);
  const placed = spans.map((span) => place(range.scheme, span));
  if (placed.some((interval) => interval === undefined)) return undefined;
  let intervals = unite(placed.filter((interval) => interval !== undefined));
  for (const version of except) {
    const hole = place(range.scheme, { low: { version, inclusive: true }, high: { version, inclusive: true } });
    if (!hole) return undefined;
    intervals = intervals.flatMap((interval) => without(interval, hole, version));
  }
  return intervals;
}

/** The range that holds just these intervals, written as short as it can be. */
export function versFromIntervals(scheme: string, intervals: readonly VersInterval[]): VersRange {
  const united = unite(intervals);
  if (united.length === 0) return NO_VERSION;
  const constraints: VersConstraint[] = [];
  for (const [i, { low, high }] of united.entries()) {
    const next = united[i + 1]?.low;
    const joinsNext = isHole(scheme, high, next);
    const afterHole = i > 0 && isHole(scheme, united[i - 1]?.high, low);
    if (low && high && low.inclusive && high.inclusive && low.version === high.version) {
      constraints.push({ comparator: '=', version: low.version });
      continue;
    }
    if (low && !afterHole) constraints.push({ comparator: low.inclusive ? '>=' : '>', version: low.version });
    if (high && joinsNext) constraints.push({ comparator: '!=', version: high.version });
    else if (high) constraints.push({ comparator: high.inclusive ? '<=' : '<', version: high.version });
  }
  return { scheme, constraints: constraints.length === 0 ? '*' : constraints };
}

/** The same versions, written as short as it can be; where versions have no order, without what is plainly redundant. */
export function simplifyVers(range: VersRange): VersRange {
  const intervals = versToIntervals(range);
  if (intervals) return versFromIntervals(range.scheme, intervals);
  return { ...range, constraints: withoutRedundant(sortConstraints(range.scheme, constraintsOf(range))) };
}

/** Sorted; what overlaps or touches is one. */
export function unite(intervals: readonly VersInterval[]): readonly VersInterval[] {
  const united: VersInterval[] = [];
  const filled = intervals.filter(({ lo, hi }) => compareKeys(lo, hi) < 0);
  for (const next of filled.sort((a, b) => compareKeys(a.lo, b.lo) || compareKeys(b.hi, a.hi))) {
    const last = united.at(-1);
    if (!last || compareKeys(next.lo, last.hi) > 0) united.push(next);
    else if (compareKeys(next.hi, last.hi) > 0) united[united.length - 1] = bounded(last, next);
  }
  return united;
}

/** What two intervals share; an empty list where that is nothing. */
export function intersect(a: VersInterval, b: VersInterval): readonly VersInterval[] {
  const shared = bounded(compareKeys(a.lo, b.lo) >= 0 ? a : b, compareKeys(a.hi, b.hi) <= 0 ? a : b);
  return compareKeys(shared.lo, shared.hi) < 0 ? [shared] : [];
}

/** The interval of one span. */
function place(scheme: string, { low, high }: VersSpan): VersInterval | undefined {
  const from = low && spanOfKeys(scheme, low.version);
  const to = high && spanOfKeys(scheme, high.version);
  const isPoint = low && high && low.version === high.version;
  if ((low && !from) || (high && !to) || (!isPoint && [from, to].some((keys) => keys && !keys.ordered)))
    return undefined;
  return {
    lo: !from ? LOWEST_KEY : low?.inclusive ? from.from : successor(from.to),
    hi: !to ? HIGHEST_KEY : high?.inclusive ? successor(to.to) : to.from,
    ...(low ? { low } : {}),
    ...(high ? { high } : {}),
  };
}

function spanOfKeys(scheme: string, text: string) {
  const order = schemeOfVers(scheme) ?? equalityOnly;
  const version: Version = order.read(text);
  const keys = order.boundSpan?.(version) ?? { from: version.key, to: version.key };
  return { ...keys, ordered: hasOrder(version) };
}

/** From the low end of one to the high end of another. */
const bounded = ({ lo, low }: VersInterval, { hi, high }: VersInterval): VersInterval => ({
  lo,
  hi,
  ...(low ? { low } : {}),
  ...(high ? { high } : {}),
});

function without(interval: VersInterval, hole: VersInterval, version: string): readonly VersInterval[] {
  if (compareKeys(interval.lo, hole.hi) >= 0 || compareKeys(hole.lo, interval.hi) >= 0) return [interval];
  const bound = { version, inclusive: false };
  return [
    bounded(interval, { lo: LOWEST_KEY, hi: hole.lo, high: bound }),
    bounded({ lo: hole.hi, hi: HIGHEST_KEY, low: bound }, interval),
  ].filter(({ lo, hi }) => compareKeys(lo, hi) < 0);
}

/** One ends before a version and the next begins after it: just that one is missing between them. */
const isHole = (scheme: string, high: VersSpan['high'], low: VersSpan['low']): boolean =>
  high !== undefined && low !== undefined && !high.inclusive && !low.inclusive && sameVersion(scheme, high, low);

const sameVersion = (scheme: string, a: { version: string }, b: { version: string }): boolean =>
  a.version === b.version || schemeOfVers(scheme)?.compare(a.version, b.version) === 0;
