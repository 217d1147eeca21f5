// A million questions to every OSV record at hand: is this version affected? Ours, from the record with its ranges and events in another
// order, against the naive evaluator, from the record as it is. We may say *undetermined* only where the version or a bound is peculiar.

import { readOsv } from '@leadtime/lib/advisory';
import { compile, match } from '@leadtime/lib/exposure';
import { ecosystem, equalityOnly, packageKey, packageOfEntry, type VersionScheme } from '@leadtime/lib/version';
import semver from 'semver';
import { seededRandom } from '../lib/src/kit/testing/mutate.ts';
import { type Case, judge, type SuiteResult } from '../tools/measure.ts';
import { isVulnerable, type Order, type PlainAffected, type PlainRecord } from './naive/evaluate.ts';
import { near, shuffled } from './naive/questions.ts';
import { outsideRecords } from './osv/records.ts';

export const QUESTIONS = 1_050_000;

export default async function run(): Promise<SuiteResult> {
  const { cases, asked, undetermined } = osvQueries(QUESTIONS);
  console.error(saysOf(asked, undetermined));
  return judge('osv-queries', cases);
}

export const saysOf = (asked: number, undetermined: number): string =>
  `osv-queries: ${asked} questions, ${undetermined} of them undetermined (${((100 * undetermined) / Math.max(1, asked)).toFixed(2)} %)`;

interface Subject {
  readonly id: string;
  readonly text: string;
  readonly ecosystem: string;
  /** All entries of the record that are of this package. */
  readonly entries: readonly PlainAffected[];
  readonly package: string;
  readonly versions: readonly string[];
}

export function osvQueries(most: number): { cases: readonly Case[]; asked: number; undetermined: number } {
  const records = outsideRecords();
  if (!records)
    return {
      cases: [{ id: 'outside records', outcome: 'skipped', why: '../shared/data/advisories is absent' }],
      asked: 0,
      undetermined: 0,
    };
  const subjects = records.flatMap(subjectsOf);
  const pools = new Map<string, string[]>();
  for (const { ecosystem: name, versions } of subjects)
    pools.set(name, [...(pools.get(name) ?? []), ...versions.slice(0, 20)]);
  const total = { asked: 0, undetermined: 0 };
  const each = Math.ceil(most / Math.max(1, subjects.length));
  const cases = subjects.map((subject, n) =>
    ask(subject, { pool: pools.get(subject.ecosystem) ?? [], each, n, total }),
  );
  return { cases, ...total };
}

function subjectsOf({ id, text }: { readonly id: string; readonly text: string }): readonly Subject[] {
  const record = JSON.parse(text) as PlainRecord; // the records are valid OSV: conformance osv
  const groups = Map.groupBy(
    (record.affected ?? []).filter((one) => one.package !== undefined),
    (one) => packageKey(packageOfEntry(one.package ?? { ecosystem: '', name: '' })),
  );
  return [...groups].map(([name, entries]) => ({
    id: `${id} ${name}`,
    text,
    ecosystem: entries[0]?.package?.ecosystem ?? '',
    entries: record.withdrawn === undefined ? entries : [],
    package: name,
    versions: versionsIn(entries),
  }));
}

const versionsIn = (entries: readonly PlainAffected[]): readonly string[] =>
  [
    ...new Set(
      entries.flatMap(({ ranges = [], versions = [] }) => [
        ...ranges.filter(({ type }) => type !== 'GIT').flatMap(({ events }) => events.flatMap((e) => Object.values(e))),
        ...versions,
      ]),
    ),
  ].filter((version) => version !== '0' && version !== '*');

interface Asking {
  readonly pool: readonly string[];
  readonly each: number;
  readonly n: number;
  readonly total: { asked: number; undetermined: number };
}

function ask(subject: Subject, { pool, each, n, total }: Asking): Case {
  const random = seededRandom(n);
  const read = readOsv(JSON.stringify(shuffled(JSON.parse(subject.text), random)));
  if (!read.ok) return { id: subject.id, outcome: 'failed', why: 'the record is not read in another order' };
  const claim = compile(read.value).claims.find((one) => packageKey(one) === subject.package);
  const scheme = ecosystem(subject.ecosystem).scheme ?? equalityOnly;
  const order = orderOf(subject.ecosystem, scheme);
  const isPeculiar = (text: string): boolean => scheme.read(text).flags !== 0;
  // Commits alone tell nothing of versions: the rules say "not affected" of all, we say that it cannot be told.
  const hasPeculiarBound =
    scheme === equalityOnly || subject.versions.some(isPeculiar) || subject.entries.some(isOfCommitsAlone);
  for (const version of questions(subject.versions, pool, each, random)) {
    const expected = isVulnerable(subject.entries, version, order);
    if (expected === undefined) continue;
    const { namespace, name } = claim ?? { namespace: '', name: '' };
    const key = {
      package: subject.package,
      namespace,
      name,
      via: 'package-url',
      version: scheme.read(version),
    } as const;
    const state = claim ? match(key, claim).state : 'not_affected';
    total.asked += 1;
    if (state === 'undetermined') total.undetermined += 1;
    if (state === 'undetermined' && (hasPeculiarBound || isPeculiar(version))) continue;
    if ((state === 'affected') === expected && state !== 'undetermined') continue;
    return {
      id: subject.id,
      outcome: 'failed',
      why: `${version}: we say ${state}, the rules say ${expected ? 'affected' : 'not affected'}`,
    };
  }
  return { id: subject.id, outcome: 'passed' };
}

const isOfCommitsAlone = ({ ranges = [], versions = [] }: PlainAffected): boolean =>
  versions.length === 0 && ranges.length > 0 && ranges.every(({ type }) => type === 'GIT');

/** Bounds and listed versions, their neighbours, and versions of other packages of the ecosystem. */
function questions(
  own: readonly string[],
  pool: readonly string[],
  most: number,
  random: () => number,
): Iterable<string> {
  const all = new Set<string>();
  const pick = (list: readonly string[]): string => list[Math.floor(random() * list.length)] ?? '1.0.0';
  for (const version of own.slice(0, most >> 2)) all.add(version);
  for (let tries = 0; all.size < most && tries < 3 * most; tries += 1)
    all.add(
      own.length > 0 && tries % 2 === 0
        ? near(pick(own), random)
        : pool.length > 0
          ? pick(pool)
          : near('1.0.0', random),
    );
  return all;
}

/** node-semver where the ecosystem is ordered so; else our comparison by the ecosystem's rules, which other suites hold. */
export const plainOrder = (name: string): Order => orderOf(name, ecosystem(name).scheme ?? equalityOnly);
function orderOf(name: string, scheme: VersionScheme): Order {
  if (!['npm', 'crates.io', 'Go'].includes(name)) return (a, b) => scheme.compare(a, b);
  return (a, b) => {
    const [x, y] = [semver.parse(a.replace(/^v/, '')), semver.parse(b.replace(/^v/, ''))];
    return x && y ? semver.compare(x, y) : scheme.compare(a, b);
  };
}
