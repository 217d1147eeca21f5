// The browser for tests and screenshots: CHROMIUM_PATH, else the system's Chromium, else the one that a package brings.
import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { type Browser, chromium } from 'playwright-core';

// Not the package's own arguments: they switch off web security and site isolation, and with them what is tested here.
const ARGUMENTS = [
  '--no-sandbox', // containers and root have no user namespace for it; the pages are our own
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];
const SYSTEM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

const HOME = path.join(import.meta.dirname, '../node_modules/.cache/leadtime/chromium');

/** @throws when none can be started, saying what was tried */
export async function openBrowser(): Promise<Browser> {
  const given = process.env.CHROMIUM_PATH || SYSTEM.find((place) => existsSync(place));
  if (given) return launch(given);
  const home = await unpacked();
  const executable = path.join(home, 'chromium');
  // Where the system lacks its libraries (NSS, NSPR …), those of the package stand in for them.
  return launch(executable).catch(() => launch(executable, { LD_LIBRARY_PATH: path.join(home, 'al2023/lib') }));
}

const launch = (executablePath: string, env: Record<string, string> = {}): Promise<Browser> =>
  chromium.launch({ executablePath, args: ARGUMENTS, env: { ...process.env, ...env } });

/** Beside the packages, because a folder that all users share may hold another's; whole or not there at all. */
async function unpacked(): Promise<string> {
  if (existsSync(HOME)) return HOME;
  const fresh = `${HOME}.${process.pid}`;
  await mkdir(fresh, { recursive: true });
  const { default: packaged, inflate } = await import('@sparticuz/chromium');
  const entry = createRequire(import.meta.url).resolve('@sparticuz/chromium');
  const libraries = path.join(path.dirname(entry), '../bin/al2023.tar.br');
  await inFolder(fresh, () => Promise.all([packaged.executablePath(), inflate(libraries)]));
  // Another process may have been faster.
  await rename(fresh, HOME).catch(() => rm(fresh, { recursive: true, force: true }));
  return HOME;
}

/** The package unpacks into the system's folder for temporary files, asked for when the work begins. */
function inFolder<T>(folder: string, begin: () => Promise<T>): Promise<T> {
  const before = process.env.TMPDIR;
  process.env.TMPDIR = folder;
  try {
    return begin();
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  }
}
