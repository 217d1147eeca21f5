// Pages of the NVD's API, as people save them: `{timestamp, vulnerabilities: [{cve}, …]}`. Each record in one is a record of the feed.
import { parseInstant } from '@leadtime/lib/kit';
import type { FeedRecord } from './record.ts';
import { safeJson } from './records.ts';

interface Pages {
  records(of: AsyncIterable<FeedRecord>): AsyncGenerator<FeedRecord, void, undefined>;
  /** When the first of the pages was asked for: what was modified after it may be missing in those before. */
  stated(): string | undefined;
}

export function withoutPages(): Pages {
  let first: string | undefined;
  return {
    async *records(of) {
      for await (const record of of) {
        const page = record.text.includes('"vulnerabilities"') ? safeJson(record.text) : undefined;
        const listed =
          typeof page === 'object' && page !== null && 'vulnerabilities' in page ? page.vulnerabilities : undefined;
        if (!Array.isArray(listed)) {
          yield record;
          continue;
        }
        const asked = timestampOf(page as object); // it has a member
        if (asked !== undefined && (first === undefined || asked < first)) first = asked;
        for (const [i, one] of listed.entries())
          yield { text: JSON.stringify(one), at: `${record.at}/vulnerabilities/${i}` };
      }
    },
    stated: () => first,
  };
}

/** The NVD writes instants without a zone and means UTC. */
function timestampOf(page: object): string | undefined {
  const text = 'timestamp' in page && typeof page.timestamp === 'string' ? page.timestamp : '';
  return parseInstant(/[zZ]$|[+-]\d{2}:\d{2}$/.test(text) ? text : `${text}Z`);
}
