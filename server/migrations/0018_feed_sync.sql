-- Syncing feeds: when each is asked by itself, what the administrator chose, and the list of CSAF providers.

INSERT INTO feed (source, max_age_hours) VALUES ('ghsa', 48), ('epss', 48), ('nvd', 48), ('csaf', 72) ON CONFLICT DO NOTHING;
ALTER TABLE feed
  ADD COLUMN settings jsonb NOT NULL DEFAULT '{}',   -- ecosystems, mirrors
  ADD COLUMN note text,                              -- what is to be minded of the last success
  ADD COLUMN every_hours integer CHECK (every_hours BETWEEN 1 AND 720), -- NULL: only when somebody asks
  ADD COLUMN next_at timestamptz,
  ADD COLUMN waits_until timestamptz,                -- it goes on by itself then
  ADD COLUMN ended_at timestamptz,                   -- when the last sync ended, well or not
  ADD COLUMN attempts integer NOT NULL DEFAULT 0;    -- times in a row that it was put off

-- Where CSAF documents come from: addresses that are public, chosen by who runs the instance.
CREATE TABLE feed_provider (
  id uuid PRIMARY KEY,
  asked text NOT NULL UNIQUE,      -- a domain, or the address of a provider-metadata.json
  metadata_url text,               -- where its metadata was found
  publisher text,
  added_at timestamptz NOT NULL,
  last_success_at timestamptz,
  last_error text,
  documents integer NOT NULL DEFAULT 0,
  note text,
  resume jsonb NOT NULL DEFAULT '{}'
);
GRANT SELECT, INSERT, UPDATE, DELETE ON feed_provider TO leadtime_app, leadtime_worker;

-- Which ecosystems people run decides which are fetched; the worker alone looks, and at namespaces alone.
INSERT INTO verb_reach VALUES ('advisories.import', 'component_key', 'leadtime_worker');
