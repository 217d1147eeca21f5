// What browser tests and screenshots share: tabs that are signed in, go from room to room, and note what goes wrong.
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { type Doors, linkOf } from './demo.ts';
import type { Room } from './rooms.ts';

export const WIDE = { width: 1440, height: 900 };
export const NARROW = { width: 360, height: 740 };
const QUIET_MS = 80;
const PATIENCE_MS = 30_000;

export interface Tab {
  readonly page: Page;
  /** What went wrong since it was last asked: errors, failed answers, requests that leave the house. */
  faults(): readonly string[];
  /** Waits until nothing is on its way and nothing says that it is loading. */
  still(): Promise<void>;
  goto(path: string): Promise<void>;
  press(key: string): Promise<void>;
  enter(room: Room): Promise<void>;
}

export interface Tabs {
  /** A tab of somebody with the role, signed in; nobody else has it until `work` has ended. Wide and light. */
  with<T>(who: { readonly role?: string; readonly party?: string }, work: (tab: Tab) => Promise<T>): Promise<T>;
}

/** A sign-in is dear: each role signs in once, and its tabs go on from room to room. */
export function openTabs(browser: Browser, doors: Doors): Tabs {
  const contexts = new Map<string, Promise<BrowserContext>>();
  const idle = new Map<string, Tab[]>();
  return {
    async with({ role, party }, work) {
      const key = `${role} ${party}`;
      const context = contexts.get(key) ?? openContext(browser, role && linkOf(doors, role, party));
      contexts.set(key, context);
      const tab = idle.get(key)?.pop() ?? (await openTab(await context, doors.origin));
      await tab.page.setViewportSize(WIDE);
      await tab.page.emulateMedia({ colorScheme: 'light', media: 'screen' });
      try {
        const result = await work(tab);
        tab.faults();
        idle.set(key, [...(idle.get(key) ?? []), tab]);
        return result;
      } catch (error) {
        // What is still on its way there is not the next room's. Not waited for: a page that hangs may not close either.
        void tab.page.close().catch(() => {});
        throw error;
      }
    },
  };
}

async function openContext(browser: Browser, link: string | undefined): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: WIDE, reducedMotion: 'reduce' });
  if (!link) return context;
  const page = await context.newPage();
  await page.goto(link);
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'), { timeout: PATIENCE_MS });
  await page.close();
  return context;
}

async function openTab(context: BrowserContext, origin: string): Promise<Tab> {
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  const found: string[] = [];
  const traffic = watch(page, origin, (fault) => found.push(fault));
  const still = async () => {
    await page.waitForLoadState('load');
    await traffic.quiet();
    await page.waitForFunction(isStill);
    await traffic.quiet();
    await page.evaluate(async () => {
      await document.fonts.ready;
      // Pictures follow the width of their box one frame later.
      for (let i = 0; i < 2; i += 1) await new Promise((resolve) => requestAnimationFrame(resolve));
    });
  };
  const tab: Tab = {
    page,
    faults: () => found.splice(0),
    still,
    async goto(path) {
      const answer = await page.goto(origin + path, { waitUntil: 'commit' });
      if (answer?.status() !== 200)
        throw new Error(`${path} answers ${answer?.status()}: a page must be there by its address`);
      await still();
    },
    async press(key) {
      await page.keyboard.press(key);
      await still();
    },
    async enter(room) {
      await tab.goto(room.path);
      for (const key of room.keys ?? []) await tab.press(key);
      if (room.query) await tab.goto(new URL(page.url()).pathname + room.query);
      for (const link of room.links ?? []) {
        await page.locator(`main ${link}`).first().click();
        await still();
      }
    },
  };
  return tab;
}

/** In the page: it has a heading, and nothing in sight is a sign of waiting. */
const isStill = (): boolean =>
  document.querySelector('h1') !== null &&
  ![...document.querySelectorAll('.skeleton, [aria-busy="true"]')].some((e) => e.checkVisibility());

/** Notes what goes wrong, and knows when no request is on its way. */
function watch(page: Page, origin: string, fault: (text: string) => void) {
  const underWay = new Map<object, string>();
  let last = Date.now();
  const ended = (request: object) => {
    underWay.delete(request);
    last = Date.now();
  };
  page.on('pageerror', (error) => fault(`error: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') fault(`console: ${message.text()} ${message.location().url}`);
  });
  page.on('request', (request) => {
    const url = request.url();
    underWay.set(request, url);
    last = Date.now();
    if (!url.startsWith(`${origin}/`) && !url.startsWith('data:')) fault(`leaves the house: ${url}`);
  });
  page.on('requestfinished', ended);
  page.on('requestfailed', ended);
  page.on('response', (response) => {
    if (response.status() >= 500) fault(`${response.status()} ${response.url()}`);
  });
  return {
    async quiet(): Promise<void> {
      const begun = Date.now();
      last = begun; // what a key has set off may need a moment to be asked for
      while (underWay.size > 0 || Date.now() - last < QUIET_MS) {
        if (Date.now() - begun > PATIENCE_MS) throw new Error(`no answer in 30 s: ${[...underWay.values()].join(' ')}`);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
  };
}
