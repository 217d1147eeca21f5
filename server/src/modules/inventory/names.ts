// Names as they are stored: bounded, so that an index row holds them, and still one name for one thing.
import { digestOf } from '@leadtime/lib/kit';

const PACKAGE_UNITS = 300;

/** A package as tables write it: as it is, or its beginning and its digest. Both sides of a match write it so. */
export const packageCell = (name: string): string => bounded(name, PACKAGE_UNITS);

/** A name from outside, cut where it is longer than `max` UTF-16 units; two that differ stay two. */
export const bounded = (text: string, max: number): string =>
  text.length <= max ? text : `${text.slice(0, max - 18).toWellFormed()}…${digestOf(text).slice(0, 16)}`;
