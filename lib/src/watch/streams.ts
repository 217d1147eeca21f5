// The two streams of a watched feed. Each counts its own entries from 1 without gaps, so a number tells nothing of what one may not see.
//
//   outside    advisories of others: the same for everybody
//   ours       advisories of this instance that one party may read: a stream of its own for each party
export const WATCH_STREAMS = ['outside', 'ours'] as const;
export type WatchStream = (typeof WATCH_STREAMS)[number];

/** First lines of what is signed. None can stand in the place of another, nor of a checkpoint, whose second line is a number. */
export const WATCH_HEAD = 'leadtime-watch-head/v1';
export const WATCH_KEY = 'leadtime-watch-key/v1';
export const WATCH_COUNTS = 'leadtime-watch-counts/v1';
