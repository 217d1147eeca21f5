// The shapes that bench/*.ts and conformance/*.ts return, and the gap list.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './setup.mjs';

/** One number of a benchmark. `goal` is what the issue asks for, never softened; a figure for comparison has none. */
export type Figure = {
  readonly name: string;
  readonly value: number;
  /** 's', 'ms', 'MB', '1/s' … */
  readonly unit: string;
  /** For example '<= 10 s'. */
  readonly goal: string | null;
  /** null: no goal, or the figure could not be taken. */
  readonly met: boolean | null;
  /** What it is compared with, in the same run; an absent peer says how to get it. */
  readonly peer?: string;
};

export type BenchResult = { readonly bench: string; readonly figures: readonly Figure[] };

/** What a benchmark is given; its default export is `(given) => Promise<BenchResult>`. */
export type BenchGiven = {
  /** Only the JSON object may go to standard output then. */
  readonly json: boolean;
  /** --peers, --small: for the benchmarks that know them. */
  readonly options: ReadonlySet<string>;
  /** Progress, on standard error. */
  readonly log: (line: string) => void;
};

export type Gap = { readonly id: string; readonly reason: string };

/** total = passed + failed + skipped + gaps. The default export of a suite is `() => Promise<SuiteResult>`. */
export type SuiteResult = {
  readonly suite: string;
  readonly total: number;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** Known failures, each with its reason. */
  readonly gaps: readonly Gap[];
  /** Listed as gaps, but they pass or do not exist: the list must lose these lines. The run fails. */
  readonly closedGaps?: readonly string[];
  /** For a person: the first failures, in a line each. */
  readonly failures?: readonly string[];
  /** Why cases were skipped. */
  readonly skips?: readonly string[];
};

/** One case of an outside suite: passed, failed (why), or skipped (why). */
export type Case = { readonly id: string } & (
  | { readonly outcome: 'passed' }
  | { readonly outcome: 'failed' | 'skipped'; readonly why: string }
);

/** Holds the cases of a suite against its gap list, conformance/SUITE.gaps.txt. */
export function judge(suite: string, cases: readonly Case[], gaps: readonly Gap[] = readGaps(suite)): SuiteResult {
  const listed = new Map(gaps.map((gap) => [gap.id, gap]));
  const failed = cases.filter((one) => one.outcome === 'failed');
  const skipped = cases.filter((one) => one.outcome === 'skipped');
  const unexpected = failed.filter(({ id }) => !listed.has(id));
  const open = failed.flatMap(({ id }) => listed.get(id) ?? []);
  const notSeen = new Set([...failed, ...skipped].map(({ id }) => id));
  return {
    suite,
    total: cases.length,
    passed: cases.length - failed.length - skipped.length,
    failed: unexpected.length,
    skipped: skipped.length,
    gaps: open,
    closedGaps: cases.length === skipped.length ? [] : gaps.map(({ id }) => id).filter((id) => !notSeen.has(id)),
    failures: unexpected.map((one) => `${one.id}: ${one.outcome === 'failed' ? one.why : ''}`),
    skips: [...new Set(skipped.map((one) => (one.outcome === 'skipped' ? one.why : '')))],
  };
}

/** A gap list: one case a line, its id, then two spaces or more, then the reason. Lines with # are comments. */
export function readGaps(suite: string): Gap[] {
  const file = path.join(root, 'conformance', `${suite}.gaps.txt`);
  return existsSync(file) ? parseGaps(readFileSync(file, 'utf8')) : [];
}

export function parseGaps(text: string): Gap[] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('#'))
    .map((line) => {
      const [, id, reason] = /^(\S.*?)(?: {2,}|\t+)(\S.*)$/.exec(line.trimEnd()) ?? [];
      if (id === undefined || reason === undefined) throw new Error(`a gap without a reason: ${line}`);
      return { id, reason };
    });
}
