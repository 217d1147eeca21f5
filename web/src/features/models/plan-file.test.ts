import { expect, it } from 'vitest';
import { readPlan, shareOf, withRun } from './plan-file.ts';

const project = '0199d000-0000-7000-8000-000000000001';
const finder = '0199d000-0000-7000-8000-000000000002';
const plan = {
  parts: [
    { project, weight: 3, runs: [{ finder, done: false }] },
    { project: finder, weight: 1, runs: [] },
  ],
};

it('reads a plan, and places each problem of a bad one', () => {
  expect(readPlan(JSON.stringify(plan))).toEqual({ ok: true, plan });
  const bad = readPlan('{"parts":[{"project":"x","weight":-1,"runs":[]}],"extra":1}');
  expect(bad.ok ? [] : bad.problems.map((p) => p.path).sort()).toEqual(['/', '/parts/0/project', '/parts/0/weight']);
  expect(readPlan('not json').ok).toBe(false);
  expect(readPlan('[]').ok).toBe(false);
});

it('marks one run and leaves the others', () => {
  expect(withRun(plan, 0, 0, true).parts[0]?.runs).toEqual([{ finder, done: true }]);
  expect(withRun(plan, 1, 0, true).parts).toEqual(plan.parts);
});

it('says shares of the weights', () => {
  expect([shareOf(plan, 0), shareOf(plan, 1), shareOf({ parts: [] }, 0)]).toEqual(['75 %', '25 %', 'unknown share']);
});
