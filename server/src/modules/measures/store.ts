// SQL of models, of the burn-down and of what was measured. Taking runs as the verb `measures.take`; the rest as the asking
// party, so a model and its figures are behind the model's wall.
import type { ScanPlan } from '@leadtime/lib/measure';
import { query } from '../../platform/db/query.ts';

export const STORED = query<{ at: string; figures: unknown }>(
  'measures.stored',
  `SELECT at, figures FROM measure WHERE name = $1`,
);
export const KEEP = query(
  'measures.keep',
  `INSERT INTO measure (name, at, figures, wall) VALUES ($1, $2, $3, $4)
   ON CONFLICT (name) DO UPDATE SET at = excluded.at, figures = excluded.figures WHERE measure.at <= excluded.at`,
);
/** Windows that somebody asked for once and that are not kept fresh. */
export const DROP_STALE = query('measures.drop-stale', `DELETE FROM measure WHERE at < $1`);
/** The newest change of state of all: ids are ordered by time. */
export const NEWEST_CHANGE = query<{ id: string }>(
  'measures.newest-change',
  `SELECT id FROM ledger_entry ORDER BY id DESC LIMIT 1`,
);

export interface ModelRow {
  id: string;
  name: string;
  developer: string;
  opens_at: string;
  partners_at: string | null;
  release_at: string;
  state: 'open' | 'withdrawn' | 'released';
  note: string;
  plan: Pick<ScanPlan, 'parts'> | null;
  plan_by_default: boolean;
  plan_declared_at: string | null;
}
const COLUMNS =
  'id, name, developer, opens_at, partners_at, release_at, state, note, plan, plan_by_default, plan_declared_at';
export const MODELS = query<ModelRow>(
  'measures.models',
  `SELECT ${COLUMNS} FROM model_release ORDER BY release_at DESC, id LIMIT 1000`,
);
export const MODEL = query<ModelRow>('measures.model', `SELECT ${COLUMNS} FROM model_release WHERE id = $1`);
export const LOCK_MODEL = query<ModelRow>(
  'measures.lock-model',
  `SELECT ${COLUMNS} FROM model_release WHERE id = $1 FOR UPDATE`,
);
export const SHARE_MODEL = query(
  'measures.share-model',
  `SELECT see($1, $2, 'owner'), CASE WHEN i.coordinator_id IS NOT NULL THEN see($1, i.coordinator_id, 'coordinator') END FROM instance i`,
);
export const ADD_MODEL = query(
  'measures.add-model',
  `INSERT INTO model_release (id, party_id, name, developer, opens_at, partners_at, release_at, note, created_at)
   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
);
export const DECLARE_PLAN = query(
  'measures.declare-plan',
  `UPDATE model_release SET plan = $2, plan_by_default = false, plan_declared_at = coalesce(plan_declared_at, $3) WHERE id = $1`,
);

// The verb.
export const SHOW_TO_OVERSIGHT = query(
  'measures.show-to-oversight',
  `INSERT INTO visibility (wall, party_id, tier, valid_from)
   SELECT m.id, p.id, 'reader', $1 FROM model_release m CROSS JOIN party p WHERE p.kind = 'oversight' ON CONFLICT DO NOTHING`,
);
export const DEFAULT_PLANS = query(
  'measures.default-plans',
  `UPDATE model_release SET plan = jsonb_build_object('parts', coalesce(
     (SELECT jsonb_agg(jsonb_build_object('id', p.id, 'weight', 1, 'runs', '[]'::jsonb) ORDER BY p.id) FROM project p), '[]'))
   WHERE plan IS NULL`,
);
export const MEASURED_MODELS = query<ModelRow>(
  'measures.measured-models',
  `SELECT ${COLUMNS} FROM model_release WHERE state <> 'withdrawn' AND release_at > $1 ORDER BY release_at DESC, id LIMIT 200`,
);
export interface TrackedRow {
  id: string;
  project_id: string | null;
  found_by: string[];
  found_at: string;
  validated_at: string | null;
  told_at: string | null;
  fixed_at: string | null;
  published: boolean;
  operators: number;
  closed_at: string[];
}
/** What was found with a model: by the name that its findings give. An operator is closed when nothing of it is open. */
export const TRACKED = query<TrackedRow>(
  'measures.tracked',
  `WITH mine AS (
     SELECT DISTINCT f.vulnerability_id AS id FROM finding f
     WHERE f.model = lower($1)
   ), found AS (
     SELECT f.vulnerability_id AS id, min(f.received_at) AS found_at, array_agg(DISTINCT f.party_id::text) AS found_by
     FROM finding f JOIN mine ON mine.id = f.vulnerability_id GROUP BY f.vulnerability_id
   ), at_operators AS (
     SELECT a.vulnerability_id AS id, d.party_id, bool_and(d.state <> 'open') AS closed,
       max(coalesce(d.answered_at, d.ended_at, $2)) AS closed_at
     FROM duty d JOIN advisory a ON a.id = d.advisory_id JOIN mine ON mine.id = a.vulnerability_id
     WHERE d.state <> 'open' OR d.ended_at IS NULL
     GROUP BY a.vulnerability_id, d.party_id
   )
   SELECT v.id, v.project_id, f.found_by, f.found_at, v.validated_at, v.told_at, v.fixed_at,
     EXISTS (SELECT 1 FROM advisory a WHERE a.vulnerability_id = v.id AND a.state = 'published') AS published,
     (SELECT count(*) FROM at_operators o WHERE o.id = v.id) AS operators,
     coalesce((SELECT jsonb_agg(o.closed_at) FROM at_operators o WHERE o.id = v.id AND o.closed), '[]') AS closed_at
   FROM vulnerability v JOIN found f ON f.id = v.id
   WHERE v.superseded_by IS NULL AND v.state <> 'rejected'
   ORDER BY v.id LIMIT 200000`,
);
