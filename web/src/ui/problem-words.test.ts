import { advisoryDraft } from '@leadtime/contract';
import { expect, it } from 'vitest';
import { problemInWords } from './problem-words.ts';

it('the schema’s own messages become plain words', () => {
  const bad = advisoryDraft.safeParse({
    title: '',
    summary: 'x',
    details: 'x'.repeat(20_001),
    affected: [],
    cve: 'no',
    references: ['no'],
  });
  const words = Object.fromEntries(bad.error?.issues.map((i) => [i.path.join('/'), problemInWords(i.message)]) ?? []);
  expect(words).toEqual({
    title: 'Fill this in.',
    details: 'At most 20000 characters.',
    affected: 'Give at least one.',
    cve: 'Not in the form that is asked for: /^CVE-\\d{4}-\\d{4,}$/',
    'references/0': 'This is not an address of the web.',
  });
});
it('what is not known is left as it is', () => {
  expect(problemInWords('no control characters')).toBe('no control characters');
});
