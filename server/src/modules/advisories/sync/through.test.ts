// All seven feeds through the product, each from another side that behaves like the real one: the connection is cut, the process is
// gone in the middle, and the next sync goes on where it stopped, without asking again for what is in, until operators see it.
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Somebody } from '../../../../test/house.ts';
import { bom } from '../../../../test/operators.ts';
import { osvRecord, type Synced, synced } from '../../../../test/synced.ts';
import { tarGzOf, zipOf } from './testing/archives.ts';

let s: Synced;
let hospital: Somebody;
beforeEach(async () => {
  s = await synced();
  hospital = await s.t.person(await s.t.party('Juniper Hospital', 'operator', 'healthcare'), 'operator');
});
afterEach(() => s.close());

/** Sends an inventory; answers its id. */
async function send(body: string, query: Readonly<Record<string, string>> = {}): Promise<string> {
  const sent = await s.t.call(hospital, 'inventories.upload', { query: { name: 'ward', ...query }, body });
  if (sent.status !== 201) throw new Error(sent.text);
  await s.t.work();
  return sent.body.inventory.id;
}
/** Components with their states. */
async function states(id: string): Promise<Record<string, string>> {
  await s.t.work();
  const answer = await s.t.call(hospital, 'inventories.components', { params: { id } });
  return Object.fromEntries(answer.body.items.map((c: { name: string; state: string }) => [c.name, c.state]));
}
const put = (path: string, body: string | Buffer, more: object = {}): void =>
  void s.there.files.set(path, { body, ...more });
/** What was asked since, without the queries that always come first. */
const heard = (of: RegExp): string[] => s.there.heard().filter((line) => of.test(line));
const REPOSITORY = '/repos/github/advisory-database';
const sha = (n: number): string => n.toString(16).padStart(40, '0');

