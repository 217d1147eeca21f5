// Gentoo's versions (Package Manager Specification, 3.2 and 3.3): numbers, one letter, suffixes (_alpha1, _p2), a revision (-r3).
import { compareDigits, keyWriter, MAX_VERSION_LENGTH } from './key.ts';
import { anywhere, asWritten, unorderedVersion, VERSION_FLAG, type Version, type VersionScheme } from './scheme.ts';

export const gentoo: VersionScheme = {
  name: 'gentoo',
  read,
  compare,
  readings: (installed) => [installed.flags & VERSION_FLAG.unordered ? anywhere : asWritten(installed)],
};

interface Parts {
  readonly numbers: readonly string[];
  /** '' for none. */
  readonly letter: string;
  readonly suffixes: readonly (readonly [rank: number, digits: string])[];
  readonly revision: string;
}

const FORM = /^(\d+(?:\.\d+)*)([a-z]?)((?:_(?:alpha|beta|pre|rc|p)\d*)*)(?:-r(\d+))?$/;
const RANKS: Readonly<Record<string, number>> = { alpha: 1, beta: 2, pre: 3, rc: 4, p: 6 };
const NO_SUFFIX = 5;

function parse(text: string): Parts | undefined {
  const m = text.length > MAX_VERSION_LENGTH ? null : FORM.exec(text);
  if (!m) return undefined;
  const [, numbers = '', letter = '', suffixes = '', revision = ''] = m;
  return {
    numbers: numbers.split('.'),
    letter,
    suffixes: [...suffixes.matchAll(/_([a-z]+)(\d*)/g)].map(([, word = '', digits = '']) => [
      RANKS[word] ?? NO_SUFFIX,
      digits,
    ]),
    revision,
  };
}

function read(text: string): Version {
  const trimmed = text.trim();
  const parts = parse(trimmed);
  return parts ? { text: trimmed, key: encode(parts), flags: 0 } : unorderedVersion(trimmed);
}

/** Behind the first number, one that begins with 0 is a decimal fraction (01) and lies below all others (02). */
function encode({ numbers, letter, suffixes, revision }: Parts): Uint8Array {
  const writer = keyWriter().num(numbers[0] ?? '');
  for (const number of numbers.slice(1)) {
    if (number.startsWith('0')) writer.byte(0x01).str(number.replace(/0+$/, ''));
    else writer.byte(0x02).num(number);
  }
  writer.byte(0x00).byte(letter === '' ? 0x01 : letter.charCodeAt(0));
  for (const [rank, digits] of suffixes) writer.byte(rank).num(digits);
  return writer.byte(NO_SUFFIX).num(revision).done();
}

/** Algorithms 3.1 to 3.7 of the specification. */
function compare(a: string, b: string): number | undefined {
  const left = parse(a.trim());
  const right = parse(b.trim());
  if (!left || !right) return a.trim() === b.trim() ? 0 : undefined;
  return (
    compareNumbers(left.numbers, right.numbers) ||
    compareText(left.letter, right.letter) ||
    compareSuffixes(left.suffixes, right.suffixes) ||
    compareDigits(left.revision, right.revision)
  );
}

function compareNumbers(a: readonly string[], b: readonly string[]): number {
  const first = compareDigits(a[0] ?? '', b[0] ?? '');
  if (first !== 0) return first;
  for (let i = 1; i < Math.min(a.length, b.length); i += 1) {
    const [x = '', y = ''] = [a[i], b[i]];
    const asFraction = x.startsWith('0') || y.startsWith('0');
    const difference = asFraction ? compareText(withoutZeros(x), withoutZeros(y)) : compareDigits(x, y);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

const withoutZeros = (digits: string): string => digits.replace(/0+$/, '');
const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function compareSuffixes(a: Parts['suffixes'], b: Parts['suffixes']): number {
  for (let i = 0; i < Math.max(a.length, b.length); i += 1) {
    const [rank, digits] = a[i] ?? [NO_SUFFIX, ''];
    const [otherRank, otherDigits] = b[i] ?? [NO_SUFFIX, ''];
    const difference = rank - otherRank || compareDigits(digits, otherDigits);
    if (difference !== 0) return difference;
  }
  return 0;
}
