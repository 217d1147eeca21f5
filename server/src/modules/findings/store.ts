// SQL of the pipeline: reading reports, keys, committing. All of it runs as the verb `findings.read`.
import { query } from '../../platform/db/query.ts';

export interface WaitingReport {
  id: string;
  party_id: string;
  person_id: string | null;
  blob_id: string;
  bytes: Buffer | null;
  digest: Buffer;
  size: number;
  filename: string | null;
  format: string;
  options: Record<string, string>;
  received_at: string;
  read_to: number;
  findings: number;
  coordinator_id: string;
}
export const WAITING = query<WaitingReport>(
  'findings.waiting',
  `SELECT r.id, r.party_id, r.person_id, r.blob_id, b.bytes, r.digest, r.size, r.filename, r.format, r.options, r.received_at,
     r.read_to, r.findings, i.coordinator_id
   FROM report r JOIN blob b ON b.id = r.blob_id CROSS JOIN instance i
   WHERE r.stage IN ('stored', 'reading') ORDER BY r.received_at, r.id LIMIT $1`,
);
export const WAITING_COUNT = query<{ waiting: number }>(
  'findings.waiting-count',
  `SELECT count(*) AS waiting FROM report WHERE stage IN ('stored', 'reading')`,
);

// One batch at a time in the whole instance: two batches that meet under one key must see each other.
export const ONE_AT_A_TIME = query('findings.one-at-a-time', `SELECT pg_advisory_xact_lock(440903)`);
/**
 * Claims the stretch of each report that a batch has read, and ends the reports that are read to their end. Answers those
 * that nobody advanced in the meantime.
 */
export const ADVANCE = query<{ id: string }>(
  'findings.advance',
  `UPDATE report r SET stage = s.stage, format = s.format, read_to = s.upto, findings = r.findings + s.findings,
     problems = r.problems + s.problems, dropped = r.dropped + s.dropped, progress = greatest(coalesce(r.progress, 0), s.progress),
     finished_at = CASE WHEN s.stage <> 'reading' THEN $2::timestamptz END
   FROM jsonb_to_recordset($1::jsonb) AS s (id uuid, begun bigint, upto bigint, findings int, problems int, dropped int, progress real,
     format text, stage text)
   WHERE r.id = s.id AND r.read_to = s.begun AND r.stage IN ('stored', 'reading') RETURNING r.id`,
);
export const ADD_PROBLEMS = query(
  'findings.add-problems',
  `INSERT INTO report_problem (report_id, n, code, path, detail)
   SELECT p.report, p.n, p.code, p.path, p.detail
   FROM jsonb_to_recordset($1::jsonb) AS p (report uuid, n int, code text, path text, detail text) ON CONFLICT DO NOTHING`,
);
export const ADD_DROPS = query(
  'findings.add-drops',
  `INSERT INTO report_drop (report_id, reason, count, first_path)
   SELECT d.report, d.reason, d.count, d.path FROM jsonb_to_recordset($1::jsonb) AS d (report uuid, reason text, count int, path text)
   ON CONFLICT (report_id, reason) DO UPDATE SET count = report_drop.count + excluded.count`,
);

