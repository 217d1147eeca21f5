// The job of one delivery by webhook. Before each attempt it asks once more whether this party may know now; after a
// success nothing is sent again. Killed in between, the next attempt carries the same id, by which a receiver knows it.
import type { Clock } from '../../platform/clock.ts';
import type { Database, Tx } from '../../platform/db/database.ts';
import { failpoint } from '../../platform/failpoints.ts';
import type { Channel, Letter, Sent } from './channels/channel.ts';
import { webhookChannel } from './channels/webhook.ts';
import { whoMayKnow } from './know.ts';
import { isNoticeEvent, type NoticeEvent, RULES } from './rules.ts';
import * as store from './store.ts';

export interface DeliverDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly egress: Parameters<typeof webhookChannel>[0]['egress'];
  readonly origin: string;
}
/** Attempts; between them the queue waits longer each time (seconds to half an hour). */
export const MAX_ATTEMPTS = 8;

export async function deliver(
  deps: DeliverDeps,
  payload: Readonly<Record<string, unknown>>,
  channel: Channel = webhookChannel(deps),
): Promise<void> {
  const id = String(payload['delivery']);
  const begun = await deps.db.verb('notify.relay', (tx) => begin(tx, id));
  if (!begun) return;
  failpoint('notify.before-send');
  const sent = await channel.send(begun.letter);
  failpoint('notify.after-send');
  const state = await deps.db.verb('notify.relay', (tx) => finish(tx, begun, sent));
  if (state === 'waiting' && sent.outcome === 'again')
    throw new Error(`delivery ${id}, attempt ${begun.attempt}: ${sent.reason}; it is tried again`);
}

interface Begun {
  readonly id: string;
  readonly attempt: number;
  readonly webhook: string;
  readonly letter: Letter;
}

/** Locks the delivery, asks who may know, counts the attempt. Undefined: there is nothing to send. */
async function begin(tx: Tx, id: string): Promise<Begun | undefined> {
  const waiting = await tx.maybe(store.LOCK_WAITING, [id]);
  if (!waiting) return undefined;
  const drop = async (why: string): Promise<undefined> => {
    await tx.run(store.SETTLE, [id, 'dropped', tx.now, why, waiting.attempts]);
    return undefined;
  };
  if (waiting.removed) return drop('the webhook was removed');
  const kind = await kindIfAllowed(tx, waiting.event_id, waiting.party_id);
  if (!kind) return drop('no longer allowed to know');
  await tx.run(store.COUNT_ATTEMPT, [id, tx.now]);
  return {
    id,
    attempt: waiting.attempts + 1,
    webhook: waiting.webhook_id,
    letter: {
      id: `msg_${id}`,
      notice: waiting.notice_id,
      event: kind,
      at: waiting.at,
      href: waiting.href,
      plain: RULES[kind].plain,
      to: { url: waiting.url, secret: waiting.secret },
    },
  };
}

/** The event's kind, when this party may know of it at this moment. */
async function kindIfAllowed(tx: Tx, eventId: string, party: string): Promise<NoticeEvent | undefined> {
  const event = await tx.maybe(store.EVENTS, [[eventId]]);
  if (!event || !isNoticeEvent(event.kind)) return undefined;
  const told = whoMayKnow({ kind: event.kind, facts: event.facts }, await tx.all(store.SEERS, [[event.wall], tx.now]));
  return told.some((t) => t.party === party) ? event.kind : undefined;
}

async function finish(tx: Tx, { id, attempt, webhook }: Begun, sent: Sent): Promise<'sent' | 'failed' | 'waiting'> {
  const last = sent.outcome === 'never' || attempt >= MAX_ATTEMPTS;
  const state = sent.outcome === 'sent' ? 'sent' : last ? 'failed' : 'waiting';
  await tx.run(store.SETTLE, [id, state, tx.now, sent.outcome === 'sent' ? null : sent.reason, attempt]);
  if (state === 'sent') await tx.run(store.RESUME, [webhook]);
  else if (sent.outcome === 'never' && sent.gone) await tx.run(store.PAUSE, [webhook, tx.now]);
  else if (state === 'failed') await tx.run(store.PAUSE_IF_DEAD, [webhook, tx.now]);
  return state;
}
