// All SQL of syncing. Run as the verb `advisories.import`, or by who may manage feeds.
import { query } from '../../../platform/db/query.ts';
import { recordsHeld } from '../store.ts';

export interface FeedRecord {
  readonly source: string;
  readonly records: number;
  readonly last_success_at: string | null;
  readonly as_of: string | null;
  readonly max_age_hours: number;
  readonly running: boolean;
  readonly progress: string | null;
  readonly last_error: string | null;
  readonly note: string | null;
  readonly resume: Record<string, unknown>;
  readonly settings: Record<string, unknown>;
  readonly every_hours: number | null;
  readonly next_at: string | null;
  readonly waits_until: string | null;
  readonly ended_at: string | null;
  readonly attempts: number;
}
/** Said to be running, and somebody holds it (feeds/hold.ts): what died in the middle said so too. */
const RUNNING = `running AND EXISTS (SELECT 1 FROM pg_locks l WHERE l.locktype = 'advisory' AND l.granted AND l.classid = hashtext('leadtime.feed')::oid AND l.objid = hashtext(feed.source)::oid
     AND l.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())) AS running`;
const COLUMNS = `source, records, last_success_at, as_of, max_age_hours, ${RUNNING}, progress, last_error, note, resume, settings, every_hours, next_at, waits_until, ended_at, attempts`;
export const FEEDS = query<FeedRecord>('feeds.all', `SELECT ${COLUMNS} FROM feed ORDER BY source`);
export const FEED = query<FeedRecord>('feeds.one', `SELECT ${COLUMNS} FROM feed WHERE source = $1`);
export const BEGIN = query(
  'feeds.begin',
  `UPDATE feed SET running = true, progress = 'asking', last_error = NULL, waits_until = NULL WHERE source = $1`,
);
export const PROGRESS = query('feeds.progress', `UPDATE feed SET running = true, progress = $2 WHERE source = $1`);
/** $4: as of when what we hold is complete; it never goes back. What a broken-off sync still remembers is replaced by $3. */
export const SUCCEED = query(
  'feeds.succeed',
  `UPDATE feed SET records = ${recordsHeld('$1')},
     last_success_at = $2, ended_at = $2, as_of = greatest(as_of, $4::timestamptz), running = false, progress = NULL, last_error = NULL, note = $5, resume = $3, waits_until = NULL, attempts = 0
   WHERE source = $1`,
);
export const KEEP = query('feeds.keep', `UPDATE feed SET resume = $2 WHERE source = $1`);
/** It stops: $3 is when it goes on by itself, if it does. Where some of it came in ($5), it is as if put off for the first time. */
export const STOP = query<{ attempts: number }>(
  'feeds.stop',
  `UPDATE feed SET running = false, progress = NULL, last_error = $2, waits_until = $3, ended_at = $4, attempts = CASE WHEN $3::timestamptz IS NULL THEN 0 WHEN $5 THEN 1 ELSE attempts + 1 END
   WHERE source = $1 RETURNING attempts`,
);
export const CHOOSE = query(
  'feeds.choose',
  `UPDATE feed SET settings = $2, every_hours = $3, next_at = CASE WHEN $3::int IS NULL THEN NULL WHEN every_hours = $3 AND next_at IS NOT NULL THEN next_at ELSE $4::timestamptz END
   WHERE source = $1`,
);
/** Feeds whose hour has come. The next one is set at once, up to a tenth later than asked, so that not everybody asks at the same minute. */
export const DUE = query<{ source: string }>(
  'feeds.due',
  `UPDATE feed SET next_at = $1::timestamptz + make_interval(secs => every_hours * 3600 * (1 + random() / 10))
   WHERE every_hours IS NOT NULL AND next_at <= $1 RETURNING source`,
);

/** The namespaces of what people run, and nothing else of it: found by steps through the index, not by reading it. */
export const NAMESPACES = query<{ namespace: string }>(
  'feeds.namespaces',
  `WITH RECURSIVE step (package) AS (
     (SELECT package FROM component_key ORDER BY package LIMIT 1)
     UNION ALL
     SELECT (SELECT k.package FROM component_key k WHERE k.package > split_part(step.package, '/', 1) || '/' || chr(1114111) ORDER BY k.package LIMIT 1)
     FROM step WHERE step.package IS NOT NULL
   )
   SELECT DISTINCT split_part(package, '/', 1) AS namespace FROM step WHERE package IS NOT NULL LIMIT 1000`,
);

