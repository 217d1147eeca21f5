-- Measures: counts that a worker verb takes over all parties, kept without content; models with their planned dates.
-- A model row is information. Nothing reads it to allow, refuse or delay anything (EO 14409 §3(c)).

CREATE TABLE model_release (
  id uuid PRIMARY KEY,
  party_id uuid NOT NULL REFERENCES party,
  name text NOT NULL,
  developer text NOT NULL,
  opens_at timestamptz NOT NULL,
  partners_at timestamptz,
  release_at timestamptz NOT NULL,
  state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'withdrawn', 'released')),
  note text NOT NULL DEFAULT '',
  -- What is scanned, in which parts, by whom: the denominator of the burn-down (lib/measure ScanPlan, a part per project).
  -- NULL until the first measure is taken: then one part per project known at that time, without declared runs.
  plan jsonb,
  plan_by_default boolean NOT NULL DEFAULT true,
  plan_declared_at timestamptz,
  created_at timestamptz NOT NULL
);
CREATE INDEX model_release_dates ON model_release (release_at DESC, id);
-- Its developer and the clearinghouse hold it; parties of oversight read it. Other developers do not.
CALL protect('model_release', 'id');

-- Findings by the model that made them, and by when they came.
CREATE INDEX finding_model ON finding (model, vulnerability_id) WHERE model IS NOT NULL;
CREATE INDEX finding_received ON finding (received_at);

-- What was measured, as of when: counts without content. `name` is funnel:<days>, holds or burndown:<model id>; a figure
-- of one model is behind that model's wall.
CREATE TABLE measure (
  name text PRIMARY KEY,
  at timestamptz NOT NULL,
  figures jsonb NOT NULL,
  wall uuid
);
CALL protect('measure', 'wall', 'wall IS NULL');

INSERT INTO verb_reach (verb, table_name, db_role)
SELECT v, t, 'leadtime_worker' FROM (VALUES
  ('measures.take', ARRAY['report', 'report_drop', 'finding', 'vulnerability', 'hold', 'duty', 'exposure', 'advisory', 'model_release', 'coordination_case', 'party', 'project', 'measure', 'visibility', 'ledger_entry'])
) AS reach (v, tables), unnest(tables) AS t;
INSERT INTO verb_reach VALUES ('access.sign-in', 'notice', 'leadtime_app');

