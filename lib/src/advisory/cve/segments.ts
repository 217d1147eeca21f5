// One product's `versions` in a CVE record (CVE JSON 5, "versioning"): stretches of versions with a status each. Which status a version
// has is decided by the first stretch that holds it, else by the default; a stretch may change its status on the way.
import { type FieldReader, type Fields, own } from '../fields.ts';
import { readRangeText } from '../range-text/index.ts';

export type CveStatus = 'affected' | 'unaffected' | 'unknown';
export const CVE_STATUSES = ['affected', 'unaffected', 'unknown'] as const;

/** Versions from `from` (absent: the first) to `below` or `last` (absent: no end). A single version has `from` and `last` equal. */
export interface Segment {
  readonly status: CveStatus;
  readonly from?: string;
  readonly below?: string;
  readonly last?: string;
  /** From which versions on the status is another; in order. */
  readonly changes: readonly { readonly at: string; readonly status: CveStatus }[];
  /** Versions that a sentence leaves out. */
  readonly except?: readonly string[];
}

export interface ReadVersions {
  readonly segments: readonly Segment[];
  /** Ranges of commits that are affected. */
  readonly commits: readonly { readonly from: string; readonly below?: string; readonly last?: string }[];
  /** What is said of versions with this status and cannot be read. */
  readonly unread: readonly { readonly status: CveStatus; readonly text: string }[];
}

const MAX_VERSIONS = 20_000;

export function readVersions(entry: Fields, path: string, read: FieldReader): ReadVersions {
  const segments: Segment[] = [];
  const commits: { from: string; below?: string; last?: string }[] = [];
  const unread: { status: CveStatus; text: string }[] = [];
  for (const [i, value] of read.list(entry, 'versions', path, MAX_VERSIONS).entries()) {
    const at = `${path}/versions/${i}`;
    const one = read.object(value, at);
    if (!one) continue;
    const status = read.choice(one, 'status', at, CVE_STATUSES, true);
    const version = read.text(one, 'version', at, { required: true, max: 2_000, lines: true }) ?? '';
    const type = read.text(one, 'versionType', at, { max: 200 }) ?? '';
    const below = read.text(one, 'lessThan', at, { max: 2_000, lines: true });
    const last = read.text(one, 'lessThanOrEqual', at, { max: 2_000, lines: true });
    if (status === undefined) continue;
    if (COMMITS.has(type)) {
      if (status === 'affected') commits.push({ from: version, ...upper(below, last) });
      continue;
    }
    const changes = readChanges(one, at, read);
    const found = segmentsOf({ status, version, below, last, changes });
    if (found) segments.push(...found);
    else unread.push({ status, text: [version, below, last].filter((text) => text !== undefined).join(' … ') });
  }
  return { segments, commits, unread };
}

/** Linux names commits so as well. */
const COMMITS: ReadonlySet<string> = new Set(['git', 'original_commit_for_fix']);

function readChanges(one: Fields, path: string, read: FieldReader): Segment['changes'] {
  return read.list(one, 'changes', path, 1_000).flatMap((value, i) => {
    const at = `${path}/changes/${i}`;
    const change = read.object(value, at);
    const version = change && read.text(change, 'at', at, { required: true, max: 500 });
    const status = change && read.choice(change, 'status', at, CVE_STATUSES, true);
    return version === undefined || status === undefined ? [] : [{ at: version, status }];
  });
}

interface Written {
  readonly status: CveStatus;
  readonly version: string;
  readonly below: string | undefined;
  readonly last: string | undefined;
  readonly changes: Segment['changes'];
}

/** undefined where the texts cannot be read. */
function segmentsOf({ status, version, below, last, changes }: Written): readonly Segment[] | undefined {
  if (below === undefined && last === undefined) return saidSegments(status, version, changes);
  const from = startOf(version);
  const end = endOf(below, last);
  if (from === undefined || end === undefined) return undefined;
  return [{ status, ...(from === '0' ? {} : { from }), ...end, changes }];
}

/** A version on its own: mostly one version, but many write a whole sentence there. */
function saidSegments(status: CveStatus, text: string, changes: Segment['changes']): readonly Segment[] | undefined {
  const read = readRangeText(text);
  if (read.kind === 'unread') return undefined;
  if (read.kind === 'version') return [{ status, from: read.version, last: read.version, changes }];
  const points = read.versions.map((version): Segment => ({ status, from: version, last: version, changes: [] }));
  const stretches = read.ranges.map((events): Segment => {
    let segment: Segment = { status, changes, ...(read.except.length > 0 ? { except: read.except } : {}) };
    for (const event of events) {
      if ('introduced' in event) segment = event.introduced === '0' ? segment : { ...segment, from: event.introduced };
      else if ('fixed' in event) segment = { ...segment, below: event.fixed };
      else if ('lastAffected' in event) segment = { ...segment, last: event.lastAffected };
    }
    return segment;
  });
  return [...points, ...stretches];
}

/** Where a stretch begins; '0' is before every version, and so is no word on it (records converted from CVE 4 have "unspecified"). */
function startOf(text: string): string | undefined {
  if (text === '0' || text === '*') return '0';
  const read = readRangeText(text);
  if (read.kind === 'version') return read.version;
  if (read.kind === 'unread') return read.why === 'no-version' ? '0' : undefined;
  const [events] = read.ranges;
  const whole = events?.length === 1 && events[0] !== undefined && 'introduced' in events[0];
  return whole && events[0] && 'introduced' in events[0] && read.except.length === 0 ? events[0].introduced : undefined;
}

function endOf(below: string | undefined, last: string | undefined): { below?: string; last?: string } | undefined {
  const text = below ?? last ?? '';
  if (below !== undefined && last !== undefined && below !== last) return undefined;
  if (text === '*') return {};
  const read = readRangeText(text);
  if (read.kind === 'version') return below === undefined ? { last: read.version } : { below: read.version };
  if (read.kind === 'unread' || read.versions.length > 0 || read.except.length > 0 || read.ranges.length !== 1)
    return undefined;
  const [start, end] = read.ranges[0] ?? [];
  if (!start || !('introduced' in start) || !end) return undefined;
  // 5.4.* as the last affected: all of 5.4, which ends before 5.5.
  if (below === undefined && /\.[x*]$/i.test(text) && 'fixed' in end) return { below: end.fixed };
  if (start.introduced !== '0') return undefined;
  if (below === undefined && 'lastAffected' in end) return { last: end.lastAffected }; // "<= 5.4" where "5.4" was asked for
  return below !== undefined && 'fixed' in end ? { below: end.fixed } : undefined;
}

const upper = (below: string | undefined, last: string | undefined): { below?: string; last?: string } =>
  below !== undefined && below !== '*' ? { below } : last !== undefined && last !== '*' ? { last } : {};

/** Only own keys count, so a record cannot say its default by a prototype. */
export const defaultStatus = (entry: Fields): CveStatus => {
  const written = own(entry, 'defaultStatus');
  return CVE_STATUSES.find((status) => status === written) ?? 'unknown';
};
