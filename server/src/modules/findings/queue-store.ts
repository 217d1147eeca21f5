// SQL of the queue and of the page of one vulnerability. Runs as the asking party: row-level security decides what comes.
import { QUEUE_SORTS } from '@leadtime/contract';
import { type Query, query } from '../../platform/db/query.ts';
import { SEEN } from '../access/index.ts';

export interface VulnerabilityRecord {
  id: string;
  title: string;
  target: string;
  version: string | null;
  location: string | null;
  weaknesses: string[];
  aliases: string[];
  state: 'found' | 'validated' | 'rejected' | 'told' | 'fixed' | 'published';
  proof: 'none' | 'attached' | 'reproduced' | 'not_reproduced';
  project_id: string | null;
  project_name: string | null;
  weekly_budget: number | null;
  findings: number;
  reports: number;
  finders: number;
  candidates: number;
  severity: string;
  kev_at: string | null;
  automatable: string;
  technical_impact: string;
  priority: unknown;
  exposed_operators: number | null;
  line_place: number | null;
  line_of: number | null;
  assigned_to: string | null;
  assigned_name: string | null;
  rejected_reason: string | null;
  first_seen_at: string;
  validated_at: string | null;
  rejected_at: string | null;
  told_at: string | null;
  fixed_at: string | null;
  published_at: string | null;
  superseded_by: string | null;
  case_id: string | null;
  embargo_until: string | null;
  embargo_zone: string | null;
  holds: { id: string; kind: string; reason: string; owner: string; since: string; expiresAt: string }[];
  tier: string;
  /** For a finder: what its own oldest finding says. What others said of the same vulnerability is theirs. */
  own: { title: string; version: string | null; aliases: string[]; weaknesses: string[] } | null;
}

const MINE = `FROM visibility v WHERE v.wall = x.id AND v.party_id = me()
     AND v.valid_from <= (SELECT now_at()) AND (v.valid_until IS NULL OR v.valid_until > (SELECT now_at()))`;
const TIER = `(SELECT v.tier ${MINE} ORDER BY array_position(ARRAY['coordinator', 'maintainer', 'finder', 'reader'], v.tier) LIMIT 1)`;
/** Whether the party may read what all findings together say, and not only its own: for statements that look at many rows. */
const READS_ALL = `EXISTS (SELECT 1 ${MINE} AND v.tier <> 'finder')`;
/** The same for the rows that are shown. OFFSET 0: one look-up a row; without it all that the party sees is read first. */
const READS_ALL_OF_ROW = `EXISTS (SELECT 1 ${MINE} AND v.tier <> 'finder' OFFSET 0)`;

export const ROW = `
  x.id, x.title, x.target, x.version, x.location, x.weaknesses, x.aliases, x.state, x.proof, x.project_id, p.name AS project_name,
  p.weekly_budget, x.findings, x.reports, x.finders, x.candidates, x.severity, x.kev_at, x.automatable, x.technical_impact,
  priority_of(x.id) AS priority,
  x.exposed_operators, x.line_place, x.line_of, x.assigned_to, x.assigned_name, x.rejected_reason, x.first_seen_at, x.validated_at,
  x.rejected_at, x.told_at, x.fixed_at, x.published_at, x.superseded_by, c.id AS case_id, c.embargo_until, c.embargo_zone,
  coalesce((SELECT jsonb_agg(jsonb_build_object('id', h.id, 'kind', h.kind, 'reason', h.reason, 'owner', h.owner_name,
      'since', to_jsonb(h.since), 'expiresAt', to_jsonb(h.expires_at)) ORDER BY h.since)
    FROM hold h WHERE h.vulnerability_id = x.id AND h.ended_at IS NULL), '[]') AS holds,
  ${TIER} AS tier,
  CASE WHEN NOT ${READS_ALL_OF_ROW} THEN (
    SELECT json_build_object('title', f.title, 'version', f.version, 'aliases', f.claim -> 'aliases', 'weaknesses', f.claim -> 'weaknesses')
    FROM finding f WHERE f.vulnerability_id = x.id AND f.party_id = me() ORDER BY f.received_at, f.id LIMIT 1) END AS own`;
const BESIDE = `
  LEFT JOIN project p ON p.id = x.project_id
  LEFT JOIN coordination_case c ON c.vulnerability_id = x.id`;
