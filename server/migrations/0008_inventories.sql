-- What operators run, which advisories reach it, what must be done by when. All of it is the operator's own: visible to the
-- party itself and to whom it named to act for it (tier delegate), to nobody who merely knows the party's name.

CREATE TABLE inventory (
  id uuid PRIMARY KEY,
  party_id uuid NOT NULL REFERENCES party,
  name text NOT NULL,
  format text NOT NULL CHECK (format IN ('cyclonedx', 'sheet')),
  digest bytea NOT NULL,           -- of the bytes as sent
  as_of timestamptz NOT NULL,      -- the time it speaks of: when it says it was made, else when it was sent
  dated boolean NOT NULL,          -- it says itself when it was made
  uploaded_at timestamptz NOT NULL,
  changed_at timestamptz NOT NULL, -- when other bytes than before were sent
  matched_at timestamptz,          -- NULL: not yet matched since it was sent
  components integer NOT NULL DEFAULT 0,
  problems integer NOT NULL DEFAULT 0,
  removed_at timestamptz
);
CREATE UNIQUE INDEX inventory_name ON inventory (party_id, name) WHERE removed_at IS NULL;
CREATE INDEX inventory_waiting ON inventory (uploaded_at) WHERE matched_at IS NULL;
CALL protect('inventory', 'party_id', tiers => ARRAY['owner', 'delegate']);

-- The bytes as sent, sealed as in `blob`; behind the operator's wall, not one of their own.
CREATE TABLE inventory_file (
  id uuid PRIMARY KEY,
  party_id uuid NOT NULL REFERENCES party,
  inventory_id uuid NOT NULL REFERENCES inventory,
  digest bytea NOT NULL,
  size bigint NOT NULL,
  key_id text NOT NULL,
  bytes bytea,
  created_at timestamptz NOT NULL
);
CREATE INDEX inventory_file_inventory ON inventory_file (inventory_id, created_at DESC);
CALL protect('inventory_file', 'party_id', tiers => ARRAY['owner', 'delegate']);

CREATE TABLE asset (
  id uuid PRIMARY KEY,
  party_id uuid NOT NULL REFERENCES party,
  name text NOT NULL,
  organisation text,
  sub_organisation text,
  environment text,
  exposure text NOT NULL DEFAULT 'unknown' CHECK (exposure IN ('public', 'internal', 'unknown')),
  type text,
  tagged_by text NOT NULL DEFAULT 'inventory' CHECK (tagged_by IN ('inventory', 'person')), -- a person's word outlives the next inventory
  UNIQUE (party_id, name)
);
CALL protect('asset', 'party_id', tiers => ARRAY['owner', 'delegate']);

CREATE TABLE component (
  id uuid PRIMARY KEY,
  party_id uuid NOT NULL REFERENCES party,
  inventory_id uuid NOT NULL REFERENCES inventory,
  asset_id uuid NOT NULL REFERENCES asset,
  fingerprint bytea NOT NULL,      -- what makes it the same component in the next inventory of this name
  name text NOT NULL,
  version text,
  purl text,
  vendor text,
  line integer,
  package text,                    -- what duties go by: the first key's package without a release; NULL: cannot be matched
  -- The verdict, kept by exposures.match: what the list shows and filters by.
  state text NOT NULL CHECK (state IN ('affected', 'undetermined', 'no_advisory', 'not_affected', 'cannot_match')),
  reason jsonb NOT NULL,
  rests_on text,                   -- the feed whose age limits "not affected"; NULL: none
  detected_at timestamptz NOT NULL,
  removed_at timestamptz           -- kept after its inventory dropped it only where an exposure tells of it
);
CREATE UNIQUE INDEX component_same ON component (inventory_id, fingerprint) WHERE removed_at IS NULL;
CREATE INDEX component_state ON component (inventory_id, state) WHERE removed_at IS NULL;
CREATE INDEX component_inventory ON component (inventory_id, id) WHERE removed_at IS NULL;
CREATE INDEX component_gone ON component (inventory_id) WHERE removed_at IS NOT NULL;
CREATE INDEX component_asset ON component (asset_id, package) WHERE removed_at IS NULL;
CALL protect('component', 'party_id', tiers => ARRAY['owner', 'delegate']);

