// Every room in a real browser, on the demo week: nothing fails, nothing comes from elsewhere, axe finds nothing (wide,
// at 360 pixels, and in the colours of dark mode), and nothing scrolls sideways.
import { describe, expect, it } from 'vitest';
import { PLACES } from '../src/app/routes.ts';
import { CONTRAST, violations } from './axe.ts';
import { givenTabs } from './given.ts';
import { ROOMS } from './rooms.ts';
import { NARROW, type Tab } from './visit.ts';

const tabs = givenTabs();

// Two at a time: the page draws while the other's answers are on their way.
describe.concurrent('every room', () => {
  it.for(ROOMS.map((room) => [room.name, room] as const))('%s works, wide, narrow and dark', ([, room], { expect }) =>
    tabs().with(room, async (tab) => {
      const { page } = tab;
      await tab.enter(room);
      expect.soft(placeOf(page.url()), 'where one is').toBe(room.place ?? placeOf(room.path));
      expect.soft(await page.locator('h1').count(), 'headings').toBeGreaterThan(0);
      expect.soft(await violations(page), 'axe, wide').toEqual([]);

      await page.emulateMedia({ colorScheme: 'dark' });
      expect.soft(await violations(page, CONTRAST), 'axe, dark').toEqual([]);
      await page.emulateMedia({ colorScheme: 'light' });

      await page.setViewportSize(NARROW);
      await tab.still();
      expect.soft(await sideways(tab), 'sideways at 360 pixels').toEqual([]);
      expect.soft(await violations(page), 'axe, narrow').toEqual([]);

      expect.soft(tab.faults(), 'what went wrong on the way').toEqual([]);
    }),
  );
});

it('has a room for every place of the router', () => {
  const seen = new Set(ROOMS.map((room) => room.place ?? placeOf(room.path)));
  expect(PLACES.map((place) => place.path).filter((path) => !seen.has(path))).toEqual([]);
});

/** The place in the router's table that an address belongs to. */
function placeOf(url: string): string {
  const steps = new URL(url, 'http://here').pathname.split('/');
  const fits = (path: string) => {
    const own = path.split('/');
    return own.length === steps.length && own.every((step, i) => step.startsWith('$') || step === steps[i]);
  };
  // A plain step wins over a named one: /reports/new is not a report.
  const found = PLACES.filter(({ path }) => fits(path)).sort(
    (a, b) => a.path.split('$').length - b.path.split('$').length,
  );
  return found[0]?.path ?? '(no such page)';
}

/** What is wider than the page, outermost first; empty when the page cannot be scrolled sideways. */
const sideways = ({ page }: Tab): Promise<readonly string[]> =>
  page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const wide = [...document.querySelectorAll('body *')].filter(
      (e) => e.getBoundingClientRect().right > clientWidth + 0.5,
    );
    return [`${scrollWidth - clientWidth} px`, ...wide.slice(0, 5).map((e) => `${e.tagName} ${e.className}`)];
  });
