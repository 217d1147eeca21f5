// Without a mouse: the main action of a page is reached by Tab with the focus in sight all the way, and the queue's keys do
// what the list of keys says.
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { givenTabs } from './given.ts';
import { ROOMS } from './rooms.ts';
import { type Tab, WIDE } from './visit.ts';

const tabs = givenTabs();

/** Room → its main action, as a selector. */
const MAIN_ACTIONS = {
  queue: '.grid-line',
  'queue-evidence': '.drawer .button-primary',
  vulnerability: 'main .button-primary',
  'maintainer-case': 'main .button-primary',
  'write-one': 'main .button-primary',
  duty: 'main .button-primary',
  today: 'main a[data-row]',
  submit: 'main input[type="file"], main .file-drop button',
  report: '.grid-line',
  'burn-down': 'main figure [tabindex="0"]',
  scoreboard: 'main a[href]',
  'sign-in': 'form input',
} as const;

describe('by Tab', () => {
  it.each(Object.entries(MAIN_ACTIONS))(
    '%s: its main action is reached, with the focus in sight',
    async (name, main) => {
      const room = ROOMS.find((r) => r.name === name);
      if (!room) throw new Error(`there is no room ${name}`);
      await tabs().with(room, async (tab) => {
        await tab.enter(room);
        const stops = await walk(tab.page, main);
        expect(stops.filter((stop) => stop.fault !== null)).toEqual([]);
        expect(
          stops.some((stop) => stop.isMain),
          `${main} after ${stops.length} stops: ${stops.map((s) => s.what).join(' | ')}`,
        ).toBe(true);
      });
    },
  );
});

interface Stop {
  readonly what: string;
  readonly isMain: boolean;
  /** Why the focus cannot be seen there; null when it can. */
  readonly fault: string | null;
}

/** Tab from the top of the page until the main action or the end, at most 200 stops. */
async function walk(page: Page, main: string): Promise<readonly Stop[]> {
  await page.evaluate(() => {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    window.scrollTo(0, 0);
    getSelection()?.collapse(document.body, 0); // Tab goes on from here
  });
  const stops: Stop[] = [];
  while (stops.length < 200) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(lookAtFocus, main);
    if (stop === null) break;
    stops.push(stop);
    if (stop.isMain) break;
  }
  return stops;
}

/** In the page: what has the focus, and whether somebody who looks would know. */
function lookAtFocus(main: string): Stop | null {
  const at = document.activeElement;
  if (!(at instanceof HTMLElement) || at === document.body) return null;
  const name = (at.getAttribute('aria-label') ?? at.textContent ?? '').trim().replace(/\s+/g, ' ').slice(0, 40);
  const whole = at.getBoundingClientRect();
  // A panel may be longer than the screen: the part of it that is on the screen counts.
  const left = Math.max(0, whole.left);
  const top = Math.max(0, whole.top);
  const box = new DOMRect(
    left,
    top,
    Math.min(innerWidth, whole.right) - left,
    Math.min(innerHeight, whole.bottom) - top,
  );
  const marks = (e: Element, pseudo?: string) => {
    const style = getComputedStyle(e, pseudo);
    const outlined = style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) >= 1;
    return outlined || style.boxShadow !== 'none';
  };
  // The mark may be on what stands around a field, or on the label of a hidden one.
  const around = [at, at.parentElement, at.closest('label'), at.nextElementSibling].filter((e) => e !== null);
  const seen = around.some((e) => marks(e) || marks(e, '::before') || marks(e, '::after'));
  const points = [0.5, 0.05, 0.95].map((f) => [box.left + box.width * f, box.top + box.height / 2] as const);
  const uncovered = points.some(([x, y]) => {
    const hit = document.elementFromPoint(x, y);
    return hit !== null && (at.contains(hit) || hit.contains(at) || at.closest('label')?.contains(hit) === true);
  });
  const inside = box.width > 0 && box.height > 0;
  const fault = !inside ? 'out of sight' : !uncovered ? 'covered' : !seen ? 'no mark of focus' : null;
  return { what: `${at.tagName.toLowerCase()} ${name}`, isMain: at.matches(main), fault };
}

