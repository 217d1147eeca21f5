// All SQL of importing feeds. Runs as the verb `advisories.import`: feeds are public facts from outside.
import { query } from '../../../platform/db/query.ts';
import { recordsHeld } from '../store.ts';

/** Texts that were taken before, and whose advisories nobody has changed since; with the newest date that each states. */
export const KNOWN_TEXTS = query<{ text_digest: Buffer; modified_at: string }>(
  'feeds.known-texts',
  `SELECT text_digest, max(modified_at) AS modified_at FROM feed_text WHERE text_digest = ANY ($1::bytea[]) GROUP BY text_digest HAVING count(*) = min(parts)`,
);
export const REMEMBER_TEXTS = query(
  'feeds.remember-texts',
  `INSERT INTO feed_text (advisory_id, source, text_digest, parts, modified_at)
   SELECT t.id, $1, t.text, t.parts, t.modified FROM unnest($2::uuid[], $3::bytea[], $4::int[], $5::timestamptz[]) AS t (id, text, parts, modified)
   ON CONFLICT (advisory_id, source) DO UPDATE SET text_digest = excluded.text_digest, parts = excluded.parts, modified_at = excluded.modified_at`,
);
/** Locked: what is remembered of an advisory in this transaction must be so until its end. In one order, so that two imports wait, not deadlock. */
export const KNOWN_DIGESTS = query<{
  public_id: string;
  content_digest: Buffer;
  modified_at: string;
  publisher: string | null;
}>(
  'feeds.known-digests',
  `SELECT public_id, content_digest, modified_at, record ->> 'publisher' AS publisher FROM advisory WHERE source = $1 AND public_id = ANY ($2)
   ORDER BY public_id FOR NO KEY UPDATE`,
);
/** What is held of these CSAF documents. */
export const PARTS = query<{
  id: string;
  public_id: string;
  state: string;
  document: string;
  /** When the version of the document that it is of was released. */
  stated_at: string;
  record: unknown;
}>(
  'feeds.parts',
  `SELECT id, public_id, state, record #>> '{document,id}' AS document, record ->> 'modified' AS stated_at, record FROM advisory
   WHERE source = 'csaf' AND record #>> '{document,id}' = ANY ($1)`,
);
/** Its digest becomes one that no content has: should it come back as it was, it is taken again. */
export const WITHDRAW_PARTS = query(
  'feeds.withdraw-parts',
  `UPDATE advisory SET state = 'withdrawn', revision = revision + 1, content_digest = '\\x', record = record || jsonb_build_object('withdrawn', $2::text) WHERE id = ANY ($1)`,
);
export const UPSERT = query(
  'feeds.upsert',
  `INSERT INTO advisory (id, public_id, source, title, summary, details, aliases, state, severity, vectors, weaknesses, packages, record, content_digest, published_at, modified_at, kev_at, revision)
   SELECT a.id, a.public_id, $1, a.title, a.summary, a.details, a.aliases, a.state, a.severity, a.vectors, a.weaknesses, a.packages, a.record, decode(a.digest, 'hex'), a.published_at, a.modified_at,
     (SELECT min(k.added_at) FROM kev k WHERE k.cve = ANY (a.aliases || a.public_id)), 1
   FROM jsonb_to_recordset($2::jsonb) AS a (id uuid, public_id text, title text, summary text, details text, aliases text[], state text, severity text, vectors text[],
     weaknesses text[], packages text[], record jsonb, digest text, published_at timestamptz, modified_at timestamptz)
   ON CONFLICT (source, public_id) DO UPDATE SET title = excluded.title, summary = excluded.summary, details = excluded.details, aliases = excluded.aliases, state = excluded.state,
     severity = excluded.severity, vectors = excluded.vectors, weaknesses = excluded.weaknesses, packages = excluded.packages, record = excluded.record, content_digest = excluded.content_digest,
     modified_at = excluded.modified_at, kev_at = excluded.kev_at, revision = advisory.revision + 1`,
);
export const UPSERT_KEV = query<{ cve: string }>(
  'feeds.upsert-kev',
  `INSERT INTO kev (cve, added_at, due_at, ransomware, record)
   SELECT k.cve, k.added_at, k.due_at, k.ransomware, k.record FROM jsonb_to_recordset($1::jsonb) AS k (cve text, added_at date, due_at date, ransomware text, record jsonb)
   ON CONFLICT (cve) DO UPDATE SET added_at = excluded.added_at, due_at = excluded.due_at, ransomware = excluded.ransomware, record = excluded.record
     WHERE kev.added_at <> excluded.added_at OR kev.due_at IS DISTINCT FROM excluded.due_at
   RETURNING cve`,
);
export const KNOWN_SSVC_TEXTS = query<{ text_digest: Buffer; at: string | null }>(
  'feeds.known-ssvc-texts',
  `SELECT text_digest, at FROM ssvc WHERE text_digest = ANY ($1::bytea[])`,
);
/** Answers those that say something else than before. */
export const UPSERT_SSVC = query<{ cve: string }>(
  'feeds.upsert-ssvc',
  `INSERT INTO ssvc (cve, automatable, technical_impact, exploitation, at, record)
   SELECT s.cve, s.automatable, s.technical_impact, s.exploitation, s.at, s.record FROM jsonb_to_recordset($1::jsonb) AS s (cve text, automatable text, technical_impact text, exploitation text, at timestamptz, record jsonb)
   ON CONFLICT (cve) DO UPDATE SET automatable = excluded.automatable, technical_impact = excluded.technical_impact, exploitation = excluded.exploitation, at = excluded.at, record = excluded.record
     WHERE (ssvc.automatable, ssvc.technical_impact, ssvc.exploitation, ssvc.at, ssvc.record) IS DISTINCT FROM (excluded.automatable, excluded.technical_impact, excluded.exploitation, excluded.at, excluded.record)
   RETURNING cve`,
);
export const REMEMBER_SSVC_TEXTS = query(
  'feeds.remember-ssvc-texts',
  `UPDATE ssvc s SET text_digest = t.text FROM unnest($1::text[], $2::bytea[]) AS t (cve, text) WHERE s.cve = t.cve AND s.text_digest IS DISTINCT FROM t.text`,
);
export const MARK_KEV = query<{ id: string }>(
  'feeds.mark-kev',
  `UPDATE advisory a SET kev_at = k.added_at FROM kev k WHERE k.cve = ANY ($1) AND (a.aliases @> ARRAY[k.cve] OR (a.source <> 'ours' AND a.public_id = k.cve)) AND a.kev_at IS DISTINCT FROM k.added_at RETURNING a.id`,
);
/** Scores of a day; those of an older day than is held change nothing. */
export const UPSERT_EPSS = query(
  'feeds.upsert-epss',
  `INSERT INTO epss (cve, score, percentile, day) SELECT e.cve, e.score, e.percentile, $2::date FROM jsonb_to_recordset($1::jsonb) AS e (cve text, score real, percentile real)
   ON CONFLICT (cve) DO UPDATE SET score = excluded.score, percentile = excluded.percentile, day = excluded.day WHERE epss.day <= excluded.day`,
);
export const DROP_OLD_EPSS = query('feeds.drop-old-epss', `DELETE FROM epss WHERE day < $1::date`);
/** $3: as of when the feed is complete by what came in; it never goes back. NULL: some of it came, and the feed is as old as before. */
export const FEED_DONE = query<{ as_of: string | null }>(
  'feeds.done',
  `UPDATE feed SET records = ${recordsHeld('$1')},
     last_success_at = $2,
     as_of = CASE WHEN $3::timestamptz IS NULL THEN as_of ELSE greatest(as_of, least($3, $2)) END,
     running = false, progress = NULL, last_error = CASE WHEN $3::timestamptz IS NULL THEN last_error END
   WHERE source = $1 RETURNING as_of`,
);
export const FEED_PROGRESS = query(
  'feeds.import-progress',
  `UPDATE feed SET running = true, progress = $2 WHERE source = $1`,
);
export const FEED_STOPPED = query(
  'feeds.import-stopped',
  `UPDATE feed SET running = false, progress = NULL WHERE source = $1`,
);
// Held by a connection, not by a transaction: see hold.ts.
export const HOLD = query<{ held: boolean }>(
  'feeds.hold',
  `SELECT pg_try_advisory_lock(hashtext('leadtime.feed'), hashtext($1)) AS held`,
);
export const LET_GO = query<{ held: boolean }>(
  'feeds.let-go',
  `SELECT NOT pg_advisory_unlock(hashtext('leadtime.feed'), hashtext($1)) AS held`,
);
