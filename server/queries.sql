-- Every statement the server runs, printed from the code by tools/print-queries.ts. Do not edit.

-- access.acts-for
SELECT p.id, p.name FROM delegation d JOIN party p ON p.id = d.from_party_id
   WHERE d.to_party_id = $1 AND d.ended_at IS NULL AND (d.until IS NULL OR d.until > $2) ORDER BY p.name;

-- access.add-delegation
INSERT INTO delegation (id, from_party_id, to_party_id, since, until) VALUES ($1, $2, $3, $4, $5);

-- access.add-link
INSERT INTO sign_in_link (secret_hash, person_id, party_id, role, created_at, expires_at, demo_secret) VALUES ($1, $2, $3, $4, $5, $6, $7);

-- access.add-membership
INSERT INTO membership (person_id, party_id, role, since) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING;

-- access.add-party
INSERT INTO party (id, name, kind, sector, created_at) VALUES ($1, $2, $3, $4, $5);

-- access.add-person
INSERT INTO person (id, name, email, created_at) VALUES ($1, $2, $3, $4);

-- access.add-token
INSERT INTO api_token (id, secret_hash, person_id, party_id, role, name, scopes, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- access.clear-tries
DELETE FROM sign_in_try WHERE subject = sign_in_subject($1, $2);

-- access.close-all-sessions
DELETE FROM session WHERE person_id = $1;

-- access.close-session
DELETE FROM session WHERE secret_hash = $1;

-- access.close-sessions-of
DELETE FROM session WHERE person_id = $1 AND secret_hash <> $2;

-- access.coordinators
SELECT id FROM party WHERE kind = 'clearinghouse';

-- access.delegates
SELECT id, name FROM party WHERE kind = 'isac' ORDER BY name;

-- access.delegations
SELECT d.id, f.id AS from_id, f.name AS from_name, t.id AS to_id, t.name AS to_name, d.since, d.until
   FROM delegation d JOIN party f ON f.id = d.from_party_id JOIN party t ON t.id = d.to_party_id
   WHERE (d.from_party_id = $1 OR d.to_party_id = $1) AND d.ended_at IS NULL ORDER BY d.since;

-- access.demo-links
SELECT l.demo_secret, l.role, p.name AS person, y.name AS party
   FROM sign_in_link l JOIN person p ON p.id = l.person_id JOIN party y ON y.id = l.party_id
   WHERE l.demo_secret IS NOT NULL AND EXISTS (SELECT 1 FROM instance WHERE demo) ORDER BY l.created_at, p.name;

-- access.disable
UPDATE person SET disabled_at = $2 WHERE id = $1 AND disabled_at IS NULL;

-- access.end-delegation
UPDATE delegation SET ended_at = $3 WHERE id = $1 AND from_party_id = $2 AND ended_at IS NULL RETURNING to_party_id;

-- access.feeds
SELECT source, as_of, max_age_hours FROM feed
   WHERE source IN ('kev', 'osv', 'ssvc') OR as_of IS NOT NULL OR every_hours IS NOT NULL ORDER BY source;

-- access.forget-tries
DELETE FROM sign_in_try WHERE subject IN (SELECT subject FROM sign_in_try WHERE last_at < $1 LIMIT 100 FOR UPDATE SKIP LOCKED);

-- access.hold-tries
INSERT INTO sign_in_try AS t (subject, tries, last_at) VALUES (sign_in_subject($1, $2), 0, $3)
   ON CONFLICT (subject) DO UPDATE SET tries = t.tries RETURNING t.tries, t.until;

-- access.instance
SELECT name, marking, demo, coordinator_id, setup_secret_hash, set_up_at FROM instance;

-- access.memberships
SELECT m.person_id, m.party_id, p.name AS party_name, m.role
   FROM membership m JOIN party p ON p.id = m.party_id
   WHERE $1::uuid IS NULL OR m.person_id = $1
   ORDER BY m.since, p.name, m.role;

-- access.open-session
INSERT INTO session (secret_hash, person_id, party_id, role, created_at, seen_at, expires_at) VALUES ($1, $2, $3, $4, $5, $5, $6);

-- access.parties
SELECT p.id, p.name, p.kind, p.sector, p.created_at, (SELECT count(DISTINCT person_id) FROM membership m WHERE m.party_id = p.id) AS people
   FROM party p WHERE p.kind <> 'public' ORDER BY p.name;

-- access.parties-of-others
SELECT id FROM party WHERE kind <> 'public' AND id <> $1;

-- access.people
SELECT id, name, email, password_hash, disabled_at FROM person ORDER BY name, id;

-- access.person
SELECT id, name, email, password_hash, disabled_at FROM person WHERE id = $1;

-- access.person-by-email
SELECT id, name, email, password_hash, disabled_at FROM person WHERE lower(email) = lower($1);

-- access.remove-memberships
DELETE FROM membership WHERE person_id = $1;

-- access.revoke-token
UPDATE api_token SET revoked_at = $3 WHERE id = $1 AND person_id = $2 AND revoked_at IS NULL;

-- access.revoke-tokens-of
UPDATE api_token SET revoked_at = $2 WHERE person_id = $1 AND revoked_at IS NULL;

-- access.see
SELECT see($1, $2, $3, $4, $5);

-- access.sees-few
SELECT count(*) <= 2000 AS few FROM (SELECT 1 FROM visibility s WHERE s.party_id = me() ORDER BY s.wall LIMIT 2001) AS s;

-- access.set-instance
UPDATE instance SET name = $1, demo = $2, coordinator_id = $3, set_up_at = $4, setup_secret_hash = NULL WHERE set_up_at IS NULL;

-- access.set-password
UPDATE person SET password_hash = $2 WHERE id = $1;

-- access.set-setup-secret
UPDATE instance SET setup_secret_hash = $1 WHERE set_up_at IS NULL;

-- access.set-tries
UPDATE sign_in_try SET tries = $3, last_at = $4, until = $5 WHERE subject = sign_in_subject($1, $2);

-- access.show-party
INSERT INTO visibility (wall, party_id, tier, valid_from) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING;

-- access.switch
UPDATE session s SET party_id = $2, role = $3
   WHERE s.secret_hash = $1 AND EXISTS (SELECT 1 FROM membership m WHERE m.person_id = s.person_id AND m.party_id = $2 AND m.role = $3);

-- access.take-back-try
UPDATE sign_in_try SET tries = greatest(tries - 1, 0), until = NULL WHERE subject = sign_in_subject($1, $2);

-- access.tokens
SELECT id, name, scopes, created_at, expires_at, last_used_at, revoked_at FROM api_token
   WHERE person_id = $1 AND party_id = $2 ORDER BY created_at DESC;

-- access.unread-notices
SELECT count(*) AS unread FROM notice WHERE party_id = $1 AND read_at IS NULL;

-- access.unsee
SELECT unsee($1, $2, $3);

-- access.use-link
UPDATE sign_in_link l SET used_at = $2
   WHERE secret_hash = $1 AND expires_at > $2 AND (used_at IS NULL OR demo_secret IS NOT NULL AND EXISTS (SELECT 1 FROM instance WHERE demo))
   RETURNING person_id, party_id, role;

-- access.who-is
SELECT * FROM leadtime.who_is($1, $2, $3);

-- advisories.add
INSERT INTO advisory (id, public_id, source, vulnerability_id, title, summary, details, aliases, tlp, state, severity, vectors, weaknesses, packages, record, content_digest, modified_at)
   VALUES ($1, $2, 'ours', $3, $4, $5, $6, $7, $8, 'draft', $9, $10, $11, $12, $13, $14, $15);

-- advisories.add-revision
INSERT INTO advisory_revision (advisory_id, number, at, summary, csaf, osv) VALUES ($1, $2, $3, $4, $5, $6);

-- advisories.all-parties
SELECT id FROM party WHERE kind <> 'public';

-- advisories.case-facts
SELECT c.id AS case_id, v.id AS vulnerability_id, v.title, v.target, v.version, v.aliases, v.weaknesses, v.severity, c.fix_version, c.embargo_until, v.first_seen_at,
     (SELECT f.claim ->> 'description' FROM finding f WHERE f.vulnerability_id = v.id ORDER BY f.received_at, f.id LIMIT 1) AS description,
     (SELECT o.vector FROM opinion o WHERE o.vulnerability_id = v.id AND o.vector IS NOT NULL ORDER BY array_position(ARRAY['vendor', 'validator', 'finder'], o.rater), o.at DESC LIMIT 1) AS vector,
     ARRAY(SELECT DISTINCT json_array_elements_text(f.claim -> 'finders') FROM finding f WHERE f.vulnerability_id = v.id ORDER BY 1) AS credits
   FROM coordination_case c JOIN vulnerability v ON v.id = c.vulnerability_id WHERE c.id = $1;

-- advisories.count
SELECT count(*) AS total FROM advisory a WHERE ($1::text = 'all' OR a.source = $1) AND ($2::text IS NULL OR a.state = $2)
     AND ($3::text IS NULL OR a.words @@ websearch_to_tsquery('simple', $3) OR a.public_id ILIKE $3 || '%' OR upper($3) = ANY (a.aliases));

-- advisories.edit
UPDATE advisory SET title = $2, summary = $3, details = $4, aliases = $5, tlp = $6, severity = $7, vectors = $8, weaknesses = $9, packages = $10, record = $11, content_digest = $12, modified_at = $13
   WHERE id = $1 AND source = 'ours' AND state <> 'withdrawn';

-- advisories.embargo-of
SELECT embargo_until FROM coordination_case WHERE vulnerability_id = $1;

-- advisories.existing
SELECT id FROM advisory WHERE vulnerability_id = $1 AND source = 'ours' AND state <> 'withdrawn' LIMIT 1;

-- advisories.instance-name
SELECT name FROM instance;

-- advisories.knowers
SELECT DISTINCT party_id FROM who_knows($1) WHERE valid_until IS NULL OR valid_until > now_at();

-- advisories.list
SELECT a.id, a.public_id, a.source, a.vulnerability_id, a.title, a.summary, a.details, a.aliases, a.tlp, a.state, a.severity, a.vectors,
  a.kev_at, a.packages, a.record, a.revision, a.published_at, a.modified_at,
  (SELECT c.id FROM coordination_case c WHERE c.vulnerability_id = a.vulnerability_id) AS case_id FROM advisory a WHERE ($1::text = 'all' OR a.source = $1) AND ($2::text IS NULL OR a.state = $2)
     AND ($3::text IS NULL OR a.words @@ websearch_to_tsquery('simple', $3) OR a.public_id ILIKE $3 || '%' OR upper($3) = ANY (a.aliases)) ORDER BY a.modified_at DESC, a.id LIMIT $4 OFFSET $5;

-- advisories.lock
SELECT a.id, a.public_id, a.source, a.vulnerability_id, a.title, a.summary, a.details, a.aliases, a.tlp, a.state, a.severity, a.vectors,
  a.kev_at, a.packages, a.record, a.revision, a.published_at, a.modified_at,
  (SELECT c.id FROM coordination_case c WHERE c.vulnerability_id = a.vulnerability_id) AS case_id FROM advisory a WHERE a.id = $1 FOR UPDATE OF a;

-- advisories.next-number
SELECT nextval('advisory_number') AS n;

-- advisories.one
SELECT a.id, a.public_id, a.source, a.vulnerability_id, a.title, a.summary, a.details, a.aliases, a.tlp, a.state, a.severity, a.vectors,
  a.kev_at, a.packages, a.record, a.revision, a.published_at, a.modified_at,
  (SELECT c.id FROM coordination_case c WHERE c.vulnerability_id = a.vulnerability_id) AS case_id FROM advisory a WHERE a.id = $1;

-- advisories.publish
UPDATE advisory SET state = 'published', revision = revision + 1, published_at = coalesce(published_at, $2), modified_at = $2, kev_at = coalesce(kev_at, (SELECT min(k.added_at) FROM kev k WHERE k.cve = ANY (advisory.aliases))) WHERE id = $1 AND state <> 'withdrawn';

-- advisories.published
SELECT a.id, a.public_id, a.title, a.tlp, a.aliases, r.number, r.at, r.osv, r.csaf
   FROM advisory a JOIN advisory_revision r ON r.advisory_id = a.id AND r.number = a.revision
   WHERE a.source = 'ours' AND a.state IN ('published', 'withdrawn') ORDER BY r.at DESC, a.public_id LIMIT 10000;

-- advisories.revisions
SELECT number, at, summary, csaf, osv FROM advisory_revision WHERE advisory_id = $1 ORDER BY number;

-- advisories.see
SELECT see($1, $2, $3);

-- advisories.set-case-published
UPDATE coordination_case SET state = 'published', told_at = coalesce(told_at, $2) WHERE vulnerability_id = $1;

-- advisories.set-published
UPDATE vulnerability SET state = 'published', published_at = coalesce(published_at, $2), changed_at = $2 WHERE id = $1 AND state IN ('validated', 'told', 'fixed', 'published');

-- advisories.show
INSERT INTO visibility (wall, party_id, tier, valid_from) SELECT $1, p, 'reader', $3 FROM unnest($2::uuid[]) AS p ON CONFLICT DO NOTHING;

-- advisories.withdraw
UPDATE advisory SET state = 'withdrawn', revision = revision + 1, modified_at = $2 WHERE id = $1 AND state = 'published';

-- assets.count
SELECT count(*) AS total FROM asset s WHERE ($1::uuid IS NULL OR s.party_id = $1)
     AND ($2::text IS NULL OR position(lower($2) IN lower(concat_ws(' ', s.name, s.organisation, s.sub_organisation, s.environment, s.type))) > 0);

-- assets.import
INSERT INTO asset (id, party_id, name, organisation, sub_organisation, environment, exposure, type, tagged_by)
   SELECT a.id, $1, a.name, a.organisation, a."subOrganisation", a.environment, a.exposure, a.type, 'person'
   FROM jsonb_to_recordset($2::jsonb) AS a (id uuid, name text, organisation text, "subOrganisation" text, environment text, exposure text, type text)
   ON CONFLICT (party_id, name) DO UPDATE SET organisation = coalesce(excluded.organisation, asset.organisation),
     sub_organisation = coalesce(excluded.sub_organisation, asset.sub_organisation), environment = coalesce(excluded.environment, asset.environment),
     exposure = CASE WHEN excluded.exposure = 'unknown' THEN asset.exposure ELSE excluded.exposure END, type = coalesce(excluded.type, asset.type), tagged_by = 'person'
   RETURNING id, name, exposure;

-- assets.list
SELECT s.id, s.party_id, s.name, s.organisation, s.sub_organisation, s.environment, s.exposure, s.type,
  (SELECT count(*) FROM component c WHERE c.asset_id = s.id AND c.removed_at IS NULL) AS components,
  (SELECT count(*) FROM duty d WHERE d.asset_id = s.id AND d.state = 'open' AND d.ended_at IS NULL) AS open_duties FROM asset s WHERE ($1::uuid IS NULL OR s.party_id = $1)
     AND ($2::text IS NULL OR position(lower($2) IN lower(concat_ws(' ', s.name, s.organisation, s.sub_organisation, s.environment, s.type))) > 0) ORDER BY lower(s.name), s.id LIMIT $3 OFFSET $4;

-- assets.lock
SELECT id, party_id, exposure FROM asset WHERE id = $1 FOR UPDATE;

-- assets.one
SELECT s.id, s.party_id, s.name, s.organisation, s.sub_organisation, s.environment, s.exposure, s.type,
  (SELECT count(*) FROM component c WHERE c.asset_id = s.id AND c.removed_at IS NULL) AS components,
  (SELECT count(*) FROM duty d WHERE d.asset_id = s.id AND d.state = 'open' AND d.ended_at IS NULL) AS open_duties FROM asset s WHERE s.id = $1;

-- assets.tag
UPDATE asset SET exposure = coalesce($2, exposure), environment = coalesce($3, environment), organisation = coalesce($4, organisation),
     sub_organisation = coalesce($5, sub_organisation), type = coalesce($6, type), tagged_by = 'person' WHERE id = $1;

-- backup.add-jobs
SELECT count(graphile_worker.add_job(j.task, j.payload, queue_name => j.queue, run_at => j.run_at, max_attempts => j.max_attempts, job_key => j.key))
   FROM jsonb_to_recordset($1::jsonb) AS j (task text, payload json, run_at timestamptz, key text, queue text, max_attempts int);

-- backup.foreign-keys
SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', k.conrelid::regclass, k.conname) AS drop,
     format('ALTER TABLE %s ADD CONSTRAINT %I %s', k.conrelid::regclass, k.conname, pg_get_constraintdef(k.oid)) AS add
   FROM pg_constraint k WHERE k.contype = 'f' AND k.connamespace = 'leadtime'::regnamespace ORDER BY k.conrelid::regclass::text, k.conname;

-- backup.has-schema
SELECT to_regclass('leadtime_migrations.kysely_migration') IS NOT NULL AND to_regclass('leadtime.instance') IS NOT NULL AS there;

-- backup.in-use
SELECT EXISTS (SELECT 1 FROM leadtime.instance WHERE set_up_at IS NOT NULL) OR EXISTS (SELECT 1 FROM leadtime.person)
     OR EXISTS (SELECT 1 FROM leadtime.report) OR EXISTS (SELECT 1 FROM leadtime.advisory) OR EXISTS (SELECT 1 FROM leadtime.ledger_entry) AS used;

-- backup.jobs
SELECT t.identifier AS task, j.payload, j.run_at, j.key, q.queue_name AS queue, j.max_attempts
   FROM graphile_worker._private_jobs j JOIN graphile_worker._private_tasks t ON t.id = j.task_id
   LEFT JOIN graphile_worker._private_job_queues q ON q.id = j.job_queue_id
   WHERE j.attempts < j.max_attempts OR j.locked_at IS NOT NULL ORDER BY j.id;

-- backup.last-checkpoint
SELECT size::text, root, note FROM leadtime.ledger_checkpoint ORDER BY size DESC LIMIT 1;

-- backup.leaves
SELECT index::text, commitment FROM leadtime.ledger_leaf WHERE index >= $1 AND index < $2 ORDER BY index;

-- backup.migrations
SELECT name FROM leadtime_migrations.kysely_migration ORDER BY name;

-- backup.sealed-tables
SELECT format('leadtime.%I', c.relname) AS quoted FROM pg_class c
   WHERE c.relnamespace = 'leadtime'::regnamespace AND c.relkind = 'r' AND 3 = (
     SELECT count(*) FROM pg_attribute a WHERE a.attrelid = c.oid AND NOT a.attisdropped AND a.attname IN ('id', 'bytes', 'key_id'))
   ORDER BY c.relname;

-- backup.sequences
SELECT sequencename AS name, last_value::text AS last FROM pg_sequences WHERE schemaname = 'leadtime' ORDER BY sequencename;

-- backup.server-version
SELECT current_setting('server_version') AS version;

-- backup.set-sequence
SELECT setval(format('leadtime.%I', $1::text)::regclass, $2::bigint);

-- backup.tables
SELECT c.relname AS name, format('leadtime.%I', c.relname) AS quoted,
     (SELECT string_agg(format('%I', a.attname), ', ' ORDER BY a.attnum) FROM pg_attribute a
      WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '') AS columns,
     c.relforcerowsecurity AS forced,
     -- the owner would not see every row: no policy lets it, and it may not pass policies
     c.relforcerowsecurity
       AND NOT (SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user)
       AND NOT EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid AND p.polcmd = '*'
         AND pg_get_expr(p.polqual, p.polrelid) = 'true' AND (SELECT oid FROM pg_roles WHERE rolname = current_user) = ANY (p.polroles)) AS closed
   FROM pg_class c WHERE c.relnamespace = 'leadtime'::regnamespace AND c.relkind = 'r' ORDER BY c.relname;

-- cases.acknowledge
UPDATE coordination_case SET state = 'acknowledged', acknowledged_at = $2 WHERE id = $1 AND state = 'told';

