// Writes a backup: one REPEATABLE READ snapshot of every table, then the stored bytes that its rows stand for, the keys, and the
// manifest last. The instance may run meanwhile. No pg_dump is needed: the packaged PostgreSQL brings none.
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { chmod, copyFile, mkdir, open, readdir, rename, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import pg from 'pg';
import type { Config } from '../../platform/config.ts';
import type { Query } from '../../platform/db/query.ts';
import * as store from './backup-store.ts';
import { copyOut } from './copy.ts';
import { ledgerKeyText, readKeys } from './keys.ts';
import { BACKUP_FORMAT, digestOfFile, KEY_FILES, MANIFEST, type Manifest, partsOf, Unfit } from './manifest.ts';

export interface BackupOrder {
  readonly admin: pg.ClientConfig;
  readonly config: Config;
  readonly folder: string;
  readonly withKeys: boolean;
  readonly version: string;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Hears what is done; waited for. */
  readonly say?: (what: string) => unknown;
}

/** How often the snapshot is taken anew because bytes it names were removed before they could be copied. */
const SNAPSHOTS = 5;

export async function writeBackup(order: BackupOrder): Promise<Manifest> {
  await prepareFolder(order.folder);
  const client = new pg.Client(order.admin);
  await client.connect();
  try {
    for (let tries = 1; ; tries += 1) {
      const snapshot = await beginSnapshot(client);
      const copied = await copyBytes(client, order);
      if (copied) {
        const tables = await copyTables(client, order, snapshot.tables);
        const jobs = await copyJobs(client, order);
        const manifest = await completed(client, order, { ...snapshot, ...copied, tables, jobs });
        await client.query('COMMIT');
        return await writeManifest(order.folder, manifest);
      }
      await client.query('ROLLBACK');
      if (tries === SNAPSHOTS)
        throw new Error('Bytes are removed faster than they can be copied. Try again when less is going on.');
    }
  } finally {
    await client.end();
  }
}

async function prepareFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if ((await readdir(folder)).length > 0) throw new Unfit(`${folder} is not empty. A backup gets a folder of its own.`);
  await chmod(folder, 0o700);
  for (const part of ['tables', 'bytes', 'keys']) await mkdir(path.join(folder, part), { mode: 0o700 });
}

type Table = NonNullable<(typeof store.TABLES)['row']>;
interface Snapshot {
  readonly tables: readonly Table[];
  readonly migrations: readonly string[];
}

async function beginSnapshot(client: pg.Client): Promise<Snapshot> {
  const [schema] = await rows(client, store.HAS_SCHEMA);
  if (!schema?.there) throw new Unfit('There is no instance in this database.');
  await client.query(
    `BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL statement_timeout = 0; SET LOCAL timezone = 'UTC'`,
  );
  const tables = await rows(client, store.TABLES); // the first statement fixes the snapshot
  const closed = tables.filter((table) => table.closed).map(({ name }) => name);
  if (closed.length > 0)
    throw new Error(
      `The database role does not see every row of ${closed.join(', ')}: the backup would be short. Give DATABASE_ADMIN_URL the owner.`,
    );
  return { tables, migrations: (await rows(client, store.MIGRATIONS)).map(({ name }) => name) };
}

type Bytes = Pick<Manifest, 'bytes' | 'missing'>;

/** The files of the snapshot's sealed bytes; undefined when one was removed since, with its row: the snapshot is too old then. */
async function copyBytes(client: pg.Client, { admin, config, folder, say }: BackupOrder): Promise<Bytes | undefined> {
  const bytes: Manifest['bytes'] = [];
  const missing: string[] = [];
  for (const { quoted } of await rows(client, store.SEALED_TABLES)) {
    const { rows: filed } = await client.query<{ id: string }>(
      `SELECT id FROM ${quoted} WHERE bytes IS NULL ORDER BY id`,
    );
    await say?.(`${filed.length} files of ${quoted}`);
    for (const { id } of filed) {
      const found = await copyOne(id, config.dataDir, folder);
      if (found) bytes.push(found);
      else if (await stillThere(admin, quoted, id)) missing.push(id);
      else return undefined;
    }
  }
  return { bytes, missing };
}

async function copyOne(id: string, dataDir: string, folder: string): Promise<Manifest['bytes'][number] | undefined> {
  const file = `bytes/${id.slice(-2)}/${id}`;
  const target = path.join(folder, file);
  await mkdir(path.dirname(target), { recursive: true, mode: 0o700 });
  try {
    await copyFile(path.join(dataDir, file), target);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined; // node's own file errors carry a code
    throw error;
  }
  return { id, file, ...(await digestOfFile(target)) };
}

