import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Day, Instant } from '../kit/index.ts';
import { type BodInputs, decide } from './bod2604.ts';
import { comparePriority, type PriorityInput, parsePriorityRule, priorityOf } from './priority.ts';
import { bodTable, priorityRule, ruleJson } from './rules.fixture.ts';

const decision = (inputs: Partial<BodInputs>) =>
  decide(
    {
      kev: { listed: false },
      exposure: 'public',
      automatable: 'no',
      technicalImpact: 'partial',
      detectedAt: '2026-07-01' as Day, // a day
      ...inputs,
    },
    bodTable,
  );
const kev = decision({ kev: { listed: true, dateAdded: '2026-07-01' as Day } }); // a day
const threeDays = decision({ automatable: 'yes', technicalImpact: 'total' });
const sixtyDays = decision({});
const maybeThreeDays = decision({ automatable: 'yes', technicalImpact: 'unknown' });

const input = (id: string, more: Partial<PriorityInput> = {}): PriorityInput => ({
  id,
  receivedAt: '2026-07-01T00:00:00.000Z' as Instant, // an instant
  exploited: 'no',
  decisions: [sixtyDays],
  severity: { finder: { base: 5, version: '3.1' } },
  exposedOperators: 1,
  ...more,
});
const order = (...inputs: PriorityInput[]) =>
  inputs
    .map((one) => priorityOf(one, priorityRule, bodTable))
    .sort(comparePriority)
    .map((p) => p.id);

describe('the queue', () => {
  it('puts attacks first, then the tier, then severity, then operators, then age', () => {
    const rows = [
      input('old', { receivedAt: '2026-06-01T00:00:00.000Z' as Instant }), // an instant
      input('plain'),
      input('many', { exposedOperators: 9 }),
      input('severe', { severity: { finder: { base: 9, version: '3.1' } } }),
      input('three days', { decisions: [threeDays] }),
      input('in attacks', { exploited: 'yes' }),
      input('kev', { decisions: [kev] }),
    ];
    expect(order(...rows)).toEqual(['kev', 'in attacks', 'three days', 'severe', 'many', 'old', 'plain']);
  });

  it('takes the most urgent asset of several', () => {
    expect(order(input('a', { decisions: [sixtyDays, threeDays] }), input('b', { decisions: [sixtyDays] }))).toEqual([
      'a',
      'b',
    ]);
  });

  it('puts what may be three days after what surely is, and before sixty', () => {
    const rows = [input('60'), input('maybe', { decisions: [maybeThreeDays] }), input('3', { decisions: [threeDays] })];
    expect(order(...rows)).toEqual(['3', 'maybe', '60']);
    const reasons = priorityOf(input('x', { decisions: [maybeThreeDays] }), priorityRule, bodTable).reasons;
    expect(reasons.map((r) => r.text)).toContain('No row of BOD 26-04: technicalImpact not known; at worst 3 days.');
  });

  it('uses the validator, then the vendor, then the finder, and keeps all three', () => {
    const severity = {
      finder: { base: 9.8, version: '3.1' },
      vendor: { base: 4, version: '3.1' },
      validator: { base: 6.5, version: '4.0' },
    } as const;
    const priority = priorityOf(input('x', { severity }), priorityRule, bodTable);
    expect(priority.key[4]).toBe(-6.5);
    expect(priority.reasons.map((r) => r.text)).toEqual(
      expect.arrayContaining([
        'CVSS 6.5 (4.0) by the validator, used.',
        'CVSS 4.0 (3.1) by the vendor, kept beside it.',
        'CVSS 9.8 (3.1) by the finder, kept beside it.',
      ]),
    );
  });

  it('never takes unknown for nothing', () => {
    const unknown = input('unknown', { severity: {}, exposedOperators: 'unknown', exploited: 'unknown' });
    const known = input('known', { severity: { finder: { base: 3, version: '3.1' } }, exposedOperators: 0 });
    expect(order(known, unknown)).toEqual(['unknown', 'known']);
    const codes = priorityOf(unknown, priorityRule, bodTable).reasons.map((r) => r.code);
    expect(codes).toEqual(['exploited-unknown', 'bod-60D', 'severity-unknown', 'operators-unknown']);
  });

  it('says so when nothing was decided yet', () => {
    const priority = priorityOf(input('x', { decisions: [] }), priorityRule, bodTable);
    expect(priority.reasons.map((r) => r.code)).toContain('no-row');
  });

  it('is a total order that does not depend on where it began', () => {
    const any = fc.record({
      id: fc.uuid(),
      receivedAt: fc.constantFrom('2026-06-01T00:00:00.000Z' as Instant, '2026-07-01T00:00:00.000Z' as Instant), // instants
      exploited: fc.constantFrom('yes' as const, 'no' as const, 'unknown' as const),
      decisions: fc.subarray([kev, threeDays, sixtyDays, maybeThreeDays]),
      severity: fc.constantFrom({}, { finder: { base: 5, version: '3.1' as const } }),
      exposedOperators: fc.constantFrom(0, 1, 2, 'unknown' as const),
    });
    fc.assert(
      fc.property(fc.uniqueArray(any, { selector: (x) => x.id, maxLength: 12 }), fc.nat(), (rows, turn) => {
        const n = rows.length ? turn % rows.length : 0;
        expect(order(...rows)).toEqual(order(...rows.slice(n), ...rows.slice(0, n)));
        expect(order(...rows)).toEqual(order(...[...rows].reverse()));
      }),
    );
  });
});

it('the rule file is checked', () => {
  const json = ruleJson('priority') as Record<string, unknown>; // our own file
  expect(parsePriorityRule({ ...json, tiers: ['3D'] })).toMatchObject({ ok: false, problems: [{ path: '/tiers' }] });
});
