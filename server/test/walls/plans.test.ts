// How the busiest lists are planned under row-level security, on some thousand rows: by index, whoever asks. Each list is
// asked through its route; every statement that the route ran is explained as the party that asked.
import { QUEUE_SORTS, type RouteId } from '@leadtime/contract';
import type { Uuid } from '@leadtime/lib/kit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CASES, CASES_OF_FEW } from '../../src/modules/cases/store.ts';
import { QUEUE, QUEUE_OF_FEW } from '../../src/modules/findings/queue-store.ts';
import { REPORTS, REPORTS_OF_FEW } from '../../src/modules/intake/store.ts';
import type { Query } from '../../src/platform/db/query.ts';
import { type Somebody, type TestHouse, testHouse } from '../house.ts';
import { seed } from './seed.ts';

const ROWS = 4_000;
/** Tables of which reading all would be felt on a real instance. */
const BIG = new Set(
  'vulnerability finding report component component_key exposure exposure_history duty advisory notice delivery visibility ledger_entry coordination_case event watch_outside watch_changed'.split(
    ' ',
  ),
);

let t: TestHouse;
const who: Record<string, Somebody> = {};
const asked: { text: string; name: string; values: readonly unknown[] }[] = [];
const place: Record<string, string> = {};

beforeAll(async () => {
  t = await testHouse();
  who['coordinator'] = await t.person(t.clearinghouse, 'coordinator');
  who['finder'] = await t.person(await t.party('Lab', 'lab'), 'finder');
  who['maintainer'] = await t.person(await t.party('Project', 'project'), 'maintainer');
  who['operator'] = await t.person(await t.party('Operator', 'operator'), 'operator');
  await many();
  t.house.db.pool.on('acquire', record);
}, 120_000);
afterAll(() => t.close());

/** Notes every named statement that runs on this connection. */
const seen = new WeakSet<object>();
function record(client: { query: unknown }): void {
  if (seen.has(client)) return;
  seen.add(client);
  const query = (client.query as (...args: unknown[]) => unknown).bind(client); // pg's own method
  client.query = (...args: unknown[]) => {
    const [config] = args;
    if (typeof config === 'object' && config !== null && 'name' in config && 'values' in config)
      asked.push(config as (typeof asked)[number]); // as platform/db sends them
    return query(...args);
  };
}

