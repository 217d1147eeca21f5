// Writes a change of state into the ledger, in the transaction of the change: the commitment now, its place in the tree
// when the sequencer comes by.
import { randomBytes } from 'node:crypto';
import { type Instant, instantOf, type Uuid } from '@leadtime/lib/kit';
import { commit, type EntryBody, NONCE_BYTES } from '@leadtime/lib/ledger';
import { newId } from '../../platform/clock.ts';
import type { Tx } from '../../platform/db/database.ts';
import { enqueue } from '../../platform/jobs.ts';
import { WRITE } from './store.ts';

export interface Change {
  /** Dotted lower-case words: `report.received`. */
  readonly kind: string;
  /** Who may open the entry: those who may see this wall. */
  readonly wall: Uuid;
  /** Id of the person or party, or `system`. */
  readonly actor: string;
  readonly refs?: EntryBody['refs'];
  readonly facts?: EntryBody['facts'];
}

export interface Recorded {
  readonly entryId: Uuid;
  readonly commitment: string;
  readonly nonce: string;
}

export async function record(tx: Tx, change: Change): Promise<Recorded> {
  const nonce = randomBytes(NONCE_BYTES);
  const body: EntryBody = {
    kind: change.kind,
    at: tx.now as Instant, // the clock gives instants
    actor: change.actor,
    refs: change.refs ?? {},
    facts: change.facts ?? {},
  };
  const entryId = newId(tx.now);
  const commitment = commit(body, nonce);
  await enqueue(tx, 'ledger.sequence', {}, { key: 'ledger.sequence', at: instantOf(Date.now() + 1_000) });
  await tx.run(WRITE, [entryId, change.wall, Buffer.from(commitment, 'hex'), nonce, JSON.stringify(body), tx.now]);
  return { entryId, commitment, nonce: nonce.toString('hex') };
}
