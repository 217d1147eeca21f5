// Runs a matcher as a program: how long from start to answer, and how much memory it came to hold.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

export interface Finished {
  readonly ms: number;
  /** Most resident memory in MB, as Linux counts it; NaN where it could not be seen. */
  readonly peak: number;
  readonly stdout: string;
  readonly code: number | null;
}

/** 10 minutes are as good as never. */
const TOO_LONG = 600_000;

/** The path of a program on PATH or where `go install` puts it, or null. */
export function programAt(name: string): string | null {
  const { PATH = '', GOBIN, GOPATH = path.join(homedir(), 'go') } = process.env;
  const folders = [...PATH.split(path.delimiter), ...(GOBIN ? [GOBIN] : []), path.join(GOPATH, 'bin')];
  return folders.map((folder) => path.join(folder, name)).find(existsSync) ?? null;
}

/** Exit codes are for the caller: scanners answer 1 where they found something. Throws where it neither ended nor could be started. */
export function runProgram(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Finished> {
  const began = performance.now();
  const child = spawn(command, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: TOO_LONG,
    killSignal: 'SIGKILL',
  });
  let peak = Number.NaN;
  const look = setInterval(() => {
    peak = Math.max(peakOf(child.pid) ?? 0, Number.isNaN(peak) ? 0 : peak) || Number.NaN;
  }, 5);
  const out: Buffer[] = [];
  let errors = '';
  child.stdout.on('data', (part: Buffer) => out.push(part));
  child.stderr.on('data', (part: Buffer) => {
    errors = `${errors}${part}`.slice(-2_000);
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      clearInterval(look);
      const ms = performance.now() - began;
      if (signal !== null)
        reject(new Error(`${path.basename(command)} was ended by ${signal} after ${ms} ms: ${errors}`));
      else if (code !== null && code > 1) reject(new Error(`${path.basename(command)} ended with ${code}: ${errors}`));
      else resolve({ ms, peak, stdout: Buffer.concat(out).toString(), code });
    });
  });
}

function peakOf(pid: number | undefined): number | undefined {
  try {
    const kilobytes = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kilobytes === undefined ? undefined : Number(kilobytes) / 1_000;
  } catch {
    return undefined; // it has ended, or this is not Linux
  }
}
