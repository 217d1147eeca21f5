// From the events of one OSV range to half-open intervals of keys (OSV schema, section Evaluation). The order of events in the file
// means nothing: they are swept in the order of their versions.
import type { RangeEvent } from '../advisory/index.ts';
import { compareKeys, HIGHEST_KEY, LOWEST_KEY, successor } from '../version/key.ts';
import { hasOrder, VERSION_FLAG, type Version, type VersionScheme } from '../version/scheme.ts';
import { INTERVAL_FLAG, type Interval } from './model.ts';

/** The intervals, or undefined where a bound has no place in the order. */
export function sweep(events: readonly RangeEvent[], scheme: VersionScheme): readonly Interval[] | undefined {
  const points = events.flatMap((event) => pointOf(event, scheme));
  const limit = limitOf(events, scheme);
  if (limit === undefined || points.some((p) => p.key === undefined)) return undefined;
  const groups = group(points);
  return keepsOrder(groups, scheme) ? clip(join(groups), limit) : undefined;
}

/** What an affected range that nothing can be said about becomes: it may hold any version. */
export const unreadable = (flags = 0): Interval => ({
  lo: LOWEST_KEY,
  hi: HIGHEST_KEY,
  flags: INTERVAL_FLAG.unreadable | flags,
  from: '0',
});

interface Point {
  readonly opens: boolean;
  /** Where the state changes: for last_affected right after the version. undefined: not readable. */
  readonly key: Uint8Array | undefined;
  readonly flags: number;
  readonly version: string;
  readonly kind: 'introduced' | 'fixed' | 'last_affected';
}

function pointOf(event: RangeEvent, scheme: VersionScheme): readonly Point[] {
  if ('introduced' in event) return [{ kind: 'introduced', opens: true, ...placed(event.introduced, scheme) }];
  if ('fixed' in event) return [{ kind: 'fixed', opens: false, ...placed(event.fixed, scheme) }];
  if ('limit' in event) return [];
  const { key, ...rest } = placed(event.lastAffected, scheme);
  return [{ kind: 'last_affected', opens: false, ...rest, key: key && successor(key) }];
}

function placed(text: string, scheme: VersionScheme): Pick<Point, 'key' | 'flags' | 'version'> {
  if (text === '0') return { key: LOWEST_KEY, flags: 0, version: '0' };
  const version = scheme.read(text);
  return { key: hasOrder(version) ? version.key : undefined, flags: boundFlags(version), version: version.text };
}

/** The flags that a bound gives to its interval. */
export function boundFlags({ flags }: Version): number {
  return (
    (flags & (VERSION_FLAG.malformed | VERSION_FLAG.partial) ? INTERVAL_FLAG.malformed : 0) |
    (flags & VERSION_FLAG.epoch ? INTERVAL_FLAG.epoch : 0) |
    (flags & VERSION_FLAG.ambiguous ? INTERVAL_FLAG.ambiguous : 0)
  );
}

interface Limit {
  readonly key: Uint8Array;
  readonly version?: string;
  readonly flags: number;
}

/** A version must be below at least one limit, so the highest counts; none or `*` is no limit. undefined: not readable. */
function limitOf(events: readonly RangeEvent[], scheme: VersionScheme): Limit | undefined {
  const limits = events.flatMap((event) => ('limit' in event ? [event.limit] : []));
  if (limits.length === 0 || limits.includes('*')) return { key: HIGHEST_KEY, flags: 0 };
  let highest: Limit | undefined;
  for (const text of limits) {
    const { key, flags, version } = placed(text, scheme);
    if (key === undefined) return undefined;
    if (!highest || compareKeys(key, highest.key) > 0) highest = { key, flags, version };
  }
  return highest;
}

/** Points at the same place, in order. */
function group(points: readonly Point[]): readonly (readonly Point[])[] {
  const groups: Point[][] = [];
  const sorted = [...points].sort((a, b) => compareKeys(a.key ?? LOWEST_KEY, b.key ?? LOWEST_KEY));
  for (const point of sorted) {
    const last = groups.at(-1);
    if (last && compareKeys(last[0]?.key ?? LOWEST_KEY, point.key ?? LOWEST_KEY) === 0) last.push(point);
    else groups.push([point]);
  }
  return groups;
}

/** Whether the bounds stand as the scheme itself has them: keys of versions without a total order may not tell. */
function keepsOrder(groups: readonly (readonly Point[])[], scheme: VersionScheme): boolean {
  if (!groups.some((points) => points.some((p) => p.flags & INTERVAL_FLAG.ambiguous))) return true;
  const texts = groups.flatMap((points) => points[0]?.version ?? []).filter((text) => text !== '0');
  return texts.every((text, i) => i === 0 || (scheme.compare(texts[i - 1] ?? '', text) ?? 0) <= 0);
}

/**
 * Walks the places. Where a place both opens and closes, the state stays: `introduced 2, fixed 2` is empty when closed before, and
 * `fixed 2` of one stretch with `introduced 2` of the next leaves no hole.
 */
function join(groups: readonly (readonly Point[])[]): readonly Interval[] {
  const intervals: Interval[] = [];
  let open: Point | undefined;
  for (const points of groups) {
    const opens = points.find((p) => p.opens);
    const closes = points.find((p) => !p.opens);
    if (opens && closes) continue;
    if (opens && !open) open = opens;
    if (!closes || !open) continue;
    intervals.push({
      lo: open.key ?? LOWEST_KEY,
      hi: closes.key ?? HIGHEST_KEY,
      flags: open.flags | closes.flags,
      from: open.version,
      to: { kind: closes.kind === 'last_affected' ? 'last_affected' : 'fixed', version: closes.version },
    });
    open = undefined;
  }
  if (open) intervals.push({ lo: open.key ?? LOWEST_KEY, hi: HIGHEST_KEY, flags: open.flags, from: open.version });
  return intervals;
}

function clip(intervals: readonly Interval[], limit: Limit): readonly Interval[] {
  if (limit.version === undefined) return intervals;
  const to = { kind: 'limit', version: limit.version } as const;
  return intervals
    .filter((interval) => compareKeys(interval.lo, limit.key) < 0)
    .map((interval) =>
      compareKeys(interval.hi, limit.key) <= 0
        ? interval
        : { ...interval, hi: limit.key, to, flags: interval.flags | limit.flags },
    );
}
