// Every scheme: its keys order as its comparator does, and both as plain facts, outside fixtures and outside tools say.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import fc from 'fast-check';
import nodeSemver from 'semver';
import { describe, expect, it } from 'vitest';
import {
  compareKeys,
  debian,
  equalityOnly,
  go,
  hasOrder,
  ofMainModule,
  productVersion,
  semver,
  successor,
  VERSION_FLAG,
  type VersionScheme,
} from './index.ts';

// The package has no types: two texts in, a number out.
const debVersionCompare: (a: string, b: string) => number = createRequire(import.meta.url)('deb-version-compare');

const fixture = (name: string): string[] =>
  readFileSync(new URL(`./fixtures/${name}`, import.meta.url), 'utf8').split('\n');
const OUTSIDE = new URL('../../../../shared/data/version-ordering/osv-scalibr/semantic/testdata/', import.meta.url);

/** `a < b` lines; the relation may hold spaces inside a side. */
function facts(lines: string[]): { a: string; b: string; relation: string }[] {
  return lines.flatMap((line) => {
    const m = /^(?!#|\/\/)(.+) ([<=>?]) (.+)$/.exec(line);
    return m ? [{ a: m[1] ?? '', relation: m[2] ?? '', b: m[3] ?? '' }] : [];
  });
}
const relationOf = (difference: number | undefined): string =>
  difference === undefined ? '?' : difference < 0 ? '<' : difference > 0 ? '>' : '=';
const byKey = (scheme: VersionScheme, a: string, b: string): string =>
  relationOf(compareKeys(scheme.read(a).key, scheme.read(b).key));
const byRule = (scheme: VersionScheme, a: string, b: string): string => relationOf(scheme.compare(a, b));
const mirrored = (relation: string): string => ({ '<': '>', '>': '<' })[relation] ?? relation;

const SCHEMES = [
  ['semver', semver],
  ['debian', debian],
] as const;

describe.each(SCHEMES)('the order of %s', (name, scheme) => {
  it('agrees with our own facts, by key and by comparator, both ways', () => {
    const all = facts(fixture(`${name}.order.txt`));
    expect(all.length).toBeGreaterThan(25);
    for (const { a, b, relation } of all) {
      expect(`${a} ${byKey(scheme, a, b)} ${b}`).toBe(`${a} ${relation} ${b}`);
      expect(`${a} ${byRule(scheme, a, b)} ${b}`).toBe(`${a} ${relation} ${b}`);
      expect(`${b} ${byKey(scheme, b, a)} ${a}`).toBe(`${b} ${mirrored(relation)} ${a}`);
      expect(`${b} ${byRule(scheme, b, a)} ${a}`).toBe(`${b} ${mirrored(relation)} ${a}`);
    }
  });

  it('agrees with every outside fixture (bar: 100 %)', (context) => {
    context.skip(!existsSync(OUTSIDE), '../shared/data is absent');
    const all = facts(readFileSync(new URL(`${name}-versions.txt`, OUTSIDE), 'utf8').split('\n'));
    const wrong = all.filter(
      ({ a, b, relation }) => byKey(scheme, a, b) !== relation || byRule(scheme, b, a) !== mirrored(relation),
    );
    console.log(`${name}: ${all.length - wrong.length} of ${all.length} outside pairs hold in both directions`);
    expect(all.length).toBeGreaterThan(20);
    expect(wrong).toEqual([]);
  });

  it('is total, antisymmetric and transitive on what has an order, and keys say the same', () => {
    const version = name === 'semver' ? anySemver : anyDebian;
    fc.assert(
      fc.property(version, version, version, (a, b, c) => {
        const sorted = [a, b, c].sort((x, y) => scheme.compare(x, y) ?? 0);
        const [low = '', middle = '', high = ''] = sorted;
        expect(byRule(scheme, low, middle)).not.toBe('>');
        expect(byRule(scheme, low, high)).not.toBe('>');
        for (const [x, y] of [
          [a, b],
          [b, c],
          [c, a],
          [low, high],
        ] as const) {
          expect(byKey(scheme, x, y)).toBe(byRule(scheme, x, y));
          expect(byRule(scheme, y, x)).toBe(mirrored(byRule(scheme, x, y)));
        }
      }),
      { numRuns: 3_000 },
    );
  });

  it('agrees between key and comparator on versions that differ by one edit, valid or not', () => {
    const version = name === 'semver' ? anySemver : anyDebian;
    const edited = fc.tuple(version, fc.nat(), fc.constantFrom('0', '1', 'a', 'Z', '.', '-', '~', '+', ':', ''));
    fc.assert(
      fc.property(edited, ([a, at, char]) => {
        const b = a.slice(0, at % (a.length + 1)) + char + a.slice((at % (a.length + 1)) + 1);
        if (!hasOrder(scheme.read(a)) || !hasOrder(scheme.read(b))) return;
        expect(`${a} ${byKey(scheme, a, b)} ${b}`).toBe(`${a} ${byRule(scheme, a, b)} ${b}`);
      }),
      { numRuns: 10_000 },
    );
  });

  it('reads any text without throwing, and makes keys of distinct versions prefix-free', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 300 }),
        name === 'semver' ? anySemver : anyDebian,
        (junk, a) => {
          const read = scheme.read(junk);
          expect(read.key.length).toBeLessThan(2_000);
          const other = scheme.read(a);
          if (compareKeys(read.key, other.key) > 0)
            expect(compareKeys(read.key, successor(other.key))).toBeGreaterThanOrEqual(0);
        },
      ),
      { numRuns: 2_000 },
    );
  });
});

