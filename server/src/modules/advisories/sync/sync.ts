// The job: one feed, gone through until all of it is in. What stops it is kept as the feed's last error, in words; what passes
// with time goes on by itself. Another party's fault is no fault of the queue's, so the job ends well either way.
import path from 'node:path';
import type { Problem } from '@leadtime/lib/kit';
import type { Clock } from '../../../platform/clock.ts';
import type { Egress } from '../../../platform/egress.ts';
import { enqueue } from '../../../platform/jobs.ts';
import type { Log } from '../../../platform/log.ts';
import type { FeedDeps, Imported } from '../feeds.ts';
import { csaf } from './csaf/csaf.ts';
import { epss } from './epss.ts';
import { ghsa } from './ghsa.ts';
import type { Arrived, Journey, Protocol } from './journey.ts';
import { kev } from './kev.ts';
import { nvd } from './nvd.ts';
import { osv } from './osv.ts';
import { retract } from './retract.ts';
import { readSettings } from './settings.ts';
import { ssvc } from './ssvc.ts';
import * as store from './store.ts';
import { addressesOf, isSyncSource, type SyncSource } from './table.ts';
import { heldAs, takeFile, takeRecords } from './take.ts';
import { Blocked, closed, Later } from './trouble.ts';

export interface SyncDeps extends FeedDeps {
  readonly clock: Clock;
  readonly egress: Egress;
  readonly log: Log;
  readonly dataDir: string;
  /** Of the NVD; it is sent to nobody else. */
  readonly nvdKey: string | undefined;
}

const PROTOCOLS: Readonly<Record<SyncSource, Protocol>> = { osv, ghsa, kev, epss, ssvc, nvd, csaf };
/** Put off so many times in a row, it waits until somebody asks or its hour comes. */
const PUT_OFF_TIMES = 8;
const PUT_OFF_MS = 6 * 3_600_000;

/** `ecosystem`: for this time alone. `later`: it was put off, and does nothing if it has been done since. */
export async function syncFeed(deps: SyncDeps, payload: Readonly<Record<string, unknown>>): Promise<void> {
  const source = String(payload['source'] ?? '');
  if (!isSyncSource(source)) return deps.log.warn('a job names a feed that cannot be synced', { source });
  const asked = Array.isArray(payload['ecosystems']) ? payload['ecosystems'].map(String) : [];
  const feed = await deps.db.verb('advisories.import', (tx) => tx.maybe(store.FEED, [source]));
  if (!feed || (payload['later'] === true && feed.waits_until === null)) return;
  const counts: Counts = { accepted: 0, refused: 0, first: undefined };
  try {
    await deps.db.verb('advisories.import', (tx) => tx.run(store.BEGIN, [source]));
    const arrived = await PROTOCOLS[source](journeyOf(deps, source, feed, { asked, counts }));
    await succeed(deps, source, arrived, counts);
  } catch (error) {
    await stop(deps, source, error, asked);
  }
}

interface Counts {
  accepted: number;
  refused: number;
  first: Problem | undefined;
}

function journeyOf(
  deps: SyncDeps,
  source: SyncSource,
  feed: store.FeedRecord,
  { asked, counts }: { asked: readonly string[]; counts: Counts },
): Journey {
  const { ecosystems, mirrors } = readSettings(feed.settings);
  const addresses = addressesOf(source, mirrors);
  const shut = Object.values(addresses).filter((a) => !deps.egress.allows(a));
  if (shut.length > 0) throw closed(shut, deps.egress.hosts);
  const run = (...args: Parameters<Tx['run']>) => deps.db.verb('advisories.import', (tx) => tx.run(...args));
  const counted = ({ accepted, refused, problems }: Imported): void => {
    counts.accepted += accepted;
    counts.refused += refused;
    counts.first ??= problems[0];
  };
  return {
    source,
    asking: deps,
    db: deps.db,
    addresses,
    folder: path.join(deps.dataDir, 'feeds'),
    key: source === 'nvd' ? deps.nvdKey : undefined,
    resume: feed.resume,
    ecosystems: { chosen: ecosystems, asked },
    keep: async (resume) => void (await run(store.KEEP, [source, JSON.stringify(resume)])),
    show: async (progress) => void (await run(store.PROGRESS, [source, progress.slice(0, 200)])),
    take: async (records) => counted(await takeRecords(deps, source, records)),
    takeFile: async (bytes) => counted(await takeFile(deps, source, bytes)),
    retract: (ids) => retract(deps, source, ids),
  };
}
type Tx = Parameters<Parameters<FeedDeps['db']['verb']>[1]>[0];

async function succeed(
  deps: SyncDeps,
  source: SyncSource,
  { resume, asOf, note }: Arrived,
  counts: Counts,
): Promise<void> {
  const kept = JSON.stringify(resume);
  const { accepted, refused, first } = counts;
  const said = [
    ...(note === undefined ? [] : [note]),
    ...(refused > 0
      ? [
          `${refused} of ${accepted + refused} records could not be read${first ? `; the first: ${first.path} ${first.detail}` : ''}.`,
        ]
      : []),
  ].join(' ');
  await deps.db.verb('advisories.import', async (tx) => {
    if (asOf === undefined) {
      await tx.run(store.KEEP, [source, kept]);
      await tx.all(store.STOP, [source, null, null, tx.now]);
    } else await tx.run(store.SUCCEED, [source, tx.now, kept, asOf, said.slice(0, 1_000), heldAs(source)]);
  });
  deps.log.info('a feed was synced', { source, accepted, refused });
}

async function stop(deps: SyncDeps, source: SyncSource, error: unknown, ecosystems: readonly string[]): Promise<void> {
  const until = error instanceof Later ? error.until : undefined;
  deps.log.warn('syncing a feed stopped', { source, error });
  const message =
    error instanceof Later || error instanceof Blocked
      ? error.message
      : `A fault of this instance: ${error instanceof Error ? error.message : 'unknown'}. Its log says more; sync again, or import from a file.`;
  await deps.db.verb('advisories.import', async (tx) => {
    const { attempts } = await tx.one(store.STOP, [source, message.slice(0, 1_000), until ?? null, tx.now]);
    if (until === undefined) return;
    if (attempts > PUT_OFF_TIMES)
      return void (await tx.all(store.STOP, [
        source,
        `${message} It was tried ${attempts} times; sync again when it is back.`,
        null,
        tx.now,
      ]));
    const wait = Math.min(60_000 * 2 ** (attempts - 1), PUT_OFF_MS);
    const at = new Date(Math.max(Date.parse(until), Date.parse(tx.now) + wait)).toISOString();
    await tx.run(store.WAIT, [source, at]);
    await enqueue(tx, 'feeds.sync', { source, ecosystems, later: true }, { key: `feeds.sync-later:${source}`, at });
  });
  if (!(error instanceof Later || error instanceof Blocked)) throw error;
}
