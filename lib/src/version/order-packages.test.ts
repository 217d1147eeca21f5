// Maven, RPM and Alpine: keys order as the comparator does, and both as our facts and the outside fixtures say. What the native tools say
// is judged by conformance/native.
import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alpine, compareKeys, ecosystem, maven, rpm, VERSION_FLAG, type VersionScheme } from './index.ts';

const OUTSIDE = new URL('../../../../shared/data/version-ordering/', import.meta.url);
const fixture = (name: string): string[] =>
  readFileSync(new URL(`./fixtures/${name}`, import.meta.url), 'utf8').split('\n');
const outside = (name: string): string[] => readFileSync(new URL(name, OUTSIDE), 'utf8').split('\n');

const facts = (lines: readonly string[]): (readonly [string, string, string])[] =>
  lines.flatMap((line) => {
    const m = /^(?!#|\/\/)(.+) ([<=>]) (.+)$/.exec(line);
    return m ? [[m[1] ?? '', m[2] ?? '', m[3] ?? ''] as const] : [];
  });
const relation = (difference: number | undefined): string =>
  difference === undefined ? '?' : difference < 0 ? '<' : difference > 0 ? '>' : '=';
const byKey = (scheme: VersionScheme, a: string, b: string): string =>
  relation(compareKeys(scheme.read(a).key, scheme.read(b).key));
const byRule = (scheme: VersionScheme, a: string, b: string): string => relation(scheme.compare(a, b));
const mirrored = (sign: string): string => ({ '<': '>', '>': '<' })[sign] ?? sign;
const has = (scheme: VersionScheme, text: string, flag: number): boolean => (scheme.read(text).flags & flag) !== 0;

const number = fc.oneof(fc.nat(3).map(String), fc.nat(120).map(String), fc.constantFrom('0', '00', '01', '20231101'));
const soup = (words: readonly string[], separators: readonly string[], first = number): fc.Arbitrary<string> =>
  fc
    .tuple(
      first,
      fc.array(fc.tuple(fc.constantFrom(...separators), fc.oneof(number, fc.constantFrom(...words))), { maxLength: 5 }),
    )
    .map(([head, tail]) => head + tail.map((pair) => pair.join('')).join(''));
const anyMaven = soup(
  ['rc', 'a', 'b', 'alpha', 'sp', 'xyz', 'final', 'ga', 'SNAPSHOT', 'm', 'x', 'jre', 'redhat'],
  ['.', '-', '', '.', '-'],
);
const anyRpm = fc
  .tuple(
    fc.constantFrom('', '', '0:', '1:', ':', '01:'),
    soup(['a', 'Z', 'rc', 'git', ''], ['.', '~', '^', '_', '+', '']),
    fc.constantFrom('', '-1', '-2.el9', '-2.el9_4', '-', '-1.module+el9', '-0'),
  )
  .map((parts) => parts.join(''));
const anyAlpine = fc
  .tuple(
    soup(['a', 'p', 'z'], ['.', '.', '.', '']),
    fc.constantFrom('', '_rc', '_rc1', '_p', '_p2', '_alpha_pre2', '_git2023', '~0a1b', '_blah', '_p1_rc1'),
    fc.constantFrom('', '-r0', '-r1', '-r10', '-r', '-1', '-r1-r2'),
  )
  .map((parts) => parts.join(''));

const SCHEMES = [
  { scheme: maven, any: anyMaven, file: 'maven', gaps: ['1-1 = 1-ga-1'] },
  { scheme: rpm, any: anyRpm, file: 'redhat', gaps: [] },
  { scheme: alpine, any: anyAlpine, file: 'alpine', gaps: ['a < b', 'c > b'] },
] as const;

describe.each(SCHEMES)('the order of $scheme.name', ({ scheme, any, file, gaps }) => {
  it('agrees with our own facts, by key and by comparator, both ways', () => {
    const all = facts(fixture(`${scheme.name}.order.txt`));
    expect(all.length).toBeGreaterThan(25);
    for (const [a, sign, b] of all) {
      expect(`${a} ${byKey(scheme, a, b)} ${b}`).toBe(`${a} ${sign} ${b}`);
      expect(`${a} ${byRule(scheme, a, b)} ${b}`).toBe(`${a} ${sign} ${b}`);
      expect(`${b} ${byRule(scheme, b, a)} ${a}`).toBe(`${b} ${mirrored(sign)} ${a}`);
    }
  });

  // 1-1 and 1-ga-1: Maven itself puts the second later. A version that is one letter has no number, so it is no version here.
  it('agrees with every outside fixture but for the listed gaps', (context) => {
    context.skip(!existsSync(OUTSIDE), '../shared/data is absent');
    const all = facts(outside(`osv-scalibr/semantic/testdata/${file}-versions.txt`));
    const wrong = all.filter(
      ([a, sign, b]) =>
        byKey(scheme, a, b) !== sign || byRule(scheme, a, b) !== sign || byRule(scheme, b, a) !== mirrored(sign),
    );
    console.log(`${scheme.name}: ${all.length - wrong.length} of ${all.length} outside pairs hold in both directions`);
    expect(wrong.map((fact) => fact.join(' '))).toEqual(gaps);
  });

  it('is total, antisymmetric and transitive where it is not flagged, and keys say the same', () => {
    fc.assert(
      fc.property(any, any, any, (a, b, c) => {
        fc.pre([a, b, c].every((v) => !has(scheme, v, VERSION_FLAG.ambiguous | VERSION_FLAG.unordered)));
        const [low = '', middle = '', high = ''] = [a, b, c].sort((x, y) => scheme.compare(x, y) ?? 0);
        expect([low, byRule(scheme, low, middle), middle]).not.toContain('>');
        expect([low, byRule(scheme, low, high), high]).not.toContain('>');
        for (const [x, y] of [
          [a, b],
          [b, c],
          [c, a],
        ] as const) {
          expect(`${x} ${byKey(scheme, x, y)} ${y}`).toBe(`${x} ${byRule(scheme, x, y)} ${y}`);
          expect(byRule(scheme, y, x)).toBe(mirrored(byRule(scheme, x, y)));
        }
      }),
      { numRuns: 5_000 },
    );
  });

  it('agrees between key and comparator on versions that differ by one edit, valid or not', () => {
    const edit = fc.constantFrom('0', '1', 'a', 'Z', '.', '-', '~', '^', '+', ':', '_', 'é', '');
    fc.assert(
      fc.property(any, fc.nat(), edit, ([...chars], at, char) => {
        const a = chars.join('');
        const b = a.slice(0, at % (a.length + 1)) + char + a.slice((at % (a.length + 1)) + 1);
        fc.pre([a, b].every((v) => !has(scheme, v, VERSION_FLAG.ambiguous | VERSION_FLAG.unordered)));
        expect(`${a} ${byKey(scheme, a, b)} ${b}`).toBe(`${a} ${byRule(scheme, a, b)} ${b}`);
      }),
      { numRuns: 10_000 },
    );
  });

  it('makes one key of versions that are equal, flagged or not, and others of all others', () => {
    fc.assert(
      fc.property(any, any, (a, b) => {
        expect([a, b, byKey(scheme, a, b) === '=']).toEqual([a, b, byRule(scheme, a, b) === '=']);
      }),
      { numRuns: 5_000 },
    );
  });

  it('reads any text without throwing, in time that does not grow with tricks', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (junk) => {
        expect(scheme.read(junk).key.length).toBeLessThan(1_024);
        scheme.compare(junk, '1.0');
      }),
      { numRuns: 2_000 },
    );
    for (const piece of ['-', '.', '1', 'a', '1a', '0.', '-0', '_p1', '~', '^', ':', '.module+'])
      scheme.compare(piece.repeat(100_000), `${piece.repeat(250 / piece.length)}1`);
  });
});