describe('a first sync that is broken off goes on', () => {
  it('OSV: with the bytes of the zip that did not come yet', async () => {
    const ward = await send(bom(['pkg:npm/shoal@1.0.0', 'pkg:npm/reef@3.0.0']));
    await s.mirror('osv');
    const zip = zipOf({
      'README.txt': 'x'.repeat(1_000_000),
      'OSV-1.json': osvRecord('OSV-1', 'shoal'),
      'OSV-2.json': osvRecord('OSV-2', 'reef'),
    });
    put('/npm/modified_id.csv', '2026-11-20T10:00:00Z,OSV-1\n2026-11-20T09:00:00Z,OSV-2\n');
    put('/npm/all.zip', zip, { modified: 'Sat, 21 Nov 2026 03:00:00 GMT' });
    s.there.mishap('/npm/all.zip', { breaksAfter: 600_000 });
    await s.dies('osv', 2); // the list, and the part of the zip
    s.there.heard();
    expect(await s.sync('osv')).toMatchObject({ lastError: null, running: false, records: 2 });
    expect(heard(/zip/)).toEqual(['206 /npm/all.zip']);
    // What was on its way when the connection broke may be lost, and no more.
    expect(s.there.asked.at(-1)?.bytes).toBeLessThan(zip.length - 400_000);
    expect(await states(ward)).toEqual({ shoal: 'affected', reef: 'not_affected' });
  });

  it('GHSA: with the commits whose files are not in yet', async () => {
    const id = (n: number): string => `GHSA-aaaa-aaaa-${String(n).padStart(4, '0')}`;
    const file = (n: number): string => `advisories/github-reviewed/2026/11/${id(n)}/${id(n)}.json`;
    const files = (from: number, to: number) =>
      Array.from({ length: to - from }, (_, i) => ({ filename: file(from + i), status: 'added' }));
    const head = (n: number): void => put(`${REPOSITORY}/commits/main`, sha(n), { etag: `"${n}"` });
    const compared = (from: number, to: number, changed: readonly object[], commits: readonly number[]): void =>
      put(
        `${REPOSITORY}/compare/${sha(from)}...${sha(to)}?per_page=100&page=1`,
        JSON.stringify({
          status: 'ahead',
          total_commits: commits.length,
          commits: commits.map((n) => ({ sha: sha(n) })),
          files: changed.slice(0, 300),
        }),
      );
    const ward = await send(bom(['pkg:npm/shoal@1.0.0', 'pkg:npm/reef@1.0.0', 'pkg:npm/kelp@1.0.0']));
    await s.mirror('ghsa');
    head(1);
    put(
      `/github/advisory-database/tar.gz/${sha(1)}`,
      tarGzOf({ [`database-main/${file(0)}`]: osvRecord(id(0), 'shoal') }),
      { etag: 'W/"weak"' },
    );
    s.there.mishap(`/github/advisory-database/tar.gz/${sha(1)}`, { breaksAfter: 40 });
    expect(await s.sync('ghsa')).toMatchObject({ lastError: null, records: 1 });

    head(3);
    compared(1, 3, files(1, 401), [2, 3]);
    compared(1, 2, files(1, 201), [2]);
    compared(2, 3, files(201, 401), [3]);
    for (let n = 1; n < 401; n += 1)
      put(
        `/github/advisory-database/${sha(n < 201 ? 2 : 3)}/${file(n)}`,
        osvRecord(id(n), n === 200 ? 'reef' : n === 400 ? 'kelp' : `other-${n}`),
      );
    await s.dies('ghsa', 1 + 2 + 200 + 1 + 50); // in the middle of the second commit
    s.there.heard();
    expect(await s.sync('ghsa')).toMatchObject({ lastError: null, records: 401 });
    expect(s.there.heard().filter((line) => line.includes(`/${sha(2)}/`))).toEqual([]);
    expect(await states(ward)).toEqual({ shoal: 'affected', reef: 'affected', kelp: 'affected' });
  });

  it('KEV, EPSS and Vulnrichment: with what was cut, and their facts reach the hospital’s exposures and duties', async () => {
    const cve = 'CVE-2026-0001';
    await send(bom(['pkg:npm/shoal@1.0.0']));
    await s.mirror('osv');
    put('/npm/modified_id.csv', '2026-11-20T10:00:00Z,OSV-1\n');
    put('/npm/all.zip', zipOf({ 'OSV-1.json': osvRecord('OSV-1', 'shoal', { aliases: [cve] }) }));
    await s.sync('osv');
    await s.t.work();

    await s.mirror('kev');
    const kev = '/known_exploited_vulnerabilities.json';
    const entry = {
      cveID: cve,
      vendorProject: 'V',
      product: 'P',
      vulnerabilityName: 'A hole',
      dateAdded: '2026-11-20',
      shortDescription: 'It is used.',
      requiredAction: 'Mend it.',
      dueDate: '2026-12-11',
    };
    put(
      kev,
      JSON.stringify({ catalogVersion: '1', dateReleased: '2026-11-22T00:00:00Z', count: 1, vulnerabilities: [entry] }),
    );
    s.there.mishap(kev, { breaksAfter: 50 });
    await s.dies('kev', 1);
    expect(await s.sync('kev')).toMatchObject({ lastError: null, running: false, records: 1 });

    await s.mirror('epss');
    const scores = '/epss_scores-2026-11-22.csv.gz';
    put(scores, gzipSync(`#model_version:v1,score_date:2026-11-22T00:00:00Z\ncve,epss,percentile\n${cve},0.91,0.99\n`));
    s.there.mishap(scores, { breaksAfter: 20 });
    await s.dies('epss', 1);
    expect(await s.sync('epss')).toMatchObject({ lastError: null, running: false });

    await s.mirror('ssvc');
    put('/repos/cisagov/vulnrichment/commits/develop', sha(1), { etag: '"1"' });
    const options = [{ Exploitation: 'active' }, { Automatable: 'yes' }, { 'Technical Impact': 'total' }];
    const ssvc = { other: { type: 'ssvc', content: { timestamp: '2026-11-21T00:00:00Z', id: cve, options } } };
    put(
      `/cisagov/vulnrichment/tar.gz/${sha(1)}`,
      tarGzOf({
        [`vulnrichment-develop/2026/0xxx/${cve}.json`]: JSON.stringify({
          cveMetadata: { cveId: cve },
          containers: { cna: {}, adp: [{ title: 'CISA ADP Vulnrichment', metrics: [ssvc] }] },
        }),
      }),
    );
    s.there.mishap(`/cisagov/vulnrichment/tar.gz/${sha(1)}`, { breaksAfter: 30 });
    await s.dies('ssvc', 2);
    expect(await s.sync('ssvc')).toMatchObject({ lastError: null, running: false, records: 1 });

    await s.t.work();
    const exposures = await s.t.call(hospital, 'exposures.list');
    expect(exposures.body.items).toMatchObject([{ advisory: { publicId: 'OSV-1', kev: true } }]);
    const duties = await s.t.call(hospital, 'duties.list');
    expect(duties.body.items).toMatchObject([{ advisory: { publicId: 'OSV-1', kev: true } }]);
    expect(duties.body.items[0].history[0].note).toContain(
      'a change of its place in KEV, whether an attack can be automated, what an attacker gains',
    );
    const { rows } = await s.t.owner.query('SELECT round(score::numeric, 2)::text AS score, day::text FROM epss');
    expect(rows).toMatchObject([{ score: '0.91', day: expect.stringContaining('2026-11-22') }]);
  });
});

