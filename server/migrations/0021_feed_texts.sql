-- What was imported before is passed over unread; advisories that come in by the hundred are marked by the statement.

-- Of which text an advisory was last taken, for each feed that has it. While the row stands, to read that text again would change
-- nothing: it goes when the advisory says something else, whoever changed it, and another version of our readers knows another digest.
CREATE TABLE feed_text (
  advisory_id uuid NOT NULL,        -- no foreign key: advisories of others are not deleted, and it costs a look-up for each
  source text NOT NULL,             -- the feed
  text_digest bytea NOT NULL,       -- of the reader, the feed and the text
  parts integer NOT NULL,           -- advisories that the text holds
  modified_at timestamptz NOT NULL, -- as the text says
  PRIMARY KEY (advisory_id, source)
);
CREATE INDEX feed_text_digest ON feed_text (text_digest);
CALL wall_in('feed_text');
INSERT INTO verb_reach VALUES ('advisories.import', 'feed_text', 'leadtime_app'), ('advisories.import', 'feed_text', 'leadtime_worker');

ALTER TABLE ssvc ADD COLUMN text_digest bytea;
CREATE INDEX ssvc_text_digest ON ssvc (text_digest);

-- One statement for a batch in place of one for each of its rows.
CREATE FUNCTION advisory_changed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = leadtime, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO watch_changed (advisory_id) SELECT n.id FROM new_rows n WHERE n.state <> 'draft';
  ELSE
    INSERT INTO watch_changed (advisory_id)
    SELECT n.id FROM new_rows n JOIN old_rows o ON o.id = n.id
    WHERE n.state <> 'draft' AND (o.state, o.revision, o.content_digest) IS DISTINCT FROM (n.state, n.revision, n.content_digest);
    DELETE FROM feed_text t USING new_rows n, old_rows o
    WHERE t.advisory_id = n.id AND o.id = n.id AND o.content_digest IS DISTINCT FROM n.content_digest;
  END IF;
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION advisory_changed FROM PUBLIC;
DROP TRIGGER watch_mark_new ON advisory;
DROP TRIGGER watch_mark ON advisory;
CREATE TRIGGER advisory_added AFTER INSERT ON advisory REFERENCING NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION advisory_changed();
CREATE TRIGGER advisory_changed AFTER UPDATE ON advisory REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION advisory_changed();

-- Decision points that say the same, from a text that is written otherwise, change nothing that is told.
DROP TRIGGER watch_mark ON ssvc;
CREATE TRIGGER watch_mark AFTER INSERT OR DELETE ON ssvc FOR EACH ROW EXECUTE FUNCTION watch_mark();
CREATE TRIGGER watch_mark_changed AFTER UPDATE ON ssvc FOR EACH ROW
  WHEN ((OLD.automatable, OLD.technical_impact, OLD.exploitation, OLD.at) IS DISTINCT FROM (NEW.automatable, NEW.technical_impact, NEW.exploitation, NEW.at))
  EXECUTE FUNCTION watch_mark();

-- "Not affected" of packages that GitHub reviews rests on OSV or on GitHub's advisories, whichever is fresher.
UPDATE component c SET rests_on = 'osv-or-ghsa'
WHERE c.rests_on = 'osv' AND NOT EXISTS (
  SELECT 1 FROM component_key k
  WHERE k.component_id = c.id AND k.via <> 'file-digest'
    AND split_part(k.package, '/', 1) NOT IN ('npm', 'pypi', 'maven', 'golang', 'gem', 'nuget', 'composer', 'cargo', 'hex', 'pub', 'swift', 'githubactions', 'product', 'cpe'));

-- Advisories of several feeds are about one vulnerability where this is the same: the first of its CVE numbers, else of its GitHub
-- numbers, else its own. One number for each, so that "the same" holds both ways and for three; two that share only a second number stay two.
CREATE FUNCTION vulnerability_key(public_id text, aliases text[]) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN coalesce(
    (SELECT min(n COLLATE "C") FROM unnest(aliases || public_id) AS n WHERE n LIKE 'CVE-%'),
    (SELECT min(n COLLATE "C") FROM unnest(aliases || public_id) AS n WHERE n LIKE 'GHSA-%'),
    public_id);
ALTER TABLE advisory ADD COLUMN about text GENERATED ALWAYS AS (vulnerability_key(public_id, aliases)) STORED;
