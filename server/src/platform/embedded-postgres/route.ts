// How a postgres process is started. Two duties: never as root (postgres refuses), and never outliving us,
// so that kill -9 of our process leaves no orphan holding the data.
//
//  namespace  root on Linux: a user namespace that maps root to "nobody"; files stay owned by root, and folders only
//             root can enter still work. setpriv comes after unshare, else the death signal is lost.
//  owner      root, where the data belongs to an ordinary user already, or where namespaces are forbidden and the
//             binaries belong to one: as that user
//  nobody     root, as uid 65534; works for folders that everybody may enter
//  direct     an ordinary user
//
// Where setpriv is missing (macOS, slim images) a shell waits on a pipe of ours and sends the signal instead.
import { type ChildProcess, type StdioOptions, spawn, spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import path from 'node:path';

export type RouteName = 'namespace' | 'owner' | 'nobody' | 'direct';

export type Route = {
  readonly name: RouteName;
  readonly prefix: readonly string[];
  readonly uid?: number;
  readonly gid?: number;
  readonly guard: 'setpriv' | 'pipe';
};

const NOBODY = 65534; // must be in /etc/passwd: 65534 and 1 worked, an unknown uid failed

/**
 * Routes to try on this machine, best first.
 * @param cluster where it exists already, its owner decides: postgres refuses files of somebody else
 */
export function routes(binary: string, cluster: string, guard = bestGuard()): readonly Route[] {
  if (process.getuid?.() !== 0) return [{ name: 'direct', prefix: [], guard }];
  const holder = statSync(cluster, { throwIfNoEntry: false });
  if (holder && holder.uid !== 0) {
    const name = holder.uid === NOBODY ? 'nobody' : 'owner';
    return [{ name, prefix: [], uid: holder.uid, gid: holder.gid, guard }];
  }
  const owner = statSync(binary);
  const list: Route[] = [];
  if (process.platform === 'linux') {
    const prefix = ['unshare', '-U', `--map-user=${NOBODY}`, `--map-group=${NOBODY}`, '--'];
    list.push({ name: 'namespace', prefix, guard });
    // Files that belong to root were made in a namespace: another route would have to give them away first.
    if (statSync(path.join(cluster, 'PG_VERSION'), { throwIfNoEntry: false })?.uid === 0) return list;
  }
  if (owner.uid !== 0) list.push({ name: 'owner', prefix: [], uid: owner.uid, gid: owner.gid, guard });
  list.push({ name: 'nobody', prefix: [], uid: NOBODY, gid: NOBODY, guard });
  return list;
}

/** Whether `command` runs on this route and exits with 0; the reason if not. */
export function tryRoute(route: Route, command: readonly string[], env: NodeJS.ProcessEnv): string | undefined {
  const [file = '', ...args] = [...route.prefix, ...command];
  const run = spawnSync(file, args, { ...identity(route), env, encoding: 'utf8', cwd: '/', timeout: 30_000 });
  if (run.status === 0) return undefined;
  return (run.error?.message ?? run.stderr.trim()) || `exit ${run.status ?? run.signal}`;
}

/** Runs a command to its end on this route. */
export function runOnRoute(route: Route, command: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  const child = spawnOnRoute(route, command, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const keep = (chunk: Buffer) => {
    output = (output + chunk.toString()).slice(-4000);
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      if (code === 0) resolve();
      else reject(new Error(`${command[0]} ended with ${code ?? signal}:\n${output.trim()}`));
    });
  });
}

type StreamOptions = {
  readonly env: NodeJS.ProcessEnv;
  readonly stdio: readonly ['ignore', 'pipe' | number, 'pipe' | number];
};

/** Starts a command that receives SIGINT when this process ends, however it ends. Own session: Ctrl-C does not reach it. */
export function spawnOnRoute(route: Route, command: readonly string[], options: StreamOptions): ChildProcess {
  const guarded = route.guard === 'setpriv' ? ['setpriv', '--pdeathsig', 'SIGINT', '--', ...command] : watched(command);
  const [file = '', ...args] = [...route.prefix, ...guarded];
  const stdio: StdioOptions = route.guard === 'pipe' ? [...options.stdio, 'pipe'] : [...options.stdio];
  const child = spawn(file, args, { env: options.env, ...identity(route), cwd: '/', stdio, detached: true });
  if (route.guard === 'pipe') releaseWatcher(child);
  return child;
}

/** The subshell reads our pipe: a line means "it ended by itself", the end of the pipe means "our process is gone". */
function watched(command: readonly string[]): string[] {
  return ['/bin/sh', '-c', '(read -r line || kill -INT $$) <&3 & exec 3<&-; exec "$@"', 'sh', ...command];
}

function releaseWatcher(child: ChildProcess): void {
  const pipe = child.stdio[3];
  if (!pipe || !('write' in pipe)) return;
  pipe.on('error', () => {}); // the watcher may be gone already
  child.once('exit', () => pipe.end('ended\n'));
}

function identity(route: Route): { uid?: number; gid?: number } {
  return { ...(route.uid !== undefined && { uid: route.uid }), ...(route.gid !== undefined && { gid: route.gid }) };
}

function bestGuard(): Route['guard'] {
  return process.platform === 'linux' && spawnSync('setpriv', ['--version']).status === 0 ? 'setpriv' : 'pipe';
}
