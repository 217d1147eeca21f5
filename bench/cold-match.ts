// How long somebody waits for `leadtime match` in a fresh process: 1,000 components as CycloneDX text against an index of a million
// advisories, from the start of the process to its end.
//
// The story: at first four fifths were Node resolving, stripping and compiling source, schemas and readers of other formats among it. Now a command
// loads what its question needs (cli/src/loads.test.ts), compiled code is kept between runs (cli/bin/compile-cache.mjs), and of the index a page of
// the directory is read for each component and a shelf for those that advisories name, each with a check of its own. Beside it stands
// `node -e 0`, which nothing can undercut, and the same without the compiled code, as on the first run after an update.
import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BenchGiven, BenchResult, Figure } from '../tools/measure.ts';
import { worldAdvisory, worldInventory } from './exposure/world.ts';

const ADVISORIES = 1_000_000;
const SCALES = [0.01, 0.1, 1] as const;
const COMPONENTS = 1_000;
const RUNS = 15;
const BIN = fileURLToPath(new URL('../cli/bin/leadtime.mjs', import.meta.url));

export default async function run({ log, options }: BenchGiven): Promise<BenchResult> {
  const folder = mkdtempSync(path.join(tmpdir(), 'leadtime-cold-'));
  const scales = SCALES.filter((scale) => scale < 1 || !options.has('--small'));
  try {
    return { bench: 'cold-match', figures: scales.flatMap((scale) => atScale(scale, folder, log)) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function atScale(scale: number, folder: string, log: BenchGiven['log']): readonly Figure[] {
  const advisories = ADVISORIES * scale;
  const [records, index, sbom] = ['records.ndjson', 'all.index', 'bom.json'].map((name) => path.join(folder, name)) as [
    string,
    string,
    string,
  ]; // three names, three paths
  writeRecords(records, advisories);
  const { seconds, peak } = build(records, index);
  const took: number[] = [];
  const empty: number[] = [];
  const compiling: number[] = [];
  const busy: number[] = [];
  let affected = 0;
  for (let i = -2; i < RUNS; i += 1) {
    writeFileSync(sbom, worldInventory(i + 2, COMPONENTS));
    const idle = timed(['-e', '0']);
    const argv = [BIN, 'match', '--sbom', sbom, '--advisories', index, '--max-age', '1000000', '--json'];
    const matched = timed(argv);
    const anew = timed(argv, { NODE_DISABLE_COMPILE_CACHE: '1' });
    if (matched.status !== 0 && matched.status !== 1) throw new Error(`leadtime match ended with ${matched.status}`);
    if (i < 0) continue; // the file and the sources come into the system's cache
    took.push(matched.ms);
    empty.push(idle.ms);
    compiling.push(anew.ms);
    busy.push(processorTime(argv) - processorTime(['-e', '0']));
    affected += (JSON.parse(matched.out) as { counts: { affected: number } }).counts.affected; // our own output
  }
  if (affected === 0) throw new Error('nothing was affected: the benchmark measures nothing');
  const start = median(empty);
  log(`${advisories} advisories: ${round(median(took))} ms, node -e 0 ${round(start)} ms`);
  const figure = (name: string, value: number, unit: string): Figure => ({
    name: `${name}, ${advisories} advisories`,
    value: round(value),
    unit,
    goal: null,
    met: null,
  });
  const after = median(took) - start;
  return [
    {
      ...figure(`cold match of ${COMPONENTS} components after process start, median of ${RUNS}`, after, 'ms'),
      ...(scale === 1 ? { goal: '<= 300 ms', met: after <= 300 } : {}),
      peer: `node -e 0 in the same run: ${round(start)} ms; without compiled code: ${round(median(compiling) - start)} ms`,
    },
    // What others do on the machine is in the time that passes, and hardly in this.
    figure('processor time of all its threads after process start, median', median(busy), 'ms'),
    figure('the whole process, median', median(took), 'ms'),
    figure('the whole process, slowest', Math.max(...took), 'ms'),
    figure('components affected, mean', affected / RUNS, ''),
    figure('index built by the command', seconds, 's'),
    ...(peak === undefined ? [] : [figure('memory of building it, at most', peak, 'MB')]),
    figure('index', statSync(index).size / 1e6, 'MB'),
  ];
}

function build(records: string, index: string): { readonly seconds: number; readonly peak: number | undefined } {
  const began = performance.now();
  const { maxRSS } = usageOf([BIN, 'index', 'build', records, '--out', index]);
  const seconds = (performance.now() - began) / 1_000;
  return { seconds, peak: maxRSS > 0 ? (maxRSS * 1_024) / 1e6 : undefined };
}

function processorTime(argv: readonly string[]): number {
  const { userCPUTime, systemCPUTime } = usageOf(argv);
  return (userCPUTime + systemCPUTime) / 1_000;
}

/** What the system says of a process at its end. Microseconds, kibibytes. */
function usageOf(argv: readonly string[]): NodeJS.ResourceUsage {
  const { status, stderr } = spawnSync(process.execPath, ['--import', `data:text/javascript,${REPORT}`, ...argv], {
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  });
  if (status !== 0 && status !== 1) throw new Error(`${argv.join(' ')} ended with ${status}: ${stderr}`);
  return JSON.parse(stderr) as NodeJS.ResourceUsage; // written by the line below
}

const REPORT = encodeURIComponent(
  `process.on('exit', () => process.stderr.write(JSON.stringify(process.resourceUsage())));`,
);

/** As OSV records, a line each. */
function writeRecords(file: string, advisories: number): void {
  const handle = openSync(file, 'w');
  try {
    let lines = '';
    for (let i = 0; i < advisories; i += 1) {
      const { id, modified, summary, affected } = worldAdvisory(i);
      const written = affected.map(({ ecosystem, name, ranges, versions }) => ({
        package: { ecosystem, name },
        // A record may not have both last_affected and fixed in one range: each pair of events is a range of its own.
        ranges: ranges.flatMap(({ type, events }) =>
          events.flatMap((_, at) => (at % 2 === 0 ? [{ type, events: events.slice(at, at + 2).map(eventOf) }] : [])),
        ),
        versions,
      }));
      lines += `${JSON.stringify({ schema_version: '1.7.0', id, modified, summary, affected: written })}\n`;
      if (lines.length > 1_000_000 || i === advisories - 1) {
        writeSync(handle, lines);
        lines = '';
      }
    }
  } finally {
    closeSync(handle);
  }
}

const eventOf = (event: object): object => ('lastAffected' in event ? { last_affected: event.lastAffected } : event);

function timed(
  argv: readonly string[],
  env: Readonly<Record<string, string>> = {},
): { readonly ms: number; readonly status: number | null; readonly out: string } {
  const began = performance.now();
  const { status, stdout } = spawnSync(process.execPath, argv, {
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
    env: { ...process.env, ...env },
  });
  return { ms: performance.now() - began, status, out: stdout };
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
const round = (value: number): number => Math.round(value * 100) / 100;
