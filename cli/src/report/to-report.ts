// A finding of another format as a Leadtime report of its own (schema leadtime.report/1), within its limits. What had to be cut or
// left out is named.
import type { FindingClaim } from '@leadtime/lib/advisory';
import { REPORT_SCHEMA, reportSchema } from '@leadtime/lib/advisory';

export interface Converted {
  /** A document that the schema accepts; undefined where none could be made. */
  readonly report: Readonly<Record<string, unknown>> | undefined;
  /** What was cut or left out, in words. */
  readonly left: readonly string[];
}

export function reportOf(claim: FindingClaim): Converted {
  const { purl, repository, name } = claim.target;
  if (!purl && !repository && !name)
    return { report: undefined, left: ['all of it: it does not say what was examined; give --target'] };
  const left: string[] = [];
  const finding = compact({
    title: line(claim.title, 200, 'title', left) || 'untitled',
    description: prose(claim.description, 64 * 1024, 'description', left),
    ruleId: line(claim.ruleId, 256, 'ruleId', left),
    target: target(claim, left),
    locations: most(claim.locations, 64, 'locations', left).map((at) =>
      compact({
        path: at.path,
        startLine: at.startLine,
        endLine: at.endLine,
        symbol: line(at.symbol, 512, 'symbol', left),
        snippet: prose(at.snippet, 4_096, 'snippet', left),
      }),
    ),
    weaknesses: most(claim.weaknesses, 16, 'weaknesses', left),
    aliases: most(claim.aliases, 16, 'aliases', left),
    fingerprints: most(claim.fingerprints, 16, 'fingerprints', left),
    crash: claim.crash && compact({ ...claim.crash, frames: claim.crash.frames.map((frame) => compact({ ...frame })) }),
    severity: compact({
      level: claim.severity.level,
      vectors: most(claim.severity.vectors, 8, 'severity.vectors', left),
    }),
    discovery: discovery(claim),
    finders: most(claim.finders, 32, 'finders', left),
    affectedVersions: line(claim.affectedVersions, 1_024, 'affectedVersions', left),
    references: most(claim.references ?? [], 16, 'references', left),
  });
  if (claim.reported !== undefined) left.push('what the tool said beside the claim (rank, baseline, code flows)');
  return withoutRefused({ schema: REPORT_SCHEMA, findings: [finding] }, finding, left);
}

/** Fields that the schema does not take are left out one after the other, each named. */
function withoutRefused(
  report: Readonly<Record<string, unknown>>,
  finding: Record<string, unknown>,
  left: string[],
): Converted {
  for (;;) {
    const checked = reportSchema.safeParse(report);
    if (checked.success) return { report, left };
    const field = checked.error.issues
      .map((issue) => issue.path[2])
      .find((name) => typeof name === 'string' && name in finding);
    if (field === undefined || field === 'title')
      return { report: undefined, left: [...left, 'all of it: no report can be made of it'] };
    delete finding[String(field)];
    left.push(`${String(field)}: not in a form that a Leadtime report takes`);
  }
}

function target({ target: claim }: FindingClaim, left: string[]): Record<string, unknown> {
  return compact({
    ...claim,
    name: line(claim.name, 256, 'target.name', left),
    version: line(claim.version, 128, 'target.version', left),
  });
}

function discovery({ discovery: claim }: FindingClaim): Record<string, unknown> {
  const { by, promptRetention, ...rest } = claim;
  return compact({
    ...rest,
    by: by === 'unknown' ? undefined : by,
    promptRetention: promptRetention === 'unknown' ? undefined : promptRetention,
  });
}

/** One line without control characters. */
function line(text: string | undefined, max: number, field: string, left: string[]): string | undefined {
  return cut(text?.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim(), max, field, left);
}

/** Tabs and line breaks stay. */
function prose(text: string | undefined, max: number, field: string, left: string[]): string | undefined {
  return cut(text?.replace(/\r\n?/g, '\n').replace(/[^\P{Cc}\n\t]+/gu, ' '), max, field, left);
}

function cut(text: string | undefined, max: number, field: string, left: string[]): string | undefined {
  if (text === undefined || text.length <= max) return text;
  left.push(`${field}: ${text.length - max} characters over ${max}`);
  return `${text.slice(0, max - 1).toWellFormed()}…`;
}

function most<T>(list: readonly T[], max: number, field: string, left: string[]): readonly T[] {
  if (list.length > max) left.push(`${field}: ${list.length - max} over ${max}`);
  return list.slice(0, max);
}

/** Without undefined, '' and empty lists and objects. */
function compact(record: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(record).filter(
      ([, value]) =>
        value !== undefined &&
        value !== '' &&
        !(typeof value === 'object' && value !== null && Object.keys(value).length === 0),
    ),
  );
}
