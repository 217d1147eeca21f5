// The wall behind which the ledger keeps what an operator did with its inventories and duties. A party's own wall is known to
// whoever may know its name (coordinators, everybody for an ISAC), and what an operator runs is none of their business.
import { sha256, type Uuid, uuidFromDigest } from '@leadtime/lib/kit';
import type { Tx } from '../../platform/db/database.ts';
import { type Change, type Recorded, record } from '../ledger/index.ts';
import { KEEP_WALL } from './store.ts';

export const operationsWall = (party: Uuid): Uuid => uuidFromDigest(sha256(`operations/${party}`));

/** Runs under a verb that reaches `visibility` and `ledger_entry`: `inventory.keep` for people, `exposures.match` and `duties.decide` for jobs. */
export async function recordOperation(tx: Tx, party: Uuid, change: Omit<Change, 'wall'>): Promise<Recorded> {
  const wall = operationsWall(party);
  await tx.run(KEEP_WALL, [wall, party, tx.now]);
  return record(tx, { ...change, wall });
}
