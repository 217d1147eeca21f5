// Arch Linux packages (alpm): [epoch:]version[-release], ordered as vercmp(8) does. A release counts only where both have one, so
// 1.5 is equal to 1.5-1 and to 1.5-2: no key can say that, and a version without a release stands for all of them.
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

export const arch: VersionScheme = { name: 'alpm', read, compare, readings, boundSpan };

interface Parts {
  readonly epoch: string;
  readonly version: string;
  /** undefined: none was written. */
  readonly release?: string;
}

/** undefined also for what begins or ends with a separator: vercmp has no order for it that holds together. */
function parse(text: string): Parts | undefined {
  if (text.length > MAX_VERSION_LENGTH || !/^[!-~]+$/.test(text)) return undefined;
  const [, epoch = '0', rest = ''] = /^(?:(\d*):)?(.*)$/.exec(text) ?? [];
  const dash = rest.lastIndexOf('-');
  const version = dash < 0 ? rest : rest.slice(0, dash);
  const release = dash < 0 ? undefined : rest.slice(dash + 1);
  const readable = [version, release ?? '0'].every((part) => /^[A-Za-z0-9]$|^[A-Za-z0-9].*[A-Za-z0-9]$/.test(part));
  if (!readable) return undefined;
  return { epoch, version, ...(release === undefined ? {} : { release }) };
}

function read(text: string): Version {
  const trimmed = text.trim();
  const parts = parse(trimmed);
  if (!parts) return unorderedVersion(trimmed);
  return { text: trimmed, key: encode(parts), flags: parts.release === undefined ? VERSION_FLAG.partial : 0 };
}

const WITHOUT_RELEASE = 0x00;
const WITH_RELEASE = 0x01;

function encode({ epoch, version, release }: Parts): Uint8Array {
  const writer = keyWriter().num(epoch);
  segments(writer, version);
  if (release === undefined) return writer.byte(WITHOUT_RELEASE).done();
  segments(writer.byte(WITH_RELEASE), release);
  return writer.done();
}

const LETTERS = 0x01;
const END = 0x02;
const DIGITS = 0x03;
const SEPARATORS = 0x04;

/** At each place letters come before the end, the end before digits, these before separators, fewer of those before more. */
function segments(writer: KeyWriter, part: string): void {
  for (const [, separators = '', digits, letters = ''] of part.matchAll(/([^A-Za-z0-9]*)(?:(\d+)|([A-Za-z]+))/g)) {
    if (separators !== '') writer.byte(SEPARATORS).num(String(separators.length));
    if (digits === undefined) writer.byte(LETTERS).str(letters);
    else writer.byte(DIGITS).num(digits);
  }
  writer.byte(END);
}

function compare(a: string, b: string): number | undefined {
  const left = parse(a.trim());
  const right = parse(b.trim());
  if (!left || !right) return a.trim() === b.trim() ? 0 : undefined;
  const difference = compareDigits(left.epoch, right.epoch) || comparePart(left.version, right.version);
  if (difference !== 0 || left.release === undefined || right.release === undefined) return difference;
  return comparePart(left.release, right.release);
}

/** One segment of digits or letters after another, with the number of separators before each; then what is left over. */
function comparePart(a: string, b: string): number {
  let [i, j] = [0, 0];
  while (i < a.length && j < b.length) {
    const [x, y] = [skip(a, i, /[^A-Za-z0-9]/), skip(b, j, /[^A-Za-z0-9]/)];
    if (x - i !== y - j) return x - i - (y - j);
    const kind = /\d/.test(a[x] ?? '') ? /\d/ : /[A-Za-z]/;
    [i, j] = [skip(a, x, kind), skip(b, y, kind)];
    const [left, right] = [a.slice(x, i), b.slice(y, j)];
    if (right === '') return kind.test('0') ? 1 : -1;
    const difference = kind.test('0') ? compareDigits(left, right) : left < right ? -1 : left > right ? 1 : 0;
    if (difference !== 0) return difference;
  }
  if (i >= a.length && j >= b.length) return 0;
  return (i >= a.length && !/[A-Za-z]/.test(b[j] ?? '')) || /[A-Za-z]/.test(a[i] ?? '') ? -1 : 1;
}

function skip(text: string, from: number, kind: RegExp): number {
  let to = from;
  while (to < text.length && kind.test(text[to] ?? '')) to += 1;
  return to;
}

function readings(installed: Version): readonly Reading[] {
  if (installed.flags & VERSION_FLAG.unordered) return [anywhere];
  if (!(installed.flags & VERSION_FLAG.partial)) return [asWritten(installed)];
  return [{ id: 'any-patch', ...boundSpan(installed) }];
}

/** Without a release: every release of the version. */
function boundSpan(bound: Version): { readonly from: Uint8Array; readonly to: Uint8Array } {
  if (!(bound.flags & VERSION_FLAG.partial)) return { from: bound.key, to: bound.key };
  const to = Uint8Array.from(bound.key);
  to[to.length - 1] = WITH_RELEASE + 1;
  return { from: bound.key, to };
}
