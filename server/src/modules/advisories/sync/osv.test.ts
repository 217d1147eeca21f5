// OSV's bucket: a zip once, then what changed.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { osvRecord, type Synced, synced } from '../../../../test/synced.ts';
import { zipOf } from './testing/archives.ts';
import { googleHash } from './testing/place.ts';

let s: Synced;
beforeAll(async () => {
  s = await synced();
  await s.mirror('osv', { ecosystems: ['npm'] });
});
afterAll(() => s.close());
beforeEach(() => void s.there.heard());

const ZIP = zipOf({ 'OSV-1.json': osvRecord('OSV-1', 'one'), 'OSV-2.json': osvRecord('OSV-2', 'two') });
const CSV = '2026-11-20T10:00:00.123456Z,OSV-2\n2026-11-19T10:00:00Z,OSV-1\n';

describe('a sync of OSV', () => {
  it('fetches the whole zip the first time', async () => {
    s.there.files.set('/npm/modified_id.csv', { body: CSV });
    s.there.files.set('/npm/all.zip', {
      body: ZIP,
      headers: googleHash(ZIP),
      modified: 'Sat, 21 Nov 2026 03:00:00 GMT',
    });
    const feed = await s.sync('osv');
    expect(s.there.heard()).toEqual(['200 /npm/modified_id.csv', '200 /npm/all.zip']);
    expect(feed).toMatchObject({ lastError: null, running: false, asOf: '2026-11-22T10:00:00.000Z', stale: false });
    expect(await s.held('osv')).toEqual(['OSV-1 published', 'OSV-2 published']);
  });

  it('asks only whether the list changed when it did not, and is fresh by that', async () => {
    await s.hours(24);
    const feed = await s.sync('osv');
    expect(s.there.heard()).toEqual(['304 /npm/modified_id.csv']);
    expect(feed).toMatchObject({ asOf: '2026-11-23T10:00:00.000Z', records: 2 });
  });

  it('fetches the records that changed and no others', async () => {
    s.there.files.set('/npm/modified_id.csv', {
      body: `2026-11-23T09:00:00Z,OSV-3\n2026-11-23T08:00:00Z,OSV-1\n${CSV}`,
    });
    s.there.files.set('/npm/OSV-3.json', { body: osvRecord('OSV-3', 'three') });
    s.there.files.set('/npm/OSV-1.json', {
      body: osvRecord('OSV-1', 'one', { modified: '2026-11-23T08:00:00Z', withdrawn: '2026-11-23T08:00:00Z' }),
    });
    await s.sync('osv');
    expect(s.there.heard()).toEqual(['200 /npm/modified_id.csv', '200 /npm/OSV-1.json', '200 /npm/OSV-3.json']);
    expect(await s.held('osv')).toEqual(['OSV-1 withdrawn', 'OSV-2 published', 'OSV-3 published']);
  });

  it('takes a record that is not there any more for withdrawn, and takes it again should it come back', async () => {
    const list = (moment: string) => `${moment},OSV-3\n2026-11-23T09:00:00Z,OSV-3\n2026-11-23T08:00:00Z,OSV-1\n${CSV}`;
    const three = s.there.files.get('/npm/OSV-3.json');
    s.there.files.delete('/npm/OSV-3.json');
    s.there.files.set('/npm/modified_id.csv', { body: list('2026-11-23T10:00:00Z') });
    await s.sync('osv');
    expect(await s.held('osv')).toContain('OSV-3 withdrawn');
    s.there.files.set('/npm/OSV-3.json', three ?? { body: '' });
    s.there.files.set('/npm/modified_id.csv', { body: list('2026-11-23T11:00:00Z') });
    await s.sync('osv');
    expect(await s.held('osv')).toContain('OSV-3 published');
  });

  it('withdraws a record that vanishes from the list without a word, once the list is read to its end', async () => {
    const rows = `2026-11-23T11:00:00Z,OSV-3\n2026-11-23T08:00:00Z,OSV-1\n`;
    s.there.files.set('/npm/modified_id.csv', { body: rows });
    await s.sync('osv');
    expect(await s.held('osv')).toContain('OSV-2 published'); // only the head of the list was read
    await s.hours(24);
    s.there.files.set('/npm/modified_id.csv', { body: `${rows}\n` });
    s.there.heard();
    expect(await s.sync('osv')).toMatchObject({ lastError: null });
    expect(s.there.heard()).toEqual(['200 /npm/modified_id.csv']);
    expect(await s.held('osv')).toEqual(['OSV-1 withdrawn', 'OSV-2 withdrawn', 'OSV-3 published']);
  });

  it('that breaks in the middle keeps what is in, and goes on by itself', async () => {
    const changes = Array.from({ length: 450 }, (_, i) => 449 - i);
    const moment = (i: number) => new Date(Date.parse('2026-11-23T12:00:00Z') + i * 1_000).toISOString();
    s.there.files.set('/npm/modified_id.csv', { body: changes.map((i) => `${moment(i)},N-${i}\n`).join('') });
    for (const i of changes)
      s.there.files.set(`/npm/N-${i}.json`, { body: osvRecord(`N-${i}`, `n${i}`, { modified: moment(i) }) });
    s.there.mishap('/npm/N-300.json', ...new Array(4).fill({ breaksAfter: 10 }));
    await s.t.call(s.coordinator, 'feeds.sync', { params: { source: 'osv' } });
    await s.t.work('feeds.sync');
    const names = s.there.heard();
    expect(names.filter((n) => n === '200 /npm/N-300.json')).toHaveLength(5);
    expect(names.filter((n) => n === '200 /npm/N-10.json')).toHaveLength(1);
    expect(names.filter((n) => n === '200 /npm/N-199.json')).toHaveLength(1);
    expect((await s.held('osv')).filter((l) => l.startsWith('N-'))).toHaveLength(450);
    expect(await s.feed('osv')).toMatchObject({ lastError: null, waitsUntil: null });
  });

  it('survives a list that breaks in the middle', async () => {
    const longer = Array.from(
      { length: 60 },
      (_, i) => `2026-11-23T13:${String(59 - i).padStart(2, '0')}:00Z,L-${59 - i}\n`,
    );
    s.there.files.set('/npm/modified_id.csv', { body: longer.slice(0, 60).join('') });
    for (let i = 0; i < 60; i += 1)
      s.there.files.set(`/npm/L-${i}.json`, {
        body: osvRecord(`L-${i}`, `l${i}`, { modified: '2026-11-23T13:00:00Z' }),
      });
    s.there.mishap('/npm/modified_id.csv', { breaksAfter: 700 }, { breaksAfter: 30 });
    expect(await s.sync('osv')).toMatchObject({ lastError: null });
    expect((await s.held('osv')).filter((l) => l.startsWith('L-'))).toHaveLength(60);
  });

  it('names an ecosystem that OSV does not have, and is not fresh by what it did not read', async () => {
    const before = await s.feed('osv');
    await s.hours(1);
    const feed = await s.sync('osv', { ecosystem: 'npmm' });
    expect(feed.lastError).toContain('OSV has no ecosystem named npmm');
    expect(feed.lastSuccessAt).toBe(before.lastSuccessAt);
  });
});

