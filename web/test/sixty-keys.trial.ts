// The coordinator settles twenty demo findings by keyboard in at most sixty keys. Every key is counted, typing included.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openBrowser } from '../../tools/browser.ts';
import { type Demo, linkOf, startDemo } from './demo.ts';

let demo: Demo;
let browser: Browser;

beforeAll(async () => {
  [demo, browser] = await Promise.all([startDemo(), openBrowser()]);
}, 240_000);

afterAll(async () => {
  await browser?.close();
  await demo?.stop();
});

it('settles twenty findings in at most sixty keys', async () => {
  const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
  await page.goto(linkOf(demo, 'coordinator'));
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
  await page.goto(`${demo.origin}/queue`, { waitUntil: 'networkidle' });
  const settled = async (): Promise<number> => {
    const answer = await page.evaluate(
      async () =>
        (await fetch('/api/v1/vulnerabilities/flow')).json() as Promise<{ validated: number; rejected: number }>,
    );
    return answer.validated + answer.rejected;
  };
  const before = await settled();
  let keys = 0;
  const press = async (key: string): Promise<void> => {
    keys += 1;
    await page.keyboard.press(key);
    await page.waitForTimeout(120);
  };
  for (let i = 0; i < 20; i += 1) {
    await press('j');
    await press('v');
    await press('Enter');
    await page.waitForTimeout(400);
  }
  await page.waitForTimeout(1_000);
  expect(await settled()).toBeGreaterThanOrEqual(before + 20);
  expect(keys).toBeLessThanOrEqual(60);
});
