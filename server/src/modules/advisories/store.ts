// All SQL of advisories and feeds.
import type { TLP } from '@leadtime/contract';
import { query } from '../../platform/db/query.ts';

export interface AdvisoryRow {
  id: string;
  public_id: string;
  source: string;
  vulnerability_id: string | null;
  title: string;
  summary: string;
  details: string;
  aliases: string[];
  tlp: (typeof TLP)[number];
  state: 'draft' | 'published' | 'withdrawn';
  severity: string;
  vectors: string[];
  kev_at: string | null;
  packages: string[];
  record: unknown;
  revision: number;
  published_at: string | null;
  modified_at: string;
  case_id: string | null;
}
const COLUMNS = `a.id, a.public_id, a.source, a.vulnerability_id, a.title, a.summary, a.details, a.aliases, a.tlp, a.state, a.severity, a.vectors,
  a.kev_at, a.packages, a.record, a.revision, a.published_at, a.modified_at,
  (SELECT c.id FROM coordination_case c WHERE c.vulnerability_id = a.vulnerability_id) AS case_id`;
const FILTER = `($1::text = 'all' OR a.source = $1) AND ($2::text IS NULL OR a.state = $2)
     AND ($3::text IS NULL OR a.words @@ websearch_to_tsquery('simple', $3) OR a.public_id ILIKE $3 || '%' OR upper($3) = ANY (a.aliases))`;
export const LIST = query<AdvisoryRow>(
  'advisories.list',
  `SELECT ${COLUMNS} FROM advisory a WHERE ${FILTER} ORDER BY a.modified_at DESC, a.id LIMIT $4 OFFSET $5`,
);
export const COUNT = query<{ total: number }>(
  'advisories.count',
  `SELECT count(*) AS total FROM advisory a WHERE ${FILTER}`,
);
export const ONE = query<AdvisoryRow>('advisories.one', `SELECT ${COLUMNS} FROM advisory a WHERE a.id = $1`);
export const LOCK = query<AdvisoryRow>(
  'advisories.lock',
  `SELECT ${COLUMNS} FROM advisory a WHERE a.id = $1 FOR UPDATE OF a`,
);
export const REVISIONS = query<{ number: number; at: string; summary: string; csaf: unknown; osv: unknown }>(
  'advisories.revisions',
  `SELECT number, at, summary, csaf, osv FROM advisory_revision WHERE advisory_id = $1 ORDER BY number`,
);
export const PUBLISHED = query<{
  id: string;
  public_id: string;
  title: string;
  tlp: string;
  number: number;
  at: string;
  osv: unknown;
  csaf: unknown;
  aliases: string[];
}>(
  'advisories.published',
  `SELECT a.id, a.public_id, a.title, a.tlp, a.aliases, r.number, r.at, r.osv, r.csaf
   FROM advisory a JOIN advisory_revision r ON r.advisory_id = a.id AND r.number = a.revision
   WHERE a.source = 'ours' AND a.state IN ('published', 'withdrawn') ORDER BY r.at DESC, a.public_id LIMIT 10000`,
);
export const NEXT_NUMBER = query<{ n: number }>('advisories.next-number', `SELECT nextval('advisory_number') AS n`);
export const SEE = query('advisories.see', `SELECT see($1, $2, $3)`);
export const ADD = query(
  'advisories.add',
  `INSERT INTO advisory (id, public_id, source, vulnerability_id, title, summary, details, aliases, tlp, state, severity, vectors, weaknesses, packages, record, content_digest, modified_at)
   VALUES ($1, $2, 'ours', $3, $4, $5, $6, $7, $8, 'draft', $9, $10, $11, $12, $13, $14, $15)`,
);
export const EDIT = query(
  'advisories.edit',
  `UPDATE advisory SET title = $2, summary = $3, details = $4, aliases = $5, tlp = $6, severity = $7, vectors = $8, weaknesses = $9, packages = $10, record = $11, content_digest = $12, modified_at = $13
   WHERE id = $1 AND source = 'ours' AND state <> 'withdrawn'`,
);
export const PUBLISH = query(
  'advisories.publish',
  `UPDATE advisory SET state = 'published', revision = revision + 1, published_at = coalesce(published_at, $2), modified_at = $2, kev_at = coalesce(kev_at, (SELECT min(k.added_at) FROM kev k WHERE k.cve = ANY (advisory.aliases))) WHERE id = $1 AND state <> 'withdrawn'`,
);
export const WITHDRAW = query(
  'advisories.withdraw',
  `UPDATE advisory SET state = 'withdrawn', revision = revision + 1, modified_at = $2 WHERE id = $1 AND state = 'published'`,
);
export const ADD_REVISION = query(
  'advisories.add-revision',
  `INSERT INTO advisory_revision (advisory_id, number, at, summary, csaf, osv) VALUES ($1, $2, $3, $4, $5, $6)`,
);
export const KNOWERS = query<{ party_id: string }>(
  'advisories.knowers',
  `SELECT DISTINCT party_id FROM who_knows($1) WHERE valid_until IS NULL OR valid_until > now_at()`,
);
export const ALL_PARTIES = query<{ id: string }>(
  'advisories.all-parties',
  `SELECT id FROM party WHERE kind <> 'public'`,
);
export const SHOW = query(
  'advisories.show',
  `INSERT INTO visibility (wall, party_id, tier, valid_from) SELECT $1, p, 'reader', $3 FROM unnest($2::uuid[]) AS p ON CONFLICT DO NOTHING`,
);
export const SET_PUBLISHED = query(
  'advisories.set-published',
  `UPDATE vulnerability SET state = 'published', published_at = coalesce(published_at, $2), changed_at = $2 WHERE id = $1 AND state IN ('validated', 'told', 'fixed', 'published')`,
);
export const SET_CASE_PUBLISHED = query(
  'advisories.set-case-published',
  `UPDATE coordination_case SET state = 'published', told_at = coalesce(told_at, $2) WHERE vulnerability_id = $1`,
);

