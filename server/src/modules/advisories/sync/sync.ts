// The job: one feed, gone through until all of it is in. What stops it is kept as the feed's last error, in words; what passes
// with time goes on by itself. Another party's fault is no fault of the queue's, so the job ends well either way.
import path from 'node:path';
import { Refusal } from '../../../edge/refusal.ts';
import type { Clock } from '../../../platform/clock.ts';
import type { Egress } from '../../../platform/egress.ts';
import type { Log } from '../../../platform/log.ts';
import { type FeedDeps, holdFeed, type Imported } from '../feeds/index.ts';
import { csaf } from './csaf/csaf.ts';
import { type Counts, stop, succeed } from './ending.ts';
import { epss } from './epss.ts';
import { ghsa } from './ghsa.ts';
import type { Journey, Protocol } from './journey.ts';
import { kev } from './kev.ts';
import { listsOf } from './listed.ts';
import { nvd } from './nvd.ts';
import { osv } from './osv.ts';
import { retract } from './retract.ts';
import { readSettings } from './settings.ts';
import { ssvc } from './ssvc.ts';
import * as store from './store.ts';
import { addressesOf, isSyncSource, type SyncSource } from './table.ts';
import { takeFile, takeRecords } from './take.ts';
import { closed, Later } from './trouble.ts';

export interface SyncDeps extends FeedDeps {
  readonly clock: Clock;
  readonly egress: Egress;
  readonly log: Log;
  readonly dataDir: string;
  /** Of the NVD; it is sent to nobody else. */
  readonly nvdKey: string | undefined;
}

const PROTOCOLS: Readonly<Record<SyncSource, Protocol>> = { osv, ghsa, kev, epss, ssvc, nvd, csaf };
/** A worker's claim on a job ends after four hours: a long sync stops well before, and goes on with a job of its own. */
const AT_A_TIME_MS = 2 * 3_600_000;

/** `ecosystems`: for this time alone. `later`: it was put off, and does nothing if it has been done since. */
export async function syncFeed(deps: SyncDeps, payload: Readonly<Record<string, unknown>>): Promise<void> {
  const source = String(payload['source'] ?? '');
  if (!isSyncSource(source)) return deps.log.warn('a job names a feed that cannot be synced', { source });
  const asked = Array.isArray(payload['ecosystems']) ? payload['ecosystems'].map(String) : [];
  const feed = await deps.db.verb('advisories.import', (tx) => tx.maybe(store.FEED, [source]));
  if (!feed || (payload['later'] === true && feed.waits_until === null)) return;
  const counts: Counts = { accepted: 0, refused: 0, problems: 0, first: undefined };
  try {
    await holdFeed(deps, source, async () => {
      await deps.db.verb('advisories.import', (tx) => tx.run(store.BEGIN, [source]));
      const arrived = await PROTOCOLS[source](journeyOf(deps, source, feed, { asked, counts }));
      await succeed(deps, source, arrived, counts);
    });
  } catch (error) {
    const held = error instanceof Refusal && error.code === 'feed.busy';
    const why = held ? new Later('An import of this feed from a file is running.', deps.clock.now()) : error;
    await stop(deps, source, why, { ecosystems: asked, counts });
  }
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
  const began = Date.parse(deps.clock.now());
  const run = (...args: Parameters<Tx['run']>) => deps.db.verb('advisories.import', (tx) => tx.run(...args));
  const counted = ({ accepted, refused, problems, problemsTotal }: Imported): void => {
    counts.accepted += accepted;
    counts.refused += refused;
    counts.problems += problemsTotal;
    counts.first ??= problems[0];
  };
  return {
    source,
    asking: deps,
    db: deps.db,
    addresses,
    lists: listsOf(deps.db),
    folder: path.join(deps.dataDir, 'feeds'),
    key: source === 'nvd' ? deps.nvdKey : undefined,
    resume: feed.resume,
    ecosystems: { chosen: ecosystems, asked },
    keep: async (resume) => {
      await run(store.KEEP, [source, JSON.stringify(resume)]);
      const now = deps.clock.now();
      if (Date.parse(now) - began > AT_A_TIME_MS) throw new Later('It takes longer than two hours at a time.', now);
    },
    show: async (progress) => void (await run(store.PROGRESS, [source, progress.slice(0, 200)])),
    take: async (records) => counted(await takeRecords(deps, source, records)),
    takeFile: async (bytes) => counted(await takeFile(deps, source, bytes)),
    retract: (ids) => retract(deps, source, ids),
  };
}
type Tx = Parameters<Parameters<FeedDeps['db']['verb']>[1]>[0];
