// Outside feeds from a file or a download, in batches, each in a transaction of its own. What cannot be read is named and skipped; what
// was taken before is passed over unread, so an import that was broken off is given again.
import type { IMPORT_SOURCES } from '@leadtime/contract';
import { type Problem, type ProblemList, problemList } from '@leadtime/lib/kit';
import { refuse } from '../../../edge/refusal.ts';
import type { Database } from '../../../platform/db/database.ts';
import { record } from '../../ledger/index.ts';
import { readAdvisories } from './advisories.ts';
import { asOfFile, checkSaid, isWhole, newestDate, type SaidOfFile } from './age.ts';
import { importEpss } from './epss.ts';
import { holdFeed } from './hold.ts';
import { importKev } from './kev.ts';
import { withoutPages } from './nvd-pages.ts';
import type { FeedRecord } from './record.ts';
import { recordsOf } from './records.ts';
import { readSsvc } from './ssvc.ts';
import * as store from './store.ts';
import type { StoreIntervals } from './store-intervals.ts';

export interface FeedDeps {
  readonly db: Database;
  readonly storeIntervals: StoreIntervals;
}
export interface Imported {
  readonly accepted: number;
  /** Of those accepted: taken before, so nobody read them. Their problems were told then. */
  readonly passed: number;
  readonly refused: number;
  readonly problems: readonly Problem[];
  readonly problemsTotal: number;
  /** The date that the file gives itself. */
  readonly stated?: string | undefined;
  /** The newest date of its records that has come already. */
  readonly newest?: string | undefined;
}
export interface ImportedFile extends Imported {
  readonly whole: boolean;
  /** As of when the feed is complete now; null: it never was. */
  readonly asOf: string | null;
}
export type FeedSource = (typeof IMPORT_SOURCES)[number];
/** Feeds of many records of one kind; the others are one document. */
export type RecordSource = Exclude<FeedSource, 'kev' | 'epss'>;

const RECORDS_AT_ONCE = 1_000;
/** Of text held at once: records of 16 MiB each are stored one by one. */
const TEXT_AT_ONCE = 16 * 1024 * 1024;
const RECORDS_BETWEEN_WORDS = 5_000;

/** A file that somebody gives: one at a time of a feed, in the ledger, and the feed is as old as the file. */
export function importFeed(
  deps: FeedDeps,
  source: FeedSource,
  bytes: AsyncIterable<Uint8Array>,
  { actor, wall, ...said }: SaidOfFile & { readonly actor: string; readonly wall: string | undefined },
): Promise<ImportedFile> {
  return holdFeed(deps, source, async () => {
    await deps.db.verb('advisories.import', async (tx) => {
      checkSaid(source, said, tx.now);
      await tx.run(store.FEED_PROGRESS, [source, 'reading the file']);
    });
    const result = await takeFeed(deps, source, bytes).catch((error: unknown) =>
      // What came in before stays; that it is not all of it must not look like a run that goes on for ever.
      deps.db.verb('advisories.import', (tx) => tx.run(store.FEED_STOPPED, [source])).then(() => Promise.reject(error)),
    );
    return deps.db.verb('advisories.import', async (tx) => {
      const asOf = asOfFile(source, said, { ...result, now: tx.now });
      const { as_of } = await tx.one(store.FEED_DONE, [source, tx.now, asOf ?? null]);
      const whole = isWhole(source, said);
      if (wall)
        await record(tx, {
          kind: 'feed.imported',
          wall,
          actor,
          refs: {},
          facts: { source, accepted: result.accepted, refused: result.refused, whole, saidAsOf: said.asOf ?? null },
        });
      return { ...result, whole, asOf: as_of };
    });
  });
}

/** What a file holds, whoever holds the feed; how old the feed is by it only the caller knows. */
export async function takeFeed(
  deps: FeedDeps,
  source: FeedSource,
  bytes: AsyncIterable<Uint8Array>,
): Promise<Imported> {
  if (source === 'kev') return importKev(deps, bytes);
  if (source === 'epss') return importEpss(deps, bytes);
  const pages = withoutPages();
  const records = source === 'nvd' ? pages.records(recordsOf(bytes)) : recordsOf(bytes);
  let said = 0;
  const result = await importRecords(deps, source, records, async ({ accepted, passed, refused }) => {
    if (accepted + refused - said < RECORDS_BETWEEN_WORDS) return;
    said = accepted + refused;
    const words = `importing: ${accepted} taken, ${passed} of them before, ${refused} refused`;
    await deps.db.verb('advisories.import', (tx) => tx.run(store.FEED_PROGRESS, [source, words]));
  });
  if (result.accepted + result.refused === 0)
    throw refuse('request.malformed', 'The file holds no record: no JSON, or an archive without .json files.');
  return { ...result, stated: pages.stated() };
}

interface Counts {
  readonly accepted: number;
  readonly passed: number;
  readonly refused: number;
}

/** Some records, read. */
export interface Batch {
  readonly accepted: number;
  readonly passed: number;
  /** What the records that are accepted state as theirs. */
  readonly dates: readonly string[];
  /** undefined: there is nothing to write. */
  readonly write: (() => Promise<void>) | undefined;
}

/** Records one by one, each in the form of its source. While the database writes some, the next ones are read. */
export async function importRecords(
  deps: FeedDeps,
  source: RecordSource,
  records: AsyncIterable<FeedRecord>,
  onProgress: (done: Counts) => Promise<unknown> = async () => {},
): Promise<Imported> {
  const problems = problemList();
  const counts = { accepted: 0, passed: 0, refused: 0 };
  const now = await deps.db.verb('advisories.import', async (tx) => tx.now);
  let newest: string | undefined;
  let writing: Promise<unknown> = Promise.resolve();
  let batch: FeedRecord[] = [];
  let size = 0;
  const flush = async (): Promise<void> => {
    const items = batch;
    batch = [];
    size = 0;
    if (items.length === 0) return;
    const { accepted, passed, dates, write } = await readBatch(deps, source, items, problems);
    await writing;
    if (write) {
      writing = write();
      writing.catch(() => undefined); // thrown where it is waited for
    }
    counts.accepted += accepted;
    counts.passed += passed;
    counts.refused += items.length - accepted;
    newest = newestDate(newest, dates, now);
    await onProgress(counts);
  };
  try {
    for await (const item of records) {
      batch.push(item);
      size += item.text.length;
      if (batch.length >= RECORDS_AT_ONCE || size >= TEXT_AT_ONCE) await flush();
    }
  } finally {
    // Also where the bytes end in damage: what stood before it is taken.
    await flush();
    await writing;
  }
  return { ...counts, problems: problems.kept, problemsTotal: problems.total, newest };
}

const readBatch = (
  deps: FeedDeps,
  source: RecordSource,
  items: readonly FeedRecord[],
  problems: ProblemList,
): Promise<Batch> =>
  source === 'ssvc' ? readSsvc(deps, items, problems) : readAdvisories(deps, source, items, problems);
