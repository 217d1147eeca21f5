// NuGet versions: Semantic Versioning 2.0.0 with a fourth number, missing numbers as zero, and pre-release labels without regard to
// case (docs.microsoft.com, "NuGet package version reference").
import { compareDigits, keyWriter, MAX_VERSION_LENGTH } from './key.ts';
import { anywhere, asWritten, unorderedVersion, type Version, type VersionScheme } from './scheme.ts';

export interface NugetParts {
  /** Digits; zeros at the end are cut. */
  readonly numbers: readonly string[];
  /** In small letters; empty for a release. */
  readonly prerelease: readonly string[];
}

export const nuget: VersionScheme = {
  name: 'nuget',
  read,
  compare,
  readings: (installed) => [installed.flags === 0 ? asWritten(installed) : anywhere],
  canonical: (text) => text.replace(/-[^+]*/, (labels) => labels.toLowerCase()), // labels have no case; build metadata keeps its own
};

const FORM = /^v?(\d+(?:\.\d+)*)(?:-([0-9a-z-]+(?:\.[0-9a-z-]+)*))?(?:\+[0-9a-z.-]*)?$/;

export function parseNuget(text: string): NugetParts | undefined {
  const trimmed = text.trim();
  const m = trimmed.length > MAX_VERSION_LENGTH ? null : FORM.exec(trimmed.toLowerCase());
  if (!m) return undefined;
  const numbers = (m[1] ?? '').split('.');
  while (numbers.length > 1 && /^0*$/.test(numbers.at(-1) ?? '')) numbers.pop();
  return { numbers, prerelease: m[2]?.split('.') ?? [] };
}

function read(text: string): Version {
  const trimmed = text.trim();
  const parts = parseNuget(trimmed);
  return parts ? { text: trimmed, key: encode(parts), flags: 0 } : unorderedVersion(trimmed);
}

/** Numbers, then 01 and the labels of a pre-release or 02 for a release. */
function encode({ numbers, prerelease }: NugetParts): Uint8Array {
  const writer = keyWriter();
  for (const part of numbers) writer.byte(0x02).num(part);
  writer.byte(0x01);
  if (prerelease.length === 0) return writer.byte(0x02).done();
  writer.byte(0x01);
  for (const label of prerelease) {
    if (isNumber(label)) writer.byte(0x01).num(label);
    else writer.byte(0x02).str(label);
  }
  return writer.byte(0x00).done();
}

const isNumber = (label: string): boolean => /^\d+$/.test(label);

function compare(a: string, b: string): number | undefined {
  const left = parseNuget(a);
  const right = parseNuget(b);
  if (!left || !right) return a.trim() === b.trim() ? 0 : undefined;
  for (let i = 0; i < Math.max(left.numbers.length, right.numbers.length); i += 1) {
    const difference = compareDigits(left.numbers[i] ?? '0', right.numbers[i] ?? '0');
    if (difference !== 0) return difference;
  }
  return compareLabels(left.prerelease, right.prerelease);
}

/** SemVer clause 11.4: no labels last; numbers before words; fewer before more. */
function compareLabels(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return b.length - a.length;
  for (let i = 0; i < Math.min(a.length, b.length); i += 1) {
    const [one = '', other = ''] = [a[i], b[i]];
    const kinds = Number(isNumber(other)) - Number(isNumber(one));
    const difference = kinds || (isNumber(one) ? compareDigits(one, other) : one < other ? -1 : one > other ? 1 : 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}
