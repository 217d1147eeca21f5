// RubyGems versions, as Gem::Version orders them: numbers and words in turn, a word before a number, what is missing is zero. A word
// makes a pre-release; `-` begins one.
import { compareDigits, keyWriter, MAX_VERSION_LENGTH } from './key.ts';
import { anywhere, asWritten, unorderedVersion, VERSION_FLAG, type Version, type VersionScheme } from './scheme.ts';

export const rubygems: VersionScheme = {
  name: 'rubygems',
  read,
  compare,
  readings: (installed) => [installed.flags & VERSION_FLAG.unordered ? anywhere : asWritten(installed)],
};

const FORM = /^\d[0-9A-Za-z]*(?:\.[0-9A-Za-z]+)*(?:-[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?$/;
/** Gem::Version refuses 1beta; OSV's records have such bounds, and mean 1.beta. */
const REFUSED = /^\d+[A-Za-z]/;

/** Numbers (digits) and words; zeros before the first word and at the end say nothing and are cut. Nothing written is zero. */
export function parseRubygems(text: string): readonly string[] | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return ['0'];
  if (trimmed.length > MAX_VERSION_LENGTH || !FORM.test(trimmed)) return undefined;
  const segments = trimmed.replaceAll('-', '.pre.').match(/\d+|[A-Za-z]+/g) ?? [];
  const word = segments.findIndex((segment) => !isNumber(segment));
  const head = segments.slice(0, word < 0 ? segments.length : word);
  return [...withoutZeros(head), ...(word < 0 ? [] : withoutZeros(segments.slice(word)))];
}

function withoutZeros(segments: readonly string[]): readonly string[] {
  let end = segments.length;
  while (end > 0 && isZero(segments[end - 1] ?? '')) end -= 1;
  return segments.slice(0, end);
}

const isNumber = (segment: string): boolean => segment.charCodeAt(0) <= 0x39;
const isZero = (segment: string): boolean => /^0+$/.test(segment);

function read(text: string): Version {
  const trimmed = text.trim();
  const segments = parseRubygems(trimmed);
  if (!segments) return unorderedVersion(trimmed);
  return { text: trimmed, key: encode(segments), flags: REFUSED.test(trimmed) ? VERSION_FLAG.malformed : 0 };
}

/**
 * What is missing is zero, so zeros are counted and not written: a word behind z zeros is after one behind fewer, a number behind z
 * zeros before one behind fewer, and the end stands between words and numbers.
 */
function encode(segments: readonly string[]): Uint8Array {
  const writer = keyWriter();
  let zeros = 0;
  for (const segment of segments) {
    if (isZero(segment)) {
      zeros += 1;
      continue;
    }
    if (isNumber(segment))
      writer
        .byte(AFTER_END)
        .num(String(MOST_ZEROS - zeros))
        .num(segment);
    else writer.byte(BEFORE_END).num(String(zeros)).str(segment);
    zeros = 0;
  }
  return writer.byte(END).done();
}

const BEFORE_END = 0x01;
const END = 0x02;
const AFTER_END = 0x03;
/** More do not fit into a version; written with three digits always, so that fewer zeros are the larger number. */
const MOST_ZEROS = 999;

/** Gem::Version#<=>. */
function compare(a: string, b: string): number | undefined {
  const left = parseRubygems(a);
  const right = parseRubygems(b);
  if (!left || !right) return a.trim() === b.trim() ? 0 : undefined;
  for (let i = 0; i < Math.max(left.length, right.length); i += 1) {
    const [one, other] = [left[i] ?? '0', right[i] ?? '0'];
    const kinds = Number(isNumber(one)) - Number(isNumber(other));
    const difference = kinds || (isNumber(one) ? compareDigits(one, other) : one < other ? -1 : one > other ? 1 : 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