-- cases.add-hold
INSERT INTO hold (id, vulnerability_id, kind, reason, owner_id, owner_name, since, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
   ON CONFLICT (vulnerability_id, kind) WHERE ended_at IS NULL DO UPDATE SET reason = excluded.reason, expires_at = excluded.expires_at;

-- cases.add-message
INSERT INTO message (id, vulnerability_id, lane, person_id, author, party_id, body, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- cases.add-packages
INSERT INTO project_package (package, project_id) SELECT p, $2 FROM unnest($1::text[]) AS p;

-- cases.add-project
INSERT INTO project (id, name, party_id, contact, created_at) VALUES ($1, $2, $3, $4, $5);

-- cases.add-telling
INSERT INTO telling (vulnerability_id, project_id, at) VALUES ($1, $2, $3);

-- cases.adopt
UPDATE vulnerability SET project_id = $2 WHERE target = ANY ($1) AND project_id IS NULL;

-- cases.advisory-of
SELECT id FROM advisory WHERE vulnerability_id = $1 AND source = 'ours' ORDER BY modified_at DESC LIMIT 1;

-- cases.ask-vendor
INSERT INTO vendor_status (vulnerability_id, product) VALUES ($1, $2) ON CONFLICT DO NOTHING;

-- cases.bundle
SELECT f.title, f.claim ->> 'description' AS description, ARRAY(SELECT json_array_elements_text(f.claim -> 'finders')) AS credits,
     f.claim -> 'crash' ->> 'kind' AS trace,
     coalesce((SELECT jsonb_agg(jsonb_build_object('role', a.role, 'name', a.name)) FROM attachment a WHERE a.finding_id = f.id), '[]') AS attachments
   FROM finding f WHERE f.vulnerability_id = $1 ORDER BY (SELECT count(*) FROM attachment a WHERE a.finding_id = f.id AND a.role = 'proof') DESC, f.received_at, f.id LIMIT 20;

-- cases.clear-places
UPDATE vulnerability SET line_place = NULL, line_of = NULL WHERE project_id = $1 AND line_place IS NOT NULL AND NOT EXISTS (SELECT 1 FROM line l WHERE l.vulnerability_id = vulnerability.id);

-- cases.drop-stale-line
DELETE FROM line l USING vulnerability v WHERE v.id = l.vulnerability_id AND l.project_id = $1
     AND (v.superseded_by IS NOT NULL OR v.told_at IS NOT NULL OR v.state NOT IN ('found', 'validated'));

-- cases.due-unplaced
SELECT v.id FROM vulnerability v
   WHERE v.superseded_by IS NULL AND v.told_at IS NULL AND (v.state = 'validated' OR (v.state = 'found' AND v.kev_at IS NOT NULL))
     AND v.changed_at < $1
     AND NOT EXISTS (SELECT 1 FROM line l WHERE l.vulnerability_id = v.id)
     AND NOT EXISTS (SELECT 1 FROM hold h WHERE h.vulnerability_id = v.id AND h.ended_at IS NULL AND h.expires_at > $2)
   ORDER BY v.priority_rank LIMIT 1000;

-- cases.edge-texts
SELECT DISTINCT evidence ->> 'text' AS text FROM edge WHERE vulnerability_id = $1 AND undone_at IS NULL LIMIT 20;

-- cases.end-expired-holds
UPDATE hold SET ended_at = expires_at WHERE ended_at IS NULL AND expires_at <= $1;

-- cases.end-hold
UPDATE hold SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL RETURNING vulnerability_id, kind;

-- cases.end-holds
UPDATE hold SET ended_at = $2 WHERE vulnerability_id = $1 AND ended_at IS NULL;

-- cases.few
SELECT c.id AS case_id, c.vulnerability_id, c.state AS case_state, c.opened_at, c.told_at AS case_told_at, c.acknowledged_at,
  c.embargo_basis, c.fix_version, c.fix_commit, c.fix_at,
  x.id, x.title, x.target, x.version, x.location, x.weaknesses, x.aliases, x.state, x.proof, x.project_id, p.name AS project_name,
  p.weekly_budget, x.findings, x.reports, x.finders, x.candidates, x.severity, x.kev_at, x.automatable, x.technical_impact,
  priority_of(x.id) AS priority,
  x.exposed_operators, x.line_place, x.line_of, x.assigned_to, x.assigned_name, x.rejected_reason, x.first_seen_at, x.validated_at,
  x.rejected_at, x.told_at, x.fixed_at, x.published_at, x.superseded_by, c.id AS case_id, c.embargo_until, c.embargo_zone,
  coalesce((SELECT jsonb_agg(jsonb_build_object('id', h.id, 'kind', h.kind, 'reason', h.reason, 'owner', h.owner_name,
      'since', to_jsonb(h.since), 'expiresAt', to_jsonb(h.expires_at)) ORDER BY h.since)
    FROM hold h WHERE h.vulnerability_id = x.id AND h.ended_at IS NULL), '[]') AS holds,
  (SELECT v.tier FROM visibility v WHERE v.wall = x.id AND v.party_id = me()
     AND v.valid_from <= (SELECT now_at()) AND (v.valid_until IS NULL OR v.valid_until > (SELECT now_at())) ORDER BY array_position(ARRAY['coordinator', 'maintainer', 'finder', 'reader'], v.tier) LIMIT 1) AS tier,
  CASE WHEN NOT EXISTS (SELECT 1 FROM visibility v WHERE v.wall = x.id AND v.party_id = me()
     AND v.valid_from <= (SELECT now_at()) AND (v.valid_until IS NULL OR v.valid_until > (SELECT now_at())) AND v.tier <> 'finder' OFFSET 0) THEN (
    SELECT json_build_object('title', f.title, 'version', f.version, 'aliases', f.claim -> 'aliases', 'weaknesses', f.claim -> 'weaknesses')
    FROM finding f WHERE f.vulnerability_id = x.id AND f.party_id = me() ORDER BY f.received_at, f.id LIMIT 1) END AS own, page.total
     FROM (
       SELECT c.id, count(*) OVER () AS total FROM coordination_case c JOIN vulnerability x ON x.id = c.vulnerability_id
       WHERE c.vulnerability_id = ANY (ARRAY(SELECT s.wall FROM visibility s WHERE s.party_id IN (me(), everybody())
     AND s.valid_from <= (SELECT now_at()) AND (s.valid_until IS NULL OR s.valid_until > (SELECT now_at())))) AND x.superseded_by IS NULL AND ($1::text IS NULL OR c.state = $1) AND ($2::uuid IS NULL OR x.project_id = $2) ORDER BY (c.state IN ('published', 'closed')), x.priority_rank, c.opened_at, c.id LIMIT $3 OFFSET $4
     ) AS page
     JOIN coordination_case c ON c.id = page.id JOIN vulnerability x ON x.id = c.vulnerability_id
     LEFT JOIN project p ON p.id = x.project_id ORDER BY (c.state IN ('published', 'closed')), x.priority_rank, c.opened_at, c.id;

-- cases.hold-line
INSERT INTO hold (id, vulnerability_id, kind, reason, owner_id, owner_name, since, expires_at)
   SELECT gen_random_uuid(), l.vulnerability_id, 'maintainer_capacity', $2, NULL, $3, $4, $5 FROM line l
   WHERE l.project_id = $1 AND NOT EXISTS (
     SELECT 1 FROM hold h WHERE h.vulnerability_id = l.vulnerability_id AND h.kind = 'maintainer_capacity' AND h.ended_at IS NULL AND h.expires_at > $4)
   ON CONFLICT (vulnerability_id, kind) WHERE ended_at IS NULL DO UPDATE SET reason = excluded.reason, expires_at = excluded.expires_at
   RETURNING vulnerability_id;

-- cases.holds
SELECT id, kind, expires_at FROM hold WHERE vulnerability_id = $1 AND ended_at IS NULL;

-- cases.join-line
INSERT INTO line (vulnerability_id, project_id, rank, since) VALUES ($1, $2, $3, $4)
   ON CONFLICT (vulnerability_id) DO UPDATE SET rank = excluded.rank, project_id = excluded.project_id;

-- cases.leave-line
DELETE FROM line WHERE vulnerability_id = $1;

-- cases.line
SELECT vulnerability_id, place, severity, since, count(*) OVER () AS total FROM project_line($1) ORDER BY place LIMIT $2 OFFSET $3;

-- cases.list
SELECT c.id AS case_id, c.vulnerability_id, c.state AS case_state, c.opened_at, c.told_at AS case_told_at, c.acknowledged_at,
  c.embargo_basis, c.fix_version, c.fix_commit, c.fix_at,
  x.id, x.title, x.target, x.version, x.location, x.weaknesses, x.aliases, x.state, x.proof, x.project_id, p.name AS project_name,
  p.weekly_budget, x.findings, x.reports, x.finders, x.candidates, x.severity, x.kev_at, x.automatable, x.technical_impact,
  priority_of(x.id) AS priority,
  x.exposed_operators, x.line_place, x.line_of, x.assigned_to, x.assigned_name, x.rejected_reason, x.first_seen_at, x.validated_at,
  x.rejected_at, x.told_at, x.fixed_at, x.published_at, x.superseded_by, c.id AS case_id, c.embargo_until, c.embargo_zone,
  coalesce((SELECT jsonb_agg(jsonb_build_object('id', h.id, 'kind', h.kind, 'reason', h.reason, 'owner', h.owner_name,
      'since', to_jsonb(h.since), 'expiresAt', to_jsonb(h.expires_at)) ORDER BY h.since)
    FROM hold h WHERE h.vulnerability_id = x.id AND h.ended_at IS NULL), '[]') AS holds,
  (SELECT v.tier FROM visibility v WHERE v.wall = x.id AND v.party_id = me()
     AND v.valid_from <= (SELECT now_at()) AND (v.valid_until IS NULL OR v.valid_until > (SELECT now_at())) ORDER BY array_position(ARRAY['coordinator', 'maintainer', 'finder', 'reader'], v.tier) LIMIT 1) AS tier,
  CASE WHEN NOT EXISTS (SELECT 1 FROM visibility v WHERE v.wall = x.id AND v.party_id = me()
     AND v.valid_from <= (SELECT now_at()) AND (v.valid_until IS NULL OR v.valid_until > (SELECT now_at())) AND v.tier <> 'finder' OFFSET 0) THEN (
    SELECT json_build_object('title', f.title, 'version', f.version, 'aliases', f.claim -> 'aliases', 'weaknesses', f.claim -> 'weaknesses')
    FROM finding f WHERE f.vulnerability_id = x.id AND f.party_id = me() ORDER BY f.received_at, f.id LIMIT 1) END AS own, page.total
     FROM (
       SELECT c.id, count(*) OVER () AS total FROM coordination_case c JOIN vulnerability x ON x.id = c.vulnerability_id
       WHERE x.superseded_by IS NULL AND ($1::text IS NULL OR c.state = $1) AND ($2::uuid IS NULL OR x.project_id = $2) ORDER BY (c.state IN ('published', 'closed')), x.priority_rank, c.opened_at, c.id LIMIT $3 OFFSET $4
     ) AS page
     JOIN coordination_case c ON c.id = page.id JOIN vulnerability x ON x.id = c.vulnerability_id
     LEFT JOIN project p ON p.id = x.project_id ORDER BY (c.state IN ('published', 'closed')), x.priority_rank, c.opened_at, c.id;

-- cases.lock
SELECT id, vulnerability_id, state, embargo_until, embargo_zone, embargo_basis FROM coordination_case WHERE id = $1 FOR UPDATE;

-- cases.lock-project
SELECT id, name, party_id, weekly_budget, paused_until, accepts_unvalidated FROM project WHERE id = $1 FOR UPDATE;

-- cases.messages
SELECT m.id, m.lane, m.author AS person, coalesce(y.name, 'another party') AS party, m.body, m.at
   FROM message m LEFT JOIN party y ON y.id = m.party_id WHERE m.vulnerability_id = $1 ORDER BY m.at, m.id LIMIT 1000;

-- cases.one
SELECT c.id AS case_id, c.vulnerability_id, c.state AS case_state, c.opened_at, c.told_at AS case_told_at, c.acknowledged_at,
  c.embargo_basis, c.fix_version, c.fix_commit, c.fix_at,
  x.id, x.title, x.target, x.version, x.location, x.weaknesses, x.aliases, x.state, x.proof, x.project_id, p.name AS project_name,
  p.weekly_budget, x.findings, x.reports, x.finders, x.candidates, x.severity, x.kev_at, x.automatable, x.technical_impact,
  priority_of(x.id) AS priority,
  x.exposed_operators, x.line_place, x.line_of, x.assigned_to, x.assigned_name, x.rejected_reason, x.first_seen_at, x.validated_at,
  x.rejected_at, x.told_at, x.fixed_at, x.published_at, x.superseded_by, c.id AS case_id, c.embargo_until, c.embargo_zone,
  coalesce((SELECT jsonb_agg(jsonb_build_object('id', h.id, 'kind', h.kind, 'reason', h.reason, 'owner', h.owner_name,
      'since', to_jsonb(h.since), 'expiresAt', to_jsonb(h.expires_at)) ORDER BY h.since)
    FROM hold h WHERE h.vulnerability_id = x.id AND h.ended_at IS NULL), '[]') AS holds,
  (SELECT v.tier FROM visibility v WHERE v.wall = x.id AND v.party_id = me()
     AND v.valid_from <= (SELECT now_at()) AND (v.valid_until IS NULL OR v.valid_until > (SELECT now_at())) ORDER BY array_position(ARRAY['coordinator', 'maintainer', 'finder', 'reader'], v.tier) LIMIT 1) AS tier,
  CASE WHEN NOT EXISTS (SELECT 1 FROM visibility v WHERE v.wall = x.id AND v.party_id = me()
     AND v.valid_from <= (SELECT now_at()) AND (v.valid_until IS NULL OR v.valid_until > (SELECT now_at())) AND v.tier <> 'finder' OFFSET 0) THEN (
    SELECT json_build_object('title', f.title, 'version', f.version, 'aliases', f.claim -> 'aliases', 'weaknesses', f.claim -> 'weaknesses')
    FROM finding f WHERE f.vulnerability_id = x.id AND f.party_id = me() ORDER BY f.received_at, f.id LIMIT 1) END AS own
   FROM coordination_case c JOIN vulnerability x ON x.id = c.vulnerability_id LEFT JOIN project p ON p.id = x.project_id WHERE c.id = $1;

-- cases.open-case
INSERT INTO coordination_case (id, vulnerability_id, state, opened_at, told_at, embargo_until, embargo_zone, embargo_basis)
   VALUES ($1, $2, 'told', $3, $3, $4, $5, $6)
   ON CONFLICT (vulnerability_id) DO UPDATE SET state = 'told', told_at = excluded.told_at,
     embargo_until = coalesce(coordination_case.embargo_until, excluded.embargo_until), embargo_zone = coalesce(coordination_case.embargo_zone, excluded.embargo_zone),
     embargo_basis = coalesce(coordination_case.embargo_basis, excluded.embargo_basis)
   RETURNING id;

-- cases.open-untold-case
INSERT INTO coordination_case (id, vulnerability_id, state, opened_at) VALUES ($1, $2, 'open', $3)
   ON CONFLICT (vulnerability_id) DO UPDATE SET opened_at = coordination_case.opened_at RETURNING id;

-- cases.project
SELECT p.id, p.name, p.party_id, y.name AS party_name, p.weekly_budget, p.paused_until, p.accepts_unvalidated, p.contact,
  ARRAY(SELECT k.package FROM project_package k WHERE k.project_id = p.id ORDER BY 1) AS packages FROM project p LEFT JOIN party y ON y.id = p.party_id WHERE p.id = $1;

-- cases.project-load
SELECT told, waiting, open_cases FROM project_load($1, $2);

-- cases.project-of
SELECT project_id FROM vulnerability WHERE id = $1;

-- cases.projects
SELECT p.id, p.name, p.party_id, y.name AS party_name, p.weekly_budget, p.paused_until, p.accepts_unvalidated, p.contact,
  ARRAY(SELECT k.package FROM project_package k WHERE k.project_id = p.id ORDER BY 1) AS packages FROM project p LEFT JOIN party y ON y.id = p.party_id ORDER BY p.name;

-- cases.projects-with-line
SELECT DISTINCT project_id FROM line;

-- cases.queue
SELECT vulnerability_id FROM line WHERE project_id = $1 ORDER BY rank, since, vulnerability_id;

-- cases.read
SELECT id, vulnerability_id, state, embargo_until, embargo_zone, embargo_basis FROM coordination_case WHERE id = $1;

-- cases.retentions
SELECT DISTINCT coalesce(claim -> 'discovery' ->> 'promptRetention', 'unknown') AS retention FROM finding WHERE vulnerability_id = $1;

-- cases.set-embargo
UPDATE coordination_case SET embargo_until = $2, embargo_zone = $3, embargo_basis = $4 WHERE id = $1;

-- cases.set-fix
UPDATE coordination_case SET state = 'fix_ready', fix_version = $2, fix_commit = $3, fix_at = $4, acknowledged_at = coalesce(acknowledged_at, $4)
   WHERE id = $1 AND state IN ('told', 'acknowledged', 'fix_ready');

-- cases.set-fixed
UPDATE vulnerability SET state = 'fixed', fixed_at = coalesce(fixed_at, $2), changed_at = $2 WHERE id = $1 AND state = 'told';

-- cases.set-places
UPDATE vulnerability v SET line_place = p.place, line_of = p.all_of
   FROM (
     SELECT l.vulnerability_id, row_number() OVER (ORDER BY l.rank, l.since, l.vulnerability_id) AS place, count(*) OVER () AS all_of
     FROM line l WHERE l.project_id = $1
   ) AS p
   WHERE v.id = p.vulnerability_id AND (v.line_place IS DISTINCT FROM p.place OR v.line_of IS DISTINCT FROM p.all_of);

-- cases.set-told
UPDATE vulnerability SET state = 'told', told_at = $2, line_place = NULL, line_of = NULL, changed_at = $2 WHERE id = $1 AND told_at IS NULL AND superseded_by IS NULL;

-- cases.set-vendor-status
INSERT INTO vendor_status (vulnerability_id, product, status, justification, fixed_version, by_name, at) VALUES ($1, $2, $3, $4, $5, $6, $7)
   ON CONFLICT (vulnerability_id, product) DO UPDATE SET status = excluded.status, justification = excluded.justification,
     fixed_version = excluded.fixed_version, by_name = excluded.by_name, at = excluded.at;

-- cases.share-by-party
SELECT see($1, $2, $3, $4::timestamptz);

-- cases.share-by-verb
INSERT INTO visibility (wall, party_id, tier, valid_from) VALUES ($1, $2, $3, $4) ON CONFLICT (wall, party_id, tier) DO UPDATE SET valid_until = NULL;

-- cases.show-to-finders
SELECT see($1, f.party_id, 'reader') FROM (
     SELECT DISTINCT f.party_id FROM finding f JOIN vulnerability v ON v.id = f.vulnerability_id WHERE v.project_id = $1 AND f.party_id <> me()
   ) AS f;

-- cases.subject
SELECT id, state, target, project_id, told_at, superseded_by, priority_rank, kev_at, validated_at, first_seen_at FROM vulnerability WHERE id = $1 FOR UPDATE;

-- cases.told-since
SELECT count(*) AS told FROM telling WHERE project_id = $1 AND at >= $2;

-- cases.update-project
UPDATE project SET weekly_budget = coalesce($2, weekly_budget), paused_until = CASE WHEN $3::boolean THEN $4 ELSE paused_until END,
     accepts_unvalidated = coalesce($5, accepts_unvalidated) WHERE id = $1;

-- cases.vendor-statuses
SELECT product, status, justification, fixed_version, by_name, at FROM vendor_status WHERE vulnerability_id = $1 ORDER BY product;

-- decisions.add
INSERT INTO decision (id, vulnerability_id, kind, person_id, party_id, reason, facts, before, at, entry_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);

-- decisions.add-cannot-link
INSERT INTO cannot_link (id, vulnerability_id, a, b, evidence, decision_id, at) VALUES ($1, $2, $3, $4, $5, $6, $7);

-- decisions.add-cannot-links
INSERT INTO cannot_link (id, vulnerability_id, a, b, evidence, decision_id, at)
   SELECT c.id, $2, c.a, c.b, $5::jsonb, $6, $7 FROM unnest($1::uuid[], $3::uuid[], $4::uuid[]) AS c (id, a, b);

-- decisions.add-edge
INSERT INTO edge (id, vulnerability_id, a, b, level, kind, evidence, decision_id, at) VALUES ($1, $2, $3, $4, 'person', 'judgement', $5, $6, $7);

-- decisions.add-opinion
INSERT INTO opinion (id, vulnerability_id, rater, is_true, reachable, severity, vector, score, person_id, party_id, at, decision_id)
   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12);

-- decisions.bring-back
UPDATE vulnerability SET superseded_by = NULL, changed_at = $2 WHERE id = $1;

-- decisions.candidate
SELECT id, survivor_of(a) AS a, survivor_of(b) AS b, decision, decision_id, settled_at FROM candidate WHERE id = $1 FOR UPDATE;

-- decisions.copy-vulnerability
INSERT INTO vulnerability (id, title, target, version, location, family, proof, project_id, severity, severity_rank, kev_at, automatable,
     technical_impact, priority_id, priority_rank, first_seen_at, changed_at)
   SELECT $2, $3, target, version, location, family, 'none', project_id, severity, severity_rank, kev_at, automatable,
     technical_impact, priority_id, priority_rank, first_seen_at, $4 FROM vulnerability WHERE id = $1;

-- decisions.drop-opinion
DELETE FROM opinion WHERE decision_id = $1;

-- decisions.edges-among
SELECT DISTINCT least(a, b) AS a, greatest(a, b) AS b FROM edge
   WHERE undone_at IS NULL AND a = ANY ($1::uuid[]) AND b = ANY ($1::uuid[]) ORDER BY 1, 2;

-- decisions.end-hold
UPDATE hold SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL;

-- decisions.facts
SELECT x.aliases, x.first_seen_at, x.automatable, x.technical_impact, x.exposed_operators,
     coalesce(f.claim -> 'severity' ->> 'level', 'unknown') AS level, f.claim -> 'severity' -> 'vectors' ->> 0 AS vector
   FROM vulnerability x LEFT JOIN LATERAL (SELECT claim FROM finding f WHERE f.vulnerability_id = x.id ORDER BY received_at, id LIMIT 1) f ON true
   WHERE x.id = $1;

-- decisions.finding-ids
SELECT id, party_id, received_at, title, claim FROM finding WHERE vulnerability_id = $1 ORDER BY received_at, id;

-- decisions.last-opinion
SELECT is_true, reachable, severity, vector, score FROM opinion WHERE vulnerability_id = $1 AND rater = $2 ORDER BY at DESC, id DESC LIMIT 1;

-- decisions.leave-line
WITH gone AS (DELETE FROM line WHERE vulnerability_id = $1), free AS (
     UPDATE hold SET ended_at = $2 WHERE vulnerability_id = $1 AND kind = 'maintainer_capacity' AND ended_at IS NULL)
   UPDATE vulnerability SET line_place = NULL, line_of = NULL WHERE id = $1;

-- decisions.lock
SELECT id, state, proof, validated_at, rejected_at, rejected_reason, told_at, assigned_to, assigned_name, automatable, technical_impact, superseded_by, project_id
   FROM vulnerability WHERE id = $1 FOR UPDATE;

-- decisions.move-some-attachments
UPDATE attachment SET vulnerability_id = $2 WHERE finding_id = ANY ($1);

-- decisions.move-some-edges
UPDATE edge SET vulnerability_id = $2 WHERE a = ANY ($1) AND b = ANY ($1);

-- decisions.move-some-findings
UPDATE finding SET vulnerability_id = $2 WHERE id = ANY ($1);

-- decisions.one
SELECT d.id, d.vulnerability_id, d.kind, d.person_id, d.facts ->> 'by' AS person_name, d.reason, d.facts, d.before, d.at, d.undone_at, d.entry_id,
     (SELECT count(*) FROM decision n WHERE n.vulnerability_id = d.vulnerability_id AND n.kind = d.kind AND n.at > d.at AND n.undone_at IS NULL) AS newer
   FROM decision d WHERE d.id = $1 FOR UPDATE OF d;

-- decisions.restore
UPDATE vulnerability SET state = $2, proof = $3, validated_at = $4, rejected_at = $5, rejected_reason = $6, changed_at = $7 WHERE id = $1 AND told_at IS NOT DISTINCT FROM $8;

-- decisions.restore-embargo
UPDATE coordination_case SET embargo_until = $2, embargo_zone = $3, embargo_basis = $4 WHERE vulnerability_id = $1 AND state NOT IN ('published', 'closed');

-- decisions.see
SELECT see($1, $2, $3);

-- decisions.set-assigned
UPDATE vulnerability SET assigned_to = $2, assigned_name = $3, changed_at = $4 WHERE id = $1;

-- decisions.set-not-reproduced
UPDATE vulnerability SET proof = 'not_reproduced', changed_at = $2 WHERE id = $1 AND state = 'found' AND superseded_by IS NULL;

-- decisions.set-priority
UPDATE vulnerability SET severity = $2, severity_rank = $3, priority_id = keep_priority($4), priority_rank = $5, kev_at = $6 WHERE id = $1;

-- decisions.set-rejected
UPDATE vulnerability SET state = 'rejected', rejected_at = $2, rejected_reason = $3, changed_at = $2
   WHERE id = $1 AND state IN ('found', 'validated') AND superseded_by IS NULL;

-- decisions.set-ssvc
UPDATE vulnerability SET automatable = $2, technical_impact = $3, changed_at = $4 WHERE id = $1;

-- decisions.set-validated
UPDATE vulnerability SET state = 'validated', proof = 'reproduced', validated_at = coalesce(validated_at, $2), rejected_at = NULL, rejected_reason = NULL, changed_at = $2
   WHERE id = $1 AND state IN ('found', 'rejected') AND superseded_by IS NULL;

-- decisions.settle
UPDATE candidate SET settled_at = $2, decision = $3, decision_id = $4 WHERE id = $1 AND settled_at IS NULL;

-- decisions.share-both
SELECT see($2, k.party_id, k.tier, k.valid_from, k.valid_until) FROM who_knows($1) k
   WHERE k.tier IN ('finder', 'coordinator') AND (k.valid_until IS NULL OR k.valid_until > now_at());

-- decisions.undo
UPDATE decision SET undone_at = $2 WHERE id = $1 AND undone_at IS NULL;

-- decisions.undo-cannot-links
UPDATE cannot_link SET undone_at = $2 WHERE decision_id = $1 AND undone_at IS NULL;

-- decisions.undo-edges
UPDATE edge SET undone_at = $2 WHERE decision_id = $1 AND undone_at IS NULL;

-- decisions.unsee
SELECT unsee($1, $2, $3);

-- decisions.unsettle
UPDATE candidate SET settled_at = NULL, decision = NULL, decision_id = NULL WHERE decision_id = $1;

-- demo.advisory-named
SELECT id FROM advisory WHERE public_id = $1 LIMIT 1;

-- demo.advisory-of
SELECT id FROM advisory WHERE vulnerability_id = $1 AND source = 'ours' ORDER BY modified_at DESC LIMIT 1;

-- demo.candidate-between
SELECT id FROM candidate WHERE a = least($1::uuid, $2::uuid) AND b = greatest($1::uuid, $2::uuid) AND settled_at IS NULL;

-- demo.case-of
SELECT id FROM coordination_case WHERE vulnerability_id = $1;

-- demo.duties-for
SELECT d.id, a.name AS asset FROM duty d JOIN asset a ON a.id = d.asset_id WHERE d.party_id = $1 AND d.advisory_id = $2 AND d.ended_at IS NULL AND d.state = 'open';

-- demo.vulnerability-of
SELECT coalesce(v.superseded_by, v.id) AS id FROM finding f JOIN vulnerability v ON v.id = f.vulnerability_id WHERE f.id = $1;

-- duties.add-answer
INSERT INTO duty_event (id, duty_id, party_id, at, kind, state, by_name, note, justification, evidence, decision) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);

-- duties.add-events
INSERT INTO duty_event (id, duty_id, party_id, at, kind, state, by_name, note, evidence, decision)
   SELECT x.id, x.duty_id, x.party_id, $2, x.kind, x.state, x.by_name, x.note, x.evidence, x.decision
   FROM jsonb_to_recordset($1::jsonb) AS x (id uuid, duty_id uuid, party_id uuid, kind text, state text, by_name text, note text, evidence text, decision jsonb);

-- duties.answer
UPDATE duty SET state = $2, answered_at = $3, justification = $4, until = $5 WHERE id = $1 AND ended_at IS NULL;

-- duties.bases
SELECT advisory_id, facts FROM duty_basis WHERE advisory_id > $1 ORDER BY advisory_id LIMIT $2;

-- duties.contradicted
WITH answered AS MATERIALIZED (
     SELECT d.party_id, d.advisory_id, d.asset_id, d.package FROM inventory i JOIN duty d ON d.party_id = i.party_id
     WHERE i.id = $1 AND d.ended_at IS NULL AND d.exposure_state <> 'not_affected'
       AND (d.state = 'fixed' OR (d.state = 'not_affected' AND d.justification = 'component_not_present'))
       AND d.answered_at < CASE WHEN i.dated THEN i.as_of ELSE i.changed_at END)
   SELECT d.party_id, d.advisory_id, d.asset_id, d.package FROM answered d
   WHERE EXISTS (
     SELECT 1 FROM exposure e JOIN component c ON c.id = e.component_id
     WHERE e.asset_id = d.asset_id AND e.advisory_id = d.advisory_id AND e.package = d.package
       AND e.ended_at IS NULL AND e.state = 'affected' AND c.inventory_id = $1 AND c.removed_at IS NULL)
   LIMIT 5000;

-- duties.count
SELECT count(*) AS total FROM duty d LEFT JOIN party p ON p.id = d.party_id LEFT JOIN advisory a ON a.id = d.advisory_id LEFT JOIN asset s ON s.id = d.asset_id WHERE d.party_id IN (SELECT s.wall FROM visibility s WHERE s.party_id = me() AND s.tier IN ('owner', 'delegate')
     AND s.valid_from <= (SELECT now_at()) AND (s.valid_until IS NULL OR s.valid_until > (SELECT now_at()))) AND d.ended_at IS NULL AND ($1::uuid IS NULL OR d.party_id = $1) AND ($2::text IS NULL OR d.state = $2) AND ($3::date IS NULL OR (d.state = 'open' AND d.due < $3))
    AND ($4::text IS NULL OR position(lower($4) IN lower(concat_ws(' ', d.component, d.version, a.public_id, a.title, s.name))) > 0);

-- duties.events
SELECT duty_id, at, kind, state, by_name, note, justification, evidence FROM duty_event WHERE duty_id = ANY ($1) AND kind <> 'opened' ORDER BY duty_id, n;

-- duties.expired
UPDATE duty d SET state = 'open', until = NULL, answered_at = NULL, justification = NULL
   WHERE d.id IN (SELECT x.id FROM duty x WHERE x.state = 'mitigated' AND x.ended_at IS NULL AND x.until < $1::date ORDER BY x.until LIMIT $2)
   RETURNING d.party_id, d.advisory_id, d.asset_id, d.package, d.id;

-- duties.facts
SELECT a.id, least((SELECT min(k.added_at) FROM kev k WHERE k.cve = ANY (n.names)), v.kev_at) AS kev_at,
     (EXISTS (SELECT 1 FROM kev) OR EXISTS (SELECT 1 FROM feed f WHERE f.source = 'kev' AND f.last_success_at IS NOT NULL)) AS kev_read,
     (SELECT count(*) FROM unnest(n.names) AS name WHERE name LIKE 'CVE-%') AS cves,
     coalesce((SELECT jsonb_agg(jsonb_build_object('automatable', s.automatable, 'technical_impact', s.technical_impact, 'exploitation', s.exploitation)) FROM ssvc s WHERE s.cve = ANY (n.names)), '[]') AS ssvc,
     v.automatable, v.technical_impact, a.vectors
   FROM advisory a LEFT JOIN vulnerability v ON v.id = a.vulnerability_id CROSS JOIN LATERAL (SELECT a.aliases || a.public_id AS names) AS n
   WHERE a.id = ANY ($1);

-- duties.falling-due
UPDATE duty d SET due_told = d.due
   WHERE d.id IN (SELECT x.id FROM duty x WHERE x.state = 'open' AND x.ended_at IS NULL AND x.due <= $1::date AND x.due_told IS DISTINCT FROM x.due ORDER BY x.due LIMIT $2)
   RETURNING d.id, d.party_id, d.advisory_id, d.due;

-- duties.feeds-compared
UPDATE duty_feeds SET compared_at = $1;

-- duties.feeds-read
SELECT (SELECT max(last_success_at) FROM feed WHERE source IN ('kev', 'ssvc')) AS read_at, compared_at FROM duty_feeds;

-- duties.groups
SELECT g.party_id, g.advisory_id, g.asset_id, g.package, s.name AS asset, s.exposure AS asset_exposure, a.state AS advisory_state,
     x.state AS exposure_state, x.component_id, x.name, x.vendor, x.version, x.purl, x.fixed_in, x.reason_text, x.inventory,
     n.version AS present_version, n.inventory AS present_inventory, n.as_of AS present_as_of,
     EXISTS (SELECT 1 FROM component h WHERE h.id = d.component_id AND h.removed_at IS NULL) AS same_component, to_jsonb(d.*) AS duty
   FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[]) AS g (party_id, advisory_id, asset_id, package)
   JOIN asset s ON s.id = g.asset_id AND s.party_id = g.party_id
   JOIN advisory a ON a.id = g.advisory_id
   LEFT JOIN duty d ON d.asset_id = g.asset_id AND d.advisory_id = g.advisory_id AND d.package = g.package
   LEFT JOIN LATERAL (
     SELECT e.state, c.id AS component_id, c.name, c.vendor, c.version, c.purl, e.fixed_in, e.reason ->> 'text' AS reason_text, i.name AS inventory
     FROM exposure e JOIN component c ON c.id = e.component_id JOIN inventory i ON i.id = c.inventory_id
     WHERE e.asset_id = g.asset_id AND e.advisory_id = g.advisory_id AND e.package = g.package
       AND e.ended_at IS NULL AND e.state <> 'not_affected' AND NOT e.informational AND c.removed_at IS NULL
     ORDER BY (e.state = 'affected') DESC, (c.id IS NOT DISTINCT FROM d.component_id) DESC, e.since, e.id LIMIT 1) AS x ON true
   LEFT JOIN LATERAL (
     SELECT c.version, i.name AS inventory, i.as_of FROM component c JOIN inventory i ON i.id = c.inventory_id
     WHERE c.asset_id = g.asset_id AND c.package = g.package AND c.removed_at IS NULL ORDER BY c.detected_at DESC, c.id DESC LIMIT 1) AS n ON true;

-- duties.groups-of-advisory
SELECT party_id, advisory_id, asset_id, package FROM (
     SELECT d.party_id, d.advisory_id, d.asset_id, d.package FROM duty d WHERE d.advisory_id = $1 AND d.ended_at IS NULL
     UNION SELECT e.party_id, e.advisory_id, e.asset_id, e.package FROM exposure e WHERE e.advisory_id = $1 AND e.ended_at IS NULL) AS g
   WHERE (asset_id, package) > ($2, $3) ORDER BY asset_id, package LIMIT $4;

-- duties.groups-of-asset
SELECT party_id, advisory_id, asset_id, package FROM (
     SELECT d.party_id, d.advisory_id, d.asset_id, d.package FROM duty d WHERE d.asset_id = $1 AND d.ended_at IS NULL
     UNION SELECT e.party_id, e.advisory_id, e.asset_id, e.package FROM exposure e WHERE e.asset_id = $1 AND e.ended_at IS NULL) AS g
   WHERE (advisory_id, package) > ($2, $3) ORDER BY advisory_id, package LIMIT $4;

-- duties.keep
INSERT INTO duty AS d (id, party_id, advisory_id, asset_id, package, component_id, component, version, fixed_in, why, exposure_state, state, detected_at, due, worst_due,
     rank, priority, decision, forensic, answered_at, justification, until, ended_at, ended_why)
   SELECT x.id, x.party_id, x.advisory_id, x.asset_id, x.package, x.component_id, x.component, x.version, x.fixed_in, x.why, x.exposure_state, x.state, x.detected_at, x.due, x.worst_due,
     x.rank, x.priority, x.decision, x.forensic, x.answered_at, x.justification, x.until, x.ended_at, x.ended_why
   FROM jsonb_to_recordset($1::jsonb) AS x (id uuid, party_id uuid, advisory_id uuid, asset_id uuid, package text, component_id uuid, component text, version text, fixed_in text, why text,
     exposure_state text, state text, detected_at timestamptz, due date, worst_due date, rank double precision, priority jsonb, decision jsonb, forensic boolean, answered_at timestamptz,
     justification text, until date, ended_at timestamptz, ended_why text)
   ON CONFLICT (asset_id, advisory_id, package) DO UPDATE SET component_id = excluded.component_id, component = excluded.component, version = excluded.version,
     fixed_in = excluded.fixed_in, why = excluded.why, exposure_state = excluded.exposure_state, state = excluded.state, detected_at = excluded.detected_at, due = excluded.due,
     worst_due = excluded.worst_due, rank = excluded.rank, priority = excluded.priority, decision = excluded.decision, forensic = excluded.forensic, answered_at = excluded.answered_at,
     justification = excluded.justification, until = excluded.until, ended_at = excluded.ended_at, ended_why = excluded.ended_why;

-- duties.keep-bases
INSERT INTO duty_basis AS b (advisory_id, facts, at) SELECT x.id, x.facts::jsonb, $3 FROM unnest($1::uuid[], $2::text[]) AS x (id, facts)
   ON CONFLICT (advisory_id) DO UPDATE SET facts = excluded.facts, at = excluded.at WHERE b.facts <> excluded.facts;

-- duties.list
SELECT d.id, d.party_id, p.name AS party_name, d.advisory_id, a.public_id, a.title, a.tlp,
  (SELECT min(k.added_at) FROM kev k WHERE k.cve = ANY (a.aliases || a.public_id)) AS kev_at,
  d.asset_id, s.name AS asset, coalesce(s.exposure, 'unknown') AS asset_exposure, d.package, d.component_id, d.component, d.version, d.fixed_in, d.why, d.exposure_state, d.state,
  d.detected_at, d.due, d.worst_due, d.rank, d.priority, d.decision, d.forensic, d.answered_at, d.justification, d.until, d.ended_at, d.ended_why FROM duty d LEFT JOIN party p ON p.id = d.party_id LEFT JOIN advisory a ON a.id = d.advisory_id LEFT JOIN asset s ON s.id = d.asset_id WHERE d.party_id IN (SELECT s.wall FROM visibility s WHERE s.party_id = me() AND s.tier IN ('owner', 'delegate')
     AND s.valid_from <= (SELECT now_at()) AND (s.valid_until IS NULL OR s.valid_until > (SELECT now_at()))) AND d.ended_at IS NULL AND ($1::uuid IS NULL OR d.party_id = $1) AND ($2::text IS NULL OR d.state = $2) AND ($3::date IS NULL OR (d.state = 'open' AND d.due < $3))
    AND ($4::text IS NULL OR position(lower($4) IN lower(concat_ws(' ', d.component, d.version, a.public_id, a.title, s.name))) > 0)
   ORDER BY array_position(ARRAY['open', 'mitigated', 'fixed', 'not_affected'], d.state), CASE WHEN d.state = 'mitigated' THEN d.until ELSE d.worst_due END NULLS LAST, d.rank, d.id LIMIT $5 OFFSET $6;

-- duties.lock
SELECT id, party_id, advisory_id, asset_id, package, component_id, component, version, fixed_in, why, exposure_state, state, detected_at, due, worst_due, rank, priority, decision,
     forensic, answered_at, justification, until, ended_at, ended_why FROM duty WHERE id = $1 FOR UPDATE;

-- duties.notice-facts
SELECT i.name AS from_name, a.record, a.source,
     (SELECT min(s.exploitation) FROM ssvc s WHERE s.cve = ANY (a.aliases || a.public_id)) AS exploitation,
     v.as_of AS inventory_as_of, greatest(e.as_of, v.matched_at) AS as_of, e.evidence #>> '{interval,from}' AS opens, e.evidence #>> '{interval,to,version}' AS closes, e.evidence #>> '{interval,to,kind}' AS closes_kind,
     ARRAY(SELECT y.name FROM delegation g JOIN party y ON y.id = g.to_party_id
           WHERE g.from_party_id = d.party_id AND g.ended_at IS NULL AND (g.until IS NULL OR g.until > now_at()) ORDER BY y.name LIMIT 3) AS helpers
   FROM duty d CROSS JOIN instance i LEFT JOIN advisory a ON a.id = d.advisory_id LEFT JOIN component c ON c.id = d.component_id LEFT JOIN inventory v ON v.id = c.inventory_id
   LEFT JOIN exposure e ON e.advisory_id = d.advisory_id AND e.component_id = d.component_id WHERE d.id = $1;

-- duties.one
SELECT d.id, d.party_id, p.name AS party_name, d.advisory_id, a.public_id, a.title, a.tlp,
  (SELECT min(k.added_at) FROM kev k WHERE k.cve = ANY (a.aliases || a.public_id)) AS kev_at,
  d.asset_id, s.name AS asset, coalesce(s.exposure, 'unknown') AS asset_exposure, d.package, d.component_id, d.component, d.version, d.fixed_in, d.why, d.exposure_state, d.state,
  d.detected_at, d.due, d.worst_due, d.rank, d.priority, d.decision, d.forensic, d.answered_at, d.justification, d.until, d.ended_at, d.ended_why FROM duty d LEFT JOIN party p ON p.id = d.party_id LEFT JOIN advisory a ON a.id = d.advisory_id LEFT JOIN asset s ON s.id = d.asset_id WHERE d.id = $1;

-- duties.one-at-a-time
SELECT pg_advisory_xact_lock(440908);

-- events.add
INSERT INTO event (id, kind, wall, subject_id, facts, at)
   SELECT e.id, e.kind, e.wall, e.subject, e.facts, $2
   FROM jsonb_to_recordset($1::jsonb) AS e (id uuid, kind text, wall uuid, subject uuid, facts jsonb);

-- exposures.advisory-state
SELECT state FROM advisory WHERE id = $1;

-- exposures.chunk
SELECT id FROM component WHERE inventory_id = $1 AND removed_at IS NULL AND id > $2 ORDER BY id LIMIT $3;

-- exposures.claims
SELECT advisory_id, package, position, lo, hi, flags, opens, closes, closes_kind, claimant, revision, informational
   FROM advisory_interval WHERE advisory_id = ANY ($1) ORDER BY advisory_id, package, position;

-- exposures.clear
UPDATE exposure e SET state = 'not_affected', tier = x.tier, fixed_in = NULL, reason = x.reason, evidence = x.evidence, since = $2, as_of = $2
   FROM jsonb_to_recordset($1::jsonb) AS x (advisory_id uuid, component_id uuid, tier text, reason jsonb, evidence jsonb)
   WHERE e.advisory_id = x.advisory_id AND e.component_id = x.component_id AND e.ended_at IS NULL AND e.state <> 'not_affected'
   RETURNING e.party_id, e.advisory_id, e.asset_id, e.package, e.component_id;

