import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectOk, type Instant } from '../kit/index.ts';
import { seededRandom } from '../kit/testing/mutate.ts';
import { type BurndownInput, burndown, burndownCsv, LAYERS, type TrackedVulnerability } from './burndown.ts';
import { type CountedVulnerability, closedShare, type ScanPlan } from './closed-share.ts';

const at = (text: string) => text as Instant; // literals below are instants
const onDay = (day: number) => at(`2026-11-${String(day).padStart(2, '0')}T12:00:00.000Z`);
const plan: ScanPlan = {
  id: 'plan-1',
  parts: [
    {
      id: 'all',
      weight: 1,
      runs: [
        { finder: 'lab-a', done: true },
        { finder: 'lab-b', done: true },
      ],
    },
  ],
};
const found = (id: string, more: Partial<TrackedVulnerability> = {}): TrackedVulnerability => ({
  id,
  part: 'all',
  foundBy: ['lab-a', 'lab-b'],
  foundAt: onDay(2),
  exposedOperators: 4,
  deployedAt: [],
  ...more,
});
const steps = { validatedAt: onDay(3), toldAt: onDay(4), fixedAt: onDay(5) };
const input: BurndownInput = {
  plan,
  openedAt: onDay(1),
  releaseAt: onDay(10),
  asOf: onDay(10),
  vulnerabilities: [
    found('a', { ...steps, deployedAt: [onDay(6), onDay(7), onDay(8), onDay(9)] }),
    found('b', { ...steps, deployedAt: [onDay(6)] }),
    found('c', { validatedAt: onDay(3), toldAt: onDay(4) }),
    found('d', { foundBy: ['lab-a'] }),
    found('e', { foundBy: ['lab-b'], validatedAt: onDay(9) }),
  ],
};
const run = (more: Partial<BurndownInput> = {}) => expectOk(burndown({ ...input, ...more }));

