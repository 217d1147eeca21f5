import { describe, expect, it } from 'vitest';
import type { FindingClaim } from '../advisory/finding-model.ts';
import { candidateKeys, identityKeys, repositoryKey, targetKey, weaknessFamilies, weaknessFamily } from './index.ts';
import { claim, proof } from './testing/claim.ts';
import { titleSignature } from './title-signature.ts';

const target = 'pkg:npm/app';
const kinds = (one: FindingClaim, at: string | undefined = target) =>
  identityKeys(one, { target: at }).map((k) => k.kind);
const meet = (
  a: FindingClaim,
  b: FindingClaim,
  keys: (one: FindingClaim, context: { target: string }) => readonly { kind: string; digest: string }[] = identityKeys,
) => {
  const theirs = new Set(keys(b, { target }).map((k) => k.digest));
  return keys(a, { target })
    .filter((k) => theirs.has(k.digest))
    .map((k) => k.kind);
};
const weakly = (a: FindingClaim, b: FindingClaim) => meet(a, b, candidateKeys);
const sarif = (given: Partial<FindingClaim>) =>
  claim({
    ruleId: 'js/xss',
    locations: [{ path: 'src/a.js', startLine: 3 }],
    discovery: { by: 'tool', tool: { name: 'Tool' }, promptRetention: 'unknown' },
    ...given,
  });

describe('identity keys', () => {
  it('are the same proof, the same alias, the same lineage, within one target', () => {
    const one = sarif({
      attachments: [proof('ab')],
      aliases: ['CVE-2026-12345'],
      fingerprints: [{ kind: 'full', scheme: 'f/1', value: 'deadbeef' }],
    });
    expect(meet(one, one)).toEqual(['proof', 'alias', 'lineage']);
    const elsewhere = identityKeys(one, { target: 'pkg:npm/other' }).map((k) => k.digest);
    expect(identityKeys(one, { target }).filter((k) => elsewhere.includes(k.digest))).toEqual([]);
  });

  it('do not exist where nobody can say what the target is', () => {
    const one = sarif({ attachments: [proof('ab')], aliases: ['CVE-2026-12345'] });
    expect(identityKeys(one, { target: undefined })).toEqual([]);
    expect(candidateKeys(one, { target: undefined }).map((k) => k.kind)).toEqual(['proof-elsewhere']);
  });

  it('are not made of tiny proofs, patches, or names that stand for many bugs', () => {
    expect(kinds(claim({ attachments: [proof('ab', 15)] }))).toEqual([]);
    expect(kinds(claim({ attachments: [{ ...proof('ab'), role: 'patch' }] }))).toEqual([]);
    expect(kinds(claim({ aliases: ['CVE-2026-1', 'RHSA-2026:1234', 'CWE-79', 'BUG-1'] }))).toEqual([]);
    expect(kinds(claim({ aliases: ['GHSA-abcd-1234-efgh', 'RUSTSEC-2026-0001'] }))).toEqual(['alias', 'alias']);
  });

  it('take a tool at its word for its own fingerprint, in one file under one rule', () => {
    const full = { kind: 'full', scheme: 'contextHash/v1', value: '0123456789' } as const;
    const one = sarif({ fingerprints: [full] });
    expect(meet(one, sarif({ fingerprints: [full], locations: [{ path: 'src/a.js', startLine: 900 }] }))).toEqual([
      'lineage',
    ]);
    expect(meet(one, sarif({ fingerprints: [full], locations: [{ path: 'src/b.js' }] }))).toEqual([]);
    expect(meet(one, sarif({ fingerprints: [full], ruleId: 'js/other' }))).toEqual([]);
    expect(
      meet(
        one,
        sarif({ fingerprints: [full], discovery: { by: 'tool', tool: { name: 'Else' }, promptRetention: 'unknown' } }),
      ),
    ).toEqual([]);
    expect(weakly(one, sarif({ fingerprints: [full], locations: [{ path: 'moved/b.js' }] }))).toContain('fingerprint');
  });

  it('take partial fingerprints only of schemes that follow a line', () => {
    const partial = (scheme: string, value = '9cbc869fbfffeb60:1') =>
      sarif({ fingerprints: [{ kind: 'partial', scheme, value }] });
    expect(kinds(partial('primaryLocationLineHash'))).toEqual(['lineage']);
    expect(kinds(partial('primaryLocationLineHash/v1'))).toEqual(['lineage']);
    expect(kinds(partial('primaryLocationStartColumnFingerprint', '4'))).toEqual([]);
    expect(kinds(partial('scanFileHash'))).toEqual([]);
    expect(kinds(partial('primaryLocationLineHash', '4'))).toEqual([]);
  });

  it('keep facts apart: no two lists of them run together', () => {
    const ids = new Set(
      [
        ...identityKeys(claim({ aliases: ['CVE-2026-12345'] }), { target: 'a' }),
        ...identityKeys(claim({ aliases: ['CVE-2026-12345'] }), { target: 'a","CVE-2026-12345' }),
      ].map((k) => k.digest),
    );
    expect(ids.size).toBe(2);
  });

  it('never change: what is stored today must meet what comes in years', () => {
    const one = sarif({
      attachments: [proof('ab')],
      aliases: ['CVE-2026-12345'],
      fingerprints: [{ kind: 'full', scheme: 'f/1', value: 'deadbeef' }],
    });
    expect(identityKeys(one, { target }).map((k) => [k.kind, k.level, k.digest.slice(0, 16), k.text])).toEqual([
      ['proof', 'E0', PROOF_KEY, 'the same proof bytes (sha256 ab0000000000…)'],
      ['alias', 'E0', ALIAS_KEY, 'the same identifier CVE-2026-12345 in pkg:npm/app'],
      ['lineage', 'E0', LINEAGE_KEY, "Tool's own fingerprint f/1 for js/xss in src/a.js"],
    ]);
  });
});

