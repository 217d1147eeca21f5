import { expect, it } from 'vitest';
import { firstSentence } from './sentences.ts';

it('takes one sentence and keeps the rest', () => {
  expect(firstSentence('Of 3.5 found, 1 is fixed. Operators have closed 3 %.')).toEqual([
    'Of 3.5 found, 1 is fixed.',
    'Operators have closed 3 %.',
  ]);
  expect(firstSentence('Nothing is held back')).toEqual(['Nothing is held back', '']);
});
