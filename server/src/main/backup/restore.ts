// Puts a backup into an empty database and an empty data folder. First every part is held against its SHA-256; then the tables come
// back in one transaction, all or nothing; then the ledger's tree is built again and must have the root that was signed.
import { createReadStream } from 'node:fs';
import { chmod, copyFile, mkdir, readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { type Commitment, compactTree, entryLeafHash, openCheckpoint } from '@leadtime/lib/ledger';
import pg from 'pg';
import type { Config } from '../../platform/config.ts';
import { migrate, migrationNames } from '../migrate.ts';
import * as store from './backup-store.ts';
import { copyIn } from './copy.ts';
import { type Keys, ledgerKeyText, readKeys } from './keys.ts';
import { digestOfFile, type Manifest, partsOf, readManifest, Unfit } from './manifest.ts';
import { rows } from './write.ts';

export interface RestoreOrder {
  readonly admin: pg.ClientConfig;
  readonly config: Config;
  readonly folder: string;
  readonly say?: (what: string) => void;
}

export async function restoreBackup(order: RestoreOrder): Promise<Manifest> {
  const manifest = await readManifest(order.folder);
  await checkParts(order, manifest);
  const keys = await checkKeys(order, manifest);
  await checkDataFolder(order);
  await prepareDatabase(order, manifest);
  const placed = await placeFiles(order, manifest);
  try {
    await fillDatabase(order, manifest, keys);
  } catch (error) {
    for (const file of placed) await rm(file, { force: true });
    throw error;
  }
  await migrate(order.admin); // a backup of an older version is brought to this one
  return manifest;
}

async function checkParts({ folder, say }: RestoreOrder, manifest: Manifest): Promise<void> {
  const damaged: string[] = [];
  for (const { file, size, sha256 } of partsOf(manifest)) {
    const found = await digestOfFile(path.join(folder, file)).catch(() => undefined);
    if (found?.size !== size || found.sha256 !== sha256)
      damaged.push(`${file}${found ? ' was changed' : ' is missing'}`);
  }
  if (damaged.length > 0)
    throw new Unfit(
      `The backup is damaged; nothing was restored: ${damaged.slice(0, 20).join(', ')}${damaged.length > 20 ? ` and ${damaged.length - 20} more` : ''}.`,
    );
  say?.(`${partsOf(manifest).length} parts are whole`);
}

/** The keys that will be used must be those of the backup: else stored bytes would not open, or the ledger would fork. */
async function checkKeys({ config, folder }: RestoreOrder, manifest: Manifest): Promise<Keys> {
  const keys = await readKeys(config, path.join(folder, 'keys'));
  if (manifest.bytesKeyId !== null && keys.bytesKeyId !== manifest.bytesKeyId)
    throw new Unfit(
      keys.bytesKeyId === undefined
        ? 'The backup has no key for the stored bytes: set LEADTIME_KEY.'
        : 'LEADTIME_KEY is another key than the one that sealed the stored bytes.',
    );
  const ledgerKey = ledgerKeyText(keys);
  if (manifest.ledgerKey !== null && ledgerKey !== manifest.ledgerKey)
    throw new Unfit(
      ledgerKey === undefined
        ? 'The backup has no key for the ledger: set LEADTIME_LEDGER_SEED.'
        : `The ledger was signed by ${manifest.ledgerKey}, but LEADTIME_LEDGER_SEED and LEADTIME_LEDGER_ORIGIN give ${ledgerKey}.`,
    );
  return keys;
}

/** Key files that a first start has made are in the way only where they are others. */
async function checkDataFolder({ config, folder }: RestoreOrder): Promise<void> {
  const bytes = await readdir(path.join(config.dataDir, 'bytes'), { recursive: true }).catch(() => []);
  if (bytes.some((name) => /[0-9a-f]{8}-/.test(name)))
    throw new Unfit(`${config.dataDir} holds stored bytes already. Set LEADTIME_DATA to an empty folder.`);
  for (const name of ['bytes.key', 'ledger.key']) {
    const here = await readFile(path.join(config.dataDir, name), 'utf8').catch(() => undefined);
    const there = await readFile(path.join(folder, 'keys', name), 'utf8').catch(() => undefined);
    if (here !== undefined && there !== undefined && here !== there)
      throw new Unfit(`${config.dataDir} has another ${name}. Set LEADTIME_DATA to an empty folder.`);
  }
}

/** An empty database at the backup's schema, however old that is. */
async function prepareDatabase({ admin }: RestoreOrder, { migrations, version }: Manifest): Promise<void> {
  const known = await migrationNames();
  const newest = migrations.at(-1);
  const unknown = migrations.filter((name, i) => known[i] !== name);
  if (newest === undefined || unknown.length > 0)
    throw new Unfit(
      `The backup is of version ${version}, whose schema (${unknown.join(', ')}) is not known here. Restore it with that version.`,
    );
  const ran = await withClient(admin, async (client) => {
    const [schema] = await rows(client, store.HAS_SCHEMA);
    if (!schema?.there) return [];
    const [use] = await rows(client, store.IN_USE);
    if (use?.used) throw new Unfit('There is an instance in this database already. Give DATABASE_URL an empty one.');
    return rows(client, store.MIGRATIONS);
  });
  if (ran.length > migrations.length)
    throw new Unfit(`The database has a newer schema than the backup. Give DATABASE_URL an empty one.`);
  await migrate(admin, { to: newest });
}

async function placeFiles({ config, folder, say }: RestoreOrder, manifest: Manifest): Promise<readonly string[]> {
  const placed: string[] = [];
  for (const { file } of [...manifest.bytes, ...manifest.keys]) {
    const target = path.join(config.dataDir, file.replace(/^keys\//, ''));
    await mkdir(path.dirname(target), { recursive: true, mode: 0o700 });
    await copyFile(path.join(folder, file), target);
    await chmod(target, 0o600);
    placed.push(target);
  }
  say?.(`${manifest.bytes.length} files of stored bytes`);
  return placed;
}

async function fillDatabase(order: RestoreOrder, manifest: Manifest, keys: Keys): Promise<void> {
  await withClient(order.admin, async (client) => {
    await client.query(`BEGIN; SET LOCAL statement_timeout = 0; SET LOCAL search_path = leadtime, public`);
    const tables = await rows(client, store.TABLES);
    checkTables(tables, manifest);
    const foreignKeys = await rows(client, store.FOREIGN_KEYS);
    for (const { drop } of foreignKeys) await client.query(drop);
    for (const { quoted, forced } of tables) {
      if (forced) await client.query(`ALTER TABLE ${quoted} NO FORCE ROW LEVEL SECURITY`);
      await client.query(`ALTER TABLE ${quoted} DISABLE TRIGGER USER`); // what triggers wrote is in the backup too
    }
    await client.query(`TRUNCATE ${tables.map(({ quoted }) => quoted).join(', ')}`); // what migrations fill in is in the backup too
    for (const { name, columns, rows: expected, file } of manifest.tables) {
      const source = createReadStream(path.join(order.folder, file)).pipe(createGunzip());
      const copied = await copyIn(
        client,
        `COPY leadtime.${client.escapeIdentifier(name)} (${columns}) FROM STDIN`,
        source,
      );
      if (copied !== expected) throw new Unfit(`${name} has ${copied} rows, the backup says ${expected}.`);
      order.say?.(`${name}: ${copied} rows`);
    }
    for (const { add } of foreignKeys) await client.query(add); // every reference is checked again
    for (const { quoted, forced } of tables) {
      if (forced) await client.query(`ALTER TABLE ${quoted} FORCE ROW LEVEL SECURITY`);
      await client.query(`ALTER TABLE ${quoted} ENABLE TRIGGER USER`);
    }
    for (const { name, last } of manifest.sequences)
      if (last !== null) await rows(client, store.SET_SEQUENCE, [name, last]);
    await checkLedger(client, manifest, keys);
    await addJobs(client, order.folder, manifest.jobs);
    await client.query('COMMIT; ANALYZE');
  });
}

const JOBS_AT_ONCE = 1_000;

/** Through the queue's own door, as the role that its tables belong to. */
async function addJobs(client: pg.Client, folder: string, { file, count }: Manifest['jobs']): Promise<void> {
  await client.query('SET LOCAL ROLE leadtime_worker');
  let added = 0;
  let batch: string[] = [];
  const flush = async (): Promise<void> => {
    if (batch.length > 0) await rows(client, store.ADD_JOBS, [`[${batch.join(',')}]`]);
    added += batch.length;
    batch = [];
  };
  const lines = createInterface({ input: createReadStream(path.join(folder, file)).pipe(createGunzip()) }); // read from here on: it does not wait
  for await (const line of lines) {
    batch.push(line);
    if (batch.length === JOBS_AT_ONCE) await flush();
  }
  await flush();
  await client.query('RESET ROLE');
  if (added !== count) throw new Unfit(`There are ${added} jobs, the backup says ${count}.`);
}

/** Names and columns of the backup go into statements: they must be those of the catalogue. */
function checkTables(tables: readonly { name: string; columns: string }[], manifest: Manifest): void {
  const here = tables.map(({ name, columns }) => `${name} (${columns})`).join('\n');
  const there = manifest.tables.map(({ name, columns }) => `${name} (${columns})`).join('\n');
  if (here !== there)
    throw new Unfit('The tables of the backup are not those of its schema: the manifest was changed.');
}

const LEAVES_AT_ONCE = 50_000;

async function checkLedger(client: pg.Client, manifest: Manifest, keys: Keys): Promise<void> {
  if (!manifest.ledger) return;
  const [checkpoint] = await rows(client, store.LAST_CHECKPOINT);
  const { size, root } = manifest.ledger;
  const tree = compactTree();
  for (let from = 0; from < size; from += LEAVES_AT_ONCE) {
    const leaves = await rows(client, store.LEAVES, [from, Math.min(size, from + LEAVES_AT_ONCE)]);
    for (const { commitment } of leaves) tree.add(entryLeafHash(commitment.toString('hex') as Commitment)); // 32 bytes, or the root is wrong
  }
  const rebuilt = Buffer.from(tree.root()).toString('base64');
  const signed = checkpoint && keys.ledger ? openCheckpoint(checkpoint.note, { log: keys.ledger.verifier }) : undefined;
  const signedRoot = signed?.ok ? Buffer.from(signed.value.root).toString('base64') : undefined;
  if (tree.size !== size || rebuilt !== root || signedRoot !== root)
    throw new Unfit(
      `The ledger of the backup does not hold: ${tree.size} entries give ${rebuilt}, signed was ${signedRoot ?? 'nothing that can be read'} over ${size}. Nothing was restored.`,
    );
}

async function withClient<T>(config: pg.ClientConfig, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(config);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