/** Copies one row of each table some thousand times, under ids of their own; a few of each belong to each party. */
async function many(): Promise<void> {
  const db = t.owner;
  // The same text gives the same id, of the form that the API takes.
  await db.query(
    `CREATE FUNCTION uid(t text) RETURNS uuid LANGUAGE sql IMMUTABLE RETURN overlay(overlay(md5(t) PLACING '4' FROM 13) PLACING '8' FROM 17)::uuid`,
  );
  const { rows } = await seed(db);
  const party = (name: string) => who[name]?.party ?? '';
  const copy = async (table: string, n: number, set: Readonly<Record<string, string>>): Promise<void> => {
    const { rows: columns } = await db.query<{ name: string }>(
      `SELECT attname AS name FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''`,
      [table],
    );
    const names = columns.map((c) => c.name);
    const key = 'id' in (rows[table] ?? {}) ? `x.id = '${rows[table]?.['id']}'` : 'true';
    await db.query(
      `INSERT INTO ${table} (${names.join(', ')}) SELECT ${names.map((c) => set[c] ?? `x.${c}`).join(', ')}
       FROM (SELECT * FROM ${table} x WHERE ${key} LIMIT 1) x, generate_series(1, ${n}) AS g (i)`,
    );
  };
  const id = (salt: string) => `uid('${salt}' || g.i)`;
  const owned = (mine: string) => `CASE WHEN g.i <= 40 THEN '${party(mine)}'::uuid ELSE x.party_id END`;
  await copy('vulnerability', ROWS, {
    id: id('v'),
    priority_rank: 'g.i',
    title: `'a bug ' || g.i`,
    first_seen_at: `x.first_seen_at - g.i * interval '1 minute'`,
  });
  await copy('report', ROWS, {
    id: id('r'),
    digest: `decode(md5('r' || g.i), 'hex')`,
    party_id: owned('finder'),
    received_at: `x.received_at - g.i * interval '1 minute'`,
  });
  await copy('finding', ROWS, {
    id: id('f'),
    report_id: id('r'),
    vulnerability_id: id('v'),
    party_id: owned('finder'),
  });
  await copy('coordination_case', ROWS, {
    id: id('c'),
    vulnerability_id: id('v'),
    state: `'told'`,
    told_at: 'x.opened_at',
  });
  await copy('advisory', ROWS, {
    id: id('a'),
    public_id: `'OSV-' || g.i`,
    source: `'osv'`,
    state: `'published'`,
    vulnerability_id: 'NULL',
    modified_at: `x.modified_at - g.i * interval '1 minute'`,
  });
  await copy('inventory', 20, {
    id: id('i'),
    name: `'inventory ' || g.i`,
    party_id: `CASE WHEN g.i <= 2 THEN '${party('operator')}'::uuid ELSE x.party_id END`,
  });
  const onAsset = `uid('s' || (g.i % 200 + 1))`;
  await copy('asset', 200, {
    id: id('s'),
    name: `'asset ' || g.i`,
    party_id: `CASE WHEN (g.i - 1) % 20 + 1 <= 2 THEN '${party('operator')}'::uuid ELSE x.party_id END`,
  });
  await copy('component', ROWS, {
    id: id('k'),
    asset_id: onAsset,
    inventory_id: `uid('i' || (g.i % 20 + 1))`,
    fingerprint: `decode(md5('k' || g.i), 'hex')`,
    name: `'component ' || g.i`,
    party_id: `CASE WHEN g.i % 20 + 1 <= 2 THEN '${party('operator')}'::uuid ELSE x.party_id END`,
  });
  await copy('exposure', ROWS, {
    id: id('e'),
    component_id: id('k'),
    asset_id: onAsset,
    advisory_id: id('a'),
    party_id: owned('operator'),
  });
  await copy('exposure_history', ROWS, {
    id: id('h'),
    component_id: id('k'),
    asset_id: onAsset,
    inventory_id: `uid('i' || (g.i % 20 + 1))`,
    advisory_id: id('a'),
    party_id: owned('operator'),
  });
  await copy('duty', ROWS, {
    id: id('d'),
    component_id: id('k'),
    asset_id: onAsset,
    advisory_id: id('a'),
    party_id: owned('operator'),
    package: `'p' || g.i`,
  });
  await copy('notice', ROWS, {
    id: id('n'),
    event_id: id('n'),
    party_id: owned('finder'),
    kind: `'report.read'`,
    shown_at: 'x.at',
  });
  await copy('delivery', ROWS, { id: id('l'), notice_id: id('n'), party_id: owned('finder') });
  await copy('ledger_entry', ROWS, { id: id('g'), wall: id('v'), index: 'g.i' });
  const sees = (salt: string, name: string, tier: string, n: number) =>
    db.query(
      `INSERT INTO visibility SELECT uid('${salt}' || i), '${party(name)}', '${tier}', '2020-01-01' FROM generate_series(1, ${n}) i ON CONFLICT DO NOTHING`,
    );
  for (const salt of ['v', 'r']) await sees(salt, 'coordinator', 'coordinator', ROWS);
  await sees('v', 'finder', 'finder', 40);
  await sees('r', 'finder', 'owner', 40);
  await sees('v', 'maintainer', 'maintainer', 40);
  // What is over, what has not begun, and what everybody sees.
  for (const [i, seer, from, until] of [
    [50, party('finder'), '2020-01-01', '2021-01-01'],
    [51, party('finder'), '2098-01-01', null],
    [52, '00000000-0000-0000-0000-000000000000', '2020-01-01', null],
  ])
    await db.query(`INSERT INTO visibility VALUES (uid('v' || $1::int), $2, 'reader', $3, $4)`, [i, seer, from, until]);
  // Other parties see as much as one expects of an instance in use.
  await db.query(
    `INSERT INTO visibility SELECT uid('v' || i), uid('party' || i % 200), 'finder', '2020-01-01' FROM generate_series(1, ${ROWS}) i`,
  );
  await db.query('ANALYZE');
  place['vulnerability'] = (await db.query(`SELECT uid('v1')::text AS id`)).rows[0].id;
  place['report'] = (await db.query(`SELECT uid('r1')::text AS id`)).rows[0].id;
  place['inventory'] = (await db.query(`SELECT uid('i1')::text AS id`)).rows[0].id;
}

