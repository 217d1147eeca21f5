import { expect, it } from 'vitest';
import { filterCommands } from './palette-filter.ts';

const commands = [
  { group: 'Go to', label: 'Queue' },
  { group: 'Go to', label: 'Projects' },
  { group: 'Do', label: 'Tell the maintainer' },
  { group: 'Look', label: 'Dark' },
];
const found = (typed: string) => filterCommands(commands, typed).map((c) => c.label);

it('finds by beginnings of words in any order, best first', () => {
  expect(found('')).toHaveLength(4);
  expect(found('mai te')).toEqual(['Tell the maintainer']);
  expect(found('go')).toEqual(['Queue', 'Projects']);
});
it('falls back to letters in order', () => {
  expect(found('prjs')).toEqual(['Projects']);
  expect(found('zz')).toEqual([]);
});