describe('Maven', () => {
  it('flags what stands in a circle, and compares it as Maven does', () => {
    const all = facts(fixture('maven.circles.txt'));
    expect(all.length).toBeGreaterThan(10);
    for (const [a, sign, b] of all) expect(`${a} ${byRule(maven, a, b)} ${b}`).toBe(`${a} ${sign} ${b}`);
    for (let i = 0; i < all.length; i += 3) {
      const circle = all.slice(i, i + 3).flatMap(([a, , b]) => [a, b]);
      expect([circle, circle.some((v) => has(maven, v, VERSION_FLAG.ambiguous))]).toEqual([circle, true]);
    }
  });
  it.each(['[1.0,2.0)', '(,1.0]', '1.0,2.0', '1 2', '', '1.0 x', '1.0/2'])('takes %j for no version', (text) => {
    expect(maven.read(text).flags).toBe(VERSION_FLAG.unordered);
  });
  it('knows vendors’ rebuilds', () => {
    for (const text of [
      '2.0.0.redhat-00001',
      '1.2.3.Final-redhat-2',
      '2.6.0-cdh5.4.0',
      '1.0.0.SP1-redhat-1',
      '4.2.wso2v1',
    ])
      expect([text, has(maven, text, VERSION_FLAG.stream)]).toEqual([text, true]);
    for (const text of ['2.0.0', '31.1-jre', '1.0.Final', '1.0-fused'])
      expect(has(maven, text, VERSION_FLAG.stream)).toBe(false);
    expect(maven.sameStream?.(maven.read('2.0.0.redhat-1'), maven.read('2.0.0.redhat-2'))).toBe(true);
    expect(maven.sameStream?.(maven.read('2.0.0.redhat-1'), maven.read('2.0.0'))).toBe(false);
  });
});

