// Joins one vulnerability into another: findings, edges and those who know move; the absorbed row stays and points
// to the survivor, so that old addresses keep working and the step can be taken back.
import type { Uuid } from '@leadtime/lib/kit';
import type { Tx } from '../../platform/db/database.ts';
import * as store from './store.ts';

export async function join(
  tx: Tx,
  {
    absorbed,
    survivor,
    decisionId,
    share,
  }: { absorbed: Uuid; survivor: Uuid; decisionId: Uuid | null; share: typeof store.COPY_VISIBILITY },
): Promise<void> {
  await tx.all(share, [absorbed, survivor]);
  await tx.run(store.MOVE_FINDINGS, [absorbed, survivor]);
  await tx.run(store.MOVE_ATTACHMENTS, [absorbed, survivor]);
  await tx.run(store.MOVE_EDGES, [absorbed, survivor]);
  await tx.run(store.MOVE_CANNOT_LINKS, [absorbed, survivor]);
  await tx.run(store.SETTLE_BETWEEN, [absorbed, survivor, tx.now, decisionId]);
  await tx.run(store.SUPERSEDE, [absorbed, survivor, tx.now]);
  await tx.run(store.RECOUNT, [[survivor], tx.now]);
  await tx.run(store.RECOUNT_AROUND, [[survivor, absorbed]]);
}
