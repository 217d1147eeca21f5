// Backup and restore on real PostgreSQL: what comes back is what was there, with the same ledger root, and a backup that was changed
// or does not fit restores nothing.
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { restoreBackup } from '../src/main/backup/restore.ts';
import { writeBackup } from '../src/main/backup/write.ts';
import { openHouse } from '../src/main/wire.ts';
import { type Config, readConfig } from '../src/platform/config.ts';
import { enqueue } from '../src/platform/jobs.ts';
import { silentLog } from '../src/platform/log.ts';
import { type Somebody, type TestHouse, testHouse } from './house.ts';
import { ask as askServer, type ServerProcess, setUpServer, startServer } from './process.ts';
import { withDatabase } from './test-server.ts';

const run = promisify(execFile);

let t: TestHouse;
let finder: Somebody;
let place: string;
const small = JSON.stringify({
  schema: 'leadtime.report/1',
  findings: [
    { title: 'A name with \\N', description: 'a tab\tand a line\nmore', target: { purl: 'pkg:npm/backed-up' } },
  ],
});
/** Large enough to stand in a file, not in the row. */
const large = `${JSON.stringify({ version: '2.1.0', runs: [{ tool: { driver: { name: 'padding' } }, results: [], properties: { padding: 'x'.repeat(200_000) } }] })}`;

beforeAll(async () => {
  place = await mkdtemp(path.join(tmpdir(), 'leadtime-backup-'));
  t = await testHouse();
  finder = await t.person(await t.party('A lab', 'lab'), 'finder');
  for (const body of [small, large]) {
    const answered = await send(body);
    expect(answered, answered.text).toMatchObject({ status: 202 });
  }
  await t.work();
  // A row that a trigger wrote: restored, it must not be written twice.
  await t.owner.query(
    `INSERT INTO advisory (id, public_id, source, title, summary, details, state, record, content_digest, modified_at)
     VALUES (gen_random_uuid(), 'GHSA-aaaa-bbbb-cccc', 'osv', 'A hole', '', '', 'published', '{}', '\\x00', now())`,
  );
  const { rows } = await t.owner.query('SELECT stage FROM report ORDER BY size');
  expect(rows.map((r) => r.stage)).toEqual(['read', 'read']);
});

afterAll(async () => {
  await t.close();
  await rm(place, { recursive: true, force: true });
});

