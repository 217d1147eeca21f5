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
  for (let back = 0; back <= DAYS_BACK; back += 1) {
    const day = new Date(now - back * DAY_MS).toISOString().slice(0, 10);
    const url = `${j.addresses['scores']}/epss_scores-${day}.csv.gz`;
    const known = kept.day === day ? kept : undefined;
    const got = await read(j.asking, { url, expect: 'gzip', limit: SCORES_BYTES, known });
    const asOf = back === 0 ? j.asking.clock.now() : `${day}T23:59:59.000Z`;
    const note = `Scores of ${day}.`;
    if (got.kind === 'same') return { resume: kept, asOf, note };
    if (got.kind === 'absent') continue;
    await j.show(`importing the scores of ${day}`);
    await j.takeFile(one(got.bytes));
    return { resume: { day, ...got.validators }, asOf, note };
  }
  throw new Blocked(
    `${new URL(j.addresses['scores'] ?? '').host} has no scores of the last ${DAYS_BACK + 1} days. Its address may have changed: set a mirror, or import from a file.`,
  );
};
