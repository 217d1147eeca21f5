// SQL of duties as the worker keeps them: it sees across parties, under the verbs `exposures.match` and `duties.decide`.
import { query } from '../../platform/db/query.ts';
import type { GroupKey } from '../inventory/index.ts';
import type { DutyRecord } from './plan.ts';

/** The matcher's lock: duties and verdicts are written by one at a time. */
export const ONE_AT_A_TIME = query('duties.one-at-a-time', `SELECT pg_advisory_xact_lock(440908)`);

export interface GroupRow extends GroupKey {
  asset: string;
  asset_exposure: 'public' | 'internal' | 'unknown';
  advisory_state: string;
  exposure_state: 'affected' | 'undetermined' | null;
  component_id: string | null;
  name: string | null;
  vendor: string | null;
  version: string | null;
  purl: string | null;
  fixed_in: string | null;
  reason_text: string | null;
  inventory: string | null;
  present_version: string | null;
  present_inventory: string | null;
  present_as_of: string | null;
  same_component: boolean;
  duty: DutyRecord | null;
}
/** All that is known of each group: its strongest exposure, what its asset has of the package now, its duty. */
export const GROUPS = query<GroupRow>(
  'duties.groups',
  `SELECT g.party_id, g.advisory_id, g.asset_id, g.package, s.name AS asset, s.exposure AS asset_exposure, a.state AS advisory_state,
     x.state AS exposure_state, x.component_id, x.name, x.vendor, x.version, x.purl, x.fixed_in, x.reason_text, x.inventory,
     n.version AS present_version, n.inventory AS present_inventory, n.as_of AS present_as_of,
     EXISTS (SELECT 1 FROM component h WHERE h.id = d.component_id AND h.removed_at IS NULL) AS same_component, to_jsonb(d.*) AS duty
   FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[]) AS g (party_id, advisory_id, asset_id, package)
   JOIN asset s ON s.id = g.asset_id AND s.party_id = g.party_id
   JOIN advisory a ON a.id = g.advisory_id
   LEFT JOIN duty d ON d.asset_id = g.asset_id AND d.advisory_id = g.advisory_id AND d.package = g.package
   LEFT JOIN LATERAL (
     SELECT e.state, c.id AS component_id, c.name, c.vendor, c.version, c.purl, e.fixed_in, e.reason ->> 'text' AS reason_text, i.name AS inventory
     FROM exposure e JOIN component c ON c.id = e.component_id JOIN inventory i ON i.id = c.inventory_id
     WHERE e.asset_id = g.asset_id AND e.advisory_id = g.advisory_id AND e.package = g.package
       AND e.ended_at IS NULL AND e.state <> 'not_affected' AND NOT e.informational AND c.removed_at IS NULL
     ORDER BY (e.state = 'affected') DESC, (c.id IS NOT DISTINCT FROM d.component_id) DESC, e.since, e.id LIMIT 1) AS x ON true
   LEFT JOIN LATERAL (
     SELECT c.version, i.name AS inventory, i.as_of FROM component c JOIN inventory i ON i.id = c.inventory_id
     WHERE c.asset_id = g.asset_id AND c.package = g.package AND c.removed_at IS NULL ORDER BY c.detected_at DESC, c.id DESC LIMIT 1) AS n ON true`,
);

