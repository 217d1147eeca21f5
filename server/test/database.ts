// A database of its own for each test file: a copy of the migrated template (50 to 70 ms).
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { withDatabase } from './global-setup.ts';

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

/** Call it in beforeAll, and drop() in afterAll. */
export async function testDatabase(): Promise<TestDatabase> {
  const { adminUrl, appUrl, workerUrl, template } = inject('testServer');
  const name = `leadtime_test_${randomBytes(6).toString('hex')}`;
  await statement(adminUrl, `CREATE DATABASE ${name} TEMPLATE ${template}`);
  const config = (url: string): pg.ClientConfig => ({ connectionString: withDatabase(url, name) });
  return {
    name,
    admin: config(adminUrl),
    app: config(appUrl),
    worker: config(workerUrl),
    drop: () => statement(adminUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  };
}

async function statement(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