const digits = fc.oneof(
  fc.nat(3).map(String),
  fc.nat(120).map(String),
  fc.bigInt({ min: 0n, max: 10n ** 30n }).map(String),
);
const identifier = fc.oneof(digits, fc.constantFrom('alpha', 'beta', 'rc', 'a', 'A', '-', 'x-1', '1a', 'rc1'));
const anySemver = fc
  .tuple(digits, digits, digits, fc.array(identifier, { maxLength: 3 }), fc.constantFrom('', '', '+b', '+1.x'))
  .map(([a, b, c, pre, build]) => `${a}.${b}.${c}${pre.length ? `-${pre.join('.')}` : ''}${build}`);
const debianRun = fc.constantFrom('.', '+', '~', '-', 'a', 'Z', '~rc', '+deb12u', 'ubuntu', '+b', '.~', ':');
const anyDebian = fc
  .tuple(
    fc.constantFrom('', '', '', '0:', '1:', '12:'),
    fc.array(fc.tuple(digits, debianRun), { maxLength: 4 }),
    digits,
    fc.constantFrom('', '-0', '-1', '-1+b1', '-1~bpo', '-a', '-1ubuntu2'),
  )
  .map(
    ([epoch, runs, last, revision]) =>
      `${epoch || (runs.some(([, r]) => r === ':') ? '0:' : '')}${runs.map((r) => r.join('')).join('')}${last}${revision}`,
  );

describe('semver beside node-semver', () => {
  // node-semver compares numeric identifiers of pre-releases as doubles: past 2^53 it takes neighbours for equal.
  const cut = (v: string) => v.length <= 256 && !/\d{16}/.test(v) && nodeSemver.valid(v) !== null;
  it('orders 20,000 random and neighbouring pairs as it does', () => {
    fc.assert(
      fc.property(anySemver, anySemver, fc.boolean(), (a, c, near) => {
        const b = near ? a.replace(/\d+$/, (d) => String(BigInt(d) + 1n)) : c;
        fc.pre(cut(a) && cut(b));
        expect(`${a} ${byKey(semver, a, b)} ${b}`).toBe(`${a} ${relationOf(nodeSemver.compare(a, b))} ${b}`);
      }),
      { numRuns: 20_000 },
    );
  });

  it('calls well-formed what it calls valid, but for its limit on the size of numbers', () => {
    fc.assert(
      fc.property(fc.oneof(anySemver, fc.stringMatching(/^[0-9.a+v-]{1,12}$/)), (text) => {
        const theirs = nodeSemver.parse(text);
        if (theirs && !text.startsWith('v')) expect([text, semver.read(text).flags]).toEqual([text, 0]);
        if (semver.read(text).flags === 0 && !/\d{16}/.test(text))
          expect([text, theirs !== null]).toEqual([text, true]);
      }),
      { numRuns: 10_000 },
    );
  });
});