describe('a list that lacks records', () => {
  let other: Synced;
  const all = Array.from({ length: 300 }, (_, i) => `V-${i}`);
  const list = (name: string, ids: readonly string[], day = '2026-11-20') => {
    const at = (id: string) => new Date(Date.parse(`${day}T10:00:00Z`) - Number(id.slice(2)) * 1_000).toISOString();
    other.there.files.set(`/${name}/modified_id.csv`, { body: ids.map((id) => `${at(id)},${id}\n`).join('') });
  };
  const published = async () => (await other.held('osv')).filter((l) => l.endsWith('published')).length;
  beforeAll(async () => {
    other = await synced();
    await other.mirror('osv', { ecosystems: ['npm', 'PyPI'] });
    list('npm', all);
    list('PyPI', ['V-7', 'V-8']);
    const zip = zipOf(Object.fromEntries(all.map((id) => [`${id}.json`, osvRecord(id, 'shoal')])));
    for (const name of ['npm', 'PyPI'])
      other.there.files.set(`/${name}/all.zip`, { body: zip, modified: 'Sat, 21 Nov 2026 03:00:00 GMT' });
    await other.sync('osv');
  });
  afterAll(() => other.close());

  it('withdraws none that another ecosystem still lists', async () => {
    await other.hours(24);
    list('npm', all.slice(8));
    await other.sync('osv');
    expect((await other.held('osv')).filter((l) => l.endsWith('withdrawn'))).toHaveLength(7);
    expect(await other.held('osv')).toContain('V-7 published');
  });

  it('withdraws nothing where a fifth vanishes at once, and says so', async () => {
    await other.hours(24);
    const before = await published();
    list('npm', all.slice(150));
    expect((await other.sync('osv')).note).toContain('npm lists 142 of 292 records no more');
    expect(await published()).toBe(before);
  });

  it('is no reason to withdraw what it names and a mirror does not have', async () => {
    const before = await published();
    list('npm', all, '2026-11-24');
    expect((await other.sync('osv')).lastError).toContain('a mirror must have the records beside the zips');
    expect(await published()).toBe(before);
  });
});

it('fetches the ecosystems that inventories hold where none is chosen', async () => {
  const other = await synced();
  try {
    await other.mirror('osv');
    expect((await other.sync('osv')).lastError).toContain('No ecosystem is chosen and no inventory names one');
    const hospital = await other.t.person(await other.t.party('Juniper Hospital', 'operator'), 'operator');
    const purls = ['pkg:npm/one@1.0.0', 'pkg:pypi/x@1', 'pkg:deb/debian/openssl@3.0?distro=debian-12'];
    await other.t.call(hospital, 'inventories.upload', {
      query: { name: 'ward' },
      body: JSON.stringify({
        bomFormat: 'CycloneDX',
        specVersion: '1.6',
        version: 1,
        components: purls.map((purl) => ({ type: 'library', name: 'x', version: '1', purl })),
      }),
    });
    await other.t.work('exposures.matchInventory');
    for (const name of ['npm', 'PyPI', 'Debian']) {
      other.there.files.set(`/${name}/modified_id.csv`, { body: CSV });
      other.there.files.set(`/${name}/all.zip`, { body: ZIP });
    }
    expect(await other.sync('osv')).toMatchObject({ lastError: null, note: 'Ecosystems: npm, PyPI, Debian.' });
  } finally {
    await other.close();
  }
});
