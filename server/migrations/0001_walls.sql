-- The walls. Who may see a row is the relation `visibility`; every policy asks only that relation (DESIGN law 6).
-- A transaction says for whom it runs: leadtime.party (a party), or leadtime.verb (a named verb that must see across
-- parties), and leadtime.now (the clock). Nothing set: nothing seen.

GRANT USAGE ON SCHEMA leadtime TO leadtime_app, leadtime_worker;

CREATE FUNCTION me() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  RETURN nullif(current_setting('leadtime.party', true), '')::uuid;

CREATE FUNCTION now_at() RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE
  RETURN coalesce(nullif(current_setting('leadtime.now', true), '')::timestamptz, now());

-- The short list of verbs that see across parties: which database role may use them, on which tables. Filled below
-- and by the migrations that add tables; read by every policy.
CREATE TABLE verb_reach (
  verb text NOT NULL,
  table_name text NOT NULL,
  db_role text NOT NULL,
  PRIMARY KEY (verb, table_name, db_role)
);

CREATE FUNCTION reaches(wanted text) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
  RETURN EXISTS (
    SELECT 1 FROM verb_reach r
    WHERE r.verb = current_setting('leadtime.verb', true) AND r.table_name = wanted AND r.db_role = current_user
  );

CREATE TABLE visibility (
  wall uuid NOT NULL,
  party_id uuid NOT NULL,
  tier text NOT NULL CHECK (tier IN ('owner', 'coordinator', 'finder', 'maintainer', 'delegate', 'reader', 'public')),
  valid_from timestamptz NOT NULL,
  valid_until timestamptz,
  PRIMARY KEY (wall, party_id, tier)
);
CREATE INDEX visibility_party ON visibility (party_id, wall);

-- The party that stands for everybody: what it sees is public.
CREATE FUNCTION everybody() RETURNS uuid LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN '00000000-0000-0000-0000-000000000000'::uuid;

-- Puts the wall around a table: row-level security, forced; policies for what parties read and change, one for verbs, one for the owner
-- (migrations, backup and the SECURITY DEFINER functions below run as the owner). `more` widens what is read; `tiers`
-- narrows it.
CREATE PROCEDURE protect(t regclass, wall_column text DEFAULT 'wall', more text DEFAULT 'false', tiers text[] DEFAULT NULL) LANGUAGE plpgsql AS $$
DECLARE
  seen text;
  held text;
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', t);
  EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', t);
  EXECUTE format('CREATE POLICY owner ON %s TO %I USING (true) WITH CHECK (true)', t, current_user);
  EXECUTE format(
    'CREATE POLICY verbs ON %s TO leadtime_app, leadtime_worker USING ((SELECT reaches(%L))) WITH CHECK ((SELECT reaches(%L)))',
    t, t::text, t::text);
  seen := format($p$
    EXISTS (
      SELECT 1 FROM visibility v
      WHERE v.wall = %1$s.%2$I AND v.party_id IN ((SELECT me()), everybody())%3$s
        AND v.valid_from <= (SELECT now_at()) AND (v.valid_until IS NULL OR v.valid_until > (SELECT now_at()))
    )$p$, t, wall_column, CASE WHEN tiers IS NULL THEN '' ELSE format(' AND v.tier = ANY (%L)', tiers) END);
  held := format($p$
    EXISTS (
      SELECT 1 FROM visibility v
      WHERE v.wall = %1$s.%2$I AND v.party_id = (SELECT me()) AND v.tier IN ('owner', 'coordinator', 'maintainer', 'delegate')%3$s
        AND v.valid_from <= (SELECT now_at()) AND (v.valid_until IS NULL OR v.valid_until > (SELECT now_at()))
    )$p$, t, wall_column, CASE WHEN tiers IS NULL THEN '' ELSE format(' AND v.tier = ANY (%L)', tiers) END);
  EXECUTE format('CREATE POLICY parties_read ON %s FOR SELECT TO leadtime_app USING (%s OR %s)', t, seen, more);
  EXECUTE format('CREATE POLICY parties_insert ON %s FOR INSERT TO leadtime_app WITH CHECK (%s)', t, held);
  EXECUTE format('CREATE POLICY parties_update ON %s FOR UPDATE TO leadtime_app USING (%s) WITH CHECK (%s)', t, held, held);
  EXECUTE format('CREATE POLICY parties_delete ON %s FOR DELETE TO leadtime_app USING (%s)', t, held);
  EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO leadtime_app, leadtime_worker', t);
END $$;

-- Whoever knows of a row may add to what hangs on it (a message, an event, its ledger entry), also without holding it.
CREATE PROCEDURE let_knowers_add(t regclass, wall_column text DEFAULT 'wall') LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format($p$
    CREATE POLICY knowers_add ON %1$s FOR INSERT TO leadtime_app WITH CHECK (
      EXISTS (
        SELECT 1 FROM visibility v
        WHERE v.wall = %1$s.%2$I AND v.party_id = (SELECT me())
          AND v.valid_from <= (SELECT now_at()) AND (v.valid_until IS NULL OR v.valid_until > (SELECT now_at()))
      ))$p$, t, wall_column);
END $$;

