// SQL of what was known when. Written by the matcher alone (verb `exposures.match`): a row is added, and closed once.
import { query } from '../../platform/db/query.ts';
import { ACTS_FOR } from '../access/index.ts';

const SAID = `jsonb_to_recordset($1::jsonb) AS s (advisory_id uuid, component_id uuid, state text, tier text, informational boolean, fixed_in text, revision text)
   JOIN component c ON c.id = s.component_id`;
/** What is held and is not what is said now. */
export const CLOSE = query(
  'history.close',
  `UPDATE exposure_history h SET known_until = greatest(h.known_from, $2::timestamptz), closed_why = $3
   FROM ${SAID}
   WHERE h.advisory_id = s.advisory_id AND h.component_id = s.component_id AND h.known_until IS NULL
     AND (h.state, h.tier, h.informational, h.fixed_in, h.revision, h.valid_from, h.valid_until)
       IS DISTINCT FROM (s.state, s.tier, s.informational, s.fixed_in, s.revision, c.ran_from, c.ran_until)`,
);
/** What is said and not held. A component that ran at no time, as is known now, was never exposed. */
export const ADD = query(
  'history.add',
  `INSERT INTO exposure_history (party_id, advisory_id, component_id, asset_id, inventory_id, package, state, tier, informational, fixed_in, revision,
     valid_from, valid_until, known_from, learnt_by)
   SELECT c.party_id, s.advisory_id, c.id, c.asset_id, c.inventory_id, c.package, s.state, s.tier, s.informational, s.fixed_in, s.revision, c.ran_from, c.ran_until, $2, $3
   FROM ${SAID}
   WHERE s.state IS NOT NULL AND (c.ran_until IS NULL OR c.ran_until > c.ran_from)
   ON CONFLICT (advisory_id, component_id) WHERE known_until IS NULL DO NOTHING`,
);
export const CLOSE_MOVED = query<{ id: string }>(
  'history.close-moved',
  `UPDATE exposure_history h SET known_until = greatest(h.known_from, $2::timestamptz), closed_why = $3
   WHERE h.id IN (
     SELECT o.id FROM exposure_history o JOIN component c ON c.id = o.component_id
     WHERE o.inventory_id = $1 AND o.known_until IS NULL AND (o.valid_from, o.valid_until) IS DISTINCT FROM (c.ran_from, c.ran_until) LIMIT $4)
   RETURNING h.id`,
);
export const ADD_MOVED = query(
  'history.add-moved',
  `INSERT INTO exposure_history (party_id, advisory_id, component_id, asset_id, inventory_id, package, state, tier, informational, fixed_in, revision,
     valid_from, valid_until, known_from, learnt_by)
   SELECT h.party_id, h.advisory_id, h.component_id, h.asset_id, h.inventory_id, h.package, h.state, h.tier, h.informational, h.fixed_in, h.revision,
     c.ran_from, c.ran_until, $2, 'inventory'
   FROM exposure_history h JOIN component c ON c.id = h.component_id
   WHERE h.id = ANY ($1) AND (c.ran_until IS NULL OR c.ran_until > c.ran_from)
   ON CONFLICT (advisory_id, component_id) WHERE known_until IS NULL DO NOTHING`,
);

// Reading. $1 party, $2 advisories, $3 and $4 the first and last moment of the day asked for, $5 when it was known, $6 words.
/** Of everything that this party has: what was then held of that day, beside what is held today of that day. */
const ON_THAT_DAY = (
  h: string,
): string => `${h}.party_id IN ${ACTS_FOR} AND ($1::uuid IS NULL OR ${h}.party_id = $1) AND ($2::uuid[] IS NULL OR ${h}.advisory_id = ANY ($2))
     AND ${h}.valid_from <= $4::timestamptz AND (${h}.valid_until IS NULL OR ${h}.valid_until > $3::timestamptz)`;
/**
 * Pairs of what was held then and what is held today. OFFSET keeps the names of both sides as columns: `coalesce` is no condition for an
 * index behind a wall. Words are looked for in what a row names only where words are given.
 */
