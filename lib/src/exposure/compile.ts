// Compiles an advisory into claims about packages. Idempotent: the same content gives the same claims and the same revision.
import type { Advisory, Affected, AffectedRange, Unaffected } from '../advisory/advisory-model.ts';
import { parseCpe } from '../advisory/cpe.ts';
import { canonicalJson, digestOf } from '../kit/index.ts';
import { type Ecosystem, ecosystem, equalityOnly } from '../version/ecosystem.ts';
import { compareKeys, HIGHEST_KEY, LOWEST_KEY, successor } from '../version/key.ts';
import { packageKey, packageOfEntry } from '../version/package-name.ts';
import { releasesOfChannel } from '../version/release.ts';
import { hasOrder, type VersionScheme } from '../version/scheme.ts';
import { packagesOfDigests } from './file-digests.ts';
import { type Claim, type CompiledAdvisory, INTERVAL_FLAG, type Interval, type NoClaim } from './model.ts';
import { type Exception, subtract } from './subtract.ts';
import { boundFlags, sweep, unreadable } from './sweep.ts';

export function compile(advisory: Advisory): CompiledAdvisory {
  const base = {
    advisory: advisory.id,
    revision: digestOf(canonicalJson(advisory)),
    informational: advisory.informational,
  };
  if (advisory.withdrawn !== undefined) return { ...base, withdrawn: true, claims: [], noClaims: [] };
  const noClaims: NoClaim[] = [];
  const exceptions = exceptionsOf(advisory.unaffected ?? []);
  const intervals = new Map<string, { namespace: string; name: string; intervals: Interval[] }>();
  const add = (part: Part): void => {
    const key = packageKey(part);
    const known = intervals.get(key);
    if (known) known.intervals.push(...part.intervals);
    else intervals.set(key, { ...part, intervals: [...part.intervals] });
  };
  for (const [i, entry] of advisory.affected.entries())
    for (const part of compileEntry(entry, `/affected/${i}`, noClaims))
      add({ ...part, intervals: subtract(part.intervals, exceptions.get(authored(part, entry)) ?? []) });
  for (const [i, entry] of (advisory.undecided ?? []).entries())
    for (const part of compileEntry(entry, `/undecided/${i}`, noClaims))
      add({ ...part, intervals: part.intervals.map(inDoubt) });
  const claims = [...intervals.values()].map(
    (part): Claim => ({ ...base, ...part, intervals: settle(part.intervals) }),
  );
  return { ...base, withdrawn: false, claims, noClaims };
}

/** A package, and whose word on it. */
const authored = (part: Pick<Part, 'namespace' | 'name'>, { author }: Affected): string =>
  JSON.stringify([packageKey(part), author ?? null]);

/** By package and author. What holds only somewhere (on a platform, as a part of something) takes nothing here. */
function exceptionsOf(unaffected: readonly Unaffected[]): ReadonlyMap<string, readonly Exception[]> {
  const all = new Map<string, Exception[]>();
  for (const entry of unaffected) {
    if (entry.context?.length || entry.limitedTo?.length) continue;
    for (const part of compileEntry(entry, '', [])) {
      const key = authored(part, entry);
      const mine = part.intervals.map((interval) => ({ interval, because: entry.because }));
      all.set(key, [...(all.get(key) ?? []), ...mine]);
    }
  }
  return all;
}

const inDoubt = (interval: Interval): Interval => ({
  ...interval,
  flags: interval.flags | INTERVAL_FLAG.unreadable | INTERVAL_FLAG.undecided,
});

const inContext = (interval: Interval): Interval => ({
  ...interval,
  flags: interval.flags | INTERVAL_FLAG.unreadable | INTERVAL_FLAG.context,
});

/**
 * Whether the entry holds only on or in something that a component does not tell: the application on one operating system, the library
 * as that product ships it. The hardware of the same vendor that firmware is for goes without saying; a distribution's release is told.
 */
function needsContext({ ecosystem: name, cpes = [], context = [] }: Affected): boolean {
  if (context.length === 0) return false;
  const own = name === 'cpe' ? parseCpe(cpes[0] ?? '') : undefined;
  return !context.every((text) => {
    const around = parseCpe(text);
    return own !== undefined && around?.part === 'h' && around.vendor.toLowerCase() === own.vendor.toLowerCase();
  });
}

interface Part {
  readonly namespace: string;
  readonly name: string;
  readonly intervals: readonly Interval[];
}

/**
 * The claims of one `affected` entry: on its package; for a release of a distribution on the mark for all releases as well
 * (`deb:debian:*`, for components that do not say theirs), and for a channel on those of its release (`deb:ubuntu:16.04:*`).
 */
