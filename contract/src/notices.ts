// Notices: one delivery to one party, and the channels it goes by.
import { z } from 'zod';
import { done, instant, pageOf, pageQuery, uuid } from './common.ts';
import { routes } from './route.ts';

export const NOTICE_EVENTS = [
  'vulnerability.told',
  'case.message',
  'case.embargo',
  'case.fix',
  'advisory.published',
  'exposure.new',
  'duty.due',
  'report.read',
  'hold.expiring',
  'webhook.test',
] as const;
export const notice = z.object({
  id: uuid,
  event: z.enum(NOTICE_EVENTS),
  title: z.string(),
  text: z.string(),
  href: z.string(),
  at: instant,
  readAt: instant.nullable(),
  deliveries: z.array(
    z.object({
      channel: z.enum(['in-app', 'webhook']),
      state: z.enum(['waiting', 'sent', 'failed', 'dropped']),
      attempts: z.number().int(),
      at: instant.nullable(),
      reason: z.string().nullable(),
      /** Each attempt and what came of it. */
      tries: z.array(z.object({ at: z.string(), said: z.string() })).optional(),
    }),
  ),
});
export const webhook = z.object({
  id: uuid,
  url: z.string(),
  events: z.array(z.enum(NOTICE_EVENTS)),
  createdAt: instant,
  pausedAt: instant.nullable(),
  lastState: z.string().nullable(),
  lastAt: instant.nullable(),
});
const id = z.object({ id: uuid });
export const noticeRoutes = routes({
  'notices.list': {
    method: 'GET',
    path: '/api/v1/notices',
    action: 'session.use',
    shows: 'own',
    query: z.object({ ...pageQuery, unread: z.enum(['true']).optional() }),
    summary: 'What we were told.',
    response: pageOf(notice),
  },
  'notices.read': {
    method: 'POST',
    path: '/api/v1/notices/:id/read',
    action: 'session.use',
    shows: 'own',
    params: id,
    summary: 'Mark as read.',
    response: done,
  },
  'notices.readAll': {
    method: 'POST',
    path: '/api/v1/notices/read',
    action: 'session.use',
    shows: 'own',
    summary: 'Mark all as read.',
    response: done,
  },
  'webhooks.list': {
    method: 'GET',
    path: '/api/v1/webhooks',
    action: 'session.use',
    shows: 'own',
    summary: 'Where notices are sent.',
    response: z.object({ items: z.array(webhook) }),
  },
  'webhooks.create': {
    method: 'POST',
    path: '/api/v1/webhooks',
    action: 'session.use',
    shows: 'own',
    status: 201,
    summary: 'A signed webhook; its secret is shown once. The host must be on this instance’s egress list.',
    body: z.strictObject({ url: z.url().max(2_000), events: z.array(z.enum(NOTICE_EVENTS)).min(1) }),
    response: z.object({ webhook, secret: z.string() }),
  },
  'webhooks.test': {
    method: 'POST',
    path: '/api/v1/webhooks/:id/test',
    action: 'session.use',
    shows: 'own',
    params: id,
    status: 202,
    summary: 'Send a test notice.',
    response: done,
  },
  'webhooks.remove': {
    method: 'DELETE',
    path: '/api/v1/webhooks/:id',
    action: 'session.use',
    shows: 'own',
    params: id,
    summary: 'Remove it.',
    response: done,
  },
});
