import { expect, it } from 'vitest';
import { type Model, nextModel, tMinusWords } from './models.ts';

const now = Date.parse('2026-11-22T10:00:00Z');
const model = (name: string, releaseAt: string, state: Model['state'] = 'open'): Model => ({
  id: name,
  name,
  developer: '',
  opensAt: '2026-10-01T00:00:00Z',
  releaseAt,
  partnersAt: null,
  state,
  note: '',
});

it('takes the soonest release to come, then the latest that was', () => {
  const models = [
    model('far', '2027-01-01T00:00:00Z'),
    model('old', '2026-06-01T00:00:00Z', 'released'),
    model('near', '2026-12-01T00:00:00Z'),
    model('gone', '2026-11-30T00:00:00Z', 'withdrawn'),
  ];
  expect(nextModel(models, now)?.name).toBe('near');
  expect(
    nextModel(
      models.filter((m) => m.state !== 'open'),
      now,
    )?.name,
  ).toBe('old');
  expect(nextModel([], now)).toBeUndefined();
});

it('says how far the day is', () => {
  expect(tMinusWords(model('a', '2026-11-28T09:00:00Z'), now)).toBe('planned release in 6 days, 28 Nov 2026');
  expect(tMinusWords(model('a', '2026-11-22T23:00:00Z'), now)).toBe('planned release today, 22 Nov 2026');
  expect(tMinusWords(model('a', '2026-11-21T09:00:00Z', 'released'), now)).toBe('released 21 Nov 2026, 1 day ago');
});
