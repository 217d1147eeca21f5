-- "Who was exposed on day D, as known on day K": verdicts with two times. When the component ran, as its inventories say (valid), and
-- when this instance held the verdict (known). Rows are only added, and closed once; docs/decisions/2026-11-23-exposure-history.md.

-- When a component ran: from the time of the first inventory that lists it to the time of the first that does not.
ALTER TABLE component ADD COLUMN ran_from timestamptz, ADD COLUMN ran_until timestamptz;
-- What was listed before the last inventory keeps the time it came: what the one before it spoke of was not kept.
UPDATE component c SET ran_from = least(c.detected_at, CASE WHEN c.detected_at >= i.uploaded_at THEN i.as_of ELSE c.detected_at END), ran_until = c.removed_at
FROM inventory i WHERE i.id = c.inventory_id;
ALTER TABLE component ALTER COLUMN ran_from SET NOT NULL, ADD CONSTRAINT component_ran CHECK (ran_until >= ran_from),
  ADD CONSTRAINT component_gone_ran CHECK ((removed_at IS NULL) = (ran_until IS NULL));
-- What a later inventory of an earlier time cuts shorter, and what went before it was ever matched.
DROP INDEX component_gone;
CREATE INDEX component_gone ON component (inventory_id, ran_until) WHERE removed_at IS NOT NULL;
CREATE INDEX component_unjudged ON component (inventory_id, id) WHERE removed_at IS NOT NULL AND reason ->> 'code' = 'not-matched-yet';

-- When an advisory came to this instance. NULL: before this was kept.
ALTER TABLE advisory ADD COLUMN received_at timestamptz;
ALTER TABLE advisory ALTER COLUMN received_at SET DEFAULT now_at();

CREATE TABLE exposure_history (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  party_id uuid NOT NULL REFERENCES party,
  advisory_id uuid NOT NULL REFERENCES advisory,
  component_id uuid NOT NULL REFERENCES component,
  asset_id uuid NOT NULL REFERENCES asset,
  inventory_id uuid NOT NULL REFERENCES inventory,
  package text NOT NULL,
  state text NOT NULL CHECK (state IN ('affected', 'undetermined')), -- "not affected" is no row: the closing of the one before tells of it
  tier text NOT NULL,
  informational boolean NOT NULL,
  fixed_in text,
  revision text NOT NULL,          -- of the advisory: digest of the content that claims it
  valid_from timestamptz NOT NULL,
  valid_until timestamptz,         -- NULL: it still runs, as far as is known
  known_from timestamptz NOT NULL,
  known_until timestamptz,         -- NULL: held today
  learnt_by text NOT NULL CHECK (learnt_by IN ('advisory', 'inventory', 'earlier')), -- what came; earlier: before this history was kept
  closed_why text CHECK (closed_why IN ('advisory-changed', 'advisory-withdrawn', 'inventory-changed', 'inventory-removed', 'earlier')),
  CHECK (valid_until > valid_from),
  CHECK (known_until >= known_from),
  CHECK ((known_until IS NULL) = (closed_why IS NULL))
);
CREATE UNIQUE INDEX exposure_history_held ON exposure_history (advisory_id, component_id) WHERE known_until IS NULL;
CREATE INDEX exposure_history_inventory ON exposure_history (inventory_id) WHERE known_until IS NULL;
CREATE INDEX exposure_history_party ON exposure_history (party_id, advisory_id);
CREATE INDEX exposure_history_component ON exposure_history (component_id, advisory_id);
CALL protect('exposure_history', 'party_id', tiers => ARRAY['owner', 'delegate']);

-- Parties read it and never write it; the matcher adds, and closes what it no longer holds.
REVOKE INSERT, UPDATE, DELETE ON exposure_history FROM leadtime_app;
REVOKE UPDATE, DELETE ON exposure_history FROM leadtime_worker;
GRANT UPDATE (known_until, closed_why) ON exposure_history TO leadtime_worker;
CREATE FUNCTION keep_exposure_history() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.known_until IS NOT NULL OR NEW.known_until IS NULL
    OR to_jsonb(NEW) - 'known_until' - 'closed_why' <> to_jsonb(OLD) - 'known_until' - 'closed_why' THEN
    RAISE EXCEPTION 'what was known is not changed: a row of exposure_history is closed once, and no more' USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER exposure_history_kept BEFORE UPDATE ON exposure_history FOR EACH ROW EXECUTE FUNCTION keep_exposure_history();
INSERT INTO verb_reach VALUES ('exposures.match', 'exposure_history', 'leadtime_worker');

-- What is on record already: as held since it is held. What was "not affected" at last says nothing of what it was before.
INSERT INTO exposure_history (party_id, advisory_id, component_id, asset_id, inventory_id, package, state, tier, informational, fixed_in, revision,
  valid_from, valid_until, known_from, known_until, learnt_by, closed_why)
SELECT e.party_id, e.advisory_id, e.component_id, e.asset_id, c.inventory_id, e.package, e.state, e.tier, e.informational, e.fixed_in, coalesce(e.evidence ->> 'revision', ''),
  c.ran_from, h.valid_until, h.known_from, h.known_until, 'earlier', CASE WHEN h.known_until IS NOT NULL THEN CASE
    WHEN e.ended_why = 'component-gone' THEN 'inventory-changed' WHEN e.ended_why IN ('inventory-removed', 'advisory-withdrawn', 'advisory-changed') THEN e.ended_why ELSE 'earlier' END END
FROM exposure e JOIN component c ON c.id = e.component_id
CROSS JOIN LATERAL (
  SELECT NULL::timestamptz AS valid_until, e.since AS known_from, e.ended_at AS known_until
  -- What ended because the component went is known to have run until then.
  UNION ALL SELECT c.ran_until, e.ended_at, NULL WHERE e.ended_why IN ('component-gone', 'inventory-removed')) AS h
WHERE e.state <> 'not_affected' AND (h.valid_until IS NULL OR h.valid_until > c.ran_from) AND (h.known_until IS NULL OR h.known_until >= h.known_from);
