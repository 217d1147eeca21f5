// EPSS scores (first.org/epss): a CSV of every CVE with the chance of its being exploited within 30 days, once a day.

import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { problemList } from '@leadtime/lib/kit';
import { refuse } from '../../edge/refusal.ts';
import type { Database } from '../../platform/db/database.ts';
import type { Imported } from './feeds.ts';
import * as store from './store.ts';

interface Score {
  readonly cve: string;
  readonly score: number;
  readonly percentile: number;
}
const ROWS = 2_000_000;
const ROWS_AT_ONCE = 20_000;
const TEXT_BYTES = 256 * 1024 * 1024;

/** Gzipped or not. One day's file takes the place of the one before, whole or not at all; an older day changes nothing. */
export async function importEpss(db: Database, bytes: AsyncIterable<Uint8Array>): Promise<Imported> {
  const problems = problemList();
  const scores: Score[] = [];
  let day: string | undefined;
  let refused = 0;
  let n = 0;
  for await (const line of linesOf(bytes)) {
    n += 1;
    day ??= /^#.*\bscore_date:(\d{4}-\d{2}-\d{2})/.exec(line)?.[1];
    if (line === '' || line.startsWith('#') || line.startsWith('cve,')) continue;
    const score = scoreOf(line);
    if (score) scores.push(score);
    else {
      refused += 1;
      problems.add('field.value', `/line/${n}`, 'not a CVE with two numbers from 0 to 1');
    }
    if (scores.length > ROWS) throw refuse('request.too-large', `A file of scores may have ${ROWS} rows.`);
  }
  if (day === undefined || scores.length === 0)
    throw refuse('request.malformed', 'This is not a file of EPSS scores: it states no score_date, or has no row.');
  await db.verb('advisories.import', async (tx) => {
    for (let from = 0; from < scores.length; from += ROWS_AT_ONCE) {
      const some = scores.slice(from, from + ROWS_AT_ONCE);
      await tx.run(store.UPSERT_EPSS, [
        some.map((s) => s.cve),
        some.map((s) => s.score),
        some.map((s) => s.percentile),
        day,
      ]);
    }
    await tx.run(store.DROP_EPSS, [day]);
  });
  return { accepted: scores.length, refused, problems: problems.kept, problemsTotal: problems.total };
}

function scoreOf(line: string): Score | undefined {
  const [, cve, score, percentile] =
    /^(CVE-\d{4}-\d{4,19}),(\d(?:\.\d{1,20})?(?:e-\d{1,3})?),(\d(?:\.\d{1,20})?)$/.exec(line) ?? [];
  if (cve === undefined || Number(score) > 1 || Number(percentile) > 1) return undefined;
  return { cve, score: Number(score), percentile: Number(percentile) };
}

async function* linesOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string, void, undefined> {
  const source = Readable.from(unpacked(bytes));
  let size = 0;
  for await (const line of createInterface({ input: source, crlfDelay: Number.POSITIVE_INFINITY })) {
    size += line.length + 1;
    if (size > TEXT_BYTES) throw refuse('request.too-large', `A file of scores may unpack to ${TEXT_BYTES} bytes.`);
    yield line.trim();
  }
}

async function* unpacked(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  const iterator = bytes[Symbol.asyncIterator]();
  const first = await iterator.next();
  if (first.done) return;
  const all = (async function* () {
    yield first.value;
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value;
  })();
  if (first.value[0] !== 0x1f || first.value[1] !== 0x8b) return yield* all;
  try {
    yield* Readable.from(all).pipe(createGunzip());
  } catch {
    throw refuse('request.malformed', 'The gzip file cannot be unpacked.');
  }
}
