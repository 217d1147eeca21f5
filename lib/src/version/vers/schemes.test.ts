// The schemes that only vers has: each is held to its facts, and its keys to its comparator.
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareKeys, hasOrder, VERSION_FLAG, type VersionScheme } from '../index.ts';
import { schemeOfVers } from './schemes.ts';

const relationOf = (difference: number | undefined): string =>
  difference === undefined ? '?' : difference < 0 ? '<' : difference > 0 ? '>' : '=';
const byKey = (scheme: VersionScheme, a: string, b: string): string =>
  relationOf(compareKeys(scheme.read(a).key, scheme.read(b).key));
const byRule = (scheme: VersionScheme, a: string, b: string): string => relationOf(scheme.compare(a, b));
const mirrored = (relation: string): string => ({ '<': '>', '>': '<' })[relation] ?? relation;

const named = (name: string): VersionScheme => {
  const scheme = schemeOfVers(name);
  if (!scheme) throw new Error(`no scheme ${name}`);
  return scheme;
};

/** What a made-up version of each scheme looks like, and what its neighbours differ by. */
const SHAPES: readonly (readonly [name: string, shape: RegExp])[] = [
  [
    'conan',
    /^(?:\d{1,2}|[a-c*]{1,2}|\d[ab])(?:\.(?:\d{1,2}|[a-c*]{0,2}|\d[ab])){0,3}(?:-(?:rc|a)?\.?\d?)?(?:\+b?\d)?$/,
  ],
  ['gentoo', /^\d{1,2}(?:\.0?\d{1,2}){0,3}[a-c]?(?:_(?:alpha|beta|pre|rc|p)\d?){0,2}(?:-r\d)?$/],
  ['alpm', /^(?:[01]:)?(?:\d{1,2}|[ab]{1,2})(?:[._+]{0,2}(?:\d{1,2}|[ab]{1,2})){0,3}(?:-\d(?:\.\d)?)?$/],
  ['maven', /^\d{1,2}(?:[.-]?(?:\d{1,2}|alpha|b|rc|sp|x|final)){0,4}$/],
  ['openssl', /^[0-3]\.\d\.\d{1,2}(?:z?[a-d])?(?:-(?:alpha|beta|pre|dev)\d{0,2})?$/],
  ['intdot', /^0?\d{1,2}(?:\.0?\d{1,2}){0,4}(?:rc1)?$/],
  ['lexicographic', /^[a-cA-Zé😀-😃～]{0,3}$/u],
  ['datetime', /^20[0-2]\d-(?:0[1-9]|1[0-2])-[0-2]\dT(?:[01]\d):[0-5]\d:[0-5]\d(?:\.\d{1,3})?(?:Z|[+-]0\d:[03]0)$/],
];