describe('the burn-down', () => {
  it('stacks each vulnerability once, in the furthest stage, by its deployed share', () => {
    const days = new Map(run().days.map((day) => [day.day.slice(8), LAYERS.map((layer) => day[layer])]));
    expect(days.get('01')).toEqual([0, 0, 0, 0, 0]);
    expect(days.get('02')).toEqual([0, 0, 0, 0, 5]);
    expect(days.get('03')).toEqual([0, 0, 0, 3, 2]);
    expect(days.get('05')).toEqual([0, 2, 1, 0, 2]);
    expect(days.get('06')).toEqual([0.5, 1.5, 1, 0, 2]);
    expect(days.get('09')).toEqual([1.25, 0.75, 1, 1, 1]);
    expect(run().days.length).toBe(10);
  });

  it('draws nothing after now', () => {
    const early = run({ asOf: onDay(4) });
    expect(early.days.map((day) => day.day).at(-1)).toBe('2026-11-04');
    expect(early.headline.sentence).toMatch(/^6 days before release /);
    const late = run({ asOf: onDay(20) });
    expect(late.days.length).toBe(20);
    expect(late.headline).toEqual(run().headline); // release day is release day
  });

  it('says the share at T-0 with both ends, the low one first', () => {
    const { share, headline } = run();
    const [part] = share.parts;
    expect(part).toMatchObject({ observed: 5, closed: 1.25, population: { known: true, population: { low: 5 } } });
    expect(headline.state).toBe('known');
    expect(headline.sentence).toBe(
      `On release day between ${headline.low} % and 25 % of what this model can find was closed at the operators that run it.`,
    );
    expect(headline.low).toBeLessThan(25);
  });

  it('shows what nobody found as a band above, the same end every day', () => {
    const { days } = run();
    const tops = days.map((day) =>
      day.undetected === 'unknown' ? -1 : day.undetected.high + LAYERS.reduce((n, l) => n + day[l], 0),
    );
    expect(new Set(tops).size).toBe(1);
    expect(tops[0]).toBeGreaterThan(5);
  });

  it('what others found outside the plan makes the band no smaller', () => {
    const outside = found('x', { foundBy: ['passer-by'] });
    const more = run({ vulnerabilities: [...input.vulnerabilities, outside] });
    expect(more.days.map((day) => day.undetected)).toEqual(run().days.map((day) => day.undetected));
    expect(more.headline.low).toBe(run().headline.low);
    expect(more.headline.reasons).toEqual(['1 more were found outside the declared plan and are not counted.']);
    expect(more.days.at(-1)?.found).toBe(2);
  });

  it('counts nothing as deployed where the operators are not known, and says so', () => {
    const vulnerabilities = [
      found('a', { ...steps, exposedOperators: 'unknown', deployedAt: [onDay(6)] }),
      found('b', { ...steps, exposedOperators: 0, deployedAt: [onDay(6)] }),
    ];
    const result = run({ vulnerabilities });
    expect(result.days.at(-1)).toMatchObject({ deployed: 0, fixed: 2 });
    expect(result.uncounted).toEqual({ operatorsUnknown: 1, noOperators: 1 });
  });

  it.each<[string, Partial<BurndownInput>, RegExp]>([
    [
      'no overlap',
      { vulnerabilities: [found('a', { foundBy: ['lab-a'] }), found('b', { foundBy: ['lab-b'] })] },
      /overlap/,
    ],
    ['nothing found', { vulnerabilities: [] }, /Fewer than two finders found/],
    ['no plan', { plan: { id: 'none', parts: [] } }, /No scan plan was declared/],
    [
      'a scan not run',
      {
        plan: {
          id: 'p',
          parts: [
            {
              id: 'all',
              weight: 1,
              runs: [
                { finder: 'lab-a', done: true },
                { finder: 'lab-b', done: false },
              ],
            },
          ],
        },
      },
      /1 of 2 declared scans were not run/,
    ],
  ])('is unknown with %s, never a number', (_, more, why) => {
    const { headline, days } = run(more);
    expect(headline.state).toBe('unknown');
    expect(headline.sentence).toContain('not known');
    expect(headline.sentence).not.toMatch(/%/);
    expect(headline.low).toBe(0);
    expect(headline.reasons.join(' ')).toMatch(why);
    expect(days.every((day) => day.undetected === 'unknown')).toBe(true);
  });

  it('with one part unknown counts that part as open at the low end', () => {
    const two: ScanPlan = {
      id: 'p',
      parts: [
        ...plan.parts.map((part) => ({ ...part, weight: 3 })),
        {
          id: 'late',
          weight: 1,
          runs: [
            { finder: 'lab-a', done: false },
            { finder: 'lab-b', done: true },
          ],
        },
      ],
    };
    const { headline, share } = run({ plan: two });
    expect(headline.state).toBe('partial');
    expect(headline.sentence).toContain('A part of the plan is unknown and counts as open.');
    expect(share.low).toBeCloseTo(run().share.low * 0.75, 9);
  });

  it('has a table behind it', () => {
    const csv = burndownCsv(run()).trim().split('\n');
    expect(csv[0]).toBe('day,deployed,fixed,told,validated,found,undetected_low,undetected_high');
    expect(csv.length).toBe(11);
    expect(csv[6]).toMatch(/^2026-11-06,0\.5,1\.5,1,0,2,0,\d+$/);
    expect(burndownCsv(run({ vulnerabilities: [] }))).toContain(',unknown,unknown');
  });

  it('refuses a release before the opening, and a window of years', () => {
    expect(burndown({ ...input, releaseAt: at('2026-10-01T00:00:00.000Z') })).toMatchObject({
      ok: false,
      problems: [{ path: '/releaseAt' }],
    });
    expect(burndown({ ...input, asOf: at('2036-10-01T00:00:00.000Z') })).toMatchObject({
      ok: false,
      problems: [{ code: 'field.too-many' }],
    });
  });

  it('layers always add up to what was found, deployed never falls', () => {
    const day = fc.option(fc.integer({ min: 1, max: 12 }).map(onDay), { nil: undefined });
    const tracked = fc
      .record({
        v: day,
        t: day,
        f: day,
        operators: fc.constantFrom(0, 1, 3, 'unknown' as const),
        deployed: fc.array(fc.integer({ min: 1, max: 12 }).map(onDay), { maxLength: 4 }),
      })
      .map(({ v, t, f, operators, deployed }) =>
        found('x', {
          ...(v ? { validatedAt: v } : {}),
          ...(t ? { toldAt: t } : {}),
          ...(f ? { fixedAt: f } : {}),
          exposedOperators: operators,
          deployedAt: deployed,
        }),
      );
    fc.assert(
      fc.property(fc.array(tracked, { maxLength: 8 }), (list) => {
        const vulnerabilities = list.map((v, i) => ({ ...v, id: `v${i}` }));
        let before = 0;
        for (const d of run({ vulnerabilities }).days) {
          const total = LAYERS.reduce((sum, layer) => sum + d[layer], 0);
          expect(total).toBeCloseTo(d.day >= '2026-11-02' ? vulnerabilities.length : 0, 9);
          expect(d.deployed).toBeGreaterThanOrEqual(before - 1e-9);
          before = d.deployed;
        }
      }),
    );
  });
});

