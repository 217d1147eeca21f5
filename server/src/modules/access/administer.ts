// Parties, people and roles. A new party sees itself; clearinghouses see the names of all; the names of clearinghouses
// and of ISACs, which offer themselves to others, are for everybody.
import { DAY_MS, instantOf, type Uuid } from '@leadtime/lib/kit';
import { newId } from '../../platform/clock.ts';
import type { Tx } from '../../platform/db/database.ts';
import { newSecret, secretHash } from '../../platform/secrets.ts';
import * as store from './store.ts';

export const EVERYBODY = '00000000-0000-0000-0000-000000000000';

export async function addParty(
  tx: Tx,
  party: { name: string; kind: string; sector?: string | undefined },
): Promise<Uuid> {
  const id = newId(tx.now);
  await tx.run(store.ADD_PARTY, [id, party.name, party.kind, party.sector ?? null, tx.now]);
  await tx.run(store.SHOW_PARTY, [id, id, 'owner', tx.now]);
  for (const { id: coordinator } of await tx.all(store.COORDINATORS))
    await tx.run(store.SHOW_PARTY, [id, coordinator, 'reader', tx.now]);
  if (party.kind === 'clearinghouse') {
    for (const { id: other } of await tx.all(store.PUBLIC_KINDS, [id]))
      await tx.run(store.SHOW_PARTY, [other, id, 'reader', tx.now]);
  }
  if (party.kind === 'clearinghouse' || party.kind === 'isac')
    await tx.run(store.SHOW_PARTY, [id, EVERYBODY, 'public', tx.now]);
  return id;
}

export async function addPerson(
  tx: Tx,
  person: { name: string; email: string; memberships: readonly { partyId: Uuid; role: string }[] },
): Promise<Uuid> {
  const id = newId(tx.now);
  await tx.run(store.ADD_PERSON, [id, person.name, person.email, tx.now]);
  for (const m of person.memberships) await tx.run(store.ADD_MEMBERSHIP, [id, m.partyId, m.role, tx.now]);
  return id;
}

const LINK_HOURS = 72;

/** The path of a sign-in link; the secret is behind `#`, so that it reaches no log. */
export async function addLink(
  tx: Tx,
  personId: Uuid,
  more: { partyId?: Uuid; role?: string; demo?: boolean } = {},
): Promise<string> {
  const secret = newSecret('ltl');
  const expires = instantOf(Date.parse(tx.now) + (more.demo ? 3650 * DAY_MS : LINK_HOURS * 3_600_000));
  await tx.run(store.ADD_LINK, [
    secretHash(secret),
    personId,
    more.partyId ?? null,
    more.role ?? null,
    tx.now,
    expires,
    more.demo ? secret : null,
  ]);
  return `/sign-in/link#${secret}`;
}