const AT = '2026-11-20T10:00:00.000';
const cpe = (product: string): string => `cpe:2.3:a:acme:${product}:*:*:*:*:*:*:*:*`;
const nvdRecord = (id: string, product: string, more: object = {}) => ({
  id,
  published: AT,
  lastModified: AT,
  vulnStatus: 'Analyzed',
  descriptions: [{ lang: 'en', value: `A hole in ${product}.` }],
  configurations: [
    {
      nodes: [{ operator: 'OR', cpeMatch: [{ vulnerable: true, criteria: cpe(product), versionEndExcluding: '5.0' }] }],
    },
  ],
  ...more,
});
const SHEET = 'vendor,product,version,asset\nAcme,tap,3.0,Ward taps\nAcme,tap,5.1,Kitchen taps\n';

it('NVD: with the pages that did not come yet; then old data is not safety, until it is synced again', async () => {
  const records = Array.from({ length: 2_300 }, (_, i) => nvdRecord(`CVE-2026-${10_000 + i}`, `thing-${i}`));
  records[2_250] = nvdRecord('CVE-2026-12250', 'tap');
  s.there.answer((path) => {
    const { pathname, searchParams: q } = new URL(path, s.there.url);
    if (pathname !== '/rest/json/cves/2.0') return undefined;
    const [start, end] = [q.get('lastModStartDate'), q.get('lastModEndDate')];
    const all = records.filter((r) => !start || !end || (`${r.lastModified}Z` >= start && `${r.lastModified}Z` <= end));
    const from = Number(q.get('startIndex'));
    return {
      type: 'application/json',
      body: JSON.stringify({
        resultsPerPage: 2_000,
        startIndex: from,
        totalResults: all.length,
        format: 'NVD_CVE',
        version: '2.0',
        timestamp: s.t.clock.now().replace('Z', ''),
        vulnerabilities: all.slice(from, from + 2_000).map((cve) => ({ cve })),
      }),
    };
  });
  await s.mirror('nvd');
  const devices = await send(
    JSON.stringify({
      bomFormat: 'CycloneDX',
      specVersion: '1.6',
      version: 1,
      components: ['3.0', '5.1'].map((version) => ({
        type: 'device',
        name: 'tap',
        version,
        cpe: `cpe:2.3:a:acme:tap:${version}:*:*:*:*:*:*:*`,
      })),
    }),
  );
  const lines = async () => {
    await s.t.work();
    const { body } = await s.t.call(hospital, 'inventories.components', { params: { id: devices } });
    return Object.fromEntries(body.items.map((c: { version: string; state: string }) => [c.version, c.state]));
  };
  const second = '/rest/json/cves/2.0?resultsPerPage=2000&startIndex=1900';
  s.there.mishap(second, { breaksAfter: 1_000 });
  await s.dies('nvd', 2);
  s.there.heard();
  expect(await s.sync('nvd')).toMatchObject({ lastError: null, running: false, records: 2_300, stale: false });
  expect(heard(/startIndex/)[0]).toBe(`200 ${second}`);
  expect(await lines()).toEqual({ '3.0': 'affected', '5.1': 'not_affected' });

  await s.hours(49);
  expect(await s.feed('nvd')).toMatchObject({ stale: true });
  expect(await lines()).toEqual({ '3.0': 'affected', '5.1': 'undetermined' });

  records[2_250] = nvdRecord('CVE-2026-12250', 'tap', {
    lastModified: s.t.clock.now().replace('Z', ''),
    vulnStatus: 'Rejected',
    configurations: [],
  });
  s.there.heard();
  expect(await s.sync('nvd')).toMatchObject({ stale: false, lastError: null });
  expect(heard(/startIndex/)).toHaveLength(1);
  expect((await lines())['3.0']).not.toBe('affected');
  expect((await lines())['5.1']).not.toBe('undetermined');
});

