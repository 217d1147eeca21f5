// Reverse: an advisory against what all parties run, by the index on package and version key. Inventories are never scanned: only
// the components of the packages that it names are looked at, and of those only the ones in its ranges where ranges can decide.
import { type Claim, INTERVAL_FLAG, mustJudgeInterval } from '@leadtime/lib/exposure';
import type { Database, Tx } from '../../platform/db/database.ts';
import { emit } from '../../platform/events.ts';
import { type ClaimCache, distinctGroups, judge, keep, type Kept, loadClaims, newClaimCache } from './judge.ts';
import { countAnew, type MatchDeps } from './match-inventory.ts';
import * as store from './match-store.ts';

const FIRST = '00000000-0000-0000-0000-000000000000';
const AT_ONCE = 500;
/** Beyond so many intervals one walk over the package is cheaper than a look-up for each. */
const RANGES_LIMIT = 50;

/** The job: `{advisory}` or `{advisories}`, stored or changed; `dropped` are packages that the advisory names no more. */
export async function matchAdvisory(deps: MatchDeps, payload: Readonly<Record<string, unknown>>): Promise<void> {
  const asked = [payload['advisory'], ...listOf(payload['advisories'])].filter((id) => typeof id === 'string');
  const dropped = listOf(payload['dropped']).filter((name) => typeof name === 'string');
  const concerned = await deps.db.verb('exposures.match', (tx) => tx.all(store.CONCERNED, [asked]));
  for (const { id } of concerned) await matchOne(deps, id);
  const [first] = asked;
  if (first !== undefined && dropped.length > 0) await settlePackages(deps.db, first, dropped);
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

async function matchOne(deps: MatchDeps, id: string): Promise<void> {
  const cache = newClaimCache();
  const found = await deps.db.verb('exposures.match', async (tx) => {
    const advisory = await tx.maybe(store.ADVISORY_STATE, [id]);
    return { published: advisory?.state === 'published', claims: await loadClaims(tx, id, cache) };
  });
  if (found.published) for (const [name, claim] of found.claims) await reach(deps, { id, name, claim, cache });
  await lookAgain(deps, id, found.published, cache);
  await settlePackages(deps.db, id, [...found.claims.keys()]);
  await deps.db.verb('exposures.match', async (tx) =>
    countAnew(tx, await tx.all(store.COUNT_OPERATORS_OF_ADVISORY, [id])),
  );
}

interface Reaching {
  readonly id: string;
  readonly name: string;
  readonly claim: Claim;
  readonly cache: ClaimCache;
}

/** Finds who may be reached by one claim, page by page, and judges them. */
async function reach(deps: MatchDeps, { id, name, claim, cache }: Reaching): Promise<void> {
  for (const scan of scansOf(name, claim)) {
    for (let at: Position | undefined = START; at !== undefined; ) {
      const from: Position = at;
      at = await deps.db.verb('exposures.match', async (tx) => {
        await tx.all(store.ONE_AT_A_TIME);
        const page = await scan(tx, from);
        const components = [...new Set(page.map((r) => r.component_id))];
        const told = components.length > 0 ? await tx.all(store.TELLABLE, [components, id]) : [];
        const verdicts = await judge(
          tx,
          told.map((c) => ({ component_id: c.id, advisory_id: id })),
          cache,
        );
        await settle(tx, deps, id, await keep(tx, verdicts));
        const end = page.at(-1);
        return page.length < AT_ONCE || !end ? undefined : { component: end.component_id, key: end.version_key };
      });
    }
  }
}

interface Position {
  readonly component: string;
  readonly key?: Buffer | undefined;
}
const START: Position = { component: FIRST };
type Page = readonly { component_id: string; version_key?: Buffer }[];
type Scan = (tx: Tx, from: Position) => Promise<Page>;

/** The look-ups of lib/exposure/rows: the ranges, and the few rows that no range decides; all of the package where the claim says so. */
function scansOf(name: string, claim: Claim): readonly Scan[] {
  const all: Scan = (tx, from) => tx.all(store.OF_PACKAGE, [name, from.component, AT_ONCE]);
  const judged: Scan = (tx, from) => tx.all(store.JUDGED, [name, from.component, AT_ONCE]);
  const odd = claim.intervals.some((i) => mustJudgeInterval(i.flags) || i.flags & INTERVAL_FLAG.epoch);
  if (odd || claim.intervals.length > RANGES_LIMIT) return [all];
  const ranges = claim.intervals.map(({ lo, hi }): Scan => {
    const [low, high] = [Buffer.from(lo), Buffer.from(hi)];
    return (tx, from) => tx.all(store.IN_RANGE, [name, low, high, from.key ?? low, from.component, AT_ONCE]);
  });
  return [...ranges, judged];
}

/** What the advisory reached before: still reached, no more, or retracted. */
async function lookAgain(deps: MatchDeps, id: string, published: boolean, cache: ClaimCache): Promise<void> {
  for (let after: string | undefined = FIRST; after !== undefined; ) {
    const from: string = after;
    after = await deps.db.verb('exposures.match', async (tx) => {
      await tx.all(store.ONE_AT_A_TIME);
      const components = (await tx.all(store.REACHED, [id, from, AT_ONCE])).map((r) => r.component_id);
      if (components.length === 0) return undefined;
      const told = new Set((await tx.all(store.TELLABLE, [components, id])).map((c) => c.id));
      const verdicts = published
        ? await judge(
            tx,
            components.map((component_id) => ({ component_id, advisory_id: id })),
            cache,
          )
        : [];
      const kept = await keep(
        tx,
        verdicts.filter((v) => told.has(v.component_id)),
      );
      const still = new Set(verdicts.filter((v) => v.match && told.has(v.component_id)).map((v) => v.component_id));
      const over = components.filter((c) => !still.has(c));
      const why = published ? 'advisory-changed' : 'advisory-withdrawn';
      const ended = over.length > 0 ? await tx.all(store.END, [id, over, tx.now, why]) : [];
      await tx.run(store.LOOKED_AT, [id, tx.now, components]);
      await settle(tx, deps, id, {
        groups: distinctGroups([...kept.groups, ...ended]),
        components: [...kept.components, ...ended.map((e) => e.component_id)],
        affected: kept.affected,
      });
      return components.at(-1);
    });
  }
}

/** What follows from changed verdicts: duties, the components' own verdicts, and one notice for each party that is new to it. */
async function settle(tx: Tx, { follow }: MatchDeps, advisory: string, kept: Kept): Promise<void> {
  if (kept.groups.length > 0) await follow.groups(tx, kept.groups);
  if (kept.components.length > 0) await tx.run(store.SETTLE, [kept.components, ...store.SETTLE_TEXTS]);
  if (kept.affected.length === 0) return;
  for (const { party_id } of await tx.all(store.NEWLY_REACHED, [advisory, kept.affected, tx.now]))
    await emit(tx, { kind: 'exposure.new', wall: party_id, subject: advisory, facts: { party: party_id, advisory } });
}

/** Components of packages that are named for the first time, or by nobody any more: "no advisory" and "not affected" change places. */
async function settlePackages(db: Database, advisory: string, packages: readonly string[]): Promise<void> {
  if (packages.length === 0) return;
  const alone = await db.verb('exposures.match', (tx) => tx.all(store.NAMED_BY_NO_OTHER, [packages, advisory]));
  for (const { package: name } of alone) {
    for (let after: string | undefined = FIRST; after !== undefined; ) {
      const from: string = after;
      after = await db.verb('exposures.match', async (tx) => {
        await tx.all(store.ONE_AT_A_TIME);
        const page = (await tx.all(store.OF_PACKAGE, [name, from, AT_ONCE])).map((r) => r.component_id);
        if (page.length > 0) await tx.run(store.SETTLE, [page, ...store.SETTLE_TEXTS]);
        return page.length < AT_ONCE ? undefined : page.at(-1);
      });
    }
  }
}