export const PROJECTS_OF = query<{ package: string; project_id: string }>(
  'findings.projects-of',
  `SELECT package, project_id FROM project_package WHERE package = ANY ($1)`,
);
/** Per identity key and vulnerability that has it: its oldest finding with the key, and which of the reports in hand have it. */
export const KEYS_KNOWN = query<{
  key: string;
  vulnerability_id: string;
  finding_id: string;
  first_seen_at: string;
  state: string;
  reports: string[] | null;
}>(
  'findings.keys-known',
  `SELECT k.key, f.vulnerability_id, (array_agg(f.id ORDER BY f.received_at, f.id))[1] AS finding_id, v.first_seen_at, v.state,
     array_agg(DISTINCT f.report_id) FILTER (WHERE f.report_id = ANY ($2::uuid[])) AS reports
   FROM identity_key k JOIN finding f ON f.id = k.finding_id JOIN vulnerability v ON v.id = f.vulnerability_id
   WHERE k.key = ANY ($1::uuid[]) GROUP BY k.key, f.vulnerability_id, v.first_seen_at, v.state ORDER BY k.key, f.vulnerability_id`,
);
export const WEAK_KNOWN = query<{ key: string; holders: string[]; reports: string[] }>(
  'findings.weak-known',
  `SELECT w.key::text AS key, array_agg(f.vulnerability_id ORDER BY f.id) AS holders, array_agg(f.report_id ORDER BY f.id) AS reports
   FROM unnest($1::bigint[]) AS d (key)
   CROSS JOIN LATERAL (SELECT k.key, k.finding_id FROM weak_key k WHERE k.key = d.key LIMIT $2) AS w
   JOIN finding f ON f.id = w.finding_id
   GROUP BY w.key`,
);
export const APART = query<{ why: string }>(
  'findings.apart',
  `SELECT c.evidence ->> 'text' AS why FROM cannot_link c
   JOIN finding a ON a.id = c.a JOIN finding b ON b.id = c.b
   WHERE c.undone_at IS NULL
     AND ((a.vulnerability_id = ANY ($1::uuid[]) AND b.vulnerability_id = ANY ($2::uuid[]))
       OR (a.vulnerability_id = ANY ($2::uuid[]) AND b.vulnerability_id = ANY ($1::uuid[]))) LIMIT 1`,
);
export const KEV_OF = query<{ cve: string; added_at: string }>(
  'findings.kev-of',
  `SELECT cve, added_at FROM kev WHERE cve = ANY ($1)`,
);
export const SSVC_OF = query<{ cve: string; automatable: string; technical_impact: string }>(
  'findings.ssvc-of',
  `SELECT cve, automatable, technical_impact FROM ssvc WHERE cve = ANY ($1)`,
);

