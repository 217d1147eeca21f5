// All SQL of notices. Relay and delivery run as the verb `notify.relay`; the rest as the asking party.
import { query } from '../../platform/db/query.ts';

export const EVENTS = query<{
  id: string;
  kind: string;
  wall: string;
  subject_id: string;
  facts: Record<string, unknown>;
  at: string;
}>(
  'notify.events',
  `SELECT id, kind, wall, subject_id, facts, at FROM event WHERE id = ANY ($1::uuid[]) ORDER BY at, id`,
);
/** Who sees these walls at a moment. Everybody is no party to be told. */
export const SEERS = query<{ wall: string; party_id: string; tier: string }>(
  'notify.seers',
  `SELECT wall, party_id, tier FROM visibility
   WHERE wall = ANY ($1::uuid[]) AND party_id <> everybody() AND valid_from <= $2 AND (valid_until IS NULL OR valid_until > $2)
   ORDER BY valid_from, party_id`,
);
export const VULNERABILITY_TITLE = query<{ title: string }>(
  'notify.vulnerability-title',
  `SELECT title FROM vulnerability WHERE id = $1`,
);
export const OWN_TITLE = query<{ title: string }>(
  'notify.own-title',
  `SELECT title FROM finding WHERE vulnerability_id = $1 AND party_id = $2 ORDER BY received_at, id LIMIT 1`,
);
/** What an event of an operator or of an advisory is about: its subject is an advisory, an exposure or a duty. */
export const ABOUT_ADVISORIES = query<{ event: string; title: string; due: string | null; duty: string | null }>(
  'notify.about-advisories',
  `SELECT s.event, a.public_id || ' ' || a.title AS title, d.due::text AS due, d.id AS duty
   FROM unnest($1::uuid[], $2::uuid[], $3::uuid[]) AS s (event, subject, advisory)
   LEFT JOIN duty d ON d.id = s.subject
   LEFT JOIN exposure e ON e.id = s.subject
   JOIN advisory a ON a.id = coalesce(d.advisory_id, e.advisory_id, s.advisory, s.subject)`,
);
export const PARTY_NAME = query<{ id: string; name: string }>(
  'notify.party-name',
  `SELECT id, name FROM party WHERE id = $1`,
);
/** Answers those that are new: one party is told of one event once. */
export const ADD_NOTICES = query<{ id: string }>(
  'notify.add-notices',
  `INSERT INTO notice (id, party_id, event_id, kind, title, body, href, at)
   SELECT n.id, n.party, n.event, n.kind, n.title, n.body, n.href, $2
   FROM jsonb_to_recordset($1::jsonb) AS n (id uuid, party uuid, event uuid, kind text, title text, body text, href text)
   ON CONFLICT (party_id, event_id) DO NOTHING RETURNING id`,
);
export const SHOW = query<{ id: string }>(
  'notify.show',
  `UPDATE notice SET shown_at = coalesce(shown_at, $2) WHERE id = ANY ($1::uuid[]) RETURNING id`,
);
/** Deliveries that were made at once. */
export const ADD_SETTLED = query(
  'notify.add-settled',
  `INSERT INTO delivery (id, notice_id, party_id, channel, state, attempts, at, reason, tries)
   SELECT d.id, d.notice, d.party, d.channel, d.state, 1, $2, d.reason,
     jsonb_build_array(jsonb_build_object('at', $2::timestamptz, 'said', coalesce(d.reason, d.state)))
   FROM jsonb_to_recordset($1::jsonb) AS d (id uuid, notice uuid, party uuid, channel text, state text, reason text)`,
);
/** For each of these notices the webhooks that take its kind, or the one that is being tested. */
export const WEBHOOKS_FOR = query<{ notice: string; party_id: string; webhook: string }>(
  'notify.webhooks-for',
  `SELECT n.notice, w.party_id, w.id AS webhook
   FROM jsonb_to_recordset($1::jsonb) AS n (notice uuid, party uuid, kind text, tested uuid)
   JOIN webhook w ON w.party_id = n.party AND w.removed_at IS NULL
     AND CASE WHEN n.tested IS NULL THEN w.paused_at IS NULL AND n.kind = ANY (w.events) ELSE w.id = n.tested END
   ORDER BY n.notice, w.created_at, w.id`,
);
export const ADD_DELIVERY = query(
  'notify.add-delivery',
  `INSERT INTO delivery (id, notice_id, party_id, channel, webhook_id, state) VALUES ($1, $2, $3, $4, $5, 'waiting')`,
);

