// What the suites against the naive evaluator ask, from a seed: neighbours of versions, and records in another order.

/** A version beside this one: a number one up or down, a part more or less, a pre-release, a build. */
export function near(version: string, random: () => number): string {
  const edit = EDITS[Math.floor(random() * EDITS.length)];
  return edit ? edit(version) : version;
}

const addTo =
  (by: number) =>
  (version: string): string =>
    version.replace(/(\d{1,9})(?=\D*$)/, (digits) => String(Math.max(0, Number(digits) + by)));

const EDITS: readonly ((version: string) => string)[] = [
  addTo(1),
  addTo(-1),
  addTo(9),
  (version) => version.replace(/\d{1,9}/, (digits) => String(Number(digits) + 1)),
  (version) => `${version}-rc.1`,
  (version) => `${version}rc1`,
  (version) => `${version}.0`,
  (version) => `${version}.1`,
  (version) => `${version}+build.1`,
  (version) => version.replace(/[.-][^.-]*$/, ''),
  (version) => version.replace(/[-+].*$/, ''),
];

/** The same record with entries, ranges, events and listed versions in another order. */
export function shuffled(value: unknown, random: () => number, within = ''): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item) => shuffled(item, random, within));
    return SHUFFLED.has(within) ? inAnyOrder(items, random) : items;
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, shuffled(item, random, key)]));
}

const SHUFFLED: ReadonlySet<string> = new Set(['affected', 'ranges', 'events', 'versions']);

const inAnyOrder = <T>(items: readonly T[], random: () => number): readonly T[] =>
  items
    .map((item) => [random(), item] as const)
    .sort((a, b) => a[0] - b[0])
    .map(([, item]) => item);
