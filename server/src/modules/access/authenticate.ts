// Who asks? A session cookie or a bearer token, looked up by hash once per request: revoking works at once.
import { ROLES, type Role, type TokenScope, tokenScopes } from '@leadtime/contract';
import type { Actor } from '../../edge/handler.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../platform/db/database.ts';
import { secretHash } from '../../platform/secrets.ts';
import { WHO_IS } from './store.ts';

export interface Credentials {
  readonly cookie: string | undefined;
  readonly bearer: string | undefined;
}

export async function authenticate(
  { db, clock }: { db: Database; clock: Clock },
  { cookie, bearer }: Credentials,
): Promise<Actor | undefined> {
  const secret = bearer ?? cookie;
  if (secret === undefined || secret.length > 200) return undefined;
  const hash = secretHash(secret);
  const values = bearer !== undefined ? [null, hash, clock.now()] : [hash, null, clock.now()];
  const { rows } = await db.pool.query<NonNullable<typeof WHO_IS.row>>({
    name: WHO_IS.name,
    text: WHO_IS.text,
    values,
  });
  const row = rows[0];
  if (!row || !isRole(row.role)) return undefined;
  return {
    person: { id: row.person_id, name: row.person_name },
    party: { id: row.party_id, name: row.party_name },
    role: row.role,
    credential: hash,
    ...(row.scopes ? { scopes: row.scopes.filter(isScope) } : {}),
  };
}

export const isRole = (text: string): text is Role => (ROLES as readonly string[]).includes(text);
export const isScope = (text: string): text is TokenScope => (tokenScopes as readonly string[]).includes(text);
