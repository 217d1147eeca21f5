import { expect, it } from 'vitest';
import { toCsv } from './csv.ts';

it('quotes what RFC 4180 asks to quote and ends every line with CRLF', () => {
  expect(
    toCsv({
      columns: ['day', 'said'],
      rows: [
        ['2026-11-22', 'a "b", c'],
        ['2026-11-23', null],
      ],
    }),
  ).toBe('day,said\r\n2026-11-22,"a ""b"", c"\r\n2026-11-23,\r\n');
});

it('makes text of a cell that a spreadsheet would run as a formula', () => {
  expect(toCsv({ columns: ['x'], rows: [['=HYPERLINK("a")'], ['-1'], [-1]] })).toBe(
    'x\r\n"\'=HYPERLINK(""a"")"\r\n\'-1\r\n-1\r\n',
  );
});
