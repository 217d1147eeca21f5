// Measures on a real database: the funnel and the holds add up, the burn-down takes the pessimistic end, and no answer has
// content in it.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ROUTES, type RouteId } from '@leadtime/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Somebody, type TestHouse, testHouse } from '../../../test/house.ts';
import { World } from '../../../test/world.ts';
import { publicFunnel } from './funnel.ts';
import { take } from './take.ts';

const NOW = '2026-11-22T10:00:00.000Z';
const hoursAgo = (h: number): string => new Date(Date.parse(NOW) - h * 3_600_000).toISOString();
/** Words that only content has: none of them may be in any answer. */
const SECRET = {
  title: 'Heap overflow Zanzibar',
  target: 'pkg:npm/zanzibar-parser',
  finder: 'Zanzibar Labs',
  operator: 'Zanzibar Hospital',
  reason: 'Zanzibar reason',
};

let t: TestHouse;
let w: World;
let overseer: Somebody;
let coordinator: Somebody;
let developer: Somebody;
let labs: string[];
let hospitals: string[];
const fresh = () => take({ db: t.house.workerDb }, { fresh: true });

beforeAll(async () => {
  t = await testHouse({ now: NOW });
  w = new World(t.owner, NOW);
  coordinator = await t.person(t.clearinghouse, 'coordinator');
  overseer = await t.person(await t.party('Office of Oversight', 'oversight'), 'overseer');
  developer = await t.person(await t.party('Model Developer', 'developer'), 'model_developer');
  labs = [await t.party(SECRET.finder, 'lab'), await t.party(`${SECRET.finder} Two`, 'lab')];
  hospitals = [];
  for (let i = 0; i < 2; i += 1) hospitals.push(await t.party(`${SECRET.operator} ${i}`, 'operator', 'healthcare'));
});
afterAll(() => t.close());

describe('before anything has happened', () => {
  it('says that nothing was received and that nothing is held back', async () => {
    const funnel = await t.call(overseer, 'measures.funnel');
    expect(funnel.body.conclusion).toBe('Nothing was received in 90 days.');
    expect(funnel.body.asOf).toBe(NOW);
    expect((await t.call(overseer, 'measures.holds')).body).toMatchObject({ total: 0, items: [] });
    expect((await t.call(undefined, 'scoreboard.read')).status).toBe(200);
  });
});

