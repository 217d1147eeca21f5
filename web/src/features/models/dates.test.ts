import { expect, it } from 'vitest';
import { instantFrom, windowProblem } from './dates.ts';

it('reads what a date field holds and nothing else', () => {
  expect(instantFrom('2026-11-28T09:00')).toBe(new Date('2026-11-28T09:00').toISOString());
  expect([instantFrom(''), instantFrom('tomorrow'), instantFrom('2026-13-40T99:99')]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});

it('names dates in the wrong order', () => {
  const dates = { opens: '2026-11-01T00:00', partners: '2026-11-20T00:00', release: '2026-12-01T00:00' };
  expect(windowProblem(dates)).toBeUndefined();
  expect(windowProblem({ ...dates, release: '2026-10-01T00:00', partners: '' })).toContain('after finding begins');
  expect(windowProblem({ ...dates, partners: '2026-12-24T00:00' })).toContain('before the release');
  expect(windowProblem({ ...dates, partners: '' })).toBeUndefined();
});
