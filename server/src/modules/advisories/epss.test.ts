// EPSS scores from a file and from the other side: a day takes the place of the day before, whole or not at all.
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Synced, synced } from '../../../test/synced.ts';

let s: Synced;
beforeAll(async () => {
  s = await synced();
  await s.mirror('epss');
});
afterAll(() => s.close());

const csv = (day: string, ...rows: readonly string[]): string =>
  [`#model_version:v2026.03.14,score_date:${day}T00:00:00+0000`, 'cve,epss,percentile', ...rows, ''].join('\n');
const scores = async () =>
  (await s.t.owner.query(`SELECT cve || ' ' || score || ' ' || percentile AS line FROM epss ORDER BY 1`)).rows.map(
    (r) => r.line,
  );

it('are kept as the other side publishes them, and what has no score any more has none', async () => {
  s.there.files.set('/epss_scores-2026-11-22.csv.gz', {
    body: gzipSync(csv('2026-11-22', 'CVE-2026-0001,0.97,0.999', 'CVE-2026-0002,0.00043,0.09')),
  });
  expect(await s.sync('epss')).toMatchObject({ records: 2, lastError: null, note: 'Scores of 2026-11-22.' });
  expect(await scores()).toEqual(['CVE-2026-0001 0.97 0.999', 'CVE-2026-0002 0.00043 0.09']);
  await s.hours(24);
  s.there.files.set('/epss_scores-2026-11-23.csv.gz', { body: gzipSync(csv('2026-11-23', 'CVE-2026-0001,0.5,0.9')) });
  await s.sync('epss');
  expect(await scores()).toEqual(['CVE-2026-0001 0.5 0.9']);
});

it('from a file come without gzip too; an older day changes nothing; rows that are none are named', async () => {
  const sent = (body: string) => s.t.call(s.coordinator, 'feeds.import', { params: { source: 'epss' }, body });
  await sent(csv('2026-11-01', 'CVE-2026-0001,0.1,0.1'));
  expect(await scores()).toEqual(['CVE-2026-0001 0.5 0.9']);
  const { body } = await sent(csv('2026-11-24', 'CVE-2026-0001,0.6,0.9', 'CVE-2026-0002,1.5,0.9', 'nonsense'));
  expect(body).toMatchObject({ accepted: 1, refused: 2, problems: [{ path: '/line/4' }, { path: '/line/5' }] });
});

it('what is no such file, or a broken one, changes nothing', async () => {
  const before = await scores();
  for (const body of ['{"a": 1}', csv('2026-11-25')])
    expect(
      (await s.t.call(s.coordinator, 'feeds.import', { params: { source: 'epss' }, body })).status,
    ).toBeGreaterThanOrEqual(400);
  await s.hours(24);
  const whole = gzipSync(
    csv('2026-11-24', ...Array.from({ length: 3_000 }, (_, i) => `CVE-2026-${10_000 + i},0.${i},0.${i}`)),
  );
  s.there.files.set('/epss_scores-2026-11-24.csv.gz', { body: whole.subarray(0, whole.length - 20) });
  expect((await s.sync('epss')).lastError).toContain('cannot be unpacked');
  expect(await scores()).toEqual(before);
});
