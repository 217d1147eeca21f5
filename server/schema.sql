-- The schema as the catalogue has it, printed by tools/dump-schema.ts. Do not edit; it is read, not run.

-- Schemas

SCHEMA leadtime
GRANT USAGE TO leadtime_app
GRANT USAGE TO leadtime_worker

SCHEMA public
GRANT USAGE TO PUBLIC

-- Sequences

SEQUENCE leadtime.advisory_number
GRANT USAGE TO leadtime_app

SEQUENCE leadtime.duty_event_n_seq

SEQUENCE leadtime.watch_changed_n_seq

-- Tables

TABLE leadtime.advisory (
  id uuid NOT NULL,
  public_id text NOT NULL,
  source text NOT NULL,
  vulnerability_id uuid,
  title text NOT NULL,
  summary text NOT NULL DEFAULT ''::text,
  details text NOT NULL DEFAULT ''::text,
  aliases text[] NOT NULL DEFAULT '{}'::text[],
  tlp text NOT NULL DEFAULT 'TLP:CLEAR'::text,
  state text NOT NULL,
  severity text NOT NULL DEFAULT 'unknown'::text,
  vectors text[] NOT NULL DEFAULT '{}'::text[],
  weaknesses text[] NOT NULL DEFAULT '{}'::text[],
  kev_at date,
  packages text[] NOT NULL DEFAULT '{}'::text[],
  record jsonb NOT NULL,
  revision integer NOT NULL DEFAULT 0,
  content_digest bytea NOT NULL,
  published_at timestamp with time zone,
  modified_at timestamp with time zone NOT NULL,
  words tsvector GENERATED ALWAYS AS (to_tsvector('simple'::regconfig, "left"(((((public_id || ' '::text) || title) || ' '::text) || summary), 4000))),
  received_at timestamp with time zone DEFAULT leadtime.now_at(),
  about text GENERATED ALWAYS AS (leadtime.vulnerability_key(public_id, aliases))
)
CONSTRAINT advisory_pkey PRIMARY KEY (id)
CONSTRAINT advisory_source_public_id_key UNIQUE (source, public_id)
CONSTRAINT advisory_state_check CHECK ((state = ANY (ARRAY['draft'::text, 'published'::text, 'withdrawn'::text])))
CONSTRAINT advisory_vulnerability_id_fkey FOREIGN KEY (vulnerability_id) REFERENCES leadtime.vulnerability(id)
CREATE INDEX advisory_aliases ON leadtime.advisory USING gin (aliases)
CREATE INDEX advisory_document ON leadtime.advisory USING btree (((record #>> '{document,id}'::text[]))) WHERE (source = 'csaf'::text)
CREATE INDEX advisory_list ON leadtime.advisory USING btree (source, modified_at DESC, id)
CREATE INDEX advisory_vulnerability ON leadtime.advisory USING btree (vulnerability_id)
CREATE INDEX advisory_words ON leadtime.advisory USING gin (words)
CREATE TRIGGER advisory_added AFTER INSERT ON leadtime.advisory REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION leadtime.advisory_changed()
CREATE TRIGGER advisory_changed AFTER UPDATE ON leadtime.advisory REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION leadtime.advisory_changed()
ROW LEVEL SECURITY, FORCED
POLICY owner FOR ALL TO leadtime_owner USING (true) WITH CHECK (true)
POLICY parties_delete FOR DELETE TO leadtime_app USING ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = advisory.id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY parties_insert FOR INSERT TO leadtime_app WITH CHECK ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = advisory.id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY parties_read FOR SELECT TO leadtime_app USING (((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = advisory.id) AND (v.party_id = ANY (ARRAY[( SELECT leadtime.me() AS me), leadtime.everybody()])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))) OR (source <> 'ours'::text)))
POLICY parties_update FOR UPDATE TO leadtime_app USING ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = advisory.id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at))))))) WITH CHECK ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = advisory.id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY verbs FOR ALL TO leadtime_app, leadtime_worker USING (( SELECT leadtime.reaches('advisory'::text) AS reaches)) WITH CHECK (( SELECT leadtime.reaches('advisory'::text) AS reaches))
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_app
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_worker

TABLE leadtime.advisory_interval (
  advisory_id uuid NOT NULL,
  package text NOT NULL,
  "position" integer NOT NULL,
  lo bytea NOT NULL,
  hi bytea NOT NULL,
  flags integer NOT NULL DEFAULT 0,
  opens text NOT NULL,
  closes text,
  closes_kind text,
  claimant text NOT NULL,
  revision text NOT NULL,
  informational boolean NOT NULL
)
CONSTRAINT advisory_interval_pkey PRIMARY KEY (advisory_id, package, "position")
CONSTRAINT advisory_interval_advisory_id_fkey FOREIGN KEY (advisory_id) REFERENCES leadtime.advisory(id) ON DELETE CASCADE
CREATE INDEX advisory_interval_package ON leadtime.advisory_interval USING btree (package, lo)
ROW LEVEL SECURITY, FORCED
POLICY owner FOR ALL TO leadtime_owner USING (true) WITH CHECK (true)
POLICY parties_delete FOR DELETE TO leadtime_app USING ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = advisory_interval.advisory_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY parties_insert FOR INSERT TO leadtime_app WITH CHECK ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = advisory_interval.advisory_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY parties_read FOR SELECT TO leadtime_app USING (((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = advisory_interval.advisory_id) AND (v.party_id = ANY (ARRAY[( SELECT leadtime.me() AS me), leadtime.everybody()])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))) OR (EXISTS ( SELECT 1
   FROM leadtime.advisory a
  WHERE ((a.id = advisory_interval.advisory_id) AND (a.source <> 'ours'::text))))))
POLICY parties_update FOR UPDATE TO leadtime_app USING ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = advisory_interval.advisory_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at))))))) WITH CHECK ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = advisory_interval.advisory_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY verbs FOR ALL TO leadtime_app, leadtime_worker USING (( SELECT leadtime.reaches('advisory_interval'::text) AS reaches)) WITH CHECK (( SELECT leadtime.reaches('advisory_interval'::text) AS reaches))
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_app
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_worker

TABLE leadtime.advisory_reach (
  party_id uuid NOT NULL,
  advisory_id uuid NOT NULL,
  since timestamp with time zone NOT NULL
)
CONSTRAINT advisory_reach_pkey PRIMARY KEY (party_id, advisory_id)
CONSTRAINT advisory_reach_advisory_id_fkey FOREIGN KEY (advisory_id) REFERENCES leadtime.advisory(id)
CONSTRAINT advisory_reach_party_id_fkey FOREIGN KEY (party_id) REFERENCES leadtime.party(id)
ROW LEVEL SECURITY, FORCED
POLICY owner FOR ALL TO leadtime_owner USING (true) WITH CHECK (true)
POLICY parties_delete FOR DELETE TO leadtime_app USING ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = advisory_reach.party_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.tier = ANY ('{owner,delegate}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY parties_insert FOR INSERT TO leadtime_app WITH CHECK ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = advisory_reach.party_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.tier = ANY ('{owner,delegate}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY parties_read FOR SELECT TO leadtime_app USING (((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = advisory_reach.party_id) AND (v.party_id = ANY (ARRAY[( SELECT leadtime.me() AS me), leadtime.everybody()])) AND (v.tier = ANY ('{owner,delegate}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))) OR false))
POLICY parties_update FOR UPDATE TO leadtime_app USING ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = advisory_reach.party_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.tier = ANY ('{owner,delegate}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at))))))) WITH CHECK ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = advisory_reach.party_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.tier = ANY ('{owner,delegate}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY verbs FOR ALL TO leadtime_app, leadtime_worker USING (( SELECT leadtime.reaches('advisory_reach'::text) AS reaches)) WITH CHECK (( SELECT leadtime.reaches('advisory_reach'::text) AS reaches))
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_app
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_worker

TABLE leadtime.advisory_revision (
  advisory_id uuid NOT NULL,
  number integer NOT NULL,
  at timestamp with time zone NOT NULL,
  summary text NOT NULL,
  csaf jsonb NOT NULL,
  osv jsonb NOT NULL
)
CONSTRAINT advisory_revision_pkey PRIMARY KEY (advisory_id, number)
CONSTRAINT advisory_revision_advisory_id_fkey FOREIGN KEY (advisory_id) REFERENCES leadtime.advisory(id)
ROW LEVEL SECURITY, FORCED
POLICY owner FOR ALL TO leadtime_owner USING (true) WITH CHECK (true)
POLICY parties_delete FOR DELETE TO leadtime_app USING ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = advisory_revision.advisory_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY parties_insert FOR INSERT TO leadtime_app WITH CHECK ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = advisory_revision.advisory_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY parties_read FOR SELECT TO leadtime_app USING (((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = advisory_revision.advisory_id) AND (v.party_id = ANY (ARRAY[( SELECT leadtime.me() AS me), leadtime.everybody()])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))) OR false))
POLICY parties_update FOR UPDATE TO leadtime_app USING ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = advisory_revision.advisory_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at))))))) WITH CHECK ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = advisory_revision.advisory_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY verbs FOR ALL TO leadtime_app, leadtime_worker USING (( SELECT leadtime.reaches('advisory_revision'::text) AS reaches)) WITH CHECK (( SELECT leadtime.reaches('advisory_revision'::text) AS reaches))
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_app
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_worker

TABLE leadtime.api_token (
  id uuid NOT NULL,
  secret_hash bytea NOT NULL,
  person_id uuid NOT NULL,
  party_id uuid NOT NULL,
  role text NOT NULL,
  name text NOT NULL,
  scopes text[] NOT NULL,
  created_at timestamp with time zone NOT NULL,
  expires_at timestamp with time zone NOT NULL,
  last_used_at timestamp with time zone,
  revoked_at timestamp with time zone
)
CONSTRAINT api_token_pkey PRIMARY KEY (id)
CONSTRAINT api_token_secret_hash_key UNIQUE (secret_hash)
CONSTRAINT api_token_party_id_fkey FOREIGN KEY (party_id) REFERENCES leadtime.party(id)
CONSTRAINT api_token_person_id_fkey FOREIGN KEY (person_id) REFERENCES leadtime.person(id)
CREATE INDEX api_token_person ON leadtime.api_token USING btree (person_id)
ROW LEVEL SECURITY, FORCED
POLICY owner FOR ALL TO leadtime_owner USING (true) WITH CHECK (true)
POLICY parties_delete FOR DELETE TO leadtime_app USING ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = api_token.party_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.tier = ANY ('{owner}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY parties_insert FOR INSERT TO leadtime_app WITH CHECK ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = api_token.party_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.tier = ANY ('{owner}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY parties_read FOR SELECT TO leadtime_app USING (((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = api_token.party_id) AND (v.party_id = ANY (ARRAY[( SELECT leadtime.me() AS me), leadtime.everybody()])) AND (v.tier = ANY ('{owner}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))) OR false))
POLICY parties_update FOR UPDATE TO leadtime_app USING ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = api_token.party_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.tier = ANY ('{owner}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at))))))) WITH CHECK ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = api_token.party_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.tier = ANY ('{owner}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY verbs FOR ALL TO leadtime_app, leadtime_worker USING (( SELECT leadtime.reaches('api_token'::text) AS reaches)) WITH CHECK (( SELECT leadtime.reaches('api_token'::text) AS reaches))
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_app
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_worker

TABLE leadtime.asset (
  id uuid NOT NULL,
  party_id uuid NOT NULL,
  name text NOT NULL,
  organisation text,
  sub_organisation text,
  environment text,
  exposure text NOT NULL DEFAULT 'unknown'::text,
  type text,
  tagged_by text NOT NULL DEFAULT 'inventory'::text
)
CONSTRAINT asset_pkey PRIMARY KEY (id)
CONSTRAINT asset_party_id_name_key UNIQUE (party_id, name)
CONSTRAINT asset_exposure_check CHECK ((exposure = ANY (ARRAY['public'::text, 'internal'::text, 'unknown'::text])))
CONSTRAINT asset_tagged_by_check CHECK ((tagged_by = ANY (ARRAY['inventory'::text, 'person'::text])))
CONSTRAINT asset_party_id_fkey FOREIGN KEY (party_id) REFERENCES leadtime.party(id)
ROW LEVEL SECURITY, FORCED
POLICY owner FOR ALL TO leadtime_owner USING (true) WITH CHECK (true)
POLICY parties_delete FOR DELETE TO leadtime_app USING ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = asset.party_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.tier = ANY ('{owner,delegate}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY parties_insert FOR INSERT TO leadtime_app WITH CHECK ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = asset.party_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.tier = ANY ('{owner,delegate}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY parties_read FOR SELECT TO leadtime_app USING (((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = asset.party_id) AND (v.party_id = ANY (ARRAY[( SELECT leadtime.me() AS me), leadtime.everybody()])) AND (v.tier = ANY ('{owner,delegate}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))) OR false))
POLICY parties_update FOR UPDATE TO leadtime_app USING ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = asset.party_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.tier = ANY ('{owner,delegate}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at))))))) WITH CHECK ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = asset.party_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.tier = ANY ('{owner,delegate}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY verbs FOR ALL TO leadtime_app, leadtime_worker USING (( SELECT leadtime.reaches('asset'::text) AS reaches)) WITH CHECK (( SELECT leadtime.reaches('asset'::text) AS reaches))
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_app
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_worker

TABLE leadtime.attachment (
  finding_id uuid NOT NULL,
  vulnerability_id uuid NOT NULL,
  report_id uuid NOT NULL,
  n integer NOT NULL,
  role text NOT NULL,
  name text NOT NULL,
  media_type text NOT NULL,
  digest bytea NOT NULL,
  size bigint NOT NULL,
  blob_id uuid
)
CONSTRAINT attachment_pkey PRIMARY KEY (finding_id, n)
CONSTRAINT attachment_finding_id_fkey FOREIGN KEY (finding_id) REFERENCES leadtime.finding(id) ON DELETE CASCADE
CREATE INDEX attachment_report ON leadtime.attachment USING btree (report_id)
ROW LEVEL SECURITY, FORCED
POLICY owner FOR ALL TO leadtime_owner USING (true) WITH CHECK (true)
POLICY parties_delete FOR DELETE TO leadtime_app USING ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = attachment.report_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY parties_insert FOR INSERT TO leadtime_app WITH CHECK ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = attachment.report_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY parties_read FOR SELECT TO leadtime_app USING (((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = attachment.report_id) AND (v.party_id = ANY (ARRAY[( SELECT leadtime.me() AS me), leadtime.everybody()])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))) OR (EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = attachment.vulnerability_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['maintainer'::text, 'coordinator'::text])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at))))))))
POLICY parties_update FOR UPDATE TO leadtime_app USING ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = attachment.report_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at))))))) WITH CHECK ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = attachment.report_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY verbs FOR ALL TO leadtime_app, leadtime_worker USING (( SELECT leadtime.reaches('attachment'::text) AS reaches)) WITH CHECK (( SELECT leadtime.reaches('attachment'::text) AS reaches))
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_app
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_worker

TABLE leadtime.blob (
  id uuid NOT NULL,
  wall uuid NOT NULL,
  party_id uuid NOT NULL,
  digest bytea NOT NULL,
  size bigint NOT NULL,
  key_id text NOT NULL,
  bytes bytea,
  created_at timestamp with time zone NOT NULL
)
CONSTRAINT blob_pkey PRIMARY KEY (id)
CREATE INDEX blob_party_digest ON leadtime.blob USING btree (party_id, digest)
CREATE INDEX blob_wall ON leadtime.blob USING btree (wall)
ROW LEVEL SECURITY, FORCED
POLICY owner FOR ALL TO leadtime_owner USING (true) WITH CHECK (true)
POLICY parties_delete FOR DELETE TO leadtime_app USING ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = blob.wall) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY parties_insert FOR INSERT TO leadtime_app WITH CHECK ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = blob.wall) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY parties_read FOR SELECT TO leadtime_app USING (((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = blob.wall) AND (v.party_id = ANY (ARRAY[( SELECT leadtime.me() AS me), leadtime.everybody()])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))) OR false))
POLICY parties_update FOR UPDATE TO leadtime_app USING ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = blob.wall) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at))))))) WITH CHECK ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = blob.wall) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY verbs FOR ALL TO leadtime_app, leadtime_worker USING (( SELECT leadtime.reaches('blob'::text) AS reaches)) WITH CHECK (( SELECT leadtime.reaches('blob'::text) AS reaches))
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_app
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_worker