describe('debian beside others', () => {
  const hasDpkg = existsSync('/usr/bin/dpkg');
  it('orders 600 random and neighbouring pairs, and all our facts, as dpkg does', (context) => {
    context.skip(!hasDpkg, 'there is no dpkg here');
    const pairs = [
      ...facts(fixture('debian.order.txt')).map(({ a, b }) => [a, b] as const),
      ...fc.sample(fc.tuple(anyDebian, anyDebian), { numRuns: 300, seed: 12 }),
      ...fc.sample(anyDebian, { numRuns: 300, seed: 13 }).map((a) => [a, a.replace(/\d(?=\D*$)/, '0')] as const),
    ];
    const script = pairs
      .map(
        ([a, b]) =>
          `if dpkg --compare-versions '${a}' lt '${b}'; then echo '<'; elif dpkg --compare-versions '${a}' eq '${b}'; then echo '='; else echo '>'; fi`,
      )
      .join('\n');
    const said = execFileSync('/bin/sh', ['-s'], { input: script, encoding: 'utf8', stdio: ['pipe', 'pipe', 'ignore'] })
      .trim()
      .split('\n');
    expect(said.length).toBe(pairs.length);
    expect(pairs.map(([a, b]) => `${a} ${byKey(debian, a, b)} ${b}`)).toEqual(
      pairs.map(([a, b], i) => `${a} ${said[i]} ${b}`),
    );
  });

  // deb-version-compare differs from dpkg where a revision is absent or zero, where a number has leading zeros, and where one side
  // has a digit while the other has a letter; it judges the shapes on which the two agree.
  const plain = fc
    .tuple(
      fc.nat(3),
      fc.array(fc.nat(30), { minLength: 1, maxLength: 3 }),
      fc.constantFrom('', '~rc1', '+dfsg', '~beta2'),
      fc.integer({ min: 1, max: 20 }),
      fc.constantFrom('', '+deb12u1', '~bpo1', 'ubuntu3'),
    )
    .map(([epoch, nums, mid, rev, tail]) => `${epoch}:${nums.join('.')}${mid}-${rev}${tail}`);
  it('orders 10,000 plain pairs as deb-version-compare does', () => {
    fc.assert(
      fc.property(plain, plain, fc.boolean(), (a, c, near) => {
        const b = near ? a.replace(/-\d+/, (d) => `-${Number(d.slice(1)) + 1}`) : c;
        expect(`${a} ${byKey(debian, a, b)} ${b}`).toBe(`${a} ${relationOf(debVersionCompare(a, b))} ${b}`);
      }),
      { numRuns: 10_000 },
    );
  });
});