describe('a backup of an instance that runs', () => {
  it('brings back every row, the stored bytes and the same ledger root, into an empty database and folder', async () => {
    const folder = path.join(place, 'whole');
    const manifest = await writeBackup(orderFor(folder));
    expect(manifest.ledger?.size).toBeGreaterThan(0);
    expect(manifest.bytes).toHaveLength(1);
    expect(manifest.missing).toEqual([]);
    expect(manifest.keys.map(({ file }) => file)).toEqual(['keys/bytes.key', 'keys/ledger.key']);
    expect((await stat(path.join(folder, 'keys/bytes.key'))).mode & 0o077).toBe(0);

    await withEmpty(async (empty) => {
      const restored = await restoreBackup({ ...empty, folder });
      expect(restored.ledger).toEqual(manifest.ledger);
      expect(await contentOf(empty.admin)).toEqual(await contentOf(t.database.admin));
      expect(await structureOf(empty.admin)).toEqual(await structureOf(t.database.admin));
      expect(await openedBytes(empty.config, empty.name)).toEqual([small, large].sort());
    });
  });

  it('takes along what is still to be done', async () => {
    const folder = path.join(place, 'jobs');
    const at = '2026-11-23T10:00:00.000Z';
    await t.house.db.asAnyone(async (tx) => {
      await enqueue(tx, 'findings.reassess', { cves: ['CVE-2026-0001'] }, { at });
      await enqueue(tx, 'measures.take', { fresh: true }, { key: 'measures.take', at });
    });
    const jobs = `SELECT j.task_identifier AS task, p.payload, j.key, j.queue_name, j.run_at, j.max_attempts
      FROM graphile_worker.jobs j JOIN graphile_worker._private_jobs p ON p.id = j.id ORDER BY 1`;
    const waiting = await ask(t.database.admin, jobs);
    expect(waiting.map((job) => job['task'])).toEqual(['findings.reassess', 'measures.take']);
    const manifest = await writeBackup(orderFor(folder));
    expect(manifest.jobs.count).toBe(2);
    await withEmpty(async (empty) => {
      await restoreBackup({ ...empty, folder });
      expect(await ask(empty.admin, jobs)).toEqual(waiting);
    });
    await t.owner.query('DELETE FROM graphile_worker._private_jobs');
  });

  it('goes on numbering advisories where the old instance stopped', async () => {
    const folder = path.join(place, 'numbers');
    const { rows } = await t.owner.query<{ n: string }>(`SELECT nextval('advisory_number') AS n`);
    await writeBackup(orderFor(folder));
    await withEmpty(async (empty) => {
      await restoreBackup({ ...empty, folder });
      const after = await ask(empty.admin, `SELECT nextval('leadtime.advisory_number') AS n`);
      expect(Number(after[0]?.['n'])).toBe(Number(rows[0]?.n) + 1);
    });
  });

  it('is of one moment: what comes while it is written is not half in it', async () => {
    const folder = path.join(place, 'moment');
    let more: ReturnType<typeof send> | undefined;
    const manifest = await writeBackup({
      ...orderFor(folder),
      say: () => {
        more ??= send(JSON.stringify({ schema: 'leadtime.report/1', findings: [{ title: 'Came meanwhile' }] }));
      },
    });
    await more;
    const rows = (name: string) => manifest.tables.find((table) => table.name === name)?.rows;
    const { rows: now } = await t.owner.query<{ n: number }>('SELECT count(*)::int AS n FROM report');
    expect(now[0]?.n).toBe(3);
    expect(rows('report')).toBe(2);
    expect(rows('blob')).toBe(2);
  });

  it('takes the snapshot anew when bytes it names were removed, with their row, before they were copied', async () => {
    const folder = path.join(place, 'removed');
    const id = '00000000-0000-8000-8000-0000000000aa';
    await t.owner.query(
      `INSERT INTO blob (id, wall, party_id, digest, size, key_id, bytes, created_at) VALUES ($1, $1, $1, '\\x00', 1, 'k', NULL, now())`,
      [id],
    );
    const manifest = await writeBackup({
      ...orderFor(folder),
      say: (what) => {
        return /files of leadtime.blob/.test(what) ? t.owner.query('DELETE FROM blob WHERE id = $1', [id]) : undefined;
      },
    });
    expect(manifest.missing).toEqual([]);
    expect(manifest.bytes.map((b) => b.id)).not.toContain(id);
  });

  it('names the rows whose bytes are lost instead of passing over them', async () => {
    const id = '00000000-0000-8000-8000-0000000000ab';
    await t.owner.query(
      `INSERT INTO blob (id, wall, party_id, digest, size, key_id, bytes, created_at) VALUES ($1, $1, $1, '\\x00', 1, 'k', NULL, now())`,
      [id],
    );
    const manifest = await writeBackup(orderFor(path.join(place, 'lost')));
    await t.owner.query('DELETE FROM blob WHERE id = $1', [id]);
    expect(manifest.missing).toEqual([id]);
  });

  it('works for an owner that is no superuser, whom the forced walls concern too', async () => {
    const folder = path.join(place, 'plain-owner');
    await writeBackup(orderFor(folder));
    await withEmpty(async (empty) => {
      const owner = `owner_of_${empty.name}`;
      const { adminUrl } = inject('testServer');
      await ask({ connectionString: adminUrl }, `CREATE ROLE ${owner} LOGIN NOSUPERUSER PASSWORD 'owner'`);
      try {
        await ask({ connectionString: adminUrl }, `GRANT leadtime_app, leadtime_worker TO ${owner} WITH ADMIN OPTION`);
        await ask({ connectionString: adminUrl }, `ALTER DATABASE ${empty.name} OWNER TO ${owner}`);
        const url = new URL(withDatabase(adminUrl, empty.name));
        url.username = owner;
        url.password = 'owner';
        const admin = { connectionString: url.href };
        await restoreBackup({ ...empty, admin, folder });
        expect(await contentOf(admin)).toEqual(await contentOf(t.database.admin));
        const again = path.join(place, 'plain-owner-again');
        const manifest = await writeBackup({ ...orderFor(again), admin, config: empty.config });
        expect(manifest.tables.map(({ name, rows }) => [name, rows])).toEqual(
          (await contentOf(t.database.admin)).map(({ name, rows }) => [name, rows]),
        );
      } finally {
        await ask({ connectionString: adminUrl }, `DROP DATABASE IF EXISTS ${empty.name} WITH (FORCE)`);
        await ask({ connectionString: adminUrl }, `DROP ROLE ${owner}`);
      }
    });
  });

  it('does not write into a folder that holds something', async () => {
    const folder = path.join(place, 'whole');
    await expect(writeBackup(orderFor(folder))).rejects.toThrow('is not empty');
  });
});

