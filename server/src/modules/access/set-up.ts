// The first start of an empty instance: a secret is printed once; whoever brings it becomes the first administrator.
import { timingSafeEqual } from 'node:crypto';
import { refuse } from '../../edge/refusal.ts';
import { newSecret, secretHash } from '../../platform/secrets.ts';
import { record } from '../ledger/index.ts';
import { addParty, addPerson } from './administer.ts';
import { begin, hashPassword, type Opened, type SessionDeps } from './session.ts';
import * as store from './store.ts';

/** A new secret for `/setup`, or undefined when the instance is set up. Printing it is the caller's. */
export async function offerSetUp({ db }: SessionDeps): Promise<string | undefined> {
  return db.verb('access.administer', async (tx) => {
    if ((await tx.one(store.INSTANCE)).set_up_at !== null) return undefined;
    const secret = newSecret('ltu');
    await tx.run(store.SET_SETUP_SECRET, [secretHash(secret)]);
    return secret;
  });
}

/** Makes the clearinghouse party and its first person, who administers and coordinates until others are added. */
export async function setUp(
  { db }: SessionDeps,
  given: { secret: string; instanceName: string; name: string; email: string; password: string },
): Promise<Opened> {
  const passwordHash = await hashPassword(given.password);
  return db.verb('access.administer', async (tx) => {
    const instance = await tx.one(store.INSTANCE);
    if (instance.set_up_at !== null || instance.setup_secret_hash === null)
      throw refuse('setup.done', 'The first administrator is there.');
    if (!timingSafeEqual(instance.setup_secret_hash, secretHash(given.secret)))
      throw refuse('access.wrong-credentials', 'This is not the secret that was printed at the start.');
    const party = await addParty(tx, { name: given.instanceName, kind: 'clearinghouse' });
    const person = await addPerson(tx, {
      name: given.name,
      email: given.email,
      memberships: [
        { partyId: party, role: 'administrator' },
        { partyId: party, role: 'coordinator' },
      ],
    });
    await tx.run(store.SET_PASSWORD, [person, passwordHash]);
    if ((await tx.run(store.SET_INSTANCE, [given.instanceName, false, party, tx.now])) === 0)
      throw refuse('setup.done', 'Somebody else set it up just now.');
    await record(tx, { kind: 'access.set-up', wall: party, actor: person, refs: { party } });
    return begin(tx, person, { party, role: 'administrator' });
  });
}
