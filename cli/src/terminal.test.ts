import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesText, count, durationText, jsonLine, table, visible } from './terminal.ts';

const HIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

describe('foreign text in a terminal', () => {
  it.each([
    ['moves no cursor', 'a\u001b[2Jb', 'a\\u{1b}[2Jb'],
    ['sets no title', '\u009d0;owned\u0007', '\\u{9d}0;owned\\u{7}'],
    ['does not read backwards', 'safe\u202egpj.exe', 'safe\\u{202e}gpj.exe'],
    ['hides nothing', 'a\u200bb\u{e0041}c', 'a\\u{200b}b\\u{e0041}c'],
    ['starts no line of its own', 'a\r\nerror: b\tc', 'a error: b c'],
    ['has whole letters', 'a\ud800b', 'a\ufffdb'],
  ])('%s', (_, text, shown) => {
    expect(visible(text)).toBe(shown);
  });

  it('keeps the letters of every script', () => {
    expect(visible('naïve 日本語 עברית 🙂')).toBe('naïve 日本語 עברית 🙂');
  });

  it('never shows a control or format character, in text or JSON, and the JSON reads back the same', () => {
    const hostile = fc.string({
      unit: fc.oneof(
        fc.string({ unit: 'binary', maxLength: 1 }),
        fc.constantFrom('\u001b', '\u202e', '\n', '\u{e0001}', '\u2028', '"', '\\'),
      ),
    });
    fc.assert(
      fc.property(fc.jsonValue(), hostile, (value, text) => {
        const line = jsonLine({ value, text });
        expect(line).not.toMatch(HIDDEN);
        expect(JSON.parse(line)).toEqual(JSON.parse(JSON.stringify({ value, text })));
        expect(visible(text)).not.toMatch(HIDDEN);
      }),
    );
  });
});

describe('a table', () => {
  const head = [{ title: 'what' }, { title: 'n', right: true as const }, { title: 'id', whole: true as const }];

  it('stands in columns, with a dash where there is nothing', () => {
    expect(
      table(head, [
        ['a', 1, 'x'],
        ['long one', 20, null],
      ]),
    ).toBe('what       n  id\na          1  x\nlong one  20  -\n');
  });

  it('cuts its widest column to fit the terminal, never an id', () => {
    const id = '0197a0b1-0000-7000-8000-000000000000';
    const text = table(head, [['w'.repeat(100), 1, id]], 60);
    expect(text).toContain(id);
    expect(text).toContain('…');
    for (const line of text.split('\n')) expect([...line].length).toBeLessThanOrEqual(60);
  });

  it('is whole where it goes into a file', () => {
    expect(table(head, [['w'.repeat(500), 1, 'x']])).toContain('w'.repeat(500));
  });
});

describe('numbers', () => {
  it('are said as people say them', () => {
    expect([count(1, 'finding'), count(2_000, 'finding'), count(2, 'entry', 'entries')]).toEqual([
      '1 finding',
      '2,000 findings',
      '2 entries',
    ]);
    expect([0, 1023, 1024, 8 * 1024 * 1024].map(bytesText)).toEqual(['0 B', '1023 B', '1.0 KB', '8.0 MB']);
    expect([40_000, 180_000, 3 * 3_600_000, 20 * 86_400_000].map(durationText)).toEqual([
      '40 s',
      '3 min',
      '3 h',
      '20 days',
    ]);
  });
});
