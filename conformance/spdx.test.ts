// The suite itself, so that `npm test` holds it.
import { expect, it } from 'vitest';
import run from './spdx.ts';

it('SPDX: every document is judged as the tools and schemas of SPDX do, read whole, and the same from each spelling', async (context) => {
  const result = await run();
  if (result.skipped === result.total) context.skip(result.skips?.join('; '));
  console.log(`spdx: ${result.passed} of ${result.total} passed, ${result.gaps.length} known gaps`);
  expect(result.failures).toEqual([]);
  expect(result.closedGaps).toEqual([]);
});
