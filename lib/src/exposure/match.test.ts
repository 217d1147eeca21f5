// The traps of matching, one a line in fixtures/cases.txt, and what verdicts must carry.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Advisory, Affected, AffectedRange, RangeEvent } from '../advisory/index.ts';
import { compareKeys, keyFromHex } from '../version/index.ts';
import {
  buildIndex,
  type CompiledAdvisory,
  compile,
  EXPOSURE_REASONS,
  type Identifiable,
  MATCH_RULE,
  type Match,
} from './index.ts';

const advisory = (affected: readonly Affected[], more: Partial<Advisory> = {}): Advisory => ({
  id: 'TEST-1',
  aliases: [],
  related: [],
  upstream: [],
  summary: '',
  details: '',
  modified: '2026-01-01T00:00:00.000Z',
  vectors: [],
  weaknesses: [],
  affected,
  references: [],
  credits: [],
  informational: false,
  ...more,
});
const entry = (
  ecosystem: string,
  name: string,
  ranges: readonly AffectedRange[],
  versions: readonly string[] = [],
): Affected => ({ ecosystem, name, ranges, versions, ...(ecosystem === 'product' ? { vendor: 'Acme' } : {}) });
const range = (...events: RangeEvent[]): AffectedRange => ({ type: 'ECOSYSTEM', events });
const below = (fixed: string): AffectedRange => range({ introduced: '0' }, { fixed });
const component = (more: Partial<Identifiable>): Identifiable => ({ name: 'thing', kind: 'library', ...more });
const deb = (rest: string): Identifiable => component({ purl: `pkg:deb/debian/${rest}` });

function explain(compiled: CompiledAdvisory | readonly CompiledAdvisory[], subject: Identifiable): readonly Match[] {
  return buildIndex([compiled].flat()).explain(subject);
}
const short = (matches: readonly Match[]): string[] =>
  matches.map((m) => `${m.state} ${m.reason.code} ${m.evidence.advisory}`);

