import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isInside, nextSort, patchAddress, readAddress, readSort, writeSort } from './address.ts';

describe('the address', () => {
  it('keeps what is not changed, in its order, and drops what is emptied', () => {
    expect(patchAddress('?view=kev&q=tiff&page=2', { q: '', page: 3 })).toBe('?view=kev&page=3');
    expect(patchAddress('?q=x', { q: null })).toBe('');
    expect(patchAddress('', { several: true })).toBe('?several=true');
  });

  it('gives back every value that was put in, whatever its signs', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ minLength: 1 }), fc.string({ minLength: 1 })), (fields) => {
        const wellFormed = Object.fromEntries(
          Object.entries(fields).map(([k, v]) => [k.toWellFormed(), v.toWellFormed()]),
        );
        expect({ ...readAddress(patchAddress('', wellFormed)) }).toEqual(wellFormed);
      }),
    );
  });

  it('tells pages from files of the server and from other houses', () => {
    const inside = ['/queue?view=kev', '/ledger', '/ledger/entries/7', '/ledgers', '/advisories/9?q=a.json', '/feeds'];
    const outside = [
      '/api/v1/x',
      '/feed/osv.ndjson',
      '/ledger/checkpoint',
      '/ledger/tile/0/001',
      '/advisories/9/csaf.json',
    ];
    for (const href of inside) expect(isInside(href), href).toBe(true);
    for (const href of [...outside, '//elsewhere.example', 'https://elsewhere.example', '#main'])
      expect(isInside(href), href).toBe(false);
  });

  it('reads a minus as downwards, and goes up, down, off with each press of a heading', () => {
    expect(readSort('-age')).toEqual({ by: 'age', dir: 'desc' });
    expect(readSort(undefined)).toBeUndefined();
    const once = nextSort(undefined, 'age');
    const twice = nextSort(once, 'age');
    expect([writeSort(once), writeSort(twice), writeSort(nextSort(twice, 'age'))]).toEqual(['age', '-age', null]);
    expect(writeSort(nextSort(twice, 'title'))).toBe('title');
  });
});
