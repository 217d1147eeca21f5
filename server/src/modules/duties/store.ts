// SQL of duties as an operator sees and answers them. Row-level security decides whose rows come.
import { query } from '../../platform/db/query.ts';
import { ACTS_FOR } from '../access/index.ts';
import type { DutyRecord } from './plan.ts';

export interface DutyRow extends DutyRecord {
  party_name: string | null;
  public_id: string | null;
  title: string | null;
  tlp: string | null;
  kev_at: string | null;
  asset: string | null;
  asset_exposure: 'public' | 'internal' | 'unknown';
}
const COLUMNS = `d.id, d.party_id, p.name AS party_name, d.advisory_id, a.public_id, a.title, a.tlp,
  (SELECT min(k.added_at) FROM kev k WHERE k.cve = ANY (a.aliases || a.public_id)) AS kev_at,
  d.asset_id, s.name AS asset, coalesce(s.exposure, 'unknown') AS asset_exposure, d.package, d.component_id, d.component, d.version, d.fixed_in, d.why, d.exposure_state, d.state,
  d.detected_at, d.due, d.worst_due, d.rank, d.priority, d.decision, d.forensic, d.answered_at, d.justification, d.until, d.ended_at, d.ended_why`;
const FROM = `FROM duty d LEFT JOIN party p ON p.id = d.party_id LEFT JOIN advisory a ON a.id = d.advisory_id LEFT JOIN asset s ON s.id = d.asset_id`;
/** The day that counts now: the end of a stop-gap, else the due day or the earliest that it could be. */
const DAY = `CASE WHEN d.state = 'mitigated' THEN d.until ELSE d.worst_due END`;
/** Duties that run, of the party and of those that it acts for. */
const LIVE = `d.party_id IN ${ACTS_FOR} AND d.ended_at IS NULL AND ($1::uuid IS NULL OR d.party_id = $1)`;
const WHERE = `WHERE ${LIVE} AND ($2::text IS NULL OR d.state = $2) AND ($3::date IS NULL OR (d.state = 'open' AND d.due < $3))
    AND ($4::text IS NULL OR position(lower($4) IN lower(concat_ws(' ', d.component, d.version, a.public_id, a.title, s.name))) > 0)`;
export const DUTIES = query<DutyRow>(
  'duties.list',
  `SELECT ${COLUMNS} ${FROM} ${WHERE}
   ORDER BY array_position(ARRAY['open', 'mitigated', 'fixed', 'not_affected'], d.state), ${DAY} NULLS LAST, d.rank, d.id LIMIT $5 OFFSET $6`,
);
export const COUNT_DUTIES = query<{ total: number }>('duties.count', `SELECT count(*) AS total ${FROM} ${WHERE}`);
export const DUTY = query<DutyRow>('duties.one', `SELECT ${COLUMNS} ${FROM} WHERE d.id = $1`);

export interface EventRow {
  duty_id: string;
  at: string;
  kind: string;
  state: 'open' | 'mitigated' | 'fixed' | 'not_affected';
  by_name: string;
  note: string;
  justification: string | null;
  evidence: string | null;
}
/** What was answered and what changed since; how it began stands in the duty itself. */
export const EVENTS = query<EventRow>(
  'duties.events',
  `SELECT duty_id, at, kind, state, by_name, note, justification, evidence FROM duty_event WHERE duty_id = ANY ($1) AND kind <> 'opened' ORDER BY duty_id, n`,
);

// Today.
const DUE = `d.state = 'open' AND d.worst_due <= $2::date`;
const COMING = `((d.state = 'open' AND (d.worst_due > $2::date OR d.worst_due IS NULL)) OR (d.state = 'mitigated' AND d.until <= $2::date + 12))`;
export const DUE_NOW = query<DutyRow>(
  'today.due',
  `SELECT ${COLUMNS} ${FROM} WHERE ${LIVE} AND ${DUE} ORDER BY d.worst_due, d.rank, d.id LIMIT $3`,
);
export const COMING_NEXT = query<DutyRow>(
  'today.coming',
  `SELECT ${COLUMNS} ${FROM} WHERE ${LIVE} AND ${COMING} ORDER BY ${DAY} NULLS LAST, d.rank, d.id LIMIT $3`,
);
export const TALLY = query<{
  due: number;
  overdue: number;
  coming: number;
  closed: number;
  last_due: string | null;
}>(
  'today.tally',
  `SELECT count(*) FILTER (WHERE ${DUE}) AS due, count(*) FILTER (WHERE ${DUE} AND d.due < $3::date) AS overdue, count(*) FILTER (WHERE ${COMING}) AS coming,
     count(*) FILTER (WHERE d.state IN ('fixed', 'not_affected')) AS closed, max(d.worst_due) FILTER (WHERE ${DUE}) AS last_due
   FROM duty d WHERE ${LIVE}`,
);

// An answer.
export const LOCK = query<DutyRecord>(
  'duties.lock',
  `SELECT id, party_id, advisory_id, asset_id, package, component_id, component, version, fixed_in, why, exposure_state, state, detected_at, due, worst_due, rank, priority, decision,
     forensic, answered_at, justification, until, ended_at, ended_why FROM duty WHERE id = $1 FOR UPDATE`,
);
export const ANSWER = query(
  'duties.answer',
  `UPDATE duty SET state = $2, answered_at = $3, justification = $4, until = $5 WHERE id = $1 AND ended_at IS NULL`,
);
export const ADD_ANSWER = query(
  'duties.add-answer',
  `INSERT INTO duty_event (id, duty_id, party_id, at, kind, state, by_name, note, justification, evidence, decision) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
);

// The one page.
export const NOTICE_FACTS = query<{
  from_name: string;
  record: unknown;
  source: string | null;
  exploitation: string | null;
  inventory_as_of: string | null;
  as_of: string | null;
  opens: string | null;
  closes: string | null;
  closes_kind: string | null;
  helpers: string[];
}>(
  'duties.notice-facts',
  `SELECT i.name AS from_name, a.record, a.source,
     (SELECT min(s.exploitation) FROM ssvc s WHERE s.cve = ANY (a.aliases || a.public_id)) AS exploitation,
     v.as_of AS inventory_as_of, greatest(e.as_of, v.matched_at) AS as_of, e.evidence #>> '{interval,from}' AS opens, e.evidence #>> '{interval,to,version}' AS closes, e.evidence #>> '{interval,to,kind}' AS closes_kind,
     ARRAY(SELECT y.name FROM delegation g JOIN party y ON y.id = g.to_party_id
           WHERE g.from_party_id = d.party_id AND g.ended_at IS NULL AND (g.until IS NULL OR g.until > now_at()) ORDER BY y.name LIMIT 3) AS helpers
   FROM duty d CROSS JOIN instance i LEFT JOIN advisory a ON a.id = d.advisory_id LEFT JOIN component c ON c.id = d.component_id LEFT JOIN inventory v ON v.id = c.inventory_id
   LEFT JOIN exposure e ON e.advisory_id = d.advisory_id AND e.component_id = d.component_id WHERE d.id = $1`,
);