TABLE leadtime.candidate (
  id uuid NOT NULL,
  a uuid NOT NULL,
  b uuid NOT NULL,
  score real NOT NULL,
  reasons jsonb NOT NULL,
  settle text NOT NULL,
  at timestamp with time zone NOT NULL,
  settled_at timestamp with time zone,
  decision text,
  decision_id uuid
)
CONSTRAINT candidate_pkey PRIMARY KEY (id)
CONSTRAINT candidate_a_b_key UNIQUE (a, b)
CONSTRAINT candidate_check CHECK ((a < b))
CONSTRAINT candidate_a_fkey FOREIGN KEY (a) REFERENCES leadtime.vulnerability(id)
CONSTRAINT candidate_b_fkey FOREIGN KEY (b) REFERENCES leadtime.vulnerability(id)
CREATE INDEX candidate_b ON leadtime.candidate USING btree (b)
ROW LEVEL SECURITY, FORCED
POLICY owner FOR ALL TO leadtime_owner USING (true) WITH CHECK (true)
POLICY parties_delete FOR DELETE TO leadtime_app USING ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = candidate.a) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.tier = ANY ('{coordinator}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY parties_insert FOR INSERT TO leadtime_app WITH CHECK ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = candidate.a) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.tier = ANY ('{coordinator}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY parties_read FOR SELECT TO leadtime_app USING (((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = candidate.a) AND (v.party_id = ANY (ARRAY[( SELECT leadtime.me() AS me), leadtime.everybody()])) AND (v.tier = ANY ('{coordinator}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))) OR false))
POLICY parties_update FOR UPDATE TO leadtime_app USING ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = candidate.a) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.tier = ANY ('{coordinator}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at))))))) WITH CHECK ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = candidate.a) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.tier = ANY ('{coordinator}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY verbs FOR ALL TO leadtime_app, leadtime_worker USING (( SELECT leadtime.reaches('candidate'::text) AS reaches)) WITH CHECK (( SELECT leadtime.reaches('candidate'::text) AS reaches))
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_app
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_worker

TABLE leadtime.cannot_link (
  id uuid NOT NULL,
  vulnerability_id uuid NOT NULL,
  a uuid NOT NULL,
  b uuid NOT NULL,
  evidence jsonb NOT NULL,
  decision_id uuid,
  at timestamp with time zone NOT NULL,
  undone_at timestamp with time zone
)
CONSTRAINT cannot_link_pkey PRIMARY KEY (id)
CONSTRAINT cannot_link_a_fkey FOREIGN KEY (a) REFERENCES leadtime.finding(id)
CONSTRAINT cannot_link_b_fkey FOREIGN KEY (b) REFERENCES leadtime.finding(id)
CREATE INDEX cannot_link_a ON leadtime.cannot_link USING btree (a)
CREATE INDEX cannot_link_b ON leadtime.cannot_link USING btree (b)
ROW LEVEL SECURITY, FORCED
POLICY owner FOR ALL TO leadtime_owner USING (true) WITH CHECK (true)
POLICY parties_delete FOR DELETE TO leadtime_app USING ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = cannot_link.vulnerability_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.tier = ANY ('{coordinator}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY parties_insert FOR INSERT TO leadtime_app WITH CHECK ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = cannot_link.vulnerability_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.tier = ANY ('{coordinator}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY parties_read FOR SELECT TO leadtime_app USING (((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = cannot_link.vulnerability_id) AND (v.party_id = ANY (ARRAY[( SELECT leadtime.me() AS me), leadtime.everybody()])) AND (v.tier = ANY ('{coordinator}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))) OR false))
POLICY parties_update FOR UPDATE TO leadtime_app USING ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = cannot_link.vulnerability_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.tier = ANY ('{coordinator}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at))))))) WITH CHECK ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = cannot_link.vulnerability_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.tier = ANY ('{coordinator}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY verbs FOR ALL TO leadtime_app, leadtime_worker USING (( SELECT leadtime.reaches('cannot_link'::text) AS reaches)) WITH CHECK (( SELECT leadtime.reaches('cannot_link'::text) AS reaches))
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_app
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_worker

TABLE leadtime.component (
  id uuid NOT NULL,
  party_id uuid NOT NULL,
  inventory_id uuid NOT NULL,
  asset_id uuid NOT NULL,
  fingerprint bytea NOT NULL,
  name text NOT NULL,
  version text,
  purl text,
  vendor text,
  line integer,
  package text,
  state text NOT NULL,
  reason jsonb NOT NULL,
  rests_on text,
  detected_at timestamp with time zone NOT NULL,
  removed_at timestamp with time zone,
  ran_from timestamp with time zone NOT NULL,
  ran_until timestamp with time zone
)
CONSTRAINT component_pkey PRIMARY KEY (id)
CONSTRAINT component_gone_ran CHECK (((removed_at IS NULL) = (ran_until IS NULL)))
CONSTRAINT component_ran CHECK ((ran_until >= ran_from))
CONSTRAINT component_state_check CHECK ((state = ANY (ARRAY['affected'::text, 'undetermined'::text, 'no_advisory'::text, 'not_affected'::text, 'cannot_match'::text])))
CONSTRAINT component_asset_id_fkey FOREIGN KEY (asset_id) REFERENCES leadtime.asset(id)
CONSTRAINT component_inventory_id_fkey FOREIGN KEY (inventory_id) REFERENCES leadtime.inventory(id)
CONSTRAINT component_party_id_fkey FOREIGN KEY (party_id) REFERENCES leadtime.party(id)
CREATE INDEX component_asset ON leadtime.component USING btree (asset_id, package) WHERE (removed_at IS NULL)
CREATE INDEX component_fleet ON leadtime.component USING btree (party_id, COALESCE(package, ('unmatched/'::text || "left"(lower((COALESCE((vendor || ' '::text), ''::text) || name)), 300))) COLLATE "C") WHERE (removed_at IS NULL)
CREATE INDEX component_gone ON leadtime.component USING btree (inventory_id, ran_until) WHERE (removed_at IS NOT NULL)
CREATE INDEX component_inventory ON leadtime.component USING btree (inventory_id, id) WHERE (removed_at IS NULL)
CREATE UNIQUE INDEX component_same ON leadtime.component USING btree (inventory_id, fingerprint) WHERE (removed_at IS NULL)
CREATE INDEX component_state ON leadtime.component USING btree (inventory_id, state) WHERE (removed_at IS NULL)
CREATE INDEX component_unjudged ON leadtime.component USING btree (inventory_id, id) WHERE ((removed_at IS NOT NULL) AND ((reason ->> 'code'::text) = 'not-matched-yet'::text))
ROW LEVEL SECURITY, FORCED
POLICY owner FOR ALL TO leadtime_owner USING (true) WITH CHECK (true)
POLICY parties_delete FOR DELETE TO leadtime_app USING ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = component.party_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.tier = ANY ('{owner,delegate}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY parties_insert FOR INSERT TO leadtime_app WITH CHECK ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = component.party_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.tier = ANY ('{owner,delegate}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY parties_read FOR SELECT TO leadtime_app USING (((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = component.party_id) AND (v.party_id = ANY (ARRAY[( SELECT leadtime.me() AS me), leadtime.everybody()])) AND (v.tier = ANY ('{owner,delegate}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))) OR false))
POLICY parties_update FOR UPDATE TO leadtime_app USING ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = component.party_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.tier = ANY ('{owner,delegate}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at))))))) WITH CHECK ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = component.party_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.tier = ANY ('{owner,delegate}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY verbs FOR ALL TO leadtime_app, leadtime_worker USING (( SELECT leadtime.reaches('component'::text) AS reaches)) WITH CHECK (( SELECT leadtime.reaches('component'::text) AS reaches))
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_app
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_worker

TABLE leadtime.component_key (
  component_id uuid NOT NULL,
  "position" smallint NOT NULL,
  party_id uuid NOT NULL,
  package text NOT NULL,
  via text NOT NULL,
  version_key bytea,
  version_text text,
  flags integer NOT NULL
)
CONSTRAINT component_key_pkey PRIMARY KEY (component_id, "position")
CONSTRAINT component_key_component_id_fkey FOREIGN KEY (component_id) REFERENCES leadtime.component(id) ON DELETE CASCADE
CREATE INDEX component_key_judged ON leadtime.component_key USING btree (package, component_id) WHERE ((version_key IS NULL) OR ((flags & 59) <> 0))
CREATE INDEX component_key_package ON leadtime.component_key USING btree (package, component_id)
CREATE INDEX component_key_range ON leadtime.component_key USING btree (package, version_key, component_id)
ROW LEVEL SECURITY, FORCED
POLICY owner FOR ALL TO leadtime_owner USING (true) WITH CHECK (true)
POLICY parties_delete FOR DELETE TO leadtime_app USING ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = component_key.party_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.tier = ANY ('{owner,delegate}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY parties_insert FOR INSERT TO leadtime_app WITH CHECK ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = component_key.party_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.tier = ANY ('{owner,delegate}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY parties_read FOR SELECT TO leadtime_app USING (((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = component_key.party_id) AND (v.party_id = ANY (ARRAY[( SELECT leadtime.me() AS me), leadtime.everybody()])) AND (v.tier = ANY ('{owner,delegate}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))) OR false))
POLICY parties_update FOR UPDATE TO leadtime_app USING ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = component_key.party_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.tier = ANY ('{owner,delegate}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at))))))) WITH CHECK ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = component_key.party_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.tier = ANY ('{owner,delegate}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY verbs FOR ALL TO leadtime_app, leadtime_worker USING (( SELECT leadtime.reaches('component_key'::text) AS reaches)) WITH CHECK (( SELECT leadtime.reaches('component_key'::text) AS reaches))
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_app
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_worker

TABLE leadtime.coordination_case (
  id uuid NOT NULL,
  vulnerability_id uuid NOT NULL,
  state text NOT NULL DEFAULT 'open'::text,
  opened_at timestamp with time zone NOT NULL,
  told_at timestamp with time zone,
  acknowledged_at timestamp with time zone,
  embargo_until timestamp with time zone,
  embargo_zone text,
  embargo_basis text,
  fix_version text,
  fix_commit text,
  fix_at timestamp with time zone
)
CONSTRAINT coordination_case_pkey PRIMARY KEY (id)
CONSTRAINT coordination_case_vulnerability_id_key UNIQUE (vulnerability_id)
CONSTRAINT coordination_case_check CHECK ((((state = 'open'::text) = (told_at IS NULL)) OR (state = ANY (ARRAY['published'::text, 'closed'::text]))))
CONSTRAINT coordination_case_state_check CHECK ((state = ANY (ARRAY['open'::text, 'told'::text, 'acknowledged'::text, 'fix_ready'::text, 'published'::text, 'closed'::text])))
CONSTRAINT coordination_case_vulnerability_id_fkey FOREIGN KEY (vulnerability_id) REFERENCES leadtime.vulnerability(id)
ROW LEVEL SECURITY, FORCED
POLICY owner FOR ALL TO leadtime_owner USING (true) WITH CHECK (true)
POLICY parties_delete FOR DELETE TO leadtime_app USING ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = coordination_case.vulnerability_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY parties_insert FOR INSERT TO leadtime_app WITH CHECK ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = coordination_case.vulnerability_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY parties_read FOR SELECT TO leadtime_app USING (((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = coordination_case.vulnerability_id) AND (v.party_id = ANY (ARRAY[( SELECT leadtime.me() AS me), leadtime.everybody()])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))) OR false))
POLICY parties_update FOR UPDATE TO leadtime_app USING ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = coordination_case.vulnerability_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at))))))) WITH CHECK ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = coordination_case.vulnerability_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY verbs FOR ALL TO leadtime_app, leadtime_worker USING (( SELECT leadtime.reaches('coordination_case'::text) AS reaches)) WITH CHECK (( SELECT leadtime.reaches('coordination_case'::text) AS reaches))
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_app
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_worker

TABLE leadtime.decision (
  id uuid NOT NULL,
  vulnerability_id uuid NOT NULL,
  kind text NOT NULL,
  person_id uuid,
  party_id uuid,
  reason text NOT NULL,
  facts jsonb NOT NULL DEFAULT '{}'::jsonb,
  before jsonb NOT NULL DEFAULT '{}'::jsonb,
  at timestamp with time zone NOT NULL,
  undone_at timestamp with time zone,
  entry_id uuid
)
CONSTRAINT decision_pkey PRIMARY KEY (id)
CREATE INDEX decision_vulnerability ON leadtime.decision USING btree (vulnerability_id, at)
ROW LEVEL SECURITY, FORCED
POLICY owner FOR ALL TO leadtime_owner USING (true) WITH CHECK (true)
POLICY parties_delete FOR DELETE TO leadtime_app USING ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = decision.vulnerability_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.tier = ANY ('{coordinator,maintainer}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY parties_insert FOR INSERT TO leadtime_app WITH CHECK ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = decision.vulnerability_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.tier = ANY ('{coordinator,maintainer}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY parties_read FOR SELECT TO leadtime_app USING (((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = decision.vulnerability_id) AND (v.party_id = ANY (ARRAY[( SELECT leadtime.me() AS me), leadtime.everybody()])) AND (v.tier = ANY ('{coordinator,maintainer}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))) OR false))
POLICY parties_update FOR UPDATE TO leadtime_app USING ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = decision.vulnerability_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.tier = ANY ('{coordinator,maintainer}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at))))))) WITH CHECK ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = decision.vulnerability_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.tier = ANY ('{coordinator,maintainer}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY verbs FOR ALL TO leadtime_app, leadtime_worker USING (( SELECT leadtime.reaches('decision'::text) AS reaches)) WITH CHECK (( SELECT leadtime.reaches('decision'::text) AS reaches))
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_app
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_worker

TABLE leadtime.delegation (
  id uuid NOT NULL,
  from_party_id uuid NOT NULL,
  to_party_id uuid NOT NULL,
  since timestamp with time zone NOT NULL,
  until timestamp with time zone,
  ended_at timestamp with time zone
)
CONSTRAINT delegation_pkey PRIMARY KEY (id)
CONSTRAINT delegation_check CHECK ((from_party_id <> to_party_id))
CONSTRAINT delegation_from_party_id_fkey FOREIGN KEY (from_party_id) REFERENCES leadtime.party(id)
CONSTRAINT delegation_to_party_id_fkey FOREIGN KEY (to_party_id) REFERENCES leadtime.party(id)
CREATE INDEX delegation_from ON leadtime.delegation USING btree (from_party_id)
CREATE INDEX delegation_to ON leadtime.delegation USING btree (to_party_id)
ROW LEVEL SECURITY, FORCED
POLICY owner FOR ALL TO leadtime_owner USING (true) WITH CHECK (true)
POLICY parties_delete FOR DELETE TO leadtime_app USING ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = delegation.id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY parties_insert FOR INSERT TO leadtime_app WITH CHECK ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = delegation.id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY parties_read FOR SELECT TO leadtime_app USING (((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = delegation.id) AND (v.party_id = ANY (ARRAY[( SELECT leadtime.me() AS me), leadtime.everybody()])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))) OR false))
POLICY parties_update FOR UPDATE TO leadtime_app USING ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = delegation.id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at))))))) WITH CHECK ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = delegation.id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY verbs FOR ALL TO leadtime_app, leadtime_worker USING (( SELECT leadtime.reaches('delegation'::text) AS reaches)) WITH CHECK (( SELECT leadtime.reaches('delegation'::text) AS reaches))
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_app
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_worker

TABLE leadtime.delivery (
  id uuid NOT NULL,
  notice_id uuid NOT NULL,
  party_id uuid NOT NULL,
  channel text NOT NULL,
  webhook_id uuid,
  state text NOT NULL,
  attempts integer NOT NULL DEFAULT 0,
  at timestamp with time zone,
  reason text,
  tries jsonb NOT NULL DEFAULT '[]'::jsonb
)
CONSTRAINT delivery_pkey PRIMARY KEY (id)
CONSTRAINT delivery_notice_id_channel_webhook_id_key UNIQUE NULLS NOT DISTINCT (notice_id, channel, webhook_id)
CONSTRAINT delivery_channel_check CHECK ((channel = ANY (ARRAY['in-app'::text, 'webhook'::text])))
CONSTRAINT delivery_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'sent'::text, 'failed'::text, 'dropped'::text])))
CONSTRAINT delivery_notice_id_fkey FOREIGN KEY (notice_id) REFERENCES leadtime.notice(id) ON DELETE CASCADE
CREATE INDEX delivery_notice ON leadtime.delivery USING btree (notice_id)
CREATE INDEX delivery_webhook ON leadtime.delivery USING btree (webhook_id, at DESC) WHERE (webhook_id IS NOT NULL)
ROW LEVEL SECURITY, FORCED
POLICY owner FOR ALL TO leadtime_owner USING (true) WITH CHECK (true)
POLICY parties_delete FOR DELETE TO leadtime_app USING ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = delivery.party_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.tier = ANY ('{owner}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY parties_insert FOR INSERT TO leadtime_app WITH CHECK ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = delivery.party_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.tier = ANY ('{owner}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY parties_read FOR SELECT TO leadtime_app USING (((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = delivery.party_id) AND (v.party_id = ANY (ARRAY[( SELECT leadtime.me() AS me), leadtime.everybody()])) AND (v.tier = ANY ('{owner}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))) OR false))
POLICY parties_update FOR UPDATE TO leadtime_app USING ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = delivery.party_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.tier = ANY ('{owner}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at))))))) WITH CHECK ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = delivery.party_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.tier = ANY ('{owner}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY verbs FOR ALL TO leadtime_app, leadtime_worker USING (( SELECT leadtime.reaches('delivery'::text) AS reaches)) WITH CHECK (( SELECT leadtime.reaches('delivery'::text) AS reaches))
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_app
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_worker

TABLE leadtime.duty (
  id uuid NOT NULL,
  party_id uuid NOT NULL,
  advisory_id uuid NOT NULL,
  asset_id uuid NOT NULL,
  package text NOT NULL,
  component_id uuid NOT NULL,
  component text NOT NULL,
  version text,
  fixed_in text,
  why text NOT NULL,
  exposure_state text NOT NULL,
  state text NOT NULL DEFAULT 'open'::text,
  detected_at timestamp with time zone NOT NULL,
  due date,
  worst_due date,
  rank double precision NOT NULL,
  priority jsonb NOT NULL,
  decision jsonb NOT NULL,
  forensic boolean NOT NULL DEFAULT false,
  due_told date,
  answered_at timestamp with time zone,
  justification text,
  until date,
  ended_at timestamp with time zone,
  ended_why text
)
CONSTRAINT duty_pkey PRIMARY KEY (id)
CONSTRAINT duty_asset_id_advisory_id_package_key UNIQUE (asset_id, advisory_id, package)
CONSTRAINT duty_exposure_state_check CHECK ((exposure_state = ANY (ARRAY['affected'::text, 'not_affected'::text, 'undetermined'::text])))
CONSTRAINT duty_state_check CHECK ((state = ANY (ARRAY['open'::text, 'mitigated'::text, 'fixed'::text, 'not_affected'::text])))
CONSTRAINT duty_advisory_id_fkey FOREIGN KEY (advisory_id) REFERENCES leadtime.advisory(id)
CONSTRAINT duty_asset_id_fkey FOREIGN KEY (asset_id) REFERENCES leadtime.asset(id)
CONSTRAINT duty_component_id_fkey FOREIGN KEY (component_id) REFERENCES leadtime.component(id)
CONSTRAINT duty_party_id_fkey FOREIGN KEY (party_id) REFERENCES leadtime.party(id)
CREATE INDEX duty_advisory ON leadtime.duty USING btree (advisory_id, party_id, package)
CREATE INDEX duty_component ON leadtime.duty USING btree (component_id)
CREATE INDEX duty_falling_due ON leadtime.duty USING btree (due) WHERE ((state = 'open'::text) AND (ended_at IS NULL) AND (due_told IS DISTINCT FROM due))
CREATE INDEX duty_party ON leadtime.duty USING btree (party_id) WHERE (ended_at IS NULL)
CREATE INDEX duty_until ON leadtime.duty USING btree (until) WHERE ((state = 'mitigated'::text) AND (ended_at IS NULL))
ROW LEVEL SECURITY, FORCED
POLICY owner FOR ALL TO leadtime_owner USING (true) WITH CHECK (true)
POLICY parties_delete FOR DELETE TO leadtime_app USING ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = duty.party_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.tier = ANY ('{owner,delegate}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY parties_insert FOR INSERT TO leadtime_app WITH CHECK ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = duty.party_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.tier = ANY ('{owner,delegate}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY parties_read FOR SELECT TO leadtime_app USING (((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = duty.party_id) AND (v.party_id = ANY (ARRAY[( SELECT leadtime.me() AS me), leadtime.everybody()])) AND (v.tier = ANY ('{owner,delegate}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))) OR false))
POLICY parties_update FOR UPDATE TO leadtime_app USING ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = duty.party_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.tier = ANY ('{owner,delegate}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at))))))) WITH CHECK ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = duty.party_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.tier = ANY ('{owner,delegate}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY verbs FOR ALL TO leadtime_app, leadtime_worker USING (( SELECT leadtime.reaches('duty'::text) AS reaches)) WITH CHECK (( SELECT leadtime.reaches('duty'::text) AS reaches))
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_app
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_worker

TABLE leadtime.duty_basis (
  advisory_id uuid NOT NULL,
  facts jsonb NOT NULL,
  at timestamp with time zone NOT NULL
)
CONSTRAINT duty_basis_pkey PRIMARY KEY (advisory_id)
CONSTRAINT duty_basis_advisory_id_fkey FOREIGN KEY (advisory_id) REFERENCES leadtime.advisory(id)
no row level security
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_worker

TABLE leadtime.duty_event (
  id uuid NOT NULL,
  duty_id uuid NOT NULL,
  party_id uuid NOT NULL,
  at timestamp with time zone NOT NULL,
  kind text NOT NULL,
  state text NOT NULL,
  by_name text NOT NULL,
  note text NOT NULL,
  justification text,
  evidence text,
  decision jsonb,
  n bigint NOT NULL GENERATED ALWAYS AS IDENTITY
)
CONSTRAINT duty_event_pkey PRIMARY KEY (id)
CONSTRAINT duty_event_kind_check CHECK ((kind = ANY (ARRAY['opened'::text, 'decided'::text, 'answered'::text, 'reopened'::text, 'confirmed'::text, 'ended'::text])))
CONSTRAINT duty_event_duty_id_fkey FOREIGN KEY (duty_id) REFERENCES leadtime.duty(id)
CREATE INDEX duty_event_duty ON leadtime.duty_event USING btree (duty_id, n)
ROW LEVEL SECURITY, FORCED
POLICY owner FOR ALL TO leadtime_owner USING (true) WITH CHECK (true)
POLICY parties_delete FOR DELETE TO leadtime_app USING ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = duty_event.party_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.tier = ANY ('{owner,delegate}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY parties_insert FOR INSERT TO leadtime_app WITH CHECK ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = duty_event.party_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.tier = ANY ('{owner,delegate}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY parties_read FOR SELECT TO leadtime_app USING (((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = duty_event.party_id) AND (v.party_id = ANY (ARRAY[( SELECT leadtime.me() AS me), leadtime.everybody()])) AND (v.tier = ANY ('{owner,delegate}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))) OR false))
POLICY parties_update FOR UPDATE TO leadtime_app USING ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = duty_event.party_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.tier = ANY ('{owner,delegate}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at))))))) WITH CHECK ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = duty_event.party_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.tier = ANY ('{owner,delegate}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY verbs FOR ALL TO leadtime_app, leadtime_worker USING (( SELECT leadtime.reaches('duty_event'::text) AS reaches)) WITH CHECK (( SELECT leadtime.reaches('duty_event'::text) AS reaches))
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_app
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_worker

TABLE leadtime.duty_feeds (
  single boolean NOT NULL DEFAULT true,
  compared_at timestamp with time zone
)
CONSTRAINT duty_feeds_pkey PRIMARY KEY (single)
CONSTRAINT duty_feeds_single_check CHECK (single)
no row level security
GRANT SELECT, UPDATE TO leadtime_worker

TABLE leadtime.edge (
  id uuid NOT NULL,
  vulnerability_id uuid NOT NULL,
  a uuid NOT NULL,
  b uuid NOT NULL,
  level text NOT NULL,
  kind text NOT NULL,
  evidence jsonb NOT NULL,
  decision_id uuid,
  at timestamp with time zone NOT NULL,
  undone_at timestamp with time zone
)
CONSTRAINT edge_pkey PRIMARY KEY (id)
CONSTRAINT edge_a_fkey FOREIGN KEY (a) REFERENCES leadtime.finding(id)
CONSTRAINT edge_b_fkey FOREIGN KEY (b) REFERENCES leadtime.finding(id)
CREATE INDEX edge_a ON leadtime.edge USING btree (a)
CREATE INDEX edge_b ON leadtime.edge USING btree (b)
CREATE INDEX edge_vulnerability ON leadtime.edge USING btree (vulnerability_id)
ROW LEVEL SECURITY, FORCED
POLICY owner FOR ALL TO leadtime_owner USING (true) WITH CHECK (true)
POLICY parties_delete FOR DELETE TO leadtime_app USING ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = edge.vulnerability_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.tier = ANY ('{coordinator,maintainer}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY parties_insert FOR INSERT TO leadtime_app WITH CHECK ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = edge.vulnerability_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.tier = ANY ('{coordinator,maintainer}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY parties_read FOR SELECT TO leadtime_app USING (((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = edge.vulnerability_id) AND (v.party_id = ANY (ARRAY[( SELECT leadtime.me() AS me), leadtime.everybody()])) AND (v.tier = ANY ('{coordinator,maintainer}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))) OR false))
POLICY parties_update FOR UPDATE TO leadtime_app USING ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = edge.vulnerability_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.tier = ANY ('{coordinator,maintainer}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at))))))) WITH CHECK ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = edge.vulnerability_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.tier = ANY ('{coordinator,maintainer}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY verbs FOR ALL TO leadtime_app, leadtime_worker USING (( SELECT leadtime.reaches('edge'::text) AS reaches)) WITH CHECK (( SELECT leadtime.reaches('edge'::text) AS reaches))
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_app
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_worker

TABLE leadtime.epss (
  cve text NOT NULL,
  score real NOT NULL,
  percentile real NOT NULL,
  day date NOT NULL
)
CONSTRAINT epss_pkey PRIMARY KEY (cve)
CONSTRAINT epss_percentile_check CHECK (((percentile >= (0)::double precision) AND (percentile <= (1)::double precision)))
CONSTRAINT epss_score_check CHECK (((score >= (0)::double precision) AND (score <= (1)::double precision)))
no row level security
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_app
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_worker

TABLE leadtime.event (
  id uuid NOT NULL,
  kind text NOT NULL,
  wall uuid NOT NULL,
  subject_id uuid NOT NULL,
  facts jsonb NOT NULL,
  at timestamp with time zone NOT NULL
)
CONSTRAINT event_pkey PRIMARY KEY (id)
CREATE INDEX event_wall ON leadtime.event USING btree (wall, at)
ROW LEVEL SECURITY, FORCED
POLICY knowers_add FOR INSERT TO leadtime_app WITH CHECK ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = event.wall) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY owner FOR ALL TO leadtime_owner USING (true) WITH CHECK (true)
POLICY parties_delete FOR DELETE TO leadtime_app USING ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = event.wall) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY parties_insert FOR INSERT TO leadtime_app WITH CHECK ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = event.wall) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY parties_read FOR SELECT TO leadtime_app USING (((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = event.wall) AND (v.party_id = ANY (ARRAY[( SELECT leadtime.me() AS me), leadtime.everybody()])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))) OR false))
POLICY parties_update FOR UPDATE TO leadtime_app USING ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = event.wall) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at))))))) WITH CHECK ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = event.wall) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY verbs FOR ALL TO leadtime_app, leadtime_worker USING (( SELECT leadtime.reaches('event'::text) AS reaches)) WITH CHECK (( SELECT leadtime.reaches('event'::text) AS reaches))
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_app
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_worker

TABLE leadtime.exposure (
  id uuid NOT NULL,
  party_id uuid NOT NULL,
  advisory_id uuid NOT NULL,
  component_id uuid NOT NULL,
  asset_id uuid NOT NULL,
  package text NOT NULL,
  state text NOT NULL,
  tier text NOT NULL,
  informational boolean NOT NULL,
  fixed_in text,
  reason jsonb NOT NULL,
  evidence jsonb NOT NULL,
  since timestamp with time zone NOT NULL,
  as_of timestamp with time zone NOT NULL,
  ended_at timestamp with time zone,
  ended_why text
)
CONSTRAINT exposure_pkey PRIMARY KEY (id)
CONSTRAINT exposure_advisory_id_component_id_key UNIQUE (advisory_id, component_id)
CONSTRAINT exposure_ended_why_check CHECK ((ended_why = ANY (ARRAY['component-gone'::text, 'inventory-removed'::text, 'advisory-withdrawn'::text, 'advisory-changed'::text])))
CONSTRAINT exposure_state_check CHECK ((state = ANY (ARRAY['affected'::text, 'not_affected'::text, 'undetermined'::text])))
CONSTRAINT exposure_advisory_id_fkey FOREIGN KEY (advisory_id) REFERENCES leadtime.advisory(id)
CONSTRAINT exposure_asset_id_fkey FOREIGN KEY (asset_id) REFERENCES leadtime.asset(id)
CONSTRAINT exposure_component_id_fkey FOREIGN KEY (component_id) REFERENCES leadtime.component(id)
CONSTRAINT exposure_party_id_fkey FOREIGN KEY (party_id) REFERENCES leadtime.party(id)
CREATE INDEX exposure_component ON leadtime.exposure USING btree (component_id, ended_at)
CREATE INDEX exposure_group ON leadtime.exposure USING btree (asset_id, advisory_id, package) WHERE (ended_at IS NULL)
CREATE INDEX exposure_party ON leadtime.exposure USING btree (party_id) WHERE (ended_at IS NULL)
ROW LEVEL SECURITY, FORCED
POLICY owner FOR ALL TO leadtime_owner USING (true) WITH CHECK (true)
POLICY parties_delete FOR DELETE TO leadtime_app USING ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = exposure.party_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.tier = ANY ('{owner,delegate}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY parties_insert FOR INSERT TO leadtime_app WITH CHECK ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = exposure.party_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.tier = ANY ('{owner,delegate}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY parties_read FOR SELECT TO leadtime_app USING (((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = exposure.party_id) AND (v.party_id = ANY (ARRAY[( SELECT leadtime.me() AS me), leadtime.everybody()])) AND (v.tier = ANY ('{owner,delegate}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))) OR false))
POLICY parties_update FOR UPDATE TO leadtime_app USING ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = exposure.party_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.tier = ANY ('{owner,delegate}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at))))))) WITH CHECK ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = exposure.party_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.tier = ANY ('{owner,delegate}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY verbs FOR ALL TO leadtime_app, leadtime_worker USING (( SELECT leadtime.reaches('exposure'::text) AS reaches)) WITH CHECK (( SELECT leadtime.reaches('exposure'::text) AS reaches))
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_app
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_worker

TABLE leadtime.exposure_history (
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  party_id uuid NOT NULL,
  advisory_id uuid NOT NULL,
  component_id uuid NOT NULL,
  asset_id uuid NOT NULL,
  inventory_id uuid NOT NULL,
  package text NOT NULL,
  state text NOT NULL,
  tier text NOT NULL,
  informational boolean NOT NULL,
  fixed_in text,
  revision text NOT NULL,
  valid_from timestamp with time zone NOT NULL,
  valid_until timestamp with time zone,
  known_from timestamp with time zone NOT NULL,
  known_until timestamp with time zone,
  learnt_by text NOT NULL,
  closed_why text
)
CONSTRAINT exposure_history_pkey PRIMARY KEY (id)
CONSTRAINT exposure_history_check CHECK ((valid_until > valid_from))
CONSTRAINT exposure_history_check1 CHECK ((known_until >= known_from))
CONSTRAINT exposure_history_check2 CHECK (((known_until IS NULL) = (closed_why IS NULL)))
CONSTRAINT exposure_history_closed_why_check CHECK ((closed_why = ANY (ARRAY['advisory-changed'::text, 'advisory-withdrawn'::text, 'inventory-changed'::text, 'inventory-removed'::text, 'earlier'::text])))
CONSTRAINT exposure_history_learnt_by_check CHECK ((learnt_by = ANY (ARRAY['advisory'::text, 'inventory'::text, 'earlier'::text])))
CONSTRAINT exposure_history_state_check CHECK ((state = ANY (ARRAY['affected'::text, 'undetermined'::text])))
CONSTRAINT exposure_history_advisory_id_fkey FOREIGN KEY (advisory_id) REFERENCES leadtime.advisory(id)
CONSTRAINT exposure_history_asset_id_fkey FOREIGN KEY (asset_id) REFERENCES leadtime.asset(id)
CONSTRAINT exposure_history_component_id_fkey FOREIGN KEY (component_id) REFERENCES leadtime.component(id)
CONSTRAINT exposure_history_inventory_id_fkey FOREIGN KEY (inventory_id) REFERENCES leadtime.inventory(id)
CONSTRAINT exposure_history_party_id_fkey FOREIGN KEY (party_id) REFERENCES leadtime.party(id)
CREATE INDEX exposure_history_component ON leadtime.exposure_history USING btree (component_id, advisory_id)
CREATE UNIQUE INDEX exposure_history_held ON leadtime.exposure_history USING btree (advisory_id, component_id) WHERE (known_until IS NULL)
CREATE INDEX exposure_history_inventory ON leadtime.exposure_history USING btree (inventory_id) WHERE (known_until IS NULL)
CREATE INDEX exposure_history_party ON leadtime.exposure_history USING btree (party_id, advisory_id)
CREATE TRIGGER exposure_history_kept BEFORE UPDATE ON leadtime.exposure_history FOR EACH ROW EXECUTE FUNCTION leadtime.keep_exposure_history()
ROW LEVEL SECURITY, FORCED
POLICY owner FOR ALL TO leadtime_owner USING (true) WITH CHECK (true)
POLICY parties_delete FOR DELETE TO leadtime_app USING ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = exposure_history.party_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.tier = ANY ('{owner,delegate}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY parties_insert FOR INSERT TO leadtime_app WITH CHECK ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = exposure_history.party_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.tier = ANY ('{owner,delegate}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY parties_read FOR SELECT TO leadtime_app USING (((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = exposure_history.party_id) AND (v.party_id = ANY (ARRAY[( SELECT leadtime.me() AS me), leadtime.everybody()])) AND (v.tier = ANY ('{owner,delegate}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))) OR false))
POLICY parties_update FOR UPDATE TO leadtime_app USING ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = exposure_history.party_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.tier = ANY ('{owner,delegate}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at))))))) WITH CHECK ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = exposure_history.party_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.tier = ANY ('{owner,delegate}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY verbs FOR ALL TO leadtime_app, leadtime_worker USING (( SELECT leadtime.reaches('exposure_history'::text) AS reaches)) WITH CHECK (( SELECT leadtime.reaches('exposure_history'::text) AS reaches))
GRANT SELECT TO leadtime_app
GRANT INSERT, SELECT TO leadtime_worker
GRANT UPDATE (known_until) TO leadtime_worker
GRANT UPDATE (closed_why) TO leadtime_worker

TABLE leadtime.feed (
  source text NOT NULL,
  records integer NOT NULL DEFAULT 0,
  last_success_at timestamp with time zone,
  as_of timestamp with time zone,
  max_age_hours integer NOT NULL,
  running boolean NOT NULL DEFAULT false,
  progress text,
  resume jsonb NOT NULL DEFAULT '{}'::jsonb,
  last_error text,
  settings jsonb NOT NULL DEFAULT '{}'::jsonb,
  note text,
  every_hours integer,
  next_at timestamp with time zone,
  waits_until timestamp with time zone,
  ended_at timestamp with time zone,
  attempts integer NOT NULL DEFAULT 0
)
CONSTRAINT feed_pkey PRIMARY KEY (source)
CONSTRAINT feed_every_hours_check CHECK (((every_hours >= 1) AND (every_hours <= 720)))
no row level security
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_app
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_worker

TABLE leadtime.feed_listed (
  list text NOT NULL,
  id text NOT NULL,
  mark text NOT NULL DEFAULT ''::text
)
CONSTRAINT feed_listed_pkey PRIMARY KEY (list, id)
no row level security
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_app
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_worker

TABLE leadtime.feed_provider (
  id uuid NOT NULL,
  asked text NOT NULL,
  metadata_url text,
  publisher text,
  added_at timestamp with time zone NOT NULL,
  last_success_at timestamp with time zone,
  last_error text,
  documents integer NOT NULL DEFAULT 0,
  note text,
  resume jsonb NOT NULL DEFAULT '{}'::jsonb
)
CONSTRAINT feed_provider_pkey PRIMARY KEY (id)
CONSTRAINT feed_provider_asked_key UNIQUE (asked)
no row level security
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_app
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_worker

TABLE leadtime.feed_text (
  advisory_id uuid NOT NULL,
  source text NOT NULL,
  text_digest bytea NOT NULL,
  parts integer NOT NULL,
  modified_at timestamp with time zone NOT NULL
)
CONSTRAINT feed_text_pkey PRIMARY KEY (advisory_id, source)
CREATE INDEX feed_text_digest ON leadtime.feed_text USING btree (text_digest)
ROW LEVEL SECURITY, FORCED
POLICY owner FOR ALL TO leadtime_owner USING (true) WITH CHECK (true)
POLICY verbs FOR ALL TO leadtime_app, leadtime_worker USING (( SELECT leadtime.reaches('feed_text'::text) AS reaches)) WITH CHECK (( SELECT leadtime.reaches('feed_text'::text) AS reaches))
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_app
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_worker

TABLE leadtime.finding (
  id uuid NOT NULL,
  report_id uuid NOT NULL,
  ordinal integer NOT NULL,
  party_id uuid NOT NULL,
  vulnerability_id uuid NOT NULL,
  title text NOT NULL,
  target text NOT NULL,
  version text,
  severity text NOT NULL,
  model text,
  claim json NOT NULL,
  received_at timestamp with time zone NOT NULL
)
CONSTRAINT finding_pkey PRIMARY KEY (id)
CONSTRAINT finding_report_id_ordinal_key UNIQUE (report_id, ordinal)
CONSTRAINT finding_report_id_fkey FOREIGN KEY (report_id) REFERENCES leadtime.report(id)
CONSTRAINT finding_vulnerability_id_fkey FOREIGN KEY (vulnerability_id) REFERENCES leadtime.vulnerability(id)
CREATE INDEX finding_model ON leadtime.finding USING btree (model, vulnerability_id) WHERE (model IS NOT NULL)
CREATE INDEX finding_received ON leadtime.finding USING btree (received_at)
CREATE INDEX finding_vulnerability ON leadtime.finding USING btree (vulnerability_id)
ROW LEVEL SECURITY, FORCED
POLICY owner FOR ALL TO leadtime_owner USING (true) WITH CHECK (true)
POLICY parties_delete FOR DELETE TO leadtime_app USING ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = finding.report_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY parties_insert FOR INSERT TO leadtime_app WITH CHECK ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = finding.report_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY parties_read FOR SELECT TO leadtime_app USING (((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = finding.report_id) AND (v.party_id = ANY (ARRAY[( SELECT leadtime.me() AS me), leadtime.everybody()])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))) OR (EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = finding.vulnerability_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['maintainer'::text, 'coordinator'::text])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at))))))))
POLICY parties_update FOR UPDATE TO leadtime_app USING ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = finding.report_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at))))))) WITH CHECK ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = finding.report_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY verbs FOR ALL TO leadtime_app, leadtime_worker USING (( SELECT leadtime.reaches('finding'::text) AS reaches)) WITH CHECK (( SELECT leadtime.reaches('finding'::text) AS reaches))
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_app
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_worker

TABLE leadtime.hold (
  id uuid NOT NULL,
  vulnerability_id uuid NOT NULL,
  kind text NOT NULL,
  reason text NOT NULL,
  owner_id uuid,
  owner_name text NOT NULL,
  since timestamp with time zone NOT NULL,
  expires_at timestamp with time zone NOT NULL,
  ended_at timestamp with time zone
)
CONSTRAINT hold_pkey PRIMARY KEY (id)
CONSTRAINT hold_check CHECK ((expires_at > since))
CONSTRAINT hold_kind_check CHECK ((kind = ANY (ARRAY['not_validated'::text, 'maintainer_capacity'::text, 'no_contact'::text, 'other'::text])))
CONSTRAINT hold_reason_check CHECK ((length(reason) > 0))
CONSTRAINT hold_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES leadtime.person(id)
CONSTRAINT hold_vulnerability_id_fkey FOREIGN KEY (vulnerability_id) REFERENCES leadtime.vulnerability(id)
CREATE UNIQUE INDEX hold_one_of_a_kind ON leadtime.hold USING btree (vulnerability_id, kind) WHERE (ended_at IS NULL)
CREATE INDEX hold_open ON leadtime.hold USING btree (vulnerability_id) WHERE (ended_at IS NULL)
ROW LEVEL SECURITY, FORCED
POLICY owner FOR ALL TO leadtime_owner USING (true) WITH CHECK (true)
POLICY parties_delete FOR DELETE TO leadtime_app USING ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = hold.vulnerability_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY parties_insert FOR INSERT TO leadtime_app WITH CHECK ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = hold.vulnerability_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY parties_read FOR SELECT TO leadtime_app USING (((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = hold.vulnerability_id) AND (v.party_id = ANY (ARRAY[( SELECT leadtime.me() AS me), leadtime.everybody()])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))) OR false))
POLICY parties_update FOR UPDATE TO leadtime_app USING ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = hold.vulnerability_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at))))))) WITH CHECK ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = hold.vulnerability_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY verbs FOR ALL TO leadtime_app, leadtime_worker USING (( SELECT leadtime.reaches('hold'::text) AS reaches)) WITH CHECK (( SELECT leadtime.reaches('hold'::text) AS reaches))
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_app
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_worker

TABLE leadtime.identity_key (
  key uuid NOT NULL,
  finding_id uuid NOT NULL
)
CONSTRAINT identity_key_pkey PRIMARY KEY (key, finding_id)
ROW LEVEL SECURITY, FORCED
POLICY owner FOR ALL TO leadtime_owner USING (true) WITH CHECK (true)
POLICY verbs FOR ALL TO leadtime_app, leadtime_worker USING (( SELECT leadtime.reaches('identity_key'::text) AS reaches)) WITH CHECK (( SELECT leadtime.reaches('identity_key'::text) AS reaches))
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_app
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_worker

TABLE leadtime.instance (
  single boolean NOT NULL DEFAULT true,
  name text NOT NULL DEFAULT 'Leadtime'::text,
  marking text NOT NULL DEFAULT 'TLP:AMBER+STRICT'::text,
  demo boolean NOT NULL DEFAULT false,
  coordinator_id uuid,
  setup_secret_hash bytea,
  set_up_at timestamp with time zone
)
CONSTRAINT instance_pkey PRIMARY KEY (single)
CONSTRAINT instance_single_check CHECK (single)
no row level security
GRANT SELECT, UPDATE TO leadtime_app
GRANT SELECT TO leadtime_worker

TABLE leadtime.inventory (
  id uuid NOT NULL,
  party_id uuid NOT NULL,
  name text NOT NULL,
  format text NOT NULL,
  digest bytea NOT NULL,
  as_of timestamp with time zone NOT NULL,
  dated boolean NOT NULL,
  uploaded_at timestamp with time zone NOT NULL,
  changed_at timestamp with time zone NOT NULL,
  matched_at timestamp with time zone,
  components integer NOT NULL DEFAULT 0,
  problems integer NOT NULL DEFAULT 0,
  removed_at timestamp with time zone
)
CONSTRAINT inventory_pkey PRIMARY KEY (id)
CONSTRAINT inventory_format_check CHECK ((format = ANY (ARRAY['cyclonedx'::text, 'spdx'::text, 'sheet'::text])))
CONSTRAINT inventory_party_id_fkey FOREIGN KEY (party_id) REFERENCES leadtime.party(id)
CREATE UNIQUE INDEX inventory_name ON leadtime.inventory USING btree (party_id, name) WHERE (removed_at IS NULL)
CREATE INDEX inventory_waiting ON leadtime.inventory USING btree (uploaded_at) WHERE (matched_at IS NULL)
ROW LEVEL SECURITY, FORCED
POLICY owner FOR ALL TO leadtime_owner USING (true) WITH CHECK (true)
POLICY parties_delete FOR DELETE TO leadtime_app USING ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = inventory.party_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.tier = ANY ('{owner,delegate}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY parties_insert FOR INSERT TO leadtime_app WITH CHECK ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = inventory.party_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.tier = ANY ('{owner,delegate}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY parties_read FOR SELECT TO leadtime_app USING (((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = inventory.party_id) AND (v.party_id = ANY (ARRAY[( SELECT leadtime.me() AS me), leadtime.everybody()])) AND (v.tier = ANY ('{owner,delegate}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))) OR false))
POLICY parties_update FOR UPDATE TO leadtime_app USING ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = inventory.party_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.tier = ANY ('{owner,delegate}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at))))))) WITH CHECK ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = inventory.party_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.tier = ANY ('{owner,delegate}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY verbs FOR ALL TO leadtime_app, leadtime_worker USING (( SELECT leadtime.reaches('inventory'::text) AS reaches)) WITH CHECK (( SELECT leadtime.reaches('inventory'::text) AS reaches))
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_app
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_worker

TABLE leadtime.inventory_file (
  id uuid NOT NULL,
  party_id uuid NOT NULL,
  inventory_id uuid NOT NULL,
  digest bytea NOT NULL,
  size bigint NOT NULL,
  key_id text NOT NULL,
  bytes bytea,
  created_at timestamp with time zone NOT NULL
)
CONSTRAINT inventory_file_pkey PRIMARY KEY (id)
CONSTRAINT inventory_file_inventory_id_fkey FOREIGN KEY (inventory_id) REFERENCES leadtime.inventory(id)
CONSTRAINT inventory_file_party_id_fkey FOREIGN KEY (party_id) REFERENCES leadtime.party(id)
CREATE INDEX inventory_file_inventory ON leadtime.inventory_file USING btree (inventory_id, created_at DESC)
ROW LEVEL SECURITY, FORCED
POLICY owner FOR ALL TO leadtime_owner USING (true) WITH CHECK (true)
POLICY parties_delete FOR DELETE TO leadtime_app USING ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = inventory_file.party_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.tier = ANY ('{owner,delegate}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY parties_insert FOR INSERT TO leadtime_app WITH CHECK ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = inventory_file.party_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.tier = ANY ('{owner,delegate}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY parties_read FOR SELECT TO leadtime_app USING (((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = inventory_file.party_id) AND (v.party_id = ANY (ARRAY[( SELECT leadtime.me() AS me), leadtime.everybody()])) AND (v.tier = ANY ('{owner,delegate}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))) OR false))
POLICY parties_update FOR UPDATE TO leadtime_app USING ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = inventory_file.party_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.tier = ANY ('{owner,delegate}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at))))))) WITH CHECK ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = inventory_file.party_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.tier = ANY ('{owner,delegate}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY verbs FOR ALL TO leadtime_app, leadtime_worker USING (( SELECT leadtime.reaches('inventory_file'::text) AS reaches)) WITH CHECK (( SELECT leadtime.reaches('inventory_file'::text) AS reaches))
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_app
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_worker

TABLE leadtime.kev (
  cve text NOT NULL,
  added_at date NOT NULL,
  due_at date,
  ransomware text,
  record jsonb NOT NULL
)
CONSTRAINT kev_pkey PRIMARY KEY (cve)
CREATE TRIGGER watch_mark AFTER INSERT OR DELETE OR UPDATE ON leadtime.kev FOR EACH ROW EXECUTE FUNCTION leadtime.watch_mark()
no row level security
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_app
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_worker

TABLE leadtime.ledger_checkpoint (
  size bigint NOT NULL,
  root bytea NOT NULL,
  note text NOT NULL,
  at timestamp with time zone NOT NULL
)
CONSTRAINT ledger_checkpoint_pkey PRIMARY KEY (size)
no row level security
GRANT SELECT TO leadtime_app
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_worker

TABLE leadtime.ledger_entry (
  id uuid NOT NULL,
  wall uuid NOT NULL,
  commitment bytea NOT NULL,
  nonce bytea NOT NULL,
  body jsonb NOT NULL,
  written_at timestamp with time zone NOT NULL,
  index bigint
)
CONSTRAINT ledger_entry_pkey PRIMARY KEY (id)
CREATE UNIQUE INDEX ledger_entry_index ON leadtime.ledger_entry USING btree (index) WHERE (index IS NOT NULL)
CREATE INDEX ledger_entry_waiting ON leadtime.ledger_entry USING btree (written_at, id) WHERE (index IS NULL)
CREATE INDEX ledger_entry_wall ON leadtime.ledger_entry USING btree (wall)
ROW LEVEL SECURITY, FORCED
POLICY knowers_add FOR INSERT TO leadtime_app WITH CHECK ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = ledger_entry.wall) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY owner FOR ALL TO leadtime_owner USING (true) WITH CHECK (true)
POLICY parties_delete FOR DELETE TO leadtime_app USING ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = ledger_entry.wall) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.tier = ANY ('{owner,coordinator,maintainer}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY parties_insert FOR INSERT TO leadtime_app WITH CHECK ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = ledger_entry.wall) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.tier = ANY ('{owner,coordinator,maintainer}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY parties_read FOR SELECT TO leadtime_app USING (((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = ledger_entry.wall) AND (v.party_id = ANY (ARRAY[( SELECT leadtime.me() AS me), leadtime.everybody()])) AND (v.tier = ANY ('{owner,coordinator,maintainer}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))) OR false))
POLICY parties_update FOR UPDATE TO leadtime_app USING ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = ledger_entry.wall) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.tier = ANY ('{owner,coordinator,maintainer}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at))))))) WITH CHECK ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = ledger_entry.wall) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.tier = ANY ('{owner,coordinator,maintainer}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY verbs FOR ALL TO leadtime_app, leadtime_worker USING (( SELECT leadtime.reaches('ledger_entry'::text) AS reaches)) WITH CHECK (( SELECT leadtime.reaches('ledger_entry'::text) AS reaches))
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_app
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_worker

TABLE leadtime.ledger_leaf (
  index bigint NOT NULL,
  commitment bytea NOT NULL
)
CONSTRAINT ledger_leaf_pkey PRIMARY KEY (index)
no row level security
GRANT SELECT TO leadtime_app
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_worker

TABLE leadtime.ledger_tile (
  path text NOT NULL,
  bytes bytea NOT NULL
)
CONSTRAINT ledger_tile_pkey PRIMARY KEY (path)
no row level security
GRANT SELECT TO leadtime_app
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_worker

TABLE leadtime.line (
  vulnerability_id uuid NOT NULL,
  project_id uuid NOT NULL,
  rank double precision NOT NULL,
  since timestamp with time zone NOT NULL
)
CONSTRAINT line_pkey PRIMARY KEY (vulnerability_id)
CONSTRAINT line_project_id_fkey FOREIGN KEY (project_id) REFERENCES leadtime.project(id)
CONSTRAINT line_vulnerability_id_fkey FOREIGN KEY (vulnerability_id) REFERENCES leadtime.vulnerability(id)
CREATE INDEX line_project ON leadtime.line USING btree (project_id, rank, since, vulnerability_id)
ROW LEVEL SECURITY, FORCED
POLICY owner FOR ALL TO leadtime_owner USING (true) WITH CHECK (true)
POLICY parties_delete FOR DELETE TO leadtime_app USING ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = line.vulnerability_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY parties_insert FOR INSERT TO leadtime_app WITH CHECK ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = line.vulnerability_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY parties_read FOR SELECT TO leadtime_app USING (((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = line.vulnerability_id) AND (v.party_id = ANY (ARRAY[( SELECT leadtime.me() AS me), leadtime.everybody()])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))) OR false))
POLICY parties_update FOR UPDATE TO leadtime_app USING ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = line.vulnerability_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at))))))) WITH CHECK ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = line.vulnerability_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY verbs FOR ALL TO leadtime_app, leadtime_worker USING (( SELECT leadtime.reaches('line'::text) AS reaches)) WITH CHECK (( SELECT leadtime.reaches('line'::text) AS reaches))
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_app
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_worker

TABLE leadtime.measure (
  name text NOT NULL,
  at timestamp with time zone NOT NULL,
  figures jsonb NOT NULL,
  wall uuid
)
CONSTRAINT measure_pkey PRIMARY KEY (name)
ROW LEVEL SECURITY, FORCED
POLICY owner FOR ALL TO leadtime_owner USING (true) WITH CHECK (true)
POLICY parties_delete FOR DELETE TO leadtime_app USING ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = measure.wall) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY parties_insert FOR INSERT TO leadtime_app WITH CHECK ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = measure.wall) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY parties_read FOR SELECT TO leadtime_app USING (((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = measure.wall) AND (v.party_id = ANY (ARRAY[( SELECT leadtime.me() AS me), leadtime.everybody()])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))) OR (wall IS NULL)))
POLICY parties_update FOR UPDATE TO leadtime_app USING ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = measure.wall) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at))))))) WITH CHECK ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = measure.wall) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY verbs FOR ALL TO leadtime_app, leadtime_worker USING (( SELECT leadtime.reaches('measure'::text) AS reaches)) WITH CHECK (( SELECT leadtime.reaches('measure'::text) AS reaches))
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_app
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_worker