it('CSAF: with the documents that did not come yet; then old data is not safety, until it is synced again', async () => {
  const COUNT = 130;
  const name = (n: number): string => `acme-${n}.json`;
  const product = (n: number): string => (n === 129 ? 'tap' : `thing-${n}`);
  const publish = (n: number, version: string, at: string): void => {
    const body = csafDocument(`ACME-${n}`, product(n), version, at);
    put(`/csaf/2026/${name(n)}`, body);
    put(`/csaf/2026/${name(n)}.sha512`, `${createHash('sha512').update(body).digest('hex')}  ${name(n)}\n`);
  };
  const moment = (n: number): string => new Date(Date.parse('2026-11-20T00:00:00Z') + n * 1_000).toISOString();
  for (let n = 0; n < COUNT; n += 1) publish(n, '1', moment(n));
  const lines = Array.from({ length: COUNT }, (_, n) => `"2026/${name(n)}","${moment(n)}"\n`);
  put('/csaf/changes.csv', [...lines].reverse().join(''));
  put(
    '/.well-known/csaf/provider-metadata.json',
    JSON.stringify({
      canonical_url: `${s.there.url}/.well-known/csaf/provider-metadata.json`,
      distributions: [{ directory_url: `${s.there.url}/csaf/` }],
      last_updated: '2026-11-22T00:00:00Z',
      list_on_CSAF_aggregators: true,
      metadata_version: '2.0',
      mirror_on_CSAF_aggregators: true,
      publisher: { category: 'vendor', name: 'Acme', namespace: 'https://acme.example' },
      role: 'csaf_provider',
    }),
  );
  await s.t.call(s.coordinator, 'feedProviders.add', { body: { provider: s.there.url } });
  const devices = await send(SHEET, { filename: 'devices.csv' });
  const seen = async () => {
    await s.t.work();
    const { body } = await s.t.call(hospital, 'inventories.components', { params: { id: devices } });
    return Object.fromEntries(body.items.map((c: { version: string; state: string }) => [c.version, c.state]));
  };

  s.there.mishap(`/csaf/2026/${name(40)}`, { breaksAfter: 100 });
  await s.dies('csaf', 245); // past the first hundred documents, each with its digest
  s.there.heard();
  expect(await s.sync('csaf')).toMatchObject({ lastError: null, running: false, records: COUNT });
  const asked = heard(/acme-\d+\.json$/);
  expect(asked.some((line) => line.endsWith(`/${name(99)}`))).toBe(false);
  expect(asked).toHaveLength(30);
  expect(await seen()).toEqual({ '3.0': 'affected', '5.1': 'not_affected' });

  await s.hours(73);
  expect(await seen()).toEqual({ '3.0': 'affected', '5.1': 'undetermined' });
  expect(await s.sync('csaf')).toMatchObject({ stale: false });
  expect(await seen()).toEqual({ '3.0': 'affected', '5.1': 'not_affected' });

  put('/csaf/changes.csv', [...lines.slice(0, 129)].reverse().join('')); // withdrawn without a word
  expect(await s.sync('csaf')).toMatchObject({ lastError: null });
  expect((await seen())['3.0']).not.toBe('affected');
});

function csafDocument(id: string, product: string, version: string, at: string): string {
  return JSON.stringify({
    document: {
      category: 'csaf_security_advisory',
      csaf_version: '2.0',
      title: `A hole in ${product}`,
      publisher: { category: 'vendor', name: 'Acme', namespace: 'https://acme.example' },
      tracking: {
        id,
        status: 'final',
        version,
        initial_release_date: '2026-11-20T00:00:00Z',
        current_release_date: at,
        revision_history: [{ number: version, date: at, summary: 'As it is.' }],
      },
    },
    product_tree: {
      branches: [
        {
          category: 'vendor',
          name: 'Acme',
          branches: [
            {
              category: 'product_name',
              name: product,
              branches: [
                {
                  category: 'product_version_range',
                  name: 'vers:generic/<5.0',
                  product: { product_id: 'P1', name: `${product} before 5.0` },
                },
              ],
            },
          ],
        },
      ],
    },
    vulnerabilities: [{ cve: `CVE-2026-${id.slice(5).padStart(4, '0')}`, product_status: { known_affected: ['P1'] } }],
  });
}
