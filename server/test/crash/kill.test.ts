// A real server on a real data folder, killed with kill -9: at each failpoint that a batch of reports meets, and at random
// moments while more comes in. Whoever got no receipt sends again, as a client does. In the end each receipt has exactly its
// findings, nothing is there twice, and the ledger verifies.
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { verifyExport } from '@leadtime/lib/ledger';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { randomOf } from '../../../examples/generate/random.ts';
import { findRunning } from '../../src/platform/embedded-postgres/index.ts';
import { failpointNames } from '../../src/platform/failpoints.ts';
import { ask, type ServerProcess, setUpServer, startServer } from '../process.ts';
import { loadOf, type Sending, sendAll } from './load.ts';

/** Passes after which each is met, so that something is under way. */
const PASSES: Readonly<Record<string, number>> = {
  'intake.after-blob': 4,
  'intake.before-commit': 3,
  'intake.after-commit': 5,
  'findings.before-batch': 2,
  'findings.before-end': 2,
  'findings.after-batch': 1,
  'findings.before-compared': 1,
  'ledger.before-checkpoint': 1,
};
/** Findings of a scan that is committed in more than one batch. */
const SEVERAL_BATCHES = 1_100;
const KILLS = Number(process.env['LEADTIME_CRASH_ROUNDS'] ?? 20);
const r = randomOf('kill-9', process.env['LEADTIME_CRASH_SEED'] ?? 'leadtime');

let dataDir: string;
let token: string;
let server: ServerProcess | undefined;
const sent: Sending[] = [];

