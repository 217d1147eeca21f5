// All SQL of access. Statements that look across parties run under `access.sign-in` or `access.administer`.
import { query } from '../../platform/db/query.ts';

export interface MembershipRow {
  person_id: string;
  party_id: string;
  party_name: string;
  role: string;
}
export interface PersonRow {
  id: string;
  name: string;
  email: string;
  password_hash: string | null;
  disabled_at: string | null;
}

export const WHO_IS = query<{
  person_id: string;
  person_name: string;
  party_id: string;
  party_name: string;
  role: string;
  scopes: string[] | null;
}>('access.who-is', `SELECT * FROM leadtime.who_is($1, $2, $3)`);
export const INSTANCE = query<{
  name: string;
  marking: string;
  demo: boolean;
  coordinator_id: string | null;
  setup_secret_hash: Buffer | null;
  set_up_at: string | null;
}>('access.instance', `SELECT name, marking, demo, coordinator_id, setup_secret_hash, set_up_at FROM instance`);
export const SET_INSTANCE = query(
  'access.set-instance',
  `UPDATE instance SET name = $1, demo = $2, coordinator_id = $3, set_up_at = $4, setup_secret_hash = NULL WHERE set_up_at IS NULL`,
);
export const SET_SETUP_SECRET = query(
  'access.set-setup-secret',
  `UPDATE instance SET setup_secret_hash = $1 WHERE set_up_at IS NULL`,
);

export const PERSON_BY_EMAIL = query<PersonRow>(
  'access.person-by-email',
  `SELECT id, name, email, password_hash, disabled_at FROM person WHERE lower(email) = lower($1)`,
);
export const PERSON = query<PersonRow>(
  'access.person',
  `SELECT id, name, email, password_hash, disabled_at FROM person WHERE id = $1`,
);
export const SET_PASSWORD = query('access.set-password', `UPDATE person SET password_hash = $2 WHERE id = $1`);
export const MEMBERSHIPS = query<MembershipRow>(
  'access.memberships',
  `SELECT m.person_id, m.party_id, p.name AS party_name, m.role
   FROM membership m JOIN party p ON p.id = m.party_id
   WHERE $1::uuid IS NULL OR m.person_id = $1
   ORDER BY m.since, p.name, m.role`,
);
export const ACTS_FOR = query<{ id: string; name: string }>(
  'access.acts-for',
  `SELECT p.id, p.name FROM delegation d JOIN party p ON p.id = d.from_party_id
   WHERE d.to_party_id = $1 AND d.ended_at IS NULL AND (d.until IS NULL OR d.until > $2) ORDER BY p.name`,
);
export const UNREAD = query<{ unread: number }>(
  'access.unread-notices',
  `SELECT count(*) AS unread FROM notice WHERE party_id = $1 AND read_at IS NULL`,
);
// A feed that nobody asked for yet is not old: it is not used.
export const FEEDS = query<{ source: string; as_of: string | null; max_age_hours: number }>(
  'access.feeds',
  `SELECT source, as_of, max_age_hours FROM feed
   WHERE source IN ('kev', 'osv', 'ssvc') OR as_of IS NOT NULL OR every_hours IS NOT NULL ORDER BY source`,
);

export const OPEN_SESSION = query(
  'access.open-session',
  `INSERT INTO session (secret_hash, person_id, party_id, role, created_at, seen_at, expires_at) VALUES ($1, $2, $3, $4, $5, $5, $6)`,
);
export const CLOSE_SESSION = query('access.close-session', `DELETE FROM session WHERE secret_hash = $1`);
export const CLOSE_SESSIONS_OF = query(
  'access.close-sessions-of',
  `DELETE FROM session WHERE person_id = $1 AND secret_hash <> $2`,
);
export const SWITCH = query(
  'access.switch',
  `UPDATE session s SET party_id = $2, role = $3
   WHERE s.secret_hash = $1 AND EXISTS (SELECT 1 FROM membership m WHERE m.person_id = s.person_id AND m.party_id = $2 AND m.role = $3)`,
);

// Tries to sign in. The subject is a digest, because people type passwords into the field for the e-mail.
/** Locks the row of a subject, made when it is not there, until the transaction ends. */
export const HOLD_TRIES = query<{ tries: number; until: string | null }>(
  'access.hold-tries',
  `INSERT INTO sign_in_try AS t (subject, tries, last_at) VALUES (sign_in_subject($1, $2), 0, $3)
   ON CONFLICT (subject) DO UPDATE SET tries = t.tries RETURNING t.tries, t.until`,
);
export const SET_TRIES = query(
  'access.set-tries',
  `UPDATE sign_in_try SET tries = $3, last_at = $4, until = $5 WHERE subject = sign_in_subject($1, $2)`,
);
export const CLEAR_TRIES = query(
  'access.clear-tries',
  `DELETE FROM sign_in_try WHERE subject = sign_in_subject($1, $2)`,
);
export const TAKE_BACK_TRY = query(
  'access.take-back-try',
  `UPDATE sign_in_try SET tries = greatest(tries - 1, 0), until = NULL WHERE subject = sign_in_subject($1, $2)`,
);
/** Those that somebody else holds are left for the next time. */
export const FORGET_TRIES = query(
  'access.forget-tries',
  `DELETE FROM sign_in_try WHERE subject IN (SELECT subject FROM sign_in_try WHERE last_at < $1 LIMIT 100 FOR UPDATE SKIP LOCKED)`,
);

