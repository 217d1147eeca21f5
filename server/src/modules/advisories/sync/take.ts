// Where the records of each feed go: the importer that knows its form.
import { type FeedDeps, type Imported, importFeed, importRecords } from '../feeds/index.ts';
import type { FeedText } from './journey.ts';
import type { SyncSource } from './table.ts';

/** Under which source the advisories of a feed are held. */
export const heldAs = (source: SyncSource): string => (source === 'ghsa' ? 'osv' : source);

export function takeRecords(deps: FeedDeps, source: SyncSource, records: AsyncIterable<FeedText>): Promise<Imported> {
  if (source === 'kev' || source === 'epss') throw new Error(`${source} is one document`);
  return importRecords(deps, source, records);
}

export const takeFile = (deps: FeedDeps, source: SyncSource, bytes: AsyncIterable<Uint8Array>): Promise<Imported> =>
  importFeed(deps, source, bytes, { actor: 'system', wall: undefined });
