// Maven versions, ordered as ComparableVersion of Maven 3.8.7 and 3.9 does. A version is a chain of lists: `-` and every change between
// digits and letters begins the next one, zeros and empty words at the end of a list do not count. Lists that differ are held against
// each other item by item, and a missing item is held against whatever stands there: that is no total order for some shapes
// (1-rc < 1 < 1.xyz.2 < 1-rc), which are flagged and compared, never ranged by key.
import { compareDigits, type KeyWriter, keyWriter, MAX_VERSION_LENGTH } from './key.ts';
import {
  anywhere,
  asWritten,
  type Reading,
  unorderedVersion,
  VERSION_FLAG,
  type Version,
  type VersionScheme,
} from './scheme.ts';

type Lists = readonly (readonly MavenItem[])[];

/** Digits, or a word in small letters; '' is the release itself. */
export interface MavenItem {
  readonly kind: 'number' | 'word';
  readonly text: string;
}

export const maven: VersionScheme = schemeOf('maven', parseMaven);

/** Of the vers scheme `maven`, whose official tests hold the order of Maven to 3.8.6: 1.rc is not yet 1-rc there. */
export const mavenOfVers: VersionScheme = schemeOf('maven-of-vers', (text) => parseMaven(text, true));

type Parse = (text: string) => Lists | undefined;

function schemeOf(name: string, parse: Parse): VersionScheme {
  return {
    name,
    read: (text) => read(text, parse),
    compare: (a, b) => compare(a, b, parse),
    readings: (installed, bounds) => readings(installed, bounds, parse),
    sameStream,
  };
}

/**
 * The lists of a version, normalized, none of them empty but for one before another (1-0-1). undefined for what is no version: empty,
 * too long, a range ([1,2)), with spaces or other characters that no repository keeps.
 */
export function parseMaven(text: string, wordsStay = false): Lists | undefined {
  const trimmed = text.trim();
  if (trimmed === '' || trimmed.length > MAX_VERSION_LENGTH || !ALLOWED.test(trimmed)) return undefined;
  return normalize(split(trimmed.toLowerCase(), wordsStay));
}

