// All SQL of the watched feed and of counts.
import { query } from '../../platform/db/query.ts';

// The feed is brought up to date under the verb `watch.append`.
export const ONE_AT_A_TIME = query('watch.one-at-a-time', `SELECT pg_advisory_xact_lock(440916)`);
export const TAKE_CHANGED = query<{ advisory_id: string }>(
  'watch.take-changed',
  `DELETE FROM watch_changed WHERE n IN (SELECT n FROM watch_changed ORDER BY n LIMIT $1) RETURNING advisory_id`,
);
export interface ChangedRow {
  id: string;
  source: string;
  public_id: string;
  state: string;
  record: unknown;
  osv: unknown;
  csaf: unknown;
}
export const CHANGED = query<ChangedRow>(
  'watch.changed',
  `SELECT a.id, a.source, a.public_id, a.state, a.record, r.osv, r.csaf
   FROM advisory a LEFT JOIN advisory_revision r ON r.advisory_id = a.id AND r.number = a.revision AND a.source = 'ours'
   WHERE a.id = ANY ($1) ORDER BY a.id`,
);
export const KEEP_RECORDS = query(
  'watch.keep-records',
  `INSERT INTO watch_record AS r (advisory_id, digest, text)
   SELECT x.id, decode(x.digest, 'hex'), x.text FROM unnest($1::uuid[], $2::text[], $3::text[]) AS x (id, digest, text)
   ON CONFLICT (advisory_id) DO UPDATE SET digest = excluded.digest, text = excluded.text WHERE r.digest <> excluded.digest`,
);
export const DROP_RECORDS = query('watch.drop-records', `DELETE FROM watch_record WHERE advisory_id = ANY ($1)`);
export const LAST_OUTSIDE_OF = query<{ advisory_id: string; kind: 'put' | 'retract'; digest: Buffer | null }>(
  'watch.last-outside-of',
  `SELECT DISTINCT ON (advisory_id) advisory_id, kind, digest FROM watch_outside WHERE advisory_id = ANY ($1) ORDER BY advisory_id, sequence DESC`,
);
export const ADD_OUTSIDE = query(
  'watch.add-outside',
  `INSERT INTO watch_outside (sequence, kind, advisory_id, advisory, digest, why, line, chain)
   SELECT x.sequence, x.kind, x.advisory_id, x.advisory, decode(x.digest, 'hex'), x.why, x.line, decode(x.chain, 'hex')
   FROM jsonb_to_recordset($1::jsonb) AS x (sequence bigint, kind text, advisory_id uuid, advisory text, digest text, why text, line text, chain text)`,
);

// A party's own stream is brought up to date as the party: what it may read is what the walls give it.
export const ONE_OF_PARTY = query(
  'watch.one-of-party',
  `SELECT pg_advisory_xact_lock(hashtextextended('watch/' || $1, 0))`,
);
export interface NewsRow {
  advisory_id: string;
  advisory: string;
  digest: Buffer | null;
  withdrawn: boolean;
}
/** What the party may read and was not told so, and what it was told and may not read any more. */
export const NEWS_OF_OURS = query<NewsRow>(
  'watch.news-of-ours',
  `WITH told AS MATERIALIZED (
     SELECT DISTINCT ON (advisory_id) advisory_id, advisory, kind, digest FROM watch_ours WHERE party_id = $1 ORDER BY advisory_id, sequence DESC),
   readable AS MATERIALIZED (
     SELECT a.id AS advisory_id, 'ours/' || a.public_id AS advisory, r.digest
     FROM advisory a JOIN watch_record r ON r.advisory_id = a.id WHERE a.source = 'ours' AND a.state = 'published')
   SELECT coalesce(n.advisory_id, t.advisory_id) AS advisory_id, coalesce(n.advisory, t.advisory) AS advisory, n.digest,
     EXISTS (SELECT 1 FROM advisory w WHERE w.id = t.advisory_id AND w.state = 'withdrawn') AS withdrawn
   FROM readable n FULL JOIN told t ON t.advisory_id = n.advisory_id
   WHERE CASE WHEN n.advisory_id IS NULL THEN t.kind = 'put' ELSE t.kind IS DISTINCT FROM 'put' OR t.digest <> n.digest END
   ORDER BY 2`,
);
export const ADD_OURS = query(
  'watch.add-ours',
  `INSERT INTO watch_ours (party_id, sequence, kind, advisory_id, advisory, digest, why, line, chain)
   SELECT $1, x.sequence, x.kind, x.advisory_id, x.advisory, decode(x.digest, 'hex'), x.why, x.line, decode(x.chain, 'hex')
   FROM jsonb_to_recordset($2::jsonb) AS x (sequence bigint, kind text, advisory_id uuid, advisory text, digest text, why text, line text, chain text)`,
);

