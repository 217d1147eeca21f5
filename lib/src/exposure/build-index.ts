// An index in memory over many compiled advisories: an inventory is matched in time that grows with its components and what they hit,
// not with the number of advisories. The same claims in tables (rows.ts) answer the same way.
import { compareKeys } from '../version/key.ts';
import { type Identifiable, identify } from './identify.ts';
import { match } from './match.ts';
import type { Claim, CompiledAdvisory, ComponentKey, Interval, Match } from './model.ts';
import { reason } from './reasons.ts';
import { EPOCH_MASK, mustJudgeInterval, mustJudgeVersion } from './rows.ts';
import { type ComponentVerdict, type ExposureIndex, reachingMatches, strongest } from './verdict.ts';

export function buildIndex(compiled: Iterable<CompiledAdvisory>): ExposureIndex {
  const packages = new Map<string, Claim[]>();
  let claims = 0;
  let intervals = 0;
  for (const advisory of compiled) {
    for (const claim of advisory.claims) {
      const key = `${claim.namespace}/${claim.name}`;
      const known = packages.get(key);
      if (known) known.push(claim);
      else packages.set(key, [claim]);
      claims += 1;
      intervals += claim.intervals.length;
    }
  }
  const shelves = new Map<string, Shelf>();
  const shelfOf = (key: string): Shelf | undefined => {
    const ready = shelves.get(key);
    if (ready) return ready;
    const raw = packages.get(key);
    if (!raw) return undefined;
    const shelf = buildShelf(raw);
    shelves.set(key, shelf);
    return shelf;
  };
  return {
    packages: packages.size,
    claims,
    intervals,
    verdict: (component) => verdictOf(component, shelfOf),
    explain: (component) =>
      strongest(
        identify(component).keys.flatMap((key) => (packages.get(key.package) ?? []).map((claim) => match(key, claim))),
      ),
  };
}

function verdictOf(component: Identifiable, shelfOf: (key: string) => Shelf | undefined): ComponentVerdict {
  const { keys, cannotMatch } = identify(component);
  let advisories = 0;
  const found: Match[] = [];
  for (const key of keys) {
    const shelf = shelfOf(key.package);
    if (!shelf) continue;
    advisories += shelf.claims.length;
    for (const claim of reaching(shelf, key)) {
      const result = match(key, claim);
      if (result.state !== 'not_affected') found.push(result);
    }
  }
  if (advisories === 0 && cannotMatch) return { state: 'cannot_match', reason: cannotMatch, matches: [], advisories };
  if (advisories === 0) return { state: 'no_advisory', reason: reason('no-advisory'), matches: [], advisories };
  const matches = reachingMatches(found, keys, (key, advisory) =>
    (shelfOf(key.package)?.claims ?? [])
      .filter((claim) => claim.advisory === advisory)
      .map((claim) => match(key, claim)),
  );
  const [first] = matches;
  const version = keys[0]?.version?.text ?? '';
  return first
    ? { state: first.state, reason: first.reason, matches, advisories }
    : { state: 'not_affected', reason: reason('outside-intervals', { version }), matches, advisories };
}

/** The claims on one package, made ready to ask which intervals hold a key. */
interface Shelf {
  readonly claims: readonly Claim[];
  /** Claims that no pair of byte comparisons can decide. */
  readonly judged: readonly Claim[];
  /** Claims that a version without an epoch must be judged against. */
  readonly withEpoch: readonly Claim[];
  /** The intervals of the others, sorted by lo. */
  readonly sorted: readonly { readonly interval: Interval; readonly claim: Claim }[];
  /** The highest hi of each block of 16, so that blocks that end too early are passed over. */
  readonly highest: readonly Uint8Array[];
}

const BLOCK = 16;

function buildShelf(claims: readonly Claim[]): Shelf {
  const judged = claims.filter((claim) => claim.intervals.some((i) => mustJudgeInterval(i.flags)));
  const plain = claims.filter((claim) => !claim.intervals.some((i) => mustJudgeInterval(i.flags)));
  const sorted = plain
    .flatMap((claim) => claim.intervals.map((interval) => ({ interval, claim })))
    .sort((a, b) => compareKeys(a.interval.lo, b.interval.lo));
  const highest: Uint8Array[] = [];
  for (const [i, { interval }] of sorted.entries()) {
    const block = Math.floor(i / BLOCK);
    const known = highest[block];
    if (!known || compareKeys(interval.hi, known) > 0) highest[block] = interval.hi;
  }
  const withEpoch = plain.filter((claim) => claim.intervals.some((i) => i.flags & EPOCH_MASK));
  return { claims, judged, withEpoch, sorted, highest };
}

/** The claims that may reach a key: those whose interval holds it, and those that must be judged one by one. */
function reaching(shelf: Shelf, { version }: ComponentKey): readonly Claim[] {
  if (version === undefined || mustJudgeVersion(version.flags)) return shelf.claims;
  const holding = new Set<Claim>(shelf.judged);
  const begun = countBegun(shelf.sorted, version.key);
  for (let block = 0; block * BLOCK < begun; block += 1) {
    if (compareKeys(shelf.highest[block] ?? version.key, version.key) <= 0) continue;
    const end = Math.min(begun, (block + 1) * BLOCK);
    for (let i = block * BLOCK; i < end; i += 1) {
      const entry = shelf.sorted[i];
      if (entry && compareKeys(version.key, entry.interval.hi) < 0) holding.add(entry.claim);
    }
  }
  if (version.flags & EPOCH_MASK) for (const claim of shelf.withEpoch) holding.add(claim);
  return [...holding];
}

/** How many intervals begin at or before the key. */
function countBegun(sorted: Shelf['sorted'], key: Uint8Array): number {
  let from = 0;
  let to = sorted.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    const entry = sorted[middle];
    if (entry && compareKeys(entry.interval.lo, key) <= 0) from = middle + 1;
    else to = middle;
  }
  return from;
}