async function stillThere(admin: pg.ClientConfig, quoted: string, id: string): Promise<boolean> {
  const client = new pg.Client(admin);
  await client.connect();
  try {
    return (await client.query(`SELECT 1 FROM ${quoted} WHERE id = $1`, [id])).rowCount === 1;
  } finally {
    await client.end();
  }
}

async function copyTables(
  client: pg.Client,
  { folder, say }: BackupOrder,
  tables: readonly Table[],
): Promise<Manifest['tables']> {
  const written: Manifest['tables'] = [];
  for (const { name, quoted, columns } of tables) {
    const file = `tables/${name}.copy.gz`;
    const out = copyOut(client, `COPY ${quoted} (${columns}) TO STDOUT`);
    const meter = digesting();
    await pipeline(
      out.stream,
      createGzip({ level: 3 }),
      meter.through,
      createWriteStream(path.join(folder, file), { mode: 0o600 }),
    );
    written.push({ name, columns, rows: out.rows(), file, ...meter.result() });
    await say?.(`${name}: ${out.rows()} rows`);
  }
  return written;
}

const JOBS_FILE = 'jobs.ndjson.gz';

/** Jobs are enqueued with the change that causes them: without them a restored instance would not tell who was to be told. */
async function copyJobs(client: pg.Client, { folder, say }: BackupOrder): Promise<Manifest['jobs']> {
  await client.query('SET LOCAL ROLE leadtime_worker');
  const jobs = await rows(client, store.JOBS);
  await client.query('RESET ROLE');
  const meter = digesting();
  await pipeline(
    Readable.from(jobs.map((job) => `${JSON.stringify(job)}\n`)),
    createGzip({ level: 3 }),
    meter.through,
    createWriteStream(path.join(folder, JOBS_FILE), { mode: 0o600 }),
  );
  await say?.(`${jobs.length} jobs`);
  return { count: jobs.length, file: JOBS_FILE, ...meter.result() };
}

function digesting() {
  const hash = createHash('sha256');
  let size = 0;
  const through = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      size += chunk.length;
      done(null, chunk);
    },
  });
  return { through, result: () => ({ size, sha256: hash.digest('hex') }) };
}

async function completed(
  client: pg.Client,
  { config, folder, withKeys, version, now }: BackupOrder,
  {
    migrations,
    tables,
    jobs,
    bytes,
    missing,
  }: Pick<Snapshot, 'migrations'> & Bytes & Pick<Manifest, 'tables' | 'jobs'>,
): Promise<Manifest> {
  const keys = await readKeys(config, config.dataDir);
  const [checkpoint] = await rows(client, store.LAST_CHECKPOINT);
  const [server] = await rows(client, store.SERVER_VERSION);
  return {
    format: BACKUP_FORMAT,
    version,
    madeAt: new Date(now).toISOString(),
    postgres: server?.version ?? '',
    migrations: [...migrations],
    tables,
    jobs,
    sequences: await rows(client, store.SEQUENCES),
    bytes,
    missing,
    keys: withKeys ? await copyKeys(config, folder) : [],
    bytesKeyId: keys.bytesKeyId ?? null,
    ledgerKey: ledgerKeyText(keys) ?? null,
    ledger: checkpoint ? { size: Number(checkpoint.size), root: checkpoint.root.toString('base64') } : null,
  };
}

/** Keys that are in the configuration stay there. */
async function copyKeys(config: Config, folder: string): Promise<Manifest['keys']> {
  const configured = { 'bytes.key': config.key, 'ledger.key': config.ledgerSeed };
  const copied: Manifest['keys'] = [];
  for (const name of KEY_FILES) {
    const source = path.join(config.dataDir, name);
    if (configured[name] !== undefined || !(await stat(source).catch(() => undefined))) continue;
    const file = `keys/${name}`;
    await copyFile(source, path.join(folder, file));
    await chmod(path.join(folder, file), 0o600);
    copied.push({ file, ...(await digestOfFile(path.join(folder, file))) });
  }
  return copied;
}

/** Everything before it is on disk when the manifest appears. */
async function writeManifest(folder: string, manifest: Manifest): Promise<Manifest> {
  for (const { file } of partsOf(manifest)) await flush(path.join(folder, file));
  const draft = path.join(folder, `${MANIFEST}.part`);
  await writeFile(draft, `${JSON.stringify(manifest, null, 1)}\n`, { mode: 0o600 });
  await flush(draft);
  await rename(draft, path.join(folder, MANIFEST));
  await flush(folder);
  return manifest;
}

async function flush(place: string): Promise<void> {
  const handle = await open(place, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

export async function rows<Row>(
  client: pg.ClientBase,
  { text }: Query<Row>,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  return (await client.query(text, [...values])).rows as Row[]; // the query's author states its row
}