export interface FactsRow {
  id: string;
  kev_at: string | null;
  kev_read: boolean;
  cves: number;
  ssvc: readonly { automatable: string | null; technical_impact: string | null; exploitation: string }[];
  automatable: string | null;
  technical_impact: string | null;
  vectors: readonly string[];
}
/** What KEV and SSVC say of an advisory, by its CVEs; for one of ours without a CVE what its vulnerability was rated. */
export const FACTS = query<FactsRow>(
  'duties.facts',
  `SELECT a.id, least((SELECT min(k.added_at) FROM kev k WHERE k.cve = ANY (n.names)), v.kev_at) AS kev_at,
     (EXISTS (SELECT 1 FROM kev) OR EXISTS (SELECT 1 FROM feed f WHERE f.source = 'kev' AND f.last_success_at IS NOT NULL)) AS kev_read,
     (SELECT count(*) FROM unnest(n.names) AS name WHERE name LIKE 'CVE-%') AS cves,
     coalesce((SELECT jsonb_agg(jsonb_build_object('automatable', s.automatable, 'technical_impact', s.technical_impact, 'exploitation', s.exploitation)) FROM ssvc s WHERE s.cve = ANY (n.names)), '[]') AS ssvc,
     v.automatable, v.technical_impact, a.vectors
   FROM advisory a LEFT JOIN vulnerability v ON v.id = a.vulnerability_id CROSS JOIN LATERAL (SELECT a.aliases || a.public_id AS names) AS n
   WHERE a.id = ANY ($1)`,
);
export const KEEP_BASES = query(
  'duties.keep-bases',
  `INSERT INTO duty_basis AS b (advisory_id, facts, at) SELECT x.id, x.facts::jsonb, $3 FROM unnest($1::uuid[], $2::text[]) AS x (id, facts)
   ON CONFLICT (advisory_id) DO UPDATE SET facts = excluded.facts, at = excluded.at WHERE b.facts <> excluded.facts`,
);

export const KEEP_DUTIES = query(
  'duties.keep',
  `INSERT INTO duty AS d (id, party_id, advisory_id, asset_id, package, component_id, component, version, fixed_in, why, exposure_state, state, detected_at, due, worst_due,
     rank, priority, decision, forensic, answered_at, justification, until, ended_at, ended_why)
   SELECT x.id, x.party_id, x.advisory_id, x.asset_id, x.package, x.component_id, x.component, x.version, x.fixed_in, x.why, x.exposure_state, x.state, x.detected_at, x.due, x.worst_due,
     x.rank, x.priority, x.decision, x.forensic, x.answered_at, x.justification, x.until, x.ended_at, x.ended_why
   FROM jsonb_to_recordset($1::jsonb) AS x (id uuid, party_id uuid, advisory_id uuid, asset_id uuid, package text, component_id uuid, component text, version text, fixed_in text, why text,
     exposure_state text, state text, detected_at timestamptz, due date, worst_due date, rank double precision, priority jsonb, decision jsonb, forensic boolean, answered_at timestamptz,
     justification text, until date, ended_at timestamptz, ended_why text)
   ON CONFLICT (asset_id, advisory_id, package) DO UPDATE SET component_id = excluded.component_id, component = excluded.component, version = excluded.version,
     fixed_in = excluded.fixed_in, why = excluded.why, exposure_state = excluded.exposure_state, state = excluded.state, detected_at = excluded.detected_at, due = excluded.due,
     worst_due = excluded.worst_due, rank = excluded.rank, priority = excluded.priority, decision = excluded.decision, forensic = excluded.forensic, answered_at = excluded.answered_at,
     justification = excluded.justification, until = excluded.until, ended_at = excluded.ended_at, ended_why = excluded.ended_why`,
);
export const ADD_EVENTS = query(
  'duties.add-events',
  `INSERT INTO duty_event (id, duty_id, party_id, at, kind, state, by_name, note, evidence, decision)
   SELECT x.id, x.duty_id, x.party_id, $2, x.kind, x.state, x.by_name, x.note, x.evidence, x.decision
   FROM jsonb_to_recordset($1::jsonb) AS x (id uuid, duty_id uuid, party_id uuid, kind text, state text, by_name text, note text, evidence text, decision jsonb)`,
);

/**
 * Answers that an inventory speaks against: it shows a time after the answer, and still lists what is said to be mended or not
 * there. From the answers to the components: there are few of the former, and each look-up is one of an index.
 */
