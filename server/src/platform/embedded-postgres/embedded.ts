// A real PostgreSQL inside our own process's life: started on a unix socket that only we may enter, gone when we are gone.
// In production give DATABASE_URL instead: the packaged binaries bundle old OpenSSL and ICU, which is fine for a socket
// in a 0700 folder and for nothing else.
import type { ChildProcess } from 'node:child_process';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { type Binaries, findBinaries } from './binaries.ts';
import {
  type Cluster,
  DATABASE,
  ensureCluster,
  giveTo,
  isReady,
  OWNER,
  PORT,
  postgresCommand,
  postmasterPid,
} from './cluster.ts';
import { deadHolder, type Holder, livingHolder, releaseLock, takeLock } from './lock.ts';
import { processesIn, processMark } from './process.ts';
import { type Route, routes, spawnOnRoute, tryRoute } from './route.ts';

/** What `pg` needs to connect; the host is the socket folder. */
export type Connection = {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
};

export type EmbeddedOptions = {
  /** Our folder: cluster/, postgres.log, running.json. Made if absent, mode 0700. */
  readonly dataDir: string;
  /** One fixed sentence, facts as fields. */
  readonly log: (message: string, facts?: Readonly<Record<string, unknown>>) => void;
  /** false: for tests; nothing is flushed to disk. Refused on a folder that was made durable. Default true. */
  readonly durable?: boolean;
  /** For tests of the launcher: only this route. */
  readonly route?: { readonly name: Route['name']; readonly guard: Route['guard'] };
};

export type Embedded = {
  /** As the superuser: for migrations. The application's roles connect with `{...owner, user}`. */
  readonly owner: Connection;
  readonly ownerUrl: string;
  /** Process number of the postmaster. */
  readonly pid: number;
  /** Settles when the server ends; `undefined` after stop(), else the reason. */
  readonly ended: Promise<string | undefined>;
  /** Orderly end: clients are disconnected, everything is on disk. May be called twice. */
  stop(): Promise<void>;
};

/** One that another process of ours runs: usable, but not ours to stop. */
export type Running = { readonly owner: Connection; readonly ownerUrl: string; readonly holder: Holder };

/**
 * Starts the database of a data folder, making it on first use and recovering it after a crash.
 * @throws HeldByAnother a living process has the folder (see findRunning)
 * @throws NoDatabaseBinaries nothing to run on this machine; the message says what to install
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const dataDir = prepareFolder(options.dataDir, options.durable ?? true);
  const socketFolder = makeSocketFolder();
  const mine = thisProcess(socketFolder);
  try {
    const dead = takeLock(dataDir, mine);
    if (dead) removeSocketFolder(dead.socketFolder);
    try {
      return await startHeld({ ...options, dataDir }, mine);
    } catch (error) {
      releaseLock(dataDir, mine);
      throw error;
    }
  } catch (error) {
    removeSocketFolder(socketFolder);
    throw error;
  }
}

/** The running database of a folder, started by another process: for the command line and for a second start. */
export function findRunning(dataDir: string): Running | undefined {
  const holder = livingHolder(dataDir);
  const cluster = path.join(dataDir, 'cluster');
  if (!holder || !isReady(cluster, postmasterPid(cluster))) return undefined;
  return { ...addresses(holder.socketFolder), holder };
}

/** Removes a throw-away folder whose process is gone; one that is in use stays. */
export function discardDead(dataDir: string): void {
  const throwaway = existsSync(path.join(dataDir, 'throwaway'));
  if (!throwaway || livingHolder(dataDir) || processesIn(path.join(dataDir, 'cluster'), undefined).length > 0) return;
  const dead = deadHolder(dataDir);
  if (dead) removeSocketFolder(dead.socketFolder);
  rmSync(dataDir, { recursive: true, force: true });
}

async function startHeld(options: EmbeddedOptions, mine: Holder): Promise<Embedded> {
  const { dataDir, log } = options;
  const cluster = chooseCluster(options, findBinaries(path.join(dataDir, 'libraries')), mine.socketFolder);
  await outliveFormer(cluster.folder, log);
  if ((await ensureCluster(cluster)) === 'made')
    log('database made', { folder: cluster.folder, version: cluster.version });

  const child = spawnServer(cluster, dataDir, mine.socketFolder);
  const server = watchServer(child, cluster, dataDir, mine);
  try {
    await untilReady(server, cluster, child, dataDir);
    await ensureDatabase(addresses(mine.socketFolder).owner);
  } catch (error) {
    await server.stop();
    throw error;
  }
  log('database ready', {
    pid: child.pid,
    route: cluster.route.name,
    guard: cluster.route.guard,
    durable: cluster.durable,
  });
  return server;
}