describe('what is not a version', () => {
  it.each([
    [
      'semver',
      semver,
      ['', 'latest', '*', '^1.2.3', '1.x', 'workspace:*', '1.2.3-', '1.2.3-a..b', '１.２.３', `1.${'0'.repeat(300)}.0`],
    ],
    ['debian', debian, ['', '-1', '1:', 'a:1', ':1', '1.0-', '1 2', '1.0é', `1${'.0'.repeat(200)}`]],
    ['product', productVersion, ['', 'latest', '2.1a', '7.0 SP2', '12.3(4)']],
  ] as const)('%s keeps it for equality alone', (_, scheme, texts) => {
    for (const text of texts) expect([text, scheme.read(text).flags]).toEqual([text, VERSION_FLAG.unordered]);
  });

  it('is equal to itself and to nothing else', () => {
    expect(semver.compare('latest', ' latest ')).toBe(0);
    expect(semver.compare('latest', '1.0.0')).toBeUndefined();
    expect(equalityOnly.compare('1.0', '1.0')).toBe(0);
    expect(equalityOnly.compare('1.0', '2.0')).toBeUndefined();
    expect(compareKeys(semver.read('latest').key, semver.read(' latest').key)).toBe(0);
  });
});

describe('versions of products', () => {
  it('agree with our own facts', () => {
    for (const { a, b, relation } of facts(fixture('product.order.txt')).map((f) => ({
      ...f,
      a: f.a.replaceAll('_', ' '),
      b: f.b.replaceAll('_', ' '),
    }))) {
      expect(`${a} ${byRule(productVersion, a, b)} ${b}`).toBe(`${a} ${relation} ${b}`);
      expect(`${b} ${byRule(productVersion, b, a)} ${a}`).toBe(`${b} ${mirrored(relation)} ${a}`);
    }
  });
});

describe('readings of an installed version', () => {
  const ids = (scheme: VersionScheme, installed: string, ...bounds: string[]) =>
    scheme.readings(scheme.read(installed), bounds.map(scheme.read)).map((r) => r.id);

  it('is one for a clean version', () => {
    expect(ids(semver, '1.2.3', '1.2.4')).toEqual(['as-written']);
    expect(ids(debian, '1:1.2-3', '2:1')).toEqual(['as-written']);
  });
  it('is any patch for a version of two parts', () => {
    expect(ids(semver, '1.2', '1.2.4')).toEqual(['any-patch']);
    const [reading] = semver.readings(semver.read('1.2'), []);
    expect(compareKeys(reading?.from ?? new Uint8Array(), semver.read('1.2.0').key)).toBe(0);
    expect(compareKeys(reading?.to ?? new Uint8Array(), semver.read('1.2.999').key)).toBeGreaterThan(0);
    expect(compareKeys(reading?.to ?? new Uint8Array(), semver.read('1.3.0-0').key)).toBeLessThan(0);
  });
  it('tries each epoch of the bounds where none was written', () => {
    expect(ids(debian, '1.2-3', '1:1', '2:1', '1:4')).toEqual(['as-written', 'with-epoch', 'with-epoch']);
    expect(ids(debian, '1.2-3', '1.0', '0:2')).toEqual(['as-written']);
  });
  it('tries both customs about leading zeros', () => {
    expect(ids(productVersion, '3.02', '3.1')).toEqual(['dotted', 'decimal']);
    expect(ids(productVersion, '3.2', '3.1')).toEqual(['as-written']);
  });
  it('orders a Go commit before releases, and knows nothing of it beside them where it is of a main module', () => {
    const commit = 'v0.0.0-20230101120000-0123456789ab';
    expect(go.read(commit).flags).toBe(0);
    expect(ids(go, commit, '0.0.0', '1.2.3')).toEqual(['as-written']);
    const built = ofMainModule(go.read(commit));
    expect(go.readings(built, [go.read('1.2.3')]).map((r) => r.id)).toEqual(['anywhere']);
    expect(go.readings(built, [go.read('0.0.0-20220101120000-0123456789ab')]).map((r) => r.id)).toEqual(['as-written']);
    expect(ofMainModule(go.read('v1.2.3')).flags).toBe(0);
    expect(ids(go, commit, '0.0.0-20220101120000-0123456789ab')).toEqual(['as-written']);
    expect(relationOf(go.compare('go1.22.1', '1.22.3'))).toBe('<');
    expect(go.read('(devel)').flags).toBe(VERSION_FLAG.unordered);
  });
});
