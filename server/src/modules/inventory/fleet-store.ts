// SQL of the fleet: all that an operator runs, over all its inventories. A party's own rows and those of parties that it acts for
// are named in the statements, too, so that they are found by index. Pages go on after the last key, not after a number of rows.
import { query } from '../../platform/db/query.ts';
import { ACTS_FOR } from '../access/index.ts';
import { SHOWN } from './store.ts';

/** What a row of components is: the package, or where nothing can be looked up, the name. As the index component_fleet has it. */
const KEY = `(coalesce(c.package, 'unmatched/' || left(lower(coalesce(c.vendor || ' ', '') || c.name), 300)) COLLATE "C")`;
const LABEL = `CASE WHEN c.vendor IS NOT NULL AND c.purl IS NULL THEN c.vendor || ' ' || c.name ELSE c.name END`;
const OURS = (row: string, party: string): string =>
  `${row}.party_id IN ${ACTS_FOR} AND (${party}::uuid IS NULL OR ${row}.party_id = ${party})`;
/** Components that an advisory of this id (or alias) reaches, or may. */
const REACHED_BY = (q: string): string => `(
     SELECT e.component_id FROM exposure e JOIN advisory a ON a.id = e.advisory_id
     WHERE ${OURS('e', '$1')} AND e.ended_at IS NULL AND e.state <> 'not_affected'
       AND (lower(a.public_id) = lower(${q}) OR EXISTS (SELECT 1 FROM unnest(a.aliases) AS x (alias) WHERE lower(x.alias) = lower(${q}))))`;
const SAYS = (q: string, ...columns: readonly string[]): string =>
  `position(lower(${q}) IN lower(concat_ws(' ', ${columns.join(', ')}))) > 0`;
const COMPONENT_SAYS = (q: string): string =>
  `(${SAYS(q, 'c.vendor', 'c.name', 'c.version', 'c.purl', 's.name')} OR c.id IN ${REACHED_BY(q)})`;

/** What needs somebody comes first. */
const RANK = (shown: string): string =>
  `min(CASE ${shown} WHEN 'affected' THEN 0 WHEN 'undetermined' THEN 1 WHEN 'cannot_match' THEN 2 ELSE 3 END)`;
/** Assets in each state. */
const BY_STATE = (of: string, shown: string): string => `
     count(DISTINCT ${of}) FILTER (WHERE ${shown} = 'affected') AS affected, count(DISTINCT ${of}) FILTER (WHERE ${shown} = 'undetermined') AS undetermined,
     count(DISTINCT ${of}) FILTER (WHERE ${shown} = 'not_affected') AS not_affected, count(DISTINCT ${of}) FILTER (WHERE ${shown} = 'no_advisory') AS no_advisory,
     count(DISTINCT ${of}) FILTER (WHERE ${shown} = 'cannot_match') AS cannot_match`;

export interface StateCounts {
  affected: number;
  undetermined: number;
  not_affected: number;
  no_advisory: number;
  cannot_match: number;
}
export interface FleetComponentRow extends StateCounts {
  party_id: string;
  party_name: string | null;
  key: string;
  rank: number;
  package: string | null;
  name: string;
  assets: number;
  advisories: number;
}
// $1 party, $2 words, $3 state, $4 feeds past their age. A package is shown whole, also where only one of its versions fits.
const COMPONENT_GROUPS = `
   FROM component c JOIN asset s ON s.id = c.asset_id
   WHERE ${OURS('c', '$1')} AND c.removed_at IS NULL`;
const COMPONENT_HAVING = `
   HAVING ($2::text IS NULL OR bool_or(${COMPONENT_SAYS('$2')})) AND ($3::text IS NULL OR bool_or(${SHOWN('$4')} = $3))`;
export const FLEET_COMPONENTS = query<FleetComponentRow>(
  'fleet.components',
  `SELECT g.*, p.name AS party_name, (
     SELECT count(DISTINCT e.advisory_id) FROM component c JOIN exposure e ON e.component_id = c.id AND e.ended_at IS NULL AND e.state <> 'not_affected'
     WHERE c.party_id = g.party_id AND ${KEY} = g.key AND c.removed_at IS NULL) AS advisories
   FROM (
     SELECT c.party_id, ${KEY} AS key, min(c.package) AS package, min(${LABEL}) AS name, count(DISTINCT c.asset_id) AS assets, ${BY_STATE('c.asset_id', SHOWN('$4'))},
       ${RANK(SHOWN('$4'))} AS rank
     ${COMPONENT_GROUPS} GROUP BY c.party_id, ${KEY} ${COMPONENT_HAVING}
       AND ($5::int IS NULL OR (${RANK(SHOWN('$4'))}, ${KEY}, c.party_id) > ($5, $6::text COLLATE "C", $7::uuid))
     ORDER BY rank, ${KEY}, c.party_id LIMIT $8) AS g
   LEFT JOIN party p ON p.id = g.party_id ORDER BY g.rank, g.key COLLATE "C", g.party_id`,
);
export const COUNT_FLEET_COMPONENTS = query<{ total: number }>(
  'fleet.count-components',
  `SELECT count(*) AS total FROM (SELECT 1 ${COMPONENT_GROUPS} GROUP BY c.party_id, ${KEY} ${COMPONENT_HAVING}) AS g`,
);
export interface FleetVersionRow extends StateCounts {
  party_id: string;
  key: string;
  version: string | null;
  assets: number;
}
/** Versions of some packages, affected ones first. */
export const FLEET_VERSIONS = query<FleetVersionRow>(
  'fleet.versions',
  `SELECT c.party_id, ${KEY} AS key, c.version, count(DISTINCT c.asset_id) AS assets, ${BY_STATE('c.asset_id', SHOWN('$3'))}
   FROM component c WHERE c.party_id = ANY ($1) AND ${KEY} = ANY ($2) AND c.removed_at IS NULL
   GROUP BY c.party_id, ${KEY}, c.version ORDER BY affected DESC, undetermined DESC, c.version`,
);