TABLE leadtime.membership (
  person_id uuid NOT NULL,
  party_id uuid NOT NULL,
  role text NOT NULL,
  since timestamp with time zone NOT NULL
)
CONSTRAINT membership_pkey PRIMARY KEY (person_id, party_id, role)
CONSTRAINT membership_party_id_fkey FOREIGN KEY (party_id) REFERENCES leadtime.party(id)
CONSTRAINT membership_person_id_fkey FOREIGN KEY (person_id) REFERENCES leadtime.person(id)
CREATE INDEX membership_party ON leadtime.membership USING btree (party_id)
ROW LEVEL SECURITY, FORCED
POLICY owner FOR ALL TO leadtime_owner USING (true) WITH CHECK (true)
POLICY parties_delete FOR DELETE TO leadtime_app USING ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = membership.party_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.tier = ANY ('{owner}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY parties_insert FOR INSERT TO leadtime_app WITH CHECK ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = membership.party_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.tier = ANY ('{owner}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY parties_read FOR SELECT TO leadtime_app USING (((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = membership.party_id) AND (v.party_id = ANY (ARRAY[( SELECT leadtime.me() AS me), leadtime.everybody()])) AND (v.tier = ANY ('{owner}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))) OR false))
POLICY parties_update FOR UPDATE TO leadtime_app USING ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = membership.party_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.tier = ANY ('{owner}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at))))))) WITH CHECK ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = membership.party_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.tier = ANY ('{owner}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY verbs FOR ALL TO leadtime_app, leadtime_worker USING (( SELECT leadtime.reaches('membership'::text) AS reaches)) WITH CHECK (( SELECT leadtime.reaches('membership'::text) AS reaches))
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_app
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_worker

TABLE leadtime.message (
  id uuid NOT NULL,
  vulnerability_id uuid NOT NULL,
  lane text NOT NULL,
  person_id uuid,
  author text NOT NULL,
  party_id uuid NOT NULL,
  body text NOT NULL,
  at timestamp with time zone NOT NULL
)
CONSTRAINT message_pkey PRIMARY KEY (id)
CONSTRAINT message_lane_check CHECK ((lane = ANY (ARRAY['shared'::text, 'coordinators'::text])))
CONSTRAINT message_vulnerability_id_fkey FOREIGN KEY (vulnerability_id) REFERENCES leadtime.vulnerability(id)
CREATE INDEX message_thread ON leadtime.message USING btree (vulnerability_id, at)
ROW LEVEL SECURITY, FORCED
POLICY coordinators_lane AS RESTRICTIVE FOR ALL TO leadtime_app USING (((lane = 'shared'::text) OR (EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = message.vulnerability_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = 'coordinator'::text) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at))))))))
POLICY knowers_add FOR INSERT TO leadtime_app WITH CHECK ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = message.vulnerability_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY owner FOR ALL TO leadtime_owner USING (true) WITH CHECK (true)
POLICY parties_delete FOR DELETE TO leadtime_app USING ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = message.vulnerability_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY parties_insert FOR INSERT TO leadtime_app WITH CHECK ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = message.vulnerability_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY parties_read FOR SELECT TO leadtime_app USING (((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = message.vulnerability_id) AND (v.party_id = ANY (ARRAY[( SELECT leadtime.me() AS me), leadtime.everybody()])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))) OR false))
POLICY parties_update FOR UPDATE TO leadtime_app USING ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = message.vulnerability_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at))))))) WITH CHECK ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = message.vulnerability_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY verbs FOR ALL TO leadtime_app, leadtime_worker USING (( SELECT leadtime.reaches('message'::text) AS reaches)) WITH CHECK (( SELECT leadtime.reaches('message'::text) AS reaches))
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_app
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_worker

