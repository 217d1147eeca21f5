// Reads what one container of a CVE record says of products: the CNA's, and each ADP's, every one with its own author.
import { type ProblemList, pointer } from '../../kit/index.ts';
import type { Affected, AffectedRange, Unaffected } from '../advisory-model.ts';
import { type FieldReader, type Fields, fieldReader } from '../fields.ts';
import { readApplicability } from './applicability.ts';
import { namesOf } from './names.ts';
import { resolve, type Versions } from './resolve.ts';
import { type CveStatus, defaultStatus, readVersions } from './segments.ts';

export interface ContainerEntries {
  readonly affected: Affected[];
  readonly unaffected: Unaffected[];
  readonly undecided: Affected[];
}

const MAX_AFFECTED = 20_000;

export function readContainer(
  container: Fields,
  path: string,
  author: string,
  problems: ProblemList,
): ContainerEntries {
  const read = fieldReader(problems);
  const found: ContainerEntries = { affected: [], unaffected: [], undecided: [] };
  for (const [i, value] of read.list(container, 'affected', path, MAX_AFFECTED).entries()) {
    const at = `${path}/affected/${i}`;
    const entry = read.object(value, at);
    if (entry) readEntry(entry, at, { read, problems, author, found });
  }
  const applicable = readApplicability(container, path, author, problems);
  found.affected.push(...applicable.affected);
  found.unaffected.push(...applicable.unaffected);
  return { ...found, affected: withCommits(found.affected) };
}

interface Given {
  readonly read: FieldReader;
  readonly problems: ProblemList;
  readonly author: string;
  readonly found: ContainerEntries;
}

const UNREAD: AffectedRange = { type: 'ECOSYSTEM', events: [] };

function readEntry(entry: Fields, path: string, { read, problems, author, found }: Given): void {
  const names = namesOf(entry, path, read, problems);
  const { segments, commits, unread } = readVersions(entry, path, read);
  const byDefault = defaultStatus(entry);
  const base = { ...contextOf(entry, path, read), author };
  const repo = read.text(entry, 'repo', path, { max: 2_000 });
  const gitRanges = commits.map(({ from, below, last }): AffectedRange => {
    const end = below !== undefined ? [{ fixed: below }] : last !== undefined ? [{ lastAffected: last }] : [];
    return { type: 'GIT', ...(repo === undefined ? {} : { repo }), events: [{ introduced: from }, ...end] };
  });
  const unreadOf = (status: CveStatus): string[] =>
    unread.filter((one) => one.status === status).map(({ text }) => text);
  const silent = segments.length + commits.length + unread.length === 0;
  for (const name of names) {
    const said = resolve(segments, silent || commits.length === 0 ? byDefault : 'unknown', name.ecosystem);
    const doubtful = unreadOf('affected');
    const affected: Affected = {
      ...name,
      ranges: [...said.affected.ranges, ...gitRanges, ...(doubtful.length > 0 ? [UNREAD] : [])],
      versions: said.affected.versions,
      ...base,
      ...(doubtful.length > 0 ? { unread: doubtful } : {}),
    };
    if (!isEmpty(affected)) found.affected.push(affected);
    // With words about affected versions that cannot be read, what is said to be unaffected may be among them.
    if (doubtful.length === 0 && !isEmpty(said.unaffected))
      found.unaffected.push({ ...name, ...said.unaffected, ...base, because: 'not_affected' });
    if (silent && byDefault === 'unaffected')
      found.unaffected.push({ ...name, ...ALL, ...base, because: 'not_affected' });
    const unknown = unreadOf('unknown');
    if (!isEmpty(said.unknown) || unknown.length > 0 || (silent && byDefault === 'unknown'))
      found.undecided.push({ ...name, ...said.unknown, ...base, ...(unknown.length > 0 ? { unread: unknown } : {}) });
  }
}

const ALL: Versions = { ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }] }], versions: [] };
const isEmpty = ({ ranges, versions }: Versions): boolean => ranges.length + versions.length === 0;

/** What limits the statement, and the CPE names beside it. */
function contextOf(entry: Fields, path: string, read: FieldReader): Pick<Affected, 'cpes' | 'limitedTo'> {
  const texts = (key: string): readonly string[] => read.texts(entry, key, path, { most: 5_000, max: 4_096 });
  const routines = read.list(entry, 'programRoutines', path, 5_000).flatMap((value, i) => {
    const at = pointer(path, 'programRoutines', i);
    const routine = read.object(value, at);
    return (routine && read.text(routine, 'name', at, { required: true, max: 4_096 })) ?? [];
  });
  const limitedTo = [
    ...texts('platforms').map((text) => `platform: ${text}`),
    ...texts('modules').map((text) => `module: ${text}`),
    ...texts('programFiles').map((text) => `file: ${text}`),
    ...routines.map((text) => `routine: ${text}`),
  ];
  const cpes = texts('cpes');
  return { ...(cpes.length > 0 ? { cpes } : {}), ...(limitedTo.length > 0 ? { limitedTo } : {}) };
}

/** Linux has one entry with commits and one with versions for the same product: the commits go to the versions, or no version could be told. */
function withCommits(entries: readonly Affected[]): Affected[] {
  const key = ({ ecosystem, vendor, name }: Affected): string => JSON.stringify([ecosystem, vendor, name]);
  const onlyCommits = ({ ranges, versions }: Affected): boolean =>
    versions.length === 0 && ranges.length > 0 && ranges.every(({ type }) => type === 'GIT');
  const withVersions = new Set(entries.filter((one) => !onlyCommits(one)).map(key));
  const waiting = new Map<string, AffectedRange[]>();
  const kept: Affected[] = [];
  for (const entry of entries) {
    const name = key(entry);
    if (!onlyCommits(entry) || !withVersions.has(name)) kept.push(entry);
    else waiting.set(name, [...(waiting.get(name) ?? []), ...entry.ranges]);
  }
  return kept.map((entry) => {
    const commits = waiting.get(key(entry));
    if (!commits) return entry;
    waiting.delete(key(entry));
    return { ...entry, ranges: [...entry.ranges, ...commits] };
  });
}
