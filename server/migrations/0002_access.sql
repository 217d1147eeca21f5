-- Parties, people, what they sign in with, and the instance itself.

CREATE TABLE instance (
  single boolean PRIMARY KEY DEFAULT true CHECK (single),
  name text NOT NULL DEFAULT 'Leadtime',
  marking text NOT NULL DEFAULT 'TLP:AMBER+STRICT',
  demo boolean NOT NULL DEFAULT false,
  coordinator_id uuid,
  setup_secret_hash bytea,
  set_up_at timestamptz
);
INSERT INTO instance DEFAULT VALUES;
GRANT SELECT, UPDATE ON instance TO leadtime_app;
GRANT SELECT ON instance TO leadtime_worker;

CREATE TABLE party (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  kind text NOT NULL,
  sector text,
  created_at timestamptz NOT NULL
);
INSERT INTO party VALUES (everybody(), 'Everybody', 'public', NULL, now());
CALL protect('party', 'id');

CREATE TABLE person (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  email text NOT NULL,
  password_hash text,
  created_at timestamptz NOT NULL,
  disabled_at timestamptz
);
CREATE UNIQUE INDEX person_email ON person (lower(email));
CALL protect('person', 'id');

CREATE TABLE membership (
  person_id uuid NOT NULL REFERENCES person,
  party_id uuid NOT NULL REFERENCES party,
  role text NOT NULL,
  since timestamptz NOT NULL,
  PRIMARY KEY (person_id, party_id, role)
);
CREATE INDEX membership_party ON membership (party_id);
CALL protect('membership', 'party_id', tiers => ARRAY['owner']);

CREATE TABLE session (
  secret_hash bytea PRIMARY KEY,
  person_id uuid NOT NULL REFERENCES person,
  party_id uuid REFERENCES party,
  role text,
  created_at timestamptz NOT NULL,
  seen_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX session_person ON session (person_id);
CALL protect('session', 'party_id', tiers => ARRAY['owner']);

CREATE TABLE api_token (
  id uuid PRIMARY KEY,
  secret_hash bytea NOT NULL UNIQUE,
  person_id uuid NOT NULL REFERENCES person,
  party_id uuid NOT NULL REFERENCES party,
  role text NOT NULL,
  name text NOT NULL,
  scopes text[] NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  last_used_at timestamptz,
  revoked_at timestamptz
);
CREATE INDEX api_token_person ON api_token (person_id);
CALL protect('api_token', 'party_id', tiers => ARRAY['owner']);

-- A sign-in link works once and briefly; demo links (demo instances only) may be used again.
CREATE TABLE sign_in_link (
  secret_hash bytea PRIMARY KEY,
  person_id uuid NOT NULL REFERENCES person,
  party_id uuid,
  role text,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  used_at timestamptz,
  demo_secret text
);
CALL protect('sign_in_link', 'party_id', tiers => ARRAY['owner']);

-- Tries to sign in that were not right, by account and by address: after some of them the next one must wait. Kept for a day.
CREATE TABLE sign_in_try (
  subject uuid PRIMARY KEY,
  tries int NOT NULL,
  last_at timestamptz NOT NULL,
  until timestamptz
);
CREATE INDEX sign_in_try_last ON sign_in_try (last_at);
CALL wall_in('sign_in_try');
-- An e-mail meets its account as it does in person_email, whether or not there is one.
CREATE FUNCTION sign_in_subject(kind text, value text) RETURNS uuid LANGUAGE sql STABLE
  RETURN encode(substring(sha256(convert_to(kind || ' ' || lower(value), 'UTF8')) FROM 1 FOR 16), 'hex')::uuid;

-- A party (a sector ISAC, say) that acts for another one that named it.
CREATE TABLE delegation (
  id uuid PRIMARY KEY,
  from_party_id uuid NOT NULL REFERENCES party,
  to_party_id uuid NOT NULL REFERENCES party,
  since timestamptz NOT NULL,
  until timestamptz,
  ended_at timestamptz,
  CHECK (from_party_id <> to_party_id)
);
CREATE INDEX delegation_from ON delegation (from_party_id);
CREATE INDEX delegation_to ON delegation (to_party_id);
CALL protect('delegation', 'id');

INSERT INTO verb_reach (verb, table_name, db_role)
SELECT v, t, 'leadtime_app' FROM (VALUES
  ('access.sign-in', ARRAY['person', 'membership', 'party', 'session', 'api_token', 'sign_in_link', 'sign_in_try', 'delegation']),
  ('access.administer', ARRAY['person', 'membership', 'party', 'session', 'api_token', 'sign_in_link', 'visibility', 'ledger_entry'])
) AS reach (v, tables), unnest(tables) AS t;

-- Who is behind a session or a token: one look-up per request, before any party is set. Expired, revoked and disabled
-- are nobody. A session ends after twelve idle hours.
CREATE FUNCTION who_is(session_hash bytea, token_hash bytea, at timestamptz)
RETURNS TABLE (person_id uuid, person_name text, party_id uuid, party_name text, role text, scopes text[])
LANGUAGE plpgsql SECURITY DEFINER SET search_path = leadtime, pg_temp AS $$
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
END $$;
REVOKE ALL ON FUNCTION who_is FROM PUBLIC;
GRANT EXECUTE ON FUNCTION who_is TO leadtime_app;
