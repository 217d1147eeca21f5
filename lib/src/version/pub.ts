// Dart's versions (pub.dev): Semantic Versioning, but that build metadata counts: 1.0.0+1 is after 1.0.0 (dart.dev, "Package versioning").
import { compareDigits, keyWriter, MAX_VERSION_LENGTH } from './key.ts';
import { anywhere, asWritten, unorderedVersion, VERSION_FLAG, type Version, type VersionScheme } from './scheme.ts';

export interface PubParts {
  /** Major, minor, patch as digits. */
  readonly core: readonly string[];
  /** Whether all three were written; what is missing is zero. */
  readonly whole: boolean;
  readonly prerelease: readonly string[];
  readonly build: readonly string[];
}

export const pub: VersionScheme = {
  name: 'pub',
  read,
  compare,
  readings: (installed) => [installed.flags & VERSION_FLAG.unordered ? anywhere : asWritten(installed)],
};

const IDENTIFIERS = '([0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*)';
const FORM = new RegExp(`^v?(\\d+)(?:\\.(\\d+))?(?:\\.(\\d+))?(?:-${IDENTIFIERS})?(?:\\+${IDENTIFIERS})?$`);

export function parsePub(text: string): PubParts | undefined {
  const trimmed = text.trim();
  const m = trimmed.length > MAX_VERSION_LENGTH ? null : FORM.exec(trimmed);
  if (!m) return undefined;
  return {
    core: [m[1] ?? '', m[2] ?? '', m[3] ?? ''],
    whole: m[3] !== undefined,
    prerelease: m[4]?.split('.') ?? [],
    build: m[5]?.split('.') ?? [],
  };
}

function read(text: string): Version {
  const trimmed = text.trim();
  const parts = parsePub(trimmed);
  if (!parts) return unorderedVersion(trimmed);
  return { text: trimmed, key: encode(parts), flags: parts.whole ? 0 : VERSION_FLAG.malformed };
}

/** Three numbers; 01 and identifiers for a pre-release, 02 for a release; then the identifiers of the build, none first. */
function encode({ core, prerelease, build }: PubParts): Uint8Array {
  const writer = keyWriter();
  for (const part of core) writer.num(part);
  const put = (identifiers: readonly string[]): void => {
    for (const id of identifiers) {
      if (isNumber(id)) writer.byte(0x01).num(id);
      else writer.byte(0x02).str(id);
    }
    writer.byte(0x00);
  };
  if (prerelease.length === 0) writer.byte(0x02);
  else {
    writer.byte(0x01);
    put(prerelease);
  }
  put(build);
  return writer.done();
}

const isNumber = (id: string): boolean => /^\d+$/.test(id);

function compare(a: string, b: string): number | undefined {
  const left = parsePub(a);
  const right = parsePub(b);
  if (!left || !right) return a.trim() === b.trim() ? 0 : undefined;
  const releases = Number(left.prerelease.length === 0) - Number(right.prerelease.length === 0);
  return (
    compareCores(left.core, right.core) ||
    releases ||
    compareLists(left.prerelease, right.prerelease) ||
    compareLists(left.build, right.build)
  );
}

function compareCores(a: readonly string[], b: readonly string[]): number {
  for (const [i, part] of a.entries()) {
    const difference = compareDigits(part, b[i] ?? '');
    if (difference !== 0) return difference;
  }
  return 0;
}

function compareLists(a: readonly string[], b: readonly string[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i += 1) {
    const [one = '', other = ''] = [a[i], b[i]];
    const kinds = Number(isNumber(other)) - Number(isNumber(one));
    const difference = kinds || (isNumber(one) ? compareDigits(one, other) : one < other ? -1 : one > other ? 1 : 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}
