// Entries of a stream and the chain over them: each link hashes the one before and the next line, so a page that lacks, changes, moves
// or repeats a line ends at another link than the one that was signed.
//
//   7 put 5f0c…e1 GHSA-aaaa-bbbb-cccc          sequence, what, SHA-256 of the record, the advisory's id
//   8 retract access-ended LT-2026-0003
import { failed, isDigest, ok, quote, type Result, sha256 } from '../kit/index.ts';
import type { WatchStream } from './streams.ts';

/** Why what was given is taken back. */
export const RETRACTIONS = ['withdrawn', 'access-ended'] as const;
export type Retraction = (typeof RETRACTIONS)[number];

export type WatchEntry =
  | { readonly kind: 'put'; readonly sequence: number; readonly advisory: string; readonly digest: string }
  | { readonly kind: 'retract'; readonly sequence: number; readonly advisory: string; readonly why: Retraction };

/** The link before the first entry: bound to the instance, the party and the stream. */
export const firstLink = ({ origin, party, stream }: ChainOf): Buffer =>
  sha256(`leadtime-watch-chain/v1\n${origin}\n${stream === 'outside' ? '-' : party}\n${stream}\n`);

export interface ChainOf {
  /** Name of the instance's key. */
  readonly origin: string;
  readonly party: string;
  readonly stream: WatchStream;
}

export const nextLink = (link: Uint8Array, line: string): Buffer => sha256(Buffer.concat([link, sha256(line)]));

export const entryLine = (entry: WatchEntry): string =>
  `${entry.sequence} ${entry.kind} ${entry.kind === 'put' ? entry.digest : entry.why} ${entry.advisory}`;

export function parseEntry(line: string): Result<WatchEntry> {
  const bad = (detail: string) =>
    failed([{ code: 'watch.syntax', path: '', detail: `${detail}: ${quote(line, 120)}` }]);
  if (line.length > LINE_LIMIT) return bad(`the line is over ${LINE_LIMIT} characters`);
  const [, number = '', kind = '', what = '', advisory = ''] = /^(\S+) (\S+) (\S+) (.+)$/.exec(line) ?? [];
  const sequence = wholeNumber(number);
  if (sequence === undefined || sequence < 1) return bad('the sequence is no whole number from 1');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: refusing them is the point
  if (/[\u0000-\u001f]/.test(advisory)) return bad('the id holds control characters');
  if (kind === 'put' && isDigest(what)) return ok({ kind, sequence, advisory, digest: what });
  const why = RETRACTIONS.find((r) => r === what);
  if (kind === 'retract' && why !== undefined) return ok({ kind, sequence, advisory, why });
  return bad('neither a put with a digest nor a retraction with its reason');
}

/** A whole number below 2^53 in its one form, or undefined. */
export function wholeNumber(text: string): number | undefined {
  return /^(0|[1-9]\d{0,15})$/.test(text) && Number.isSafeInteger(Number(text)) ? Number(text) : undefined;
}

const LINE_LIMIT = 1_000;
