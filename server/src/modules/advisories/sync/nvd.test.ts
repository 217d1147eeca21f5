// The NVD's API: pages, then windows, at the pace that it asks for.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nvd } from './nvd.ts';
import { type Walked, walked } from './testing/journey.ts';
import { Blocked, Later } from './trouble.ts';

let w: Walked;
/** What the NVD holds: id and when it was modified. */
let held: { id: string; at: string }[];
beforeEach(async () => {
  w = await walked('nvd', nvd);
  held = Array.from({ length: 4_500 }, (_, i) => ({ id: `CVE-2026-${10_000 + i}`, at: '2026-01-01T00:00:00.000Z' }));
  w.there.answer(page());
});
/** The NVD's answers, by its own clock. */
const page =
  (clock: () => string = () => w.clock.now()) =>
  (path: string) => {
    const { pathname, searchParams: q } = new URL(path, w.there.url);
    if (pathname !== '/rest/json/cves/2.0') return undefined;
    const [start, end] = [q.get('lastModStartDate'), q.get('lastModEndDate')];
    if (start && end && Date.parse(end) - Date.parse(start) > 120 * 86_400_000) return { body: 'window over 120 days' };
    const all = held.filter((h) => !start || !end || (h.at >= start && h.at <= end));
    const from = Number(q.get('startIndex'));
    const vulnerabilities = all.slice(from, from + Number(q.get('resultsPerPage'))).map(({ id }) => ({ cve: { id } }));
    return {
      type: 'application/json',
      body: JSON.stringify({
        startIndex: from,
        totalResults: all.length,
        timestamp: clock().replace('Z', ''),
        vulnerabilities,
      }),
    };
  };
afterEach(() => w.close());
/** Of the records that came, each once. */
const ids = (): string[] => [...new Set(w.taken().map((r) => String(JSON.parse(r.text).cve.id)))];
const starts = (): string[] =>
  w.there.heard().map((line) => new URL(line.split(' ')[1] ?? '', w.there.url).searchParams.get('startIndex') ?? '');

