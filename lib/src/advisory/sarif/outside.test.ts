// Logs that other people's tools wrote: every result of a valid log is given or named as dropped, and none is lost.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { beforeEach, describe, expect, it } from 'vitest';
import type { ReadEvent } from '../finding-model.ts';
import { readSarif } from './index.ts';

const DATA = new URL('../../../../../shared/data/', import.meta.url);
const absent = !existsSync(DATA);

interface Log {
  readonly path: string;
  readonly bytes: Buffer;
}

function logsIn(folder: string): readonly Log[] {
  const root = new URL(folder, DATA);
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.sarif(\.json)?$/.test(path))
    .map((path) => ({ path, bytes: readFileSync(new URL(path.split('/').map(encodeURIComponent).join('/'), root)) }));
}

function packed(file: string): readonly Log[] {
  const rows = gunzipSync(readFileSync(new URL(file, DATA)))
    .toString('utf8')
    .split('\n');
  return rows
    .filter((row) => row !== '')
    .map((row) => JSON.parse(row) as { path: string; text?: string; base64?: string }) // the form that the set's note states
    .map(({ path, text, base64 }) => ({
      path,
      bytes: text === undefined ? Buffer.from(base64 ?? '', 'base64') : Buffer.from(text),
    }));
}

async function read({ bytes }: Log): Promise<ReadEvent[]> {
  const events: ReadEvent[] = [];
  for await (const event of readSarif(async function* () {
    for (let from = 0; from < bytes.length; from += 10_000) yield bytes.subarray(from, from + 10_000);
  }))
    events.push(event);
  return events;
}

/** How many results JSON.parse counts; undefined where it is no SARIF 2.1.0. */
function resultsByParse({ bytes }: Log): number | undefined {
  try {
    const log = JSON.parse(bytes.toString('utf8').replace(/^\ufeff/, ''));
    if (log.version !== '2.1.0' || !Array.isArray(log.runs)) return undefined;
    return log.runs.reduce((sum: number, run: { results?: unknown[] } | null) => sum + (run?.results?.length ?? 0), 0);
  } catch {
    return undefined;
  }
}

async function tally(logs: readonly Log[]) {
  const sum = { logs: 0, read: 0, refused: 0, results: 0, findings: 0, dropped: 0, problems: 0 };
  const wrong: string[] = [];
  const codes = new Map<string, number>();
  for (const log of logs) {
    const expected = resultsByParse(log);
    const events = await read(log);
    const end = events.at(-1);
    if (end?.kind !== 'end') throw new Error(`${log.path}: no end`);
    const droppedResults = events.filter((e) => e.kind === 'dropped' && e.reason !== 'attachment.unread').length;
    for (const e of events) if (e.kind === 'problem') codes.set(e.problem.code, (codes.get(e.problem.code) ?? 0) + 1);
    sum.logs += 1;
    sum.problems += end.problems;
    if (end.refused) {
      sum.refused += 1;
      if (expected !== undefined) wrong.push(`${log.path}: refused`);
      if (end.problems === 0) wrong.push(`${log.path}: refused without a problem`);
      continue;
    }
    sum.read += 1;
    sum.findings += end.findings;
    sum.dropped += droppedResults;
    sum.results += expected ?? 0;
    if (end.findings + droppedResults !== expected)
      wrong.push(`${log.path}: ${end.findings} + ${droppedResults} of ${expected}`);
  }
  return { sum, wrong, codes: Object.fromEntries(codes) };
}

describe('SARIF that others wrote', () => {
  beforeEach((context) => context.skip(absent, '../shared/data is absent'));
  it.each([
    ['sarif/sarif-sdk/', () => logsIn('sarif/sarif-sdk/')],
    ['sarif/sarif-tutorials/', () => logsIn('sarif/sarif-tutorials/')],
    ['converter outputs', () => packed('sarif/sarif-sdk/converter-outputs.ndjson.gz')],
    [
      'other cases of the SDK',
      () => packed('sarif/sarif-sdk/other-cases.ndjson.gz').filter((l) => l.path.endsWith('.sarif')),
    ],
    [
      'outputs of scanners',
      () => packed('scanner-outputs/defectdojo/scans.ndjson.gz').filter((l) => /sarif/i.test(l.path)),
    ],
  ])('loses nothing of %s', async (name, logs) => {
    const { sum, wrong, codes } = await tally(logs());
    console.log(name, JSON.stringify(sum), JSON.stringify(codes));
    expect(sum.logs).toBeGreaterThan(10);
    expect(wrong).toEqual([]);
  });

  it('finds nothing wrong with the valid input of any error rule of the SDK', async () => {
    const logs = logsIn('sarif/sarif-sdk/').filter((l) => /Inputs\/SARIF1\d+\..*_Valid\.sarif$/.test(l.path));
    const { sum, codes } = await tally(logs);
    console.log('valid inputs of rules SARIF1xxx', JSON.stringify(sum), JSON.stringify(codes));
    expect([sum.refused, sum.problems, sum.logs]).toEqual([0, 0, 12]);
  });

  it('finds something wrong with the invalid input of each error rule, but for those about parts that are not read', async () => {
    const logs = logsIn('sarif/sarif-sdk/').filter((l) => /Inputs\/SARIF1\d+\..*_Invalid\.sarif$/.test(l.path));
    const silent: string[] = [];
    for (const log of logs)
      if (!(await read(log)).some((e) => e.kind === 'problem'))
        silent.push(/SARIF1\d+/.exec(log.path)?.[0] ?? log.path);
    console.log('invalid inputs of rules SARIF1xxx', logs.length, 'silent', silent.sort().join(' '));
    expect(silent.sort()).toEqual([
      'SARIF1001', // a rule named as its id: harmless
      'SARIF1006', // times of invocations: not read
      'SARIF1011', // an older $schema: what counts is `version`
      'SARIF1013', // sarif: links in related locations: not read
    ]);
  });
});