function compileEntry(entry: Affected, path: string, noClaims: NoClaim[]): readonly Part[] {
  if (entry.name === '') {
    noClaims.push({ path, reason: 'no-package' });
    return [];
  }
  const eco = ecosystem(entry.ecosystem);
  const files = filesOf(entry);
  const found = [...rangesOf(entry, eco, path, noClaims), ...listedOf(entry.versions, eco.scheme ?? equalityOnly)];
  if (entry.ranges.length === 0 && entry.versions.length === 0) {
    noClaims.push({ path, reason: 'nothing-claimed' });
    return [];
  }
  const { namespace, name } = packageOfEntry(entry);
  if (eco.distribution === undefined)
    return [{ namespace, name, intervals: needsContext(entry) ? found.map(inContext) : found }, ...files];
  if (eco.release === undefined) {
    const marked = found.map((interval) => ({ ...interval, flags: interval.flags | INTERVAL_FLAG.releaseNotStated }));
    return [{ namespace, name, intervals: marked }, ...files];
  }
  const base = namespace.slice(0, -eco.release.length);
  return [
    { namespace, name, intervals: found },
    { namespace: `${base}*`, name, intervals: [unreadable(INTERVAL_FLAG.releaseUnknown)] },
    ...releasesOfChannel(eco.release).map((release) => ({ namespace: `${base}${release}:*`, name, intervals: found })),
    ...files,
  ];
}

/** The files that an entry names by digest: whole, for a file is of one version. */
const filesOf = (entry: Affected): readonly Part[] =>
  packagesOfDigests(entry.hashes ?? []).map((file) => ({
    ...file,
    intervals: [needsContext(entry) ? inContext(WHOLE) : WHOLE],
  }));

function rangesOf(entry: Affected, eco: Ecosystem, path: string, noClaims: NoClaim[]): readonly Interval[] {
  const found: Interval[] = [];
  for (const [i, range] of entry.ranges.entries()) {
    const result = rangeOf(range, eco.scheme);
    if (typeof result === 'string') noClaims.push({ path: `${path}/ranges/${i}`, reason: result });
    else found.push(...result);
    // A range of commits says nothing about versions and takes nothing from the other ranges; what should have been readable
    // and is not leaves every version in doubt.
    if (typeof result === 'string' && result !== 'git-range') found.push(unreadable());
  }
  const onlyCommits = entry.ranges.length > 0 && entry.ranges.every((range) => range.type === 'GIT');
  return onlyCommits && entry.versions.length === 0 ? [unreadable()] : found;
}

function rangeOf(range: AffectedRange, scheme: VersionScheme | undefined): readonly Interval[] | NoClaim['reason'] {
  if (range.type === 'GIT') return 'git-range';
  if (!range.events.some((event) => 'introduced' in event)) return 'no-introduced';
  if (range.events.every((event) => 'introduced' in event && event.introduced === '0')) return [WHOLE];
  if (scheme === undefined) return 'ecosystem-unordered';
  return sweep(range.events, scheme) ?? 'bound-unreadable';
}

const WHOLE: Interval = { lo: LOWEST_KEY, hi: HIGHEST_KEY, flags: 0, from: '0' };

/** `versions[]`: a point each. */
function listedOf(versions: readonly string[], scheme: VersionScheme): readonly Interval[] {
  return versions.map((text) => {
    const version = scheme.read(text);
    return {
      lo: version.key,
      hi: successor(version.key),
      flags: hasOrder(version) ? boundFlags(version) : INTERVAL_FLAG.equality,
      from: version.text,
      to: { kind: 'listed', version: version.text },
    };
  });
}

/** Sorted, overlaps of clean intervals joined, flags that concern the whole claim on all of them. */
function settle(intervals: readonly Interval[]): readonly Interval[] {
  const whole = intervals.find((i) => isWhole(i) && i.flags === 0);
  if (whole) return [whole];
  const shared = intervals.reduce((flags, i) => flags | (i.flags & OF_THE_WHOLE_CLAIM), 0);
  const flagged = intervals.map((i) => (shared === 0 ? i : { ...i, flags: i.flags | shared }));
  const isApart = (i: Interval): boolean => (i.flags & ~(OF_THE_WHOLE_CLAIM | OF_THE_WORDS)) !== 0;
  const apart = flagged.filter(isApart);
  const joined = joinOverlaps(flagged.filter((i) => !isApart(i)));
  const seen = new Set<string>();
  return [...joined, ...apart]
    .sort((a, b) => compareKeys(a.lo, b.lo) || compareKeys(a.hi, b.hi))
    .filter((i) => {
      const id = `${i.flags} ${i.from} ${i.to?.kind} ${i.to?.version}`;
      return !seen.has(id) && seen.add(id);
    });
}

const OF_THE_WHOLE_CLAIM = INTERVAL_FLAG.epoch | INTERVAL_FLAG.releaseNotStated;
/** Says how an interval reads, not what it holds. */
const OF_THE_WORDS = INTERVAL_FLAG.opensAfter;

const isWhole = (i: Interval): boolean => compareKeys(i.lo, LOWEST_KEY) === 0 && compareKeys(i.hi, HIGHEST_KEY) === 0;

function joinOverlaps(intervals: readonly Interval[]): readonly Interval[] {
  const joined: Interval[] = [];
  for (const next of [...intervals].sort((a, b) => compareKeys(a.lo, b.lo) || compareKeys(b.hi, a.hi))) {
    const last = joined.at(-1);
    if (!last || compareKeys(next.lo, last.hi) > 0) joined.push(next);
    else if (compareKeys(next.hi, last.hi) > 0) {
      const { to: _, ...opening } = last;
      joined[joined.length - 1] = { ...opening, hi: next.hi, ...(next.to ? { to: next.to } : {}) };
    }
  }
  return joined;
}
