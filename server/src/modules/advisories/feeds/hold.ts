// A feed is taken by one import or sync at a time. Who takes it holds a lock of the database on a connection of its own: where the
// process dies, or loses the database, the lock goes with the connection, and nobody has to wait or to clean up.
import { refuse } from '../../../edge/refusal.ts';
import type { Database } from '../../../platform/db/database.ts';
import * as store from './store.ts';

/** Throws feed.busy where somebody else has it. */
export async function holdFeed<T>(
  { db }: { readonly db: Database },
  source: string,
  work: () => Promise<T>,
): Promise<T> {
  const client = await db.pool.connect();
  const lost = (): void => undefined; // it ends with the connection; whoever waits for an answer of the database is told
  client.on('error', lost);
  let broken: Error | undefined;
  const ask = async (q: typeof store.HOLD) => (await client.query({ text: q.text, values: [source] })).rows[0];
  try {
    if (!(await ask(store.HOLD))?.held) throw busy(source);
    return await work().finally(() =>
      ask(store.LET_GO).catch((error: Error) => {
        broken = error;
      }),
    );
  } finally {
    client.off('error', lost);
    client.release(broken);
  }
}

const busy = (source: string) =>
  refuse(
    'feed.busy',
    `${source} is being imported or synced already. Wait until that has ended: the list of feeds shows how far it is.`,
  );
