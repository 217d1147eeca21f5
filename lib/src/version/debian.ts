// Debian versions: [epoch:]upstream[-revision], ordered as deb-version(7) and dpkg's verrevcmp do. Ubuntu uses the same.
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

export interface DebianParts {
  /** Digits; undefined where none was written, which orders as 0. */
  readonly epoch?: string;
  readonly upstream: string;
  /** '' where none was written, which orders as 0. */
  readonly revision: string;
  readonly valid: boolean;
}

export const debian: VersionScheme = { name: 'debian', read, compare, readings };

/** The parts of a version, or undefined where dpkg would refuse it or it is not ASCII. */
export function parseDebian(text: string): DebianParts | undefined {
  const trimmed = text.trim();
  if (trimmed === '' || trimmed.length > MAX_VERSION_LENGTH || !/^[!-~]+$/.test(trimmed)) return undefined;
  const colon = trimmed.indexOf(':');
  const epoch = colon < 0 ? undefined : trimmed.slice(0, colon);
  if (epoch !== undefined && !/^\d+$/.test(epoch)) return undefined;
  const rest = trimmed.slice(colon + 1);
  const dash = rest.lastIndexOf('-');
  const upstream = dash < 0 ? rest : rest.slice(0, dash);
  const revision = dash < 0 ? '' : rest.slice(dash + 1);
  if (upstream === '' || (dash >= 0 && revision === '')) return undefined;
  const valid =
    /^\d[A-Za-z0-9.+~:-]*$/.test(upstream) &&
    /^[A-Za-z0-9.+~]*$/.test(revision) &&
    compareDigits(epoch ?? '0', LARGEST_EPOCH) <= 0;
  return { ...(epoch === undefined ? {} : { epoch }), upstream, revision, valid };
}

const LARGEST_EPOCH = '2147483647'; // dpkg keeps it in an int

function read(text: string): Version {
  const trimmed = text.trim();
  const parts = parseDebian(trimmed);
  if (!parts) return unorderedVersion(trimmed);
  const epochFlag =
    parts.epoch === undefined ? VERSION_FLAG.noEpoch : /^0*$/.test(parts.epoch) ? 0 : VERSION_FLAG.epoch;
  return {
    text: trimmed,
    key: encode(parts.epoch ?? '0', parts),
    flags: epochFlag | (parts.valid ? 0 : VERSION_FLAG.malformed),
  };
}

function encode(epoch: string, { upstream, revision }: DebianParts): Uint8Array {
  const writer = keyWriter().num(epoch);
  encodePart(writer, upstream);
  encodePart(writer, revision);
  return writer.done();
}

/** Runs without digits and the numbers after them, in turn; either may be empty. At least one of each. */
function encodePart(writer: KeyWriter, part: string): void {
  let i = 0;
  do {
    for (; i < part.length && !isDigitAt(part, i); i += 1) writer.byte(rank(part.charCodeAt(i)));
    const from = i;
    while (i < part.length && isDigitAt(part, i)) i += 1;
    writer.byte(END_OF_RUN).num(part.slice(from, i));
  } while (i < part.length);
  writer.byte(END_OF_RUN);
}

const END_OF_RUN = 0x02;
const TILDE = 0x7e;

/** `~` before the end, the end before letters, letters before all else. */
function rank(code: number): number {
  if (code === TILDE) return 0x01;
  return isLetter(code) ? code - 0x32 : 0x80 + code;
}

const isLetter = (code: number): boolean => (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a);
const isDigitAt = (text: string, at: number): boolean => {
  const code = text.charCodeAt(at);
  return code >= 0x30 && code <= 0x39;
};

/** dpkg's rule: epochs, then upstream, then revision. */
function compare(a: string, b: string): number | undefined {
  const left = parseDebian(a);
  const right = parseDebian(b);
  if (!left || !right) return a.trim() === b.trim() ? 0 : undefined;
  return (
    compareDigits(left.epoch ?? '0', right.epoch ?? '0') ||
    comparePart(left.upstream, right.upstream) ||
    comparePart(left.revision, right.revision)
  );
}

/** deb-version(7): the initial part without digits by modified ASCII, then the initial number, and so on to the end. */
function comparePart(a: string, b: string): number {
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    while ((i < a.length && !isDigit(a[i])) || (j < b.length && !isDigit(b[j]))) {
      const difference = weight(a[i]) - weight(b[j]);
      if (difference !== 0) return difference;
      i += 1;
      j += 1;
    }
    const left = digitsAt(a, i);
    const right = digitsAt(b, j);
    const difference = compareDigits(left, right);
    if (difference !== 0) return difference;
    i += left.length;
    j += right.length;
  }
  return 0;
}

const isDigit = (char: string | undefined): boolean => char !== undefined && char >= '0' && char <= '9';

function weight(char: string | undefined): number {
  if (char === undefined || isDigit(char)) return 0;
  if (char === '~') return -1;
  return /[A-Za-z]/.test(char) ? char.charCodeAt(0) : char.charCodeAt(0) + 256;
}

function digitsAt(text: string, from: number): string {
  let to = from;
  while (isDigit(text[to])) to += 1;
  return text.slice(from, to);
}

/**
 * A version installed without an epoch is tried with every epoch that the bounds have: scanners drop epochs, and with one
 * dropped `2.0` would seem to lie before every `1:` bound.
 */
function readings(installed: Version, bounds: readonly Version[]): readonly Reading[] {
  if (installed.flags & VERSION_FLAG.unordered) return [anywhere];
  const parts = parseDebian(installed.text);
  if (!parts || !(installed.flags & VERSION_FLAG.noEpoch)) return [asWritten(installed)];
  const all: Reading[] = [asWritten(installed)];
  for (const bound of bounds) {
    if (!(bound.flags & VERSION_FLAG.epoch)) continue;
    const key = encode(parseDebian(bound.text)?.epoch ?? '0', parts);
    if (all.every((r) => compareKeys(r.from, key) !== 0)) all.push({ id: 'with-epoch', from: key, to: key });
  }
  return all;
}
