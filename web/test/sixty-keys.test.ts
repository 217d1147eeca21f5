// The coordinator settles twenty findings of the demo by keyboard in at most sixty keys, from the open queue on. Every key
// is counted and sent through the browser; none waits for the server, as no hand would; the server says what was settled.
import { expect, it } from 'vitest';
import { givenTabs } from './given.ts';

const tabs = givenTabs();

it('settles twenty findings in at most sixty keys', () =>
  tabs().with({ role: 'coordinator' }, async (tab) => {
    const { page } = tab;
    await tab.goto('/queue');
    const settled = new Set<string>();
    page.on('response', (response) => {
      const id = /\/vulnerabilities\/([^/]+)\/validate$/.exec(response.url())?.[1];
      if (id && response.request().method() === 'POST' && response.ok()) settled.add(id);
    });
    const keys: string[] = [];
    const press = async (key: string) => {
      keys.push(key);
      await page.keyboard.press(key);
    };

    await press('j');
    for (let i = 0; i < 20; i += 1) {
      await press('v');
      await press('Enter'); // the reason stands there; the next row becomes the active one
    }

    await expect.poll(() => settled.size, { timeout: 30_000 }).toBe(20);
    expect(keys.length).toBeLessThanOrEqual(60);
    expect(await page.locator('.grid-line[data-dim]').count()).toBe(20);
    const states = await page.evaluate(
      (ids) =>
        Promise.all(
          ids.map(async (id) => {
            const answer = await fetch(`/api/v1/vulnerabilities/${id}`);
            const { row } = (await answer.json()) as { row: { state: string } }; // our own route
            return row.state;
          }),
        ),
      [...settled],
    );
    expect(new Set(states)).toEqual(new Set(['validated']));
    expect(tab.faults()).toEqual([]);
  }));
