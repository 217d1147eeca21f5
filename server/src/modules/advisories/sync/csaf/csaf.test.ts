// CSAF providers: found, listed, fetched, held against their digests, and only what is for everybody kept.
import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Somebody, type TestHouse, testHouse } from '../../../../../test/house.ts';
import { type Walked, walked } from '../testing/journey.ts';
import { Later } from '../trouble.ts';
import { csaf } from './csaf.ts';
import { DOCUMENT, FINGERPRINT, KEY, SIGNATURE } from './signed.fixture.ts';

let t: TestHouse;
let coordinator: Somebody;
let w: Walked;
beforeEach(async () => {
  t = await testHouse();
  coordinator = await t.person(t.clearinghouse, 'coordinator');
  w = await walked('csaf', csaf, { db: t.house.workerDb });
});
afterEach(async () => {
  await w.close();
  await t.close();
});

const add = async (provider: string, fingerprints: readonly string[] = []): Promise<string> => {
  const answer = await t.call(coordinator, 'feedProviders.add', { body: { provider, fingerprints } });
  if (answer.status !== 201) throw new Error(answer.text);
  return answer.body.id;
};
const providers = async () => (await t.call(coordinator, 'feedProviders.list')).body.items;
const put = (path: string, body: string, more: object = {}): void => void w.there.files.set(path, { body, ...more });
const metadata = (distributions: unknown, path = '/.well-known/csaf/provider-metadata.json', more: object = {}): void =>
  put(
    path,
    JSON.stringify({
      canonical_url: `${w.there.url}${path}`,
      distributions,
      last_updated: '2026-11-01T00:00:00Z',
      list_on_CSAF_aggregators: true,
      metadata_version: '2.0',
      mirror_on_CSAF_aggregators: true,
      publisher: { category: 'vendor', name: 'Example Devices', namespace: 'https://devices.example' },
      role: 'csaf_provider',
      ...more,
    }),
  );
const documentOf = (id: string, label: string | undefined = 'WHITE'): string =>
  JSON.stringify({
    document: { tracking: { id }, ...(label ? { distribution: { tlp: { label } } } : {}) },
  });
/** A document in the directory with its digests beside it. */
function publish(
  id: string,
  { label = 'WHITE', wrong = false }: { label?: string | undefined; wrong?: boolean } = {},
): void {
  const body = documentOf(id, label);
  const path = `/white/${id.toLowerCase()}.json`;
  put(path, body);
  for (const algorithm of ['sha512', 'sha256'])
    put(
      `${path}.${algorithm}`,
      `${createHash(algorithm)
        .update(wrong ? 'other' : body)
        .digest('hex')}  ${id.toLowerCase()}.json\n`,
    );
}
const changes = (...lines: readonly (readonly [string, string])[]): void =>
  put('/white/changes.csv', lines.map(([id, at]) => `"${id.toLowerCase()}.json","${at}"\n`).join(''));
const ids = (): string[] => w.taken().map((r) => JSON.parse(r.text).document.tracking.id);
const directory = () => metadata([{ directory_url: `${w.there.url}/white/` }]);

