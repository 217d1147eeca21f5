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
export interface Demo {
  readonly origin: string;
  readonly links: readonly DemoLink[];
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
  let said = '';
  let errors = '';
  child.stderr.on('data', (data: Buffer) => {
    errors = (errors + data.toString()).slice(-10_000);
  });
  const origin = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (data: Buffer) => {
      said += data.toString();
      const found = /http:\/\/localhost:\d+/.exec(said)?.[0];
      if (found && /Stop with/.test(said)) resolve(found);
    });
    child.once('exit', (code) => reject(new Error(`the demo server ended (${code}): ${errors}`)));
  });
  const answer = await fetch(`${origin}/api/v1/session/demo`);
  const { links } = (await answer.json()) as { links: DemoLink[] }; // our own route
  return {
    origin,
    links,
    stop: async () => {
      child.kill('SIGTERM');
      await gone;
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

export function linkOf(demo: Demo, role: string, party?: string): string {
  const link = demo.links.find((l) => l.role === role && (party === undefined || l.party.includes(party)));
  if (!link) throw new Error(`the demo has no sign-in link for ${role}`);
  return demo.origin + link.path;
}