TABLE leadtime.model_release (
  id uuid NOT NULL,
  party_id uuid NOT NULL,
  name text NOT NULL,
  developer text NOT NULL,
  opens_at timestamp with time zone NOT NULL,
  partners_at timestamp with time zone,
  release_at timestamp with time zone NOT NULL,
  state text NOT NULL DEFAULT 'open'::text,
  note text NOT NULL DEFAULT ''::text,
  plan jsonb,
  plan_by_default boolean NOT NULL DEFAULT true,
  plan_declared_at timestamp with time zone,
  created_at timestamp with time zone NOT NULL
)
CONSTRAINT model_release_pkey PRIMARY KEY (id)
CONSTRAINT model_release_state_check CHECK ((state = ANY (ARRAY['open'::text, 'withdrawn'::text, 'released'::text])))
CONSTRAINT model_release_party_id_fkey FOREIGN KEY (party_id) REFERENCES leadtime.party(id)
CREATE INDEX model_release_dates ON leadtime.model_release USING btree (release_at DESC, id)
ROW LEVEL SECURITY, FORCED
POLICY owner FOR ALL TO leadtime_owner USING (true) WITH CHECK (true)
POLICY parties_delete FOR DELETE TO leadtime_app USING ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = model_release.id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY parties_insert FOR INSERT TO leadtime_app WITH CHECK ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = model_release.id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY parties_read FOR SELECT TO leadtime_app USING (((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = model_release.id) AND (v.party_id = ANY (ARRAY[( SELECT leadtime.me() AS me), leadtime.everybody()])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))) OR false))
POLICY parties_update FOR UPDATE TO leadtime_app USING ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = model_release.id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at))))))) WITH CHECK ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = model_release.id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY verbs FOR ALL TO leadtime_app, leadtime_worker USING (( SELECT leadtime.reaches('model_release'::text) AS reaches)) WITH CHECK (( SELECT leadtime.reaches('model_release'::text) AS reaches))
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_app
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_worker

