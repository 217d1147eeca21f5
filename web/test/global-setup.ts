// Once for all browser tests: tries the browser, then starts one server with the demo week for every file. With
// LEADTIME_TEST_DEMO=http://localhost:4409 a demo that already runs is used; the tests settle findings in it.
import type { TestProject } from 'vitest/node';
import { openBrowser } from '../../tools/browser.ts';
import { type Doors, doorsOf, startDemo } from './demo.ts';

/** Plain data: it crosses to the processes of the tests. */
export type Given = { readonly doors: Doors } | { readonly missing: string };

declare module 'vitest' {
  interface ProvidedContext {
    given: Given;
  }
}

export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const missing = await whyNoBrowser();
  if (missing !== undefined) {
    project.provide('given', { missing });
    return;
  }
  const running = process.env.LEADTIME_TEST_DEMO;
  if (running) {
    project.provide('given', { doors: await doorsOf(running) });
    return;
  }
  const { origin, links, stop } = await startDemo();
  project.provide('given', { doors: { origin, links } });
  return stop;
}

async function whyNoBrowser(): Promise<string | undefined> {
  try {
    await (await openBrowser()).close();
    return undefined;
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    return `no Chromium can be started; install one, or set CHROMIUM_PATH (${said.split('\n')[0]?.slice(0, 200)})`;
  }
}