beforeAll(async () => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'leadtime-crash-'));
  server = await startServer({ dataDir });
  [token = ''] = await setUpServer(server);
  await server.kill();
});
afterAll(async () => {
  await server?.stop();
  rmSync(dataDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
});

it('names every failpoint that a batch of reports meets', () => {
  const met = failpointNames.filter((name) => /^(intake|findings|ledger)\./.test(name));
  expect(Object.keys(PASSES).sort()).toEqual([...met].sort());
});

describe('killed at a failpoint', () => {
  afterEach(() => server?.kill()); // also one that passed its failpoint: the next one needs the folder
  it.each(Object.entries(PASSES))(
    '%s, pass %i',
    async (name, pass) => {
      const running = await startServer({ dataDir, env: { LEADTIME_FAILPOINT: `${name}:${pass}` } });
      server = running;
      sent.push(...(await loadOf({ round: sent.length, scan: name.startsWith('findings.') ? SEVERAL_BATCHES : 200 })));
      await sendAll(running, token, sent);
      await Promise.race([running.gone, pause(30_000, undefined, { ref: false })]);
      const alive = await ask(running, '/api/v1/limits').catch(() => undefined);
      expect(alive, 'the server passed the failpoint').toBeUndefined();
    },
    120_000,
  );
});

describe('killed at random moments while a batch comes in', () => {
  const rounds = Array.from({ length: KILLS }, (_, i) => ({
    moment: r.between(20, 1_500),
    scan: i % 5 === 0 ? SEVERAL_BATCHES : 150,
  }));
  it.each(rounds)(
    'after $moment ms',
    async ({ moment, scan }) => {
      const running = await startServer({ dataDir });
      server = running;
      sent.push(...(await loadOf({ round: sent.length, scan })));
      const sending = sendAll(running, token, sent);
      await pause(moment);
      await running.kill();
      await sending;
    },
    120_000,
  );
});

describe('after the restart', () => {
  beforeAll(async () => {
    server = await startServer({ dataDir });
    await sendAll(server, token, sent);
    await drained();
  }, 300_000);

  it('has a receipt for everything that was sent, and a report for each receipt', async () => {
    expect(sent.filter((s) => s.receipt === undefined)).toEqual([]);
    const { rows } = await owner(`SELECT encode(digest, 'hex') AS digest, stage FROM report`);
    const digests = sent.map((s) => createHash('sha256').update(s.bytes).digest('hex'));
    expect(rows.map((x) => x.digest).sort()).toEqual(digests.sort());
    expect(rows.filter((x) => x.stage !== 'read')).toEqual([]);
  });

  it('has exactly the findings of each', async () => {
    const { rows } = await owner(
      `SELECT r.id, r.findings AS counted, count(f.id)::int AS written, count(DISTINCT f.ordinal)::int AS distinct_ordinals
       FROM report r LEFT JOIN finding f ON f.report_id = r.id GROUP BY r.id`,
    );
    const found = new Map(rows.map((x) => [x.id, [x.counted, x.written, x.distinct_ordinals]]));
    const wrong = sent.filter((s) => String(found.get(s.receipt?.reportId)) !== String(Array(3).fill(s.findings)));
    expect(wrong.map((s) => ({ name: s.name, wanted: s.findings, found: found.get(s.receipt?.reportId) }))).toEqual([]);
  });

  it('has nothing twice: every finding is of one vulnerability that counts it once, with one event and one notice', async () => {
    const { rows } = await owner(
      `SELECT (SELECT count(*) FROM vulnerability v WHERE v.superseded_by IS NULL
           AND v.findings <> (SELECT count(*) FROM finding f WHERE f.vulnerability_id = v.id))::int AS miscounted,
         (SELECT count(*) FROM (SELECT subject_id FROM event WHERE kind = 'report.read' GROUP BY 1 HAVING count(*) > 1) d)::int AS told_twice,
         (SELECT count(*) FROM report r WHERE NOT EXISTS (SELECT 1 FROM event e WHERE e.kind = 'report.read' AND e.subject_id = r.id))::int AS untold,
         (SELECT count(*) FROM (SELECT blob_id FROM attachment WHERE blob_id IS NOT NULL) a
           WHERE NOT EXISTS (SELECT 1 FROM blob b WHERE b.id = a.blob_id))::int AS lost_bytes`,
    );
    expect(rows[0]).toEqual({ miscounted: 0, told_twice: 0, untold: 0, lost_bytes: 0 });
  });

  it('gives back the bytes of every report', async () => {
    if (!server) throw new Error('no server');
    for (const s of sent.filter((_, i) => i % 5 === 0)) {
      const answer = await ask(server, `/api/v1/reports/${s.receipt?.reportId}/bytes`, headers());
      expect(answer.text).toBe(s.bytes.toString('utf8'));
    }
  });

  it('has a ledger that verifies and holds what each receipt promised, once', async () => {
    if (!server) throw new Error('no server');
    await sequenced();
    const { text } = await ask(server, '/api/v1/ledger/export', headers());
    const verdict = await verifyExport(chunksOf(text));
    expect(verdict.problems).toEqual([]);
    expect(verdict.ok).toBe(true);
    const lines = text.split('\n');
    for (const s of sent) {
      const commitment = s.receipt?.ledger.commitment ?? 'none';
      expect(lines.filter((line) => line.includes(commitment))).toHaveLength(1);
    }
    const { rows } = await owner(
      `SELECT body -> 'refs' ->> 'report' AS report, sum((body -> 'facts' ->> 'count')::int)::int AS count
       FROM ledger_entry WHERE body ->> 'kind' = 'findings.committed' GROUP BY 1`,
    );
    const committed = new Map(rows.map((x) => [x.report, x.count]));
    for (const s of sent) expect(committed.get(s.receipt?.reportId)).toBe(s.findings);
  });
});

const headers = () => ({ headers: { authorization: `Bearer ${token}` } });

async function drained(): Promise<void> {
  await until(async () => {
    const { rows } = await owner(`SELECT count(*)::int AS waiting FROM report WHERE stage IN ('stored', 'reading')`);
    return rows[0].waiting === 0;
  });
}

/** An entry that was committed just as the sequencer looked waits for the next change, or for the sweep of the minute. */
async function sequenced(): Promise<void> {
  if (!server) throw new Error('no server');
  await ask(server, '/api/v1/reports?filename=last.json', {
    ...headers(),
    body: '{"schema":"leadtime.report/1","findings":[]}',
  });
  await until(async () => {
    const { rows } = await owner('SELECT count(*)::int AS waiting FROM ledger_entry WHERE index IS NULL');
    return rows[0].waiting === 0;
  });
}

async function until(done: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 240_000; Date.now() < end; await pause(200)) if (await done()) return;
  throw new Error(`it did not come to rest: ${server?.errors()}`);
}

/** As the owner of the database, past every wall. */
async function owner(sql: string): Promise<pg.QueryResult> {
  const running = findRunning(dataDir);
  if (!running) throw new Error('the database does not run');
  const client = new pg.Client({ ...running.owner, options: '-c search_path=leadtime' });
  await client.connect();
  try {
    return await client.query(sql);
  } finally {
    await client.end();
  }
}

async function* chunksOf(text: string): AsyncIterable<string> {
  for (let at = 0; at < text.length; at += 65_536) yield text.slice(at, at + 65_536);
}
