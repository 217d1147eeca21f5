// The cluster itself: made by initdb on first use, and the settings it runs with.
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { totalmem } from 'node:os';
import path from 'node:path';
import type { Binaries } from './binaries.ts';
import { type Route, runOnRoute } from './route.ts';

/** The superuser of the embedded cluster; runs migrations, never the application. */
export const OWNER = 'leadtime_owner';
export const DATABASE = 'leadtime';
export const PORT = 5432; // only the name of the socket file: nothing listens on the network

export type Cluster = {
  readonly folder: string;
  readonly durable: boolean;
  readonly binaries: Binaries;
  readonly route: Route;
  readonly env: NodeJS.ProcessEnv;
  /** Major version of the binaries. */
  readonly version: number;
};

/**
 * Makes the cluster if there is none. It is made beside its place and moved there when complete, so that
 * a process killed half way leaves no half cluster behind.
 */
export async function ensureCluster(cluster: Cluster): Promise<'made' | 'found'> {
  const found = clusterVersion(cluster.folder);
  if (found !== undefined) return checkVersion(cluster, found);
  const draft = `${cluster.folder}.new`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { mode: 0o700 });
  giveTo(cluster.route, draft);
  await runOnRoute(cluster.route, initdbCommand(cluster, draft), cluster.env);
  renameSync(draft, cluster.folder);
  return 'made';
}

function checkVersion(cluster: Cluster, found: string): 'found' {
  if (found === String(cluster.version)) return 'found';
  throw new Error(
    `${cluster.folder} was made by PostgreSQL ${found}, and this is PostgreSQL ${cluster.version}. ` +
      'Make a backup with the version that made it (leadtime backup), then restore it into an empty folder.',
  );
}

/**
 * UTF-8 with the C collation: order is byte order, which our version keys rely on, and no update of a system library
 * can change it under an index. From 17 on the built-in C.UTF-8 adds upper and lower case beyond ASCII.
 */
function initdbCommand({ binaries, version, durable }: Cluster, folder: string): string[] {
  return [
    binaries.initdb,
    ...['-D', folder, '-U', OWNER, '-E', 'UTF8', '--locale=C', '--data-checksums'],
    ...(version >= 17 ? ['--locale-provider=builtin', '--builtin-locale=C.UTF-8'] : []),
    ...['--auth-local=trust', '--auth-host=reject'], // local: whoever may enter the 0700 socket folder
    ...(durable ? [] : ['--no-sync']),
  ];
}

/** The postgres command line. Settings live here and not in postgresql.conf, so that an update brings them along. */
export function postgresCommand({ binaries, folder, durable }: Cluster, socketFolder: string): string[] {
  const large = totalmem() >= 4 * 2 ** 30;
  const settings: Record<string, string | number> = {
    listen_addresses: '',
    unix_socket_permissions: '0700',
    max_connections: 60,
    shared_buffers: large ? '256MB' : '64MB',
    effective_cache_size: large ? '1GB' : '256MB',
    work_mem: large ? '16MB' : '4MB',
    maintenance_work_mem: large ? '128MB' : '64MB',
    random_page_cost: 1.1, // solid-state disks
    max_parallel_workers_per_gather: 0, // two cores are shared with the application, and containers have a 64 MB /dev/shm
    jit: 'off', // many short queries
    wal_level: 'minimal', // no replicas of an embedded database; bulk loads get cheaper
    max_wal_senders: 0,
    max_wal_size: '2GB',
    checkpoint_timeout: '15min',
    wal_compression: 'on',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_checkpoints: 'off',
    log_line_prefix: '%m [%p] ',
    ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', autovacuum_naptime: '1h' }),
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  return [binaries.postgres, '-D', folder, '-k', socketFolder, '-p', String(PORT), ...flags];
}

/** Files of the cluster must belong to whoever the server runs as. */
export function giveTo(route: Route, folder: string): void {
  if (route.uid !== undefined && route.gid !== undefined) chownSync(folder, route.uid, route.gid);
}

export function postmasterPid(folder: string): number | undefined {
  const pid = Number(postmasterFile(folder)[0]);
  return Number.isInteger(pid) && pid > 0 ? pid : undefined;
}

/** Line 8 of postmaster.pid is "ready" once the server takes connections (miscadmin.h, LOCK_FILE_LINE_PM_STATUS). */
export function isReady(folder: string, pid: number | undefined): boolean {
  const lines = postmasterFile(folder);
  return pid !== undefined && Number(lines[0]) === pid && lines[7]?.trim() === 'ready';
}

function postmasterFile(folder: string): string[] {
  const file = path.join(folder, 'postmaster.pid');
  try {
    return readFileSync(file, 'utf8').split('\n');
  } catch {
    return [];
  }
}

function clusterVersion(folder: string): string | undefined {
  const file = path.join(folder, 'PG_VERSION');
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined;
}
