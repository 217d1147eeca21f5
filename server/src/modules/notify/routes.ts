// HTTP of notices and webhooks. A person reads the notices of the acting party that the acting role may read.
import { mayDo, type notice as noticeSchema } from '@leadtime/contract';
import type { z } from 'zod';
import type { Actor, Handlers } from '../../edge/handler.ts';
import { notFound } from '../../edge/refusal.ts';
import { isNoticeEvent, RULES } from './rules.ts';
import * as store from './store.ts';
import * as webhooks from './webhooks.ts';

export function notifyRoutes(deps: webhooks.WebhookDeps): Handlers {
  const { db } = deps;
  return {
    'notices.list': ({ actor, query }) =>
      db.as(actor.party.id, async (tx) => {
        const filter = [actor.party.id, readable(actor), query.unread === 'true' ? true : null];
        const rows = await tx.all(store.NOTICES, [...filter, query.limit, query.offset]);
        const { total } = await tx.one(store.COUNT, filter);
        return { items: rows.flatMap(viewOf), total, limit: query.limit, offset: query.offset };
      }),
    'notices.read': ({ actor, params }) =>
      db.as(actor.party.id, async (tx) => {
        if ((await tx.run(store.READ, [actor.party.id, readable(actor), params.id, tx.now])) === 0) throw notFound();
        return { done: true };
      }),
    'notices.readAll': ({ actor }) =>
      db.as(actor.party.id, async (tx) => {
        await tx.run(store.READ_ALL, [actor.party.id, readable(actor), tx.now]);
        return { done: true };
      }),
    'webhooks.list': ({ actor }) => webhooks.list(deps, actor),
    'webhooks.create': ({ actor, body }) => webhooks.create(deps, actor, body),
    'webhooks.test': ({ actor, params }) => webhooks.test(deps, actor, params.id),
    'webhooks.remove': ({ actor, params }) => webhooks.remove(deps, actor, params.id),
  };
}

const readable = (actor: Actor): string[] =>
  Object.entries(RULES).flatMap(([kind, rule]) => (mayDo(actor.role, rule.action) ? [kind] : []));

function viewOf(n: store.NoticeRow): z.input<typeof noticeSchema>[] {
  if (!isNoticeEvent(n.kind)) return [];
  const iso = (at: string): string => new Date(at).toISOString();
  return [
    {
      id: n.id,
      event: n.kind,
      title: n.title,
      text: n.body,
      href: n.href,
      at: n.at,
      readAt: n.read_at,
      deliveries: n.deliveries.map((d) => ({ ...d, at: d.at === null ? null : iso(d.at) })),
    },
  ];
}