// Ends and pages. `$1` of the shared stream is its party too, so that both are asked alike; it is not looked at.
export interface EndRow {
  sequence: number;
  chain: Buffer;
}
export const END = {
  outside: query<EndRow>(
    'watch.end-outside',
    `SELECT sequence, chain FROM watch_outside WHERE $1::uuid IS NOT NULL AND sequence <= coalesce($2::bigint, 9007199254740991) ORDER BY sequence DESC LIMIT 1`,
  ),
  ours: query<EndRow>(
    'watch.end-ours',
    `SELECT sequence, chain FROM watch_ours WHERE party_id = $1::uuid AND sequence <= coalesce($2::bigint, 9007199254740991) ORDER BY sequence DESC LIMIT 1`,
  ),
};
export interface PageRow extends EndRow {
  line: string;
  text: string | null;
}
export const PAGE = {
  outside: query<PageRow>(
    'watch.page-outside',
    `SELECT e.sequence, e.chain, e.line, r.text FROM watch_outside e LEFT JOIN watch_record r ON r.advisory_id = e.advisory_id AND r.digest = e.digest
     WHERE $1::uuid IS NOT NULL AND e.sequence > $2 ORDER BY e.sequence LIMIT $3`,
  ),
  ours: query<PageRow>(
    'watch.page-ours',
    `SELECT e.sequence, e.chain, e.line, r.text FROM watch_ours e LEFT JOIN watch_record r ON r.advisory_id = e.advisory_id AND r.digest = e.digest
     WHERE e.party_id = $1::uuid AND e.sequence > $2 ORDER BY e.sequence LIMIT $3`,
  ),
};

// The key and the counts, as the party.
export const KEY = query<{ key: string; enrolled_at: string; enrolled_by: string; refused_at: string | null }>(
  'watch.key',
  `SELECT key, enrolled_at, enrolled_by, refused_at FROM watch_key WHERE party_id = $1`,
);
export const ADD_KEY = query(
  'watch.add-key',
  `INSERT INTO watch_key (party_id, key, enrolled_at, enrolled_by) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`,
);
export const KEY_REFUSED = query('watch.key-refused', `UPDATE watch_key SET refused_at = $2 WHERE party_id = $1`);
export const DROP_KEY = query('watch.drop-key', `DELETE FROM watch_key WHERE party_id = $1`);
export interface SentRow {
  number: number;
  computed_at: string;
  outside_sequence: number;
  ours_sequence: number;
  note: string;
  received_at: string;
}
export const SENT = query<SentRow>(
  'watch.sent',
  `SELECT number, computed_at, outside_sequence, ours_sequence, note, received_at FROM watch_counts WHERE party_id = $1`,
);
export const KEEP_SENT = query(
  'watch.keep-sent',
  `INSERT INTO watch_counts (party_id, number, computed_at, outside_sequence, ours_sequence, note, received_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
   ON CONFLICT (party_id) DO UPDATE SET number = excluded.number, computed_at = excluded.computed_at, outside_sequence = excluded.outside_sequence,
     ours_sequence = excluded.ours_sequence, note = excluded.note, received_at = excluded.received_at`,
);
export const DROP_SENT = query('watch.drop-sent', `DELETE FROM watch_counts WHERE party_id = $1`);
export const DROP_COUNTS = query('watch.drop-counts', `DELETE FROM watch_count WHERE party_id = $1`);
/** Keeps what names an advisory that the party may read, and answers which. */
export const ADD_COUNTS = query<{ advisory: string }>(
  'watch.add-counts',
  `WITH coming AS (
     SELECT x.*, split_part(x.advisory, '/', 1) AS source, substr(x.advisory, strpos(x.advisory, '/') + 1) AS public_id
     FROM jsonb_to_recordset($2::jsonb) AS x (advisory text, affected int4range, undetermined int4range, fixed int4range, open int4range)),
   kept AS (
     INSERT INTO watch_count (party_id, advisory_id, affected, undetermined, fixed, open)
     SELECT $1, a.id, c.affected, c.undetermined, c.fixed, c.open
     FROM coming c JOIN advisory a ON a.source = c.source AND a.public_id = c.public_id AND a.state = 'published'
     RETURNING advisory_id)
   SELECT a.source || '/' || a.public_id AS advisory FROM kept k JOIN advisory a ON a.id = k.advisory_id`,
);
export interface HeldRow {
  advisory: string;
  title: string;
  affected: string;
  undetermined: string;
  fixed: string;
  open: string;
}
export const HELD = query<HeldRow>(
  'watch.held',
  `SELECT a.public_id AS advisory, a.title, c.affected, c.undetermined, c.fixed, c.open
   FROM watch_count c JOIN advisory a ON a.id = c.advisory_id WHERE c.party_id = $1 ORDER BY lower(c.open) DESC, a.public_id LIMIT 10000`,
);
