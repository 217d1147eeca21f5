// Semantic Versioning 2.0.0, as npm, crates.io and Hex use it. Pre-releases are ordered by precedence (clause 11) as OSV asks,
// not kept out as node-semver's ranges do. A leading `v` is dropped. What is not valid is read leniently and flagged.
import { compareDigits, HIGHEST_KEY, keyWriter, MAX_VERSION_LENGTH } from './key.ts';
import {
  anywhere,
  asWritten,
  type Reading,
  unorderedVersion,
  VERSION_FLAG,
  type Version,
  type VersionScheme,
} from './scheme.ts';

export interface SemverParts {
  /** Major, minor, patch as digits. */
  readonly core: readonly [string, string, string];
  /** Numbers after the third: not SemVer, but seen; they order after the three. */
  readonly extra: readonly string[];
  /** Pre-release identifiers; empty for a release. */
  readonly prerelease: readonly string[];
  /** How many of major, minor, patch were written. */
  readonly written: 1 | 2 | 3;
  readonly valid: boolean;
}

export const semver: VersionScheme = { name: 'semver', read, compare, readings };

/** The parts of a version, or undefined where it cannot be read even leniently. */
export function parseSemver(text: string): SemverParts | undefined {
  const trimmed = text.trim();
  const m = trimmed.length > MAX_VERSION_LENGTH ? null : FORM.exec(trimmed);
  if (!m) return undefined;
  const [, lead = '', major = '0', minor, patch, more = '', dash = '', dashed = '', bare = '', build] = m;
  const pre = dashed + bare;
  const extra = more === '' ? [] : more.slice(1).split('.');
  const prerelease = pre === '' ? [] : pre.split('.');
  if (prerelease.includes('') || (extra.length > 0 && prerelease.length > 0)) return undefined;
  const core: [string, string, string] = [major, minor ?? '0', patch ?? '0'];
  const valid =
    (lead === '' || lead === 'v') &&
    patch !== undefined &&
    extra.length === 0 &&
    !core.some(hasLeadingZero) &&
    (prerelease.length === 0 || dash === '-') &&
    prerelease.every((id) => IDENTIFIER.test(id) && !(isNumeric(id) && hasLeadingZero(id))) &&
    (build === undefined || build.split('.').every((id) => IDENTIFIER.test(id)));
  return { core, extra, prerelease, written: patch !== undefined ? 3 : minor !== undefined ? 2 : 1, valid };
}

// lead, major, minor, patch, further numbers, then a pre-release after `-` or straight after the digits, then build; visible
// ASCII only. No two parts can take the same character at the same place, so matching is linear.
const FORM =
  /^([vV= ]*)(\d+)(?:\.(\d+))?(?:\.(\d+))?((?:\.\d+)*)(?:(-)([!-*,-~]+)|([A-Za-z][!-*,-~]*))?(?:\+([!-~]*))?$/;
const IDENTIFIER = /^[0-9A-Za-z-]+$/;
const isNumeric = (id: string): boolean => /^\d+$/.test(id);
const hasLeadingZero = (digits: string): boolean => digits.length > 1 && digits.startsWith('0');

function read(text: string): Version {
  const trimmed = text.trim();
  const plain = plainKey(trimmed);
  if (plain) return { text: trimmed, key: plain, flags: 0 };
  const parts = parseSemver(trimmed);
  if (!parts) return unorderedVersion(trimmed);
  const partial = parts.written < 3 && parts.prerelease.length === 0 ? VERSION_FLAG.partial : 0;
  return { text: trimmed, key: encode(parts), flags: parts.valid ? 0 : VERSION_FLAG.malformed | partial };
}