const FILTER = `x.superseded_by IS NULL
    AND ($1::text IS NULL OR x.state = $1)
    AND ($2::boolean IS NULL OR (x.state NOT IN ('rejected', 'published')) = $2)
    AND ($3::boolean IS NULL OR (x.kev_at IS NOT NULL) = $3)
    AND ($4::text IS NULL OR x.proof = $4)
    AND ($5::text IS NULL OR x.severity = $5)
    AND ($6::uuid IS NULL OR x.project_id = $6)
    AND ($7::text IS NULL OR EXISTS (SELECT 1 FROM hold h WHERE h.vulnerability_id = x.id AND h.ended_at IS NULL AND ($7 = 'any' OR h.kind = $7)))
    AND ($8::uuid IS NULL OR x.assigned_to = $8)
    AND ($9::boolean IS NULL OR x.candidates > 0)
    AND ($10::boolean IS NULL OR x.reports > 1)
    AND ($11::text IS NULL OR CASE WHEN ${READS_ALL}
      THEN x.words @@ words_wanted($11) OR x.title ILIKE '%' || $11 || '%' OR upper($11) = ANY (x.aliases)
      ELSE EXISTS (SELECT 1 FROM finding f WHERE f.vulnerability_id = x.id AND f.party_id = me() AND (
        f.title ILIKE '%' || $11 || '%' OR words_of(f.title || ' ' || f.target) @@ words_wanted($11)
        OR upper($11) IN (SELECT json_array_elements_text(f.claim -> 'aliases')))) END)`;
const ORDER: Readonly<Record<(typeof QUEUE_SORTS)[number], string>> = {
  priority: 'x.priority_rank, x.first_seen_at, x.id',
  newest: 'x.first_seen_at DESC, x.id',
  oldest: 'x.first_seen_at, x.id',
  reports: 'x.reports DESC, x.priority_rank, x.id',
  title: `CASE WHEN ${READS_ALL} THEN x.title ELSE (SELECT min(f.title) FROM finding f WHERE f.vulnerability_id = x.id AND f.party_id = me()) END, x.id`,
};

interface Queue {
  readonly by: Readonly<Record<(typeof QUEUE_SORTS)[number], Query<VulnerabilityRecord & { total: number }>>>;
  /** For a page past the end, which has no row to say how many there are. */
  readonly count: Query<{ total: number }>;
}
/**
 * One statement per order, so that each can use its index. The page is found and counted first, because what a party sees is
 * gathered once per statement; only its rows are read wholly.
 */
const queueOf = (list: string, count: string, where: string): Queue => ({
  by: Object.fromEntries(
    QUEUE_SORTS.map((sort) => [
      sort,
      query(
        `${list}-by-${sort}`,
        `SELECT ${ROW}, page.total
         FROM (SELECT x.id, count(*) OVER () AS total FROM vulnerability x WHERE ${where} ORDER BY ${ORDER[sort]} LIMIT $12 OFFSET $13) AS page
         JOIN vulnerability x ON x.id = page.id ${BESIDE} ORDER BY ${ORDER[sort]}`,
      ),
    ]),
  ) as Queue['by'], // one entry per sort
  count: query(count, `SELECT count(*) AS total FROM vulnerability x WHERE ${where}`),
});
/** The queue of who sees many vulnerabilities: it is walked in its order. */
export const QUEUE = queueOf('vulnerabilities.list', 'vulnerabilities.count', FILTER);
/** The queue of who sees few: it begins with them. */
export const QUEUE_OF_FEW = queueOf(
  'vulnerabilities.few',
  'vulnerabilities.few-count',
  `x.id = ANY (${SEEN}) AND ${FILTER}`,
);
export const ONE = query<VulnerabilityRecord>(
  'vulnerabilities.one',
  `SELECT ${ROW} FROM vulnerability x ${BESIDE} WHERE x.id = $1`,
);
export const SOME = query<VulnerabilityRecord>(
  'vulnerabilities.some',
  `SELECT ${ROW} FROM vulnerability x ${BESIDE} WHERE x.id = ANY ($1)`,
);

