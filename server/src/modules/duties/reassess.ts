// When what duties rest on has changed (an asset's exposure, KEV, SSVC, a rating): each is decided anew, the old decision stays.
import { canonicalJson } from '@leadtime/lib/kit';
import type { Database } from '../../platform/db/database.ts';
import { enqueue } from '../../platform/jobs.ts';
import type { DutyRules } from './decide.ts';
import { basisOf, follow } from './follow.ts';
import * as store from './follow-store.ts';

export interface DecideDeps {
  /** As leadtime_worker. */
  readonly db: Database;
  readonly rules: DutyRules;
}

const FIRST = '00000000-0000-0000-0000-000000000000';
const AT_ONCE = 500;

/** The job: `{advisory}` or `{asset}`. */
export async function reassess(deps: DecideDeps, payload: Readonly<Record<string, unknown>>): Promise<void> {
  const { advisory, asset } = payload;
  if (typeof advisory === 'string') await pages(deps, store.GROUPS_OF_ADVISORY, advisory, (g) => g.asset_id);
  if (typeof asset === 'string') await pages(deps, store.GROUPS_OF_ASSET, asset, (g) => g.advisory_id);
}

async function pages(
  { db, rules }: DecideDeps,
  query: typeof store.GROUPS_OF_ASSET,
  id: string,
  place: (g: { asset_id: string; advisory_id: string }) => string,
): Promise<void> {
  for (let after: readonly [string, string] | undefined = [FIRST, '']; after !== undefined; ) {
    const from: readonly [string, string] = after;
    after = await db.verb('duties.decide', async (tx) => {
      await tx.all(store.ONE_AT_A_TIME);
      const groups = await tx.all(query, [id, ...from, AT_ONCE]);
      if (groups.length > 0) await follow(tx, rules, groups);
      const last = groups.at(-1);
      return last && groups.length === AT_ONCE ? [place(last), last.package] : undefined;
    });
  }
}

/** After KEV or SSVC were read: which advisories stand on other facts now? Each of them is decided anew. */
export async function compareFeeds({ db }: DecideDeps): Promise<void> {
  const { read_at, compared_at } = await db.verb('duties.decide', (tx) => tx.one(store.FEEDS_READ));
  if (read_at === null || (compared_at !== null && compared_at >= read_at)) return;
  for (let after: string | undefined = FIRST; after !== undefined; ) {
    const from: string = after;
    after = await db.verb('duties.decide', async (tx) => {
      const known = await tx.all(store.BASES, [from, AT_ONCE]);
      const now = await tx.all(store.FACTS, [known.map((k) => k.advisory_id)]);
      const before = new Map(known.map((k) => [k.advisory_id, canonicalJson(k.facts)]));
      for (const facts of now)
        if (canonicalJson(basisOf(facts)) !== before.get(facts.id))
          await enqueue(tx, 'duties.reassess', { advisory: facts.id });
      return known.length === AT_ONCE ? known.at(-1)?.advisory_id : undefined;
    });
  }
  await db.verb('duties.decide', (tx) => tx.run(store.FEEDS_COMPARED, [read_at]));
}