TABLE leadtime.notice (
  id uuid NOT NULL,
  party_id uuid NOT NULL,
  event_id uuid NOT NULL,
  kind text NOT NULL,
  title text NOT NULL,
  body text NOT NULL,
  href text NOT NULL,
  at timestamp with time zone NOT NULL,
  shown_at timestamp with time zone,
  read_at timestamp with time zone
)
CONSTRAINT notice_pkey PRIMARY KEY (id)
CONSTRAINT notice_party_id_event_id_key UNIQUE (party_id, event_id)
CONSTRAINT notice_party_id_fkey FOREIGN KEY (party_id) REFERENCES leadtime.party(id)
CREATE INDEX notice_party ON leadtime.notice USING btree (party_id, at DESC, id)
CREATE INDEX notice_unread ON leadtime.notice USING btree (party_id) WHERE (read_at IS NULL)
ROW LEVEL SECURITY, FORCED
POLICY owner FOR ALL TO leadtime_owner USING (true) WITH CHECK (true)
POLICY parties_delete FOR DELETE TO leadtime_app USING ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = notice.party_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.tier = ANY ('{owner}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY parties_insert FOR INSERT TO leadtime_app WITH CHECK ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = notice.party_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.tier = ANY ('{owner}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY parties_read FOR SELECT TO leadtime_app USING (((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = notice.party_id) AND (v.party_id = ANY (ARRAY[( SELECT leadtime.me() AS me), leadtime.everybody()])) AND (v.tier = ANY ('{owner}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))) OR false))
POLICY parties_update FOR UPDATE TO leadtime_app USING ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = notice.party_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.tier = ANY ('{owner}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at))))))) WITH CHECK ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = notice.party_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.tier = ANY ('{owner}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY verbs FOR ALL TO leadtime_app, leadtime_worker USING (( SELECT leadtime.reaches('notice'::text) AS reaches)) WITH CHECK (( SELECT leadtime.reaches('notice'::text) AS reaches))
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_app
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_worker

TABLE leadtime.opinion (
  id uuid NOT NULL,
  vulnerability_id uuid NOT NULL,
  rater text NOT NULL,
  is_true text,
  reachable text,
  severity text,
  vector text,
  score real,
  person_id uuid,
  party_id uuid,
  at timestamp with time zone NOT NULL,
  decision_id uuid
)
CONSTRAINT opinion_pkey PRIMARY KEY (id)
CONSTRAINT opinion_rater_check CHECK ((rater = ANY (ARRAY['finder'::text, 'validator'::text, 'vendor'::text])))
CREATE INDEX opinion_vulnerability ON leadtime.opinion USING btree (vulnerability_id, rater, at DESC)
ROW LEVEL SECURITY, FORCED
POLICY owner FOR ALL TO leadtime_owner USING (true) WITH CHECK (true)
POLICY parties_delete FOR DELETE TO leadtime_app USING ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = opinion.vulnerability_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY parties_insert FOR INSERT TO leadtime_app WITH CHECK ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = opinion.vulnerability_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY parties_read FOR SELECT TO leadtime_app USING (((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = opinion.vulnerability_id) AND (v.party_id = ANY (ARRAY[( SELECT leadtime.me() AS me), leadtime.everybody()])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))) OR false))
POLICY parties_update FOR UPDATE TO leadtime_app USING ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = opinion.vulnerability_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at))))))) WITH CHECK ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = opinion.vulnerability_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY verbs FOR ALL TO leadtime_app, leadtime_worker USING (( SELECT leadtime.reaches('opinion'::text) AS reaches)) WITH CHECK (( SELECT leadtime.reaches('opinion'::text) AS reaches))
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_app
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_worker

TABLE leadtime.party (
  id uuid NOT NULL,
  name text NOT NULL,
  kind text NOT NULL,
  sector text,
  created_at timestamp with time zone NOT NULL
)
CONSTRAINT party_pkey PRIMARY KEY (id)
ROW LEVEL SECURITY, FORCED
POLICY owner FOR ALL TO leadtime_owner USING (true) WITH CHECK (true)
POLICY parties_delete FOR DELETE TO leadtime_app USING ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = party.id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY parties_insert FOR INSERT TO leadtime_app WITH CHECK ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = party.id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY parties_read FOR SELECT TO leadtime_app USING (((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = party.id) AND (v.party_id = ANY (ARRAY[( SELECT leadtime.me() AS me), leadtime.everybody()])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))) OR false))
POLICY parties_update FOR UPDATE TO leadtime_app USING ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = party.id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at))))))) WITH CHECK ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = party.id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY verbs FOR ALL TO leadtime_app, leadtime_worker USING (( SELECT leadtime.reaches('party'::text) AS reaches)) WITH CHECK (( SELECT leadtime.reaches('party'::text) AS reaches))
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_app
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_worker

TABLE leadtime.person (
  id uuid NOT NULL,
  name text NOT NULL,
  email text NOT NULL,
  password_hash text,
  created_at timestamp with time zone NOT NULL,
  disabled_at timestamp with time zone
)
CONSTRAINT person_pkey PRIMARY KEY (id)
CREATE UNIQUE INDEX person_email ON leadtime.person USING btree (lower(email))
ROW LEVEL SECURITY, FORCED
POLICY owner FOR ALL TO leadtime_owner USING (true) WITH CHECK (true)
POLICY parties_delete FOR DELETE TO leadtime_app USING ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = person.id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY parties_insert FOR INSERT TO leadtime_app WITH CHECK ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = person.id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY parties_read FOR SELECT TO leadtime_app USING (((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = person.id) AND (v.party_id = ANY (ARRAY[( SELECT leadtime.me() AS me), leadtime.everybody()])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))) OR false))
POLICY parties_update FOR UPDATE TO leadtime_app USING ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = person.id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at))))))) WITH CHECK ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = person.id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY verbs FOR ALL TO leadtime_app, leadtime_worker USING (( SELECT leadtime.reaches('person'::text) AS reaches)) WITH CHECK (( SELECT leadtime.reaches('person'::text) AS reaches))
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_app
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_worker

TABLE leadtime.priority (
  id uuid NOT NULL,
  result jsonb NOT NULL
)
CONSTRAINT priority_pkey PRIMARY KEY (id)
ROW LEVEL SECURITY, FORCED
POLICY owner FOR ALL TO leadtime_owner USING (true) WITH CHECK (true)
POLICY verbs FOR ALL TO leadtime_app, leadtime_worker USING (( SELECT leadtime.reaches('priority'::text) AS reaches)) WITH CHECK (( SELECT leadtime.reaches('priority'::text) AS reaches))
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_app
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_worker

TABLE leadtime.project (
  id uuid NOT NULL,
  name text NOT NULL,
  party_id uuid,
  weekly_budget integer NOT NULL DEFAULT 5,
  paused_until timestamp with time zone,
  accepts_unvalidated boolean NOT NULL DEFAULT false,
  contact text,
  created_at timestamp with time zone NOT NULL
)
CONSTRAINT project_pkey PRIMARY KEY (id)
CONSTRAINT project_weekly_budget_check CHECK ((weekly_budget >= 0))
CONSTRAINT project_party_id_fkey FOREIGN KEY (party_id) REFERENCES leadtime.party(id)
CREATE UNIQUE INDEX project_name ON leadtime.project USING btree (lower(name))
ROW LEVEL SECURITY, FORCED
POLICY owner FOR ALL TO leadtime_owner USING (true) WITH CHECK (true)
POLICY parties_delete FOR DELETE TO leadtime_app USING ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = project.id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY parties_insert FOR INSERT TO leadtime_app WITH CHECK ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = project.id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY parties_read FOR SELECT TO leadtime_app USING (((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = project.id) AND (v.party_id = ANY (ARRAY[( SELECT leadtime.me() AS me), leadtime.everybody()])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))) OR false))
POLICY parties_update FOR UPDATE TO leadtime_app USING ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = project.id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at))))))) WITH CHECK ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = project.id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY verbs FOR ALL TO leadtime_app, leadtime_worker USING (( SELECT leadtime.reaches('project'::text) AS reaches)) WITH CHECK (( SELECT leadtime.reaches('project'::text) AS reaches))
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_app
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_worker

TABLE leadtime.project_package (
  package text NOT NULL,
  project_id uuid NOT NULL
)
CONSTRAINT project_package_pkey PRIMARY KEY (package)
CONSTRAINT project_package_project_id_fkey FOREIGN KEY (project_id) REFERENCES leadtime.project(id)
CREATE INDEX project_package_project ON leadtime.project_package USING btree (project_id)
ROW LEVEL SECURITY, FORCED
POLICY owner FOR ALL TO leadtime_owner USING (true) WITH CHECK (true)
POLICY parties_delete FOR DELETE TO leadtime_app USING ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = project_package.project_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY parties_insert FOR INSERT TO leadtime_app WITH CHECK ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = project_package.project_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY parties_read FOR SELECT TO leadtime_app USING (((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = project_package.project_id) AND (v.party_id = ANY (ARRAY[( SELECT leadtime.me() AS me), leadtime.everybody()])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))) OR false))
POLICY parties_update FOR UPDATE TO leadtime_app USING ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = project_package.project_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at))))))) WITH CHECK ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = project_package.project_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY verbs FOR ALL TO leadtime_app, leadtime_worker USING (( SELECT leadtime.reaches('project_package'::text) AS reaches)) WITH CHECK (( SELECT leadtime.reaches('project_package'::text) AS reaches))
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_app
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_worker

TABLE leadtime.report (
  id uuid NOT NULL,
  party_id uuid NOT NULL,
  person_id uuid,
  blob_id uuid NOT NULL,
  digest bytea NOT NULL,
  size bigint NOT NULL,
  filename text,
  format text NOT NULL,
  options jsonb NOT NULL DEFAULT '{}'::jsonb,
  entry_id uuid NOT NULL,
  received_at timestamp with time zone NOT NULL,
  stage text NOT NULL DEFAULT 'stored'::text,
  findings integer NOT NULL DEFAULT 0,
  dropped integer NOT NULL DEFAULT 0,
  problems integer NOT NULL DEFAULT 0,
  read_to bigint NOT NULL DEFAULT 0,
  progress real,
  finished_at timestamp with time zone,
  compared_to integer NOT NULL DEFAULT 0,
  compared_at timestamp with time zone
)
CONSTRAINT report_pkey PRIMARY KEY (id)
CONSTRAINT report_party_id_digest_key UNIQUE (party_id, digest)
CONSTRAINT report_stage_check CHECK ((stage = ANY (ARRAY['stored'::text, 'reading'::text, 'read'::text, 'unreadable'::text])))
CONSTRAINT report_party_id_fkey FOREIGN KEY (party_id) REFERENCES leadtime.party(id)
CONSTRAINT report_person_id_fkey FOREIGN KEY (person_id) REFERENCES leadtime.person(id)
CREATE INDEX report_comparing ON leadtime.report USING btree (received_at, id) WHERE ((stage = 'read'::text) AND (compared_at IS NULL))
CREATE INDEX report_party ON leadtime.report USING btree (party_id, received_at DESC, id)
CREATE INDEX report_waiting ON leadtime.report USING btree (received_at, id) WHERE (stage = ANY (ARRAY['stored'::text, 'reading'::text]))
ROW LEVEL SECURITY, FORCED
POLICY owner FOR ALL TO leadtime_owner USING (true) WITH CHECK (true)
POLICY parties_delete FOR DELETE TO leadtime_app USING ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = report.id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY parties_insert FOR INSERT TO leadtime_app WITH CHECK ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = report.id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY parties_read FOR SELECT TO leadtime_app USING (((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = report.id) AND (v.party_id = ANY (ARRAY[( SELECT leadtime.me() AS me), leadtime.everybody()])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))) OR false))
POLICY parties_update FOR UPDATE TO leadtime_app USING ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = report.id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at))))))) WITH CHECK ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = report.id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY verbs FOR ALL TO leadtime_app, leadtime_worker USING (( SELECT leadtime.reaches('report'::text) AS reaches)) WITH CHECK (( SELECT leadtime.reaches('report'::text) AS reaches))
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_app
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_worker