const PROOF_KEY = '76814b6e3e20da08';
const ALIAS_KEY = 'aa3a76dbc0b8213b';
const LINEAGE_KEY = '231bd2de4aa2ba69';

describe('candidate keys', () => {
  it('bring together lines that are near, whatever window they fall into', () => {
    const at = (startLine: number) => claim({ locations: [{ path: 'a.c', startLine }] });
    for (let line = 1; line < 200; line += 1)
      for (let d = 0; d <= 8; d += 1) expect(weakly(at(line), at(line + d)), `${line}+${d}`).toContain('place');
    expect(weakly(at(10), at(200))).toEqual([]);
  });

  it('bring together the same function in two spellings, also from a crash', () => {
    const location = claim({ locations: [{ path: 'x.cc', symbol: 'ns::Parser::next(int, char const*)' }] });
    const crash = claim({
      crash: {
        detector: 'AddressSanitizer',
        kind: 'x',
        frames: [{ symbol: '__asan_memcpy' }, { symbol: 'ns::parser::next' }],
      },
    });
    expect(weakly(location, crash)).toEqual(['symbol']);
  });

  it('bring together crashes by the frames of the program, not of the machinery', () => {
    const crash = (...symbols: string[]) =>
      claim({ crash: { detector: 'x', kind: 'x', frames: symbols.map((symbol) => ({ symbol })) } });
    expect(weakly(crash('abort', 'a', 'b', 'c', 'd'), crash('__asan_report', 'a', 'b', 'c', 'e'))).toContain('frames');
    expect(weakly(crash('a', 'b', 'c'), crash('a', 'c', 'b'))).toEqual(['symbol']);
    expect(weakly(crash('abort'), crash('abort'))).toEqual([]);
  });

  it('bring together files only with a known family', () => {
    const at = (...weaknesses: string[]) => claim({ locations: [{ path: 'a.c' }], weaknesses });
    expect(weakly(at('CWE-787'), at('CWE-122'))).toEqual(['file']);
    expect(weakly(at('CWE-787'), at('CWE-79'))).toEqual([]);
    expect(weakly(at(), at())).toEqual([]);
    expect(weakly(at('CWE-999999'), at('CWE-999999'))).toEqual([]);
  });

  it('bring together titles with the same telling words in another order', () => {
    expect(
      weakly(
        claim({ title: 'Heap overflow in png_read_row' }),
        claim({ title: 'png_read_row: possible heap overflow vulnerability' }),
      ),
    ).toEqual(['title']);
    expect(titleSignature('A possible vulnerability in the application')).toEqual([]);
  });
});

describe('weakness families', () => {
  it('are about thirty, and every one is reached', () => {
    expect(weaknessFamilies.length).toBeGreaterThanOrEqual(28);
    expect(weaknessFamilies.length).toBeLessThanOrEqual(36);
    expect(weaknessFamily([])).toBe('unknown');
    expect(weaknessFamily(['CWE-99999'])).toBe('other');
    expect(weaknessFamily(['CWE-99999', 'CWE-416'])).toBe('lifetime');
  });
});

describe('the target of a finding', () => {
  it.each([
    [{ purl: 'pkg:NPM/App@1.2.3?x=y#z' }, targetKey({ purl: 'pkg:npm/App' })],
    [{ purl: 'pkg:pypi/Some_Thing@1' }, 'pkg:pypi/some-thing'],
    [{ repository: 'https://user:pw@Git.Example/Org/App.git/' }, 'git.example/Org/App'],
    [{ repository: 'git@git.example:Org/App.git' }, 'git.example/Org/App'],
    [{ repository: 'ssh://git@git.example:22/Org/App' }, 'git.example/Org/App'],
    [{ name: ' Pump 3000 ' }, 'name:pump 3000'],
    [{ purl: 'no purl', name: 'x' }, 'name:x'],
    [{ version: '1' }, undefined],
    [{ purl: '\ud800' }, undefined],
  ])('%j is known as %s', (given, key) => {
    expect(targetKey(given)).toBe(key);
  });

  it('is a repository in one spelling', () => {
    expect(repositoryKey('git+https://git.example/a/b.git#main')).toBe('git.example/a/b');
  });
});