describe('scanning less can never improve the low end', () => {
  const finders = ['a', 'b', 'c', 'd'];
  const parts = ['p', 'q', 'r'];
  const vulnerability = fc.record({
    part: fc.constantFrom(...parts, 'elsewhere'),
    foundBy: fc.subarray([...finders, 'stranger'], { minLength: 1 }),
    closed: fc.constantFrom(0, 0.3, 1),
  });
  const world = fc.record({
    plan: fc.array(
      fc.record({
        id: fc.constantFrom(...parts),
        weight: fc.integer({ min: 0, max: 5 }),
        finders: fc.subarray(finders, { minLength: 1 }),
      }),
      { minLength: 1, maxLength: 3 },
    ),
    found: fc.array(vulnerability, { maxLength: 40 }),
  });
  const planOf = (
    declared: readonly { id: string; weight: number; finders: readonly string[] }[],
    left: (part: string, finder: string) => boolean,
  ): ScanPlan => ({
    id: 'plan',
    parts: [...new Map(declared.map((part) => [part.id, part])).values()].map(({ id, weight, finders: some }) => ({
      id,
      weight,
      runs: some.map((finder) => ({ finder, done: !left(id, finder) })),
    })),
  });

  it('whichever runs are left out, and whatever they would have found', () => {
    fc.assert(
      fc.property(
        world,
        fc.array(fc.tuple(fc.constantFrom(...parts), fc.constantFrom(...finders, 'stranger')), { maxLength: 4 }),
        (w, cut) => {
          const found = w.found.map((v, i): CountedVulnerability => ({ ...v, id: `v${i}` }));
          const left = (part: string | undefined, finder: string) => cut.some(([p, f]) => p === part && f === finder);
          const all = closedShare(
            planOf(w.plan, () => false),
            found,
          );
          const less = closedShare(
            planOf(w.plan, left),
            found
              .map((v) => ({ ...v, foundBy: v.foundBy.filter((finder) => !left(v.part, finder)) }))
              .filter((v) => v.foundBy.length > 0),
          );
          expect(less.low).toBeLessThanOrEqual(all.low + 1e-12);
          expect(all.low).toBeLessThanOrEqual(all.high + 1e-12);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('nor does looking less hard at everything, in the median of 150 seeded worlds', () => {
    const lows = (effort: number) => {
      const random = seededRandom(11);
      return (
        Array.from({ length: 150 }, () => {
          const found = Array.from({ length: 150 }, (_, i): CountedVulnerability => {
            const draws = [random(), random(), random()];
            const foundBy = ['lab-a', 'lab-b'].filter((_finder, k) => (draws[k] ?? 1) < 0.5 * effort);
            return { id: `v${i}`, part: 'all', foundBy, closed: (draws[2] ?? 1) < 0.7 ? 1 : 0 };
          });
          return closedShare(
            plan,
            found.filter((v) => v.foundBy.length > 0),
          ).low;
        }).sort((x, y) => x - y)[75] ?? 0
      );
    };
    const [full, half] = [lows(1), lows(0.5)];
    console.log(`burn-down: median low end ${full.toFixed(3)} at full effort, ${half.toFixed(3)} at half`);
    expect(half).toBeLessThanOrEqual(full);
  });
});