-- exposures.components
SELECT id, party_id, asset_id, package, removed_at IS NOT NULL AS gone FROM component WHERE id = ANY ($1) AND package IS NOT NULL;

-- exposures.concerned
SELECT a.id FROM unnest($1::uuid[]) AS a (id)
   WHERE EXISTS (SELECT 1 FROM advisory_interval i JOIN component_key k ON k.package = i.package WHERE i.advisory_id = a.id)
      OR EXISTS (SELECT 1 FROM exposure e WHERE e.advisory_id = a.id AND e.ended_at IS NULL)
      OR EXISTS (SELECT 1 FROM exposure_history h WHERE h.advisory_id = a.id AND h.known_until IS NULL);

-- exposures.count
SELECT count(*) AS total FROM (SELECT 1
  FROM exposure e JOIN component c ON c.id = e.component_id AND c.removed_at IS NULL JOIN inventory i ON i.id = c.inventory_id LEFT JOIN advisory a ON a.id = e.advisory_id
  WHERE e.ended_at IS NULL AND ($1::uuid IS NULL OR e.party_id = $1) AND ($2::text IS NULL OR e.state = $2) AND ($3::uuid IS NULL OR e.advisory_id = $3)
    AND ($4::text IS NULL OR position(lower($4) IN lower(concat_ws(' ', c.vendor, c.name, c.version, a.public_id, a.title))) > 0) GROUP BY e.party_id, coalesce(a.about, e.advisory_id::text), e.state, c.name, c.vendor, c.version) AS g;

-- exposures.count-operators
UPDATE vulnerability v SET exposed_operators = n.operators
   FROM (
     SELECT v.id, (SELECT count(DISTINCT e.party_id) FROM exposure e WHERE e.ended_at IS NULL AND e.state = 'affected' AND e.advisory_id IN (
         SELECT a.id FROM advisory a WHERE a.vulnerability_id = v.id UNION SELECT a.id FROM advisory a WHERE a.aliases && v.aliases
         UNION SELECT a.id FROM advisory a WHERE a.source IN ('ours', 'osv') AND a.public_id = ANY (v.aliases))) AS operators
     FROM vulnerability v WHERE v.superseded_by IS NULL AND v.id IN (
       SELECT a.vulnerability_id FROM advisory a WHERE a.id = ANY ($1)
       UNION SELECT x.id FROM advisory a JOIN vulnerability x ON x.aliases && (a.aliases || a.public_id) WHERE a.id = ANY ($1))) AS n
   WHERE v.id = n.id AND v.exposed_operators IS DISTINCT FROM n.operators
   RETURNING v.id;

-- exposures.details
SELECT e.id, e.party_id, p.name AS party_name, e.advisory_id, a.public_id, a.title, a.severity, EXISTS (SELECT 1 FROM kev k WHERE k.cve = ANY (a.aliases || a.public_id)) AS kev,
     e.state, e.tier, e.informational, e.fixed_in, e.reason, e.evidence, c.name, c.vendor, c.version, c.purl, c.line, i.name AS inventory,
     (SELECT d.id FROM duty d WHERE d.advisory_id = e.advisory_id AND d.party_id = e.party_id AND d.package = e.package AND d.ended_at IS NULL
      ORDER BY (d.state = 'open') DESC, (d.asset_id = e.asset_id) DESC, d.worst_due NULLS LAST, d.id LIMIT 1) AS duty_id
   FROM exposure e JOIN component c ON c.id = e.component_id LEFT JOIN inventory i ON i.id = c.inventory_id
   LEFT JOIN advisory a ON a.id = e.advisory_id LEFT JOIN party p ON p.id = e.party_id WHERE e.id = ANY ($1);

-- exposures.end
UPDATE exposure e SET ended_at = $3, ended_why = $4 WHERE e.advisory_id = $1 AND e.component_id = ANY ($2) AND e.ended_at IS NULL RETURNING e.party_id, e.advisory_id, e.asset_id, e.package, e.component_id;

-- exposures.end-gone
UPDATE exposure e SET ended_at = $2, ended_why = $3
   WHERE e.id IN (SELECT x.id FROM component c JOIN exposure x ON x.component_id = c.id WHERE c.inventory_id = $1 AND c.removed_at IS NOT NULL AND x.ended_at IS NULL LIMIT $4)
   RETURNING e.party_id, e.advisory_id, e.asset_id, e.package, e.component_id;

-- exposures.finish
UPDATE inventory SET matched_at = $3 WHERE id = $1 AND uploaded_at = $2 AND matched_at IS NULL;

-- exposures.gone-unjudged
SELECT id FROM component WHERE inventory_id = $1 AND removed_at IS NOT NULL AND reason ->> 'code' = 'not-matched-yet' ORDER BY id LIMIT $2;

-- exposures.in-range
SELECT component_id, version_key FROM component_key
   WHERE package = $1 AND version_key >= $2 AND version_key < $3 AND (version_key, component_id) > ($4, $5)
   ORDER BY version_key, component_id LIMIT $6;

-- exposures.inventory
SELECT id, party_id, uploaded_at, removed_at FROM inventory WHERE id = $1;

-- exposures.judged
SELECT component_id FROM component_key WHERE package = $1 AND component_id > $2 AND (version_key IS NULL OR flags & 59 <> 0)
   ORDER BY component_id LIMIT $3;

-- exposures.keep
INSERT INTO exposure AS e (id, party_id, advisory_id, component_id, asset_id, package, state, tier, informational, fixed_in, reason, evidence, since, as_of)
   SELECT x.id, x.party_id, x.advisory_id, x.component_id, x.asset_id, x.package, x.state, x.tier, x.informational, x.fixed_in, x.reason, x.evidence, $2, $2
   FROM jsonb_to_recordset($1::jsonb) AS x (id uuid, party_id uuid, advisory_id uuid, component_id uuid, asset_id uuid, package text, state text, tier text,
     informational boolean, fixed_in text, reason jsonb, evidence jsonb)
   ON CONFLICT (advisory_id, component_id) DO UPDATE SET state = excluded.state, tier = excluded.tier, informational = excluded.informational, fixed_in = excluded.fixed_in,
     reason = excluded.reason, evidence = excluded.evidence, as_of = excluded.as_of, ended_at = NULL, ended_why = NULL,
     since = CASE WHEN e.ended_at IS NULL AND e.state = excluded.state THEN e.since ELSE excluded.since END
   WHERE e.ended_at IS NOT NULL OR e.state <> excluded.state OR e.fixed_in IS DISTINCT FROM excluded.fixed_in OR e.reason <> excluded.reason
     OR e.informational <> excluded.informational OR e.evidence ->> 'revision' IS DISTINCT FROM excluded.evidence ->> 'revision'
   RETURNING e.party_id, e.advisory_id, e.asset_id, e.package, e.component_id, e.state;

-- exposures.keys
SELECT component_id, package, via, version_text FROM component_key WHERE component_id = ANY ($1) ORDER BY component_id, position;

-- exposures.list
SELECT (array_agg(e.id ORDER BY array_position(ARRAY['ours', 'osv', 'csaf', 'cve', 'nvd'], a.source), e.since, e.id))[1] AS id, (array_agg(e.advisory_id ORDER BY array_position(ARRAY['ours', 'osv', 'csaf', 'cve', 'nvd'], a.source), e.since, e.id))[1] AS advisory_id, jsonb_object_agg(e.advisory_id, e.id) AS advisories, count(DISTINCT e.asset_id) AS assets, min(e.since) AS since, max(greatest(e.as_of, i.matched_at)) AS as_of

  FROM exposure e JOIN component c ON c.id = e.component_id AND c.removed_at IS NULL JOIN inventory i ON i.id = c.inventory_id LEFT JOIN advisory a ON a.id = e.advisory_id
  WHERE e.ended_at IS NULL AND ($1::uuid IS NULL OR e.party_id = $1) AND ($2::text IS NULL OR e.state = $2) AND ($3::uuid IS NULL OR e.advisory_id = $3)
    AND ($4::text IS NULL OR position(lower($4) IN lower(concat_ws(' ', c.vendor, c.name, c.version, a.public_id, a.title))) > 0) GROUP BY e.party_id, coalesce(a.about, e.advisory_id::text), e.state, c.name, c.vendor, c.version
   ORDER BY array_position(ARRAY['affected', 'undetermined', 'not_affected'], e.state), min(array_position(ARRAY['critical', 'high', 'medium', 'low', 'none', 'unknown'], a.severity)),
     min(e.since) DESC, 1 LIMIT $5 OFFSET $6;

-- exposures.looked-at
UPDATE exposure e SET as_of = $2 WHERE e.advisory_id = $1 AND e.component_id = ANY ($3) AND e.ended_at IS NULL AND e.as_of < $2::timestamptz - interval '10 minutes';

-- exposures.mark-judged
UPDATE component SET reason = '{"code": "component-gone", "text": "A later inventory no longer lists it."}' WHERE id = ANY ($1);

-- exposures.named-by-no-other
SELECT p.package FROM unnest($1::text[]) AS p (package) WHERE NOT EXISTS (
     SELECT 1 FROM advisory_interval i JOIN advisory a ON a.id = i.advisory_id
     WHERE i.package = p.package AND i.advisory_id <> $2 AND a.state = 'published' AND (a.source <> 'ours' OR a.tlp IN ('TLP:CLEAR', 'TLP:GREEN')));

-- exposures.newly-reached
INSERT INTO advisory_reach (party_id, advisory_id, since)
   SELECT DISTINCT e.party_id, e.advisory_id, $3::timestamptz FROM exposure e JOIN advisory a ON a.id = e.advisory_id
   WHERE e.advisory_id = $1 AND e.component_id = ANY ($2) AND e.ended_at IS NULL AND e.state = 'affected' AND NOT EXISTS (
     SELECT 1 FROM exposure o JOIN advisory b ON b.id = o.advisory_id JOIN advisory_reach r ON r.party_id = o.party_id AND r.advisory_id = o.advisory_id
     WHERE o.component_id = e.component_id AND o.advisory_id <> e.advisory_id AND o.ended_at IS NULL AND o.state = 'affected' AND b.about = a.about OFFSET 0)
   ON CONFLICT DO NOTHING RETURNING party_id;

-- exposures.newly-reaching
INSERT INTO advisory_reach (party_id, advisory_id, since)
   SELECT DISTINCT s.party_id, s.advisory_id, $2::timestamptz FROM (
     SELECT DISTINCT ON (e.component_id, a.about) e.party_id, e.advisory_id FROM exposure e JOIN advisory a ON a.id = e.advisory_id
     WHERE e.party_id = $1 AND e.ended_at IS NULL AND e.state = 'affected'
       AND NOT EXISTS (SELECT 1 FROM advisory_reach r WHERE r.party_id = $1 AND r.advisory_id = e.advisory_id) AND NOT EXISTS (
     SELECT 1 FROM exposure o JOIN advisory b ON b.id = o.advisory_id JOIN advisory_reach r ON r.party_id = o.party_id AND r.advisory_id = o.advisory_id
     WHERE o.component_id = e.component_id AND o.advisory_id <> e.advisory_id AND o.ended_at IS NULL AND o.state = 'affected' AND b.about = a.about OFFSET 0)
     ORDER BY e.component_id, a.about, array_position(ARRAY['ours', 'osv', 'csaf', 'cve', 'nvd'], a.source), e.advisory_id) AS s
   ON CONFLICT DO NOTHING RETURNING advisory_id;

-- exposures.of-package
SELECT component_id FROM component_key WHERE package = $1 AND component_id > $2 ORDER BY component_id LIMIT $3;

-- exposures.one-at-a-time
SELECT pg_advisory_xact_lock(440908);

-- exposures.pairs
SELECT DISTINCT k.component_id, i.advisory_id
   FROM component_key k
   JOIN advisory_interval i ON i.package = k.package AND (
     k.version_key IS NULL OR (k.version_key >= i.lo AND k.version_key < i.hi)
     OR k.flags & 59 <> 0 OR i.flags & 403 <> 0 OR i.flags & k.flags & 4 <> 0)
   JOIN advisory a ON a.id = i.advisory_id AND a.state = 'published' AND (a.source <> 'ours' OR a.tlp IN ('TLP:CLEAR', 'TLP:GREEN') OR EXISTS (
    SELECT 1 FROM visibility v WHERE v.wall = a.id AND v.party_id IN (k.party_id, everybody()) AND v.valid_from <= now_at() AND (v.valid_until IS NULL OR v.valid_until > now_at())))
   WHERE k.component_id = ANY ($1) AND (k.component_id, i.advisory_id) > ($2, $3)
   ORDER BY 1, 2 LIMIT $4;

-- exposures.plan-anew
SELECT set_config('plan_cache_mode', 'force_custom_plan', true);

-- exposures.ranges
SELECT r.opens, r.closes, r.closes_kind FROM exposure e JOIN advisory_interval r ON r.advisory_id = e.advisory_id AND r.package = e.evidence ->> 'package'
   WHERE e.id = $1 ORDER BY r.lo, r.position;

-- exposures.reached
(SELECT component_id FROM exposure WHERE advisory_id = $1 AND ended_at IS NULL AND component_id > $2 ORDER BY component_id LIMIT $3)
   UNION (SELECT component_id FROM exposure_history WHERE advisory_id = $1 AND known_until IS NULL AND component_id > $2 ORDER BY component_id LIMIT $3)
   ORDER BY component_id LIMIT $3;

-- exposures.run-by-somebody
SELECT p.package FROM unnest($1::text[]) AS p (package) WHERE EXISTS (SELECT 1 FROM component_key k WHERE k.package = p.package);

-- exposures.settle
UPDATE component c SET state = s.state, reason = s.reason
   FROM (
     SELECT c.id, coalesce(x.state, CASE WHEN n.claimant IS NOT NULL THEN 'not_affected' WHEN c.package LIKE 'digest/%' THEN 'cannot_match' ELSE 'no_advisory' END) AS state,
       coalesce(x.reason, CASE WHEN n.claimant IS NULL AND c.state = 'cannot_match' THEN c.reason
         WHEN n.claimant IS NULL AND c.package LIKE 'digest/%' THEN jsonb_build_object('code', 'no-identity', 'text', $4::text)
         WHEN n.claimant IS NULL THEN jsonb_build_object('code', 'no-advisory', 'text', $3::text)
         ELSE jsonb_build_object('code', 'outside-intervals', 'text', replace($2, '{version}', coalesce(c.version, '?')),
           'values', jsonb_build_object('version', coalesce(c.version, '?'), 'advisory', n.claimant, 'from', n.opens, 'to', n.closes, 'kind', n.closes_kind)) END) AS reason
     FROM component c
     LEFT JOIN LATERAL (
       SELECT e.state, e.reason FROM exposure e WHERE e.component_id = c.id AND coalesce(e.ended_at, 'infinity') = 'infinity' AND e.state <> 'not_affected'
       ORDER BY (e.state = 'affected') DESC, e.since, e.id LIMIT 1) AS x ON true
     LEFT JOIN LATERAL (
       SELECT i.claimant, i.opens, i.closes, i.closes_kind
       FROM component_key k JOIN advisory_interval i ON i.package = k.package JOIN advisory a ON a.id = i.advisory_id AND a.state = 'published' AND (a.source <> 'ours' OR a.tlp IN ('TLP:CLEAR', 'TLP:GREEN') OR EXISTS (
    SELECT 1 FROM visibility v WHERE v.wall = a.id AND v.party_id IN (c.party_id, everybody()) AND v.valid_from <= now_at() AND (v.valid_until IS NULL OR v.valid_until > now_at())))
       WHERE x.state IS NULL AND k.component_id = c.id
       ORDER BY (i.hi <= k.version_key) DESC, CASE WHEN i.hi <= k.version_key THEN i.hi END DESC, i.lo, i.advisory_id, i.position LIMIT 1) AS n ON true
     WHERE c.id = ANY ($1) AND coalesce(c.removed_at, 'infinity') = 'infinity' AND c.package IS NOT NULL
   ) AS s
   WHERE c.id = s.id AND (c.state <> s.state OR c.reason <> s.reason);

-- exposures.statements
SELECT v.by_name, v.at, v.state, v.justification, v.note FROM exposure e
   JOIN duty d ON d.advisory_id = e.advisory_id AND d.asset_id = e.asset_id AND d.package = e.package
   JOIN duty_event v ON v.duty_id = d.id AND v.kind = 'answered' AND v.state IN ('mitigated', 'fixed', 'not_affected')
   WHERE e.id = $1 ORDER BY v.n DESC LIMIT 20;

-- exposures.tellable
SELECT c.id FROM component c JOIN advisory a ON a.id = $2 AND a.state = 'published' AND (a.source <> 'ours' OR a.tlp IN ('TLP:CLEAR', 'TLP:GREEN') OR EXISTS (
    SELECT 1 FROM visibility v WHERE v.wall = a.id AND v.party_id IN (c.party_id, everybody()) AND v.valid_from <= now_at() AND (v.valid_until IS NULL OR v.valid_until > now_at()))) WHERE c.id = ANY ($1);

-- exposures.waiting
SELECT id FROM inventory WHERE matched_at IS NULL AND greatest(uploaded_at, removed_at) < $1 ORDER BY uploaded_at LIMIT 100;

-- exposures.why
SELECT s.name AS asset, i.id AS inventory_id, i.as_of AS inventory_as_of, i.dated, a.aliases, a.revision, a.published_at, a.modified_at,
     e.since, greatest(e.as_of, i.matched_at) AS as_of, e.ended_at, e.ended_why,
     (SELECT count(DISTINCT o.asset_id) FROM exposure o JOIN component x ON x.id = o.component_id
      WHERE o.advisory_id = e.advisory_id AND o.party_id = e.party_id AND o.package = e.package AND o.state = e.state AND (o.ended_at IS NULL) = (e.ended_at IS NULL)
        AND x.name = c.name AND x.vendor IS NOT DISTINCT FROM c.vendor AND x.version IS NOT DISTINCT FROM c.version) AS assets
   FROM exposure e JOIN component c ON c.id = e.component_id LEFT JOIN inventory i ON i.id = c.inventory_id LEFT JOIN asset s ON s.id = e.asset_id
   LEFT JOIN advisory a ON a.id = e.advisory_id WHERE e.id = $1;

-- exposures.without-keys
SELECT c.id FROM unnest($1::uuid[]) AS c (id) WHERE NOT EXISTS (SELECT 1 FROM component_key k WHERE k.component_id = c.id);

-- feeds.add-provider
INSERT INTO feed_provider (id, asked, added_at, resume) VALUES ($1, $2, $3, $4) ON CONFLICT (asked) DO NOTHING RETURNING id;

-- feeds.all
SELECT source, records, last_success_at, as_of, max_age_hours, running AND EXISTS (SELECT 1 FROM pg_locks l WHERE l.locktype = 'advisory' AND l.granted AND l.classid = hashtext('leadtime.feed')::oid AND l.objid = hashtext(feed.source)::oid
     AND l.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())) AS running, progress, last_error, note, resume, settings, every_hours, next_at, waits_until, ended_at, attempts FROM feed ORDER BY source;

-- feeds.begin
UPDATE feed SET running = true, progress = 'asking', last_error = NULL, waits_until = NULL WHERE source = $1;

-- feeds.choose
UPDATE feed SET settings = $2, every_hours = $3, next_at = CASE WHEN $3::int IS NULL THEN NULL WHEN every_hours = $3 AND next_at IS NOT NULL THEN next_at ELSE $4::timestamptz END
   WHERE source = $1;

-- feeds.done
UPDATE feed SET records = CASE $1 WHEN 'kev' THEN (SELECT count(*) FROM kev) WHEN 'ssvc' THEN (SELECT count(*) FROM ssvc) WHEN 'epss' THEN (SELECT count(*) FROM epss)
     WHEN 'ghsa' THEN (SELECT count(*) FROM advisory WHERE source = 'osv' AND public_id LIKE 'GHSA-%') ELSE (SELECT count(*) FROM advisory WHERE source = $1) END,
     last_success_at = $2,
     as_of = CASE WHEN $3::timestamptz IS NULL THEN as_of ELSE greatest(as_of, least($3, $2)) END,
     running = false, progress = NULL, last_error = CASE WHEN $3::timestamptz IS NULL THEN last_error END
   WHERE source = $1 RETURNING as_of;

-- feeds.drop-kev
DELETE FROM kev WHERE cve = ANY ($1);

-- feeds.drop-old-epss
DELETE FROM epss WHERE day < $1::date;

-- feeds.drop-ssvc
DELETE FROM ssvc WHERE cve = ANY ($1);

-- feeds.due
UPDATE feed SET next_at = $1::timestamptz + make_interval(secs => every_hours * 3600 * (1 + random() / 10))
   WHERE every_hours IS NOT NULL AND next_at <= $1 RETURNING source;

-- feeds.forget-list
DELETE FROM feed_listed WHERE list = $1;

-- feeds.held
SELECT id, public_id, record FROM advisory WHERE source = $1 AND public_id = ANY ($2) AND state = 'published';

-- feeds.held-by-file
SELECT id, public_id, record FROM advisory
   WHERE source = $1 AND regexp_replace(lower(split_part(public_id, '#', 1)), '[^+a-z0-9-]+', '_', 'g') || '.json' = ANY ($2) AND state = 'published';

-- feeds.hold
SELECT pg_try_advisory_lock(hashtext('leadtime.feed'), hashtext($1)) AS held;

-- feeds.import-progress
UPDATE feed SET running = true, progress = $2 WHERE source = $1;

-- feeds.import-stopped
UPDATE feed SET running = false, progress = NULL WHERE source = $1;

-- feeds.keep
UPDATE feed SET resume = $2 WHERE source = $1;

-- feeds.keep-provider
UPDATE feed_provider SET metadata_url = $2, publisher = $3, resume = $4 WHERE id = $1;

-- feeds.known-digests
SELECT public_id, content_digest, modified_at, record ->> 'publisher' AS publisher FROM advisory WHERE source = $1 AND public_id = ANY ($2)
   ORDER BY public_id FOR NO KEY UPDATE;

-- feeds.known-ssvc-texts
SELECT text_digest, at FROM ssvc WHERE text_digest = ANY ($1::bytea[]);

-- feeds.known-texts
SELECT text_digest, max(modified_at) AS modified_at FROM feed_text WHERE text_digest = ANY ($1::bytea[]) GROUP BY text_digest HAVING count(*) = min(parts);

-- feeds.let-go
SELECT NOT pg_advisory_unlock(hashtext('leadtime.feed'), hashtext($1)) AS held;

-- feeds.list
INSERT INTO feed_listed (list, id, mark)
   SELECT $1, one.id, one.mark FROM jsonb_to_recordset($2::jsonb) AS one (id text, mark text)
   ON CONFLICT (list, id) DO UPDATE SET mark = excluded.mark WHERE feed_listed.mark <> excluded.mark;

-- feeds.listed
SELECT id, mark FROM feed_listed WHERE list = $1;

-- feeds.mark-kev
UPDATE advisory a SET kev_at = k.added_at FROM kev k WHERE k.cve = ANY ($1) AND (a.aliases @> ARRAY[k.cve] OR (a.source <> 'ours' AND a.public_id = k.cve)) AND a.kev_at IS DISTINCT FROM k.added_at RETURNING a.id;

-- feeds.namespaces
WITH RECURSIVE step (package) AS (
     (SELECT package FROM component_key ORDER BY package LIMIT 1)
     UNION ALL
     SELECT (SELECT k.package FROM component_key k WHERE k.package > split_part(step.package, '/', 1) || '/' || chr(1114111) ORDER BY k.package LIMIT 1)
     FROM step WHERE step.package IS NOT NULL
   )
   SELECT DISTINCT split_part(package, '/', 1) AS namespace FROM step WHERE package IS NOT NULL LIMIT 1000;

-- feeds.one
SELECT source, records, last_success_at, as_of, max_age_hours, running AND EXISTS (SELECT 1 FROM pg_locks l WHERE l.locktype = 'advisory' AND l.granted AND l.classid = hashtext('leadtime.feed')::oid AND l.objid = hashtext(feed.source)::oid
     AND l.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())) AS running, progress, last_error, note, resume, settings, every_hours, next_at, waits_until, ended_at, attempts FROM feed WHERE source = $1;

-- feeds.parts
SELECT id, public_id, state, record #>> '{document,id}' AS document, record ->> 'modified' AS stated_at, record FROM advisory
   WHERE source = 'csaf' AND record #>> '{document,id}' = ANY ($1);

-- feeds.progress
UPDATE feed SET running = true, progress = $2 WHERE source = $1;

-- feeds.provider-done
UPDATE feed_provider SET last_success_at = $2, last_error = NULL, documents = $3, note = $4 WHERE id = $1;

-- feeds.provider-failed
UPDATE feed_provider SET last_error = $2 WHERE id = $1;

-- feeds.providers
SELECT id, asked, metadata_url, publisher, added_at, last_success_at, last_error, documents, note, resume FROM feed_provider ORDER BY added_at, asked;

-- feeds.remember-ssvc-texts
UPDATE ssvc s SET text_digest = t.text FROM unnest($1::text[], $2::bytea[]) AS t (cve, text) WHERE s.cve = t.cve AND s.text_digest IS DISTINCT FROM t.text;

-- feeds.remember-texts
INSERT INTO feed_text (advisory_id, source, text_digest, parts, modified_at)
   SELECT t.id, $1, t.text, t.parts, t.modified FROM unnest($2::uuid[], $3::bytea[], $4::int[], $5::timestamptz[]) AS t (id, text, parts, modified)
   ON CONFLICT (advisory_id, source) DO UPDATE SET text_digest = excluded.text_digest, parts = excluded.parts, modified_at = excluded.modified_at;

-- feeds.remove-provider
DELETE FROM feed_provider WHERE id = $1;

-- feeds.retract
UPDATE advisory SET state = 'withdrawn', revision = revision + 1, content_digest = '\x', record = record || jsonb_build_object('withdrawn', $2::text) WHERE id = ANY ($1);

-- feeds.stop
UPDATE feed SET running = false, progress = NULL, last_error = $2, waits_until = $3, ended_at = $4, attempts = CASE WHEN $3::timestamptz IS NULL THEN 0 WHEN $5 THEN 1 ELSE attempts + 1 END
   WHERE source = $1 RETURNING attempts;

-- feeds.succeed
UPDATE feed SET records = CASE $1 WHEN 'kev' THEN (SELECT count(*) FROM kev) WHEN 'ssvc' THEN (SELECT count(*) FROM ssvc) WHEN 'epss' THEN (SELECT count(*) FROM epss)
     WHEN 'ghsa' THEN (SELECT count(*) FROM advisory WHERE source = 'osv' AND public_id LIKE 'GHSA-%') ELSE (SELECT count(*) FROM advisory WHERE source = $1) END,
     last_success_at = $2, ended_at = $2, as_of = greatest(as_of, $4::timestamptz), running = false, progress = NULL, last_error = NULL, note = $5, resume = $3, waits_until = NULL, attempts = 0
   WHERE source = $1;

-- feeds.unlist
DELETE FROM feed_listed WHERE list = $1 AND id = ANY ($2);

-- feeds.unmark-kev
UPDATE advisory a SET kev_at = (SELECT min(k.added_at) FROM kev k WHERE k.cve = ANY (a.aliases))
   WHERE a.aliases && $1::text[] AND a.kev_at IS NOT NULL RETURNING a.id;

-- feeds.upsert
INSERT INTO advisory (id, public_id, source, title, summary, details, aliases, state, severity, vectors, weaknesses, packages, record, content_digest, published_at, modified_at, kev_at, revision)
   SELECT a.id, a.public_id, $1, a.title, a.summary, a.details, a.aliases, a.state, a.severity, a.vectors, a.weaknesses, a.packages, a.record, decode(a.digest, 'hex'), a.published_at, a.modified_at,
     (SELECT min(k.added_at) FROM kev k WHERE k.cve = ANY (a.aliases || a.public_id)), 1
   FROM jsonb_to_recordset($2::jsonb) AS a (id uuid, public_id text, title text, summary text, details text, aliases text[], state text, severity text, vectors text[],
     weaknesses text[], packages text[], record jsonb, digest text, published_at timestamptz, modified_at timestamptz)
   ON CONFLICT (source, public_id) DO UPDATE SET title = excluded.title, summary = excluded.summary, details = excluded.details, aliases = excluded.aliases, state = excluded.state,
     severity = excluded.severity, vectors = excluded.vectors, weaknesses = excluded.weaknesses, packages = excluded.packages, record = excluded.record, content_digest = excluded.content_digest,
     modified_at = excluded.modified_at, kev_at = excluded.kev_at, revision = advisory.revision + 1;

-- feeds.upsert-epss
INSERT INTO epss (cve, score, percentile, day) SELECT e.cve, e.score, e.percentile, $2::date FROM jsonb_to_recordset($1::jsonb) AS e (cve text, score real, percentile real)
   ON CONFLICT (cve) DO UPDATE SET score = excluded.score, percentile = excluded.percentile, day = excluded.day WHERE epss.day <= excluded.day;

-- feeds.upsert-kev
INSERT INTO kev (cve, added_at, due_at, ransomware, record)
   SELECT k.cve, k.added_at, k.due_at, k.ransomware, k.record FROM jsonb_to_recordset($1::jsonb) AS k (cve text, added_at date, due_at date, ransomware text, record jsonb)
   ON CONFLICT (cve) DO UPDATE SET added_at = excluded.added_at, due_at = excluded.due_at, ransomware = excluded.ransomware, record = excluded.record
     WHERE kev.added_at <> excluded.added_at OR kev.due_at IS DISTINCT FROM excluded.due_at
   RETURNING cve;

-- feeds.upsert-ssvc
INSERT INTO ssvc (cve, automatable, technical_impact, exploitation, at, record)
   SELECT s.cve, s.automatable, s.technical_impact, s.exploitation, s.at, s.record FROM jsonb_to_recordset($1::jsonb) AS s (cve text, automatable text, technical_impact text, exploitation text, at timestamptz, record jsonb)
   ON CONFLICT (cve) DO UPDATE SET automatable = excluded.automatable, technical_impact = excluded.technical_impact, exploitation = excluded.exploitation, at = excluded.at, record = excluded.record
     WHERE (ssvc.automatable, ssvc.technical_impact, ssvc.exploitation, ssvc.at, ssvc.record) IS DISTINCT FROM (excluded.automatable, excluded.technical_impact, excluded.exploitation, excluded.at, excluded.record)
   RETURNING cve;

-- feeds.wait
UPDATE feed SET waits_until = $2 WHERE source = $1;

-- feeds.withdraw-parts
UPDATE advisory SET state = 'withdrawn', revision = revision + 1, content_digest = '\x', record = record || jsonb_build_object('withdrawn', $2::text) WHERE id = ANY ($1);

-- findings.add-attachments
INSERT INTO attachment (finding_id, vulnerability_id, report_id, n, role, name, media_type, digest, size, blob_id)
   SELECT a.finding_id, a.vulnerability_id, a.report_id, a.n, a.role, a.name, a.media_type, decode(a.digest, 'hex'), a.size, a.blob_id
   FROM jsonb_to_recordset($1::jsonb) AS a (finding_id uuid, vulnerability_id uuid, report_id uuid, n int, role text, name text, media_type text,
     digest text, size bigint, blob_id uuid);

