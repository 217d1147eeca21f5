// Search on a real database: everything of one's own, nothing of another's, in items and in counts.
import type { Role } from '@leadtime/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Somebody, type TestHouse, testHouse } from '../../../test/house.ts';
import { sarifOf } from '../../../test/stories/sarif.ts';
import { World } from '../../../test/world.ts';

let t: TestHouse;
const who: Record<string, Somebody> = {};
const NOW = '2026-11-22T10:00:00.000Z';
type Item = { kind: string; title: string; href: string; id: string };
const find = async (as: Somebody | undefined, q: string) => {
  const { status, body } = await t.call(as, 'search.all', { query: { q } });
  return { status, total: body.total, items: (body.items ?? []) as Item[], body };
};

beforeAll(async () => {
  t = await testHouse({ now: NOW });
  const w = new World(t.owner, NOW);
  const add = async (name: string, kind: Parameters<TestHouse['party']>[1], role: Role) => {
    who[name] = await t.person(await t.party(name, kind), role);
  };
  who['coordinator'] = await t.person(t.clearinghouse, 'coordinator');
  who['overseer'] = await t.person(t.clearinghouse, 'overseer');
  await add('lab', 'lab', 'finder');
  await add('other lab', 'lab', 'finder');
  await add('maintainer', 'project', 'maintainer');
  await add('hospital', 'operator', 'operator');
  await add('other hospital', 'operator', 'operator');
  const project = await w.project('Zanzibar Project', who['maintainer']?.party ?? null);
  await w.see(project, t.clearinghouse, 'coordinator');
  await w.see(project, who['maintainer']?.party ?? '', 'maintainer');
  const v = await w.vulnerability({
    title: 'Heap overflow in zanzibar header',
    target: 'pkg:npm/zanzibar-parser',
    project,
    finders: [who['lab']?.party ?? ''],
    toldAt: NOW,
    state: 'told',
    caseState: 'told',
    seen: [
      [t.clearinghouse, 'coordinator'],
      [who['lab']?.party ?? '', 'finder'],
      [who['maintainer']?.party ?? '', 'maintainer'],
    ],
  });
  await t.owner.query(`UPDATE vulnerability SET aliases = '{CVE-2026-4242}' WHERE id = $1`, [v]);
  await t.owner.query(`UPDATE report SET filename = 'zanzibar.sarif'`);
  const advisory = await w.advisory(v, 'Zanzibar advisory of ours');
  await w.see(advisory, who['maintainer']?.party ?? '', 'reader');
  await w.duty(advisory, who['hospital']?.party ?? '', { state: 'open', component: 'zanzibar-parser' });
  for (let i = 0; i < 30; i += 1)
    await t.owner.query(
      `INSERT INTO advisory (id, public_id, source, title, state, record, content_digest, modified_at)
       VALUES (gen_random_uuid(), $1, 'osv', 'Zanzibar outside advisory', 'published', '{}', '', $2)`,
      [`OSV-2026-${i}`, NOW],
    );
});
afterAll(() => t.close());

const kindsOf = (items: readonly Item[]) => [...new Set(items.map((i) => i.kind))].sort();

