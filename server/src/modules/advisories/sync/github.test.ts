// A feed that is a repository on GitHub: one tarball, then what changed between commits.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ghsa } from './ghsa.ts';
import { ssvc } from './ssvc.ts';
import { tarGzOf } from './testing/archives.ts';
import { type Walked, walked } from './testing/journey.ts';
import { Later } from './trouble.ts';

const REPO = '/repos/github/advisory-database';
const sha = (n: number): string => n.toString(16).padStart(40, '0');
const file = (id: string): string => `advisories/github-reviewed/2026/11/${id}/${id}.json`;
const A = 'GHSA-aaaa-aaaa-aaaa';
const B = 'GHSA-bbbb-bbbb-bbbb';
const C = 'GHSA-cccc-cccc-cccc';

let w: Walked;
beforeEach(async () => {
  w = await walked('ghsa', ghsa);
  head(sha(1));
  w.there.files.set(`/github/advisory-database/tar.gz/${sha(1)}`, {
    body: tarGzOf({
      'top/README.md': 'not a record',
      'top/.github/thing.json': '{}',
      [`top/${file(A)}`]: `{"id":"${A}"}`,
      [`top/${file(B)}`]: `{"id":"${B}"}`,
      'top/advisories/unreviewed/2026/11/GHSA-dddd-dddd-dddd/GHSA-dddd-dddd-dddd.json': '{}',
    }),
    etag: 'W/"weak"',
  });
});
afterEach(() => w.close());

const head = (to: string): void =>
  void w.there.files.set(`${REPO}/commits/main`, { body: to, type: 'application/vnd.github.sha', etag: `"${to}"` });
interface Change {
  readonly filename: string;
  readonly status: string;
  readonly previous_filename?: string;
}
const compared = (from: string, to: string, files: readonly Change[], commits: readonly string[] = [to]): void =>
  void w.there.files.set(`${REPO}/compare/${from}...${to}?per_page=100&page=1`, {
    body: JSON.stringify({
      status: 'ahead',
      total_commits: commits.length,
      commits: commits.slice(0, 100).map((s) => ({ sha: s })),
      files: files.slice(0, 300),
    }),
  });
const raw = (at: string, id: string): void =>
  void w.there.files.set(`/github/advisory-database/${at}/${file(id)}`, { body: `{"id":"${id}","at":"${at}"}` });
const ids = (): string[] => w.taken().map((r) => JSON.parse(r.text).id);

