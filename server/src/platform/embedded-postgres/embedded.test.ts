import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findBinaries } from './binaries.ts';
import { findRunning, HeldByAnother, startEmbedded } from './index.ts';
import { repairLinks } from './pg-links.mjs';
import { processesIn, processMark } from './process.ts';
import { routes } from './route.ts';

const log = () => {};
let dataDir: string;
let held: ChildProcess[];

beforeEach(() => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'leadtime-launcher-'));
  held = [];
});

afterEach(async () => {
  for (const child of held.filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null)) {
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  const left = () => processesIn(path.join(dataDir, 'cluster'), undefined);
  await expect.poll(left, { timeout: 20_000, interval: 20 }).toEqual([]);
  rmSync(dataDir, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
});

describe('the embedded database', () => {
  it('starts, keeps what was written over a stop and a start, and flushes to disk', async () => {
    const first = await startEmbedded({ dataDir, log });
    expect(await rows(first.ownerUrl, 'SHOW fsync')).toEqual([{ fsync: 'on' }]);
    await rows(first.ownerUrl, 'CREATE TABLE kept AS SELECT 1 AS one');
    await first.stop();
    await first.stop();
    const second = await startEmbedded({ dataDir, log });
    expect(await rows(second.ownerUrl, 'SELECT one FROM kept')).toEqual([{ one: 1 }]);
    await second.stop();
    expect(await second.ended).toBeUndefined();
  });

  it('sorts by bytes and knows upper case beyond ASCII', async () => {
    const database = await startEmbedded({ dataDir, log, durable: false });
    const sorted = await rows(
      database.ownerUrl,
      `SELECT v FROM (VALUES ('b'), ('B'), ('a'), ('é')) AS t(v) ORDER BY v`,
    );
    expect(sorted.map(({ v }) => v)).toEqual(['B', 'a', 'b', 'é']);
    expect(await rows(database.ownerUrl, `SELECT upper('é') AS letter`)).toEqual([{ letter: 'É' }]);
    await database.stop();
  });

  it('listens on no network and on a socket in a folder that only its user may enter', async () => {
    const database = await startEmbedded({ dataDir, log, durable: false });
    expect(await rows(database.ownerUrl, 'SHOW listen_addresses')).toEqual([{ listen_addresses: '' }]);
    expect(statSync(database.owner.host).mode & 0o777).toBe(0o700);
    expect(statSync(dataDir).mode & 0o777).toBe(0o700);
    await database.stop();
    expect(existsSync(database.owner.host)).toBe(false);
  });

  it('refuses to open a durable database without flushing', async () => {
    const database = await startEmbedded({ dataDir, log });
    await database.stop();
    await expect(startEmbedded({ dataDir, log, durable: false })).rejects.toThrow(/durable/);
  });

  it('tells when the server ends by itself, with the last lines of its log', async () => {
    const database = await startEmbedded({ dataDir, log });
    process.kill(database.pid, 'SIGINT');
    expect(await database.ended).toMatch(/ended by itself[\s\S]*shut down/);
  });
});

describe('two starts on one folder', () => {
  it('the second is told who holds it, since when and how to stop it; others may attach', async () => {
    const { child, ready } = await hold();
    const second = startEmbedded({ dataDir, log });
    await expect(second).rejects.toThrow(HeldByAnother);
    await expect(second).rejects.toThrow(`kill ${child.pid}`);
    await expect(second).rejects.toThrow(/since 2\d{3}-/);
    const running = findRunning(dataDir);
    expect(running).toMatchObject({ ownerUrl: ready.ownerUrl, holder: { pid: child.pid } });
    expect(await rows(running?.ownerUrl ?? '', 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    child.kill('SIGTERM');
    await once(child, 'exit');
    expect(findRunning(dataDir)).toBeUndefined();
  });

  it('of several at the same moment exactly one gets it', async () => {
    const all = await Promise.all([hold(), hold(), hold()]);
    expect(all.filter(({ ready }) => ready.pid)).toHaveLength(1);
    for (const { ready } of all.filter(({ ready }) => !ready.pid)) expect(ready.error).toMatch(/^HeldByAnother/);
  });

  it('a pid file whose number belongs to a stranger by now does not stop the start', async () => {
    const first = await startEmbedded({ dataDir, log });
    await first.stop();
    writeFileSync(
      path.join(dataDir, 'cluster', 'postmaster.pid'),
      `${process.ppid}\n${dataDir}/cluster\n1\n5432\n/tmp\n\n 1 1\nready\n`,
    );
    const second = await startEmbedded({ dataDir, log });
    await second.stop();
  });
});

const offered = routes(findBinaries(path.join(tmpdir(), 'unused-libraries')).postgres, '/nowhere');
const guards = process.platform === 'linux' ? (['setpriv', 'pipe'] as const) : (['pipe'] as const);

describe.each(offered.flatMap(({ name }) => guards.map((guard) => ({ name, guard }))))(
  'killed with -9 on route $name guarded by $guard',
  ({ name, guard }) => {
    it('leaves no orphan, and the next start has every acknowledged row', async (context) => {
      const { child, ready } = await hold(name, guard);
      if (ready.error?.includes('refuses to run as root')) context.skip(`route ${name} is closed on this machine`);
      const acknowledged = await writeUntilKilled(child, ready.ownerUrl ?? '');
      await gone(ready.pid ?? 0);
      const again = await startEmbedded({ dataDir, log, route: { name, guard } });
      const [found] = await rows(again.ownerUrl, 'SELECT count(*)::int AS n FROM written');
      expect(found?.n).toBeGreaterThanOrEqual(acknowledged);
      expect(acknowledged).toBeGreaterThan(0);
      await again.stop();
      const leftovers = readdirSync(dataDir).filter((file) => file.startsWith('running'));
      expect(leftovers).toEqual([]);
    });
  },
);

describe('links of the database package', () => {
  it('are made where missing, and never outside the package', () => {
    const folder = path.join(dataDir, 'package');
    mkdirSync(path.join(folder, 'native', 'lib'), { recursive: true });
    writeFileSync(path.join(folder, 'native', 'lib', 'liba.so.1.2'), '');
    const list = [
      { source: 'native/lib/liba.so.1.2', target: 'native/lib/liba.so' },
      { source: 'native/lib/liba.so.1.2', target: '../outside.so' },
    ];
    writeFileSync(path.join(folder, 'native', 'pg-symlinks.json'), JSON.stringify(list));
    expect(repairLinks(folder)).toEqual({ made: 1, missing: [] });
    expect(repairLinks(folder)).toEqual({ made: 0, missing: [] });
    expect(statSync(path.join(folder, 'native', 'lib', 'liba.so')).isFile()).toBe(true);
    expect(lstatSync(path.join(dataDir, 'outside.so'), { throwIfNoEntry: false })).toBeUndefined();
  });

  it('that cannot be made are named, to be made elsewhere', () => {
    const folder = path.join(dataDir, 'package');
    mkdirSync(path.join(folder, 'native'), { recursive: true });
    symlinkSync('/proc', path.join(folder, 'native', 'lib')); // a folder nobody can write, root included
    const list = [{ source: 'native/lib/version', target: 'native/lib/liba.so' }];
    writeFileSync(path.join(folder, 'native', 'pg-symlinks.json'), JSON.stringify(list));
    const { missing } = repairLinks(folder);
    expect(missing).toEqual([
      { link: path.join(folder, 'native/lib/liba.so'), file: path.join(folder, 'native/lib/version') },
    ]);
  });
});

type Ready = { ownerUrl?: string; pid?: number; error?: string };

async function hold(name = '', guard = ''): Promise<{ child: ChildProcess; ready: Ready }> {
  const script = fileURLToPath(new URL('hold.fixture.ts', import.meta.url));
  const child = spawn(process.execPath, [script, dataDir, name, guard], { stdio: ['ignore', 'pipe', 'inherit'] });
  held.push(child);
  for await (const line of createInterface({ input: child.stdout })) return { child, ready: JSON.parse(line) };
  throw new Error('the holder said nothing');
}

/** Rows whose insert was acknowledged before the server vanished. */
async function writeUntilKilled(child: ChildProcess, url: string): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {}); // the server goes away under it: that is the test
  await client.connect();
  await client.query('CREATE TABLE written (n int)');
  let acknowledged = 0;
  try {
    for (; ; acknowledged += 1) {
      if (acknowledged === 20) child.kill('SIGKILL');
      await client.query('INSERT INTO written VALUES ($1)', [acknowledged]);
    }
  } catch {
    return acknowledged;
  } finally {
    await client.end().catch(() => {});
  }
}

async function gone(pid: number): Promise<void> {
  await expect.poll(() => processMark(pid), { timeout: 20_000, interval: 20 }).toBeUndefined();
}

async function rows(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}
