// npm run check [-- NAME…]: each check is a command; one line per check, and what it said under it when it failed.
// Ends with "N passed, N failed, N skipped"; exit code 1 when one failed.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { root } from './setup.mjs';

type Check = {
  readonly name: string;
  /** Arguments of node. */
  readonly command: readonly string[];
  /** A file without which there is nothing to check yet. */
  readonly needs?: string;
};

const SHOWN = 80; // lines of a failed check

const FOLDERS = [
  'lib',
  'contract',
  'server',
  'runner',
  'web',
  'cli',
  'tools',
  'bench',
  'conformance',
  'examples',
  'rules',
];
const present = FOLDERS.filter((folder) => existsSync(path.join(root, folder)));
const oxlint = ['node_modules/oxlint/bin/oxlint', '--type-aware', '-A', 'all', '-D', 'typescript/no-floating-promises'];

/** Longest first, so that the short ones fill the gaps. */
const CHECKS: readonly Check[] = [
  { name: 'types', command: ['node_modules/typescript/bin/tsc', '-p', '.'] },
  { name: 'types of the web', command: ['node_modules/typescript/bin/tsc', '-p', 'web'], needs: 'web/tsconfig.json' },
  { name: 'schema.sql is what the migrations make', command: ['tools/dump-schema.ts', '--check'] },
  { name: 'dead code', command: ['node_modules/knip/bin/knip.js', '--no-progress', '--no-config-hints'] },
  {
    name: 'layers',
    command: ['node_modules/.bin/depcruise', '-T', 'err-long', ...present],
  },
  { name: 'queries.sql is what the code runs', command: ['tools/print-queries.ts', '--check'] },
  { name: 'docs/reference is what the contract says', command: ['tools/reference.ts', '--check'] },
  { name: 'every promise is awaited', command: [...oxlint, ...present] },
  {
    name: 'style',
    command: [
      'node_modules/@biomejs/biome/bin/biome',
      'check',
      '--colors=off',
      '--max-diagnostics=30',
      '--diagnostic-level=warn',
    ],
  },
];

const wanted = process.argv.slice(2);
const waiting = CHECKS.filter(({ name }) => wanted.length === 0 || wanted.some((word) => name.includes(word)));
const counts = { passed: 0, failed: 0, skipped: 0 };
await Promise.all(Array.from({ length: Math.min(availableParallelism(), 4) }, worker));
console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
process.exitCode = counts.failed > 0 || counts.passed === 0 ? 1 : 0;

async function worker(): Promise<void> {
  for (let check = waiting.shift(); check; check = waiting.shift()) {
    if (check.needs && !existsSync(path.join(root, check.needs))) {
      counts.skipped += 1;
      console.log(`skipped  ${check.name}: there is no ${check.needs}`);
      continue;
    }
    const { passed, seconds, output } = await run(check);
    counts[passed ? 'passed' : 'failed'] += 1;
    console.log(`${passed ? 'ok     ' : 'FAILED '}  ${check.name.padEnd(42)} ${seconds.toFixed(1).padStart(5)} s`);
    if (!passed) for (const line of shortened(output, check)) console.log(`         ${line}`);
  }
}

function shortened(output: string, { command }: Check): string[] {
  const lines = output.trim().split('\n');
  if (lines.length <= SHOWN) return [...lines, ''];
  return [...lines.slice(0, SHOWN), `… and ${lines.length - SHOWN} lines more: npx -c "node ${command.join(' ')}"`, ''];
}

function run({ command }: Check): Promise<{ passed: boolean; seconds: number; output: string }> {
  const started = performance.now();
  const env = { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined };
  const child = spawn(process.execPath, [...command], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const keep = (chunk: Buffer) => {
    if (output.length < 60_000) output += chunk.toString();
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const ended = (passed: boolean, more = '') => ({
    passed,
    seconds: (performance.now() - started) / 1000,
    output: output + more,
  });
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(ended(false, error.message)));
    child.once('close', (code, signal) => resolve(ended(code === 0, signal ? `stopped by ${signal}` : '')));
  });
}