/** The key of three plain numbers, as nearly all versions are: the same as `encode` gives, in a third of the time. */
function plainKey(text: string): Uint8Array | undefined {
  const length = plainLength(text);
  if (length === 0) return undefined;
  const key = new Uint8Array(length); // of each number its length and digits, the last byte for the release
  let from = 0;
  let at = 0;
  for (let i = 0; i <= text.length; i += 1) {
    if (i < text.length && text.charCodeAt(i) !== DOT) continue;
    if (text.charCodeAt(from) !== ZERO) {
      key[at] = i - from;
      for (; from < i; from += 1) {
        at += 1;
        key[at] = text.charCodeAt(from);
      }
    }
    at += 1; // zero is one byte
    from = i + 1;
  }
  key[at] = 0x02;
  return key;
}

/** Bytes of the key of three plain numbers; 0 where the text is something else. */
function plainLength(text: string): number {
  if (text.length > PLAIN_LENGTH) return 0;
  let parts = 1;
  let digits = 0;
  let bytes = 1;
  let first = 0;
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i);
    if (unit === DOT) {
      if (digits === 0) return 0;
      bytes += first === ZERO ? 1 : digits + 1;
      parts += 1;
      digits = 0;
    } else if (unit >= ZERO && unit <= NINE) {
      if (digits === 0) first = unit;
      else if (first === ZERO) return 0; // 01
      digits += 1;
    } else return 0;
  }
  return parts === 3 && digits > 0 ? bytes + (first === ZERO ? 1 : digits + 1) : 0;
}

const PLAIN_LENGTH = 60;
const DOT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;

/** Three numbers; then 01 and the identifiers for a pre-release, 02 for a release, 03 and the rest where more numbers follow. */
function encode(parts: SemverParts): Uint8Array {
  const { core, prerelease } = parts;
  const writer = keyWriter();
  for (const part of core) writer.num(part);
  if (prerelease.length > 0) {
    writer.byte(0x01);
    for (const id of prerelease) {
      if (isNumeric(id)) writer.byte(0x01).num(id);
      else writer.byte(0x02).str(id);
    }
    return writer.byte(0x00).done();
  }
  const extra = furtherNumbers(parts);
  if (extra.length === 0) return writer.byte(0x02).done();
  writer.byte(0x03);
  for (const part of extra) writer.byte(0x01).num(part);
  return writer.byte(0x00).done();
}

/** Precedence by clause 11 of the specification. */
function compare(a: string, b: string): number | undefined {
  const left = parseSemver(a);
  const right = parseSemver(b);
  if (!left || !right) return a.trim() === b.trim() ? 0 : undefined;
  return (
    compareLists(left.core, right.core, compareDigits) ||
    comparePrerelease(left.prerelease, right.prerelease) ||
    compareLists(furtherNumbers(left), furtherNumbers(right), compareDigits)
  );
}

function comparePrerelease(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return b.length - a.length;
  return compareLists(a, b, compareIdentifier);
}

function compareIdentifier(a: string, b: string): number {
  if (isNumeric(a) && isNumeric(b)) return compareDigits(a, b);
  if (isNumeric(a)) return -1;
  if (isNumeric(b)) return 1;
  return a < b ? -1 : a > b ? 1 : 0;
}

function compareLists<T>(a: readonly T[], b: readonly T[], by: (x: T, y: T) => number): number {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i += 1) {
    const difference = by(a[i] as T, b[i] as T); // both lists are longer than i
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** Further numbers that are all zero say nothing (1.2.3.0 is 1.2.3); else all of them count. */
const furtherNumbers = (parts: SemverParts): readonly string[] =>
  parts.extra.every((part) => /^0*$/.test(part)) ? [] : parts.extra;

/** `1.2` installed may be any 1.2.x: nobody wrote the patch. As a bound it means 1.2.0. */
function readings(installed: Version): readonly Reading[] {
  if (installed.flags & VERSION_FLAG.unordered) return [anywhere];
  if (!(installed.flags & VERSION_FLAG.partial)) return [asWritten(installed)];
  const parts = parseSemver(installed.text);
  const top = keyWriter();
  for (const part of parts?.core.slice(0, parts.written) ?? []) top.num(part);
  for (const byte of HIGHEST_KEY) top.byte(byte);
  return [{ id: 'any-patch', from: installed.key, to: top.done() }];
}
