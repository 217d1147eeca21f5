// Ranges as the events that advisories are made of (introduced, fixed, last affected, limit), and back.
import { intersect, unite, versFromIntervals, versToIntervals } from './intervals.ts';
import { compareIn, groupEqual } from './order.ts';
import { NO_VERSION, type VersConstraint, type VersRange } from './range.ts';
import { versMeaning } from './spans.ts';

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
export function versToEvents(range: VersRange): VersEvents {
  const { spans, except } = versMeaning(range);
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
export function versFromEvents(scheme: string, events: readonly VersEvent[]): VersRange | undefined {
  const points = sorted(scheme, events.flatMap(pointOf));
  const held = points && versToIntervals(walk(scheme, points));
  if (!held) return undefined;
  const limits = events.flatMap((event) => ('limit' in event ? [event.limit] : []));
  if (limits.length === 0 || limits.includes('*')) return versFromIntervals(scheme, held);
  const below = limits.map((version) => versToIntervals({ scheme, constraints: [{ comparator: '<', version }] }));
  if (below.includes(undefined)) return undefined;
  const highest = unite(below.flatMap((intervals) => intervals ?? []));
  return versFromIntervals(
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
  const constraints: VersConstraint[] = [];
  let open: string | undefined;
  for (const place of places(scheme, points)) {
    const opens = place.find((point) => point.opens);
    const closes = place.find((point) => !point.opens);
    if (opens && closes) continue;
    if (opens) open ??= opens.version;
    if (!closes || open === undefined) continue;
    constraints.push(...stretch(scheme, open, closes));
    open = undefined;
  }
  if (open === '0') return { scheme, constraints: '*' };
  if (open !== undefined) constraints.push({ comparator: '>=', version: open });
  return constraints.length === 0 ? NO_VERSION : { scheme, constraints };
}

/** Points at the same place together. */
function places(scheme: string, points: readonly Point[]): readonly (readonly Point[])[] {
  const isStart = ({ version, behind }: Point): boolean => version === '0' && !behind;
  const start = points.filter(isStart);
  const others = points.filter((point) => !isStart(point));
  return [
    ...(start.length > 0 ? [start] : []),
    ...groupEqual(scheme, others).flatMap((group) => [
      group.filter(({ behind }) => !behind),
      group.filter(({ behind }) => behind),
    ]),
  ];
}

function stretch(scheme: string, from: string, { version, behind }: Point): readonly VersConstraint[] {
  if (behind && from !== '0' && compareIn(scheme, from, version) === 0) return [{ comparator: '=', version }];
  const high: VersConstraint = { comparator: behind ? '<=' : '<', version };
  return from === '0' ? [high] : [{ comparator: '>=', version: from }, high];
}