/** Thousands of findings share a few priorities: these come once, and each vulnerability names its own by number. */
export const ADD_VULNERABILITIES = query(
  'findings.add-vulnerabilities',
  `WITH t AS MATERIALIZED (
     SELECT n, severity, severity_rank, kev_at, automatable, technical_impact, keep_priority(priority) AS priority_id, priority_rank
     FROM jsonb_to_recordset($2::jsonb) AS t (n int, severity text, severity_rank smallint, kev_at date, automatable text, technical_impact text,
       priority jsonb, priority_rank double precision))
   INSERT INTO vulnerability (id, title, target, version, location, weaknesses, aliases, family, proof, project_id, findings, reports, finders,
     severity, severity_rank, kev_at, automatable, technical_impact, priority_id, priority_rank, first_seen_at, changed_at, words)
   SELECT v.id, v.title, v.target, v.version, v.location, v.weaknesses, v.aliases, v.family, v.proof, v.project_id, 1, 1, 1,
     t.severity, t.severity_rank, t.kev_at, t.automatable, t.technical_impact, t.priority_id, t.priority_rank, v.first_seen_at, $3, v.words::tsvector
   FROM jsonb_to_recordset($1::jsonb) AS v (id uuid, title text, target text, version text, location text, weaknesses text[], aliases text[],
     family text, proof text, project_id uuid, triage int, first_seen_at timestamptz, words text)
   JOIN t ON t.n = v.triage`,
);
/** The claims come as lines of JSON beside the rows: they are stored as they are, and nothing parses them twice. */
export const ADD_FINDINGS = query(
  'findings.add-findings',
  `INSERT INTO finding (id, report_id, ordinal, party_id, vulnerability_id, title, target, version, severity, model, claim, received_at)
   SELECT f.id, r.id, f.ordinal, r.party_id, f.vulnerability_id, f.title, f.target, f.version, f.severity, lower(f.model), f.claim::json, r.received_at
   FROM ROWS FROM (
     jsonb_to_recordset($1::jsonb) AS (id uuid, report int, ordinal int, vulnerability_id uuid, title text, target text, version text, severity text,
       model text),
     string_to_table($2, E'\\n')
   ) AS f (id, report, ordinal, vulnerability_id, title, target, version, severity, model, claim)
   JOIN jsonb_to_recordset($3::jsonb) AS r (n int, id uuid, party_id uuid, received_at timestamptz) ON r.n = f.report`,
);
export const ADD_ATTACHMENTS = query(
  'findings.add-attachments',
  `INSERT INTO attachment (finding_id, vulnerability_id, report_id, n, role, name, media_type, digest, size, blob_id)
   SELECT a.finding_id, a.vulnerability_id, a.report_id, a.n, a.role, a.name, a.media_type, decode(a.digest, 'hex'), a.size, a.blob_id
   FROM jsonb_to_recordset($1::jsonb) AS a (finding_id uuid, vulnerability_id uuid, report_id uuid, n int, role text, name text, media_type text,
     digest text, size bigint, blob_id uuid)`,
);
export const ADD_IDENTITY_KEYS = query(
  'findings.add-identity-keys',
  `INSERT INTO identity_key (key, finding_id) SELECT * FROM unnest($1::uuid[], $2::uuid[]) ORDER BY 1`,
);
export const ADD_WEAK_KEYS = query(
  'findings.add-weak-keys',
  `INSERT INTO weak_key (key, finding_id) SELECT * FROM unnest($1::bigint[], $2::uuid[]) ORDER BY 1`,
);
export const ADD_VISIBILITY = query(
  'findings.add-visibility',
  `INSERT INTO visibility (wall, party_id, tier, valid_from)
   SELECT w, p, t, $4 FROM unnest($1::uuid[], $2::uuid[], $3::text[]) AS s (w, p, t)
   ON CONFLICT (wall, party_id, tier) DO UPDATE SET valid_until = NULL WHERE visibility.valid_until IS NOT NULL`,
);
export const ADD_EDGES = query(
  'findings.add-edges',
  `INSERT INTO edge (id, vulnerability_id, a, b, level, kind, evidence, decision_id, at)
   SELECT e.id, e.vulnerability_id, e.a, e.b, e.level, e.kind, e.evidence, e.decision_id, $2
   FROM jsonb_to_recordset($1::jsonb) AS e (id uuid, vulnerability_id uuid, a uuid, b uuid, level text, kind text, evidence jsonb, decision_id uuid)
   ON CONFLICT DO NOTHING`,
);
export const ADD_OPINIONS = query(
  'findings.add-opinions',
  `INSERT INTO opinion (id, vulnerability_id, rater, is_true, severity, vector, score, party_id, at)
   SELECT o.id, o.vulnerability_id, 'finder', 'true', o.severity, o.vector, o.score, o.party_id, $2
   FROM jsonb_to_recordset($1::jsonb) AS o (id uuid, vulnerability_id uuid, severity text, vector text, score real, party_id uuid)`,
);
export const ADD_CANDIDATES = query(
  'findings.add-candidates',
  `INSERT INTO candidate (id, a, b, score, reasons, settle, at)
   SELECT c.id, c.a, c.b, c.score, c.reasons, c.settle, $2
   FROM jsonb_to_recordset($1::jsonb) AS c (id uuid, a uuid, b uuid, score real, reasons jsonb, settle text)
   ON CONFLICT (a, b) DO NOTHING`,
);
/** Of these pairs of vulnerabilities, those that evidence holds apart. */
export const HELD_APART = query<{ a: string; b: string }>(
  'findings.held-apart',
  `SELECT p.a, p.b FROM unnest($1::uuid[], $2::uuid[]) AS p (a, b)
   WHERE EXISTS (
     SELECT 1 FROM finding f JOIN cannot_link l ON l.undone_at IS NULL AND (l.a = f.id OR l.b = f.id)
     JOIN finding g ON g.id = CASE WHEN l.a = f.id THEN l.b ELSE l.a END
     WHERE f.vulnerability_id = p.a AND g.vulnerability_id = p.b)`,
);

