import { expect, it } from 'vitest';
import { budgetInWords, needInWords, needOf } from './project-words.ts';

const NOW = Date.parse('2026-11-22T10:00:00Z');
const p = { name: 'x', maintainer: {}, contact: null, weeklyBudget: 2, toldThisWeek: 2, waiting: 5, pausedUntil: null };

it('a project says what it wants, the worst first', () => {
  expect(needInWords(p, NOW)).toBe('the week’s budget is used; 5 findings wait');
  expect(needInWords({ ...p, toldThisWeek: 1 }, NOW)).toBe('1 place is free this week; 5 findings wait');
  expect(needInWords({ ...p, maintainer: null }, NOW)).toBe('5 findings wait, and nobody to tell is known');
  expect(needInWords({ ...p, pausedUntil: '2026-12-01T00:00:00Z' }, NOW)).toMatch(/^paused/);
  expect(needInWords({ ...p, waiting: 0 }, NOW)).toBe('nothing waits');
});
it('a pause that is over is no pause', () => {
  expect(needOf({ ...p, pausedUntil: '2026-11-01T00:00:00Z' }, NOW)).toBe('full');
});
it('the meter says how many of how many, and how many wait', () => {
  expect(budgetInWords(p)).toBe('2 of 2 this week, 5 waiting');
});
