// The suite itself, so that `npm test` holds it.
import { expect, it } from 'vitest';
import { judge } from '../tools/measure.ts';
import { openVexCases } from './openvex.ts';

it('VEX documents have the verdicts, suppressions, merges and conversions that their makers state', (context) => {
  const result = judge('openvex', openVexCases());
  if (result.skipped === result.total) return context.skip('../shared/data is absent');
  console.log(`openvex: ${result.passed} of ${result.total} passed, ${result.gaps.length} known gaps`);
  expect(result.failures).toEqual([]);
  expect(result.closedGaps).toEqual([]);
});