export interface WaitingDelivery {
  id: string;
  attempts: number;
  notice_id: string;
  party_id: string;
  event_id: string;
  href: string;
  at: string;
  webhook_id: string;
  url: string;
  secret: Buffer;
  removed: boolean;
}
export const LOCK_WAITING = query<WaitingDelivery>(
  'notify.lock-waiting',
  `SELECT d.id, d.attempts, d.notice_id, d.party_id, n.event_id, n.href, n.at, w.id AS webhook_id, w.url, w.secret,
     w.removed_at IS NOT NULL AS removed
   FROM delivery d JOIN notice n ON n.id = d.notice_id JOIN webhook w ON w.id = d.webhook_id
   WHERE d.id = $1 AND d.channel = 'webhook' AND d.state = 'waiting' FOR UPDATE OF d`,
);
export const COUNT_ATTEMPT = query(
  'notify.count-attempt',
  `UPDATE delivery SET attempts = attempts + 1, at = $2 WHERE id = $1 AND state = 'waiting'`,
);
/** One attempt's end. What was sent once is never waiting again. */
export const SETTLE = query(
  'notify.settle',
  `UPDATE delivery SET state = $2, at = $3::timestamptz, reason = $4, attempts = greatest(attempts, $5),
     tries = tries || jsonb_build_array(jsonb_build_object('at', $3::timestamptz, 'said', coalesce($4, $2)))
   WHERE id = $1 AND state = 'waiting'`,
);
export const PAUSE = query(
  'notify.pause-webhook',
  `UPDATE webhook SET paused_at = $2 WHERE id = $1 AND paused_at IS NULL`,
);
/** Pauses a webhook at which nothing of the last five notices arrived. */
export const PAUSE_IF_DEAD = query(
  'notify.pause-dead-webhook',
  `UPDATE webhook SET paused_at = $2
   WHERE id = $1 AND paused_at IS NULL AND (
     SELECT count(*) FILTER (WHERE l.state = 'failed') FROM (
       SELECT state FROM delivery WHERE webhook_id = $1 AND state IN ('sent', 'failed') ORDER BY at DESC LIMIT 5) AS l) = 5`,
);
export const RESUME = query(
  'notify.resume-webhook',
  `UPDATE webhook SET paused_at = NULL WHERE id = $1 AND paused_at IS NOT NULL`,
);

export interface NoticeRow {
  id: string;
  kind: string;
  title: string;
  body: string;
  href: string;
  at: string;
  read_at: string | null;
  deliveries: {
    channel: 'in-app' | 'webhook';
    state: 'waiting' | 'sent' | 'failed' | 'dropped';
    attempts: number;
    at: string | null;
    reason: string | null;
    tries: { at: string; said: string }[];
  }[];
}
const SHOWN = `party_id = $1 AND shown_at IS NOT NULL AND kind = ANY ($2::text[]) AND ($3::boolean IS NULL OR (read_at IS NULL) = $3)`;
export const NOTICES = query<NoticeRow>(
  'notify.list',
  `SELECT n.id, n.kind, n.title, n.body, n.href, n.at, n.read_at,
     (SELECT coalesce(jsonb_agg(jsonb_build_object('channel', d.channel, 'state', d.state, 'attempts', d.attempts, 'at', d.at,
        'reason', d.reason, 'tries', d.tries) ORDER BY d.channel, d.id), '[]') FROM delivery d WHERE d.notice_id = n.id) AS deliveries
   FROM notice n WHERE ${SHOWN} ORDER BY n.at DESC, n.id LIMIT $4 OFFSET $5`,
);
export const COUNT = query<{ total: number }>('notify.count', `SELECT count(*) AS total FROM notice WHERE ${SHOWN}`);
export const READ = query(
  'notify.read',
  `UPDATE notice SET read_at = coalesce(read_at, $4) WHERE id = $3 AND party_id = $1 AND shown_at IS NOT NULL AND kind = ANY ($2::text[])`,
);
export const READ_ALL = query(
  'notify.read-all',
  `UPDATE notice SET read_at = $3 WHERE party_id = $1 AND shown_at IS NOT NULL AND read_at IS NULL AND kind = ANY ($2::text[])`,
);

export interface WebhookRow {
  id: string;
  url: string;
  events: string[];
  created_at: string;
  paused_at: string | null;
  last_state: string | null;
  last_at: string | null;
}
export const WEBHOOKS = query<WebhookRow>(
  'notify.webhooks',
  `SELECT w.id, w.url, w.events, w.created_at, w.paused_at, l.state AS last_state, l.at AS last_at
   FROM webhook w
   LEFT JOIN LATERAL (
     SELECT d.state, d.at FROM delivery d WHERE d.webhook_id = w.id AND d.at IS NOT NULL ORDER BY d.at DESC, d.id DESC LIMIT 1) AS l ON true
   WHERE w.party_id = $1 AND w.removed_at IS NULL ORDER BY w.created_at, w.id`,
);
export const WEBHOOK = query<{ id: string; url: string }>(
  'notify.webhook',
  `SELECT id, url FROM webhook WHERE id = $1 AND party_id = $2 AND removed_at IS NULL`,
);
export const ADD_WEBHOOK = query(
  'notify.add-webhook',
  `INSERT INTO webhook (id, party_id, url, events, secret, created_at) VALUES ($1, $2, $3, $4, $5, $6)`,
);
export const REMOVE_WEBHOOK = query(
  'notify.remove-webhook',
  `UPDATE webhook SET removed_at = $3 WHERE id = $1 AND party_id = $2 AND removed_at IS NULL`,
);
