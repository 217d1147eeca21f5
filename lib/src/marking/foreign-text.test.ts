import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { oneLine, paragraphs } from './foreign-text.ts';

describe('oneLine', () => {
  it.each([
    ['a\r\nb\tc', 'a b c'],
    ['  x  ', 'x'],
    ['red\u001b[31m', 'red[31m'],
    ['evil\u202Etxt.exe', 'eviltxt.exe'],
    ['zero\u200bwidth', 'zerowidth'],
    ['a\u2028b', 'a b'],
    ['<b>bold</b>', '<b>bold</b>'],
    ['Ärzte 病院', 'Ärzte 病院'],
    ['half \ud800', 'half \ufffd'],
  ])('%j becomes %j', (from, to) => expect(oneLine(from)).toBe(to));

  it('cuts between characters', () => {
    expect(oneLine('abcdef', 4)).toBe('abc…');
    expect(oneLine('ab💥💥', 4)).toBe('ab…');
  });

  it('is one short line of visible, well-formed text for any input', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const line = oneLine(text, 40);
        expect(line.length).toBeLessThanOrEqual(40);
        expect(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u.test(line)).toBe(false);
        expect(line.isWellFormed()).toBe(true);
        expect(oneLine(line, 40)).toBe(line);
      }),
    );
  });
});

it('paragraphs keeps its lines', () => {
  expect(paragraphs('a\r\nb\u0000\n\n\n\nc\td')).toBe('a\nb\n\nc d');
});
