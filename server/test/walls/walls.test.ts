// The walls of the database, enumerated: every table, every tier, every role. And removed one by one: then the checks above
// must say so. Each removal is made and looked at inside a transaction that is rolled back.
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../database.ts';
import {
  functionFaults,
  passingFaults,
  reachFaults,
  roleFaults,
  rowFaults,
  structureFaults,
  writeFaults,
} from './checks.ts';
import { type Seeded, seed } from './seed.ts';
import { PASSING, PUBLIC, WALLED } from './tables.ts';

/** What the application may do across parties: signing in, administering, and what publishing and importing need. */
const APP_VERBS: Readonly<Record<string, readonly string[]>> = {
  'access.sign-in': [
    'person',
    'membership',
    'party',
    'session',
    'api_token',
    'sign_in_link',
    'sign_in_try',
    'delegation',
    'notice',
  ],
  'access.administer': [
    'person',
    'membership',
    'party',
    'session',
    'api_token',
    'sign_in_link',
    'visibility',
    'ledger_entry',
  ],
  'advisories.import': ['advisory', 'advisory_interval', 'feed_text', 'ledger_entry', 'visibility'],
  'advisories.publish': ['party', 'visibility'],
  'inventory.keep': ['visibility', 'ledger_entry'],
  'watch.append': ['advisory', 'advisory_revision', 'vulnerability', 'watch_changed', 'watch_record'],
};

let database: TestDatabase;
let db: pg.Client;
let s: Seeded;
beforeAll(async () => {
  database = await testDatabase();
  db = new pg.Client({ ...database.admin, options: '-c search_path=leadtime' });
  await db.connect();
  await db.query('GRANT leadtime_app, leadtime_worker TO CURRENT_USER');
  s = await seed(db);
});
afterAll(async () => {
  await db.end();
  await database.drop();
});
beforeEach(() => db.query('BEGIN'));
afterEach(() => db.query('ROLLBACK'));

const CHECKS = {
  structure: () => structureFaults(db),
  functions: () => functionFaults(db),
  rows: () => rowFaults(db, s),
  passing: () => passingFaults(db, s),
  reach: () => reachFaults(db, s, APP_VERBS),
};

describe('the walls as migrated', () => {
  it('stand around every table, or the table is public for a reason', async () => {
    expect(await structureFaults(db)).toEqual([]);
    for (const { why } of Object.values(PUBLIC)) expect(why.length).toBeGreaterThan(10);
  });
  it('are passed by few functions, each named with what keeps it safe', async () => {
    expect(await functionFaults(db)).toEqual([]);
    for (const why of Object.values(PASSING)) expect(why.length).toBeGreaterThan(10);
  });
  it('cannot be switched off by the roles that serve', async () => expect(await roleFaults(db)).toEqual([]));
  it('show each row to the tiers meant for it, in its time, and to nobody else', async () => {
    expect(await rowFaults(db, s)).toEqual([]);
  });
  it('let nobody change, remove or add what they do not hold', async () =>
    expect(await writeFaults(db, s)).toEqual([]));
  it('are kept by the functions that pass them', async () => expect(await passingFaults(db, s)).toEqual([]));
  it('open to a verb only what the list says', async () => expect(await reachFaults(db, s, APP_VERBS)).toEqual([]));
});

/** Without a wall the check must speak, and say where. */
async function falls(sql: string, check: keyof typeof CHECKS, message: RegExp): Promise<void> {
  await db.query(sql);
  expect((await CHECKS[check]()).join('\n')).toMatch(message);
}

const tables = Object.entries(WALLED).filter(([name]) => name !== 'visibility');
const word = (table: string) => new RegExp(`\\b${table}\\b`);