interface Node {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Cond'?: string;
  readonly Plans?: readonly Node[];
}

/** Tables that a plan reads from end to end, one row after the other or by an index without asking it for anything. */
function readWhole(node: Node): string[] {
  const whole =
    /^(Seq|Index|Index Only|Bitmap Index) Scan$/.test(node['Node Type']) && node['Index Cond'] === undefined;
  const own = whole && BIG.has(node['Relation Name'] ?? '') ? [node['Relation Name'] ?? ''] : [];
  return [...own, ...(node.Plans ?? []).flatMap(readWhole)];
}

async function plansOf(as: Somebody): Promise<{ name: string; whole: string[]; plan: Node }[]> {
  const plans: { name: string; whole: string[]; plan: Node }[] = [];
  for (const { name, text, values } of asked) {
    if (!/^\s*(SELECT|WITH)/.test(text) || /\bFOR UPDATE\b|pg_advisory/.test(text)) continue;
    await t.owner.query('BEGIN');
    await t.owner.query(`SELECT set_config('leadtime.party', $1, true), set_config('leadtime.now', $2, true)`, [
      as.party,
      t.clock.now(),
    ]);
    await t.owner.query('SET LOCAL ROLE leadtime_app');
    const { rows } = await t.owner.query(`EXPLAIN (FORMAT JSON) ${text}`, [...values]);
    await t.owner.query('ROLLBACK');
    const plan = rows[0]['QUERY PLAN'][0].Plan as Node; // EXPLAIN's own form
    plans.push({ name, plan, whole: readWhole(plan) });
  }
  return plans;
}

interface List {
  readonly route: RouteId;
  readonly as: string;
  /** Which row its address names. */
  readonly of?: string;
  readonly stream?: string;
  readonly query?: Readonly<Record<string, string | number>>;
}
const LISTS: readonly List[] = [
  { route: 'vulnerabilities.list', as: 'coordinator' },
  { route: 'vulnerabilities.list', as: 'finder' },
  { route: 'vulnerabilities.list', as: 'finder', query: { sort: 'title', q: 'bug' } },
  { route: 'vulnerabilities.findings', as: 'coordinator', of: 'vulnerability' },
  { route: 'cases.list', as: 'coordinator' },
  { route: 'cases.list', as: 'maintainer' },
  { route: 'reports.list', as: 'finder' },
  { route: 'reports.findings', as: 'finder', of: 'report' },
  { route: 'advisories.list', as: 'coordinator' },
  { route: 'inventories.components', as: 'operator', of: 'inventory' },
  { route: 'exposures.list', as: 'operator' },
  { route: 'exposures.asOf', as: 'operator' },
  { route: 'exposures.asOf', as: 'operator', query: { show: 'changed', q: 'component', advisory: 'OSV-7' } },
  { route: 'fleet.components', as: 'operator' },
  { route: 'fleet.assets', as: 'operator' },
  { route: 'fleet.advisories', as: 'operator' },
  { route: 'duties.list', as: 'operator' },
  { route: 'today.read', as: 'operator' },
  { route: 'watch.feed', as: 'operator', stream: 'outside', query: { after: 100 } },
  { route: 'watch.feed', as: 'operator', stream: 'ours', query: { after: 0 } },
  { route: 'notices.list', as: 'finder' },
  { route: 'search.all', as: 'finder', query: { q: 'bug' } },
  { route: 'search.all', as: 'operator', query: { q: 'component' } },
];

