// 10,000 damaged documents: no crash, no hang, and a problem whenever one is refused.
import { expect, it } from 'vitest';
import { holdReader } from '../../kit/testing/mutate.ts';
import { findingsOfCsaf, readCsaf } from './index.ts';
import { ADVISORY } from './read.fixture.ts';

it('10,000 damaged CSAF documents never crash or hang the reader', () => {
  const run = holdReader(
    (input) => {
      const read = readCsaf(input);
      if (!read.ok) return { accepted: false, problems: read.problems.length };
      findingsOfCsaf(read.value);
      return { accepted: true, problems: 0 };
    },
    [JSON.stringify(ADVISORY)],
    { runs: 10_000, seed: 20 },
  );
  console.log(`CSAF: ${run.accepted} accepted, ${run.refused} refused, slowest ${Math.round(run.slowestMs)} ms`);
  expect(run.broken).toEqual([]);
  expect(run.accepted).toBeGreaterThan(1_000);
  expect(run.refused).toBeGreaterThan(3_000);
});