-- findings.add-blobs
INSERT INTO blob (id, wall, party_id, digest, size, key_id, bytes, created_at)
   SELECT b.id, b.wall, b.party_id, decode(b.digest, 'hex'), b.size, $3, b.bytes, $4
   FROM ROWS FROM (jsonb_to_recordset($1::jsonb) AS (id uuid, wall uuid, party_id uuid, digest text, size bigint), unnest($2::bytea[]))
     AS b (id, wall, party_id, digest, size, bytes)
   ON CONFLICT DO NOTHING;

-- findings.add-candidates
INSERT INTO candidate (id, a, b, score, reasons, settle, at)
   SELECT c.id, c.a, c.b, c.score, c.reasons, c.settle, $2
   FROM jsonb_to_recordset($1::jsonb) AS c (id uuid, a uuid, b uuid, score real, reasons jsonb, settle text)
   ON CONFLICT (a, b) DO NOTHING;

-- findings.add-drops
INSERT INTO report_drop (report_id, reason, count, first_path)
   SELECT d.report, d.reason, d.count, d.path FROM jsonb_to_recordset($1::jsonb) AS d (report uuid, reason text, count int, path text)
   ON CONFLICT (report_id, reason) DO UPDATE SET count = report_drop.count + excluded.count;

-- findings.add-edges
INSERT INTO edge (id, vulnerability_id, a, b, level, kind, evidence, decision_id, at)
   SELECT e.id, e.vulnerability_id, e.a, e.b, e.level, e.kind, e.evidence, e.decision_id, $2
   FROM jsonb_to_recordset($1::jsonb) AS e (id uuid, vulnerability_id uuid, a uuid, b uuid, level text, kind text, evidence jsonb, decision_id uuid)
   ON CONFLICT DO NOTHING;

-- findings.add-findings
INSERT INTO finding (id, report_id, ordinal, party_id, vulnerability_id, title, target, version, severity, model, claim, received_at)
   SELECT f.id, r.id, f.ordinal, r.party_id, f.vulnerability_id, f.title, f.target, f.version, f.severity, lower(f.model), f.claim::json, r.received_at
   FROM ROWS FROM (
     jsonb_to_recordset($1::jsonb) AS (id uuid, report int, ordinal int, vulnerability_id uuid, title text, target text, version text, severity text,
       model text),
     string_to_table($2, E'\n')
   ) AS f (id, report, ordinal, vulnerability_id, title, target, version, severity, model, claim)
   JOIN jsonb_to_recordset($3::jsonb) AS r (n int, id uuid, party_id uuid, received_at timestamptz) ON r.n = f.report;

-- findings.add-identity-keys
INSERT INTO identity_key (key, finding_id) SELECT * FROM unnest($1::uuid[], $2::uuid[]) ORDER BY 1;

-- findings.add-opinions
INSERT INTO opinion (id, vulnerability_id, rater, is_true, severity, vector, score, party_id, at)
   SELECT o.id, o.vulnerability_id, 'finder', 'true', o.severity, o.vector, o.score, o.party_id, $2
   FROM jsonb_to_recordset($1::jsonb) AS o (id uuid, vulnerability_id uuid, severity text, vector text, score real, party_id uuid);

-- findings.add-problems
INSERT INTO report_problem (report_id, n, code, path, detail)
   SELECT p.report, p.n, p.code, p.path, p.detail
   FROM jsonb_to_recordset($1::jsonb) AS p (report uuid, n int, code text, path text, detail text) ON CONFLICT DO NOTHING;

-- findings.add-visibility
INSERT INTO visibility (wall, party_id, tier, valid_from)
   SELECT w, p, t, $4 FROM unnest($1::uuid[], $2::uuid[], $3::text[]) AS s (w, p, t)
   ON CONFLICT (wall, party_id, tier) DO UPDATE SET valid_until = NULL WHERE visibility.valid_until IS NOT NULL;

-- findings.add-vulnerabilities
WITH t AS MATERIALIZED (
     SELECT n, severity, severity_rank, kev_at, automatable, technical_impact, keep_priority(priority) AS priority_id, priority_rank
     FROM jsonb_to_recordset($2::jsonb) AS t (n int, severity text, severity_rank smallint, kev_at date, automatable text, technical_impact text,
       priority jsonb, priority_rank double precision))
   INSERT INTO vulnerability (id, title, target, version, location, weaknesses, aliases, family, proof, project_id, findings, reports, finders,
     severity, severity_rank, kev_at, automatable, technical_impact, priority_id, priority_rank, first_seen_at, changed_at, words)
   SELECT v.id, v.title, v.target, v.version, v.location, v.weaknesses, v.aliases, v.family, v.proof, v.project_id, 1, 1, 1,
     t.severity, t.severity_rank, t.kev_at, t.automatable, t.technical_impact, t.priority_id, t.priority_rank, v.first_seen_at, $3, v.words::tsvector
   FROM jsonb_to_recordset($1::jsonb) AS v (id uuid, title text, target text, version text, location text, weaknesses text[], aliases text[],
     family text, proof text, project_id uuid, triage int, first_seen_at timestamptz, words text)
   JOIN t ON t.n = v.triage;

-- findings.add-weak-keys
INSERT INTO weak_key (key, finding_id) SELECT * FROM unnest($1::bigint[], $2::uuid[]) ORDER BY 1;

-- findings.advance
UPDATE report r SET stage = s.stage, format = s.format, read_to = s.upto, findings = r.findings + s.findings,
     problems = r.problems + s.problems, dropped = r.dropped + s.dropped, progress = greatest(coalesce(r.progress, 0), s.progress),
     finished_at = CASE WHEN s.stage <> 'reading' THEN $2::timestamptz END
   FROM jsonb_to_recordset($1::jsonb) AS s (id uuid, begun bigint, upto bigint, findings int, problems int, dropped int, progress real,
     format text, stage text)
   WHERE r.id = s.id AND r.read_to = s.begun AND r.stage IN ('stored', 'reading') RETURNING r.id;

-- findings.advance-compared
UPDATE report r SET compared_to = coalesce(c.upto, r.compared_to), compared_at = CASE WHEN c.upto IS NULL THEN $3::timestamptz END
   FROM unnest($1::uuid[], $2::int[]) AS c (id, upto) WHERE r.id = c.id;

-- findings.apart
SELECT c.evidence ->> 'text' AS why FROM cannot_link c
   JOIN finding a ON a.id = c.a JOIN finding b ON b.id = c.b
   WHERE c.undone_at IS NULL
     AND ((a.vulnerability_id = ANY ($1::uuid[]) AND b.vulnerability_id = ANY ($2::uuid[]))
       OR (a.vulnerability_id = ANY ($2::uuid[]) AND b.vulnerability_id = ANY ($1::uuid[]))) LIMIT 1;

-- findings.copy-visibility
INSERT INTO visibility (wall, party_id, tier, valid_from, valid_until)
   SELECT $2, party_id, tier, valid_from, valid_until FROM visibility
   WHERE wall = $1 AND tier IN ('finder', 'coordinator') AND (valid_until IS NULL OR valid_until > now_at())
   ON CONFLICT (wall, party_id, tier) DO UPDATE SET valid_until = NULL;

-- findings.held-apart
SELECT p.a, p.b FROM unnest($1::uuid[], $2::uuid[]) AS p (a, b)
   WHERE EXISTS (
     SELECT 1 FROM finding f JOIN cannot_link l ON l.undone_at IS NULL AND (l.a = f.id OR l.b = f.id)
     JOIN finding g ON g.id = CASE WHEN l.a = f.id THEN l.b ELSE l.a END
     WHERE f.vulnerability_id = p.a AND g.vulnerability_id = p.b);

-- findings.kev-of
SELECT cve, added_at FROM kev WHERE cve = ANY ($1);

-- findings.keys-known
SELECT k.key, f.vulnerability_id, (array_agg(f.id ORDER BY f.received_at, f.id))[1] AS finding_id, v.first_seen_at, v.state,
     array_agg(DISTINCT f.report_id) FILTER (WHERE f.report_id = ANY ($2::uuid[])) AS reports
   FROM identity_key k JOIN finding f ON f.id = k.finding_id JOIN vulnerability v ON v.id = f.vulnerability_id
   WHERE k.key = ANY ($1::uuid[]) GROUP BY k.key, f.vulnerability_id, v.first_seen_at, v.state ORDER BY k.key, f.vulnerability_id;

-- findings.move-attachments
UPDATE attachment SET vulnerability_id = $2 WHERE vulnerability_id = $1;

-- findings.move-cannot-links
UPDATE cannot_link SET vulnerability_id = $2 WHERE vulnerability_id = $1;

-- findings.move-edges
UPDATE edge SET vulnerability_id = $2 WHERE vulnerability_id = $1;

-- findings.move-findings
UPDATE finding SET vulnerability_id = $2 WHERE vulnerability_id = $1;

-- findings.named
SELECT id, told_at, state FROM vulnerability WHERE aliases && $1::text[] AND superseded_by IS NULL LIMIT 10000;

-- findings.one-at-a-time
SELECT pg_advisory_xact_lock(440903);

-- findings.projects-of
SELECT package, project_id FROM project_package WHERE package = ANY ($1);

