// Forward: one inventory against all advisories. In batches, each a transaction of its own, so that a large fleet needs no large
// memory and a stopped worker goes on: what was written before is found unchanged.
import type { Database, Tx } from '../../platform/db/database.ts';
import { emit, emitAll } from '../../platform/events.ts';
import { enqueue } from '../../platform/jobs.ts';
import { type ClaimCache, distinctGroups, judge, keep, newClaimCache } from './judge.ts';
import * as store from './match-store.ts';
import { moveTimes } from './remember.ts';

/** What duties do about verdicts, in the transaction of the verdicts. */
export interface Followers {
  /** The exposures of these groups (party, advisory, asset, package) are not what they were. */
  groups(tx: Tx, groups: readonly store.GroupKey[]): Promise<void>;
  /** An inventory was matched whole: what it shows may speak against an answer. */
  inventory(tx: Tx, id: string): Promise<void>;
}
export interface MatchDeps {
  /** As leadtime_worker. */
  readonly db: Database;
  readonly follow: Followers;
}

const COMPONENTS_AT_ONCE = 500;
const PAIRS_AT_ONCE = 1_000;
const EXPOSURES_AT_ONCE = 1_000;
const FIRST = '00000000-0000-0000-0000-000000000000';

/** The job. With an inventory: that one. Without: those that have waited for a minute, in case their job was lost. */
export async function matchInventory(deps: MatchDeps, payload: Readonly<Record<string, unknown>>): Promise<void> {
  if (typeof payload['inventory'] === 'string') return matchOne(deps, payload['inventory']);
  const waiting = await deps.db.verb('exposures.match', (tx) =>
    tx.all(store.WAITING, [new Date(Date.parse(tx.now) - 60_000).toISOString()]),
  );
  for (const { id } of waiting) await matchOne(deps, id);
}

async function matchOne({ db, follow }: MatchDeps, id: string): Promise<void> {
  const inventory = await db.verb('exposures.match', (tx) => tx.maybe(store.INVENTORY, [id]));
  if (!inventory) return;
  const cache = newClaimCache();
  for (let after: string | undefined = FIRST; after !== undefined; ) {
    const from: string = after;
    after = await db.verb('exposures.match', async (tx) => {
      await begin(tx);
      const chunk = (await tx.all(store.CHUNK, [id, from, COMPONENTS_AT_ONCE])).map((c) => c.id);
      if (chunk.length === 0) return undefined;
      await judgeAll(tx, chunk, cache, follow);
      await tx.run(store.SETTLE, [chunk, ...store.SETTLE_TEXTS]);
      return chunk.at(-1);
    });
  }
  await endGone({ db, follow }, inventory);
  for (let judged = COMPONENTS_AT_ONCE; judged === COMPONENTS_AT_ONCE; )
    judged = await db.verb('exposures.match', async (tx) => {
      await begin(tx);
      const gone = (await tx.all(store.GONE_UNJUDGED, [id, COMPONENTS_AT_ONCE])).map((c) => c.id);
      if (gone.length === 0) return 0;
      await judgeAll(tx, gone, cache, follow);
      await tx.run(store.MARK_JUDGED, [gone]);
      return gone.length;
    });
  for (let moved = EXPOSURES_AT_ONCE; moved === EXPOSURES_AT_ONCE; )
    moved = await db.verb('exposures.match', async (tx) => {
      await begin(tx);
      return moveTimes(tx, inventory, EXPOSURES_AT_ONCE);
    });
  await db.verb('exposures.match', (tx) => finish(tx, inventory, follow));
}

/** Components against all that may reach them, page by page. */
async function judgeAll(tx: Tx, components: readonly string[], cache: ClaimCache, follow: Followers): Promise<void> {
  for (let last = { component_id: FIRST, advisory_id: FIRST }; ; ) {
    const pairs = await tx.all(store.PAIRS, [components, last.component_id, last.advisory_id, PAIRS_AT_ONCE]);
    const { groups } = await keep(tx, await judge(tx, pairs, cache), 'inventory');
    await changed(tx, follow, groups);
    const end = pairs.at(-1);
    if (!end || pairs.length < PAIRS_AT_ONCE) return;
    last = end;
  }
}

/** Exposures of components that are gone: last, so that a component in their place has its own verdict before. */
async function endGone({ db, follow }: MatchDeps, inventory: { id: string; removed_at: string | null }): Promise<void> {
  for (let ended = EXPOSURES_AT_ONCE; ended === EXPOSURES_AT_ONCE; ) {
    ended = await db.verb('exposures.match', async (tx) => {
      await begin(tx);
      const why = inventory.removed_at === null ? 'component-gone' : 'inventory-removed';
      const gone = await tx.all(store.END_GONE, [inventory.id, tx.now, why, EXPOSURES_AT_ONCE]);
      await changed(tx, follow, distinctGroups(gone));
      return gone.length;
    });
  }
}

async function finish(
  tx: Tx,
  inventory: { id: string; party_id: string; uploaded_at: string },
  follow: Followers,
): Promise<void> {
  await begin(tx);
  await follow.inventory(tx, inventory.id);
  const reaching = await tx.all(store.NEWLY_REACHING, [inventory.party_id, tx.now]);
  await tell(
    tx,
    inventory,
    reaching.map((r) => r.advisory_id),
  );
  await tx.run(store.FINISH, [inventory.id, inventory.uploaded_at, tx.now]);
}

/** One notice each, unless an inventory brings so many at once that one notice of all of them is the kinder way. */
const TOLD_ONE_BY_ONE = 20;

async function tell(tx: Tx, inventory: { id: string; party_id: string }, advisories: readonly string[]): Promise<void> {
  const wall = inventory.party_id;
  if (advisories.length > TOLD_ONE_BY_ONE) {
    const facts = { party: wall, inventory: inventory.id, advisories: advisories.length };
    await emit(tx, { kind: 'exposure.new', wall, subject: inventory.id, facts });
    return;
  }
  await emitAll(
    tx,
    advisories.map((advisory) => ({
      kind: 'exposure.new',
      wall,
      subject: advisory,
      facts: { party: wall, advisory },
    })),
  );
}

async function begin(tx: Tx): Promise<void> {
  await tx.all(store.ONE_AT_A_TIME);
  await tx.all(store.PLAN_ANEW);
}

async function changed(tx: Tx, follow: Followers, groups: readonly store.GroupKey[]): Promise<void> {
  if (groups.length === 0) return;
  await follow.groups(tx, groups);
  await countAnew(tx, [...new Set(groups.map((g) => g.advisory_id))]);
}

/** More or fewer operators run it: its place in the coordinators' queue may change. */
export async function countAnew(tx: Tx, advisories: readonly string[]): Promise<void> {
  const vulnerabilities = (await tx.all(store.COUNT_OPERATORS, [advisories])).map((v) => v.id);
  if (vulnerabilities.length > 0) await enqueue(tx, 'findings.reassess', { vulnerabilities });
}
