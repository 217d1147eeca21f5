// The sweeps of the two labs: five SARIF files of some six hundred results, most of them a scanner's daily bread, with the
// week's bugs and the nasty texts at known places.

import { packageAt, plainPurl } from '../generate/packages.ts';
import { randomOf } from '../generate/random.ts';
import { encoded, type ScanTool, sarifText } from '../generate/sarif.ts';
import { resultOf, type SarifResult, type ScanTarget, scanResult } from '../generate/scan-result.ts';
import { kindOf, type WeaknessKind } from '../generate/weaknesses.ts';
import { BUGS } from './bugs.ts';
import { NASTIES, type Nasty } from './nasty.ts';
import { DEMO_PACKAGES, type PackageName } from './packages.ts';
import { type Sighting, type SweepKey, sightingsIn } from './sightings.ts';
import type { FindRef, ReportKey } from './steps.ts';

export interface MadeReport {
  readonly key: ReportKey;
  readonly filename: string;
  readonly bytes: Uint8Array;
  /** The package URL to give with the submission, where the file is of one package. */
  readonly target?: string;
  readonly entries: readonly ReportEntry[];
}
/** A finding of a report; its place in the list is its ordinal. */
export interface ReportEntry {
  /** Its name in the week, or report and ordinal. */
  readonly ref: FindRef;
  readonly title: string;
  readonly rule: string;
  readonly level: string;
  /** Package that was examined, as OSV spells it. */
  readonly target: string;
  /** One of the week's bugs or nasty texts, not daily bread. */
  readonly named: boolean;
  /** The same fingerprints stood in an earlier report of the same lab. */
  readonly again: boolean;
}

interface Sweep {
  readonly lab: 'lab-a' | 'lab-b';
  readonly number: number;
  readonly results: number;
  /** The packages that the week is about, or others that nobody here maintains. */
  readonly of: 'named' | 'others';
  readonly nasty?: true;
}
export const SWEEPS: Readonly<Record<SweepKey, Sweep>> = {
  'lab-a-sweep-1': { lab: 'lab-a', number: 1, results: 640, of: 'named' },
  'lab-a-sweep-2': { lab: 'lab-a', number: 2, results: 610, of: 'named' },
  'lab-a-sweep-3': { lab: 'lab-a', number: 3, results: 560, of: 'others' },
  'lab-b-sweep-1': { lab: 'lab-b', number: 1, results: 620, of: 'named' },
  'lab-b-sweep-2': { lab: 'lab-b', number: 2, results: 590, of: 'named', nasty: true },
};
const TOOLS: Readonly<Record<Sweep['lab'], ScanTool>> = {
  'lab-a': { name: 'Brightfen Sweep', version: '4.2.0' },
  'lab-b': { name: 'Ashgrove Lens', version: '0.9.3' },
};
const NAMED = Object.keys(DEMO_PACKAGES) as PackageName[]; // keys of a literal object

/** A sweep as SARIF: a file for each package, with its package URL beside it; what nobody here maintains in one file. */
export function sweepReports(seed: string, sweepKey: SweepKey): readonly MadeReport[] {
  const sweep = SWEEPS[sweepKey];
  const runs = runsOf(seed, sweepKey, sweep);
  if (sweep.of === 'others') return [reportOf(sweep, sweepKey, `${sweepKey}.sarif`, runs)];
  return runs.map((run, i) => {
    const name = NAMED[i] ?? String(i);
    const report = reportOf(sweep, `${sweepKey}/${name}`, `${sweepKey}-${name}.sarif`, [run]);
    return { ...report, target: `${plainPurl(run.target.pkg)}@${encodeURIComponent(run.target.version)}` };
  });
}

function reportOf(sweep: Sweep, key: ReportKey, filename: string, runs: readonly PlacedRun[]): MadeReport {
  const entries: ReportEntry[] = [];
  for (const { target, results } of runs) {
    for (const { ref, title, result, again } of results) {
      entries.push({
        ref: ref ?? `${key}:${entries.length}`,
        title,
        rule: result.ruleId,
        level: result.level,
        target: target.pkg.name,
        named: ref !== undefined,
        again,
      });
    }
  }
  const scans = runs.map(({ target, results }) => ({
    target,
    results: results.map(({ result }) => result),
    rules: results.flatMap(({ rule }) => rule ?? []),
  }));
  return { key, filename, entries, bytes: Buffer.concat([...encoded(sarifText(TOOLS[sweep.lab], scans))]) };
}

interface PlacedRun {
  readonly target: ScanTarget;
  readonly results: readonly Placed[];
}

