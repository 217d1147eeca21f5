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
  created_at timestamptz NOT NULL
);
CALL protect('model_release', 'id');

-- What was measured, as of when. `name` is funnel, holds or burndown:<model id>.
CREATE TABLE measure (
  name text PRIMARY KEY,
  at timestamptz NOT NULL,
  figures jsonb NOT NULL
);
GRANT SELECT ON measure TO leadtime_app, leadtime_worker;
GRANT INSERT, UPDATE, DELETE ON measure TO leadtime_worker;

INSERT INTO verb_reach (verb, table_name, db_role)
SELECT v, t, 'leadtime_worker' FROM (VALUES
  ('measures.take', ARRAY['report', 'report_drop', 'finding', 'vulnerability', 'hold', 'duty', 'exposure', 'advisory', 'model_release', 'coordination_case', 'party', 'decision', 'edge'])
) AS reach (v, tables), unnest(tables) AS t;
INSERT INTO verb_reach VALUES ('access.sign-in', 'notice', 'leadtime_app');

