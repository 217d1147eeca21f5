// Conan's versions: parts between dots, numbers by size and texts by letters, trailing zeros cut; a pre-release behind the first `-`
// and a build behind the last `+` are versions again. A text that begins with a digit (1.1.1w) beside a number is compared as text,
// so `10` < `1w` < `2` < `10`: no key holds that. Such parts are placed by their number, flagged, and the comparator has the word.
import { compareDigits, type KeyWriter, keyWriter, MAX_VERSION_LENGTH } from './key.ts';
import { anywhere, asWritten, unorderedVersion, VERSION_FLAG, type Version, type VersionScheme } from './scheme.ts';

export const conan: VersionScheme = {
  name: 'conan',
  read,
  compare,
  readings: (installed) => [installed.flags & VERSION_FLAG.unordered ? anywhere : asWritten(installed)],
};

interface Parts {
  readonly items: readonly string[];
  readonly pre?: readonly string[];
  readonly build?: readonly string[];
}

function parse(text: string): Parts | undefined {
  if (text === '' || text.length > MAX_VERSION_LENGTH || !/^[!-~]+$/.test(text)) return undefined;
  const plus = text.lastIndexOf('+');
  const beforeBuild = plus < 0 ? text : text.slice(0, plus);
  const dash = beforeBuild.indexOf('-');
  return {
    items: itemsOf(dash < 0 ? beforeBuild : beforeBuild.slice(0, dash)),
    ...(dash < 0 ? {} : { pre: itemsOf(beforeBuild.slice(dash + 1)) }),
    ...(plus < 0 ? {} : { build: itemsOf(text.slice(plus + 1)) }),
  };
}

/** Numbers without leading zeros; trailing ones that are zero cut. */
function itemsOf(text: string): readonly string[] {
  const items = text.split('.').map((item) => (isNumber(item) ? item.replace(/^0+(?=\d)/, '') : item));
  let end = items.length;
  while (end > 0 && items[end - 1] === '0') end -= 1;
  return items.slice(0, end);
}

const isNumber = (item: string): boolean => /^\d+$/.test(item);
const isMixed = (item: string): boolean => /^\d/.test(item) && !isNumber(item);

function read(text: string): Version {
  const trimmed = text.trim();
  const parts = parse(trimmed);
  if (!parts) return unorderedVersion(trimmed);
  const { items, pre, build } = parts;
  const writer = keyWriter();
  encode(writer, items);
  if (pre) encode(writer.byte(PRE), pre);
  else writer.byte(RELEASE);
  if (build) encode(writer.byte(BUILD), build);
  else writer.byte(0x00);
  const mixed = [items, pre ?? [], build ?? []].some((list) => list.some(isMixed));
  return { text: trimmed, key: writer.done(), flags: mixed ? VERSION_FLAG.ambiguous : 0 };
}

const PRE = 0x01;
const RELEASE = 0x02;
const BUILD = 0x01;

/** 01 for a text below all digits, 02 for a number (and what is behind it), 03 for other texts; 00 ends. */
function encode(writer: KeyWriter, items: readonly string[]): void {
  for (const item of items) {
    if (/^\d/.test(item)) {
      const digits = /^\d+/.exec(item)?.[0] ?? '';
      writer.byte(0x02).num(digits).str(item.slice(digits.length));
    } else writer.byte(item < '0' ? 0x01 : 0x03).str(item);
  }
  writer.byte(0x00);
}

function compare(a: string, b: string): number | undefined {
  const left = parse(a.trim());
  const right = parse(b.trim());
  if (!left || !right) return a.trim() === b.trim() ? 0 : undefined;
  return (
    compareItems(left.items, right.items) ||
    Number(left.pre === undefined) - Number(right.pre === undefined) ||
    compareItems(left.pre ?? [], right.pre ?? []) ||
    Number(left.build !== undefined) - Number(right.build !== undefined) ||
    compareItems(left.build ?? [], right.build ?? [])
  );
}

function compareItems(a: readonly string[], b: readonly string[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i += 1) {
    const [x = '', y = ''] = [a[i], b[i]];
    const difference = isNumber(x) && isNumber(y) ? compareDigits(x, y) : x < y ? -1 : x > y ? 1 : 0;
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}