// Comparing: what was read and not yet held against what others sent.
export const UNCOMPARED_REPORTS = query<{ id: string; compared_to: number }>(
  'findings.uncompared-reports',
  `SELECT id, compared_to FROM report WHERE stage = 'read' AND compared_at IS NULL ORDER BY received_at, id LIMIT $1`,
);
export const UNCOMPARED = query<{
  id: string;
  report_id: string;
  ordinal: number;
  vulnerability_id: string;
  target: string;
  claim: unknown;
}>(
  'findings.uncompared',
  `SELECT f.id, f.report_id, f.ordinal, f.vulnerability_id, f.target, f.claim
   FROM unnest($1::uuid[], $2::int[]) WITH ORDINALITY AS r (id, compared_to, place)
   CROSS JOIN LATERAL (
     SELECT g.* FROM finding g WHERE g.report_id = r.id AND g.ordinal >= r.compared_to ORDER BY g.ordinal LIMIT $3
   ) AS f
   ORDER BY r.place, f.ordinal LIMIT $3`,
);
/** A report of which some findings are left goes on at the next one; the others are done. */
export const ADVANCE_COMPARED = query(
  'findings.advance-compared',
  `UPDATE report r SET compared_to = coalesce(c.upto, r.compared_to), compared_at = CASE WHEN c.upto IS NULL THEN $3::timestamptz END
   FROM unnest($1::uuid[], $2::int[]) AS c (id, upto) WHERE r.id = c.id`,
);
/**
 * What follows from the findings of vulnerabilities that gained or lost some: counts, aliases, weaknesses. The oldest finding
 * names them: what a finding of somebody else said leaves with it.
 */
export const RECOUNT = query(
  'findings.recount',
  `UPDATE vulnerability v SET findings = c.findings, reports = c.reports, finders = c.finders, changed_at = $2,
     aliases = c.aliases, weaknesses = c.weaknesses, first_seen_at = c.first_seen_at,
     title = o.title, version = o.version, location = o.location, words = words_of(o.title || ' ' || v.target || ' ' || coalesce(o.location, '')),
     proof = CASE WHEN v.proof NOT IN ('none', 'attached') THEN v.proof WHEN c.proofs > 0 THEN 'attached' ELSE 'none' END
   FROM (
     SELECT f.vulnerability_id AS id, count(*) AS findings, count(DISTINCT f.report_id) AS reports, count(DISTINCT f.party_id) AS finders,
       min(f.received_at) AS first_seen_at,
       ARRAY(SELECT DISTINCT json_array_elements_text(g.claim -> 'aliases') FROM finding g WHERE g.vulnerability_id = f.vulnerability_id ORDER BY 1) AS aliases,
       ARRAY(SELECT DISTINCT json_array_elements_text(g.claim -> 'weaknesses') FROM finding g WHERE g.vulnerability_id = f.vulnerability_id ORDER BY 1) AS weaknesses,
       (SELECT count(*) FROM attachment a WHERE a.vulnerability_id = f.vulnerability_id AND a.role = 'proof') AS proofs
     FROM finding f WHERE f.vulnerability_id = ANY ($1) GROUP BY f.vulnerability_id
   ) AS c
   CROSS JOIN LATERAL (
     SELECT g.title, g.version, left(g.claim #>> '{locations,0,path}' || coalesce(':' || (g.claim #>> '{locations,0,startLine}'), ''), 500) AS location
     FROM finding g WHERE g.vulnerability_id = c.id ORDER BY g.received_at, g.id LIMIT 1
   ) AS o
   WHERE v.id = c.id`,
);
/** A candidate of what was absorbed is one of the survivor: two that name the same pair now count once. */
export const RECOUNT_CANDIDATES = query(
  'findings.recount-candidates',
  `UPDATE vulnerability v SET candidates = n.candidates
   FROM (SELECT g.id, (SELECT count(*) FROM candidates_of(g.id)) AS candidates FROM unnest($1::uuid[]) AS g (id)) AS n
   WHERE v.id = n.id AND v.candidates <> n.candidates`,
);
/** The same for those that are candidates of these, too: after a merge two of theirs may have become one. */
export const RECOUNT_AROUND = query(
  'findings.recount-around',
  `UPDATE vulnerability v SET candidates = n.candidates
   FROM (
     SELECT g.id, (SELECT count(*) FROM candidates_of(g.id)) AS candidates
     FROM (SELECT unnest($1::uuid[]) UNION SELECT o.other FROM unnest($1::uuid[]) AS x (id), candidates_of(x.id) AS o) AS g (id)
   ) AS n
   WHERE v.id = n.id AND v.candidates <> n.candidates`,
);

