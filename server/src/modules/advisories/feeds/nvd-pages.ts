// Pages of the NVD's API, as people save them: `{vulnerabilities: [{cve}, …]}`. Each record in one is a record of the feed.
import type { FeedRecord } from './record.ts';
import { safeJson } from './records.ts';

export async function* withoutPages(records: AsyncIterable<FeedRecord>): AsyncGenerator<FeedRecord, void, undefined> {
  for await (const record of records) {
    const page = record.text.includes('"vulnerabilities"') ? safeJson(record.text) : undefined;
    const listed =
      typeof page === 'object' && page !== null && 'vulnerabilities' in page ? page.vulnerabilities : undefined;
    if (!Array.isArray(listed)) yield record;
    else
      for (const [i, one] of listed.entries())
        yield { text: JSON.stringify(one), at: `${record.at}/vulnerabilities/${i}` };
  }
}
