// Packagist (Composer) versions, ordered as PHP's version_compare does after Composer's normalising: numbers and words in turn; words
// that nobody knows, dev, alpha, beta, RC, the end, numbers, patches. Branches (dev-main, 2.x-dev) have no place among releases.
import { compareDigits, keyWriter, MAX_VERSION_LENGTH } from './key.ts';
import { anywhere, asWritten, unorderedVersion, type Version, type VersionScheme } from './scheme.ts';

export const packagist: VersionScheme = {
  name: 'packagist',
  read,
  compare,
  readings: (installed) => [installed.flags === 0 ? asWritten(installed) : anywhere],
};

const BRANCH = /^dev-|(?:^|[.-])[x*](?:-dev)?$/i;

/** Numbers (digits) and words in small letters, or undefined for a branch and what has no number. */
export function parsePackagist(text: string): readonly string[] | undefined {
  const trimmed = text.trim().replace(/^v(?=\d)/i, '');
  if (trimmed.length > MAX_VERSION_LENGTH || !/^\d[!-~]*$/.test(trimmed) || BRANCH.test(trimmed)) return undefined;
  return trimmed.toLowerCase().match(/\d+|[a-z]+/g) ?? undefined;
}

/** Where a word stands (PHP manual, version_compare); the end and numbers between RC and patches. */
const RANK: Readonly<Record<string, number>> = { dev: 1, alpha: 2, a: 2, beta: 3, b: 3, rc: 4, c: 4, p: 7, pl: 7 };
const UNKNOWN = 0;
const END = 5;
const NUMBER = 6;

const rankOf = (part: string | undefined): number =>
  part === undefined ? END : isNumber(part) ? NUMBER : (RANK[part] ?? UNKNOWN);
const isNumber = (part: string): boolean => part.charCodeAt(0) <= 0x39;

function read(text: string): Version {
  const trimmed = text.trim();
  const parts = parsePackagist(trimmed);
  return parts ? { text: trimmed, key: encode(parts), flags: 0 } : unorderedVersion(trimmed);
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
  const left = parsePackagist(a);
  const right = parsePackagist(b);
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
