// Importing a feed of OSV records into the embedded, durable database: new, given again as it is, and given again where one record in
// ten says something else. 1x is 100,000 records. Each import is a process of its own, so its memory is its own.
//
// The story: storing was bound by statements and by one bad plan, not by reading. The question which packages are named for the first
// time joined all of two tables for each batch, because the planner knows nothing of tables that fill while it looks (1.4 s a batch;
// now a step through the index for each package, 15 ms). Advisories are marked by the statement instead of by the row, progress is
// said every 5,000 records, and while the database writes a batch the next one is read. What was taken before is known by the
// digest of its text, so it costs a hash and a look-up. Beside it stand what nothing can undercut: JSON.parse of the same bytes, and
// an INSERT of the same lines into one table of text without an index, in batches as large.
import { spawnSync } from 'node:child_process';
import { createReadStream, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { type Connections, connect } from '../server/src/main/connect.ts';
import { systemClock } from '../server/src/platform/clock.ts';
import { readConfig } from '../server/src/platform/config.ts';
import { openDatabase } from '../server/src/platform/db/database.ts';
import { silentLog } from '../server/src/platform/log.ts';
import type { BenchGiven, BenchResult, Figure } from '../tools/measure.ts';
import { writeFeed } from './feeds/records.ts';

const RECORDS = 100_000;
const SCALES = [0.01, 0.1, 1] as const;
const AT_ONCE = 1_000;
const IMPORT = fileURLToPath(new URL('feeds/import.ts', import.meta.url));

interface Took {
  readonly seconds: number;
  /** Of the process that imports, in MB: by when half of the file was read, and until the end. */
  readonly half: number;
  readonly peak: number;
}
interface Measured {
  readonly records: number;
  readonly bytes: number;
  readonly fresh: Took;
  readonly again: Took;
  readonly tenth: Took;
  /** Seconds. */
  readonly parse: number;
  readonly insert: number;
}

export default async function run({ log, options }: BenchGiven): Promise<BenchResult> {
  const measured: Measured[] = [];
  for (const scale of SCALES.filter((s) => s < 1 || !options.has('--small'))) {
    const at = await atScale(RECORDS * scale);
    measured.push(at);
    const rates = [at.fresh, at.again, at.tenth].map((took) => `${rate(at, took.seconds)} /s, ${took.peak} MB`);
    log(`${at.records} records: new ${rates[0]}; again ${rates[1]}; one in ten changed ${rates[2]}`);
  }
  return { bench: 'feeds', figures: [...measured.flatMap(figuresOf), ...overScales(measured)] };
}

async function atScale(records: number): Promise<Measured> {
  const folder = mkdtempSync(path.join(tmpdir(), 'leadtime-bench-'));
  try {
    const [first, second] = [path.join(folder, 'first.ndjson'), path.join(folder, 'second.ndjson')] as const;
    const bytes = writeFeed(first, records, 1);
    writeFeed(second, records, 2);
    return await onDatabase(path.join(folder, 'data'), async (database) => ({
      records,
      bytes,
      fresh: importOf(database, first, records),
      again: importOf(database, first, records),
      tenth: importOf(database, second, records),
      parse: parse(first),
      insert: await insert(database, first),
    }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function onDatabase<T>(dataDir: string, work: (database: Connections) => Promise<T>): Promise<T> {
  const config = readConfig({ LEADTIME_DATA: dataDir });
  if (!config.ok) throw new Error(config.problems.join('\n'));
  const database = await connect(config.config, silentLog);
  try {
    return await work(database);
  } finally {
    await database.stop();
  }
}

function importOf({ app }: Connections, file: string, records: number): Took {
  const { stdout, stderr } = spawnSync(process.execPath, [IMPORT, file], {
    input: JSON.stringify(app),
    encoding: 'utf8',
  });
  if (stdout === '') throw new Error(`the import ended: ${stderr}`);
  const { accepted, ...took } = JSON.parse(stdout) as Took & { accepted: number }; // printed by feeds/import.ts
  if (accepted !== records) throw new Error(`${accepted} of ${records} records were taken`);
  return took;
}

function parse(file: string): number {
  const lines = readFileSync(file, 'utf8').split('\n');
  const began = performance.now();
  let ids = 0;
  for (const line of lines) if (line !== '' && (JSON.parse(line) as { id: string }).id !== '') ids += 1;
  if (ids === 0) throw new Error('nothing was parsed');
  return (performance.now() - began) / 1_000;
}

async function insert({ admin }: Connections, file: string): Promise<number> {
  const { pool, close } = openDatabase(admin, systemClock);
  try {
    await pool.query('CREATE TABLE floor (line text)');
    const began = performance.now();
    let lines: string[] = [];
    const flush = () => pool.query('INSERT INTO floor SELECT unnest($1::text[])', [lines]);
    for await (const line of createInterface({ input: createReadStream(file) })) {
      if (lines.push(line) < AT_ONCE) continue;
      await flush();
      lines = [];
    }
    await flush();
    return (performance.now() - began) / 1_000;
  } finally {
    await close();
  }
}

function figuresOf(at: Measured): readonly Figure[] {
  const whole = at.records === RECORDS;
  const peer = `in the same run: INSERT into one table ${rate(at, at.insert)} /s, JSON.parse ${rate(at, at.parse)} /s`;
  const figure = (what: string, took: Took, least?: number): readonly Figure[] => [
    {
      name: `${what}, of ${at.records} records (${Math.round(at.bytes / 1e6)} MB)`,
      value: rate(at, took.seconds),
      unit: 'records/s',
      goal: whole && least !== undefined ? `>= ${least} /s` : null,
      met: whole && least !== undefined ? rate(at, took.seconds) >= least : null,
      peer,
    },
    { name: `peak memory: ${what}, of ${at.records} records`, value: took.peak, unit: 'MB', goal: null, met: null },
  ];
  return [
    ...figure('new', at.fresh, 1_500),
    ...figure('given again', at.again, 20_000),
    ...figure('one in ten changed', at.tenth),
  ];
}

function overScales(measured: readonly Measured[]): readonly Figure[] {
  const [large, small] = [measured.at(-1), measured.at(-2)];
  if (!large || !small) return [];
  const between = `${small.records} to ${large.records}`;
  const slope = (of: (at: Measured) => Took): number =>
    Math.log(of(large).seconds / of(small).seconds) / Math.log(large.records / small.records);
  const figure = (name: string, value: number): Figure => ({
    name,
    value: round(value),
    unit: '',
    goal: null,
    met: null,
  });
  const goal = (value: number) => (large.records === RECORDS ? { goal: '<= 1.3', met: value <= 1.3 } : {});
  const grown = large.fresh.peak / small.fresh.peak;
  const second = Math.max(...KINDS.map((of) => of(large).peak / of(large).half));
  return [
    figure(
      `slope of time over size, new, ${between} (1 is linear)`,
      slope((at) => at.fresh),
    ),
    figure(
      `slope of time over size, given again, ${between}`,
      slope((at) => at.again),
    ),
    { ...figure(`peak memory of ${large.records} new over that of ${small.records}`, grown), ...goal(grown) },
    // A short run ends before the collector lets the heap grow to where it then stays, so sizes alone do not tell.
    {
      ...figure(`peak memory of the whole file over that of its first half, worst of the three`, second),
      ...goal(second),
    },
  ];
}

const KINDS: readonly ((at: Measured) => Took)[] = [(at) => at.fresh, (at) => at.again, (at) => at.tenth];
const rate = ({ records }: Measured, seconds: number): number => Math.round(records / seconds);
const round = (value: number): number => Math.round(value * 100) / 100;
