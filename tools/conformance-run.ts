// npm run conformance -- [SUITE…] [--json]: runs outside suites against our code; without a name, all of them.
// Fails (exit 1) on an unexpected failure and on a gap that has closed. With --json the last line is {suites: […]}.
import { choose, load } from './choose.ts';
import type { SuiteResult } from './measure.ts';

const { names, json } = choose('conformance', { all: true });
const results: SuiteResult[] = [];
for (const name of names) {
  const run = await load<() => Promise<SuiteResult>>('conformance', name);
  const result = await run();
  results.push(result);
  for (const line of report(result)) (json ? console.error : console.log)(line);
}
const suites = results.map(({ suite, total, passed, failed, skipped, gaps }) => ({
  suite,
  total,
  passed,
  failed,
  skipped,
  gaps,
}));
if (json) console.log(JSON.stringify({ suites }));
process.exitCode = results.some(({ failed, closedGaps = [] }) => failed > 0 || closedGaps.length > 0) ? 1 : 0;

function report(result: SuiteResult): string[] {
  const { suite, total, passed, failed, skipped, gaps, closedGaps = [], failures = [], skips = [] } = result;
  return [
    `${suite}: ${total} cases, ${passed} passed, ${failed} failed, ${skipped} skipped, ${gaps.length} known gaps`,
    ...skips.map((why) => `  skipped: ${why}`),
    ...failures.slice(0, 20).map((failure) => `  failed: ${failure}`),
    ...(failures.length > 20 ? [`  … and ${failures.length - 20} more`] : []),
    ...closedGaps.map(
      (id) => `  closed gap: ${id} passes (or is gone): take its line out of conformance/${suite}.gaps.txt`,
    ),
  ];
}