export const CONTRADICTED = query<GroupKey>(
  'duties.contradicted',
  `WITH answered AS MATERIALIZED (
     SELECT d.party_id, d.advisory_id, d.asset_id, d.package FROM inventory i JOIN duty d ON d.party_id = i.party_id
     WHERE i.id = $1 AND d.ended_at IS NULL AND d.exposure_state <> 'not_affected'
       AND (d.state = 'fixed' OR (d.state = 'not_affected' AND d.justification = 'component_not_present'))
       AND d.answered_at < CASE WHEN i.dated THEN i.as_of ELSE i.changed_at END)
   SELECT d.party_id, d.advisory_id, d.asset_id, d.package FROM answered d
   WHERE EXISTS (
     SELECT 1 FROM exposure e JOIN component c ON c.id = e.component_id
     WHERE e.asset_id = d.asset_id AND e.advisory_id = d.advisory_id AND e.package = d.package
       AND e.ended_at IS NULL AND e.state = 'affected' AND c.inventory_id = $1 AND c.removed_at IS NULL)
   LIMIT 5000`,
);

// When facts change.
export const GROUPS_OF_ADVISORY = query<GroupKey>(
  'duties.groups-of-advisory',
  `SELECT party_id, advisory_id, asset_id, package FROM (
     SELECT d.party_id, d.advisory_id, d.asset_id, d.package FROM duty d WHERE d.advisory_id = $1 AND d.ended_at IS NULL
     UNION SELECT e.party_id, e.advisory_id, e.asset_id, e.package FROM exposure e WHERE e.advisory_id = $1 AND e.ended_at IS NULL) AS g
   WHERE (asset_id, package) > ($2, $3) ORDER BY asset_id, package LIMIT $4`,
);
export const GROUPS_OF_ASSET = query<GroupKey>(
  'duties.groups-of-asset',
  `SELECT party_id, advisory_id, asset_id, package FROM (
     SELECT d.party_id, d.advisory_id, d.asset_id, d.package FROM duty d WHERE d.asset_id = $1 AND d.ended_at IS NULL
     UNION SELECT e.party_id, e.advisory_id, e.asset_id, e.package FROM exposure e WHERE e.asset_id = $1 AND e.ended_at IS NULL) AS g
   WHERE (advisory_id, package) > ($2, $3) ORDER BY advisory_id, package LIMIT $4`,
);
export const FEEDS_READ = query<{ read_at: string | null; compared_at: string | null }>(
  'duties.feeds-read',
  `SELECT (SELECT max(last_success_at) FROM feed WHERE source IN ('kev', 'ssvc')) AS read_at, compared_at FROM duty_feeds`,
);
export const FEEDS_COMPARED = query('duties.feeds-compared', `UPDATE duty_feeds SET compared_at = $1`);
export const BASES = query<{ advisory_id: string; facts: unknown }>(
  'duties.bases',
  `SELECT advisory_id, facts FROM duty_basis WHERE advisory_id > $1 ORDER BY advisory_id LIMIT $2`,
);

// When days pass.
export const EXPIRED = query<GroupKey & { id: string }>(
  'duties.expired',
  `UPDATE duty d SET state = 'open', until = NULL, answered_at = NULL, justification = NULL
   WHERE d.id IN (SELECT x.id FROM duty x WHERE x.state = 'mitigated' AND x.ended_at IS NULL AND x.until < $1::date ORDER BY x.until LIMIT $2)
   RETURNING d.party_id, d.advisory_id, d.asset_id, d.package, d.id`,
);
export const FALLING_DUE = query<{ id: string; party_id: string; advisory_id: string; due: string }>(
  'duties.falling-due',
  `UPDATE duty d SET due_told = d.due
   WHERE d.id IN (SELECT x.id FROM duty x WHERE x.state = 'open' AND x.ended_at IS NULL AND x.due <= $1::date AND x.due_told IS DISTINCT FROM x.due ORDER BY x.due LIMIT $2)
   RETURNING d.id, d.party_id, d.advisory_id, d.due`,
);
