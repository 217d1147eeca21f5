// SQL of the search: one statement per kind, each as the asking party. Every statement begins with the rows that the party
// sees and looks for words among them, so that neither an answer nor its time tells of anything else.
import { query } from '../../platform/db/query.ts';
import { ACTS_FOR } from '../access/index.ts';

export interface Found {
  id: string;
  title: string;
  detail: string;
  rank: number;
  total: number;
}
/** $1 words as a tsquery, $2 what was typed, escaped for LIKE, $3 the same as an identifier, $4 how many. */
export type Params = readonly [words: string, like: string, identifier: string, most: number];

const MINE = `(SELECT s.wall FROM visibility s WHERE s.party_id = me() AND s.valid_from <= now_at() AND (s.valid_until IS NULL OR s.valid_until > now_at()))`;

/**
 * The vulnerabilities that the party knows of, in words that it may read: who knows one only through its own finding finds it
 * by that finding, not by what others said of the same.
 */
const KNOWN = `(
     SELECT x.id, x.state, x.target, x.priority_rank, coalesce(own.title, x.title) AS title, coalesce(own.words, x.words) AS words,
       coalesce(own.aliases, x.aliases) AS aliases
     FROM (
       SELECT s.wall, bool_or(s.tier <> 'finder') AS reads_all FROM visibility s
       WHERE s.party_id = me() AND s.valid_from <= now_at() AND (s.valid_until IS NULL OR s.valid_until > now_at()) GROUP BY s.wall
     ) AS k
     JOIN vulnerability x ON x.id = k.wall AND x.superseded_by IS NULL
     LEFT JOIN LATERAL (
       SELECT f.title, words_of(f.title || ' ' || f.target) AS words, ARRAY(SELECT json_array_elements_text(f.claim -> 'aliases')) AS aliases
       FROM finding f WHERE f.vulnerability_id = x.id AND f.party_id = me() ORDER BY f.received_at, f.id LIMIT 1
     ) AS own ON NOT k.reads_all AND x.finders > 1
   )`;
