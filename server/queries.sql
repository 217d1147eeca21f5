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
SELECT source, as_of, max_age_hours FROM feed ORDER BY source;

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

-- access.set-instance
UPDATE instance SET name = $1, demo = $2, coordinator_id = $3, set_up_at = $4, setup_secret_hash = NULL WHERE set_up_at IS NULL;

-- access.set-password
UPDATE person SET password_hash = $2 WHERE id = $1;

-- access.set-setup-secret
UPDATE instance SET setup_secret_hash = $1 WHERE set_up_at IS NULL;

-- access.show-party
INSERT INTO visibility (wall, party_id, tier, valid_from) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING;

-- access.switch
UPDATE session s SET party_id = $2, role = $3
   WHERE s.secret_hash = $1 AND EXISTS (SELECT 1 FROM membership m WHERE m.person_id = s.person_id AND m.party_id = $2 AND m.role = $3);

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
     ARRAY(SELECT DISTINCT jsonb_array_elements_text(f.claim -> 'finders') FROM finding f WHERE f.vulnerability_id = v.id ORDER BY 1) AS credits
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
SELECT f.title, f.claim ->> 'description' AS description, ARRAY(SELECT jsonb_array_elements_text(f.claim -> 'finders')) AS credits,
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
SELECT k.id AS case_id, k.vulnerability_id, k.state AS case_state, k.opened_at, k.told_at AS case_told_at, k.acknowledged_at,
  k.embargo_basis, k.fix_version, k.fix_commit, k.fix_at,
  x.id, x.title, x.target, x.version, x.location, x.weaknesses, x.aliases, x.state, x.proof, x.project_id, p.name AS project_name,
  p.weekly_budget, x.findings, x.reports, x.finders, x.candidates, x.severity, x.kev_at, x.automatable, x.technical_impact, x.priority,
  x.exposed_operators, x.line_place, x.line_of, x.assigned_to, x.assigned_name, x.rejected_reason, x.first_seen_at, x.validated_at,
  x.rejected_at, x.told_at, x.fixed_at, x.published_at, x.superseded_by, c.id AS case_id, c.embargo_until, c.embargo_zone,
  coalesce((SELECT jsonb_agg(jsonb_build_object('id', h.id, 'kind', h.kind, 'reason', h.reason, 'owner', h.owner_name,
      'since', to_jsonb(h.since), 'expiresAt', to_jsonb(h.expires_at)) ORDER BY h.since)
    FROM hold h WHERE h.vulnerability_id = x.id AND h.ended_at IS NULL), '[]') AS holds,
  (SELECT v.tier FROM visibility v WHERE v.wall = x.id AND v.party_id = me()
     ORDER BY array_position(ARRAY['coordinator', 'maintainer', 'finder', 'reader'], v.tier) LIMIT 1) AS tier, count(*) OVER () AS total
   FROM coordination_case k JOIN vulnerability x ON x.id = k.vulnerability_id
   LEFT JOIN coordination_case c ON c.id = k.id LEFT JOIN project p ON p.id = x.project_id
   WHERE x.superseded_by IS NULL AND ($1::text IS NULL OR k.state = $1) AND ($2::uuid IS NULL OR x.project_id = $2)
   ORDER BY (k.state IN ('published', 'closed')), x.priority_rank, k.opened_at, k.id LIMIT $3 OFFSET $4;

-- cases.lock
SELECT id, vulnerability_id, state, embargo_until, embargo_zone, embargo_basis FROM coordination_case WHERE id = $1 FOR UPDATE;

-- cases.lock-project
SELECT id, name, party_id, weekly_budget, paused_until, accepts_unvalidated FROM project WHERE id = $1 FOR UPDATE;

-- cases.messages
SELECT m.id, m.lane, m.author AS person, coalesce(y.name, 'another party') AS party, m.body, m.at
   FROM message m LEFT JOIN party y ON y.id = m.party_id WHERE m.vulnerability_id = $1 ORDER BY m.at, m.id LIMIT 1000;

-- cases.one
SELECT k.id AS case_id, k.vulnerability_id, k.state AS case_state, k.opened_at, k.told_at AS case_told_at, k.acknowledged_at,
  k.embargo_basis, k.fix_version, k.fix_commit, k.fix_at,
  x.id, x.title, x.target, x.version, x.location, x.weaknesses, x.aliases, x.state, x.proof, x.project_id, p.name AS project_name,
  p.weekly_budget, x.findings, x.reports, x.finders, x.candidates, x.severity, x.kev_at, x.automatable, x.technical_impact, x.priority,
  x.exposed_operators, x.line_place, x.line_of, x.assigned_to, x.assigned_name, x.rejected_reason, x.first_seen_at, x.validated_at,
  x.rejected_at, x.told_at, x.fixed_at, x.published_at, x.superseded_by, c.id AS case_id, c.embargo_until, c.embargo_zone,
  coalesce((SELECT jsonb_agg(jsonb_build_object('id', h.id, 'kind', h.kind, 'reason', h.reason, 'owner', h.owner_name,
      'since', to_jsonb(h.since), 'expiresAt', to_jsonb(h.expires_at)) ORDER BY h.since)
    FROM hold h WHERE h.vulnerability_id = x.id AND h.ended_at IS NULL), '[]') AS holds,
  (SELECT v.tier FROM visibility v WHERE v.wall = x.id AND v.party_id = me()
     ORDER BY array_position(ARRAY['coordinator', 'maintainer', 'finder', 'reader'], v.tier) LIMIT 1) AS tier
   FROM coordination_case k JOIN vulnerability x ON x.id = k.vulnerability_id
   LEFT JOIN coordination_case c ON c.id = k.id LEFT JOIN project p ON p.id = x.project_id WHERE k.id = $1;

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
UPDATE vulnerability v SET line_place = p.place, line_of = $3 FROM unnest($1::uuid[], $2::int[]) AS p (id, place)
   WHERE v.id = p.id AND (v.line_place IS DISTINCT FROM p.place OR v.line_of IS DISTINCT FROM $3);

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

