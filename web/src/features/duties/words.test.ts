import { NOT_AFFECTED_WHY } from '@leadtime/contract';
import { describe, expect, it } from 'vitest';
import { evidenceText, firstNote, firstUntil, inputsInWords, missingIn, WHY_NOT } from './words.ts';

it('has words for every justification of CSAF', () => {
  expect(Object.keys(WHY_NOT)).toEqual([...NOT_AFFECTED_WHY]);
});

it('says the inputs in the order of the table and hides none', () => {
  expect(inputsInWords({ other: '7', impact: 'T', kev: 'N', exposed: 'unknown, treated as yes' })).toEqual([
    ['In CISA’s list of exploited vulnerabilities (KEV)?', 'no'],
    ['Can it be reached from public networks?', 'unknown, treated as yes'],
    ['What does an attacker gain?', 'total control'],
    ['other', '7'],
  ]);
});

it('starts an answer only with what is known', () => {
  expect(firstNote('fixed', { fixedIn: '4.2.1', component: 'x' })).toBe('Updated to 4.2.1.');
  expect(firstNote('fixed', { fixedIn: null, component: 'x' })).toBe('');
  expect(firstNote('mitigated', { fixedIn: '4.2.1', component: 'x' })).toBe('');
});

it('ends a mitigation in a month, or when the fix is due if that is later', () => {
  const now = Date.parse('2026-11-22T10:00:00Z');
  expect(firstUntil(null, now)).toBe('2026-12-22');
  expect(firstUntil('2026-11-25', now)).toBe('2026-12-22');
  expect(firstUntil('2027-02-01', now)).toBe('2027-02-01');
});

describe('an answer', () => {
  const answer = { state: 'fixed' as const, note: 'Updated.', justification: '', evidence: '', until: '', look: '' };
  const today = '2026-11-22';
  it('needs a note, and for a stop-gap an end that is to come', () => {
    expect(missingIn({ ...answer, note: ' ' }, { needsForensics: false }, today)).toContain('few words');
    expect(missingIn(answer, { needsForensics: false }, today)).toBeUndefined();
    expect(missingIn({ ...answer, state: 'mitigated', until: today }, { needsForensics: false }, today)).toContain(
      'ends',
    );
    expect(
      missingIn({ ...answer, state: 'mitigated', until: '2026-11-23' }, { needsForensics: false }, today),
    ).toBeUndefined();
  });
  it('needs the look for a break-in, and its evidence, where that is due too', () => {
    expect(missingIn(answer, { needsForensics: true }, today)).toContain('break-in');
    expect(missingIn({ ...answer, look: 'none' }, { needsForensics: true }, today)).toContain('logs');
    expect(
      missingIn({ ...answer, look: 'none', evidence: 'on share 4' }, { needsForensics: true }, today),
    ).toBeUndefined();
    expect(evidenceText(' on share 4 ', 'none')).toBe('Look for a break-in: none. on share 4');
  });
  it('needs a justification to say not affected', () => {
    expect(missingIn({ ...answer, state: 'not_affected' }, { needsForensics: false }, today)).toContain('why');
  });
});
