// What an advisory says is not affected, and what it does not say yet.
import { describe, expect, it } from 'vitest';
import type { Advisory, Affected, RangeEvent, Unaffected } from '../advisory/index.ts';
import { buildIndex, compile } from './index.ts';

const advisory = (more: Partial<Advisory>): Advisory => ({
  id: 'V-1',
  aliases: [],
  related: [],
  upstream: [],
  summary: '',
  details: '',
  modified: '2026-01-01T00:00:00.000Z',
  vectors: [],
  weaknesses: [],
  affected: [],
  references: [],
  credits: [],
  informational: false,
  ...more,
});
const entry = (
  events: readonly RangeEvent[],
  versions: readonly string[] = [],
  more: Partial<Affected> = {},
): Affected => ({
  ecosystem: 'npm',
  name: 'thing',
  ranges: events.length > 0 ? [{ type: 'ECOSYSTEM', events }] : [],
  versions,
  ...more,
});
const not = (because: Unaffected['because'], of: Affected): Unaffected => ({ ...of, because });
const ALL: readonly RangeEvent[] = [{ introduced: '0' }];

function ask(one: Advisory, version: string): string {
  const [found] = buildIndex([compile(one)]).explain({
    kind: 'library',
    name: 'thing',
    purl: `pkg:npm/thing@${encodeURIComponent(version)}`,
  });
  return found ? `${found.state} ${found.reason.code}` : 'nothing';
}

describe('a version that the same author says is fixed', () => {
  const one = advisory({ affected: [entry(ALL)], unaffected: [not('fixed', entry([], ['3.1.0']))] });
  it.each([
    ['3.0.9', 'affected inside-interval'],
    ['3.1.0', 'not_affected outside-intervals'],
    ['3.1.1', 'affected inside-interval'],
  ])('leaves %s %s', (version, wanted) => expect(ask(one, version)).toBe(wanted));
  it('is the fix of what stands before it, and what stands after it says so', () => {
    const index = buildIndex([compile(one)]);
    const [below] = index.explain({ kind: 'library', name: 'thing', purl: 'pkg:npm/thing@3.0.0' });
    const [above] = index.explain({ kind: 'library', name: 'thing', purl: 'pkg:npm/thing@4.0.0' });
    expect(below).toMatchObject({
      fixedIn: '3.1.0',
      reason: { text: 'Version 3.0.0 lies in the affected range < 3.1.0.' },
    });
    expect(above?.reason.text).toBe('Version 4.0.0 lies in the affected range > 3.1.0.');
  });
});

it('a range that is not affected is cut out of one that is', () => {
  const one = advisory({
    affected: [entry([{ introduced: '1.0.0' }, { fixed: '5.0.0' }])],
    unaffected: [not('not_affected', entry([{ introduced: '2.0.0' }, { fixed: '3.0.0' }]))],
  });
  expect(['1.9.9', '2.0.0', '2.9.9', '3.0.0', '5.0.0'].map((v) => ask(one, v).split(' ')[0])).toEqual([
    'affected',
    'not_affected',
    'not_affected',
    'affected',
    'not_affected',
  ]);
});

it('words that nobody can read leave all versions in doubt but those that are said to be fixed', () => {
  const one = advisory({
    affected: [entry([], [], { ranges: [{ type: 'ECOSYSTEM', events: [] }] })],
    unaffected: [not('fixed', entry([{ introduced: '2.0.0' }]))],
  });
  expect([ask(one, '1.0.0'), ask(one, '2.0.0'), ask(one, '2.4.0')]).toEqual([
    'undetermined range-unreadable',
    'not_affected outside-intervals',
    'not_affected outside-intervals',
  ]);
});

it('what another author says, or what holds only somewhere, takes nothing', () => {
  const affected = [entry(ALL, [], { author: 'a' })];
  const fixed = entry([], ['3.1.0']);
  for (const more of [{ author: 'b' }, { author: 'a', context: ['Windows'] }, { author: 'a', limitedTo: ['arm64'] }])
    expect(ask(advisory({ affected, unaffected: [not('fixed', { ...fixed, ...more })] }), '3.1.0')).toContain(
      'affected',
    );
  expect(ask(advisory({ affected, unaffected: [not('fixed', { ...fixed, author: 'a' })] }), '3.1.0')).toContain(
    'not_affected',
  );
});

it('what is under investigation is undetermined, and only that', () => {
  const one = advisory({
    affected: [entry([{ introduced: '0' }, { fixed: '1.0.0' }])],
    undecided: [entry([], ['2.0.0'])],
  });
  expect([ask(one, '0.9.0'), ask(one, '1.5.0'), ask(one, '2.0.0')]).toEqual([
    'affected inside-interval',
    'not_affected outside-intervals',
    'undetermined under-investigation',
  ]);
});
