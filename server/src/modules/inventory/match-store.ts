// SQL of the matcher. Runs as the verb `exposures.match`: it sees across parties, and writes only verdicts.
import { EPOCH_MASK, EXPOSURE_REASONS, INTERVAL_JUDGE_MASK, VERSION_JUDGE_MASK } from '@leadtime/lib/exposure';
import { query } from '../../platform/db/query.ts';

/** One batch at a time, so that two matchers never wait for each other's rows. Held to the end of the transaction. */
export const ONE_AT_A_TIME = query('exposures.one-at-a-time', `SELECT pg_advisory_xact_lock(440908)`);
/**
 * Plans are made for the tables as they are: a plan kept from when they were nearly empty scans them whole (measured: an inventory
 * of 10,000 components on a new instance, with kept plans, took twice as long).
 */
export const PLAN_ANEW = query(
  'exposures.plan-anew',
  `SELECT set_config('plan_cache_mode', 'force_custom_plan', true)`,
);

/** Whether a party may be told of an advisory `a`: what is published and for everybody or all parties, or was shared with it. */
const MAY_TELL = (
  party: string,
): string => `a.state = 'published' AND (a.source <> 'ours' OR a.tlp IN ('TLP:CLEAR', 'TLP:GREEN') OR EXISTS (
    SELECT 1 FROM visibility v WHERE v.wall = a.id AND v.party_id IN (${party}, everybody()) AND v.valid_from <= now_at() AND (v.valid_until IS NULL OR v.valid_until > now_at())))`;

// Forward: an inventory against all advisories.
export const INVENTORY = query<{
  id: string;
  party_id: string;
  uploaded_at: string;
  removed_at: string | null;
}>('exposures.inventory', `SELECT id, party_id, uploaded_at, removed_at FROM inventory WHERE id = $1`);
export const WAITING = query<{ id: string }>(
  'exposures.waiting',
  `SELECT id FROM inventory WHERE matched_at IS NULL AND greatest(uploaded_at, removed_at) < $1 ORDER BY uploaded_at LIMIT 100`,
);
export const CHUNK = query<{ id: string }>(
  'exposures.chunk',
  `SELECT id FROM component WHERE inventory_id = $1 AND removed_at IS NULL AND id > $2 ORDER BY id LIMIT $3`,
);
/** lib/exposure/rows: which advisories may reach a component; each is judged on its whole claim. */
export const PAIRS = query<{ component_id: string; advisory_id: string }>(
  'exposures.pairs',
  `SELECT DISTINCT k.component_id, i.advisory_id
   FROM component_key k
   JOIN advisory_interval i ON i.package = k.package AND (
     k.version_key IS NULL OR (k.version_key >= i.lo AND k.version_key < i.hi)
     OR k.flags & ${VERSION_JUDGE_MASK} <> 0 OR i.flags & ${INTERVAL_JUDGE_MASK} <> 0 OR i.flags & k.flags & ${EPOCH_MASK} <> 0)
   JOIN advisory a ON a.id = i.advisory_id AND ${MAY_TELL('k.party_id')}
   WHERE k.component_id = ANY ($1) AND (k.component_id, i.advisory_id) > ($2, $3)
   ORDER BY 1, 2 LIMIT $4`,
);

/** Components that went before they were ever matched: several inventories came one after the other. They ran all the same. */
export const GONE_UNJUDGED = query<{ id: string }>(
  'exposures.gone-unjudged',
  `SELECT id FROM component WHERE inventory_id = $1 AND removed_at IS NOT NULL AND reason ->> 'code' = 'not-matched-yet' ORDER BY id LIMIT $2`,
);
export const MARK_JUDGED = query(
  'exposures.mark-judged',
  `UPDATE component SET reason = '{"code": "component-gone", "text": "A later inventory no longer lists it."}' WHERE id = ANY ($1)`,
);

