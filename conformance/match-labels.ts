// People's verdicts on scanners' matches, where an advisory feed that speaks of the package is at hand: what we say of the same package,
// version and vulnerability, beside what the scanner had said (all labels are matches that it emitted). A label and a feed may disagree
// on the facts: precision and recall tell of both together, and are printed. What is held is that each verdict is what the rules of OSV
// make of the record, and that little stays undetermined.
import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { readOsv } from '@leadtime/lib/advisory';
import { type Claim, type CompiledAdvisory, compile, type ExposureState, match } from '@leadtime/lib/exposure';
import { ecosystem, equalityOnly, packageKey } from '@leadtime/lib/version';
import { type Case, judge, type SuiteResult } from '../tools/measure.ts';
import { isVulnerable, type PlainRecord } from './naive/evaluate.ts';
import { outsideRecords } from './osv/records.ts';

const LABELS = new URL('../../shared/data/match-labels/labels.ndjson.gz', import.meta.url);
const MOST_UNDETERMINED = 0.03;

export default async function run(): Promise<SuiteResult> {
  const { cases, lines } = matchLabels();
  for (const line of lines) console.error(line);
  return judge('match-labels', cases);
}

interface Label {
  readonly label: 'TP' | 'FP' | '??';
  readonly vulnerability_id: string;
  readonly effective_cve?: string;
  readonly package: { readonly name: string; readonly version: string };
}

export function matchLabels(): { cases: readonly Case[]; lines: readonly string[] } {
  const records = existsSync(LABELS) ? outsideRecords() : undefined;
  if (!records)
    return { cases: [{ id: 'labels', outcome: 'skipped', why: '../shared/data/match-labels is absent' }], lines: [] };
  const feed = feedOf(records.flatMap(({ text }) => (readOsv(text).ok ? [text] : [])));
  const labels = gunzipSync(readFileSync(LABELS)).toString().split('\n').filter(Boolean);
  const count = {
    all: 0,
    unclear: 0,
    noFeed: 0,
    affected: { TP: 0, FP: 0 },
    undetermined: { TP: 0, FP: 0 },
    not_affected: { TP: 0, FP: 0 },
  };
  const cases: Case[] = [];
  const open: string[] = [];
  for (const line of labels) {
    const said = JSON.parse(line) as Label; // the form that the set's note states
    count.all += 1;
    if (said.label === '??' || (said.label !== 'TP' && said.label !== 'FP')) {
      count.unclear += 1;
      continue;
    }
    const found = verdictOf(said, feed);
    if (found === undefined) {
      count.noFeed += 1;
      continue;
    }
    count[found.state][said.label] += 1;
    const id = `${said.vulnerability_id} ${said.package.name} ${said.package.version}`;
    if (found.state === 'undetermined') open.push(id);
    const wrong = found.state !== 'undetermined' && (found.state === 'affected') !== found.byTheRules;
    cases.push(verdict(id, !wrong, `we say ${found.state}, the rules say ${found.byTheRules}`));
  }
  const { affected, undetermined, not_affected: clear } = count;
  const judged = sum(affected) + sum(undetermined) + sum(clear);
  const positive = affected.TP + undetermined.TP + clear.TP;
  const ours = {
    precision: affected.TP / sum(affected),
    recall: affected.TP / positive,
    open: sum(undetermined) / judged,
  };
  const theirs = positive / judged;
  return {
    cases: [
      ...cases,
      verdict(
        'at-most-3-percent-undetermined',
        ours.open <= MOST_UNDETERMINED,
        `${percent(ours.open)}: ${open.join('; ')}`,
      ),
    ],
    lines: [
      `match-labels: ${count.all} labels; ${count.unclear} unclear; ${count.noFeed} on packages of which no feed is at hand; ${judged} judged`,
      `match-labels: ours: precision ${percent(ours.precision)}, recall ${percent(ours.recall)}, undetermined ${percent(ours.open)} (true ${affected.TP}/${undetermined.TP}/${clear.TP}, false ${affected.FP}/${undetermined.FP}/${clear.FP} affected/undetermined/not affected)`,
      `match-labels: the scanners emitted all of them: precision ${percent(theirs)}, recall 100 % by construction`,
    ],
  };
}

const sum = ({ TP, FP }: { readonly TP: number; readonly FP: number }): number => TP + FP;
const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
const verdict = (id: string, holds: boolean, why: string): Case =>
  holds ? { id, outcome: 'passed' } : { id, outcome: 'failed', why };

interface Known {
  readonly plain: PlainRecord;
  readonly compiled: CompiledAdvisory;
}

/** Records by id and alias. */
function feedOf(texts: readonly string[]): ReadonlyMap<string, readonly Known[]> {
  const feed = new Map<string, Known[]>();
  for (const text of texts) {
    const read = readOsv(text);
    if (!read.ok) continue;
    const plain = JSON.parse(text) as PlainRecord; // the records are valid OSV: conformance osv
    const known = { plain, compiled: compile(read.value) };
    for (const id of new Set([read.value.id, ...read.value.aliases])) feed.set(id, [...(feed.get(id) ?? []), known]);
  }
  return feed;
}

interface Found {
  readonly state: ExposureState;
  /** Whether one of the records says so by OSV's rules; undefined: an order is not known. */
  readonly byTheRules: boolean | undefined;
}

/** The gravest verdict of the records that name the vulnerability and the package; undefined where none does. */
function verdictOf(said: Label, feed: ReadonlyMap<string, readonly Known[]>): Found | undefined {
  const { vulnerability_id: id, effective_cve: cve, package: named } = said;
  const records = new Set([...(feed.get(id) ?? []), ...(feed.get(cve ?? '') ?? [])]);
  const all: Found[] = [];
  for (const { compiled, plain } of records)
    for (const claim of compiled.claims) {
      const found = verdictOn(claim, plain, named);
      if (found) all.push(found);
    }
  const state = ORDER.find((one) => all.some((found) => found.state === one));
  return state && { state, byTheRules: all.some(({ byTheRules }) => byTheRules === true) };
}

function verdictOn(claim: Claim, plain: PlainRecord, named: Label['package']): Found | undefined {
  const family = ECOSYSTEMS[claim.namespace];
  if (family === undefined) return undefined;
  const { scheme = equalityOnly, foldName } = ecosystem(family);
  if (claim.name !== foldName(named.name)) return undefined;
  const { namespace, name } = claim;
  const version = scheme.read(named.version);
  const key = { package: packageKey(claim), namespace, name, via: 'package-url', version } as const;
  const entries = (plain.affected ?? []).filter(
    ({ package: of }) => of?.ecosystem === family && foldName(of.name) === name,
  );
  return {
    state: match(key, claim).state,
    byTheRules: isVulnerable(entries, named.version, (a, b) => scheme.compare(a, b)),
  };
}

const ORDER: readonly ExposureState[] = ['affected', 'undetermined', 'not_affected'];
/** Of the feeds at hand: distributions have their own, which are not. */
const ECOSYSTEMS: Readonly<Record<string, string>> = {
  pypi: 'PyPI',
  golang: 'Go',
  cargo: 'crates.io',
  npm: 'npm',
  gem: 'RubyGems',
  maven: 'Maven',
};
