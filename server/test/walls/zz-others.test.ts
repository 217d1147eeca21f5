// What a party may SEE, from outside: real reports, proofs, cases, inventories and models of one side; then every route asked
// by strangers of every role, with every id of the other side. Nothing of it may be in any answer, and an answer about
// something that exists must be the same as about something that does not: in status, in text, in count.
import { mayDo, ROLES, ROUTES, type RouteId } from '@leadtime/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { delegate } from '../../src/modules/access/index.ts';
import { type Somebody, type TestHouse, testHouse } from '../house.ts';
import { requestFor } from './requests.ts';
import { WALLED } from './tables.ts';

const SECRET = /zanzibar/i;
const NOBODY = '00000000-0000-4000-8000-000000000000';
const routes = Object.keys(ROUTES) as RouteId[]; // keys of the table

let t: TestHouse;
const strangers: Somebody[] = [];
/** Ids of the other side, by table. */
const ids = new Map<string, string[]>();

beforeAll(async () => {
  t = await testHouse();
  const made = await otherSide();
  for (const role of ROLES) strangers.push(await t.person(await t.party(`Strangers ${role}`, 'lab'), role));
  const mine = new Set(strangers.flatMap((s) => [s.party, s.person]));
  for (const table of Object.keys(WALLED)) {
    const { rows } = await t.owner.query<{ column: string }>(
      `SELECT attname AS column FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND attname = 'id' AND atttypid = 'uuid'::regtype`,
      [table],
    );
    if (rows.length === 0) continue;
    const found = await t.owner.query<{ id: string }>(`SELECT id::text FROM ${table} LIMIT 200`);
    const foreign = found.rows.map((r) => r.id).filter((id) => !mine.has(id));
    if (foreign.length > 0) ids.set(table, foreign);
  }
  await t.owner.query('CREATE POLICY hole ON report FOR SELECT TO leadtime_app USING (true)');
}, 120_000);
afterAll(() => t.close());

/** A lab, a project, two operators, a developer and the clearinghouse go through the stream once. */
async function otherSide(): Promise<Somebody[]> {
  const coordinator = await t.person(t.clearinghouse, 'coordinator');
  const lab = await t.person(await t.party('Other lab', 'lab'), 'finder');
  const maintainer = await t.person(await t.party('Other project', 'project'), 'maintainer');
  const hospital = await t.person(await t.party('Other hospital', 'operator', 'healthcare'), 'operator');
  const isac = await t.person(await t.party('Other ISAC', 'isac'), 'operator');
  const developer = await t.person(await t.party('Other developer', 'developer'), 'model_developer');
  const ok = async (answer: Promise<{ status: number; body: Record<string, unknown>; text: string }>) => {
    const { status, body, text } = await answer;
    if (status >= 300) throw new Error(text);
    return body;
  };
  const project = await ok(
    t.call(coordinator, 'projects.create', {
      body: { name: 'Zanzibar Project', packages: ['pkg:npm/zanzibar'], maintainerId: maintainer.party },
    }),
  );
  await ok(
    t.call(lab, 'reports.submit', { query: { filename: 'zanzibar.sarif', target: 'pkg:npm/zanzibar' }, body: sarif() }),
  );
  await ok(t.call(lab, 'uploads.open', { body: { digest: 'a'.repeat(64), size: 10, filename: 'zanzibar.part' } }));
  await t.work();
  const [v] = (await ok(t.call(coordinator, 'vulnerabilities.list')))['items'] as { id: string }[]; // the list's items
  const at = { params: { id: v?.id ?? '' } };
  await ok(
    t.call(coordinator, 'vulnerabilities.validate', { ...at, body: { outcome: 'reproduced', reason: 'zanzibar ran' } }),
  );
  await t.work();
  const told = await t.call(coordinator, 'cases.tell', { ...at, body: {} });
  if (told.status >= 300 && told.body.code !== 'state.not-possible') throw new Error(told.text);
  await t.work();
  const [c] = (await ok(t.call(maintainer, 'cases.list')))['items'] as { id: string }[]; // as above
  const inCase = { params: { id: c?.id ?? '' } };
  await ok(t.call(maintainer, 'cases.message', { ...inCase, body: { lane: 'shared', text: 'zanzibar message' } }));
  await ok(t.call(coordinator, 'cases.message', { ...inCase, body: { lane: 'coordinators', text: 'zanzibar lane' } }));
  await ok(t.call(coordinator, 'advisories.draft', inCase));
  await ok(
    t.call(hospital, 'inventories.upload', {
      query: { name: 'zanzibar inventory', filename: 'zanzibar.csv' },
      body: 'vendor,product,version,asset\nzanzibar,zanzibar,1.0.0,zanzibar-pump\n',
    }),
  );
  await t.house.db.as(hospital.party, (tx) =>
    delegate(
      tx,
      { party: { id: hospital.party, name: 'x' }, person: { id: hospital.person, name: 'x' } },
      { to: isac.party },
    ),
  );
  await ok(t.call(hospital, 'tokens.create', { body: { name: 'zanzibar token', scopes: ['inventory:write'] } }));
  const dates = { opensAt: '2026-11-01T00:00:00Z', releaseAt: '2026-12-24T00:00:00Z' };
  await ok(t.call(developer, 'models.submit', { body: { name: 'Zanzibar-9', ...dates } }));
  await t.owner.query(
    `INSERT INTO webhook (id, party_id, url, events, secret, created_at) VALUES (gen_random_uuid(), $1, 'https://zanzibar.example/x', '{duty.due}', '\\x00', now())`,
    [hospital.party],
  );
  await t.work();
  await ok(t.call(coordinator, 'measures.funnel'));
  expect(project['id']).toBeTruthy();
  return [coordinator, lab, maintainer, hospital, isac, developer];
}