interface Placed {
  readonly result: SarifResult;
  readonly ref?: FindRef;
  readonly title: string;
  readonly again: boolean;
  /** The rule that the result names, where it is not one of the ordinary ones. */
  readonly rule?: WeaknessKind;
}

/** One run per package. */
function runsOf(seed: string, key: SweepKey, sweep: Sweep): readonly PlacedRun[] {
  const targets =
    sweep.of === 'named'
      ? NAMED.map((name) => namedTarget(name))
      : Array.from({ length: 8 }, (_, i) => otherTarget(seed, i));
  let left = sweep.results;
  return targets.map((target, i) => {
    const count = Math.ceil(left / (targets.length - i));
    left -= count;
    const bulk = bulkOf(`${seed}/${sweep.lab}`, { target, sweep: sweep.number, count });
    const special = [
      ...sightingsIn(key)
        .filter((one) => DEMO_PACKAGES[BUGS[one.bug].pkg] === target.pkg)
        .map((one) => sighted(sweep.lab, one)),
      ...(sweep.nasty && i === 0 ? NASTIES.map((nasty) => nastyResult(nasty)) : []),
    ];
    return { target, results: placed(bulk, special) };
  });
}

/** The special ones instead of every third of the bulk, from the fourth on. */
function placed(bulk: readonly Placed[], special: readonly Placed[]): readonly Placed[] {
  const out = [...bulk];
  special.forEach((one, i) => {
    out[3 + i * 3] = one;
  });
  return out;
}

/** A scanner's findings; from the second sweep on about one in twenty was in the sweep before, with the same fingerprints. */
function bulkOf(
  seed: string,
  at: { readonly target: ScanTarget; readonly sweep: number; readonly count: number },
): readonly Placed[] {
  const r = randomOf('sweep', seed, at.target.pkg.name, at.sweep);
  return Array.from({ length: at.count }, (_, i) => {
    const again = at.sweep > 1 && r.chance(5);
    const index = again ? (at.sweep - 1) * 1_000 + r.below(40) : at.sweep * 1_000 + i;
    const result = scanResult(seed, at.target, index, again ? r.between(-3, 25) : 0);
    return { result, title: result.message.text, again };
  });
}

/** Where the lab knows a CVE id, the id is the rule, as scanners do it; else the kind of weakness is. */
function sighted(lab: Sweep['lab'], sighting: Sighting): Placed {
  const bug = BUGS[sighting.bug];
  const kind = kindOf(bug.rule);
  const r = randomOf('sighting', lab, sighting.bug);
  const title = sighting.title ?? bug.title;
  const cve = sighting.withoutCve ? undefined : bug.cve;
  const rule = cve === undefined ? undefined : { ...kind, rule: cve, name: title };
  const result = resultOf({
    kind: rule ?? kind,
    symbol: sighting.symbol ?? bug.symbol,
    path: bug.path,
    line: sighting.line ?? bug.line,
    column: r.between(3, 20),
    text: `${title}. ${sighting.text ?? bug.text}`,
    snippet: kind.snippet,
    lineHash: `${r.hex(16)}:1`,
    identity: r.hex(32),
    steps: 2,
    confidence: 'high',
  });
  return { result, ref: sighting.ref, title, again: false, ...(rule && { rule }) };
}

function nastyResult(nasty: Nasty): Placed {
  const r = randomOf('nasty', nasty.ref);
  const kind = kindOf('js/markup-out');
  const result = resultOf({
    kind,
    symbol: nasty.symbol,
    path: nasty.path,
    line: r.between(1, 400),
    column: 1,
    text: `${nasty.title}\n\n${nasty.text}`,
    snippet: nasty.text.slice(0, 400),
    lineHash: `${r.hex(16)}:1`,
    identity: r.hex(32),
    steps: 0,
    confidence: 'low',
  });
  return { result, ref: `nasty:${nasty.ref}`, title: nasty.title, again: false };
}

/** The examined version: the one before the fix. */
function namedTarget(name: PackageName): ScanTarget {
  const pkg = DEMO_PACKAGES[name];
  const bug = Object.values(BUGS).find((one) => one.pkg === name);
  const version = bug?.version ?? pkg.versions[pkg.versions.length - 1] ?? '0';
  return { pkg, version, commit: randomOf('commit', name, version).hex(40) };
}

function otherTarget(seed: string, i: number): ScanTarget {
  const pkg = packageAt(i % 2 === 0 ? 'npm' : 'Debian:12', 100 + i);
  const version = pkg.versions[pkg.versions.length - 1] ?? '0';
  return { pkg, version, commit: randomOf('commit', seed, pkg.name).hex(40) };
}
