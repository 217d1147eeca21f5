-- Cases: one thread and one clock per vulnerability. Law 9: every wait before telling is a hold with owner, reason, expiry.

CREATE TABLE coordination_case (
  id uuid PRIMARY KEY,
  vulnerability_id uuid NOT NULL UNIQUE REFERENCES vulnerability,
  state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'told', 'acknowledged', 'fix_ready', 'published', 'closed')),
  opened_at timestamptz NOT NULL,
  told_at timestamptz,
  acknowledged_at timestamptz,
  embargo_until timestamptz,
  embargo_zone text,
  embargo_basis text,
  fix_version text,
  fix_commit text,
  fix_at timestamptz,
  CHECK ((state = 'open') = (told_at IS NULL) OR state IN ('published', 'closed'))
);
CALL protect('coordination_case', 'vulnerability_id');

CREATE TABLE hold (
  id uuid PRIMARY KEY,
  vulnerability_id uuid NOT NULL REFERENCES vulnerability,
  kind text NOT NULL CHECK (kind IN ('not_validated', 'maintainer_capacity', 'no_contact', 'other')),
  reason text NOT NULL CHECK (length(reason) > 0),
  owner_id uuid REFERENCES person,
  owner_name text NOT NULL,
  since timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  ended_at timestamptz,
  CHECK (expires_at > since)
);
CREATE INDEX hold_open ON hold (vulnerability_id) WHERE ended_at IS NULL;
CREATE UNIQUE INDEX hold_one_of_a_kind ON hold (vulnerability_id, kind) WHERE ended_at IS NULL;
CALL protect('hold', 'vulnerability_id');

-- What waits for a project, in order of priority; a place is a count, not a column.
CREATE TABLE line (
  vulnerability_id uuid PRIMARY KEY REFERENCES vulnerability,
  project_id uuid NOT NULL REFERENCES project,
  rank double precision NOT NULL,
  since timestamptz NOT NULL
);
CREATE INDEX line_project ON line (project_id, rank, since, vulnerability_id);
CALL protect('line', 'vulnerability_id');

-- One row per telling: the weekly budget counts these.
CREATE TABLE telling (
  vulnerability_id uuid PRIMARY KEY REFERENCES vulnerability,
  project_id uuid NOT NULL REFERENCES project,
  at timestamptz NOT NULL
);
CREATE INDEX telling_project ON telling (project_id, at);
CALL protect('telling', 'vulnerability_id');

CREATE TABLE message (
  id uuid PRIMARY KEY,
  vulnerability_id uuid NOT NULL REFERENCES vulnerability,
  lane text NOT NULL CHECK (lane IN ('shared', 'coordinators')),
  person_id uuid,
  author text NOT NULL,
  party_id uuid NOT NULL,
  body text NOT NULL,
  at timestamptz NOT NULL
);
CREATE INDEX message_thread ON message (vulnerability_id, at);
CALL protect('message', 'vulnerability_id');
CALL let_knowers_add('message', 'vulnerability_id');
-- The coordinators' own lane is behind a wall of its own: a restrictive policy that no other policy widens.
CREATE POLICY coordinators_lane ON message AS RESTRICTIVE TO leadtime_app USING (
  lane = 'shared' OR EXISTS (
    SELECT 1 FROM visibility v WHERE v.wall = message.vulnerability_id AND v.party_id = (SELECT me()) AND v.tier = 'coordinator'
      AND v.valid_from <= (SELECT now_at()) AND (v.valid_until IS NULL OR v.valid_until > (SELECT now_at()))));

CREATE TABLE vendor_status (
  vulnerability_id uuid NOT NULL REFERENCES vulnerability,
  product text NOT NULL,
  status text NOT NULL DEFAULT 'not_answered'
    CHECK (status IN ('not_answered', 'not_looked', 'looking', 'affected', 'not_affected', 'fixed')),
  justification text,
  fixed_version text,
  by_name text,
  at timestamptz,
  PRIMARY KEY (vulnerability_id, product)
);
CALL protect('vendor_status', 'vulnerability_id');

-- The line of a project without content: place, severity and since when, for its maintainer and the coordinators.
CREATE FUNCTION project_line(of_project uuid)
RETURNS TABLE (vulnerability_id uuid, place bigint, severity text, since timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = leadtime, pg_temp AS $$
  SELECT l.vulnerability_id, row_number() OVER (ORDER BY l.rank, l.since, l.vulnerability_id), v.severity, l.since
  FROM line l JOIN vulnerability v ON v.id = l.vulnerability_id
  WHERE l.project_id = of_project AND EXISTS (
    SELECT 1 FROM visibility m WHERE m.wall = of_project AND m.party_id = me() AND m.tier IN ('coordinator', 'owner', 'maintainer') AND m.valid_from <= now_at() AND (m.valid_until IS NULL OR m.valid_until > now_at()))
$$;
CREATE FUNCTION project_load(of_project uuid, week_start timestamptz)
RETURNS TABLE (told bigint, waiting bigint, open_cases bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = leadtime, pg_temp AS $$
  SELECT (SELECT count(*) FROM telling t WHERE t.project_id = of_project AND t.at >= week_start),
    (SELECT count(*) FROM line l WHERE l.project_id = of_project),
    (SELECT count(*) FROM telling t JOIN coordination_case c ON c.vulnerability_id = t.vulnerability_id
     WHERE t.project_id = of_project AND c.state NOT IN ('published', 'closed'))
  WHERE EXISTS (SELECT 1 FROM visibility m WHERE m.wall = of_project AND m.party_id = me() AND m.tier IN ('coordinator', 'owner', 'maintainer') AND m.valid_from <= now_at() AND (m.valid_until IS NULL OR m.valid_until > now_at()))
$$;
REVOKE ALL ON FUNCTION project_line, project_load FROM PUBLIC;
GRANT EXECUTE ON FUNCTION project_line, project_load TO leadtime_app;

INSERT INTO verb_reach (verb, table_name, db_role)
SELECT v, t, 'leadtime_worker' FROM (VALUES
  ('cases.pace', ARRAY['project', 'project_package', 'line', 'telling', 'hold', 'vulnerability', 'coordination_case', 'visibility', 'vendor_status', 'ledger_entry', 'party', 'finding', 'decision']),
  ('findings.read', ARRAY['coordination_case', 'hold', 'line', 'telling'])
) AS reach (v, tables), unnest(tables) AS t;
