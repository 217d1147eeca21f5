import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectOk, type Instant } from '../kit/index.ts';
import { type FunnelItem, funnel, funnelOfCounts, median } from './funnel.ts';

const onDay = (day: number) => `2026-09-${String(day).padStart(2, '0')}T00:00:00.000Z` as Instant; // an instant
const now = onDay(20);
const receivedAt = onDay(1);
const items: readonly FunnelItem[] = [
  { receivedAt, outcome: { kind: 'duplicate', at: onDay(2) } },
  { receivedAt, outcome: { kind: 'rejected', at: onDay(2), reason: 'not reproducible' } },
  { receivedAt, outcome: { kind: 'rejected', at: onDay(2), reason: ' ' } },
  { receivedAt, outcome: { kind: 'open' }, waitsFor: 'not_validated' },
  { receivedAt, outcome: { kind: 'valid', at: onDay(3) }, waitsFor: 'maintainer_capacity' },
  { receivedAt, outcome: { kind: 'valid', at: onDay(3), toldAt: onDay(3) } },
  {
    receivedAt,
    outcome: {
      kind: 'valid',
      at: onDay(5),
      toldAt: onDay(6),
      fixedAt: onDay(9),
      publishedAt: onDay(10),
      deployedAt: onDay(12),
    },
  },
];
const row = (stage: string, list = items, at = now) => funnel(list, at).find((r) => r.stage === stage);

describe('the funnel', () => {
  it('counts what reached each stage', () => {
    expect(funnel(items, now).map((r) => [r.stage, r.count])).toEqual([
      ['received', 7],
      ['valid', 3],
      ['told', 2],
      ['fixed', 1],
      ['published', 1],
      ['deployed', 1],
    ]);
  });

  it('names every loss with its reason', () => {
    expect(row('valid')?.losses).toEqual([
      { kind: 'duplicate', reason: 'duplicate', count: 1 },
      { kind: 'rejected', reason: 'not reproducible', count: 1 },
      { kind: 'rejected', reason: 'not stated', count: 1 },
      { kind: 'waiting', reason: 'not_validated', count: 1 },
    ]);
    expect(row('told')?.losses).toEqual([{ kind: 'waiting', reason: 'maintainer_capacity', count: 1 }]);
    expect(row('fixed')?.losses).toEqual([{ kind: 'waiting', reason: 'not stated', count: 1 }]);
  });

  it('has median ages, and beside them how long those wait that have not come so far', () => {
    expect(row('valid')).toMatchObject({ medianDays: 2, waitingMedianDays: 19 });
    expect(row('deployed')).toMatchObject({ medianDays: 11, waitingMedianDays: 'unknown' });
    expect(row('deployed', items.slice(0, 2))?.medianDays).toBe('unknown');
  });

  it('knows only what had happened by then', () => {
    expect(funnel(items, onDay(3)).map((r) => r.count)).toEqual([7, 2, 1, 0, 0, 0]);
    expect(funnel(items, onDay(1)).map((r) => r.count)).toEqual([7, 0, 0, 0, 0, 0]);
    expect(row('valid', items, onDay(1))?.losses.every((loss) => loss.kind === 'waiting')).toBe(true);
  });

  it('loses nothing: each stage is the one before less its named losses', () => {
    const day = fc.integer({ min: 1, max: 28 }).map(onDay);
    const times = fc.record({ toldAt: day, fixedAt: day, publishedAt: day, deployedAt: day }, { requiredKeys: [] });
    const item = fc.record({
      receivedAt: day,
      outcome: fc.oneof(
        fc.constant({ kind: 'open' as const }),
        day.map((at) => ({ kind: 'duplicate' as const, at })),
        fc.record({ kind: fc.constant('rejected' as const), at: day, reason: fc.string({ maxLength: 3 }) }),
        fc.tuple(day, times).map(([at, rest]) => ({ kind: 'valid' as const, at, ...rest })),
      ),
    });
    fc.assert(
      fc.property(fc.array(item, { maxLength: 30 }), day, (list, at) => {
        const rows = funnel(list, at);
        const lost = (stage: string) =>
          rows.find((r) => r.stage === stage)?.losses.reduce((n, loss) => n + loss.count, 0) ?? 0;
        expect((rows[0]?.count ?? 0) - lost('valid')).toBe(rows[1]?.count);
        expect((rows[1]?.count ?? 0) - lost('told')).toBe(rows[2]?.count);
      }),
    );
  });
});

describe('from counts alone', () => {
  const counts = {
    received: 10,
    duplicate: 3,
    rejected: { 'not a bug': 2 },
    valid: 4,
    told: 3,
    fixed: 1,
    published: 2,
    deployed: 0,
  };

  it('names the losses; what waits is what is left', () => {
    const rows = expectOk(funnelOfCounts(counts));
    expect(rows.map((r) => r.count)).toEqual([10, 4, 3, 1, 2, 0]);
    expect(rows[1]?.losses).toEqual([
      { kind: 'duplicate', reason: 'duplicate', count: 3 },
      { kind: 'rejected', reason: 'not a bug', count: 2 },
      { kind: 'waiting', reason: 'not stated', count: 1 },
    ]);
    expect(rows.every((r) => r.medianDays === 'unknown')).toBe(true);
  });

  it('refuses counts that contradict each other, all at once', () => {
    expect(funnelOfCounts({ ...counts, received: 5, told: 9, fixed: -1, deployed: Number.NaN })).toMatchObject({
      ok: false,
      problems: [{ path: '/fixed' }, { path: '/deployed' }, { path: '/received' }, { path: '/told' }],
    });
  });
});

it('the median of nothing is unknown', () => {
  expect([median([]), median([3]), median([1, 2]), median([9, 1, 5])]).toEqual(['unknown', 3, 1.5, 5]);
});