describe('RPM', () => {
  it('calls well-formed what rpmbuild makes', () => {
    for (const text of ['1.0-1', '1:1.0~rc1^git2-1.el9_4.2', '2.38-150600.12.1'])
      expect(rpm.read(text).flags & VERSION_FLAG.malformed).toBe(0);
    for (const text of ['a:1-1', '1-', ':1-1', '1.α-1', '1-1-1', '-1', '+-1'])
      expect([text, has(rpm, text, VERSION_FLAG.malformed)]).toEqual([text, true]);
  });
  it('reads a version without a release as any release of it, and without an epoch as of every epoch of the bounds', () => {
    const readings = (text: string, ...bounds: string[]) => rpm.readings(rpm.read(text), bounds.map(rpm.read));
    expect(readings('1:1.0-1', '2:1-1').map((r) => r.id)).toEqual(['as-written']);
    expect(readings('1.0-1', '1:1-1', '1:2-1').map((r) => r.id)).toEqual(['as-written', 'with-epoch']);
    const [any] = readings('0:1.0', '0:1.0-5');
    expect(any?.id).toBe('any-patch');
    expect(compareKeys(any?.to ?? new Uint8Array(), rpm.read('1.0-99').key)).toBeGreaterThan(0);
    expect(compareKeys(any?.to ?? new Uint8Array(), rpm.read('1.0.0-0').key)).toBeLessThan(0);
    const [, epoch] = readings('1.0', '1:1.0-5');
    expect(compareKeys(epoch?.to ?? new Uint8Array(), rpm.read('1:1.0-99').key)).toBeGreaterThan(0);
  });
});

describe('Alpine', () => {
  it('calls valid what the distribution’s own data calls valid, and nothing else', (context) => {
    context.skip(!existsSync(OUTSIDE), '../shared/data is absent');
    const list = (name: string) =>
      outside(`osv.dev/vulnfeeds/cmd/converters/alpine/fixtures/${name}_versions.txt`).filter(
        (line) => line !== '' && !line.startsWith('#'),
      );
    expect(list('valid').filter((text) => alpine.read(text).flags !== 0)).toEqual([]);
    expect(list('invalid').filter((text) => alpine.read(text).flags === 0)).toEqual([]);
    expect(list('valid').length + list('invalid').length).toBeGreaterThan(150);
  });
  it('says nothing past the place where a version goes wrong', () => {
    const [cut] = alpine.readings(alpine.read('57-1-r2'), [alpine.read('57-r3')]);
    expect(cut?.id).toBe('any-rest');
    for (const inside of ['57-1-r9', '57-r0', '57.1', '57_rc1'])
      expect([inside, compareKeys(cut?.to ?? new Uint8Array(), alpine.read(inside).key) > 0]).toEqual([inside, true]);
    expect(compareKeys(cut?.to ?? new Uint8Array(), alpine.read('58').key)).toBeLessThan(0);
    const [clean] = alpine.readings(alpine.read('57-r3'), [alpine.read('57-1-r2')]);
    expect(clean?.boundKey?.(alpine.read('57-1-r2'))).toBeUndefined();
    expect(clean?.boundKey?.(alpine.read('58-1-r2'))).toBeDefined();
  });
});

describe('the release of a distribution', () => {
  it.each(
    fixture('releases.txt')
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((line) => line.split(/ +-> /)),
  )('%s is %s', (name = '', namespace) => {
    expect(ecosystem(name).namespace).toBe(namespace);
    expect(ecosystem(name).scheme).toBeDefined();
  });
});