const ALLOWED = /^[!#-'*+.\-0-9:;=@A-Z^_`a-z{|}~]+$/; // visible ASCII but for brackets, commas, quotes, slashes, `<`, `>` and `?`

function split(text: string, wordsStay: boolean): Lists {
  const lists: MavenItem[][] = [[]];
  let list = lists[0] as MavenItem[]; // just made
  const next = (): void => {
    list = [];
    lists.push(list);
  };
  for (let start = 0; start < text.length; ) {
    const digits = isDigit(text.charCodeAt(start));
    let end = start;
    while (end < text.length && !isSeparator(text.charCodeAt(end)) && isDigit(text.charCodeAt(end)) === digits)
      end += 1;
    const separator = text.charCodeAt(end); // NaN at the end, else a separator or the first of the other kind
    const stays = isSeparator(separator);
    if (end === start) list.push(ZERO);
    else if (digits) list.push({ kind: 'number', text: text.slice(start, end) });
    else {
      if (!stays && !wordsStay && list.length > 0) next(); // 1.rc1 is 1-rc1, but 1.rc.1 is not
      list.push(word(text.slice(start, end), end < text.length && !stays));
    }
    if (end < text.length && separator !== DOT) next();
    start = stays ? end + 1 : end;
  }
  return lists;
}

const ZERO: MavenItem = { kind: 'number', text: '0' };
const DOT = 0x2e;
const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39;
const isSeparator = (code: number): boolean => code === DOT || code === 0x2d;

const word = (text: string, beforeDigit: boolean): MavenItem => ({
  kind: 'word',
  text: (beforeDigit && text.length === 1 ? SHORT.get(text) : undefined) ?? ALIASES.get(text) ?? text,
});
const SHORT: ReadonlyMap<string, string> = new Map([
  ['a', 'alpha'],
  ['b', 'beta'],
  ['m', 'milestone'],
]);
const ALIASES: ReadonlyMap<string, string> = new Map([
  ['ga', ''],
  ['final', ''],
  ['release', ''],
  ['cr', 'rc'],
]);

const isNull = ({ kind, text }: MavenItem): boolean => (kind === 'word' ? text === '' : isZero(text));
function isZero(digits: string): boolean {
  for (let i = 0; i < digits.length; i += 1) if (digits.charCodeAt(i) !== 0x30) return false;
  return true;
}

/** Cuts what is zero or empty at the end of each list, and empty lists at the end. */
function normalize(lists: Lists): Lists {
  const cut = lists.map((list) => list.slice(0, list.findLastIndex((item) => !isNull(item)) + 1));
  return cut.slice(0, Math.max(1, cut.findLastIndex((list) => list.length > 0) + 1));
}

function read(text: string, parse: Parse): Version {
  const trimmed = text.trim();
  const lists = parse(trimmed);
  if (!lists) return unorderedVersion(trimmed);
  return {
    text: trimmed,
    key: encode(lists),
    flags: (hasOwnOrder(lists) ? VERSION_FLAG.ambiguous : 0) | (vendorOf(trimmed) === '' ? 0 : VERSION_FLAG.stream),
  };
}

/** By rank; the release is between the words before it and those after it. All words not named here come last, by text. */
const WORDS = ['alpha', 'beta', 'milestone', 'rc', 'snapshot', '', 'sp'];
const RELEASE = WORDS.indexOf('');
const OTHER_WORD = WORDS.length;
const rankOf = (text: string): number => {
  const rank = WORDS.indexOf(text);
  return rank < 0 ? OTHER_WORD : rank;
};

// The places of what can follow, in the order that all agree on which are not flagged.
const WORD_BEFORE = 0x10; // and the rank
const LIST_BEFORE = 0x40; // a list that begins with a word before the release
const END = 0x50;
const WORD_AFTER = 0x60; // and the rank
const LIST_AFTER = 0x70;
const NUMBER = 0x80;

function encode(lists: Lists): Uint8Array {
  const writer = keyWriter();
  for (const [i, list] of lists.entries()) {
    if (i > 0) writer.byte(signOf(lists, i, 0) < 0 ? LIST_BEFORE : LIST_AFTER);
    for (const item of list) encodeItem(writer, item);
  }
  return writer.byte(END).done();
}

function encodeItem(writer: KeyWriter, { kind, text }: MavenItem): void {
  if (kind === 'number') {
    writer.byte(NUMBER).num(text);
    return;
  }
  const rank = rankOf(text);
  writer.byte((rank < RELEASE ? WORD_BEFORE : WORD_AFTER) + rank);
  if (rank === OTHER_WORD) writer.str(text);
}

/** How all from one item on stands to nothing at all: by the first item that is not null. 0: there is none. */
function signOf(lists: Lists, fromList: number, fromItem: number): number {
  for (let i = fromList; i < lists.length; i += 1) {
    const list = lists[i] ?? [];
    for (let j = i === fromList ? fromItem : 0; j < list.length; j += 1) {
      const item = list[j];
      if (item && !isNull(item)) return item.kind === 'number' || rankOf(item.text) > RELEASE ? 1 : -1;
    }
  }
  return 0;
}

/**
 * Whether the version has a shape that stands in a circle with others. Maven puts words before lists before numbers, and holds the
 * first that counts against nothing: a word for a later version inside a list, a zero or a list in front of a word for an earlier one.
 */
function hasOwnOrder(lists: Lists): boolean {
  return lists.some((list, i) => {
    const nested = list.length === 0 && i + 1 < lists.length;
    if (nested && signOf(lists, i + 1, 0) < 0) return true;
    return list.some((item, j) => {
      if (item.kind === 'word') return item.text === '' || (j > 0 && rankOf(item.text) > RELEASE);
      return isZero(item.text) && signOf(lists, i, j) < 0;
    });
  });
}

/** ComparableVersion.compareTo. */
function compare(a: string, b: string, parse: Parse): number | undefined {
  const left = parse(a);
  const right = parse(b);
  if (!left || !right) return a.trim() === b.trim() ? 0 : undefined;
  for (let i = 0; ; i += 1) {
    const [x = [], y = []] = [left[i], right[i]];
    for (let j = 0; j < Math.max(x.length, y.length); j += 1) {
      const difference = compareAt(left, right, i, j);
      if (difference !== 0) return difference;
    }
    const [more, others] = [i + 1 < left.length, i + 1 < right.length];
    if (!more || !others) return more ? signOf(left, i + 1, 0) : others ? -signOf(right, i + 1, 0) : 0;
  }
}

/** The items at one place of two lists that are equal up to there; where one list is over, its next list, or nothing, stands there. */
function compareAt(left: Lists, right: Lists, i: number, j: number): number {
  const [x, y] = [left[i]?.[j], right[i]?.[j]];
  if (x && y) return compareItems(x, y);
  if (x) return i + 1 < right.length ? itemBesideList(x) : signOf(left, i, j);
  return i + 1 < left.length ? -itemBesideList(y as MavenItem) : -signOf(right, i, j); // one of them is there
}

const itemBesideList = ({ kind }: MavenItem): number => (kind === 'number' ? 1 : -1);

function compareItems(x: MavenItem, y: MavenItem): number {
  if (x.kind !== y.kind) return x.kind === 'number' ? 1 : -1;
  if (x.kind === 'number') return compareDigits(x.text, y.text);
  return rankOf(x.text) - rankOf(y.text) || (x.text < y.text ? -1 : Number(x.text > y.text));
}

/** Where either side has a shape without a total order, every bound is held against the installed version itself. */
function readings(installed: Version, bounds: readonly Version[], parse: Parse): readonly Reading[] {
  if (installed.flags & VERSION_FLAG.unordered) return [anywhere];
  if (![installed, ...bounds].some((v) => v.flags & VERSION_FLAG.ambiguous)) return [asWritten(installed)];
  const here = Uint8Array.of(0x02);
  const boundKey = (bound: Version): Uint8Array | undefined => {
    const difference = compare(bound.text, installed.text, parse);
    return difference === undefined ? undefined : Uint8Array.of(0x02 + Math.sign(difference));
  };
  return [{ id: 'as-written', from: here, to: here, boundKey }];
}

/** A vendor's rebuild (2.0.0.redhat-00001, 1.2.Final-redhat-3) has fixes of its own; it is compared with the same vendor's alone. */
function sameStream(a: Version, b: Version): boolean {
  return vendorOf(a.text) === vendorOf(b.text);
}

const vendorOf = (text: string): string => VENDOR.exec(text)?.[1]?.toLowerCase() ?? '';
const VENDOR = /[.-](?:temporary-)?(redhat|jbossorg|fuse|wso2|cloudera|cdh)(?=$|[\d.v-])/i;
