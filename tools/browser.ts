// The browser for tests and screenshots: CHROMIUM_PATH, else the system's Chromium, else the one that a package brings.
import { existsSync } from 'node:fs';
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

export async function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: await executable(), args: ARGUMENTS });
}

async function executable(): Promise<string> {
  const given = process.env.CHROMIUM_PATH ?? SYSTEM.find((path) => existsSync(path));
  if (given) return given;
  const { default: packaged } = await import('@sparticuz/chromium');
  return packaged.executablePath();
}
