import { expect, it } from 'vitest';
import { lineInWords, placesOf } from './line-words.ts';

const ticks = [
  { version: '1.0.0', says: 'first affected' },
  { version: '1.2.3', says: '' },
  { version: '1.2.5', says: 'fixed' },
];
const whole = { from: 0, fromIncluded: true, to: 2, toIncluded: false };

it('says what the line shows, so that nobody needs the picture', () => {
  expect(lineInWords({ ticks, spans: [whole], installed: 1 }, '1.2.3')).toBe(
    'Affected: from 1.0.0 up to but not including 1.2.5. Yours, 1.2.3, lies inside. Not to scale.',
  );
});

it('counts an end that is not affected any more as outside', () => {
  expect(lineInWords({ ticks, spans: [whole], installed: 2 }, '1.2.5')).toContain('Yours, 1.2.5, lies outside.');
  expect(lineInWords({ ticks, spans: [{ ...whole, toIncluded: true }], installed: 2 }, '1.2.5')).toContain('inside');
});

it('says that the place is not known where it is not', () => {
  expect(lineInWords({ ticks, spans: [whole], installed: null }, 'latest')).toContain(
    'Where yours, latest, lies is not known',
  );
});

it('names ranges without a beginning or an end, and single versions', () => {
  const open = [
    { from: null, fromIncluded: true, to: 0, toIncluded: true },
    { from: 1, fromIncluded: true, to: 1, toIncluded: true },
    { from: 2, fromIncluded: false, to: null, toIncluded: false },
  ];
  expect(lineInWords({ ticks, spans: open, installed: null }, null)).toBe(
    'Affected: from the first version up to and including 1.0.0; and 1.2.3; and after 1.2.5 on, with no end. Where yours lies is not known, so it is not drawn. Not to scale.',
  );
});

it('keeps ticks in order and on the line', () => {
  const { x, start, end } = placesOf({ ticks, spans: [], installed: null }, 340);
  expect([start, x(0), x(1), x(2), end]).toEqual([...[start, x(0), x(1), x(2), end]].sort((a, b) => a - b));
});