-- decisions.add-edge
INSERT INTO edge (id, vulnerability_id, a, b, level, kind, evidence, decision_id, at) VALUES ($1, $2, $3, $4, 'person', 'judgement', $5, $6, $7);

-- decisions.add-opinion
INSERT INTO opinion (id, vulnerability_id, rater, is_true, reachable, severity, vector, score, person_id, party_id, at, decision_id)
   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12);

-- decisions.bring-back
UPDATE vulnerability SET superseded_by = NULL, changed_at = $2 WHERE id = $1;

-- decisions.candidate
SELECT id, a, b, decision, decision_id, settled_at FROM candidate WHERE id = $1 FOR UPDATE;

-- decisions.copy-vulnerability
INSERT INTO vulnerability (id, title, target, version, location, family, proof, project_id, severity, severity_rank, kev_at, automatable,
     technical_impact, priority, priority_rank, first_seen_at, changed_at)
   SELECT $2, $3, target, version, location, family, proof, project_id, severity, severity_rank, kev_at, automatable,
     technical_impact, priority, priority_rank, first_seen_at, $4 FROM vulnerability WHERE id = $1;

-- decisions.drop-opinion
DELETE FROM opinion WHERE decision_id = $1;

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
DELETE FROM line WHERE vulnerability_id = $1;

-- decisions.lock
SELECT id, state, proof, validated_at, rejected_at, rejected_reason, told_at, assigned_to, assigned_name, automatable, technical_impact, superseded_by, project_id
   FROM vulnerability WHERE id = $1 FOR UPDATE;

-- decisions.move-some-attachments
UPDATE attachment SET vulnerability_id = $2 WHERE finding_id = ANY ($1);

-- decisions.move-some-edges
UPDATE edge SET vulnerability_id = $2 WHERE a = ANY ($1) AND b = ANY ($1);

-- decisions.move-some-findings
UPDATE finding SET vulnerability_id = $2 WHERE id = ANY ($1);

-- decisions.move-some-keys
UPDATE finding_key SET vulnerability_id = $2 WHERE finding_id = ANY ($1);

-- decisions.one
SELECT d.id, d.vulnerability_id, d.kind, d.person_id, d.facts ->> 'by' AS person_name, d.reason, d.facts, d.before, d.at, d.undone_at, d.entry_id,
     (SELECT count(*) FROM decision n WHERE n.vulnerability_id = d.vulnerability_id AND n.kind = d.kind AND n.at > d.at AND n.undone_at IS NULL) AS newer
   FROM decision d WHERE d.id = $1 FOR UPDATE OF d;

-- decisions.restore
UPDATE vulnerability SET state = $2, proof = $3, validated_at = $4, rejected_at = $5, rejected_reason = $6, changed_at = $7 WHERE id = $1 AND told_at IS NOT DISTINCT FROM $8;

-- decisions.see
SELECT see($1, $2, $3);

-- decisions.set-assigned
UPDATE vulnerability SET assigned_to = $2, assigned_name = $3, changed_at = $4 WHERE id = $1;

-- decisions.set-not-reproduced
UPDATE vulnerability SET proof = 'not_reproduced', changed_at = $2 WHERE id = $1 AND state = 'found' AND superseded_by IS NULL;

-- decisions.set-priority
UPDATE vulnerability SET severity = $2, severity_rank = $3, priority = $4, priority_rank = $5, kev_at = $6 WHERE id = $1;

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
SELECT see($2, k.party_id, k.tier, k.valid_from, k.valid_until) FROM who_knows($1) k WHERE k.tier IN ('finder', 'coordinator');

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

-- events.add
INSERT INTO event (id, kind, wall, subject_id, facts, at) VALUES ($1, $2, $3, $4, $5, $6);

-- feeds.done
UPDATE feed SET records = CASE $1 WHEN 'kev' THEN (SELECT count(*) FROM kev) WHEN 'ssvc' THEN (SELECT count(*) FROM ssvc) ELSE (SELECT count(*) FROM advisory WHERE source = 'osv') END,
     last_success_at = $2, as_of = greatest(coalesce(as_of, $3), $3), running = false, progress = NULL, last_error = NULL, resume = '{}' WHERE source = $1;

