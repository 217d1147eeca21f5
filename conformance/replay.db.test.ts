// The replay with the advisories that name what the inventories list, and a few of the others; npm run conformance -- replay plays all.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../server/test/database.ts';
import type { Day } from './replay/days.ts';
import { concerning } from './replay/naive.ts';
import { replay } from './replay.ts';

const ONE_IN = 50;

/** Days on which nothing is left to play are left out. */
function aFew(days: readonly Day[]): readonly Day[] {
  const concerns = concerning(days.flatMap(({ inventories }) => inventories));
  return days
    .map((day) => ({
      ...day,
      advisories: day.advisories.filter((one, i) => (i % ONE_IN === 0 && day.advisories.length > 9) || concerns(one)),
    }))
    .filter(({ advisories, inventories }) => advisories.length + inventories.length > 0);
}

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

describe('a replay of the outside days', () => {
  it('tells every operator what the naive evaluator tells, on the day, and nothing else', async (context) => {
    const { cases } = await replay(database, aFew);
    const [skipped] = cases.filter(({ outcome }) => outcome === 'skipped');
    if (skipped) return context.skip(skipped.outcome === 'skipped' ? skipped.why : '');
    expect(cases.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
    expect(cases.length).toBeGreaterThan(100);
  }, 240_000);
});
