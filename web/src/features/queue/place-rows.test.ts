import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { askFor, PAGE, placeRows } from './place-rows.ts';

const list = (n: number) => Array.from({ length: n }, (_, i) => ({ id: `r${i}` }));
const fetchPage = (server: readonly { id: string }[], page: number, gone: number) => {
  const { offset, limit } = askFor(page, gone);
  return { page, items: server.slice(offset, offset + limit) };
};

describe('pages of the queue', () => {
  it('lose no row and show none twice, however many were settled before the next page came', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 101, max: 450 }),
        fc.uniqueArray(fc.integer({ min: 0, max: 99 }), { maxLength: 60 }),
        (n, settled) => {
          const before = list(n);
          const first = fetchPage(before, 0, 0);
          const after = before.filter((_, i) => !settled.includes(i));
          const rest = Array.from({ length: Math.ceil(n / PAGE) - 1 }, (_, i) =>
            fetchPage(after, i + 1, settled.length),
          );
          expect(placeRows([first, ...rest], n)).toEqual(before);
        },
      ),
    );
  });
  it('are put in their places with holes for those that have not come', () => {
    const rows = placeRows([fetchPage(list(250), 0, 0), fetchPage(list(250), 2, 0)], 250);
    expect([rows.length, rows[99]?.id, rows[150], rows[249]?.id]).toEqual([250, 'r99', undefined, 'r249']);
  });
  it('end where the list ends, also when it has become shorter', () => {
    expect(placeRows([{ page: 0, items: list(3) }], 5)).toHaveLength(3);
    expect(placeRows([{ page: 0, items: undefined }], 5)).toHaveLength(5);
    expect(placeRows([], 0)).toEqual([]);
  });
});
