// EPSS: a gzipped CSV of all scores each day, named by its date. Until today's is published, yesterday's is the newest.
import { z } from 'zod';
import type { Protocol } from './journey.ts';
import { one } from './kev.ts';
import { read } from './read.ts';
import { Blocked } from './trouble.ts';

const Kept = z.object({ day: z.string().optional(), etag: z.string().optional(), modified: z.string().optional() });
const SCORES_BYTES = 64 * 1024 * 1024;
const DAYS_BACK = 3;
const DAY_MS = 86_400_000;

export const epss: Protocol = async (j) => {
  const kept = Kept.catch({}).parse(j.resume);
  const now = Date.parse(j.asking.clock.now());
  let missing = 404;
  for (let back = 0; back <= DAYS_BACK; back += 1) {
    const day = new Date(now - back * DAY_MS).toISOString().slice(0, 10);
    const url = `${j.addresses['scores']}/epss_scores-${day}.csv.gz`;
    const asOfDay = `${day}T23:59:59.000Z`;
    // Newer scores than these are in, though they are not there now: an older day takes nothing back.
    if (kept.day !== undefined && day < kept.day)
      return {
        resume: kept,
        asOf: `${kept.day}T23:59:59.000Z`,
        note: `Scores of ${kept.day}; none are published now.`,
      };
    const known = kept.day === day ? kept : undefined;
    // Where nobody may list a store, it answers 403 to a name that is not in it.
    const got = await read(j.asking, { url, expect: 'gzip', limit: SCORES_BYTES, known, absent: [403] });
    const asOf = back === 0 ? j.asking.clock.now() : asOfDay;
    const note = `Scores of ${day}.`;
    if (got.kind === 'same') return { resume: kept, asOf, note };
    if (got.kind === 'absent') {
      missing = got.status;
      continue;
    }
    await j.show(`importing the scores of ${day}`);
    await j.takeFile(one(got.bytes));
    return { resume: { day, ...got.validators }, asOf, note };
  }
  throw new Blocked(
    `${new URL(j.addresses['scores'] ?? '').host} has no scores of the last ${DAYS_BACK + 1} days (it answered ${missing}). It, or a proxy on the way, may refuse this instance, or its address may have changed: set a mirror, or import from a file.`,
  );
};
