// OpenSSL's own versions. To 1.1.1: three numbers and letters that count patches (1.0.2zh comes after 1.0.2z). From 3.0.0: three
// numbers. Alpha, beta, pre and dev come before the release, and the numbers behind them count (alpha2 before alpha17).
import { compareDigits, keyWriter, MAX_VERSION_LENGTH } from './key.ts';
import { anywhere, asWritten, unorderedVersion, VERSION_FLAG, type Version, type VersionScheme } from './scheme.ts';

export const openssl: VersionScheme = {
  name: 'openssl',
  read,
  compare,
  readings: (installed) => [installed.flags & VERSION_FLAG.unordered ? anywhere : asWritten(installed)],
};

interface Parts {
  readonly core: readonly [string, string, string];
  /** Of a patch to the old versions, small letters; '' for none. */
  readonly letters: string;
  /** Rank of the word of a pre-release, and its number; a release ranks above all. */
  readonly stage: number;
  readonly count: string;
  readonly valid: boolean;
}

// `-fips` and `+quic` name a build of the same version.
const FORM = /^(\d+)\.(\d+)(?:\.(\d+))?([A-Za-z]*)(?:-(dev|alpha|beta|pre)\.?(\d*)(-dev)?)?(-fips)?(\+[!-~]*)?$/i;
const STAGES = ['dev', 'alpha', 'beta', 'pre'];
const RELEASE = STAGES.length;

function parse(text: string): Parts | undefined {
  const m = text.length > MAX_VERSION_LENGTH ? null : FORM.exec(text);
  if (!m) return undefined;
  const [, major = '', minor = '', fix, letters = '', word, count = '', dev, fips] = m;
  const stage = word === undefined ? RELEASE : STAGES.indexOf(word.toLowerCase());
  const old = compareDigits(major, '1') <= 0;
  const valid = fix !== undefined && fips === undefined && dev === undefined && (old || letters === '');
  return { core: [major, minor, fix ?? '0'], letters: letters.toLowerCase(), stage, count, valid };
}

function read(text: string): Version {
  const trimmed = text.trim();
  const parts = parse(trimmed);
  if (!parts) return unorderedVersion(trimmed);
  const writer = keyWriter();
  for (const part of parts.core) writer.num(part);
  const key = writer.str(parts.letters).byte(parts.stage).num(parts.count).done();
  return { text: trimmed, key, flags: parts.valid ? 0 : VERSION_FLAG.malformed };
}

function compare(a: string, b: string): number | undefined {
  const left = parse(a.trim());
  const right = parse(b.trim());
  if (!left || !right) return a.trim() === b.trim() ? 0 : undefined;
  return (
    compareDigits(left.core[0], right.core[0]) ||
    compareDigits(left.core[1], right.core[1]) ||
    compareDigits(left.core[2], right.core[2]) ||
    (left.letters < right.letters ? -1 : left.letters > right.letters ? 1 : 0) ||
    left.stage - right.stage ||
    compareDigits(left.count, right.count)
  );
}
