// The suite itself, so that `npm test` holds it.
import { expect, it } from 'vitest';
import run from './cyclonedx.ts';

it('CycloneDX: every document of the specification is judged as its name says, and the examples are read whole', async (context) => {
  const result = await run();
  if (result.skipped === result.total) context.skip(result.skips?.join('; '));
  console.log(`cyclonedx: ${result.passed} of ${result.total} passed, ${result.gaps.length} known gaps`);
  expect(result.failures).toEqual([]);
  expect(result.closedGaps).toEqual([]);
});
