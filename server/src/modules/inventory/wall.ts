// The wall behind which the ledger keeps what an operator did with its inventories and duties. A party's own wall is known to
// whoever may know its name (coordinators, everybody for an ISAC), and what an operator runs is none of their business.
import { sha256, type Uuid, uuidFromDigest } from '@leadtime/lib/kit';
import type { Tx } from '../../platform/db/database.ts';
import { type Change, type Recorded, recordAll } from '../ledger/index.ts';
import { KEEP_WALLS } from './store.ts';

export const operationsWall = (party: Uuid): Uuid => uuidFromDigest(sha256(`operations/${party}`));

/** Runs under a verb that reaches `visibility` and `ledger_entry`: `inventory.keep` for people, `exposures.match` and `duties.decide` for jobs. */
export async function recordOperation(tx: Tx, party: Uuid, change: Omit<Change, 'wall'>): Promise<Recorded> {
  const [recorded] = await recordOperations(tx, [{ party, change }]);
  if (!recorded) throw new Error('one change gives one entry');
  return recorded;
}

/** The same for many parties at once. */
export async function recordOperations(
  tx: Tx,
  changes: readonly { readonly party: Uuid; readonly change: Omit<Change, 'wall'> }[],
): Promise<readonly Recorded[]> {
  const parties = [...new Set(changes.map(({ party }) => party))];
  await tx.run(KEEP_WALLS, [parties.map(operationsWall), parties, tx.now]);
  return recordAll(
    tx,
    changes.map(({ party, change }) => ({ ...change, wall: operationsWall(party) })),
  );
}
