import { queueQuery } from '@leadtime/contract';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shortTarget } from '../vulnerability/short-target.ts';
import { nextAfter } from './next-row.ts';
import { concludes, isNarrowed, queryOf, sortOf, VIEWS, viewOf } from './views.ts';

describe('the address of the queue', () => {
  it('always makes a question that the API understands, whatever somebody typed into it', () => {
    const value = fc.oneof(
      fc.string(),
      fc.constantFrom('kev', 'true', 'high', '-age', 'reproduced', ...VIEWS.map((v) => v.id)),
    );
    const address = fc.record(
      {
        view: value,
        sort: value,
        severity: value,
        proof: value,
        project: value,
        several: value,
        kev: value,
        q: fc.string({ maxLength: 400 }),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(address, (a) => {
        const asked = queueQuery.safeParse(queryOf(a));
        // Control characters in the words are refused by the API with a placed problem; everything else is left out here.
        expect(asked.success || asked.error.issues.every((i) => i.path[0] === 'q')).toBe(true);
      }),
    );
  });
  it('begins with what must be settled', () => {
    expect(viewOf({}).id).toBe('settle');
    expect(queryOf({})).toEqual({ state: 'found', sort: 'priority' });
  });
  it('reads age upwards as newest first', () => {
    expect([sortOf({ sort: 'age' }), sortOf({ sort: '-age' }), sortOf({ sort: 'nonsense' })]).toEqual([
      'newest',
      'oldest',
      'priority',
    ]);
  });
  it('does not call an empty filter a settled queue', () => {
    const view = viewOf({});
    expect(isNarrowed({ q: 'x' })).toBe(true);
    expect(concludes(view, 0, true)).toBe('Nothing in “To settle” fits these filters');
    expect(concludes(view, 0, false)).toBe('Everything that came in is settled');
    expect(concludes(view, 1, false)).toBe('1 vulnerability waits for you to validate, merge or reject');
  });
});

describe('after a decision', () => {
  const rows = ['a', 'b', 'c', 'd'].map((id) => ({ id }));
  it('the next open row below becomes active', () => {
    expect(nextAfter(rows, ['b'], new Map())).toBe('c');
    expect(nextAfter(rows, ['b'], new Map([['c', 'validated']]))).toBe('d');
  });
  it('after the last one it is the first open one, and with none left it stays', () => {
    expect(nextAfter(rows, ['d'], new Map([['a', 'told']]))).toBe('b');
    expect(nextAfter(rows, ['a', 'b', 'c', 'd'], new Map())).toBe('a');
  });
  it('after a batch it is the one below the lowest', () => {
    expect(nextAfter(rows, ['a', 'c'], new Map())).toBe('d');
  });
  it('rows that are not loaded are passed over', () => {
    expect(nextAfter([rows[0], undefined, rows[2]], ['a'], new Map())).toBe('c');
  });
});

it('a component is named shortly', () => {
  expect(shortTarget({ target: 'pkg:npm/libtessera', version: '2.4.0' })).toBe('libtessera 2.4.0');
  expect(shortTarget({ target: 'pkg:deb/debian/curl?arch=source', version: null })).toBe('debian/curl');
  expect(shortTarget({ target: 'pkg:npm/%40harborline/tar', version: '2' })).toBe('@harborline/tar 2');
  expect(shortTarget({ target: 'pkg:npm/100%', version: null })).toBe('100%');
  expect(shortTarget({ target: 'https://www.example.org/x.git', version: null })).toBe('example.org/x.git');
});
