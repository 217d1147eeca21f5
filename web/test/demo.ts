// A server with the demo week, for tests in a browser and for screenshots: a process of its own on a folder of its own.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export interface DemoLink {
  readonly role: string;
  readonly person: string;
  readonly party: string;
  readonly path: string;
}
/** Where the demo is, and who may walk in. Plain data. */
export interface Doors {
  readonly origin: string;
  readonly links: readonly DemoLink[];
}
export interface Demo extends Doors {
  stop(): Promise<void>;
}

const UP = fileURLToPath(new URL('../../server/src/main/up.ts', import.meta.url));

export async function startDemo(): Promise<Demo> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'leadtime-demo-'));
  const child = spawn(process.execPath, [UP], {
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      LEADTIME_DATA: dataDir,
      LEADTIME_PORT: '0',
      LEADTIME_LOG: 'error',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const gone = once(child, 'exit');
  const stop = async () => {
    child.kill('SIGTERM');
    await gone;
    rmSync(dataDir, { recursive: true, force: true });
  };
  let said = '';
  let errors = '';
  child.stderr.on('data', (data: Buffer) => {
    errors = (errors + data.toString()).slice(-10_000);
  });
  try {
    const origin = await new Promise<string>((resolve, reject) => {
      child.stdout.on('data', (data: Buffer) => {
        said += data.toString();
        const found = /http:\/\/localhost:\d+/.exec(said)?.[0];
        if (found && /Stop with/.test(said)) resolve(found);
      });
      child.once('exit', (code) => reject(new Error(`the demo server ended (${code}): ${errors}`)));
    });
    return { ...(await doorsOf(origin)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The doors of a demo that runs. */
export async function doorsOf(origin: string): Promise<Doors> {
  const answer = await fetch(`${origin}/api/v1/session/demo`);
  const { links } = (await answer.json()) as { links: DemoLink[] }; // our own route
  return { origin, links };
}

export function linkOf(doors: Doors, role: string, party?: string): string {
  const link = doors.links.find((l) => l.role === role && (party === undefined || l.party.includes(party)));
  if (!link) throw new Error(`the demo has no sign-in link for ${role}`);
  return doors.origin + link.path;
}
