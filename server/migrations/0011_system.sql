-- What the whole instance needs: searching outside advisories by index, and what readiness looks at.

-- Outside advisories are public as they are, so finding them by index before any wall tells nobody anything. (Under
-- row-level security the index cannot be used: a text match could be made to tell of rows that it may not show.)
CREATE FUNCTION search_outside(wanted tsquery, alias text, most integer)
RETURNS TABLE (id uuid, public_id text, title text, severity text, rank real, total bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = leadtime, pg_temp AS $$
  WITH matched AS (
    SELECT a.id, a.public_id, a.title, a.severity, a.modified_at, a.words,
      (upper(a.public_id) = alias OR alias = ANY (a.aliases))::int AS exact
    FROM advisory a
    WHERE a.source <> 'ours' AND (a.words @@ wanted OR a.aliases @> ARRAY[alias] OR a.source = 'osv' AND a.public_id = alias)
    LIMIT 5000
  )
  SELECT m.id, m.public_id, m.title, m.severity, 4 * m.exact + ts_rank(m.words, wanted), count(*) OVER ()
  FROM matched m ORDER BY 5 DESC, m.modified_at DESC, m.id LIMIT most
$$;

-- The clearinghouse of this instance sees every vulnerability, so for it the look for words comes first and the wall after;
-- for anybody else this finds nothing, in no time. (Row by row behind the policy, 50,000 rows take seconds.)
CREATE FUNCTION search_queue(wanted tsquery, part text, alias text, most integer, in_case boolean)
RETURNS TABLE (id uuid, case_id uuid, title text, target text, state text, case_state text, rank double precision, total bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = leadtime, pg_temp AS $$
  WITH matched AS (
    SELECT v.id, c.id AS case_id, v.title, v.target, v.state, c.state AS case_state, v.priority_rank,
      4 * (alias = ANY (v.aliases))::int + 2 * (v.title ILIKE part || '%')::int + ts_rank(v.words, wanted) AS rank
    FROM vulnerability v LEFT JOIN coordination_case c ON c.vulnerability_id = v.id
    WHERE (SELECT i.coordinator_id FROM instance i) = me() AND v.superseded_by IS NULL AND (c.id IS NOT NULL OR NOT in_case)
      AND (v.words @@ wanted OR v.title ILIKE '%' || part || '%' OR v.target ILIKE '%' || part || '%' OR alias = ANY (v.aliases))
  )
  SELECT m.id, m.case_id, m.title, m.target, m.state, m.case_state, m.rank, count(*) OVER ()
  FROM matched m
  WHERE EXISTS (SELECT 1 FROM visibility s WHERE s.wall = m.id AND s.party_id = me() AND s.valid_from <= now_at()
    AND (s.valid_until IS NULL OR s.valid_until > now_at()))
  ORDER BY m.rank DESC, m.priority_rank, m.id LIMIT most
$$;

CREATE FUNCTION newest_migration() RETURNS text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = leadtime, pg_temp AS $$
  SELECT max(name) FROM leadtime_migrations.kysely_migration
$$;

-- Does a worker live (it holds a lock as long as it does), and how many seconds has the oldest due job waited?
CREATE FUNCTION queue_state() RETURNS TABLE (workers bigint, waiting_seconds double precision)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = leadtime, pg_temp AS $$
  SELECT
    (SELECT count(*) FROM pg_locks l WHERE l.locktype = 'advisory' AND l.classid = 0 AND l.objid = 440902 AND l.granted
       AND l.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())),
    coalesce((SELECT extract(epoch FROM now() - min(j.run_at))::float8 FROM graphile_worker.jobs j
       WHERE j.locked_at IS NULL AND j.attempts < j.max_attempts AND j.run_at <= now()), 0)
$$;
REVOKE ALL ON FUNCTION search_outside, search_queue, newest_migration, queue_state FROM PUBLIC;
GRANT EXECUTE ON FUNCTION search_outside, search_queue, newest_migration, queue_state TO leadtime_app;
