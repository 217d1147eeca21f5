// The suite itself, so that `npm test` holds it.
import { expect, it } from 'vitest';
import { judge } from '../tools/measure.ts';
import { matchLabels } from './match-labels.ts';

it('what people labelled is judged as the rules make of the feeds at hand', (context) => {
  const { cases, lines } = matchLabels();
  const result = judge('match-labels', cases);
  context.skip(result.skipped === result.total, result.skips?.join());
  for (const line of lines) console.log(line);
  expect(result.failures).toEqual([]);
  expect(result.closedGaps).toEqual([]);
  expect(result.total).toBeGreaterThan(100);
});
