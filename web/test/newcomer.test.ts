// Somebody new with a file of their own, which is none of ours: sent through the page, found in the queue, settled, and the
// finder sees what became of it. By the same ways a person takes, and in less than five minutes.
import { existsSync } from 'node:fs';
import { expect, it } from 'vitest';
import { givenTabs } from './given.ts';

const file = new URL(
  '../../../shared/data/sarif/sarif-tutorials/samples/3-Beyond-basics/bad-eval-with-code-flow.sarif',
  import.meta.url,
);
const tabs = givenTabs();

it("a newcomer's own SARIF is sent, read, settled and answered", { timeout: 300_000 }, async (context) => {
  context.skip(!existsSync(file), '../shared/data is absent');
  const began = Date.now();
  const report = await tabs().with({ role: 'finder' }, async (tab) => {
    const { page } = tab;
    await tab.goto('/reports/new');
    await page.locator('main input[type="file"]').setInputFiles(file.pathname);
    await page.getByText('See what becomes of it').click();
    await page.waitForURL(/\/reports\/[0-9a-f-]{36}/);
    await expect.poll(() => page.locator('main').textContent(), { timeout: 60_000 }).toMatch(/Of 1 finding/);
    await expect.poll(() => page.locator('main').textContent(), { timeout: 20_000 }).toContain('tainted variable');
    expect(tab.faults()).toEqual([]);
    return new URL(page.url()).pathname;
  });

  await tabs().with({ role: 'coordinator' }, async (tab) => {
    const { page } = tab;
    await tab.goto('/queue?q=tainted+variable+raw_input');
    const rows = page.locator('.grid-line');
    await expect.poll(() => rows.count(), { timeout: 20_000 }).toBe(1);
    expect(await rows.first().textContent()).toContain('raw_input');
    await tab.press('j');
    await tab.press('v');
    await tab.press('Enter');
    await expect.poll(() => page.locator('.grid-line[data-dim]').count(), { timeout: 20_000 }).toBe(1);
    expect(tab.faults()).toEqual([]);
  });

  await tabs().with({ role: 'finder' }, async (tab) => {
    await tab.goto(report);
    await expect.poll(() => tab.page.locator('main').textContent(), { timeout: 20_000 }).toMatch(/1 validated/);
    expect(tab.faults()).toEqual([]);
  });
  expect(Date.now() - began).toBeLessThan(300_000); // a hang limit: the five minutes of the promise
});
