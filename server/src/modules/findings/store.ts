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
export const ADVANCE = query(
  'findings.advance',
  `UPDATE report SET stage = 'reading', format = $8, read_to = $3, findings = findings + $4, problems = problems + $5, dropped = dropped + $6,
     progress = greatest(coalesce(progress, 0), $7)
   WHERE id = $1 AND read_to = $2 AND stage IN ('stored', 'reading')`,
);
export const FINISH = query(
  'findings.finish',
  `UPDATE report SET stage = $2, finished_at = $3, progress = 1 WHERE id = $1 AND stage IN ('stored', 'reading')`,
);
export const ADD_PROBLEMS = query(
  'findings.add-problems',
  `INSERT INTO report_problem (report_id, n, code, path, detail)
   SELECT $1, p.n, p.code, p.path, p.detail FROM jsonb_to_recordset($2::jsonb) AS p (n int, code text, path text, detail text)
   ON CONFLICT DO NOTHING`,
);
export const ADD_DROPS = query(
  'findings.add-drops',
  `INSERT INTO report_drop (report_id, reason, count, first_path)
   SELECT $1, d.reason, d.count, d.path FROM jsonb_to_recordset($2::jsonb) AS d (reason text, count int, path text)
   ON CONFLICT (report_id, reason) DO UPDATE SET count = report_drop.count + excluded.count`,
);

export const PROJECTS_OF = query<{ package: string; project_id: string }>(
  'findings.projects-of',
  `SELECT package, project_id FROM project_package WHERE package = ANY ($1)`,
);
export const KEYS_KNOWN = query<{
  digest: Buffer;
  vulnerability_id: string;
  finding_id: string;
  first_seen_at: string;
  report_id: string;
}>(
  'findings.keys-known',
  `SELECT DISTINCT ON (k.digest, k.vulnerability_id) k.digest, k.vulnerability_id, k.finding_id, v.first_seen_at, f.report_id
   FROM finding_key k JOIN vulnerability v ON v.id = k.vulnerability_id JOIN finding f ON f.id = k.finding_id
   WHERE k.digest = ANY ($1) AND k.identity ORDER BY k.digest, k.vulnerability_id, v.first_seen_at DESC`,
);
export const WEAK_KNOWN = query<{ digest: Buffer; vulnerabilities: string[] }>(
  'findings.weak-known',
  `SELECT k.digest, array_agg(DISTINCT k.vulnerability_id) AS vulnerabilities
   FROM unnest($1::bytea[]) AS d (digest)
   CROSS JOIN LATERAL (SELECT * FROM finding_key f WHERE f.digest = d.digest AND NOT f.identity LIMIT $2 * 4) AS k
   GROUP BY k.digest HAVING count(DISTINCT k.vulnerability_id) <= $2`,
);
export const APART = query<{ why: string }>(
  'findings.apart',
  `SELECT c.evidence ->> 'text' AS why FROM cannot_link c
   JOIN finding a ON a.id = c.a JOIN finding b ON b.id = c.b
   WHERE c.undone_at IS NULL
     AND ((a.vulnerability_id = $1 AND b.vulnerability_id = $2) OR (a.vulnerability_id = $2 AND b.vulnerability_id = $1)) LIMIT 1`,
);
export const KEV_OF = query<{ cve: string; added_at: string }>(
  'findings.kev-of',
  `SELECT cve, added_at FROM kev WHERE cve = ANY ($1)`,
);
export const SSVC_OF = query<{ cve: string; automatable: string; technical_impact: string }>(
  'findings.ssvc-of',
  `SELECT cve, automatable, technical_impact FROM ssvc WHERE cve = ANY ($1)`,
);