describe('the traps', () => {
  const lines = readFileSync(new URL('./fixtures/cases.txt', import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  it('are many', () => expect(lines.length).toBeGreaterThan(80));

  it.each(lines)('%s', (line) => {
    const [ecosystem = '', ranges = '', versions = '', installed = '', wanted = ''] =
      line.split('|').length === 5 ? line.split('|').map((c) => c.trim()) : splitCells(line);
    const compiled = compile(
      advisory([entry(ecosystem, 'thing', readRanges(ranges), versions.split(' ').filter(Boolean))]),
    );
    const [found] = explain(compiled, subjectOf(ecosystem, installed === '-' ? undefined : installed));
    const [state, code] = wanted.split(' ');
    expect(`${found?.state} ${found?.reason.code}`).toBe(`${state} ${code}`);
    if (found?.state === 'not_affected') expectProof(found);
    if (found?.state === 'affected') expect(found.evidence.interval).toBeDefined();
  });

  /** Lines whose ranges hold `||`. */
  function splitCells(line: string): string[] {
    return line
      .replaceAll('||', '\u0000')
      .split('|')
      .map((c) => c.replaceAll('\u0000', '||').trim());
  }
  function readRanges(text: string): AffectedRange[] {
    return text
      .split('||')
      .map((t) => t.trim())
      .filter(Boolean)
      .map((part) => {
        const events = part
          .replace('GIT ', '')
          .split(' ')
          .map(
            (word): RangeEvent =>
              word.startsWith('>=')
                ? { introduced: word.slice(2) }
                : word.startsWith('<=')
                  ? { lastAffected: word.slice(2) }
                  : word.startsWith('<')
                    ? { fixed: word.slice(1) }
                    : { limit: word.slice(1) },
          );
        return part.startsWith('GIT ') ? { type: 'GIT', repo: 'https://example.org/r', events } : range(...events);
      });
  }
  function subjectOf(ecosystem: string, version: string | undefined): Identifiable {
    const stated = version === undefined ? {} : { version };
    const at = version === undefined ? '' : `@${encodeURIComponent(version)}`;
    if (ecosystem === 'npm') return component({ purl: `pkg:npm/thing${at}` });
    if (ecosystem === 'PyPI') return component({ purl: `pkg:pypi/thing${at}` });
    if (ecosystem === 'Go') return component({ purl: `pkg:golang/thing${at}` });
    if (ecosystem === 'product') return component({ kind: 'product', vendor: 'ACME Inc.', name: 'Thing', ...stated });
    if (ecosystem.startsWith('Debian')) return deb(`thing${at}?distro=debian-12`);
    if (ecosystem === 'Bitnami') return component({ purl: `pkg:bitnami/thing${at}` });
    throw new Error(`no component of ${ecosystem} here`);
  }
});

/** The proof can be checked from the evidence alone: the version's key is past the one interval and before the other. */
function expectProof({ evidence }: Match): void {
  const key = keyFromHex(evidence.version?.key ?? '');
  if (evidence.below) expect(compareKeys(keyFromHex(evidence.below.hi), key)).toBeLessThanOrEqual(0);
  if (evidence.above) expect(compareKeys(keyFromHex(evidence.above.lo), key)).toBeGreaterThan(0);
}

describe('a distribution', () => {
  const openssl = compile(
    advisory([
      entry('Debian:12', 'openssl', [below('3.0.11-1~deb12u2')]),
      entry('Debian:11', 'openssl', [below('1.1.1w-0+deb11u1')]),
    ]),
  );

  it('judges a component by the advisories of its own release', () => {
    expect(short(explain(openssl, deb('openssl@3.0.11-1~deb12u1?distro=debian-12')))).toEqual([
      'affected inside-interval TEST-1',
    ]);
    expect(short(explain(openssl, deb('openssl@3.0.11-1~deb12u1?distro=debian-12.5')))).toEqual([
      'affected inside-interval TEST-1',
    ]);
    expect(short(explain(openssl, deb('openssl@3.0.11-1~deb12u1?distro=bookworm')))).toEqual([
      'affected inside-interval TEST-1',
    ]);
    expect(short(explain(openssl, deb('openssl@3.0.11-1~deb12u1?distro=debian-11')))).toEqual([
      'not_affected outside-intervals TEST-1',
    ]);
    expect(short(explain(openssl, deb('openssl@3.0.11-1~deb12u1?distro=debian-13')))).toEqual([]);
  });

  it('never judges it by upstream ranges or those of another distribution', () => {
    const others = [
      compile(advisory([entry('Ubuntu:22.04:LTS', 'openssl', [below('9')])])),
      compile(advisory([entry('npm', 'openssl', [below('9.0.0')])])),
      compile(advisory([entry('OSS-Fuzz', 'openssl', [below('9')])])),
    ];
    expect(explain(others, deb('openssl@3.0.11-1?distro=debian-12'))).toEqual([]);
  });

  it('names source packages: the binary is followed to its source, and to its source version', () => {
    const [found] = explain(openssl, deb('libssl3@3.0.11-1~deb12u1%2Bb1?arch=amd64&distro=debian-12&upstream=openssl'));
    expect([found?.state, found?.evidence.via, found?.tier]).toEqual(['affected', 'upstream-qualifier', 'vendor']);
    expect(found?.fixedIn).toBe('3.0.11-1~deb12u2');
    expect(
      short(explain(openssl, deb('libssl3@1:7.7-1?distro=debian-12&upstream=openssl%403.0.11-1~deb12u2'))),
    ).toEqual(['not_affected outside-intervals TEST-1']);
    expect(explain(openssl, deb('libssl3@3.0.11-1~deb12u1?distro=debian-12'))).toEqual([]);
    const lastAffected = compile(
      advisory([entry('Debian:12', 'foo', [range({ introduced: '0' }, { lastAffected: '1.0-1' })])]),
    );
    expect(short(explain(lastAffected, deb('foo@1.0-1%2Bb3?arch=amd64&distro=debian-12')))).toEqual([
      'affected inside-interval TEST-1',
    ]);
    expect(short(explain(lastAffected, deb('foo@1.0-1%2Bb3?arch=source&distro=debian-12')))).toEqual([
      'not_affected outside-intervals TEST-1',
    ]);
  });

  it('leaves a component that does not say its release undetermined, and says so', () => {
    expect(short(explain(openssl, deb('openssl@3.0.11-1')))).toEqual(['undetermined release-unknown TEST-1']);
    expect(explain(openssl, deb('zlib@1.0-1'))).toEqual([]);
  });

  it('leaves it undetermined where the advisory does not say the release, unless all versions are affected or it is past the fix', () => {
    const unspecific = compile(advisory([entry('Debian', 'openssl', [below('3.1-1')])]));
    expect(short(explain(unspecific, deb('openssl@3.0-1?distro=debian-12')))).toEqual([
      'undetermined release-not-stated TEST-1',
    ]);
    expect(short(explain(unspecific, deb('openssl@3.2-1?distro=debian-12')))).toEqual([
      'not_affected outside-intervals TEST-1',
    ]);
    const all = compile(advisory([entry('Debian', 'openssl', [range({ introduced: '0' })])]));
    expect(short(explain(all, deb('openssl@3.2-1?distro=debian-12')))).toEqual(['affected all-versions TEST-1']);
  });

  it('takes an epoch from its qualifier', () => {
    const epoch = compile(advisory([entry('Debian:12', 'foo', [below('1:2.0-1')])]));
    expect(short(explain(epoch, deb('foo@2.4-1?distro=debian-12&epoch=1')))).toEqual([
      'not_affected outside-intervals TEST-1',
    ]);
  });
});

describe('products', () => {
  const pump = compile(
    advisory([{ ...entry('product', 'Infusomat® Space', [below('5.10')]), vendor: 'B. Braun Melsungen AG' }]),
  );
  const row = (vendor: string | undefined, name: string, version?: string): Identifiable => ({
    kind: 'product',
    name,
    ...(vendor ? { vendor } : {}),
    ...(version ? { version } : {}),
  });

  it('match by folded vendor and product exactly, and then by version', () => {
    expect(short(explain(pump, row('b braun melsungen', 'INFUSOMAT SPACE', 'v5.9')))).toEqual([
      'affected inside-interval TEST-1',
    ]);
    expect(short(explain(pump, row('B. Braun Melsungen', 'Infusomat Space', '5.10')))).toEqual([
      'not_affected outside-intervals TEST-1',
    ]);
    expect(short(explain(pump, row('B. Braun Melsungen', 'Infusomat Space')))).toEqual([
      'undetermined version-missing TEST-1',
    ]);
    expect(short(explain(pump, row('B. Braun Melsungen', 'Infusomat Space', 'SP2')))).toEqual([
      'undetermined version-unordered TEST-1',
    ]);
    expect(explain(pump, row('B. Braun Melsungen', 'Infusomat Space P', '5.9'))).toEqual([]);
    expect(explain(pump, row('Braun', 'Infusomat Space', '5.9'))).toEqual([]);
    expect(explain(pump, row('B. Braun Melsungen', 'Infusomat Space', 'v5.9'))[0]?.tier).toBe('heuristic');
  });

  it('and components that cannot be looked up say why', () => {
    const index = buildIndex([pump]);
    expect(index.verdict(row(undefined, 'Infusomat Space', '5.9')).reason.code).toBe('vendor-missing');
    expect(index.verdict(component({ badPurl: 'pkg:' })).reason.code).toBe('purl-invalid');
    expect(index.verdict(component({ cpe: 'cpe:2.3:a:*:*:1:*:*:*:*:*:*:*' })).reason.code).toBe('cpe-only');
    expect(index.verdict(component({})).reason.code).toBe('no-identity');
    expect(index.verdict(component({ purl: 'pkg:npm/unheard-of@1.0.0' })).state).toBe('no_advisory');
  });
});

describe('a compiled advisory', () => {
  it('claims nothing once withdrawn', () => {
    const affected = [entry('npm', 'thing', [below('1.2.0')])];
    expect(compile(advisory(affected)).claims).toHaveLength(1);
    expect(compile(advisory(affected, { withdrawn: '2026-02-01T00:00:00.000Z' }))).toMatchObject({
      withdrawn: true,
      claims: [],
    });
  });

  it('says which parts claim nothing and why', () => {
    const commits: AffectedRange = { type: 'GIT', repo: 'https://example.org/r', events: [{ introduced: '0' }] };
    const compiled = compile(
      advisory([
        entry('npm', 'thing', [commits, below('1.0.0')]),
        entry('npm', 'other', []),
        entry('GIT', '', [commits]),
        entry('npm', 'bad', [range({ fixed: '1.0.0' }), below('x')]),
        entry('Bitnami', 'boxed', [below('1')]),
      ]),
    );
    expect(compiled.noClaims).toEqual([
      { path: '/affected/0/ranges/0', reason: 'git-range' },
      { path: '/affected/1', reason: 'nothing-claimed' },
      { path: '/affected/2', reason: 'no-package' },
      { path: '/affected/3/ranges/0', reason: 'no-introduced' },
      { path: '/affected/3/ranges/1', reason: 'bound-unreadable' },
      { path: '/affected/4/ranges/0', reason: 'ecosystem-unordered' },
    ]);
    expect(compiled.claims.map((c) => `${c.namespace}/${c.name}`)).toEqual(['npm/thing', 'npm/bad', 'bitnami/boxed']);
  });

  it('joins overlapping and neighbouring ranges and listed versions, and is the same from any order', () => {
    const ranges = [
      range({ introduced: '1.0.0' }, { fixed: '1.5.0' }),
      range({ introduced: '1.2.0' }, { fixed: '2.0.0' }),
      range({ introduced: '2.0.0' }, { fixed: '2.1.0' }),
    ];
    const versions = ['1.3.0', '2.1.0', '9.0.0'];
    const show = (compiled: CompiledAdvisory) =>
      compiled.claims[0]?.intervals.map((i) => `${i.from} ${i.to?.kind} ${i.to?.version}`);
    const expected = ['1.0.0 listed 2.1.0', '9.0.0 listed 9.0.0'];
    expect(show(compile(advisory([entry('npm', 'thing', ranges, versions)])))).toEqual(expected);
    expect(show(compile(advisory([entry('npm', 'thing', ranges.toReversed(), versions.toReversed())])))).toEqual(
      expected,
    );
    expect(
      show(
        compile(
          advisory([entry('npm', 'thing', ranges.slice(0, 1), versions), entry('npm', 'thing', ranges.slice(1))]),
        ),
      ),
    ).toEqual(expected);
  });

  it('has the revision of its content', () => {
    const one = compile(advisory([entry('npm', 'thing', [below('1.2.0')])]));
    expect(compile(advisory([entry('npm', 'thing', [below('1.2.0')])])).revision).toBe(one.revision);
    expect(compile(advisory([entry('npm', 'thing', [below('1.2.1')])])).revision).not.toBe(one.revision);
  });

  it('keeps informational records apart', () => {
    const [found] = explain(
      compile(advisory([entry('npm', 'thing', [below('2.0.0')])], { informational: true })),
      component({ purl: 'pkg:npm/thing@1.0.0' }),
    );
    expect([found?.state, found?.informational]).toEqual(['affected', true]);
  });

  it('of an ecosystem nobody knows is a value, and reaches no one by accident', () => {
    const compiled = compile(
      advisory([entry('Frobnix:9', 'thing', [below('1.0')]), entry('__proto__', 'constructor', [below('1.0')], ['1'])]),
    );
    expect(compiled.claims.map((c) => c.namespace)).toEqual(['other:frobnix:9', 'other:-proto-']);
    expect(buildIndex([compiled]).verdict(component({ purl: 'pkg:npm/thing@0.1.0' })).state).toBe('no_advisory');
  });
});

describe('a verdict', () => {
  it('names every reason that the table has a sentence for', () => {
    for (const [code, text] of Object.entries(EXPOSURE_REASONS))
      expect([code, /^[A-Z{].*\.$/.test(text)]).toEqual([code, true]);
  });

  it('carries the sentence, the rule, the advisory revision, the keys and the range', () => {
    const compiled = compile(advisory([entry('npm', 'thing', [range({ introduced: '1.0.0' }, { fixed: '1.6.0' })])]));
    const [found] = explain(compiled, component({ purl: 'pkg:npm/thing@1.2.3' }));
    expect(found?.reason.text).toBe('Version 1.2.3 lies in the affected range >= 1.0.0, < 1.6.0.');
    expect(found?.fixedIn).toBe('1.6.0');
    expect(found?.evidence).toMatchObject({
      rule: MATCH_RULE,
      advisory: 'TEST-1',
      revision: compiled.revision,
      package: 'npm/thing',
      via: 'package-url',
      version: { text: '1.2.3', key: '01310132013302' },
      interval: { from: '1.0.0', to: { kind: 'fixed', version: '1.6.0' }, lo: '0131000002', hi: '013101360002' },
    });
  });
});