describe('a sync of the NVD', () => {
  it('reads all pages the first time, no faster than 5 questions in 30 seconds', async () => {
    await w.go();
    expect(ids()).toHaveLength(4_500);
    expect(starts().slice(0, 3)).toEqual(['0', '1900', '3800']);
    expect(Date.parse(w.clock.now()) - Date.parse('2026-11-22T10:00:00Z')).toBeGreaterThanOrEqual(18_000);
  });

  it('with a key is faster, and sends the key as a header', async () => {
    const keyed = await walked('nvd', nvd, { key: 'a-key' });
    keyed.there.files.set('/rest/json/cves/2.0?resultsPerPage=2000&startIndex=0', {
      body: '{"startIndex":0,"totalResults":0,"timestamp":"2026-11-22T10:00:00.000","vulnerabilities":[]}',
    });
    await keyed.go().catch(() => undefined);
    expect(keyed.there.asked[0]?.headers['apikey']).toBe('a-key');
    expect(Date.parse(keyed.clock.now()) - Date.parse('2026-11-22T10:00:00Z')).toBeLessThan(1_000);
    await keyed.close();
  });

  it('then asks only for what was modified since, and finds what changed and what was rejected', async () => {
    await w.go();
    w.taken();
    w.clock.set('2026-11-23T10:00:00.000Z');
    held[7] = { id: 'CVE-2026-10007', at: '2026-11-23T04:00:00.000Z' };
    const arrived = await w.go();
    expect(w.taken().map((r) => JSON.parse(r.text).cve.id)).toEqual(['CVE-2026-10007']);
    expect(arrived.asOf).toBe('2026-11-23T10:00:00.000Z');
  });

  it('takes nothing where nothing changed', async () => {
    await w.go();
    w.taken();
    w.clock.set('2026-11-23T10:00:00.000Z');
    await w.go();
    expect(w.taken()).toEqual([]);
  });

  it('is not asked again within two hours, as it wishes, and a sync that broke goes on all the same', async () => {
    await w.go();
    w.there.heard();
    w.clock.advance(3_600_000);
    expect((await w.go()).note).toContain('less than two hours ago');
    expect(w.there.heard()).toEqual([]);
    w.clock.advance(3_600_001);
    await w.go();
    expect(w.there.heard()).toHaveLength(1);
  });

  it('after half a year asks in windows of at most 120 days', async () => {
    await w.go();
    w.taken();
    w.there.heard();
    w.clock.set('2027-06-01T00:00:00.000Z');
    held[3] = { id: 'CVE-2026-10003', at: '2026-12-24T00:00:00.000Z' };
    held[4] = { id: 'CVE-2026-10004', at: '2027-05-24T00:00:00.000Z' };
    const arrived = await w.go();
    expect(w.taken().map((r) => JSON.parse(r.text).cve.id)).toEqual(['CVE-2026-10003', 'CVE-2026-10004']);
    expect(w.there.heard()).toHaveLength(2);
    expect(arrived.asOf).toBe('2027-06-01T00:00:00.000Z');
  });

  it('that breaks goes on at the page where it stopped', async () => {
    const second = '/rest/json/cves/2.0?resultsPerPage=2000&startIndex=1900';
    w.there.mishap(second, ...new Array(4).fill({ breaksAfter: 100 }));
    await expect(w.go()).rejects.toThrow(Later);
    expect(w.taken()).toHaveLength(2_000);
    starts();
    await w.go();
    expect(starts().slice(0, 2)).toEqual(['1900', '3800']);
    expect(ids()).toHaveLength(2_600);
  });

  it('takes 403 for "too many questions" and waits', async () => {
    w.there.mishap(
      '/rest/json/cves/2.0?resultsPerPage=2000&startIndex=0',
      { status: 403 },
      { status: 429, headers: { 'retry-after': '12' } },
    );
    await w.go();
    expect(ids()).toHaveLength(4_500);
    expect(Date.parse(w.clock.now()) - Date.parse('2026-11-22T10:00:00Z')).toBeGreaterThanOrEqual(60_000);
  });

  it('does not take another page for the one that was asked for, nor an HTML page for one at all', async () => {
    const first = '/rest/json/cves/2.0?resultsPerPage=2000&startIndex=0';
    const page = '{"startIndex":5,"totalResults":9,"timestamp":"2026-11-22T10:00:00.000","vulnerabilities":[]}';
    w.there.mishap(first, { status: 200, body: page }, { status: 200, body: '<html>Maintenance</html>' });
    await expect(w.go()).rejects.toThrow(/not the page that was asked for/);
    await expect(w.go()).rejects.toThrow(Blocked);
    expect(w.taken()).toEqual([]);
  });

  it('misses none of the records that move up while others leave the window', async () => {
    await w.go();
    w.taken();
    w.clock.set('2026-11-23T10:00:00.000Z');
    for (const h of held) h.at = '2026-11-23T04:00:00.000Z';
    const meant = held.slice(300).map((h) => h.id);
    let pages = 0;
    const answer = w.there.asked.length;
    const plain = page();
    w.there.answer((path) => {
      pages += 1;
      // After the first page 150 of its records are modified again: they bear a moment after the window's end.
      if (pages === 2) for (const h of held.slice(0, 150)) h.at = '2026-11-23T10:00:30.000Z';
      // After the second, 150 more.
      if (pages === 3) for (const h of held.slice(150, 300)) h.at = '2026-11-23T10:00:30.000Z';
      return plain(path);
    });
    await w.go();
    const came = new Set(ids());
    expect(meant.filter((id) => !came.has(id))).toEqual([]);
    expect(w.there.asked.length - answer).toBeLessThan(12);
  });

  it('asks a window once, whatever the NVD’s own clock says', async () => {
    await w.go();
    for (const theirs of ['2026-11-23T04:00:00.000Z', '2026-11-23T16:00:00.000Z']) {
      w.clock.set('2026-11-23T10:00:00.000Z');
      w.there.answer(page(() => theirs));
      w.there.heard();
      await w.go();
      expect(w.there.heard().length).toBeLessThan(3);
    }
  });

  it('tries again no faster than it asks, because failed questions are counted too', async () => {
    const first = '/rest/json/cves/2.0?resultsPerPage=2000&startIndex=0';
    w.there.mishap(first, { status: 503 }, { status: 503 }, { status: 503 });
    const before = Date.parse(w.clock.now());
    await w.go();
    const asked = starts().length;
    expect((Date.parse(w.clock.now()) - before) / 1_000).toBeGreaterThanOrEqual((asked - 1) * 6);
  });

  it('says what the NVD says of a key that is not valid', async () => {
    const first = '/rest/json/cves/2.0?resultsPerPage=2000&startIndex=0';
    w.there.mishap(first, { status: 404, headers: { message: 'Invalid apiKey.' } });
    await expect(w.go()).rejects.toThrow(/Invalid apiKey\. Give another LEADTIME_NVD_KEY, or none/);
  });
});