TABLE leadtime.report_drop (
  report_id uuid NOT NULL,
  reason text NOT NULL,
  count integer NOT NULL,
  first_path text NOT NULL
)
CONSTRAINT report_drop_pkey PRIMARY KEY (report_id, reason)
CONSTRAINT report_drop_report_id_fkey FOREIGN KEY (report_id) REFERENCES leadtime.report(id) ON DELETE CASCADE
ROW LEVEL SECURITY, FORCED
POLICY owner FOR ALL TO leadtime_owner USING (true) WITH CHECK (true)
POLICY parties_delete FOR DELETE TO leadtime_app USING ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = report_drop.report_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY parties_insert FOR INSERT TO leadtime_app WITH CHECK ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = report_drop.report_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY parties_read FOR SELECT TO leadtime_app USING (((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = report_drop.report_id) AND (v.party_id = ANY (ARRAY[( SELECT leadtime.me() AS me), leadtime.everybody()])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))) OR false))
POLICY parties_update FOR UPDATE TO leadtime_app USING ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = report_drop.report_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at))))))) WITH CHECK ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = report_drop.report_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY verbs FOR ALL TO leadtime_app, leadtime_worker USING (( SELECT leadtime.reaches('report_drop'::text) AS reaches)) WITH CHECK (( SELECT leadtime.reaches('report_drop'::text) AS reaches))
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_app
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_worker

TABLE leadtime.report_problem (
  report_id uuid NOT NULL,
  n integer NOT NULL,
  code text NOT NULL,
  path text NOT NULL,
  detail text NOT NULL
)
CONSTRAINT report_problem_pkey PRIMARY KEY (report_id, n)
CONSTRAINT report_problem_report_id_fkey FOREIGN KEY (report_id) REFERENCES leadtime.report(id) ON DELETE CASCADE
ROW LEVEL SECURITY, FORCED
POLICY owner FOR ALL TO leadtime_owner USING (true) WITH CHECK (true)
POLICY parties_delete FOR DELETE TO leadtime_app USING ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = report_problem.report_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY parties_insert FOR INSERT TO leadtime_app WITH CHECK ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = report_problem.report_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY parties_read FOR SELECT TO leadtime_app USING (((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = report_problem.report_id) AND (v.party_id = ANY (ARRAY[( SELECT leadtime.me() AS me), leadtime.everybody()])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))) OR false))
POLICY parties_update FOR UPDATE TO leadtime_app USING ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = report_problem.report_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at))))))) WITH CHECK ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = report_problem.report_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY verbs FOR ALL TO leadtime_app, leadtime_worker USING (( SELECT leadtime.reaches('report_problem'::text) AS reaches)) WITH CHECK (( SELECT leadtime.reaches('report_problem'::text) AS reaches))
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_app
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_worker

TABLE leadtime.session (
  secret_hash bytea NOT NULL,
  person_id uuid NOT NULL,
  party_id uuid,
  role text,
  created_at timestamp with time zone NOT NULL,
  seen_at timestamp with time zone NOT NULL,
  expires_at timestamp with time zone NOT NULL
)
CONSTRAINT session_pkey PRIMARY KEY (secret_hash)
CONSTRAINT session_party_id_fkey FOREIGN KEY (party_id) REFERENCES leadtime.party(id)
CONSTRAINT session_person_id_fkey FOREIGN KEY (person_id) REFERENCES leadtime.person(id)
CREATE INDEX session_person ON leadtime.session USING btree (person_id)
ROW LEVEL SECURITY, FORCED
POLICY owner FOR ALL TO leadtime_owner USING (true) WITH CHECK (true)
POLICY parties_delete FOR DELETE TO leadtime_app USING ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = session.party_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.tier = ANY ('{owner}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY parties_insert FOR INSERT TO leadtime_app WITH CHECK ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = session.party_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.tier = ANY ('{owner}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY parties_read FOR SELECT TO leadtime_app USING (((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = session.party_id) AND (v.party_id = ANY (ARRAY[( SELECT leadtime.me() AS me), leadtime.everybody()])) AND (v.tier = ANY ('{owner}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))) OR false))
POLICY parties_update FOR UPDATE TO leadtime_app USING ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = session.party_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.tier = ANY ('{owner}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at))))))) WITH CHECK ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = session.party_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.tier = ANY ('{owner}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY verbs FOR ALL TO leadtime_app, leadtime_worker USING (( SELECT leadtime.reaches('session'::text) AS reaches)) WITH CHECK (( SELECT leadtime.reaches('session'::text) AS reaches))
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_app
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_worker

TABLE leadtime.sign_in_link (
  secret_hash bytea NOT NULL,
  person_id uuid NOT NULL,
  party_id uuid,
  role text,
  created_at timestamp with time zone NOT NULL,
  expires_at timestamp with time zone NOT NULL,
  used_at timestamp with time zone,
  demo_secret text
)
CONSTRAINT sign_in_link_pkey PRIMARY KEY (secret_hash)
CONSTRAINT sign_in_link_person_id_fkey FOREIGN KEY (person_id) REFERENCES leadtime.person(id)
ROW LEVEL SECURITY, FORCED
POLICY owner FOR ALL TO leadtime_owner USING (true) WITH CHECK (true)
POLICY parties_delete FOR DELETE TO leadtime_app USING ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = sign_in_link.party_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.tier = ANY ('{owner}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY parties_insert FOR INSERT TO leadtime_app WITH CHECK ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = sign_in_link.party_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.tier = ANY ('{owner}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY parties_read FOR SELECT TO leadtime_app USING (((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = sign_in_link.party_id) AND (v.party_id = ANY (ARRAY[( SELECT leadtime.me() AS me), leadtime.everybody()])) AND (v.tier = ANY ('{owner}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))) OR false))
POLICY parties_update FOR UPDATE TO leadtime_app USING ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = sign_in_link.party_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.tier = ANY ('{owner}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at))))))) WITH CHECK ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = sign_in_link.party_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.tier = ANY ('{owner}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY verbs FOR ALL TO leadtime_app, leadtime_worker USING (( SELECT leadtime.reaches('sign_in_link'::text) AS reaches)) WITH CHECK (( SELECT leadtime.reaches('sign_in_link'::text) AS reaches))
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_app
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_worker

TABLE leadtime.sign_in_try (
  subject uuid NOT NULL,
  tries integer NOT NULL,
  last_at timestamp with time zone NOT NULL,
  until timestamp with time zone
)
CONSTRAINT sign_in_try_pkey PRIMARY KEY (subject)
CREATE INDEX sign_in_try_last ON leadtime.sign_in_try USING btree (last_at)
ROW LEVEL SECURITY, FORCED
POLICY owner FOR ALL TO leadtime_owner USING (true) WITH CHECK (true)
POLICY verbs FOR ALL TO leadtime_app, leadtime_worker USING (( SELECT leadtime.reaches('sign_in_try'::text) AS reaches)) WITH CHECK (( SELECT leadtime.reaches('sign_in_try'::text) AS reaches))
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_app
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_worker

TABLE leadtime.ssvc (
  cve text NOT NULL,
  automatable text NOT NULL,
  technical_impact text NOT NULL,
  exploitation text NOT NULL,
  at timestamp with time zone,
  record jsonb NOT NULL,
  text_digest bytea
)
CONSTRAINT ssvc_pkey PRIMARY KEY (cve)
CREATE INDEX ssvc_text_digest ON leadtime.ssvc USING btree (text_digest)
CREATE TRIGGER watch_mark AFTER INSERT OR DELETE ON leadtime.ssvc FOR EACH ROW EXECUTE FUNCTION leadtime.watch_mark()
CREATE TRIGGER watch_mark_changed AFTER UPDATE ON leadtime.ssvc FOR EACH ROW WHEN (((((old.automatable IS DISTINCT FROM new.automatable) OR (old.technical_impact IS DISTINCT FROM new.technical_impact)) OR (old.exploitation IS DISTINCT FROM new.exploitation)) OR (old.at IS DISTINCT FROM new.at))) EXECUTE FUNCTION leadtime.watch_mark()
no row level security
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_app
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_worker

TABLE leadtime.telling (
  vulnerability_id uuid NOT NULL,
  project_id uuid NOT NULL,
  at timestamp with time zone NOT NULL
)
CONSTRAINT telling_pkey PRIMARY KEY (vulnerability_id)
CONSTRAINT telling_project_id_fkey FOREIGN KEY (project_id) REFERENCES leadtime.project(id)
CONSTRAINT telling_vulnerability_id_fkey FOREIGN KEY (vulnerability_id) REFERENCES leadtime.vulnerability(id)
CREATE INDEX telling_project ON leadtime.telling USING btree (project_id, at)
ROW LEVEL SECURITY, FORCED
POLICY owner FOR ALL TO leadtime_owner USING (true) WITH CHECK (true)
POLICY parties_delete FOR DELETE TO leadtime_app USING ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = telling.vulnerability_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY parties_insert FOR INSERT TO leadtime_app WITH CHECK ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = telling.vulnerability_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY parties_read FOR SELECT TO leadtime_app USING (((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = telling.vulnerability_id) AND (v.party_id = ANY (ARRAY[( SELECT leadtime.me() AS me), leadtime.everybody()])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))) OR false))
POLICY parties_update FOR UPDATE TO leadtime_app USING ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = telling.vulnerability_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at))))))) WITH CHECK ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = telling.vulnerability_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY verbs FOR ALL TO leadtime_app, leadtime_worker USING (( SELECT leadtime.reaches('telling'::text) AS reaches)) WITH CHECK (( SELECT leadtime.reaches('telling'::text) AS reaches))
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_app
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_worker

TABLE leadtime.upload (
  id uuid NOT NULL,
  party_id uuid NOT NULL,
  digest bytea NOT NULL,
  size bigint NOT NULL,
  received bigint NOT NULL DEFAULT 0,
  filename text,
  created_at timestamp with time zone NOT NULL
)
CONSTRAINT upload_pkey PRIMARY KEY (id)
ROW LEVEL SECURITY, FORCED
POLICY owner FOR ALL TO leadtime_owner USING (true) WITH CHECK (true)
POLICY parties_delete FOR DELETE TO leadtime_app USING ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = upload.id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY parties_insert FOR INSERT TO leadtime_app WITH CHECK ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = upload.id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY parties_read FOR SELECT TO leadtime_app USING (((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = upload.id) AND (v.party_id = ANY (ARRAY[( SELECT leadtime.me() AS me), leadtime.everybody()])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))) OR false))
POLICY parties_update FOR UPDATE TO leadtime_app USING ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = upload.id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at))))))) WITH CHECK ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = upload.id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY verbs FOR ALL TO leadtime_app, leadtime_worker USING (( SELECT leadtime.reaches('upload'::text) AS reaches)) WITH CHECK (( SELECT leadtime.reaches('upload'::text) AS reaches))
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_app
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_worker

TABLE leadtime.upload_part (
  upload_id uuid NOT NULL,
  start bigint NOT NULL,
  size bigint NOT NULL,
  blob_id uuid NOT NULL
)
CONSTRAINT upload_part_pkey PRIMARY KEY (upload_id, start)
CONSTRAINT upload_part_upload_id_fkey FOREIGN KEY (upload_id) REFERENCES leadtime.upload(id) ON DELETE CASCADE
ROW LEVEL SECURITY, FORCED
POLICY owner FOR ALL TO leadtime_owner USING (true) WITH CHECK (true)
POLICY parties_delete FOR DELETE TO leadtime_app USING ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = upload_part.upload_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY parties_insert FOR INSERT TO leadtime_app WITH CHECK ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = upload_part.upload_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY parties_read FOR SELECT TO leadtime_app USING (((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = upload_part.upload_id) AND (v.party_id = ANY (ARRAY[( SELECT leadtime.me() AS me), leadtime.everybody()])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))) OR false))
POLICY parties_update FOR UPDATE TO leadtime_app USING ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = upload_part.upload_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at))))))) WITH CHECK ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = upload_part.upload_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY verbs FOR ALL TO leadtime_app, leadtime_worker USING (( SELECT leadtime.reaches('upload_part'::text) AS reaches)) WITH CHECK (( SELECT leadtime.reaches('upload_part'::text) AS reaches))
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_app
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_worker

TABLE leadtime.vendor_status (
  vulnerability_id uuid NOT NULL,
  product text NOT NULL,
  status text NOT NULL DEFAULT 'not_answered'::text,
  justification text,
  fixed_version text,
  by_name text,
  at timestamp with time zone
)
CONSTRAINT vendor_status_pkey PRIMARY KEY (vulnerability_id, product)
CONSTRAINT vendor_status_status_check CHECK ((status = ANY (ARRAY['not_answered'::text, 'not_looked'::text, 'looking'::text, 'affected'::text, 'not_affected'::text, 'fixed'::text])))
CONSTRAINT vendor_status_vulnerability_id_fkey FOREIGN KEY (vulnerability_id) REFERENCES leadtime.vulnerability(id)
ROW LEVEL SECURITY, FORCED
POLICY owner FOR ALL TO leadtime_owner USING (true) WITH CHECK (true)
POLICY parties_delete FOR DELETE TO leadtime_app USING ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = vendor_status.vulnerability_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY parties_insert FOR INSERT TO leadtime_app WITH CHECK ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = vendor_status.vulnerability_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY parties_read FOR SELECT TO leadtime_app USING (((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = vendor_status.vulnerability_id) AND (v.party_id = ANY (ARRAY[( SELECT leadtime.me() AS me), leadtime.everybody()])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))) OR false))
POLICY parties_update FOR UPDATE TO leadtime_app USING ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = vendor_status.vulnerability_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at))))))) WITH CHECK ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = vendor_status.vulnerability_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY verbs FOR ALL TO leadtime_app, leadtime_worker USING (( SELECT leadtime.reaches('vendor_status'::text) AS reaches)) WITH CHECK (( SELECT leadtime.reaches('vendor_status'::text) AS reaches))
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_app
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_worker

TABLE leadtime.verb_reach (
  verb text NOT NULL,
  table_name text NOT NULL,
  db_role text NOT NULL
)
CONSTRAINT verb_reach_pkey PRIMARY KEY (verb, table_name, db_role)
no row level security
GRANT SELECT TO leadtime_app
GRANT SELECT TO leadtime_worker

TABLE leadtime.visibility (
  wall uuid NOT NULL,
  party_id uuid NOT NULL,
  tier text NOT NULL,
  valid_from timestamp with time zone NOT NULL,
  valid_until timestamp with time zone
)
CONSTRAINT visibility_pkey PRIMARY KEY (wall, party_id, tier)
CONSTRAINT visibility_tier_check CHECK ((tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'finder'::text, 'maintainer'::text, 'delegate'::text, 'reader'::text, 'public'::text])))
CREATE INDEX visibility_party ON leadtime.visibility USING btree (party_id, wall)
ROW LEVEL SECURITY, FORCED
POLICY owner FOR ALL TO leadtime_owner USING (true) WITH CHECK (true)
POLICY parties FOR SELECT TO leadtime_app USING ((party_id = ANY (ARRAY[( SELECT leadtime.me() AS me), leadtime.everybody()])))
POLICY verbs FOR ALL TO leadtime_app, leadtime_worker USING (( SELECT leadtime.reaches('visibility'::text) AS reaches)) WITH CHECK (( SELECT leadtime.reaches('visibility'::text) AS reaches))
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_app
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_worker

