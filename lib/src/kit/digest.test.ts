import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from './index.ts';

describe('canonical JSON', () => {
  it('is what the library of RFC 8785 makes of any value', () => {
    const anything = fc.anything({
      values: [
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.string({ unit: 'binary' }),
        fc.boolean(),
        fc.constant(null),
      ],
      key: fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.constantFrom('__proto__', 'a', 'A', '10', '9', '\u20ac', '\ud83d\ude00'),
      ),
      maxDepth: 4,
    });
    fc.assert(
      fc.property(anything, (value) => canonicalJson(value) === canonicalize(value)),
      { numRuns: 5_000 },
    );
  });

  it.each([
    [
      'members in the order of UTF-16 units',
      { '\u20ac': 1, '\r': 2, '\ufb33': 3, 1: 4, '\ud83d\ude00': 5 },
      '{"\\r":2,"1":4,"\u20ac":1,"\ud83d\ude00":5,"\ufb33":3}',
    ],
    [
      'numbers as ECMAScript writes them',
      [333333333.3333333, 1e30, 4.5, 2e-3, 1e-27, -0],
      '[333333333.3333333,1e+30,4.5,0.002,1e-27,0]',
    ],
    ['absent members left out, absent items null', { a: undefined, b: [undefined] }, '{"b":[null]}'],
    ['dates as they say themselves', { at: new Date(0) }, '{"at":"1970-01-01T00:00:00.000Z"}'],
  ])('has %s', (_, value, text) => {
    expect(canonicalJson(value)).toBe(text);
  });

  it.each([[Number.NaN], [Infinity], [undefined], [() => 1], [Symbol('x')], [1n], ['\ud800'], [{ '\udc00': 1 }]])(
    'is refused for what JSON cannot hold: %s',
    (value) => {
      expect(() => canonicalJson(value)).toThrow(TypeError);
    },
  );
});
