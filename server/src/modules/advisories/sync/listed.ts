// What the other side listed when its list was last read whole. A record that vanishes without a word is found by comparing, and by
// nothing else: lists of changes tell only of what is still there.
import type { Database } from '../../../platform/db/database.ts';
import * as store from './store.ts';

/** Lists are named by their feed and part: `osv/npm`, `ghsa`, `csaf/` and the provider's id. */
export interface Lists {
  /** Ids with their marks; empty: it was never read. */
  of(list: string): Promise<ReadonlyMap<string, string>>;
  /** Adds, or marks anew. */
  keep(list: string, entries: Iterable<readonly [id: string, mark: string]>): Promise<void>;
  drop(list: string, ids: readonly string[]): Promise<void>;
}

const AT_ONCE = 10_000;

export const listsOf = (db: Database): Lists => ({
  of: async (list) => {
    const rows = await db.verb('advisories.import', (tx) => tx.all(store.LISTED, [list]));
    return new Map(rows.map(({ id, mark }) => [id, mark]));
  },
  async keep(list, entries) {
    const all = [...new Map(entries)].map(([id, mark]) => ({ id, mark }));
    for (let from = 0; from < all.length; from += AT_ONCE)
      await db.verb('advisories.import', (tx) =>
        tx.run(store.LIST, [list, JSON.stringify(all.slice(from, from + AT_ONCE))]),
      );
  },
  async drop(list, ids) {
    for (let from = 0; from < ids.length; from += AT_ONCE)
      await db.verb('advisories.import', (tx) => tx.run(store.UNLIST, [list, ids.slice(from, from + AT_ONCE)]));
  },
});

export interface Vanished {
  /** What was listed and is not any more. */
  readonly ids: readonly string[];
  /** So much at once is rather a fault over there than a correction: then no id is given, and this says so. */
  readonly doubt: string | undefined;
}

const DOUBTED_FROM = 50;
const DOUBTED_SHARE = 0.2;

/** To keep a claim too long costs somebody a look; to drop a true one costs more. So a list that shrinks by a fifth drops none. */
export function vanished(
  name: string,
  before: ReadonlyMap<string, unknown>,
  now: { has(id: string): boolean },
): Vanished {
  const ids = [...before.keys()].filter((id) => !now.has(id));
  if (ids.length <= DOUBTED_FROM || ids.length <= before.size * DOUBTED_SHARE) return { ids, doubt: undefined };
  return {
    ids: [],
    doubt: `${name} lists ${ids.length} of ${before.size} records no more; so many at once are not withdrawn here, because it may be a fault over there.`,
  };
}