export const ADD_LINK = query(
  'access.add-link',
  `INSERT INTO sign_in_link (secret_hash, person_id, party_id, role, created_at, expires_at, demo_secret) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
);
export const USE_LINK = query<{ person_id: string; party_id: string | null; role: string | null }>(
  'access.use-link',
  `UPDATE sign_in_link l SET used_at = $2
   WHERE secret_hash = $1 AND expires_at > $2 AND (used_at IS NULL OR demo_secret IS NOT NULL AND EXISTS (SELECT 1 FROM instance WHERE demo))
   RETURNING person_id, party_id, role`,
);
export const DEMO_LINKS = query<{ demo_secret: string; role: string; person: string; party: string }>(
  'access.demo-links',
  `SELECT l.demo_secret, l.role, p.name AS person, y.name AS party
   FROM sign_in_link l JOIN person p ON p.id = l.person_id JOIN party y ON y.id = l.party_id
   WHERE l.demo_secret IS NOT NULL AND EXISTS (SELECT 1 FROM instance WHERE demo) ORDER BY l.created_at, p.name`,
);

export interface TokenRow {
  id: string;
  name: string;
  scopes: string[];
  created_at: string;
  expires_at: string;
  last_used_at: string | null;
  revoked_at: string | null;
}
export const TOKENS = query<TokenRow>(
  'access.tokens',
  `SELECT id, name, scopes, created_at, expires_at, last_used_at, revoked_at FROM api_token
   WHERE person_id = $1 AND party_id = $2 ORDER BY created_at DESC`,
);
export const ADD_TOKEN = query(
  'access.add-token',
  `INSERT INTO api_token (id, secret_hash, person_id, party_id, role, name, scopes, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
);
export const REVOKE_TOKEN = query(
  'access.revoke-token',
  `UPDATE api_token SET revoked_at = $3 WHERE id = $1 AND person_id = $2 AND revoked_at IS NULL`,
);
export const REVOKE_TOKENS_OF = query(
  'access.revoke-tokens-of',
  `UPDATE api_token SET revoked_at = $2 WHERE person_id = $1 AND revoked_at IS NULL`,
);

export const PARTIES = query<{
  id: string;
  name: string;
  kind: string;
  sector: string | null;
  people: number;
  created_at: string;
}>(
  'access.parties',
  `SELECT p.id, p.name, p.kind, p.sector, p.created_at, (SELECT count(DISTINCT person_id) FROM membership m WHERE m.party_id = p.id) AS people
   FROM party p WHERE p.kind <> 'public' ORDER BY p.name`,
);
export const ADD_PARTY = query(
  'access.add-party',
  `INSERT INTO party (id, name, kind, sector, created_at) VALUES ($1, $2, $3, $4, $5)`,
);
export const COORDINATORS = query<{ id: string }>(
  'access.coordinators',
  `SELECT id FROM party WHERE kind = 'clearinghouse'`,
);
export const PUBLIC_KINDS = query<{ id: string }>(
  'access.parties-of-others',
  `SELECT id FROM party WHERE kind <> 'public' AND id <> $1`,
);
export const SHOW_PARTY = query(
  'access.show-party',
  `INSERT INTO visibility (wall, party_id, tier, valid_from) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`,
);
export const PEOPLE = query<PersonRow>(
  'access.people',
  `SELECT id, name, email, password_hash, disabled_at FROM person ORDER BY name, id`,
);
export const ADD_PERSON = query(
  'access.add-person',
  `INSERT INTO person (id, name, email, created_at) VALUES ($1, $2, $3, $4)`,
);
export const ADD_MEMBERSHIP = query(
  'access.add-membership',
  `INSERT INTO membership (person_id, party_id, role, since) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`,
);
export const REMOVE_MEMBERSHIPS = query('access.remove-memberships', `DELETE FROM membership WHERE person_id = $1`);
export const DISABLE = query(
  'access.disable',
  `UPDATE person SET disabled_at = $2 WHERE id = $1 AND disabled_at IS NULL`,
);
export const CLOSE_ALL_SESSIONS = query('access.close-all-sessions', `DELETE FROM session WHERE person_id = $1`);

export interface DelegationRow {
  id: string;
  from_id: string;
  from_name: string;
  to_id: string;
  to_name: string;
  since: string;
  until: string | null;
}
export const DELEGATIONS = query<DelegationRow>(
  'access.delegations',
  `SELECT d.id, f.id AS from_id, f.name AS from_name, t.id AS to_id, t.name AS to_name, d.since, d.until
   FROM delegation d JOIN party f ON f.id = d.from_party_id JOIN party t ON t.id = d.to_party_id
   WHERE (d.from_party_id = $1 OR d.to_party_id = $1) AND d.ended_at IS NULL ORDER BY d.since`,
);
export const ADD_DELEGATION = query(
  'access.add-delegation',
  `INSERT INTO delegation (id, from_party_id, to_party_id, since, until) VALUES ($1, $2, $3, $4, $5)`,
);
export const END_DELEGATION = query<{ to_party_id: string }>(
  'access.end-delegation',
  `UPDATE delegation SET ended_at = $3 WHERE id = $1 AND from_party_id = $2 AND ended_at IS NULL RETURNING to_party_id`,
);
export const DELEGATES = query<{ id: string; name: string }>(
  'access.delegates',
  `SELECT id, name FROM party WHERE kind = 'isac' ORDER BY name`,
);
/** Lets a party see another party’s row or data, as that party (see()), or ends it. */
export const SEE = query('access.see', `SELECT see($1, $2, $3, $4, $5)`);
export const UNSEE = query('access.unsee', `SELECT unsee($1, $2, $3)`);