describe('the programs', () => {
  /** Setting up, a token, a report received, its findings committed. */
  const ENTRIES = 4;
  let server: ServerProcess | undefined;
  afterAll(() => server?.stop());
  const program = (name: string, dataDir: string, ...args: string[]) =>
    run(process.execPath, [fileURLToPath(new URL(`../src/main/${name}.ts`, import.meta.url)), ...args], {
      env: { PATH: process.env['PATH'], HOME: process.env['HOME'], LEADTIME_DATA: dataDir },
    }).then(
      ({ stdout }) => ({ code: 0, said: stdout }),
      (error: { code: number; stderr: string }) => ({ code: error.code, said: error.stderr }),
    );

  it('move an instance to another folder while it runs: the same ledger, bytes and tokens', async () => {
    const [dataDir, folder, moved] = ['instance', 'copy', 'moved'].map((name) => path.join(place, 'programs', name));
    if (!dataDir || !folder || !moved) throw new Error('three folders');
    server = await startServer({ dataDir });
    const [token = ''] = await setUpServer(server);
    const headers = { authorization: `Bearer ${token}` };
    const sent = await askServer(server, '/api/v1/reports', { headers, body: small });
    const { reportId } = sent.body as { reportId: string }; // the contract's receipt
    const signed = await checkpointOf(server, ENTRIES);

    const written = await program('backup', dataDir, folder);
    expect(written).toMatchObject({ code: 0 });
    expect(await program('backup', dataDir, folder)).toMatchObject({
      code: 2,
      said: expect.stringContaining('is not empty'),
    });
    expect(await program('restore', dataDir, folder)).toMatchObject({
      code: 2,
      said: expect.stringContaining('is running'),
    });
    await server.stop();
    expect(await program('restore', dataDir, folder)).toMatchObject({ code: 2 });

    const restored = await program('restore', moved, folder);
    expect(restored).toMatchObject({ code: 0, said: expect.stringContaining('built again') });
    const root = /root (\S+)/.exec(written.said)?.[1];
    expect(restored.said).toContain(`root ${root},`);
    server = await startServer({ dataDir: moved });
    expect(signed).toContain(root);
    expect(await checkpointOf(server, ENTRIES)).toBe(signed);
    expect((await askServer(server, `/api/v1/reports/${reportId}/bytes`, { headers })).text).toBe(small);
  });

  /** The checkpoint over so many entries. */
  async function checkpointOf(of: ServerProcess, entries: number): Promise<string> {
    for (;;) {
      const { status, text } = await askServer(of, '/ledger/checkpoint');
      if (status === 200 && Number(text.split('\n')[1]) >= entries) return text;
      await pause(200);
    }
  }
});

