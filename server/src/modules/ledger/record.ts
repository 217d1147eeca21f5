// Writes a change of state into the ledger, in the transaction of the change: the commitment now, its place in the tree
// when the sequencer comes by.
import { randomBytes } from 'node:crypto';
import { type Instant, instantOf, type Uuid } from '@leadtime/lib/kit';
import { commit, type EntryBody, NONCE_BYTES } from '@leadtime/lib/ledger';
import { newId } from '../../platform/clock.ts';
import type { Tx } from '../../platform/db/database.ts';
import { plainArray } from '../../platform/db/values.ts';
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
  const [recorded] = await recordAll(tx, [change]);
  if (!recorded) throw new Error('one change gives one entry');
  return recorded;
}

/** Many changes of one transaction at once; answers in the same order. */
export async function recordAll(tx: Tx, changes: readonly Change[]): Promise<readonly Recorded[]> {
  if (changes.length === 0) return [];
  const entries = changes.map((change) => entryOf(change, tx));
  await Promise.all([
    enqueue(tx, 'ledger.sequence', {}, { key: 'ledger.sequence', at: instantOf(Date.now() + 1_000) }),
    tx.run(WRITE, [
      plainArray(entries.map((e) => e.entryId)),
      plainArray(changes.map((c) => c.wall)),
      plainArray(entries.map((e) => e.commitment)),
      plainArray(entries.map((e) => e.nonce)),
      `[${entries.map((e) => JSON.stringify(e.body)).join(',')}]`,
      tx.now,
    ]),
  ]);
  return entries.map(({ entryId, commitment, nonce }) => ({ entryId, commitment, nonce }));
}

function entryOf(change: Change, tx: Tx): Recorded & { readonly body: EntryBody } {
  const nonce = randomBytes(NONCE_BYTES);
  const body: EntryBody = {
    kind: change.kind,
    at: tx.now as Instant, // the clock gives instants
    actor: change.actor,
    refs: change.refs ?? {},
    facts: change.facts ?? {},
  };
  return { entryId: newId(tx.now), commitment: commit(body, nonce), nonce: nonce.toString('hex'), body };
}
