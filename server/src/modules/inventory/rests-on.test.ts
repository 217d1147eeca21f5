// What "not affected" rests on, and when it no longer does.
import { describe, expect, it } from 'vitest';
import { restsOn, staleBases } from './rests-on.ts';

const on = (...namespaces: readonly string[]) =>
  restsOn(namespaces.map((namespace) => ({ namespace, via: 'package-url' })));

describe('a component rests on', () => {
  it.each([
    ['a package that GitHub reviews', ['npm'], 'osv-or-ghsa'],
    ['a package of a distribution', ['deb:debian:12'], 'osv'],
    ['a package of an ecosystem that GitHub does not review', ['hackage'], 'osv'],
    ['one that is looked up as both', ['npm', 'deb:debian:12'], 'osv'],
    ['a package that is a product too', ['pypi', 'cpe'], 'osv-or-ghsa'],
    ['a product', ['product', 'cpe'], 'products'],
    ['nothing that a feed names', [], null],
  ])('%s', (_, namespaces, basis) => {
    expect(on(...namespaces)).toBe(basis);
  });

  it('nothing where a digest alone is looked up', () => {
    expect(restsOn([{ namespace: 'sha256', via: 'file-digest' }])).toBeNull();
  });
});

describe('of feeds read two days ago at most', () => {
  const NOW = '2026-11-22T10:00:00.000Z';
  const ages = (text: string) =>
    text.split(' ').map((cell) => {
      const [source = '', age] = cell.split(':');
      return { source, as_of: age === 'never' ? null : `2026-11-${age}T10:00:00.000Z`, max_age_hours: 48 };
    });

  it.each([
    ['osv:21', []],
    ['osv:21 ghsa:never', []],
    ['osv:21 ghsa:10', []],
    ['osv:10 ghsa:21', ['osv']],
    ['osv:never ghsa:21', ['osv']],
    ['osv:never', ['osv', 'osv-or-ghsa']],
    ['osv:10 ghsa:never', ['osv', 'osv-or-ghsa']],
    ['osv:21 csaf:21 nvd:10', ['products']],
    ['osv:21 csaf:21 kev:10', []],
  ])('%s', (text, old) => {
    expect(staleBases(ages(text), NOW)).toEqual(old);
  });
});
