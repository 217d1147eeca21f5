// The compiled claims, the index and the rows against a deliberately naive evaluator of OSV's rules (OSV schema, section Evaluation),
// written apart: it walks the events of every range for every question and knows no keys and no intervals. Test only.
import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import nodeSemver from 'semver';
import { describe, expect, it } from 'vitest';
import { type Advisory, type AffectedRange, type RangeEvent, readOsv } from '../advisory/index.ts';
import { expectOk } from '../kit/index.ts';
import { seededRandom } from '../kit/testing/mutate.ts';
import { compareKeys, debian } from '../version/index.ts';
import {
  buildIndex,
  claimFromRows,
  compile,
  componentRows,
  identify,
  isCandidate,
  match,
  rowFromJson,
  rowToJson,
  toRows,
} from './index.ts';

type Compare = (a: string, b: string) => number;
const npmOrder: Compare = (a, b) => nodeSemver.compare(a, b);
const debianOrder: Compare = (a, b) => debian.compare(a, b) ?? Number.NaN;

/** Whether a version is affected, straight from the schema's pseudocode. */
function naive(advisory: Advisory, version: string, compare: Compare): boolean {
  if (advisory.withdrawn !== undefined) return false;
  return advisory.affected.some(
    ({ versions, ranges }) =>
      versions.some((listed) => compare(version, listed) === 0) ||
      ranges.some((range) => range.type !== 'GIT' && inRange(range, version, compare)),
  );
}

function inRange({ events }: AffectedRange, version: string, compare: Compare): boolean {
  const limits = events.flatMap((e) => ('limit' in e ? [e.limit] : []));
  if (limits.length > 0 && !limits.some((limit) => limit === '*' || compare(version, limit) < 0)) return false;
  const at = (e: RangeEvent): string => Object.values(e)[0] ?? '';
  const places = [...new Set(events.filter((e) => !('limit' in e)).map(at))].sort((a, b) =>
    a === '0' ? -1 : b === '0' ? 1 : compare(a, b),
  );
  let vulnerable = false;
  for (const place of places) {
    const here = events.filter((e) => !('limit' in e) && at(e) === place);
    const reached = place === '0' || compare(version, place) >= 0;
    const past = place !== '0' && compare(version, place) > 0;
    const opens = here.some((e) => 'introduced' in e);
    const fixes = here.some((e) => 'fixed' in e);
    if (reached && opens && !fixes) vulnerable = true;
    if (reached && fixes && !opens) vulnerable = false;
    if (past && here.some((e) => 'lastAffected' in e)) vulnerable = false;
  }
  return vulnerable;
}

interface World {
  readonly ecosystem: string;
  readonly compare: Compare;
  version(random: () => number): string;
  purl(version: string): string;
}

const small = (random: () => number, most: number): number => Math.floor(random() * most);
const WORLDS: readonly World[] = [
  {
    ecosystem: 'npm',
    compare: npmOrder,
    version: (r) =>
      `${small(r, 3)}.${small(r, 4)}.${small(r, 4)}${r() < 0.3 ? `-${['alpha', 'beta', 'rc'][small(r, 3)]}${r() < 0.5 ? `.${small(r, 12)}` : ''}` : ''}`,
    purl: (version) => `pkg:npm/thing@${encodeURIComponent(version)}`,
  },
  {
    ecosystem: 'Debian:12',
    compare: debianOrder,
    version: (r) =>
      `${r() < 0.5 ? '1' : '0'}:${small(r, 3)}.${small(r, 12)}${['', '~rc1', '+dfsg', 'a'][small(r, 4)]}-${small(r, 4)}${['', '+deb12u1', '+deb12u10', '~bpo1', 'ubuntu2'][small(r, 5)]}`,
    purl: (version) => `pkg:deb/debian/thing@${encodeURIComponent(version)}?distro=debian-12`,
  },
];

function randomRange({ version }: World, random: () => number): AffectedRange {
  const events: RangeEvent[] = [{ introduced: random() < 0.3 ? '0' : version(random) }];
  const inclusive = random() < 0.3;
  for (let i = small(random, 4); i > 0; i -= 1) {
    events.push({ introduced: version(random) });
    if (random() < 0.8) events.push(inclusive ? { lastAffected: version(random) } : { fixed: version(random) });
  }
  if (random() < 0.7) events.push(inclusive ? { lastAffected: version(random) } : { fixed: version(random) });
  for (let i = small(random, 8) - 5; i > 0; i -= 1) events.push({ limit: random() < 0.1 ? '*' : version(random) });
  return { type: 'ECOSYSTEM', events: shuffled(events, random) };
}

