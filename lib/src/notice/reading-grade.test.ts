import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readingGrade, syllablesOf } from './reading-grade.ts';

const SYLLABLES = `
1 the cat make makes fixed patch phone help used closed page pump does goes have give list screen write known file files rule while whole
1 style guide guess build queue played tried tries see free three here there where once judge badge
2 table added update software network patches machine version people attack attacked device before someone unplug danger question action being
2 create language little settings number vendor needed handled changes restart install installed password message pages water power science
2 quiet diet social special nation million equal unknown hidden opened today remote remove secure reboot firmware contact exposed public
2 fluid client trial deployed copied copies agree agreed notice office service badges
3 computer hospital attackers devices every internet various radio idea area video supplier provider messages usual manual
3 supported affected serious previous dangerous employee services anyone
4 available utility reliable situation isolated
5 evaluation immediately
6 vulnerability
`;

describe('syllablesOf', () => {
  const words = SYLLABLES.trim()
    .split('\n')
    .flatMap((line) =>
      line
        .split(' ')
        .slice(1)
        .map((word) => [word, Number(line[0])] as const),
    );

  it.each(words)('%s has %d', (word, count) => expect(syllablesOf(word)).toBe(count));

  it.each([
    ['2026', 4],
    ['7', 1],
    ['12345678', 4],
    ['re-install', 3],
    ["don't", 1],
    ['x', 1],
  ])('%s has %d', (word, count) => expect(syllablesOf(word)).toBe(count));
});

describe('readingGrade', () => {
  it('is the formula, counted by hand', () => {
    const easy = readingGrade('The cat sat on the mat. It was red.');
    expect(easy).toMatchObject({ words: 9, sentences: 2, syllables: 9, grade: 0 });
    const text = 'The vulnerability affects every internet provider and utility in the situation.';
    const hard = readingGrade(text); // 11 words, 1 sentence
    expect(hard).toMatchObject({ words: 11, sentences: 1, syllables: 29 });
    expect(hard.grade).toBeCloseTo(0.39 * 11 + 11.8 * (29 / 11) - 15.59, 10);
  });

  it('counts a line as a sentence, and a version as part of one', () => {
    expect(readingGrade('Do this\nDo that').sentences).toBe(2);
    expect(readingGrade('Go to 1.4.2 now.').sentences).toBe(1);
  });

  it('is 0 for nothing', () => {
    for (const nothing of ['', '  ', '...', '\n\n', '!?']) expect(readingGrade(nothing).grade).toBe(0);
  });

  it('is a finite number for anything, and rises with longer sentences', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 500 }), (text) => {
        expect(Number.isFinite(readingGrade(text).grade)).toBe(true);
      }),
    );
    const words = (n: number) => `${Array.from({ length: n }, () => 'water').join(' ')}.`;
    expect(readingGrade(words(30)).grade).toBeGreaterThan(readingGrade(words(5)).grade);
  });

  it('takes hostile text without hanging', () => {
    const started = performance.now();
    for (const hostile of ['a'.repeat(200_000), '. '.repeat(100_000), "'-".repeat(100_000), 'ie'.repeat(100_000)])
      readingGrade(hostile);
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});
