// All SQL of cases and projects.
import { query } from '../../platform/db/query.ts';
import { SEEN } from '../access/index.ts';
import { ROW, type VulnerabilityRecord } from '../findings/index.ts';

export interface ProjectRow {
  id: string;
  name: string;
  party_id: string | null;
  party_name: string | null;
  weekly_budget: number;
  paused_until: string | null;
  accepts_unvalidated: boolean;
  contact: string | null;
  packages: string[];
}
const PROJECT_COLUMNS = `p.id, p.name, p.party_id, y.name AS party_name, p.weekly_budget, p.paused_until, p.accepts_unvalidated, p.contact,
  ARRAY(SELECT k.package FROM project_package k WHERE k.project_id = p.id ORDER BY 1) AS packages`;
export const PROJECTS = query<ProjectRow>(
  'cases.projects',
  `SELECT ${PROJECT_COLUMNS} FROM project p LEFT JOIN party y ON y.id = p.party_id ORDER BY p.name`,
);
export const PROJECT = query<ProjectRow>(
  'cases.project',
  `SELECT ${PROJECT_COLUMNS} FROM project p LEFT JOIN party y ON y.id = p.party_id WHERE p.id = $1`,
);
export const LOCK_PROJECT = query<{
  id: string;
  name: string;
  party_id: string | null;
  weekly_budget: number;
  paused_until: string | null;
  accepts_unvalidated: boolean;
}>(
  'cases.lock-project',
  `SELECT id, name, party_id, weekly_budget, paused_until, accepts_unvalidated FROM project WHERE id = $1 FOR UPDATE`,
);
export const LOAD = query<{ told: number; waiting: number; open_cases: number }>(
  'cases.project-load',
  `SELECT told, waiting, open_cases FROM project_load($1, $2)`,
);
export const ADD_PROJECT = query(
  'cases.add-project',
  `INSERT INTO project (id, name, party_id, contact, created_at) VALUES ($1, $2, $3, $4, $5)`,
);
export const ADD_PACKAGES = query(
  'cases.add-packages',
  `INSERT INTO project_package (package, project_id) SELECT p, $2 FROM unnest($1::text[]) AS p`,
);
export const ADOPT = query(
  'cases.adopt',
  `UPDATE vulnerability SET project_id = $2 WHERE target = ANY ($1) AND project_id IS NULL`,
);
/** Finders of what a new project adopts may know of the project. */
export const SHOW_TO_FINDERS = query(
  'cases.show-to-finders',
  `SELECT see($1, f.party_id, 'reader') FROM (
     SELECT DISTINCT f.party_id FROM finding f JOIN vulnerability v ON v.id = f.vulnerability_id WHERE v.project_id = $1 AND f.party_id <> me()
   ) AS f`,
);
export const UPDATE_PROJECT = query(
  'cases.update-project',
  `UPDATE project SET weekly_budget = coalesce($2, weekly_budget), paused_until = CASE WHEN $3::boolean THEN $4 ELSE paused_until END,
     accepts_unvalidated = coalesce($5, accepts_unvalidated) WHERE id = $1`,
);
export const LINE = query<{ vulnerability_id: string; place: number; severity: string; since: string; total: number }>(
  'cases.line',
  `SELECT vulnerability_id, place, severity, since, count(*) OVER () AS total FROM project_line($1) ORDER BY place LIMIT $2 OFFSET $3`,
);
export const PROJECTS_WITH_LINE = query<{ project_id: string }>(
  'cases.projects-with-line',
  `SELECT DISTINCT project_id FROM line`,
);
export const DUE_UNPLACED = query<{ id: string }>(
  'cases.due-unplaced',
  `SELECT v.id FROM vulnerability v
   WHERE v.superseded_by IS NULL AND v.told_at IS NULL AND (v.state = 'validated' OR (v.state = 'found' AND v.kev_at IS NOT NULL))
     AND v.changed_at < $1
     AND NOT EXISTS (SELECT 1 FROM line l WHERE l.vulnerability_id = v.id)
     AND NOT EXISTS (SELECT 1 FROM hold h WHERE h.vulnerability_id = v.id AND h.ended_at IS NULL AND h.expires_at > $2)
   ORDER BY v.priority_rank LIMIT 1000`,
);