-- findings.recount
UPDATE vulnerability v SET findings = c.findings, reports = c.reports, finders = c.finders, changed_at = $2,
     aliases = c.aliases, weaknesses = c.weaknesses, first_seen_at = c.first_seen_at,
     title = o.title, version = o.version, location = o.location, words = words_of(o.title || ' ' || v.target || ' ' || coalesce(o.location, '')),
     proof = CASE WHEN v.proof NOT IN ('none', 'attached') THEN v.proof WHEN c.proofs > 0 THEN 'attached' ELSE 'none' END
   FROM (
     SELECT f.vulnerability_id AS id, count(*) AS findings, count(DISTINCT f.report_id) AS reports, count(DISTINCT f.party_id) AS finders,
       min(f.received_at) AS first_seen_at,
       ARRAY(SELECT DISTINCT json_array_elements_text(g.claim -> 'aliases') FROM finding g WHERE g.vulnerability_id = f.vulnerability_id ORDER BY 1) AS aliases,
       ARRAY(SELECT DISTINCT json_array_elements_text(g.claim -> 'weaknesses') FROM finding g WHERE g.vulnerability_id = f.vulnerability_id ORDER BY 1) AS weaknesses,
       (SELECT count(*) FROM attachment a WHERE a.vulnerability_id = f.vulnerability_id AND a.role = 'proof') AS proofs
     FROM finding f WHERE f.vulnerability_id = ANY ($1) GROUP BY f.vulnerability_id
   ) AS c
   CROSS JOIN LATERAL (
     SELECT g.title, g.version, left(g.claim #>> '{locations,0,path}' || coalesce(':' || (g.claim #>> '{locations,0,startLine}'), ''), 500) AS location
     FROM finding g WHERE g.vulnerability_id = c.id ORDER BY g.received_at, g.id LIMIT 1
   ) AS o
   WHERE v.id = c.id;

-- findings.recount-around
UPDATE vulnerability v SET candidates = n.candidates
   FROM (
     SELECT g.id, (SELECT count(*) FROM candidates_of(g.id)) AS candidates
     FROM (SELECT unnest($1::uuid[]) UNION SELECT o.other FROM unnest($1::uuid[]) AS x (id), candidates_of(x.id) AS o) AS g (id)
   ) AS n
   WHERE v.id = n.id AND v.candidates <> n.candidates;

-- findings.recount-candidates
UPDATE vulnerability v SET candidates = n.candidates
   FROM (SELECT g.id, (SELECT count(*) FROM candidates_of(g.id)) AS candidates FROM unnest($1::uuid[]) AS g (id)) AS n
   WHERE v.id = n.id AND v.candidates <> n.candidates;

-- findings.settle-between
UPDATE candidate SET settled_at = $3, decision = 'same', decision_id = $4 WHERE a = least($1::uuid, $2::uuid) AND b = greatest($1::uuid, $2::uuid) AND settled_at IS NULL;

-- findings.ssvc-of
SELECT cve, automatable, technical_impact FROM ssvc WHERE cve = ANY ($1);

-- findings.supersede
UPDATE vulnerability SET superseded_by = $2, changed_at = $3 WHERE id = $1;

-- findings.take-ssvc
UPDATE vulnerability v SET automatable = s.automatable, technical_impact = s.technical_impact
   FROM ssvc s WHERE v.id = $1 AND s.cve = ANY (v.aliases) AND v.automatable = 'unknown' AND v.technical_impact = 'unknown';

-- findings.uncompared
SELECT f.id, f.report_id, f.ordinal, f.vulnerability_id, f.target, f.claim
   FROM unnest($1::uuid[], $2::int[]) WITH ORDINALITY AS r (id, compared_to, place)
   CROSS JOIN LATERAL (
     SELECT g.* FROM finding g WHERE g.report_id = r.id AND g.ordinal >= r.compared_to ORDER BY g.ordinal LIMIT $3
   ) AS f
   ORDER BY r.place, f.ordinal LIMIT $3;

-- findings.uncompared-reports
SELECT id, compared_to FROM report WHERE stage = 'read' AND compared_at IS NULL ORDER BY received_at, id LIMIT $1;

-- findings.waiting
SELECT r.id, r.party_id, r.person_id, r.blob_id, b.bytes, r.digest, r.size, r.filename, r.format, r.options, r.received_at,
     r.read_to, r.findings, i.coordinator_id
   FROM report r JOIN blob b ON b.id = r.blob_id CROSS JOIN instance i
   WHERE r.stage IN ('stored', 'reading') ORDER BY r.received_at, r.id LIMIT $1;

-- findings.waiting-count
SELECT count(*) AS waiting FROM report WHERE stage IN ('stored', 'reading');

-- findings.weak-known
SELECT w.key::text AS key, array_agg(f.vulnerability_id ORDER BY f.id) AS holders, array_agg(f.report_id ORDER BY f.id) AS reports
   FROM unnest($1::bigint[]) AS d (key)
   CROSS JOIN LATERAL (SELECT k.key, k.finding_id FROM weak_key k WHERE k.key = d.key LIMIT $2) AS w
   JOIN finding f ON f.id = w.finding_id
   GROUP BY w.key;

-- fleet.advisories
SELECT g.*, p.name AS party_name, a.public_id, a.aliases, a.title, a.severity, EXISTS (SELECT 1 FROM kev k WHERE k.cve = ANY (a.aliases || a.public_id)) AS kev
   FROM (
     SELECT e.advisory_id AS id, e.party_id, count(DISTINCT e.asset_id) FILTER (WHERE e.state = 'affected') AS affected,
       count(DISTINCT e.asset_id) FILTER (WHERE e.state = 'undetermined') AS undetermined, count(DISTINCT e.component_id) AS components, min(e.since) AS since, (-(extract(epoch FROM min(e.since)) * 1000000)::bigint)::text AS key

   FROM exposure e JOIN component c ON c.id = e.component_id JOIN asset s ON s.id = e.asset_id LEFT JOIN advisory a ON a.id = e.advisory_id
   WHERE e.party_id IN (SELECT s.wall FROM visibility s WHERE s.party_id = me() AND s.tier IN ('owner', 'delegate')
     AND s.valid_from <= (SELECT now_at()) AND (s.valid_until IS NULL OR s.valid_until > (SELECT now_at()))) AND ($1::uuid IS NULL OR e.party_id = $1) AND e.ended_at IS NULL AND c.removed_at IS NULL AND e.state <> 'not_affected'
   GROUP BY e.party_id, e.advisory_id
   HAVING ($2::text IS NULL OR bool_or(position(lower($2) IN lower(concat_ws(' ', a.public_id, a.title, array_to_string(a.aliases, ' '), c.vendor, c.name, c.version, c.purl, s.name))) > 0))
     AND ($3::text IS NULL OR bool_or(e.state = $3)) AND ($4::bigint IS NULL OR ((-(extract(epoch FROM min(e.since)) * 1000000)::bigint), e.advisory_id, e.party_id) > ($4, $5::uuid, $6::uuid))
     ORDER BY (-(extract(epoch FROM min(e.since)) * 1000000)::bigint), e.advisory_id, e.party_id LIMIT $7) AS g
   LEFT JOIN advisory a ON a.id = g.id LEFT JOIN party p ON p.id = g.party_id ORDER BY g.key::bigint, g.id, g.party_id;

-- fleet.assets
SELECT s.id, s.party_id, p.name AS party_name, s.key, s.rank, s.name, s.organisation, s.environment, s.exposure, n.*,
     (SELECT count(DISTINCT e.advisory_id) FROM component c JOIN exposure e ON e.component_id = c.id AND e.ended_at IS NULL AND e.state <> 'not_affected'
      WHERE c.asset_id = s.id AND c.removed_at IS NULL) AS advisories,
     (SELECT count(*) FROM duty d WHERE d.asset_id = s.id AND d.state = 'open' AND d.ended_at IS NULL) AS open_duties
   FROM (
     SELECT s.*, (left(lower(s.name), 300) COLLATE "C") AS key, r.rank FROM asset s
     CROSS JOIN LATERAL (SELECT coalesce(min(CASE CASE WHEN c.state = 'not_affected' AND c.rests_on = ANY ($4::text[]) THEN 'undetermined' ELSE c.state END WHEN 'affected' THEN 0 WHEN 'undetermined' THEN 1 WHEN 'cannot_match' THEN 2 ELSE 3 END), 3) AS rank FROM component c WHERE c.asset_id = s.id AND c.removed_at IS NULL) AS r

   WHERE s.party_id IN (SELECT s.wall FROM visibility s WHERE s.party_id = me() AND s.tier IN ('owner', 'delegate')
     AND s.valid_from <= (SELECT now_at()) AND (s.valid_until IS NULL OR s.valid_until > (SELECT now_at()))) AND ($1::uuid IS NULL OR s.party_id = $1)
     AND ($2::text IS NULL OR position(lower($2) IN lower(concat_ws(' ', s.name, s.organisation, s.sub_organisation, s.environment, s.type))) > 0
       OR EXISTS (SELECT 1 FROM component c WHERE c.asset_id = s.id AND c.removed_at IS NULL AND (position(lower($2) IN lower(concat_ws(' ', c.vendor, c.name, c.version, c.purl, s.name))) > 0 OR c.id IN (
     SELECT e.component_id FROM exposure e JOIN advisory a ON a.id = e.advisory_id
     WHERE e.party_id IN (SELECT s.wall FROM visibility s WHERE s.party_id = me() AND s.tier IN ('owner', 'delegate')
     AND s.valid_from <= (SELECT now_at()) AND (s.valid_until IS NULL OR s.valid_until > (SELECT now_at()))) AND ($1::uuid IS NULL OR e.party_id = $1) AND e.ended_at IS NULL AND e.state <> 'not_affected'
       AND (lower(a.public_id) = lower($2) OR EXISTS (SELECT 1 FROM unnest(a.aliases) AS x (alias) WHERE lower(x.alias) = lower($2)))))))
     AND ($3::text IS NULL OR EXISTS (SELECT 1 FROM component c WHERE c.asset_id = s.id AND c.removed_at IS NULL AND CASE WHEN c.state = 'not_affected' AND c.rests_on = ANY ($4::text[]) THEN 'undetermined' ELSE c.state END = $3)) AND ($5::int IS NULL OR (r.rank, (left(lower(s.name), 300) COLLATE "C"), s.id) > ($5, $6::text COLLATE "C", $7::uuid))
     ORDER BY r.rank, (left(lower(s.name), 300) COLLATE "C"), s.id LIMIT $8) AS s
   LEFT JOIN party p ON p.id = s.party_id
   CROSS JOIN LATERAL (SELECT count(*) AS components,
     count(DISTINCT c.id) FILTER (WHERE CASE WHEN c.state = 'not_affected' AND c.rests_on = ANY ($4::text[]) THEN 'undetermined' ELSE c.state END = 'affected') AS affected, count(DISTINCT c.id) FILTER (WHERE CASE WHEN c.state = 'not_affected' AND c.rests_on = ANY ($4::text[]) THEN 'undetermined' ELSE c.state END = 'undetermined') AS undetermined,
     count(DISTINCT c.id) FILTER (WHERE CASE WHEN c.state = 'not_affected' AND c.rests_on = ANY ($4::text[]) THEN 'undetermined' ELSE c.state END = 'not_affected') AS not_affected, count(DISTINCT c.id) FILTER (WHERE CASE WHEN c.state = 'not_affected' AND c.rests_on = ANY ($4::text[]) THEN 'undetermined' ELSE c.state END = 'no_advisory') AS no_advisory,
     count(DISTINCT c.id) FILTER (WHERE CASE WHEN c.state = 'not_affected' AND c.rests_on = ANY ($4::text[]) THEN 'undetermined' ELSE c.state END = 'cannot_match') AS cannot_match FROM component c WHERE c.asset_id = s.id AND c.removed_at IS NULL) AS n
   ORDER BY s.rank, s.key COLLATE "C", s.id;

-- fleet.components
SELECT g.*, p.name AS party_name, (
     SELECT count(DISTINCT e.advisory_id) FROM component c JOIN exposure e ON e.component_id = c.id AND e.ended_at IS NULL AND e.state <> 'not_affected'
     WHERE c.party_id = g.party_id AND (coalesce(c.package, 'unmatched/' || left(lower(coalesce(c.vendor || ' ', '') || c.name), 300)) COLLATE "C") = g.key AND c.removed_at IS NULL) AS advisories
   FROM (
     SELECT c.party_id, (coalesce(c.package, 'unmatched/' || left(lower(coalesce(c.vendor || ' ', '') || c.name), 300)) COLLATE "C") AS key, min(c.package) AS package, min(CASE WHEN c.vendor IS NOT NULL AND c.purl IS NULL THEN c.vendor || ' ' || c.name ELSE c.name END) AS name, count(DISTINCT c.asset_id) AS assets,
     count(DISTINCT c.asset_id) FILTER (WHERE CASE WHEN c.state = 'not_affected' AND c.rests_on = ANY ($4::text[]) THEN 'undetermined' ELSE c.state END = 'affected') AS affected, count(DISTINCT c.asset_id) FILTER (WHERE CASE WHEN c.state = 'not_affected' AND c.rests_on = ANY ($4::text[]) THEN 'undetermined' ELSE c.state END = 'undetermined') AS undetermined,
     count(DISTINCT c.asset_id) FILTER (WHERE CASE WHEN c.state = 'not_affected' AND c.rests_on = ANY ($4::text[]) THEN 'undetermined' ELSE c.state END = 'not_affected') AS not_affected, count(DISTINCT c.asset_id) FILTER (WHERE CASE WHEN c.state = 'not_affected' AND c.rests_on = ANY ($4::text[]) THEN 'undetermined' ELSE c.state END = 'no_advisory') AS no_advisory,
     count(DISTINCT c.asset_id) FILTER (WHERE CASE WHEN c.state = 'not_affected' AND c.rests_on = ANY ($4::text[]) THEN 'undetermined' ELSE c.state END = 'cannot_match') AS cannot_match,
       min(CASE CASE WHEN c.state = 'not_affected' AND c.rests_on = ANY ($4::text[]) THEN 'undetermined' ELSE c.state END WHEN 'affected' THEN 0 WHEN 'undetermined' THEN 1 WHEN 'cannot_match' THEN 2 ELSE 3 END) AS rank

   FROM component c JOIN asset s ON s.id = c.asset_id
   WHERE c.party_id IN (SELECT s.wall FROM visibility s WHERE s.party_id = me() AND s.tier IN ('owner', 'delegate')
     AND s.valid_from <= (SELECT now_at()) AND (s.valid_until IS NULL OR s.valid_until > (SELECT now_at()))) AND ($1::uuid IS NULL OR c.party_id = $1) AND c.removed_at IS NULL GROUP BY c.party_id, (coalesce(c.package, 'unmatched/' || left(lower(coalesce(c.vendor || ' ', '') || c.name), 300)) COLLATE "C")
   HAVING ($2::text IS NULL OR bool_or((position(lower($2) IN lower(concat_ws(' ', c.vendor, c.name, c.version, c.purl, s.name))) > 0 OR c.id IN (
     SELECT e.component_id FROM exposure e JOIN advisory a ON a.id = e.advisory_id
     WHERE e.party_id IN (SELECT s.wall FROM visibility s WHERE s.party_id = me() AND s.tier IN ('owner', 'delegate')
     AND s.valid_from <= (SELECT now_at()) AND (s.valid_until IS NULL OR s.valid_until > (SELECT now_at()))) AND ($1::uuid IS NULL OR e.party_id = $1) AND e.ended_at IS NULL AND e.state <> 'not_affected'
       AND (lower(a.public_id) = lower($2) OR EXISTS (SELECT 1 FROM unnest(a.aliases) AS x (alias) WHERE lower(x.alias) = lower($2))))))) AND ($3::text IS NULL OR bool_or(CASE WHEN c.state = 'not_affected' AND c.rests_on = ANY ($4::text[]) THEN 'undetermined' ELSE c.state END = $3))
       AND ($5::int IS NULL OR (min(CASE CASE WHEN c.state = 'not_affected' AND c.rests_on = ANY ($4::text[]) THEN 'undetermined' ELSE c.state END WHEN 'affected' THEN 0 WHEN 'undetermined' THEN 1 WHEN 'cannot_match' THEN 2 ELSE 3 END), (coalesce(c.package, 'unmatched/' || left(lower(coalesce(c.vendor || ' ', '') || c.name), 300)) COLLATE "C"), c.party_id) > ($5, $6::text COLLATE "C", $7::uuid))
     ORDER BY rank, (coalesce(c.package, 'unmatched/' || left(lower(coalesce(c.vendor || ' ', '') || c.name), 300)) COLLATE "C"), c.party_id LIMIT $8) AS g
   LEFT JOIN party p ON p.id = g.party_id ORDER BY g.rank, g.key COLLATE "C", g.party_id;

-- fleet.count-advisories
SELECT count(*) AS total FROM (SELECT 1
   FROM exposure e JOIN component c ON c.id = e.component_id JOIN asset s ON s.id = e.asset_id LEFT JOIN advisory a ON a.id = e.advisory_id
   WHERE e.party_id IN (SELECT s.wall FROM visibility s WHERE s.party_id = me() AND s.tier IN ('owner', 'delegate')
     AND s.valid_from <= (SELECT now_at()) AND (s.valid_until IS NULL OR s.valid_until > (SELECT now_at()))) AND ($1::uuid IS NULL OR e.party_id = $1) AND e.ended_at IS NULL AND c.removed_at IS NULL AND e.state <> 'not_affected'
   GROUP BY e.party_id, e.advisory_id
   HAVING ($2::text IS NULL OR bool_or(position(lower($2) IN lower(concat_ws(' ', a.public_id, a.title, array_to_string(a.aliases, ' '), c.vendor, c.name, c.version, c.purl, s.name))) > 0))
     AND ($3::text IS NULL OR bool_or(e.state = $3))) AS g;

-- fleet.count-assets
SELECT count(*) AS total FROM asset s
   WHERE s.party_id IN (SELECT s.wall FROM visibility s WHERE s.party_id = me() AND s.tier IN ('owner', 'delegate')
     AND s.valid_from <= (SELECT now_at()) AND (s.valid_until IS NULL OR s.valid_until > (SELECT now_at()))) AND ($1::uuid IS NULL OR s.party_id = $1)
     AND ($2::text IS NULL OR position(lower($2) IN lower(concat_ws(' ', s.name, s.organisation, s.sub_organisation, s.environment, s.type))) > 0
       OR EXISTS (SELECT 1 FROM component c WHERE c.asset_id = s.id AND c.removed_at IS NULL AND (position(lower($2) IN lower(concat_ws(' ', c.vendor, c.name, c.version, c.purl, s.name))) > 0 OR c.id IN (
     SELECT e.component_id FROM exposure e JOIN advisory a ON a.id = e.advisory_id
     WHERE e.party_id IN (SELECT s.wall FROM visibility s WHERE s.party_id = me() AND s.tier IN ('owner', 'delegate')
     AND s.valid_from <= (SELECT now_at()) AND (s.valid_until IS NULL OR s.valid_until > (SELECT now_at()))) AND ($1::uuid IS NULL OR e.party_id = $1) AND e.ended_at IS NULL AND e.state <> 'not_affected'
       AND (lower(a.public_id) = lower($2) OR EXISTS (SELECT 1 FROM unnest(a.aliases) AS x (alias) WHERE lower(x.alias) = lower($2)))))))
     AND ($3::text IS NULL OR EXISTS (SELECT 1 FROM component c WHERE c.asset_id = s.id AND c.removed_at IS NULL AND CASE WHEN c.state = 'not_affected' AND c.rests_on = ANY ($4::text[]) THEN 'undetermined' ELSE c.state END = $3));

-- fleet.count-components
SELECT count(*) AS total FROM (SELECT 1
   FROM component c JOIN asset s ON s.id = c.asset_id
   WHERE c.party_id IN (SELECT s.wall FROM visibility s WHERE s.party_id = me() AND s.tier IN ('owner', 'delegate')
     AND s.valid_from <= (SELECT now_at()) AND (s.valid_until IS NULL OR s.valid_until > (SELECT now_at()))) AND ($1::uuid IS NULL OR c.party_id = $1) AND c.removed_at IS NULL GROUP BY c.party_id, (coalesce(c.package, 'unmatched/' || left(lower(coalesce(c.vendor || ' ', '') || c.name), 300)) COLLATE "C")
   HAVING ($2::text IS NULL OR bool_or((position(lower($2) IN lower(concat_ws(' ', c.vendor, c.name, c.version, c.purl, s.name))) > 0 OR c.id IN (
     SELECT e.component_id FROM exposure e JOIN advisory a ON a.id = e.advisory_id
     WHERE e.party_id IN (SELECT s.wall FROM visibility s WHERE s.party_id = me() AND s.tier IN ('owner', 'delegate')
     AND s.valid_from <= (SELECT now_at()) AND (s.valid_until IS NULL OR s.valid_until > (SELECT now_at()))) AND ($1::uuid IS NULL OR e.party_id = $1) AND e.ended_at IS NULL AND e.state <> 'not_affected'
       AND (lower(a.public_id) = lower($2) OR EXISTS (SELECT 1 FROM unnest(a.aliases) AS x (alias) WHERE lower(x.alias) = lower($2))))))) AND ($3::text IS NULL OR bool_or(CASE WHEN c.state = 'not_affected' AND c.rests_on = ANY ($4::text[]) THEN 'undetermined' ELSE c.state END = $3))) AS g;

-- fleet.versions
SELECT c.party_id, (coalesce(c.package, 'unmatched/' || left(lower(coalesce(c.vendor || ' ', '') || c.name), 300)) COLLATE "C") AS key, c.version, count(DISTINCT c.asset_id) AS assets,
     count(DISTINCT c.asset_id) FILTER (WHERE CASE WHEN c.state = 'not_affected' AND c.rests_on = ANY ($3::text[]) THEN 'undetermined' ELSE c.state END = 'affected') AS affected, count(DISTINCT c.asset_id) FILTER (WHERE CASE WHEN c.state = 'not_affected' AND c.rests_on = ANY ($3::text[]) THEN 'undetermined' ELSE c.state END = 'undetermined') AS undetermined,
     count(DISTINCT c.asset_id) FILTER (WHERE CASE WHEN c.state = 'not_affected' AND c.rests_on = ANY ($3::text[]) THEN 'undetermined' ELSE c.state END = 'not_affected') AS not_affected, count(DISTINCT c.asset_id) FILTER (WHERE CASE WHEN c.state = 'not_affected' AND c.rests_on = ANY ($3::text[]) THEN 'undetermined' ELSE c.state END = 'no_advisory') AS no_advisory,
     count(DISTINCT c.asset_id) FILTER (WHERE CASE WHEN c.state = 'not_affected' AND c.rests_on = ANY ($3::text[]) THEN 'undetermined' ELSE c.state END = 'cannot_match') AS cannot_match
   FROM component c WHERE c.party_id = ANY ($1) AND (coalesce(c.package, 'unmatched/' || left(lower(coalesce(c.vendor || ' ', '') || c.name), 300)) COLLATE "C") = ANY ($2) AND c.removed_at IS NULL
   GROUP BY c.party_id, (coalesce(c.package, 'unmatched/' || left(lower(coalesce(c.vendor || ' ', '') || c.name), 300)) COLLATE "C"), c.version ORDER BY affected DESC, undetermined DESC, c.version;

-- history.add
INSERT INTO exposure_history (party_id, advisory_id, component_id, asset_id, inventory_id, package, state, tier, informational, fixed_in, revision,
     valid_from, valid_until, known_from, learnt_by)
   SELECT c.party_id, s.advisory_id, c.id, c.asset_id, c.inventory_id, c.package, s.state, s.tier, s.informational, s.fixed_in, s.revision, c.ran_from, c.ran_until, $2, $3
   FROM jsonb_to_recordset($1::jsonb) AS s (advisory_id uuid, component_id uuid, state text, tier text, informational boolean, fixed_in text, revision text)
   JOIN component c ON c.id = s.component_id
   WHERE s.state IS NOT NULL AND (c.ran_until IS NULL OR c.ran_until > c.ran_from)
   ON CONFLICT (advisory_id, component_id) WHERE known_until IS NULL DO NOTHING;

-- history.add-moved
INSERT INTO exposure_history (party_id, advisory_id, component_id, asset_id, inventory_id, package, state, tier, informational, fixed_in, revision,
     valid_from, valid_until, known_from, learnt_by)
   SELECT h.party_id, h.advisory_id, h.component_id, h.asset_id, h.inventory_id, h.package, h.state, h.tier, h.informational, h.fixed_in, h.revision,
     c.ran_from, c.ran_until, $2, 'inventory'
   FROM exposure_history h JOIN component c ON c.id = h.component_id
   WHERE h.id = ANY ($1) AND (c.ran_until IS NULL OR c.ran_until > c.ran_from)
   ON CONFLICT (advisory_id, component_id) WHERE known_until IS NULL DO NOTHING;

-- history.as-of
SELECT c.party_id, p.name AS party_name, k.advisory_id, a.public_id, a.title, a.severity,
     CASE WHEN a.source = 'ours' THEN a.published_at ELSE a.received_at END AS arrived_at,
     c.id AS component_id, c.name, c.vendor, c.version, c.purl, c.asset_id, s.name AS asset, c.detected_at, CASE WHEN t.id IS NOT NULL THEN jsonb_build_object('state', t.state, 'tier', t.tier, 'fixed_in', t.fixed_in,
     'valid_from', t.valid_from, 'valid_until', t.valid_until, 'known_from', t.known_from, 'known_until', t.known_until, 'learnt_by', t.learnt_by) END AS then_held, CASE WHEN n.id IS NOT NULL THEN jsonb_build_object('state', n.state, 'tier', n.tier, 'fixed_in', n.fixed_in,
     'valid_from', n.valid_from, 'valid_until', n.valid_until, 'known_from', n.known_from, 'known_until', n.known_until, 'learnt_by', n.learnt_by) END AS now_held,
     d.known_until AS dropped_at, d.closed_why AS dropped_why, k.rank
   FROM (
     SELECT k.*, CASE coalesce(k.then_state, k.now_state) WHEN 'affected' THEN 0 ELSE 1 END AS rank
     FROM (
     SELECT coalesce(t.asset_id, n.asset_id) AS asset_id, coalesce(t.advisory_id, n.advisory_id) AS advisory_id, coalesce(t.component_id, n.component_id) AS component_id,
       t.id AS then_id, t.state AS then_state, n.id AS now_id, n.state AS now_state
     FROM (SELECT * FROM exposure_history h WHERE h.party_id IN (SELECT s.wall FROM visibility s WHERE s.party_id = me() AND s.tier IN ('owner', 'delegate')
     AND s.valid_from <= (SELECT now_at()) AND (s.valid_until IS NULL OR s.valid_until > (SELECT now_at()))) AND ($1::uuid IS NULL OR h.party_id = $1) AND ($2::uuid[] IS NULL OR h.advisory_id = ANY ($2))
     AND h.valid_from <= $4::timestamptz AND (h.valid_until IS NULL OR h.valid_until > $3::timestamptz) AND h.known_from <= $5::timestamptz AND (h.known_until IS NULL OR h.known_until > $5::timestamptz)) AS t
     FULL JOIN (SELECT * FROM exposure_history h WHERE h.party_id IN (SELECT s.wall FROM visibility s WHERE s.party_id = me() AND s.tier IN ('owner', 'delegate')
     AND s.valid_from <= (SELECT now_at()) AND (s.valid_until IS NULL OR s.valid_until > (SELECT now_at()))) AND ($1::uuid IS NULL OR h.party_id = $1) AND ($2::uuid[] IS NULL OR h.advisory_id = ANY ($2))
     AND h.valid_from <= $4::timestamptz AND (h.valid_until IS NULL OR h.valid_until > $3::timestamptz) AND h.known_until IS NULL) AS n ON n.advisory_id = t.advisory_id AND n.component_id = t.component_id
     OFFSET 0) AS k
   WHERE ($6::text IS NULL OR (
     SELECT position(lower($6) IN lower(concat_ws(' ', c.vendor, c.name, c.version, c.purl, s.name, a.public_id, a.title, array_to_string(a.aliases, ' ')))) > 0
     FROM component c JOIN asset s ON s.id = c.asset_id LEFT JOIN advisory a ON a.id = k.advisory_id WHERE c.id = k.component_id))
       AND CASE WHEN $7 THEN k.then_state IS DISTINCT FROM k.now_state ELSE k.then_id IS NOT NULL END
       AND ($8::int IS NULL OR (CASE coalesce(k.then_state, k.now_state) WHEN 'affected' THEN 0 ELSE 1 END, k.asset_id, k.advisory_id, k.component_id) > ($8, $9::uuid, $10::uuid, $11::uuid))
     ORDER BY CASE coalesce(k.then_state, k.now_state) WHEN 'affected' THEN 0 ELSE 1 END, k.asset_id, k.advisory_id, k.component_id LIMIT $12) AS k
   CROSS JOIN LATERAL (SELECT * FROM component c WHERE c.id = k.component_id LIMIT 1) AS c
   JOIN asset s ON s.id = k.asset_id
   LEFT JOIN LATERAL (SELECT * FROM advisory a WHERE a.id = k.advisory_id LIMIT 1) AS a ON true
   LEFT JOIN party p ON p.id = c.party_id
   LEFT JOIN LATERAL (SELECT * FROM exposure_history t WHERE t.id = k.then_id LIMIT 1) AS t ON true
   LEFT JOIN LATERAL (SELECT * FROM exposure_history n WHERE n.id = k.now_id LIMIT 1) AS n ON true
   LEFT JOIN LATERAL (
     SELECT h.known_until, h.closed_why FROM exposure_history h
     WHERE k.now_id IS NULL AND h.component_id = k.component_id AND h.advisory_id = k.advisory_id AND h.party_id IN (SELECT s.wall FROM visibility s WHERE s.party_id = me() AND s.tier IN ('owner', 'delegate')
     AND s.valid_from <= (SELECT now_at()) AND (s.valid_until IS NULL OR s.valid_until > (SELECT now_at()))) AND ($1::uuid IS NULL OR h.party_id = $1) AND ($2::uuid[] IS NULL OR h.advisory_id = ANY ($2))
     AND h.valid_from <= $4::timestamptz AND (h.valid_until IS NULL OR h.valid_until > $3::timestamptz) AND h.known_until IS NOT NULL
     ORDER BY h.known_until DESC LIMIT 1) AS d ON true
   ORDER BY k.rank, k.asset_id, k.advisory_id, k.component_id;

-- history.close
UPDATE exposure_history h SET known_until = greatest(h.known_from, $2::timestamptz), closed_why = $3
   FROM jsonb_to_recordset($1::jsonb) AS s (advisory_id uuid, component_id uuid, state text, tier text, informational boolean, fixed_in text, revision text)
   JOIN component c ON c.id = s.component_id
   WHERE h.advisory_id = s.advisory_id AND h.component_id = s.component_id AND h.known_until IS NULL
     AND (h.state, h.tier, h.informational, h.fixed_in, h.revision, h.valid_from, h.valid_until)
       IS DISTINCT FROM (s.state, s.tier, s.informational, s.fixed_in, s.revision, c.ran_from, c.ran_until);

-- history.close-moved
UPDATE exposure_history h SET known_until = greatest(h.known_from, $2::timestamptz), closed_why = $3
   WHERE h.id IN (
     SELECT o.id FROM exposure_history o JOIN component c ON c.id = o.component_id
     WHERE o.inventory_id = $1 AND o.known_until IS NULL AND (o.valid_from, o.valid_until) IS DISTINCT FROM (c.ran_from, c.ran_until) LIMIT $4)
   RETURNING h.id;

-- history.count-as-of
SELECT count(k.then_id) AS then_exposures, count(DISTINCT k.asset_id) FILTER (WHERE k.then_state = 'affected') AS then_affected,
     count(DISTINCT k.asset_id) FILTER (WHERE k.then_state = 'undetermined') AS then_undetermined,
     count(k.now_id) AS now_exposures, count(DISTINCT k.asset_id) FILTER (WHERE k.now_state = 'affected') AS now_affected,
     count(DISTINCT k.asset_id) FILTER (WHERE k.now_state = 'undetermined') AS now_undetermined,
     count(*) FILTER (WHERE k.then_id IS NULL) AS learnt, count(*) FILTER (WHERE k.now_id IS NULL) AS dropped, count(*) FILTER (WHERE k.then_state <> k.now_state) AS changed,
     count(DISTINCT k.asset_id) FILTER (WHERE k.now_state = 'affected' AND k.then_state = 'affected') AS known_of_now
   FROM (
     SELECT coalesce(t.asset_id, n.asset_id) AS asset_id, coalesce(t.advisory_id, n.advisory_id) AS advisory_id, coalesce(t.component_id, n.component_id) AS component_id,
       t.id AS then_id, t.state AS then_state, n.id AS now_id, n.state AS now_state
     FROM (SELECT * FROM exposure_history h WHERE h.party_id IN (SELECT s.wall FROM visibility s WHERE s.party_id = me() AND s.tier IN ('owner', 'delegate')
     AND s.valid_from <= (SELECT now_at()) AND (s.valid_until IS NULL OR s.valid_until > (SELECT now_at()))) AND ($1::uuid IS NULL OR h.party_id = $1) AND ($2::uuid[] IS NULL OR h.advisory_id = ANY ($2))
     AND h.valid_from <= $4::timestamptz AND (h.valid_until IS NULL OR h.valid_until > $3::timestamptz) AND h.known_from <= $5::timestamptz AND (h.known_until IS NULL OR h.known_until > $5::timestamptz)) AS t
     FULL JOIN (SELECT * FROM exposure_history h WHERE h.party_id IN (SELECT s.wall FROM visibility s WHERE s.party_id = me() AND s.tier IN ('owner', 'delegate')
     AND s.valid_from <= (SELECT now_at()) AND (s.valid_until IS NULL OR s.valid_until > (SELECT now_at()))) AND ($1::uuid IS NULL OR h.party_id = $1) AND ($2::uuid[] IS NULL OR h.advisory_id = ANY ($2))
     AND h.valid_from <= $4::timestamptz AND (h.valid_until IS NULL OR h.valid_until > $3::timestamptz) AND h.known_until IS NULL) AS n ON n.advisory_id = t.advisory_id AND n.component_id = t.component_id
     OFFSET 0) AS k
   WHERE ($6::text IS NULL OR (
     SELECT position(lower($6) IN lower(concat_ws(' ', c.vendor, c.name, c.version, c.purl, s.name, a.public_id, a.title, array_to_string(a.aliases, ' ')))) > 0
     FROM component c JOIN asset s ON s.id = c.asset_id LEFT JOIN advisory a ON a.id = k.advisory_id WHERE c.id = k.component_id));

-- history.named
SELECT id FROM advisory WHERE id = $2::uuid OR (source IN ('ours', 'osv', 'ghsa', 'cve', 'csaf', 'nvd') AND public_id IN ($3, upper($3)))
   UNION SELECT h.advisory_id FROM exposure_history h JOIN advisory a ON a.id = h.advisory_id
   WHERE h.party_id IN (SELECT s.wall FROM visibility s WHERE s.party_id = me() AND s.tier IN ('owner', 'delegate')
     AND s.valid_from <= (SELECT now_at()) AND (s.valid_until IS NULL OR s.valid_until > (SELECT now_at()))) AND ($1::uuid IS NULL OR h.party_id = $1) AND a.aliases && ARRAY[$3, upper($3)];

-- history.spoken-of
SELECT EXISTS (SELECT 1 FROM inventory i CROSS JOIN LATERAL (
       SELECT 1 FROM component c WHERE c.inventory_id = i.id AND c.removed_at IS NULL AND c.ran_from <= $3::timestamptz AND c.detected_at <= $4::timestamptz LIMIT 1) AS c
     WHERE i.party_id IN (SELECT s.wall FROM visibility s WHERE s.party_id = me() AND s.tier IN ('owner', 'delegate')
     AND s.valid_from <= (SELECT now_at()) AND (s.valid_until IS NULL OR s.valid_until > (SELECT now_at()))) AND ($1::uuid IS NULL OR i.party_id = $1))
     OR EXISTS (SELECT 1 FROM inventory i CROSS JOIN LATERAL (
       SELECT 1 FROM component c WHERE c.inventory_id = i.id AND c.removed_at IS NOT NULL AND c.ran_until > $2::timestamptz AND c.ran_from <= $3::timestamptz AND c.detected_at <= $4::timestamptz LIMIT 1) AS c
     WHERE i.party_id IN (SELECT s.wall FROM visibility s WHERE s.party_id = me() AND s.tier IN ('owner', 'delegate')
     AND s.valid_from <= (SELECT now_at()) AND (s.valid_until IS NULL OR s.valid_until > (SELECT now_at()))) AND ($1::uuid IS NULL OR i.party_id = $1)) AS spoken;

-- intake.add-blob
INSERT INTO blob (id, wall, party_id, digest, size, key_id, bytes, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- intake.add-blobs
INSERT INTO blob (id, wall, party_id, digest, size, key_id, bytes, created_at)
   SELECT r.blob_id, r.id, $3, decode(r.digest, 'hex'), r.size, $4, r.bytes, $5
   FROM ROWS FROM (jsonb_to_recordset($1::jsonb) AS (id uuid, blob_id uuid, digest text, size bigint), unnest($2::bytea[])) AS r (id, blob_id, digest, size, bytes);

-- intake.add-part
INSERT INTO upload_part (upload_id, start, size, blob_id) VALUES ($1, $2, $3, $4);

-- intake.add-reports
INSERT INTO report (id, party_id, person_id, blob_id, digest, size, filename, format, options, entry_id, received_at)
   SELECT r.id, $2, r.person_id, r.blob_id, decode(r.digest, 'hex'), r.size, r.filename, r.format, r.options, r.entry_id, $3
   FROM jsonb_to_recordset($1::jsonb) AS r (id uuid, person_id uuid, blob_id uuid, digest text, size bigint, filename text, format text,
     options jsonb, entry_id uuid);

-- intake.add-upload
INSERT INTO upload (id, party_id, digest, size, filename, created_at) VALUES ($1, $2, $3, $4, $5, $6);

-- intake.advance
UPDATE upload SET received = received + $2 WHERE id = $1;

-- intake.claim
SELECT see($1, $2, 'owner');

-- intake.drop-part-blobs
DELETE FROM blob b USING upload_part p WHERE p.blob_id = b.id AND p.upload_id = $1;

-- intake.drop-upload
DELETE FROM upload WHERE id = $1;

-- intake.drops
SELECT reason, count, first_path AS first FROM report_drop WHERE report_id = $1 ORDER BY count DESC, reason;

-- intake.few-reports
SELECT
  r.id, r.filename, r.format, r.size, r.digest, r.received_at, coalesce(p.name, 'another party') AS received_from, r.stage,
  r.findings, r.dropped, r.problems, r.progress, r.finished_at, r.compared_at, e.index AS ledger_index,
  e.index IS NOT NULL AND e.index < coalesce((SELECT max(size) FROM ledger_checkpoint), 0) AS checkpointed,
  CASE WHEN r.finished_at IS NULL THEN report_outcomes(NULL) ELSE report_outcomes(r.id) END AS outcomes, count(*) OVER () AS total
     FROM report r LEFT JOIN party p ON p.id = r.party_id LEFT JOIN ledger_entry e ON e.id = r.entry_id
     WHERE r.id = ANY (ARRAY(SELECT s.wall FROM visibility s WHERE s.party_id IN (me(), everybody())
     AND s.valid_from <= (SELECT now_at()) AND (s.valid_until IS NULL OR s.valid_until > (SELECT now_at())))) AND ($1::text IS NULL OR r.stage = $1) AND ($2::text IS NULL OR r.filename ILIKE '%' || $2 || '%')
     ORDER BY r.received_at DESC, r.id LIMIT $3 OFFSET $4;

-- intake.known
SELECT r.id, r.digest, r.size, r.received_at, r.entry_id, e.commitment, e.nonce
   FROM report r JOIN ledger_entry e ON e.id = r.entry_id
   WHERE r.party_id = $1 AND r.digest = $2;

-- intake.known-among
SELECT r.id, r.digest, r.size, r.received_at, r.entry_id, e.commitment, e.nonce
   FROM report r JOIN ledger_entry e ON e.id = r.entry_id
   WHERE r.party_id = $1 AND r.digest = ANY ($2::bytea[]);

-- intake.lock-upload
SELECT id, digest, size, received, filename FROM upload WHERE id = $1 FOR UPDATE;

-- intake.open-upload
SELECT id, digest, size, received, filename FROM upload WHERE party_id = $1 AND digest = $2 AND size = $3 ORDER BY created_at DESC LIMIT 1;

-- intake.parts
SELECT p.blob_id, b.bytes FROM upload_part p JOIN blob b ON b.id = p.blob_id WHERE p.upload_id = $1 ORDER BY p.start;

-- intake.problems
SELECT code, path, detail FROM report_problem WHERE report_id = $1 ORDER BY n LIMIT 1000;

-- intake.receipt
SELECT r.id, r.digest, r.size, r.received_at, r.entry_id, e.commitment, e.nonce, e.index
   FROM report r JOIN ledger_entry e ON e.id = r.entry_id WHERE r.id = $1;

-- intake.report
SELECT
  r.id, r.filename, r.format, r.size, r.digest, r.received_at, coalesce(p.name, 'another party') AS received_from, r.stage,
  r.findings, r.dropped, r.problems, r.progress, r.finished_at, r.compared_at, e.index AS ledger_index,
  e.index IS NOT NULL AND e.index < coalesce((SELECT max(size) FROM ledger_checkpoint), 0) AS checkpointed,
  CASE WHEN r.finished_at IS NULL THEN report_outcomes(NULL) ELSE report_outcomes(r.id) END AS outcomes, 1 AS total
   FROM report r LEFT JOIN party p ON p.id = r.party_id LEFT JOIN ledger_entry e ON e.id = r.entry_id WHERE r.id = $1;

-- intake.report-blob
SELECT r.blob_id, b.bytes, r.filename, r.size FROM report r JOIN blob b ON b.id = r.blob_id WHERE r.id = $1;

-- intake.report-findings
SELECT f.id, f.ordinal, f.title, f.target, f.claim, f.severity, f.vulnerability_id, v.state, v.findings AS v_findings,
     v.reports AS v_reports, v.finders AS v_finders, v.proof, v.rejected_reason, v.line_place AS place, v.line_of AS of, count(*) OVER () AS total
   FROM finding f JOIN vulnerability v ON v.id = f.vulnerability_id
   WHERE f.report_id = $1 ORDER BY f.ordinal LIMIT $2 OFFSET $3;

-- intake.reports
SELECT
  r.id, r.filename, r.format, r.size, r.digest, r.received_at, coalesce(p.name, 'another party') AS received_from, r.stage,
  r.findings, r.dropped, r.problems, r.progress, r.finished_at, r.compared_at, e.index AS ledger_index,
  e.index IS NOT NULL AND e.index < coalesce((SELECT max(size) FROM ledger_checkpoint), 0) AS checkpointed,
  CASE WHEN r.finished_at IS NULL THEN report_outcomes(NULL) ELSE report_outcomes(r.id) END AS outcomes, count(*) OVER () AS total
     FROM report r LEFT JOIN party p ON p.id = r.party_id LEFT JOIN ledger_entry e ON e.id = r.entry_id
     WHERE ($1::text IS NULL OR r.stage = $1) AND ($2::text IS NULL OR r.filename ILIKE '%' || $2 || '%')
     ORDER BY r.received_at DESC, r.id LIMIT $3 OFFSET $4;

-- intake.share
SELECT see(r.id, $2, 'owner'), see(r.id, i.coordinator_id, 'coordinator') FROM unnest($1::uuid[]) AS r (id), instance i;

-- intake.upload
SELECT id, digest, size, received, filename FROM upload WHERE id = $1;

-- inventory.acting-for
SELECT p.id, p.name FROM party p WHERE p.id = $1 AND EXISTS (
     SELECT 1 FROM visibility v WHERE v.wall = p.id AND v.party_id = me() AND v.tier IN ('owner', 'delegate')
       AND v.valid_from <= now_at() AND (v.valid_until IS NULL OR v.valid_until > now_at()));

-- inventory.add-components
INSERT INTO component (id, party_id, inventory_id, asset_id, fingerprint, name, version, purl, vendor, line, package, state, reason, rests_on, detected_at, ran_from)
   SELECT c.id, $1, $2, c.asset, decode(c.fingerprint, 'hex'), c.name, c.version, c.purl, c.vendor, c.line, c.package, c.state, c.reason, c."restsOn", $4, $5
   FROM jsonb_to_recordset($3::jsonb) AS c (id uuid, asset uuid, fingerprint text, name text, version text, purl text, vendor text, line int, package text, state text, reason jsonb, "restsOn" text);

-- inventory.add-file
INSERT INTO inventory_file (id, party_id, inventory_id, digest, size, key_id, bytes, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- inventory.add-intervals
INSERT INTO advisory_interval (advisory_id, package, position, lo, hi, flags, opens, closes, closes_kind, claimant, revision, informational)
   SELECT r.* FROM unnest($1::uuid[], $2::text[], $3::int[], $4::bytea[], $5::bytea[], $6::int[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::boolean[]) AS r
   ON CONFLICT DO NOTHING;

-- inventory.add-keys
INSERT INTO component_key (party_id, component_id, position, package, via, version_key, version_text, flags)
   SELECT $1, k.* FROM unnest($2::uuid[], $3::smallint[], $4::text[], $5::text[], $6::bytea[], $7::text[], $8::int[]) AS k;

-- inventory.assets-named
SELECT id, name, exposure FROM asset WHERE party_id = $1 AND name = ANY ($2);

-- inventory.components
SELECT c.id, c.name, c.version, c.purl, c.vendor, s.name AS asset, c.line, CASE WHEN c.state = 'not_affected' AND c.rests_on = ANY ($1::text[]) THEN 'undetermined' ELSE c.state END AS state, c.state AS stored_state, c.reason,
  (SELECT count(*) FROM exposure e WHERE e.component_id = c.id AND e.ended_at IS NULL AND e.state <> 'not_affected') AS exposures FROM component c LEFT JOIN asset s ON s.id = c.asset_id WHERE c.inventory_id = $2 AND c.removed_at IS NULL AND ($3::text IS NULL OR CASE WHEN c.state = 'not_affected' AND c.rests_on = ANY ($1::text[]) THEN 'undetermined' ELSE c.state END = $3)
     AND ($4::text IS NULL OR position(lower($4) IN lower(concat_ws(' ', c.vendor, c.name, c.version, c.purl))) > 0)
   ORDER BY array_position(ARRAY['cannot_match', 'undetermined', 'affected', 'no_advisory', 'not_affected'], CASE WHEN c.state = 'not_affected' AND c.rests_on = ANY ($1::text[]) THEN 'undetermined' ELSE c.state END), lower(c.name), c.version, c.id
   LIMIT $5 OFFSET $6;

-- inventory.count-components
SELECT count(*) AS total FROM component c WHERE c.inventory_id = $2 AND c.removed_at IS NULL AND ($3::text IS NULL OR CASE WHEN c.state = 'not_affected' AND c.rests_on = ANY ($1::text[]) THEN 'undetermined' ELSE c.state END = $3)
     AND ($4::text IS NULL OR position(lower($4) IN lower(concat_ws(' ', c.vendor, c.name, c.version, c.purl))) > 0);

-- inventory.drop-components
DELETE FROM component c WHERE c.inventory_id = $1 AND NOT EXISTS (SELECT 1 FROM exposure e WHERE e.component_id = c.id)
     AND NOT EXISTS (SELECT 1 FROM exposure_history h WHERE h.component_id = c.id);

-- inventory.drop-files
DELETE FROM inventory_file WHERE inventory_id = $1 RETURNING id;

-- inventory.drop-intervals
WITH gone AS (DELETE FROM advisory_interval WHERE advisory_id = ANY ($1) RETURNING advisory_id, package) SELECT DISTINCT advisory_id, package FROM gone;

-- inventory.drop-keys
DELETE FROM component_key k USING component c WHERE c.id = k.component_id AND c.inventory_id = $1;

-- inventory.feed-ages
SELECT source, as_of, max_age_hours FROM feed
   WHERE source IN ('kev', 'osv', 'ssvc') OR as_of IS NOT NULL OR every_hours IS NOT NULL ORDER BY source;

-- inventory.keep-walls
INSERT INTO visibility (wall, party_id, tier, valid_from) SELECT w, p, 'owner', $3 FROM unnest($1::uuid[], $2::uuid[]) AS x (w, p) ON CONFLICT DO NOTHING;

-- inventory.list
SELECT i.id, i.name, i.party_id, p.name AS party_name, i.format, i.as_of, i.uploaded_at, i.matched_at, i.problems,
     n.components, n.affected, n.undetermined, n.unmatched, n.assets
   FROM inventory i LEFT JOIN party p ON p.id = i.party_id
   CROSS JOIN LATERAL (
     SELECT count(*) AS components, count(*) FILTER (WHERE c.state = 'affected') AS affected,
       count(*) FILTER (WHERE CASE WHEN c.state = 'not_affected' AND c.rests_on = ANY ($3::text[]) THEN 'undetermined' ELSE c.state END = 'undetermined') AS undetermined,
       count(*) FILTER (WHERE c.state = 'cannot_match') AS unmatched, count(DISTINCT c.asset_id) AS assets
     FROM component c WHERE c.inventory_id = i.id AND c.removed_at IS NULL) AS n
   WHERE i.removed_at IS NULL AND ($1::uuid IS NULL OR i.party_id = $1) AND ($2::uuid IS NULL OR i.id = $2)
   ORDER BY p.name, i.name, i.id;

-- inventory.move-lines
UPDATE component c SET line = m.line FROM unnest($1::uuid[], $2::int[]) AS m (id, line) WHERE c.id = m.id;

-- inventory.named-first
SELECT p.package FROM unnest($1::text[]) AS p (package)
   WHERE (SELECT i.advisory_id FROM advisory_interval i
     WHERE i.package = p.package AND EXISTS (
       SELECT 1 FROM advisory a WHERE a.id = i.advisory_id AND a.state = 'published' AND (a.source <> 'ours' OR a.tlp IN ('TLP:CLEAR', 'TLP:GREEN')) OFFSET 0)
     ORDER BY i.package, i.lo LIMIT 1) IS NULL;

-- inventory.one
SELECT id, name, party_id FROM inventory WHERE id = $1 AND removed_at IS NULL;

-- inventory.open
INSERT INTO inventory (id, party_id, name, format, digest, as_of, dated, uploaded_at, changed_at) VALUES ($1, $2, $3, $4, ''::bytea, $5, false, $5, $5)
   ON CONFLICT (party_id, name) WHERE removed_at IS NULL DO UPDATE SET name = excluded.name RETURNING id, digest, changed_at, uploaded_at;

-- inventory.present
SELECT id, fingerprint, line FROM component WHERE inventory_id = $1 AND removed_at IS NULL;

-- inventory.ran-since
UPDATE component SET ran_from = $2 WHERE inventory_id = $1 AND removed_at IS NULL AND ran_from > $2::timestamptz;

-- inventory.ran-until
UPDATE component SET ran_until = greatest(ran_from, $2::timestamptz) WHERE inventory_id = $1 AND removed_at IS NOT NULL AND ran_until > $2::timestamptz AND ran_until > ran_from;

-- inventory.remove
UPDATE inventory SET removed_at = $2, matched_at = NULL WHERE id = $1 AND removed_at IS NULL RETURNING party_id, name;

-- inventory.retire-components
UPDATE component SET removed_at = $2, ran_until = greatest(ran_from, $3::timestamptz) WHERE id = ANY ($1) AND removed_at IS NULL;

-- inventory.set
UPDATE inventory SET format = $2, digest = $3, as_of = $4, dated = $5, uploaded_at = $6, changed_at = $7, matched_at = NULL, components = $8, problems = $9 WHERE id = $1;

-- inventory.unmatched
SELECT c.id, c.name, c.version, c.purl, c.vendor, s.name AS asset, c.line, CASE WHEN c.state = 'not_affected' AND c.rests_on = ANY ($1::text[]) THEN 'undetermined' ELSE c.state END AS state, c.state AS stored_state, c.reason,
  (SELECT count(*) FROM exposure e WHERE e.component_id = c.id AND e.ended_at IS NULL AND e.state <> 'not_affected') AS exposures FROM component c LEFT JOIN asset s ON s.id = c.asset_id
   WHERE c.removed_at IS NULL AND c.state = 'cannot_match' AND ($2::uuid IS NULL OR c.party_id = $2) ORDER BY lower(c.name), c.id LIMIT $3;

-- inventory.upsert-assets
INSERT INTO asset (id, party_id, name, organisation, sub_organisation, environment, exposure, type)
   SELECT a.id, $1, a.name, a.organisation, a."subOrganisation", a.environment, a.exposure, a.type
   FROM jsonb_to_recordset($2::jsonb) AS a (id uuid, name text, organisation text, "subOrganisation" text, environment text, exposure text, type text)
   ON CONFLICT (party_id, name) DO UPDATE SET
     organisation = coalesce(CASE WHEN asset.tagged_by = 'person' THEN asset.organisation END, excluded.organisation, asset.organisation),
     sub_organisation = coalesce(CASE WHEN asset.tagged_by = 'person' THEN asset.sub_organisation END, excluded.sub_organisation, asset.sub_organisation),
     environment = coalesce(CASE WHEN asset.tagged_by = 'person' THEN asset.environment END, excluded.environment, asset.environment),
     type = coalesce(CASE WHEN asset.tagged_by = 'person' THEN asset.type END, excluded.type, asset.type),
     exposure = CASE WHEN excluded.exposure = 'unknown' OR (asset.tagged_by = 'person' AND asset.exposure <> 'unknown') THEN asset.exposure ELSE excluded.exposure END
   RETURNING id, name, exposure;

-- jobs.enqueue
SELECT enqueue($1, $2::json, $3, $4);

-- ledger.add-checkpoint
INSERT INTO ledger_checkpoint (size, root, note, at) VALUES ($1, $2, $3, $4);

-- ledger.add-leaves
INSERT INTO ledger_leaf (index, commitment) SELECT * FROM unnest($1::bigint[], $2::bytea[]);

-- ledger.checkpoint
SELECT size, note, root FROM ledger_checkpoint ORDER BY size DESC LIMIT 1;

-- ledger.checkpoints
SELECT note FROM ledger_checkpoint WHERE size > 0 ORDER BY size;

-- ledger.entry
SELECT id, commitment, nonce, body, index FROM ledger_entry WHERE id = $1;

-- ledger.export-page
SELECT l.index, l.commitment, e.nonce, e.body FROM ledger_leaf l LEFT JOIN ledger_entry e ON e.index = l.index
   WHERE l.index >= $1 AND l.index < $2 ORDER BY l.index;

-- ledger.leaves
SELECT commitment FROM ledger_leaf WHERE index >= $1 AND index < $2 ORDER BY index;

-- ledger.one-sequencer
SELECT pg_advisory_xact_lock(440904);

-- ledger.place
UPDATE ledger_entry e SET index = p.index FROM unnest($1::uuid[], $2::bigint[]) AS p (id, index) WHERE e.id = p.id AND e.index IS NULL;

-- ledger.put-tiles
INSERT INTO ledger_tile (path, bytes) SELECT * FROM unnest($1::text[], $2::bytea[]) ON CONFLICT (path) DO UPDATE SET bytes = excluded.bytes;

-- ledger.tile
SELECT bytes FROM ledger_tile WHERE path = $1;

-- ledger.tiles
SELECT path, bytes FROM ledger_tile WHERE path = ANY ($1);

-- ledger.waiting
SELECT id, commitment FROM ledger_entry WHERE index IS NULL ORDER BY written_at, id LIMIT $1;

-- ledger.write
INSERT INTO ledger_entry (id, wall, commitment, nonce, body, written_at)
   SELECT e.id, e.wall, decode(e.commitment, 'hex'), decode(e.nonce, 'hex'), e.body, $6
   FROM ROWS FROM (unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[]), jsonb_array_elements($5::jsonb)) AS e (id, wall, commitment, nonce, body);

-- measures.add-model
INSERT INTO model_release (id, party_id, name, developer, opens_at, partners_at, release_at, note, created_at)
   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- measures.declare-plan
UPDATE model_release SET plan = $2, plan_by_default = false, plan_declared_at = coalesce(plan_declared_at, $3) WHERE id = $1;

-- measures.default-plans
UPDATE model_release SET plan = jsonb_build_object('parts', coalesce(
     (SELECT jsonb_agg(jsonb_build_object('id', p.id, 'weight', 1, 'runs', '[]'::jsonb) ORDER BY p.id) FROM project p), '[]'))
   WHERE plan IS NULL;

-- measures.drop-stale
DELETE FROM measure WHERE at < $1;

-- measures.duties
SELECT count(*) FILTER (WHERE state <> 'open') AS closed, count(*) FILTER (WHERE state = 'open') AS open,
     percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM coalesce(answered_at, ended_at) - detected_at)::float8 / 3600)
       FILTER (WHERE state <> 'open') AS hours
   FROM duty WHERE detected_at >= $1 AND detected_at <= $2 AND (state <> 'open' OR ended_at IS NULL);

-- measures.funnel
WITH item AS (
     SELECT v.id, v.first_seen_at, v.proof, v.told_at, v.fixed_at, v.published_at, v.state,
       least(v.validated_at, v.told_at, v.fixed_at, v.published_at) AS valid_at
     FROM vulnerability v WHERE v.superseded_by IS NULL AND v.first_seen_at >= $1 AND v.first_seen_at <= $2
   ), valid AS (
     SELECT i.*, c.state AS case_state FROM item i LEFT JOIN coordination_case c ON c.vulnerability_id = i.id
     WHERE i.state <> 'rejected' AND i.valid_at IS NOT NULL
   ), operated AS (
     SELECT a.vulnerability_id AS id, count(*) FILTER (WHERE d.state = 'open') AS open,
       max(coalesce(d.answered_at, d.ended_at, $2)) AS closed_at
     FROM duty d JOIN advisory a ON a.id = d.advisory_id
     WHERE a.vulnerability_id IS NOT NULL AND (d.state <> 'open' OR d.ended_at IS NULL) GROUP BY a.vulnerability_id
   ), deployed AS (
     SELECT v.id, v.first_seen_at, o.open, o.closed_at FROM valid v LEFT JOIN operated o ON o.id = v.id WHERE v.published_at IS NOT NULL
   )
   SELECT
     (SELECT count(*) FROM finding f WHERE f.received_at >= $1 AND f.received_at <= $2) AS findings,
     (SELECT coalesce(sum(r.dropped), 0)::bigint FROM report r WHERE r.received_at >= $1 AND r.received_at <= $2) AS dropped,
     (SELECT count(*) FROM item) AS vulnerabilities,
     (SELECT count(*) FROM item WHERE state = 'rejected') AS unfounded,
     (SELECT count(*) FROM item WHERE state <> 'rejected' AND valid_at IS NULL AND proof = 'not_reproduced') AS unproven,
     (SELECT count(*) FROM item WHERE state <> 'rejected' AND valid_at IS NULL AND proof <> 'not_reproduced') AS unvalidated,
     count(*) AS valid, count(told_at) AS told, count(fixed_at) AS fixed, count(published_at) AS published,
     count(*) FILTER (WHERE told_at IS NOT NULL AND fixed_at IS NULL AND case_state = 'told') AS unfixed_unanswered,
     (SELECT count(*) FROM deployed WHERE open = 0) AS deployed,
     (SELECT count(*) FROM deployed WHERE open > 0) AS deployed_open,
     (SELECT count(*) FROM deployed WHERE open IS NULL) AS deployed_nobody,
     percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM valid_at - first_seen_at)::float8 / 3600) AS valid_hours,
     percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM told_at - first_seen_at)::float8 / 3600) AS told_hours,
     percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM fixed_at - first_seen_at)::float8 / 3600) AS fixed_hours,
     percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM published_at - first_seen_at)::float8 / 3600) AS published_hours,
     (SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM closed_at - first_seen_at)::float8 / 3600)
      FROM deployed WHERE open = 0) AS deployed_hours
   FROM valid;