const sarif = (): string =>
  JSON.stringify({
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'zanzibar-tool', rules: [{ id: 'Z1' }] } },
        results: [
          {
            ruleId: 'Z1',
            level: 'error',
            message: { text: 'Zanzibar overflow in parse()' },
            locations: [
              { physicalLocation: { artifactLocation: { uri: 'src/zanzibar.c' }, region: { startLine: 7 } } },
            ],
          },
        ],
      },
    ],
  });

/** Without what differs in every answer, and without the id that was asked for. */
const plain = (text: string, id: string): string =>
  text
    .replaceAll(id, 'ID')
    .replace(/"requestId":"[^"]*"/g, '')
    .replace(/"(asOf|since|now|at)":"[^"]*"/g, '');

const admitted = (route: RouteId): Somebody[] => strangers.filter((s) => mayDo(s.role, ROUTES[route].action));

/** Administrators see parties and people by name: that is their task. What is in these is no secret of the stream. */
const PEOPLE_TABLES = ['party', 'person'];
const publicIds = async (): Promise<Set<string>> => {
  const { rows } = await t.owner.query<{ id: string }>(
    `SELECT wall::text AS id FROM visibility WHERE party_id = everybody() UNION SELECT id::text FROM party UNION SELECT id::text FROM person`,
  );
  return new Set(rows.map((r) => r.id));
};

describe('the other side', () => {
  it('left something behind nearly every wall', () => {
    const expected =
      'report blob vulnerability finding coordination_case message advisory inventory asset component project decision opinion ' +
      'ledger_entry event notice delivery webhook api_token model_release upload delegation';
    expect(expected.split(' ').filter((table) => !ids.has(table))).toEqual([]);
  });
});

describe('nothing of the other side is in any list, count, search or export', () => {
  it.each(routes.filter((r) => !/:/.test(ROUTES[r].path)))('%s', async (route) => {
    const open = await publicIds();
    const secret = [...ids]
      .filter(([table]) => !PEOPLE_TABLES.includes(table))
      .flatMap(([, all]) => all)
      .filter((id) => !open.has(id));
    for (const who of [undefined, ...admitted(route)]) {
      if (ROUTES[route].method !== 'GET' && who === undefined) continue;
      if (route === 'session.close' || route === 'session.switch') continue; // change the session that asks
      const made = requestFor(route, NOBODY);
      const query = 'q' in made.query ? { ...made.query, q: 'zanzibar' } : made.query;
      for (const q of [query, { ...query, q: 'zanzibar', party: [...(ids.get('inventory') ?? [])][0] ?? '' }]) {
        const { text } = await t.call(who, route, { ...made, query: q });
        const said = text.replace(/"detail":"[^"]*"/g, ''); // a refusal may repeat what was asked
        expect(said, `${route} as ${who?.role ?? 'nobody'}`).not.toMatch(SECRET);
        for (const id of secret)
          expect(text.includes(id) && !Object.values(q).includes(id), `${route} as ${who?.role}: ${id}`).toBe(false);
      }
    }
  });

  it('nor do strangers find anything by searching for it', async () => {
    for (const who of strangers) {
      const found = await t.call(who, 'search.all', { query: { q: 'zanzibar' } });
      expect(found.body, who.role).toEqual({ items: [], total: 0 });
    }
  });
});

describe('what exists elsewhere answers as what does not exist', () => {
  it.each(routes.filter((r) => /:/.test(ROUTES[r].path)))('%s', async (route) => {
    const open = await publicIds();
    for (const who of [...(ROUTES[route].method === 'GET' ? [undefined] : []), ...admitted(route)]) {
      const nothing = await t.call(who, route, requestFor(route, NOBODY));
      for (const [table, all] of ids) {
        if (PEOPLE_TABLES.includes(table)) continue;
        for (const id of all.filter((one) => !open.has(one)).slice(0, 2)) {
          const answer = await t.call(who, route, requestFor(route, id));
          const label = `${route} as ${who?.role ?? 'nobody'} with an id of ${table}`;
          expect(answer.status, label).toBe(nothing.status);
          expect(plain(answer.text, id), label).toBe(plain(nothing.text, NOBODY));
          expect(answer.text, label).not.toMatch(SECRET);
        }
      }
    }
  });
});
