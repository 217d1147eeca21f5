// Who is right where matchers differ: the evaluation of the OSV schema (section Evaluation), written for this bench and as plain as its
// pseudo-code. It goes through every entry of a record for every question; nothing of it is shared with lib/src/exposure. The order of
// npm, Go and crates.io versions is node-semver's and Debian's is deb-version-compare's; PyPI's is that of lib/src/version.
import { createRequire } from 'node:module';
import semver from 'semver';
import { pypi } from '../../lib/src/version/pypi.ts';
import type { OsvRecord } from './sets.ts';

const debCompare: (a: string, b: string) => number = createRequire(import.meta.url)('deb-version-compare');

export type Truth = 'affected' | 'not affected' | 'cannot be decided';

export interface Asked {
  /** OSV's spelling: npm, Go, PyPI, crates.io, Debian:12. */
  readonly ecosystem: string;
  readonly name: string;
  readonly version: string;
}

type Compare = (a: string, b: string) => number | undefined;

/** What a package URL asks about, or undefined where this bench has no advisories of its kind. */
export function askedOf(purl: string): Asked | undefined {
  const [, type, path, rest] = /^pkg:([a-z]+)\/([^@?#]+)(?:@(.*))?$/.exec(purl) ?? [];
  const version = decodeURIComponent(rest?.replace(/[?#].*$/s, '') ?? '');
  if (type === undefined || path === undefined || version === '') return undefined;
  const name = decodeURIComponent(path);
  if (type === 'npm') return { ecosystem: 'npm', name, version };
  if (type === 'golang') return { ecosystem: 'Go', name, version: version.replace(/^v/, '') };
  if (type === 'pypi') return { ecosystem: 'PyPI', name: foldPypi(name), version };
  if (type === 'cargo') return { ecosystem: 'crates.io', name, version };
  if (type === 'deb' && name.startsWith('debian/') && rest?.includes('distro=debian-12'))
    return { ecosystem: 'Debian:12', name: name.slice('debian/'.length), version };
  return undefined;
}

export const foldPypi = (name: string): string => name.toLowerCase().replace(/[-_.]+/g, '-');

/** The pseudo-code's IsVulnerable, of one record. */
export function truthOf(record: OsvRecord, asked: Asked): Truth {
  if (record.withdrawn !== undefined) return 'not affected';
  const compare = compareOf(asked.ecosystem);
  let doubt = false;
  for (const { package: pkg, versions = [], ranges = [] } of record.affected ?? []) {
    if (!pkg || pkg.ecosystem !== asked.ecosystem || !isSameName(pkg, asked)) continue;
    if (versions.some((listed) => listed.replace(/^v/, '') === asked.version)) return 'affected';
    for (const { type, events } of ranges) {
      if (type === 'GIT') continue;
      const found = inRange(events, asked.version, compare);
      if (found === true) return 'affected';
      if (found === undefined) doubt = true;
    }
  }
  return doubt ? 'cannot be decided' : 'not affected';
}

const isSameName = (pkg: { readonly ecosystem: string; readonly name: string }, { name }: Asked): boolean =>
  pkg.ecosystem === 'PyPI' ? foldPypi(pkg.name) === name : pkg.name === name;

/** True, false, or undefined where a version of the question or of the range has no place in the order. */
function inRange(
  events: readonly Readonly<Record<string, string>>[],
  version: string,
  compare: Compare,
): boolean | undefined {
  const timeline = events.flatMap((event) => Object.entries(event).map(([kind, at]) => ({ kind, at })));
  if (timeline.some(({ at }) => at !== '0' && at !== '*' && compare(version, at) === undefined)) return undefined;
  const order: Compare = (a, b) =>
    a === b ? 0 : a === '0' || b === '*' ? -1 : b === '0' || a === '*' ? 1 : compare(a, b);
  const limits = timeline.filter(({ kind }) => kind === 'limit');
  if (limits.length > 0 && !limits.some(({ at }) => (order(version, at) ?? 0) < 0)) return false;
  let vulnerable = false;
  for (const { kind, at } of timeline.toSorted((a, b) => order(a.at, b.at) ?? 0)) {
    if (kind === 'introduced' && (order(version, at) ?? 0) >= 0) vulnerable = true;
    if (kind === 'fixed' && (order(version, at) ?? 0) >= 0) vulnerable = false;
    if (kind === 'last_affected' && (order(version, at) ?? 0) > 0) vulnerable = false;
  }
  return vulnerable;
}

function compareOf(ecosystem: string): Compare {
  if (ecosystem === 'PyPI') return (a, b) => pypi.compare(a, b);
  if (ecosystem.startsWith('Debian')) return (a, b) => debCompare(a, b);
  return (a, b) => (semver.valid(a) && semver.valid(b) ? semver.compare(a, b) : undefined);
}
