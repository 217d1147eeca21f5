// How far an entry has come, and the proof once it is under a checkpoint.

import { expectOk } from '@leadtime/lib/kit';
import { proveInclusion, type Tile, tilePath } from '@leadtime/lib/ledger';
import type { Tx } from '../../platform/db/database.ts';
import * as store from './store.ts';

export interface Proof {
  readonly stage: 'written' | 'sequenced' | 'checkpointed';
  readonly index: number | null;
  readonly checkpoint: string | null;
  readonly proof: string[] | null;
}

export async function proofOf(tx: Tx, index: number | null): Promise<Proof> {
  if (index === null) return { stage: 'written', index: null, checkpoint: null, proof: null };
  const last = await tx.maybe(store.CHECKPOINT);
  if (!last || last.size <= index) return { stage: 'sequenced', index, checkpoint: null, proof: null };
  const path = expectOk(
    await proveInclusion(index, last.size, async (tile: Tile) => (await tx.maybe(store.TILE, [tilePath(tile)]))?.bytes),
  );
  return {
    stage: 'checkpointed',
    index,
    checkpoint: last.note,
    proof: path.map((h) => Buffer.from(h).toString('base64')),
  };
}