/** The folder is ours alone, and a durable one never runs without flushing. */
function prepareFolder(folder: string, durable: boolean): string {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    chmodSync(folder, 0o700);
  } catch (cause) {
    throw new Error(
      `The data folder ${folder} is not ours to use (it may belong to another user). ` +
        'Name another one: LEADTIME_DATA=/path/to/folder.',
      { cause },
    );
  }
  const dataDir = realpathSync(folder);
  const throwaway = path.join(dataDir, 'throwaway');
  if (!durable && existsSync(path.join(dataDir, 'cluster')) && !existsSync(throwaway)) {
    throw new Error(`${dataDir} holds a durable database; it is not opened without flushing.`);
  }
  if (!durable) writeFileSync(throwaway, 'Nothing here is flushed to disk: for tests only.\n');
  else if (existsSync(throwaway))
    throw new Error(`${dataDir} holds a throw-away database of a test. Use another folder.`);
  return dataDir;
}

/** Short, because a socket's path may have 107 bytes at most. */
function makeSocketFolder(): string {
  const root = Buffer.byteLength(tmpdir()) <= 70 ? tmpdir() : '/tmp';
  return mkdtempSync(path.join(root, 'leadtime-pg-')); // mkdtemp: mode 0700, a name nobody can guess
}

/** Only what makeSocketFolder makes: the path may come from a file that somebody wrote. */
function removeSocketFolder(folder: string): void {
  if (/^leadtime-pg-[A-Za-z0-9]{6}$/.test(path.basename(folder))) rmSync(folder, { recursive: true, force: true });
}

function thisProcess(socketFolder: string): Holder {
  const mark = processMark(process.pid);
  if (mark === undefined) throw new Error('This process does not see itself: is /proc mounted?');
  const command = `node ${path.basename(process.argv[1] ?? 'script')}`;
  return { pid: process.pid, mark, since: new Date().toISOString(), command, socketFolder };
}

const PROBE = '"$0" -V && test -w "$1" && test -w "$2"';

/** The first route on which the binaries run and the folders can be used. */
function chooseCluster(options: EmbeddedOptions, binaries: Binaries, socketFolder: string): Cluster {
  const env = serverEnvironment(binaries);
  const folder = path.join(options.dataDir, 'cluster');
  const offered = routes(binaries.postgres, folder, options.route?.guard);
  const refused: string[] = [];
  for (const route of options.route ? offered.filter(({ name }) => name === options.route?.name) : offered) {
    for (const shared of [options.dataDir, socketFolder]) giveTo(route, shared);
    const probe = ['/bin/sh', '-c', PROBE, binaries.postgres, options.dataDir, socketFolder];
    const reason = tryRoute(route, probe, env);
    const version = majorVersion(binaries, env);
    if (reason === undefined) return { folder, durable: options.durable ?? true, binaries, route, env, version };
    refused.push(`${route.name}: ${reason}`);
  }
  throw new Error(
    `PostgreSQL refuses to run as root, and no other way worked here (${refused.join('; ') || 'no route'}). ` +
      'Start as an ordinary user, or give a running server by DATABASE_URL and DATABASE_ADMIN_URL.',
  );
}

/** Nothing of our own environment: PGDATA, PGPORT and the like would change the server. */
function serverEnvironment(binaries: Binaries): NodeJS.ProcessEnv {
  const variable = process.platform === 'darwin' ? 'DYLD_LIBRARY_PATH' : 'LD_LIBRARY_PATH';
  const search = process.env.PATH ?? '/usr/bin:/bin';
  return {
    PATH: search,
    LC_ALL: 'C',
    TZ: 'UTC',
    ...(binaries.libraries && { [variable]: binaries.libraries.join(':') }),
  };
}

function majorVersion(binaries: Binaries, env: NodeJS.ProcessEnv): number {
  const text = execFileSync(binaries.postgres, ['-V'], { env, encoding: 'utf8' });
  const major = Number(/(\d+)(?:\.|beta|rc|devel)/.exec(text)?.[1]);
  if (major >= 15) return major;
  throw new Error(`Leadtime needs PostgreSQL 15 or later; ${binaries.postgres} says: ${text.trim()}`);
}

