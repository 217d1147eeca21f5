// Where the records of each feed go: the importer that knows its form.
import { type FeedDeps, type Imported, importFeed, importRecords } from '../feeds.ts';
import type { FeedText } from './journey.ts';
import type { SyncSource } from './table.ts';
import { Blocked } from './trouble.ts';

/** Under which source the advisories of a feed are held. */
export const heldAs = (source: SyncSource): string => (source === 'ghsa' ? 'osv' : source);

export function takeRecords(deps: FeedDeps, source: SyncSource, records: AsyncIterable<FeedText>): Promise<Imported> {
  if (source === 'osv' || source === 'ghsa') return importRecords(deps, 'osv', records);
  if (source === 'ssvc') return importRecords(deps, 'ssvc', records);
  throw notYet(source);
}

export function takeFile(deps: FeedDeps, source: SyncSource, bytes: AsyncIterable<Uint8Array>): Promise<Imported> {
  if (source === 'kev') return importFeed(deps, 'kev', bytes, { actor: 'system', wall: undefined });
  throw notYet(source);
}

const notYet = (source: SyncSource): Blocked =>
  new Blocked(`This release fetches ${source} but cannot import it yet. Nothing was kept; look for a newer release.`);
