// The order of versions, ecosystem by ecosystem: the lines of osv-scalibr, each held by key and by comparator in both directions, and the
// comparisons and equalities of node-semver's own tables.
import { existsSync, readFileSync } from 'node:fs';
import { compareKeys, ecosystem, type VersionScheme } from '../lib/src/version/index.ts';
import { type Case, judge, type SuiteResult } from '../tools/measure.ts';

const FOLDER = new URL('../../shared/data/version-ordering/', import.meta.url);
const FILES = [
  ['alpine', 'Alpine:v3.20'],
  ['cran', 'CRAN'],
  ['debian', 'Debian:12'],
  ['hackage', 'Hackage'],
  ['maven', 'Maven'],
  ['nuget', 'NuGet'],
  ['packagist', 'Packagist'],
  ['pub', 'Pub'],
  ['pypi', 'PyPI'],
  ['redhat', 'Red Hat'],
  ['rubygems', 'RubyGems'],
  ['semver', 'npm'],
  ['semver', 'Go'],
  ['semver', 'crates.io'],
  ['semver', 'Hex'],
] as const;

export default async function run(): Promise<SuiteResult> {
  if (!existsSync(FOLDER))
    return judge('versions', [{ id: 'all', outcome: 'skipped', why: '../shared/data/version-ordering is not here' }]);
  const lines = FILES.flatMap(([file, name]) => {
    const text = readFileSync(new URL(`osv-scalibr/semantic/testdata/${file}-versions.txt`, FOLDER), 'utf8');
    return text.split('\n').flatMap((line, i) => caseOf(line, `${name}/${file}-versions.txt/${i + 1}`, name));
  });
  return judge('versions', [...lines, ...table('comparisons', '>'), ...table('equality', '=')]);
}

function caseOf(line: string, id: string, name: string): readonly Case[] {
  const m = /^(?!#|\/\/)(.+) ([<=>]) (.+)$/.exec(line);
  if (!m) return [];
  const { scheme } = ecosystem(name);
  if (!scheme) return [{ id, outcome: 'failed', why: `versions of ${name} have no order here` }];
  return [held({ id, scheme, a: m[1] ?? '', sign: m[2] ?? '', b: m[3] ?? '' })];
}

interface Fact {
  readonly id: string;
  readonly scheme: VersionScheme;
  readonly a: string;
  readonly sign: string;
  readonly b: string;
}

function held({ id, scheme, a, sign, b }: Fact): Case {
  const back = { '<': '>', '>': '<' }[sign] ?? sign;
  const said = [
    signOf(compareKeys(scheme.read(a).key, scheme.read(b).key)),
    signOf(scheme.compare(a, b)),
    mirrored(signOf(scheme.compare(b, a))),
  ];
  return said.every((one) => one === sign) && back === mirrored(sign)
    ? { id, outcome: 'passed' }
    : { id, outcome: 'failed', why: `${a} ${sign} ${b}: by key ${said[0]}, by rule ${said[1]}` };
}

const signOf = (difference: number | undefined): string =>
  difference === undefined ? '?' : difference < 0 ? '<' : difference > 0 ? '>' : '=';
const mirrored = (sign: string): string => ({ '<': '>', '>': '<' })[sign] ?? sign;

/** Rows of node-semver's tables: two versions, and how leniently they are read, which is always so here. */
function table(name: string, sign: string): readonly Case[] {
  const rows = JSON.parse(readFileSync(new URL(`node-semver/${name}.json`, FOLDER), 'utf8')) as unknown[][]; // of the data set
  const { scheme } = ecosystem('npm');
  if (!scheme) throw new Error('npm has an order');
  return rows.map(([a, b], i) => held({ id: `node-semver/${name}/${i}`, scheme, a: String(a), sign, b: String(b) }));
}
