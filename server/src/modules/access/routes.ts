// HTTP of access: sessions, tokens, parties, people, delegations.
import type { apiToken, person as personSchema } from '@leadtime/contract';
import { DAY_MS, instantOf } from '@leadtime/lib/kit';
import type { z } from 'zod';
import type { Actor, Handlers } from '../../edge/handler.ts';
import { notFound, refuse } from '../../edge/refusal.ts';
import { newId } from '../../platform/clock.ts';
import type { Tx } from '../../platform/db/database.ts';
import { newSecret, secretHash } from '../../platform/secrets.ts';
import { type Change, record, recordAll } from '../ledger/index.ts';
import { addLink, addParty, addPerson } from './administer.ts';
import { isRole, isScope } from './authenticate.ts';
import * as session from './session.ts';
import { setUp } from './set-up.ts';
import * as store from './store.ts';

export interface AccessDeps extends session.SessionDeps {
  /** Cookies carry Secure when people come by https. */
  readonly secure: boolean;
}

const COOKIE_DAYS = 7;
const WHAT: Readonly<Record<string, string>> = {
  coordinator: 'Settle the queue, tell maintainers, publish.',
  finder: 'Send reports and follow what becomes of them.',
  maintainer: 'Answer cases at your own pace.',
  operator: 'See what is due, why, and what could not be matched.',
  overseer: 'See funnel, holds and the burn-down.',
  evaluator: 'See the lead that defenders have.',
  model_developer: 'Record a model and follow its window.',
  auditor: 'Check decisions and the ledger.',
  administrator: 'Add parties, people and roles.',
};

