// What a protocol works with: whom it may ask, where, what it remembers, and where its records go.
import type { Database } from '../../../platform/db/database.ts';
import type { Asking } from './ask.ts';
import type { Lists } from './listed.ts';
import type { SyncSource } from './table.ts';

export interface FeedText {
  readonly text: string;
  /** Where it came from, for problems. */
  readonly at: string;
}
export interface Journey {
  readonly source: SyncSource;
  readonly asking: Asking;
  readonly db: Database;
  /** Bases, by the names of the table; mirrors in their place. */
  readonly addresses: Readonly<Record<string, string>>;
  readonly lists: Lists;
  /** A folder for parts of large files. */
  readonly folder: string;
  readonly key: string | undefined;
  /** As another sync left it; unknown until parsed. */
  readonly resume: unknown;
  /** What the administrator chose, and what was asked for this time alone. */
  readonly ecosystems: { readonly chosen: readonly string[]; readonly asked: readonly string[] };
  /** Keeps what the next sync goes on from. Called often: a sync may end at any moment. */
  keep(resume: object): Promise<void>;
  show(progress: string): Promise<void>;
  /** Imports records and counts what was refused. */
  take(records: AsyncIterable<FeedText>): Promise<void>;
  /** Imports a file as it is, of a form that the feed's own reader knows. */
  takeFile(bytes: AsyncIterable<Uint8Array>): Promise<void>;
  /** The other side has these no more. */
  retract(ids: readonly string[]): Promise<void>;
}
export interface Arrived {
  readonly resume: object;
  /** What we hold is complete as of then; absent: not all of the feed was asked for. */
  readonly asOf?: string;
  /** What to mind. */
  readonly note?: string;
}
/** Goes until everything is in. Throws Blocked or Later. */
export type Protocol = (journey: Journey) => Promise<Arrived>;

/** The texts of many small answers, a few asked for at a time, in their order; undefined is left out. */
export async function* each<T>(items: readonly T[], work: (item: T) => Promise<FeedText | undefined>, atOnce = 4) {
  for (let from = 0; from < items.length; from += atOnce)
    for (const done of await Promise.all(items.slice(from, from + atOnce).map(work))) if (done) yield done;
}
