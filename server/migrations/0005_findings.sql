-- Findings, and vulnerabilities: findings shown to be the same. Reading and correlating see across parties (verbs
-- `findings.*`); everybody else sees a finding through its report or, told of the vulnerability, through that.

CREATE TABLE project (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  party_id uuid REFERENCES party,
  weekly_budget integer NOT NULL DEFAULT 5 CHECK (weekly_budget >= 0),
  paused_until timestamptz,
  accepts_unvalidated boolean NOT NULL DEFAULT false,
  contact text,
  created_at timestamptz NOT NULL
);
CREATE UNIQUE INDEX project_name ON project (lower(name));
CALL protect('project', 'id');

CREATE TABLE project_package (
  package text PRIMARY KEY, -- canonical purl without version, or repository address
  project_id uuid NOT NULL REFERENCES project
);
CREATE INDEX project_package_project ON project_package (project_id);
CALL protect('project_package', 'project_id');

-- Priorities with their inputs and reasons. Thousands of vulnerabilities share a few, so each is kept once, under the digest of
-- what it says. It is read through the vulnerability.
CREATE TABLE priority (id uuid PRIMARY KEY, result jsonb NOT NULL);
CALL wall_in('priority');
CREATE FUNCTION keep_priority(said jsonb) RETURNS uuid LANGUAGE sql SECURITY DEFINER SET search_path = leadtime, pg_temp AS $$
  WITH named AS (SELECT encode(substr(sha256(convert_to(said::text, 'UTF8')), 1, 16), 'hex')::uuid AS id),
    kept AS (INSERT INTO priority (id, result) SELECT id, said FROM named ON CONFLICT DO NOTHING)
  SELECT id FROM named
$$;
REVOKE ALL ON FUNCTION keep_priority FROM PUBLIC;
GRANT EXECUTE ON FUNCTION keep_priority TO leadtime_app, leadtime_worker;