export function accessRoutes(deps: AccessDeps): Handlers {
  const { db } = deps;
  const cookie = (secret: string, days: number): string =>
    `leadtime_session=${secret}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${days * 86_400}${deps.secure ? '; Secure' : ''}`;
  const opened = async (reply: { header(n: string, v: string): void }, open: session.Opened) => {
    reply.header('set-cookie', cookie(open.secret, COOKIE_DAYS));
    return session.describe(deps, open.actor);
  };
  return {
    'session.read': ({ actor }) => session.describe(deps, actor),
    'session.open': async ({ body, reply, address }) =>
      opened(reply, await session.openWithPassword(deps, { ...body, address })),
    'session.redeem': async ({ body, reply }) =>
      opened(reply, await session.openWithLink(deps, body.secret, body.password)),
    'session.demoLinks': async () => {
      const rows = await db.verb('access.sign-in', (tx) => tx.all(store.DEMO_LINKS));
      return {
        links: rows.flatMap((r) =>
          isRole(r.role)
            ? [
                {
                  role: r.role,
                  person: r.person,
                  party: r.party,
                  what: WHAT[r.role] ?? '',
                  path: `/sign-in/link#${r.demo_secret}`,
                },
              ]
            : [],
        ),
      };
    },
    'session.setUp': async ({ body, reply }) => opened(reply, await setUp(deps, body)),
    'session.switch': async ({ actor, body }) =>
      session.describe(deps, await session.switchTo(deps, actor, body.partyId, body.role)),
    'session.close': async ({ actor, reply }) => {
      await session.close(deps, actor);
      reply.header('set-cookie', cookie('', 0));
      return { done: true };
    },
    'session.password': async ({ actor, body, address }) => {
      await session.changePassword(deps, actor, { ...body, address });
      return { done: true };
    },

    'tokens.list': async ({ actor }) => ({
      items: (await db.as(actor.party.id, (tx) => tx.all(store.TOKENS, [actor.person.id, actor.party.id]))).map(
        tokenView,
      ),
    }),
    'tokens.create': async ({ actor, body }) =>
      db.as(actor.party.id, async (tx) => {
        const secret = newSecret('ltk');
        const id = newId(tx.now);
        const expires = instantOf(Date.parse(tx.now) + body.days * DAY_MS);
        await tx.run(store.ADD_TOKEN, [
          id,
          secretHash(secret),
          actor.person.id,
          actor.party.id,
          actor.role,
          body.name,
          body.scopes,
          tx.now,
          expires,
        ]);
        await record(tx, {
          kind: 'access.token-made',
          wall: actor.party.id,
          actor: actor.person.id,
          refs: { token: id },
          facts: { scopes: body.scopes, expires },
        });
        const token = {
          id,
          name: body.name,
          scopes: body.scopes,
          createdAt: tx.now,
          expiresAt: expires,
          lastUsedAt: null,
          revokedAt: null,
        };
        return { token, secret };
      }),
    'tokens.revoke': async ({ actor, params }) =>
      db.as(actor.party.id, async (tx) => {
        if ((await tx.run(store.REVOKE_TOKEN, [params.id, actor.person.id, tx.now])) === 0) throw notFound();
        await record(tx, {
          kind: 'access.token-revoked',
          wall: actor.party.id,
          actor: actor.person.id,
          refs: { token: params.id },
        });
        return { done: true };
      }),

    'parties.list': async () => ({
      items: (await db.verb('access.administer', (tx) => tx.all(store.PARTIES))).map(partyView),
    }),
    'parties.create': async ({ actor, body }) =>
      db.verb('access.administer', async (tx) => {
        const id = await addParty(tx, body);
        await administered(tx, actor, { kind: 'access.party-added', refs: { party: id }, parties: [id] });
        return { id, name: body.name, kind: body.kind, sector: body.sector ?? null, people: 0, createdAt: tx.now };
      }),
    'people.list': async () => db.verb('access.administer', async (tx) => ({ items: await peopleOf(tx) })),
    'people.create': async ({ actor, body }) =>
      db.verb('access.administer', async (tx) => {
        if (await tx.maybe(store.PERSON_BY_EMAIL, [body.email]))
          throw refuse('state.conflict', 'A person with this e-mail is here already.');
        const id = await addPerson(tx, {
          name: body.name,
          email: body.email,
          memberships: [{ partyId: body.partyId, role: body.role }],
        });
        const link = await addLink(tx, id, { partyId: body.partyId, role: body.role });
        await administered(tx, actor, {
          kind: 'access.person-added',
          refs: { person: id, party: body.partyId },
          facts: { role: body.role },
          parties: [body.partyId],
        });
        return { person: await personView(tx, id), link };
      }),
    'people.roles': async ({ actor, params, body }) =>
      db.verb('access.administer', async (tx) => {
        const before = (await personView(tx, params.id)).memberships.map((m) => ({
          partyId: m.party.id,
          role: m.role,
        }));
        await tx.run(store.REMOVE_MEMBERSHIPS, [params.id]);
        for (const m of body.memberships) await tx.run(store.ADD_MEMBERSHIP, [params.id, m.partyId, m.role, tx.now]);
        await recordAll(tx, rolesSet(actor, params.id, { before, after: body.memberships }));
        return personView(tx, params.id);
      }),
    'people.link': async ({ actor, params }) =>
      db.verb('access.administer', async (tx) => {
        const { memberships } = await personView(tx, params.id);
        const parties = memberships.map((m) => m.party.id);
        await administered(tx, actor, { kind: 'access.link-made', refs: { person: params.id }, parties });
        return { link: await addLink(tx, params.id) };
      }),
    'people.disable': async ({ actor, params }) =>
      db.verb('access.administer', async (tx) => {
        const { memberships } = await personView(tx, params.id);
        const parties = memberships.map((m) => m.party.id);
        await tx.run(store.DISABLE, [params.id, tx.now]);
        await tx.run(store.CLOSE_ALL_SESSIONS, [params.id]);
        await tx.run(store.REVOKE_TOKENS_OF, [params.id, tx.now]);
        await administered(tx, actor, { kind: 'access.person-disabled', refs: { person: params.id }, parties });
        return { done: true };
      }),

    'delegations.list': async ({ actor }) => ({
      items: (await db.verb('access.sign-in', (tx) => tx.all(store.DELEGATIONS, [actor.party.id]))).map((d) => ({
        id: d.id,
        from: { id: d.from_id, name: d.from_name },
        to: { id: d.to_id, name: d.to_name },
        since: d.since,
        until: d.until,
      })),
    }),
    'delegations.candidates': async () => ({ items: await db.asAnyone((tx) => tx.all(store.DELEGATES)) }),
    'delegations.create': async ({ actor, body }) => ({
      id: await db.as(actor.party.id, (tx) => delegate(tx, actor, body)),
    }),
    'delegations.end': async ({ actor, params }) =>
      db.as(actor.party.id, async (tx) => {
        const ended = await tx.maybe(store.END_DELEGATION, [params.id, actor.party.id, tx.now]);
        if (!ended) throw notFound();
        await tx.run(store.UNSEE, [actor.party.id, ended.to_party_id, 'delegate']);
        await record(tx, {
          kind: 'access.delegation-ended',
          wall: actor.party.id,
          actor: actor.person.id,
          refs: { delegation: params.id },
        });
        return { done: true };
      }),
  };
}