describe('the funnel and the holds', () => {
  let project: string;
  beforeAll(async () => {
    project = await w.project('Open Parser Project');
    const v = (more: Parameters<World['vulnerability']>[0]) =>
      w.vulnerability({
        title: SECRET.title,
        target: SECRET.target,
        project,
        finders: [labs[0] ?? ''],
        firstSeenAt: hoursAgo(100),
        ...more,
      });
    await v({}); // found, waits for validation
    await v({ finders: labs }); // the same bug by two labs
    await v({ state: 'rejected', rejectedReason: SECRET.reason });
    await v({ proof: 'not_reproduced' });
    const held = await v({ state: 'validated', validatedAt: hoursAgo(90) });
    await w.hold(held, {
      kind: 'maintainer_capacity',
      owner: SECRET.operator,
      since: hoursAgo(80),
      expiresAt: hoursAgo(-24),
    });
    await v({ state: 'told', validatedAt: hoursAgo(90), toldAt: hoursAgo(80), caseState: 'told' });
    await v({
      state: 'fixed',
      validatedAt: hoursAgo(90),
      toldAt: hoursAgo(80),
      fixedAt: hoursAgo(40),
      caseState: 'fix_ready',
    });
    const published = {
      state: 'published',
      validatedAt: hoursAgo(90),
      toldAt: hoursAgo(80),
      fixedAt: hoursAgo(40),
      publishedAt: hoursAgo(20),
    };
    const closed = await v(published);
    const open = await v(published);
    await v(published); // nobody is known to run it
    for (const [i, party] of hospitals.entries()) {
      await w.duty(await w.advisory(closed, SECRET.title), party, {
        state: i === 0 ? 'fixed' : 'mitigated',
        answeredAt: hoursAgo(10),
        detectedAt: hoursAgo(20),
      });
      await w.duty(await w.advisory(open, SECRET.title), party, {
        state: i === 0 ? 'not_affected' : 'open',
        answeredAt: hoursAgo(15),
        detectedAt: hoursAgo(20),
      });
    }
    await fresh();
  });

  it('name every loss, and lose nothing between two stages', async () => {
    const { stages, conclusion } = (await t.call(overseer, 'measures.funnel')).body;
    const table = stages.map((s: { name: string; count: number; lost: { why: string; count: number }[] }) => [
      s.name,
      s.count,
      Object.fromEntries(s.lost.map((l) => [l.why, l.count])),
    ]);
    expect(table).toEqual([
      ['Received', 11, {}],
      ['Distinct', 10, { 'the same bug as another finding': 1 }],
      [
        'Valid',
        6,
        { 'judged not to be a vulnerability': 1, 'could not be reproduced yet': 1, 'waiting for validation': 2 },
      ],
      ['Told', 5, { 'waiting in the maintainer’s own week': 1 }],
      ['Fixed', 4, { 'the maintainer has not answered': 1 }],
      ['Published', 3, { 'the advisory is not out': 1 }],
      ['Deployed', 1, { 'still open at an operator': 1, 'unknown: no enrolled operator is known to run it': 1 }],
      ['Closed at operators', 3, { 'still open': 1 }],
    ]);
    expect(stages.slice(2, 7).map((s: { medianHours: number }) => s.medianHours)).toEqual([10, 20, 60, 80, 90]);
    expect(conclusion).toContain('Operators have closed 75 % of what reached them.');
    for (const [i, stage] of stages.slice(1, 7).entries()) {
      const lost = stage.lost.reduce((sum: number, l: { count: number }) => sum + l.count, 0);
      expect(stage.count + lost, stage.name).toBe(stages[i].count);
    }
  });

  it('count what waits before telling, also what nobody has validated yet', async () => {
    const { total, items } = (await t.call(overseer, 'measures.holds')).body;
    expect(items).toEqual([
      { kind: 'not_validated', owner: 'Test', count: 3, oldestSince: hoursAgo(100), expiringSoon: 0 },
      {
        kind: 'maintainer_capacity',
        owner: 'Open Parser Project',
        count: 1,
        oldestSince: hoursAgo(80),
        expiringSoon: 1,
      },
    ]);
    expect(total).toBe(4);
  });

  it('of a shorter window count only what came in it', async () => {
    const { stages, conclusion } = (await t.call(overseer, 'measures.funnel', { query: { days: 3 } })).body;
    expect(stages[0].count).toBe(0);
    expect(conclusion).toBe('Nothing was received in 3 days.');
  });

  it('are stored with their as-of, and taken anew when something changes', async () => {
    const before = (await t.call(overseer, 'measures.funnel')).body;
    t.clock.advance(60_000);
    await take({ db: t.house.workerDb });
    expect((await t.call(overseer, 'measures.funnel')).body).toEqual(before); // nothing changed
    await t.owner.query(
      `INSERT INTO ledger_entry (id, wall, commitment, nonce, body, written_at) VALUES ('ffffffff-0000-7000-8000-000000000000', '${labs[0]}', '\\x00', '\\x00', '{}', $1)`,
      [t.clock.now()],
    );
    await take({ db: t.house.workerDb });
    expect((await t.call(overseer, 'measures.funnel')).body.asOf).toBe(t.clock.now());
  });

  it('on the public scoreboard have no count about few operators and no project by name', async () => {
    const { body, text } = await t.call(undefined, 'scoreboard.read');
    expect(body.funnel.stages.map((s: { name: string }) => s.name)).not.toContain('Closed at operators');
    expect(body.funnel.conclusion).toContain('Too few operators are counted to say more.');
    expect(body.funnel.conclusion).not.toContain('75 %');
    expect(text).not.toContain('Open Parser Project');
    expect(body.holds.items.map((i: { owner: string }) => i.owner)).toEqual(['Test', 'the projects']);
  });

  it('show the public how many are closed once there are enough operators', () => {
    const at = (count: number, open: number) => ({
      name: 'Closed at operators',
      of: 'duties',
      count,
      medianHours: 7,
      lost: [{ why: 'still open', count: open }],
    });
    const names = (count: number, open: number) =>
      publicFunnel({ asOf: NOW, since: NOW, conclusion: '', stages: [at(count, open)] }).stages.length;
    expect([names(5, 5), names(0, 9), names(4, 9), names(9, 1), names(9, 0)]).toEqual([1, 1, 0, 0, 1]);
  });
});

