// npm run screenshots [-- NAME…]: every room at three widths, light, dark and on paper, into screenshots/ (not committed).
// With LEADTIME_TEST_DEMO=http://localhost:4409 a demo that already runs is used.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { doorsOf, startDemo } from '../web/test/demo.ts';
import { ROOMS, type Room } from '../web/test/rooms.ts';
import { openTabs, type Tab } from '../web/test/visit.ts';
import { openBrowser } from './browser.ts';

interface Look {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly dark?: true;
  readonly print?: true;
}
const LOOKS: readonly Look[] = [
  { name: '1440', width: 1440, height: 900 },
  { name: '1440-dark', width: 1440, height: 900, dark: true },
  { name: '768', width: 768, height: 1024 },
  { name: '360', width: 360, height: 740 },
  { name: 'paper', width: 816, height: 1056, print: true },
];
/** A page of more screens than this is a list of thousands of rows, of which only those in sight are drawn. */
const LIST_SCREENS = 12;
const folder = fileURLToPath(new URL('../screenshots/', import.meta.url));

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !ROOMS.some((room) => room.name === name));
if (unknown.length > 0) {
  process.stderr.write(`There is no ${unknown.join(', ')}. There are: ${ROOMS.map((room) => room.name).join(', ')}\n`);
  process.exit(2);
}
process.exitCode = await takeAll(ROOMS.filter((room) => wanted.length === 0 || wanted.includes(room.name)));

/** 0; 1 when a room could not be pictured, which is then named. */
async function takeAll(rooms: readonly Room[]): Promise<number> {
  mkdirSync(folder, { recursive: true });
  const running = process.env.LEADTIME_TEST_DEMO;
  if (!running) process.stderr.write('Loading the demo week.\n');
  const demo = running ? { ...(await doorsOf(running)), stop: async () => {} } : await startDemo();
  const browser = await openBrowser();
  let failed = 0;
  try {
    const tabs = openTabs(browser, demo);
    for (const room of rooms) {
      try {
        await tabs.with(room, (tab) => take(tab, room));
        process.stdout.write(`${room.name}\n`);
      } catch (error) {
        failed = 1;
        process.stderr.write(`${room.name}: ${error instanceof Error ? error.message : String(error)}\n`);
      }
    }
  } finally {
    await browser.close();
    await demo.stop();
  }
  return failed;
}

async function take(tab: Tab, room: Room): Promise<void> {
  const { page } = tab;
  await tab.enter(room);
  for (const look of LOOKS) {
    await page.setViewportSize({ width: look.width, height: look.height });
    await page.emulateMedia({ colorScheme: look.dark ? 'dark' : 'light', media: look.print ? 'print' : 'screen' });
    if (look.print) await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
    await tab.still();
    const whole = await page.evaluate(() => document.documentElement.scrollHeight);
    await page.screenshot({
      path: path.join(folder, `${room.name}-${look.name}.png`),
      fullPage: true,
      clip: {
        x: 0,
        y: 0,
        width: look.width,
        height: whole > LIST_SCREENS * look.height && !look.print ? look.height : whole,
      },
    });
  }
  await page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
}
