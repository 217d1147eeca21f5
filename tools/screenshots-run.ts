// npm run screenshots [-- NAME…]: every room at three widths, light, dark and on paper, into screenshots/ (not committed).
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { linkOf, startDemo } from '../web/test/demo.ts';
import { ROOMS } from '../web/test/rooms.ts';
import { openBrowser } from './browser.ts';

const folder = fileURLToPath(new URL('../screenshots/', import.meta.url));
const LOOKS = [
  { name: '1440', width: 1440, height: 900 },
  { name: '768', width: 768, height: 1024 },
  { name: '360', width: 360, height: 740 },
  { name: '1440-dark', width: 1440, height: 900, dark: true },
  { name: 'paper', width: 816, height: 1056, print: true },
] as const;

const wanted = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
const demo = await startDemo();
const browser = await openBrowser();
try {
  for (const room of ROOMS.filter((r) => wanted.length === 0 || wanted.includes(r.name))) {
    for (const look of LOOKS) {
      const context = await browser.newContext({
        viewport: { width: look.width, height: look.height },
        colorScheme: 'dark' in look ? 'dark' : 'light',
      });
      const page = await context.newPage();
      if (room.role) {
        await page.goto(linkOf(demo, room.role));
        await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
      }
      await page.goto(demo.origin + room.path, { waitUntil: 'networkidle' });
      for (const key of room.keys ?? []) {
        await page.keyboard.press(key);
        await page.waitForTimeout(400);
      }
      if ('print' in look) await page.emulateMedia({ media: 'print' });
      await page.screenshot({ path: path.join(folder, `${room.name}-${look.name}.png`), fullPage: true });
      await context.close();
    }
    process.stdout.write(`${room.name}\n`);
  }
} finally {
  await browser.close();
  await demo.stop();
}
process.exit(0);
