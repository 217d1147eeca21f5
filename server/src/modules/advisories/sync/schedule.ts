// Every minute: feeds whose hour has come are asked for, each some minutes later than its hour, so that not all instances of
// the world ask at once.
import type { Database } from '../../../platform/db/database.ts';
import { enqueue } from '../../../platform/jobs.ts';
import { DUE } from './store.ts';

export async function scheduleFeeds({ db }: { readonly db: Database }): Promise<void> {
  await db.verb('advisories.import', async (tx) => {
    for (const { source } of await tx.all(DUE, [tx.now]))
      await enqueue(tx, 'feeds.sync', { source }, { key: `feeds.sync:${source}` });
  });
}
