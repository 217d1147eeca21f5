// Runs vitest with the arguments given and ends with the line "N passed, N failed, N skipped"; above it each skip
// with its reason. The exit code is 1 when anything failed or vitest did not come to its end.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildWeb } from './build-web.mjs';
import { root } from './setup.mjs';
import type { Skip, TestSummary } from './test-summary.ts';

const args = process.argv.slice(2);
const summary = run(args);
for (const line of skipLines(summary.skips, args)) console.log(line);
console.log(`${summary.passed} passed, ${summary.failed} failed, ${summary.skipped} skipped`);
process.exitCode = summary.failed > 0 ? 1 : 0;

function run(given: readonly string[]): TestSummary {
  const scratch = mkdtempSync(path.join(tmpdir(), 'leadtime-summary-'));
  const file = path.join(scratch, 'summary.json');
  try {
    if (needsWeb(given)) buildWeb(process.execPath);
    const vitest = path.join(root, 'node_modules', 'vitest', 'vitest.mjs');
    const reporters = ['--reporter=default', '--reporter=./tools/test-summary.ts'];
    const command = [vitest, 'run', '--configLoader=native', ...reporters, ...given];
    const env = { ...process.env, LEADTIME_TEST_SUMMARY: file };
    const { status } = spawnSync(process.execPath, command, { cwd: root, stdio: 'inherit', env });
    return orFailed(read(file), status);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return { passed: 0, failed: 1, skipped: 0, skips: [] };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Everything needs the web; a choice of files only where it names some of it. */
function needsWeb(given: readonly string[]): boolean {
  const chosen = given.filter((arg) => !arg.startsWith('-'));
  return chosen.length === 0 || chosen.some((arg) => /web|browser|stories/.test(arg));
}

function read(file: string): TestSummary | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as TestSummary; // written by test-summary.ts of the same version
  } catch {
    return undefined;
  }
}

/** An exit code that the counts do not explain is a failure of its own. */
function orFailed(found: TestSummary | undefined, status: number | null): TestSummary {
  const summary = found ?? { passed: 0, failed: 0, skipped: 0, skips: [] };
  return status !== 0 && summary.failed === 0 ? { ...summary, failed: 1 } : summary;
}

/** One line per reason, with the tests under it when they are few. */
function skipLines(skips: readonly Skip[], given: readonly string[]): string[] {
  const filtered = given.some((arg) => arg === '-t' || arg.startsWith('--testNamePattern'));
  const groups = Map.groupBy(skips, ({ reason }) => reason ?? (filtered ? 'not chosen by -t' : 'no reason given'));
  return [...groups].flatMap(([reason, list]) => {
    const named = list.length <= 20 && reason !== 'not chosen by -t' ? list.map(({ test }) => `    ${test}`) : [];
    return [`skipped (${list.length}): ${reason}`, ...named];
  });
}
