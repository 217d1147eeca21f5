// What becomes of a duty, case by case, without a database.
import { readFileSync } from 'node:fs';
import { expectOk } from '@leadtime/lib/kit';
import { parseBodTable, parsePriorityRule } from '@leadtime/lib/triage';
import { describe, expect, it } from 'vitest';
import type { Basis, DutyRules } from './decide.ts';
import { type DutyRecord, type Group, type Planned, plan } from './plan.ts';
import { dueText } from './texts.ts';

const rule = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../../../rules/${name}.json`, import.meta.url), 'utf8'));
const rules: DutyRules = {
  bod: expectOk(parseBodTable(rule('bod-26-04'))),
  priority: expectOk(parsePriorityRule(rule('priority'))),
};
const NOW = '2026-11-22T10:00:00.000Z';
const calm: Basis = { kev: null, automatable: 'no', technicalImpact: 'partial', exploitation: 'none', vectors: [] };
const attacked: Basis = { ...calm, kev: '2026-11-20', automatable: 'yes', technicalImpact: 'total' };

const affected: NonNullable<Group['exposure']> = {
  state: 'affected',
  component_id: 'c1',
  label: 'left',
  version: '1.0.0',
  fixed_in: '2.0.0',
  reason: 'Version 1.0.0 lies in the affected range < 2.0.0.',
  inventory: 'web',
};
const group = (over: Partial<Group> = {}): Group => ({
  party_id: 'p',
  advisory_id: 'a',
  asset_id: 's',
  package: 'npm/left',
  asset: 'server-1',
  asset_exposure: 'internal',
  exposure: affected,
  present: { version: '1.0.0', inventory: 'web', as_of: NOW },
  advisory_state: 'published',
  same_component: true,
  duty: null,
  ...over,
});
const go = (g: Group, basis: Basis, more: { now?: string; contradicted?: boolean } = {}): Planned | undefined =>
  plan(g, basis, { rules, now: more.now ?? NOW, newId: () => 'd1', contradicted: more.contradicted ?? false });
const opened = (basis: Basis, over: Partial<DutyRecord> = {}): DutyRecord => {
  const first = go(group(), basis);
  if (!first) throw new Error('nothing was opened');
  return { ...first.duty, ...over };
};
const kinds = (p: Planned | undefined): string => (p ? p.events.map((e) => e.kind).join(' ') : 'nothing');
const gone = { exposure: null, present: null, same_component: false };
const mended = { exposure: null, present: { version: '2.1.0', inventory: 'web', as_of: NOW }, same_component: false };

describe('a duty', () => {
  it('is opened for what is affected, and for what is undetermined only where attacks are known', () => {
    const unsure = { ...affected, state: 'undetermined' as const };
    expect(kinds(go(group(), calm))).toBe('opened');
    expect(kinds(go(group({ exposure: unsure }), calm))).toBe('nothing');
    expect(kinds(go(group({ exposure: unsure }), attacked))).toBe('opened');
    expect(kinds(go(group({ exposure: null }), attacked))).toBe('nothing');
  });

  it('is left alone when nothing changed', () => {
    expect(go(group({ duty: opened(calm) }), calm)).toBeUndefined();
    expect(go(group({ duty: opened(attacked) }), attacked, { now: '2027-01-01T00:00:00.000Z' })).toBeUndefined();
  });

  it('keeps the day it was found while it is open, whatever changes', () => {
    const later = go(group({ duty: opened(calm), asset_exposure: 'public' }), attacked, {
      now: '2026-12-01T00:00:00.000Z',
    });
    expect(kinds(later)).toBe('decided');
    expect(later?.duty).toMatchObject({ detected_at: NOW, due: '2026-11-23', forensic: true });
    expect(later?.events[0]?.decision?.inputs).toMatchObject({ exposure: 'public', kev: { dateAdded: '2026-11-20' } });
  });

  it('is not decided anew once it is answered', () => {
    const duty = opened(calm, { state: 'fixed', answered_at: NOW });
    expect(kinds(go(group({ duty }), attacked))).not.toContain('decided');
  });

  it.each([
    ['withdrawn', { ...mended, advisory_state: 'withdrawn' }, 'advisory-withdrawn'],
    ['changed', { exposure: null, same_component: true }, 'advisory-changed'],
    ['gone', gone, 'component-gone'],
  ])('ends without counting as fixed when its ground is %s', (_, over, why) => {
    const end = go(group({ ...over, duty: opened(calm) }), calm);
    expect(kinds(end)).toBe('ended');
    expect(end?.duty).toMatchObject({ state: 'open', ended_at: NOW, ended_why: why });
  });

  it('is fixed by an inventory that shows the new version, unless a look for a break-in is due too', () => {
    expect(go(group({ ...mended, duty: opened(calm) }), calm)?.duty).toMatchObject({ state: 'fixed', ended_at: null });
    const forensic = go(group({ ...mended, duty: opened(attacked) }), attacked);
    expect(forensic?.duty).toMatchObject({ state: 'open', exposure_state: 'not_affected' });
    expect(kinds(forensic)).toBe('confirmed');
  });

  it('that a person called fixed is confirmed by an inventory, or opened by one that speaks against it', () => {
    const duty = opened(calm, { state: 'fixed', answered_at: NOW });
    expect(kinds(go(group({ ...mended, duty }), calm))).toBe('confirmed');
    expect(go(group({ duty }), calm)).toBeUndefined();
    expect(go(group({ duty }), calm, { contradicted: true })?.duty).toMatchObject({ state: 'open', answered_at: null });
  });

  it('starts a new clock when the old version comes back after a fix, and none when it only had left the list', () => {
    const now = '2027-02-01T00:00:00.000Z';
    const fixed = opened(calm, { state: 'fixed', exposure_state: 'not_affected', answered_at: NOW });
    expect(go(group({ duty: fixed }), calm, { now })?.duty).toMatchObject({ state: 'open', detected_at: now });
    const left = opened(calm, { exposure_state: 'not_affected', ended_at: NOW, ended_why: 'component-gone' });
    expect(go(group({ duty: left }), calm, { now })?.duty).toMatchObject({
      state: 'open',
      detected_at: NOW,
      ended_at: null,
    });
  });
});

describe('the words for when', () => {
  const words = (basis: Basis, over: Partial<DutyRecord> = {}, today = '2026-11-22'): string => {
    const d = opened(basis, over);
    return dueText(
      { state: d.state, decision: d.decision, worstDue: d.worst_due, until: d.until },
      today as never,
      rules.bod,
    );
  };
  it.each([
    ['a date', attacked, {}, 'Within 3 calendar days of Friday, November 20, 2026, when it was added to KEV.'],
    ['no date', calm, {}, 'With the next scheduled upgrade or rebuild.'],
    [
      'what is not known, with the worst that it could be',
      { ...attacked, technicalImpact: 'unknown' },
      {},
      'No day can be set while it is not known what an attacker gains. At worst it is Monday, November 23, 2026.',
    ],
    [
      'a catalogue that was never read',
      { ...calm, kev: 'unknown' },
      {},
      'No day can be set while no KEV catalogue was read. At worst it is Sunday, December 6, 2026.',
    ],
    [
      'a stop-gap',
      calm,
      { state: 'mitigated', until: '2026-12-24' },
      'The stop-gap ends Thursday, December 24, 2026; then it is due again.',
    ],
  ] as const)('say %s', (_, basis, over, text) => {
    expect(words(basis as Basis, over)).toBe(text); // literals of the union
  });

  it('say that it is late, and that it was late when it was found', () => {
    expect(words({ ...attacked, kev: '2026-10-01' })).toMatch(
      /^Was due within 3 calendar days of Thursday, October 1, 2026.*The day had passed when it was found here\.$/,
    );
  });
});
