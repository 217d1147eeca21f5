// GitHub's advisories and CISA's decision points, from the other side into the tables.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { tarGzOf } from './testing/archives.ts';
import { osvRecord, type Synced, synced } from './testing/synced.ts';

let s: Synced;
beforeAll(async () => {
  s = await synced();
  await s.mirror('ghsa');
  await s.mirror('ssvc');
});
afterAll(() => s.close());

const ID = 'GHSA-aaaa-bbbb-cccc';
const sha = (n: number): string => String(n).repeat(40);
const file = `advisories/github-reviewed/2026/11/${ID}/${ID}.json`;
const head = (repo: string, branch: string, to: string): void =>
  void s.there.files.set(`/repos/${repo}/commits/${branch}`, { body: to });
const advisory = async () =>
  (await s.t.owner.query(`SELECT state, source FROM advisory WHERE public_id = $1`, [ID])).rows[0];

it('an advisory comes with the tarball and goes with the file', async () => {
  const repo = 'github/advisory-database';
  head(repo, 'main', sha(1));
  s.there.files.set(`/${repo}/tar.gz/${sha(1)}`, { body: tarGzOf({ [`top/${file}`]: osvRecord(ID, 'shoal') }) });
  expect(await s.sync('ghsa')).toMatchObject({
    lastError: null,
    stale: false,
    note: expect.stringContaining('Commit 1111'),
  });
  expect(await advisory()).toMatchObject({ state: 'published' });
  head(repo, 'main', sha(2));
  s.there.files.set(`/repos/${repo}/compare/${sha(1)}...${sha(2)}?per_page=100&page=1`, {
    body: JSON.stringify({
      status: 'ahead',
      total_commits: 1,
      commits: [{ sha: sha(2) }],
      files: [{ filename: file, status: 'removed' }],
    }),
  });
  expect(await s.sync('ghsa')).toMatchObject({ lastError: null });
  expect(await advisory()).toMatchObject({ state: 'withdrawn' });
});

it('decision points come with the tarball; what cannot be read is counted and the first is named', async () => {
  const repo = 'cisagov/vulnrichment';
  head(repo, 'develop', sha(3));
  s.there.files.set(`/${repo}/tar.gz/${sha(3)}`, {
    body: tarGzOf({
      't/2026/1xxx/CVE-2026-1000.json': JSON.stringify({
        dataType: 'CVE_RECORD',
        dataVersion: '5.2',
        cveMetadata: { cveId: 'CVE-2026-1000', state: 'PUBLISHED' },
        containers: {
          adp: [
            {
              metrics: [
                {
                  other: {
                    type: 'ssvc',
                    content: {
                      id: 'CVE-2026-1000',
                      role: 'CISA Coordinator',
                      version: '2.0.3',
                      timestamp: '2026-11-20T00:00:00Z',
                      options: [{ Exploitation: 'active' }, { Automatable: 'yes' }, { 'Technical Impact': 'total' }],
                    },
                  },
                },
              ],
            },
          ],
        },
      }),
      't/2026/1xxx/CVE-2026-1001.json': '{"not": "a record"}',
    }),
  });
  const feed = await s.sync('ssvc');
  expect(feed).toMatchObject({ records: 1, lastError: null });
  expect(feed.note).toContain('1 of 2 records could not be read; the first: ');
});