-- measures.holds
SELECT kind, project, count(*) AS count, min(since) AS oldest, count(*) FILTER (WHERE expires_at <= $2) AS expiring
   FROM (
     SELECT h.kind, CASE WHEN h.kind = 'maintainer_capacity' THEN p.name END AS project, h.since, h.expires_at
     FROM hold h JOIN vulnerability v ON v.id = h.vulnerability_id LEFT JOIN project p ON p.id = v.project_id
     WHERE h.ended_at IS NULL AND h.expires_at > $1 AND v.superseded_by IS NULL AND v.told_at IS NULL AND v.state <> 'rejected'
     UNION ALL
     SELECT 'not_validated', NULL, v.first_seen_at, NULL
     FROM vulnerability v
     WHERE v.superseded_by IS NULL AND v.state = 'found' AND v.told_at IS NULL
       AND NOT EXISTS (SELECT 1 FROM hold h WHERE h.vulnerability_id = v.id AND h.ended_at IS NULL AND h.expires_at > $1)
   ) AS held
   GROUP BY kind, project ORDER BY count(*) DESC, kind, project NULLS FIRST LIMIT 500;

-- measures.instance-name
SELECT name FROM instance;

-- measures.keep
INSERT INTO measure (name, at, figures, wall) VALUES ($1, $2, $3, $4)
   ON CONFLICT (name) DO UPDATE SET at = excluded.at, figures = excluded.figures WHERE measure.at <= excluded.at;

-- measures.lock-model
SELECT id, name, developer, opens_at, partners_at, release_at, state, note, plan, plan_by_default, plan_declared_at FROM model_release WHERE id = $1 FOR UPDATE;

-- measures.measured-models
SELECT id, name, developer, opens_at, partners_at, release_at, state, note, plan, plan_by_default, plan_declared_at FROM model_release WHERE state <> 'withdrawn' AND release_at > $1 ORDER BY release_at DESC, id LIMIT 200;

-- measures.model
SELECT id, name, developer, opens_at, partners_at, release_at, state, note, plan, plan_by_default, plan_declared_at FROM model_release WHERE id = $1;

-- measures.models
SELECT id, name, developer, opens_at, partners_at, release_at, state, note, plan, plan_by_default, plan_declared_at FROM model_release ORDER BY release_at DESC, id LIMIT 1000;

-- measures.newest-change
SELECT id FROM ledger_entry ORDER BY id DESC LIMIT 1;

-- measures.share-model
SELECT see($1, $2, 'owner'), CASE WHEN i.coordinator_id IS NOT NULL THEN see($1, i.coordinator_id, 'coordinator') END FROM instance i;

-- measures.show-to-oversight
INSERT INTO visibility (wall, party_id, tier, valid_from)
   SELECT m.id, p.id, 'reader', $1 FROM model_release m CROSS JOIN party p WHERE p.kind = 'oversight' ON CONFLICT DO NOTHING;

-- measures.stored
SELECT at, figures FROM measure WHERE name = $1;

-- measures.tracked
WITH mine AS (
     SELECT DISTINCT f.vulnerability_id AS id FROM finding f
     WHERE f.model = lower($1)
   ), found AS (
     SELECT f.vulnerability_id AS id, min(f.received_at) AS found_at, array_agg(DISTINCT f.party_id::text) AS found_by
     FROM finding f JOIN mine ON mine.id = f.vulnerability_id GROUP BY f.vulnerability_id
   ), at_operators AS (
     SELECT a.vulnerability_id AS id, d.party_id, bool_and(d.state <> 'open') AS closed,
       max(coalesce(d.answered_at, d.ended_at, $2)) AS closed_at
     FROM duty d JOIN advisory a ON a.id = d.advisory_id JOIN mine ON mine.id = a.vulnerability_id
     WHERE d.state <> 'open' OR d.ended_at IS NULL
     GROUP BY a.vulnerability_id, d.party_id
   )
   SELECT v.id, v.project_id, f.found_by, f.found_at, v.validated_at, v.told_at, v.fixed_at,
     EXISTS (SELECT 1 FROM advisory a WHERE a.vulnerability_id = v.id AND a.state = 'published') AS published,
     (SELECT count(*) FROM at_operators o WHERE o.id = v.id) AS operators,
     coalesce((SELECT jsonb_agg(o.closed_at) FROM at_operators o WHERE o.id = v.id AND o.closed), '[]') AS closed_at
   FROM vulnerability v JOIN found f ON f.id = v.id
   WHERE v.superseded_by IS NULL AND v.state <> 'rejected'
   ORDER BY v.id LIMIT 200000;

-- measures.untold
SELECT coalesce((SELECT h.kind FROM hold h WHERE h.vulnerability_id = v.id AND h.ended_at IS NULL AND h.expires_at > $2
       ORDER BY array_position(ARRAY['other', 'no_contact', 'maintainer_capacity', 'not_validated'], h.kind) LIMIT 1), 'next') AS kind,
     count(*) AS count
   FROM vulnerability v
   WHERE v.superseded_by IS NULL AND v.first_seen_at >= $1 AND v.first_seen_at <= $2 AND v.state <> 'rejected' AND v.told_at IS NULL
     AND coalesce(v.validated_at, v.fixed_at, v.published_at) IS NOT NULL
   GROUP BY 1;

-- notify.about-advisories
SELECT s.event, a.public_id || ' ' || a.title AS title, d.due::text AS due, d.id AS duty
   FROM unnest($1::uuid[], $2::uuid[], $3::uuid[]) AS s (event, subject, advisory)
   LEFT JOIN duty d ON d.id = s.subject
   LEFT JOIN exposure e ON e.id = s.subject
   JOIN advisory a ON a.id = coalesce(d.advisory_id, e.advisory_id, s.advisory, s.subject);

-- notify.add-delivery
INSERT INTO delivery (id, notice_id, party_id, channel, webhook_id, state) VALUES ($1, $2, $3, $4, $5, 'waiting');

-- notify.add-notices
INSERT INTO notice (id, party_id, event_id, kind, title, body, href, at)
   SELECT n.id, n.party, n.event, n.kind, n.title, n.body, n.href, $2
   FROM jsonb_to_recordset($1::jsonb) AS n (id uuid, party uuid, event uuid, kind text, title text, body text, href text)
   ON CONFLICT (party_id, event_id) DO NOTHING RETURNING id;

-- notify.add-settled
INSERT INTO delivery (id, notice_id, party_id, channel, state, attempts, at, reason, tries)
   SELECT d.id, d.notice, d.party, d.channel, d.state, 1, $2, d.reason,
     jsonb_build_array(jsonb_build_object('at', $2::timestamptz, 'said', coalesce(d.reason, d.state)))
   FROM jsonb_to_recordset($1::jsonb) AS d (id uuid, notice uuid, party uuid, channel text, state text, reason text);

-- notify.add-webhook
INSERT INTO webhook (id, party_id, url, events, secret, created_at) VALUES ($1, $2, $3, $4, $5, $6);

-- notify.count
SELECT count(*) AS total FROM notice WHERE party_id = $1 AND shown_at IS NOT NULL AND kind = ANY ($2::text[]) AND ($3::boolean IS NULL OR (read_at IS NULL) = $3);

-- notify.count-attempt
UPDATE delivery SET attempts = attempts + 1, at = $2 WHERE id = $1 AND state = 'waiting';

-- notify.events
SELECT id, kind, wall, subject_id, facts, at FROM event WHERE id = ANY ($1::uuid[]) ORDER BY at, id;

-- notify.list
SELECT n.id, n.kind, n.title, n.body, n.href, n.at, n.read_at,
     (SELECT coalesce(jsonb_agg(jsonb_build_object('channel', d.channel, 'state', d.state, 'attempts', d.attempts, 'at', d.at,
        'reason', d.reason, 'tries', d.tries) ORDER BY d.channel, d.id), '[]') FROM delivery d WHERE d.notice_id = n.id) AS deliveries
   FROM notice n WHERE party_id = $1 AND shown_at IS NOT NULL AND kind = ANY ($2::text[]) AND ($3::boolean IS NULL OR (read_at IS NULL) = $3) ORDER BY n.at DESC, n.id LIMIT $4 OFFSET $5;

-- notify.lock-waiting
SELECT d.id, d.attempts, d.notice_id, d.party_id, n.event_id, n.href, n.at, w.id AS webhook_id, w.url, w.secret,
     w.removed_at IS NOT NULL AS removed
   FROM delivery d JOIN notice n ON n.id = d.notice_id JOIN webhook w ON w.id = d.webhook_id
   WHERE d.id = $1 AND d.channel = 'webhook' AND d.state = 'waiting' FOR UPDATE OF d;

-- notify.own-title
SELECT title FROM finding WHERE vulnerability_id = $1 AND party_id = $2 ORDER BY received_at, id LIMIT 1;

-- notify.party-name
SELECT id, name FROM party WHERE id = $1;

-- notify.pause-dead-webhook
UPDATE webhook SET paused_at = $2
   WHERE id = $1 AND paused_at IS NULL AND (
     SELECT count(*) FILTER (WHERE l.state = 'failed') FROM (
       SELECT state FROM delivery WHERE webhook_id = $1 AND state IN ('sent', 'failed') ORDER BY at DESC LIMIT 5) AS l) = 5;

-- notify.pause-webhook
UPDATE webhook SET paused_at = $2 WHERE id = $1 AND paused_at IS NULL;

-- notify.read
UPDATE notice SET read_at = coalesce(read_at, $4) WHERE id = $3 AND party_id = $1 AND shown_at IS NOT NULL AND kind = ANY ($2::text[]);

-- notify.read-all
UPDATE notice SET read_at = $3 WHERE party_id = $1 AND shown_at IS NOT NULL AND read_at IS NULL AND kind = ANY ($2::text[]);

-- notify.remove-webhook
UPDATE webhook SET removed_at = $3 WHERE id = $1 AND party_id = $2 AND removed_at IS NULL;

-- notify.resume-webhook
UPDATE webhook SET paused_at = NULL WHERE id = $1 AND paused_at IS NOT NULL;

-- notify.seers
SELECT wall, party_id, tier FROM visibility
   WHERE wall = ANY ($1::uuid[]) AND party_id <> everybody() AND valid_from <= $2 AND (valid_until IS NULL OR valid_until > $2)
   ORDER BY valid_from, party_id;

-- notify.settle
UPDATE delivery SET state = $2, at = $3::timestamptz, reason = $4, attempts = greatest(attempts, $5),
     tries = tries || jsonb_build_array(jsonb_build_object('at', $3::timestamptz, 'said', coalesce($4, $2)))
   WHERE id = $1 AND state = 'waiting';

-- notify.show
UPDATE notice SET shown_at = coalesce(shown_at, $2) WHERE id = ANY ($1::uuid[]) RETURNING id;

-- notify.vulnerability-title
SELECT title FROM vulnerability WHERE id = $1;

-- notify.webhook
SELECT id, url FROM webhook WHERE id = $1 AND party_id = $2 AND removed_at IS NULL;

-- notify.webhooks
SELECT w.id, w.url, w.events, w.created_at, w.paused_at, l.state AS last_state, l.at AS last_at
   FROM webhook w
   LEFT JOIN LATERAL (
     SELECT d.state, d.at FROM delivery d WHERE d.webhook_id = w.id AND d.at IS NOT NULL ORDER BY d.at DESC, d.id DESC LIMIT 1) AS l ON true
   WHERE w.party_id = $1 AND w.removed_at IS NULL ORDER BY w.created_at, w.id;

-- notify.webhooks-for
SELECT n.notice, w.party_id, w.id AS webhook
   FROM jsonb_to_recordset($1::jsonb) AS n (notice uuid, party uuid, kind text, tested uuid)
   JOIN webhook w ON w.party_id = n.party AND w.removed_at IS NULL
     AND CASE WHEN n.tested IS NULL THEN w.paused_at IS NULL AND n.kind = ANY (w.events) ELSE w.id = n.tested END
   ORDER BY n.notice, w.created_at, w.id;

-- search.cases
SELECT c.id, v.title, 'case, ' || replace(c.state, '_', ' ') AS detail, 4 * ($3 = ANY (v.aliases))::int + 2 * (v.title ILIKE $2 || '%')::int + ts_rank(v.words, to_tsquery('simple', $1)) AS rank, count(*) OVER () AS total
   FROM coordination_case c JOIN (
     SELECT x.id, x.state, x.target, x.priority_rank, coalesce(own.title, x.title) AS title, coalesce(own.words, x.words) AS words,
       coalesce(own.aliases, x.aliases) AS aliases
     FROM (
       SELECT s.wall, bool_or(s.tier <> 'finder') AS reads_all FROM visibility s
       WHERE s.party_id = me() AND s.valid_from <= now_at() AND (s.valid_until IS NULL OR s.valid_until > now_at()) GROUP BY s.wall
     ) AS k
     JOIN vulnerability x ON x.id = k.wall AND x.superseded_by IS NULL
     LEFT JOIN LATERAL (
       SELECT f.title, words_of(f.title || ' ' || f.target) AS words, ARRAY(SELECT json_array_elements_text(f.claim -> 'aliases')) AS aliases
       FROM finding f WHERE f.vulnerability_id = x.id AND f.party_id = me() ORDER BY f.received_at, f.id LIMIT 1
     ) AS own ON NOT k.reads_all AND x.finders > 1
   ) AS v ON v.id = c.vulnerability_id
   WHERE (v.words @@ to_tsquery('simple', $1) OR v.title ILIKE '%' || $2 || '%' OR v.target ILIKE '%' || $2 || '%' OR $3 = ANY (v.aliases))
   ORDER BY rank DESC, v.priority_rank, c.id LIMIT $4;

-- search.components
SELECT c.id, c.inventory_id, c.name || coalesce(' ' || c.version, '') AS title, 'component of ' || i.name AS detail,
     4 * (upper(c.name) = $3 OR upper(c.purl) = $3)::int + 2 * (c.name ILIKE $2 || '%')::int + ($1::text IS NOT NULL)::int * 0.1 AS rank,
     count(*) OVER () AS total
   FROM inventory i JOIN component c ON c.inventory_id = i.id
   WHERE i.party_id IN (SELECT s.wall FROM visibility s WHERE s.party_id = me() AND s.tier IN ('owner', 'delegate')
     AND s.valid_from <= (SELECT now_at()) AND (s.valid_until IS NULL OR s.valid_until > (SELECT now_at()))) AND i.removed_at IS NULL AND c.removed_at IS NULL
     AND (c.name ILIKE '%' || $2 || '%' OR c.purl ILIKE '%' || $2 || '%' OR c.vendor ILIKE '%' || $2 || '%')
   ORDER BY rank DESC, c.name, c.id LIMIT $4;

-- search.duties
SELECT d.id, coalesce(a.public_id || ' on ', '') || d.component AS title, 'duty, ' || replace(d.state, '_', ' ') || coalesce(', due ' || d.due, '') AS detail,
     4 * coalesce(upper(a.public_id) = $3 OR $3 = ANY (a.aliases), false)::int + 2 * (d.component ILIKE $2 || '%')::int
       + coalesce(ts_rank(a.words, to_tsquery('simple', $1)), 0) AS rank,
     count(*) OVER () AS total
   FROM duty d LEFT JOIN advisory a ON a.id = d.advisory_id
   WHERE d.party_id IN (SELECT s.wall FROM visibility s WHERE s.party_id = me() AND s.tier IN ('owner', 'delegate')
     AND s.valid_from <= (SELECT now_at()) AND (s.valid_until IS NULL OR s.valid_until > (SELECT now_at()))) AND d.ended_at IS NULL
     AND (d.component ILIKE '%' || $2 || '%' OR a.words @@ to_tsquery('simple', $1) OR upper(a.public_id) = $3 OR $3 = ANY (a.aliases))
   ORDER BY rank DESC, d.due NULLS LAST, d.id LIMIT $4;

-- search.is-clearinghouse
SELECT coalesce(coordinator_id = me(), false) AS yes FROM instance;

-- search.our-advisories
SELECT a.id, a.public_id || ' ' || a.title AS title, a.state || ', ' || a.tlp AS detail,
     4 * (upper(a.public_id) = $3 OR $3 = ANY (a.aliases))::int + 2 * (a.title ILIKE $2 || '%')::int + ts_rank(a.words, to_tsquery('simple', $1)) AS rank,
     count(*) OVER () AS total
   FROM advisory a
   WHERE a.source = 'ours'
     AND (a.words @@ to_tsquery('simple', $1) OR a.title ILIKE '%' || $2 || '%' OR upper(a.public_id) = $3 OR $3 = ANY (a.aliases))
   ORDER BY rank DESC, a.modified_at DESC, a.id LIMIT $4;

-- search.outside-advisories
SELECT id, public_id || ' ' || title AS title, 'outside advisory, ' || severity AS detail, rank, total
   FROM search_outside(to_tsquery('simple', $1), $3, $4) WHERE $2::text IS NOT NULL;

-- search.projects
SELECT p.id, p.name AS title, 'project' AS detail,
     4 * (upper(p.name) = $3)::int + 2 * (p.name ILIKE $2 || '%')::int + ($1::text IS NOT NULL)::int * 0.1 AS rank, count(*) OVER () AS total
   FROM project p
   WHERE p.id IN (SELECT s.wall FROM visibility s WHERE s.party_id = me() AND s.valid_from <= now_at() AND (s.valid_until IS NULL OR s.valid_until > now_at())) AND (p.name ILIKE '%' || $2 || '%'
     OR EXISTS (SELECT 1 FROM project_package k WHERE k.project_id = p.id AND k.package ILIKE '%' || $2 || '%'))
   ORDER BY rank DESC, p.name, p.id LIMIT $4;

-- search.queue
SELECT id, title, target || ', ' || state AS detail, rank, total FROM search_queue(to_tsquery('simple', $1), $2, $3, $4, false);

-- search.queue-cases
SELECT case_id AS id, title, 'case, ' || replace(case_state, '_', ' ') AS detail, rank, total
   FROM search_queue(to_tsquery('simple', $1), $2, $3, $4, true);

-- search.reports
SELECT r.id, coalesce(r.filename, 'report without a name') AS title, r.format || ', ' || r.findings || ' findings' AS detail,
     4 * (upper(encode(r.digest, 'hex')) = $3 OR upper(r.id::text) = $3)::int + 2 * (r.filename ILIKE $2 || '%')::int + ($1::text IS NOT NULL)::int * 0.1 AS rank,
     count(*) OVER () AS total
   FROM report r
   WHERE r.party_id = me() AND (r.filename ILIKE '%' || $2 || '%' OR upper(encode(r.digest, 'hex')) = $3 OR upper(r.id::text) = $3)
   ORDER BY rank DESC, r.received_at DESC, r.id LIMIT $4;

-- search.vulnerabilities
SELECT v.id, v.title, v.target || ', ' || v.state AS detail, 4 * ($3 = ANY (v.aliases))::int + 2 * (v.title ILIKE $2 || '%')::int + ts_rank(v.words, to_tsquery('simple', $1)) AS rank, count(*) OVER () AS total
   FROM (
     SELECT x.id, x.state, x.target, x.priority_rank, coalesce(own.title, x.title) AS title, coalesce(own.words, x.words) AS words,
       coalesce(own.aliases, x.aliases) AS aliases
     FROM (
       SELECT s.wall, bool_or(s.tier <> 'finder') AS reads_all FROM visibility s
       WHERE s.party_id = me() AND s.valid_from <= now_at() AND (s.valid_until IS NULL OR s.valid_until > now_at()) GROUP BY s.wall
     ) AS k
     JOIN vulnerability x ON x.id = k.wall AND x.superseded_by IS NULL
     LEFT JOIN LATERAL (
       SELECT f.title, words_of(f.title || ' ' || f.target) AS words, ARRAY(SELECT json_array_elements_text(f.claim -> 'aliases')) AS aliases
       FROM finding f WHERE f.vulnerability_id = x.id AND f.party_id = me() ORDER BY f.received_at, f.id LIMIT 1
     ) AS own ON NOT k.reads_all AND x.finders > 1
   ) AS v
   WHERE (v.words @@ to_tsquery('simple', $1) OR v.title ILIKE '%' || $2 || '%' OR v.target ILIKE '%' || $2 || '%' OR $3 = ANY (v.aliases))
   ORDER BY rank DESC, v.priority_rank, v.id LIMIT $4;

-- system.newest-migration
SELECT newest_migration() AS name;

-- system.queue
SELECT workers, waiting_seconds FROM queue_state();

-- today.coming
SELECT d.id, d.party_id, p.name AS party_name, d.advisory_id, a.public_id, a.title, a.tlp,
  (SELECT min(k.added_at) FROM kev k WHERE k.cve = ANY (a.aliases || a.public_id)) AS kev_at,
  d.asset_id, s.name AS asset, coalesce(s.exposure, 'unknown') AS asset_exposure, d.package, d.component_id, d.component, d.version, d.fixed_in, d.why, d.exposure_state, d.state,
  d.detected_at, d.due, d.worst_due, d.rank, d.priority, d.decision, d.forensic, d.answered_at, d.justification, d.until, d.ended_at, d.ended_why FROM duty d LEFT JOIN party p ON p.id = d.party_id LEFT JOIN advisory a ON a.id = d.advisory_id LEFT JOIN asset s ON s.id = d.asset_id WHERE d.party_id IN (SELECT s.wall FROM visibility s WHERE s.party_id = me() AND s.tier IN ('owner', 'delegate')
     AND s.valid_from <= (SELECT now_at()) AND (s.valid_until IS NULL OR s.valid_until > (SELECT now_at()))) AND d.ended_at IS NULL AND ($1::uuid IS NULL OR d.party_id = $1) AND ((d.state = 'open' AND (d.worst_due > $2::date OR d.worst_due IS NULL)) OR (d.state = 'mitigated' AND d.until <= $2::date + 12)) ORDER BY CASE WHEN d.state = 'mitigated' THEN d.until ELSE d.worst_due END NULLS LAST, d.rank, d.id LIMIT $3;

-- today.due
SELECT d.id, d.party_id, p.name AS party_name, d.advisory_id, a.public_id, a.title, a.tlp,
  (SELECT min(k.added_at) FROM kev k WHERE k.cve = ANY (a.aliases || a.public_id)) AS kev_at,
  d.asset_id, s.name AS asset, coalesce(s.exposure, 'unknown') AS asset_exposure, d.package, d.component_id, d.component, d.version, d.fixed_in, d.why, d.exposure_state, d.state,
  d.detected_at, d.due, d.worst_due, d.rank, d.priority, d.decision, d.forensic, d.answered_at, d.justification, d.until, d.ended_at, d.ended_why FROM duty d LEFT JOIN party p ON p.id = d.party_id LEFT JOIN advisory a ON a.id = d.advisory_id LEFT JOIN asset s ON s.id = d.asset_id WHERE d.party_id IN (SELECT s.wall FROM visibility s WHERE s.party_id = me() AND s.tier IN ('owner', 'delegate')
     AND s.valid_from <= (SELECT now_at()) AND (s.valid_until IS NULL OR s.valid_until > (SELECT now_at()))) AND d.ended_at IS NULL AND ($1::uuid IS NULL OR d.party_id = $1) AND d.state = 'open' AND d.worst_due <= $2::date ORDER BY d.worst_due, d.rank, d.id LIMIT $3;

-- today.tally
SELECT count(*) FILTER (WHERE d.state = 'open' AND d.worst_due <= $2::date) AS due, count(*) FILTER (WHERE d.state = 'open' AND d.worst_due <= $2::date AND d.due < $3::date) AS overdue, count(*) FILTER (WHERE ((d.state = 'open' AND (d.worst_due > $2::date OR d.worst_due IS NULL)) OR (d.state = 'mitigated' AND d.until <= $2::date + 12))) AS coming,
     count(*) FILTER (WHERE d.state IN ('fixed', 'not_affected')) AS closed, max(d.worst_due) FILTER (WHERE d.state = 'open' AND d.worst_due <= $2::date) AS last_due
   FROM duty d WHERE d.party_id IN (SELECT s.wall FROM visibility s WHERE s.party_id = me() AND s.tier IN ('owner', 'delegate')
     AND s.valid_from <= (SELECT now_at()) AND (s.valid_until IS NULL OR s.valid_until > (SELECT now_at()))) AND d.ended_at IS NULL AND ($1::uuid IS NULL OR d.party_id = $1);

-- vulnerabilities.attachment
SELECT a.blob_id, a.name, a.media_type, (SELECT b.bytes FROM blob b WHERE b.id = a.blob_id) AS bytes
   FROM attachment a WHERE a.finding_id = $1 AND a.digest = decode($2, 'hex') LIMIT 1;

-- vulnerabilities.candidates
SELECT c.id, c.score, c.reasons, c.settle, o.id AS other_id, o.title AS other_title, o.target AS other_target, o.state AS other_state, o.reports AS other_reports
   FROM candidates_of($1) n JOIN candidate c ON c.id = n.id JOIN vulnerability o ON o.id = n.other
   ORDER BY c.score DESC, c.id LIMIT 50;

-- vulnerabilities.comparing
SELECT EXISTS (SELECT 1 FROM finding f JOIN report r ON r.id = f.report_id
     WHERE f.vulnerability_id = $1 AND r.compared_at IS NULL AND f.ordinal >= r.compared_to) AS comparing;