-- The wall around a table that no party reads or changes, only verbs of the list.
CREATE PROCEDURE wall_in(t regclass) LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', t);
  EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', t);
  EXECUTE format('CREATE POLICY owner ON %s TO %I USING (true) WITH CHECK (true)', t, current_user);
  EXECUTE format(
    'CREATE POLICY verbs ON %s TO leadtime_app, leadtime_worker USING ((SELECT reaches(%L))) WITH CHECK ((SELECT reaches(%L)))',
    t, t::text, t::text);
  EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO leadtime_app, leadtime_worker', t);
END $$;

ALTER TABLE visibility ENABLE ROW LEVEL SECURITY;
ALTER TABLE visibility FORCE ROW LEVEL SECURITY;
CREATE POLICY verbs ON visibility TO leadtime_app, leadtime_worker
  USING ((SELECT reaches('visibility'))) WITH CHECK ((SELECT reaches('visibility')));
CREATE POLICY parties ON visibility FOR SELECT TO leadtime_app USING (party_id IN ((SELECT me()), everybody()));
GRANT SELECT, INSERT, UPDATE, DELETE ON visibility TO leadtime_app, leadtime_worker;
GRANT SELECT ON verb_reach TO leadtime_app, leadtime_worker;
DO $$ BEGIN EXECUTE format('CREATE POLICY owner ON visibility TO %I USING (true) WITH CHECK (true)', current_user); END $$;

-- Lets a party see a row. A party may share only what it holds as owner or coordinator; a row that nobody sees yet is
-- claimed by its first caller for itself.
CREATE FUNCTION see(new_wall uuid, new_party uuid, new_tier text, from_at timestamptz DEFAULT NULL, until_at timestamptz DEFAULT NULL)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = leadtime, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM visibility v WHERE v.wall = new_wall) THEN
    IF NOT EXISTS (
      SELECT 1 FROM visibility v WHERE v.wall = new_wall AND v.party_id = me() AND v.tier IN ('owner', 'coordinator')
        AND v.valid_from <= now_at() AND (v.valid_until IS NULL OR v.valid_until > now_at())
    ) THEN
      RAISE EXCEPTION 'party may not share this row' USING ERRCODE = '42501';
    END IF;
  ELSIF new_party IS DISTINCT FROM me() THEN
    RAISE EXCEPTION 'a new row is claimed by its own party first' USING ERRCODE = '42501';
  END IF;
  INSERT INTO visibility (wall, party_id, tier, valid_from, valid_until)
  VALUES (new_wall, new_party, new_tier, coalesce(from_at, now_at()), until_at)
  ON CONFLICT (wall, party_id, tier) DO UPDATE SET valid_until = excluded.valid_until, valid_from = least(visibility.valid_from, excluded.valid_from);
END $$;

-- Ends what a party sees of a row, from now on.
CREATE FUNCTION unsee(old_wall uuid, old_party uuid, old_tier text)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = leadtime, pg_temp AS $$
BEGIN
  IF NOT EXISTS (
    SELECT 1 FROM visibility v WHERE v.wall = old_wall AND v.party_id = me() AND v.tier IN ('owner', 'coordinator')
      AND v.valid_from <= now_at() AND (v.valid_until IS NULL OR v.valid_until > now_at())
  ) THEN
    RAISE EXCEPTION 'party may not unshare this row' USING ERRCODE = '42501';
  END IF;
  UPDATE visibility SET valid_until = now_at() WHERE wall = old_wall AND party_id = old_party AND tier = old_tier;
END $$;

-- Who knows of a row: for its owner and coordinators only.
CREATE FUNCTION who_knows(of_wall uuid) RETURNS SETOF visibility LANGUAGE sql STABLE SECURITY DEFINER SET search_path = leadtime, pg_temp AS $$
  SELECT v.* FROM visibility v WHERE v.wall = of_wall AND EXISTS (
    SELECT 1 FROM visibility m WHERE m.wall = of_wall AND m.party_id = me() AND m.tier IN ('owner', 'coordinator')
      AND m.valid_from <= now_at() AND (m.valid_until IS NULL OR m.valid_until > now_at()))
$$;

-- Jobs are enqueued in the transaction of what causes them. A job with a key that already waits is not added again.
CREATE FUNCTION enqueue(task text, payload json DEFAULT '{}', key text DEFAULT NULL, run_at timestamptz DEFAULT NULL, attempts int DEFAULT 25)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = leadtime, pg_temp AS $$
BEGIN
  IF key IS NOT NULL AND EXISTS (
    SELECT 1 FROM graphile_worker.jobs j WHERE j.key = enqueue.key AND j.locked_at IS NULL AND j.attempts < j.max_attempts
  ) THEN RETURN; END IF;
  -- Jobs with a key are of a kind that runs one at a time.
  PERFORM graphile_worker.add_job(task, payload, queue_name => CASE WHEN key IS NULL THEN NULL ELSE task END,
    job_key => key, run_at => run_at, max_attempts => attempts);
END $$;
REVOKE ALL ON FUNCTION see, unsee, who_knows, enqueue FROM PUBLIC;
GRANT EXECUTE ON FUNCTION see, unsee, who_knows, enqueue TO leadtime_app, leadtime_worker;
