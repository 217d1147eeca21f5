// The browser and the demo of this run, for one file of tests; without a browser its tests are skipped, with the reason.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, inject } from 'vitest';
import { openBrowser } from '../../tools/browser.ts';
import { openTabs, type Tabs } from './visit.ts';

/** To be called once, at the top of the file; the tabs are there when a test begins. */
export function givenTabs(): () => Tabs {
  const given = inject('given');
  let browser: Browser | undefined;
  let tabs: Tabs | undefined;
  beforeAll(async () => {
    if (!('doors' in given)) return;
    browser = await openBrowser();
    tabs = openTabs(browser, given.doors);
  });
  afterAll(() => browser?.close());
  beforeEach((context) => {
    if ('missing' in given) context.skip(given.missing);
  });
  return () => {
    if (!tabs) throw new Error('there is no browser');
    return tabs;
  };
}
