// A sample of the suite, so that `npm test` holds it, and proof that its evaluator is able to disagree.
import { expect, it } from 'vitest';
import { judge } from '../tools/measure.ts';
import { isVulnerable } from './naive/evaluate.ts';
import { osvQueries, saysOf } from './osv-queries.ts';

it('every OSV record at hand is evaluated as the rules say, its ranges and events in another order', (context) => {
  const { cases, asked, undetermined } = osvQueries(100_000);
  const result = judge('osv-queries', cases);
  context.skip(result.skipped === result.total, '../shared/data is absent');
  console.log(saysOf(asked, undetermined));
  expect(result.failures).toEqual([]);
  expect(asked).toBeGreaterThan(50_000);
});

const order = (a: string, b: string): number | undefined =>
  Number.isNaN(Number(a) - Number(b)) ? undefined : Number(a) - Number(b);
const range = (...events: Record<string, string>[]) => ({ ranges: [{ type: 'ECOSYSTEM', events }] });

it.each([
  ['below what opens', [range({ introduced: '2' })], '1', false],
  ['at what opens', [range({ introduced: '2' })], '2', true],
  ['at the fix', [range({ introduced: '0' }, { fixed: '3' })], '3', false],
  ['at the last affected', [range({ introduced: '0' }, { last_affected: '3' })], '3', true],
  ['past the last affected', [range({ introduced: '0' }, { last_affected: '3' })], '4', false],
  ['at the limit', [range({ introduced: '0' }, { limit: '3' })], '3', false],
  ['between two stretches', [range({ introduced: '5' }, { fixed: '3' }, { introduced: '1' })], '4', false],
  ['in the second entry', [range({ introduced: '9' }), range({ introduced: '1' })], '4', true],
  ['listed', [{ versions: ['7'] }], '7', true],
  ['in commits', [{ ranges: [{ type: 'GIT', events: [{ introduced: '0' }] }] }], '7', false],
  ['without a place', [range({ introduced: '1' })], 'x', undefined],
])('the plain evaluator decides what lies %s', (_, entries, version, expected) => {
  expect(isVulnerable(entries, version, order)).toBe(expected);
});