export interface CaseFacts {
  case_id: string;
  vulnerability_id: string;
  title: string;
  target: string;
  version: string | null;
  aliases: string[];
  weaknesses: string[];
  severity: string;
  fix_version: string | null;
  embargo_until: string | null;
  first_seen_at: string;
  description: string | null;
  vector: string | null;
  credits: string[];
}
export const CASE_FACTS = query<CaseFacts>(
  'advisories.case-facts',
  `SELECT c.id AS case_id, v.id AS vulnerability_id, v.title, v.target, v.version, v.aliases, v.weaknesses, v.severity, c.fix_version, c.embargo_until, v.first_seen_at,
     (SELECT f.claim ->> 'description' FROM finding f WHERE f.vulnerability_id = v.id ORDER BY f.received_at, f.id LIMIT 1) AS description,
     (SELECT o.vector FROM opinion o WHERE o.vulnerability_id = v.id AND o.vector IS NOT NULL ORDER BY array_position(ARRAY['vendor', 'validator', 'finder'], o.rater), o.at DESC LIMIT 1) AS vector,
     ARRAY(SELECT DISTINCT json_array_elements_text(f.claim -> 'finders') FROM finding f WHERE f.vulnerability_id = v.id ORDER BY 1) AS credits
   FROM coordination_case c JOIN vulnerability v ON v.id = c.vulnerability_id WHERE c.id = $1`,
);
export const EMBARGO_OF = query<{ embargo_until: string | null }>(
  'advisories.embargo-of',
  `SELECT embargo_until FROM coordination_case WHERE vulnerability_id = $1`,
);
export const EXISTING_DRAFT = query<{ id: string }>(
  'advisories.existing',
  `SELECT id FROM advisory WHERE vulnerability_id = $1 AND source = 'ours' AND state <> 'withdrawn' LIMIT 1`,
);
export const INSTANCE_NAME = query<{ name: string }>('advisories.instance-name', `SELECT name FROM instance`);

/** How many records of a feed are held; GitHub's advisories are OSV records. */
export const recordsHeld = (source: string): string =>
  `CASE ${source} WHEN 'kev' THEN (SELECT count(*) FROM kev) WHEN 'ssvc' THEN (SELECT count(*) FROM ssvc) WHEN 'epss' THEN (SELECT count(*) FROM epss)
     WHEN 'ghsa' THEN (SELECT count(*) FROM advisory WHERE source = 'osv' AND public_id LIKE 'GHSA-%') ELSE (SELECT count(*) FROM advisory WHERE source = ${source}) END`;

// Outside records. Run as the verb `advisories.import`.
export const KNOWN_DIGESTS = query<{
  public_id: string;
  content_digest: Buffer;
  modified_at: string;
  publisher: string | null;
}>(
  'feeds.known-digests',
  `SELECT public_id, content_digest, modified_at, record ->> 'publisher' AS publisher FROM advisory WHERE source = $1 AND public_id = ANY ($2)`,
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
export const UPSERT_SSVC = query<{ cve: string }>(
  'feeds.upsert-ssvc',
  `INSERT INTO ssvc (cve, automatable, technical_impact, exploitation, at, record)
   SELECT s.cve, s.automatable, s.technical_impact, s.exploitation, s.at, s.record FROM jsonb_to_recordset($1::jsonb) AS s (cve text, automatable text, technical_impact text, exploitation text, at timestamptz, record jsonb)
   ON CONFLICT (cve) DO UPDATE SET automatable = excluded.automatable, technical_impact = excluded.technical_impact, exploitation = excluded.exploitation, at = excluded.at, record = excluded.record
   RETURNING cve`,
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
export const FEED_DONE = query(
  'feeds.done',
  `UPDATE feed SET records = ${recordsHeld('$1')},
     last_success_at = $2, as_of = greatest(coalesce(as_of, $3), $3), running = false, progress = NULL, last_error = NULL, resume = '{}' WHERE source = $1`,
);
export const FEED_PROGRESS = query(
  'feeds.import-progress',
  `UPDATE feed SET running = true, progress = $2 WHERE source = $1`,
);
export const FEED_STOPPED = query(
  'feeds.import-stopped',
  `UPDATE feed SET running = false, progress = NULL WHERE source = $1`,
);
