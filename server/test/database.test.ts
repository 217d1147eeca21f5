import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from './database.ts';

describe('a test database', () => {
  let first: TestDatabase;
  let second: TestDatabase;

  beforeAll(async () => {
    [first, second] = await Promise.all([testDatabase(), testDatabase()]);
  });

  afterAll(async () => {
    await Promise.all([first.drop(), second.drop()]);
  });

  it('shares nothing with another one', async () => {
    await query(first.admin, 'CREATE TABLE here (one int)');
    await expect(query(second.admin, 'SELECT * FROM here')).rejects.toThrow(/does not exist/);
  });

  it.each(['app', 'worker'] as const)(
    'lets the %s in as a role that no policy can be switched off for',
    async (role) => {
      const found = await query(
        first[role],
        'SELECT rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname = current_user',
      );
      const powers = { rolsuper: false, rolbypassrls: false, rolcreaterole: false, rolcreatedb: false };
      expect(found).toEqual([{ rolname: `leadtime_${role}`, ...powers }]);
    },
  );
});

async function query(config: pg.ClientConfig, sql: string): Promise<unknown[]> {
  const client = new pg.Client(config);
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}
