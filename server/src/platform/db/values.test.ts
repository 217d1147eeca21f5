import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonText } from './values.ts';

describe('JSON for the database', () => {
  it('has no NUL and no half of a surrogate pair, in values and in keys', () => {
    expect(JSON.parse(jsonText({ 'a\0': ['\ud83d', 'x\udc00y', '😀'] }))).toEqual({
      'a\ufffd': ['\ufffd', 'x\ufffdy', '😀'],
    });
  });

  it('leaves text alone that only looks like an escape', () => {
    expect(JSON.parse(jsonText({ path: 'C:\\u0000' }))).toEqual({ path: 'C:\\u0000' });
  });

  it('is the same value for everything else', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'grapheme' }), (value) => {
        fc.pre(!JSON.stringify(value).includes('\\u0000'));
        expect(jsonText(value)).toBe(JSON.stringify(value));
      }),
    );
  });
});