describe.each(tables)('a wall removed from %s is noticed:', (table, wall) => {
  const looks = async (sql: string, ...checks: ((db: pg.Client, s: Seeded, only: string) => Promise<string[]>)[]) => {
    await db.query(sql);
    for (const check of checks) expect((await check(db, s, table)).join('\n')).toMatch(word(table));
  };
  // Where parties are granted no writing at all, a hole in the wall shows once they are.
  const granted = wall.kept ? `GRANT INSERT, UPDATE, DELETE ON ${table} TO leadtime_app; ` : '';
  it('row-level security switched off', () =>
    looks(`${granted}ALTER TABLE ${table} DISABLE ROW LEVEL SECURITY`, structureFaults, rowFaults, writeFaults));
  it('no longer forced', () => looks(`ALTER TABLE ${table} NO FORCE ROW LEVEL SECURITY`, structureFaults));
  it('a policy that lets everybody read', () =>
    looks(`CREATE POLICY hole ON ${table} FOR SELECT TO leadtime_app USING (true)`, structureFaults, rowFaults));
  it('a policy that lets everybody who can name it read', () =>
    looks(`CREATE POLICY hole ON ${table} FOR SELECT TO leadtime_app USING (${wall.column} IS NOT NULL)`, rowFaults));
  it('a policy that lets everybody change', () =>
    looks(`${granted}CREATE POLICY hole ON ${table} TO leadtime_app USING (1 = 1)`, rowFaults, writeFaults));
  it('a policy that lets everybody add', () =>
    looks(`${granted}CREATE POLICY hole ON ${table} FOR INSERT TO leadtime_app WITH CHECK (1 = 1)`, writeFaults));
  it('its verbs open to all', () => looks(`ALTER POLICY verbs ON ${table} USING (1 = 1)`, rowFaults));
  if (wall.kept) it('writing granted to parties', () => looks(granted, structureFaults));
  it('everything granted', () => looks(`GRANT ALL ON ${table} TO leadtime_app`, structureFaults));

  if (wall.tiers.length > 0)
    it('reading without a limit in time', () => looks(reading(table, wall, { time: false }), rowFaults));
  if (wall.tiers.length > 0 && wall.tiers.length < 7)
    it('reading without a limit to tiers', () => looks(reading(table, wall, { time: true }), rowFaults));
  if (wall.tiers.length > 0)
    it('everything dropped, so that its own parties see it no more', () =>
      looks(`DROP POLICY parties_read ON ${table}`, rowFaults));
});

/** The policy for reading, rewritten with a part left out. */
const reading = (
  table: string,
  wall: { column: string; tiers: readonly string[] },
  { time }: { time: boolean },
): string => `
  DROP POLICY parties_read ON ${table};
  CREATE POLICY parties_read ON ${table} FOR SELECT TO leadtime_app USING (EXISTS (
    SELECT 1 FROM visibility v WHERE v.wall = ${table}.${wall.column} AND v.party_id IN (me(), everybody())
    ${time ? 'AND v.valid_from <= now_at() AND (v.valid_until IS NULL OR v.valid_until > now_at())' : `AND v.tier IN ('${wall.tiers.join("', '")}')`}))`;

