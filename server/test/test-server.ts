// A PostgreSQL server for tests and suites, and in it a template database with all migrations applied; every test copies that.
// With DATABASE_URL that server is used (one for tests: roles get passwords there); its user, or that of DATABASE_ADMIN_URL,
// may create databases and roles. Else an embedded one that flushes nothing, in a temporary folder.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { migrate } from '../src/main/migrate.ts';
import { discardDead, startEmbedded } from '../src/platform/embedded-postgres/index.ts';

/** What copies need; plain JSON, because it crosses to the test processes. */
export type TestServer = {
  /** Superuser or owner of databases and roles. */
  readonly adminUrl: string;
  readonly appUrl: string;
  readonly workerUrl: string;
  readonly template: string;
  /** Where the roles sign in by password. */
  readonly passwords?: { readonly app: string; readonly worker: string };
};

export type TestDatabase = {
  readonly name: string;
  /** Owner: for looking at what happened, and for arranging what no verb can. */
  readonly admin: pg.ClientConfig;
  /** Role leadtime_app: what the API runs as. */
  readonly app: pg.ClientConfig;
  /** Role leadtime_worker. */
  readonly worker: pg.ClientConfig;
  /** Ends every connection to it and removes it. */
  drop(): Promise<void>;
};

export type Started = { readonly server: TestServer; stop(): Promise<void> };
export async function startTestServer(): Promise<Started> {
  const { server, stop } = process.env.DATABASE_URL ? external(process.env.DATABASE_URL) : await embedded();
  try {
    await makeTemplate(server);
  } catch (error) {
    await stop();
    throw error;
  }
  return { server, stop };
}

async function embedded(): Promise<Started> {
  removeLeftovers();
  const dataDir = mkdtempSync(path.join(tmpdir(), 'leadtime-test-'));
  const database = await startEmbedded({ dataDir, log: () => {}, durable: false });
  const as = (user: string) => withUser(database.ownerUrl, user);
  return {
    server: {
      adminUrl: database.ownerUrl,
      appUrl: as('leadtime_app'),
      workerUrl: as('leadtime_worker'),
      template: 'leadtime_template',
    },
    async stop() {
      await database.stop();
      rmSync(dataDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    },
  };
}

function external(appUrl: string): Started {
  const adminUrl = process.env.DATABASE_ADMIN_URL || appUrl;
  const app =
    process.env.LEADTIME_APP_PASSWORD ||
    decodeURIComponent(new URL(appUrl).password) ||
    randomBytes(16).toString('hex');
  const worker = process.env.LEADTIME_WORKER_PASSWORD || app;
  const template = `leadtime_test_${randomBytes(4).toString('hex')}_template`;
  return {
    server: {
      adminUrl,
      appUrl: withUser(appUrl, 'leadtime_app', app),
      workerUrl: withUser(appUrl, 'leadtime_worker', worker),
      template,
      passwords: { app, worker },
    },
    stop: () => asAdmin(adminUrl, [`DROP DATABASE IF EXISTS ${template} WITH (FORCE)`]),
  };
}

/** A copy of the migrated template (50 to 70 ms). */
export async function copyTemplate({ adminUrl, appUrl, workerUrl, template }: TestServer): Promise<TestDatabase> {
  const name = `leadtime_test_${randomBytes(6).toString('hex')}`;
  await asAdmin(adminUrl, [`CREATE DATABASE ${name} TEMPLATE ${template}`]);
  const config = (url: string): pg.ClientConfig => ({ connectionString: withDatabase(url, name) });
  return {
    name,
    admin: config(adminUrl),
    app: config(appUrl),
    worker: config(workerUrl),
    drop: () => asAdmin(adminUrl, [`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`]),
  };
}

async function makeTemplate({ adminUrl, template, passwords }: TestServer): Promise<void> {
  await asAdmin(adminUrl, [`CREATE DATABASE ${template}`]);
  await migrate({ connectionString: withDatabase(adminUrl, template) }, passwords ? { passwords } : {});
  await asAdmin(adminUrl, [`ALTER DATABASE ${template} ALLOW_CONNECTIONS false`]); // a connection would stop every copy
}

async function asAdmin(adminUrl: string, statements: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

/** Folders of test runs that were killed. */
function removeLeftovers(): void {
  for (const name of readdirSync(tmpdir()).filter((entry) => /^leadtime-test-[A-Za-z0-9]{6}$/.test(entry))) {
    discardDead(path.join(tmpdir(), name));
  }
}

export function withDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}

function withUser(url: string, user: string, password = ''): string {
  const changed = new URL(url);
  changed.username = user;
  changed.password = encodeURIComponent(password);
  return changed.href;
}