-- Under which packages a component is looked up, and with which version: what lib/exposure identified.
CREATE TABLE component_key (
  component_id uuid NOT NULL REFERENCES component ON DELETE CASCADE,
  position smallint NOT NULL,
  party_id uuid NOT NULL,
  package text NOT NULL,
  via text NOT NULL,
  version_key bytea,               -- NULL: no version stated
  version_text text,
  flags integer NOT NULL,
  PRIMARY KEY (component_id, position)
);
CREATE INDEX component_key_range ON component_key (package, version_key, component_id);
CREATE INDEX component_key_package ON component_key (package, component_id);
-- Rows that no range decides (lib/exposure VERSION_JUDGE_MASK = 59).
CREATE INDEX component_key_judged ON component_key (package, component_id) WHERE version_key IS NULL OR flags & 59 <> 0;
CALL protect('component_key', 'party_id', tiers => ARRAY['owner', 'delegate']);

CREATE TABLE exposure (
  id uuid PRIMARY KEY,
  party_id uuid NOT NULL REFERENCES party,
  advisory_id uuid NOT NULL REFERENCES advisory,
  component_id uuid NOT NULL REFERENCES component,
  asset_id uuid NOT NULL REFERENCES asset,
  package text NOT NULL,           -- the component's
  state text NOT NULL CHECK (state IN ('affected', 'not_affected', 'undetermined')),
  tier text NOT NULL,
  informational boolean NOT NULL,  -- unmaintained and the like: told, no duty
  fixed_in text,
  reason jsonb NOT NULL,
  evidence jsonb NOT NULL,
  since timestamptz NOT NULL,
  as_of timestamptz NOT NULL,
  ended_at timestamptz,
  ended_why text CHECK (ended_why IN ('component-gone', 'inventory-removed', 'advisory-withdrawn', 'advisory-changed')),
  UNIQUE (advisory_id, component_id)
);
-- An asset is of one party, so look-ups by group name the asset and not the party; and ends stand in the component's index. So no
-- plan, however old its statistics, walks all exposures of a party or an asset to find those of one group or one component.
CREATE INDEX exposure_group ON exposure (asset_id, advisory_id, package) WHERE ended_at IS NULL;
CREATE INDEX exposure_component ON exposure (component_id, ended_at);
CREATE INDEX exposure_party ON exposure (party_id) WHERE ended_at IS NULL;
CALL protect('exposure', 'party_id', tiers => ARRAY['owner', 'delegate']);

-- Which advisory has reached which party, ever: so that it is told once.
CREATE TABLE advisory_reach (
  party_id uuid NOT NULL REFERENCES party,
  advisory_id uuid NOT NULL REFERENCES advisory,
  since timestamptz NOT NULL,
  PRIMARY KEY (party_id, advisory_id)
);
CALL protect('advisory_reach', 'party_id', tiers => ARRAY['owner', 'delegate']);

-- One duty per advisory, asset and package; nothing is deleted.
CREATE TABLE duty (
  id uuid PRIMARY KEY,
  party_id uuid NOT NULL REFERENCES party,
  advisory_id uuid NOT NULL REFERENCES advisory,
  asset_id uuid NOT NULL REFERENCES asset,
  package text NOT NULL,
  component_id uuid NOT NULL REFERENCES component,
  component text NOT NULL,
  version text,
  fixed_in text,
  why text NOT NULL,
  exposure_state text NOT NULL CHECK (exposure_state IN ('affected', 'not_affected', 'undetermined')),
  state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'mitigated', 'fixed', 'not_affected')),
  detected_at timestamptz NOT NULL, -- when the advisory was first seen to reach this asset: what starts the clock of BOD 26-04
  due date,
  worst_due date,                  -- due, or the earliest that it could be where the outcome is not known; what lists are ordered by
  rank double precision NOT NULL,
  priority jsonb NOT NULL,
  decision jsonb NOT NULL,         -- the last one; all of them are in duty_event
  forensic boolean NOT NULL DEFAULT false,
  due_told date,
  answered_at timestamptz,
  justification text,
  until date,
  ended_at timestamptz,            -- nothing left to do, and nobody did it: the claim or the component went away
  ended_why text,
  UNIQUE (asset_id, advisory_id, package)
);
CREATE INDEX duty_component ON duty (component_id);
CREATE INDEX duty_advisory ON duty (advisory_id, party_id, package);
CREATE INDEX duty_party ON duty (party_id) WHERE ended_at IS NULL;
CREATE INDEX duty_falling_due ON duty (due) WHERE state = 'open' AND ended_at IS NULL AND due_told IS DISTINCT FROM due;
CREATE INDEX duty_until ON duty (until) WHERE state = 'mitigated' AND ended_at IS NULL;
CALL protect('duty', 'party_id', tiers => ARRAY['owner', 'delegate']);

