// The key by which an operator signs its counts: made known once by its token, changed only by a person.
import type { Uuid } from '@leadtime/lib/kit';
import { parseVerifierKey, type SigningKey, type VerifierKey } from '@leadtime/lib/ledger';
import { countKeyName, opensKey } from '@leadtime/lib/watch';
import type { Actor } from '../../edge/handler.ts';
import { notFound, refuse } from '../../edge/refusal.ts';
import type { Database } from '../../platform/db/database.ts';
import type { Log } from '../../platform/log.ts';
import { recordOperation } from '../inventory/index.ts';
import * as store from './store.ts';

export interface KeyDeps {
  readonly db: Database;
  readonly log: Log;
  /** The instance's own. */
  readonly key: SigningKey;
}

export async function enroll(deps: KeyDeps, actor: Actor, body: { key: string; note: string }): Promise<void> {
  const party = actor.party.id;
  const key = keyOf(body, party, deps.key.verifier.name);
  const known = await deps.db.verb(
    'inventory.keep',
    async (tx) => {
      const added = await tx.run(store.ADD_KEY, [party, body.key, tx.now, actor.person.name]);
      if (added === 1)
        await recordOperation(tx, party, {
          kind: 'watch.key-enrolled',
          actor: actor.person.id,
          refs: { party },
          facts: { key: key.id },
        });
      return (await tx.one(store.KEY, [party])).key;
    },
    party,
  );
  if (known !== body.key) throw await refuseKey(deps, party, key.id);
}

function keyOf({ key: text, note }: { key: string; note: string }, party: string, origin: string): VerifierKey {
  const key = parseVerifierKey(text);
  if (!key.ok) throw refuse('request.invalid', 'This is no verifier key.', key);
  const { name, type } = key.value;
  if (type !== 'ed25519' || name !== countKeyName(party) || !opensKey(note, { origin, party }, key.value))
    throw refuse(
      'request.invalid',
      'The key must be an Ed25519 key of your party, and sign the words that make it known.',
    );
  return key.value;
}

/** Kept outside of what is rolled back, so that people see that it was tried. */
export async function refuseKey({ db, log }: KeyDeps, party: Uuid, id: string) {
  log.warn('counts by another key than the enrolled one were refused', { party, key: id });
  await db.as(party, (tx) => tx.run(store.KEY_REFUSED, [party, tx.now]));
  return refuse('watch.key-changed', 'The server knows another key of your organisation. Nothing was kept.');
}

/** With the key go its counts: nobody could tell any more by whose word they stand. */
export async function forget({ db }: KeyDeps, actor: Actor): Promise<void> {
  if (actor.scopes !== undefined)
    throw refuse('access.not-allowed', 'A token cannot forget the key: whoever stole one could put in another.');
  const party = actor.party.id;
  await db.verb(
    'inventory.keep',
    async (tx) => {
      if ((await tx.run(store.DROP_KEY, [party])) === 0) throw notFound();
      await tx.run(store.DROP_COUNTS, [party]);
      await tx.run(store.DROP_SENT, [party]);
      await recordOperation(tx, party, { kind: 'watch.key-forgotten', actor: actor.person.id, refs: { party } });
    },
    party,
  );
}
