// The head of a page: what the instance signs of a stream. A client that keeps the last one notices whatever was held back or changed.
//
//   leadtime-watch-head/v1
//   ledger.example.gov                              the instance: the name of its key
//   ours 2f6b1c52-…                                 the stream and the party; `outside -` is the same for everybody
//   40 70                                           this page ends at 40; the stream has come to 70
//   CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=    the chain at the page's end
//   2026-11-23T15:00:00.000Z                        the server's time
//   rules 5f0c…e1                                   SHA-256 of the rules that due dates go by
//   feed osv 2026-11-23T12:00:00.000Z 48            an outside feed: as of when (`-`: never read), and how many hours old it may be
import { failed, type Instant, isDigest, ok, parseInstant, quote, type Result } from '../kit/index.ts';
import { parseBase64, type SigningKey, signNote, type VerifierKey, verifyNote } from '../ledger/index.ts';
import { wholeNumber } from './chain.ts';
import { WATCH_HEAD, WATCH_STREAMS, type WatchStream } from './streams.ts';

export interface WatchHead {
  readonly origin: string;
  readonly stream: WatchStream;
  /** `-` on the stream that all share. */
  readonly party: string;
  readonly ends: number;
  readonly reached: number;
  /** 32 bytes. */
  readonly chain: Uint8Array;
  readonly at: Instant;
  readonly rules: string;
  readonly feeds: readonly FeedAge[];
}

export interface FeedAge {
  readonly source: string;
  readonly asOf: Instant | undefined;
  readonly maxAgeHours: number;
}

export const signHead = (head: WatchHead, key: SigningKey): string => signNote(formatHead(head), [key]);

/** A head by this key, nothing compared with what was pulled before. */
export function openHead(note: string, key: VerifierKey): Result<WatchHead> {
  const verified = verifyNote(note, [key]);
  if (!verified.ok) return verified;
  const head = parseHead(verified.value.text);
  if (head.ok && head.value.origin !== key.name)
    return failed([{ code: 'watch.syntax', path: '/line/2', detail: `it speaks for ${quote(head.value.origin)}` }]);
  return head;
}

function formatHead({ origin, stream, party, ends, reached, chain, at, rules, feeds }: WatchHead): string {
  const ages = feeds.map((f) => `feed ${f.source} ${f.asOf ?? '-'} ${f.maxAgeHours}`);
  const base64 = Buffer.from(chain).toString('base64');
  const lines = [WATCH_HEAD, origin, `${stream} ${party}`, `${ends} ${reached}`, base64, at, `rules ${rules}`, ...ages];
  return `${lines.join('\n')}\n`;
}

function parseHead(text: string): Result<WatchHead> {
  const bad = (line: number, detail: string) => failed([{ code: 'watch.syntax', path: `/line/${line}`, detail }]);
  const [first, origin = '', whose = '', numbers = '', chainText = '', time = '', rules = '', ...rest] =
    text.split('\n');
  if (first !== WATCH_HEAD) return bad(1, `not the head of a watched feed: ${quote(first)}`);
  const [streamText, party = '', ...moreWhose] = whose.split(' ');
  const stream = WATCH_STREAMS.find((s) => s === streamText);
  if (stream === undefined || party === '' || moreWhose.length > 0) return bad(3, `no stream: ${quote(whose)}`);
  const [ends, reached, ...moreNumbers] = numbers.split(' ').map(wholeNumber);
  if (ends === undefined || reached === undefined || moreNumbers.length > 0 || ends > reached)
    return bad(4, `not two whole numbers in order: ${quote(numbers)}`);
  const chain = parseBase64(chainText);
  if (chain?.length !== 32) return bad(5, 'the chain is not base64 of 32 bytes');
  const at = parseInstant(time);
  if (at === undefined || at !== time) return bad(6, `no time: ${quote(time)}`);
  const digest = rules.replace(/^rules /, '');
  if (!isDigest(digest) || rules === digest) return bad(7, 'no digest of the rules');
  if (rest.pop() !== '') return bad(8, 'the last line does not end');
  const feeds = rest.map(parseFeed);
  const wrong = feeds.indexOf(undefined);
  if (wrong >= 0) return bad(8 + wrong, `no age of a feed: ${quote(rest[wrong])}`);
  return ok({
    origin,
    stream,
    party,
    ends,
    reached,
    chain,
    at,
    rules: digest,
    feeds: feeds.filter((f) => f !== undefined),
  });
}

function parseFeed(line: string): FeedAge | undefined {
  const [word, source = '', time = '', hours = '', ...more] = line.split(' ');
  const [asOf, maxAgeHours] = [parseInstant(time), wholeNumber(hours)];
  if (word !== 'feed' || source === '' || more.length > 0 || maxAgeHours === undefined) return undefined;
  return time === '-' || asOf === time ? { source, asOf, maxAgeHours } : undefined;
}
