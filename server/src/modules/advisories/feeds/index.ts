// Feeds from a file: what they may be wrapped in (records.ts, tar.ts, zip.ts), and what becomes of each kind of record.
export { holdFeed } from './hold.ts';
export {
  type FeedDeps,
  type FeedSource,
  type Imported,
  importFeed,
  importRecords,
  takeFeed,
} from './import.ts';