/**
 * After a kill -9 the former server has got its signal and is writing its last checkpoint: wait for it. A pid file
 * whose number now belongs to a stranger would stop the start; it is removed only when no process of the cluster is left.
 */
async function outliveFormer(folder: string, log: EmbeddedOptions['log']): Promise<void> {
  const pid = postmasterPid(folder);
  const left = () => processesIn(folder, pid);
  if (left().length > 0) log('waiting for the former database process to finish', { pids: left() });
  for (let waited = 0; left().length > 0; waited += 50) {
    if (waited === 10_000 && pid !== undefined && left().includes(pid)) process.kill(pid, 'SIGINT');
    if (waited >= 60_000)
      throw new Error(`A former database process does not end. Stop it: kill -INT ${pid ?? left()[0]}`);
    await pause(50);
  }
  if (pid !== undefined && processMark(pid) !== undefined) rmSync(path.join(folder, 'postmaster.pid'), { force: true });
}

function spawnServer(cluster: Cluster, dataDir: string, socketFolder: string): ChildProcess {
  const file = logFile(dataDir);
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > 5_000_000) renameSync(file, `${file}.1`);
  const output = openSync(file, 'a', 0o600);
  giveTo(cluster.route, file);
  try {
    const command = postgresCommand(cluster, socketFolder);
    return spawnOnRoute(cluster.route, command, { env: cluster.env, stdio: ['ignore', output, output] });
  } finally {
    closeSync(output);
  }
}

function watchServer(child: ChildProcess, cluster: Cluster, dataDir: string, mine: Holder): Embedded {
  let stopping = false;
  const ended = new Promise<string | undefined>((resolve) => {
    const finish = (reason: string) => {
      releaseLock(dataDir, mine);
      removeSocketFolder(mine.socketFolder);
      resolve(stopping ? undefined : `${reason}\n${lastLines(logFile(dataDir))}`.trim());
    };
    child.once('error', (error) => finish(`The database did not start: ${error.message}`));
    child.once('exit', (code, signal) => finish(`The database ended by itself (${code ?? signal}).`));
  });
  const stop = async () => {
    stopping = true;
    if (child.exitCode === null && child.signalCode === null) await endServer(child, cluster);
    await ended;
  };
  return { ...addresses(mine.socketFolder), pid: child.pid ?? 0, ended, stop };
}

/** Fast shutdown (SIGINT); a throw-away one need not write anything (SIGQUIT). */
async function endServer(child: ChildProcess, cluster: Cluster): Promise<void> {
  const gone = once(child, 'exit');
  child.kill(cluster.durable ? 'SIGINT' : 'SIGQUIT');
  const patience = setTimeout(() => child.kill('SIGQUIT'), 30_000);
  await gone;
  clearTimeout(patience);
}

/** Recovery after a crash may take minutes on a large log; as long as the process lives and writes, we wait. */
async function untilReady(server: Embedded, cluster: Cluster, child: ChildProcess, dataDir: string): Promise<void> {
  let over: string | undefined;
  void server.ended.then((reason) => {
    over = reason ?? 'The database was stopped.';
  });
  for (let waited = 0; !isReady(cluster.folder, child.pid); waited += 5) {
    if (over !== undefined) throw new Error(over);
    if (waited >= 300_000)
      throw new Error(`The database is not ready after 5 minutes.\n${lastLines(logFile(dataDir))}`);
    await pause(5);
  }
}

async function ensureDatabase(owner: Connection): Promise<void> {
  const client = new pg.Client({ ...owner, database: 'postgres' });
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`);
  } finally {
    await client.end();
  }
}

function addresses(socketFolder: string): { owner: Connection; ownerUrl: string } {
  const owner = { host: socketFolder, port: PORT, user: OWNER, database: DATABASE };
  return {
    owner,
    ownerUrl: `postgresql://${OWNER}@localhost:${PORT}/${DATABASE}?host=${encodeURIComponent(socketFolder)}`,
  };
}

function lastLines(file: string): string {
  try {
    return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-8).join('\n');
  } catch {
    return '';
  }
}

function logFile(dataDir: string): string {
  return path.join(dataDir, 'postgres.log');
}