// Joining two vulnerabilities: everything of the absorbed one moves, the row stays and points to the survivor.
export const MOVE_FINDINGS = query(
  'findings.move-findings',
  `UPDATE finding SET vulnerability_id = $2 WHERE vulnerability_id = $1`,
);
export const MOVE_EDGES = query(
  'findings.move-edges',
  `UPDATE edge SET vulnerability_id = $2 WHERE vulnerability_id = $1`,
);
export const MOVE_CANNOT_LINKS = query(
  'findings.move-cannot-links',
  `UPDATE cannot_link SET vulnerability_id = $2 WHERE vulnerability_id = $1`,
);
export const MOVE_ATTACHMENTS = query(
  'findings.move-attachments',
  `UPDATE attachment SET vulnerability_id = $2 WHERE vulnerability_id = $1`,
);
export const COPY_VISIBILITY = query(
  'findings.copy-visibility',
  `INSERT INTO visibility (wall, party_id, tier, valid_from, valid_until)
   SELECT $2, party_id, tier, valid_from, valid_until FROM visibility
   WHERE wall = $1 AND tier IN ('finder', 'coordinator') AND (valid_until IS NULL OR valid_until > now_at())
   ON CONFLICT (wall, party_id, tier) DO UPDATE SET valid_until = NULL`,
);
export const SUPERSEDE = query(
  'findings.supersede',
  `UPDATE vulnerability SET superseded_by = $2, changed_at = $3 WHERE id = $1`,
);
export const SETTLE_BETWEEN = query(
  'findings.settle-between',
  `UPDATE candidate SET settled_at = $3, decision = 'same', decision_id = $4 WHERE a = least($1::uuid, $2::uuid) AND b = greatest($1::uuid, $2::uuid) AND settled_at IS NULL`,
);
/** $2: the sealed bytes of each, in the same order; NULL where they are a file. */
export const ADD_BLOBS = query(
  'findings.add-blobs',
  `INSERT INTO blob (id, wall, party_id, digest, size, key_id, bytes, created_at)
   SELECT b.id, b.wall, b.party_id, decode(b.digest, 'hex'), b.size, $3, b.bytes, $4
   FROM ROWS FROM (jsonb_to_recordset($1::jsonb) AS (id uuid, wall uuid, party_id uuid, digest text, size bigint), unnest($2::bytea[]))
     AS b (id, wall, party_id, digest, size, bytes)
   ON CONFLICT DO NOTHING`,
);

// When outside facts change.
export const NAMED = query<{ id: string; told_at: string | null; state: string }>(
  'findings.named',
  `SELECT id, told_at, state FROM vulnerability WHERE aliases && $1::text[] AND superseded_by IS NULL LIMIT 10000`,
);
export const TAKE_SSVC = query(
  'findings.take-ssvc',
  `UPDATE vulnerability v SET automatable = s.automatable, technical_impact = s.technical_impact
   FROM ssvc s WHERE v.id = $1 AND s.cve = ANY (v.aliases) AND v.automatable = 'unknown' AND v.technical_impact = 'unknown'`,
);
