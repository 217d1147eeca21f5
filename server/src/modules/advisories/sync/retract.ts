// What the other side has no more is not claimed any more: the advisory is withdrawn, and whom it reached is told by the same
// job as of any change. It is kept, because somebody may have acted on it.
import type { Advisory } from '@leadtime/lib/advisory';
import { enqueue } from '../../../platform/jobs.ts';
import type { FeedDeps } from '../feeds/index.ts';
import * as store from './store.ts';
import type { SyncSource } from './table.ts';
import { heldAs } from './take.ts';

const AT_ONCE = 500;

export async function retract(deps: FeedDeps, source: SyncSource, ids: readonly string[]): Promise<void> {
  for (let from = 0; from < ids.length; from += AT_ONCE)
    await deps.db.verb('advisories.import', async (tx) => {
      const some = ids.slice(from, from + AT_ONCE);
      if (source === 'kev') {
        await tx.run(store.DROP_KEV, [some]);
        for (const { id } of await tx.all(store.UNMARK_KEV, [some]))
          await enqueue(tx, 'duties.reassess', { advisory: id });
      }
      if (source === 'ssvc') await tx.run(store.DROP_SSVC, [some]);
      if (source === 'kev' || source === 'ssvc') return enqueue(tx, 'findings.reassess', { cves: some });
      const held = await tx.all(source === 'csaf' ? store.HELD_BY_FILE : store.HELD, [heldAs(source), some]);
      await deps.storeIntervals(
        tx,
        held.map(({ id, record }) => ({ id, advisory: { ...(record as Advisory), withdrawn: tx.now } })), // outside: our model of it
      );
      if (held.length > 0) await enqueue(tx, 'exposures.matchAdvisory', { advisories: held.map(({ id }) => id) });
      await tx.run(store.RETRACT, [held.map((h) => h.id), tx.now]);
    });
}
