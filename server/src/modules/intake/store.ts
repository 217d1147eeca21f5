// All SQL of intake.
import { query } from '../../platform/db/query.ts';
import { SEEN } from '../access/index.ts';

export interface ReceiptRow {
  id: string;
  digest: Buffer;
  size: number;
  received_at: string;
  entry_id: string;
  commitment: Buffer;
  nonce: Buffer;
}

export const KNOWN = query<ReceiptRow>(
  'intake.known',
  `SELECT r.id, r.digest, r.size, r.received_at, r.entry_id, e.commitment, e.nonce
   FROM report r JOIN ledger_entry e ON e.id = r.entry_id
   WHERE r.party_id = $1 AND r.digest = $2`,
);
export const KNOWN_AMONG = query<ReceiptRow>(
  'intake.known-among',
  `SELECT r.id, r.digest, r.size, r.received_at, r.entry_id, e.commitment, e.nonce
   FROM report r JOIN ledger_entry e ON e.id = r.entry_id
   WHERE r.party_id = $1 AND r.digest = ANY ($2::bytea[])`,
);
export const RECEIPT = query<ReceiptRow & { index: number | null }>(
  'intake.receipt',
  `SELECT r.id, r.digest, r.size, r.received_at, r.entry_id, e.commitment, e.nonce, e.index
   FROM report r JOIN ledger_entry e ON e.id = r.entry_id WHERE r.id = $1`,
);
export const SHARE = query(
  'intake.share',
  `SELECT see(r.id, $2, 'owner'), see(r.id, i.coordinator_id, 'coordinator') FROM unnest($1::uuid[]) AS r (id), instance i`,
);
export const CLAIM = query('intake.claim', `SELECT see($1, $2, 'owner')`);
export const ADD_BLOB = query(
  'intake.add-blob',
  `INSERT INTO blob (id, wall, party_id, digest, size, key_id, bytes, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
);
/** $2: the sealed bytes of each, in the same order; NULL where they are a file. */
export const ADD_BLOBS = query(
  'intake.add-blobs',
  `INSERT INTO blob (id, wall, party_id, digest, size, key_id, bytes, created_at)
   SELECT r.blob_id, r.id, $3, decode(r.digest, 'hex'), r.size, $4, r.bytes, $5
   FROM ROWS FROM (jsonb_to_recordset($1::jsonb) AS (id uuid, blob_id uuid, digest text, size bigint), unnest($2::bytea[])) AS r (id, blob_id, digest, size, bytes)`,
);
export const ADD_REPORTS = query(
  'intake.add-reports',
  `INSERT INTO report (id, party_id, person_id, blob_id, digest, size, filename, format, options, entry_id, received_at)
   SELECT r.id, $2, r.person_id, r.blob_id, decode(r.digest, 'hex'), r.size, r.filename, r.format, r.options, r.entry_id, $3
   FROM jsonb_to_recordset($1::jsonb) AS r (id uuid, person_id uuid, blob_id uuid, digest text, size bigint, filename text, format text,
     options jsonb, entry_id uuid)`,
);

export interface ReportRow {
  id: string;
  filename: string | null;
  format: string;
  size: number;
  digest: Buffer;
  received_at: string;
  received_from: string;
  stage: 'stored' | 'reading' | 'read' | 'unreadable';
  findings: number;
  dropped: number;
  problems: number;
  progress: number | null;
  finished_at: string | null;
  compared_at: string | null;
  ledger_index: number | null;
  checkpointed: boolean;
  outcomes: Record<'new' | 'duplicate' | 'validated' | 'rejected' | 'told' | 'fixed' | 'published', number>;
  total: number;
}
/** What became of the findings is counted once all are there: whoever polls while they come in would count them each time. */
const REPORT_COLUMNS = `
  r.id, r.filename, r.format, r.size, r.digest, r.received_at, coalesce(p.name, 'another party') AS received_from, r.stage,
  r.findings, r.dropped, r.problems, r.progress, r.finished_at, r.compared_at, e.index AS ledger_index,
  e.index IS NOT NULL AND e.index < coalesce((SELECT max(size) FROM ledger_checkpoint), 0) AS checkpointed,
  CASE WHEN r.finished_at IS NULL THEN report_outcomes(NULL) ELSE report_outcomes(r.id) END AS outcomes`;

const REPORT_FILTER = `($1::text IS NULL OR r.stage = $1) AND ($2::text IS NULL OR r.filename ILIKE '%' || $2 || '%')`;
const reportsOf = (name: string, where: string) =>
  query<ReportRow>(
    name,
    `SELECT ${REPORT_COLUMNS}, count(*) OVER () AS total
     FROM report r LEFT JOIN party p ON p.id = r.party_id LEFT JOIN ledger_entry e ON e.id = r.entry_id
     WHERE ${where}
     ORDER BY r.received_at DESC, r.id LIMIT $3 OFFSET $4`,
  );
export const REPORTS = reportsOf('intake.reports', REPORT_FILTER);
/** For who sees few reports: it begins with them. */
export const REPORTS_OF_FEW = reportsOf('intake.few-reports', `r.id = ANY (${SEEN}) AND ${REPORT_FILTER}`);
export const REPORT = query<ReportRow>(
  'intake.report',
  `SELECT ${REPORT_COLUMNS}, 1 AS total
   FROM report r LEFT JOIN party p ON p.id = r.party_id LEFT JOIN ledger_entry e ON e.id = r.entry_id WHERE r.id = $1`,
);
export const PROBLEMS = query<{ code: string; path: string; detail: string }>(
  'intake.problems',
  `SELECT code, path, detail FROM report_problem WHERE report_id = $1 ORDER BY n LIMIT 1000`,
);
export const DROPS = query<{ reason: string; count: number; first: string }>(
  'intake.drops',
  `SELECT reason, count, first_path AS first FROM report_drop WHERE report_id = $1 ORDER BY count DESC, reason`,
);

export interface ReportFindingRow {
  id: string;
  ordinal: number;
  title: string;
  target: string;
  claim: { locations?: readonly { path: string; startLine?: number }[]; weaknesses?: string[] };
  severity: string;
  vulnerability_id: string;
  state: string;
  v_findings: number;
  v_reports: number;
  v_finders: number;
  proof: string;
  rejected_reason: string | null;
  place: number | null;
  of: number | null;
  total: number;
}
export const REPORT_FINDINGS = query<ReportFindingRow>(
  'intake.report-findings',
  `SELECT f.id, f.ordinal, f.title, f.target, f.claim, f.severity, f.vulnerability_id, v.state, v.findings AS v_findings,
     v.reports AS v_reports, v.finders AS v_finders, v.proof, v.rejected_reason, v.line_place AS place, v.line_of AS of, count(*) OVER () AS total
   FROM finding f JOIN vulnerability v ON v.id = f.vulnerability_id
   WHERE f.report_id = $1 ORDER BY f.ordinal LIMIT $2 OFFSET $3`,
);
export const REPORT_BLOB = query<{ blob_id: string; bytes: Buffer | null; filename: string | null; size: number }>(
  'intake.report-blob',
  `SELECT r.blob_id, b.bytes, r.filename, r.size FROM report r JOIN blob b ON b.id = r.blob_id WHERE r.id = $1`,
);

export interface UploadRow {
  id: string;
  digest: Buffer;
  size: number;
  received: number;
  filename: string | null;
}
export const OPEN_UPLOAD = query<UploadRow>(
  'intake.open-upload',
  `SELECT id, digest, size, received, filename FROM upload WHERE party_id = $1 AND digest = $2 AND size = $3 ORDER BY created_at DESC LIMIT 1`,
);
export const ADD_UPLOAD = query(
  'intake.add-upload',
  `INSERT INTO upload (id, party_id, digest, size, filename, created_at) VALUES ($1, $2, $3, $4, $5, $6)`,
);
export const UPLOAD = query<UploadRow>(
  'intake.upload',
  `SELECT id, digest, size, received, filename FROM upload WHERE id = $1`,
);
export const LOCK_UPLOAD = query<UploadRow>(
  'intake.lock-upload',
  `SELECT id, digest, size, received, filename FROM upload WHERE id = $1 FOR UPDATE`,
);
export const ADD_PART = query(
  'intake.add-part',
  `INSERT INTO upload_part (upload_id, start, size, blob_id) VALUES ($1, $2, $3, $4)`,
);
export const ADVANCE = query('intake.advance', `UPDATE upload SET received = received + $2 WHERE id = $1`);
export const PARTS = query<{ blob_id: string; bytes: Buffer | null }>(
  'intake.parts',
  `SELECT p.blob_id, b.bytes FROM upload_part p JOIN blob b ON b.id = p.blob_id WHERE p.upload_id = $1 ORDER BY p.start`,
);
export const DROP_PART_BLOBS = query(
  'intake.drop-part-blobs',
  `DELETE FROM blob b USING upload_part p WHERE p.blob_id = b.id AND p.upload_id = $1`,
);
export const DROP_UPLOAD = query('intake.drop-upload', `DELETE FROM upload WHERE id = $1`);
