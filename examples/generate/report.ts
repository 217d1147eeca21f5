// Made-up findings in Leadtime's own report format (`leadtime.report/1`), one or many a file.
import { REPORT_SCHEMA, type Report, type ReportFinding } from '@leadtime/lib/advisory/report';
import { asanTrace, proofBytes } from './crash.ts';
import { type FictionalPackage, packageAt, plainPurl } from './packages.ts';
import { randomOf } from './random.ts';
import { encoded } from './sarif.ts';
import { pathOf, symbolOf } from './weaknesses.ts';

export type ReportDiscovery = NonNullable<ReportFinding['discovery']>;
export interface OwnAttachment {
  readonly role: 'proof' | 'patch' | 'trace' | 'other';
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}
export interface OwnFinding {
  readonly pkg: FictionalPackage;
  readonly version: string;
  readonly commit?: string;
  readonly title: string;
  readonly text: string;
  readonly rule?: string;
  readonly symbol: string;
  readonly path: string;
  readonly line: number;
  readonly cwe: string;
  readonly aliases?: readonly string[];
  readonly level: 'critical' | 'high' | 'medium' | 'low';
  readonly vector?: string;
  readonly trace?: string;
  readonly attachments: readonly OwnAttachment[];
  readonly finders: readonly string[];
}

/** The finding as a report of one. */
export function ownReport(finding: OwnFinding, discovery: ReportDiscovery): Report {
  const { pkg, version, commit, symbol, path, line } = finding;
  return {
    schema: REPORT_SCHEMA,
    defaults: { discovery, finders: [...finding.finders] },
    findings: [
      {
        title: finding.title,
        description: finding.text,
        ...(finding.rule !== undefined && { ruleId: finding.rule }),
        target: {
          purl: `${plainPurl(pkg)}@${encodeURIComponent(version)}`,
          repository: pkg.repository,
          version,
          ...(commit !== undefined && { commit }),
        },
        locations: [{ path, startLine: line, symbol }],
        weaknesses: [finding.cwe],
        ...(finding.aliases && { aliases: [...finding.aliases] }),
        ...(finding.trace !== undefined && { crash: { trace: finding.trace } }),
        severity: { level: finding.level, ...(finding.vector !== undefined && { vectors: [finding.vector] }) },
        attachments: finding.attachments.map(({ role, name, mediaType, bytes }) => ({
          role,
          name,
          mediaType,
          data: Buffer.from(bytes).toString('base64'),
        })),
      },
    ],
  };
}

/** Findings as NDJSON, one report a line: made-up crashes with their proofs, a few hundred bytes to some kilobytes each. */
export async function* reportNdjson(options: {
  readonly n: number;
  readonly seed?: string | number;
}): AsyncGenerator<Uint8Array> {
  yield* encoded(lines(options.n, options.seed ?? 'ndjson'));
}

const HARNESS: ReportDiscovery = {
  by: 'harness',
  harness: { name: 'exemplar-fuzz', version: '3' },
  promptRetention: 'none',
};

function* lines(n: number, seed: string | number): Generator<string> {
  for (let i = 0; i < n; i += 1) {
    const r = randomOf('ndjson', seed, i);
    const pkg = packageAt('Debian:12', r.skewed(200));
    const version = pkg.versions[pkg.versions.length - 1] ?? '0';
    const finding = crashFinding({ seed, pkg, version, site: r.skewed(60), occurrence: i });
    yield `${JSON.stringify(ownReport(finding, HARNESS))}\n`;
  }
}

/**
 * A crash at place number `site` of a package: the same place gives the same stack. Occurrences differ in addresses, and
 * every third has a proof that others of the place have too.
 */
export function crashFinding(facts: {
  readonly seed: string | number;
  readonly pkg: FictionalPackage;
  readonly version: string;
  readonly site: number;
  readonly occurrence: number;
  readonly finder?: string;
}): OwnFinding {
  const { pkg, site } = facts;
  const r = randomOf('crash-site', facts.seed, pkg.name, site);
  const kind = r.pick(CRASHES);
  const frames = [
    ...Array.from({ length: r.between(3, 7) }, () => ({
      symbol: symbolOf('c', r.pick),
      path: pathOf('c', r.pick),
      line: r.between(10, 900),
    })),
    { symbol: 'LLVMFuzzerTestOneInput', path: `fuzz/${pkg.name}_fuzzer.c`, line: 19 },
    { symbol: 'main', path: 'rt/FuzzerMain.cpp', line: 20 },
  ];
  const [top = { symbol: '?', path: '?', line: 1 }] = frames;
  const own = randomOf('crash', facts.seed, pkg.name, site, facts.occurrence);
  const proof = facts.occurrence % 3 === 0 ? `common-${facts.occurrence % 2}` : `own-${facts.occurrence}`;
  const label = `${pkg.name} ${site} ${proof}`;
  return {
    pkg,
    version: facts.version,
    title: `${kind.name} in ${top.symbol}`,
    text: `The fuzz target ${pkg.name}_fuzzer stops in ${top.symbol}. Found again in ${own.between(2, 400)} of 1,000 runs; the input is minimised.`,
    rule: kind.crash,
    symbol: top.symbol,
    path: top.path,
    line: top.line,
    cwe: kind.cwe,
    level: kind.level,
    trace: asanTrace(own, { kind: kind.crash, access: kind.access, frames, binary: `${pkg.name}_fuzzer` }),
    attachments: [
      {
        role: 'proof',
        name: `crash-${randomOf('name', label).hex(12)}`,
        mediaType: 'application/octet-stream',
        bytes: proofBytes(randomOf('proof', label), label),
      },
    ],
    finders: facts.finder === undefined ? [] : [facts.finder],
  };
}

const CRASHES = [
  { crash: 'heap-buffer-overflow', access: 'write', cwe: 'CWE-787', level: 'high', name: 'Write past a heap buffer' },
  { crash: 'heap-buffer-overflow', access: 'read', cwe: 'CWE-125', level: 'medium', name: 'Read past a heap buffer' },
  { crash: 'heap-buffer-overflow', access: 'read', cwe: 'CWE-125', level: 'medium', name: 'Read past a heap buffer' },
  { crash: 'stack-buffer-overflow', access: 'write', cwe: 'CWE-121', level: 'high', name: 'Write past a stack buffer' },
  { crash: 'heap-use-after-free', access: 'read', cwe: 'CWE-416', level: 'high', name: 'Use after free' },
  { crash: 'global-buffer-overflow', access: 'read', cwe: 'CWE-125', level: 'low', name: 'Read past a table' },
  { crash: 'SEGV', access: 'read', cwe: 'CWE-476', level: 'low', name: 'Read through a null pointer' },
  { crash: 'stack-overflow', access: 'write', cwe: 'CWE-674', level: 'low', name: 'Recursion without end' },
  { crash: 'double-free', access: 'write', cwe: 'CWE-415', level: 'medium', name: 'Freed twice' },
] as const;
