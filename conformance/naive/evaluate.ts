// OSV's rules of evaluation as its schema tells them (section "Evaluation"), and nothing else: every range is sorted and walked for
// every question. It knows no keys and no intervals, reads plain JSON, and shares no code with lib/exposure or with our reader. Slow.

export interface PlainRecord {
  readonly id: string;
  readonly withdrawn?: string;
  readonly affected?: readonly PlainAffected[];
}
export interface PlainAffected {
  readonly package?: { readonly ecosystem: string; readonly name: string };
  readonly ranges?: readonly PlainRange[];
  readonly versions?: readonly string[];
}
export interface PlainRange {
  readonly type: string;
  readonly events: readonly Readonly<Record<string, string>>[];
}

/** Below, at or above zero; undefined: the two cannot be ordered. */
export type Order = (a: string, b: string) => number | undefined;

class NoOrder extends Error {}

/** Whether the version is affected by one of the entries; undefined: an order that is needed is not known. */
export function isVulnerable(entries: readonly PlainAffected[], version: string, order: Order): boolean | undefined {
  const compare = (a: string, b: string): number => {
    const difference = a === b ? 0 : order(a, b);
    if (difference === undefined) throw new NoOrder();
    return difference;
  };
  try {
    return entries.some(
      ({ versions = [], ranges = [] }) =>
        versions.some((listed) => order(version, listed) === 0 || version === listed) ||
        ranges.some((range) => range.type !== 'GIT' && isIncluded(version, range, compare)),
    );
  } catch (error) {
    if (error instanceof NoOrder) return undefined;
    throw error;
  }
}

function isIncluded(version: string, { events }: PlainRange, compare: (a: string, b: string) => number): boolean {
  const limits = events.flatMap(({ limit }) => limit ?? []);
  if (limits.length > 0 && !limits.some((limit) => limit === '*' || compare(version, limit) < 0)) return false;
  const isAtLeast = (bound: string): boolean => bound === '0' || compare(version, bound) >= 0;
  const places = [...new Set(events.flatMap(({ limit, ...event }) => Object.values(event)))].sort((a, b) =>
    a === b ? 0 : a === '0' ? -1 : b === '0' ? 1 : compare(a, b),
  );
  let vulnerable = false;
  for (const place of places) {
    const here = events.filter(({ limit, ...event }) => Object.values(event).includes(place));
    const opens = here.some(({ introduced }) => introduced !== undefined);
    const fixes = here.some(({ fixed }) => fixed !== undefined);
    // A place that both opens and fixes says nothing of itself, in whatever order the two are written.
    if (opens && !fixes && isAtLeast(place)) vulnerable = true;
    if (fixes && !opens && isAtLeast(place)) vulnerable = false;
    if (here.some(({ last_affected: last }) => last !== undefined) && place !== '0' && compare(version, place) > 0)
      vulnerable = false;
  }
  return vulnerable;
}
