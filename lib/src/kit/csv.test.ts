import { expect, it } from 'vitest';
import { csvLine } from './csv.ts';

it('ends a line with CRLF and quotes what would break it', () => {
  expect(csvLine(['a', 1, null, 'x,y', 'say "so"', 'two\nlines'])).toBe('a,1,,"x,y","say ""so""","two\nlines"\r\n');
});

it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '  =1', '\u00a0=1', '＝1', '＋1', '－1', '＠x'])(
  'makes text of %j, which a spreadsheet would run',
  (cell) => {
    expect(csvLine([cell]).replace(/^"/, '')).toMatch(/^'/);
  },
);

it('leaves numbers and plain text alone, also with such a sign inside', () => {
  expect(csvLine([-5, 'a=b', '1.2.3-4', 'pkg:npm/%40a/b@1'])).toBe('-5,a=b,1.2.3-4,pkg:npm/%40a/b@1\r\n');
});