// Reverse: an advisory against the components of all parties, by index.
/** Those of the advisories that may concern anybody: a package that somebody runs, or a verdict that was given before. */
export const CONCERNED = query<{ id: string }>(
  'exposures.concerned',
  `SELECT a.id FROM unnest($1::uuid[]) AS a (id)
   WHERE EXISTS (SELECT 1 FROM advisory_interval i JOIN component_key k ON k.package = i.package WHERE i.advisory_id = a.id)
      OR EXISTS (SELECT 1 FROM exposure e WHERE e.advisory_id = a.id AND e.ended_at IS NULL)
      OR EXISTS (SELECT 1 FROM exposure_history h WHERE h.advisory_id = a.id AND h.known_until IS NULL)`,
);
export const ADVISORY_STATE = query<{ state: string }>(
  'exposures.advisory-state',
  `SELECT state FROM advisory WHERE id = $1`,
);
export const IN_RANGE = query<{ component_id: string; version_key: Buffer }>(
  'exposures.in-range',
  `SELECT component_id, version_key FROM component_key
   WHERE package = $1 AND version_key >= $2 AND version_key < $3 AND (version_key, component_id) > ($4, $5)
   ORDER BY version_key, component_id LIMIT $6`,
);
export const JUDGED = query<{ component_id: string }>(
  'exposures.judged',
  `SELECT component_id FROM component_key WHERE package = $1 AND component_id > $2 AND (version_key IS NULL OR flags & ${VERSION_JUDGE_MASK} <> 0)
   ORDER BY component_id LIMIT $3`,
);
export const OF_PACKAGE = query<{ component_id: string }>(
  'exposures.of-package',
  `SELECT component_id FROM component_key WHERE package = $1 AND component_id > $2 ORDER BY component_id LIMIT $3`,
);
/** What an advisory reaches, and what it reaches of the components that are gone. */
export const REACHED = query<{ component_id: string }>(
  'exposures.reached',
  `(SELECT component_id FROM exposure WHERE advisory_id = $1 AND ended_at IS NULL AND component_id > $2 ORDER BY component_id LIMIT $3)
   UNION (SELECT component_id FROM exposure_history WHERE advisory_id = $1 AND known_until IS NULL AND component_id > $2 ORDER BY component_id LIMIT $3)
   ORDER BY component_id LIMIT $3`,
);

/** Of these components those of a removed inventory: nothing is left to judge them by, and what is on record of them stays. */
export const WITHOUT_KEYS = query<{ id: string }>(
  'exposures.without-keys',
  `SELECT c.id FROM unnest($1::uuid[]) AS c (id) WHERE NOT EXISTS (SELECT 1 FROM component_key k WHERE k.component_id = c.id)`,
);

// Both.
export const COMPONENTS = query<{ id: string; party_id: string; asset_id: string; package: string; gone: boolean }>(
  'exposures.components',
  `SELECT id, party_id, asset_id, package, removed_at IS NOT NULL AS gone FROM component WHERE id = ANY ($1) AND package IS NOT NULL`,
);
/** Of these components those whose party may be told of the advisory. */
export const TELLABLE = query<{ id: string }>(
  'exposures.tellable',
  `SELECT c.id FROM component c JOIN advisory a ON a.id = $2 AND ${MAY_TELL('c.party_id')} WHERE c.id = ANY ($1)`,
);
export const KEYS = query<{ component_id: string; package: string; via: string; version_text: string | null }>(
  'exposures.keys',
  `SELECT component_id, package, via, version_text FROM component_key WHERE component_id = ANY ($1) ORDER BY component_id, position`,
);
export interface IntervalRecord {
  advisory_id: string;
  package: string;
  position: number;
  lo: Buffer;
  hi: Buffer;
  flags: number;
  opens: string;
  closes: string | null;
  closes_kind: string | null;
  claimant: string;
  revision: string;
  informational: boolean;
}
export const CLAIMS = query<IntervalRecord>(
  'exposures.claims',
  `SELECT advisory_id, package, position, lo, hi, flags, opens, closes, closes_kind, claimant, revision, informational
   FROM advisory_interval WHERE advisory_id = ANY ($1) ORDER BY advisory_id, package, position`,
);

