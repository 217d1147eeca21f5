// Ranges as the events that advisories are made of (introduced, fixed, last affected, limit), and back.
import { fromIntervals, intersect, toIntervals, unite } from './intervals.ts';
import { compareIn } from './order.ts';
import { type Constraint, NO_VERSION, type VersRange } from './range.ts';
import { meaningOf } from './spans.ts';

/** As an advisory's range has them. `introduced: '0'` is before every version. */
export type VersEvent =
  | { readonly introduced: string }
  | { readonly fixed: string }
  | { readonly lastAffected: string }
  | { readonly limit: string };

/** Versions in ranges, and single ones, without those excepted: `>4.2` is a range from 4.2 on, except 4.2. */
export interface VersEvents {
  readonly ranges: readonly (readonly VersEvent[])[];
  readonly versions: readonly string[];
  readonly except: readonly string[];
}

/** No version of the range is left out, whether or not its bounds have an order. */
export function toEvents(range: VersRange): VersEvents {
  const { spans, except } = meaningOf(range);
  const ranges: (readonly VersEvent[])[] = [];
  const versions: string[] = [];
  const excepted = [...except];
  for (const { low, high } of spans) {
    if (low && low === high) {
      versions.push(low.version);
      continue;
    }
    if (low && !low.inclusive) excepted.push(low.version);
    const opens = { introduced: low?.version ?? '0' };
    if (!high) ranges.push([opens]);
    else ranges.push([opens, high.inclusive ? { lastAffected: high.version } : { fixed: high.version }]);
  }
  return { ranges, versions, except: excepted };
}

/**
 * The range of an advisory's events, in any order: `introduced` opens, `fixed` and `lastAffected` close, all below the highest
 * limit. undefined: a bound has no place in the order.
 */
export function fromEvents(scheme: string, events: readonly VersEvent[]): VersRange | undefined {
  const points = sorted(scheme, events.flatMap(pointOf));
  const held = points && toIntervals(walk(scheme, points));
  if (!held) return undefined;
  const limits = events.flatMap((event) => ('limit' in event ? [event.limit] : []));
  if (limits.length === 0 || limits.includes('*')) return fromIntervals(scheme, held);
  const below = limits.map((version) => toIntervals({ scheme, constraints: [{ comparator: '<', version }] }));
  if (below.includes(undefined)) return undefined;
  const highest = unite(below.flatMap((intervals) => intervals ?? []));
  return fromIntervals(
    scheme,
    held.flatMap((one) => highest.flatMap((other) => intersect(one, other))),
  );
}

interface Point {
  readonly version: string;
  readonly opens: boolean;
  /** Right behind the version, not at it. */
  readonly behind: boolean;
}

function pointOf(event: VersEvent): readonly Point[] {
  if ('introduced' in event) return [{ version: event.introduced, opens: true, behind: false }];
  if ('fixed' in event) return [{ version: event.fixed, opens: false, behind: false }];
  return 'lastAffected' in event ? [{ version: event.lastAffected, opens: false, behind: true }] : [];
}

function sorted(scheme: string, points: readonly Point[]): readonly Point[] | undefined {
  let ordered = true;
  const result = [...points].sort((a, b) => {
    const difference = order(scheme, a.version, b.version);
    ordered &&= difference !== undefined;
    return difference || Number(a.behind) - Number(b.behind);
  });
  return ordered ? result : undefined;
}

function order(scheme: string, a: string, b: string): number | undefined {
  return a === '0' || b === '0' ? Number(a !== '0') - Number(b !== '0') : compareIn(scheme, a, b);
}

/** Where one place both opens and closes, the state stays as it was: the next stretch goes on, an empty one is empty. */
function walk(scheme: string, points: readonly Point[]): VersRange {
  const constraints: Constraint[] = [];
  let open: string | undefined;
  const samePlace = (a: Point, b: Point): boolean => a.behind === b.behind && order(scheme, a.version, b.version) === 0;
  for (const point of points) {
    if (points.some((other) => other.opens !== point.opens && samePlace(point, other))) continue;
    if (point.opens) open ??= point.version;
    else if (open !== undefined) {
      constraints.push(...stretch(open, point));
      open = undefined;
    }
  }
  if (open === '0') return { scheme, constraints: '*' };
  if (open !== undefined) constraints.push({ comparator: '>=', version: open });
  return constraints.length === 0 ? NO_VERSION : { scheme, constraints };
}

function stretch(from: string, { version, behind }: Point): readonly Constraint[] {
  if (from === version && behind) return [{ comparator: '=', version }];
  const high: Constraint = { comparator: behind ? '<=' : '<', version };
  return from === '0' ? [high] : [{ comparator: '>=', version: from }, high];
}
