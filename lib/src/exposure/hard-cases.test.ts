// The hard cases of matching, one a line, each with a partner beside it that is not affected: whoever answers a hard case by saying
// "affected" too often fails at the partner.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Advisory, AffectedRange, RangeEvent } from '../advisory/index.ts';
import { buildIndex, compile, type Identifiable } from './index.ts';

const cases = readFileSync(new URL('./fixtures/hard-cases.txt', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) =>
    line
      .replaceAll(' || ', ' \u0000 ')
      .split('|')
      .map((cell) => cell.trim()),
  );

describe('a hard case', () => {
  it('has 80 others beside it, each with a name of its own', () => {
    expect(cases.length).toBeGreaterThanOrEqual(80);
    expect(new Set(cases.map(([name]) => name)).size).toBe(cases.length);
    expect(cases.filter((cells) => cells.length !== 8)).toEqual([]);
  });

  it.each(cases.map((cells) => [cells[0], cells] as const))('%s', (_, cells) => {
    const [, ecosystem = '', name = '', ranges = '', listed = '', component = '', wanted = '', partner = ''] = cells;
    const index = buildIndex([compile(advisory(ecosystem, name, { ranges, listed }))]);
    const said = (text: string): string => {
      const { state, reason } = index.verdict(subjectOf(text));
      return `${state} ${reason.code}`;
    };
    expect(said(component)).toBe(wanted);
    expect(said(partner)).toBe('not_affected outside-intervals');
  });
});

/** A package URL, `subject` before it where the inventory is of that, or `Vendor/Product@version` of a sheet. */
function subjectOf(text: string): Identifiable {
  if (text.startsWith('subject ')) return { ...subjectOf(text.slice('subject '.length)), isSubject: true };
  if (text.startsWith('pkg:')) return { name: 'thing', kind: 'library', purl: text };
  const [, vendor = '', name = '', version = ''] = /^(.+)\/(.+)@(.+)$/.exec(text) ?? [];
  return { name, vendor, version, kind: 'product' };
}

function advisory(ecosystem: string, named: string, claim: { ranges: string; listed: string }): Advisory {
  const [vendor = '', product = ''] = ecosystem === 'product' ? named.split('/') : [];
  return {
    id: 'TEST-1',
    aliases: [],
    related: [],
    upstream: [],
    summary: '',
    details: '',
    modified: '2026-01-01T00:00:00.000Z',
    vectors: [],
    weaknesses: [],
    affected: [
      {
        ecosystem,
        name: ecosystem === 'product' ? product : named,
        ...(ecosystem === 'product' ? { vendor } : {}),
        ranges: claim.ranges
          .split('\u0000')
          .filter((text) => text.trim() !== '')
          .map(rangeOf),
        versions: claim.listed.split(' ').filter((text) => text !== ''),
      },
    ],
    references: [],
    credits: [],
    informational: false,
  };
}

function rangeOf(text: string): AffectedRange {
  const [first = '', ...rest] = text.trim().split(' ');
  const isGit = first === 'GIT';
  const events = (isGit ? rest : [first, ...rest]).map(eventOf);
  return isGit ? { type: 'GIT', repo: 'https://example.org/r', events } : { type: 'ECOSYSTEM', events };
}

function eventOf(word: string): RangeEvent {
  const text = word.replaceAll('%5E', '^');
  if (text.startsWith('>=')) return { introduced: text.slice(2) };
  if (text.startsWith('<=')) return { lastAffected: text.slice(2) };
  return text.startsWith('<') ? { fixed: text.slice(1) } : { limit: text.slice(1) };
}
