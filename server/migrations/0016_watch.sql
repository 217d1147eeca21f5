-- The signed feed that operators pull who do not hand over what they run, and the counts that they send back.

-- What changed and does not stand in the feed yet. Rows are added, never changed: one that waits for its transaction is not lost
-- to who takes the others.
CREATE TABLE watch_changed (
  n bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  advisory_id uuid NOT NULL
);
CALL wall_in('watch_changed');

-- The text of each published advisory as the feed gives it, with what due dates rest on.
CREATE TABLE watch_record (
  advisory_id uuid PRIMARY KEY REFERENCES advisory ON DELETE CASCADE,
  ours boolean NOT NULL,           -- else it is an outside advisory, which is public
  advisory text NOT NULL,          -- source and public id
  digest bytea NOT NULL,           -- SHA-256 of the text
  text text NOT NULL
);
CREATE INDEX watch_record_ours ON watch_record (advisory_id) WHERE ours;
CALL protect('watch_record', 'advisory_id', 'NOT ours');

-- The stream that is the same for everybody: advisories of others, which are public.
CREATE TABLE watch_outside (
  sequence bigint PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('put', 'retract')),
  advisory_id uuid NOT NULL,
  advisory text NOT NULL,          -- source and public id
  digest bytea,                    -- of a put
  why text,                        -- of a retraction
  line text NOT NULL,
  chain bytea NOT NULL
);
CREATE INDEX watch_outside_advisory ON watch_outside (advisory_id, sequence DESC);
GRANT SELECT, INSERT ON watch_outside TO leadtime_app, leadtime_worker;

-- A stream for each party: what it may read of ours. Its numbers are its own, so they tell nothing of what it may not read.
CREATE TABLE watch_ours (
  party_id uuid NOT NULL REFERENCES party,
  sequence bigint NOT NULL,
  kind text NOT NULL CHECK (kind IN ('put', 'retract')),
  advisory_id uuid NOT NULL,
  advisory text NOT NULL,
  digest bytea,
  why text,
  line text NOT NULL,
  chain bytea NOT NULL,
  PRIMARY KEY (party_id, sequence)
);
CREATE INDEX watch_ours_advisory ON watch_ours (party_id, advisory_id, sequence DESC);
CALL protect('watch_ours', 'party_id', tiers => ARRAY['owner', 'delegate']);

-- The key by which an operator signs its counts.
CREATE TABLE watch_key (
  party_id uuid PRIMARY KEY REFERENCES party,
  key text NOT NULL,               -- verifier key of C2SP signed notes
  enrolled_at timestamptz NOT NULL,
  enrolled_by text NOT NULL,
  refused_at timestamptz           -- when another key was last tried
);
CALL protect('watch_key', 'party_id', tiers => ARRAY['owner', 'delegate']);

-- The last note of counts, and its numbers. What went before is not kept.
CREATE TABLE watch_counts (
  party_id uuid PRIMARY KEY REFERENCES party,
  number bigint NOT NULL,
  computed_at timestamptz NOT NULL,
  outside_sequence bigint NOT NULL,
  ours_sequence bigint NOT NULL,
  note text NOT NULL,
  received_at timestamptz NOT NULL
);
CALL protect('watch_counts', 'party_id', tiers => ARRAY['owner', 'delegate']);

CREATE TABLE watch_count (
  party_id uuid NOT NULL REFERENCES party,
  advisory_id uuid NOT NULL REFERENCES advisory,
  affected int4range NOT NULL,     -- assets; a small number may be told as a range
  undetermined int4range NOT NULL,
  fixed int4range NOT NULL,
  open int4range NOT NULL,         -- duties
  PRIMARY KEY (party_id, advisory_id)
);
CREATE INDEX watch_count_advisory ON watch_count (advisory_id);
CALL protect('watch_count', 'party_id', tiers => ARRAY['owner', 'delegate']);