-- feeds.known-digests
SELECT id, public_id, content_digest, modified_at FROM advisory WHERE source = 'osv' AND public_id = ANY ($1);

-- feeds.list
SELECT source, records, last_success_at, as_of, max_age_hours, running, progress, last_error, resume FROM feed ORDER BY source;

-- feeds.mark-kev
UPDATE advisory a SET kev_at = k.added_at FROM kev k WHERE k.cve = ANY ($1) AND k.cve = ANY (a.aliases) AND a.kev_at IS DISTINCT FROM k.added_at RETURNING a.id;

-- feeds.state
UPDATE feed SET running = $2, progress = $3, last_error = $4, resume = coalesce($5, resume) WHERE source = $1;

-- feeds.upsert
INSERT INTO advisory (id, public_id, source, title, summary, details, aliases, state, severity, vectors, weaknesses, packages, record, content_digest, published_at, modified_at, kev_at, revision)
   SELECT a.id, a.public_id, 'osv', a.title, a.summary, a.details, a.aliases, a.state, a.severity, a.vectors, a.weaknesses, a.packages, a.record, decode(a.digest, 'hex'), a.published_at, a.modified_at,
     (SELECT min(k.added_at) FROM kev k WHERE k.cve = ANY (a.aliases)), 1
   FROM jsonb_to_recordset($1::jsonb) AS a (id uuid, public_id text, title text, summary text, details text, aliases text[], state text, severity text, vectors text[],
     weaknesses text[], packages text[], record jsonb, digest text, published_at timestamptz, modified_at timestamptz)
   ON CONFLICT (source, public_id) DO UPDATE SET title = excluded.title, summary = excluded.summary, details = excluded.details, aliases = excluded.aliases, state = excluded.state,
     severity = excluded.severity, vectors = excluded.vectors, weaknesses = excluded.weaknesses, packages = excluded.packages, record = excluded.record, content_digest = excluded.content_digest,
     modified_at = excluded.modified_at, kev_at = excluded.kev_at, revision = advisory.revision + 1;

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
   RETURNING cve;

-- findings.add-attachments
INSERT INTO attachment (finding_id, vulnerability_id, report_id, n, role, name, media_type, digest, size, blob_id)
   SELECT a.finding_id, a.vulnerability_id, a.report_id, a.n, a.role, a.name, a.media_type, decode(a.digest, 'hex'), a.size, a.blob_id
   FROM jsonb_to_recordset($1::jsonb) AS a (finding_id uuid, vulnerability_id uuid, report_id uuid, n int, role text, name text, media_type text,
     digest text, size bigint, blob_id uuid);

