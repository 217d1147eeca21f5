// The only composition root: everything meets here and nowhere else.
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type SigningKey, signingKey } from '@leadtime/lib/ledger';
import type { FastifyInstance } from 'fastify';
import type { Handlers } from '../edge/handler.ts';
import { openEdge } from '../edge/server.ts';
import { accessRoutes, authenticate } from '../modules/access/index.ts';
import {
  advisoriesRoutes,
  type CsafJudge,
  openCsafJudge,
  scheduleFeeds,
  syncFeed,
} from '../modules/advisories/index.ts';
import { casesRoutes, pace, tell } from '../modules/cases/index.ts';
import { dutiesRoutes, followers, reassess, sweep } from '../modules/duties/index.ts';
import { drain, findingsRoutes, type Rules, readRules, reassessNamed } from '../modules/findings/index.ts';
import { intakeRoutes } from '../modules/intake/index.ts';
import { inventoryRoutes, matchAdvisory, matchInventory, storeIntervals } from '../modules/inventory/index.ts';
import { ledgerRoutes, sequence } from '../modules/ledger/index.ts';
import { measuresRoutes, take } from '../modules/measures/index.ts';
import { deliver, notifyRoutes, relay } from '../modules/notify/index.ts';
import { searchRoutes } from '../modules/search/index.ts';
import { systemRoutes } from '../modules/system/index.ts';
import { appendAll, watchRoutes } from '../modules/watch/index.ts';
import { type Blobs, openBlobs } from '../platform/blobs.ts';
import { type Clock, systemClock } from '../platform/clock.ts';
import type { Config } from '../platform/config.ts';
import { type Database, openDatabase } from '../platform/db/database.ts';
import { type Egress, openEgress } from '../platform/egress.ts';
import { type JobRunner, runJobs, type Task } from '../platform/jobs.ts';
import type { Log } from '../platform/log.ts';
import { type Metrics, openMetrics } from '../platform/metrics.ts';
import { keyFrom } from '../platform/secrets.ts';
import type { Connections } from './connect.ts';
import { migrationNames } from './migrate.ts';

export const VERSION: string = (createRequire(import.meta.url)('../../package.json') as { version: string }).version; // our own package file

/** What modules are made of. */
export interface House {
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly egress: Egress;
  readonly blobs: Blobs;
  readonly key: SigningKey;
  readonly rules: Rules;
  /** As leadtime_app: the API. */
  readonly db: Database;
  /** As leadtime_worker: jobs. */
  readonly workerDb: Database;
  readonly version: string;
  readonly secure: boolean;
  readonly judge: CsafJudge;
  /** Where people reach this instance. */
  readonly origin: string;
  readonly dataDir: string;
  close(): Promise<void>;
}

const root = (relative: string): string => fileURLToPath(new URL(`../../../${relative}`, import.meta.url));

export async function openHouse(
  config: Config,
  connections: Pick<Connections, 'app' | 'worker'>,
  { log, clock = systemClock }: { log: Log; clock?: Clock },
): Promise<House> {
  const db = openDatabase(connections.app, clock);
  const workerDb = openDatabase(connections.worker, clock);
  return {
    config,
    clock,
    log,
    db,
    workerDb,
    metrics: openMetrics(),
    egress: openEgress(config.egress),
    blobs: openBlobs(path.join(config.dataDir, 'bytes'), await keyFrom(config.key, config.dataDir, 'bytes.key')),
    key: signingKey(config.ledgerOrigin, await keyFrom(config.ledgerSeed, config.dataDir, 'ledger.key')),
    rules: await readRules(new URL('../../../rules/', import.meta.url)),
    version: VERSION,
    judge: openCsafJudge(),
    origin: config.origin ?? `http://localhost:${config.port}`,
    dataDir: config.dataDir,
    secure: config.origin?.startsWith('https:') ?? false,
    close: async () => {
      await db.close();
      await workerDb.close();
    },
  };
}

export function handlersOf(house: House): Handlers {
  return {
    ...accessRoutes(house),
    ...intakeRoutes(house),
    ...ledgerRoutes(house),
    ...findingsRoutes({ ...house, tell: (actor, id, note) => tell(house, actor, id, note) }),
    ...casesRoutes(house),
    ...notifyRoutes(house),
    ...measuresRoutes(house),
    ...searchRoutes(house),
    ...systemRoutes({ ...house, migrations: migrationNames }),
    ...advisoriesRoutes({ ...house, storeIntervals }),
    ...inventoryRoutes(house),
    ...dutiesRoutes(house),
    ...watchRoutes(house),
  };
}

export function openApi(house: House, more: { webRoot?: string; perMinute?: number } = {}): Promise<FastifyInstance> {
  return openEdge({
    handlers: handlersOf(house),
    authenticate: (credentials) => authenticate(house, credentials),
    log: house.log,
    metrics: house.metrics,
    trustProxy: house.config.trustProxy,
    origin: house.config.origin,
    webRoot: more.webRoot ?? root('web/dist'),
    ...(more.perMinute ? { perMinute: more.perMinute } : {}),
  });
}

/** Every job by name. `linger`: whether one that has emptied its queue looks once more after a moment, as a running server does. */
export function tasksOf(house: House, { linger = true } = {}): Readonly<Record<string, Task>> {
  const worker = { ...house, db: house.workerDb };
  const matching = { db: house.workerDb, follow: followers(house.rules) };
  return {
    'findings.drain': () => drain({ ...worker, linger }),
    'ledger.sequence': () => sequence({ ...worker, linger }),
    'cases.pace': (payload) => pace(worker, payload),
    'notify.relay': (payload) => relay(worker, payload),
    'notify.deliver': (payload) => deliver(worker, payload),
    'measures.take': (payload) => take(worker, payload),
    'findings.reassess': (payload) => reassessNamed(worker, payload),
    'exposures.matchInventory': (payload) => matchInventory(matching, payload),
    'exposures.matchAdvisory': (payload) => matchAdvisory(matching, payload),
    'duties.reassess': (payload) => reassess(worker, payload),
    'duties.sweep': () => sweep(worker),
    'watch.append': () => appendAll({ db: house.workerDb, origin: house.key.verifier.name }),
    'feeds.sync': (payload) => syncFeed({ ...worker, storeIntervals, nvdKey: house.config.nvdKey }, payload),
    'feeds.schedule': () => scheduleFeeds(worker),
  };
}

/** Sweeps: what a job enqueued with its change does at once, these do again every minute, in case it was missed. */
const EVERY_MINUTE = [
  'findings.drain',
  'ledger.sequence',
  'cases.pace',
  'measures.take',
  'exposures.matchInventory',
  'duties.sweep',
  'watch.append',
  'feeds.schedule',
];

export function startJobs(house: House, connections: Pick<Connections, 'worker'>): Promise<JobRunner> {
  return runJobs({
    connection: connections.worker,
    tasks: tasksOf(house),
    everyMinute: EVERY_MINUTE,
    concurrency: 4,
    log: house.log,
    metrics: house.metrics,
  });
}