export interface GroupKey {
  party_id: string;
  advisory_id: string;
  asset_id: string;
  package: string;
}
const GROUP = 'e.party_id, e.advisory_id, e.asset_id, e.package';
/** New verdicts, and those that say something else than before; what says the same is left as it is. */
export const KEEP = query<GroupKey & { component_id: string; state: string }>(
  'exposures.keep',
  `INSERT INTO exposure AS e (id, party_id, advisory_id, component_id, asset_id, package, state, tier, informational, fixed_in, reason, evidence, since, as_of)
   SELECT x.id, x.party_id, x.advisory_id, x.component_id, x.asset_id, x.package, x.state, x.tier, x.informational, x.fixed_in, x.reason, x.evidence, $2, $2
   FROM jsonb_to_recordset($1::jsonb) AS x (id uuid, party_id uuid, advisory_id uuid, component_id uuid, asset_id uuid, package text, state text, tier text,
     informational boolean, fixed_in text, reason jsonb, evidence jsonb)
   ON CONFLICT (advisory_id, component_id) DO UPDATE SET state = excluded.state, tier = excluded.tier, informational = excluded.informational, fixed_in = excluded.fixed_in,
     reason = excluded.reason, evidence = excluded.evidence, as_of = excluded.as_of, ended_at = NULL, ended_why = NULL,
     since = CASE WHEN e.ended_at IS NULL AND e.state = excluded.state THEN e.since ELSE excluded.since END
   WHERE e.ended_at IS NOT NULL OR e.state <> excluded.state OR e.fixed_in IS DISTINCT FROM excluded.fixed_in OR e.reason <> excluded.reason
     OR e.informational <> excluded.informational OR e.evidence ->> 'revision' IS DISTINCT FROM excluded.evidence ->> 'revision'
   RETURNING ${GROUP}, e.component_id, e.state`,
);
/** A verdict of "not affected" is kept where there was another one before, with its proof; else a row for it says nothing new. */
export const CLEAR = query<GroupKey & { component_id: string }>(
  'exposures.clear',
  `UPDATE exposure e SET state = 'not_affected', tier = x.tier, fixed_in = NULL, reason = x.reason, evidence = x.evidence, since = $2, as_of = $2
   FROM jsonb_to_recordset($1::jsonb) AS x (advisory_id uuid, component_id uuid, tier text, reason jsonb, evidence jsonb)
   WHERE e.advisory_id = x.advisory_id AND e.component_id = x.component_id AND e.ended_at IS NULL AND e.state <> 'not_affected'
   RETURNING ${GROUP}, e.component_id`,
);
export const END = query<GroupKey & { component_id: string }>(
  'exposures.end',
  `UPDATE exposure e SET ended_at = $3, ended_why = $4 WHERE e.advisory_id = $1 AND e.component_id = ANY ($2) AND e.ended_at IS NULL RETURNING ${GROUP}, e.component_id`,
);
export const END_GONE = query<GroupKey & { component_id: string }>(
  'exposures.end-gone',
  `UPDATE exposure e SET ended_at = $2, ended_why = $3
   WHERE e.id IN (SELECT x.id FROM component c JOIN exposure x ON x.component_id = c.id WHERE c.inventory_id = $1 AND c.removed_at IS NOT NULL AND x.ended_at IS NULL LIMIT $4)
   RETURNING ${GROUP}, e.component_id`,
);
/** Verdicts that were looked at again and stay; to ten minutes, so that a second look in a row writes nothing. */
export const LOOKED_AT = query(
  'exposures.looked-at',
  `UPDATE exposure e SET as_of = $2 WHERE e.advisory_id = $1 AND e.component_id = ANY ($3) AND e.ended_at IS NULL AND e.as_of < $2::timestamptz - interval '10 minutes'`,
);
/**
 * The verdict of a component over all advisories: the strongest exposure; else whether any advisory that its party may know names it.
 * "Not affected" keeps the nearest range as its proof: the last that ends at or before the version, or the first that begins after it.
 * `coalesce` keeps the planner from walking an index of all open exposures, or of all components, while it has no statistics yet.
 */
