// A thousand candidates for one project in an hour: the maintainer gets no more than the weekly budget, and the rest wait
// with their place.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Somebody, type TestHouse, testHouse } from '../house.ts';
import { sarifOf } from './sarif.ts';

const TARGET = 'pkg:npm/%40story/busy';
const COUNT = 1_000;
const BUDGET = 7;

let story: TestHouse;
let lab: Somebody;
let coordinator: Somebody;
let maintainer: Somebody;
let project: string;

beforeAll(async () => {
  story = await testHouse({ now: '2026-11-18T10:00:00.000Z' }); // a Wednesday
  lab = await story.person(await story.party('Busy lab', 'lab'), 'finder');
  coordinator = await story.person(story.clearinghouse, 'coordinator');
  maintainer = await story.person(await story.party('Busy maintainers', 'project'), 'maintainer');
  const made = await story.call(coordinator, 'projects.create', {
    body: { name: 'Busy', packages: [TARGET], maintainerId: maintainer.party },
  });
  project = made.body.id;
  await story.call(coordinator, 'projects.update', { params: { id: project }, body: { weeklyBudget: BUDGET } });
  const results = Array.from({ length: COUNT }, (_, i) => ({
    tool: 'busy',
    rule: `rule-${i}`,
    message: `Number ${i} of many bugs here`,
    path: `src/file-${i}.c`,
    line: i + 1,
  }));
  const sent = await story.app.inject({
    method: 'POST',
    url: `/api/v1/reports?target=${encodeURIComponent(TARGET)}`,
    headers: { cookie: lab.cookie, 'leadtime-request': '1' },
    payload: sarifOf(results),
  });
  expect(sent.statusCode).toBe(202);
  await story.work('findings.drain');
}, 120_000);
afterAll(() => story?.close());

const told = async (): Promise<number> => (await story.call(maintainer, 'cases.list')).body.total;
const waiting = async (): Promise<{ place: number }[]> => {
  const all: { place: number }[] = [];
  for (let offset = 0; ; offset += 200) {
    const page = await story.call(coordinator, 'projects.line', {
      params: { id: project },
      query: { limit: 200, offset },
    });
    all.push(...page.body.items);
    if (page.body.items.length < 200) return all;
  }
};

it('tells no more than the budget in the week, and gives every other one its place', async () => {
  for (let offset = 0; offset < COUNT; offset += 200) {
    const page = await story.call(coordinator, 'vulnerabilities.list', { query: { state: 'found', limit: 200 } });
    const ids = page.body.items.map((v: { id: string }) => v.id);
    const batch = await story.call(coordinator, 'vulnerabilities.batch', {
      body: { ids, verb: 'validate', reason: 'validated by the hour' },
    });
    expect(batch.body.results.every((r: { ok: boolean }) => r.ok)).toBe(true);
  }
  await story.work('cases.pace');
  expect(await told()).toBe(BUDGET);
  const line = await waiting();
  expect(line.map((l) => l.place)).toEqual(Array.from({ length: COUNT - BUDGET }, (_, i) => i + 1));
  const holds = await story.owner.query(
    `SELECT count(*)::int AS n FROM hold WHERE kind = 'maintainer_capacity' AND ended_at IS NULL`,
  );
  expect(holds.rows[0].n).toBe(COUNT - BUDGET);
}, 240_000);

it('says how many there are past the end of a list too', async () => {
  const past = { params: { id: project }, query: { limit: 10, offset: 5_000 } };
  const lists = [
    await story.call(maintainer, 'cases.list', past),
    await story.call(coordinator, 'projects.line', past),
    await story.call(lab, 'reports.list', past),
  ];
  expect(lists.map(({ body }) => [body.items, body.total])).toEqual([
    [[], BUDGET],
    [[], COUNT - BUDGET],
    [[], 1],
  ]);
});

it('shows the finder its place in line, and the maintainer only places and severities', async () => {
  const row = await story.call(lab, 'vulnerabilities.list', { query: { state: 'validated', limit: 1 } });
  expect(row.body.items[0].maintainerQueue).toMatchObject({ of: COUNT - BUDGET, perWeek: BUDGET });
  const line = await story.call(maintainer, 'projects.line', { params: { id: project }, query: { limit: 5 } });
  expect(line.body.total).toBe(COUNT - BUDGET);
  expect(line.body.items.every((l: { vulnerability: unknown }) => l.vulnerability === null)).toBe(true);
  expect(line.text).not.toContain('Number');
});

it('tells the next ones when the week turns, and none while the project is paused', async () => {
  story.clock.set('2026-11-24T09:00:00.000Z');
  const again = await story.person(maintainer.party, 'maintainer');
  await story.call(again, 'projects.update', {
    params: { id: project },
    body: { pausedUntil: '2026-12-20T00:00:00Z' },
  });
  await story.house.workerDb.verb('cases.pace', async () => undefined);
  const { tasksOf } = await import('../../src/main/wire.ts');
  await tasksOf(story.house)['cases.pace']?.({});
  maintainer = again;
  expect(await told()).toBe(BUDGET);
  await story.call(again, 'projects.update', { params: { id: project }, body: { pausedUntil: null } });
  await tasksOf(story.house)['cases.pace']?.({});
  expect(await told()).toBe(2 * BUDGET);
}, 120_000);