describe('a provider with a directory', () => {
  beforeEach(async () => {
    await add(w.there.url);
    directory();
    publish('DEV-1');
    publish('DEV-2');
    changes(['DEV-2', '2026-11-20T10:00:00+00:00'], ['DEV-1', '2026-11-19T10:00:00+00:00']);
  });

  it('is read whole the first time, oldest first, each document beside its digest', async () => {
    const arrived = await w.go();
    expect(ids()).toEqual(['DEV-1', 'DEV-2']);
    expect(arrived).toMatchObject({
      asOf: '2026-11-22T10:00:00.000Z',
      note: 'One provider.',
    });
    expect(w.there.asked.map((a) => a.path)).toContain('/white/dev-1.json.sha512');
    expect(await providers()).toMatchObject([
      {
        publisher: 'Example Devices',
        documents: 2,
        lastError: null,
        metadataUrl: `${w.there.url}/.well-known/csaf/provider-metadata.json`,
      },
    ]);
  });

  it('is afterwards what changed, and no document is fetched where nothing did', async () => {
    await w.go();
    ids();
    w.there.heard();
    await w.go();
    expect(w.there.heard().filter((l) => l.includes('dev-'))).toEqual([]);
    publish('DEV-3');
    changes(['DEV-3', '2026-11-21T10:00:00Z'], ['DEV-2', '2026-11-20T10:00:00Z'], ['DEV-1', '2026-11-19T10:00:00Z']);
    await w.go();
    expect(ids()).toEqual(['DEV-3']);
  });

  it('gives up a document that it lists as changed and has no more', async () => {
    await w.go();
    ids();
    w.there.files.delete('/white/dev-1.json');
    changes(['DEV-1', '2026-11-21T10:00:00Z'], ['DEV-2', '2026-11-20T10:00:00Z']);
    await w.go();
    expect(w.gone()).toEqual(['dev-1.json']);
  });

  it('takes a document that is listed late, under the moment at which it was written', async () => {
    await w.go();
    ids();
    publish('DEV-0');
    changes(['DEV-2', '2026-11-20T10:00:00Z'], ['DEV-1', '2026-11-19T10:00:00Z'], ['DEV-0', '2026-11-01T10:00:00Z']);
    await w.go();
    expect(ids()).toEqual(['DEV-0']);
  });

  it('gives up a document that vanishes from the list, unless it only moved', async () => {
    await w.go();
    ids();
    put('/white/2026/dev-2.json', documentOf('DEV-2'));
    put('/white/changes.csv', '"2026/dev-2.json","2026-11-20T10:00:00Z"\n');
    await w.go();
    expect(ids()).toEqual(['DEV-2']);
    expect(w.gone()).toEqual(['dev-1.json']);
  });

  it('refuses a document with another digest than stated, takes the others, and tries it again', async () => {
    publish('DEV-1', { wrong: true });
    await expect(w.go()).rejects.toThrow(/dev-1.json does not have the SHA512 that its provider states/);
    expect(ids()).toEqual(['DEV-2']);
    const [bad] = await providers();
    expect(bad).toMatchObject({
      lastSuccessAt: null,
      lastError: expect.stringContaining('tried again at the next sync'),
    });
    publish('DEV-1');
    await w.go();
    expect(ids()).toEqual(['DEV-1']);
    expect((await providers())[0]).toMatchObject({ lastError: null, lastSuccessAt: expect.any(String) });
  });

  it('keeps only what is for everybody, and says what it refused', async () => {
    publish('DEV-1', { label: 'AMBER' });
    publish('DEV-2', { label: 'CLEAR' });
    publish('DEV-3', { label: undefined });
    changes(['DEV-3', '2026-11-21T10:00:00Z'], ['DEV-2', '2026-11-20T10:00:00Z'], ['DEV-1', '2026-11-19T10:00:00Z']);
    w.there.files.set('/white/dev-3.json', { body: documentOf('DEV-3', '') });
    for (const algorithm of ['sha512', 'sha256']) w.there.files.delete(`/white/dev-3.json.${algorithm}`);
    await w.go();
    expect(ids()).toEqual(['DEV-2', 'DEV-3']);
    const [{ note }] = await providers();
    expect(note).toContain('dev-1.json is marked TLP:AMBER; only TLP:WHITE and TLP:CLEAR are kept');
    expect(note).toContain('One document without a TLP mark, taken as public because everybody may fetch it.');
  });

  it('says which documents had no digest to compare', async () => {
    for (const algorithm of ['sha512', 'sha256']) w.there.files.delete(`/white/dev-1.json.${algorithm}`);
    await w.go();
    expect((await providers())[0].note).toContain('One document without a digest to compare.');
  });

  it('goes on where a broken connection stopped it, and waits where it is told to', async () => {
    const many = Array.from({ length: 250 }, (_, i) => `M-${String(i).padStart(3, '0')}`);
    for (const id of many) publish(id);
    changes(
      ...many.map((id, i) => [id, new Date(Date.parse('2026-11-21T00:00:00Z') + i * 1_000).toISOString()] as const),
    );
    w.there.mishap('/white/m-150.json', ...new Array(4).fill({ breaksAfter: 5 }));
    w.there.mishap('/white/m-020.json', { status: 429, headers: { 'retry-after': '9' } });
    await expect(w.go()).rejects.toThrow(Later);
    expect(ids()).toHaveLength(100);
    w.there.heard();
    await w.go();
    expect(ids()).toHaveLength(150);
    expect(w.there.heard()).not.toContain('200 /white/m-050.json');
  });

  it('without changes.csv is read by index.txt: what is the same has no body, what is listed no more is given up', async () => {
    w.there.files.delete('/white/changes.csv');
    put('/white/index.txt', 'dev-1.json\ndev-2.json\n../../etc/secret.json\n');
    for (const id of ['dev-1', 'dev-2'])
      put(`/white/${id}.json`, w.there.files.get(`/white/${id}.json`)?.body.toString() ?? '', {
        modified: 'Fri, 20 Nov 2026 10:00:00 GMT',
      });
    await w.go();
    expect(ids()).toEqual(['DEV-1', 'DEV-2']);
    w.there.heard();
    put('/white/index.txt', 'dev-2.json\n');
    await w.go();
    expect(w.there.heard()).toContain('304 /white/dev-2.json');
    expect(w.gone()).toEqual(['dev-1.json']);
    expect(w.there.asked.map((a) => a.path).join()).not.toContain('secret');
  });

  it('survives a list that breaks in the middle, and names lines that are no document', async () => {
    put('/white/changes.csv', `nonsense\n${w.there.files.get('/white/changes.csv')?.body.toString()}`);
    w.there.mishap('/white/changes.csv', { breaksAfter: 40 });
    await w.go();
    expect(ids()).toEqual(['DEV-1', 'DEV-2']);
    expect((await providers())[0].note).toContain('name no document of its own: 2.');
  });

  it('names an HTML page in place of a list', async () => {
    put('/white/changes.csv', '<!doctype html><p>Please sign in</p>');
    await expect(w.go()).rejects.toThrow(/sent an HTML page where plain text was asked for/);
  });

  it('that needs hosts which are not allowed says all of them before a document is asked for', async () => {
    metadata([{ directory_url: 'https://one.example/white/' }, { directory_url: 'https://two.example/white/' }]);
    await expect(w.go()).rejects.toThrow(`LEADTIME_EGRESS=${w.there.host},one.example,two.example`);
  });
});

