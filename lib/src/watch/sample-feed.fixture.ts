// A feed for tests: five entries of one party's stream, cut into pages as a server would.
import { digestOf, type Instant } from '../kit/index.ts';
import { type SigningKey, signingKey } from '../ledger/index.ts';
import { type ChainOf, entryLine, firstLink, nextLink, type WatchEntry } from './chain.ts';
import { signHead, type WatchHead } from './head.ts';
import type { WatchPage } from './open-page.ts';

export const INSTANCE = signingKey('ledger.example.gov', Buffer.alloc(32, 7));
export const OF: ChainOf = {
  origin: INSTANCE.verifier.name,
  party: '2f6b1c52-0000-4000-8000-000000000001',
  stream: 'ours',
};

const RECORDS = ['{"a":1}', '{"b":2}', '{"c":3}', '{"d":4}'];
const puts = RECORDS.map(
  (record, i): WatchEntry => ({
    kind: 'put',
    sequence: i + 1,
    advisory: `ours/LT-2026-000${i + 1}`,
    digest: digestOf(record),
  }),
);
export const ENTRIES: readonly WatchEntry[] = [
  ...puts,
  { kind: 'retract', sequence: 5, advisory: 'ours/LT-2026-0002', why: 'withdrawn' },
];

/** The page after `after`, up to `ends`, as signed at this minute. */
export function page(
  after: number,
  ends: number,
  { minute = 0, key = INSTANCE, change = {} }: { minute?: number; key?: SigningKey; change?: Partial<WatchHead> } = {},
): WatchPage {
  let chain = firstLink(OF);
  for (const entry of ENTRIES.slice(0, ends)) chain = nextLink(chain, entryLine(entry));
  const head: WatchHead = {
    origin: OF.origin,
    stream: OF.stream,
    party: OF.party,
    ends,
    reached: ENTRIES.length,
    chain,
    at: `2026-11-23T15:${String(minute).padStart(2, '0')}:00.000Z` as Instant, // an instant as written
    rules: digestOf('rules'),
    feeds: [
      { source: 'kev', asOf: undefined, maxAgeHours: 48 },
      { source: 'osv', asOf: '2026-11-23T12:00:00.000Z' as Instant, maxAgeHours: 48 }, // as above
    ],
    ...change,
  };
  const entries = ENTRIES.slice(after, ends).map((entry) => ({
    line: entryLine(entry),
    record: entry.kind === 'put' ? (RECORDS[entry.sequence - 1] ?? null) : null,
  }));
  return { head: signHead(head, key), entries };
}
