// Outside feeds from a file or a download. What cannot be read is named and skipped; what has not changed in meaning is not written, so
// an import that was broken off is given again and passes over what is in.
import type { IMPORT_SOURCES } from '@leadtime/contract';
import { type Problem, type ProblemList, problemList } from '@leadtime/lib/kit';
import { refuse } from '../../../edge/refusal.ts';
import type { Database } from '../../../platform/db/database.ts';
import { record } from '../../ledger/index.ts';
import * as store from '../store.ts';
import { storeAdvisories } from './advisories.ts';
import { importEpss } from './epss.ts';
import { importKev } from './kev.ts';
import { withoutPages } from './nvd-pages.ts';
import type { FeedRecord } from './record.ts';
import { recordsOf } from './records.ts';
import { storeSsvc } from './ssvc.ts';
import type { StoreIntervals } from './store-intervals.ts';

export interface FeedDeps {
  readonly db: Database;
  readonly storeIntervals: StoreIntervals;
}
export interface Imported {
  readonly accepted: number;
  readonly refused: number;
  readonly problems: readonly Problem[];
  readonly problemsTotal: number;
}
export type FeedSource = (typeof IMPORT_SOURCES)[number];
/** Feeds of many records of one kind; the others are one document. */
export type RecordSource = Exclude<FeedSource, 'kev' | 'epss'>;

const RECORDS_AT_ONCE = 500;
/** Of text held at once: records of 16 MiB each are stored one by one. */
const TEXT_AT_ONCE = 32 * 1024 * 1024;

export async function importFeed(
  deps: FeedDeps,
  source: FeedSource,
  bytes: AsyncIterable<Uint8Array>,
  { actor, wall }: { actor: string; wall: string | undefined },
): Promise<Imported> {
  const result = await imported(deps, source, bytes).catch((error: unknown) =>
    // What came in before stays; that it is not all of it must not look like a run that goes on for ever.
    deps.db.verb('advisories.import', (tx) => tx.run(store.FEED_STOPPED, [source])).then(() => Promise.reject(error)),
  );
  await deps.db.verb('advisories.import', async (tx) => {
    await tx.run(store.FEED_DONE, [source, tx.now, tx.now]);
    if (wall)
      await record(tx, {
        kind: 'feed.imported',
        wall,
        actor,
        refs: {},
        facts: { source, accepted: result.accepted, refused: result.refused },
      });
  });
  return result;
}

async function imported(deps: FeedDeps, source: FeedSource, bytes: AsyncIterable<Uint8Array>): Promise<Imported> {
  if (source === 'kev') return importKev(deps, bytes);
  if (source === 'epss') return importEpss(deps, bytes);
  const records = source === 'nvd' ? withoutPages(recordsOf(bytes)) : recordsOf(bytes);
  const result = await importRecords(deps, source, records, (done) =>
    deps.db.verb('advisories.import', (tx) =>
      tx.run(store.FEED_PROGRESS, [source, `importing: ${done.accepted} taken, ${done.refused} refused`]),
    ),
  );
  if (result.accepted + result.refused === 0)
    throw refuse('request.malformed', 'The file holds no record: no JSON, or an archive without .json files.');
  return result;
}

interface Counts {
  readonly accepted: number;
  readonly refused: number;
}

/** Records one by one, each in the form of its source. Whether the feed is whole by them only the caller knows. */
export async function importRecords(
  deps: FeedDeps,
  source: RecordSource,
  records: AsyncIterable<FeedRecord>,
  onProgress: (done: Counts) => Promise<unknown> = async () => {},
): Promise<Imported> {
  const problems = problemList();
  const counts = { accepted: 0, refused: 0 };
  let batch: FeedRecord[] = [];
  let size = 0;
  const flush = async (): Promise<void> => {
    const taken = batch;
    batch = [];
    size = 0;
    if (taken.length === 0) return;
    const accepted = await storeBatch(deps, source, taken, problems);
    counts.accepted += accepted;
    counts.refused += taken.length - accepted;
    await onProgress(counts);
  };
  for await (const item of records) {
    batch.push(item);
    size += item.text.length;
    if (batch.length >= RECORDS_AT_ONCE || size >= TEXT_AT_ONCE) await flush();
  }
  await flush();
  return { ...counts, problems: problems.kept, problemsTotal: problems.total };
}

const storeBatch = (
  deps: FeedDeps,
  source: RecordSource,
  items: readonly FeedRecord[],
  problems: ProblemList,
): Promise<number> =>
  source === 'ssvc' ? storeSsvc(deps, items, problems) : storeAdvisories(deps, source, items, problems);