describe('search', () => {
  it.each([
    ['coordinator', ['advisory', 'case', 'project', 'vulnerability'], 3 + 30],
    ['lab', ['advisory', 'case', 'report', 'vulnerability'], 3 + 30],
    ['maintainer', ['advisory', 'case', 'project', 'vulnerability'], 4 + 30],
    ['hospital', ['advisory', 'component', 'duty'], 2 + 30],
    ['other lab', ['advisory'], 30],
    ['other hospital', ['advisory'], 30],
    ['overseer', ['advisory'], 30],
  ])('shows %s what it may see, and counts no more', async (name, kinds, total) => {
    const found = await find(who[name], 'zanzibar');
    expect(found.status).toBe(200);
    expect(kindsOf(found.items)).toEqual(kinds);
    expect(found.total).toBe(total);
    expect(found.items.filter((i) => i.title.includes('outside')).length).toBe(20);
  });

  it('leads to the page of each', async () => {
    for (const name of ['coordinator', 'lab', 'hospital'])
      for (const { href, id, kind } of (await find(who[name], 'zanzibar')).items)
        expect(href, kind).toMatch(
          kind === 'component' ? /^\/inventories\/[0-9a-f-]{36}\?q=/ : new RegExp(`^/[a-z]+/${id}$`),
        );
  });

  it('puts an identifier before everything', async () => {
    const { items } = await find(who['coordinator'], 'cve-2026-4242');
    expect(items[0]).toMatchObject({ kind: 'vulnerability', title: 'Heap overflow in zanzibar header' });
    expect((await find(who['other lab'], 'OSV-2026-7')).items[0]?.title).toContain('OSV-2026-7 ');
    expect(await find(who['other lab'], 'CVE-2026-4242')).toMatchObject({ total: 0, items: [] });
  });

  it('finds the beginning of a word and part of a package', async () => {
    for (const q of ['zanz', 'npm/zanzibar-par', 'ZANZIBAR'])
      expect(
        (await find(who['coordinator'], q)).items.map((i) => i.kind),
        q,
      ).toContain('vulnerability');
    for (const name of ['coordinator', 'lab', 'maintainer'])
      for (const q of ['header overflow', 'overfl head zanz'])
        expect(
          (await find(who[name], q)).items.map((i) => i.kind),
          `${q} as ${name}`,
        ).toContain('vulnerability');
    expect((await find(who['coordinator'], 'header underflow')).items).toEqual([]);
  });

  it('finds by several words what came through the pipeline', async () => {
    const lab = who['lab'];
    const sent = await t.app.inject({
      method: 'POST',
      url: `/api/v1/reports?target=${encodeURIComponent('pkg:npm/quagga-reader')}`,
      headers: { cookie: lab?.cookie ?? '', 'leadtime-request': '1' },
      payload: sarifOf([
        { tool: 'a', rule: 'b', message: 'Underrun in the trailer of a quagga', path: 'src/q.c', line: 1 },
      ]),
    });
    expect(sent.statusCode).toBe(202);
    await t.work('findings.drain');
    for (const name of ['coordinator', 'lab'])
      for (const q of ['trailer underrun', 'quag trail', 'reader npm'])
        expect(
          (await find(who[name], q)).items.map((i) => i.kind),
          `${q} as ${name}`,
        ).toEqual(['vulnerability']);
    expect((await find(who['other lab'], 'trailer underrun')).items).toEqual([]);
    const filtered = async (name: string, q: string) =>
      (await t.call(who[name], 'vulnerabilities.list', { query: { q } })).body.total;
    for (const q of ['trailer underrun', 'quag trail', 'reader_trailer', 'trailer: (underrun)'])
      expect([await filtered('coordinator', q), await filtered('lab', q), await filtered('other lab', q)], q).toEqual([
        1, 1, 0,
      ]);
    expect(await filtered('coordinator', "'&|!:* ()")).toBe(0);
  });

  it.each(["'", '%', '_', '\\', '&|!:*', '()', '<->', '   ', '-'])(
    'refuses %j, in which there is nothing to find',
    async (q) => {
      const found = await find(who['coordinator'], q);
      expect(found).toMatchObject({ status: 422, body: { code: 'request.invalid' } });
    },
  );
  it.each([
    "zanzibar' | 'a",
    'zanzibar & ! (',
    '100%',
    'a_b',
    `\\'; DROP TABLE party; --x`,
    '𝒛anzibar',
    'x'.repeat(200),
  ])('takes %j as text', async (q) => {
    expect((await find(who['coordinator'], q)).status).toBe(200);
  });
  it('takes % and _ as letters, not as patterns', async () => {
    expect((await find(who['lab'], 'z%r')).items).toEqual([]);
    expect((await find(who['lab'], 'z_nzibar')).items).toEqual([]);
  });
  it('needs somebody signed in', async () => {
    expect((await find(undefined, 'zanzibar')).status).toBe(401);
  });
});