describe('a feed on GitHub', () => {
  it('is the reviewed records of the tarball the first time', async () => {
    const arrived = await w.go();
    expect(ids()).toEqual([A, B]);
    expect(arrived.asOf).toBe('2026-11-22T10:00:00.000Z');
    expect(w.there.heard()).toEqual([`200 ${REPO}/commits/main`, `200 /github/advisory-database/tar.gz/${sha(1)}`]);
  });

  it('has no body and no record where nothing changed', async () => {
    await w.go();
    ids();
    w.there.heard();
    await w.go();
    expect(w.there.heard()).toEqual([`304 ${REPO}/commits/main`]);
    expect(ids()).toEqual([]);
  });

  it('is afterwards the files that changed, and what was removed is given up unless it only moved', async () => {
    await w.go();
    ids();
    head(sha(2));
    compared(sha(1), sha(2), [
      { filename: file(A), status: 'modified' },
      { filename: file(B), status: 'removed' },
      { filename: file(C), status: 'renamed', previous_filename: file(C).replace('github-reviewed', 'unreviewed') },
      { filename: '.github/thing.json', status: 'modified' },
    ]);
    raw(sha(2), A);
    raw(sha(2), C);
    await w.go();
    expect(ids()).toEqual([A, C]);
    expect(w.gone()).toEqual([B]);
  });

  it('is walked by the commits on the way where more changed than the API tells of', async () => {
    await w.go();
    ids();
    const many = Array.from({ length: 400 }, (_, i) => ({ filename: `docs/${i}.md`, status: 'modified' }));
    head(sha(9));
    compared(sha(1), sha(9), many, [5, 6, 8, 9].map(sha));
    compared(sha(1), sha(6), [{ filename: file(A), status: 'modified' }], [5, 6].map(sha));
    compared(sha(6), sha(9), [{ filename: file(C), status: 'added' }], [8, 9].map(sha));
    raw(sha(6), A);
    raw(sha(9), C);
    await w.go();
    expect(w.taken().map((r) => JSON.parse(r.text))).toEqual([
      { id: A, at: sha(6) },
      { id: C, at: sha(9) },
    ]);
  });

  it('reads one commit with many files page by page', async () => {
    await w.go();
    ids();
    const page = Array.from({ length: 299 }, (_, i) => ({ filename: `docs/${i}.md`, status: 'modified' }));
    head(sha(2));
    compared(sha(1), sha(2), [...page, { filename: file(A), status: 'modified' }]);
    const pageOf = (n: number, files: readonly Change[]) =>
      void w.there.files.set(`${REPO}/commits/${sha(2)}?per_page=300&page=${n}`, { body: JSON.stringify({ files }) });
    pageOf(1, [...page, { filename: file(A), status: 'modified' }]);
    pageOf(2, [{ filename: file(C), status: 'added' }]);
    raw(sha(2), A);
    raw(sha(2), C);
    await w.go();
    expect(ids()).toEqual([A, C]);
  });

  it('reads the tarball again where the history was written anew', async () => {
    await w.go();
    ids();
    head(sha(7));
    w.there.files.set(`/github/advisory-database/tar.gz/${sha(7)}`, {
      body: tarGzOf({ [`t/${file(C)}`]: `{"id":"${C}"}` }),
    });
    await w.go();
    expect(ids()).toEqual([C]);
  });

  it('puts itself off when the questions of this hour are used up, and goes on from the part that is in', async () => {
    await w.go();
    ids();
    const many = Array.from({ length: 300 }, (_, i) => ({ filename: `docs/${i}.md`, status: 'modified' }));
    head(sha(3));
    compared(sha(1), sha(3), many, [2, 3].map(sha));
    compared(sha(1), sha(2), [{ filename: file(A), status: 'modified' }]);
    compared(sha(2), sha(3), [{ filename: file(C), status: 'added' }]);
    raw(sha(2), A);
    raw(sha(3), C);
    const reset = Date.parse('2026-11-22T10:40:00Z') / 1_000;
    w.there.mishap(`${REPO}/compare/${sha(2)}...${sha(3)}?per_page=100&page=1`, {
      status: 403,
      headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(reset) },
    });
    const error = await w.go().catch((e: unknown) => e);
    expect(error).toBeInstanceOf(Later);
    expect(error).toMatchObject({ until: '2026-11-22T10:40:00.000Z' });
    expect(ids()).toEqual([A]);
    await w.go();
    expect(ids()).toEqual([C]);
  });

  it('says so when there is an HTML page in place of a commit', async () => {
    w.there.files.set(`${REPO}/commits/main`, { body: '<!doctype html><p>Unicorn!</p>' });
    await expect(w.go()).rejects.toThrow(/sent an HTML page where plain text was asked for/);
  });

  it('says so when the tarball is damaged, and fetches it again the next time', async () => {
    const path = `/github/advisory-database/tar.gz/${sha(1)}`;
    const whole = w.there.files.get(path);
    w.there.files.set(path, { body: Buffer.from(whole?.body ?? '').subarray(0, 200) });
    await expect(w.go()).rejects.toThrow(/damaged or cut off/);
    w.there.files.set(path, whole ?? { body: '' });
    await w.go();
    expect(ids()).toEqual([A, B]);
  });
});

it('CISA’s decision points are the CVE records of their own repository', async () => {
  const v = await walked('ssvc', ssvc);
  try {
    v.there.files.set('/repos/cisagov/vulnrichment/commits/develop', { body: sha(1) });
    v.there.files.set(`/cisagov/vulnrichment/tar.gz/${sha(1)}`, {
      body: tarGzOf({ 't/2026/1xxx/CVE-2026-1000.json': '{"a":1}', 't/assets/schema.json': '{}', 't/README.md': '' }),
    });
    await v.go();
    expect(v.taken()).toEqual([{ text: '{"a":1}', at: '/2026/1xxx/CVE-2026-1000.json' }]);
  } finally {
    await v.close();
  }
});

describe('a history that GitHub cannot tell', () => {
  beforeEach(async () => {
    await w.go();
    ids();
    head(sha(9));
    w.there.files.set(`/github/advisory-database/tar.gz/${sha(9)}`, {
      body: tarGzOf({ [`top/${file(A)}`]: `{"id":"${A}"}`, [`top/${file(C)}`]: `{"id":"${C}"}` }),
    });
  });

  it('because it was written anew, is read whole again, and what is not in it any more is given up', async () => {
    w.there.files.set(`${REPO}/compare/${sha(1)}...${sha(9)}?per_page=100&page=1`, {
      body: JSON.stringify({ status: 'diverged', total_commits: 4, commits: [], files: [] }),
    });
    await w.go();
    expect(ids()).toEqual([A, C]);
    expect(w.gone()).toEqual([B]);
  });

  it('because it is too long to compare, is read whole again too', async () => {
    w.there.mishap(`${REPO}/compare/${sha(1)}...${sha(9)}?per_page=100&page=1`, { status: 422, body: '{}' });
    await w.go();
    expect(ids()).toEqual([A, C]);
    expect(w.gone()).toEqual([B]);
  });
});
