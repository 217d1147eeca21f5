// Judges components against advisories: SQL found the pairs, lib/exposure's `match` on the whole claim gives the verdict.
import {
  type Claim,
  type ComponentKey,
  claimFromRows,
  type IntervalRow,
  type Match,
  match,
  strongest,
} from '@leadtime/lib/exposure';
import { equalityOnly, packageFromKey, schemeOfNamespace } from '@leadtime/lib/version';
import { newId } from '../../platform/clock.ts';
import type { Tx } from '../../platform/db/database.ts';
import * as store from './match-store.ts';
import { type LearntBy, type Remembered, remember } from './remember.ts';

export interface Pair {
  readonly component_id: string;
  readonly advisory_id: string;
}
export interface Verdict extends Pair {
  /** Absent: the advisory claims nothing (any more) of what the component may be. */
  readonly match?: Match;
}

/** Claims of advisories by package, kept from page to page within a run; forgotten when they grow. */
export interface ClaimCache {
  rows: number;
  readonly byAdvisory: Map<string, ReadonlyMap<string, Claim>>;
}
export const newClaimCache = (): ClaimCache => ({ rows: 0, byAdvisory: new Map() });
const CACHED_ROWS = 50_000;

export async function judge(tx: Tx, pairs: readonly Pair[], cache: ClaimCache): Promise<readonly Verdict[]> {
  const keys = await keysOf(tx, [...new Set(pairs.map((p) => p.component_id))]);
  await load(tx, [...new Set(pairs.map((p) => p.advisory_id))], cache);
  return pairs.map((pair) => {
    const claims = cache.byAdvisory.get(pair.advisory_id);
    const found = (keys.get(pair.component_id) ?? []).flatMap((key) => {
      const claim = claims?.get(key.package);
      return claim ? [match(key, claim)] : [];
    });
    const [best] = strongest(found);
    return {
      component_id: pair.component_id,
      advisory_id: pair.advisory_id,
      ...(best ? { match: best } : {}),
    };
  });
}

async function keysOf(tx: Tx, components: readonly string[]): Promise<ReadonlyMap<string, readonly ComponentKey[]>> {
  const rows = await tx.all(store.KEYS, [components]);
  return new Map(
    Object.entries(Object.groupBy(rows, (r) => r.component_id)).map(([id, of]) => [id, (of ?? []).map(keyOfRow)]),
  );
}

function keyOfRow(row: { package: string; via: string; version_text: string | null }): ComponentKey {
  const named = packageFromKey(row.package);
  const scheme = schemeOfNamespace(named.namespace) ?? equalityOnly;
  return {
    ...named,
    package: row.package,
    via: row.via as ComponentKey['via'], // written by prepare from a ComponentKey
    ...(row.version_text === null ? {} : { version: scheme.read(row.version_text) }),
  };
}

/** All claims of one advisory, by package. */
export async function loadClaims(tx: Tx, advisory: string, cache: ClaimCache): Promise<ReadonlyMap<string, Claim>> {
  await load(tx, [advisory], cache);
  return cache.byAdvisory.get(advisory) ?? new Map();
}

async function load(tx: Tx, advisories: readonly string[], cache: ClaimCache): Promise<void> {
  const missing = advisories.filter((id) => !cache.byAdvisory.has(id));
  if (missing.length === 0) return;
  if (cache.rows > CACHED_ROWS) {
    cache.byAdvisory.clear();
    cache.rows = 0;
    return load(tx, advisories, cache);
  }
  const rows = await tx.all(store.CLAIMS, [missing]);
  cache.rows += rows.length;
  const byAdvisory = Object.groupBy(rows, (r) => r.advisory_id);
  for (const id of missing) {
    const packages = Object.entries(Object.groupBy(byAdvisory[id] ?? [], (r) => r.package));
    cache.byAdvisory.set(id, new Map(packages.map(([name, of]) => [name, claimFromRows((of ?? []).map(intervalOf))])));
  }
}

const intervalOf = (r: store.IntervalRecord): IntervalRow => ({
  advisory: r.claimant,
  revision: r.revision,
  informational: r.informational,
  package: r.package,
  position: r.position,
  lo: new Uint8Array(r.lo),
  hi: new Uint8Array(r.hi),
  flags: r.flags,
  opens: r.opens,
  closes: r.closes,
  closesKind: r.closes_kind as IntervalRow['closesKind'], // written by storeIntervals from an IntervalRow
});

/** What became of a batch of verdicts. */
export interface Kept {
  /** Whose duties must be looked at again: each once. */
  readonly groups: readonly store.GroupKey[];
  readonly components: readonly string[];
  /** Parties with a component that is affected now. */
  readonly affected: readonly string[];
}

/**
 * Writes verdicts; what says the same as before touches nothing. A component that is gone has no exposure any more: what an
 * advisory says of it is kept only in what was known when.
 */
export async function keep(tx: Tx, verdicts: readonly Verdict[], by: LearntBy): Promise<Kept> {
  const facts = new Map(
    (await tx.all(store.COMPONENTS, [[...new Set(verdicts.map((v) => v.component_id))]])).map((c) => [c.id, c]),
  );
  const reaching: unknown[] = [];
  const clear: unknown[] = [];
  for (const { match: m, component_id, advisory_id } of verdicts) {
    const c = facts.get(component_id);
    if (!m || !c) continue;
    const { reason, evidence, tier } = m;
    if (c.gone) continue;
    if (m.state === 'not_affected') clear.push({ advisory_id, component_id, tier, reason, evidence });
    else
      reaching.push({
        id: newId(tx.now),
        party_id: c.party_id,
        advisory_id,
        component_id,
        asset_id: c.asset_id,
        package: c.package,
        state: m.state,
        tier,
        informational: m.informational,
        fixed_in: m.fixedIn ?? null,
        reason,
        evidence,
      });
  }
  const kept = reaching.length > 0 ? await tx.all(store.KEEP, [JSON.stringify(reaching), tx.now]) : [];
  const cleared = clear.length > 0 ? await tx.all(store.CLEAR, [JSON.stringify(clear), tx.now]) : [];
  const changed = new Set([...kept, ...cleared].map(pairOf));
  const known = verdicts.filter((v) => v.match && (facts.get(v.component_id)?.gone === true || changed.has(pairOf(v))));
  await remember(tx, known.map(rememberedOf), { by, why: 'advisory-changed' });
  return {
    groups: distinctGroups([...kept, ...cleared]),
    components: [...new Set([...kept, ...cleared].map((k) => k.component_id))],
    affected: [...new Set(kept.filter((k) => k.state === 'affected').map((k) => k.party_id))],
  };
}

const pairOf = (p: Pair): string => `${p.advisory_id} ${p.component_id}`;

function rememberedOf({ advisory_id, component_id, match: m }: Verdict): Remembered {
  if (!m || m.state === 'not_affected') return { advisory_id, component_id };
  const { state, tier, informational, fixedIn, evidence } = m;
  return {
    advisory_id,
    component_id,
    state,
    tier,
    informational,
    fixed_in: fixedIn ?? null,
    revision: evidence.revision,
  };
}

export const distinctGroups = (rows: readonly store.GroupKey[]): readonly store.GroupKey[] => [
  ...new Map(
    rows.map(({ party_id, advisory_id, asset_id, package: name }) => [
      `${advisory_id} ${asset_id} ${name}`,
      { party_id, advisory_id, asset_id, package: name },
    ]),
  ).values(),
];
