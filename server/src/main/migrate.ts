// Brings a database to the newest schema: roles first, then numbered SQL, then the job queue's own tables.
import { readdir, readFile } from 'node:fs/promises';
import { runMigrations } from 'graphile-worker';
import { Kysely, PostgresDialect, sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import pg from 'pg';

const FOLDER = new URL('../../migrations/', import.meta.url);

export interface MigrateOptions {
  /** Passwords for the two roles, where they sign in by password. */
  readonly passwords?: { readonly app: string; readonly worker: string };
  /** An existing role that is to act as both (DATABASE_URL beside DATABASE_ADMIN_URL). */
  readonly grantTo?: string;
  /** Stop after this migration, for tests of the next one on its data. */
  readonly to?: string;
}

/** Runs every migration that has not run. `admin` owns the database; it is used for nothing else. */
export async function migrate(admin: pg.ClientConfig, options: MigrateOptions = {}): Promise<readonly string[]> {
  await prepare(admin, options);
  const pool = new pg.Pool({ ...admin, max: 2, options: '-c search_path=leadtime,public' });
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  try {
    await installQueue(admin);
    const migrator = new Migrator({
      db,
      provider: { getMigrations: read },
      migrationTableSchema: 'leadtime_migrations',
    });
    const { error, results } = options.to ? await migrator.migrateTo(options.to) : await migrator.migrateToLatest();
    if (error)
      throw new Error(`migration failed: ${results?.find((r) => r.status === 'Error')?.migrationName ?? ''}`, {
        cause: error,
      });
    return (results ?? []).filter((r) => r.status === 'Success').map((r) => r.migrationName);
  } finally {
    await db.destroy();
  }
}

/** Names of all migrations, in order. */
export async function migrationNames(): Promise<readonly string[]> {
  return Object.keys(await read()).sort();
}

async function prepare(admin: pg.ClientConfig, options: MigrateOptions): Promise<void> {
  const client = new pg.Client(admin);
  await client.connect();
  try {
    const { rows } = await client.query<{ version: number }>(
      `SELECT current_setting('server_version_num')::int AS version`,
    );
    const version = rows[0]?.version ?? 0;
    if (version < 150_000) throw new Error(`PostgreSQL 15 or newer is needed; this is ${Math.floor(version / 10_000)}`);
    // Roles belong to the cluster: two databases may migrate at once, and one of them comes second.
    await client.query('SELECT pg_advisory_lock(440901)');
    for (const role of ['leadtime_app', 'leadtime_worker'] as const) {
      const password = role === 'leadtime_app' ? options.passwords?.app : options.passwords?.worker;
      const known = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [role]);
      if (known.rowCount === 0)
        await client.query(`CREATE ROLE ${role} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE`);
      if (password !== undefined) await client.query(`ALTER ROLE ${role} PASSWORD ${client.escapeLiteral(password)}`);
      if (options.grantTo !== undefined)
        await client.query(`GRANT ${role} TO ${client.escapeIdentifier(options.grantTo)}`);
    }
    await client.query('GRANT leadtime_worker TO CURRENT_USER');
    await client.query('CREATE SCHEMA IF NOT EXISTS leadtime');
    await client.query('CREATE SCHEMA IF NOT EXISTS leadtime_migrations');
  } finally {
    await client.end();
  }
}

/** The queue's tables belong to the worker's role: they have row-level security of their own, which only owners pass. */
async function installQueue(admin: pg.ClientConfig): Promise<void> {
  const owner = new pg.Client(admin);
  await owner.connect();
  const pool = new pg.Pool({ ...admin, max: 1, options: '-c role=leadtime_worker' });
  pool.on('error', () => undefined); // the query that meets a dead connection reports it
  pool.on('connect', (client) => void client.on('error', () => undefined));
  try {
    const { rows } = await owner.query<{ name: string }>('SELECT current_database() AS name');
    const database = owner.escapeIdentifier(rows[0]?.name ?? '');
    await owner.query(`GRANT CREATE ON DATABASE ${database} TO leadtime_worker`);
    await runMigrations({ pgPool: pool });
    await owner.query(`REVOKE CREATE ON DATABASE ${database} FROM leadtime_worker`);
  } finally {
    await pool.end();
    await owner.end();
  }
}

async function read(): Promise<Record<string, Migration>> {
  const files = (await readdir(FOLDER)).filter((f) => /^\d{4}_[a-z_]+\.sql$/.test(f)).sort();
  const entries = await Promise.all(
    files.map(async (file): Promise<[string, Migration]> => {
      const text = await readFile(new URL(file, FOLDER), 'utf8');
      return [file.replace(/\.sql$/, ''), { up: async (db) => void (await sql.raw(text).execute(db)) }];
    }),
  );
  return Object.fromEntries(entries);
}