function randomAdvisory(world: World, random: () => number, id: string): Advisory {
  const commits: AffectedRange = { type: 'GIT', repo: 'https://example.org/r', events: [{ introduced: '0' }] };
  const ranges = Array.from({ length: small(random, 4) }, () => randomRange(world, random));
  const versions = Array.from({ length: small(random, 4) }, () => world.version(random));
  const entry = {
    ecosystem: world.ecosystem,
    name: 'thing',
    ranges: shuffled(random() < 0.3 && ranges.length + versions.length > 0 ? [commits, ...ranges] : ranges, random),
    versions,
  };
  return {
    id,
    aliases: [],
    related: [],
    upstream: [],
    summary: '',
    details: '',
    modified: '2026-01-01T00:00:00.000Z',
    vectors: [],
    weaknesses: [],
    affected: random() < 0.2 ? [entry, { ...entry, ranges: [randomRange(world, random)] }] : [entry],
    references: [],
    credits: [],
    informational: false,
    ...(random() < 0.02 ? { withdrawn: '2026-01-02T00:00:00.000Z' } : {}),
  };
}

function shuffled<T>(list: readonly T[], random: () => number): T[] {
  return list
    .map((value) => [random(), value] as const)
    .sort((a, b) => a[0] - b[0])
    .map(([, value]) => value);
}

const boundsOf = (advisory: Advisory): string[] =>
  advisory.affected
    .flatMap((a) => [
      ...a.versions,
      ...a.ranges.filter((r) => r.type !== 'GIT').flatMap((r) => r.events.flatMap((e) => Object.values(e))),
    ])
    .filter((v) => v !== '0' && v !== '*');

describe.each(WORLDS)('generated advisories of $ecosystem', (world) => {
  const random = seededRandom(world.ecosystem.length);
  const advisories = Array.from({ length: 1_000 }, (_, i) => randomAdvisory(world, random, `A-${i}`));
  const compiled = advisories.map(compile);

  it('are judged as the naive evaluator judges them, 60,000 questions, at bounds and between', () => {
    let asked = 0;
    const wrong: string[] = [];
    for (const [i, advisory] of advisories.entries()) {
      const bounds = boundsOf(advisory);
      const claim = compiled[i]?.claims.find((c) => c.namespace !== 'deb:debian:*');
      for (let n = 0; n < 60; n += 1) {
        const version = n < 30 && bounds.length > 0 ? (bounds[n % bounds.length] ?? '') : world.version(random);
        const [key] = identify({ kind: 'library', name: 'thing', purl: world.purl(version) }).keys;
        const expected = naive(advisory, version, world.compare) ? 'affected' : 'not_affected';
        const found = key && claim ? match(key, claim).state : 'not_affected';
        asked += 1;
        if (found !== expected)
          wrong.push(`${advisory.id} ${version}: ${found}, not ${expected}: ${JSON.stringify(advisory.affected)}`);
      }
    }
    console.log(`${world.ecosystem}: ${asked} questions, ${wrong.length} disagreements with the naive evaluator`);
    expect(wrong.slice(0, 3)).toEqual([]);
  });

  it('compile the same from any order of entries, ranges, events and versions', () => {
    for (const [i, advisory] of advisories.slice(0, 300).entries()) {
      const again = compile({
        ...advisory,
        affected: shuffled(
          advisory.affected.map((a) => ({
            ...a,
            versions: shuffled(a.versions, random),
            ranges: shuffled(
              a.ranges.map((r) => ({ ...r, events: shuffled(r.events, random) })),
              random,
            ),
          })),
          random,
        ),
      });
      const shape = (c: typeof again) =>
        c.claims.map((claim) =>
          claim.intervals.map((x) => [Buffer.from(x.lo).toString('hex'), Buffer.from(x.hi).toString('hex'), x.flags]),
        );
      expect(shape(again)).toEqual(shape(compiled[i] ?? again));
    }
  });

  it('are found by the index exactly as one by one', () => {
    const index = buildIndex(compiled);
    for (let n = 0; n < 150; n += 1) {
      const component = { kind: 'library', name: 'thing', purl: world.purl(world.version(random)) };
      const expected = index
        .explain(component)
        .filter((m) => m.state !== 'not_affected')
        .map((m) => `${m.evidence.advisory} ${m.state}`);
      const verdict = index.verdict(component);
      expect(verdict.matches.map((m) => `${m.evidence.advisory} ${m.state}`).sort()).toEqual(expected.sort());
      expect(verdict.state).toBe(verdict.matches[0]?.state ?? 'not_affected');
    }
  });
});

