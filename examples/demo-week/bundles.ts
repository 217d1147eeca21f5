// Reports in our own format: the fuzzing service's crashes, a lab's proofs, three letters from a researcher, and the two dozen
// findings of the last evening.
import { asanTrace, proofBytes } from '../generate/crash.ts';
import { randomOf } from '../generate/random.ts';
import { crashFinding, type OwnFinding, ownReport, type ReportDiscovery } from '../generate/report.ts';
import { kindOf } from '../generate/weaknesses.ts';
import { BUGS } from './bugs.ts';
import { DEMO_PACKAGES } from './packages.ts';
import { EVENING } from './prepared.ts';
import { type BundleKey, type Sighting, sightingsIn } from './sightings.ts';
import type { FindRef } from './steps.ts';
import type { MadeReport, ReportEntry } from './sweeps.ts';

interface Bundle {
  readonly filename: string;
  readonly finder: string;
  /** Crashes beside the named ones. */
  readonly crashes: number;
}
export const BUNDLES: Readonly<Record<BundleKey, Bundle>> = {
  'lab-b-proofs': { filename: 'ashgrove-proofs.ndjson', finder: 'Ashgrove Research', crashes: 0 },
  'fuzz-1': { filename: 'pebblecrash-46.ndjson', finder: 'Pebblecrash', crashes: 117 },
  'fuzz-2': { filename: 'pebblecrash-47.ndjson', finder: 'Pebblecrash', crashes: 106 },
  'fuzz-3': { filename: 'pebblecrash-48.ndjson', finder: 'Pebblecrash', crashes: 73 },
  'human-1': { filename: 'gate-tokens.json', finder: 'Mirela Dunne', crashes: 0 },
  'human-2': { filename: 'quaycert-names.json', finder: 'Mirela Dunne', crashes: 0 },
  'human-3': { filename: 'sheet-formulas.json', finder: 'Mirela Dunne', crashes: 0 },
};

export function bundleReport(seed: string, key: BundleKey, discovery: ReportDiscovery): MadeReport {
  const bundle = BUNDLES[key];
  const named = sightingsIn(key).map((sighting) => ({
    ref: sighting.ref,
    finding: sightedFinding(sighting, bundle.finder),
  }));
  const crashes = Array.from({ length: bundle.crashes }, (_, i) => crash(seed, key, i, bundle.finder));
  return written(key, bundle.filename, { discovery, list: [...spread(named, crashes)] });
}

/** The prepared findings, as a lab's last report of the day. */
export function eveningReport(discovery: ReportDiscovery): MadeReport {
  const list = EVENING.map((one) => {
    const kind = kindOf(one.rule);
    const pkg = DEMO_PACKAGES[one.pkg];
    const finding: OwnFinding = {
      pkg,
      version: pkg.versions[pkg.versions.length - 1] ?? '0',
      title: one.title,
      text: one.text,
      rule: one.rule,
      symbol: one.symbol,
      path: one.path,
      line: one.line,
      cwe: kind.cwe,
      level: kind.level === 'error' ? 'high' : kind.level === 'warning' ? 'medium' : 'low',
      attachments: one.proof ? [proofOf(`evening ${one.name}`, `${one.name}.test`)] : [],
      finders: ['Ashgrove Research'],
    };
    return { ref: `evening:${one.name}` as const, finding };
  });
  return written('lab-b-evening', 'ashgrove-evening.ndjson', { discovery, list });
}

interface Named {
  readonly ref?: FindRef;
  readonly finding: OwnFinding;
}

function written(
  key: string,
  filename: string,
  { discovery, list }: { readonly discovery: ReportDiscovery; readonly list: readonly Named[] },
): MadeReport {
  const documents = list.map(({ finding }) => JSON.stringify(ownReport(finding, discovery)));
  const text = filename.endsWith('.json') ? `${documents[0]}\n` : documents.map((line) => `${line}\n`).join('');
  const entries = list.map(
    ({ ref, finding }, i): ReportEntry => ({
      ref: ref ?? `${key}:${i}`,
      title: finding.title,
      rule: finding.rule ?? '',
      level: finding.level,
      target: finding.pkg.name,
      named: ref !== undefined,
      again: false,
    }),
  );
  return { key, filename, bytes: new TextEncoder().encode(text), entries };
}

/** The named ones among the crashes: after every tenth. */
function* spread(named: readonly Named[], crashes: readonly Named[]): Generator<Named> {
  const left = [...named];
  for (const [i, one] of crashes.entries()) {
    yield one;
    const next = i % 10 === 9 ? left.shift() : undefined;
    if (next) yield next;
  }
  yield* left;
}

const FUZZED = [DEMO_PACKAGES.brinepump, DEMO_PACKAGES.lanternfs, DEMO_PACKAGES.quaycert] as const;

function crash(seed: string, key: BundleKey, i: number, finder: string): Named {
  const r = randomOf('bundle', seed, key, i);
  const pkg = r.pick(FUZZED);
  const version = pkg.versions[1] ?? '0';
  return { finding: crashFinding({ seed, pkg, version, site: r.skewed(45), occurrence: r.below(12), finder }) };
}

function sightedFinding(sighting: Sighting, finder: string): OwnFinding {
  const bug = BUGS[sighting.bug];
  const kind = kindOf(bug.rule);
  const r = randomOf('own-sighting', sighting.ref);
  const symbol = sighting.symbol ?? bug.symbol;
  const line = sighting.line ?? bug.line;
  const callers =
    bug.crash?.callers.map((caller) => ({ symbol: caller, path: bug.path, line: r.between(10, 400) })) ?? [];
  return {
    pkg: DEMO_PACKAGES[bug.pkg],
    version: bug.version,
    title: sighting.title ?? bug.title,
    text: sighting.text ?? bug.text,
    rule: bug.rule,
    symbol,
    path: bug.path,
    line,
    cwe: kind.cwe,
    ...(bug.cve !== undefined && !sighting.withoutCve && { aliases: [bug.cve] }),
    level: kind.level === 'error' ? 'high' : kind.level === 'warning' ? 'medium' : 'low',
    vector: bug.vector,
    ...(bug.crash && {
      trace: asanTrace(r, {
        kind: bug.crash.kind,
        access: bug.crash.access,
        frames: [{ symbol, path: bug.path, line }, ...callers],
        binary: `${bug.pkg}_fuzzer`,
      }),
    }),
    attachments: sighting.proof === undefined ? [] : [proofOf(`${bug.pkg} ${sighting.proof}`, `${sighting.proof}.bin`)],
    finders: [finder],
  };
}

/** The same label gives the same bytes, whoever sends them. */
function proofOf(label: string, name: string): OwnFinding['attachments'][number] {
  return {
    role: 'proof',
    name,
    mediaType: 'application/octet-stream',
    bytes: proofBytes(randomOf('proof', label), label),
  };
}
