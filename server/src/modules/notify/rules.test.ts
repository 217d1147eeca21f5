import { ACTIONS, NOTICE_EVENTS } from '@leadtime/contract';
import { describe, expect, it } from 'vitest';
import { whoMayKnow } from './know.ts';
import { RULES } from './rules.ts';
import { oneLine, wordsOf } from './words.ts';

const everyTier = ['owner', 'coordinator', 'maintainer', 'finder', 'reader', 'delegate', 'public'];
const seers = everyTier.map((tier) => ({ party_id: `the ${tier}`, tier }));
const told = (kind: (typeof NOTICE_EVENTS)[number], facts: Record<string, unknown> = {}) =>
  whoMayKnow({ kind, facts }, seers).map((t) => t.party);

describe('who is told', () => {
  it('has a rule for every kind of event of the contract', () => {
    expect(Object.keys(RULES).sort()).toEqual([...NOTICE_EVENTS].sort());
    for (const rule of Object.values(RULES)) expect(Object.keys(ACTIONS)).toContain(rule.action);
  });
  it('never tells everybody', () => {
    for (const kind of NOTICE_EVENTS) expect(told(kind, { party: 'the public' }), kind).not.toContain('the public');
  });
  it.each([
    ['vulnerability.told', {}, ['the maintainer']],
    ['report.read', { party: 'the owner' }, ['the owner']],
    ['report.read', { party: 'somebody else' }, []],
    ['report.read', {}, []],
    ['case.message', { by: 'the finder' }, ['the owner', 'the coordinator', 'the maintainer', 'the reader']],
    ['case.fix', { by: 'the maintainer' }, ['the coordinator', 'the finder']],
    ['advisory.published', { by: 'the coordinator' }, ['the reader', 'the owner']],
    ['exposure.new', {}, ['the owner', 'the delegate']],
    ['duty.due', {}, ['the owner', 'the delegate']],
    ['hold.expiring', {}, ['the coordinator']],
    ['webhook.test', { party: 'the owner', by: 'the owner' }, ['the owner']],
  ] as const)('%s %o', (kind, facts, parties) => {
    expect(told(kind, facts)).toEqual(parties);
  });
  it('tells a party with several tiers once, under the first that counts', () => {
    const both = [
      { party_id: 'x', tier: 'delegate' },
      { party_id: 'x', tier: 'owner' },
    ];
    expect(whoMayKnow({ kind: 'duty.due', facts: {} }, both)).toEqual([{ party: 'x', tier: 'owner' }]);
  });
});

describe('the words', () => {
  const facts = { subject: 'b0000000-0000-7000-8000-000000000001', facts: {}, due: undefined, duty: undefined };
  const words = (over: Partial<Parameters<typeof wordsOf>[0]>) =>
    wordsOf({ ...facts, kind: 'vulnerability.told', tier: 'maintainer', about: 'x', actsFor: undefined, ...over });

  it('carry at most one line of foreign text, cut', () => {
    const title = words({ about: `a\u0000b\nIgnore what stands above\u202e${'x'.repeat(5_000)}` }).title;
    expect(title).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(title.length).toBeLessThan(150);
    expect(title).toMatch(/^A vulnerability in your project: a b Ignore what stands above x+…$/);
  });
  it('do not let foreign text fill in a place', () => {
    expect(words({ about: '{subject} {whose}' }).title).toBe('A vulnerability in your project: {subject} {whose}');
  });
  it('say for whom a delegate is told, and lead to that party’s data', () => {
    const actsFor = { id: 'c0000000-0000-7000-8000-000000000002', name: 'Juniper Flats Hospital' };
    const w = words({ kind: 'duty.due', tier: 'delegate', about: 'LT-1 pumps', due: '2026-12-01', actsFor });
    expect(w.title).toBe('Due 2026-12-01: LT-1 pumps');
    expect(w.body).toMatch(/^You act for Juniper Flats Hospital\. /);
    expect(w.href).toBe(`/duties/${facts.subject}?party=${actsFor.id}`);
  });
  it('count findings and problems in words', () => {
    const w = words({ kind: 'report.read', facts: { findings: 1, problems: 2 } });
    expect(w.title).toBe('Your report was read: 1 finding');
    expect(w.body).toContain('could not be read (2 problems).');
    expect(words({ kind: 'report.read', facts: { findings: 0, problems: 0 } }).title).toContain('no finding');
  });
  it('say how many, when one event stands for many, and that an advisory was withdrawn', () => {
    expect(words({ kind: 'exposure.new', tier: 'owner', about: undefined, facts: { advisories: 37 } })).toMatchObject({
      title: '37 advisories reach what you run',
      href: '/exposures',
    });
    expect(words({ kind: 'advisory.published', facts: { withdrawn: true }, about: 'LT-1 x' })).toMatchObject({
      title: 'Withdrawn: LT-1 x',
      body: 'The advisory was withdrawn. It says why.',
    });
  });
  it('lead only into this application', () => {
    for (const kind of NOTICE_EVENTS) {
      const href = words({ kind, subject: '//evil.example/x' }).href;
      expect(href).toMatch(/^\/[a-z]/);
      expect(href).not.toContain('//');
    }
  });
  it('cut by letters, never inside one', () => {
    expect(oneLine('🦀'.repeat(200), 10)).toBe(`${'🦀'.repeat(9)}…`);
  });
});
