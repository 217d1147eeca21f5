// Versions of vendors' products (devices, firmware, closed software): no scheme binds them. Only numbers with dots between
// them are ordered; everything else is equal or unknown. Where a part has a leading zero (3.02) two customs exist, and both are tried.
import { compareDigits, compareKeys, keyWriter, MAX_VERSION_LENGTH } from './key.ts';
import {
  anywhere,
  asWritten,
  type Reading,
  unorderedVersion,
  VERSION_FLAG,
  type Version,
  type VersionScheme,
} from './scheme.ts';

export const productVersion: VersionScheme = { name: 'product', read, compare, readings };

/** A product version as it is compared: small letters, one space between words, words such as `version` or `firmware` in front cut. */
export function foldProductVersion(text: string): string {
  let folded = text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();
  for (let i = 0; i < 3; i += 1) folded = folded.replace(LEAD, '');
  return folded;
}

const LEAD = /^(?:(?:version|ver|firmware|fw|software|sw|release|rel|revision|rev)(?![a-z])[ .:_-]*|[vr][ .]?(?=\d))/;

function read(text: string): Version {
  const trimmed = text.trim();
  const parts = parse(trimmed);
  if (!parts) return { ...unorderedVersion(foldProductVersion(trimmed.slice(0, 4_096))), text: trimmed };
  return { text: trimmed, key: encode(parts), flags: parts.some(hasLeadingZero) ? VERSION_FLAG.ambiguous : 0 };
}

function parse(text: string): readonly string[] | undefined {
  if (text.trim().length > MAX_VERSION_LENGTH) return undefined;
  const folded = foldProductVersion(text);
  return /^\d+(?:\.\d+)*$/.test(folded) ? folded.split('.') : undefined;
}

/** 01 and the number for each part, trailing zero parts cut, 00. */
function encode(parts: readonly string[]): Uint8Array {
  const writer = keyWriter();
  for (const part of withoutTrailingZeros(parts)) writer.byte(0x01).num(part);
  return writer.byte(0x00).done();
}

function withoutTrailingZeros(parts: readonly string[]): readonly string[] {
  let end = parts.length;
  while (end > 0 && /^0*$/.test(parts[end - 1] ?? '')) end -= 1;
  return parts.slice(0, end);
}

const hasLeadingZero = (part: string, index: number): boolean => index > 0 && part.length > 1 && part.startsWith('0');

/** The custom in which 3.02 comes before 3.1: each leading zero is a part of its own. */
const decimalParts = (parts: readonly string[]): readonly string[] =>
  parts.flatMap((part, index) => {
    if (!hasLeadingZero(part, index)) return [part];
    const digits = part.replace(/^0+/, '');
    return [...'0'.repeat(part.length - digits.length), ...(digits === '' ? [] : [digits])];
  });

/** undefined also where the two customs about leading zeros disagree. */
function compare(a: string, b: string): number | undefined {
  const left = parse(a.trim());
  const right = parse(b.trim());
  if (!left || !right) return foldProductVersion(a) === foldProductVersion(b) ? 0 : undefined;
  const dotted = compareParts(left, right);
  const decimal = compareParts(decimalParts(left), decimalParts(right));
  return Math.sign(dotted) === Math.sign(decimal) ? dotted : undefined;
}

function compareParts(a: readonly string[], b: readonly string[]): number {
  for (let i = 0; i < Math.max(a.length, b.length); i += 1) {
    const difference = compareDigits(a[i] ?? '0', b[i] ?? '0');
    if (difference !== 0) return difference;
  }
  return 0;
}

function readings(installed: Version, bounds: readonly Version[]): readonly Reading[] {
  const parts = parse(installed.text);
  if (!parts) return [anywhere];
  if (![installed, ...bounds].some((v) => v.flags & VERSION_FLAG.ambiguous)) return [asWritten(installed)];
  const decimal = encode(decimalParts(parts));
  const both: Reading[] = [{ id: 'dotted', from: installed.key, to: installed.key }];
  if (compareKeys(decimal, installed.key) !== 0 || bounds.some((b) => b.flags & VERSION_FLAG.ambiguous)) {
    both.push({
      id: 'decimal',
      from: decimal,
      to: decimal,
      boundKey: (bound) => {
        const boundParts = parse(bound.text);
        return boundParts && encode(decimalParts(boundParts));
      },
    });
  }
  return both;
}