export const SETTLE = query(
  'exposures.settle',
  `UPDATE component c SET state = s.state, reason = s.reason
   FROM (
     SELECT c.id, coalesce(x.state, CASE WHEN n.claimant IS NOT NULL THEN 'not_affected' WHEN c.package LIKE 'digest/%' THEN 'cannot_match' ELSE 'no_advisory' END) AS state,
       coalesce(x.reason, CASE WHEN n.claimant IS NULL AND c.state = 'cannot_match' THEN c.reason
         WHEN n.claimant IS NULL AND c.package LIKE 'digest/%' THEN jsonb_build_object('code', 'no-identity', 'text', $4::text)
         WHEN n.claimant IS NULL THEN jsonb_build_object('code', 'no-advisory', 'text', $3::text)
         ELSE jsonb_build_object('code', 'outside-intervals', 'text', replace($2, '{version}', coalesce(c.version, '?')),
           'values', jsonb_build_object('version', coalesce(c.version, '?'), 'advisory', n.claimant, 'from', n.opens, 'to', n.closes, 'kind', n.closes_kind)) END) AS reason
     FROM component c
     LEFT JOIN LATERAL (
       SELECT e.state, e.reason FROM exposure e WHERE e.component_id = c.id AND coalesce(e.ended_at, 'infinity') = 'infinity' AND e.state <> 'not_affected'
       ORDER BY (e.state = 'affected') DESC, e.since, e.id LIMIT 1) AS x ON true
     LEFT JOIN LATERAL (
       SELECT i.claimant, i.opens, i.closes, i.closes_kind
       FROM component_key k JOIN advisory_interval i ON i.package = k.package JOIN advisory a ON a.id = i.advisory_id AND ${MAY_TELL('c.party_id')}
       WHERE x.state IS NULL AND k.component_id = c.id
       ORDER BY (i.hi <= k.version_key) DESC, CASE WHEN i.hi <= k.version_key THEN i.hi END DESC, i.lo, i.advisory_id, i.position LIMIT 1) AS n ON true
     WHERE c.id = ANY ($1) AND coalesce(c.removed_at, 'infinity') = 'infinity' AND c.package IS NOT NULL
   ) AS s
   WHERE c.id = s.id AND (c.state <> s.state OR c.reason <> s.reason)`,
);
export const SETTLE_TEXTS = [
  EXPOSURE_REASONS['outside-intervals'],
  EXPOSURE_REASONS['no-advisory'],
  EXPOSURE_REASONS['no-identity'],
] as const;
export const RUN_BY_SOMEBODY = query<{ package: string }>(
  'exposures.run-by-somebody',
  `SELECT p.package FROM unnest($1::text[]) AS p (package) WHERE EXISTS (SELECT 1 FROM component_key k WHERE k.package = p.package)`,
);
/** Of these packages those that no other public advisory names: only there can "no advisory" and "not affected" change places. */
export const NAMED_BY_NO_OTHER = query<{ package: string }>(
  'exposures.named-by-no-other',
  `SELECT p.package FROM unnest($1::text[]) AS p (package) WHERE NOT EXISTS (
     SELECT 1 FROM advisory_interval i JOIN advisory a ON a.id = i.advisory_id
     WHERE i.package = p.package AND i.advisory_id <> $2 AND a.state = 'published' AND (a.source <> 'ours' OR a.tlp IN ('TLP:CLEAR', 'TLP:GREEN')))`,
);

