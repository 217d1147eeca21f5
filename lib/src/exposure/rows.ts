// Claims and components as rows of tables, so that PostgreSQL (or any store that compares bytes) finds what may match by index:
//
//   advisory_interval(package text, lo bytea, hi bytea, flags int, advisory, revision, position, opens text, closes text, closes_kind text)
//   component_key(package text, version_key bytea null, flags int, component)          btree (package, version_key)
//
// Who is reached by a new advisory (for each of its rows i):
//   package = i.package and version_key >= i.lo and version_key < i.hi                 one index range
//   union  package = i.package and (version_key is null or flags & 59 <> 0)            few rows: partial index on that condition
//   and, where i.flags & 403 <> 0, or i.flags & component.flags & 4 <> 0: all rows with package = i.package
// Those are candidates; `match` on the claim (claimFromRows) gives the verdict and its evidence. Any other row is not affected.

import type { Digest } from '../kit/index.ts';
import { keyFromHex, keyHex } from '../version/key.ts';
import { packageKey } from '../version/package-name.ts';
import { VERSION_FLAG } from '../version/scheme.ts';
import type { Identifiable } from './identify.ts';
import { identify } from './identify.ts';
import { type Claim, type CompiledAdvisory, type EndKind, INTERVAL_FLAG, type Interval, type Via } from './model.ts';

/** Component flags that take a row out of the index range. */
export const VERSION_JUDGE_MASK =
  VERSION_FLAG.malformed | VERSION_FLAG.unordered | VERSION_FLAG.partial | VERSION_FLAG.ambiguous | VERSION_FLAG.pseudo;
/** Interval flags that make every component of the package a candidate. */
export const INTERVAL_JUDGE_MASK =
  INTERVAL_FLAG.malformed |
  INTERVAL_FLAG.unreadable |
  INTERVAL_FLAG.ambiguous |
  INTERVAL_FLAG.releaseUnknown |
  INTERVAL_FLAG.releaseNotStated;
/** Set on both sides: an epoch may have been dropped. */
export const EPOCH_MASK = INTERVAL_FLAG.epoch;

export const mustJudgeVersion = (flags: number): boolean => (flags & VERSION_JUDGE_MASK) !== 0;
export const mustJudgeInterval = (flags: number): boolean => (flags & INTERVAL_JUDGE_MASK) !== 0;

export interface IntervalRow {
  readonly advisory: string;
  readonly revision: string;
  readonly informational: boolean;
  readonly package: string;
  /** Of the interval in its claim, from 0. */
  readonly position: number;
  readonly lo: Uint8Array;
  readonly hi: Uint8Array;
  readonly flags: number;
  readonly opens: string;
  readonly closes: string | null;
  readonly closesKind: EndKind | null;
}

export interface ComponentKeyRow {
  readonly package: string;
  readonly via: Via;
  /** null: no version stated. */
  readonly versionKey: Uint8Array | null;
  readonly versionText: string | null;
  readonly flags: number;
}

export const toRows = (compiled: CompiledAdvisory): readonly IntervalRow[] => compiled.claims.flatMap(claimRows);

function claimRows(claim: Claim): readonly IntervalRow[] {
  const { advisory, revision, informational } = claim;
  return claim.intervals.map(({ lo, hi, flags, from, to }, position) => ({
    advisory,
    revision,
    informational,
    package: packageKey(claim),
    position,
    lo,
    hi,
    flags,
    opens: from,
    closes: to?.version ?? null,
    closesKind: to?.kind ?? null,
  }));
}

/** The claim whose rows these are: all of one advisory and package. Throws on none: that is a bug of the caller. */
export function claimFromRows(rows: readonly IntervalRow[]): Claim {
  const [first] = rows;
  if (!first) throw new RangeError('a claim has at least one row');
  const slash = first.package.indexOf('/');
  return {
    advisory: first.advisory,
    revision: first.revision as Digest, // written by toRows from a Digest
    informational: first.informational,
    namespace: first.package.slice(0, slash),
    name: first.package.slice(slash + 1),
    intervals: [...rows].sort((a, b) => a.position - b.position).map(intervalOf),
  };
}

const intervalOf = ({ lo, hi, flags, opens, closes, closesKind }: IntervalRow): Interval => ({
  lo,
  hi,
  flags,
  from: opens,
  ...(closes === null || closesKind === null ? {} : { to: { kind: closesKind, version: closes } }),
});

/** The rows of a component: one per package that it may be. Empty when it cannot be matched. */
export const componentRows = (component: Identifiable): readonly ComponentKeyRow[] =>
  identify(component).keys.map(({ package: name, via, version }) => ({
    package: name,
    via,
    versionKey: version?.key ?? null,
    versionText: version?.text ?? null,
    flags: version?.flags ?? 0,
  }));

/** Whether a row of a component must be judged against a row of an advisory: what the SQL above says, for those who test it. */
export const isCandidate = (
  component: ComponentKeyRow,
  interval: IntervalRow,
  compare: (a: Uint8Array, b: Uint8Array) => number,
): boolean =>
  component.package === interval.package &&
  (component.versionKey === null ||
    mustJudgeVersion(component.flags) ||
    mustJudgeInterval(interval.flags) ||
    (component.flags & interval.flags & EPOCH_MASK) !== 0 ||
    (compare(component.versionKey, interval.lo) >= 0 && compare(component.versionKey, interval.hi) < 0));

/** Interval rows as JSON values, keys in hex: for a file that a machine elsewhere matches with. */
export const rowToJson = (row: IntervalRow): Record<string, unknown> => ({
  ...row,
  lo: keyHex(row.lo),
  hi: keyHex(row.hi),
});
export const rowFromJson = (
  row: Omit<IntervalRow, 'lo' | 'hi'> & { readonly lo: string; readonly hi: string },
): IntervalRow => ({
  ...row,
  lo: keyFromHex(row.lo),
  hi: keyFromHex(row.hi),
});