describe('a provider with ROLIE feeds', () => {
  const entry = (id: string, updated: string) => ({
    id,
    title: id,
    published: updated,
    updated,
    link: [
      { rel: 'self', href: `${w.there.url}/white/${id.toLowerCase()}.json` },
      { rel: 'hash', href: `${w.there.url}/white/${id.toLowerCase()}.json.sha256` },
      { rel: 'signature', href: `${w.there.url}/white/${id.toLowerCase()}.json.asc` },
    ],
    content: { type: 'application/json', src: `${w.there.url}/white/${id.toLowerCase()}.json` },
  });
  const feed = (entries: readonly unknown[], link: readonly unknown[] = []) =>
    JSON.stringify({
      feed: { id: 'f', title: 'f', link, category: [], updated: '2026-11-21T00:00:00Z', entry: entries },
    });

  it('is read through all pages of its public feeds, with the digests that the feed names', async () => {
    await add(w.there.url);
    metadata([
      {
        rolie: {
          feeds: [
            { summary: 'All', tlp_label: 'WHITE', url: `${w.there.url}/feed.json` },
            { summary: 'Partners', tlp_label: 'AMBER', url: `${w.there.url}/amber.json` },
          ],
        },
      },
    ]);
    publish('DEV-1');
    publish('DEV-2');
    put('/feed.json', feed([entry('DEV-2', '2026-11-20T00:00:00Z')], [{ rel: 'next', href: '/feed-2.json' }]));
    put('/feed-2.json', feed([entry('DEV-1', '2026-11-19T00:00:00Z')], [{ rel: 'next', href: '/feed.json' }]));
    await w.go();
    expect(ids()).toEqual(['DEV-1', 'DEV-2']);
    const asked = w.there.asked.map((a) => a.path);
    expect(asked).toContain('/white/dev-1.json.sha256');
    expect(asked).not.toContain('/amber.json');
    expect((await providers())[0].note).toContain('Feeds marked TLP:AMBER are not read');
  });
});

