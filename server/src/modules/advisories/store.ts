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
