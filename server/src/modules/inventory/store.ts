// SQL of inventories, assets, components and exposures as an operator sees and changes them. Row-level security decides whose
// rows come: the party's own and those of parties that named it to act for them.
import { query } from '../../platform/db/query.ts';

export const KEEP_WALLS = query(
  'inventory.keep-walls',
  `INSERT INTO visibility (wall, party_id, tier, valid_from) SELECT w, p, 'owner', $3 FROM unnest($1::uuid[], $2::uuid[]) AS x (w, p) ON CONFLICT DO NOTHING`,
);
/** The party, when the asking one may act as it: itself, or one that named it. */
export const ACTING_FOR = query<{ id: string; name: string }>(
  'inventory.acting-for',
  `SELECT p.id, p.name FROM party p WHERE p.id = $1 AND EXISTS (
     SELECT 1 FROM visibility v WHERE v.wall = p.id AND v.party_id = me() AND v.tier IN ('owner', 'delegate')
       AND v.valid_from <= now_at() AND (v.valid_until IS NULL OR v.valid_until > now_at()))`,
);
export const FEED_AGES = query<{ source: string; as_of: string | null; max_age_hours: number }>(
  'inventory.feed-ages',
  `SELECT source, as_of, max_age_hours FROM feed
   WHERE source IN ('kev', 'osv', 'ssvc') OR as_of IS NOT NULL OR every_hours IS NOT NULL ORDER BY source`,
);

// Advisory claims, written by whoever stores the advisory.
export const DROP_INTERVALS = query<{ advisory_id: string; package: string }>(
  'inventory.drop-intervals',
  `WITH gone AS (DELETE FROM advisory_interval WHERE advisory_id = ANY ($1) RETURNING advisory_id, package) SELECT DISTINCT advisory_id, package FROM gone`,
);
/**
 * Of these packages those that no public advisory names. One step through the index for each, whatever the planner knows: in the
 * middle of a large import it knows nothing yet, and would join the whole of both tables for each batch (1.4 s in place of 15 ms).
 */
export const NAMED_FIRST = query<{ package: string }>(
  'inventory.named-first',
  `SELECT p.package FROM unnest($1::text[]) AS p (package)
   WHERE (SELECT i.advisory_id FROM advisory_interval i
     WHERE i.package = p.package AND EXISTS (
       SELECT 1 FROM advisory a WHERE a.id = i.advisory_id AND a.state = 'published' AND (a.source <> 'ours' OR a.tlp IN ('TLP:CLEAR', 'TLP:GREEN')) OFFSET 0)
     ORDER BY i.package, i.lo LIMIT 1) IS NULL`,
);
export const ADD_INTERVALS = query(
  'inventory.add-intervals',
  `INSERT INTO advisory_interval (advisory_id, package, position, lo, hi, flags, opens, closes, closes_kind, claimant, revision, informational)
   SELECT r.* FROM unnest($1::uuid[], $2::text[], $3::int[], $4::bytea[], $5::bytea[], $6::int[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::boolean[]) AS r
   ON CONFLICT DO NOTHING`,
);

