// The catalogue of known exploited vulnerabilities, and what can come in its place.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Synced, synced } from '../../../../test/synced.ts';

let s: Synced;
beforeAll(async () => {
  s = await synced();
  await s.mirror('kev');
});
afterAll(() => s.close());
beforeEach(() => void s.there.heard());

const PATH = '/known_exploited_vulnerabilities.json';
const catalogue = (...cves: readonly string[]) => ({
  body: JSON.stringify({
    title: 'Catalog',
    catalogVersion: '2026.11.22',
    dateReleased: '2026-11-22T00:00:00.000Z',
    count: cves.length,
    vulnerabilities: cves.map((cveID) => ({
      cveID,
      vendorProject: 'V',
      product: 'P',
      vulnerabilityName: 'A hole',
      dateAdded: '2026-11-20',
      shortDescription: 'It is used.',
      requiredAction: 'Mend it.',
      dueDate: '2026-12-11',
      knownRansomwareCampaignUse: 'Unknown',
      notes: '',
      cwes: [],
    })),
  }),
  type: 'application/json',
});
const listed = async () => (await s.t.owner.query('SELECT cve FROM kev ORDER BY 1')).rows.map((r) => r.cve);

describe('a sync of KEV', () => {
  it('reads the catalogue, then only asks whether it changed', async () => {
    s.there.files.set(PATH, catalogue('CVE-2026-0001', 'CVE-2026-0002'));
    expect(await s.sync('kev')).toMatchObject({ records: 2, lastError: null });
    await s.hours(12);
    expect(await s.sync('kev')).toMatchObject({ records: 2, asOf: '2026-11-22T22:00:00.000Z' });
    expect(s.there.heard()).toEqual([`200 ${PATH}`, `304 ${PATH}`]);
  });

  it('adds what was added and drops what CISA removed', async () => {
    s.there.files.set(PATH, catalogue('CVE-2026-0002', 'CVE-2026-0003'));
    await s.sync('kev');
    expect(await listed()).toEqual(['CVE-2026-0002', 'CVE-2026-0003']);
  });

  it('survives a broken connection and a busy server', async () => {
    s.there.files.set(PATH, catalogue('CVE-2026-0003', 'CVE-2026-0004'));
    s.there.mishap(PATH, { breaksAfter: 30 }, { status: 429, headers: { 'retry-after': '5' } });
    expect(await s.sync('kev')).toMatchObject({ lastError: null });
    expect(await listed()).toEqual(['CVE-2026-0003', 'CVE-2026-0004']);
  });
});

it('does not go back to an older catalogue that a cache on the way still has', async () => {
  const now = catalogue('CVE-2026-0003', 'CVE-2026-0004');
  s.there.files.set(PATH, { body: now.body.replace('2026-11-22T00', '2026-11-22T08') });
  expect(await s.sync('kev')).toMatchObject({ lastError: null });
  s.there.files.set(PATH, catalogue('CVE-2026-0003'));
  expect((await s.sync('kev')).lastError).toContain('older than the one that is in');
  expect(await listed()).toEqual(['CVE-2026-0003', 'CVE-2026-0004']);
  s.there.files.set(PATH, { body: now.body.replace('2026-11-22T00', '2026-11-22T08') });
  await s.sync('kev');
});

describe('another side that stays away', () => {
  it('is asked again by itself with longer and longer pauses, and in the end only when somebody asks', async () => {
    s.there.mishap(PATH, ...new Array(100).fill({ status: 502 }));
    const waits: number[] = [];
    for (let feed = await s.sync('kev'); feed.waitsUntil !== null; feed = await s.sync('kev'))
      waits.push(Date.parse(feed.waitsUntil) - Date.parse(s.t.clock.now()));
    expect(waits.length).toBeGreaterThan(2);
    expect(waits).toEqual([...waits].sort((a, b) => a - b));
    expect((await s.feed('kev')).lastError).toContain('It was tried 9 times; sync again when it is back.');
    s.there.forgive();
    expect(await s.sync('kev')).toMatchObject({ lastError: null, waitsUntil: null });
  });
});

describe('what is not the catalogue changes nothing and is named', () => {
  for (const [what, kept, said] of [
    [
      'an HTML page',
      { body: '<!DOCTYPE html><title>Blocked</title>', type: 'text/html' },
      'sent an HTML page where JSON was asked for',
    ],
    ['other JSON', { body: '{"ok": true}' }, 'is JSON, but not a KEV catalogue'],
    ['half a document', { body: '{"vulnerabilities": [' }, 'is not JSON, though it begins like it'],
    [
      'a catalogue that has fewer entries than it says',
      { body: JSON.stringify({ count: 3, vulnerabilities: [{ cveID: 'CVE-2026-0003' }] }) },
      'says that it has 3 entries and has 1',
    ],
    ['nothing', { body: '' }, 'sent nothing where JSON was asked for'],
  ] as const)
    it(what, async () => {
      const before = await s.feed('kev');
      s.there.files.set(PATH, kept);
      const feed = await s.sync('kev');
      expect(feed.lastError).toContain(said);
      expect(feed.lastSuccessAt).toBe(before.lastSuccessAt);
      expect(await listed()).toEqual(['CVE-2026-0003', 'CVE-2026-0004']);
    });

  it('a redirect to a host that is not on the list', async () => {
    s.there.mishap(PATH, { status: 301, headers: { location: 'https://www.elsewhere.example/kev.json' } });
    expect((await s.sync('kev')).lastError).toContain('LEADTIME_EGRESS=');
  });
});

describe('egress', () => {
  it('says before anything is asked which hosts to allow and how', async () => {
    const answer = await s.t.call(s.coordinator, 'feeds.sync', { params: { source: 'ghsa' } });
    expect(answer.status).toBe(409);
    expect(answer.body.code).toBe('egress.closed');
    expect(answer.body.detail).toContain(
      `LEADTIME_EGRESS=${s.there.host},api.github.com,codeload.github.com,raw.githubusercontent.com`,
    );
    expect(await s.feed('ghsa')).toMatchObject({
      allowed: false,
      toAllow: ['api.github.com', 'codeload.github.com', 'raw.githubusercontent.com'],
    });
  });
});

describe('the hour of a feed', () => {
  it('is off until somebody sets it; then the worker asks, and sets the next one a little later than asked', async () => {
    s.there.files.set(PATH, catalogue('CVE-2026-0003', 'CVE-2026-0004'));
    await s.t.work('feeds.sync');
    s.there.heard();
    await tick();
    expect(s.there.heard()).toEqual([]);
    await s.mirror('kev', { everyHours: 6 });
    await tick();
    expect(s.there.heard()).toHaveLength(1);
    const { nextAt } = await s.feed('kev');
    const hours = (Date.parse(nextAt) - Date.parse(s.t.clock.now())) / 3_600_000;
    expect(hours).toBeGreaterThanOrEqual(6);
    expect(hours).toBeLessThanOrEqual(6.6);
    await tick();
    expect(s.there.heard()).toEqual([]);
    await s.hours(7);
    await tick();
    expect(s.there.heard()).toHaveLength(1);
  });

  async function tick(): Promise<void> {
    await s.t.owner.query(`SELECT graphile_worker.add_job('feeds.schedule')`);
    await s.t.work('feeds.schedule');
    await s.t.work('feeds.sync');
  }
});
