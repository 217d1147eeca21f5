import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fieldsFor, maySee, type ProjectionTable, project, projectAll } from './projection.ts';

interface Case {
  readonly id: string;
  readonly title: string;
  readonly proof?: string;
  readonly operators: number;
}
type Tier = 'public' | 'maintainer' | 'coordinator';
const table: ProjectionTable<Case, Tier> = {
  id: ['public', 'maintainer', 'coordinator'],
  title: ['maintainer', 'coordinator'],
  proof: ['maintainer'],
  operators: ['coordinator'],
};
const row: Case = { id: 'c1', title: 'Overflow', proof: 'bytes', operators: 7 };

describe('project', () => {
  it.each([
    ['public', { id: 'c1' }],
    ['maintainer', { id: 'c1', title: 'Overflow', proof: 'bytes' }],
    ['coordinator', { id: 'c1', title: 'Overflow', operators: 7 }],
    ['overseer', {}],
    ['', {}],
    ['__proto__', {}],
    ['constructor', {}],
  ])('%s sees %j', (tier, seen) => {
    expect(project(row, tier, table)).toEqual(seen);
    expect(projectAll([row, row], tier, table)).toEqual([seen, seen]);
  });

  it('leaves the record as it is, and an absent field absent', () => {
    const { proof: _, ...without } = row;
    expect(project(without, 'maintainer', table)).not.toHaveProperty('proof');
    expect(row).toEqual({ id: 'c1', title: 'Overflow', proof: 'bytes', operators: 7 });
  });

  it('a field that is not in the table is hidden, whatever it is called', () => {
    const wider = JSON.parse('{"id":"c1","secret":1,"__proto__":{"id":"evil"}}') as Case; // more fields than its type
    const seen = project(wider, 'coordinator', table);
    expect(Object.keys(seen)).toEqual(['id']);
    expect(Object.getPrototypeOf(seen)).toBe(Object.prototype);
  });

  it('what is inherited is hidden', () => {
    const child = Object.create({ id: 'from the prototype' }) as Case; // no own fields
    expect(project(child, 'public', table)).toEqual({});
  });

  it('shows exactly the fields that the table grants, for any table', () => {
    const tiers = ['a', 'b', 'c'] as const;
    const fields = ['f1', 'f2', 'f3', 'toString', '__proto__'] as const;
    const anyTable = fc.tuple(...fields.map(() => fc.subarray([...tiers]))).map((granted) => {
      const made: Record<string, readonly string[]> = Object.create(null);
      for (const [i, field] of fields.entries())
        Object.defineProperty(made, field, { value: granted[i], enumerable: true });
      return made;
    });
    const record: Record<string, number> = {};
    for (const field of fields) Object.defineProperty(record, field, { value: 1, enumerable: true });
    fc.assert(
      fc.property(anyTable, fc.constantFrom(...tiers, 'd'), (some, tier) => {
        const seen = Object.keys(project(record, tier, some)).sort();
        expect(seen).toEqual(fields.filter((field) => some[field]?.includes(tier)).sort());
        expect(seen).toEqual([...fieldsFor(tier, some)].sort());
      }),
    );
  });
});

it('a hidden field and one that does not exist give the same answer', () => {
  expect(maySee('public', 'proof', table)).toBe(false);
  expect(maySee('public', 'no-such-field', table)).toBe(false);
  expect(maySee('public', 'toString', table)).toBe(false);
  expect(maySee('maintainer', 'proof', table)).toBe(true);
});