const PAIRS = `(
     SELECT coalesce(t.asset_id, n.asset_id) AS asset_id, coalesce(t.advisory_id, n.advisory_id) AS advisory_id, coalesce(t.component_id, n.component_id) AS component_id,
       t.id AS then_id, t.state AS then_state, n.id AS now_id, n.state AS now_state
     FROM (SELECT * FROM exposure_history h WHERE ${ON_THAT_DAY('h')} AND h.known_from <= $5::timestamptz AND (h.known_until IS NULL OR h.known_until > $5::timestamptz)) AS t
     FULL JOIN (SELECT * FROM exposure_history h WHERE ${ON_THAT_DAY('h')} AND h.known_until IS NULL) AS n ON n.advisory_id = t.advisory_id AND n.component_id = t.component_id
     OFFSET 0) AS k
   WHERE ($6::text IS NULL OR (
     SELECT position(lower($6) IN lower(concat_ws(' ', c.vendor, c.name, c.version, c.purl, s.name, a.public_id, a.title, array_to_string(a.aliases, ' ')))) > 0
     FROM component c JOIN asset s ON s.id = c.asset_id LEFT JOIN advisory a ON a.id = k.advisory_id WHERE c.id = k.component_id))`;

export interface Held {
  state: 'affected' | 'undetermined';
  tier: string;
  fixed_in: string | null;
  valid_from: string;
  valid_until: string | null;
  known_from: string;
  known_until: string | null;
  learnt_by: 'advisory' | 'inventory' | 'earlier';
}
export interface PairRow {
  party_id: string;
  party_name: string | null;
  advisory_id: string;
  public_id: string | null;
  title: string | null;
  severity: string | null;
  arrived_at: string | null;
  component_id: string;
  name: string;
  vendor: string | null;
  version: string | null;
  purl: string | null;
  asset_id: string;
  asset: string;
  detected_at: string;
  then_held: Held | null;
  now_held: Held | null;
  dropped_at: string | null;
  dropped_why: string | null;
  rank: number;
}
const HELD = (
  h: string,
): string => `CASE WHEN ${h}.id IS NOT NULL THEN jsonb_build_object('state', ${h}.state, 'tier', ${h}.tier, 'fixed_in', ${h}.fixed_in,
     'valid_from', ${h}.valid_from, 'valid_until', ${h}.valid_until, 'known_from', ${h}.known_from, 'known_until', ${h}.known_until, 'learnt_by', ${h}.learnt_by) END`;
const RANK = `CASE coalesce(k.then_state, k.now_state) WHEN 'affected' THEN 0 ELSE 1 END`;
const KEY = `${RANK}, k.asset_id, k.advisory_id, k.component_id`;
/** Why what was held then is held no more. */
const DROPPED = `LATERAL (
     SELECT h.known_until, h.closed_why FROM exposure_history h
     WHERE k.now_id IS NULL AND h.component_id = k.component_id AND h.advisory_id = k.advisory_id AND ${ON_THAT_DAY('h')} AND h.known_until IS NOT NULL
     ORDER BY h.known_until DESC LIMIT 1)`;