describe('a restore', () => {
  const fresh = async (): Promise<string> => {
    const folder = await mkdtemp(path.join(place, 'damaged-'));
    await rm(folder, { recursive: true });
    await writeBackup(orderFor(folder));
    return folder;
  };
  const refuses = async (folder: string, message: RegExp): Promise<void> =>
    withEmpty(async (empty) => {
      await expect(restoreBackup({ ...empty, folder })).rejects.toThrow(message);
      expect(await readdir(empty.config.dataDir)).not.toContain('bytes.key');
      const there = await ask(empty.admin, `SELECT to_regclass('leadtime.report') IS NOT NULL AS there`);
      if (there[0]?.['there']) expect(await ask(empty.admin, 'SELECT id FROM leadtime.report')).toEqual([]);
    });

  it('refuses a table that was changed, and writes nothing', async () => {
    const folder = await fresh();
    await writeFile(path.join(folder, 'tables/report.copy.gz'), 'changed');
    await refuses(folder, /damaged; nothing was restored: tables\/report\.copy\.gz was changed/);
  });

  it('refuses a part that was cut off, and says which', async () => {
    const folder = await fresh();
    const file = path.join(folder, 'tables/finding.copy.gz');
    await truncate(file, (await stat(file)).size - 10);
    await refuses(folder, /damaged; nothing was restored: tables\/finding\.copy\.gz was changed/);
  });

  it('refuses a manifest that was cut off', async () => {
    const folder = await fresh();
    await truncate(path.join(folder, 'manifest.json'), 1_000);
    await refuses(folder, /manifest .* is damaged/);
  });

  it('refuses a data folder that holds stored bytes, or the keys of another instance', async () => {
    const folder = await fresh();
    await withEmpty(async (empty) => {
      const { dataDir } = empty.config;
      await writeFile(path.join(dataDir, 'ledger.key'), 'ab'.repeat(32));
      await expect(restoreBackup({ ...empty, folder })).rejects.toThrow(/has another ledger\.key/);
      await rm(path.join(dataDir, 'ledger.key'));
      await mkdir(path.join(dataDir, 'bytes/7f'), { recursive: true });
      await writeFile(path.join(dataDir, 'bytes/7f/00000000-0000-8000-8000-00000000007f'), 'sealed');
      await expect(restoreBackup({ ...empty, folder })).rejects.toThrow(/holds stored bytes already/);
      expect(await ask(empty.admin, `SELECT to_regclass('leadtime.report') AS there`)).toEqual([{ there: null }]);
    });
  });

  it('refuses stored bytes that are missing', async () => {
    const folder = await fresh();
    await rm(path.join(folder, 'bytes'), { recursive: true });
    await refuses(folder, /is missing/);
  });

  it('refuses a folder without a manifest: the backup was broken off', async () => {
    const folder = await fresh();
    await rm(path.join(folder, 'manifest.json'));
    await refuses(folder, /no backup, or one that was broken off/);
  });

  it('refuses a ledger whose leaves do not give the root that was signed, though every part has its digest', async () => {
    const folder = await fresh();
    await change(folder, (manifest) => ({
      ...manifest,
      ledger: { ...manifest.ledger, root: Buffer.alloc(32).toString('base64') },
    }));
    await refuses(folder, /ledger of the backup does not hold/);
  });

  it('refuses a manifest that leads out of its folder or brings its own SQL', async () => {
    const folder = await fresh();
    await change(folder, (manifest) => ({
      ...manifest,
      keys: [{ file: '../../etc/passwd', size: 1, sha256: '0'.repeat(64) }],
    }));
    await refuses(folder, /manifest .* is damaged/);
    const other = await fresh();
    await change(other, (manifest) => ({
      ...manifest,
      tables: manifest.tables.map((table: object, i: number) =>
        i === 0 ? { ...table, columns: "id) FROM PROGRAM 'true' --" } : table,
      ),
    }));
    await refuses(other, /tables of the backup are not those of its schema/);
  });

  it('refuses a database that is in use', async () => {
    const folder = path.join(place, 'whole');
    await withEmpty(async (empty) => {
      await expect(restoreBackup({ ...empty, admin: t.database.admin, folder })).rejects.toThrow(
        'There is an instance in this database already',
      );
    });
    expect(await ask(t.database.admin, 'SELECT count(*)::int AS n FROM leadtime.report')).toEqual([{ n: 3 }]);
  });

  it('refuses another key than the one that sealed the bytes, and none at all', async () => {
    const folder = path.join(place, 'no-keys');
    await writeBackup({ ...orderFor(folder), withKeys: false });
    await refuses(folder, /set LEADTIME_KEY/);
    await withEmpty(async (empty) => {
      const config = { ...empty.config, key: 'ab'.repeat(32) };
      await expect(restoreBackup({ ...empty, config, folder })).rejects.toThrow('another key than the one that sealed');
    });
  });
});

const send = (body: string) =>
  t.app
    .inject({
      method: 'POST',
      url: '/api/v1/reports',
      headers: { cookie: finder.cookie, 'leadtime-request': '1', 'content-type': 'application/octet-stream' },
      payload: body,
    })
    .then((answer) => ({ status: answer.statusCode, text: answer.payload }));

