import { type FeedDeps, type FeedSource, type Imported, importFeed } from '../feeds.ts';
import type { FeedText } from './journey.ts';

export const importRecords = (
  deps: FeedDeps,
  source: string,
  records: AsyncIterable<FeedText>,
  by: { actor: string; wall: string | undefined },
): Promise<Imported> => importFeed(deps, source as FeedSource, lines(records), by);

async function* lines(records: AsyncIterable<FeedText>): AsyncGenerator<Uint8Array> {
  for await (const { text } of records) yield Buffer.from(`${JSON.stringify(JSON.parse(text))}\n`);
}