export const SUBJECT = query<{
  id: string;
  state: string;
  target: string;
  project_id: string | null;
  told_at: string | null;
  superseded_by: string | null;
  priority_rank: number;
  kev_at: string | null;
  validated_at: string | null;
  first_seen_at: string;
}>(
  'cases.subject',
  `SELECT id, state, target, project_id, told_at, superseded_by, priority_rank, kev_at, validated_at, first_seen_at FROM vulnerability WHERE id = $1 FOR UPDATE`,
);
export const HOLDS = query<{ id: string; kind: string; expires_at: string }>(
  'cases.holds',
  `SELECT id, kind, expires_at FROM hold WHERE vulnerability_id = $1 AND ended_at IS NULL`,
);
export const ADD_HOLD = query(
  'cases.add-hold',
  `INSERT INTO hold (id, vulnerability_id, kind, reason, owner_id, owner_name, since, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
   ON CONFLICT (vulnerability_id, kind) WHERE ended_at IS NULL DO UPDATE SET reason = excluded.reason, expires_at = excluded.expires_at`,
);
export const END_HOLD = query<{ vulnerability_id: string; kind: string }>(
  'cases.end-hold',
  `UPDATE hold SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL RETURNING vulnerability_id, kind`,
);
export const END_HOLDS = query(
  'cases.end-holds',
  `UPDATE hold SET ended_at = $2 WHERE vulnerability_id = $1 AND ended_at IS NULL`,
);
export const END_EXPIRED = query(
  'cases.end-expired-holds',
  `UPDATE hold SET ended_at = expires_at WHERE ended_at IS NULL AND expires_at <= $1`,
);

export const JOIN_LINE = query(
  'cases.join-line',
  `INSERT INTO line (vulnerability_id, project_id, rank, since) VALUES ($1, $2, $3, $4)
   ON CONFLICT (vulnerability_id) DO UPDATE SET rank = excluded.rank, project_id = excluded.project_id`,
);
export const LEAVE_LINE = query('cases.leave-line', `DELETE FROM line WHERE vulnerability_id = $1`);
export const DROP_STALE = query(
  'cases.drop-stale-line',
  `DELETE FROM line l USING vulnerability v WHERE v.id = l.vulnerability_id AND l.project_id = $1
     AND (v.superseded_by IS NOT NULL OR v.told_at IS NOT NULL OR v.state NOT IN ('found', 'validated'))`,
);
export const QUEUE = query<{ vulnerability_id: string }>(
  'cases.queue',
  `SELECT vulnerability_id FROM line WHERE project_id = $1 ORDER BY rank, since, vulnerability_id`,
);
export const TOLD_SINCE = query<{ told: number }>(
  'cases.told-since',
  `SELECT count(*) AS told FROM telling WHERE project_id = $1 AND at >= $2`,
);
/** Every place of a project's line, in one statement; only rows whose place changed are written. */
export const SET_PLACES = query(
  'cases.set-places',
  `UPDATE vulnerability v SET line_place = p.place, line_of = p.all_of
   FROM (
     SELECT l.vulnerability_id, row_number() OVER (ORDER BY l.rank, l.since, l.vulnerability_id) AS place, count(*) OVER () AS all_of
     FROM line l WHERE l.project_id = $1
   ) AS p
   WHERE v.id = p.vulnerability_id AND (v.line_place IS DISTINCT FROM p.place OR v.line_of IS DISTINCT FROM p.all_of)`,
);
/** A hold that names the maintainer's own capacity, for each in line that has none that runs. */
export const HOLD_LINE = query<{ vulnerability_id: string }>(
  'cases.hold-line',
  `INSERT INTO hold (id, vulnerability_id, kind, reason, owner_id, owner_name, since, expires_at)
   SELECT gen_random_uuid(), l.vulnerability_id, 'maintainer_capacity', $2, NULL, $3, $4, $5 FROM line l
   WHERE l.project_id = $1 AND NOT EXISTS (
     SELECT 1 FROM hold h WHERE h.vulnerability_id = l.vulnerability_id AND h.kind = 'maintainer_capacity' AND h.ended_at IS NULL AND h.expires_at > $4)
   ON CONFLICT (vulnerability_id, kind) WHERE ended_at IS NULL DO UPDATE SET reason = excluded.reason, expires_at = excluded.expires_at
   RETURNING vulnerability_id`,
);
export const PROJECT_OF = query<{ project_id: string | null }>(
  'cases.project-of',
  `SELECT project_id FROM vulnerability WHERE id = $1`,
);
export const CLEAR_PLACES = query(
  'cases.clear-places',
  `UPDATE vulnerability SET line_place = NULL, line_of = NULL WHERE project_id = $1 AND line_place IS NOT NULL AND NOT EXISTS (SELECT 1 FROM line l WHERE l.vulnerability_id = vulnerability.id)`,
);
export const ADD_TELLING = query(
  'cases.add-telling',
  `INSERT INTO telling (vulnerability_id, project_id, at) VALUES ($1, $2, $3)`,
);
export const SET_TOLD = query(
  'cases.set-told',
  `UPDATE vulnerability SET state = 'told', told_at = $2, line_place = NULL, line_of = NULL, changed_at = $2 WHERE id = $1 AND told_at IS NULL AND superseded_by IS NULL`,
);
export const OPEN_CASE = query<{ id: string }>(
  'cases.open-case',
  `INSERT INTO coordination_case (id, vulnerability_id, state, opened_at, told_at, embargo_until, embargo_zone, embargo_basis)
   VALUES ($1, $2, 'told', $3, $3, $4, $5, $6)
   ON CONFLICT (vulnerability_id) DO UPDATE SET state = 'told', told_at = excluded.told_at,
     embargo_until = coalesce(coordination_case.embargo_until, excluded.embargo_until), embargo_zone = coalesce(coordination_case.embargo_zone, excluded.embargo_zone),
     embargo_basis = coalesce(coordination_case.embargo_basis, excluded.embargo_basis)
   RETURNING id`,
);
export const OPEN_UNTOLD_CASE = query<{ id: string }>(
  'cases.open-untold-case',
  `INSERT INTO coordination_case (id, vulnerability_id, state, opened_at) VALUES ($1, $2, 'open', $3)
   ON CONFLICT (vulnerability_id) DO UPDATE SET opened_at = coordination_case.opened_at RETURNING id`,
);
export const ASK_VENDOR = query(
  'cases.ask-vendor',
  `INSERT INTO vendor_status (vulnerability_id, product) VALUES ($1, $2) ON CONFLICT DO NOTHING`,
);
export const SHARE_BY_VERB = query(
  'cases.share-by-verb',
  `INSERT INTO visibility (wall, party_id, tier, valid_from) VALUES ($1, $2, $3, $4) ON CONFLICT (wall, party_id, tier) DO UPDATE SET valid_until = NULL`,
);
export const SHARE_BY_PARTY = query('cases.share-by-party', `SELECT see($1, $2, $3, $4::timestamptz)`);
export const RETENTIONS = query<{ retention: string }>(
  'cases.retentions',
  `SELECT DISTINCT coalesce(claim -> 'discovery' ->> 'promptRetention', 'unknown') AS retention FROM finding WHERE vulnerability_id = $1`,
);