const orderFor = (folder: string) => ({
  admin: t.database.admin,
  config: t.house.config,
  folder,
  withKeys: true,
  version: '0.0.0',
  now: Date.parse('2026-11-22T12:00:00Z'),
});

interface Empty {
  readonly admin: pg.ClientConfig;
  readonly config: Config;
  readonly name: string;
}

async function withEmpty(use: (empty: Empty) => Promise<void>): Promise<void> {
  const { adminUrl } = inject('testServer');
  const name = `leadtime_test_${randomBytes(6).toString('hex')}`;
  const dataDir = await mkdtemp(path.join(tmpdir(), 'leadtime-restored-'));
  const read = readConfig({ LEADTIME_DATA: dataDir });
  if (!read.ok) throw new Error(read.problems.join());
  await ask({ connectionString: adminUrl }, `CREATE DATABASE ${name}`);
  try {
    await use({ admin: { connectionString: withDatabase(adminUrl, name) }, config: read.config, name });
  } finally {
    await ask({ connectionString: adminUrl }, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function ask(config: pg.ClientConfig, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(config);
  await client.connect();
  try {
    return (await client.query(sql)).rows as Record<string, unknown>[]; // whatever was asked
  } finally {
    await client.end();
  }
}

/** Every table with a digest over its rows, in any order. */
async function contentOf(config: pg.ClientConfig): Promise<Record<string, unknown>[]> {
  const tables = await ask(
    config,
    `SELECT relname AS name FROM pg_class WHERE relnamespace = 'leadtime'::regnamespace AND relkind = 'r' ORDER BY 1`,
  );
  expect(tables.length).toBeGreaterThan(30);
  const digests = tables.map(
    ({ name }) =>
      `SELECT '${String(name)}' AS name, count(*)::int AS rows, md5(string_agg(r::text, '|' ORDER BY r::text)) AS digest FROM leadtime.${String(name)} r`,
  );
  return ask(config, digests.join(' UNION ALL '));
}

/** Walls and references: forced row-level security, policies, foreign keys. */
const structureOf = (config: pg.ClientConfig) =>
  ask(
    config,
    `SELECT c.relname AS name, c.relforcerowsecurity AS forced, c.relrowsecurity AS secured,
       (SELECT count(*)::int FROM pg_policy p WHERE p.polrelid = c.oid) AS policies,
       (SELECT array_agg(k.conname || ' ' || pg_get_constraintdef(k.oid) ORDER BY k.conname) FROM pg_constraint k WHERE k.conrelid = c.oid) AS constraints
     FROM pg_class c WHERE c.relnamespace = 'leadtime'::regnamespace AND c.relkind = 'r' ORDER BY 1`,
  );

/** All stored bytes, through the restored keys and files, as the server opens them. */
async function openedBytes(config: Config, name: string): Promise<string[]> {
  const { adminUrl, appUrl, workerUrl } = inject('testServer');
  const connections = {
    app: { connectionString: withDatabase(appUrl, name) },
    worker: { connectionString: withDatabase(workerUrl, name) },
  };
  const house = await openHouse(config, connections, { log: silentLog });
  try {
    const { rows } = await house.db.pool.query<{ n: number }>('SELECT count(*)::int AS n FROM leadtime.report');
    expect(rows[0]?.n).toBe(0); // the walls stand: nobody is asking
    const texts: string[] = [];
    for (const blob of await ask(
      { connectionString: withDatabase(adminUrl, name) },
      'SELECT id, bytes FROM leadtime.blob',
    )) {
      const chunks: Buffer[] = [];
      for await (const chunk of house.blobs.read(String(blob['id']), blob['bytes'] as Buffer | null))
        chunks.push(chunk); // bytea
      texts.push(Buffer.concat(chunks).toString('utf8'));
    }
    return texts.sort();
  } finally {
    await house.close();
  }
}

// biome-ignore lint/suspicious/noExplicitAny: a manifest that is being forged
async function change(folder: string, forge: (manifest: any) => unknown): Promise<void> {
  const file = path.join(folder, 'manifest.json');
  await writeFile(file, JSON.stringify(forge(JSON.parse(await readFile(file, 'utf8')))));
}