export interface FindingRecord {
  id: string;
  report_id: string;
  ordinal: number;
  title: string;
  claim: import('@leadtime/lib/advisory').FindingClaim;
  received_at: string;
  party_id: string;
  party_name: string | null;
  target: string;
  attachments: { role: string; name: string; mediaType: string; digest: string; size: number }[];
  total: number;
}
export const FINDINGS_OF = query<FindingRecord>(
  'vulnerabilities.findings',
  `SELECT f.id, f.report_id, f.ordinal, f.title, f.claim, f.received_at, f.party_id, y.name AS party_name, f.target, count(*) OVER () AS total,
     coalesce((SELECT jsonb_agg(jsonb_build_object('role', a.role, 'name', a.name, 'mediaType', a.media_type, 'digest', encode(a.digest, 'hex'), 'size', a.size) ORDER BY a.n)
       FROM attachment a WHERE a.finding_id = f.id), '[]') AS attachments
   FROM finding f LEFT JOIN party y ON y.id = f.party_id
   WHERE f.vulnerability_id = $1 ORDER BY f.received_at, f.id LIMIT $2 OFFSET $3`,
);
export const EDGES_OF = query<{
  id: string;
  level: string;
  kind: string;
  a: string;
  b: string;
  evidence: Record<string, unknown>;
  decision_id: string | null;
  at: string;
  undone_at: string | null;
}>(
  'vulnerabilities.edges',
  `SELECT id, level, kind, a, b, evidence, decision_id, at, undone_at FROM edge WHERE vulnerability_id = $1 ORDER BY at, id LIMIT 500`,
);
export const CANDIDATES_OF = query<{
  id: string;
  score: number;
  reasons: { code: string; text: string }[];
  settle: string;
  other_id: string;
  other_title: string;
  other_target: string;
  other_state: VulnerabilityRecord['state'];
  other_reports: number;
}>(
  'vulnerabilities.candidates',
  `SELECT c.id, c.score, c.reasons, c.settle, o.id AS other_id, o.title AS other_title, o.target AS other_target, o.state AS other_state, o.reports AS other_reports
   FROM candidates_of($1) n JOIN candidate c ON c.id = n.id JOIN vulnerability o ON o.id = n.other
   ORDER BY c.score DESC, c.id LIMIT 50`,
);
/** Whether findings of it are still to be compared with what others sent. */
export const COMPARING = query<{ comparing: boolean }>(
  'vulnerabilities.comparing',
  `SELECT EXISTS (SELECT 1 FROM finding f JOIN report r ON r.id = f.report_id
     WHERE f.vulnerability_id = $1 AND r.compared_at IS NULL AND f.ordinal >= r.compared_to) AS comparing`,
);
/** The newest word of each. Who reports holds it to be true: the oldest finding is its finder's word until it says more. */
export const OPINIONS_OF = query<{
  rater: 'finder' | 'validator' | 'vendor';
  is_true: string | null;
  reachable: string | null;
  severity: string | null;
  vector: string | null;
  score: number | null;
  by_name: string | null;
  at: string;
}>(
  'vulnerabilities.opinions',
  `SELECT DISTINCT ON (o.rater) o.rater, o.is_true, o.reachable, o.severity, o.vector, o.score, y.name AS by_name, o.at
   FROM (
     SELECT id, rater, is_true, reachable, severity, vector, score, party_id, at, 1 AS told FROM opinion WHERE vulnerability_id = $1
     UNION ALL
     (SELECT id, 'finder', 'true', NULL, severity, NULL, NULL, party_id, received_at, 0 FROM finding
      WHERE vulnerability_id = $1 AND ($2 OR party_id = me()) ORDER BY received_at, id LIMIT 1)
   ) AS o LEFT JOIN party y ON y.id = o.party_id
   WHERE $2 OR o.rater <> 'finder' OR o.party_id = me() ORDER BY o.rater, o.told DESC, o.at DESC, o.id`,
);
export interface DecisionRecord {
  id: string;
  vulnerability_id: string;
  kind: string;
  person_id: string | null;
  person_name: string | null;
  reason: string;
  facts: Record<string, unknown>;
  before: Record<string, unknown>;
  at: string;
  undone_at: string | null;
  entry_id: string | null;
}
export const DECISIONS_OF = query<DecisionRecord>(
  'vulnerabilities.decisions',
  `SELECT id, vulnerability_id, kind, person_id, facts ->> 'by' AS person_name, reason, facts, before, at, undone_at, entry_id
   FROM decision WHERE vulnerability_id = $1 ORDER BY at, id LIMIT 500`,
);
export const KNOWS = query<{
  party_id: string;
  name: string;
  tier: string;
  valid_from: string;
  valid_until: string | null;
}>(
  'vulnerabilities.knows',
  `SELECT k.party_id, coalesce(y.name, 'a party') AS name, k.tier, k.valid_from, k.valid_until
   FROM who_knows($1) k LEFT JOIN party y ON y.id = k.party_id ORDER BY k.valid_from, name`,
);
export const TELLINGS_OF = query<{ kind: string; at: string; title: string }>(
  'vulnerabilities.notices',
  `SELECT e.kind, e.at, coalesce(e.facts ->> 'text', '') AS title FROM event e WHERE e.wall = $1 ORDER BY e.at LIMIT 200`,
);
export const FLOW = query<{
  in: number;
  merged: number;
  rejected: number;
  validated: number;
  told: number;
  waiting: number;
}>(
  'vulnerabilities.flow',
  `SELECT count(*) FILTER (WHERE first_seen_at >= $1) AS in,
     (SELECT count(*) FROM edge e WHERE e.at >= $1 AND e.undone_at IS NULL) AS merged,
     count(*) FILTER (WHERE rejected_at >= $1 AND state = 'rejected') AS rejected,
     count(*) FILTER (WHERE validated_at >= $1) AS validated,
     count(*) FILTER (WHERE told_at >= $1) AS told,
     count(*) FILTER (WHERE state = 'found') AS waiting
   FROM vulnerability WHERE superseded_by IS NULL`,
);
export const ATTACHMENT = query<{ blob_id: string | null; bytes: Buffer | null; name: string; media_type: string }>(
  'vulnerabilities.attachment',
  `SELECT a.blob_id, a.name, a.media_type, (SELECT b.bytes FROM blob b WHERE b.id = a.blob_id) AS bytes
   FROM attachment a WHERE a.finding_id = $1 AND a.digest = decode($2, 'hex') LIMIT 1`,
);
export const EXPOSURE_BY_SECTOR = query<{ sector: string; operators: number; open: number; closed: number }>(
  'vulnerabilities.exposure-by-sector',
  `SELECT sector, operators, open, closed FROM sector_exposure($1)`,
);
