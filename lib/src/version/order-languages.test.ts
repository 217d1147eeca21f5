// PyPI, NuGet, RubyGems, Pub, Packagist, CRAN, Hackage: keys order as the comparator does, and both as our facts say. The outside lines
// are judged by conformance/versions.
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareKeys, ecosystem, equalityOnly, VERSION_FLAG, type VersionScheme } from './index.ts';

const relation = (difference: number | undefined): string =>
  difference === undefined ? '?' : difference < 0 ? '<' : difference > 0 ? '>' : '=';
const byKey = (scheme: VersionScheme, a: string, b: string): string =>
  relation(compareKeys(scheme.read(a).key, scheme.read(b).key));
const byRule = (scheme: VersionScheme, a: string, b: string): string => relation(scheme.compare(a, b));
const mirrored = (sign: string): string => ({ '<': '>', '>': '<' })[sign] ?? sign;

const number = fc.oneof(fc.nat(3).map(String), fc.nat(120).map(String), fc.constantFrom('0', '00', '01', '20231101'));
const soup = (words: readonly string[], separators: readonly string[]): fc.Arbitrary<string> =>
  fc
    .tuple(
      number,
      fc.array(fc.tuple(fc.constantFrom(...separators), fc.oneof(number, fc.constantFrom(...words))), { maxLength: 6 }),
    )
    .map(([head, tail]) => head + tail.map((pair) => pair.join('')).join(''));

const SCHEMES = [
  ['PyPI', soup(['a', 'b1', 'rc', 'dev', 'post1', 'post', 'ubuntu', '1!2'], ['.', '.', '', '-', '+'])],
  ['NuGet', soup(['alpha', 'BETA', 'beta', 'rc1', '-'], ['.', '.', '-', '+'])],
  ['RubyGems', soup(['a', 'b', 'rc', 'B', 'pre'], ['.', '.', '', '-'])],
  ['Pub', soup(['alpha', 'dev', 'x'], ['.', '.', '-', '+'])],
  ['Packagist', soup(['alpha', 'a', 'beta', 'RC', 'dev', 'p', 'pl', 'foo'], ['.', '-', '', '_', '+'])],
  ['CRAN', soup(['1'], ['.', '-'])],
  ['Hackage', soup(['1'], ['.'])],
] as const;

describe.each(SCHEMES)('the order of %s', (name, any) => {
  const scheme = ecosystem(name).scheme ?? equalityOnly;
  const unordered = (text: string): boolean => (scheme.read(text).flags & VERSION_FLAG.unordered) !== 0;

  it('agrees with our own facts, by key and by comparator, both ways', () => {
    const lines = readFileSync(new URL(`./fixtures/${scheme.name}.order.txt`, import.meta.url), 'utf8').split('\n');
    const facts = lines.flatMap((line) => {
      const m = /^(?!#)(\S+) ([<=>]) (\S+)$/.exec(line);
      return m ? [[m[1] ?? '', m[2] ?? '', m[3] ?? ''] as const] : [];
    });
    expect(facts.length).toBeGreaterThan(2);
    for (const [a, sign, b] of facts) {
      expect(`${a} ${byKey(scheme, a, b)} ${b}`).toBe(`${a} ${sign} ${b}`);
      expect(`${a} ${byRule(scheme, a, b)} ${b}`).toBe(`${a} ${sign} ${b}`);
      expect(`${b} ${byRule(scheme, b, a)} ${a}`).toBe(`${b} ${mirrored(sign)} ${a}`);
    }
  });

  it('is total, antisymmetric and transitive, and keys say the same', () => {
    let ordered = 0;
    fc.assert(
      fc.property(any, any, any, (a, b, c) => {
        if ([a, b, c].some(unordered)) return;
        ordered += 1;
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
      { numRuns: 4_000 },
    );
    expect(ordered).toBeGreaterThan(100);
  });

  it('agrees between key and comparator on versions that differ by one edit', () => {
    const edit = fc.constantFrom('0', '1', 'a', 'Z', '.', '-', '+', '_', 'é', '');
    fc.assert(
      fc.property(any, fc.nat(), edit, ([...chars], at, char) => {
        const a = chars.join('');
        const place = at % (a.length + 1);
        const b = a.slice(0, place) + char + a.slice(place + 1);
        if ([a, b].some(unordered)) return;
        expect(`${a} ${byKey(scheme, a, b)} ${b}`).toBe(`${a} ${byRule(scheme, a, b)} ${b}`);
      }),
      { numRuns: 8_000 },
    );
  });

  it('has keys under 1 KB that no other kind of key can be taken for, whatever the text', () => {
    fc.assert(
      fc.property(fc.oneof(any, fc.string(), fc.string({ minLength: 250, maxLength: 400 })), (text) => {
        const { key, flags } = scheme.read(text);
        expect(key.length).toBeLessThan(1_024);
        expect(key[0]).toBeLessThan(flags & VERSION_FLAG.unordered ? 0xff : 0xfe);
        expect(scheme.readings(scheme.read(text), []).length).toBeGreaterThan(0);
      }),
    );
    expect(scheme.read(`1${'.1'.repeat(127)}`).key.length).toBeLessThan(1_024);
  });
});

it('branches of Packagist have no place among releases', () => {
  const { scheme } = ecosystem('Packagist');
  for (const branch of ['dev-main', 'dev-1.0', '2.x-dev', '1.0.x-dev', '2.*'])
    expect(scheme?.compare(branch, '1.0.0'), branch).toBeUndefined();
});
