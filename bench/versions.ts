// How many lines a second `leadtime version compare ECOSYSTEM --pairs FILE` answers: the command as somebody runs it, its start and its output
// included, on a million lines of each ecosystem.
//
// The story: a pair is read and compared as it comes, without keys where a scheme compares faster than it writes them; the file is read and the
// signs are written in large chunks. Beside it stand the library that most people would call (semver for npm, deb-version-compare for Debian) in a
// program that does nothing else: read the file, split, compare, write.
import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { randomOf } from '../examples/generate/random.ts';
import type { BenchGiven, BenchResult, Figure } from '../tools/measure.ts';
import { ECOSYSTEMS, pairLine, type Spelled } from './versions/spellings.ts';

const LINES = 1_000_000;
const SMALL = 200_000;
const GOAL = 200_000;
const RUNS = 5;
const BIN = fileURLToPath(new URL('../cli/bin/leadtime.mjs', import.meta.url));
/** As OSV names them: RPM's order is that of its distributions. */
const NAMED: Readonly<Record<Spelled, string>> = {
  npm: 'npm',
  PyPI: 'PyPI',
  Maven: 'Maven',
  Debian: 'Debian:12',
  Go: 'Go',
  RPM: 'Red Hat',
};
const PEERS: Readonly<Partial<Record<Spelled, { readonly library: string; readonly compare: string }>>> = {
  npm: { library: 'semver', compare: 'library.compare' },
  Debian: { library: 'deb-version-compare', compare: 'library' },
};

export default async function run({ log, options }: BenchGiven): Promise<BenchResult> {
  const folder = mkdtempSync(path.join(tmpdir(), 'leadtime-versions-'));
  const lines = options.has('--small') ? SMALL : LINES;
  try {
    const figures = ECOSYSTEMS.map((ecosystem): Figure => {
      const file = path.join(folder, `${ecosystem}.tsv`);
      writePairs(file, ecosystem, lines);
      const { rate: ours, out } = linesPerSecond([BIN, 'version', 'compare', NAMED[ecosystem], '--pairs', file], lines);
      const peer = PEERS[ecosystem];
      const theirs = peer && linesPerSecond([programOf(folder, peer), file], lines);
      log(`${ecosystem}: ${ours} lines/s${theirs ? `, ${peer.library} ${theirs.rate}` : ''}`);
      return {
        name: `version compare ${NAMED[ecosystem]} --pairs, ${lines} lines, the whole command, median of ${RUNS}`,
        value: ours,
        unit: '1/s',
        goal: '>= 200,000 1/s',
        met: ours >= GOAL,
        ...(theirs
          ? {
              peer: `${peer.library} in a program of its own: ${theirs.rate} 1/s, ${differing(out, theirs.out)} lines differ`,
            }
          : {}),
      };
    });
    return { bench: 'versions', figures };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function writePairs(file: string, ecosystem: Spelled, lines: number): void {
  const r = randomOf('versions', ecosystem);
  const handle = openSync(file, 'w');
  try {
    for (let at = 0; at < lines; at += 10_000)
      writeSync(
        handle,
        Array.from({ length: Math.min(10_000, lines - at) }, () => `${pairLine(ecosystem, r)}\n`).join(''),
      );
  } finally {
    closeSync(handle);
  }
}

function linesPerSecond(argv: readonly string[], lines: number): { readonly rate: number; readonly out: string } {
  const took: number[] = [];
  let out = '';
  for (let i = -1; i < RUNS; i += 1) {
    const began = performance.now();
    const { status, stdout, stderr } = spawnSync(process.execPath, argv, {
      encoding: 'latin1',
      maxBuffer: 64 * 1024 * 1024,
    });
    const ms = performance.now() - began;
    if (status !== 0 && status !== 1) throw new Error(`${argv.join(' ')} ended with ${status}: ${stderr}`);
    if (stdout.length !== 2 * lines)
      throw new Error(`${argv.join(' ')} answered ${stdout.length / 2} lines of ${lines}`);
    if (i >= 0) took.push(ms); // the first brings file and sources into the system's cache
    out = stdout;
  }
  const median = took.sort((a, b) => a - b)[Math.floor(RUNS / 2)] ?? Number.NaN;
  return { rate: Math.round((lines / median) * 1_000), out };
}

/** What a script would be that calls the library for each line. */
function programOf(
  folder: string,
  { library, compare }: { readonly library: string; readonly compare: string },
): string {
  const program = path.join(folder, `${library}.cjs`);
  const place = createRequire(import.meta.url).resolve(library);
  writeFileSync(
    program,
    `const library = require(${JSON.stringify(place)});
const lines = require('fs').readFileSync(process.argv[2], 'utf8').split('\\n');
let out = '';
for (const line of lines) {
  if (line === '') continue;
  const [a, b] = line.split('\\t');
  const sign = ${compare}(a, b);
  out += sign < 0 ? '<\\n' : sign > 0 ? '>\\n' : '=\\n';
}
require('fs').writeSync(1, out);
`,
  );
  return program;
}

function differing(a: string, b: string): number {
  let count = 0;
  for (let i = 0; i < a.length; i += 2) if (a[i] !== b[i]) count += 1;
  return count;
}
