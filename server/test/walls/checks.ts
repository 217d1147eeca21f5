// The checks of the walls, as functions: each answers what is wrong, in words, and an empty list when the wall stands. The
// tests run them on the database as migrated, and on one from which a wall was removed: then they must answer something.
import type pg from 'pg';
import type { Seeded } from './seed.ts';
import { PASSING, PUBLIC, TIERS, WALLED } from './tables.ts';

/** Every table is walled or named as public; walls are forced; no policy lets everybody through. */
export async function structureFaults(db: pg.Client): Promise<string[]> {
  const { rows: tables } = await db.query<{
    name: string;
    secured: boolean;
    forced: boolean;
    policies: number;
    owner: string;
  }>(
    `SELECT c.relname AS name, c.relrowsecurity AS secured, c.relforcerowsecurity AS forced, c.relowner::regrole::text AS owner,
       (SELECT count(*)::int FROM pg_policy p WHERE p.polrelid = c.oid) AS policies
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'leadtime' AND c.relkind IN ('r', 'p')`,
  );
  const { rows: open } = await db.query<{ name: string; policy: string }>(
    `SELECT polrelid::regclass::text AS name, polname AS policy FROM pg_policy p
     WHERE p.polpermissive AND (pg_get_expr(p.polqual, p.polrelid) = 'true' OR pg_get_expr(p.polwithcheck, p.polrelid) = 'true')
       AND EXISTS (SELECT 1 FROM unnest(p.polroles) r WHERE r = 0 OR r::regrole::text IN ('leadtime_app', 'leadtime_worker'))`,
  );
  const { rows: powers } = await db.query<{ name: string; role: string; power: string }>(
    `SELECT c.relname AS name, r.role, p.power
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace, unnest(ARRAY['leadtime_app', 'leadtime_worker']) AS r (role),
       unnest(ARRAY['TRUNCATE', 'REFERENCES', 'TRIGGER', 'INSERT', 'UPDATE', 'DELETE']) AS p (power)
     WHERE n.nspname = 'leadtime' AND c.relkind IN ('r', 'p') AND has_table_privilege(r.role, c.oid, p.power)`,
  );
  const { rows: views } = await db.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = 'leadtime' AND c.relkind IN ('v', 'm') AND NOT coalesce('security_invoker=true' = ANY (c.reloptions), false)`,
  );
  return [
    ...tables.flatMap((t) => {
      if (t.name in PUBLIC) return [];
      if (!(t.name in WALLED)) return [`${t.name} is neither walled nor named as public`];
      if (!t.secured) return [`${t.name} has no row-level security`];
      if (!t.forced) return [`${t.name} does not force row-level security on its owner`];
      return t.policies === 0 ? [`${t.name} has no policy`] : [];
    }),
    ...tables.filter((t) => /^leadtime_(app|worker)$/.test(t.owner)).map((t) => `${t.name} belongs to ${t.owner}`),
    ...[...Object.keys(WALLED), ...Object.keys(PUBLIC)]
      .filter((name) => !tables.some((t) => t.name === name))
      .map((name) => `${name} is named here and does not exist`),
    ...open.map((p) => `policy ${p.policy} of ${p.name} lets everybody through`),
    ...powers
      .filter((p) => ['TRUNCATE', 'REFERENCES', 'TRIGGER'].includes(p.power))
      .map((p) => `${p.role} has ${p.power} on ${p.name}, which passes the walls`),
    ...powers
      .filter((p) => p.role === 'leadtime_app' && (PUBLIC[p.name]?.appWrites === false || WALLED[p.name]?.kept))
      .map((p) => `${p.role} may ${p.power} ${p.name}`),
    ...views.map((v) => `view ${v.name} runs as its owner`),
  ];
}

/** Functions that run as the owner are few, named, closed to the public, and look only where they say. */
export async function functionFaults(db: pg.Client): Promise<string[]> {
  const { rows } = await db.query<{ name: string; path: boolean; everybody: boolean }>(
    `SELECT p.proname AS name, coalesce('search_path=leadtime, pg_temp' = ANY (p.proconfig), false) AS path,
       EXISTS (SELECT 1 FROM aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a WHERE a.grantee = 0 AND a.privilege_type = 'EXECUTE') AS everybody
     FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname = 'leadtime' AND p.prosecdef`,
  );
  return [
    ...rows.filter((f) => !(f.name in PASSING)).map((f) => `${f.name} passes the walls and is not named`),
    ...rows.filter((f) => !f.path).map((f) => `${f.name} does not fix its search_path`),
    ...rows.filter((f) => f.everybody).map((f) => `${f.name} may be called by everybody`),
    ...Object.keys(PASSING)
      .filter((name) => !rows.some((f) => f.name === name))
      .map((name) => `${name} is named here and does not pass the walls`),
  ];
}

/** The roles that serve have no power over the walls. */
export async function roleFaults(
  db: pg.Client,
  roles: readonly string[] = ['leadtime_app', 'leadtime_worker'],
): Promise<string[]> {
  const { rows } = await db.query<{ role: string; fault: string }>(
    `SELECT r.rolname AS role, f.fault FROM pg_roles r, LATERAL (VALUES
       (r.rolsuper, 'is a superuser'), (r.rolbypassrls, 'passes row-level security'), (r.rolcreaterole, 'may make roles'),
       (r.rolcreatedb, 'may make databases'), (r.rolreplication, 'may replicate'),
       (EXISTS (SELECT 1 FROM pg_auth_members m JOIN pg_roles o ON o.oid = m.roleid WHERE m.member = r.oid), 'is a member of another role'),
       (has_schema_privilege(r.rolname, 'leadtime', 'CREATE'), 'may create in the schema'),
       (r.rolname = (SELECT nspowner::regrole::text FROM pg_namespace WHERE nspname = 'leadtime'), 'owns the schema')
     ) AS f (has, fault) WHERE r.rolname = ANY ($1) AND f.has`,
    [roles],
  );
  const known = await db.query<{ n: number }>('SELECT count(*)::int AS n FROM pg_roles WHERE rolname = ANY ($1)', [
    roles,
  ]);
  return [
    ...rows.map((r) => `${r.role} ${r.fault}`),
    ...(known.rows[0]?.n === roles.length ? [] : ['a role is absent']),
  ];
}

export type Role = 'leadtime_app' | 'leadtime_worker';

/** Runs in a transaction of the owner, as the role; the caller rolls back. */
async function as<T>(
  db: pg.Client,
  role: Role,
  who: { party?: string; verb?: string },
  work: () => Promise<T>,
): Promise<T> {
  const set = (name: string, value: string) => `set_config('leadtime.${name}', ${db.escapeLiteral(value)}, true)`;
  await db.query(
    `SAVEPOINT someone; SELECT ${set('party', who.party ?? '')}, ${set('verb', who.verb ?? '')}, ${set('now', '2026-11-22T10:00:00Z')}; SET LOCAL ROLE ${role}`,
  );
  try {
    return await work();
  } finally {
    await db.query('ROLLBACK TO SAVEPOINT someone');
  }
}

/** Who reads which seeded row, compared with who should: every table (or one), every tier, every way of not seeing it. */
export async function rowFaults(db: pg.Client, s: Seeded, only?: string): Promise<string[]> {
  const faults: string[] = [];
  const all = countSeeded(s, only);
  const look = async (
    label: string,
    role: Role,
    who: { party?: string; verb?: string },
    may: (table: string) => boolean,
  ) => {
    const { rows } = await as(db, role, who, () => db.query<{ name: string; n: number }>(all));
    for (const { name, n } of rows)
      if (n > 0 !== may(name)) faults.push(`${label} ${n > 0 ? 'sees' : 'does not see'} ${name}`);
  };
  for (const tier of TIERS)
    await look(
      `tier ${tier}`,
      'leadtime_app',
      { party: s.byTier[tier] },
      (t) => WALLED[t]?.tiers.includes(tier) === true,
    );
  const never = () => false;
  await look('a stranger', 'leadtime_app', { party: s.stranger }, never);
  await look('who may no longer', 'leadtime_app', { party: s.past }, never);
  await look('who may not yet', 'leadtime_app', { party: s.future }, never);
  await look('nobody', 'leadtime_app', {}, never);
  await look('a worker without a verb', 'leadtime_worker', {}, never);
  await look('a worker as a party', 'leadtime_worker', { party: s.byTier.owner }, never);
  await look('a worker with a made-up verb', 'leadtime_worker', { verb: 'made.up' }, never);
  return only === undefined ? [...faults, ...(await laneFaults(db, s)), ...(await visibilityFaults(db, s))] : faults;
}

/** One statement that says for each table how many of its seeded row are seen. */
const countSeeded = (s: Seeded, only?: string): string =>
  Object.entries(WALLED)
    .filter(([t]) => t in s.walls && t !== 'visibility' && (only === undefined || t === only))
    .map(([t, { column }]) => `SELECT '${t}' AS name, count(*)::int AS n FROM ${t} WHERE ${column} = '${s.walls[t]}'`)
    .join(' UNION ALL ');

/** The coordinators' lane of a thread is for coordinators only, whoever else sees the case. */
async function laneFaults(db: pg.Client, s: Seeded): Promise<string[]> {
  await db.query('SAVEPOINT lane');
  await db.query(`UPDATE message SET lane = 'coordinators' WHERE vulnerability_id = $1`, [s.walls['message']]);
  const faults: string[] = [];
  for (const tier of TIERS) {
    const { rowCount } = await as(db, 'leadtime_app', { party: s.byTier[tier] }, () =>
      db.query('SELECT 1 FROM message'),
    );
    if ((rowCount ?? 0) > 0 !== (tier === 'coordinator')) faults.push(`tier ${tier} and the coordinators’ lane`);
  }
  const once = s.byTier.finder; // sees the case now, and once coordinated it
  await db.query(`INSERT INTO visibility VALUES ($1, $2, 'coordinator', '2020-01-01', '2021-01-01')`, [
    s.walls['message'],
    once,
  ]);
  const { rowCount } = await as(db, 'leadtime_app', { party: once }, () => db.query('SELECT 1 FROM message'));
  if ((rowCount ?? 0) > 0) faults.push('who once coordinated still reads the coordinators’ lane');
  await db.query('ROLLBACK TO SAVEPOINT lane');
  return faults;
}

/** A party sees of `visibility` its own rows and everybody's, and can change none. */
async function visibilityFaults(db: pg.Client, s: Seeded): Promise<string[]> {
  const { rows } = await as(db, 'leadtime_app', { party: s.stranger }, () =>
    db.query<{ n: number }>('SELECT count(*)::int AS n FROM visibility WHERE party_id <> everybody()'),
  );
  const own = await as(db, 'leadtime_app', { party: s.byTier.owner }, () =>
    db.query<{ n: number }>('SELECT count(*)::int AS n FROM visibility WHERE party_id NOT IN (me(), everybody())'),
  );
  const written = await attempt(
    db,
    s.byTier.owner,
    `INSERT INTO visibility VALUES ('${s.walls['report']}', '${s.stranger}', 'owner', now())`,
  );
  return [
    ...(rows[0]?.n === 0 ? [] : ['a stranger sees who sees what']),
    ...(own.rows[0]?.n === 0 ? [] : ['a party sees what others see']),
    ...(written === 0 ? [] : ['a party writes visibility past see()']),
  ];
}

/** How many rows a statement changes as a party; 0 when it is refused. Where only a key stood in the way, the wall did not. */
async function attempt(db: pg.Client, party: string, sql: string, values: readonly unknown[] = []): Promise<number> {
  return as(db, 'leadtime_app', { party }, async () => {
    try {
      return (await db.query(sql, [...values])).rowCount ?? 0;
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : '';
      if (code === '42501') return 0;
      if (/^23/.test(code)) return 1;
      throw error;
    }
  });
}

const HOLDING = ['owner', 'coordinator', 'maintainer', 'delegate'];

/** Nobody changes, removes or adds what they do not hold. */
export async function writeFaults(db: pg.Client, s: Seeded, only?: string): Promise<string[]> {
  const faults: string[] = [];
  for (const [table, wall] of Object.entries(WALLED)) {
    const row = s.rows[table];
    if (!row || table === 'visibility' || (only !== undefined && table !== only)) continue;
    const where = `WHERE ${wall.column} = '${s.walls[table]}'`;
    const change = `UPDATE ${table} SET ${wall.column} = ${wall.column} ${where}`;
    for (const tier of TIERS) {
      const may = HOLDING.includes(tier) && wall.tiers.includes(tier) && !wall.kept;
      if ((await attempt(db, s.byTier[tier], change)) > 0 !== may)
        faults.push(`tier ${tier} ${may ? 'cannot change' : 'changes'} ${table}`);
    }
    const names = Object.keys(row);
    const add = `INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map((_, i) => `$${i + 1}`).join(', ')})`;
    for (const [label, party] of [
      ['a stranger', s.stranger],
      ['who may no longer', s.past],
    ] as const) {
      if ((await attempt(db, party, change)) > 0) faults.push(`${label} changes ${table}`);
      if ((await attempt(db, party, `DELETE FROM ${table} ${where}`)) > 0)
        faults.push(`${label} removes from ${table}`);
      if (
        (await attempt(
          db,
          party,
          add,
          names.map((n) => row[n]),
        )) > 0
      )
        faults.push(`${label} adds to ${table}`);
    }
  }
  return faults;
}

/** Functions that pass the walls answer a stranger nothing and let it do nothing. */
export async function passingFaults(db: pg.Client, s: Seeded): Promise<string[]> {
  const wall = s.walls['report'] ?? '';
  const vulnerability = s.walls['vulnerability'] ?? '';
  const project = s.walls['project'] ?? '';
  const refused: readonly (readonly [string, string])[] = [
    ['see', `SELECT see('${wall}', '${s.stranger}', 'owner')`],
    ['unsee', `SELECT unsee('${wall}', '${s.byTier.owner}', 'owner')`],
    ['who_knows', `SELECT * FROM who_knows('${wall}')`],
    ['report_outcomes', `SELECT * FROM report_outcomes('${wall}') AS o WHERE o::text ~ '[1-9]'`],
    ['priority_of', `SELECT 1 WHERE priority_of('${vulnerability}') IS NOT NULL`],
    ['project_line', `SELECT * FROM project_line('${project}')`],
    ['project_load', `SELECT * FROM project_load('${project}', now())`],
    ['sector_exposure', `SELECT * FROM sector_exposure('${vulnerability}')`],
    ['who_is', `SELECT * FROM who_is('\\x00', NULL, now())`],
    ['search_queue', `SELECT * FROM search_queue(to_tsquery('simple', 'text'), 'text', 'TEXT', 100, false)`],
    ['search_outside', `SELECT * FROM search_outside(to_tsquery('simple', 'text'), 'TEXT', 100)`],
  ];
  const faults: string[] = [];
  for (const party of [s.stranger, s.past, s.future])
    for (const [name, sql] of refused)
      if ((await attempt(db, party, sql)) > 0)
        faults.push(`${name} serves ${party === s.stranger ? 'a stranger' : 'who may not at this time'}`);
  for (const tier of ['finder', 'maintainer', 'delegate', 'reader', 'public'] as const)
    for (const name of ['see', 'unsee', 'who_knows'] as const) {
      const sql = refused.find(([n]) => n === name)?.[1] ?? '';
      if ((await attempt(db, s.byTier[tier], sql)) > 0) faults.push(`${name} serves tier ${tier}`);
    }
  return faults;
}

/** A verb opens only the tables, and only for the role, that `verb_reach` names; the list for the application is short. */
export async function reachFaults(
  db: pg.Client,
  s: Seeded,
  allowed: Readonly<Record<string, readonly string[]>>,
): Promise<string[]> {
  const { rows } = await db.query<{ verb: string; table_name: string; db_role: string }>('SELECT * FROM verb_reach');
  const faults = rows
    .filter((r) => r.db_role === 'leadtime_app' && allowed[r.verb]?.includes(r.table_name) !== true)
    .map((r) => `the application reaches ${r.table_name} by ${r.verb}`);
  const all = countSeeded(s);
  for (const verb of new Set(rows.map((r) => r.verb)))
    for (const role of ['leadtime_app', 'leadtime_worker'] as const) {
      const may = new Set(rows.filter((r) => r.verb === verb && r.db_role === role).map((r) => r.table_name));
      const seen = await as(db, role, { verb }, () => db.query<{ name: string; n: number }>(all));
      for (const { name, n } of seen.rows)
        if (n > 0 && !may.has(name)) faults.push(`${role} reads ${name} by ${verb}, which is not in the list`);
    }
  return faults;
}
