// Packagist (Composer) versions: brought to Composer's normal form (four numbers, build metadata off, one spelling of each stability) and
// ordered as PHP's version_compare orders that: dev, alpha, beta, RC, the end, numbers, patches. Branches (dev-main, 2.x-dev) have no
// place among releases; what Composer refuses is flagged, and read part by part.
import { compareDigits, keyWriter, MAX_VERSION_LENGTH } from './key.ts';
import { anywhere, asWritten, unorderedVersion, VERSION_FLAG, type Version, type VersionScheme } from './scheme.ts';

export const packagist: VersionScheme = {
  name: 'packagist',
  read,
  compare,
  readings: (installed) => [installed.flags === 0 ? asWritten(installed) : anywhere],
};

const BRANCH = /^dev-|(?:^|[.-])[x*](?:-dev)?$/i;
/** Composer's VersionParser: up to four numbers, or a date; then a stability with its numbers, then `dev`. */
const STABILITY = String.raw`[._-]?(?:(stable|beta|b|rc|alpha|a|patch|pl|p)((?:[.-]?\d+)*))?([.-]?dev)?$`;
const NUMBERS = new RegExp(String.raw`^(\d{1,5}(?:\.\d+){0,3})${STABILITY}`, 'i');
const DATE = new RegExp(String.raw`^(\d{4}(?:[.:-]?\d{2}){1,6}(?:[.:-]?\d{1,3}){0,2})${STABILITY}`, 'i');

interface Parsed {
  /** Numbers (digits) and words in small letters. */
  readonly parts: readonly string[];
  /** Composer takes it. */
  readonly valid: boolean;
}

/** undefined for a branch and what has no number. */
export function parsePackagist(text: string): Parsed | undefined {
  const trimmed = text.trim().replace(/^v(?=\d)/i, '');
  if (trimmed.length > MAX_VERSION_LENGTH || !/^\d[!-~]*$/.test(trimmed) || BRANCH.test(trimmed)) return undefined;
  const said = trimmed.replace(/\+[^+]*$/, '');
  const numbers = NUMBERS.exec(said);
  const found = numbers ?? DATE.exec(said);
  const release = partsOf(found?.[1] ?? said);
  const leading = release.findIndex((part) => !isNumber(part));
  const fill =
    found && !numbers ? [] : ['0', '0', '0'].slice(Math.min(3, (leading < 0 ? release.length : leading) - 1));
  if (!found) return { parts: leading < 0 ? [...release, ...fill] : release, valid: false };
  const [, , stability, counts, dev] = found;
  if (stability === 'stable') return { parts: [...release, ...fill], valid: true }; // in small letters only, as Composer has it
  const named = stability === undefined ? [] : [stability.toLowerCase(), ...partsOf(counts)];
  return { parts: [...release, ...fill, ...named, ...(dev === undefined ? [] : ['dev'])], valid: true };
}

const partsOf = (text = ''): readonly string[] => text.toLowerCase().match(/\d+|[a-z]+/g) ?? [];

/** Where a word stands, by how it begins (PHP manual, version_compare); the end and numbers between RC and patches. */
const RANKS = [
  ['dev', 1],
  ['a', 2],
  ['b', 3],
  ['rc', 4],
  ['p', 7],
] as const;
const UNKNOWN = 0;
const END = 5;
const NUMBER = 6;

const rankOf = (part: string | undefined): number =>
  part === undefined
    ? END
    : isNumber(part)
      ? NUMBER
      : (RANKS.find(([start]) => part.startsWith(start))?.[1] ?? UNKNOWN);
const isNumber = (part: string): boolean => part.charCodeAt(0) <= 0x39;

function read(text: string): Version {
  const trimmed = text.trim();
  const parsed = parsePackagist(trimmed);
  if (!parsed) return unorderedVersion(trimmed);
  return { text: trimmed, key: encode(parsed.parts), flags: parsed.valid ? 0 : VERSION_FLAG.malformed };
}

function encode(parts: readonly string[]): Uint8Array {
  const writer = keyWriter();
  for (const part of parts) {
    writer.byte(rankOf(part) + 1);
    if (isNumber(part)) writer.num(part);
  }
  return writer.byte(END + 1).done();
}

function compare(a: string, b: string): number | undefined {
  const left = parsePackagist(a)?.parts;
  const right = parsePackagist(b)?.parts;
  if (!left || !right) return a.trim() === b.trim() ? 0 : undefined;
  for (let i = 0; i <= Math.max(left.length, right.length); i += 1) {
    const [one, other] = [left[i], right[i]];
    const ranks = rankOf(one) - rankOf(other);
    if (ranks !== 0) return ranks;
    const difference = one !== undefined && other !== undefined && isNumber(one) ? compareDigits(one, other) : 0;
    if (difference !== 0) return difference;
  }
  return 0;
}