describe('a trusted provider', () => {
  const trusted = (keys: readonly object[]): void =>
    metadata([{ directory_url: `${w.there.url}/white/` }], undefined, {
      role: 'csaf_trusted_provider',
      public_openpgp_keys: keys,
    });
  const KEY_FILE = '/openpgp/key.asc';
  beforeEach(() => {
    trusted([{ url: `${w.there.url}${KEY_FILE}`, fingerprint: FINGERPRINT }]);
    put(KEY_FILE, KEY);
    put('/white/tap-1.json', DOCUMENT);
    put('/white/tap-1.json.asc', SIGNATURE);
    changes(['TAP-1', '2026-11-01T00:00:00Z']);
  });

  it('is believed by its signatures, and its key is pinned as it was first seen', async () => {
    await add(w.there.url);
    await w.go();
    expect(ids()).toEqual(['TAP-1']);
    expect(await providers()).toMatchObject([
      { fingerprints: [FINGERPRINT], note: expect.stringContaining('One document with a good signature.') },
    ]);
  });

  it('is not believed without one, nor with one of another document; once it is right, it is taken', async () => {
    await add(w.there.url);
    for (const [signature, said] of [
      [undefined, /tap-1\.json bears no OpenPGP signature, as a trusted provider’s must/],
      [
        SIGNATURE.replace('S51CAQCK', 'S51CAQCL'),
        /the OpenPGP signature of .*tap-1\.json is not one of the pinned keys’/,
      ],
    ] as const) {
      w.there.files.delete('/white/tap-1.json.asc');
      if (signature) put('/white/tap-1.json.asc', signature);
      await expect(w.go()).rejects.toThrow(said);
      expect(ids()).toEqual([]);
      expect((await providers())[0]).toMatchObject({ lastSuccessAt: null, lastError: expect.stringMatching(said) });
    }
    put('/white/tap-1.json.asc', SIGNATURE);
    await w.go();
    expect(ids()).toEqual(['TAP-1']);
  });

  it('whose key is not the one that was given is not read at all, nor one that drops its key', async () => {
    const other = 'A'.repeat(40);
    const id = await add(w.there.url, [other]);
    await expect(w.go()).rejects.toThrow(
      new RegExp(`None of its keys is pinned here \\(${other}\\).*names a key that is not pinned here, ${FINGERPRINT}`),
    );
    expect(ids()).toEqual([]);
    await t.call(coordinator, 'feedProviders.remove', { params: { id } });
    await add(w.there.url, [FINGERPRINT.toLowerCase()]);
    await w.go();
    expect(ids()).toEqual(['TAP-1']);
    directory(); // as an ordinary provider without a key
    await expect(w.go()).rejects.toThrow(/None of its keys is pinned here/);
  });

  it('that names no key is not read', async () => {
    await add(w.there.url);
    trusted([]);
    await expect(w.go()).rejects.toThrow(/says that it is a trusted provider, which signs, and names no OpenPGP key/);
  });

  it('is not added with a fingerprint that is none', async () => {
    const answer = await t.call(coordinator, 'feedProviders.add', {
      body: { provider: w.there.url, fingerprints: ['B376C529'] },
    });
    expect(answer.status).toBe(422);
    expect(answer.body.detail).toContain('40 or 64 hexadecimal digits');
  });
});

it('a provider that need not sign: what is signed is checked, what is not is counted', async () => {
  await add(w.there.url);
  metadata([{ directory_url: `${w.there.url}/white/` }], undefined, {
    public_openpgp_keys: [{ url: `${w.there.url}/key.asc`, fingerprint: FINGERPRINT }],
  });
  put('/key.asc', KEY);
  put('/white/tap-1.json', DOCUMENT);
  put('/white/tap-1.json.asc', SIGNATURE);
  publish('DEV-1');
  changes(['DEV-1', '2026-11-02T00:00:00Z'], ['TAP-1', '2026-11-01T00:00:00Z']);
  await w.go();
  expect(ids()).toEqual(['TAP-1', 'DEV-1']);
  expect((await providers())[0].note).toContain('One document with a good signature, 1 unsigned.');
  put('/white/dev-1.json.asc', SIGNATURE);
  changes(['DEV-1', '2026-11-03T00:00:00Z'], ['TAP-1', '2026-11-01T00:00:00Z']);
  await expect(w.go()).rejects.toThrow(/the OpenPGP signature of .*dev-1\.json/);
  expect(ids()).toEqual([]);
});

it('a ROLIE feed without an end is named, and ends', async () => {
  await add(w.there.url);
  metadata([{ rolie: { feeds: [{ summary: 'All', tlp_label: 'WHITE', url: `${w.there.url}/x/feed.json` }] } }]);
  let next = (n: number): string => `/${n}/feed.json`;
  let n = 0;
  w.there.answer((path) => {
    if (!path.endsWith('feed.json')) return undefined;
    n += 1;
    return { body: JSON.stringify({ feed: { link: [{ rel: 'next', href: next(n) }], entry: [] } }) };
  });
  await expect(w.go()).rejects.toThrow(/more than 1000 pages/);
  next = () => 'longer-and-longer/'.repeat(20);
  await expect(w.go()).rejects.toThrow(/no ROLIE feed at|no address/);
});

