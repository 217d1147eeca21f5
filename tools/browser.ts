// The browser for tests and screenshots: CHROMIUM_PATH, else the system's Chromium, else the one that a package brings.
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
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

/** @throws when none can be started, saying what was tried */
export async function openBrowser(): Promise<Browser> {
  const given = process.env.CHROMIUM_PATH || SYSTEM.find((place) => existsSync(place));
  if (given) return launch(given);
  const { default: packaged } = await import('@sparticuz/chromium');
  const executable = await packaged.executablePath();
  // Where the system lacks its libraries (NSS, NSPR …), those of the package stand in for them.
  return launch(executable).catch(async () => launch(executable, await packagedLibraries()));
}

const launch = (executablePath: string, libraries?: string): Promise<Browser> =>
  chromium.launch({
    executablePath,
    args: ARGUMENTS,
    ...(libraries ? { env: { ...process.env, LD_LIBRARY_PATH: libraries } } : {}),
  });

async function packagedLibraries(): Promise<string> {
  const { inflate } = await import('@sparticuz/chromium');
  const main = fileURLToPath(import.meta.resolve('@sparticuz/chromium'));
  await inflate(path.join(path.dirname(main), '..', 'bin', 'al2023.tar.br'));
  return path.join(tmpdir(), 'al2023', 'lib');
}