describe('the keys of the queue', () => {
  const active = ({ page }: Tab) => page.locator('.grid-line[data-active]').getAttribute('data-index');
  const hasFocus = ({ page }: Tab) =>
    page.evaluate(() => document.activeElement?.matches('.grid-line[data-active]') === true);
  const drawer = ({ page }: Tab) => page.locator('aside.drawer').count();

  it('j and k move, and the focus goes with them', () =>
    tabs().with({ role: 'coordinator' }, async (tab) => {
      await tab.goto('/queue');
      for (const [key, index] of ['j', 'j', 'j', 'k'].map((k, i) => [k, ['0', '1', '2', '1'][i]] as const)) {
        await tab.page.keyboard.press(key);
        expect(await active(tab)).toBe(index);
        expect(await hasFocus(tab)).toBe(true);
      }
    }));

  it('e opens the evidence beside the row and closes it; Esc closes it too; the row keeps the focus', () =>
    tabs().with({ role: 'coordinator' }, async (tab) => {
      await tab.goto('/queue');
      await tab.press('j');
      for (const close of ['e', 'Escape']) {
        await tab.press('e');
        expect(await drawer(tab)).toBe(1);
        expect(await hasFocus(tab)).toBe(true);
        const title = await tab.page.locator('.drawer h2').first().textContent();
        expect(await tab.page.locator('.grid-line[data-active]').textContent()).toContain(title);
        await tab.press(close);
        expect(await drawer(tab)).toBe(0);
        expect(await hasFocus(tab)).toBe(true);
      }
    }));

  it('v asks; Esc leaves all as it was; Enter validates and goes on to the next row; u takes it back', () =>
    tabs().with({ role: 'coordinator' }, async (tab) => {
      const { page } = tab;
      const dimmed = page.locator('.grid-line[data-dim]');
      const flow = async () => {
        const answer = await page.evaluate(
          async () => (await (await fetch('/api/v1/vulnerabilities/flow')).json()) as { validated: number },
        );
        return answer.validated;
      };
      await tab.goto('/queue');
      const before = await flow();
      await tab.press('j');
      await tab.press('v');
      expect(await page.locator('dialog:modal').count()).toBe(1);
      await tab.press('Escape');
      expect(await page.locator('dialog:modal').count()).toBe(0);
      expect(await hasFocus(tab)).toBe(true);

      await tab.press('v');
      await tab.press('Enter');
      expect(await dimmed.count()).toBe(1);
      expect(await active(tab)).toBe('1');
      expect(await hasFocus(tab)).toBe(true);
      expect(await flow()).toBe(before + 1);

      await tab.press('u');
      expect(await dimmed.count()).toBe(0);
      expect(await active(tab)).toBe('0');
      await expect.poll(flow).toBe(before);
      expect(tab.faults()).toEqual([]);
    }));

  it('x selects, and ? lists the keys that work here', () =>
    tabs().with({ role: 'coordinator' }, async (tab) => {
      const { page } = tab;
      await tab.goto('/queue');
      for (const key of ['j', 'x', 'j', 'x']) await tab.press(key);
      expect(await page.locator('.selection-bar').textContent()).toContain('2 vulnerabilities selected');
      await tab.press('Escape');
      expect(await page.locator('.selection-bar').count()).toBe(0);
      await tab.press('?');
      const listed = await page.locator('dialog:modal kbd').allInnerTexts();
      for (const key of ['j', 'k', 'x', 'e', 'm', 's', 'v', 'h', 't', 'a', 'u']) expect(listed).toContain(key);
      await tab.press('Escape');
      await page.setViewportSize(WIDE);
    }));
});

describe('why an exposure is one', () => {
  it.each(['Enter', 'e'])(
    '%s opens it, an address leads to it, Esc closes it and the focus is on its row again',
    (key) =>
      tabs().with({ role: 'operator' }, async (tab) => {
        await tab.goto('/exposures');
        await tab.press('j');
        const row = await focused(tab.page);
        await tab.press(key);
        const drawer = tab.page.locator('.drawer');
        expect(await drawer.textContent()).toMatch(/You run .*How we know: /);
        const address = new URL(tab.page.url());
        await drawer.locator('summary').focus();
        await tab.press('Escape');
        expect(await drawer.count()).toBe(0);
        await expect.poll(() => focused(tab.page)).toBe(row);
        await tab.goto(address.pathname + address.search);
        expect(await drawer.locator('svg[role="img"]').getAttribute('aria-label')).toMatch(
          /^Affected: .* lies inside\./,
        );
      }),
  );
});

const focused = (page: Page): Promise<string | null | undefined> =>
  page.evaluate(() => document.activeElement?.textContent);
