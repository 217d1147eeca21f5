// Where the records of each feed go: the importer that knows its form.
import { Refusal } from '../../../edge/refusal.ts';
import { type FeedDeps, type Imported, importRecords, takeFeed } from '../feeds/index.ts';
import type { FeedText } from './journey.ts';
import type { SyncSource } from './table.ts';
import { Blocked } from './trouble.ts';

/** Under which source the advisories of a feed are held. */
export const heldAs = (source: SyncSource): string => (source === 'ghsa' ? 'osv' : source);

/** Throws Blocked also where the importer refuses the whole: then the other side sent something that is not its feed. */
export function takeRecords(deps: FeedDeps, source: SyncSource, records: AsyncIterable<FeedText>): Promise<Imported> {
  if (source === 'kev' || source === 'epss') throw new Error(`${source} is one document`);
  return orBlocked(importRecords(deps, source, records));
}

export const takeFile = (deps: FeedDeps, source: SyncSource, bytes: AsyncIterable<Uint8Array>): Promise<Imported> =>
  orBlocked(takeFeed(deps, source, bytes));

const orBlocked = (imported: Promise<Imported>): Promise<Imported> =>
  imported.catch((error: unknown) => {
    if (error instanceof Refusal)
      throw new Blocked(`${error.message} It came from the other side; what we hold stays. Sync again later.`);
    throw error;
  });
