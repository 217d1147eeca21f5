import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Day } from '../kit/index.ts';
import { type PaceInput, pace } from './capacity.ts';

const day = (text: string) => text as Day; // literals below are days
const ids = (n: number) => Array.from({ length: n }, (_, i) => `v${i + 1}`);
const project: PaceInput = {
  weeklyBudget: 2,
  today: day('2026-09-09'),
  weekStart: day('2026-09-07'),
  toldThisWeek: 0,
  queue: ids(5),
};

describe('pace', () => {
  it('tells the first of the queue up to the budget; the rest see their place and week', () => {
    const result = pace(project);
    expect(result.tellNow).toEqual(['v1', 'v2']);
    expect(result.remaining).toBe(0);
    expect(result.waiting.map((w) => [w.id, w.place, w.expectedWeek])).toEqual([
      ['v3', 1, '2026-09-14'],
      ['v4', 2, '2026-09-14'],
      ['v5', 3, '2026-09-21'],
    ]);
    expect(result.waiting[0]?.reason).toEqual({
      code: 'budget-used',
      text: 'The project takes 2 a week and has had 0 this week.',
    });
  });

  it('1,000 candidates in an hour: no more than the budget, and each of the rest has a place', () => {
    const result = pace({ ...project, toldThisWeek: 1, queue: ids(1_000) });
    expect(result.tellNow).toEqual(['v1']);
    expect(result.waiting.map((w) => w.place)).toEqual(Array.from({ length: 999 }, (_, i) => i + 1));
  });

  it('a paused project gets nothing, and the line says until when', () => {
    const result = pace({ ...project, pausedUntil: day('2026-09-25') });
    expect(result.tellNow).toEqual([]);
    expect(result.waiting[0]).toMatchObject({ expectedWeek: '2026-09-21', reason: { code: 'project-paused' } });
  });

  it('a pause that ends this week leaves this week room', () => {
    const result = pace({ ...project, pausedUntil: day('2026-09-11') });
    expect(result.waiting.map((w) => w.expectedWeek)).toEqual([
      '2026-09-07',
      '2026-09-07',
      '2026-09-14',
      '2026-09-14',
      '2026-09-21',
    ]);
  });

  it('a pause in the past is over', () => {
    expect(pace({ ...project, pausedUntil: day('2026-09-01') }).tellNow).toEqual(['v1', 'v2']);
  });

  it('"send me all" sends all, but not during a pause', () => {
    expect(pace({ ...project, weeklyBudget: 'unlimited' })).toEqual({
      tellNow: ids(5),
      waiting: [],
      remaining: 'unlimited',
    });
    const paused = pace({ ...project, weeklyBudget: 'unlimited', pausedUntil: day('2026-09-20') });
    expect(paused.tellNow).toEqual([]);
    expect(paused.waiting.at(-1)).toMatchObject({ place: 5, expectedWeek: '2026-09-14' });
  });

  it('a closed project has no expected week', () => {
    expect(pace({ ...project, weeklyBudget: 0 }).waiting[0]).toMatchObject({
      expectedWeek: 'unknown',
      reason: { code: 'project-closed' },
    });
  });

  it('never goes over the budget, keeps the order, loses nobody', () => {
    const arbitrary = fc.record({
      weeklyBudget: fc.oneof(fc.nat(10), fc.constantFrom(-1, Number.NaN, 2.5)),
      toldThisWeek: fc.oneof(fc.nat(12), fc.constantFrom(-3, Number.NaN)),
      queue: fc.array(fc.nat(30).map(String), { maxLength: 40 }),
    });
    fc.assert(
      fc.property(arbitrary, ({ weeklyBudget, toldThisWeek, queue }) => {
        const result = pace({ ...project, weeklyBudget, toldThisWeek, queue });
        const told = Math.max(0, toldThisWeek || 0);
        const budget = weeklyBudget > 0 ? Math.floor(weeklyBudget) : 0; // NaN > 0 is false
        expect(result.tellNow.length).toBeLessThanOrEqual(Math.max(0, budget - told));
        expect([...result.tellNow, ...result.waiting.map((w) => w.id)]).toEqual([...new Set(queue)]);
        const perWeek = Map.groupBy(result.waiting, (w) => w.expectedWeek);
        for (const [week, those] of perWeek) if (week !== 'unknown') expect(those.length).toBeLessThanOrEqual(budget);
      }),
    );
  });

  it('something urgent that comes in only moves those who wait', () => {
    fc.assert(
      fc.property(fc.nat(20), fc.nat(4), (n, told) => {
        const before = pace({ ...project, toldThisWeek: told, queue: ids(n) });
        const after = pace({ ...project, toldThisWeek: told, queue: ['urgent', ...ids(n)] });
        expect(after.tellNow.length).toBeLessThanOrEqual(Math.max(0, 2 - told));
        if (told >= 2) expect(after.waiting.slice(1).map((w) => w.id)).toEqual(before.waiting.map((w) => w.id));
      }),
    );
  });
});
