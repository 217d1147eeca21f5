// Every course that a duty can take, a line each.
import { expect, it } from 'vitest';
import { isDuty, type Over, type Standing, whenOver, whenReached } from './duty-course.ts';

const standing = (text: string): Standing => {
  const [state, exposure, forensic] = text.split(' ');
  return { state, exposure, forensic: forensic === 'forensic' } as Standing; // the lines below hold its words
};

it.each([
  ['affected', false, true],
  ['affected', true, true],
  ['undetermined', true, true],
  ['undetermined', false, false],
] as const)('%s, in KEV %s: a duty %s', (reaching, inKev, duty) => {
  expect(isDuty(reaching, inKev)).toBe(duty);
});

it.each([
  ['open affected', 'affected', false, 'carries-on'],
  ['open affected', 'affected', true, 'carries-on'],
  ['fixed affected', 'affected', false, 'carries-on'],
  ['fixed affected', 'affected', true, 'contradicted'],
  ['mitigated affected', 'affected', true, 'contradicted'],
  ['not_affected affected', 'affected', true, 'contradicted'],
  ['fixed not_affected', 'affected', false, 'back'],
  ['fixed not_affected', 'affected', true, 'back'],
  ['fixed not_affected', 'undetermined', false, 'carries-on'],
  ['open not_affected', 'affected', false, 'carries-on'],
] as const)('%s, reached as %s, contradicted %s: %s', (text, reaching, contradicted, course) => {
  expect(whenReached(standing(text), reaching, contradicted)).toBe(course);
});

it.each([
  ['open affected', 'mended', 'fixed'],
  ['mitigated affected', 'mended', 'fixed'],
  ['open affected forensic', 'mended', 'look-remains'],
  ['fixed affected forensic', 'mended', 'confirmed'],
  ['not_affected affected', 'mended', 'confirmed'],
  ...(['advisory-withdrawn', 'access-ended', 'advisory-changed', 'component-gone'] as const).flatMap(
    (why) =>
      [
        ['open affected', why, 'ended'],
        ['mitigated undetermined forensic', why, 'ended'],
        ['fixed affected', why, 'rests'],
        ['not_affected affected', why, 'rests'],
      ] as const,
  ),
] as const)('%s, over because %s: %s', (text: string, why: Over, course: string) => {
  expect(whenOver(standing(text), why)).toBe(course);
});
