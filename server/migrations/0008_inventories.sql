-- What operators run, which advisories reach it, what must be done by when. All of it is the operator's own.

CREATE TABLE inventory (
  id uuid PRIMARY KEY,
  party_id uuid NOT NULL REFERENCES party,
  name text NOT NULL,
  format text NOT NULL,
  blob_id uuid,
  uploaded_at timestamptz NOT NULL,
  components integer NOT NULL DEFAULT 0,
  problems integer NOT NULL DEFAULT 0,
  UNIQUE (party_id, name)
);
CALL protect('inventory', 'party_id', tiers => ARRAY['owner', 'delegate']);

CREATE TABLE asset (
  id uuid PRIMARY KEY,
  party_id uuid NOT NULL REFERENCES party,
  name text NOT NULL,
  organisation text,
  sub_organisation text,
  environment text,
  exposure text NOT NULL DEFAULT 'unknown' CHECK (exposure IN ('public', 'internal', 'unknown')),
  type text,
  UNIQUE (party_id, name)
);
CALL protect('asset', 'party_id', tiers => ARRAY['owner', 'delegate']);

CREATE TABLE component (
  id uuid PRIMARY KEY,
  party_id uuid NOT NULL REFERENCES party,
  inventory_id uuid NOT NULL REFERENCES inventory ON DELETE CASCADE,
  asset_id uuid NOT NULL REFERENCES asset,
  name text NOT NULL,
  version text,
  purl text,
  vendor text,
  line integer,
  package text,                    -- namespace and name for matching; NULL: cannot be matched
  version_key bytea,
  flags integer NOT NULL DEFAULT 0,
  reason jsonb NOT NULL,
  detected_at timestamptz NOT NULL
);
CREATE INDEX component_package ON component (package, version_key);
CREATE INDEX component_inventory ON component (inventory_id, name, id);
CREATE INDEX component_asset ON component (asset_id);
CREATE INDEX component_party ON component (party_id);
CALL protect('component', 'party_id', tiers => ARRAY['owner', 'delegate']);

CREATE TABLE exposure (
  id uuid PRIMARY KEY,
  party_id uuid NOT NULL REFERENCES party,
  advisory_id uuid NOT NULL REFERENCES advisory,
  component_id uuid NOT NULL REFERENCES component ON DELETE CASCADE,
  asset_id uuid NOT NULL,
  state text NOT NULL CHECK (state IN ('affected', 'not_affected', 'undetermined')),
  tier text NOT NULL,
  evidence jsonb NOT NULL,
  since timestamptz NOT NULL,
  as_of timestamptz NOT NULL,
  ended_at timestamptz,
  UNIQUE (advisory_id, component_id)
);
CREATE INDEX exposure_party ON exposure (party_id, state, since DESC) WHERE ended_at IS NULL;
CREATE INDEX exposure_component ON exposure (component_id);
CALL protect('exposure', 'party_id', tiers => ARRAY['owner', 'delegate']);

CREATE TABLE duty (
  id uuid PRIMARY KEY,
  party_id uuid NOT NULL REFERENCES party,
  advisory_id uuid NOT NULL REFERENCES advisory,
  asset_id uuid NOT NULL REFERENCES asset,
  component_id uuid,
  component text NOT NULL,
  version text,
  fixed_in text,
  exposure_state text NOT NULL,
  state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'mitigated', 'fixed', 'not_affected')),
  detected_at timestamptz NOT NULL,
  due date,
  rank double precision NOT NULL,
  priority jsonb NOT NULL,
  answered_at timestamptz,
  until date,
  ended_at timestamptz,
  UNIQUE (party_id, advisory_id, asset_id, component)
);
CREATE INDEX duty_party ON duty (party_id, rank, due, id) WHERE ended_at IS NULL;
CREATE INDEX duty_advisory ON duty (advisory_id);
CALL protect('duty', 'party_id', tiers => ARRAY['owner', 'delegate']);

CREATE TABLE duty_event (
  id uuid PRIMARY KEY,
  duty_id uuid NOT NULL REFERENCES duty ON DELETE CASCADE,
  party_id uuid NOT NULL,
  at timestamptz NOT NULL,
  state text NOT NULL,
  by_name text NOT NULL,
  note text NOT NULL,
  justification text,
  evidence text,
  decision jsonb
);
CREATE INDEX duty_event_duty ON duty_event (duty_id, at);
CALL protect('duty_event', 'party_id', tiers => ARRAY['owner', 'delegate']);

INSERT INTO verb_reach (verb, table_name, db_role)
SELECT v, t, r FROM (VALUES
  ('exposures.match', ARRAY['advisory', 'advisory_interval', 'advisory_revision', 'component', 'asset', 'inventory', 'exposure', 'duty', 'duty_event', 'party', 'vulnerability', 'visibility', 'ledger_entry', 'delegation'])
) AS reach (v, tables), unnest(tables) AS t, unnest(ARRAY['leadtime_worker']) AS r;

-- How many operators of each sector a vulnerability reaches: counts without names, for those who coordinate or maintain it.
CREATE FUNCTION sector_exposure(of_vulnerability uuid)
RETURNS TABLE (sector text, operators bigint, open bigint, closed bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = leadtime, pg_temp AS $$
  SELECT coalesce(p.sector, 'unknown sector'), count(DISTINCT d.party_id),
    count(DISTINCT d.party_id) FILTER (WHERE d.state = 'open'), count(DISTINCT d.party_id) FILTER (WHERE d.state <> 'open')
  FROM duty d JOIN advisory a ON a.id = d.advisory_id JOIN party p ON p.id = d.party_id
  WHERE a.vulnerability_id = of_vulnerability AND d.ended_at IS NULL AND EXISTS (
    SELECT 1 FROM visibility m WHERE m.wall = of_vulnerability AND m.party_id = me() AND m.tier IN ('coordinator', 'maintainer'))
  GROUP BY 1 ORDER BY 2 DESC, 1
$$;
REVOKE ALL ON FUNCTION sector_exposure FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sector_exposure TO leadtime_app;
