// As of when a feed is complete by a file. A file shows what was said until some day, never that nothing was said since: so its age is
// that of what it says, not of the import; and a file that nobody called the whole feed dates nothing
// (docs/decisions/2026-11-23-age-of-imported-feeds.md).
import { DAY_MS, type Instant, millisOf, parseInstant } from '@leadtime/lib/kit';
import { refuse } from '../../../edge/refusal.ts';
import type { FeedSource } from './import.ts';

/** What whoever imports says of the file. */
export interface SaidOfFile {
  /** It is all of the feed, not some of its records. */
  readonly whole?: boolean | undefined;
  /** A day or an instant: when it was got. A day counts from its beginning. */
  readonly asOf?: string | undefined;
}

/** Feeds of one document, which is always whole. */
const ONE_DOCUMENT: ReadonlySet<FeedSource> = new Set(['kev', 'epss']);
export const isWhole = (source: FeedSource, { whole }: SaidOfFile): boolean =>
  ONE_DOCUMENT.has(source) || whole === true;

/** Before anything is read: what cannot be so. */
export function checkSaid(source: FeedSource, said: SaidOfFile, now: string): void {
  if (said.asOf === undefined) return;
  if (!isWhole(source, said))
    throw refuse(
      'request.invalid',
      `A date is of the whole feed. Say that the file is all of ${source} (--whole), or leave the date out.`,
    );
  const at = instantOf(said.asOf);
  if (at === undefined) throw refuse('request.invalid', 'The date is no day, such as 2026-11-22, and no instant.');
  if (millisOf(at) > millisOf(now))
    throw refuse(
      'request.invalid',
      `The feed cannot be as of ${said.asOf}: that has not come yet. Give the day on which you got the file.`,
    );
}

/**
 * The person's date; else the one that the file states; else the newest date of its records, which is never after the file was made.
 * undefined: the file does not say, so the feed stays as old as it was.
 */
export function asOfFile(
  source: FeedSource,
  said: SaidOfFile,
  {
    stated,
    newest,
    now,
  }: { readonly stated?: string | undefined; readonly newest?: string | undefined; readonly now: string },
): string | undefined {
  if (!isWhole(source, said)) return undefined;
  if (said.asOf !== undefined) return instantOf(said.asOf);
  // A clock may be a little wrong; a file of next week says nothing of its age.
  return stated !== undefined && millisOf(stated) > millisOf(now) + DAY_MS ? undefined : (stated ?? newest);
}

const instantOf = (text: string): Instant | undefined =>
  parseInstant(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00Z` : text);

/** The newest of dates that have come already: one record with a date of next year must not make an old file young. */
export function newestDate(before: string | undefined, dates: readonly string[], now: string): string | undefined {
  let newest = before;
  for (const date of dates) if (date <= now && (newest === undefined || date > newest)) newest = date;
  return newest;
}