export interface CaseRow {
  case_id: string;
  vulnerability_id: string;
  case_state: 'open' | 'told' | 'acknowledged' | 'fix_ready' | 'published' | 'closed';
  opened_at: string;
  case_told_at: string | null;
  acknowledged_at: string | null;
  embargo_basis: string | null;
  fix_version: string | null;
  fix_commit: string | null;
  fix_at: string | null;
}
const CASE_COLUMNS = `c.id AS case_id, c.vulnerability_id, c.state AS case_state, c.opened_at, c.told_at AS case_told_at, c.acknowledged_at,
  c.embargo_basis, c.fix_version, c.fix_commit, c.fix_at`;
const CASE_FILTER = `x.superseded_by IS NULL AND ($1::text IS NULL OR c.state = $1) AND ($2::uuid IS NULL OR x.project_id = $2)`;
const CASE_ORDER = `(c.state IN ('published', 'closed')), x.priority_rank, c.opened_at, c.id`;
/** The page is found first: only its rows are read wholly. */
const casesOf = (name: string, where: string) =>
  query<CaseRow & VulnerabilityRecord & { total: number }>(
    name,
    `SELECT ${CASE_COLUMNS}, ${ROW}, page.total
     FROM (
       SELECT c.id, count(*) OVER () AS total FROM coordination_case c JOIN vulnerability x ON x.id = c.vulnerability_id
       WHERE ${where} ORDER BY ${CASE_ORDER} LIMIT $3 OFFSET $4
     ) AS page
     JOIN coordination_case c ON c.id = page.id JOIN vulnerability x ON x.id = c.vulnerability_id
     LEFT JOIN project p ON p.id = x.project_id ORDER BY ${CASE_ORDER}`,
  );
