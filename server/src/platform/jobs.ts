// Jobs on PostgreSQL (graphile-worker). A job's payload holds ids only; who may know what is asked when it runs.
// Workers that died are found by a lock that their own connection held, and their jobs are given back at once.
import {
  Logger as GraphileLogger,
  makeWorkerUtils,
  parseCronItems,
  type Runner,
  run,
  runOnce,
  type TaskList,
} from 'graphile-worker';
import pg from 'pg';
import type { Tx } from './db/database.ts';
import { query } from './db/query.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';

export type Task = (payload: Readonly<Record<string, unknown>>) => Promise<void>;

const ENQUEUE = query('jobs.enqueue', `SELECT enqueue($1, $2::json, $3, $4)`);

/** Enqueues in the transaction: the job exists when the change does. With a key, one waiting job is enough. */
export async function enqueue(
  tx: Tx,
  task: string,
  payload: Readonly<Record<string, unknown>> = {},
  more: { key?: string; at?: string } = {},
): Promise<void> {
  await tx.all(ENQUEUE, [task, JSON.stringify(payload), more.key ?? null, more.at ?? null]);
}

export interface JobRunner {
  stop(): Promise<void>;
}

export interface JobOptions {
  readonly connection: pg.ClientConfig;
  readonly tasks: Readonly<Record<string, Task>>;
  /** Tasks without payload that also run every minute. */
  readonly everyMinute: readonly string[];
  readonly concurrency: number;
  readonly log: Log;
  readonly metrics: Metrics;
}

export async function runJobs(options: JobOptions): Promise<JobRunner> {
  const pool = new pg.Pool({ ...options.connection, max: options.concurrency + 3 });
  pool.on('error', () => undefined);
  pool.on('connect', (client) => void client.on('error', () => undefined));
  await giveBackJobsOfTheDead(pool, options);
  const taskList: TaskList = Object.fromEntries(
    Object.entries(options.tasks).map(([name, task]) => [
      name,
      async (payload: unknown) => measured(name, () => task(isRecord(payload) ? payload : {}), options),
    ]),
  );
  const runner: Runner = await run({
    pgPool: pool,
    taskList,
    parsedCronItems: parseCronItems(
      options.everyMinute.map((task) => ({
        task,
        match: '* * * * *',
        options: { jobKey: task, jobKeyMode: 'preserve_run_at' as const, queueName: task },
      })),
    ),
    concurrency: options.concurrency,
    noHandleSignals: true,
    pollInterval: 1_000,
    logger: quietLogger(options.log),
  });
  return {
    async stop() {
      await runner.stop();
      await pool.end().catch(() => undefined);
    },
  };
}

/** Runs the jobs that are due until none is left: for loading the demo and for tests. */
export async function runPending(options: Omit<JobOptions, 'everyMinute' | 'concurrency'>): Promise<void> {
  const pool = new pg.Pool({ ...options.connection, max: 4 });
  pool.on('error', () => undefined);
  pool.on('connect', (client) => void client.on('error', () => undefined));
  const taskList: TaskList = Object.fromEntries(
    Object.entries(options.tasks).map(([name, task]) => [
      name,
      async (payload: unknown) => measured(name, () => task(isRecord(payload) ? payload : {}), options),
    ]),
  );
  try {
    await runOnce({ pgPool: pool, taskList, noHandleSignals: true, logger: quietLogger(options.log) });
  } finally {
    await pool.end();
  }
}

async function measured(
  task: string,
  work: () => Promise<void>,
  { log, metrics }: Pick<JobOptions, 'log' | 'metrics'>,
): Promise<void> {
  const began = performance.now();
  try {
    await work();
    metrics.job(task, 'done', (performance.now() - began) / 1000);
  } catch (error) {
    metrics.job(task, 'failed', (performance.now() - began) / 1000);
    log.error('job failed', { task, error });
    throw error;
  }
}

// Each worker process holds this session lock, shared; whoever gets it alone knows that no other worker lives.
const LIVING = 440_902;

async function giveBackJobsOfTheDead(pool: pg.Pool, { connection, log }: JobOptions): Promise<void> {
  const client = new pg.Client(connection);
  client.on('error', () => undefined);
  await client.connect();
  const { rows } = await client.query<{ alone: boolean }>('SELECT pg_try_advisory_lock($1) AS alone', [LIVING]);
  if (rows[0]?.alone) {
    const locked = await client.query<{ locked_by: string }>(
      'SELECT DISTINCT locked_by FROM graphile_worker.jobs WHERE locked_by IS NOT NULL',
    );
    if (locked.rows.length > 0) {
      const utils = await makeWorkerUtils({ pgPool: pool, logger: quietLogger(log) });
      await utils.forceUnlockWorkers(locked.rows.map((r) => r.locked_by));
      await utils.release();
      log.info('jobs of workers that died were given back', { workers: locked.rows.length });
    }
  }
  await client.query('SELECT pg_advisory_lock_shared($1)', [LIVING]);
  if (rows[0]?.alone) await client.query('SELECT pg_advisory_unlock($1)', [LIVING]);
  pool.once('remove', () => undefined);
  const end = pool.end.bind(pool);
  pool.end = (async () => {
    await client.end().catch(() => undefined);
    await end();
  }) as typeof pool.end; // the lock lives as long as the pool does
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** graphile-worker's own lines: only what went wrong. */
function quietLogger(log: Log): GraphileLogger {
  return new GraphileLogger(() => (level, message) => {
    if (level === 'error') log.error('queue', { message });
    else if (level === 'warning') log.warn('queue', { message });
  });
}