describe('other walls removed are noticed:', () => {
  const hole = (table: string, rest: string): string => `CREATE POLICY hole ON ${table} ${rest}`;
  const reaches = (body: string): string =>
    `CREATE OR REPLACE FUNCTION reaches(wanted text) RETURNS boolean LANGUAGE sql STABLE RETURN ${body}`;
  const reach = (verb: string, table: string): string =>
    `INSERT INTO verb_reach VALUES ('${verb}', '${table}', 'leadtime_app')`;

  it.each([
    ['a table that nobody named', 'CREATE TABLE leadtime.secrets (party_id uuid)', 'structure', /secrets is neither/],
    ['a view that runs as its owner', 'CREATE VIEW everything AS SELECT * FROM report', 'structure', /view everything/],
    ['a list of verbs to write', 'GRANT INSERT ON verb_reach TO leadtime_app', 'structure', /may INSERT verb_reach/],
    ['a public table to write', 'GRANT UPDATE ON ledger_leaf TO leadtime_app', 'structure', /may UPDATE ledger_leaf/],
    ['visibility unwalled', 'ALTER TABLE visibility DISABLE ROW LEVEL SECURITY', 'structure', /^visibility has no/],
    ['visibility unwalled', 'ALTER TABLE visibility DISABLE ROW LEVEL SECURITY', 'rows', /sees who sees what/],
    ['visibility to read', hole('visibility', 'FOR SELECT USING (1 = 1)'), 'rows', /sees who sees what/],
    ['visibility to write', hole('visibility', 'FOR INSERT WITH CHECK (1 = 1)'), 'rows', /writes visibility/],
    ['the coordinators’ lane', 'DROP POLICY coordinators_lane ON message', 'rows', /coordinators’ lane/],
    ['a verb of the worker', reach('findings.read', 'report'), 'reach', /reaches report by findings.read/],
    ['a verb with one table more', reach('access.sign-in', 'vulnerability'), 'reach', /reaches vulnerability/],
    ['a list of verbs that is not asked', reaches('true'), 'rows', /a worker without a verb sees report/],
    [
      'a list of verbs that does not ask for the role',
      reaches(
        `EXISTS (SELECT 1 FROM verb_reach r WHERE r.verb = current_setting('leadtime.verb', true) AND r.table_name = wanted)`,
      ),
      'reach',
      /leadtime_app reads report by findings.read, which is not in the list/,
    ],
    [
      'a function that passes the walls unnamed',
      `CREATE FUNCTION peek() RETURNS bigint LANGUAGE sql SECURITY DEFINER AS 'SELECT count(*) FROM leadtime.report'`,
      'functions',
      /peek passes the walls/,
    ],
    [
      'a function with a foreign search_path',
      'ALTER FUNCTION who_knows RESET search_path',
      'functions',
      /who_knows does/,
    ],
    [
      'a function for everybody',
      'GRANT EXECUTE ON FUNCTION see TO PUBLIC',
      'functions',
      /see may be called by everybody/,
    ],
  ] as const)('%s (%s)', (_, sql, check, message) => falls(sql, check, message));

  /** In the body of each function that passes the walls: its guard, taken out. */
  const GUARDS: readonly (readonly [name: string, guard: RegExp])[] = [
    ['see', /IF EXISTS \(SELECT 1 FROM visibility v WHERE v\.wall = new_wall\) THEN[\s\S]*?END IF;\s*(?=INSERT)/],
    ['unsee', /IF NOT EXISTS[\s\S]*?END IF;/],
    ['who_knows', /m\.party_id = me\(\) AND/],
    ['report_outcomes', /AND EXISTS \([\s\S]*(?=\$function\$)/],
    ['priority_of', /AND EXISTS \([\s\S]*(?=\$function\$)/],
    ['project_line', /AND EXISTS \([\s\S]*(?=\$function\$)/],
    ['project_load', /WHERE EXISTS \([\s\S]*(?=\$function\$)/],
    ['sector_exposure', /AND EXISTS \([\s\S]*(?=GROUP BY)/],
    ['who_is', /s\.secret_hash = session_hash AND/g],
    [
      'search_queue',
      /\(SELECT i\.coordinator_id FROM instance i\) = me\(\) AND|WHERE EXISTS \(SELECT 1 FROM visibility s[\s\S]*?(?=ORDER)/g,
    ],
    ['search_outside', /a\.source <> 'ours' AND/],
  ];
  it.each(GUARDS)('the guard of %s', async (name, guard) => {
    const { rows } = await db.query<{ def: string }>(
      'SELECT pg_get_functiondef(p.oid) AS def FROM pg_proc p WHERE p.proname = $1',
      [name],
    );
    const open = (rows[0]?.def ?? '').replace(guard, '');
    expect(open).not.toBe(rows[0]?.def);
    await falls(open, 'passing', new RegExp(`\\b${name} serves a stranger`));
  });
  it('has the guard of every function that tells of rows', () => {
    const silent = ['advisory_changed', 'enqueue', 'keep_priority', 'newest_migration', 'queue_state', 'watch_mark']; // they tell of none
    expect([...GUARDS.map(([name]) => name), ...silent].sort()).toEqual(Object.keys(PASSING).sort());
  });

  it('a power to create in the schema', async () => {
    await db.query('GRANT CREATE ON SCHEMA leadtime TO leadtime_app');
    expect(await roleFaults(db)).toEqual(['leadtime_app may create in the schema']);
  });
  it.each([
    ['SUPERUSER', 'is a superuser'],
    ['BYPASSRLS', 'passes row-level security'],
    ['CREATEROLE', 'may make roles'],
    ['REPLICATION', 'may replicate'],
  ])('a serving role with %s', async (power, message) => {
    // Roles belong to the whole server: another one is looked at, and it goes with the transaction.
    await db.query(`CREATE ROLE leadtime_mutant ${power}`);
    expect(await roleFaults(db, ['leadtime_mutant'])).toContainEqual(`leadtime_mutant ${message}`);
  });
  it('a serving role that is a member of the owner', async () => {
    await db.query('CREATE ROLE leadtime_mutant');
    await db.query('GRANT leadtime_app TO leadtime_mutant');
    expect((await roleFaults(db, ['leadtime_mutant'])).join()).toContain('is a member of another role');
  });
});
