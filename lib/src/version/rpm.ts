// RPM versions: [epoch:]version[-release], ordered as rpm's rpmvercmp does (rpm-version(7)): `~` before the end, the end before `^`,
// `^` before letters, letters before numbers; all other characters only separate.
import { compareDigits, compareKeys, type KeyWriter, keyWriter, MAX_VERSION_LENGTH } from './key.ts';
import {
  anywhere,
  asWritten,
  type Reading,
  unorderedVersion,
  VERSION_FLAG,
  type Version,
  type VersionScheme,
} from './scheme.ts';

export interface RpmParts {
  /** Digits; undefined where none was written, which orders as 0. */
  readonly epoch?: string;
  readonly version: string;
  /** undefined where none was written: before every release. */
  readonly release?: string;
}

export const rpm: VersionScheme = { name: 'rpm', read, compare, readings, sameStream };

/** The parts as rpm's parseEVR cuts them, or undefined for what cannot be a version: empty, too long, or with spaces or controls in it. */
export function parseRpm(text: string): RpmParts | undefined {
  const trimmed = text.trim();
  if (trimmed === '' || trimmed.length > MAX_VERSION_LENGTH || UNPRINTABLE.test(trimmed)) return undefined;
  const colon = afterDigits(trimmed, 0);
  const hasEpoch = trimmed[colon] === ':';
  const rest = hasEpoch ? trimmed.slice(colon + 1) : trimmed;
  const dash = rest.lastIndexOf('-');
  return {
    ...(hasEpoch ? { epoch: trimmed.slice(0, colon) } : {}),
    version: dash < 0 ? rest : rest.slice(0, dash),
    ...(dash < 0 ? {} : { release: rest.slice(dash + 1) }),
  };
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const UNPRINTABLE = /[\s\u0000-\u001f\u007f]/;
/** What rpmbuild lets into a version or a release; at least one letter or digit. */
const WELL_FORMED = /^[~^._+]*[A-Za-z0-9][A-Za-z0-9.~^_+]*$/;

function read(text: string): Version {
  const trimmed = text.trim();
  const parts = parseRpm(trimmed);
  if (!parts) return unorderedVersion(trimmed);
  const { epoch, version, release } = parts;
  const valid = epoch !== '' && WELL_FORMED.test(version) && (release === undefined || WELL_FORMED.test(release));
  return {
    text: trimmed,
    key: encode(epoch ?? '', parts),
    flags:
      (epoch === undefined ? VERSION_FLAG.noEpoch : isZero(epoch) ? 0 : VERSION_FLAG.epoch) |
      (release === undefined ? VERSION_FLAG.partial : 0) |
      (valid ? 0 : VERSION_FLAG.malformed) |
      (release !== undefined && moduleOf(release) ? VERSION_FLAG.stream : 0),
  };
}

const isZero = (digits: string): boolean => /^0*$/.test(digits);

/** Epoch, version, then 00 without a release, 01 and the release with one. */
function encode(epoch: string, { version, release }: RpmParts): Uint8Array {
  const writer = keyWriter().num(epoch);
  encodePart(writer, version);
  if (release === undefined) return writer.byte(0x00).done();
  encodePart(writer.byte(0x01), release);
  return writer.done();
}

const TILDE = 0x01;
const END = 0x02;
const CARET = 0x03;
const LETTERS = 0x10;
const NUMBER = 0x20;

function encodePart(writer: KeyWriter, part: string): void {
  for (let i = 0; i < part.length; ) {
    const code = part.charCodeAt(i);
    const end = isDigit(code) ? afterDigits(part, i) : isLetter(code) ? afterLetters(part, i) : i + 1;
    if (isDigit(code)) writer.byte(NUMBER).num(part.slice(i, end));
    else if (isLetter(code)) writer.byte(LETTERS).str(part.slice(i, end));
    else if (code === 0x7e) writer.byte(TILDE);
    else if (code === 0x5e) writer.byte(CARET);
    i = end;
  }
  writer.byte(END);
}

const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39;
const isLetter = (code: number): boolean => (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a);

function afterDigits(text: string, from: number): number {
  let to = from;
  while (isDigit(text.charCodeAt(to))) to += 1; // NaN past the end is no digit
  return to;
}

function afterLetters(text: string, from: number): number {
  let to = from;
  while (isLetter(text.charCodeAt(to))) to += 1;
  return to;
}

/** rpm's rpmVersionCompare: epochs, then versions, then releases; one without a release is before all with one. */
function compare(a: string, b: string): number | undefined {
  const left = parseRpm(a);
  const right = parseRpm(b);
  if (!left || !right) return a.trim() === b.trim() ? 0 : undefined;
  const difference =
    compareDigits(left.epoch ?? '0', right.epoch ?? '0') || compareSegments(left.version, right.version);
  if (difference !== 0) return difference;
  if (left.release === undefined || right.release === undefined)
    return Number(left.release !== undefined) - Number(right.release !== undefined);
  return compareSegments(left.release, right.release);
}

/** rpmvercmp, step by step. */
function compareSegments(a: string, b: string): number {
  let one = a;
  let two = b;
  for (;;) {
    one = one.replace(SEPARATORS, '');
    two = two.replace(SEPARATORS, '');
    const [x, y] = [one[0], two[0]];
    if (x === '~' || y === '~') {
      if (x !== '~') return 1;
      if (y !== '~') return -1;
    } else if (x === '^' || y === '^') {
      if (x === undefined) return -1;
      if (y === undefined) return 1;
      if (x !== '^') return 1;
      if (y !== '^') return -1;
    } else {
      if (x === undefined || y === undefined) return Number(x !== undefined) - Number(y !== undefined);
      const numeric = isDigit(x.charCodeAt(0));
      const segment = numeric ? /^\d*/ : /^[A-Za-z]*/;
      const [left = '', right = ''] = [segment.exec(one)?.[0], segment.exec(two)?.[0]];
      if (right === '') return numeric ? 1 : -1;
      const difference = numeric ? compareDigits(left, right) : left < right ? -1 : Number(left > right);
      if (difference !== 0) return difference;
      one = one.slice(left.length);
      two = two.slice(right.length);
      continue;
    }
    one = one.slice(1);
    two = two.slice(1);
  }
}

const SEPARATORS = /^[^A-Za-z0-9~^]+/;

/**
 * Without a release it may be any release of that version; without an epoch it is tried with every epoch that the bounds have:
 * scanners drop both.
 */
function readings(installed: Version, bounds: readonly Version[]): readonly Reading[] {
  if (installed.flags & VERSION_FLAG.unordered) return [anywhere];
  const parts = parseRpm(installed.text);
  if (!parts) return [asWritten(installed)];
  const own: Reading = spanOf(parts.release === undefined ? 'any-patch' : 'as-written', installed.key);
  if (!(installed.flags & VERSION_FLAG.noEpoch)) return [own];
  const all: Reading[] = [own];
  for (const bound of bounds) {
    if (!(bound.flags & VERSION_FLAG.epoch)) continue;
    const key = encode(parseRpm(bound.text)?.epoch ?? '', parts);
    if (all.every((r) => compareKeys(r.from, key) !== 0)) all.push(spanOf('with-epoch', key, parts));
  }
  return all;
}

/** The key alone, or up to the highest release where no release was written. */
function spanOf(id: Reading['id'], from: Uint8Array, parts?: RpmParts): Reading {
  if (id === 'as-written' || (parts !== undefined && parts.release !== undefined)) return { id, from, to: from };
  const to = new Uint8Array(from);
  to[to.length - 1] = 0xff; // in the place of "no release"
  return { id, from, to };
}

/**
 * Packages of a module (`.module+el9`, `.module_el8`) exist in several streams at once, each with its own fixes, and neither their
 * versions nor advisories of the package name the stream. So two of them are never known to be of one stream.
 */
function sameStream(a: Version, b: Version): boolean {
  return !((a.flags | b.flags) & VERSION_FLAG.stream);
}

const moduleOf = (release: string): boolean => /\.module[+_]/.test(release);

/** Red Hat builds for a minor release (`.el9_2` is 9.2), which goes on with fixes of its own after the next is out; '' where none is named. */
export const minorOf = (text: string): string => /\.el(\d+_\d+)(?![0-9])/.exec(text)?.[1]?.replace('_', '.') ?? '';
