import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Burndown,
  burndownTable,
  dayInWords,
  pictureOf,
  sentenceOf,
  spreadLabels,
  tName,
} from './burndown-data.ts';

const measure = (over: Partial<Burndown> = {}): Burndown => ({
  model: {
    id: '0199d000-0000-7000-8000-000000000001',
    name: 'Cormorant-3',
    developer: 'Vantmoor Models',
    opensAt: '2026-11-13T09:00:00.000Z',
    releaseAt: '2026-12-13T09:00:00.000Z',
    partnersAt: null,
    state: 'open',
    note: '',
  },
  asOf: '2026-11-22T10:00:00.000Z',
  headline: '',
  denominator: '',
  days: [
    { day: '2026-11-20', deployed: 1, fixed: 2, told: 4, validated: 6, found: 10 },
    { day: '2026-11-22', deployed: 3.5, fixed: 5, told: 8, validated: 12, found: 30 },
  ],
  unfound: { low: 5, high: 20, method: 'capture-recapture' },
  unfoundUnknownWhy: null,
  closedShare: null,
  ...over,
});

describe('the burn-down', () => {
  it('counts what was found later as not yet found on an earlier day', () => {
    const picture = pictureOf(measure());
    expect(picture?.points.map((p) => p.unfound)).toEqual([
      { low: 25, high: 40 },
      { low: 5, high: 20 },
    ]);
    expect(picture?.top).toBe(50);
  });

  it('names days by their distance to release', () => {
    expect(pictureOf(measure())?.points.map((p) => tName(p.tMinus))).toEqual(['T-23', 'T-21']);
    expect([tName(0), tName(-4)]).toEqual(['T-0', 'T+4']);
  });

  it('never lets a layer dip below the one under it', () => {
    const picture = pictureOf(
      measure({ days: [{ day: '2026-11-22', deployed: 4, fixed: 3, told: 9, validated: 2, found: 1 }] }),
    );
    expect(picture?.points[0]?.reached).toEqual({ deployed: 4, fixed: 4, told: 9, validated: 9, found: 9 });
  });

  it('draws days in order whatever order they come in, and nothing where there are none', () => {
    const [a, b] = measure().days;
    expect(pictureOf(measure({ days: [b, a].flatMap((d) => d ?? []) }))?.points.map((p) => p.day)).toEqual([
      '2026-11-20',
      '2026-11-22',
    ]);
    expect(pictureOf(measure({ days: [] }))).toBeUndefined();
  });

  it('says unknown, with its reason, instead of an empty band', () => {
    const unknown = measure({ unfound: null, unfoundUnknownWhy: 'only one finder has looked.' });
    const picture = pictureOf(unknown);
    if (!picture) throw new Error('a picture');
    expect(sentenceOf(unknown, picture)).toMatch(/is unknown, .*: only one finder has looked\.$/);
    expect(burndownTable(picture).rows[0]?.slice(-2)).toEqual([null, null]);
    expect(picture.points.map(dayInWords)[1]).toBe(
      '22 Nov, T-21: 30 found, 12 validated, 8 told, 5 fixed, 3.5 deployed; what nobody had found: not estimated.',
    );
  });

  it('says what is still open on the last day', () => {
    const picture = pictureOf(measure());
    if (!picture) throw new Error('a picture');
    expect(sentenceOf(measure(), picture)).toContain(
      '3.5 of them were fixed at the operators that run the software, each counted by the share of its operators; 27 were still open',
    );
  });
});

describe('direct labels', () => {
  it('stay where they wish to be when there is room', () => {
    expect(spreadLabels([10, 50, 90], 14, [0, 100])).toEqual([10, 50, 90]);
  });
  it('keep their gap, their order and their bounds whenever there is room for all', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -50, max: 400, noNaN: true }), { maxLength: 8 }), (wishes) => {
        const placed = spreadLabels(wishes, 14, [0, 300]);
        const sorted = [...placed].sort((a, b) => a - b);
        for (const [i, y] of sorted.entries()) {
          expect(y).toBeGreaterThanOrEqual(-1e-6);
          expect(y).toBeLessThanOrEqual(300 + 1e-6);
          if (i > 0) expect(y - (sorted[i - 1] ?? 0)).toBeGreaterThanOrEqual(14 - 1e-6);
        }
      }),
    );
  });
});
