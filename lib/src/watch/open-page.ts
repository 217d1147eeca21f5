// Opens one page of a stream against what was pulled before. It is whole, in order and by the right key, or it is refused as a whole.
import { digestOf, failed, type Instant, ok, type Problem, type Result } from '../kit/index.ts';
import type { VerifierKey } from '../ledger/index.ts';
import { type ChainOf, firstLink, nextLink, parseEntry, type WatchEntry } from './chain.ts';
import { openHead, type WatchHead } from './head.ts';

/** How far a stream was pulled. */
export interface WatchCursor {
  readonly sequence: number;
  readonly chain: Uint8Array;
  /** Of the newest head; undefined before the first. */
  readonly at: Instant | undefined;
}

export const startOf = (chain: ChainOf): WatchCursor => ({ sequence: 0, chain: firstLink(chain), at: undefined });

export interface WatchPage {
  readonly head: string;
  readonly entries: readonly { readonly line: string; readonly record: string | null }[];
}

export interface OpenedPage {
  readonly head: WatchHead;
  /** `record`: its text, which has the digest that the entry names; undefined where a later entry replaced or retracted it. */
  readonly entries: readonly { readonly entry: WatchEntry; readonly record: string | undefined }[];
  readonly cursor: WatchCursor;
}

export function openPage(
  page: WatchPage,
  { cursor, of, key }: { cursor: WatchCursor; of: ChainOf; key: VerifierKey },
): Result<OpenedPage> {
  const opened = openHead(page.head, key);
  if (!opened.ok) return opened;
  const head = opened.value;
  const refused = (code: Problem['code'], path: string, detail: string) => failed([{ code, path, detail }]);
  const party = of.stream === 'outside' ? '-' : of.party;
  if (head.stream !== of.stream || head.party !== party)
    return refused('watch.syntax', '/head', 'the head is of another stream or of another party');
  if (head.ends < cursor.sequence)
    return refused('watch.replayed', '/head', `it ends at ${head.ends}; ${cursor.sequence} was pulled before`);
  if (cursor.at !== undefined && head.at < cursor.at)
    return refused('watch.replayed', '/head', `it is of ${head.at}; one of ${cursor.at} was seen before`);
  const entries: { entry: WatchEntry; record: string | undefined }[] = [];
  let { sequence, chain } = cursor;
  for (const [i, { line, record }] of page.entries.entries()) {
    const parsed = parseEntry(line);
    if (!parsed.ok) return refused('watch.syntax', `/entries/${i}`, parsed.problems[0]?.detail ?? 'no entry');
    const entry = parsed.value;
    sequence += 1;
    if (entry.sequence !== sequence)
      return refused('watch.broken-chain', `/entries/${i}`, `entry ${entry.sequence} stands where ${sequence} belongs`);
    if (record !== null && (entry.kind !== 'put' || digestOf(record) !== entry.digest))
      return refused('watch.record', `/entries/${i}`, `the record of ${entry.advisory} does not have its digest`);
    chain = nextLink(chain, line);
    entries.push({ entry, record: record ?? undefined });
  }
  if (sequence !== head.ends)
    return refused('watch.broken-chain', '/head', `the page ends at ${sequence}; ${head.ends} was signed`);
  if (!Buffer.from(chain).equals(head.chain))
    return refused('watch.broken-chain', '/head', `the entries up to ${sequence} are not those that were signed`);
  return ok({ head, entries, cursor: { sequence, chain, at: head.at } });
}
