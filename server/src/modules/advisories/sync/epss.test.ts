// EPSS: one file a day, and the day before while today's is not there yet.
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { epss } from './epss.ts';
import { type Walked, walked } from './testing/journey.ts';

let w: Walked;
beforeEach(async () => {
  w = await walked('epss', epss);
});
afterEach(() => w.close());
const scores = (day: string, text: string): void =>
  void w.there.files.set(`/epss_scores-${day}.csv.gz`, { body: gzipSync(text), type: 'application/gzip' });

it('takes today’s scores, then only asks whether they changed', async () => {
  scores('2026-11-22', 'one');
  expect(await w.go()).toMatchObject({ asOf: '2026-11-22T10:00:00.000Z', note: 'Scores of 2026-11-22.' });
  expect(w.taken()).toHaveLength(1);
  await w.go();
  expect(w.there.heard()).toEqual(['200 /epss_scores-2026-11-22.csv.gz', '304 /epss_scores-2026-11-22.csv.gz']);
  expect(w.taken()).toEqual([]);
});

it('takes yesterday’s until today’s is published, and is as old as they are', async () => {
  scores('2026-11-21', 'yesterday');
  expect(await w.go()).toMatchObject({ asOf: '2026-11-21T23:59:59.000Z' });
  await w.go();
  expect(w.taken()).toHaveLength(1);
  scores('2026-11-22', 'today');
  expect(await w.go()).toMatchObject({ note: 'Scores of 2026-11-22.' });
  expect(w.taken()).toHaveLength(1);
});

it('takes scores that were published anew the same day', async () => {
  scores('2026-11-22', 'one');
  await w.go();
  scores('2026-11-22', 'two');
  await w.go();
  expect(w.taken()).toHaveLength(2);
});

it('says so where there are none of the last days, and where something else comes', async () => {
  await expect(w.go()).rejects.toThrow(/no scores of the last 4 days/);
  w.there.files.set('/epss_scores-2026-11-22.csv.gz', { body: '<html>moved</html>' });
  await expect(w.go()).rejects.toThrow(/sent an HTML page where a gzip was asked for/);
});

it('survives a broken connection and a busy server', async () => {
  scores('2026-11-22', 'one');
  const path = '/epss_scores-2026-11-22.csv.gz';
  w.there.mishap(path, { breaksAfter: 5 }, { status: 503, headers: { 'retry-after': '7' } });
  await w.go();
  expect(w.taken()).toHaveLength(1);
});

it('takes a name that a store keeps from it for one that is not there yet, and never goes back a day', async () => {
  w.there.mishap('/epss_scores-2026-11-22.csv.gz', { status: 403, body: '<Error>AccessDenied</Error>' });
  scores('2026-11-21', 'yesterday');
  expect(await w.go()).toMatchObject({ note: 'Scores of 2026-11-21.' });
  scores('2026-11-22', 'today');
  await w.go();
  w.taken();
  w.there.files.delete('/epss_scores-2026-11-22.csv.gz');
  expect(await w.go()).toMatchObject({ asOf: '2026-11-22T23:59:59.000Z' });
  expect(w.taken()).toEqual([]);
});

it('takes scores that the server unpacks for the way', async () => {
  w.there.files.set('/epss_scores-2026-11-22.csv.gz', {
    body: gzipSync('today'),
    headers: { 'content-encoding': 'gzip' },
  });
  await w.go();
  expect(w.taken()).toHaveLength(1);
});
