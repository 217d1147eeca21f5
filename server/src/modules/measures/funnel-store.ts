// SQL of the funnel and of the holds: counts over all parties, as the verb `measures.take`. No title, target, reason or
// name of a finder or operator is ever selected here.
import { query } from '../../platform/db/query.ts';

export interface FunnelRow {
  findings: number;
  dropped: number;
  /** Of the vulnerabilities first seen in the window: */
  vulnerabilities: number;
  unfounded: number;
  unproven: number;
  unvalidated: number;
  valid: number;
  told: number;
  fixed: number;
  unfixed_unanswered: number;
  published: number;
  deployed: number;
  deployed_open: number;
  deployed_nobody: number;
  /** Median hours since first seen, of those that got there. */
  valid_hours: number | null;
  told_hours: number | null;
  fixed_hours: number | null;
  published_hours: number | null;
  deployed_hours: number | null;
}
export const FUNNEL = query<FunnelRow>(
  'measures.funnel',
  `WITH item AS (
     SELECT v.id, v.first_seen_at, v.proof, v.told_at, v.fixed_at, v.published_at, v.state,
       least(v.validated_at, v.told_at, v.fixed_at, v.published_at) AS valid_at
     FROM vulnerability v WHERE v.superseded_by IS NULL AND v.first_seen_at >= $1 AND v.first_seen_at <= $2
   ), valid AS (
     SELECT i.*, c.state AS case_state FROM item i LEFT JOIN coordination_case c ON c.vulnerability_id = i.id
     WHERE i.state <> 'rejected' AND i.valid_at IS NOT NULL
   ), operated AS (
     SELECT a.vulnerability_id AS id, count(*) FILTER (WHERE d.state = 'open') AS open,
       max(coalesce(d.answered_at, d.ended_at, $2)) AS closed_at
     FROM duty d JOIN advisory a ON a.id = d.advisory_id
     WHERE a.vulnerability_id IS NOT NULL AND (d.state <> 'open' OR d.ended_at IS NULL) GROUP BY a.vulnerability_id
   ), deployed AS (
     SELECT v.id, v.first_seen_at, o.open, o.closed_at FROM valid v LEFT JOIN operated o ON o.id = v.id WHERE v.published_at IS NOT NULL
   )
   SELECT
     (SELECT count(*) FROM finding f WHERE f.received_at >= $1 AND f.received_at <= $2) AS findings,
     (SELECT coalesce(sum(r.dropped), 0)::bigint FROM report r WHERE r.received_at >= $1 AND r.received_at <= $2) AS dropped,
     (SELECT count(*) FROM item) AS vulnerabilities,
     (SELECT count(*) FROM item WHERE state = 'rejected') AS unfounded,
     (SELECT count(*) FROM item WHERE state <> 'rejected' AND valid_at IS NULL AND proof = 'not_reproduced') AS unproven,
     (SELECT count(*) FROM item WHERE state <> 'rejected' AND valid_at IS NULL AND proof <> 'not_reproduced') AS unvalidated,
     count(*) AS valid, count(told_at) AS told, count(fixed_at) AS fixed, count(published_at) AS published,
     count(*) FILTER (WHERE told_at IS NOT NULL AND fixed_at IS NULL AND case_state = 'told') AS unfixed_unanswered,
     (SELECT count(*) FROM deployed WHERE open = 0) AS deployed,
     (SELECT count(*) FROM deployed WHERE open > 0) AS deployed_open,
     (SELECT count(*) FROM deployed WHERE open IS NULL) AS deployed_nobody,
     percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM valid_at - first_seen_at)::float8 / 3600) AS valid_hours,
     percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM told_at - first_seen_at)::float8 / 3600) AS told_hours,
     percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM fixed_at - first_seen_at)::float8 / 3600) AS fixed_hours,
     percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM published_at - first_seen_at)::float8 / 3600) AS published_hours,
     (SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM closed_at - first_seen_at)::float8 / 3600)
      FROM deployed WHERE open = 0) AS deployed_hours
   FROM valid`,
);
/** Of the valid ones that nobody was told of: how many wait for what. No hold: they are next. */
export const UNTOLD = query<{ kind: string; count: number }>(
  'measures.untold',
  `SELECT coalesce((SELECT h.kind FROM hold h WHERE h.vulnerability_id = v.id AND h.ended_at IS NULL AND h.expires_at > $2
       ORDER BY array_position(ARRAY['other', 'no_contact', 'maintainer_capacity', 'not_validated'], h.kind) LIMIT 1), 'next') AS kind,
     count(*) AS count
   FROM vulnerability v
   WHERE v.superseded_by IS NULL AND v.first_seen_at >= $1 AND v.first_seen_at <= $2 AND v.state <> 'rejected' AND v.told_at IS NULL
     AND coalesce(v.validated_at, v.fixed_at, v.published_at) IS NOT NULL
   GROUP BY 1`,
);
/** Duties of operators that were detected in the window. */
export const DUTIES = query<{ closed: number; open: number; hours: number | null }>(
  'measures.duties',
  `SELECT count(*) FILTER (WHERE state <> 'open') AS closed, count(*) FILTER (WHERE state = 'open') AS open,
     percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM coalesce(answered_at, ended_at) - detected_at)::float8 / 3600)
       FILTER (WHERE state <> 'open') AS hours
   FROM duty WHERE detected_at >= $1 AND detected_at <= $2 AND (state <> 'open' OR ended_at IS NULL)`,
);

export interface HoldRow {
  kind: string;
  /** A project's name, or NULL: the clearinghouse. */
  project: string | null;
  count: number;
  oldest: string;
  expiring: number;
}
/** Every wait before telling. What was not validated and has no hold of its own waits for the clearinghouse. */
export const HOLDS = query<HoldRow>(
  'measures.holds',
  `SELECT kind, project, count(*) AS count, min(since) AS oldest, count(*) FILTER (WHERE expires_at <= $2) AS expiring
   FROM (
     SELECT h.kind, CASE WHEN h.kind = 'maintainer_capacity' THEN p.name END AS project, h.since, h.expires_at
     FROM hold h JOIN vulnerability v ON v.id = h.vulnerability_id LEFT JOIN project p ON p.id = v.project_id
     WHERE h.ended_at IS NULL AND h.expires_at > $1 AND v.superseded_by IS NULL AND v.told_at IS NULL AND v.state <> 'rejected'
     UNION ALL
     SELECT 'not_validated', NULL, v.first_seen_at, NULL
     FROM vulnerability v
     WHERE v.superseded_by IS NULL AND v.state = 'found' AND v.told_at IS NULL
       AND NOT EXISTS (SELECT 1 FROM hold h WHERE h.vulnerability_id = v.id AND h.ended_at IS NULL AND h.expires_at > $1)
   ) AS held
   GROUP BY kind, project ORDER BY count(*) DESC, kind, project NULLS FIRST LIMIT 500`,
);
export const INSTANCE_NAME = query<{ name: string }>('measures.instance-name', `SELECT name FROM instance`);
