// One page of the feed for one party, with its signed head.
import { digestOf, type Instant } from '@leadtime/lib/kit';
import { formatVerifierKey, type SigningKey } from '@leadtime/lib/ledger';
import { firstLink, signHead, type WatchStream } from '@leadtime/lib/watch';
import type { Actor } from '../../edge/handler.ts';
import type { Database, Tx } from '../../platform/db/database.ts';
import { FEED_AGES } from '../inventory/index.ts';
import { append, linked } from './append.ts';
import * as store from './store.ts';

export interface PullDeps {
  readonly db: Database;
  readonly key: SigningKey;
  /** The text of the rules that due dates go by. */
  readonly rulesText: string;
}
export interface Asked {
  readonly stream: WatchStream;
  readonly after: number;
  readonly limit: number;
}

export async function pull(deps: PullDeps, { party }: Pick<Actor, 'party'>, asked: Asked) {
  const { db, key } = deps;
  const origin = key.verifier.name;
  await append({ db, origin });
  const page = await db.as(party.id, async (tx) => {
    if (asked.stream === 'ours') await appendOurs(tx, origin, party.id);
    return pageOf(tx, deps, party.id, asked);
  });
  return { ...page, key: formatVerifierKey(key.verifier), party };
}

/** Tells the party what it may read now and was not told, and takes back what it may not read any more. */
async function appendOurs(tx: Tx, origin: string, party: string): Promise<void> {
  await tx.all(store.ONE_OF_PARTY, [party]);
  const news = await tx.all(store.NEWS_OF_OURS, [party]);
  if (news.length === 0) return;
  const end = await tx.maybe(store.END.ours, [party, null]);
  const rows = linked(
    news.map((n) => ({ ...n, id: n.advisory_id, digest: n.digest?.toString('hex') })),
    end ?? { sequence: 0, chain: firstLink({ origin, party, stream: 'ours' }) },
  );
  await tx.run(store.ADD_OURS, [party, JSON.stringify(rows)]);
}

/** What fits of a page: records may be large. */
const PAGE_CHARACTERS = 8 * 1024 * 1024;

async function pageOf(tx: Tx, deps: PullDeps, party: string, { stream, after, limit }: Asked) {
  const origin = deps.key.verifier.name;
  const rows = fitting(await tx.all(store.PAGE[stream], [party, after, limit]));
  const reached = await tx.maybe(store.END[stream], [party, null]);
  const start = { sequence: 0, chain: firstLink({ origin, party, stream }) };
  const ends = rows.at(-1) ?? (await tx.maybe(store.END[stream], [party, after])) ?? start;
  const feeds = (await tx.all(FEED_AGES)).map((f) => ({
    source: f.source,
    asOf: (f.as_of ?? undefined) as Instant | undefined, // the database gives instants
    maxAgeHours: f.max_age_hours,
  }));
  const head = {
    origin,
    stream,
    party: stream === 'outside' ? '-' : party,
    ends: ends.sequence,
    reached: reached?.sequence ?? 0,
    chain: ends.chain,
    at: tx.now as Instant, // the clock gives instants
    rules: digestOf(deps.rulesText),
    feeds,
  };
  const entries = rows.map(({ line, text }) => ({ line, record: text }));
  return { head: signHead(head, deps.key), entries };
}

function fitting(rows: readonly store.PageRow[]): readonly store.PageRow[] {
  let characters = 0;
  const past = rows.findIndex((row, i) => {
    characters += row.text?.length ?? 0;
    return i > 0 && characters > PAGE_CHARACTERS;
  });
  return past < 0 ? rows : rows.slice(0, past);
}
