// Python versions (PEP 440): epoch, release, pre-release, post-release, development release, local version. What PEP 440 refuses has
// no place in its order.
import { compareDigits, keyWriter, MAX_VERSION_LENGTH } from './key.ts';
import { anywhere, asWritten, unorderedVersion, type Version, type VersionScheme } from './scheme.ts';

export interface PypiParts {
  /** Digits. */
  readonly epoch: string;
  /** Digits; zeros at the end say nothing and are cut. */
  readonly release: readonly string[];
  readonly pre?: { readonly phase: 'a' | 'b' | 'rc'; readonly number: string };
  readonly post?: string;
  readonly dev?: string;
  /** In small letters; empty where there is none. */
  readonly local: readonly string[];
}

export const pypi: VersionScheme = {
  name: 'pypi',
  read,
  compare,
  readings: (installed) => [installed.flags === 0 ? asWritten(installed) : anywhere],
};

// Appendix B, in its parts: v, epoch, release, pre-release, post-release (two spellings), development release, local version. No two
// parts can take the same character at the same place.
const FORM =
  /^v?(?:(\d+)!)?(\d+(?:\.\d+)*)(?:[-_.]?(alpha|beta|preview|pre|rc|a|b|c)[-_.]?(\d*))?(?:-(\d+)|[-_.]?(post|rev|r)[-_.]?(\d*))?(?:[-_.]?(dev)[-_.]?(\d*))?(?:\+([a-z0-9]+(?:[-_.][a-z0-9]+)*))?$/;

/** The parts of a version, or undefined where PEP 440 refuses it. */
export function parsePypi(text: string): PypiParts | undefined {
  const trimmed = text.trim();
  const m = trimmed.length > MAX_VERSION_LENGTH ? null : FORM.exec(trimmed.toLowerCase());
  if (!m) return undefined;
  const release = (m[2] ?? '').split('.');
  while (release.length > 1 && isZero(release.at(-1) ?? '')) release.pop();
  // Field by field: taking the match apart as a list, and putting objects together from small ones, took longer than matching.
  const parts: Draft = { epoch: m[1] ?? '0', release, local: m[10] === undefined ? [] : m[10].split(/[-_.]/) };
  const phase = m[3];
  if (phase !== undefined) parts.pre = { phase: PHASES[phase] ?? 'rc', number: m[4] ?? '' };
  if (m[5] !== undefined) parts.post = m[5];
  else if (m[6] !== undefined) parts.post = m[7] ?? '';
  if (m[8] !== undefined) parts.dev = m[9] ?? '';
  return parts;
}

type Draft = { -readonly [Key in keyof PypiParts]: PypiParts[Key] };

const PHASES: Readonly<Record<string, 'a' | 'b' | 'rc'>> = { a: 'a', alpha: 'a', b: 'b', beta: 'b' };
const RANK = { a: 1, b: 2, rc: 3 } as const;
const isZero = (digits: string): boolean => /^0*$/.test(digits);
const isNumber = (part: string): boolean => /^\d+$/.test(part);

function read(text: string): Version {
  const trimmed = text.trim();
  const parts = parsePypi(trimmed);
  return parts ? { text: trimmed, key: encode(parts), flags: 0 } : unorderedVersion(trimmed);
}

/** A development release alone stands before every pre-release of its release; no local version before any. */
function encode({ epoch, release, pre, post, dev, local }: PypiParts): Uint8Array {
  const writer = keyWriter().num(epoch);
  for (const part of release) writer.byte(0x02).num(part);
  writer.byte(0x01);
  if (pre) writer.byte(0x01).byte(RANK[pre.phase]).num(pre.number);
  else writer.byte(post === undefined && dev !== undefined ? 0x00 : 0x02);
  if (post === undefined) writer.byte(0x00);
  else writer.byte(0x01).num(post);
  if (dev === undefined) writer.byte(0x02);
  else writer.byte(0x01).num(dev);
  for (const part of local) {
    if (isNumber(part)) writer.byte(0x02).num(part);
    else writer.byte(0x01).str(part);
  }
  return writer.byte(0x00).done();
}

/** PEP 440, "Summary of permitted suffixes and relative ordering". */
function compare(a: string, b: string): number | undefined {
  const left = parsePypi(a);
  const right = parsePypi(b);
  if (!left || !right) return a.trim() === b.trim() ? 0 : undefined;
  return (
    compareDigits(left.epoch, right.epoch) ||
    compareReleases(left.release, right.release) ||
    phaseOf(left) - phaseOf(right) ||
    compareDigits(left.pre?.number ?? '', right.pre?.number ?? '') ||
    compareOptional(left.post, right.post, -1) ||
    compareOptional(left.dev, right.dev, 1) ||
    compareLocals(left.local, right.local)
  );
}

function compareReleases(a: readonly string[], b: readonly string[]): number {
  for (let i = 0; i < Math.max(a.length, b.length); i += 1) {
    const difference = compareDigits(a[i] ?? '0', b[i] ?? '0');
    if (difference !== 0) return difference;
  }
  return 0;
}

const phaseOf = ({ pre, post, dev }: PypiParts): number =>
  pre ? RANK[pre.phase] : post === undefined && dev !== undefined ? 0 : 4;

/** @param absent where what is not written stands: -1 before all, 1 behind all. */
function compareOptional(a: string | undefined, b: string | undefined, absent: -1 | 1): number {
  if (a !== undefined && b !== undefined) return compareDigits(a, b);
  return a === b ? 0 : a === undefined ? absent : -absent;
}

function compareLocals(a: readonly string[], b: readonly string[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i += 1) {
    const [one = '', other = ''] = [a[i], b[i]];
    const kinds = Number(isNumber(one)) - Number(isNumber(other));
    const difference = kinds || (isNumber(one) ? compareDigits(one, other) : one < other ? -1 : one > other ? 1 : 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}