/**
 * Who sees nearly all of a table reads nearly all of it to count it, and walks it in the order of the list: no fault of the plan.
 * Of a case and its vulnerability, which come one to one, one is read whole and the other looked up; which, versions of PostgreSQL
 * choose differently.
 */
const SEES_ALL: Readonly<Record<string, readonly (readonly string[])[]>> = {
  'vulnerabilities.list as coordinator': [['vulnerabilities.list-by-priority reads all of vulnerability']],
  'cases.list as coordinator': [
    ['cases.list reads all of coordination_case'],
    ['cases.list reads all of vulnerability'],
  ],
};

describe('no list reads a big table from end to end', () => {
  it.each(LISTS)('$route as $as', async ({ route, as: name, of, stream, query }) => {
    const as = who[name];
    if (!as) throw new Error('somebody');
    asked.length = 0;
    // What the seeded rows say is not of the form that an answer has; what counts is the statements that ran.
    await t.call(as, route, {
      params: { id: place[of ?? ''] ?? '', stream: stream ?? '' },
      query: query ?? { limit: 50 },
    });
    const plans = await plansOf(as);
    expect(plans.length).toBeGreaterThan(0);
    const whole = plans.flatMap((p) => p.whole.map((table) => `${p.name} reads all of ${table}`));
    expect(SEES_ALL[`${route} as ${name}`] ?? [[]]).toContainEqual([...new Set(whole)]);
  });

  it('and the check notices one that does', async () => {
    const finder = who['finder'];
    if (!finder) throw new Error('somebody');
    asked.length = 0;
    asked.push({ name: 'whole', text: 'SELECT count(*) FROM notice WHERE title = $1', values: ['x'] });
    expect((await plansOf(finder)).map((p) => p.whole)).toEqual([['notice']]);
  });
});

describe('a list that begins with what the party sees', () => {
  const nothingAsked = Array.from({ length: 11 }, () => null);
  const PAIRS: readonly (readonly [string, Query<unknown>, Query<unknown>, readonly unknown[]])[] = [
    ...QUEUE_SORTS.map((s) => [s, QUEUE.by[s], QUEUE_OF_FEW.by[s], [...nothingAsked, 100, 0]] as const),
    ['count', QUEUE.count, QUEUE_OF_FEW.count, nothingAsked],
    ['cases', CASES, CASES_OF_FEW, [null, null, 100, 0]],
    ['reports', REPORTS, REPORTS_OF_FEW, [null, null, 100, 0]],
  ];
  it.each(['finder', 'maintainer', 'operator', 'coordinator'])(
    'gives %s what the walls let through, and no less',
    async (name) => {
      for (const [what, all, few, params] of PAIRS)
        await t.house.db.as((who[name]?.party ?? '') as Uuid, async (tx) => {
          expect(await tx.all(few, params), what).toEqual(await tx.all(all, params));
        }); // a party's id
    },
  );
  it('says how many there are also past its end', async () => {
    const { body } = await t.call(who['finder'], 'vulnerabilities.list', { query: { offset: 100 } });
    expect(body).toMatchObject({ items: [], total: 41 });
  });
  it('has something to compare', async () => {
    const [row] = await t.house.db.as((who['finder']?.party ?? '') as Uuid, (tx) =>
      tx.all(QUEUE_OF_FEW.count, nothingAsked),
    ); // a party's id
    expect(row?.total).toBe(41);
  });
});