export interface FleetAssetRow extends StateCounts {
  id: string;
  party_id: string;
  party_name: string | null;
  key: string;
  rank: number;
  name: string;
  organisation: string | null;
  environment: string | null;
  exposure: 'public' | 'internal' | 'unknown';
  components: number;
  advisories: number;
  open_duties: number;
}
const ASSET_KEY = `(left(lower(s.name), 300) COLLATE "C")`;
const ASSET_WHERE = `
   WHERE ${OURS('s', '$1')}
     AND ($2::text IS NULL OR ${SAYS('$2', 's.name', 's.organisation', 's.sub_organisation', 's.environment', 's.type')}
       OR EXISTS (SELECT 1 FROM component c WHERE c.asset_id = s.id AND c.removed_at IS NULL AND ${COMPONENT_SAYS('$2')}))
     AND ($3::text IS NULL OR EXISTS (SELECT 1 FROM component c WHERE c.asset_id = s.id AND c.removed_at IS NULL AND ${SHOWN('$4')} = $3))`;
export const FLEET_ASSETS = query<FleetAssetRow>(
  'fleet.assets',
  `SELECT s.id, s.party_id, p.name AS party_name, s.key, s.rank, s.name, s.organisation, s.environment, s.exposure, n.*,
     (SELECT count(DISTINCT e.advisory_id) FROM component c JOIN exposure e ON e.component_id = c.id AND e.ended_at IS NULL AND e.state <> 'not_affected'
      WHERE c.asset_id = s.id AND c.removed_at IS NULL) AS advisories,
     (SELECT count(*) FROM duty d WHERE d.asset_id = s.id AND d.state = 'open' AND d.ended_at IS NULL) AS open_duties
   FROM (
     SELECT s.*, ${ASSET_KEY} AS key, r.rank FROM asset s
     CROSS JOIN LATERAL (SELECT coalesce(${RANK(SHOWN('$4'))}, 3) AS rank FROM component c WHERE c.asset_id = s.id AND c.removed_at IS NULL) AS r
     ${ASSET_WHERE} AND ($5::int IS NULL OR (r.rank, ${ASSET_KEY}, s.id) > ($5, $6::text COLLATE "C", $7::uuid))
     ORDER BY r.rank, ${ASSET_KEY}, s.id LIMIT $8) AS s
   LEFT JOIN party p ON p.id = s.party_id
   CROSS JOIN LATERAL (SELECT count(*) AS components, ${BY_STATE('c.id', SHOWN('$4'))} FROM component c WHERE c.asset_id = s.id AND c.removed_at IS NULL) AS n
   ORDER BY s.rank, s.key COLLATE "C", s.id`,
);
export const COUNT_FLEET_ASSETS = query<{ total: number }>(
  'fleet.count-assets',
  `SELECT count(*) AS total FROM asset s ${ASSET_WHERE}`,
);

export interface FleetAdvisoryRow {
  id: string;
  party_id: string;
  party_name: string | null;
  public_id: string | null;
  aliases: string[] | null;
  title: string | null;
  severity: string | null;
  kev: boolean;
  affected: number;
  undetermined: number;
  components: number;
  since: string;
  /** Microseconds before the epoch, so that the newest come first. */
  key: string;
}
const ADVISORY_GROUPS = `
   FROM exposure e JOIN component c ON c.id = e.component_id JOIN asset s ON s.id = e.asset_id LEFT JOIN advisory a ON a.id = e.advisory_id
   WHERE ${OURS('e', '$1')} AND e.ended_at IS NULL AND c.removed_at IS NULL AND e.state <> 'not_affected'
   GROUP BY e.party_id, e.advisory_id
   HAVING ($2::text IS NULL OR bool_or(${SAYS('$2', 'a.public_id', 'a.title', "array_to_string(a.aliases, ' ')", 'c.vendor', 'c.name', 'c.version', 'c.purl', 's.name')}))
     AND ($3::text IS NULL OR bool_or(e.state = $3))`;
const NEWEST = `(-(extract(epoch FROM min(e.since)) * 1000000)::bigint)`;
export const FLEET_ADVISORIES = query<FleetAdvisoryRow>(
  'fleet.advisories',
  `SELECT g.*, p.name AS party_name, a.public_id, a.aliases, a.title, a.severity, EXISTS (SELECT 1 FROM kev k WHERE k.cve = ANY (a.aliases || a.public_id)) AS kev
   FROM (
     SELECT e.advisory_id AS id, e.party_id, count(DISTINCT e.asset_id) FILTER (WHERE e.state = 'affected') AS affected,
       count(DISTINCT e.asset_id) FILTER (WHERE e.state = 'undetermined') AS undetermined, count(DISTINCT e.component_id) AS components, min(e.since) AS since, ${NEWEST}::text AS key
     ${ADVISORY_GROUPS} AND ($4::bigint IS NULL OR (${NEWEST}, e.advisory_id, e.party_id) > ($4, $5::uuid, $6::uuid))
     ORDER BY ${NEWEST}, e.advisory_id, e.party_id LIMIT $7) AS g
   LEFT JOIN advisory a ON a.id = g.id LEFT JOIN party p ON p.id = g.party_id ORDER BY g.key::bigint, g.id, g.party_id`,
);
export const COUNT_FLEET_ADVISORIES = query<{ total: number }>(
  'fleet.count-advisories',
  `SELECT count(*) AS total FROM (SELECT 1 ${ADVISORY_GROUPS}) AS g`,
);