export const FINISH = query(
  'exposures.finish',
  `UPDATE inventory SET matched_at = $3 WHERE id = $1 AND uploaded_at = $2 AND matched_at IS NULL`,
);

// What follows for others.
/**
 * The party was told of this vulnerability on this component, by an advisory of another feed that still says so. Asked for each
 * exposure through the index on its component, whatever the planner knows of the tables.
 */
const TOLD_BY_ANOTHER = `EXISTS (
     SELECT 1 FROM exposure o JOIN advisory b ON b.id = o.advisory_id JOIN advisory_reach r ON r.party_id = o.party_id AND r.advisory_id = o.advisory_id
     WHERE o.component_id = e.component_id AND o.advisory_id <> e.advisory_id AND o.ended_at IS NULL AND o.state = 'affected' AND b.about = a.about OFFSET 0)`;
/** Of the parties with these components those that the advisory tells something new. One that tells nothing new may do so later, of another component. */
export const NEWLY_REACHED = query<{ party_id: string }>(
  'exposures.newly-reached',
  `INSERT INTO advisory_reach (party_id, advisory_id, since)
   SELECT DISTINCT e.party_id, e.advisory_id, $3::timestamptz FROM exposure e JOIN advisory a ON a.id = e.advisory_id
   WHERE e.advisory_id = $1 AND e.component_id = ANY ($2) AND e.ended_at IS NULL AND e.state = 'affected' AND NOT ${TOLD_BY_ANOTHER}
   ON CONFLICT DO NOTHING RETURNING party_id`,
);
/** Advisories that reach a party for the first time: of each vulnerability on a component the one that speaks for it. */
export const NEWLY_REACHING = query<{ advisory_id: string }>(
  'exposures.newly-reaching',
  `INSERT INTO advisory_reach (party_id, advisory_id, since)
   SELECT DISTINCT s.party_id, s.advisory_id, $2::timestamptz FROM (
     SELECT DISTINCT ON (e.component_id, a.about) e.party_id, e.advisory_id FROM exposure e JOIN advisory a ON a.id = e.advisory_id
     WHERE e.party_id = $1 AND e.ended_at IS NULL AND e.state = 'affected'
       AND NOT EXISTS (SELECT 1 FROM advisory_reach r WHERE r.party_id = $1 AND r.advisory_id = e.advisory_id) AND NOT ${TOLD_BY_ANOTHER}
     ORDER BY e.component_id, a.about, array_position(ARRAY['ours', 'osv', 'csaf', 'cve', 'nvd'], a.source), e.advisory_id) AS s
   ON CONFLICT DO NOTHING RETURNING advisory_id`,
);
/** How many parties run what a vulnerability affects, for those that these advisories are about. */
export const COUNT_OPERATORS = query<{ id: string }>(
  'exposures.count-operators',
  `UPDATE vulnerability v SET exposed_operators = n.operators
   FROM (
     SELECT v.id, (SELECT count(DISTINCT e.party_id) FROM exposure e WHERE e.ended_at IS NULL AND e.state = 'affected' AND e.advisory_id IN (
         SELECT a.id FROM advisory a WHERE a.vulnerability_id = v.id UNION SELECT a.id FROM advisory a WHERE a.aliases && v.aliases
         UNION SELECT a.id FROM advisory a WHERE a.source IN ('ours', 'osv') AND a.public_id = ANY (v.aliases))) AS operators
     FROM vulnerability v WHERE v.superseded_by IS NULL AND v.id IN (
       SELECT a.vulnerability_id FROM advisory a WHERE a.id = ANY ($1)
       UNION SELECT x.id FROM advisory a JOIN vulnerability x ON x.aliases && (a.aliases || a.public_id) WHERE a.id = ANY ($1))) AS n
   WHERE v.id = n.id AND v.exposed_operators IS DISTINCT FROM n.operators
   RETURNING v.id`,
);