describe('the burn-down', () => {
  let project: string;
  let id: string;
  const burndown = async (as = overseer) => (await t.call(as, 'measures.burndown', { params: { id } })).body;
  const parts = (done: readonly boolean[]) => ({
    parts: [{ project, weight: 1, runs: labs.map((finder, i) => ({ finder, done: done[i] ?? false })) }],
  });

  beforeAll(async () => {
    project = await w.project('Burning Project');
    const found = (more: Parameters<World['vulnerability']>[0]) =>
      w.vulnerability({
        title: SECRET.title,
        target: SECRET.target,
        project,
        model: 'Cormorant-3',
        firstSeenAt: hoursAgo(200),
        ...more,
      });
    for (let i = 0; i < 8; i += 1) await found({ finders: labs, state: 'validated', validatedAt: hoursAgo(190) });
    for (let i = 0; i < 4; i += 1) {
      const v = await found({
        finders: labs,
        state: 'published',
        validatedAt: hoursAgo(190),
        toldAt: hoursAgo(180),
        fixedAt: hoursAgo(100),
        publishedAt: hoursAgo(90),
      });
      const advisory = await w.advisory(v, SECRET.title);
      for (const party of hospitals)
        await w.duty(advisory, party, {
          state: i < 2 ? 'fixed' : 'open',
          answeredAt: hoursAgo(48),
          detectedAt: hoursAgo(90),
        });
    }
    await found({ finders: labs, state: 'rejected' });
    await w.vulnerability({
      title: SECRET.title,
      target: SECRET.target,
      project,
      finders: [labs[0] ?? ''],
      firstSeenAt: hoursAgo(200),
    }); // by no model
    const submitted = await t.call(developer, 'models.submit', {
      body: { name: 'cormorant-3', opensAt: hoursAgo(240), releaseAt: hoursAgo(-240) },
    });
    expect(submitted.status).toBe(201);
    id = submitted.body.id;
    await t.work('measures.take');
  });

  it('is unknown, not zero, while nobody has declared who scans', async () => {
    const b = await burndown();
    expect(b).toMatchObject({
      unfound: null,
      closedShare: null,
      unfoundUnknownWhy: expect.stringContaining('cannot be estimated'),
    });
    expect(b.headline).toContain('it is not known how much of what this model can find is closed');
    expect(b.denominator).toContain('Nobody has declared who scans them.');
    const last = b.days.at(-1);
    expect(last).toEqual({ day: '2026-11-22', deployed: 2, fixed: 4, told: 4, validated: 12, found: 12 });
    expect(b.days[0]).toMatchObject({ day: '2026-11-12', found: 0 });
    expect(b.days).toHaveLength(11);
  });

  it('with a declared plan of two finders gives an interval, the pessimistic end first', async () => {
    expect(
      (await t.call(coordinator, 'models.declarePlan', { params: { id }, body: parts([true, true]) })).status,
    ).toBe(200);
    await fresh();
    const b = await burndown();
    expect(b.closedShare.low).toBeGreaterThan(0);
    expect(b.closedShare.low).toBeLessThanOrEqual(2 / 12);
    expect(b.unfound).toMatchObject({ low: 0, method: expect.stringContaining('Chapman') });
    expect(b.headline).toMatch(/^10 days before release (between )?\d+ %/);
  });

  it('is not raised by leaving a declared run out', async () => {
    const all = (await burndown()).closedShare;
    await t.owner.query('UPDATE model_release SET plan_by_default = true WHERE id = $1', [id]);
    await t.call(coordinator, 'models.declarePlan', { params: { id }, body: parts([true, false]) });
    await fresh();
    const b = await burndown();
    expect(b.closedShare).toBeNull();
    expect(all.low).toBeGreaterThan(0);
    expect(b.unfoundUnknownWhy).toContain('declared scans were not run');
  });

  it('keeps the plan as declared once the window is open; only runs become done', async () => {
    const declare = (body: object) => t.call(coordinator, 'models.declarePlan', { params: { id }, body });
    expect(await declare({ parts: [] })).toMatchObject({ status: 409, body: { code: 'state.not-possible' } });
    expect((await declare(parts([false, false]))).status).toBe(409);
    expect((await declare(parts([true, true]))).status).toBe(200);
    expect((await t.call(coordinator, 'models.plan', { params: { id } })).body).toMatchObject({
      byDefault: false,
      plan: parts([true, true]),
    });
    const twice = [...parts([true, true]).parts, ...parts([true, true]).parts];
    expect(await declare({ parts: twice })).toMatchObject({ status: 422 });
  });

  it('of a model is seen by its developer, the clearinghouse and oversight, not by another developer', async () => {
    const rival = await t.person(await t.party('Rival', 'developer'), 'model_developer');
    for (const who of [developer, coordinator, overseer])
      expect((await t.call(who, 'models.list')).body.items).toHaveLength(1);
    expect((await t.call(rival, 'models.list')).body.items).toEqual([]);
    for (const route of ['measures.burndown', 'models.plan'] as const)
      expect((await t.call(rival, route, { params: { id } })).status).toBe(404);
    expect((await t.call(rival, 'models.declarePlan', { params: { id }, body: { parts: [] } })).status).toBe(404);
    const stored = await t.house.db.as(rival.party, async (tx) =>
      tx.all((await import('./store.ts')).STORED, [`burndown:${id}`]),
    );
    expect(stored).toEqual([]);
  });

  it('refuses dates that do not follow each other, every problem at once', async () => {
    const body = { name: 'x', opensAt: hoursAgo(0), releaseAt: hoursAgo(1), partnersAt: hoursAgo(2) };
    const refused = await t.call(developer, 'models.submit', { body });
    expect(refused.status).toBe(422);
    expect(refused.body.errors.map((e: { path: string }) => e.path)).toEqual(['/releaseAt', '/partnersAt']);
  });
});

