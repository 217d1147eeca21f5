// SQL of decisions: what a coordinator changes, each with the guard in its WHERE.
import { query } from '../../platform/db/query.ts';
import type { DecisionRecord } from './queue-store.ts';

export const ADD_DECISION = query(
  'decisions.add',
  `INSERT INTO decision (id, vulnerability_id, kind, person_id, party_id, reason, facts, before, at, entry_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
);
export const DECISION = query<DecisionRecord & { newer: number }>(
  'decisions.one',
  `SELECT d.id, d.vulnerability_id, d.kind, d.person_id, d.facts ->> 'by' AS person_name, d.reason, d.facts, d.before, d.at, d.undone_at, d.entry_id,
     (SELECT count(*) FROM decision n WHERE n.vulnerability_id = d.vulnerability_id AND n.kind = d.kind AND n.at > d.at AND n.undone_at IS NULL) AS newer
   FROM decision d WHERE d.id = $1 FOR UPDATE OF d`,
);
export const UNDO_DECISION = query(
  'decisions.undo',
  `UPDATE decision SET undone_at = $2 WHERE id = $1 AND undone_at IS NULL`,
);

export const LOCK = query<{
  id: string;
  state: string;
  proof: string;
  validated_at: string | null;
  rejected_at: string | null;
  rejected_reason: string | null;
  told_at: string | null;
  assigned_to: string | null;
  assigned_name: string | null;
  automatable: string;
  technical_impact: string;
  superseded_by: string | null;
  project_id: string | null;
}>(
  'decisions.lock',
  `SELECT id, state, proof, validated_at, rejected_at, rejected_reason, told_at, assigned_to, assigned_name, automatable, technical_impact, superseded_by, project_id
   FROM vulnerability WHERE id = $1 FOR UPDATE`,
);
export const SET_VALIDATED = query(
  'decisions.set-validated',
  `UPDATE vulnerability SET state = 'validated', proof = 'reproduced', validated_at = coalesce(validated_at, $2), rejected_at = NULL, rejected_reason = NULL, changed_at = $2
   WHERE id = $1 AND state IN ('found', 'rejected') AND superseded_by IS NULL`,
);
export const SET_NOT_REPRODUCED = query(
  'decisions.set-not-reproduced',
  `UPDATE vulnerability SET proof = 'not_reproduced', changed_at = $2 WHERE id = $1 AND state = 'found' AND superseded_by IS NULL`,
);
export const SET_REJECTED = query(
  'decisions.set-rejected',
  `UPDATE vulnerability SET state = 'rejected', rejected_at = $2, rejected_reason = $3, changed_at = $2
   WHERE id = $1 AND state IN ('found', 'validated') AND superseded_by IS NULL`,
);
export const RESTORE = query(
  'decisions.restore',
  `UPDATE vulnerability SET state = $2, proof = $3, validated_at = $4, rejected_at = $5, rejected_reason = $6, changed_at = $7 WHERE id = $1 AND told_at IS NOT DISTINCT FROM $8`,
);
export const ADD_OPINION = query(
  'decisions.add-opinion',
  `INSERT INTO opinion (id, vulnerability_id, rater, is_true, reachable, severity, vector, score, person_id, party_id, at, decision_id)
   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
);
export const LAST_OPINION = query<{
  is_true: string | null;
  reachable: string | null;
  severity: string | null;
  vector: string | null;
  score: number | null;
}>(
  'decisions.last-opinion',
  `SELECT is_true, reachable, severity, vector, score FROM opinion WHERE vulnerability_id = $1 AND rater = $2 ORDER BY at DESC, id DESC LIMIT 1`,
);
export const DROP_OPINION = query('decisions.drop-opinion', `DELETE FROM opinion WHERE decision_id = $1`);
export const SET_SSVC = query(
  'decisions.set-ssvc',
  `UPDATE vulnerability SET automatable = $2, technical_impact = $3, changed_at = $4 WHERE id = $1`,
);
export const SET_ASSIGNED = query(
  'decisions.set-assigned',
  `UPDATE vulnerability SET assigned_to = $2, assigned_name = $3, changed_at = $4 WHERE id = $1`,
);
export const SET_PRIORITY = query(
  'decisions.set-priority',
  `UPDATE vulnerability SET severity = $2, severity_rank = $3, priority_id = keep_priority($4), priority_rank = $5, kev_at = $6 WHERE id = $1`,
);
export const FACTS = query<{
  aliases: string[];
  first_seen_at: string;
  automatable: string;
  technical_impact: string;
  exposed_operators: number | null;
  level: string;
  vector: string | null;
}>(
  'decisions.facts',
  `SELECT x.aliases, x.first_seen_at, x.automatable, x.technical_impact, x.exposed_operators,
     coalesce(f.claim -> 'severity' ->> 'level', 'unknown') AS level, f.claim -> 'severity' -> 'vectors' ->> 0 AS vector
   FROM vulnerability x LEFT JOIN LATERAL (SELECT claim FROM finding f WHERE f.vulnerability_id = x.id ORDER BY received_at, id LIMIT 1) f ON true
   WHERE x.id = $1`,
);
export const FINDING_IDS = query<{ id: string; party_id: string; received_at: string; title: string; claim: unknown }>(
  'decisions.finding-ids',
  `SELECT id, party_id, received_at, title, claim FROM finding WHERE vulnerability_id = $1 ORDER BY received_at, id`,
);
/** As COPY_VISIBILITY of the pipeline, for a person who coordinates both. */
export const SHARE_BOTH = query(
  'decisions.share-both',
  `SELECT see($2, k.party_id, k.tier, k.valid_from, k.valid_until) FROM who_knows($1) k
   WHERE k.tier IN ('finder', 'coordinator') AND (k.valid_until IS NULL OR k.valid_until > now_at())`,
);
export const ADD_EDGE = query(
  'decisions.add-edge',
  `INSERT INTO edge (id, vulnerability_id, a, b, level, kind, evidence, decision_id, at) VALUES ($1, $2, $3, $4, 'person', 'judgement', $5, $6, $7)`,
);
export const UNDO_EDGES = query(
  'decisions.undo-edges',
  `UPDATE edge SET undone_at = $2 WHERE decision_id = $1 AND undone_at IS NULL`,
);
export const ADD_CANNOT_LINK = query(
  'decisions.add-cannot-link',
  `INSERT INTO cannot_link (id, vulnerability_id, a, b, evidence, decision_id, at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
);
export const ADD_CANNOT_LINKS = query(
  'decisions.add-cannot-links',
  `INSERT INTO cannot_link (id, vulnerability_id, a, b, evidence, decision_id, at)
   SELECT c.id, $2, c.a, c.b, $5::jsonb, $6, $7 FROM unnest($1::uuid[], $3::uuid[], $4::uuid[]) AS c (id, a, b)`,
);
/** Edges that hold between findings of a set. */
export const EDGES_AMONG = query<{ a: string; b: string }>(
  'decisions.edges-among',
  `SELECT DISTINCT least(a, b) AS a, greatest(a, b) AS b FROM edge
   WHERE undone_at IS NULL AND a = ANY ($1::uuid[]) AND b = ANY ($1::uuid[]) ORDER BY 1, 2`,
);
export const UNDO_CANNOT_LINKS = query(
  'decisions.undo-cannot-links',
  `UPDATE cannot_link SET undone_at = $2 WHERE decision_id = $1 AND undone_at IS NULL`,
);
export const BRING_BACK = query(
  'decisions.bring-back',
  `UPDATE vulnerability SET superseded_by = NULL, changed_at = $2 WHERE id = $1`,
);
export const MOVE_SOME_FINDINGS = query(
  'decisions.move-some-findings',
  `UPDATE finding SET vulnerability_id = $2 WHERE id = ANY ($1)`,
);
export const MOVE_SOME_ATTACHMENTS = query(
  'decisions.move-some-attachments',
  `UPDATE attachment SET vulnerability_id = $2 WHERE finding_id = ANY ($1)`,
);
export const MOVE_SOME_EDGES = query(
  'decisions.move-some-edges',
  `UPDATE edge SET vulnerability_id = $2 WHERE a = ANY ($1) AND b = ANY ($1)`,
);
export const COPY_VULNERABILITY = query(
  'decisions.copy-vulnerability',
  `INSERT INTO vulnerability (id, title, target, version, location, family, proof, project_id, severity, severity_rank, kev_at, automatable,
     technical_impact, priority_id, priority_rank, first_seen_at, changed_at)
   SELECT $2, $3, target, version, location, family, 'none', project_id, severity, severity_rank, kev_at, automatable,
     technical_impact, priority_id, priority_rank, first_seen_at, $4 FROM vulnerability WHERE id = $1`,
);
export const SEE = query('decisions.see', `SELECT see($1, $2, $3)`);
export const UNSEE = query('decisions.unsee', `SELECT unsee($1, $2, $3)`);
export const CANDIDATE = query<{
  id: string;
  a: string;
  b: string;
  decision: string | null;
  decision_id: string | null;
  settled_at: string | null;
}>(
  'decisions.candidate',
  `SELECT id, survivor_of(a) AS a, survivor_of(b) AS b, decision, decision_id, settled_at FROM candidate WHERE id = $1 FOR UPDATE`,
);
export const SETTLE = query(
  'decisions.settle',
  `UPDATE candidate SET settled_at = $2, decision = $3, decision_id = $4 WHERE id = $1 AND settled_at IS NULL`,
);
export const UNSETTLE = query(
  'decisions.unsettle',
  `UPDATE candidate SET settled_at = NULL, decision = NULL, decision_id = NULL WHERE decision_id = $1`,
);
/** Out of the line, and no longer held for the maintainer's capacity. */
export const LEAVE_LINE = query(
  'decisions.leave-line',
  `WITH gone AS (DELETE FROM line WHERE vulnerability_id = $1), free AS (
     UPDATE hold SET ended_at = $2 WHERE vulnerability_id = $1 AND kind = 'maintainer_capacity' AND ended_at IS NULL)
   UPDATE vulnerability SET line_place = NULL, line_of = NULL WHERE id = $1`,
);

export const END_HOLD = query('decisions.end-hold', `UPDATE hold SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL`);
export const RESTORE_EMBARGO = query(
  'decisions.restore-embargo',
  `UPDATE coordination_case SET embargo_until = $2, embargo_zone = $3, embargo_basis = $4 WHERE vulnerability_id = $1 AND state NOT IN ('published', 'closed')`,
);
