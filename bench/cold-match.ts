// How long somebody waits for `leadtime match` in a fresh process: 1,000 components as CycloneDX text against an index of a million
// advisories, from the start of the process to its end.
//
// The story: an index has a directory, so only the packages asked for are read from the file; the rest of the time is Node's own start
// and the loading of our source. Formats that are not asked for are not loaded. Beside it stands `node -e 0`, which nothing can undercut.
import { execFileSync, spawnSync } from 'node:child_process';
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

export default async function run({ log }: BenchGiven): Promise<BenchResult> {
  const folder = mkdtempSync(path.join(tmpdir(), 'leadtime-cold-'));
  try {
    return { bench: 'cold-match', figures: SCALES.flatMap((scale) => atScale(scale, folder, log)) };
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
  const began = performance.now();
  execFileSync(process.execPath, [BIN, 'index', 'build', records, '--out', index]);
  const built = (performance.now() - began) / 1_000;
  const took: number[] = [];
  const empty: number[] = [];
  let affected = 0;
  for (let i = -2; i < RUNS; i += 1) {
    writeFileSync(sbom, worldInventory(i + 2, COMPONENTS));
    const idle = timed(['-e', '0']);
    const matched = timed([BIN, 'match', '--sbom', sbom, '--advisories', index, '--max-age', '1000000', '--json']);
    if (matched.status !== 0 && matched.status !== 1) throw new Error(`leadtime match ended with ${matched.status}`);
    if (i < 0) continue; // the file and the sources come into the system's cache
    took.push(matched.ms);
    empty.push(idle.ms);
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
      peer: `node -e 0 in the same run: ${round(start)} ms`,
    },
    figure('the whole process, median', median(took), 'ms'),
    figure('the whole process, slowest', Math.max(...took), 'ms'),
    figure('components affected, mean', affected / RUNS, ''),
    figure('index built by the command', built, 's'),
    figure('index', statSync(index).size / 1e6, 'MB'),
  ];
}

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

function timed(argv: readonly string[]): { readonly ms: number; readonly status: number | null; readonly out: string } {
  const began = performance.now();
  const { status, stdout } = spawnSync(process.execPath, argv, { encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 });
  return { ms: performance.now() - began, status, out: stdout };
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
const round = (value: number): number => Math.round(value * 100) / 100;
