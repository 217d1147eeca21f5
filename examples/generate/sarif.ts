// Made-up scanner output as SARIF 2.1.0 (OASIS, Errata 01): about 1 KB a result, streamed, so that half a million fit no memory.
import { plainPurl, purlOf } from './packages.ts';
import { randomOf } from './random.ts';
import { briefly, type SarifResult, type ScanTarget, scanResult, targetAt } from './scan-result.ts';
import { WEAKNESS_KINDS, type WeaknessKind } from './weaknesses.ts';

export interface ScanTool {
  readonly name: string;
  readonly version: string;
}
export interface Scan {
  readonly target: ScanTarget;
  readonly results: Iterable<SarifResult>;
  /** Rules that the results name beside those of WEAKNESS_KINDS. */
  readonly rules?: readonly WeaknessKind[];
}
const CHUNK = 64 * 1024;

/**
 * A SARIF file of `results` results over `projects` projects, several runs of each. About one result in twenty of a later
 * run was in an earlier run of the same project: same fingerprints, moved by some lines.
 */
export async function* sarifBytes(options: {
  readonly results: number;
  readonly seed: string | number;
  readonly projects?: number;
  readonly tool?: ScanTool;
  /** `brief` leaves out snippets, flows and properties: about 350 bytes a result, so that half a million fit in 200 MB. */
  readonly detail?: 'full' | 'brief';
}): AsyncGenerator<Uint8Array> {
  const tool = options.tool ?? { name: 'Exemplar Sweep', version: '3.1.0' };
  yield* encoded(sarifText(tool, manyScans(options)));
}

/** The same text in pieces: header, each result, end. One `run` per scan. */
export function* sarifText(tool: ScanTool, scans: Iterable<Scan>): Generator<string> {
  yield '{"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","runs":[';
  let first = true;
  for (const scan of scans) {
    yield `${first ? '' : ','}\n${runHead(tool, scan)}`;
    first = false;
    let separator = '';
    for (const result of scan.results) {
      yield `${separator}\n${JSON.stringify(result)}`;
      separator = ',';
    }
    yield ']}';
  }
  yield '\n]}\n';
}

/** Text as UTF-8 in pieces of about 64 KB. */
export function* encoded(text: Iterable<string>): Generator<Uint8Array> {
  const encoder = new TextEncoder();
  let held = '';
  for (const piece of text) {
    held += piece;
    if (held.length >= CHUNK) {
      yield encoder.encode(held);
      held = '';
    }
  }
  if (held !== '') yield encoder.encode(held);
}

function* manyScans(options: {
  readonly results: number;
  readonly seed: string | number;
  readonly projects?: number;
  readonly detail?: 'full' | 'brief';
}): Generator<Scan> {
  const projects = options.projects ?? 12;
  const runs = Math.max(projects * 2, Math.min(400, Math.ceil(options.results / 2_500)));
  let left = options.results;
  for (let run = 0; run < runs; run += 1) {
    const count = Math.ceil(left / (runs - run));
    left -= count;
    const project = run % projects;
    const target = targetAt(options.seed, project % 3 === 0 ? 'Debian:12' : 'npm', project);
    const results = runResults(options.seed, target, { run: Math.floor(run / projects), count });
    yield { target, results: options.detail === 'brief' ? results.map(briefly) : results };
  }
}

/** Run 0 of a project has results of its own; later ones repeat about one in twenty of those before. */
function* runResults(
  seed: string | number,
  target: ScanTarget,
  at: { readonly run: number; readonly count: number },
): Generator<SarifResult> {
  const r = randomOf('run', seed, target.pkg.name, at.run);
  const before = at.run * 1_000_000;
  for (let i = 0; i < at.count; i += 1) {
    const again = at.run > 0 && r.chance(5);
    yield again
      ? scanResult(seed, target, (at.run - 1) * 1_000_000 + r.below(at.count), r.between(-9, 40))
      : scanResult(seed, target, before + i);
  }
}

function runHead(tool: ScanTool, { target, rules: others = [] }: Scan): string {
  const rules = [...WEAKNESS_KINDS, ...others].map((kind) => ({
    id: kind.rule,
    name: kind.name.replaceAll(/\W+(\w)/g, (_, c: string) => c.toUpperCase()),
    shortDescription: { text: kind.name },
    defaultConfiguration: { level: kind.level },
    properties: { tags: ['security', `external/cwe/${kind.cwe.toLowerCase()}`], 'security-severity': kind.score },
  }));
  const head = {
    tool: {
      driver: {
        name: tool.name,
        semanticVersion: tool.version,
        informationUri: 'https://tools.example.com/sweep',
        rules,
      },
    },
    automationDetails: { id: `${tool.name}/${target.pkg.name}/${target.commit.slice(0, 12)}` },
    versionControlProvenance: [{ repositoryUri: target.pkg.repository, revisionId: target.commit, branch: 'main' }],
    originalUriBaseIds: { '%SRCROOT%': { description: { text: 'The root of the checked-out source.' } } },
    columnKind: 'utf16CodeUnits',
    properties: {
      target:
        target.pkg.ecosystem === 'npm'
          ? purlOf(target.pkg, target.version)
          : `${plainPurl(target.pkg)}@${encodeURIComponent(target.version)}`,
    },
  };
  return `${JSON.stringify(head).slice(0, -1)},"results":[`;
}
