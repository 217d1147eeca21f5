// One import in a process of its own, so that its memory is its own: `node import.ts FILE < connection`. Prints seconds, counts and
// the most memory that it held, in MB: by when half of the file was read, and until the end.
import { createReadStream, readFileSync, statSync } from 'node:fs';
import { importFeed } from '../../server/src/modules/advisories/index.ts';
import { storeIntervals } from '../../server/src/modules/inventory/index.ts';
import { systemClock } from '../../server/src/platform/clock.ts';
import { openDatabase } from '../../server/src/platform/db/database.ts';

const [file = ''] = process.argv.slice(2);
const db = openDatabase(JSON.parse(readFileSync(0, 'utf8')), systemClock);
const began = performance.now();
let half = 0;
const { accepted, refused } = await importFeed({ db, storeIntervals }, 'osv', watched(file), {
  actor: 'bench',
  wall: undefined,
});
const seconds = (performance.now() - began) / 1_000;
await db.close();
process.stdout.write(JSON.stringify({ seconds, accepted, refused, half, peak: peak() }));

async function* watched(name: string): AsyncGenerator<Uint8Array, void, undefined> {
  const whole = statSync(name).size;
  let read = 0;
  for await (const chunk of createReadStream(name) as AsyncIterable<Uint8Array>) {
    read += chunk.length;
    if (half === 0 && read >= whole / 2) half = peak();
    yield chunk;
  }
}

function peak(): number {
  return Math.round(process.resourceUsage().maxRSS / 1_024);
}
