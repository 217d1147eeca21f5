// A party's webhooks: made with a secret that is shown once, tested, removed.
import { randomBytes } from 'node:crypto';
import { mayDo, type NOTICE_EVENTS, type webhook as webhookSchema } from '@leadtime/contract';
import type { z } from 'zod';
import type { Actor } from '../../edge/handler.ts';
import { notFound, refuse } from '../../edge/refusal.ts';
import { newId } from '../../platform/clock.ts';
import type { Database, Tx } from '../../platform/db/database.ts';
import type { Egress } from '../../platform/egress.ts';
import { emit } from '../../platform/events.ts';
import { record } from '../ledger/index.ts';
import { isNoticeEvent, RULES } from './rules.ts';
import { secretText } from './sign.ts';
import * as store from './store.ts';

export interface WebhookDeps {
  readonly db: Database;
  readonly egress: Egress;
}
type View = z.input<typeof webhookSchema>;
const MAX_WEBHOOKS = 20;

export const list = ({ db }: WebhookDeps, actor: Actor): Promise<{ items: View[] }> =>
  db.as(actor.party.id, async (tx) => ({ items: (await tx.all(store.WEBHOOKS, [actor.party.id])).map(viewOf) }));

export async function create(
  { db, egress }: WebhookDeps,
  actor: Actor,
  given: { url: string; events: readonly (typeof NOTICE_EVENTS)[number][] },
): Promise<{ webhook: View; secret: string }> {
  refuseClosed(egress, given.url);
  const events = [...new Set(given.events)];
  const beyond = events.filter((e) => !mayDo(actor.role, RULES[e].action));
  if (beyond.length > 0)
    throw refuse('access.not-allowed', `The role ${actor.role} may not read notices of ${beyond.join(', ')}.`);
  return db.as(actor.party.id, async (tx) => {
    if ((await tx.all(store.WEBHOOKS, [actor.party.id])).length >= MAX_WEBHOOKS)
      throw refuse('state.not-possible', `A party may have ${MAX_WEBHOOKS} webhooks. Remove one first.`);
    const id = newId(tx.now);
    const secret = randomBytes(32);
    await tx.run(store.ADD_WEBHOOK, [id, actor.party.id, given.url, events, secret, tx.now]);
    await recorded(tx, actor, 'notify.webhook-made', id);
    const row = {
      id,
      url: given.url,
      events,
      created_at: tx.now,
      paused_at: null,
      last_state: null,
      last_at: null,
    };
    return { webhook: viewOf(row), secret: secretText(secret) };
  });
}

/** Sends a test notice there; that it arrives ends a pause. */
export function test({ db, egress }: WebhookDeps, actor: Actor, id: string): Promise<{ done: true }> {
  return db.as(actor.party.id, async (tx) => {
    const webhook = await tx.maybe(store.WEBHOOK, [id, actor.party.id]);
    if (!webhook) throw notFound();
    refuseClosed(egress, webhook.url);
    await emit(tx, {
      kind: 'webhook.test',
      wall: actor.party.id,
      subject: id,
      facts: { party: actor.party.id, by: actor.party.id, webhook: id },
    });
    return { done: true };
  });
}

export function remove({ db }: WebhookDeps, actor: Actor, id: string): Promise<{ done: true }> {
  return db.as(actor.party.id, async (tx) => {
    if ((await tx.run(store.REMOVE_WEBHOOK, [id, actor.party.id, tx.now])) === 0) throw notFound();
    await recorded(tx, actor, 'notify.webhook-removed', id);
    return { done: true };
  });
}

function refuseClosed(egress: Egress, url: string): void {
  if (!egress.allows(url))
    throw refuse('egress.closed', `${URL.canParse(url) ? new URL(url).host : 'That host'} is not on the list.`);
}

async function recorded(tx: Tx, actor: Actor, kind: string, webhook: string): Promise<void> {
  await record(tx, { kind, wall: actor.party.id, actor: actor.person.id, refs: { webhook, party: actor.party.id } });
}

const viewOf = (w: store.WebhookRow): View => ({
  id: w.id,
  url: w.url,
  events: w.events.filter(isNoticeEvent),
  createdAt: w.created_at,
  pausedAt: w.paused_at,
  lastState: w.last_state,
  lastAt: w.last_at,
});