// An upload.
export const OPEN_INVENTORY = query<{
  id: string;
  digest: Buffer;
  changed_at: string;
  uploaded_at: string;
}>(
  'inventory.open',
  `INSERT INTO inventory (id, party_id, name, format, digest, as_of, dated, uploaded_at, changed_at) VALUES ($1, $2, $3, $4, ''::bytea, $5, false, $5, $5)
   ON CONFLICT (party_id, name) WHERE removed_at IS NULL DO UPDATE SET name = excluded.name RETURNING id, digest, changed_at, uploaded_at`,
);
export const SET_INVENTORY = query(
  'inventory.set',
  `UPDATE inventory SET format = $2, digest = $3, as_of = $4, dated = $5, uploaded_at = $6, changed_at = $7, matched_at = NULL, components = $8, problems = $9 WHERE id = $1`,
);
export const ADD_FILE = query(
  'inventory.add-file',
  `INSERT INTO inventory_file (id, party_id, inventory_id, digest, size, key_id, bytes, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
);
export const DROP_FILES = query<{ id: string }>(
  'inventory.drop-files',
  `DELETE FROM inventory_file WHERE inventory_id = $1 RETURNING id`,
);
export const ASSETS_NAMED = query<{ id: string; name: string; exposure: string }>(
  'inventory.assets-named',
  `SELECT id, name, exposure FROM asset WHERE party_id = $1 AND name = ANY ($2)`,
);
/** What an inventory says of assets: new tags count unless a person has tagged the asset. */
export const UPSERT_ASSETS = query<{ id: string; name: string; exposure: string }>(
  'inventory.upsert-assets',
  `INSERT INTO asset (id, party_id, name, organisation, sub_organisation, environment, exposure, type)
   SELECT a.id, $1, a.name, a.organisation, a."subOrganisation", a.environment, a.exposure, a.type
   FROM jsonb_to_recordset($2::jsonb) AS a (id uuid, name text, organisation text, "subOrganisation" text, environment text, exposure text, type text)
   ON CONFLICT (party_id, name) DO UPDATE SET
     organisation = coalesce(CASE WHEN asset.tagged_by = 'person' THEN asset.organisation END, excluded.organisation, asset.organisation),
     sub_organisation = coalesce(CASE WHEN asset.tagged_by = 'person' THEN asset.sub_organisation END, excluded.sub_organisation, asset.sub_organisation),
     environment = coalesce(CASE WHEN asset.tagged_by = 'person' THEN asset.environment END, excluded.environment, asset.environment),
     type = coalesce(CASE WHEN asset.tagged_by = 'person' THEN asset.type END, excluded.type, asset.type),
     exposure = CASE WHEN excluded.exposure = 'unknown' OR (asset.tagged_by = 'person' AND asset.exposure <> 'unknown') THEN asset.exposure ELSE excluded.exposure END
   RETURNING id, name, exposure`,
);
export const PRESENT = query<{ id: string; fingerprint: Buffer; line: number | null }>(
  'inventory.present',
  `SELECT id, fingerprint, line FROM component WHERE inventory_id = $1 AND removed_at IS NULL`,
);
export const ADD_COMPONENTS = query(
  'inventory.add-components',
  `INSERT INTO component (id, party_id, inventory_id, asset_id, fingerprint, name, version, purl, vendor, line, package, state, reason, rests_on, detected_at, ran_from)
   SELECT c.id, $1, $2, c.asset, decode(c.fingerprint, 'hex'), c.name, c.version, c.purl, c.vendor, c.line, c.package, c.state, c.reason, c."restsOn", $4, $5
   FROM jsonb_to_recordset($3::jsonb) AS c (id uuid, asset uuid, fingerprint text, name text, version text, purl text, vendor text, line int, package text, state text, reason jsonb, "restsOn" text)`,
);
export const ADD_KEYS = query(
  'inventory.add-keys',
  `INSERT INTO component_key (party_id, component_id, position, package, via, version_key, version_text, flags)
   SELECT $1, k.* FROM unnest($2::uuid[], $3::smallint[], $4::text[], $5::text[], $6::bytea[], $7::text[], $8::int[]) AS k`,
);
export const MOVE_LINES = query(
  'inventory.move-lines',
  `UPDATE component c SET line = m.line FROM unnest($1::uuid[], $2::int[]) AS m (id, line) WHERE c.id = m.id`,
);
// When components ran. An inventory speaks for its own time and all that follows, in place of every one that came before it.
/** Those that it lists and that are there already ran since its time at least. */
export const RAN_SINCE = query(
  'inventory.ran-since',
  `UPDATE component SET ran_from = $2 WHERE inventory_id = $1 AND removed_at IS NULL AND ran_from > $2::timestamptz`,
);
/** Those that it does not list ran until its time at most; what is said to have run at no time never did. */
export const RETIRE_COMPONENTS = query(
  'inventory.retire-components',
  `UPDATE component SET removed_at = $2, ran_until = greatest(ran_from, $3::timestamptz) WHERE id = ANY ($1) AND removed_at IS NULL`,
);
/** Nor did those that an inventory before it no longer listed run any longer. */
export const RAN_UNTIL = query(
  'inventory.ran-until',
  `UPDATE component SET ran_until = greatest(ran_from, $2::timestamptz) WHERE inventory_id = $1 AND removed_at IS NOT NULL AND ran_until > $2::timestamptz AND ran_until > ran_from`,
);

// Removal. Its components match nothing any more; one is kept only where something on record tells of it.
export const DROP_KEYS = query(
  'inventory.drop-keys',
  `DELETE FROM component_key k USING component c WHERE c.id = k.component_id AND c.inventory_id = $1`,
);
export const DROP_COMPONENTS = query(
  'inventory.drop-components',
  `DELETE FROM component c WHERE c.inventory_id = $1 AND NOT EXISTS (SELECT 1 FROM exposure e WHERE e.component_id = c.id)
     AND NOT EXISTS (SELECT 1 FROM exposure_history h WHERE h.component_id = c.id)`,
);
export const REMOVE = query<{ party_id: string; name: string }>(
  'inventory.remove',
  `UPDATE inventory SET removed_at = $2, matched_at = NULL WHERE id = $1 AND removed_at IS NULL RETURNING party_id, name`,
);

// What is read. $n::text[] are the feeds that are past their age: what rests on one is not "not affected" any more (DESIGN law 11).
export const SHOWN = (feeds: string): string =>
  `CASE WHEN c.state = 'not_affected' AND c.rests_on = ANY (${feeds}::text[]) THEN 'undetermined' ELSE c.state END`;

export interface InventoryRow {
  id: string;
  name: string;
  party_id: string;
  party_name: string | null;
  format: 'cyclonedx' | 'spdx' | 'sheet';
  as_of: string;
  uploaded_at: string;
  matched_at: string | null;
  problems: number;
  components: number;
  affected: number;
  undetermined: number;
  unmatched: number;
  assets: number;
}
export const INVENTORIES = query<InventoryRow>(
  'inventory.list',
  `SELECT i.id, i.name, i.party_id, p.name AS party_name, i.format, i.as_of, i.uploaded_at, i.matched_at, i.problems,
     n.components, n.affected, n.undetermined, n.unmatched, n.assets
   FROM inventory i LEFT JOIN party p ON p.id = i.party_id
   CROSS JOIN LATERAL (
     SELECT count(*) AS components, count(*) FILTER (WHERE c.state = 'affected') AS affected,
       count(*) FILTER (WHERE ${SHOWN('$3')} = 'undetermined') AS undetermined,
       count(*) FILTER (WHERE c.state = 'cannot_match') AS unmatched, count(DISTINCT c.asset_id) AS assets
     FROM component c WHERE c.inventory_id = i.id AND c.removed_at IS NULL) AS n
   WHERE i.removed_at IS NULL AND ($1::uuid IS NULL OR i.party_id = $1) AND ($2::uuid IS NULL OR i.id = $2)
   ORDER BY p.name, i.name, i.id`,
);
export const INVENTORY_NAME = query<{ id: string; name: string; party_id: string }>(
  'inventory.one',
  `SELECT id, name, party_id FROM inventory WHERE id = $1 AND removed_at IS NULL`,
);

export interface ComponentRow {
  id: string;
  name: string;
  version: string | null;
  purl: string | null;
  vendor: string | null;
  asset: string | null;
  line: number | null;
  state: 'affected' | 'undetermined' | 'no_advisory' | 'not_affected' | 'cannot_match';
  stored_state: string;
  reason: unknown;
  exposures: number;
}
const COMPONENT_COLUMNS = `c.id, c.name, c.version, c.purl, c.vendor, s.name AS asset, c.line, ${SHOWN('$1')} AS state, c.state AS stored_state, c.reason,
  (SELECT count(*) FROM exposure e WHERE e.component_id = c.id AND e.ended_at IS NULL AND e.state <> 'not_affected') AS exposures`;
const COMPONENT_WHERE = `c.inventory_id = $2 AND c.removed_at IS NULL AND ($3::text IS NULL OR ${SHOWN('$1')} = $3)
     AND ($4::text IS NULL OR position(lower($4) IN lower(concat_ws(' ', c.vendor, c.name, c.version, c.purl))) > 0)`;
export const COMPONENTS = query<ComponentRow>(
  'inventory.components',
  `SELECT ${COMPONENT_COLUMNS} FROM component c LEFT JOIN asset s ON s.id = c.asset_id WHERE ${COMPONENT_WHERE}
   ORDER BY array_position(ARRAY['cannot_match', 'undetermined', 'affected', 'no_advisory', 'not_affected'], ${SHOWN('$1')}), lower(c.name), c.version, c.id
   LIMIT $5 OFFSET $6`,
);
export const COUNT_COMPONENTS = query<{ total: number }>(
  'inventory.count-components',
  `SELECT count(*) AS total FROM component c WHERE ${COMPONENT_WHERE}`,
);
export const UNMATCHED = query<ComponentRow>(
  'inventory.unmatched',
  `SELECT ${COMPONENT_COLUMNS} FROM component c LEFT JOIN asset s ON s.id = c.asset_id
   WHERE c.removed_at IS NULL AND c.state = 'cannot_match' AND ($2::uuid IS NULL OR c.party_id = $2) ORDER BY lower(c.name), c.id LIMIT $3`,
);

export interface AssetRow {
  id: string;
  party_id: string;
  name: string;
  organisation: string | null;
  sub_organisation: string | null;
  environment: string | null;
  exposure: 'public' | 'internal' | 'unknown';
  type: string | null;
  components: number;
  open_duties: number;
}
const ASSET_COLUMNS = `s.id, s.party_id, s.name, s.organisation, s.sub_organisation, s.environment, s.exposure, s.type,
  (SELECT count(*) FROM component c WHERE c.asset_id = s.id AND c.removed_at IS NULL) AS components,
  (SELECT count(*) FROM duty d WHERE d.asset_id = s.id AND d.state = 'open' AND d.ended_at IS NULL) AS open_duties`;
const ASSET_WHERE = `($1::uuid IS NULL OR s.party_id = $1)
     AND ($2::text IS NULL OR position(lower($2) IN lower(concat_ws(' ', s.name, s.organisation, s.sub_organisation, s.environment, s.type))) > 0)`;
export const ASSETS = query<AssetRow>(
  'assets.list',
  `SELECT ${ASSET_COLUMNS} FROM asset s WHERE ${ASSET_WHERE} ORDER BY lower(s.name), s.id LIMIT $3 OFFSET $4`,
);
export const COUNT_ASSETS = query<{ total: number }>(
  'assets.count',
  `SELECT count(*) AS total FROM asset s WHERE ${ASSET_WHERE}`,
);
export const ASSET = query<AssetRow>('assets.one', `SELECT ${ASSET_COLUMNS} FROM asset s WHERE s.id = $1`);
export const LOCK_ASSET = query<{ id: string; party_id: string; exposure: string }>(
  'assets.lock',
  `SELECT id, party_id, exposure FROM asset WHERE id = $1 FOR UPDATE`,
);
/** A person's word on an asset: what is not given stays. */
export const TAG_ASSET = query(
  'assets.tag',
  `UPDATE asset SET exposure = coalesce($2, exposure), environment = coalesce($3, environment), organisation = coalesce($4, organisation),
     sub_organisation = coalesce($5, sub_organisation), type = coalesce($6, type), tagged_by = 'person' WHERE id = $1`,
);
/** The same for a sheet of assets, which may name new ones. */
export const IMPORT_ASSETS = query<{ id: string; name: string; exposure: string }>(
  'assets.import',
  `INSERT INTO asset (id, party_id, name, organisation, sub_organisation, environment, exposure, type, tagged_by)
   SELECT a.id, $1, a.name, a.organisation, a."subOrganisation", a.environment, a.exposure, a.type, 'person'
   FROM jsonb_to_recordset($2::jsonb) AS a (id uuid, name text, organisation text, "subOrganisation" text, environment text, exposure text, type text)
   ON CONFLICT (party_id, name) DO UPDATE SET organisation = coalesce(excluded.organisation, asset.organisation),
     sub_organisation = coalesce(excluded.sub_organisation, asset.sub_organisation), environment = coalesce(excluded.environment, asset.environment),
     exposure = CASE WHEN excluded.exposure = 'unknown' THEN asset.exposure ELSE excluded.exposure END, type = coalesce(excluded.type, asset.type), tagged_by = 'person'
   RETURNING id, name, exposure`,
);

// Exposures: one line per vulnerability, component and version, on however many assets and by however many feeds. Where feeds
// disagree there are two lines, and an advisory that the party does not see stands alone.
const LIVE = `
  FROM exposure e JOIN component c ON c.id = e.component_id AND c.removed_at IS NULL JOIN inventory i ON i.id = c.inventory_id LEFT JOIN advisory a ON a.id = e.advisory_id
  WHERE e.ended_at IS NULL AND ($1::uuid IS NULL OR e.party_id = $1) AND ($2::text IS NULL OR e.state = $2) AND ($3::uuid IS NULL OR e.advisory_id = $3)
    AND ($4::text IS NULL OR position(lower($4) IN lower(concat_ws(' ', c.vendor, c.name, c.version, a.public_id, a.title))) > 0)`;
const GROUPED = `GROUP BY e.party_id, coalesce(a.about, e.advisory_id::text), e.state, c.name, c.vendor, c.version`;
const SPEAKS = `array_position(ARRAY['ours', 'osv', 'csaf', 'cve', 'nvd'], a.source), e.since, e.id`;
export interface ExposureGroup {
  /** The exposure that speaks for the line, and its advisory. */
  readonly id: string;
  readonly advisory_id: string;
  /** Of each advisory in it one exposure, by the id of the advisory. */
  readonly advisories: Readonly<Record<string, string>>;
  readonly assets: number;
  readonly since: string;
  readonly as_of: string;
}
export const EXPOSURES = query<ExposureGroup>(
  'exposures.list',
  `SELECT (array_agg(e.id ORDER BY ${SPEAKS}))[1] AS id, (array_agg(e.advisory_id ORDER BY ${SPEAKS}))[1] AS advisory_id, jsonb_object_agg(e.advisory_id, e.id) AS advisories, count(DISTINCT e.asset_id) AS assets, min(e.since) AS since, max(greatest(e.as_of, i.matched_at)) AS as_of
   ${LIVE} ${GROUPED}
   ORDER BY array_position(ARRAY['affected', 'undetermined', 'not_affected'], e.state), min(array_position(ARRAY['critical', 'high', 'medium', 'low', 'none', 'unknown'], a.severity)),
     min(e.since) DESC, 1 LIMIT $5 OFFSET $6`,
);
export const COUNT_EXPOSURES = query<{ total: number }>(
  'exposures.count',
  `SELECT count(*) AS total FROM (SELECT 1 ${LIVE} ${GROUPED}) AS g`,
);
export interface ExposureRow {
  id: string;
  party_id: string;
  party_name: string | null;
  advisory_id: string;
  public_id: string | null;
  title: string | null;
  severity: string | null;
  kev: boolean;
  state: 'affected' | 'not_affected' | 'undetermined';
  tier: string;
  informational: boolean;
  fixed_in: string | null;
  reason: unknown;
  evidence: Record<string, unknown>;
  name: string;
  vendor: string | null;
  version: string | null;
  purl: string | null;
  line: number | null;
  inventory: string | null;
  duty_id: string | null;
}
export const EXPOSURE_DETAILS = query<ExposureRow>(
  'exposures.details',
  `SELECT e.id, e.party_id, p.name AS party_name, e.advisory_id, a.public_id, a.title, a.severity, EXISTS (SELECT 1 FROM kev k WHERE k.cve = ANY (a.aliases || a.public_id)) AS kev,
     e.state, e.tier, e.informational, e.fixed_in, e.reason, e.evidence, c.name, c.vendor, c.version, c.purl, c.line, i.name AS inventory,
     (SELECT d.id FROM duty d WHERE d.advisory_id = e.advisory_id AND d.party_id = e.party_id AND d.package = e.package AND d.ended_at IS NULL
      ORDER BY (d.state = 'open') DESC, (d.asset_id = e.asset_id) DESC, d.worst_due NULLS LAST, d.id LIMIT 1) AS duty_id
   FROM exposure e JOIN component c ON c.id = e.component_id LEFT JOIN inventory i ON i.id = c.inventory_id
   LEFT JOIN advisory a ON a.id = e.advisory_id LEFT JOIN party p ON p.id = e.party_id WHERE e.id = ANY ($1)`,
);
