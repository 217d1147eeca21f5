import { describe, expect, it } from 'vitest';
import { findIn, newTable, PAGE, type Table } from './table.ts';

const names = (n: number): readonly string[] => Array.from({ length: n }, (_, i) => `npm/name-${i}`);
const built = (all: readonly string[], expected = all.length): Table => {
  const table = newTable(expected);
  for (const [i, name] of all.entries()) table.put(name, i, 1);
  const words = new Uint32Array(table.bytes().buffer);
  return { pages: table.pages, page: (n) => ({ words, at: n * PAGE }) };
};

describe('a table of names', () => {
  it.each([0, 1, 31, 5_000])('of %i names finds each, and no other', (n) => {
    const all = names(n);
    const table = built(all);
    for (const [i, name] of all.entries())
      expect(findIn(table, name, (at) => (all[at] === name ? at : undefined))).toBe(i);
    for (const name of names(200)) expect(findIn(table, `other/${name}`, () => undefined)).toBeUndefined();
  });

  it('goes on to the next page where one is full, and around the end', () => {
    const all = names(120);
    const table = built(all, 80); // four pages for 80 names have room for 124
    expect(table.pages).toBe(4);
    for (const [i, name] of all.entries())
      expect(findIn(table, name, (at) => (all[at] === name ? at : undefined))).toBe(i);
    expect(findIn(table, 'other', () => undefined)).toBeUndefined();
  });

  it('asks for one page of nearly every name', () => {
    const all = names(100_000);
    const table = built(all);
    let pages = 0;
    const counted: Table = {
      pages: table.pages,
      page(n) {
        pages += 1;
        return table.page(n);
      },
    };
    for (const name of all) findIn(counted, name, (at) => (all[at] === name ? at : undefined));
    expect(pages / all.length).toBeLessThan(1.01);
  });
});