describe('counts without content', () => {
  it('no answer of any measure has a title, a target, a reason, or the name of a finder or an operator', async () => {
    const id = (await t.call(overseer, 'models.list')).body.items[0].id;
    const asked = (Object.keys(ROUTES) as RouteId[]).filter((r) => ROUTES[r].shows === 'counts'); // keys of the table
    expect(asked.length).toBeGreaterThanOrEqual(5);
    for (const route of asked) {
      const { status, text } = await t.call(overseer, route, { params: { id } });
      expect(status, route).toBe(200);
      expect(text, route).not.toMatch(/zanzibar/i);
      for (const party of [...labs, ...hospitals]) expect(text, route).not.toContain(party);
    }
    const stored = await t.owner.query<{ all: string }>(
      'SELECT string_agg(figures::text, chr(10)) AS all FROM measure',
    );
    expect(stored.rows[0]?.all).not.toMatch(/zanzibar/i);
  });
});

describe('never a gate (law 1)', () => {
  const GATE = /approv|den(y|ied|ies)|\bblock|\breject|\bpermit|licen[cs]e|\bclear(ed|ance) for|authori[sz]/i;
  const modules = path.join(import.meta.dirname, '..');

  it('no state, route, field or message about models or measures speaks of approval', async () => {
    const { rows } = await t.owner.query<{ def: string }>(
      `SELECT pg_get_constraintdef(oid) AS def FROM pg_constraint WHERE conrelid = 'model_release'::regclass
       UNION ALL SELECT attname FROM pg_attribute WHERE attrelid IN ('model_release'::regclass, 'measure'::regclass) AND attnum > 0`,
    );
    const own = (Object.keys(ROUTES) as RouteId[]).filter((r) => /^(models|measures|scoreboard)\./.test(r)); // as above
    const said = [
      ...rows.map((r) => r.def),
      ...own.flatMap((r) => [r, ROUTES[r].path, ROUTES[r].summary]),
      readFileSync(path.join(modules, '../../../contract/src/measures.ts'), 'utf8'),
      ...readdirSync(import.meta.dirname)
        .filter((f) => f.endsWith('.ts') && !f.endsWith('.test.ts') && !f.endsWith('store.ts'))
        .map((f) => readFileSync(path.join(import.meta.dirname, f), 'utf8').replace(/\brejected: r/, '')), // lib/measure's name for what is no vulnerability
    ];
    expect(own.length).toBeGreaterThanOrEqual(6);
    for (const text of said) expect(text.match(GATE)?.[0], text.slice(0, 200)).toBeUndefined();
  });

  it('no answer speaks of it', async () => {
    const id = (await t.call(overseer, 'models.list')).body.items[0].id;
    for (const route of [
      'models.list',
      'measures.burndown',
      'measures.funnel',
      'measures.holds',
      'scoreboard.read',
    ] as const)
      expect((await t.call(overseer, route, { params: { id } })).text.match(GATE)?.[0], route).toBeUndefined();
  });

  it('nothing else in the server reads a model’s row', () => {
    const readers = readdirSync(path.join(modules, '..'), { recursive: true, encoding: 'utf8' })
      .filter((f) => f.endsWith('.ts') && /model_release/.test(readFileSync(path.join(modules, '..', f), 'utf8')))
      .map((f) => f.replaceAll('\\', '/'));
    expect(readers.every((f) => f.startsWith('modules/measures/'))).toBe(true);
    expect(readers.length).toBeGreaterThan(0);
  });
});