CREATE TABLE vulnerability (
  id uuid PRIMARY KEY,
  title text NOT NULL,
  target text NOT NULL,          -- canonical purl without version, repository, or name
  version text,
  location text,
  weaknesses text[] NOT NULL DEFAULT '{}',
  aliases text[] NOT NULL DEFAULT '{}',
  family text NOT NULL DEFAULT 'unknown',
  state text NOT NULL DEFAULT 'found' CHECK (state IN ('found', 'validated', 'rejected', 'told', 'fixed', 'published')),
  proof text NOT NULL DEFAULT 'none' CHECK (proof IN ('none', 'attached', 'reproduced', 'not_reproduced')),
  project_id uuid REFERENCES project,
  findings integer NOT NULL DEFAULT 0,
  reports integer NOT NULL DEFAULT 0,
  finders integer NOT NULL DEFAULT 0,
  candidates integer NOT NULL DEFAULT 0,
  severity text NOT NULL DEFAULT 'unknown',
  severity_rank smallint NOT NULL DEFAULT 9,
  kev_at date,
  automatable text NOT NULL DEFAULT 'unknown',
  technical_impact text NOT NULL DEFAULT 'unknown',
  priority_id uuid NOT NULL,
  priority_rank double precision NOT NULL,
  exposed_operators integer,
  rejected_reason text,
  line_place integer,              -- place in the project's line, kept by cases.pace; NULL: not waiting
  line_of integer,
  assigned_to uuid,
  assigned_name text,
  first_seen_at timestamptz NOT NULL,
  validated_at timestamptz,
  rejected_at timestamptz,
  told_at timestamptz,
  fixed_at timestamptz,
  published_at timestamptz,
  changed_at timestamptz NOT NULL,
  superseded_by uuid REFERENCES vulnerability,
  words tsvector NOT NULL          -- of title, target and location, split as the search splits what is typed
);
-- The pipeline gives the words with the row: taking them apart here costs it more than all the rest of the row.
CREATE FUNCTION words_of(texts text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN array_to_tsvector(ARRAY(
    SELECT left(w, 60) FROM regexp_split_to_table(lower(left(texts, 2000)), '[^[:alnum:]]+') AS w WHERE w <> ''));
-- What somebody typed, split in the same way: every word must begin one of them. NULL when there is none.
CREATE FUNCTION words_wanted(typed text) RETURNS tsquery LANGUAGE sql STABLE PARALLEL SAFE
  RETURN to_tsquery('simple', (SELECT string_agg(quote_literal(left(w, 60)) || ':*', ' & ')
    FROM regexp_split_to_table(lower(left(typed, 200)), '[^[:alnum:]]+') AS w WHERE w <> ''));
CREATE FUNCTION vulnerability_words() RETURNS trigger LANGUAGE plpgsql SET search_path = leadtime, pg_temp AS $$
BEGIN
  NEW.words := words_of(NEW.title || ' ' || NEW.target || ' ' || coalesce(NEW.location, ''));
  RETURN NEW;
END $$;
CREATE TRIGGER vulnerability_words BEFORE INSERT ON vulnerability FOR EACH ROW WHEN (NEW.words IS NULL)
  EXECUTE FUNCTION vulnerability_words();
CREATE INDEX vulnerability_queue ON vulnerability (priority_rank, first_seen_at, id) WHERE superseded_by IS NULL;
CREATE INDEX vulnerability_new ON vulnerability (first_seen_at DESC, id) WHERE superseded_by IS NULL;
CREATE INDEX vulnerability_project ON vulnerability (project_id, state) WHERE superseded_by IS NULL AND project_id IS NOT NULL;
CREATE INDEX vulnerability_aliases ON vulnerability USING gin (aliases);
CREATE INDEX vulnerability_absorbed ON vulnerability (superseded_by) WHERE superseded_by IS NOT NULL;
CREATE INDEX vulnerability_validated ON vulnerability (validated_at) WHERE validated_at IS NOT NULL;
CALL protect('vulnerability', 'id');
CREATE FUNCTION priority_of(of_vulnerability uuid) RETURNS jsonb LANGUAGE sql STABLE SECURITY DEFINER SET search_path = leadtime, pg_temp AS $$
  SELECT p.result FROM vulnerability v JOIN priority p ON p.id = v.priority_id
  WHERE v.id = of_vulnerability AND EXISTS (
    SELECT 1 FROM visibility m WHERE m.wall = of_vulnerability AND m.party_id IN (me(), everybody())
      AND m.valid_from <= now_at() AND (m.valid_until IS NULL OR m.valid_until > now_at()))
$$;
REVOKE ALL ON FUNCTION priority_of FROM PUBLIC;
GRANT EXECUTE ON FUNCTION priority_of TO leadtime_app;

CREATE TABLE finding (
  id uuid PRIMARY KEY,
  report_id uuid NOT NULL REFERENCES report,
  ordinal integer NOT NULL,
  party_id uuid NOT NULL,
  vulnerability_id uuid NOT NULL REFERENCES vulnerability,
  title text NOT NULL,
  target text NOT NULL,
  version text,
  severity text NOT NULL,
  model text,                      -- name of the model that found it, in lower case
  claim json NOT NULL,             -- FindingClaim of lib/advisory, in the very bytes that the ledger commits to
  received_at timestamptz NOT NULL,
  UNIQUE (report_id, ordinal)
);
CREATE INDEX finding_vulnerability ON finding (vulnerability_id);
CALL protect('finding', 'report_id', $more$
  EXISTS (
    SELECT 1 FROM visibility v
    WHERE v.wall = finding.vulnerability_id AND v.party_id = (SELECT me()) AND v.tier IN ('maintainer', 'coordinator')
      AND v.valid_from <= (SELECT now_at()) AND (v.valid_until IS NULL OR v.valid_until > (SELECT now_at()))
  )$more$);

CREATE TABLE attachment (
  finding_id uuid NOT NULL REFERENCES finding ON DELETE CASCADE,
  vulnerability_id uuid NOT NULL,
  report_id uuid NOT NULL,
  n integer NOT NULL,
  role text NOT NULL,
  name text NOT NULL,
  media_type text NOT NULL,
  digest bytea NOT NULL,
  size bigint NOT NULL,
  blob_id uuid,
  PRIMARY KEY (finding_id, n)
);
CREATE INDEX attachment_report ON attachment (report_id);
CALL protect('attachment', 'report_id', $more$
  EXISTS (
    SELECT 1 FROM visibility v
    WHERE v.wall = attachment.vulnerability_id AND v.party_id = (SELECT me()) AND v.tier IN ('maintainer', 'coordinator')
      AND v.valid_from <= (SELECT now_at()) AND (v.valid_until IS NULL OR v.valid_until > (SELECT now_at()))
  )$more$);

-- Keys by which findings meet. An identity key merges (E0): the first 128 bits of a SHA-256, so that to meet one of somebody
-- else takes a second preimage. A weak key only proposes, so 64 bits do: it is kept once per vulnerability and no more once
-- too many have it. Written and read by `findings.read` alone; one index each, because half a million
-- findings have four million keys.
CREATE TABLE identity_key (key uuid NOT NULL, finding_id uuid NOT NULL, PRIMARY KEY (key, finding_id));
CREATE TABLE weak_key (key bigint NOT NULL, finding_id uuid NOT NULL, PRIMARY KEY (key, finding_id));
CALL wall_in('identity_key');
CALL wall_in('weak_key');

-- Why findings are one: kept for ever, excluded when undone, enough to replay the whole partition.
CREATE TABLE edge (
  id uuid PRIMARY KEY,
  vulnerability_id uuid NOT NULL,
  a uuid NOT NULL REFERENCES finding,
  b uuid NOT NULL REFERENCES finding,
  level text NOT NULL,
  kind text NOT NULL,
  evidence jsonb NOT NULL,
  decision_id uuid,
  at timestamptz NOT NULL,
  undone_at timestamptz
);
CREATE INDEX edge_vulnerability ON edge (vulnerability_id);
CREATE INDEX edge_a ON edge (a);
CREATE INDEX edge_b ON edge (b);
CALL protect('edge', 'vulnerability_id', tiers => ARRAY['coordinator', 'maintainer']);

-- Two findings that must not meet: a split, or a settled candidate. With its evidence.
CREATE TABLE cannot_link (
  id uuid PRIMARY KEY,
  vulnerability_id uuid NOT NULL,
  a uuid NOT NULL REFERENCES finding,
  b uuid NOT NULL REFERENCES finding,
  evidence jsonb NOT NULL,
  decision_id uuid,
  at timestamptz NOT NULL,
  undone_at timestamptz
);
CREATE INDEX cannot_link_a ON cannot_link (a);
CREATE INDEX cannot_link_b ON cannot_link (b);
CALL protect('cannot_link', 'vulnerability_id', tiers => ARRAY['coordinator']);

CREATE TABLE candidate (
  id uuid PRIMARY KEY,
  a uuid NOT NULL REFERENCES vulnerability,
  b uuid NOT NULL REFERENCES vulnerability,
  score real NOT NULL,
  reasons jsonb NOT NULL,
  settle text NOT NULL,
  at timestamptz NOT NULL,
  settled_at timestamptz,
  decision text,
  decision_id uuid,
  CHECK (a < b),
  UNIQUE (a, b)
);
CREATE INDEX candidate_b ON candidate (b);
CALL protect('candidate', 'a', tiers => ARRAY['coordinator']);

-- Into which one a vulnerability was merged, through all merges: itself when into none. These go from row to row by index,
-- whatever the planner thinks of tables that have just been filled.
CREATE FUNCTION survivor_of(of_vulnerability uuid) RETURNS uuid LANGUAGE plpgsql STABLE AS $$
DECLARE
  at uuid := of_vulnerability;
  into_which uuid;
BEGIN
  LOOP
    SELECT v.superseded_by INTO into_which FROM vulnerability v WHERE v.id = at;
    IF NOT FOUND THEN RETURN NULL; END IF;
    IF into_which IS NULL THEN RETURN at; END IF;
    at := into_which;
  END LOOP;
END $$;
-- A vulnerability and all that was merged into it.
CREATE FUNCTION with_absorbed(of_vulnerability uuid) RETURNS uuid[] LANGUAGE plpgsql STABLE AS $$
DECLARE
  together uuid[] := ARRAY[of_vulnerability];
  newest uuid[] := together;
BEGIN
  LOOP
    newest := ARRAY(SELECT v.id FROM vulnerability v WHERE v.superseded_by = ANY (newest) AND v.superseded_by IS NOT NULL);
    IF cardinality(newest) = 0 THEN RETURN together; END IF;
    together := together || newest;
  END LOOP;
END $$;
-- The open candidates of a vulnerability and of all that was merged into it, the best one with each other vulnerability.
CREATE FUNCTION candidates_of(of_vulnerability uuid) RETURNS TABLE (id uuid, other uuid) LANGUAGE plpgsql STABLE ROWS 5 AS $$
DECLARE
  mine uuid[] := with_absorbed(of_vulnerability);
BEGIN
  RETURN QUERY
    SELECT DISTINCT ON (o.other) o.id, o.other
    FROM (
      SELECT c.id, c.score, survivor_of(CASE WHEN c.a = ANY (mine) THEN c.b ELSE c.a END) AS other
      FROM candidate c WHERE (c.a = ANY (mine) OR c.b = ANY (mine)) AND c.settled_at IS NULL
    ) AS o
    WHERE o.other <> of_vulnerability ORDER BY o.other, o.score DESC, o.id;
END $$;

-- What a person or a rule decided, with what is needed to take it back.
CREATE TABLE decision (
  id uuid PRIMARY KEY,
  vulnerability_id uuid NOT NULL,
  kind text NOT NULL,
  person_id uuid,
  party_id uuid,
  reason text NOT NULL,
  facts jsonb NOT NULL DEFAULT '{}',
  before jsonb NOT NULL DEFAULT '{}',
  at timestamptz NOT NULL,
  undone_at timestamptz,
  entry_id uuid
);
CREATE INDEX decision_vulnerability ON decision (vulnerability_id, at);
CALL protect('decision', 'vulnerability_id', tiers => ARRAY['coordinator', 'maintainer']);

-- True, reachable, severity: what finder, validator and vendor each say, kept apart. The newest of each counts. A finder that
-- gave no vector has no row: that it holds its finding to be true, and how bad, stands in the finding.
CREATE TABLE opinion (
  id uuid PRIMARY KEY,
  vulnerability_id uuid NOT NULL,
  rater text NOT NULL CHECK (rater IN ('finder', 'validator', 'vendor')),
  is_true text,
  reachable text,
  severity text,
  vector text,
  score real,
  person_id uuid,
  party_id uuid,
  at timestamptz NOT NULL,
  decision_id uuid
);
CREATE INDEX opinion_vulnerability ON opinion (vulnerability_id, rater, at DESC);
CALL protect('opinion', 'vulnerability_id');

-- What became of a report's findings, counted behind one look at the wall: a report may have half a million.
CREATE FUNCTION report_outcomes(of_report uuid) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = leadtime, pg_temp AS $$
  SELECT jsonb_build_object(
    'new', count(*) FILTER (WHERE v.findings = 1), 'duplicate', count(*) FILTER (WHERE v.findings > 1),
    'validated', count(v.validated_at), 'rejected', count(*) FILTER (WHERE v.state = 'rejected'),
    'told', count(v.told_at), 'fixed', count(v.fixed_at), 'published', count(v.published_at))
  FROM finding f JOIN vulnerability v ON v.id = f.vulnerability_id
  WHERE f.report_id = of_report AND EXISTS (
    SELECT 1 FROM visibility m WHERE m.wall = of_report AND m.party_id = me()
      AND m.valid_from <= now_at() AND (m.valid_until IS NULL OR m.valid_until > now_at()))
$$;
REVOKE ALL ON FUNCTION report_outcomes FROM PUBLIC;
GRANT EXECUTE ON FUNCTION report_outcomes TO leadtime_app;

INSERT INTO verb_reach (verb, table_name, db_role)
SELECT v, t, 'leadtime_worker' FROM (VALUES
  ('findings.read', ARRAY['report', 'report_problem', 'report_drop', 'blob', 'visibility', 'finding', 'attachment', 'identity_key', 'weak_key',
    'vulnerability', 'edge', 'cannot_link', 'candidate', 'decision', 'opinion', 'project', 'project_package', 'party', 'ledger_entry'])
) AS reach (v, tables), unnest(tables) AS t;
