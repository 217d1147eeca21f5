// Where the database is: an embedded one, or DATABASE_URL. Answers three connections: owner, application, worker.
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import type { Config } from '../platform/config.ts';
import { startEmbedded } from '../platform/embedded-postgres/index.ts';
import type { Log } from '../platform/log.ts';
import { type MigrateOptions, migrate } from './migrate.ts';

export interface Connections {
  readonly admin: pg.ClientConfig;
  readonly app: pg.ClientConfig;
  readonly worker: pg.ClientConfig;
  readonly embedded: boolean;
  /** Resolves with the reason when an embedded database ends by itself. */
  readonly ended: Promise<string | undefined>;
  stop(): Promise<void>;
}

/** Connects and migrates. With DATABASE_URL alone that role owns the database, and two roles with passwords are made. */
export async function connect(config: Config, log: Log): Promise<Connections> {
  const connections = config.databaseUrl ? await external(config.databaseUrl, config) : await embedded(config, log);
  try {
    const ran = await migrate(connections.admin, connections.migrate);
    if (ran.length > 0) log.info('database brought to the newest schema', { migrations: ran });
    await refusePowerful(connections.app);
    await refusePowerful(connections.worker);
    return connections;
  } catch (error) {
    await connections.stop();
    throw error;
  }
}

type Prepared = Connections & { readonly migrate: MigrateOptions };

async function embedded(config: Config, log: Log): Promise<Prepared> {
  const server = await startEmbedded({ dataDir: config.dataDir, log: (message, facts) => log.info(message, facts) });
  return {
    admin: server.owner,
    app: { ...server.owner, user: 'leadtime_app' },
    worker: { ...server.owner, user: 'leadtime_worker' },
    embedded: true,
    ended: server.ended,
    stop: () => server.stop(),
    migrate: {},
  };
}

async function external(url: string, config: Config): Promise<Prepared> {
  const never = new Promise<undefined>(() => undefined);
  const base = { embedded: false, ended: never, stop: async () => undefined };
  if (config.databaseAdminUrl) {
    const user = decodeURIComponent(new URL(url).username);
    const as = (role: string): pg.ClientConfig => ({ connectionString: url, options: `-c role=${role}` });
    return {
      ...base,
      admin: { connectionString: config.databaseAdminUrl },
      app: as('leadtime_app'),
      worker: as('leadtime_worker'),
      migrate: { grantTo: user },
    };
  }
  const passwords = await rolePasswords(config.dataDir);
  const as = (user: string, password: string): pg.ClientConfig => {
    const own = new URL(url);
    own.username = user;
    own.password = password;
    return { connectionString: own.href };
  };
  return {
    ...base,
    admin: { connectionString: url },
    app: as('leadtime_app', passwords.app),
    worker: as('leadtime_worker', passwords.worker),
    migrate: { passwords },
  };
}

/** Passwords of the two roles, made once and kept where only their owner reads. LEADTIME_APP_PASSWORD and LEADTIME_WORKER_PASSWORD set them for several hosts. */
async function rolePasswords(dataDir: string): Promise<{ app: string; worker: string }> {
  const { LEADTIME_APP_PASSWORD: app, LEADTIME_WORKER_PASSWORD: worker } = process.env;
  if (app && worker) return { app, worker };
  const file = path.join(dataDir, 'database-roles.json');
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const fresh = { app: randomBytes(24).toString('hex'), worker: randomBytes(24).toString('hex') };
  await writeFile(file, JSON.stringify(fresh), { flag: 'wx', mode: 0o600 }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  return JSON.parse(await readFile(file, 'utf8')) as { app: string; worker: string }; // written above
}

/** The walls are row-level security: a role that may pass it must never serve. */
async function refusePowerful(config: pg.ClientConfig): Promise<void> {
  const client = new pg.Client(config);
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string; powerful: boolean }>(
      'SELECT rolname AS name, rolsuper OR rolbypassrls AS powerful FROM pg_roles WHERE rolname IN (current_user, session_user)',
    );
    const powerful = rows.filter((r) => r.powerful);
    if (powerful.length > 0) {
      throw new Error(
        `The database role ${powerful.map((r) => r.name).join(', ')} may pass row-level security (superuser or BYPASSRLS). Give DATABASE_URL a role that may not, and DATABASE_ADMIN_URL the owner.`,
      );
    }
  } finally {
    await client.end();
  }
}
