// What an operator sends back: numbers by advisory, signed with its own key. No names, no versions, no assets.
//
//   leadtime-watch-counts/v1
//   ledger.example.gov                              for which instance
//   2f6b1c52-…                                      by which party
//   12                                              number: each is higher than the one before
//   2026-11-23T15:00:00.000Z                        when they were computed
//   outside 70 CsUYapGGPo4dk…=                      at which ends of the streams
//   ours 4 q83v…=
//   lines 2 5f0c…e1                                 how many lines of counts, and their SHA-256
//
// A line of counts: assets affected, undetermined and fixed, open duties, advisory. `1-2` stands for a small number that is not told.
//
//   3 0 1 3 LT-2026-0001
import {
  digestOf,
  failed,
  type Instant,
  isDigest,
  ok,
  parseInstant,
  problemList,
  quote,
  type Result,
} from '../kit/index.ts';
import { parseBase64, parseNote, type SigningKey, signNote, type VerifierKey, verifyNote } from '../ledger/index.ts';
import { wholeNumber } from './chain.ts';
import { WATCH_COUNTS, WATCH_KEY, type WatchStream } from './streams.ts';

/** A number, or what it lies between. */
export interface Counted {
  readonly low: number;
  readonly high: number;
}
export const COUNTS = ['affected', 'undetermined', 'fixed', 'open'] as const;
export type AdvisoryCounts = { readonly advisory: string } & Readonly<Record<(typeof COUNTS)[number], Counted>>;

export interface StreamEnd {
  readonly sequence: number;
  readonly chain: Uint8Array;
}
export interface CountsHead {
  readonly origin: string;
  readonly party: string;
  readonly number: number;
  readonly at: Instant;
  readonly streams: Readonly<Record<WatchStream, StreamEnd>>;
}
export interface SignedCounts {
  readonly note: string;
  /** Each ended by a newline. */
  readonly lines: string;
}

export const COUNT_LINES_LIMIT = 10_000;

/** Numbers below 3 become `1-2` where `coarse`. */
export const counted = (n: number, coarse: boolean): Counted =>
  coarse && n > 0 && n < 3 ? { low: 1, high: 2 } : { low: n, high: n };

export const countKeyName = (party: string): string => `watch/${party}`;

export function signCounts(head: CountsHead, counts: readonly AdvisoryCounts[], key: SigningKey): SignedCounts {
  const lines = counts.map((c) => `${COUNTS.map((name) => countText(c[name])).join(' ')} ${c.advisory}\n`).join('');
  const end = (stream: WatchStream): string =>
    `${stream} ${head.streams[stream].sequence} ${Buffer.from(head.streams[stream].chain).toString('base64')}`;
  const text = [
    WATCH_COUNTS,
    head.origin,
    head.party,
    head.number,
    head.at,
    end('outside'),
    end('ours'),
    `lines ${counts.length} ${digestOf(lines)}`,
  ];
  return { note: signNote(`${text.join('\n')}\n`, [key]), lines };
}

export function openCounts(
  { note, lines }: SignedCounts,
  key: VerifierKey,
): Result<{ readonly head: CountsHead; readonly counts: readonly AdvisoryCounts[] }> {
  const verified = verifyNote(note, [key]);
  if (!verified.ok) return verified;
  const bad = (line: number, detail: string) => failed([{ code: 'watch.syntax', path: `/note/line/${line}`, detail }]);
  const [
    first,
    origin = '',
    party = '',
    numberText = '',
    time = '',
    outsideText = '',
    oursText = '',
    about = '',
    end,
    ...more
  ] = verified.value.text.split('\n');
  if (first !== WATCH_COUNTS) return bad(1, `these are no counts: ${quote(first)}`);
  const number = wholeNumber(numberText);
  if (number === undefined) return bad(4, `no number: ${quote(numberText)}`);
  const at = parseInstant(time);
  if (at === undefined || at !== time) return bad(5, `no time: ${quote(time)}`);
  const [outside, ours] = [parseEnd('outside', outsideText), parseEnd('ours', oursText)];
  if (!outside || !ours) return bad(outside ? 7 : 6, 'no end of a stream');
  const [word, howMany = '', digest = '', ...rest] = about.split(' ');
  const total = wholeNumber(howMany);
  if (word !== 'lines' || total === undefined || !isDigest(digest) || rest.length > 0 || end !== '' || more.length > 0)
    return bad(8, 'the number and digest of the lines belong here, and nothing after');
  if (total > COUNT_LINES_LIMIT) return bad(8, `more than ${COUNT_LINES_LIMIT} lines`);
  if (digestOf(lines) !== digest) return bad(8, 'the lines are not those that were signed');
  const counts = parseLines(lines, total);
  return counts.ok
    ? ok({ head: { origin, party, number, at, streams: { outside, ours } }, counts: counts.value })
    : counts;
}

/** The words by which an operator's key is made known, signed by that key: whoever sends it holds it. */
export const signKey = ({ origin, party }: { origin: string; party: string }, key: SigningKey): string =>
  signNote(`${WATCH_KEY}\n${origin}\n${party}\n`, [key]);

export function opensKey(
  note: string,
  { origin, party }: { origin: string; party: string },
  key: VerifierKey,
): boolean {
  const verified = verifyNote(note, [key]);
  return verified.ok && verified.value.text === `${WATCH_KEY}\n${origin}\n${party}\n`;
}

function parseLines(text: string, total: number): Result<readonly AdvisoryCounts[]> {
  const lines = text.split('\n');
  const problems = problemList();
  if (lines.pop() !== '') problems.add('watch.count', '/lines', 'the last line does not end');
  if (lines.length !== total) problems.add('watch.count', '/lines', `${lines.length} lines; ${total} were signed`);
  const seen = new Set<string>();
  const counts = lines.slice(0, COUNT_LINES_LIMIT).flatMap((line, i) => {
    const found = parseLine(line);
    if (found && !seen.has(found.advisory)) {
      seen.add(found.advisory);
      return [found];
    }
    problems.add('watch.count', `/lines/line/${i + 1}`, quote(line, 120));
    return [];
  });
  return problems.total > 0 ? failed(problems.kept, problems.total) : ok(counts);
}

function parseLine(line: string): AdvisoryCounts | undefined {
  const [, a = '', u = '', f = '', o = '', advisory = ''] = /^(\S+) (\S+) (\S+) (\S+) (\S.{0,299})$/.exec(line) ?? [];
  const [affected, undetermined, fixed, open] = [a, u, f, o].map(parseCounted);
  return affected && undetermined && fixed && open ? { advisory, affected, undetermined, fixed, open } : undefined;
}

function parseCounted(text: string): Counted | undefined {
  if (text === '1-2') return { low: 1, high: 2 };
  const n = wholeNumber(text);
  return n === undefined || n > 1_000_000_000 ? undefined : { low: n, high: n };
}

export const countText = ({ low, high }: Counted): string => (low === high ? String(low) : `${low}-${high}`);

function parseEnd(stream: WatchStream, line: string): StreamEnd | undefined {
  const [word, number = '', base64 = '', ...more] = line.split(' ');
  const [sequence, chain] = [wholeNumber(number), parseBase64(base64)];
  return word === stream && sequence !== undefined && chain?.length === 32 && more.length === 0
    ? { sequence, chain }
    : undefined;
}

/** Whose signature a note carries, nothing verified: to tell a changed key from a broken note. */
export function parseNoteSigner(note: string): string | undefined {
  const parsed = parseNote(note);
  return parsed.ok ? parsed.value.signatures[0]?.id : undefined;
}
