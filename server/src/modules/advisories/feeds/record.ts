// One record of a feed, before anybody has read it.

export interface FeedRecord {
  readonly text: string;
  /** Where it stands in the file: a path in an archive, a line, a place in a list. */
  readonly at: string;
}

export const RECORD_BYTES = 16 * 1024 * 1024;

/** Of the files of an archive those that are records: what is hidden, or in a hidden folder, is some tool's own. */
export const isRecordFile = (name: string): boolean =>
  /\.json$/i.test(name) && !name.split('/').some((part) => part.startsWith('.') && part !== '.');

/** A name of an archive as one part of a place. */
export const pointerOf = (name: string): string => `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
