// Whoever decides who is right must be right: facts of the OSV schema's evaluation, one a line.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { askedOf, truthOf } from './adjudicate.ts';
import type { OsvRecord } from './sets.ts';

const facts = readFileSync(new URL('./fixtures/truths.txt', import.meta.url), 'utf8')
  .split('\n')
  .flatMap((line) => {
    const [, ecosystem = '', claim = '', version = '', verdict = ''] =
      /^([^#|]+) \| (.+) \| (.+) = (.+)$/.exec(line) ?? [];
    return ecosystem === '' ? [] : [{ line, ecosystem, claim, version, verdict }];
  });

function recordOf(ecosystem: string, claim: string): OsvRecord {
  const parts = claim.split(', ').map((part) => part.split(' ') as [string, string]); // two words, as the fixture says
  const events = parts.filter(([kind]) => kind !== 'listed').map(([kind, at]) => ({ [kind]: at }));
  const versions = parts.filter(([kind]) => kind === 'listed').map(([, at]) => at);
  // A range of commits comes first: it must be passed over, not ended at.
  const commits = { type: 'GIT', events: [{ introduced: '0' }] };
  const ranges = [commits, { type: 'ECOSYSTEM', events }];
  return { id: 'FACT-1', affected: [{ package: { ecosystem, name: 'thing' }, ranges, versions }] };
}

describe('the evaluator that settles differences', () => {
  it.each(facts)('$line', ({ ecosystem, claim, version, verdict }) => {
    expect(truthOf(recordOf(ecosystem, claim), { ecosystem, name: 'thing', version })).toBe(verdict);
  });

  it('finds nothing affected by a record that was withdrawn, nor in a package of another name', () => {
    const record = recordOf('npm', 'introduced 0');
    const asked = { ecosystem: 'npm', name: 'thing', version: '1.0.0' };
    expect(truthOf({ ...record, withdrawn: '2026-01-01T00:00:00Z' }, asked)).toBe('not affected');
    expect(truthOf(record, { ...asked, name: 'things' })).toBe('not affected');
  });

  it.each([
    ['pkg:npm/%40acme/pump@1.0.0', { ecosystem: 'npm', name: '@acme/pump', version: '1.0.0' }],
    ['pkg:pypi/Acme_Pump@1.0', { ecosystem: 'PyPI', name: 'acme-pump', version: '1.0' }],
    ['pkg:golang/example.org/a/b@v1.2.3', { ecosystem: 'Go', name: 'example.org/a/b', version: '1.2.3' }],
    ['pkg:deb/debian/pump@1%3A2-3?distro=debian-12', { ecosystem: 'Debian:12', name: 'pump', version: '1:2-3' }],
    ['pkg:deb/debian/pump@1', undefined],
    ['pkg:npm/pump', undefined],
  ])('reads what %s asks about', (purl, asked) => {
    expect(askedOf(purl)).toEqual(asked);
  });
});
