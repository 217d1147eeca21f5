// How fast reports come in: SARIF of 5,000, 50,000 and 500,000 results, to the receipt and to committed findings, and single
// reports a second. A real server process on an embedded, durable database; what asks it is this process, as a client is.
//
// The story: a receipt costs the bytes once (sealed and flushed) and one transaction; parsing follows. Findings are committed
// a thousand at a time, each table in one statement, and compared with what others sent when nothing waits. What grew with the table was taken out: keys have one index each, a
// finder's view of a vulnerability is one row, and a batch takes one lock in the whole instance.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { ReportStatus } from '../contract/src/index.ts';
import { reportNdjson, sarifBytes } from '../examples/generate/index.ts';
import { ask, type ServerProcess, setUpServer, startServer } from '../server/test/process.ts';
import type { BenchGiven, BenchResult, Figure } from '../tools/measure.ts';

/**
 * Half a million full results are over the limit of a report, so the three sizes that the slope is taken over leave snippets and
 * help out, all alike; the middle one is measured with them too.
 */
const RUNS = [
  { size: 5_000, detail: 'brief' },
  { size: 50_000, detail: 'brief' },
  { size: 500_000, detail: 'brief' },
  { size: 50_000, detail: 'full' },
] as const;
type Run = (typeof RUNS)[number];
const SINGLE_SECONDS = 10;
const CLIENTS = 16;

export default async function run({ log }: BenchGiven): Promise<BenchResult> {
  const figures: Figure[] = [];
  const committed = new Map<number, number>();
  for (const wanted of RUNS) {
    const { size, detail } = wanted;
    const what = `${size} ${detail} results`;
    const taken = await onFreshServer((server, token) => oneReport(server, token, wanted));
    log(
      `${what}: receipt ${taken.receipt.toFixed(2)} s, committed ${taken.committed.toFixed(1)} s, compared ${taken.compared.toFixed(1)} s, peak ${taken.peak} MB`,
    );
    if (detail === 'brief') committed.set(size, taken.committed);
    figures.push(
      {
        name: `receipt of ${what} (${Math.round(taken.bytes / 1e6)} MB)`,
        value: round(taken.receipt),
        unit: 's',
        goal: null,
        met: null,
      },
      {
        name: `committed findings of ${what}`,
        value: round(taken.committed),
        unit: 's',
        ...(size === 50_000 ? { goal: '<= 10 s', met: taken.committed <= 10 } : { goal: null, met: null }),
      },
      {
        name: `${what} compared with what others sent, after the receipt`,
        value: round(taken.compared),
        unit: 's',
        goal: null,
        met: null,
      },
      { name: `peak memory of the server at ${what}`, value: taken.peak, unit: 'MB', goal: null, met: null },
    );
  }
  const rate = await onFreshServer(singleReports);
  log(`single reports: ${Math.round(rate)} a second`);
  figures.push({
    name: 'single reports to their receipts',
    value: Math.round(rate),
    unit: '1/s',
    goal: '>= 500 /s',
    met: rate >= 500,
  });
  const slope = Math.log((committed.get(500_000) ?? 0) / (committed.get(50_000) ?? 1)) / Math.log(10);
  figures.push({
    name: 'slope of time over size, 50,000 to 500,000 (1 is linear)',
    value: round(slope),
    unit: '',
    goal: null,
    met: null,
  });
  return { bench: 'intake', figures };
}

async function onFreshServer<T>(work: (server: ServerProcess, token: string) => Promise<T>): Promise<T> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'leadtime-bench-'));
  const server = await startServer({ dataDir });
  try {
    const [token] = await setUpServer(server);
    return await work(server, token ?? '');
  } finally {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function oneReport(server: ServerProcess, token: string, { size: results, detail }: Run) {
  const headers = { authorization: `Bearer ${token}` };
  const chunks: Buffer[] = [];
  for await (const chunk of sarifBytes({ results, seed: 'bench', detail })) chunks.push(Buffer.from(chunk));
  const body = Buffer.concat(chunks);
  const began = performance.now();
  const sent = await ask(server, '/api/v1/reports?filename=bench.sarif', { headers, body });
  if (sent.status !== 202) throw new Error(`refused: ${sent.text}`);
  const receipt = (performance.now() - began) / 1_000;
  const { reportId } = sent.body as { reportId: string }; // the contract's receipt
  let committed: number | undefined;
  for (;;) {
    const { body: status } = await ask(server, `/api/v1/reports/${reportId}`, { headers });
    const { findings, finishedAt, comparedAt } = status as ReportStatus; // the contract's status
    const now = (performance.now() - began) / 1_000;
    if (finishedAt !== null) committed ??= now;
    if (committed !== undefined && findings !== results)
      throw new Error(`${findings} of ${results} findings were committed`);
    if (committed !== undefined && comparedAt !== null)
      return { receipt, committed, compared: now, peak: peakOf(server.pid), bytes: body.length };
    await pause(committed === undefined ? 100 : 1_000); // what became of all findings is counted anew for each who asks
  }
}

/** Single reports by several clients at once, each its own bytes. */
async function singleReports(server: ServerProcess, token: string): Promise<number> {
  const headers = { authorization: `Bearer ${token}` };
  const lines: Buffer[] = [];
  const text: Buffer[] = [];
  for await (const chunk of reportNdjson({ n: 2_000, seed: 'single' })) text.push(Buffer.from(chunk));
  for (const line of Buffer.concat(text).toString('utf8').split('\n')) if (line !== '') lines.push(Buffer.from(line));
  const until = performance.now() + SINGLE_SECONDS * 1_000;
  let received = 0;
  const began = performance.now();
  await Promise.all(
    Array.from({ length: CLIENTS }, async (_, client) => {
      for (let i = 0; performance.now() < until; i += 1) {
        const line = lines[(client + i * CLIENTS) % lines.length] ?? Buffer.alloc(0);
        const body = Buffer.concat([
          line.subarray(0, line.length - 1),
          Buffer.from(' '.repeat(1 + Math.floor((client + i * CLIENTS) / lines.length))),
          Buffer.from('}'),
        ]);
        const answer = await ask(server, '/api/v1/reports?format=report', { headers, body });
        if (answer.status !== 202) throw new Error(`refused: ${answer.text}`);
        received += 1;
      }
    }),
  );
  return received / ((performance.now() - began) / 1_000);
}

/** Highest resident memory of a process so far, in MB; NaN where the system does not say. */
function peakOf(pid: number): number {
  try {
    const kilobytes = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return Math.round(Number(kilobytes) / 1_024);
  } catch {
    return Number.NaN;
  }
}

const round = (value: number): number => Math.round(value * 100) / 100;
