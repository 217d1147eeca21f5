// The suite itself, so that `npm test` holds it.
import { expect, it } from 'vitest';
import { judge } from '../tools/measure.ts';
import { osvCases } from './osv.ts';

it('every OSV record at hand is read without loss and written again; broken ones are refused', () => {
  const result = judge('osv', osvCases());
  console.log(`osv: ${result.passed} of ${result.total} passed, ${result.gaps.length} known gaps`);
  expect(result.failures).toEqual([]);
  expect(result.closedGaps).toEqual([]);
  expect(result.passed).toBeGreaterThan(40);
});