export const ADD_VULNERABILITIES = query(
  'findings.add-vulnerabilities',
  `INSERT INTO vulnerability (id, title, target, version, location, weaknesses, aliases, family, proof, project_id, findings, reports, finders,
     severity, severity_rank, kev_at, automatable, technical_impact, priority, priority_rank, first_seen_at, changed_at)
   SELECT v.id, v.title, v.target, v.version, v.location, v.weaknesses, v.aliases, v.family, v.proof, v.project_id, 1, 1, 1,
     v.severity, v.severity_rank, v.kev_at, v.automatable, v.technical_impact, v.priority, v.priority_rank, v.first_seen_at, $2
   FROM jsonb_to_recordset($1::jsonb) AS v (id uuid, title text, target text, version text, location text, weaknesses text[], aliases text[],
     family text, proof text, project_id uuid, severity text, severity_rank smallint, kev_at date, automatable text, technical_impact text,
     priority jsonb, priority_rank double precision, first_seen_at timestamptz)`,
);
export const ADD_FINDINGS = query(
  'findings.add-findings',
  `INSERT INTO finding (id, report_id, ordinal, party_id, vulnerability_id, title, target, severity, claim, received_at)
   SELECT f.id, f.report_id, f.ordinal, f.party_id, f.vulnerability_id, f.title, f.target, f.severity, f.claim, f.received_at
   FROM jsonb_to_recordset($1::jsonb) AS f (id uuid, report_id uuid, ordinal int, party_id uuid, vulnerability_id uuid, title text, target text,
     severity text, claim jsonb, received_at timestamptz)`,
);
export const ADD_ATTACHMENTS = query(
  'findings.add-attachments',
  `INSERT INTO attachment (finding_id, vulnerability_id, report_id, n, role, name, media_type, digest, size, blob_id)
   SELECT a.finding_id, a.vulnerability_id, a.report_id, a.n, a.role, a.name, a.media_type, decode(a.digest, 'hex'), a.size, a.blob_id
   FROM jsonb_to_recordset($1::jsonb) AS a (finding_id uuid, vulnerability_id uuid, report_id uuid, n int, role text, name text, media_type text,
     digest text, size bigint, blob_id uuid)`,
);
export const ADD_KEYS = query(
  'findings.add-keys',
  `INSERT INTO finding_key (digest, finding_id, vulnerability_id, kind, identity)
   SELECT * FROM unnest($1::bytea[], $2::uuid[], $3::uuid[], $4::text[], $5::boolean[]) ON CONFLICT DO NOTHING`,
);
export const ADD_VISIBILITY = query(
  'findings.add-visibility',
  `INSERT INTO visibility (wall, party_id, tier, valid_from)
   SELECT w, p, t, $4 FROM unnest($1::uuid[], $2::uuid[], $3::text[]) AS s (w, p, t) ON CONFLICT DO NOTHING`,
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
/** Counts, aliases and weaknesses of vulnerabilities that gained or lost findings. */
export const RECOUNT = query(
  'findings.recount',
  `UPDATE vulnerability v SET findings = c.findings, reports = c.reports, finders = c.finders, changed_at = $2,
     aliases = c.aliases, weaknesses = c.weaknesses, first_seen_at = c.first_seen_at,
     proof = CASE WHEN v.proof = 'none' AND c.proofs > 0 THEN 'attached' ELSE v.proof END
   FROM (
     SELECT f.vulnerability_id AS id, count(*) AS findings, count(DISTINCT f.report_id) AS reports, count(DISTINCT f.party_id) AS finders,
       min(f.received_at) AS first_seen_at,
       ARRAY(SELECT DISTINCT jsonb_array_elements_text(g.claim -> 'aliases') FROM finding g WHERE g.vulnerability_id = f.vulnerability_id ORDER BY 1) AS aliases,
       ARRAY(SELECT DISTINCT jsonb_array_elements_text(g.claim -> 'weaknesses') FROM finding g WHERE g.vulnerability_id = f.vulnerability_id ORDER BY 1) AS weaknesses,
       (SELECT count(*) FROM attachment a WHERE a.vulnerability_id = f.vulnerability_id AND a.role = 'proof') AS proofs
     FROM finding f WHERE f.vulnerability_id = ANY ($1) GROUP BY f.vulnerability_id
   ) AS c WHERE v.id = c.id`,
);
export const RECOUNT_CANDIDATES = query(
  'findings.recount-candidates',
  `UPDATE vulnerability v SET candidates = (SELECT count(*) FROM candidate c WHERE (c.a = v.id OR c.b = v.id) AND c.settled_at IS NULL)
   WHERE v.id = ANY ($1)`,
);

// Joining two vulnerabilities: everything of the absorbed one moves, the row stays and points to the survivor.
export const MOVE_FINDINGS = query(
  'findings.move-findings',
  `UPDATE finding SET vulnerability_id = $2 WHERE vulnerability_id = $1`,
);
export const MOVE_KEYS = query(
  'findings.move-keys',
  `UPDATE finding_key SET vulnerability_id = $2 WHERE vulnerability_id = $1`,
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
   SELECT $2, party_id, tier, valid_from, valid_until FROM visibility WHERE wall = $1 AND tier IN ('finder', 'coordinator') ON CONFLICT DO NOTHING`,
);
export const SUPERSEDE = query(
  'findings.supersede',
  `UPDATE vulnerability SET superseded_by = $2, changed_at = $3 WHERE id = $1`,
);
export const SETTLE_BETWEEN = query(
  'findings.settle-between',
  `UPDATE candidate SET settled_at = $3, decision = 'same', decision_id = $4 WHERE a = least($1::uuid, $2::uuid) AND b = greatest($1::uuid, $2::uuid) AND settled_at IS NULL`,
);
export const ADD_BLOB = query(
  'findings.add-blob',
  `INSERT INTO blob (id, wall, party_id, digest, size, key_id, bytes, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING`,
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