-- vulnerabilities.count
SELECT count(*) AS total FROM vulnerability x WHERE x.superseded_by IS NULL
    AND ($1::text IS NULL OR x.state = $1)
    AND ($2::boolean IS NULL OR (x.state NOT IN ('rejected', 'published')) = $2)
    AND ($3::boolean IS NULL OR (x.kev_at IS NOT NULL) = $3)
    AND ($4::text IS NULL OR x.proof = $4)
    AND ($5::text IS NULL OR x.severity = $5)
    AND ($6::uuid IS NULL OR x.project_id = $6)
    AND ($7::text IS NULL OR EXISTS (SELECT 1 FROM hold h WHERE h.vulnerability_id = x.id AND h.ended_at IS NULL AND ($7 = 'any' OR h.kind = $7)))
    AND ($8::uuid IS NULL OR x.assigned_to = $8)
    AND ($9::boolean IS NULL OR x.candidates > 0)
    AND ($10::boolean IS NULL OR x.reports > 1)
    AND ($11::text IS NULL OR CASE WHEN EXISTS (SELECT 1 FROM visibility v WHERE v.wall = x.id AND v.party_id = me()
     AND v.valid_from <= (SELECT now_at()) AND (v.valid_until IS NULL OR v.valid_until > (SELECT now_at())) AND v.tier <> 'finder')
      THEN x.words @@ words_wanted($11) OR x.title ILIKE '%' || $11 || '%' OR upper($11) = ANY (x.aliases)
      ELSE EXISTS (SELECT 1 FROM finding f WHERE f.vulnerability_id = x.id AND f.party_id = me() AND (
        f.title ILIKE '%' || $11 || '%' OR words_of(f.title || ' ' || f.target) @@ words_wanted($11)
        OR upper($11) IN (SELECT json_array_elements_text(f.claim -> 'aliases')))) END);

-- vulnerabilities.decisions
SELECT id, vulnerability_id, kind, person_id, facts ->> 'by' AS person_name, reason, facts, before, at, undone_at, entry_id
   FROM decision WHERE vulnerability_id = $1 ORDER BY at, id LIMIT 500;

-- vulnerabilities.edges
SELECT id, level, kind, a, b, evidence, decision_id, at, undone_at FROM edge WHERE vulnerability_id = $1 ORDER BY at, id LIMIT 500;

-- vulnerabilities.exposure-by-sector
SELECT sector, operators, open, closed FROM sector_exposure($1);

-- vulnerabilities.few-by-newest
SELECT
  x.id, x.title, x.target, x.version, x.location, x.weaknesses, x.aliases, x.state, x.proof, x.project_id, p.name AS project_name,
  p.weekly_budget, x.findings, x.reports, x.finders, x.candidates, x.severity, x.kev_at, x.automatable, x.technical_impact,
  priority_of(x.id) AS priority,
  x.exposed_operators, x.line_place, x.line_of, x.assigned_to, x.assigned_name, x.rejected_reason, x.first_seen_at, x.validated_at,
  x.rejected_at, x.told_at, x.fixed_at, x.published_at, x.superseded_by, c.id AS case_id, c.embargo_until, c.embargo_zone,
  coalesce((SELECT jsonb_agg(jsonb_build_object('id', h.id, 'kind', h.kind, 'reason', h.reason, 'owner', h.owner_name,
      'since', to_jsonb(h.since), 'expiresAt', to_jsonb(h.expires_at)) ORDER BY h.since)
    FROM hold h WHERE h.vulnerability_id = x.id AND h.ended_at IS NULL), '[]') AS holds,
  (SELECT v.tier FROM visibility v WHERE v.wall = x.id AND v.party_id = me()
     AND v.valid_from <= (SELECT now_at()) AND (v.valid_until IS NULL OR v.valid_until > (SELECT now_at())) ORDER BY array_position(ARRAY['coordinator', 'maintainer', 'finder', 'reader'], v.tier) LIMIT 1) AS tier,
  CASE WHEN NOT EXISTS (SELECT 1 FROM visibility v WHERE v.wall = x.id AND v.party_id = me()
     AND v.valid_from <= (SELECT now_at()) AND (v.valid_until IS NULL OR v.valid_until > (SELECT now_at())) AND v.tier <> 'finder' OFFSET 0) THEN (
    SELECT json_build_object('title', f.title, 'version', f.version, 'aliases', f.claim -> 'aliases', 'weaknesses', f.claim -> 'weaknesses')
    FROM finding f WHERE f.vulnerability_id = x.id AND f.party_id = me() ORDER BY f.received_at, f.id LIMIT 1) END AS own, page.total
         FROM (SELECT x.id, count(*) OVER () AS total FROM vulnerability x WHERE x.id = ANY (ARRAY(SELECT s.wall FROM visibility s WHERE s.party_id IN (me(), everybody())
     AND s.valid_from <= (SELECT now_at()) AND (s.valid_until IS NULL OR s.valid_until > (SELECT now_at())))) AND x.superseded_by IS NULL
    AND ($1::text IS NULL OR x.state = $1)
    AND ($2::boolean IS NULL OR (x.state NOT IN ('rejected', 'published')) = $2)
    AND ($3::boolean IS NULL OR (x.kev_at IS NOT NULL) = $3)
    AND ($4::text IS NULL OR x.proof = $4)
    AND ($5::text IS NULL OR x.severity = $5)
    AND ($6::uuid IS NULL OR x.project_id = $6)
    AND ($7::text IS NULL OR EXISTS (SELECT 1 FROM hold h WHERE h.vulnerability_id = x.id AND h.ended_at IS NULL AND ($7 = 'any' OR h.kind = $7)))
    AND ($8::uuid IS NULL OR x.assigned_to = $8)
    AND ($9::boolean IS NULL OR x.candidates > 0)
    AND ($10::boolean IS NULL OR x.reports > 1)
    AND ($11::text IS NULL OR CASE WHEN EXISTS (SELECT 1 FROM visibility v WHERE v.wall = x.id AND v.party_id = me()
     AND v.valid_from <= (SELECT now_at()) AND (v.valid_until IS NULL OR v.valid_until > (SELECT now_at())) AND v.tier <> 'finder')
      THEN x.words @@ words_wanted($11) OR x.title ILIKE '%' || $11 || '%' OR upper($11) = ANY (x.aliases)
      ELSE EXISTS (SELECT 1 FROM finding f WHERE f.vulnerability_id = x.id AND f.party_id = me() AND (
        f.title ILIKE '%' || $11 || '%' OR words_of(f.title || ' ' || f.target) @@ words_wanted($11)
        OR upper($11) IN (SELECT json_array_elements_text(f.claim -> 'aliases')))) END) ORDER BY x.first_seen_at DESC, x.id LIMIT $12 OFFSET $13) AS page
         JOIN vulnerability x ON x.id = page.id
  LEFT JOIN project p ON p.id = x.project_id
  LEFT JOIN coordination_case c ON c.vulnerability_id = x.id ORDER BY x.first_seen_at DESC, x.id;

-- vulnerabilities.few-by-oldest
SELECT
  x.id, x.title, x.target, x.version, x.location, x.weaknesses, x.aliases, x.state, x.proof, x.project_id, p.name AS project_name,
  p.weekly_budget, x.findings, x.reports, x.finders, x.candidates, x.severity, x.kev_at, x.automatable, x.technical_impact,
  priority_of(x.id) AS priority,
  x.exposed_operators, x.line_place, x.line_of, x.assigned_to, x.assigned_name, x.rejected_reason, x.first_seen_at, x.validated_at,
  x.rejected_at, x.told_at, x.fixed_at, x.published_at, x.superseded_by, c.id AS case_id, c.embargo_until, c.embargo_zone,
  coalesce((SELECT jsonb_agg(jsonb_build_object('id', h.id, 'kind', h.kind, 'reason', h.reason, 'owner', h.owner_name,
      'since', to_jsonb(h.since), 'expiresAt', to_jsonb(h.expires_at)) ORDER BY h.since)
    FROM hold h WHERE h.vulnerability_id = x.id AND h.ended_at IS NULL), '[]') AS holds,
  (SELECT v.tier FROM visibility v WHERE v.wall = x.id AND v.party_id = me()
     AND v.valid_from <= (SELECT now_at()) AND (v.valid_until IS NULL OR v.valid_until > (SELECT now_at())) ORDER BY array_position(ARRAY['coordinator', 'maintainer', 'finder', 'reader'], v.tier) LIMIT 1) AS tier,
  CASE WHEN NOT EXISTS (SELECT 1 FROM visibility v WHERE v.wall = x.id AND v.party_id = me()
     AND v.valid_from <= (SELECT now_at()) AND (v.valid_until IS NULL OR v.valid_until > (SELECT now_at())) AND v.tier <> 'finder' OFFSET 0) THEN (
    SELECT json_build_object('title', f.title, 'version', f.version, 'aliases', f.claim -> 'aliases', 'weaknesses', f.claim -> 'weaknesses')
    FROM finding f WHERE f.vulnerability_id = x.id AND f.party_id = me() ORDER BY f.received_at, f.id LIMIT 1) END AS own, page.total
         FROM (SELECT x.id, count(*) OVER () AS total FROM vulnerability x WHERE x.id = ANY (ARRAY(SELECT s.wall FROM visibility s WHERE s.party_id IN (me(), everybody())
     AND s.valid_from <= (SELECT now_at()) AND (s.valid_until IS NULL OR s.valid_until > (SELECT now_at())))) AND x.superseded_by IS NULL
    AND ($1::text IS NULL OR x.state = $1)
    AND ($2::boolean IS NULL OR (x.state NOT IN ('rejected', 'published')) = $2)
    AND ($3::boolean IS NULL OR (x.kev_at IS NOT NULL) = $3)
    AND ($4::text IS NULL OR x.proof = $4)
    AND ($5::text IS NULL OR x.severity = $5)
    AND ($6::uuid IS NULL OR x.project_id = $6)
    AND ($7::text IS NULL OR EXISTS (SELECT 1 FROM hold h WHERE h.vulnerability_id = x.id AND h.ended_at IS NULL AND ($7 = 'any' OR h.kind = $7)))
    AND ($8::uuid IS NULL OR x.assigned_to = $8)
    AND ($9::boolean IS NULL OR x.candidates > 0)
    AND ($10::boolean IS NULL OR x.reports > 1)
    AND ($11::text IS NULL OR CASE WHEN EXISTS (SELECT 1 FROM visibility v WHERE v.wall = x.id AND v.party_id = me()
     AND v.valid_from <= (SELECT now_at()) AND (v.valid_until IS NULL OR v.valid_until > (SELECT now_at())) AND v.tier <> 'finder')
      THEN x.words @@ words_wanted($11) OR x.title ILIKE '%' || $11 || '%' OR upper($11) = ANY (x.aliases)
      ELSE EXISTS (SELECT 1 FROM finding f WHERE f.vulnerability_id = x.id AND f.party_id = me() AND (
        f.title ILIKE '%' || $11 || '%' OR words_of(f.title || ' ' || f.target) @@ words_wanted($11)
        OR upper($11) IN (SELECT json_array_elements_text(f.claim -> 'aliases')))) END) ORDER BY x.first_seen_at, x.id LIMIT $12 OFFSET $13) AS page
         JOIN vulnerability x ON x.id = page.id
  LEFT JOIN project p ON p.id = x.project_id
  LEFT JOIN coordination_case c ON c.vulnerability_id = x.id ORDER BY x.first_seen_at, x.id;

-- vulnerabilities.few-by-priority
SELECT
  x.id, x.title, x.target, x.version, x.location, x.weaknesses, x.aliases, x.state, x.proof, x.project_id, p.name AS project_name,
  p.weekly_budget, x.findings, x.reports, x.finders, x.candidates, x.severity, x.kev_at, x.automatable, x.technical_impact,
  priority_of(x.id) AS priority,
  x.exposed_operators, x.line_place, x.line_of, x.assigned_to, x.assigned_name, x.rejected_reason, x.first_seen_at, x.validated_at,
  x.rejected_at, x.told_at, x.fixed_at, x.published_at, x.superseded_by, c.id AS case_id, c.embargo_until, c.embargo_zone,
  coalesce((SELECT jsonb_agg(jsonb_build_object('id', h.id, 'kind', h.kind, 'reason', h.reason, 'owner', h.owner_name,
      'since', to_jsonb(h.since), 'expiresAt', to_jsonb(h.expires_at)) ORDER BY h.since)
    FROM hold h WHERE h.vulnerability_id = x.id AND h.ended_at IS NULL), '[]') AS holds,
  (SELECT v.tier FROM visibility v WHERE v.wall = x.id AND v.party_id = me()
     AND v.valid_from <= (SELECT now_at()) AND (v.valid_until IS NULL OR v.valid_until > (SELECT now_at())) ORDER BY array_position(ARRAY['coordinator', 'maintainer', 'finder', 'reader'], v.tier) LIMIT 1) AS tier,
  CASE WHEN NOT EXISTS (SELECT 1 FROM visibility v WHERE v.wall = x.id AND v.party_id = me()
     AND v.valid_from <= (SELECT now_at()) AND (v.valid_until IS NULL OR v.valid_until > (SELECT now_at())) AND v.tier <> 'finder' OFFSET 0) THEN (
    SELECT json_build_object('title', f.title, 'version', f.version, 'aliases', f.claim -> 'aliases', 'weaknesses', f.claim -> 'weaknesses')
    FROM finding f WHERE f.vulnerability_id = x.id AND f.party_id = me() ORDER BY f.received_at, f.id LIMIT 1) END AS own, page.total
         FROM (SELECT x.id, count(*) OVER () AS total FROM vulnerability x WHERE x.id = ANY (ARRAY(SELECT s.wall FROM visibility s WHERE s.party_id IN (me(), everybody())
     AND s.valid_from <= (SELECT now_at()) AND (s.valid_until IS NULL OR s.valid_until > (SELECT now_at())))) AND x.superseded_by IS NULL
    AND ($1::text IS NULL OR x.state = $1)
    AND ($2::boolean IS NULL OR (x.state NOT IN ('rejected', 'published')) = $2)
    AND ($3::boolean IS NULL OR (x.kev_at IS NOT NULL) = $3)
    AND ($4::text IS NULL OR x.proof = $4)
    AND ($5::text IS NULL OR x.severity = $5)
    AND ($6::uuid IS NULL OR x.project_id = $6)
    AND ($7::text IS NULL OR EXISTS (SELECT 1 FROM hold h WHERE h.vulnerability_id = x.id AND h.ended_at IS NULL AND ($7 = 'any' OR h.kind = $7)))
    AND ($8::uuid IS NULL OR x.assigned_to = $8)
    AND ($9::boolean IS NULL OR x.candidates > 0)
    AND ($10::boolean IS NULL OR x.reports > 1)
    AND ($11::text IS NULL OR CASE WHEN EXISTS (SELECT 1 FROM visibility v WHERE v.wall = x.id AND v.party_id = me()
     AND v.valid_from <= (SELECT now_at()) AND (v.valid_until IS NULL OR v.valid_until > (SELECT now_at())) AND v.tier <> 'finder')
      THEN x.words @@ words_wanted($11) OR x.title ILIKE '%' || $11 || '%' OR upper($11) = ANY (x.aliases)
      ELSE EXISTS (SELECT 1 FROM finding f WHERE f.vulnerability_id = x.id AND f.party_id = me() AND (
        f.title ILIKE '%' || $11 || '%' OR words_of(f.title || ' ' || f.target) @@ words_wanted($11)
        OR upper($11) IN (SELECT json_array_elements_text(f.claim -> 'aliases')))) END) ORDER BY x.priority_rank, x.first_seen_at, x.id LIMIT $12 OFFSET $13) AS page
         JOIN vulnerability x ON x.id = page.id
  LEFT JOIN project p ON p.id = x.project_id
  LEFT JOIN coordination_case c ON c.vulnerability_id = x.id ORDER BY x.priority_rank, x.first_seen_at, x.id;

-- vulnerabilities.few-by-reports
SELECT
  x.id, x.title, x.target, x.version, x.location, x.weaknesses, x.aliases, x.state, x.proof, x.project_id, p.name AS project_name,
  p.weekly_budget, x.findings, x.reports, x.finders, x.candidates, x.severity, x.kev_at, x.automatable, x.technical_impact,
  priority_of(x.id) AS priority,
  x.exposed_operators, x.line_place, x.line_of, x.assigned_to, x.assigned_name, x.rejected_reason, x.first_seen_at, x.validated_at,
  x.rejected_at, x.told_at, x.fixed_at, x.published_at, x.superseded_by, c.id AS case_id, c.embargo_until, c.embargo_zone,
  coalesce((SELECT jsonb_agg(jsonb_build_object('id', h.id, 'kind', h.kind, 'reason', h.reason, 'owner', h.owner_name,
      'since', to_jsonb(h.since), 'expiresAt', to_jsonb(h.expires_at)) ORDER BY h.since)
    FROM hold h WHERE h.vulnerability_id = x.id AND h.ended_at IS NULL), '[]') AS holds,
  (SELECT v.tier FROM visibility v WHERE v.wall = x.id AND v.party_id = me()
     AND v.valid_from <= (SELECT now_at()) AND (v.valid_until IS NULL OR v.valid_until > (SELECT now_at())) ORDER BY array_position(ARRAY['coordinator', 'maintainer', 'finder', 'reader'], v.tier) LIMIT 1) AS tier,
  CASE WHEN NOT EXISTS (SELECT 1 FROM visibility v WHERE v.wall = x.id AND v.party_id = me()
     AND v.valid_from <= (SELECT now_at()) AND (v.valid_until IS NULL OR v.valid_until > (SELECT now_at())) AND v.tier <> 'finder' OFFSET 0) THEN (
    SELECT json_build_object('title', f.title, 'version', f.version, 'aliases', f.claim -> 'aliases', 'weaknesses', f.claim -> 'weaknesses')
    FROM finding f WHERE f.vulnerability_id = x.id AND f.party_id = me() ORDER BY f.received_at, f.id LIMIT 1) END AS own, page.total
         FROM (SELECT x.id, count(*) OVER () AS total FROM vulnerability x WHERE x.id = ANY (ARRAY(SELECT s.wall FROM visibility s WHERE s.party_id IN (me(), everybody())
     AND s.valid_from <= (SELECT now_at()) AND (s.valid_until IS NULL OR s.valid_until > (SELECT now_at())))) AND x.superseded_by IS NULL
    AND ($1::text IS NULL OR x.state = $1)
    AND ($2::boolean IS NULL OR (x.state NOT IN ('rejected', 'published')) = $2)
    AND ($3::boolean IS NULL OR (x.kev_at IS NOT NULL) = $3)
    AND ($4::text IS NULL OR x.proof = $4)
    AND ($5::text IS NULL OR x.severity = $5)
    AND ($6::uuid IS NULL OR x.project_id = $6)
    AND ($7::text IS NULL OR EXISTS (SELECT 1 FROM hold h WHERE h.vulnerability_id = x.id AND h.ended_at IS NULL AND ($7 = 'any' OR h.kind = $7)))
    AND ($8::uuid IS NULL OR x.assigned_to = $8)
    AND ($9::boolean IS NULL OR x.candidates > 0)
    AND ($10::boolean IS NULL OR x.reports > 1)
    AND ($11::text IS NULL OR CASE WHEN EXISTS (SELECT 1 FROM visibility v WHERE v.wall = x.id AND v.party_id = me()
     AND v.valid_from <= (SELECT now_at()) AND (v.valid_until IS NULL OR v.valid_until > (SELECT now_at())) AND v.tier <> 'finder')
      THEN x.words @@ words_wanted($11) OR x.title ILIKE '%' || $11 || '%' OR upper($11) = ANY (x.aliases)
      ELSE EXISTS (SELECT 1 FROM finding f WHERE f.vulnerability_id = x.id AND f.party_id = me() AND (
        f.title ILIKE '%' || $11 || '%' OR words_of(f.title || ' ' || f.target) @@ words_wanted($11)
        OR upper($11) IN (SELECT json_array_elements_text(f.claim -> 'aliases')))) END) ORDER BY x.reports DESC, x.priority_rank, x.id LIMIT $12 OFFSET $13) AS page
         JOIN vulnerability x ON x.id = page.id
  LEFT JOIN project p ON p.id = x.project_id
  LEFT JOIN coordination_case c ON c.vulnerability_id = x.id ORDER BY x.reports DESC, x.priority_rank, x.id;

-- vulnerabilities.few-by-title
SELECT
  x.id, x.title, x.target, x.version, x.location, x.weaknesses, x.aliases, x.state, x.proof, x.project_id, p.name AS project_name,
  p.weekly_budget, x.findings, x.reports, x.finders, x.candidates, x.severity, x.kev_at, x.automatable, x.technical_impact,
  priority_of(x.id) AS priority,
  x.exposed_operators, x.line_place, x.line_of, x.assigned_to, x.assigned_name, x.rejected_reason, x.first_seen_at, x.validated_at,
  x.rejected_at, x.told_at, x.fixed_at, x.published_at, x.superseded_by, c.id AS case_id, c.embargo_until, c.embargo_zone,
  coalesce((SELECT jsonb_agg(jsonb_build_object('id', h.id, 'kind', h.kind, 'reason', h.reason, 'owner', h.owner_name,
      'since', to_jsonb(h.since), 'expiresAt', to_jsonb(h.expires_at)) ORDER BY h.since)
    FROM hold h WHERE h.vulnerability_id = x.id AND h.ended_at IS NULL), '[]') AS holds,
  (SELECT v.tier FROM visibility v WHERE v.wall = x.id AND v.party_id = me()
     AND v.valid_from <= (SELECT now_at()) AND (v.valid_until IS NULL OR v.valid_until > (SELECT now_at())) ORDER BY array_position(ARRAY['coordinator', 'maintainer', 'finder', 'reader'], v.tier) LIMIT 1) AS tier,
  CASE WHEN NOT EXISTS (SELECT 1 FROM visibility v WHERE v.wall = x.id AND v.party_id = me()
     AND v.valid_from <= (SELECT now_at()) AND (v.valid_until IS NULL OR v.valid_until > (SELECT now_at())) AND v.tier <> 'finder' OFFSET 0) THEN (
    SELECT json_build_object('title', f.title, 'version', f.version, 'aliases', f.claim -> 'aliases', 'weaknesses', f.claim -> 'weaknesses')
    FROM finding f WHERE f.vulnerability_id = x.id AND f.party_id = me() ORDER BY f.received_at, f.id LIMIT 1) END AS own, page.total
         FROM (SELECT x.id, count(*) OVER () AS total FROM vulnerability x WHERE x.id = ANY (ARRAY(SELECT s.wall FROM visibility s WHERE s.party_id IN (me(), everybody())
     AND s.valid_from <= (SELECT now_at()) AND (s.valid_until IS NULL OR s.valid_until > (SELECT now_at())))) AND x.superseded_by IS NULL
    AND ($1::text IS NULL OR x.state = $1)
    AND ($2::boolean IS NULL OR (x.state NOT IN ('rejected', 'published')) = $2)
    AND ($3::boolean IS NULL OR (x.kev_at IS NOT NULL) = $3)
    AND ($4::text IS NULL OR x.proof = $4)
    AND ($5::text IS NULL OR x.severity = $5)
    AND ($6::uuid IS NULL OR x.project_id = $6)
    AND ($7::text IS NULL OR EXISTS (SELECT 1 FROM hold h WHERE h.vulnerability_id = x.id AND h.ended_at IS NULL AND ($7 = 'any' OR h.kind = $7)))
    AND ($8::uuid IS NULL OR x.assigned_to = $8)
    AND ($9::boolean IS NULL OR x.candidates > 0)
    AND ($10::boolean IS NULL OR x.reports > 1)
    AND ($11::text IS NULL OR CASE WHEN EXISTS (SELECT 1 FROM visibility v WHERE v.wall = x.id AND v.party_id = me()
     AND v.valid_from <= (SELECT now_at()) AND (v.valid_until IS NULL OR v.valid_until > (SELECT now_at())) AND v.tier <> 'finder')
      THEN x.words @@ words_wanted($11) OR x.title ILIKE '%' || $11 || '%' OR upper($11) = ANY (x.aliases)
      ELSE EXISTS (SELECT 1 FROM finding f WHERE f.vulnerability_id = x.id AND f.party_id = me() AND (
        f.title ILIKE '%' || $11 || '%' OR words_of(f.title || ' ' || f.target) @@ words_wanted($11)
        OR upper($11) IN (SELECT json_array_elements_text(f.claim -> 'aliases')))) END) ORDER BY CASE WHEN EXISTS (SELECT 1 FROM visibility v WHERE v.wall = x.id AND v.party_id = me()
     AND v.valid_from <= (SELECT now_at()) AND (v.valid_until IS NULL OR v.valid_until > (SELECT now_at())) AND v.tier <> 'finder') THEN x.title ELSE (SELECT min(f.title) FROM finding f WHERE f.vulnerability_id = x.id AND f.party_id = me()) END, x.id LIMIT $12 OFFSET $13) AS page
         JOIN vulnerability x ON x.id = page.id
  LEFT JOIN project p ON p.id = x.project_id
  LEFT JOIN coordination_case c ON c.vulnerability_id = x.id ORDER BY CASE WHEN EXISTS (SELECT 1 FROM visibility v WHERE v.wall = x.id AND v.party_id = me()
     AND v.valid_from <= (SELECT now_at()) AND (v.valid_until IS NULL OR v.valid_until > (SELECT now_at())) AND v.tier <> 'finder') THEN x.title ELSE (SELECT min(f.title) FROM finding f WHERE f.vulnerability_id = x.id AND f.party_id = me()) END, x.id;

-- vulnerabilities.few-count
SELECT count(*) AS total FROM vulnerability x WHERE x.id = ANY (ARRAY(SELECT s.wall FROM visibility s WHERE s.party_id IN (me(), everybody())
     AND s.valid_from <= (SELECT now_at()) AND (s.valid_until IS NULL OR s.valid_until > (SELECT now_at())))) AND x.superseded_by IS NULL
    AND ($1::text IS NULL OR x.state = $1)
    AND ($2::boolean IS NULL OR (x.state NOT IN ('rejected', 'published')) = $2)
    AND ($3::boolean IS NULL OR (x.kev_at IS NOT NULL) = $3)
    AND ($4::text IS NULL OR x.proof = $4)
    AND ($5::text IS NULL OR x.severity = $5)
    AND ($6::uuid IS NULL OR x.project_id = $6)
    AND ($7::text IS NULL OR EXISTS (SELECT 1 FROM hold h WHERE h.vulnerability_id = x.id AND h.ended_at IS NULL AND ($7 = 'any' OR h.kind = $7)))
    AND ($8::uuid IS NULL OR x.assigned_to = $8)
    AND ($9::boolean IS NULL OR x.candidates > 0)
    AND ($10::boolean IS NULL OR x.reports > 1)
    AND ($11::text IS NULL OR CASE WHEN EXISTS (SELECT 1 FROM visibility v WHERE v.wall = x.id AND v.party_id = me()
     AND v.valid_from <= (SELECT now_at()) AND (v.valid_until IS NULL OR v.valid_until > (SELECT now_at())) AND v.tier <> 'finder')
      THEN x.words @@ words_wanted($11) OR x.title ILIKE '%' || $11 || '%' OR upper($11) = ANY (x.aliases)
      ELSE EXISTS (SELECT 1 FROM finding f WHERE f.vulnerability_id = x.id AND f.party_id = me() AND (
        f.title ILIKE '%' || $11 || '%' OR words_of(f.title || ' ' || f.target) @@ words_wanted($11)
        OR upper($11) IN (SELECT json_array_elements_text(f.claim -> 'aliases')))) END);

-- vulnerabilities.findings
SELECT f.id, f.report_id, f.ordinal, f.title, f.claim, f.received_at, f.party_id, y.name AS party_name, f.target, count(*) OVER () AS total,
     coalesce((SELECT jsonb_agg(jsonb_build_object('role', a.role, 'name', a.name, 'mediaType', a.media_type, 'digest', encode(a.digest, 'hex'), 'size', a.size) ORDER BY a.n)
       FROM attachment a WHERE a.finding_id = f.id), '[]') AS attachments
   FROM finding f LEFT JOIN party y ON y.id = f.party_id
   WHERE f.vulnerability_id = $1 ORDER BY f.received_at, f.id LIMIT $2 OFFSET $3;

-- vulnerabilities.flow
SELECT count(*) FILTER (WHERE first_seen_at >= $1) AS in,
     (SELECT count(*) FROM edge e WHERE e.at >= $1 AND e.undone_at IS NULL) AS merged,
     count(*) FILTER (WHERE rejected_at >= $1 AND state = 'rejected') AS rejected,
     count(*) FILTER (WHERE validated_at >= $1) AS validated,
     count(*) FILTER (WHERE told_at >= $1) AS told,
     count(*) FILTER (WHERE state = 'found') AS waiting
   FROM vulnerability WHERE superseded_by IS NULL;

-- vulnerabilities.knows
SELECT k.party_id, coalesce(y.name, 'a party') AS name, k.tier, k.valid_from, k.valid_until
   FROM who_knows($1) k LEFT JOIN party y ON y.id = k.party_id ORDER BY k.valid_from, name;

-- vulnerabilities.list-by-newest
SELECT
  x.id, x.title, x.target, x.version, x.location, x.weaknesses, x.aliases, x.state, x.proof, x.project_id, p.name AS project_name,
  p.weekly_budget, x.findings, x.reports, x.finders, x.candidates, x.severity, x.kev_at, x.automatable, x.technical_impact,
  priority_of(x.id) AS priority,
  x.exposed_operators, x.line_place, x.line_of, x.assigned_to, x.assigned_name, x.rejected_reason, x.first_seen_at, x.validated_at,
  x.rejected_at, x.told_at, x.fixed_at, x.published_at, x.superseded_by, c.id AS case_id, c.embargo_until, c.embargo_zone,
  coalesce((SELECT jsonb_agg(jsonb_build_object('id', h.id, 'kind', h.kind, 'reason', h.reason, 'owner', h.owner_name,
      'since', to_jsonb(h.since), 'expiresAt', to_jsonb(h.expires_at)) ORDER BY h.since)
    FROM hold h WHERE h.vulnerability_id = x.id AND h.ended_at IS NULL), '[]') AS holds,
  (SELECT v.tier FROM visibility v WHERE v.wall = x.id AND v.party_id = me()
     AND v.valid_from <= (SELECT now_at()) AND (v.valid_until IS NULL OR v.valid_until > (SELECT now_at())) ORDER BY array_position(ARRAY['coordinator', 'maintainer', 'finder', 'reader'], v.tier) LIMIT 1) AS tier,
  CASE WHEN NOT EXISTS (SELECT 1 FROM visibility v WHERE v.wall = x.id AND v.party_id = me()
     AND v.valid_from <= (SELECT now_at()) AND (v.valid_until IS NULL OR v.valid_until > (SELECT now_at())) AND v.tier <> 'finder' OFFSET 0) THEN (
    SELECT json_build_object('title', f.title, 'version', f.version, 'aliases', f.claim -> 'aliases', 'weaknesses', f.claim -> 'weaknesses')
    FROM finding f WHERE f.vulnerability_id = x.id AND f.party_id = me() ORDER BY f.received_at, f.id LIMIT 1) END AS own, page.total
         FROM (SELECT x.id, count(*) OVER () AS total FROM vulnerability x WHERE x.superseded_by IS NULL
    AND ($1::text IS NULL OR x.state = $1)
    AND ($2::boolean IS NULL OR (x.state NOT IN ('rejected', 'published')) = $2)
    AND ($3::boolean IS NULL OR (x.kev_at IS NOT NULL) = $3)
    AND ($4::text IS NULL OR x.proof = $4)
    AND ($5::text IS NULL OR x.severity = $5)
    AND ($6::uuid IS NULL OR x.project_id = $6)
    AND ($7::text IS NULL OR EXISTS (SELECT 1 FROM hold h WHERE h.vulnerability_id = x.id AND h.ended_at IS NULL AND ($7 = 'any' OR h.kind = $7)))
    AND ($8::uuid IS NULL OR x.assigned_to = $8)
    AND ($9::boolean IS NULL OR x.candidates > 0)
    AND ($10::boolean IS NULL OR x.reports > 1)
    AND ($11::text IS NULL OR CASE WHEN EXISTS (SELECT 1 FROM visibility v WHERE v.wall = x.id AND v.party_id = me()
     AND v.valid_from <= (SELECT now_at()) AND (v.valid_until IS NULL OR v.valid_until > (SELECT now_at())) AND v.tier <> 'finder')
      THEN x.words @@ words_wanted($11) OR x.title ILIKE '%' || $11 || '%' OR upper($11) = ANY (x.aliases)
      ELSE EXISTS (SELECT 1 FROM finding f WHERE f.vulnerability_id = x.id AND f.party_id = me() AND (
        f.title ILIKE '%' || $11 || '%' OR words_of(f.title || ' ' || f.target) @@ words_wanted($11)
        OR upper($11) IN (SELECT json_array_elements_text(f.claim -> 'aliases')))) END) ORDER BY x.first_seen_at DESC, x.id LIMIT $12 OFFSET $13) AS page
         JOIN vulnerability x ON x.id = page.id
  LEFT JOIN project p ON p.id = x.project_id
  LEFT JOIN coordination_case c ON c.vulnerability_id = x.id ORDER BY x.first_seen_at DESC, x.id;