export interface ProviderRecord {
  readonly id: string;
  readonly asked: string;
  readonly metadata_url: string | null;
  readonly publisher: string | null;
  readonly added_at: string;
  readonly last_success_at: string | null;
  readonly last_error: string | null;
  readonly documents: number;
  readonly note: string | null;
  readonly resume: Record<string, unknown>;
}
const PROVIDER_COLUMNS = `id, asked, metadata_url, publisher, added_at, last_success_at, last_error, documents, note, resume`;
export const PROVIDERS = query<ProviderRecord>(
  'feeds.providers',
  `SELECT ${PROVIDER_COLUMNS} FROM feed_provider ORDER BY added_at, asked`,
);
export const ADD_PROVIDER = query<{ id: string }>(
  'feeds.add-provider',
  `INSERT INTO feed_provider (id, asked, added_at, resume) VALUES ($1, $2, $3, $4) ON CONFLICT (asked) DO NOTHING RETURNING id`,
);
export const REMOVE_PROVIDER = query('feeds.remove-provider', `DELETE FROM feed_provider WHERE id = $1`);
export const KEEP_PROVIDER = query(
  'feeds.keep-provider',
  `UPDATE feed_provider SET metadata_url = $2, publisher = $3, resume = $4 WHERE id = $1`,
);
export const PROVIDER_DONE = query(
  'feeds.provider-done',
  `UPDATE feed_provider SET last_success_at = $2, last_error = NULL, documents = $3, note = $4 WHERE id = $1`,
);
export const PROVIDER_FAILED = query('feeds.provider-failed', `UPDATE feed_provider SET last_error = $2 WHERE id = $1`);

// What the other side has, and has no more.
export const LISTED = query<{ id: string; mark: string }>(
  'feeds.listed',
  `SELECT id, mark FROM feed_listed WHERE list = $1`,
);
export const LIST = query(
  'feeds.list',
  `INSERT INTO feed_listed (list, id, mark)
   SELECT $1, one.id, one.mark FROM jsonb_to_recordset($2::jsonb) AS one (id text, mark text)
   ON CONFLICT (list, id) DO UPDATE SET mark = excluded.mark WHERE feed_listed.mark <> excluded.mark`,
);
export const UNLIST = query('feeds.unlist', `DELETE FROM feed_listed WHERE list = $1 AND id = ANY ($2)`);
export const FORGET_LIST = query('feeds.forget-list', `DELETE FROM feed_listed WHERE list = $1`);
export const HELD = query<{ id: string; public_id: string; record: unknown }>(
  'feeds.held',
  `SELECT id, public_id, record FROM advisory WHERE source = $1 AND public_id = ANY ($2) AND state = 'published'`,
);
/** Its digest becomes one that no content has: should it come back as it was, it is taken again. */
export const RETRACT = query(
  'feeds.retract',
  `UPDATE advisory SET state = 'withdrawn', revision = revision + 1, content_digest = '\\x', record = record || jsonb_build_object('withdrawn', $2::text) WHERE id = ANY ($1)`,
);
/** By the name that its file must have (CSAF 2.0, 5.1). */
export const HELD_BY_FILE = query<{ id: string; public_id: string; record: unknown }>(
  'feeds.held-by-file',
  `SELECT id, public_id, record FROM advisory
   WHERE source = $1 AND regexp_replace(lower(split_part(public_id, '#', 1)), '[^+a-z0-9-]+', '_', 'g') || '.json' = ANY ($2) AND state = 'published'`,
);
export const DROP_KEV = query('feeds.drop-kev', `DELETE FROM kev WHERE cve = ANY ($1)`);
export const UNMARK_KEV = query<{ id: string }>(
  'feeds.unmark-kev',
  `UPDATE advisory a SET kev_at = (SELECT min(k.added_at) FROM kev k WHERE k.cve = ANY (a.aliases))
   WHERE a.aliases && $1::text[] AND a.kev_at IS NOT NULL RETURNING a.id`,
);
export const DROP_SSVC = query('feeds.drop-ssvc', `DELETE FROM ssvc WHERE cve = ANY ($1)`);
export const WAIT = query('feeds.wait', `UPDATE feed SET waits_until = $2 WHERE source = $1`);
