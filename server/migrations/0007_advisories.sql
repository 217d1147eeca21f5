-- Advisories, ours and outside ones; what they say of packages as intervals of byte keys, so that "who is exposed?" is
-- a range scan. Outside feeds are public; ours become public when published.

CREATE TABLE advisory (
  id uuid PRIMARY KEY,
  public_id text NOT NULL,
  source text NOT NULL,            -- ours, osv
  vulnerability_id uuid REFERENCES vulnerability,
  title text NOT NULL,
  summary text NOT NULL DEFAULT '',
  details text NOT NULL DEFAULT '',
  aliases text[] NOT NULL DEFAULT '{}',
  tlp text NOT NULL DEFAULT 'TLP:CLEAR',
  state text NOT NULL CHECK (state IN ('draft', 'published', 'withdrawn')),
  severity text NOT NULL DEFAULT 'unknown',
  vectors text[] NOT NULL DEFAULT '{}',
  weaknesses text[] NOT NULL DEFAULT '{}',
  kev_at date,
  packages text[] NOT NULL DEFAULT '{}',
  record jsonb NOT NULL,           -- our model: Advisory (outside) or the draft (ours)
  revision integer NOT NULL DEFAULT 0,
  content_digest bytea NOT NULL,
  published_at timestamptz,
  modified_at timestamptz NOT NULL,
  words tsvector GENERATED ALWAYS AS (to_tsvector('simple', left(public_id || ' ' || title || ' ' || summary, 4000))) STORED,
  UNIQUE (source, public_id)
);
CREATE INDEX advisory_list ON advisory (source, modified_at DESC, id);
CREATE INDEX advisory_words ON advisory USING gin (words);
CREATE INDEX advisory_aliases ON advisory USING gin (aliases);
CREATE INDEX advisory_vulnerability ON advisory (vulnerability_id);
-- A published outside record is for everybody; ours is walled by its own id.
CALL protect('advisory', 'id', 'source <> ''ours''');

-- Public numbers of ours, LT-2026-0001 and on.
CREATE SEQUENCE advisory_number;
GRANT USAGE ON SEQUENCE advisory_number TO leadtime_app;

CREATE TABLE advisory_revision (
  advisory_id uuid NOT NULL REFERENCES advisory,
  number integer NOT NULL,
  at timestamptz NOT NULL,
  summary text NOT NULL,
  csaf jsonb NOT NULL,
  osv jsonb NOT NULL,
  PRIMARY KEY (advisory_id, number)
);
CALL protect('advisory_revision', 'advisory_id');

-- What advisories claim about packages, as half-open intervals of version keys [lo, hi): one row per interval, written by
-- storeIntervals (modules/inventory) from lib/exposure's rows. Drafts have none; what is withdrawn has none any more.
CREATE TABLE advisory_interval (
  advisory_id uuid NOT NULL REFERENCES advisory ON DELETE CASCADE,
  package text NOT NULL,           -- namespace and name, as lib/exposure writes them; cut and digested beyond 300 characters
  position integer NOT NULL,       -- of the interval in its claim
  lo bytea NOT NULL,
  hi bytea NOT NULL,
  flags integer NOT NULL DEFAULT 0,
  opens text NOT NULL,
  closes text,
  closes_kind text,
  claimant text NOT NULL,          -- the advisory's public id
  revision text NOT NULL,          -- digest of the content that claims it
  informational boolean NOT NULL,
  PRIMARY KEY (advisory_id, package, position)
);
CREATE INDEX advisory_interval_package ON advisory_interval (package, lo);
CALL protect('advisory_interval', 'advisory_id', $more$
  EXISTS (SELECT 1 FROM advisory a WHERE a.id = advisory_interval.advisory_id AND a.source <> 'ours')$more$);

-- Public facts from outside.
CREATE TABLE kev (cve text PRIMARY KEY, added_at date NOT NULL, due_at date, ransomware text, record jsonb NOT NULL);
CREATE TABLE ssvc (cve text PRIMARY KEY, automatable text NOT NULL, technical_impact text NOT NULL, exploitation text NOT NULL, at timestamptz, record jsonb NOT NULL);
CREATE TABLE feed (
  source text PRIMARY KEY,
  records integer NOT NULL DEFAULT 0,
  last_success_at timestamptz,
  as_of timestamptz,
  max_age_hours integer NOT NULL,
  running boolean NOT NULL DEFAULT false,
  progress text,
  resume jsonb NOT NULL DEFAULT '{}',
  last_error text
);
INSERT INTO feed (source, max_age_hours) VALUES ('kev', 48), ('osv', 48), ('ssvc', 168);
GRANT SELECT ON kev, ssvc, feed TO leadtime_app, leadtime_worker;
GRANT INSERT, UPDATE, DELETE ON kev, ssvc, feed TO leadtime_app, leadtime_worker;

INSERT INTO verb_reach (verb, table_name, db_role)
SELECT v, t, r FROM (VALUES
  ('advisories.import', ARRAY['advisory', 'advisory_interval', 'ledger_entry', 'visibility']),
  ('advisories.publish', ARRAY['party', 'visibility'])
) AS reach (v, tables), unnest(tables) AS t, unnest(ARRAY['leadtime_app', 'leadtime_worker']) AS r;
INSERT INTO verb_reach VALUES ('findings.read', 'advisory', 'leadtime_worker'), ('advisories.import', 'event', 'leadtime_worker');
