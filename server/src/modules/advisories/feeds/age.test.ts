// As of when a feed is by a file: never silently fresher than what came in.
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bom, type Operators, operators } from '../../../../test/operators.ts';

const NOW = '2026-11-22T10:00:00.000Z';
let o: Operators;
beforeAll(async () => {
  o = await operators(NOW);
});
afterAll(() => o.t.close());

const send = async (source: string, body: string | Buffer, query: Record<string, string> = {}) => {
  const answer = await o.t.call(o.coordinator, 'feeds.import', { params: { source }, query, body });
  await o.t.work();
  return answer;
};
const asOf = async (source: string): Promise<string | null> => {
  const { rows } = await o.t.owner.query('SELECT as_of FROM feed WHERE source = $1', [source]);
  return rows[0]?.as_of ?? null;
};
const forget = () => o.t.owner.query('UPDATE feed SET as_of = NULL, last_success_at = NULL');
const osv = (id: string, modified: string, fixed = '2.0.0') =>
  JSON.stringify({
    schema_version: '1.7.0',
    id,
    modified,
    affected: [
      {
        package: { ecosystem: 'npm', name: 'pump' },
        ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }, { fixed }] }],
      },
    ],
  });
const kevText = (said: Readonly<Record<string, string>>) =>
  JSON.stringify({ title: 'Catalog', catalogVersion: 'none', count: 0, vulnerabilities: [], ...said });
const stateOf = async (id: string): Promise<string> => {
  const { body } = await o.t.call(o.bank, 'inventories.components', { params: { id } });
  return body.items[0]?.state;
};
const WHOLE = { whole: 'true' };

describe('a file of records', () => {
  it('that nobody called the whole feed dates nothing, and makes nothing that is not affected', async () => {
    await forget();
    const { body } = await send('osv', osv('AGE-1', '2026-11-22T09:00:00Z'));
    expect(body).toMatchObject({ accepted: 1, whole: false, asOf: null });
    const sent = await o.send(o.bank, 'pumps', bom(['pkg:npm/pump@3.0.0']));
    expect(await stateOf(sent.body.inventory.id)).toBe('undetermined');
    await send('osv', osv('AGE-1', '2026-11-22T09:00:00Z'), WHOLE);
    expect(await stateOf(sent.body.inventory.id)).toBe('not_affected');
  });

  it('that is the whole feed is of the day of its newest record, also where all of it was taken before', async () => {
    const lines = [osv('AGE-2', '2026-11-10T09:00:00Z'), osv('AGE-3', '2026-11-12T09:00:00Z')].join('\n');
    for (let i = 0; i < 2; i += 1) {
      await forget();
      expect((await send('osv', lines, WHOLE)).body).toMatchObject({ asOf: '2026-11-12T09:00:00.000Z' });
    }
  });

  it('a year old is no younger for a record that is dated next year, nor for one that cannot be read', async () => {
    await forget();
    const lines = [osv('AGE-4', '2025-11-10T09:00:00Z'), osv('AGE-5', '2027-01-01T00:00:00Z'), '{"id": "AGE-6"}'];
    await send('osv', lines.join('\n'), WHOLE);
    expect(await asOf('osv')).toBe('2025-11-10T09:00:00.000Z');
  });

  it('never makes a feed older than it was', async () => {
    await forget();
    await send('osv', osv('AGE-2', '2026-11-20T00:00:00Z'), WHOLE);
    await send('osv', osv('AGE-7', '2026-11-01T00:00:00Z'), WHOLE);
    expect(await asOf('osv')).toBe('2026-11-20T00:00:00.000Z');
  });

  it('that breaks in the middle dates nothing', async () => {
    await forget();
    const whole = gzipSync(Array.from({ length: 200 }, (_, i) => osv(`AGE-B${i}`, '2026-11-20T00:00:00Z')).join('\n'));
    const cut = whole.subarray(0, whole.length - 200);
    expect((await send('osv', cut, WHOLE)).status).toBe(400);
    expect(await asOf('osv')).toBeNull();
  });
});

describe('the day that a person gives', () => {
  it('counts from its beginning, and stands in the ledger', async () => {
    await forget();
    await send('osv', osv('AGE-2', '2026-11-10T09:00:00Z'), { ...WHOLE, asOf: '2026-11-21' });
    expect(await asOf('osv')).toBe('2026-11-21T00:00:00.000Z');
    const { rows } = await o.t.owner.query(
      `SELECT body -> 'facts' ->> 'whole' AS whole FROM ledger_entry WHERE body ->> 'kind' = 'feed.imported' AND body -> 'facts' ->> 'saidAsOf' = '2026-11-21'`,
    );
    expect(rows).toEqual([{ whole: 'true' }]);
  });

  it.each([
    ['that has not come yet', { whole: 'true', asOf: '2026-11-23' }, 'has not come yet'],
    ['of a file that is not the whole feed', { asOf: '2026-11-21' }, 'leave the date out'],
    ['that is none', { whole: 'true', asOf: 'yesterday' }, ''],
  ])('%s is refused, and nothing is taken', async (_, query, words) => {
    const { status, text } = await send('osv', osv('AGE-NOT', '2026-11-10T09:00:00Z'), query);
    expect([status, text.includes(words)]).toEqual([422, true]);
    const { rows } = await o.t.owner.query(`SELECT 1 FROM advisory WHERE public_id = 'AGE-NOT'`);
    expect(rows).toEqual([]);
  });
});

describe('a feed of one document', () => {
  it.each([
    [
      'kev',
      'the release that it states',
      kevText({ dateReleased: '2026-11-20T17:00:00Z' }),
      '2026-11-20T17:00:00.000Z',
    ],
    ['kev', 'the day of its version', kevText({ catalogVersion: '2026.11.19' }), '2026-11-19T00:00:00.000Z'],
    ['kev', 'no day where it states next month', kevText({ dateReleased: '2026-12-20T17:00:00Z' }), null],
    [
      'epss',
      'the day of its scores',
      '#model_version:v1,score_date:2026-11-21T00:00:00+0000\ncve,epss,percentile\nCVE-2026-7000,0.5,0.5',
      '2026-11-21T00:00:00.000Z',
    ],
  ])('%s is of %s', async (source, _, body, date) => {
    await forget();
    expect((await send(source, body)).body).toMatchObject({ whole: true });
    expect(await asOf(source)).toBe(date);
  });
});

it('pages of the NVD are of when the first was asked for', async () => {
  await forget();
  const page = (timestamp: string, n: number) =>
    JSON.stringify({
      timestamp,
      vulnerabilities: [{ cve: { id: `CVE-2026-800${n}`, lastModified: '2026-11-21T12:00:00.000' } }],
    });
  await send('nvd', [page('2026-11-21T11:00:00.000', 1), page('2026-11-21T10:00:00.000', 2)].join('\n'), WHOLE);
  expect(await asOf('nvd')).toBe('2026-11-21T10:00:00.000Z');
});