TABLE leadtime.vulnerability (
  id uuid NOT NULL,
  title text NOT NULL,
  target text NOT NULL,
  version text,
  location text,
  weaknesses text[] NOT NULL DEFAULT '{}'::text[],
  aliases text[] NOT NULL DEFAULT '{}'::text[],
  family text NOT NULL DEFAULT 'unknown'::text,
  state text NOT NULL DEFAULT 'found'::text,
  proof text NOT NULL DEFAULT 'none'::text,
  project_id uuid,
  findings integer NOT NULL DEFAULT 0,
  reports integer NOT NULL DEFAULT 0,
  finders integer NOT NULL DEFAULT 0,
  candidates integer NOT NULL DEFAULT 0,
  severity text NOT NULL DEFAULT 'unknown'::text,
  severity_rank smallint NOT NULL DEFAULT 9,
  kev_at date,
  automatable text NOT NULL DEFAULT 'unknown'::text,
  technical_impact text NOT NULL DEFAULT 'unknown'::text,
  priority_id uuid NOT NULL,
  priority_rank double precision NOT NULL,
  exposed_operators integer,
  rejected_reason text,
  line_place integer,
  line_of integer,
  assigned_to uuid,
  assigned_name text,
  first_seen_at timestamp with time zone NOT NULL,
  validated_at timestamp with time zone,
  rejected_at timestamp with time zone,
  told_at timestamp with time zone,
  fixed_at timestamp with time zone,
  published_at timestamp with time zone,
  changed_at timestamp with time zone NOT NULL,
  superseded_by uuid,
  words tsvector NOT NULL
)
CONSTRAINT vulnerability_pkey PRIMARY KEY (id)
CONSTRAINT vulnerability_proof_check CHECK ((proof = ANY (ARRAY['none'::text, 'attached'::text, 'reproduced'::text, 'not_reproduced'::text])))
CONSTRAINT vulnerability_state_check CHECK ((state = ANY (ARRAY['found'::text, 'validated'::text, 'rejected'::text, 'told'::text, 'fixed'::text, 'published'::text])))
CONSTRAINT vulnerability_project_id_fkey FOREIGN KEY (project_id) REFERENCES leadtime.project(id)
CONSTRAINT vulnerability_superseded_by_fkey FOREIGN KEY (superseded_by) REFERENCES leadtime.vulnerability(id)
CREATE INDEX vulnerability_absorbed ON leadtime.vulnerability USING btree (superseded_by) WHERE (superseded_by IS NOT NULL)
CREATE INDEX vulnerability_aliases ON leadtime.vulnerability USING gin (aliases)
CREATE INDEX vulnerability_new ON leadtime.vulnerability USING btree (first_seen_at DESC, id) WHERE (superseded_by IS NULL)
CREATE INDEX vulnerability_project ON leadtime.vulnerability USING btree (project_id, state) WHERE ((superseded_by IS NULL) AND (project_id IS NOT NULL))
CREATE INDEX vulnerability_queue ON leadtime.vulnerability USING btree (priority_rank, first_seen_at, id) WHERE (superseded_by IS NULL)
CREATE INDEX vulnerability_validated ON leadtime.vulnerability USING btree (validated_at) WHERE (validated_at IS NOT NULL)
CREATE TRIGGER vulnerability_words BEFORE INSERT ON leadtime.vulnerability FOR EACH ROW WHEN ((new.words IS NULL)) EXECUTE FUNCTION leadtime.vulnerability_words()
CREATE TRIGGER watch_mark AFTER UPDATE ON leadtime.vulnerability FOR EACH ROW WHEN (((new.state = 'published'::text) AND (((old.kev_at IS DISTINCT FROM new.kev_at) OR (old.automatable IS DISTINCT FROM new.automatable)) OR (old.technical_impact IS DISTINCT FROM new.technical_impact)))) EXECUTE FUNCTION leadtime.watch_mark()
ROW LEVEL SECURITY, FORCED
POLICY owner FOR ALL TO leadtime_owner USING (true) WITH CHECK (true)
POLICY parties_delete FOR DELETE TO leadtime_app USING ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = vulnerability.id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY parties_insert FOR INSERT TO leadtime_app WITH CHECK ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = vulnerability.id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY parties_read FOR SELECT TO leadtime_app USING (((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = vulnerability.id) AND (v.party_id = ANY (ARRAY[( SELECT leadtime.me() AS me), leadtime.everybody()])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))) OR false))
POLICY parties_update FOR UPDATE TO leadtime_app USING ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = vulnerability.id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at))))))) WITH CHECK ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = vulnerability.id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY verbs FOR ALL TO leadtime_app, leadtime_worker USING (( SELECT leadtime.reaches('vulnerability'::text) AS reaches)) WITH CHECK (( SELECT leadtime.reaches('vulnerability'::text) AS reaches))
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_app
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_worker

TABLE leadtime.watch_changed (
  n bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  advisory_id uuid NOT NULL
)
CONSTRAINT watch_changed_pkey PRIMARY KEY (n)
ROW LEVEL SECURITY, FORCED
POLICY owner FOR ALL TO leadtime_owner USING (true) WITH CHECK (true)
POLICY verbs FOR ALL TO leadtime_app, leadtime_worker USING (( SELECT leadtime.reaches('watch_changed'::text) AS reaches)) WITH CHECK (( SELECT leadtime.reaches('watch_changed'::text) AS reaches))
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_app
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_worker