const VULNERABILITY_MATCHES = `(v.words @@ to_tsquery('simple', $1) OR v.title ILIKE '%' || $2 || '%' OR v.target ILIKE '%' || $2 || '%' OR $3 = ANY (v.aliases))`;
const VULNERABILITY_RANK = `4 * ($3 = ANY (v.aliases))::int + 2 * (v.title ILIKE $2 || '%')::int + ts_rank(v.words, to_tsquery('simple', $1))`;
export const VULNERABILITIES = query<Found>(
  'search.vulnerabilities',
  `SELECT v.id, v.title, v.target || ', ' || v.state AS detail, ${VULNERABILITY_RANK} AS rank, count(*) OVER () AS total
   FROM ${KNOWN} AS v
   WHERE ${VULNERABILITY_MATCHES}
   ORDER BY rank DESC, v.priority_rank, v.id LIMIT $4`,
);
export const CASES = query<Found>(
  'search.cases',
  `SELECT c.id, v.title, 'case, ' || replace(c.state, '_', ' ') AS detail, ${VULNERABILITY_RANK} AS rank, count(*) OVER () AS total
   FROM coordination_case c JOIN ${KNOWN} AS v ON v.id = c.vulnerability_id
   WHERE ${VULNERABILITY_MATCHES}
   ORDER BY rank DESC, v.priority_rank, c.id LIMIT $4`,
);
/** The same for the clearinghouse of the instance, which sees all of them: `search_queue` is for nobody else. */
export const IS_CLEARINGHOUSE = query<{ yes: boolean }>(
  'search.is-clearinghouse',
  `SELECT coalesce(coordinator_id = me(), false) AS yes FROM instance`,
);
export const QUEUE = query<Found>(
  'search.queue',
  `SELECT id, title, target || ', ' || state AS detail, rank, total FROM search_queue(to_tsquery('simple', $1), $2, $3, $4, false)`,
);
export const QUEUE_CASES = query<Found>(
  'search.queue-cases',
  `SELECT case_id AS id, title, 'case, ' || replace(case_state, '_', ' ') AS detail, rank, total
   FROM search_queue(to_tsquery('simple', $1), $2, $3, $4, true)`,
);
/** Our own advisories as far as the party may read them: those it was shown, and those for everybody. */
export const OUR_ADVISORIES = query<Found>(
  'search.our-advisories',
  `SELECT a.id, a.public_id || ' ' || a.title AS title, a.state || ', ' || a.tlp AS detail,
     4 * (upper(a.public_id) = $3 OR $3 = ANY (a.aliases))::int + 2 * (a.title ILIKE $2 || '%')::int + ts_rank(a.words, to_tsquery('simple', $1)) AS rank,
     count(*) OVER () AS total
   FROM advisory a
   WHERE a.source = 'ours'
     AND (a.words @@ to_tsquery('simple', $1) OR a.title ILIKE '%' || $2 || '%' OR upper(a.public_id) = $3 OR $3 = ANY (a.aliases))
   ORDER BY rank DESC, a.modified_at DESC, a.id LIMIT $4`,
);
export const OUTSIDE_ADVISORIES = query<Found>(
  'search.outside-advisories',
  `SELECT id, public_id || ' ' || title AS title, 'outside advisory, ' || severity AS detail, rank, total
   FROM search_outside(to_tsquery('simple', $1), $3, $4) WHERE $2::text IS NOT NULL`,
);
/** One's own reports; those of others that a clearinghouse receives are found by their vulnerabilities. */
export const REPORTS = query<Found>(
  'search.reports',
  `SELECT r.id, coalesce(r.filename, 'report without a name') AS title, r.format || ', ' || r.findings || ' findings' AS detail,
     4 * (upper(encode(r.digest, 'hex')) = $3 OR upper(r.id::text) = $3)::int + 2 * (r.filename ILIKE $2 || '%')::int + ($1::text IS NOT NULL)::int * 0.1 AS rank,
     count(*) OVER () AS total
   FROM report r
   WHERE r.party_id = me() AND (r.filename ILIKE '%' || $2 || '%' OR upper(encode(r.digest, 'hex')) = $3 OR upper(r.id::text) = $3)
   ORDER BY rank DESC, r.received_at DESC, r.id LIMIT $4`,
);
export const COMPONENTS = query<Found & { inventory_id: string }>(
  'search.components',
  `SELECT c.id, c.inventory_id, c.name || coalesce(' ' || c.version, '') AS title, 'component of ' || i.name AS detail,
     4 * (upper(c.name) = $3 OR upper(c.purl) = $3)::int + 2 * (c.name ILIKE $2 || '%')::int + ($1::text IS NOT NULL)::int * 0.1 AS rank,
     count(*) OVER () AS total
   FROM inventory i JOIN component c ON c.inventory_id = i.id
   WHERE i.party_id IN ${ACTS_FOR} AND i.removed_at IS NULL AND c.removed_at IS NULL
     AND (c.name ILIKE '%' || $2 || '%' OR c.purl ILIKE '%' || $2 || '%' OR c.vendor ILIKE '%' || $2 || '%')
   ORDER BY rank DESC, c.name, c.id LIMIT $4`,
);
/** A duty may come of an advisory that the operator itself may not read: then it goes by its component alone. */
export const DUTIES = query<Found>(
  'search.duties',
  `SELECT d.id, coalesce(a.public_id || ' on ', '') || d.component AS title, 'duty, ' || replace(d.state, '_', ' ') || coalesce(', due ' || d.due, '') AS detail,
     4 * coalesce(upper(a.public_id) = $3 OR $3 = ANY (a.aliases), false)::int + 2 * (d.component ILIKE $2 || '%')::int
       + coalesce(ts_rank(a.words, to_tsquery('simple', $1)), 0) AS rank,
     count(*) OVER () AS total
   FROM duty d LEFT JOIN advisory a ON a.id = d.advisory_id
   WHERE d.party_id IN ${ACTS_FOR} AND d.ended_at IS NULL
     AND (d.component ILIKE '%' || $2 || '%' OR a.words @@ to_tsquery('simple', $1) OR upper(a.public_id) = $3 OR $3 = ANY (a.aliases))
   ORDER BY rank DESC, d.due NULLS LAST, d.id LIMIT $4`,
);
export const PROJECTS = query<Found>(
  'search.projects',
  `SELECT p.id, p.name AS title, 'project' AS detail,
     4 * (upper(p.name) = $3)::int + 2 * (p.name ILIKE $2 || '%')::int + ($1::text IS NOT NULL)::int * 0.1 AS rank, count(*) OVER () AS total
   FROM project p
   WHERE p.id IN ${MINE} AND (p.name ILIKE '%' || $2 || '%'
     OR EXISTS (SELECT 1 FROM project_package k WHERE k.project_id = p.id AND k.package ILIKE '%' || $2 || '%'))
   ORDER BY rank DESC, p.name, p.id LIMIT $4`,
);