-- findings.add-blob
INSERT INTO blob (id, wall, party_id, digest, size, key_id, bytes, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING;

-- findings.add-candidates
INSERT INTO candidate (id, a, b, score, reasons, settle, at)
   SELECT c.id, c.a, c.b, c.score, c.reasons, c.settle, $2
   FROM jsonb_to_recordset($1::jsonb) AS c (id uuid, a uuid, b uuid, score real, reasons jsonb, settle text)
   ON CONFLICT (a, b) DO NOTHING;

-- findings.add-drops
INSERT INTO report_drop (report_id, reason, count, first_path)
   SELECT $1, d.reason, d.count, d.path FROM jsonb_to_recordset($2::jsonb) AS d (reason text, count int, path text)
   ON CONFLICT (report_id, reason) DO UPDATE SET count = report_drop.count + excluded.count;

-- findings.add-edges
INSERT INTO edge (id, vulnerability_id, a, b, level, kind, evidence, decision_id, at)
   SELECT e.id, e.vulnerability_id, e.a, e.b, e.level, e.kind, e.evidence, e.decision_id, $2
   FROM jsonb_to_recordset($1::jsonb) AS e (id uuid, vulnerability_id uuid, a uuid, b uuid, level text, kind text, evidence jsonb, decision_id uuid)
   ON CONFLICT DO NOTHING;

-- findings.add-findings
INSERT INTO finding (id, report_id, ordinal, party_id, vulnerability_id, title, target, severity, claim, received_at)
   SELECT f.id, f.report_id, f.ordinal, f.party_id, f.vulnerability_id, f.title, f.target, f.severity, f.claim, f.received_at
   FROM jsonb_to_recordset($1::jsonb) AS f (id uuid, report_id uuid, ordinal int, party_id uuid, vulnerability_id uuid, title text, target text,
     severity text, claim jsonb, received_at timestamptz);

-- findings.add-keys
INSERT INTO finding_key (digest, finding_id, vulnerability_id, kind, identity)
   SELECT * FROM unnest($1::bytea[], $2::uuid[], $3::uuid[], $4::text[], $5::boolean[]) ON CONFLICT DO NOTHING;

-- findings.add-opinions
INSERT INTO opinion (id, vulnerability_id, rater, is_true, severity, vector, score, party_id, at)
   SELECT o.id, o.vulnerability_id, 'finder', 'true', o.severity, o.vector, o.score, o.party_id, $2
   FROM jsonb_to_recordset($1::jsonb) AS o (id uuid, vulnerability_id uuid, severity text, vector text, score real, party_id uuid);

-- findings.add-problems
INSERT INTO report_problem (report_id, n, code, path, detail)
   SELECT $1, p.n, p.code, p.path, p.detail FROM jsonb_to_recordset($2::jsonb) AS p (n int, code text, path text, detail text)
   ON CONFLICT DO NOTHING;

-- findings.add-visibility
INSERT INTO visibility (wall, party_id, tier, valid_from)
   SELECT w, p, t, $4 FROM unnest($1::uuid[], $2::uuid[], $3::text[]) AS s (w, p, t) ON CONFLICT DO NOTHING;

-- findings.add-vulnerabilities
INSERT INTO vulnerability (id, title, target, version, location, weaknesses, aliases, family, proof, project_id, findings, reports, finders,
     severity, severity_rank, kev_at, automatable, technical_impact, priority, priority_rank, first_seen_at, changed_at)
   SELECT v.id, v.title, v.target, v.version, v.location, v.weaknesses, v.aliases, v.family, v.proof, v.project_id, 1, 1, 1,
     v.severity, v.severity_rank, v.kev_at, v.automatable, v.technical_impact, v.priority, v.priority_rank, v.first_seen_at, $2
   FROM jsonb_to_recordset($1::jsonb) AS v (id uuid, title text, target text, version text, location text, weaknesses text[], aliases text[],
     family text, proof text, project_id uuid, severity text, severity_rank smallint, kev_at date, automatable text, technical_impact text,
     priority jsonb, priority_rank double precision, first_seen_at timestamptz);

-- findings.advance
UPDATE report SET stage = 'reading', format = $8, read_to = $3, findings = findings + $4, problems = problems + $5, dropped = dropped + $6,
     progress = greatest(coalesce(progress, 0), $7)
   WHERE id = $1 AND read_to = $2 AND stage IN ('stored', 'reading');

-- findings.apart
SELECT c.evidence ->> 'text' AS why FROM cannot_link c
   JOIN finding a ON a.id = c.a JOIN finding b ON b.id = c.b
   WHERE c.undone_at IS NULL
     AND ((a.vulnerability_id = $1 AND b.vulnerability_id = $2) OR (a.vulnerability_id = $2 AND b.vulnerability_id = $1)) LIMIT 1;

-- findings.copy-visibility
INSERT INTO visibility (wall, party_id, tier, valid_from, valid_until)
   SELECT $2, party_id, tier, valid_from, valid_until FROM visibility WHERE wall = $1 AND tier IN ('finder', 'coordinator') ON CONFLICT DO NOTHING;

-- findings.finish
UPDATE report SET stage = $2, finished_at = $3, progress = 1 WHERE id = $1 AND stage IN ('stored', 'reading');

-- findings.kev-of
SELECT cve, added_at FROM kev WHERE cve = ANY ($1);

-- findings.keys-known
SELECT DISTINCT ON (k.digest, k.vulnerability_id) k.digest, k.vulnerability_id, k.finding_id, v.first_seen_at
   FROM finding_key k JOIN vulnerability v ON v.id = k.vulnerability_id
   WHERE k.digest = ANY ($1) AND k.identity ORDER BY k.digest, k.vulnerability_id, v.first_seen_at DESC;

-- findings.move-attachments
UPDATE attachment SET vulnerability_id = $2 WHERE vulnerability_id = $1;

-- findings.move-cannot-links
UPDATE cannot_link SET vulnerability_id = $2 WHERE vulnerability_id = $1;

-- findings.move-edges
UPDATE edge SET vulnerability_id = $2 WHERE vulnerability_id = $1;

-- findings.move-findings
UPDATE finding SET vulnerability_id = $2 WHERE vulnerability_id = $1;

-- findings.move-keys
UPDATE finding_key SET vulnerability_id = $2 WHERE vulnerability_id = $1;

-- findings.one-at-a-time
SELECT pg_advisory_xact_lock(440903);

-- findings.projects-of
SELECT package, project_id FROM project_package WHERE package = ANY ($1);

-- findings.recount
UPDATE vulnerability v SET findings = c.findings, reports = c.reports, finders = c.finders, changed_at = $2,
     aliases = c.aliases, weaknesses = c.weaknesses, first_seen_at = c.first_seen_at,
     proof = CASE WHEN v.proof = 'none' AND c.proofs > 0 THEN 'attached' ELSE v.proof END
   FROM (
     SELECT f.vulnerability_id AS id, count(*) AS findings, count(DISTINCT f.report_id) AS reports, count(DISTINCT f.party_id) AS finders,
       min(f.received_at) AS first_seen_at,
       ARRAY(SELECT DISTINCT jsonb_array_elements_text(g.claim -> 'aliases') FROM finding g WHERE g.vulnerability_id = f.vulnerability_id ORDER BY 1) AS aliases,
       ARRAY(SELECT DISTINCT jsonb_array_elements_text(g.claim -> 'weaknesses') FROM finding g WHERE g.vulnerability_id = f.vulnerability_id ORDER BY 1) AS weaknesses,
       (SELECT count(*) FROM attachment a WHERE a.vulnerability_id = f.vulnerability_id AND a.role = 'proof') AS proofs
     FROM finding f WHERE f.vulnerability_id = ANY ($1) GROUP BY f.vulnerability_id
   ) AS c WHERE v.id = c.id;

-- findings.recount-candidates
UPDATE vulnerability v SET candidates = (SELECT count(*) FROM candidate c WHERE (c.a = v.id OR c.b = v.id) AND c.settled_at IS NULL)
   WHERE v.id = ANY ($1);

-- findings.settle-between
UPDATE candidate SET settled_at = $3, decision = 'same', decision_id = $4 WHERE a = least($1::uuid, $2::uuid) AND b = greatest($1::uuid, $2::uuid) AND settled_at IS NULL;

-- findings.ssvc-of
SELECT cve, automatable, technical_impact FROM ssvc WHERE cve = ANY ($1);

-- findings.supersede
UPDATE vulnerability SET superseded_by = $2, changed_at = $3 WHERE id = $1;

-- findings.waiting
SELECT r.id, r.party_id, r.person_id, r.blob_id, b.bytes, r.digest, r.size, r.filename, r.format, r.options, r.received_at,
     r.read_to, r.findings, i.coordinator_id
   FROM report r JOIN blob b ON b.id = r.blob_id CROSS JOIN instance i
   WHERE r.stage IN ('stored', 'reading') ORDER BY r.received_at, r.id LIMIT $1;

-- findings.waiting-count
SELECT count(*) AS waiting FROM report WHERE stage IN ('stored', 'reading');

-- findings.weak-known
SELECT k.digest, array_agg(DISTINCT k.vulnerability_id) AS vulnerabilities
   FROM unnest($1::bytea[]) AS d (digest)
   CROSS JOIN LATERAL (SELECT * FROM finding_key f WHERE f.digest = d.digest AND NOT f.identity LIMIT $2 * 4) AS k
   GROUP BY k.digest HAVING count(DISTINCT k.vulnerability_id) <= $2;

-- intake.add-blob
INSERT INTO blob (id, wall, party_id, digest, size, key_id, bytes, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- intake.add-part
INSERT INTO upload_part (upload_id, start, size, blob_id) VALUES ($1, $2, $3, $4);

-- intake.add-report
INSERT INTO report (id, party_id, person_id, blob_id, digest, size, filename, format, options, entry_id, received_at)
   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);

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

-- intake.known
SELECT r.id, r.digest, r.size, r.received_at, r.entry_id, e.commitment, e.nonce
   FROM report r JOIN ledger_entry e ON e.id = r.entry_id
   WHERE r.party_id = $1 AND r.digest = $2;

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
  r.findings, r.dropped, r.problems, r.progress, r.finished_at, e.index AS ledger_index,
  e.index IS NOT NULL AND e.index < coalesce((SELECT max(size) FROM ledger_checkpoint), 0) AS checkpointed,
  (SELECT jsonb_build_object(
     'new', count(*) FILTER (WHERE v.findings = 1), 'duplicate', count(*) FILTER (WHERE v.findings > 1),
     'validated', count(*) FILTER (WHERE v.validated_at IS NOT NULL), 'rejected', count(*) FILTER (WHERE v.state = 'rejected'),
     'told', count(*) FILTER (WHERE v.told_at IS NOT NULL), 'fixed', count(*) FILTER (WHERE v.fixed_at IS NOT NULL),
     'published', count(*) FILTER (WHERE v.published_at IS NOT NULL))
   FROM finding f JOIN vulnerability v ON v.id = f.vulnerability_id WHERE f.report_id = r.id) AS outcomes, 1 AS total
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
  r.findings, r.dropped, r.problems, r.progress, r.finished_at, e.index AS ledger_index,
  e.index IS NOT NULL AND e.index < coalesce((SELECT max(size) FROM ledger_checkpoint), 0) AS checkpointed,
  (SELECT jsonb_build_object(
     'new', count(*) FILTER (WHERE v.findings = 1), 'duplicate', count(*) FILTER (WHERE v.findings > 1),
     'validated', count(*) FILTER (WHERE v.validated_at IS NOT NULL), 'rejected', count(*) FILTER (WHERE v.state = 'rejected'),
     'told', count(*) FILTER (WHERE v.told_at IS NOT NULL), 'fixed', count(*) FILTER (WHERE v.fixed_at IS NOT NULL),
     'published', count(*) FILTER (WHERE v.published_at IS NOT NULL))
   FROM finding f JOIN vulnerability v ON v.id = f.vulnerability_id WHERE f.report_id = r.id) AS outcomes, count(*) OVER () AS total
   FROM report r LEFT JOIN party p ON p.id = r.party_id LEFT JOIN ledger_entry e ON e.id = r.entry_id
   WHERE ($1::text IS NULL OR r.stage = $1) AND ($2::text IS NULL OR r.filename ILIKE '%' || $2 || '%')
   ORDER BY r.received_at DESC, r.id LIMIT $3 OFFSET $4;

-- intake.share
SELECT see($1, $2, 'owner'), see($1, i.coordinator_id, 'coordinator') FROM instance i;

-- intake.upload
SELECT id, digest, size, received, filename FROM upload WHERE id = $1;

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
INSERT INTO ledger_entry (id, wall, commitment, nonce, body, written_at) VALUES ($1, $2, $3, $4, $5, $6);

-- vulnerabilities.attachment
SELECT a.blob_id, a.name, a.media_type, (SELECT b.bytes FROM blob b WHERE b.id = a.blob_id) AS bytes
   FROM attachment a WHERE a.finding_id = $1 AND a.digest = decode($2, 'hex') LIMIT 1;

-- vulnerabilities.candidates
SELECT c.id, c.score, c.reasons, c.settle, o.id AS other_id, o.title AS other_title, o.target AS other_target, o.state AS other_state, o.reports AS other_reports
   FROM candidate c JOIN vulnerability o ON o.id = CASE WHEN c.a = $1 THEN c.b ELSE c.a END
   WHERE (c.a = $1 OR c.b = $1) AND c.settled_at IS NULL AND o.superseded_by IS NULL ORDER BY c.score DESC, c.id LIMIT 50;

-- vulnerabilities.count
SELECT count(*) AS total FROM vulnerability x
  WHERE x.superseded_by IS NULL
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
    AND ($11::text IS NULL OR x.words @@ websearch_to_tsquery('simple', $11) OR x.title ILIKE '%' || $11 || '%' OR upper($11) = ANY (x.aliases));

-- vulnerabilities.decisions
SELECT id, vulnerability_id, kind, person_id, facts ->> 'by' AS person_name, reason, facts, before, at, undone_at, entry_id
   FROM decision WHERE vulnerability_id = $1 ORDER BY at, id LIMIT 500;

-- vulnerabilities.edges
SELECT id, level, kind, a, b, evidence, decision_id, at, undone_at FROM edge WHERE vulnerability_id = $1 ORDER BY at, id LIMIT 500;

-- vulnerabilities.exposure-by-sector
SELECT sector, operators, open, closed FROM sector_exposure($1);

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
  p.weekly_budget, x.findings, x.reports, x.finders, x.candidates, x.severity, x.kev_at, x.automatable, x.technical_impact, x.priority,
  x.exposed_operators, x.line_place, x.line_of, x.assigned_to, x.assigned_name, x.rejected_reason, x.first_seen_at, x.validated_at,
  x.rejected_at, x.told_at, x.fixed_at, x.published_at, x.superseded_by, c.id AS case_id, c.embargo_until, c.embargo_zone,
  coalesce((SELECT jsonb_agg(jsonb_build_object('id', h.id, 'kind', h.kind, 'reason', h.reason, 'owner', h.owner_name,
      'since', to_jsonb(h.since), 'expiresAt', to_jsonb(h.expires_at)) ORDER BY h.since)
    FROM hold h WHERE h.vulnerability_id = x.id AND h.ended_at IS NULL), '[]') AS holds,
  (SELECT v.tier FROM visibility v WHERE v.wall = x.id AND v.party_id = me()
     ORDER BY array_position(ARRAY['coordinator', 'maintainer', 'finder', 'reader'], v.tier) LIMIT 1) AS tier
  FROM vulnerability x
  LEFT JOIN project p ON p.id = x.project_id
  LEFT JOIN coordination_case c ON c.vulnerability_id = x.id
  WHERE x.superseded_by IS NULL
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
    AND ($11::text IS NULL OR x.words @@ websearch_to_tsquery('simple', $11) OR x.title ILIKE '%' || $11 || '%' OR upper($11) = ANY (x.aliases)) ORDER BY x.first_seen_at DESC, x.id LIMIT $12 OFFSET $13;

-- vulnerabilities.list-by-oldest
SELECT
  x.id, x.title, x.target, x.version, x.location, x.weaknesses, x.aliases, x.state, x.proof, x.project_id, p.name AS project_name,
  p.weekly_budget, x.findings, x.reports, x.finders, x.candidates, x.severity, x.kev_at, x.automatable, x.technical_impact, x.priority,
  x.exposed_operators, x.line_place, x.line_of, x.assigned_to, x.assigned_name, x.rejected_reason, x.first_seen_at, x.validated_at,
  x.rejected_at, x.told_at, x.fixed_at, x.published_at, x.superseded_by, c.id AS case_id, c.embargo_until, c.embargo_zone,
  coalesce((SELECT jsonb_agg(jsonb_build_object('id', h.id, 'kind', h.kind, 'reason', h.reason, 'owner', h.owner_name,
      'since', to_jsonb(h.since), 'expiresAt', to_jsonb(h.expires_at)) ORDER BY h.since)
    FROM hold h WHERE h.vulnerability_id = x.id AND h.ended_at IS NULL), '[]') AS holds,
  (SELECT v.tier FROM visibility v WHERE v.wall = x.id AND v.party_id = me()
     ORDER BY array_position(ARRAY['coordinator', 'maintainer', 'finder', 'reader'], v.tier) LIMIT 1) AS tier
  FROM vulnerability x
  LEFT JOIN project p ON p.id = x.project_id
  LEFT JOIN coordination_case c ON c.vulnerability_id = x.id
  WHERE x.superseded_by IS NULL
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
    AND ($11::text IS NULL OR x.words @@ websearch_to_tsquery('simple', $11) OR x.title ILIKE '%' || $11 || '%' OR upper($11) = ANY (x.aliases)) ORDER BY x.first_seen_at, x.id LIMIT $12 OFFSET $13;

-- vulnerabilities.list-by-priority
SELECT
  x.id, x.title, x.target, x.version, x.location, x.weaknesses, x.aliases, x.state, x.proof, x.project_id, p.name AS project_name,
  p.weekly_budget, x.findings, x.reports, x.finders, x.candidates, x.severity, x.kev_at, x.automatable, x.technical_impact, x.priority,
  x.exposed_operators, x.line_place, x.line_of, x.assigned_to, x.assigned_name, x.rejected_reason, x.first_seen_at, x.validated_at,
  x.rejected_at, x.told_at, x.fixed_at, x.published_at, x.superseded_by, c.id AS case_id, c.embargo_until, c.embargo_zone,
  coalesce((SELECT jsonb_agg(jsonb_build_object('id', h.id, 'kind', h.kind, 'reason', h.reason, 'owner', h.owner_name,
      'since', to_jsonb(h.since), 'expiresAt', to_jsonb(h.expires_at)) ORDER BY h.since)
    FROM hold h WHERE h.vulnerability_id = x.id AND h.ended_at IS NULL), '[]') AS holds,
  (SELECT v.tier FROM visibility v WHERE v.wall = x.id AND v.party_id = me()
     ORDER BY array_position(ARRAY['coordinator', 'maintainer', 'finder', 'reader'], v.tier) LIMIT 1) AS tier
  FROM vulnerability x
  LEFT JOIN project p ON p.id = x.project_id
  LEFT JOIN coordination_case c ON c.vulnerability_id = x.id
  WHERE x.superseded_by IS NULL
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
    AND ($11::text IS NULL OR x.words @@ websearch_to_tsquery('simple', $11) OR x.title ILIKE '%' || $11 || '%' OR upper($11) = ANY (x.aliases)) ORDER BY x.priority_rank, x.first_seen_at, x.id LIMIT $12 OFFSET $13;

-- vulnerabilities.list-by-reports
SELECT
  x.id, x.title, x.target, x.version, x.location, x.weaknesses, x.aliases, x.state, x.proof, x.project_id, p.name AS project_name,
  p.weekly_budget, x.findings, x.reports, x.finders, x.candidates, x.severity, x.kev_at, x.automatable, x.technical_impact, x.priority,
  x.exposed_operators, x.line_place, x.line_of, x.assigned_to, x.assigned_name, x.rejected_reason, x.first_seen_at, x.validated_at,
  x.rejected_at, x.told_at, x.fixed_at, x.published_at, x.superseded_by, c.id AS case_id, c.embargo_until, c.embargo_zone,
  coalesce((SELECT jsonb_agg(jsonb_build_object('id', h.id, 'kind', h.kind, 'reason', h.reason, 'owner', h.owner_name,
      'since', to_jsonb(h.since), 'expiresAt', to_jsonb(h.expires_at)) ORDER BY h.since)
    FROM hold h WHERE h.vulnerability_id = x.id AND h.ended_at IS NULL), '[]') AS holds,
  (SELECT v.tier FROM visibility v WHERE v.wall = x.id AND v.party_id = me()
     ORDER BY array_position(ARRAY['coordinator', 'maintainer', 'finder', 'reader'], v.tier) LIMIT 1) AS tier
  FROM vulnerability x
  LEFT JOIN project p ON p.id = x.project_id
  LEFT JOIN coordination_case c ON c.vulnerability_id = x.id
  WHERE x.superseded_by IS NULL
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
    AND ($11::text IS NULL OR x.words @@ websearch_to_tsquery('simple', $11) OR x.title ILIKE '%' || $11 || '%' OR upper($11) = ANY (x.aliases)) ORDER BY x.reports DESC, x.priority_rank, x.id LIMIT $12 OFFSET $13;

-- vulnerabilities.list-by-title
SELECT
  x.id, x.title, x.target, x.version, x.location, x.weaknesses, x.aliases, x.state, x.proof, x.project_id, p.name AS project_name,
  p.weekly_budget, x.findings, x.reports, x.finders, x.candidates, x.severity, x.kev_at, x.automatable, x.technical_impact, x.priority,
  x.exposed_operators, x.line_place, x.line_of, x.assigned_to, x.assigned_name, x.rejected_reason, x.first_seen_at, x.validated_at,
  x.rejected_at, x.told_at, x.fixed_at, x.published_at, x.superseded_by, c.id AS case_id, c.embargo_until, c.embargo_zone,
  coalesce((SELECT jsonb_agg(jsonb_build_object('id', h.id, 'kind', h.kind, 'reason', h.reason, 'owner', h.owner_name,
      'since', to_jsonb(h.since), 'expiresAt', to_jsonb(h.expires_at)) ORDER BY h.since)
    FROM hold h WHERE h.vulnerability_id = x.id AND h.ended_at IS NULL), '[]') AS holds,
  (SELECT v.tier FROM visibility v WHERE v.wall = x.id AND v.party_id = me()
     ORDER BY array_position(ARRAY['coordinator', 'maintainer', 'finder', 'reader'], v.tier) LIMIT 1) AS tier
  FROM vulnerability x
  LEFT JOIN project p ON p.id = x.project_id
  LEFT JOIN coordination_case c ON c.vulnerability_id = x.id
  WHERE x.superseded_by IS NULL
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
    AND ($11::text IS NULL OR x.words @@ websearch_to_tsquery('simple', $11) OR x.title ILIKE '%' || $11 || '%' OR upper($11) = ANY (x.aliases)) ORDER BY x.title, x.id LIMIT $12 OFFSET $13;

-- vulnerabilities.notices
SELECT e.kind, e.at, coalesce(e.facts ->> 'text', '') AS title FROM event e WHERE e.wall = $1 ORDER BY e.at LIMIT 200;

-- vulnerabilities.one
SELECT
  x.id, x.title, x.target, x.version, x.location, x.weaknesses, x.aliases, x.state, x.proof, x.project_id, p.name AS project_name,
  p.weekly_budget, x.findings, x.reports, x.finders, x.candidates, x.severity, x.kev_at, x.automatable, x.technical_impact, x.priority,
  x.exposed_operators, x.line_place, x.line_of, x.assigned_to, x.assigned_name, x.rejected_reason, x.first_seen_at, x.validated_at,
  x.rejected_at, x.told_at, x.fixed_at, x.published_at, x.superseded_by, c.id AS case_id, c.embargo_until, c.embargo_zone,
  coalesce((SELECT jsonb_agg(jsonb_build_object('id', h.id, 'kind', h.kind, 'reason', h.reason, 'owner', h.owner_name,
      'since', to_jsonb(h.since), 'expiresAt', to_jsonb(h.expires_at)) ORDER BY h.since)
    FROM hold h WHERE h.vulnerability_id = x.id AND h.ended_at IS NULL), '[]') AS holds,
  (SELECT v.tier FROM visibility v WHERE v.wall = x.id AND v.party_id = me()
     ORDER BY array_position(ARRAY['coordinator', 'maintainer', 'finder', 'reader'], v.tier) LIMIT 1) AS tier
  FROM vulnerability x
  LEFT JOIN project p ON p.id = x.project_id
  LEFT JOIN coordination_case c ON c.vulnerability_id = x.id WHERE x.id = $1;

-- vulnerabilities.opinions
SELECT DISTINCT ON (o.rater) o.rater, o.is_true, o.reachable, o.severity, o.vector, o.score, y.name AS by_name, o.at
   FROM opinion o LEFT JOIN party y ON y.id = o.party_id WHERE o.vulnerability_id = $1 ORDER BY o.rater, o.at DESC, o.id;

-- vulnerabilities.some
SELECT
  x.id, x.title, x.target, x.version, x.location, x.weaknesses, x.aliases, x.state, x.proof, x.project_id, p.name AS project_name,
  p.weekly_budget, x.findings, x.reports, x.finders, x.candidates, x.severity, x.kev_at, x.automatable, x.technical_impact, x.priority,
  x.exposed_operators, x.line_place, x.line_of, x.assigned_to, x.assigned_name, x.rejected_reason, x.first_seen_at, x.validated_at,
  x.rejected_at, x.told_at, x.fixed_at, x.published_at, x.superseded_by, c.id AS case_id, c.embargo_until, c.embargo_zone,
  coalesce((SELECT jsonb_agg(jsonb_build_object('id', h.id, 'kind', h.kind, 'reason', h.reason, 'owner', h.owner_name,
      'since', to_jsonb(h.since), 'expiresAt', to_jsonb(h.expires_at)) ORDER BY h.since)
    FROM hold h WHERE h.vulnerability_id = x.id AND h.ended_at IS NULL), '[]') AS holds,
  (SELECT v.tier FROM visibility v WHERE v.wall = x.id AND v.party_id = me()
     ORDER BY array_position(ARRAY['coordinator', 'maintainer', 'finder', 'reader'], v.tier) LIMIT 1) AS tier
  FROM vulnerability x
  LEFT JOIN project p ON p.id = x.project_id
  LEFT JOIN coordination_case c ON c.vulnerability_id = x.id WHERE x.id = ANY ($1);
