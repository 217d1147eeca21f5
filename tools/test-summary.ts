// A vitest reporter that counts: what passed, failed and was skipped, and why. Written to LEADTIME_TEST_SUMMARY.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Reporter, TestModule } from 'vitest/node';

export type Skip = { readonly test: string; readonly reason: string | null };

export type TestSummary = {
  readonly passed: number;
  /** Failed tests, files that could not be read, and errors outside of any test. */
  readonly failed: number;
  readonly skipped: number;
  readonly skips: readonly Skip[];
};

export default class Summary implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const file = process.env.LEADTIME_TEST_SUMMARY;
    if (file) writeFileSync(file, JSON.stringify(summarise(modules, unhandledErrors.length)));
  }
}

function summarise(modules: readonly TestModule[], unhandled: number): TestSummary {
  const tests = modules.flatMap((module) => [...module.children.allTests()].map((test) => ({ module, test })));
  const ended = (state: string) => tests.filter(({ test }) => test.result().state === state);
  const suites = modules.flatMap((module) => [module, ...module.children.allSuites()]);
  const broken = suites.filter((suite) => suite.errors().length > 0).length;
  const unfinished = ended('pending').filter(({ test }) => test.options.mode === 'run');
  const skips = ended('skipped').map(({ module, test }) => {
    const result = test.result();
    const reason = result.state === 'skipped' ? (result.note ?? null) : null;
    return { test: `${path.relative(process.cwd(), module.moduleId)} > ${test.fullName}`, reason };
  });
  return {
    passed: ended('passed').length,
    failed: ended('failed').length + unfinished.length + broken + unhandled,
    skipped: skips.length,
    skips,
  };
}