/** Names another party to act for ours: it sees our inventories, exposures and duties, and nothing else. */
export async function delegate(
  tx: Tx,
  actor: Pick<Actor, 'party' | 'person'>,
  { to, until }: { to: string; until?: string | undefined },
): Promise<string> {
  const offered = (await tx.all(store.DELEGATES)).some((d) => d.id === to);
  if (!offered || to === actor.party.id)
    throw refuse('state.not-possible', 'Only a party that offers to act for operators can be named.');
  const id = newId(tx.now);
  await tx.run(store.SEE, [id, actor.party.id, 'owner', null, null]);
  await tx.run(store.SEE, [id, to, 'reader', null, until ?? null]);
  await tx.run(store.ADD_DELEGATION, [id, actor.party.id, to, tx.now, until ?? null]);
  await tx.run(store.SEE, [actor.party.id, to, 'delegate', null, until ?? null]);
  await record(tx, {
    kind: 'access.delegated',
    wall: actor.party.id,
    actor: actor.person.id,
    refs: { delegation: id, to },
  });
  return id;
}

/** An entry behind the administrator's wall, and one behind the wall of each party concerned: it can see what was done to it. */
async function administered(
  tx: Tx,
  actor: Actor,
  { kind, refs, facts = {}, parties }: Pick<Change, 'kind' | 'refs' | 'facts'> & { parties: readonly string[] },
): Promise<void> {
  const walls = new Set([actor.party.id, ...parties]);
  await recordAll(
    tx,
    [...walls].map((wall) => ({ kind, wall, actor: actor.person.id, refs: refs ?? {}, facts })),
  );
}

interface Membership {
  readonly partyId: string;
  readonly role: string;
}

/** A party concerned is told of its own roles, before and after, and of no other party's. */
function rolesSet(
  actor: Actor,
  person: string,
  { before, after }: { before: readonly Membership[]; after: readonly Membership[] },
): Change[] {
  const entry = (wall: string, facts: NonNullable<Change['facts']>): Change => ({
    kind: 'access.roles-set',
    wall,
    actor: actor.person.id,
    refs: { person },
    facts,
  });
  const of = (list: readonly Membership[], party: string) =>
    list.flatMap((m) => (m.partyId === party ? [m.role] : [])).sort();
  const concerned = [...new Set([...before, ...after].map((m) => m.partyId))].filter(
    (party) => party !== actor.party.id && of(before, party).join() !== of(after, party).join(),
  );
  return [
    entry(actor.party.id, { roles: after.map((m) => `${m.role}@${m.partyId}`) }),
    ...concerned.map((party) => entry(party, { before: of(before, party), roles: of(after, party) })),
  ];
}

async function peopleOf(tx: Tx): Promise<z.input<typeof personSchema>[]> {
  const memberships = await tx.all(store.MEMBERSHIPS, [null]);
  return (await tx.all(store.PEOPLE)).map((p) => ({
    id: p.id,
    name: p.name,
    email: p.email,
    disabledAt: p.disabled_at,
    memberships: memberships.flatMap((m) =>
      m.person_id === p.id && isRole(m.role) ? [{ party: { id: m.party_id, name: m.party_name }, role: m.role }] : [],
    ),
  }));
}

async function personView(tx: Tx, id: string): Promise<z.input<typeof personSchema>> {
  const found = (await peopleOf(tx)).find((p) => p.id === id);
  if (!found) throw notFound();
  return found;
}

const tokenView = (t: store.TokenRow): z.input<typeof apiToken> => ({
  id: t.id,
  name: t.name,
  scopes: t.scopes.filter(isScope),
  createdAt: t.created_at,
  expiresAt: t.expires_at,
  lastUsedAt: t.last_used_at,
  revokedAt: t.revoked_at,
});

function partyView(p: NonNullable<typeof store.PARTIES.row>) {
  return { id: p.id, name: p.name, kind: p.kind as 'lab', sector: p.sector, people: p.people, createdAt: p.created_at }; // kinds are checked when parties are added
}