/** $7: only what differs; else only what was held then. $8 to $11: the key to go on after. A page is chosen first, then told of. */
export const AS_OF = query<PairRow>(
  'history.as-of',
  `SELECT c.party_id, p.name AS party_name, k.advisory_id, a.public_id, a.title, a.severity,
     CASE WHEN a.source = 'ours' THEN a.published_at ELSE a.received_at END AS arrived_at,
     c.id AS component_id, c.name, c.vendor, c.version, c.purl, c.asset_id, s.name AS asset, c.detected_at, ${HELD('t')} AS then_held, ${HELD('n')} AS now_held,
     d.known_until AS dropped_at, d.closed_why AS dropped_why, k.rank
   FROM (
     SELECT k.*, ${RANK} AS rank
     FROM ${PAIRS}
       AND CASE WHEN $7 THEN k.then_state IS DISTINCT FROM k.now_state ELSE k.then_id IS NOT NULL END
       AND ($8::int IS NULL OR (${KEY}) > ($8, $9::uuid, $10::uuid, $11::uuid))
     ORDER BY ${KEY} LIMIT $12) AS k
   CROSS JOIN LATERAL (SELECT * FROM component c WHERE c.id = k.component_id LIMIT 1) AS c
   JOIN asset s ON s.id = k.asset_id
   LEFT JOIN LATERAL (SELECT * FROM advisory a WHERE a.id = k.advisory_id LIMIT 1) AS a ON true
   LEFT JOIN party p ON p.id = c.party_id
   LEFT JOIN LATERAL (SELECT * FROM exposure_history t WHERE t.id = k.then_id LIMIT 1) AS t ON true
   LEFT JOIN LATERAL (SELECT * FROM exposure_history n WHERE n.id = k.now_id LIMIT 1) AS n ON true
   LEFT JOIN ${DROPPED} AS d ON true
   ORDER BY k.rank, k.asset_id, k.advisory_id, k.component_id`,
);
export interface Counts {
  then_exposures: number;
  then_affected: number;
  then_undetermined: number;
  now_exposures: number;
  now_affected: number;
  now_undetermined: number;
  learnt: number;
  dropped: number;
  changed: number;
  known_of_now: number;
}
export const COUNT_AS_OF = query<Counts>(
  'history.count-as-of',
  `SELECT count(k.then_id) AS then_exposures, count(DISTINCT k.asset_id) FILTER (WHERE k.then_state = 'affected') AS then_affected,
     count(DISTINCT k.asset_id) FILTER (WHERE k.then_state = 'undetermined') AS then_undetermined,
     count(k.now_id) AS now_exposures, count(DISTINCT k.asset_id) FILTER (WHERE k.now_state = 'affected') AS now_affected,
     count(DISTINCT k.asset_id) FILTER (WHERE k.now_state = 'undetermined') AS now_undetermined,
     count(*) FILTER (WHERE k.then_id IS NULL) AS learnt, count(*) FILTER (WHERE k.now_id IS NULL) AS dropped, count(*) FILTER (WHERE k.then_state <> k.now_state) AS changed,
     count(DISTINCT k.asset_id) FILTER (WHERE k.now_state = 'affected' AND k.then_state = 'affected') AS known_of_now
   FROM ${PAIRS}`,
);
/** Whether an inventory that was there by then speaks of that day at all. */
export const SPOKEN_OF = query<{ spoken: boolean }>(
  'history.spoken-of',
  `SELECT ${['c.removed_at IS NULL', 'c.removed_at IS NOT NULL AND c.ran_until > $2::timestamptz']
    .map(
      (ran) => `EXISTS (SELECT 1 FROM inventory i CROSS JOIN LATERAL (
       SELECT 1 FROM component c WHERE c.inventory_id = i.id AND ${ran} AND c.ran_from <= $3::timestamptz AND c.detected_at <= $4::timestamptz LIMIT 1) AS c
     WHERE i.party_id IN ${ACTS_FOR} AND ($1::uuid IS NULL OR i.party_id = $1))`,
    )
    .join('\n     OR ')} AS spoken`,
);
/** Advisories by id or public id; by alias where one has reached this party. */
export const NAMED = query<{ id: string }>(
  'history.named',
  `SELECT id FROM advisory WHERE id = $2::uuid OR (source IN ('ours', 'osv', 'ghsa', 'cve', 'csaf', 'nvd') AND public_id IN ($3, upper($3)))
   UNION SELECT h.advisory_id FROM exposure_history h JOIN advisory a ON a.id = h.advisory_id
   WHERE h.party_id IN ${ACTS_FOR} AND ($1::uuid IS NULL OR h.party_id = $1) AND a.aliases && ARRAY[$3, upper($3)]`,
);