-- vulnerabilities.list-by-oldest
SELECT
  x.id, x.title, x.target, x.version, x.location, x.weaknesses, x.aliases, x.state, x.proof, x.project_id, p.name AS project_name,
  p.weekly_budget, x.findings, x.reports, x.finders, x.candidates, x.severity, x.kev_at, x.automatable, x.technical_impact,
  priority_of(x.id) AS priority,
  x.exposed_operators, x.line_place, x.line_of, x.assigned_to, x.assigned_name, x.rejected_reason, x.first_seen_at, x.validated_at,
  x.rejected_at, x.told_at, x.fixed_at, x.published_at, x.superseded_by, c.id AS case_id, c.embargo_until, c.embargo_zone,
  coalesce((SELECT jsonb_agg(jsonb_build_object('id', h.id, 'kind', h.kind, 'reason', h.reason, 'owner', h.owner_name,
      'since', to_jsonb(h.since), 'expiresAt', to_jsonb(h.expires_at)) ORDER BY h.since)
    FROM hold h WHERE h.vulnerability_id = x.id AND h.ended_at IS NULL), '[]') AS holds,
  (SELECT v.tier FROM visibility v WHERE v.wall = x.id AND v.party_id = me()
     AND v.valid_from <= (SELECT now_at()) AND (v.valid_until IS NULL OR v.valid_until > (SELECT now_at())) ORDER BY array_position(ARRAY['coordinator', 'maintainer', 'finder', 'reader'], v.tier) LIMIT 1) AS tier,
  CASE WHEN NOT EXISTS (SELECT 1 FROM visibility v WHERE v.wall = x.id AND v.party_id = me()
     AND v.valid_from <= (SELECT now_at()) AND (v.valid_until IS NULL OR v.valid_until > (SELECT now_at())) AND v.tier <> 'finder' OFFSET 0) THEN (
    SELECT json_build_object('title', f.title, 'version', f.version, 'aliases', f.claim -> 'aliases', 'weaknesses', f.claim -> 'weaknesses')
    FROM finding f WHERE f.vulnerability_id = x.id AND f.party_id = me() ORDER BY f.received_at, f.id LIMIT 1) END AS own, page.total
         FROM (SELECT x.id, count(*) OVER () AS total FROM vulnerability x WHERE x.superseded_by IS NULL
    AND ($1::text IS NULL OR x.state = $1)
    AND ($2::boolean IS NULL OR (x.state NOT IN ('rejected', 'published')) = $2)
    AND ($3::boolean IS NULL OR (x.kev_at IS NOT NULL) = $3)
    AND ($4::text IS NULL OR x.proof = $4)
    AND ($5::text IS NULL OR x.severity = $5)
    AND ($6::uuid IS NULL OR x.project_id = $6)
    AND ($7::text IS NULL OR EXISTS (SELECT 1 FROM hold h WHERE h.vulnerability_id = x.id AND h.ended_at IS NULL AND ($7 = 'any' OR h.kind = $7)))
    AND ($8::uuid IS NULL OR x.assigned_to = $8)
    AND ($9::boolean IS NULL OR x.candidates > 0)
    AND ($10::boolean IS NULL OR x.reports > 1)
    AND ($11::text IS NULL OR CASE WHEN EXISTS (SELECT 1 FROM visibility v WHERE v.wall = x.id AND v.party_id = me()
     AND v.valid_from <= (SELECT now_at()) AND (v.valid_until IS NULL OR v.valid_until > (SELECT now_at())) AND v.tier <> 'finder')
      THEN x.words @@ words_wanted($11) OR x.title ILIKE '%' || $11 || '%' OR upper($11) = ANY (x.aliases)
      ELSE EXISTS (SELECT 1 FROM finding f WHERE f.vulnerability_id = x.id AND f.party_id = me() AND (
        f.title ILIKE '%' || $11 || '%' OR words_of(f.title || ' ' || f.target) @@ words_wanted($11)
        OR upper($11) IN (SELECT json_array_elements_text(f.claim -> 'aliases')))) END) ORDER BY x.first_seen_at, x.id LIMIT $12 OFFSET $13) AS page
         JOIN vulnerability x ON x.id = page.id
  LEFT JOIN project p ON p.id = x.project_id
  LEFT JOIN coordination_case c ON c.vulnerability_id = x.id ORDER BY x.first_seen_at, x.id;

-- vulnerabilities.list-by-priority
SELECT
  x.id, x.title, x.target, x.version, x.location, x.weaknesses, x.aliases, x.state, x.proof, x.project_id, p.name AS project_name,
  p.weekly_budget, x.findings, x.reports, x.finders, x.candidates, x.severity, x.kev_at, x.automatable, x.technical_impact,
  priority_of(x.id) AS priority,
  x.exposed_operators, x.line_place, x.line_of, x.assigned_to, x.assigned_name, x.rejected_reason, x.first_seen_at, x.validated_at,
  x.rejected_at, x.told_at, x.fixed_at, x.published_at, x.superseded_by, c.id AS case_id, c.embargo_until, c.embargo_zone,
  coalesce((SELECT jsonb_agg(jsonb_build_object('id', h.id, 'kind', h.kind, 'reason', h.reason, 'owner', h.owner_name,
      'since', to_jsonb(h.since), 'expiresAt', to_jsonb(h.expires_at)) ORDER BY h.since)
    FROM hold h WHERE h.vulnerability_id = x.id AND h.ended_at IS NULL), '[]') AS holds,
  (SELECT v.tier FROM visibility v WHERE v.wall = x.id AND v.party_id = me()
     AND v.valid_from <= (SELECT now_at()) AND (v.valid_until IS NULL OR v.valid_until > (SELECT now_at())) ORDER BY array_position(ARRAY['coordinator', 'maintainer', 'finder', 'reader'], v.tier) LIMIT 1) AS tier,
  CASE WHEN NOT EXISTS (SELECT 1 FROM visibility v WHERE v.wall = x.id AND v.party_id = me()
     AND v.valid_from <= (SELECT now_at()) AND (v.valid_until IS NULL OR v.valid_until > (SELECT now_at())) AND v.tier <> 'finder' OFFSET 0) THEN (
    SELECT json_build_object('title', f.title, 'version', f.version, 'aliases', f.claim -> 'aliases', 'weaknesses', f.claim -> 'weaknesses')
    FROM finding f WHERE f.vulnerability_id = x.id AND f.party_id = me() ORDER BY f.received_at, f.id LIMIT 1) END AS own, page.total
         FROM (SELECT x.id, count(*) OVER () AS total FROM vulnerability x WHERE x.superseded_by IS NULL
    AND ($1::text IS NULL OR x.state = $1)
    AND ($2::boolean IS NULL OR (x.state NOT IN ('rejected', 'published')) = $2)
    AND ($3::boolean IS NULL OR (x.kev_at IS NOT NULL) = $3)
    AND ($4::text IS NULL OR x.proof = $4)
    AND ($5::text IS NULL OR x.severity = $5)
    AND ($6::uuid IS NULL OR x.project_id = $6)
    AND ($7::text IS NULL OR EXISTS (SELECT 1 FROM hold h WHERE h.vulnerability_id = x.id AND h.ended_at IS NULL AND ($7 = 'any' OR h.kind = $7)))
    AND ($8::uuid IS NULL OR x.assigned_to = $8)
    AND ($9::boolean IS NULL OR x.candidates > 0)
    AND ($10::boolean IS NULL OR x.reports > 1)
    AND ($11::text IS NULL OR CASE WHEN EXISTS (SELECT 1 FROM visibility v WHERE v.wall = x.id AND v.party_id = me()
     AND v.valid_from <= (SELECT now_at()) AND (v.valid_until IS NULL OR v.valid_until > (SELECT now_at())) AND v.tier <> 'finder')
      THEN x.words @@ words_wanted($11) OR x.title ILIKE '%' || $11 || '%' OR upper($11) = ANY (x.aliases)
      ELSE EXISTS (SELECT 1 FROM finding f WHERE f.vulnerability_id = x.id AND f.party_id = me() AND (
        f.title ILIKE '%' || $11 || '%' OR words_of(f.title || ' ' || f.target) @@ words_wanted($11)
        OR upper($11) IN (SELECT json_array_elements_text(f.claim -> 'aliases')))) END) ORDER BY x.priority_rank, x.first_seen_at, x.id LIMIT $12 OFFSET $13) AS page
         JOIN vulnerability x ON x.id = page.id
  LEFT JOIN project p ON p.id = x.project_id
  LEFT JOIN coordination_case c ON c.vulnerability_id = x.id ORDER BY x.priority_rank, x.first_seen_at, x.id;

-- vulnerabilities.list-by-reports
SELECT
  x.id, x.title, x.target, x.version, x.location, x.weaknesses, x.aliases, x.state, x.proof, x.project_id, p.name AS project_name,
  p.weekly_budget, x.findings, x.reports, x.finders, x.candidates, x.severity, x.kev_at, x.automatable, x.technical_impact,
  priority_of(x.id) AS priority,
  x.exposed_operators, x.line_place, x.line_of, x.assigned_to, x.assigned_name, x.rejected_reason, x.first_seen_at, x.validated_at,
  x.rejected_at, x.told_at, x.fixed_at, x.published_at, x.superseded_by, c.id AS case_id, c.embargo_until, c.embargo_zone,
  coalesce((SELECT jsonb_agg(jsonb_build_object('id', h.id, 'kind', h.kind, 'reason', h.reason, 'owner', h.owner_name,
      'since', to_jsonb(h.since), 'expiresAt', to_jsonb(h.expires_at)) ORDER BY h.since)
    FROM hold h WHERE h.vulnerability_id = x.id AND h.ended_at IS NULL), '[]') AS holds,
  (SELECT v.tier FROM visibility v WHERE v.wall = x.id AND v.party_id = me()
     AND v.valid_from <= (SELECT now_at()) AND (v.valid_until IS NULL OR v.valid_until > (SELECT now_at())) ORDER BY array_position(ARRAY['coordinator', 'maintainer', 'finder', 'reader'], v.tier) LIMIT 1) AS tier,
  CASE WHEN NOT EXISTS (SELECT 1 FROM visibility v WHERE v.wall = x.id AND v.party_id = me()
     AND v.valid_from <= (SELECT now_at()) AND (v.valid_until IS NULL OR v.valid_until > (SELECT now_at())) AND v.tier <> 'finder' OFFSET 0) THEN (
    SELECT json_build_object('title', f.title, 'version', f.version, 'aliases', f.claim -> 'aliases', 'weaknesses', f.claim -> 'weaknesses')
    FROM finding f WHERE f.vulnerability_id = x.id AND f.party_id = me() ORDER BY f.received_at, f.id LIMIT 1) END AS own, page.total
         FROM (SELECT x.id, count(*) OVER () AS total FROM vulnerability x WHERE x.superseded_by IS NULL
    AND ($1::text IS NULL OR x.state = $1)
    AND ($2::boolean IS NULL OR (x.state NOT IN ('rejected', 'published')) = $2)
    AND ($3::boolean IS NULL OR (x.kev_at IS NOT NULL) = $3)
    AND ($4::text IS NULL OR x.proof = $4)
    AND ($5::text IS NULL OR x.severity = $5)
    AND ($6::uuid IS NULL OR x.project_id = $6)
    AND ($7::text IS NULL OR EXISTS (SELECT 1 FROM hold h WHERE h.vulnerability_id = x.id AND h.ended_at IS NULL AND ($7 = 'any' OR h.kind = $7)))
    AND ($8::uuid IS NULL OR x.assigned_to = $8)
    AND ($9::boolean IS NULL OR x.candidates > 0)
    AND ($10::boolean IS NULL OR x.reports > 1)
    AND ($11::text IS NULL OR CASE WHEN EXISTS (SELECT 1 FROM visibility v WHERE v.wall = x.id AND v.party_id = me()
     AND v.valid_from <= (SELECT now_at()) AND (v.valid_until IS NULL OR v.valid_until > (SELECT now_at())) AND v.tier <> 'finder')
      THEN x.words @@ words_wanted($11) OR x.title ILIKE '%' || $11 || '%' OR upper($11) = ANY (x.aliases)
      ELSE EXISTS (SELECT 1 FROM finding f WHERE f.vulnerability_id = x.id AND f.party_id = me() AND (
        f.title ILIKE '%' || $11 || '%' OR words_of(f.title || ' ' || f.target) @@ words_wanted($11)
        OR upper($11) IN (SELECT json_array_elements_text(f.claim -> 'aliases')))) END) ORDER BY x.reports DESC, x.priority_rank, x.id LIMIT $12 OFFSET $13) AS page
         JOIN vulnerability x ON x.id = page.id
  LEFT JOIN project p ON p.id = x.project_id
  LEFT JOIN coordination_case c ON c.vulnerability_id = x.id ORDER BY x.reports DESC, x.priority_rank, x.id;

-- vulnerabilities.list-by-title
SELECT
  x.id, x.title, x.target, x.version, x.location, x.weaknesses, x.aliases, x.state, x.proof, x.project_id, p.name AS project_name,
  p.weekly_budget, x.findings, x.reports, x.finders, x.candidates, x.severity, x.kev_at, x.automatable, x.technical_impact,
  priority_of(x.id) AS priority,
  x.exposed_operators, x.line_place, x.line_of, x.assigned_to, x.assigned_name, x.rejected_reason, x.first_seen_at, x.validated_at,
  x.rejected_at, x.told_at, x.fixed_at, x.published_at, x.superseded_by, c.id AS case_id, c.embargo_until, c.embargo_zone,
  coalesce((SELECT jsonb_agg(jsonb_build_object('id', h.id, 'kind', h.kind, 'reason', h.reason, 'owner', h.owner_name,
      'since', to_jsonb(h.since), 'expiresAt', to_jsonb(h.expires_at)) ORDER BY h.since)
    FROM hold h WHERE h.vulnerability_id = x.id AND h.ended_at IS NULL), '[]') AS holds,
  (SELECT v.tier FROM visibility v WHERE v.wall = x.id AND v.party_id = me()
     AND v.valid_from <= (SELECT now_at()) AND (v.valid_until IS NULL OR v.valid_until > (SELECT now_at())) ORDER BY array_position(ARRAY['coordinator', 'maintainer', 'finder', 'reader'], v.tier) LIMIT 1) AS tier,
  CASE WHEN NOT EXISTS (SELECT 1 FROM visibility v WHERE v.wall = x.id AND v.party_id = me()
     AND v.valid_from <= (SELECT now_at()) AND (v.valid_until IS NULL OR v.valid_until > (SELECT now_at())) AND v.tier <> 'finder' OFFSET 0) THEN (
    SELECT json_build_object('title', f.title, 'version', f.version, 'aliases', f.claim -> 'aliases', 'weaknesses', f.claim -> 'weaknesses')
    FROM finding f WHERE f.vulnerability_id = x.id AND f.party_id = me() ORDER BY f.received_at, f.id LIMIT 1) END AS own, page.total
         FROM (SELECT x.id, count(*) OVER () AS total FROM vulnerability x WHERE x.superseded_by IS NULL
    AND ($1::text IS NULL OR x.state = $1)
    AND ($2::boolean IS NULL OR (x.state NOT IN ('rejected', 'published')) = $2)
    AND ($3::boolean IS NULL OR (x.kev_at IS NOT NULL) = $3)
    AND ($4::text IS NULL OR x.proof = $4)
    AND ($5::text IS NULL OR x.severity = $5)
    AND ($6::uuid IS NULL OR x.project_id = $6)
    AND ($7::text IS NULL OR EXISTS (SELECT 1 FROM hold h WHERE h.vulnerability_id = x.id AND h.ended_at IS NULL AND ($7 = 'any' OR h.kind = $7)))
    AND ($8::uuid IS NULL OR x.assigned_to = $8)
    AND ($9::boolean IS NULL OR x.candidates > 0)
    AND ($10::boolean IS NULL OR x.reports > 1)
    AND ($11::text IS NULL OR CASE WHEN EXISTS (SELECT 1 FROM visibility v WHERE v.wall = x.id AND v.party_id = me()
     AND v.valid_from <= (SELECT now_at()) AND (v.valid_until IS NULL OR v.valid_until > (SELECT now_at())) AND v.tier <> 'finder')
      THEN x.words @@ words_wanted($11) OR x.title ILIKE '%' || $11 || '%' OR upper($11) = ANY (x.aliases)
      ELSE EXISTS (SELECT 1 FROM finding f WHERE f.vulnerability_id = x.id AND f.party_id = me() AND (
        f.title ILIKE '%' || $11 || '%' OR words_of(f.title || ' ' || f.target) @@ words_wanted($11)
        OR upper($11) IN (SELECT json_array_elements_text(f.claim -> 'aliases')))) END) ORDER BY CASE WHEN EXISTS (SELECT 1 FROM visibility v WHERE v.wall = x.id AND v.party_id = me()
     AND v.valid_from <= (SELECT now_at()) AND (v.valid_until IS NULL OR v.valid_until > (SELECT now_at())) AND v.tier <> 'finder') THEN x.title ELSE (SELECT min(f.title) FROM finding f WHERE f.vulnerability_id = x.id AND f.party_id = me()) END, x.id LIMIT $12 OFFSET $13) AS page
         JOIN vulnerability x ON x.id = page.id
  LEFT JOIN project p ON p.id = x.project_id
  LEFT JOIN coordination_case c ON c.vulnerability_id = x.id ORDER BY CASE WHEN EXISTS (SELECT 1 FROM visibility v WHERE v.wall = x.id AND v.party_id = me()
     AND v.valid_from <= (SELECT now_at()) AND (v.valid_until IS NULL OR v.valid_until > (SELECT now_at())) AND v.tier <> 'finder') THEN x.title ELSE (SELECT min(f.title) FROM finding f WHERE f.vulnerability_id = x.id AND f.party_id = me()) END, x.id;

-- vulnerabilities.notices
SELECT e.kind, e.at, coalesce(e.facts ->> 'text', '') AS title FROM event e WHERE e.wall = $1 ORDER BY e.at LIMIT 200;

-- vulnerabilities.one
SELECT
  x.id, x.title, x.target, x.version, x.location, x.weaknesses, x.aliases, x.state, x.proof, x.project_id, p.name AS project_name,
  p.weekly_budget, x.findings, x.reports, x.finders, x.candidates, x.severity, x.kev_at, x.automatable, x.technical_impact,
  priority_of(x.id) AS priority,
  x.exposed_operators, x.line_place, x.line_of, x.assigned_to, x.assigned_name, x.rejected_reason, x.first_seen_at, x.validated_at,
  x.rejected_at, x.told_at, x.fixed_at, x.published_at, x.superseded_by, c.id AS case_id, c.embargo_until, c.embargo_zone,
  coalesce((SELECT jsonb_agg(jsonb_build_object('id', h.id, 'kind', h.kind, 'reason', h.reason, 'owner', h.owner_name,
      'since', to_jsonb(h.since), 'expiresAt', to_jsonb(h.expires_at)) ORDER BY h.since)
    FROM hold h WHERE h.vulnerability_id = x.id AND h.ended_at IS NULL), '[]') AS holds,
  (SELECT v.tier FROM visibility v WHERE v.wall = x.id AND v.party_id = me()
     AND v.valid_from <= (SELECT now_at()) AND (v.valid_until IS NULL OR v.valid_until > (SELECT now_at())) ORDER BY array_position(ARRAY['coordinator', 'maintainer', 'finder', 'reader'], v.tier) LIMIT 1) AS tier,
  CASE WHEN NOT EXISTS (SELECT 1 FROM visibility v WHERE v.wall = x.id AND v.party_id = me()
     AND v.valid_from <= (SELECT now_at()) AND (v.valid_until IS NULL OR v.valid_until > (SELECT now_at())) AND v.tier <> 'finder' OFFSET 0) THEN (
    SELECT json_build_object('title', f.title, 'version', f.version, 'aliases', f.claim -> 'aliases', 'weaknesses', f.claim -> 'weaknesses')
    FROM finding f WHERE f.vulnerability_id = x.id AND f.party_id = me() ORDER BY f.received_at, f.id LIMIT 1) END AS own FROM vulnerability x
  LEFT JOIN project p ON p.id = x.project_id
  LEFT JOIN coordination_case c ON c.vulnerability_id = x.id WHERE x.id = $1;

-- vulnerabilities.opinions
SELECT DISTINCT ON (o.rater) o.rater, o.is_true, o.reachable, o.severity, o.vector, o.score, y.name AS by_name, o.at
   FROM (
     SELECT id, rater, is_true, reachable, severity, vector, score, party_id, at, 1 AS told FROM opinion WHERE vulnerability_id = $1
     UNION ALL
     (SELECT id, 'finder', 'true', NULL, severity, NULL, NULL, party_id, received_at, 0 FROM finding
      WHERE vulnerability_id = $1 AND ($2 OR party_id = me()) ORDER BY received_at, id LIMIT 1)
   ) AS o LEFT JOIN party y ON y.id = o.party_id
   WHERE $2 OR o.rater <> 'finder' OR o.party_id = me() ORDER BY o.rater, o.told DESC, o.at DESC, o.id;

-- vulnerabilities.some
SELECT
  x.id, x.title, x.target, x.version, x.location, x.weaknesses, x.aliases, x.state, x.proof, x.project_id, p.name AS project_name,
  p.weekly_budget, x.findings, x.reports, x.finders, x.candidates, x.severity, x.kev_at, x.automatable, x.technical_impact,
  priority_of(x.id) AS priority,
  x.exposed_operators, x.line_place, x.line_of, x.assigned_to, x.assigned_name, x.rejected_reason, x.first_seen_at, x.validated_at,
  x.rejected_at, x.told_at, x.fixed_at, x.published_at, x.superseded_by, c.id AS case_id, c.embargo_until, c.embargo_zone,
  coalesce((SELECT jsonb_agg(jsonb_build_object('id', h.id, 'kind', h.kind, 'reason', h.reason, 'owner', h.owner_name,
      'since', to_jsonb(h.since), 'expiresAt', to_jsonb(h.expires_at)) ORDER BY h.since)
    FROM hold h WHERE h.vulnerability_id = x.id AND h.ended_at IS NULL), '[]') AS holds,
  (SELECT v.tier FROM visibility v WHERE v.wall = x.id AND v.party_id = me()
     AND v.valid_from <= (SELECT now_at()) AND (v.valid_until IS NULL OR v.valid_until > (SELECT now_at())) ORDER BY array_position(ARRAY['coordinator', 'maintainer', 'finder', 'reader'], v.tier) LIMIT 1) AS tier,
  CASE WHEN NOT EXISTS (SELECT 1 FROM visibility v WHERE v.wall = x.id AND v.party_id = me()
     AND v.valid_from <= (SELECT now_at()) AND (v.valid_until IS NULL OR v.valid_until > (SELECT now_at())) AND v.tier <> 'finder' OFFSET 0) THEN (
    SELECT json_build_object('title', f.title, 'version', f.version, 'aliases', f.claim -> 'aliases', 'weaknesses', f.claim -> 'weaknesses')
    FROM finding f WHERE f.vulnerability_id = x.id AND f.party_id = me() ORDER BY f.received_at, f.id LIMIT 1) END AS own FROM vulnerability x
  LEFT JOIN project p ON p.id = x.project_id
  LEFT JOIN coordination_case c ON c.vulnerability_id = x.id WHERE x.id = ANY ($1);

-- watch.add-counts
WITH coming AS (
     SELECT x.*, split_part(x.advisory, '/', 1) AS source, substr(x.advisory, strpos(x.advisory, '/') + 1) AS public_id
     FROM jsonb_to_recordset($2::jsonb) AS x (advisory text, affected int4range, undetermined int4range, fixed int4range, open int4range)),
   kept AS (
     INSERT INTO watch_count (party_id, advisory_id, affected, undetermined, fixed, open)
     SELECT $1, a.id, c.affected, c.undetermined, c.fixed, c.open
     FROM coming c JOIN advisory a ON a.source = c.source AND a.public_id = c.public_id AND a.state = 'published'
     RETURNING advisory_id)
   SELECT a.source || '/' || a.public_id AS advisory FROM kept k JOIN advisory a ON a.id = k.advisory_id;

-- watch.add-key
INSERT INTO watch_key (party_id, key, enrolled_at, enrolled_by) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING;

-- watch.add-ours
INSERT INTO watch_ours (party_id, sequence, kind, advisory_id, advisory, digest, why, line, chain)
   SELECT $1, x.sequence, x.kind, x.advisory_id, x.advisory, decode(x.digest, 'hex'), x.why, x.line, decode(x.chain, 'hex')
   FROM jsonb_to_recordset($2::jsonb) AS x (sequence bigint, kind text, advisory_id uuid, advisory text, digest text, why text, line text, chain text);

-- watch.add-outside
INSERT INTO watch_outside (sequence, kind, advisory_id, advisory, digest, why, line, chain)
   SELECT x.sequence, x.kind, x.advisory_id, x.advisory, decode(x.digest, 'hex'), x.why, x.line, decode(x.chain, 'hex')
   FROM jsonb_to_recordset($1::jsonb) AS x (sequence bigint, kind text, advisory_id uuid, advisory text, digest text, why text, line text, chain text);

-- watch.changed
SELECT a.id, a.source, a.public_id, a.state, a.record, r.osv, r.csaf
   FROM advisory a LEFT JOIN advisory_revision r ON r.advisory_id = a.id AND r.number = a.revision AND a.source = 'ours'
   WHERE a.id = ANY ($1) ORDER BY a.id;

-- watch.drop-counts
DELETE FROM watch_count WHERE party_id = $1;

-- watch.drop-key
DELETE FROM watch_key WHERE party_id = $1;

-- watch.drop-records
DELETE FROM watch_record WHERE advisory_id = ANY ($1);

-- watch.drop-sent
DELETE FROM watch_counts WHERE party_id = $1;

-- watch.end-ours
SELECT sequence, chain FROM watch_ours WHERE party_id = $1::uuid AND sequence <= coalesce($2::bigint, 9007199254740991) ORDER BY sequence DESC LIMIT 1;

-- watch.end-outside
SELECT sequence, chain FROM watch_outside WHERE $1::uuid IS NOT NULL AND sequence <= coalesce($2::bigint, 9007199254740991) ORDER BY sequence DESC LIMIT 1;

-- watch.held
SELECT a.public_id AS advisory, a.title, c.affected, c.undetermined, c.fixed, c.open
   FROM watch_count c JOIN advisory a ON a.id = c.advisory_id WHERE c.party_id = $1 ORDER BY lower(c.open) DESC, a.public_id LIMIT 10000;

-- watch.keep-records
INSERT INTO watch_record AS r (advisory_id, ours, advisory, digest, text)
   SELECT x.id, x.ours, x.advisory, decode(x.digest, 'hex'), x.text
   FROM unnest($1::uuid[], $2::boolean[], $3::text[], $4::text[], $5::text[]) AS x (id, ours, advisory, digest, text)
   ON CONFLICT (advisory_id) DO UPDATE SET digest = excluded.digest, text = excluded.text WHERE r.digest <> excluded.digest;

-- watch.keep-sent
INSERT INTO watch_counts (party_id, number, computed_at, outside_sequence, ours_sequence, note, received_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
   ON CONFLICT (party_id) DO UPDATE SET number = excluded.number, computed_at = excluded.computed_at, outside_sequence = excluded.outside_sequence,
     ours_sequence = excluded.ours_sequence, note = excluded.note, received_at = excluded.received_at;

-- watch.key
SELECT key, enrolled_at, enrolled_by, refused_at FROM watch_key WHERE party_id = $1;

-- watch.key-refused
UPDATE watch_key SET refused_at = $2 WHERE party_id = $1;

-- watch.last-outside-of
SELECT DISTINCT ON (advisory_id) advisory_id, kind, digest FROM watch_outside WHERE advisory_id = ANY ($1) ORDER BY advisory_id, sequence DESC;

-- watch.news-of-ours
WITH told AS MATERIALIZED (
     SELECT DISTINCT ON (advisory_id) advisory_id, advisory, kind, digest FROM watch_ours WHERE party_id = $1 ORDER BY advisory_id, sequence DESC),
   readable AS MATERIALIZED (SELECT advisory_id, advisory, digest FROM watch_record WHERE ours)
   SELECT coalesce(n.advisory_id, t.advisory_id) AS advisory_id, coalesce(n.advisory, t.advisory) AS advisory, n.digest,
     EXISTS (SELECT 1 FROM advisory w WHERE w.id = t.advisory_id AND w.state = 'withdrawn') AS withdrawn
   FROM readable n FULL JOIN told t ON t.advisory_id = n.advisory_id
   WHERE CASE WHEN n.advisory_id IS NULL THEN t.kind = 'put' ELSE t.kind IS DISTINCT FROM 'put' OR t.digest <> n.digest END
   ORDER BY 2;

-- watch.one-at-a-time
SELECT pg_advisory_xact_lock(440916);

-- watch.one-of-party
SELECT pg_advisory_xact_lock(hashtextextended('watch/' || $1, 0));

-- watch.page-ours
SELECT e.sequence, e.chain, e.line, r.text FROM watch_ours e LEFT JOIN watch_record r ON r.advisory_id = e.advisory_id AND r.digest = e.digest
     WHERE e.party_id = $1::uuid AND e.sequence > $2 ORDER BY e.sequence LIMIT $3;

-- watch.page-outside
SELECT e.sequence, e.chain, e.line, r.text FROM watch_outside e LEFT JOIN watch_record r ON r.advisory_id = e.advisory_id AND r.digest = e.digest
     WHERE $1::uuid IS NOT NULL AND e.sequence > $2 ORDER BY e.sequence LIMIT $3;

-- watch.sent
SELECT number, computed_at, outside_sequence, ours_sequence, note, received_at FROM watch_counts WHERE party_id = $1;

-- watch.take-changed
DELETE FROM watch_changed WHERE n IN (SELECT n FROM watch_changed ORDER BY n LIMIT $1) RETURNING advisory_id;
