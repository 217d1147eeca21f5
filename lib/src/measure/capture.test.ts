import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../kit/testing/mutate.ts';
import { chapman, population } from './capture.ts';

const set = (...ids: (string | number)[]) => new Set(ids.map(String));
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);

describe('chapman', () => {
  it('is the formula', () => {
    // Worked by hand: (200+1)(150+1)/(30+1) - 1
    expect(chapman(200, 150, 30).estimate).toBeCloseTo(978.06, 2);
    expect(chapman(10, 10, 10).estimate).toBe(10);
  });

  it('has the exact interval of small cases, counted by hand', () => {
    // One each, and it is the same: P(overlap 1 | N) = 1/N, which is at least 0.025 up to N = 40.
    expect(chapman(1, 1, 1)).toEqual({ estimate: 1, low: 1, high: 40 });
    // P(overlap 2 | N, 2 and 2) = 1/C(N,2), at least 0.025 up to C(9,2) = 36.
    expect(chapman(2, 2, 2)).toMatchObject({ low: 2, high: 9 });
    // P(overlap 1 | N, 295 and 1) = 295/N, just 0.025 at N = 11800: on the edge is inside, whoever is named first.
    expect(chapman(295, 1, 1).high).toBe(11800);
    expect(chapman(1, 295, 1).high).toBe(11800);
  });

  it('has its point in its interval, its interval above what was observed', () => {
    const counts = fc.tuple(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 300 }), fc.nat());
    fc.assert(
      fc.property(counts, ([n1, n2, at]) => {
        const m = 1 + (at % Math.min(n1, n2));
        const { estimate, low, high } = chapman(n1, n2, m);
        expect(low).toBeGreaterThanOrEqual(n1 + n2 - m);
        expect(low).toBeLessThanOrEqual(Math.ceil(estimate));
        expect(high).toBeGreaterThanOrEqual(estimate);
        expect(chapman(n2, n1, m)).toEqual({ estimate, low, high });
        const wider = chapman(n1, n2, m, 0.99);
        expect(wider.low <= low && wider.high >= high).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('refuses what is no overlap', () => {
    for (const [n1, n2, m] of [
      [1, 1, 0],
      [1, 1, 2],
      [-1, 1, 1],
      [1.5, 2, 1],
      [Number.NaN, 1, 1],
    ] as const) {
      expect(() => chapman(n1, n2, m)).toThrow(RangeError);
    }
  });

  it('covers the truth as often as it says, over 400 seeded draws', () => {
    const random = seededRandom(7);
    const truth = 120;
    let covered = 0;
    let drawn = 0;
    for (let i = 0; i < 400; i += 1) {
      const [p1, p2] = [0.2 + 0.5 * random(), 0.2 + 0.5 * random()];
      const [a, b] = [p1, p2].map((p) => range(0, truth).filter(() => random() < p));
      const m = (a ?? []).filter((id) => b?.includes(id)).length;
      if (m === 0) continue;
      drawn += 1;
      const { low, high } = chapman(a?.length ?? 0, b?.length ?? 0, m);
      if (low <= truth && truth <= high) covered += 1;
    }
    console.log(`capture: ${covered} of ${drawn} intervals of 95 % hold the truth`);
    expect(covered / drawn).toBeGreaterThanOrEqual(0.95);
  });
});

describe('population', () => {
  it('of two finders is Chapman', () => {
    const result = population([set(...range(0, 60)), set(...range(40, 90))]);
    expect(result).toMatchObject({ known: true, population: { observed: 90, method: 'Chapman, exact interval' } });
    expect(result.known && result.population.estimate).toBeCloseTo((61 * 51) / 21 - 1, 6);
  });

  it('is unknown without overlap, with one finder, with none: never zero', () => {
    for (const finders of [
      [],
      [set(1, 2)],
      [set(1), set(2)],
      [set(), set()],
      [set(1), set()],
      [set(1, 2), set(2, 3), set(9)],
    ]) {
      expect(population(finders).known).toBe(false);
    }
  });

  it('of three takes the worst point and the widest ends', () => {
    const finders = [set(...range(0, 60)), set(...range(30, 90)), set(...range(20, 50))];
    const [all, pair] = [population(finders), chapman(60, 70, 40)];
    expect(all.known && all.population.high).toBeGreaterThanOrEqual(pair.high);
    expect(all.known && all.population.low).toBeLessThanOrEqual(pair.low);
    expect(all.known && all.population.observed).toBe(90);
  });

  it('leaves aside a finder that found nothing', () => {
    const two = [set(...range(0, 60)), set(...range(40, 90))];
    expect(population([...two, set()])).toEqual(population(two));
  });
});