-- Whatever changes what the feed says of an advisory marks it, in the same transaction.
CREATE FUNCTION watch_mark() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = leadtime, pg_temp AS $$
BEGIN
  CASE TG_TABLE_NAME
    WHEN 'advisory' THEN
      INSERT INTO watch_changed (advisory_id) VALUES (NEW.id);
    WHEN 'vulnerability' THEN
      INSERT INTO watch_changed (advisory_id) SELECT a.id FROM advisory a WHERE a.vulnerability_id = NEW.id AND a.state <> 'draft';
    ELSE -- kev, ssvc
      INSERT INTO watch_changed (advisory_id)
      SELECT a.id FROM advisory a CROSS JOIN (SELECT CASE TG_OP WHEN 'DELETE' THEN OLD.cve ELSE NEW.cve END AS cve) AS of
      WHERE a.state <> 'draft' AND (a.aliases @> ARRAY[of.cve] OR a.public_id = of.cve AND a.source IN ('osv', 'csaf', 'cve', 'nvd'));
  END CASE;
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION watch_mark FROM PUBLIC;
CREATE TRIGGER watch_mark_new AFTER INSERT ON advisory FOR EACH ROW WHEN (NEW.state <> 'draft') EXECUTE FUNCTION watch_mark();
CREATE TRIGGER watch_mark AFTER UPDATE ON advisory FOR EACH ROW
  WHEN (NEW.state <> 'draft' AND (OLD.state, OLD.revision, OLD.content_digest) IS DISTINCT FROM (NEW.state, NEW.revision, NEW.content_digest))
  EXECUTE FUNCTION watch_mark();
CREATE TRIGGER watch_mark AFTER UPDATE ON vulnerability FOR EACH ROW
  WHEN (NEW.state = 'published' AND (OLD.kev_at, OLD.automatable, OLD.technical_impact) IS DISTINCT FROM (NEW.kev_at, NEW.automatable, NEW.technical_impact))
  EXECUTE FUNCTION watch_mark();
CREATE TRIGGER watch_mark AFTER INSERT OR UPDATE OR DELETE ON kev FOR EACH ROW EXECUTE FUNCTION watch_mark();
CREATE TRIGGER watch_mark AFTER INSERT OR UPDATE OR DELETE ON ssvc FOR EACH ROW EXECUTE FUNCTION watch_mark();
INSERT INTO watch_changed (advisory_id) SELECT id FROM advisory WHERE state <> 'draft' ORDER BY id;

INSERT INTO verb_reach (verb, table_name, db_role)
SELECT 'watch.append', t, r
FROM unnest(ARRAY['advisory', 'advisory_revision', 'vulnerability', 'watch_changed', 'watch_record']) AS t, unnest(ARRAY['leadtime_app', 'leadtime_worker']) AS r;

-- Operators who send counts stand in the sum beside those whose inventories are here; one that does both counts once.
CREATE OR REPLACE FUNCTION sector_exposure(of_vulnerability uuid)
RETURNS TABLE (sector text, operators bigint, open bigint, closed bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = leadtime, pg_temp AS $$
  SELECT coalesce(p.sector, 'unknown sector'), count(DISTINCT d.party_id),
    count(DISTINCT d.party_id) FILTER (WHERE d.open), count(DISTINCT d.party_id) FILTER (WHERE d.closed)
  FROM advisory a
  JOIN LATERAL (
    SELECT x.party_id, x.state = 'open' AS open, x.state <> 'open' AS closed FROM duty x WHERE x.advisory_id = a.id AND x.ended_at IS NULL
    UNION ALL
    SELECT c.party_id, lower(c.open) > 0, lower(c.fixed) > 0 FROM watch_count c
    WHERE c.advisory_id = a.id AND greatest(lower(c.affected), lower(c.undetermined), lower(c.fixed), lower(c.open)) > 0) AS d ON true
  JOIN party p ON p.id = d.party_id
  WHERE a.vulnerability_id = of_vulnerability AND EXISTS (
    SELECT 1 FROM visibility m WHERE m.wall = of_vulnerability AND m.party_id = me() AND m.tier IN ('coordinator', 'maintainer') AND m.valid_from <= now_at() AND (m.valid_until IS NULL OR m.valid_until > now_at()))
  GROUP BY 1 ORDER BY 2 DESC, 1
$$;