describe('rows of tables', () => {
  const random = seededRandom(77);
  // Clean, odd and missing versions against clean and odd bounds: what rows leave out must be not affected.
  const ODD = ['1', '1.2', 'latest', '1.2.3.4', '2.0.0', '1.0.0-rc.1', 'v0.0.0-20230101120000-0123456789ab', '01.2.3'];
  const odd: World = {
    ...(WORLDS[0] as World),
    version: (r) => (r() < 0.3 ? (ODD[small(r, ODD.length)] ?? '') : (WORLDS[0]?.version(r) ?? '')),
  }; // the list is not empty
  const epochs: World = {
    ...(WORLDS[1] as World),
    version: (r) => (r() < 0.5 ? WORLDS[1]?.version(r).slice(2) : WORLDS[1]?.version(r)) ?? '',
  }; // as above

  it.each([odd, epochs])(
    'hold every candidate that is not plainly unaffected, and give the claim back whole',
    (world) => {
      let candidates = 0;
      for (let i = 0; i < 400; i += 1) {
        const compiled = compile(randomAdvisory(world, random, `B-${i}`));
        const rows = toRows(compiled);
        for (const claim of compiled.claims) {
          const mine = rows.filter((row) => row.package === `${claim.namespace}/${claim.name}`);
          if (mine.length > 0) expect(claimFromRows(mine.toReversed())).toEqual(claim);
          for (let n = 0; n < 10; n += 1) {
            const component = {
              kind: 'library',
              name: 'thing',
              purl: n === 0 ? world.purl('1').replace('@1', '') : world.purl(world.version(random)),
            };
            for (const [k, key] of identify(component).keys.entries()) {
              const row = componentRows(component)[k];
              if (!row || key.package !== `${claim.namespace}/${claim.name}`) continue;
              const candidate = mine.some((interval) => isCandidate(row, interval, compareKeys));
              if (candidate) candidates += 1;
              if (!candidate) expect(match(key, claim).state === 'not_affected' || mine.length === 0).toBe(true);
            }
          }
        }
      }
      expect(candidates).toBeGreaterThan(500);
    },
  );

  it('survive the way through JSON', () => {
    const rows = toRows(compile(randomAdvisory(WORLDS[0] as World, random, 'C-1'))); // the list is not empty
    expect(rows.map((row) => rowFromJson(JSON.parse(JSON.stringify(rowToJson(row)))))).toEqual(rows);
  });
});

describe('real advisories', () => {
  const OUTSIDE = new URL('../../../../shared/data/advisories/', import.meta.url);
  const CORPORA = [
    ['golang-vulndb', 'Go', (name: string, version: string) => `pkg:golang/${name}@${encodeURIComponent(version)}`],
    ['rustsec', 'crates.io', (name: string, version: string) => `pkg:cargo/${name}@${encodeURIComponent(version)}`],
  ] as const;

  it.for(CORPORA)(
    'of %s are judged as the naive evaluator judges them, at every bound and beside it (bar: all)',
    ([set, ecosystem, purl], context) => {
      context.skip(!existsSync(OUTSIDE), '../shared/data is absent');
      const lines = gunzipSync(readFileSync(new URL(`${set}/osv.ndjson.gz`, OUTSIDE)))
        .toString()
        .split('\n')
        .filter(Boolean);
      let asked = 0;
      const wrong: string[] = [];
      for (const line of lines) {
        const advisory = expectOk(readOsv(line));
        const compiled = compile(advisory);
        for (const claim of compiled.claims) {
          const only = {
            ...advisory,
            affected: advisory.affected.filter((a) => a.ecosystem === ecosystem && a.name === claim.name),
          };
          const near = boundsOf(only).flatMap((v) => [
            v,
            v.replace(/(\d+)$/, (d) => String(Number(d) + 1)),
            `${v.split('-')[0]}-rc.1`,
            v.split('-')[0] ?? v,
          ]);
          for (const version of ['0.0.1', '1.0.0', '99.0.0', ...near].filter(
            (v) => nodeSemver.valid(v) && v.length < 200 && !/\d{16}/.test(v) && !/^v?0\.0\.0-.*\d{14}-/.test(v),
          )) {
            const [key] = identify({ kind: 'library', name: 'x', purl: purl(claim.name, version) }).keys;
            if (!key || key.package !== `${claim.namespace}/${claim.name}`)
              throw new Error(`${claim.name} is looked up elsewhere: ${key?.package}`);
            asked += 1;
            const expected = naive(only, version, npmOrder) ? 'affected' : 'not_affected';
            const found = match(key, claim).state;
            if (found !== expected) wrong.push(`${advisory.id} ${claim.name} ${version}: ${found}, not ${expected}`);
          }
        }
      }
      console.log(`${set}: ${lines.length} records, ${asked} questions, ${wrong.length} disagreements`);
      expect(asked).toBeGreaterThan(10_000);
      expect(wrong.slice(0, 5)).toEqual([]);
    },
  );
});
