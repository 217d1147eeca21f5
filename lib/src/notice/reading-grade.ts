// How hard a text is to read: the Flesch-Kincaid grade level (Kincaid, Fishburne, Rogers and Chissom, 1975, "Derivation of new
// readability formulas …", Navy Research Branch Report 8-75): 0.39 words/sentences + 11.8 syllables/words - 15.59.

export interface Reading {
  /** School grade; 8 is what a clerk's page may ask for. Not below 0. */
  readonly grade: number;
  readonly words: number;
  readonly sentences: number;
  readonly syllables: number;
}

/**
 * The grade of an English text. A sentence ends at `.`, `!` or `?` before a blank, and at every line break, so that headings and
 * list items count as sentences. A word is a run of letters, digits, apostrophes and hyphens. An empty text has grade 0.
 */
export function readingGrade(text: string): Reading {
  let words = 0;
  let sentences = 0;
  let syllables = 0;
  for (const sentence of text.slice(0, 200_000).split(/[.!?]+(?=\s|$)|\n/)) {
    const found = sentence.match(/[\p{L}\p{N}][\p{L}\p{N}'’-]*/gu) ?? [];
    if (found.length === 0) continue;
    sentences += 1;
    words += found.length;
    for (const word of found) syllables += syllablesOf(word);
  }
  if (words === 0) return { grade: 0, words, sentences, syllables };
  const grade = 0.39 * (words / sentences) + 11.8 * (syllables / words) - 15.59;
  return { grade: Math.max(0, grade), words, sentences, syllables };
}

/**
 * Syllables of one word by its vowel groups: a silent `e` at the end, and `es` and `ed` after most consonants, do not count; a vowel
 * pair that is spoken as two does. A number has one syllable per digit, at most four. Rules of thumb: right for most words, one off for some.
 */
export function syllablesOf(word: string): number {
  const parts = word
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\u0300-\u036f'’]/g, '')
    .split('-')
    .filter((part) => part !== '');
  return Math.max(
    1,
    parts.map(syllablesOfPart).reduce((sum, n) => sum + n, 0),
  );
}

function syllablesOfPart(part: string): number {
  if (/^\d/.test(part)) return Math.min(4, part.replace(/\D/g, '').length);
  const spoken = withoutSilentEnd(part).replace(/([^aeiouy])e(?=(?:ly|ment|ful|less)$)/g, '$1');
  const groups = spoken.match(/[aeiouy]+/g)?.length ?? 0;
  const apart = SPOKEN_APART.reduce((sum, pattern) => sum + (spoken.match(pattern)?.length ?? 0), 0);
  return Math.max(1, groups + apart);
}

/** Vowels that stand together and are spoken apart. */
const SPOKEN_APART: readonly RegExp[] = [
  /(?<![tscgx]|ll)i[ao]/g, // radio, reliable, various; not nation, social, million
  /(?<![qg])ua/g, // usual, evaluate; not equal, language
  /ea$|crea|eo(?![pn])|yee|yo(?=n)/g, // idea, create, video, employee, anyone; not people, someone
  /(?:^sc|[^aeioutcs]|u)ie(?=n|t)/g, // client, science, quiet; not patient
  /[^aeiou]ier$/g, // supplier
  /[aeiouy]ing|luid/g, // being, fluid
];

/** `e`, `es`, `ed` at the end when nobody says them: make, makes, fixed. Kept in table, patches, added, handled. */
function withoutSilentEnd(part: string): string {
  if (part.length <= 3) return part;
  if (/[^aeiouyl]e$|[aeiouy]le$/.test(part)) return part.slice(0, -1);
  if (/[^aeiouytd]ed$/.test(part) && !/[^aeiouyl]led$/.test(part)) return part.slice(0, -2);
  if (/[^aeiouy]es$/.test(part) && !/(?:[sxz]|ch|sh|[cg]|[^aeiouy]l)es$/.test(part)) return part.slice(0, -2);
  return part;
}