export const CASES = casesOf('cases.list', CASE_FILTER);
/** For who sees few vulnerabilities: it begins with them. */
export const CASES_OF_FEW = casesOf('cases.few', `c.vulnerability_id = ANY (${SEEN}) AND ${CASE_FILTER}`);
export const CASE = query<CaseRow & VulnerabilityRecord>(
  'cases.one',
  `SELECT ${CASE_COLUMNS}, ${ROW}
   FROM coordination_case c JOIN vulnerability x ON x.id = c.vulnerability_id LEFT JOIN project p ON p.id = x.project_id WHERE c.id = $1`,
);
export const LOCK_CASE = query<{
  id: string;
  vulnerability_id: string;
  state: string;
  embargo_until: string | null;
  embargo_zone: string | null;
  embargo_basis: string | null;
}>(
  'cases.lock',
  `SELECT id, vulnerability_id, state, embargo_until, embargo_zone, embargo_basis FROM coordination_case WHERE id = $1 FOR UPDATE`,
);
export const VENDOR_STATUSES = query<{
  product: string;
  status: string;
  justification: string | null;
  fixed_version: string | null;
  by_name: string | null;
  at: string | null;
}>(
  'cases.vendor-statuses',
  `SELECT product, status, justification, fixed_version, by_name, at FROM vendor_status WHERE vulnerability_id = $1 ORDER BY product`,
);
export const SET_VENDOR_STATUS = query(
  'cases.set-vendor-status',
  `INSERT INTO vendor_status (vulnerability_id, product, status, justification, fixed_version, by_name, at) VALUES ($1, $2, $3, $4, $5, $6, $7)
   ON CONFLICT (vulnerability_id, product) DO UPDATE SET status = excluded.status, justification = excluded.justification,
     fixed_version = excluded.fixed_version, by_name = excluded.by_name, at = excluded.at`,
);
export const ACKNOWLEDGE = query(
  'cases.acknowledge',
  `UPDATE coordination_case SET state = 'acknowledged', acknowledged_at = $2 WHERE id = $1 AND state = 'told'`,
);
export const SET_FIX = query(
  'cases.set-fix',
  `UPDATE coordination_case SET state = 'fix_ready', fix_version = $2, fix_commit = $3, fix_at = $4, acknowledged_at = coalesce(acknowledged_at, $4)
   WHERE id = $1 AND state IN ('told', 'acknowledged', 'fix_ready')`,
);
export const SET_FIXED = query(
  'cases.set-fixed',
  `UPDATE vulnerability SET state = 'fixed', fixed_at = coalesce(fixed_at, $2), changed_at = $2 WHERE id = $1 AND state = 'told'`,
);
export const SET_EMBARGO = query(
  'cases.set-embargo',
  `UPDATE coordination_case SET embargo_until = $2, embargo_zone = $3, embargo_basis = $4 WHERE id = $1`,
);
export const MESSAGES = query<{
  id: string;
  lane: 'shared' | 'coordinators';
  person: string;
  party: string;
  body: string;
  at: string;
}>(
  'cases.messages',
  `SELECT m.id, m.lane, m.author AS person, coalesce(y.name, 'another party') AS party, m.body, m.at
   FROM message m LEFT JOIN party y ON y.id = m.party_id WHERE m.vulnerability_id = $1 ORDER BY m.at, m.id LIMIT 1000`,
);
export const ADD_MESSAGE = query(
  'cases.add-message',
  `INSERT INTO message (id, vulnerability_id, lane, person_id, author, party_id, body, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
);
export const BUNDLE = query<{
  title: string;
  description: string;
  credits: string[];
  trace: string | null;
  attachments: { role: string; name: string }[];
}>(
  'cases.bundle',
  `SELECT f.title, f.claim ->> 'description' AS description, ARRAY(SELECT json_array_elements_text(f.claim -> 'finders')) AS credits,
     f.claim -> 'crash' ->> 'kind' AS trace,
     coalesce((SELECT jsonb_agg(jsonb_build_object('role', a.role, 'name', a.name)) FROM attachment a WHERE a.finding_id = f.id), '[]') AS attachments
   FROM finding f WHERE f.vulnerability_id = $1 ORDER BY (SELECT count(*) FROM attachment a WHERE a.finding_id = f.id AND a.role = 'proof') DESC, f.received_at, f.id LIMIT 20`,
);
export const EDGE_TEXTS = query<{ text: string }>(
  'cases.edge-texts',
  `SELECT DISTINCT evidence ->> 'text' AS text FROM edge WHERE vulnerability_id = $1 AND undone_at IS NULL LIMIT 20`,
);
export const ADVISORY_OF = query<{ id: string }>(
  'cases.advisory-of',
  `SELECT id FROM advisory WHERE vulnerability_id = $1 AND source = 'ours' ORDER BY modified_at DESC LIMIT 1`,
);
export const READ_CASE = query<{
  id: string;
  vulnerability_id: string;
  state: string;
  embargo_until: string | null;
  embargo_zone: string | null;
  embargo_basis: string | null;
}>(
  'cases.read',
  `SELECT id, vulnerability_id, state, embargo_until, embargo_zone, embargo_basis FROM coordination_case WHERE id = $1`,
);
