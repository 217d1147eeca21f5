// What the system knows about other processes: whether one lives, whether it is still the same one, and where it works.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** A text that differs for two processes which had the same number one after the other; undefined: no such process. */
export function processMark(pid: number): string | undefined {
  if (process.platform === 'linux') return linuxMark(pid);
  const ps = spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], {
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C' },
  });
  return ps.status === 0 ? ps.stdout.trim() : undefined;
}

/** The boot and the start time in clock ticks after it: field 22 of /proc/PID/stat (proc(5)), counted after the name's ")". */
function linuxMark(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z') return undefined; // ended, only its parent has not looked yet
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${boot}:${fields[19]}`;
  } catch {
    return undefined;
  }
}

/** The postgres processes of a cluster: each has the cluster as its working folder. */
export function processesIn(cluster: string, postmaster: number | undefined): readonly number[] {
  if (process.platform === 'linux') return linuxProcessesIn(cluster);
  if (postmaster === undefined) return [];
  const ps = spawnSync('ps', ['-o', 'comm=', '-p', String(postmaster)], { encoding: 'utf8' });
  return ps.status === 0 && ps.stdout.includes('postgres') ? [postmaster] : [];
}

function linuxProcessesIn(cluster: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && workingFolder(name) === cluster)
    .map(Number);
}

function workingFolder(pid: string): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return undefined; // gone meanwhile, or another user's: then not ours
  }
}