TABLE leadtime.watch_count (
  party_id uuid NOT NULL,
  advisory_id uuid NOT NULL,
  affected int4range NOT NULL,
  undetermined int4range NOT NULL,
  fixed int4range NOT NULL,
  open int4range NOT NULL
)
CONSTRAINT watch_count_pkey PRIMARY KEY (party_id, advisory_id)
CONSTRAINT watch_count_advisory_id_fkey FOREIGN KEY (advisory_id) REFERENCES leadtime.advisory(id)
CONSTRAINT watch_count_party_id_fkey FOREIGN KEY (party_id) REFERENCES leadtime.party(id)
CREATE INDEX watch_count_advisory ON leadtime.watch_count USING btree (advisory_id)
ROW LEVEL SECURITY, FORCED
POLICY owner FOR ALL TO leadtime_owner USING (true) WITH CHECK (true)
POLICY parties_delete FOR DELETE TO leadtime_app USING ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = watch_count.party_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.tier = ANY ('{owner,delegate}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY parties_insert FOR INSERT TO leadtime_app WITH CHECK ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = watch_count.party_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.tier = ANY ('{owner,delegate}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY parties_read FOR SELECT TO leadtime_app USING (((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = watch_count.party_id) AND (v.party_id = ANY (ARRAY[( SELECT leadtime.me() AS me), leadtime.everybody()])) AND (v.tier = ANY ('{owner,delegate}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))) OR false))
POLICY parties_update FOR UPDATE TO leadtime_app USING ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = watch_count.party_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.tier = ANY ('{owner,delegate}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at))))))) WITH CHECK ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = watch_count.party_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.tier = ANY ('{owner,delegate}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY verbs FOR ALL TO leadtime_app, leadtime_worker USING (( SELECT leadtime.reaches('watch_count'::text) AS reaches)) WITH CHECK (( SELECT leadtime.reaches('watch_count'::text) AS reaches))
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_app
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_worker

TABLE leadtime.watch_counts (
  party_id uuid NOT NULL,
  number bigint NOT NULL,
  computed_at timestamp with time zone NOT NULL,
  outside_sequence bigint NOT NULL,
  ours_sequence bigint NOT NULL,
  note text NOT NULL,
  received_at timestamp with time zone NOT NULL
)
CONSTRAINT watch_counts_pkey PRIMARY KEY (party_id)
CONSTRAINT watch_counts_party_id_fkey FOREIGN KEY (party_id) REFERENCES leadtime.party(id)
ROW LEVEL SECURITY, FORCED
POLICY owner FOR ALL TO leadtime_owner USING (true) WITH CHECK (true)
POLICY parties_delete FOR DELETE TO leadtime_app USING ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = watch_counts.party_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.tier = ANY ('{owner,delegate}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY parties_insert FOR INSERT TO leadtime_app WITH CHECK ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = watch_counts.party_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.tier = ANY ('{owner,delegate}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY parties_read FOR SELECT TO leadtime_app USING (((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = watch_counts.party_id) AND (v.party_id = ANY (ARRAY[( SELECT leadtime.me() AS me), leadtime.everybody()])) AND (v.tier = ANY ('{owner,delegate}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))) OR false))
POLICY parties_update FOR UPDATE TO leadtime_app USING ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = watch_counts.party_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.tier = ANY ('{owner,delegate}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at))))))) WITH CHECK ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = watch_counts.party_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.tier = ANY ('{owner,delegate}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY verbs FOR ALL TO leadtime_app, leadtime_worker USING (( SELECT leadtime.reaches('watch_counts'::text) AS reaches)) WITH CHECK (( SELECT leadtime.reaches('watch_counts'::text) AS reaches))
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_app
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_worker

TABLE leadtime.watch_key (
  party_id uuid NOT NULL,
  key text NOT NULL,
  enrolled_at timestamp with time zone NOT NULL,
  enrolled_by text NOT NULL,
  refused_at timestamp with time zone
)
CONSTRAINT watch_key_pkey PRIMARY KEY (party_id)
CONSTRAINT watch_key_party_id_fkey FOREIGN KEY (party_id) REFERENCES leadtime.party(id)
ROW LEVEL SECURITY, FORCED
POLICY owner FOR ALL TO leadtime_owner USING (true) WITH CHECK (true)
POLICY parties_delete FOR DELETE TO leadtime_app USING ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = watch_key.party_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.tier = ANY ('{owner,delegate}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY parties_insert FOR INSERT TO leadtime_app WITH CHECK ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = watch_key.party_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.tier = ANY ('{owner,delegate}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY parties_read FOR SELECT TO leadtime_app USING (((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = watch_key.party_id) AND (v.party_id = ANY (ARRAY[( SELECT leadtime.me() AS me), leadtime.everybody()])) AND (v.tier = ANY ('{owner,delegate}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))) OR false))
POLICY parties_update FOR UPDATE TO leadtime_app USING ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = watch_key.party_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.tier = ANY ('{owner,delegate}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at))))))) WITH CHECK ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = watch_key.party_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.tier = ANY ('{owner,delegate}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY verbs FOR ALL TO leadtime_app, leadtime_worker USING (( SELECT leadtime.reaches('watch_key'::text) AS reaches)) WITH CHECK (( SELECT leadtime.reaches('watch_key'::text) AS reaches))
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_app
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_worker

TABLE leadtime.watch_ours (
  party_id uuid NOT NULL,
  sequence bigint NOT NULL,
  kind text NOT NULL,
  advisory_id uuid NOT NULL,
  advisory text NOT NULL,
  digest bytea,
  why text,
  line text NOT NULL,
  chain bytea NOT NULL
)
CONSTRAINT watch_ours_pkey PRIMARY KEY (party_id, sequence)
CONSTRAINT watch_ours_kind_check CHECK ((kind = ANY (ARRAY['put'::text, 'retract'::text])))
CONSTRAINT watch_ours_party_id_fkey FOREIGN KEY (party_id) REFERENCES leadtime.party(id)
CREATE INDEX watch_ours_advisory ON leadtime.watch_ours USING btree (party_id, advisory_id, sequence DESC)
ROW LEVEL SECURITY, FORCED
POLICY owner FOR ALL TO leadtime_owner USING (true) WITH CHECK (true)
POLICY parties_delete FOR DELETE TO leadtime_app USING ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = watch_ours.party_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.tier = ANY ('{owner,delegate}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY parties_insert FOR INSERT TO leadtime_app WITH CHECK ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = watch_ours.party_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.tier = ANY ('{owner,delegate}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY parties_read FOR SELECT TO leadtime_app USING (((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = watch_ours.party_id) AND (v.party_id = ANY (ARRAY[( SELECT leadtime.me() AS me), leadtime.everybody()])) AND (v.tier = ANY ('{owner,delegate}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))) OR false))
POLICY parties_update FOR UPDATE TO leadtime_app USING ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = watch_ours.party_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.tier = ANY ('{owner,delegate}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at))))))) WITH CHECK ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = watch_ours.party_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.tier = ANY ('{owner,delegate}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY verbs FOR ALL TO leadtime_app, leadtime_worker USING (( SELECT leadtime.reaches('watch_ours'::text) AS reaches)) WITH CHECK (( SELECT leadtime.reaches('watch_ours'::text) AS reaches))
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_app
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_worker

TABLE leadtime.watch_outside (
  sequence bigint NOT NULL,
  kind text NOT NULL,
  advisory_id uuid NOT NULL,
  advisory text NOT NULL,
  digest bytea,
  why text,
  line text NOT NULL,
  chain bytea NOT NULL
)
CONSTRAINT watch_outside_pkey PRIMARY KEY (sequence)
CONSTRAINT watch_outside_kind_check CHECK ((kind = ANY (ARRAY['put'::text, 'retract'::text])))
CREATE INDEX watch_outside_advisory ON leadtime.watch_outside USING btree (advisory_id, sequence DESC)
no row level security
GRANT INSERT, SELECT TO leadtime_app
GRANT INSERT, SELECT TO leadtime_worker

TABLE leadtime.watch_record (
  advisory_id uuid NOT NULL,
  ours boolean NOT NULL,
  advisory text NOT NULL,
  digest bytea NOT NULL,
  text text NOT NULL
)
CONSTRAINT watch_record_pkey PRIMARY KEY (advisory_id)
CONSTRAINT watch_record_advisory_id_fkey FOREIGN KEY (advisory_id) REFERENCES leadtime.advisory(id) ON DELETE CASCADE
CREATE INDEX watch_record_ours ON leadtime.watch_record USING btree (advisory_id) WHERE ours
ROW LEVEL SECURITY, FORCED
POLICY owner FOR ALL TO leadtime_owner USING (true) WITH CHECK (true)
POLICY parties_delete FOR DELETE TO leadtime_app USING ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = watch_record.advisory_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY parties_insert FOR INSERT TO leadtime_app WITH CHECK ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = watch_record.advisory_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY parties_read FOR SELECT TO leadtime_app USING (((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = watch_record.advisory_id) AND (v.party_id = ANY (ARRAY[( SELECT leadtime.me() AS me), leadtime.everybody()])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))) OR (NOT ours)))
POLICY parties_update FOR UPDATE TO leadtime_app USING ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = watch_record.advisory_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at))))))) WITH CHECK ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = watch_record.advisory_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY verbs FOR ALL TO leadtime_app, leadtime_worker USING (( SELECT leadtime.reaches('watch_record'::text) AS reaches)) WITH CHECK (( SELECT leadtime.reaches('watch_record'::text) AS reaches))
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_app
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_worker

TABLE leadtime.weak_key (
  key bigint NOT NULL,
  finding_id uuid NOT NULL
)
CONSTRAINT weak_key_pkey PRIMARY KEY (key, finding_id)
ROW LEVEL SECURITY, FORCED
POLICY owner FOR ALL TO leadtime_owner USING (true) WITH CHECK (true)
POLICY verbs FOR ALL TO leadtime_app, leadtime_worker USING (( SELECT leadtime.reaches('weak_key'::text) AS reaches)) WITH CHECK (( SELECT leadtime.reaches('weak_key'::text) AS reaches))
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_app
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_worker

TABLE leadtime.webhook (
  id uuid NOT NULL,
  party_id uuid NOT NULL,
  url text NOT NULL,
  events text[] NOT NULL,
  secret bytea NOT NULL,
  created_at timestamp with time zone NOT NULL,
  paused_at timestamp with time zone,
  removed_at timestamp with time zone
)
CONSTRAINT webhook_pkey PRIMARY KEY (id)
CONSTRAINT webhook_party_id_fkey FOREIGN KEY (party_id) REFERENCES leadtime.party(id)
CREATE INDEX webhook_party ON leadtime.webhook USING btree (party_id) WHERE (removed_at IS NULL)
ROW LEVEL SECURITY, FORCED
POLICY owner FOR ALL TO leadtime_owner USING (true) WITH CHECK (true)
POLICY parties_delete FOR DELETE TO leadtime_app USING ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = webhook.party_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.tier = ANY ('{owner}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY parties_insert FOR INSERT TO leadtime_app WITH CHECK ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = webhook.party_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.tier = ANY ('{owner}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY parties_read FOR SELECT TO leadtime_app USING (((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = webhook.party_id) AND (v.party_id = ANY (ARRAY[( SELECT leadtime.me() AS me), leadtime.everybody()])) AND (v.tier = ANY ('{owner}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))) OR false))
POLICY parties_update FOR UPDATE TO leadtime_app USING ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = webhook.party_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.tier = ANY ('{owner}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at))))))) WITH CHECK ((EXISTS ( SELECT 1
   FROM leadtime.visibility v
  WHERE ((v.wall = webhook.party_id) AND (v.party_id = ( SELECT leadtime.me() AS me)) AND (v.tier = ANY (ARRAY['owner'::text, 'coordinator'::text, 'maintainer'::text, 'delegate'::text])) AND (v.tier = ANY ('{owner}'::text[])) AND (v.valid_from <= ( SELECT leadtime.now_at() AS now_at)) AND ((v.valid_until IS NULL) OR (v.valid_until > ( SELECT leadtime.now_at() AS now_at)))))))
POLICY verbs FOR ALL TO leadtime_app, leadtime_worker USING (( SELECT leadtime.reaches('webhook'::text) AS reaches)) WITH CHECK (( SELECT leadtime.reaches('webhook'::text) AS reaches))
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_app
GRANT DELETE, INSERT, SELECT, UPDATE TO leadtime_worker

-- Functions

CREATE OR REPLACE FUNCTION leadtime.advisory_changed()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'leadtime', 'pg_temp'
AS $function$
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
END $function$

CREATE OR REPLACE FUNCTION leadtime.candidates_of(of_vulnerability uuid)
 RETURNS TABLE(id uuid, other uuid)
 LANGUAGE plpgsql
 STABLE ROWS 5
AS $function$
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
END $function$
GRANT EXECUTE TO PUBLIC

CREATE OR REPLACE FUNCTION leadtime.enqueue(task text, payload json DEFAULT '{}'::json, key text DEFAULT NULL::text, run_at timestamp with time zone DEFAULT NULL::timestamp with time zone, attempts integer DEFAULT 25)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'leadtime', 'pg_temp'
AS $function$
BEGIN
  IF key IS NOT NULL AND EXISTS (
    SELECT 1 FROM graphile_worker.jobs j WHERE j.key = enqueue.key AND j.locked_at IS NULL AND j.attempts < j.max_attempts
  ) THEN RETURN; END IF;
  -- Jobs with a key are of a kind that runs one at a time.
  PERFORM graphile_worker.add_job(task, payload, queue_name => CASE WHEN key IS NULL THEN NULL ELSE task END,
    job_key => key, run_at => run_at, max_attempts => attempts);
END $function$
GRANT EXECUTE TO leadtime_app
GRANT EXECUTE TO leadtime_worker

CREATE OR REPLACE FUNCTION leadtime.everybody()
 RETURNS uuid
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN '00000000-0000-0000-0000-000000000000'::uuid
GRANT EXECUTE TO PUBLIC

CREATE OR REPLACE FUNCTION leadtime.keep_exposure_history()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  IF OLD.known_until IS NOT NULL OR NEW.known_until IS NULL
    OR to_jsonb(NEW) - 'known_until' - 'closed_why' <> to_jsonb(OLD) - 'known_until' - 'closed_why' THEN
    RAISE EXCEPTION 'what was known is not changed: a row of exposure_history is closed once, and no more' USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $function$
GRANT EXECUTE TO PUBLIC

CREATE OR REPLACE FUNCTION leadtime.keep_priority(said jsonb)
 RETURNS uuid
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'leadtime', 'pg_temp'
AS $function$
  WITH named AS (SELECT encode(substr(sha256(convert_to(said::text, 'UTF8')), 1, 16), 'hex')::uuid AS id),
    kept AS (INSERT INTO priority (id, result) SELECT id, said FROM named ON CONFLICT DO NOTHING)
  SELECT id FROM named
$function$
GRANT EXECUTE TO leadtime_app
GRANT EXECUTE TO leadtime_worker

CREATE OR REPLACE PROCEDURE leadtime.let_knowers_add(IN t regclass, IN wall_column text DEFAULT 'wall'::text)
 LANGUAGE plpgsql
AS $procedure$
BEGIN
  EXECUTE format($p$
    CREATE POLICY knowers_add ON %1$s FOR INSERT TO leadtime_app WITH CHECK (
      EXISTS (
        SELECT 1 FROM visibility v
        WHERE v.wall = %1$s.%2$I AND v.party_id = (SELECT me())
          AND v.valid_from <= (SELECT now_at()) AND (v.valid_until IS NULL OR v.valid_until > (SELECT now_at()))
      ))$p$, t, wall_column);
END $procedure$
GRANT EXECUTE TO PUBLIC

CREATE OR REPLACE FUNCTION leadtime.me()
 RETURNS uuid
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN (NULLIF(current_setting('leadtime.party'::text, true), ''::text))::uuid
GRANT EXECUTE TO PUBLIC

CREATE OR REPLACE FUNCTION leadtime.newest_migration()
 RETURNS text
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'leadtime', 'pg_temp'
AS $function$
  SELECT max(name) FROM leadtime_migrations.kysely_migration
$function$
GRANT EXECUTE TO leadtime_app

CREATE OR REPLACE FUNCTION leadtime.now_at()
 RETURNS timestamp with time zone
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN COALESCE((NULLIF(current_setting('leadtime.now'::text, true), ''::text))::timestamp with time zone, now())
GRANT EXECUTE TO PUBLIC

CREATE OR REPLACE FUNCTION leadtime.priority_of(of_vulnerability uuid)
 RETURNS jsonb
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'leadtime', 'pg_temp'
AS $function$
  SELECT p.result FROM vulnerability v JOIN priority p ON p.id = v.priority_id
  WHERE v.id = of_vulnerability AND EXISTS (
    SELECT 1 FROM visibility m WHERE m.wall = of_vulnerability AND m.party_id IN (me(), everybody())
      AND m.valid_from <= now_at() AND (m.valid_until IS NULL OR m.valid_until > now_at()))
$function$
GRANT EXECUTE TO leadtime_app

CREATE OR REPLACE FUNCTION leadtime.project_line(of_project uuid)
 RETURNS TABLE(vulnerability_id uuid, place bigint, severity text, since timestamp with time zone)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'leadtime', 'pg_temp'
AS $function$
  SELECT l.vulnerability_id, row_number() OVER (ORDER BY l.rank, l.since, l.vulnerability_id), v.severity, l.since
  FROM line l JOIN vulnerability v ON v.id = l.vulnerability_id
  WHERE l.project_id = of_project AND EXISTS (
    SELECT 1 FROM visibility m WHERE m.wall = of_project AND m.party_id = me() AND m.tier IN ('coordinator', 'owner', 'maintainer') AND m.valid_from <= now_at() AND (m.valid_until IS NULL OR m.valid_until > now_at()))
$function$
GRANT EXECUTE TO leadtime_app

CREATE OR REPLACE FUNCTION leadtime.project_load(of_project uuid, week_start timestamp with time zone)
 RETURNS TABLE(told bigint, waiting bigint, open_cases bigint)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'leadtime', 'pg_temp'
AS $function$
  SELECT (SELECT count(*) FROM telling t WHERE t.project_id = of_project AND t.at >= week_start),
    (SELECT count(*) FROM line l WHERE l.project_id = of_project),
    (SELECT count(*) FROM telling t JOIN coordination_case c ON c.vulnerability_id = t.vulnerability_id
     WHERE t.project_id = of_project AND c.state NOT IN ('published', 'closed'))
  WHERE EXISTS (SELECT 1 FROM visibility m WHERE m.wall = of_project AND m.party_id = me() AND m.tier IN ('coordinator', 'owner', 'maintainer') AND m.valid_from <= now_at() AND (m.valid_until IS NULL OR m.valid_until > now_at()))
$function$
GRANT EXECUTE TO leadtime_app

CREATE OR REPLACE PROCEDURE leadtime.protect(IN t regclass, IN wall_column text DEFAULT 'wall'::text, IN more text DEFAULT 'false'::text, IN tiers text[] DEFAULT NULL::text[])
 LANGUAGE plpgsql
AS $procedure$
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
END $procedure$
GRANT EXECUTE TO PUBLIC

CREATE OR REPLACE FUNCTION leadtime.queue_state()
 RETURNS TABLE(workers bigint, waiting_seconds double precision)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'leadtime', 'pg_temp'
AS $function$
  SELECT
    (SELECT count(*) FROM pg_locks l WHERE l.locktype = 'advisory' AND l.classid = 0 AND l.objid = 440902 AND l.granted
       AND l.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())),
    coalesce((SELECT extract(epoch FROM now() - min(j.run_at))::float8 FROM graphile_worker.jobs j
       WHERE j.locked_at IS NULL AND j.attempts < j.max_attempts AND j.run_at <= now()), 0)
$function$
GRANT EXECUTE TO leadtime_app

CREATE OR REPLACE FUNCTION leadtime.reaches(wanted text)
 RETURNS boolean
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN (EXISTS (SELECT 1 FROM leadtime.verb_reach r WHERE ((r.verb = current_setting('leadtime.verb'::text, true)) AND (r.table_name = reaches.wanted) AND (r.db_role = CURRENT_USER))))
GRANT EXECUTE TO PUBLIC

CREATE OR REPLACE FUNCTION leadtime.report_outcomes(of_report uuid)
 RETURNS jsonb
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'leadtime', 'pg_temp'
AS $function$
  SELECT jsonb_build_object(
    'new', count(*) FILTER (WHERE v.findings = 1), 'duplicate', count(*) FILTER (WHERE v.findings > 1),
    'validated', count(v.validated_at), 'rejected', count(*) FILTER (WHERE v.state = 'rejected'),
    'told', count(v.told_at), 'fixed', count(v.fixed_at), 'published', count(v.published_at))
  FROM finding f JOIN vulnerability v ON v.id = f.vulnerability_id
  WHERE f.report_id = of_report AND EXISTS (
    SELECT 1 FROM visibility m WHERE m.wall = of_report AND m.party_id = me()
      AND m.valid_from <= now_at() AND (m.valid_until IS NULL OR m.valid_until > now_at()))
$function$
GRANT EXECUTE TO leadtime_app

CREATE OR REPLACE FUNCTION leadtime.search_outside(wanted tsquery, alias text, most integer)
 RETURNS TABLE(id uuid, public_id text, title text, severity text, rank real, total bigint)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'leadtime', 'pg_temp'
AS $function$
  WITH matched AS (
    SELECT a.id, a.public_id, a.title, a.severity, a.modified_at, a.words,
      (upper(a.public_id) = alias OR alias = ANY (a.aliases))::int AS exact
    FROM advisory a
    WHERE a.source <> 'ours' AND (a.words @@ wanted OR a.aliases @> ARRAY[alias] OR a.source = 'osv' AND a.public_id = alias)
    LIMIT 5000
  )
  SELECT m.id, m.public_id, m.title, m.severity, 4 * m.exact + ts_rank(m.words, wanted), count(*) OVER ()
  FROM matched m ORDER BY 5 DESC, m.modified_at DESC, m.id LIMIT most
$function$
GRANT EXECUTE TO leadtime_app

CREATE OR REPLACE FUNCTION leadtime.search_queue(wanted tsquery, part text, alias text, most integer, in_case boolean)
 RETURNS TABLE(id uuid, case_id uuid, title text, target text, state text, case_state text, rank double precision, total bigint)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'leadtime', 'pg_temp'
AS $function$
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
$function$
GRANT EXECUTE TO leadtime_app

CREATE OR REPLACE FUNCTION leadtime.sector_exposure(of_vulnerability uuid)
 RETURNS TABLE(sector text, operators bigint, open bigint, closed bigint)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'leadtime', 'pg_temp'
AS $function$
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
$function$
GRANT EXECUTE TO leadtime_app

CREATE OR REPLACE FUNCTION leadtime.see(new_wall uuid, new_party uuid, new_tier text, from_at timestamp with time zone DEFAULT NULL::timestamp with time zone, until_at timestamp with time zone DEFAULT NULL::timestamp with time zone)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'leadtime', 'pg_temp'
AS $function$
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
END $function$
GRANT EXECUTE TO leadtime_app
GRANT EXECUTE TO leadtime_worker

CREATE OR REPLACE FUNCTION leadtime.sign_in_subject(kind text, value text)
 RETURNS uuid
 LANGUAGE sql
 STABLE
RETURN (encode(SUBSTRING(sha256(convert_to(((kind || ' '::text) || lower(value)), 'UTF8'::name)) FROM 1 FOR 16), 'hex'::text))::uuid
GRANT EXECUTE TO PUBLIC

CREATE OR REPLACE FUNCTION leadtime.survivor_of(of_vulnerability uuid)
 RETURNS uuid
 LANGUAGE plpgsql
 STABLE
AS $function$
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
END $function$
GRANT EXECUTE TO PUBLIC

CREATE OR REPLACE FUNCTION leadtime.unsee(old_wall uuid, old_party uuid, old_tier text)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'leadtime', 'pg_temp'
AS $function$
BEGIN
  IF NOT EXISTS (
    SELECT 1 FROM visibility v WHERE v.wall = old_wall AND v.party_id = me() AND v.tier IN ('owner', 'coordinator')
      AND v.valid_from <= now_at() AND (v.valid_until IS NULL OR v.valid_until > now_at())
  ) THEN
    RAISE EXCEPTION 'party may not unshare this row' USING ERRCODE = '42501';
  END IF;
  UPDATE visibility SET valid_until = now_at() WHERE wall = old_wall AND party_id = old_party AND tier = old_tier;
END $function$
GRANT EXECUTE TO leadtime_app
GRANT EXECUTE TO leadtime_worker

CREATE OR REPLACE FUNCTION leadtime.vulnerability_key(public_id text, aliases text[])
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN COALESCE((SELECT min((n.n COLLATE "C")) AS min FROM unnest((vulnerability_key.aliases || vulnerability_key.public_id)) n(n) WHERE (n.n ~~ 'CVE-%'::text)), (SELECT min((n.n COLLATE "C")) AS min FROM unnest((vulnerability_key.aliases || vulnerability_key.public_id)) n(n) WHERE (n.n ~~ 'GHSA-%'::text)), public_id)
GRANT EXECUTE TO PUBLIC

CREATE OR REPLACE FUNCTION leadtime.vulnerability_words()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'leadtime', 'pg_temp'
AS $function$
BEGIN
  NEW.words := words_of(NEW.title || ' ' || NEW.target || ' ' || coalesce(NEW.location, ''));
  RETURN NEW;
END $function$
GRANT EXECUTE TO PUBLIC

CREATE OR REPLACE PROCEDURE leadtime.wall_in(IN t regclass)
 LANGUAGE plpgsql
AS $procedure$
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', t);
  EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', t);
  EXECUTE format('CREATE POLICY owner ON %s TO %I USING (true) WITH CHECK (true)', t, current_user);
  EXECUTE format(
    'CREATE POLICY verbs ON %s TO leadtime_app, leadtime_worker USING ((SELECT reaches(%L))) WITH CHECK ((SELECT reaches(%L)))',
    t, t::text, t::text);
  EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO leadtime_app, leadtime_worker', t);
END $procedure$
GRANT EXECUTE TO PUBLIC

CREATE OR REPLACE FUNCTION leadtime.watch_mark()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'leadtime', 'pg_temp'
AS $function$
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
END $function$

CREATE OR REPLACE FUNCTION leadtime.who_is(session_hash bytea, token_hash bytea, at timestamp with time zone)
 RETURNS TABLE(person_id uuid, person_name text, party_id uuid, party_name text, role text, scopes text[])
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'leadtime', 'pg_temp'
AS $function$
BEGIN
  IF token_hash IS NOT NULL THEN
    UPDATE api_token t SET last_used_at = at
    WHERE t.secret_hash = token_hash AND (t.last_used_at IS NULL OR t.last_used_at < at - interval '1 minute');
    RETURN QUERY SELECT p.id, p.name, y.id, y.name, t.role, t.scopes
      FROM api_token t JOIN person p ON p.id = t.person_id JOIN party y ON y.id = t.party_id
      JOIN membership m ON m.person_id = t.person_id AND m.party_id = t.party_id AND m.role = t.role
      WHERE t.secret_hash = token_hash AND t.revoked_at IS NULL AND t.expires_at > at AND p.disabled_at IS NULL;
  ELSE
    UPDATE session s SET seen_at = at
    WHERE s.secret_hash = session_hash AND s.seen_at < at - interval '1 minute' AND s.seen_at > at - interval '12 hours';
    RETURN QUERY SELECT p.id, p.name, y.id, y.name, s.role, NULL::text[]
      FROM session s JOIN person p ON p.id = s.person_id JOIN party y ON y.id = s.party_id
      JOIN membership m ON m.person_id = s.person_id AND m.party_id = s.party_id AND m.role = s.role
      WHERE s.secret_hash = session_hash AND s.expires_at > at AND s.seen_at > at - interval '12 hours' AND p.disabled_at IS NULL;
  END IF;
END $function$
GRANT EXECUTE TO leadtime_app

CREATE OR REPLACE FUNCTION leadtime.who_knows(of_wall uuid)
 RETURNS SETOF leadtime.visibility
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'leadtime', 'pg_temp'
AS $function$
  SELECT v.* FROM visibility v WHERE v.wall = of_wall AND EXISTS (
    SELECT 1 FROM visibility m WHERE m.wall = of_wall AND m.party_id = me() AND m.tier IN ('owner', 'coordinator')
      AND m.valid_from <= now_at() AND (m.valid_until IS NULL OR m.valid_until > now_at()))
$function$
GRANT EXECUTE TO leadtime_app
GRANT EXECUTE TO leadtime_worker

CREATE OR REPLACE FUNCTION leadtime.with_absorbed(of_vulnerability uuid)
 RETURNS uuid[]
 LANGUAGE plpgsql
 STABLE
AS $function$
DECLARE
  together uuid[] := ARRAY[of_vulnerability];
  newest uuid[] := together;
BEGIN
  LOOP
    newest := ARRAY(SELECT v.id FROM vulnerability v WHERE v.superseded_by = ANY (newest) AND v.superseded_by IS NOT NULL);
    IF cardinality(newest) = 0 THEN RETURN together; END IF;
    together := together || newest;
  END LOOP;
END $function$
GRANT EXECUTE TO PUBLIC

CREATE OR REPLACE FUNCTION leadtime.words_of(texts text)
 RETURNS tsvector
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN array_to_tsvector(ARRAY(SELECT "left"(w.w, 60) AS "left" FROM regexp_split_to_table(lower("left"(words_of.texts, 2000)), '[^[:alnum:]]+'::text) w(w) WHERE (w.w <> ''::text)))
GRANT EXECUTE TO PUBLIC

CREATE OR REPLACE FUNCTION leadtime.words_wanted(typed text)
 RETURNS tsquery
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN to_tsquery('simple'::regconfig, (SELECT string_agg((quote_literal("left"(w.w, 60)) || ':*'::text), ' & '::text) AS string_agg FROM regexp_split_to_table(lower("left"(words_wanted.typed, 200)), '[^[:alnum:]]+'::text) w(w) WHERE (w.w <> ''::text)))
GRANT EXECUTE TO PUBLIC
