// Every room in a real browser, on the demo week: nothing fails, nothing comes from elsewhere, axe finds nothing.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from '../../tools/browser.ts';
import { type Demo, linkOf, startDemo } from './demo.ts';
import { ROOMS, type Room } from './rooms.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
let demo: Demo;
let browser: Browser;

beforeAll(async () => {
  [demo, browser] = await Promise.all([startDemo(), openBrowser()]);
}, 240_000);

afterAll(async () => {
  await browser?.close();
  await demo?.stop();
});

interface Visit {
  readonly page: Page;
  readonly faults: string[];
  close(): Promise<void>;
}

/** The room, signed in as its role, with everything that went wrong on the way. */
async function visit(room: Room, view: { width: number; height: number }): Promise<Visit> {
  const context = await browser.newContext({ viewport: view, bypassCSP: false });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(`error: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(`console: ${message.text()}`);
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(demo.origin) && !request.url().startsWith('data:'))
      faults.push(`leaves the house: ${request.url()}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 500) faults.push(`${response.status()} ${response.url()}`);
  });
  if (room.role) {
    await page.goto(linkOf(demo, room.role));
    await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
  }
  await page.goto(demo.origin + room.path, { waitUntil: 'networkidle' });
  for (const key of room.keys ?? []) {
    await page.keyboard.press(key);
    await page.waitForTimeout(300);
  }
  return { page, faults, close: () => context.close() };
}

describe('every room', () => {
  it.each(ROOMS.map((room) => [room.name, room] as const))('%s works, wide', async (_name, room) => {
    const { page, faults, close } = await visit(room, { width: 1440, height: 900 });
    expect(await page.locator('h1').count()).toBeGreaterThan(0);
    expect(faults).toEqual([]);
    expect(await violations(page)).toEqual([]);
    await close();
  });

  it.each(ROOMS.map((room) => [room.name, room] as const))(
    '%s does not scroll sideways at 360 pixels',
    async (_name, room) => {
      const { page, close } = await visit(room, { width: 360, height: 740 });
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(overflow).toBeLessThanOrEqual(0);
      await close();
    },
  );
});

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string }[];
}

/** What axe finds, by rule, with the first offender. It runs in an isolated world, so that the page's own policy holds. */
async function violations(page: Page): Promise<string[]> {
  const found = (await page.evaluate(
    `${axe}; axe.run(document, { resultTypes: ['violations'] }).then((r) => r.violations.map((v) => ({ id: v.id, nodes: v.nodes.map((n) => ({ html: n.html })) })))`,
  )) as Violation[]; // the shape asked for
  return found.map((v) => `${v.id}: ${v.nodes[0]?.html.slice(0, 160)}`);
}