describe.each(SHAPES)('the order of %s', (name, shape) => {
  const scheme = named(name);
  const version = fc.stringMatching(shape);
  /** Keys cannot say what is not transitive: some of Conan's and Maven's shapes, Arch's versions without a release. */
  const comparable = (a: string, b: string): boolean => {
    const [x, y] = [scheme.read(a), scheme.read(b)];
    if (!hasOrder(x) || !hasOrder(y) || (x.flags | y.flags) & VERSION_FLAG.ambiguous) return false;
    return name !== 'alpm' || (x.flags & VERSION_FLAG.partial) === (y.flags & VERSION_FLAG.partial);
  };

  it('agrees with our own facts, by key and by comparator, both ways', () => {
    const file = new URL(`../fixtures/${scheme.name}.order.txt`, import.meta.url);
    const facts = readFileSync(file, 'utf8')
      .split('\n')
      .flatMap((line) => {
        const m = /^(?!#)(.+) ([<=]) (.+)$/.exec(line);
        return m ? [{ a: m[1] ?? '', relation: m[2] ?? '', b: m[3] ?? '' }] : [];
      });
    expect(facts.length).toBeGreaterThan(7);
    for (const { a, b, relation } of facts) {
      if (comparable(a, b)) expect(`${a} ${byKey(scheme, a, b)} ${b}`).toBe(`${a} ${relation} ${b}`);
      expect(`${a} ${byRule(scheme, a, b)} ${b}`).toBe(`${a} ${relation} ${b}`);
      expect(`${b} ${byRule(scheme, b, a)} ${a}`).toBe(`${b} ${mirrored(relation)} ${a}`);
    }
  });

  it('is the same by key as by comparator, for random pairs and for neighbours', () => {
    const edited = fc.tuple(version, version, fc.nat(), fc.constantFrom('', '0', '1', 'a', '.', '-', '_', '+', 'Z'));
    let compared = 0;
    fc.assert(
      fc.property(edited, fc.boolean(), ([a, other, at, char], near) => {
        const place = at % (a.length + 1);
        const b = near ? a.slice(0, place) + char + a.slice(place + 1) : other;
        if (!b.isWellFormed() || !comparable(a, b)) return;
        compared += 1;
        expect(`${a} ${byKey(scheme, a, b)} ${b}`).toBe(`${a} ${byRule(scheme, a, b)} ${b}`);
        expect(`${b} ${byRule(scheme, b, a)} ${a}`).toBe(`${b} ${mirrored(byRule(scheme, a, b))} ${a}`);
      }),
      { numRuns: 20_000 },
    );
    expect(compared).toBeGreaterThan(5_000);
  });

  it('reads any text without throwing, and keeps what it cannot read for equality', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), version, (junk, a) => {
        const read = scheme.read(junk);
        expect(read.key.length).toBeLessThan(1_400);
        expect(read.key[0] ?? 0).toBeLessThan(0xff);
        expect(scheme.readings(read, []).length).toBe(1);
        if (!hasOrder(read) && junk.trim() !== a) expect(scheme.compare(junk, a)).toBeUndefined();
        expect(scheme.compare(junk, junk)).toBe(0);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('what a scheme of vers cannot order', () => {
  it.each([
    ['conan', ['', '1 2', 'é']],
    ['gentoo', ['', '1.', '1.0-r', '1.0_x', '1.0B', '9999-r1-r2']],
    ['alpm', ['', '.1', '1.', '1-', '1 2', '1:']],
    ['openssl', ['', '1', '1.0.2k-rhel', 'fips-2.0']],
    ['intdot', ['', 'v1', '.1', 'latest']],
    ['lexicographic', ['\ud800']],
    ['datetime', ['', '2026-11-22', '2026-02-30T00:00:00Z', '2026-11-22T24:00:00Z', '2026-11-22T10:00:00']],
  ])('%s keeps it for equality alone', (name, texts) => {
    for (const text of texts) expect([text, named(name).read(text).flags]).toEqual([text, VERSION_FLAG.unordered]);
  });

  it('is nothing in a scheme that is not known', () => {
    for (const name of ['frobnix', '__proto__', 'constructor', '']) expect(schemeOfVers(name)).toBeUndefined();
  });
});

describe('an Arch version without a release', () => {
  const arch = named('alpm');
  it('is equal to all its releases, and stands for any of them', () => {
    for (const release of ['1.5-1', '1.5-2', '1.5-10.1']) expect(arch.compare('1.5', release)).toBe(0);
    const span = arch.boundSpan?.(arch.read('1.5'));
    const [reading] = arch.readings(arch.read('1.5'), []);
    expect(reading).toEqual({ id: 'any-patch', ...span });
    for (const [other, side] of [
      ['1.4-9', -1],
      ['1.5a-1', -1],
      ['1.5.0-1', 1],
      ['1.5.a-1', 1],
      ['1.6-1', 1],
    ] as const) {
      const key = arch.read(other).key;
      expect([other, Math.sign(compareKeys(key, span?.from ?? key))]).toEqual([other, side]);
      expect([other, Math.sign(compareKeys(key, span?.to ?? key))]).toEqual([other, side]);
    }
    for (const release of ['1.5-1', '1.5-zz.9']) {
      const key = arch.read(release).key;
      expect(compareKeys(key, span?.from ?? key)).toBeGreaterThan(0);
      expect(compareKeys(key, span?.to ?? key)).toBeLessThan(0);
    }
  });
});