describe('a provider is found', () => {
  beforeEach(() => {
    publish('DEV-1');
    changes(['DEV-1', '2026-11-19T10:00:00Z']);
  });

  it('by its security.txt where the well-known address has none', async () => {
    await add(w.there.url);
    metadata([{ directory_url: `${w.there.url}/white/` }], '/elsewhere/provider-metadata.json');
    put('/security.txt', `Contact: mailto:x@devices.example\nCSAF: ${w.there.url}/elsewhere/provider-metadata.json\n`);
    await w.go();
    expect(ids()).toEqual(['DEV-1']);
    expect(w.there.heard().slice(0, 4)).toEqual([
      '404 /.well-known/csaf/provider-metadata.json',
      '404 /.well-known/security.txt',
      '200 /security.txt',
      '200 /elsewhere/provider-metadata.json',
    ]);
  });

  it('where the well-known address answers with a page of the site to whatever is asked', async () => {
    await add(w.there.url);
    put('/.well-known/csaf/provider-metadata.json', '<!doctype html><title>Welcome</title>', { type: 'text/html' });
    metadata([{ directory_url: `${w.there.url}/white/` }], '/elsewhere/provider-metadata.json');
    put('/.well-known/security.txt', `CSAF: ${w.there.url}/elsewhere/provider-metadata.json\n`);
    await w.go();
    expect(ids()).toEqual(['DEV-1']);
  });

  it('and what its security.txt names besides is told', async () => {
    await add(w.there.url);
    directory();
    put(
      '/.well-known/security.txt',
      `CSAF: ${w.there.url}/.well-known/csaf/provider-metadata.json\nCSAF: ${w.there.url}/bought/provider-metadata.json\n`,
    );
    await w.go();
    expect((await providers())[0].note).toContain(
      `Its security.txt names ${w.there.url}/bought/provider-metadata.json as well`,
    );
  });

  it('by the address of its metadata', async () => {
    await add(`${w.there.url}/my/provider-metadata.json`);
    metadata([{ directory_url: `${w.there.url}/white` }], '/my/provider-metadata.json');
    await w.go();
    expect(ids()).toEqual(['DEV-1']);
  });

  it('not in an aggregator’s list, whose providers are named to choose from', async () => {
    await add(`${w.there.url}/aggregator.json`);
    const listed = [1, 2].map((n) => ({ metadata: { url: `https://vendor-${n}.example/provider-metadata.json` } }));
    put('/aggregator.json', JSON.stringify({ aggregator: { category: 'lister' }, csaf_providers: listed }));
    await expect(w.go()).rejects.toThrow(
      /is a list of 2 providers \(CSAF 2\.0, 7\.1\.21\)\. Add .*vendor-1\.example\/provider-metadata\.json, https:\/\/vendor-2/,
    );
  });

  it('or not, and then it is said where it was looked for; one that fails does not keep the others back', async () => {
    await add(`${w.there.url}/nothing/provider-metadata.json`);
    await add(w.there.url);
    directory();
    await expect(w.go()).rejects.toThrow(/There is no provider-metadata.json at http/);
    expect(ids()).toEqual(['DEV-1']);
    expect(await providers()).toMatchObject([{ lastError: null, documents: 1 }, { lastSuccessAt: null }]);
  });
});

describe('the list of providers', () => {
  it('is kept by who manages feeds: a domain once, however it is written; removed it is not asked any more', async () => {
    const id = await add('vendor.example');
    expect(await add('https://Vendor.example/')).toBe(id);
    expect(await providers()).toMatchObject([{ asked: 'vendor.example', toAllow: ['vendor.example'] }]);
    expect((await t.call(coordinator, 'feedProviders.remove', { params: { id } })).status).toBe(200);
    expect(await providers()).toEqual([]);
    await expect(w.go()).rejects.toThrow(/leadtime feeds providers add DOMAIN/);
  });

  it('takes no address with a password, and nothing that is none', async () => {
    for (const provider of ['https://me:secret@vendor.example/', 'not a domain', 'vendor.example?x=1'])
      expect((await t.call(coordinator, 'feedProviders.add', { body: { provider } })).status).toBe(422);
    const finder = await t.person(await t.party('Lab', 'lab'), 'finder');
    expect((await t.call(finder, 'feedProviders.add', { body: { provider: 'vendor.example' } })).status).toBe(403);
  });
});
