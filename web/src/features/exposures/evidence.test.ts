import { expect, it } from 'vitest';
import { evidenceInWords } from './evidence.ts';

it('says the evidence of a match in words and leaves nothing out', () => {
  expect(
    evidenceInWords({
      via: 'vendor-and-product',
      version: { key: '0101', text: 'v4.1.0' },
      interval: { lo: '', hi: '01', from: '0', to: { kind: 'fixed', version: '4.2.1' } },
      line: 79,
      somethingNew: { a: 1 },
      nothing: null,
    }),
  ).toEqual([
    ['Matched by', 'vendor and product'],
    ['Version compared', 'v4.1.0'],
    ['Affected range', 'before 4.2.1, where it is fixed'],
    ['Row', '79'],
    ['somethingNew', '{"a":1}'],
    ['nothing', 'not recorded'],
  ]);
});

it('does not invent an end that a range does not have', () => {
  const range = (interval: unknown) => evidenceInWords({ interval })[0]?.[1];
  expect(range({ from: '2.0.0' })).toBe('from 2.0.0 with no end stated');
  expect(range({ from: '1', to: { kind: 'last-affected', version: '3' } })).toBe('from 1 up to 3');
  expect(range('x')).toBe('"x"');
});
