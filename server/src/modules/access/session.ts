// Sessions: signing in with a password or a one-time link, acting for one of one’s parties, signing out.

import type { Session } from '@leadtime/contract';
import { DAY_MS, instantOf } from '@leadtime/lib/kit';
import { hash, verify } from '@node-rs/argon2';
import type { Actor } from '../../edge/handler.ts';
import { refuse } from '../../edge/refusal.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Database, Tx } from '../../platform/db/database.ts';
import { newSecret, secretHash } from '../../platform/secrets.ts';
import { isRole } from './authenticate.ts';
import * as store from './store.ts';
import { countTry, forgive, type Trying } from './wait.ts';

export interface SessionDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly version: string;
}
export interface Opened {
  readonly secret: string;
  readonly actor: Actor;
}

const SESSION_DAYS = 7;
/** OWASP’s argon2id floor: 19 MiB, two passes, one lane. */
const ARGON = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
// Checked when the e-mail is unknown, so that the answer takes as long and says as little.
const NOBODY = '$argon2id$v=19$m=19456,t=2,p=1$bGVhZHRpbWUtbm9ib2R5LTE$4f1pUXhuXEGQ0vEEvJw4oHfpDPX0WQkPXQzN1qGbl3o';

export const hashPassword = (password: string): Promise<string> => hash(password, ARGON);

export async function openWithPassword(
  deps: SessionDeps,
  { password, ...who }: Trying & { password: string },
): Promise<Opened> {
  await deps.db.verb('access.sign-in', (tx) => countTry(tx, who));
  const person = await deps.db.verb('access.sign-in', (tx) => tx.maybe(store.PERSON_BY_EMAIL, [who.email]));
  const right = await verify(person?.password_hash ?? NOBODY, password).catch(() => false);
  if (!person?.password_hash || !right || person.disabled_at)
    throw refuse('access.wrong-credentials', 'No person here has this e-mail and password.');
  return deps.db.verb('access.sign-in', async (tx) => {
    await forgive(tx, who);
    return begin(tx, person.id);
  });
}

/** A one-time link: works once. With it a password may be set. */
export async function openWithLink(deps: SessionDeps, secret: string, password: string | undefined): Promise<Opened> {
  const passwordHash = password === undefined ? undefined : await hashPassword(password);
  return deps.db.verb('access.sign-in', async (tx) => {
    const link = await tx.maybe(store.USE_LINK, [secretHash(secret), tx.now]);
    if (!link) throw refuse('access.link-used', 'The link is unknown, was used, or is too old.');
    if (passwordHash) await tx.run(store.SET_PASSWORD, [link.person_id, passwordHash]);
    return begin(
      tx,
      link.person_id,
      link.party_id && link.role ? { party: link.party_id, role: link.role } : undefined,
    );
  });
}

/** A new session in the wanted or first membership; used by the two above and by setting up. */
export async function begin(tx: Tx, personId: string, wanted?: { party: string; role: string }): Promise<Opened> {
  const person = await tx.one(store.PERSON, [personId]);
  if (person.disabled_at) throw refuse('access.wrong-credentials', 'This person may no longer sign in.');
  const memberships = await tx.all(store.MEMBERSHIPS, [personId]);
  const first =
    memberships.find((m) => wanted && m.party_id === wanted.party && m.role === wanted.role) ?? memberships[0];
  if (!first || !isRole(first.role)) throw refuse('access.wrong-credentials', 'This person has no role in any party.');
  const secret = newSecret('lts');
  const credential = secretHash(secret);
  await tx.run(store.OPEN_SESSION, [
    credential,
    personId,
    first.party_id,
    first.role,
    tx.now,
    instantOf(Date.parse(tx.now) + SESSION_DAYS * DAY_MS),
  ]);
  return {
    secret,
    actor: {
      person: { id: person.id, name: person.name },
      party: { id: first.party_id, name: first.party_name },
      role: first.role,
      credential,
    },
  };
}

export async function switchTo(deps: SessionDeps, actor: Actor, partyId: string, role: string): Promise<Actor> {
  return deps.db.verb('access.sign-in', async (tx) => {
    const changed = await tx.run(store.SWITCH, [actor.credential, partyId, role]);
    const to = (await tx.all(store.MEMBERSHIPS, [actor.person.id])).find(
      (m) => m.party_id === partyId && m.role === role,
    );
    if (changed === 0 || !to || !isRole(to.role))
      throw refuse('access.not-allowed', 'You do not have this role in that party.');
    return { ...actor, party: { id: to.party_id, name: to.party_name }, role: to.role };
  });
}

export const close = (deps: SessionDeps, actor: Actor): Promise<number> =>
  deps.db.verb('access.sign-in', (tx) => tx.run(store.CLOSE_SESSION, [actor.credential]));

/** Asks for the current password, so that a session left open is not the account; and counts tries as signing in does. */
export async function changePassword(
  deps: SessionDeps,
  actor: Actor,
  { current, next, address }: { current: string; next: string; address: string },
): Promise<void> {
  const person = await deps.db.verb('access.sign-in', (tx) => tx.one(store.PERSON, [actor.person.id]));
  const who: Trying = { email: person.email, address };
  await deps.db.verb('access.sign-in', (tx) => countTry(tx, who));
  const right = person.password_hash === null || (await verify(person.password_hash, current).catch(() => false));
  if (!right) throw refuse('access.wrong-credentials', 'The current password is not right.');
  const passwordHash = await hashPassword(next);
  await deps.db.verb('access.sign-in', async (tx) => {
    await forgive(tx, who);
    await tx.run(store.SET_PASSWORD, [actor.person.id, passwordHash]);
    await tx.run(store.CLOSE_SESSIONS_OF, [actor.person.id, actor.credential]);
  });
}

/** Everything the frame of the web needs to know. */
export async function describe(deps: SessionDeps, actor: Actor | undefined): Promise<Session> {
  return deps.db.verb('access.sign-in', async (tx) => {
    const instance = await tx.one(store.INSTANCE);
    const feeds = await tx.all(store.FEEDS);
    const memberships = actor ? await tx.all(store.MEMBERSHIPS, [actor.person.id]) : [];
    return {
      signedIn: actor !== undefined,
      person: actor?.person ?? null,
      acting: actor ? { party: actor.party, role: actor.role } : null,
      memberships: memberships.flatMap((m) =>
        isRole(m.role) ? [{ party: { id: m.party_id, name: m.party_name }, role: m.role }] : [],
      ),
      actsFor: actor ? await tx.all(store.ACTS_FOR, [actor.party.id, tx.now]) : [],
      instance: {
        name: instance.name,
        marking: instance.marking,
        demo: instance.demo,
        needsSetup: instance.set_up_at === null,
        version: deps.version,
        now: tx.now,
        feeds: feeds.map((f) => ({
          source: f.source,
          asOf: f.as_of,
          stale: f.as_of === null || Date.parse(tx.now) - Date.parse(f.as_of) > f.max_age_hours * 3_600_000,
        })),
      },
      unreadNotices: actor ? (await tx.one(store.UNREAD, [actor.party.id])).unread : 0,
    };
  });
}
