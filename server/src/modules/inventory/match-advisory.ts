// Reverse: an advisory against what all parties run, by the index on package and version key. Inventories are never scanned: only
// the components of the packages that it names are looked at, and of those only the ones in its ranges where ranges can decide.
import { type Claim, INTERVAL_FLAG, mustJudgeInterval } from '@leadtime/lib/exposure';
import type { Database, Tx } from '../../platform/db/database.ts';
import { emitAll } from '../../platform/events.ts';
import { type ClaimCache, distinctGroups, judge, type Kept, keep, loadClaims, newClaimCache } from './judge.ts';
import { countAnew, type MatchDeps } from './match-inventory.ts';
import * as store from './match-store.ts';
import { remember } from './remember.ts';

const FIRST = '00000000-0000-0000-0000-000000000000';
const AT_ONCE = 500;
/** Beyond so many intervals one walk over the package is cheaper than a look-up for each. */
const RANGES_LIMIT = 50;

/** The job: `{advisory}` or `{advisories}`, stored or changed; `dropped` are packages that the advisory names no more, `named` such as no advisory named before. */
export async function matchAdvisory(deps: MatchDeps, payload: Readonly<Record<string, unknown>>): Promise<void> {
  const asked = [payload['advisory'], ...listOf(payload['advisories'])].filter((id) => typeof id === 'string');
  const dropped = listOf(payload['dropped']).filter((name) => typeof name === 'string');
  const concerned = await deps.db.verb('exposures.match', (tx) => tx.all(store.CONCERNED, [asked]));
  for (const { id } of concerned) await matchOne(deps, id);
  const named = listOf(payload['named']).filter((name) => typeof name === 'string');
  if (named.length > 0) {
    const run = await deps.db.verb('exposures.match', (tx) => tx.all(store.RUN_BY_SOMEBODY, [named]));
    await inBatches(
      deps.db,
      run.map((p) => settlePackage(p.package, FIRST)),
    );
  }
  const [first] = asked;
  if (first !== undefined && dropped.length > 0) await inBatches(deps.db, [settlePackages(first, dropped)]);
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

async function matchOne({ db, follow }: MatchDeps, id: string): Promise<void> {
  const cache = newClaimCache();
  const begin: Step = async (tx) => {
    const published = (await tx.maybe(store.ADVISORY_STATE, [id]))?.state === 'published';
    const claims = await loadClaims(tx, id, cache);
    const run: Run = { id, published, cache, follow };
    const scans = published ? [...claims].flatMap(([name, claim]) => scansOf(name, claim)) : [];
    return {
      used: 1,
      then: [
        ...scans.map((scan) => reach(run, scan, START)),
        lookAgain(run, FIRST),
        settlePackages(id, [...claims.keys()]),
        count(id),
      ],
    };
  };
  await inBatches(db, [begin]);
}

/** A part of the work: how many rows it took, and what comes in its place. */
type Step = (tx: Tx) => Promise<{ used: number; then?: readonly Step[] }>;

/** Many small steps share a transaction; a large walk takes several. All of them may be taken again: they write what is so now. */
async function inBatches(db: Database, steps: readonly Step[]): Promise<void> {
  for (let left = steps; left.length > 0; ) {
    left = await db.verb('exposures.match', async (tx) => {
      await tx.all(store.ONE_AT_A_TIME);
      let waiting = left;
      for (let room = AT_ONCE; room > 0; ) {
        const [step, ...others] = waiting;
        if (!step) break;
        const { used, then = [] } = await step(tx);
        room -= used;
        waiting = [...then, ...others];
      }
      return waiting;
    });
  }
}

interface Run {
  readonly id: string;
  readonly published: boolean;
  readonly cache: ClaimCache;
  readonly follow: MatchDeps['follow'];
}

/** Finds who may be reached by one look-up, page by page, and judges them. */
const reach =
  (run: Run, scan: Scan, from: Position): Step =>
  async (tx) => {
    const page = await scan(tx, from);
    const components = [...new Set(page.map((r) => r.component_id))];
    if (components.length > 0) {
      const told = await tx.all(store.TELLABLE, [components, run.id]);
      const pairs = told.map((c) => ({ component_id: c.id, advisory_id: run.id }));
      await settle(tx, run, await keep(tx, await judge(tx, pairs, run.cache), 'advisory'));
    }
    const end = page.at(-1);
    const then =
      page.length < AT_ONCE || !end ? [] : [reach(run, scan, { component: end.component_id, key: end.version_key })];
    return { used: 1 + page.length, then };
  };

interface Position {
  readonly component: string;
  readonly key?: Buffer | undefined;
}
const START: Position = { component: FIRST };
type Scan = (tx: Tx, from: Position) => Promise<readonly { component_id: string; version_key?: Buffer }[]>;

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
const lookAgain =
  (run: Run, after: string): Step =>
  async (tx) => {
    const { id, published } = run;
    const components = (await tx.all(store.REACHED, [id, after, AT_ONCE])).map((r) => r.component_id);
    const last = components.at(-1);
    if (last === undefined) return { used: 1 };
    const told = new Set((await tx.all(store.TELLABLE, [components, id])).map((c) => c.id));
    const pairs = components.filter((c) => told.has(c)).map((component_id) => ({ component_id, advisory_id: id }));
    const verdicts = published ? await judge(tx, pairs, run.cache) : [];
    const kept = await keep(tx, verdicts, 'advisory');
    const still = new Set(verdicts.filter((v) => v.match).map((v) => v.component_id));
    const settled = new Set(published ? (await tx.all(store.WITHOUT_KEYS, [components])).map((c) => c.id) : []);
    const over = components.filter((c) => !still.has(c) && !settled.has(c));
    const why = published ? 'advisory-changed' : 'advisory-withdrawn';
    const ended = over.length > 0 ? await tx.all(store.END, [id, over, tx.now, why]) : [];
    const none = over.map((component_id) => ({ advisory_id: id, component_id }));
    await remember(tx, none, { by: 'advisory', why });
    await tx.run(store.LOOKED_AT, [id, tx.now, components]);
    await settle(tx, run, {
      groups: distinctGroups([...kept.groups, ...ended]),
      components: [...kept.components, ...ended.map((e) => e.component_id)],
      affected: kept.affected,
    });
    return { used: components.length, then: components.length < AT_ONCE ? [] : [lookAgain(run, last)] };
  };

/** What follows from changed verdicts: duties, the components' own verdicts, and one notice for each party that is new to it. */
async function settle(tx: Tx, { follow, id }: Run, kept: Kept): Promise<void> {
  if (kept.groups.length > 0) await follow.groups(tx, kept.groups);
  if (kept.components.length > 0) await tx.run(store.SETTLE, [kept.components, ...store.SETTLE_TEXTS]);
  if (kept.affected.length === 0) return;
  const reached = await tx.all(store.NEWLY_REACHED, [id, kept.components, tx.now]);
  await emitAll(
    tx,
    reached.map(({ party_id: party }) => ({
      kind: 'exposure.new',
      wall: party,
      subject: id,
      facts: { party, advisory: id },
    })),
  );
}

/** Components of packages that are named for the first time, or by nobody any more: "no advisory" and "not affected" change places. */
const settlePackages =
  (advisory: string, packages: readonly string[]): Step =>
  async (tx) => {
    const alone = packages.length > 0 ? await tx.all(store.NAMED_BY_NO_OTHER, [packages, advisory]) : [];
    return { used: 1, then: alone.map((p) => settlePackage(p.package, FIRST)) };
  };

const settlePackage =
  (name: string, after: string): Step =>
  async (tx) => {
    const page = (await tx.all(store.OF_PACKAGE, [name, after, AT_ONCE])).map((r) => r.component_id);
    if (page.length > 0) await tx.run(store.SETTLE, [page, ...store.SETTLE_TEXTS]);
    const last = page.at(-1);
    return {
      used: 1 + page.length,
      then: last === undefined || page.length < AT_ONCE ? [] : [settlePackage(name, last)],
    };
  };

const count =
  (id: string): Step =>
  async (tx) => {
    await countAnew(tx, [id]);
    return { used: 1 };
  };