CREATE TABLE duty_event (
  id uuid PRIMARY KEY,
  duty_id uuid NOT NULL REFERENCES duty,
  party_id uuid NOT NULL,
  at timestamptz NOT NULL,
  kind text NOT NULL CHECK (kind IN ('opened', 'decided', 'answered', 'reopened', 'confirmed', 'ended')),
  state text NOT NULL,
  by_name text NOT NULL,
  note text NOT NULL,
  justification text,
  evidence text,
  decision jsonb,
  n bigint GENERATED ALWAYS AS IDENTITY -- in which order, within one moment
);
CREATE INDEX duty_event_duty ON duty_event (duty_id, n);
CALL protect('duty_event', 'party_id', tiers => ARRAY['owner', 'delegate']);

-- On which outside facts (KEV, SSVC, CVSS) the duties of an advisory were last decided, and when feeds were last compared.
CREATE TABLE duty_basis (advisory_id uuid PRIMARY KEY REFERENCES advisory, facts jsonb NOT NULL, at timestamptz NOT NULL);
CREATE TABLE duty_feeds (single boolean PRIMARY KEY DEFAULT true CHECK (single), compared_at timestamptz);
INSERT INTO duty_feeds DEFAULT VALUES;
GRANT SELECT, INSERT, UPDATE, DELETE ON duty_basis TO leadtime_worker;
GRANT SELECT, UPDATE ON duty_feeds TO leadtime_worker;

-- Matching sees across parties; so does deciding, which looks at duties when facts or days change. What an operator does
-- itself runs as the operator; `inventory.keep` lets that reach the ledger behind the operator's own wall, also when a
-- delegate does it.
INSERT INTO verb_reach (verb, table_name, db_role)
SELECT v, t, r FROM (VALUES
  ('exposures.match', 'leadtime_worker', ARRAY['advisory', 'advisory_interval', 'component', 'component_key', 'asset', 'inventory', 'exposure', 'advisory_reach', 'duty', 'duty_event', 'party', 'vulnerability', 'visibility', 'ledger_entry']),
  ('duties.decide', 'leadtime_worker', ARRAY['advisory', 'component', 'component_key', 'advisory_interval', 'asset', 'inventory', 'exposure', 'duty', 'duty_event', 'party', 'vulnerability', 'visibility', 'ledger_entry', 'event']),
  ('inventory.keep', 'leadtime_app', ARRAY['visibility', 'ledger_entry'])
) AS reach (v, r, tables), unnest(tables) AS t;

-- How many operators of each sector a vulnerability reaches: counts without names, for those who coordinate or maintain it.
CREATE FUNCTION sector_exposure(of_vulnerability uuid)
RETURNS TABLE (sector text, operators bigint, open bigint, closed bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = leadtime, pg_temp AS $$
  SELECT coalesce(p.sector, 'unknown sector'), count(DISTINCT d.party_id),
    count(DISTINCT d.party_id) FILTER (WHERE d.state = 'open'), count(DISTINCT d.party_id) FILTER (WHERE d.state <> 'open')
  FROM duty d JOIN advisory a ON a.id = d.advisory_id JOIN party p ON p.id = d.party_id
  WHERE a.vulnerability_id = of_vulnerability AND d.ended_at IS NULL AND EXISTS (
    SELECT 1 FROM visibility m WHERE m.wall = of_vulnerability AND m.party_id = me() AND m.tier IN ('coordinator', 'maintainer') AND m.valid_from <= now_at() AND (m.valid_until IS NULL OR m.valid_until > now_at()))
  GROUP BY 1 ORDER BY 2 DESC, 1
$$;
REVOKE ALL ON FUNCTION sector_exposure FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sector_exposure TO leadtime_app;
