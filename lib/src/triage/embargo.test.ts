import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, type Day, expectOk, type Instant, instantOf, millisOf, parseInstant } from '../kit/index.ts';
import { type EmbargoInput, type EmbargoTerm, nextReminders, parseEmbargoPolicy, resolveEmbargo } from './embargo.ts';
import { embargoPolicy, ruleJson } from './rules.fixture.ts';
import { dayIn, zonedInstant } from './zoned-time.ts';

const at = (text: string) => text as Instant; // literals below are instants
const bare: EmbargoInput = { validatedAt: at('2026-09-01T12:00:00.000Z'), terms: [], promptRetention: ['none'] };
const resolve = (more: Partial<EmbargoInput> = {}, policy = embargoPolicy) =>
  expectOk(resolveEmbargo({ ...bare, ...more }, policy));
const upstream = (days: number): EmbargoTerm => ({
  source: 'upstream-policy',
  text: 'Their policy.',
  days,
  from: 'validated',
});
const agreed = (until: string): EmbargoTerm => ({ source: 'negotiated', text: 'Agreed.', until: at(until) });

describe('the term', () => {
  it('is the default where nobody stated another: an hour in a zone', () => {
    expect(resolve()).toMatchObject({
      state: 'until',
      until: '2026-10-01T14:00:00.000Z', // 10:00 in New York
      zone: 'America/New_York',
      hour: '10:00',
      source: 'default',
      rule: { id: 'embargo-default', version: '1.0.0' },
    });
  });

  it('a stated term replaces the default, even a longer one', () => {
    expect(resolve({ terms: [upstream(60)] })).toMatchObject({
      source: 'upstream-policy',
      until: '2026-10-31T14:00:00.000Z',
    });
  });

  it('the shortest of those stated wins, and all are kept', () => {
    const cap: EmbargoTerm = { source: 'list-cap', text: 'The list.', days: 14, from: 'told' };
    const embargo = resolve({
      toldAt: at('2026-09-02T12:00:00.000Z'),
      terms: [upstream(60), cap, agreed('2026-09-20T00:00:00.000Z')],
    });
    expect(embargo).toMatchObject({ source: 'list-cap', until: '2026-09-16T14:00:00.000Z' });
    expect(embargo.weighed.map((w) => w.source)).toEqual(['list-cap', 'negotiated', 'upstream-policy']);
  });

  it('names the stronger source when two end together', () => {
    const embargo = resolve({ terms: [agreed('2026-09-15T14:00:00.000Z'), upstream(14)] });
    expect(embargo.source).toBe('upstream-policy');
  });

  it('attacks shorten it, a merged case too', () => {
    expect(resolve({ exploitedAt: at('2026-09-03T12:00:00.000Z') })).toMatchObject({
      source: 'exploited',
      until: '2026-09-10T14:00:00.000Z',
    });
    expect(resolve({ mergedEnds: [at('2026-09-20T00:00:00.000Z'), at('2026-09-12T00:00:00.000Z')] })).toMatchObject({
      source: 'merged',
      until: '2026-09-12T00:00:00.000Z',
    });
  });

  it('does not run before its anchor, and says which term waits', () => {
    const { validatedAt: _, ...unvalidated } = bare;
    const term: EmbargoTerm = { source: 'upstream-policy', text: 'Seven days.', days: 7, from: 'fix-ready' };
    const embargo = expectOk(resolveEmbargo({ ...unvalidated, terms: [term] }, embargoPolicy));
    expect(embargo).toMatchObject({ state: 'not-started' });
    expect(embargo.reasons.map((r) => r.code)).toEqual(['no-anchor', 'term-waits']);
  });

  it('is not available for a model that trains on prompts, by a switch that is named', () => {
    const trained = { promptRetention: ['none', 'training'] as const };
    expect(resolve(trained)).toMatchObject({ state: 'none', reasons: [{ code: 'public-model', mark: 'V2' }] });
    const lenient = { ...embargoPolicy, publicModel: { ...embargoPolicy.publicModel, rule: 'as-others' as const } };
    const embargo = resolve(trained, lenient);
    expect(embargo.state).toBe('until');
    expect(embargo.reasons.map((r) => r.code)).toContain('public-model-as-others');
  });

  it('says when retention is not known', () => {
    expect(resolve({ promptRetention: ['unknown'] }).reasons.map((r) => r.code)).toContain('retention-unknown');
  });

  it('is refused with an unknown zone', () => {
    const result = resolveEmbargo(bare, { ...embargoPolicy, zone: 'Mars/Olympus' });
    expect(result).toMatchObject({ ok: false, problems: [{ path: '/zone' }] });
  });

  it('more limits never lengthen it', () => {
    const day = fc.integer({ min: 0, max: 300 });
    const until = day.map((n) => at(`${addDays('2026-09-02' as Day, n)}T00:00:00.000Z`)); // a day
    const terms = fc.array(fc.oneof(day.map(upstream), until.map(agreed)), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(terms, fc.array(until, { maxLength: 3 }), (stated, mergedEnds) => {
        const few = resolve({ terms: stated.slice(0, 1) });
        const many = resolve({ terms: stated, mergedEnds });
        expect(millisOf(many.until ?? '')).toBeLessThanOrEqual(millisOf(few.until ?? ''));
      }),
    );
  });
});

describe('reminders', () => {
  it('are those still ahead, soonest first, the end last', () => {
    const reminders = nextReminders(resolve(), embargoPolicy, at('2026-09-20T00:00:00.000Z'));
    expect(reminders.map((r) => [r.daysBefore, r.at])).toEqual([
      [7, '2026-09-24T14:00:00.000Z'],
      [3, '2026-09-28T14:00:00.000Z'],
      [1, '2026-09-30T14:00:00.000Z'],
      [0, '2026-10-01T14:00:00.000Z'],
    ]);
  });

  it('there are none without an end', () => {
    expect(
      nextReminders(resolve({ promptRetention: ['training'] }), embargoPolicy, bare.validatedAt ?? at('')),
    ).toEqual([]);
  });
});

describe('time in a zone', () => {
  it.each([
    ['2026-07-01', '10:00', 'America/New_York', '2026-07-01T14:00:00.000Z'],
    ['2026-12-01', '10:00', 'America/New_York', '2026-12-01T15:00:00.000Z'],
    ['2026-03-08', '02:30', 'America/New_York', '2026-03-08T07:30:00.000Z'], // skipped: 02:00 becomes 03:00
    ['2026-11-01', '01:30', 'America/New_York', '2026-11-01T05:30:00.000Z'], // twice: the earlier
    ['2026-07-01', '00:00', 'Pacific/Kiritimati', '2026-06-30T10:00:00.000Z'],
    ['2026-07-01', '00:15', 'Asia/Kathmandu', '2026-06-30T18:30:00.000Z'],
    ['2026-07-01', '10:00', 'UTC', '2026-07-01T10:00:00.000Z'],
  ])('%s %s in %s is %s', (day, hour, zone, expected) => {
    expect(zonedInstant(day as Day, hour, zone)).toEqual({ ok: true, value: expected }); // a day
  });

  it('the day in a zone may be another than in UTC', () => {
    expect(dayIn(at('2026-07-01T02:00:00.000Z'), 'America/New_York')).toEqual({ ok: true, value: '2026-06-30' });
  });

  it('an hour that exists comes back as the same hour', () => {
    const zones = fc.constantFrom('America/New_York', 'Europe/Berlin', 'Asia/Tokyo', 'Australia/Lord_Howe', 'UTC');
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 3_650 }), zones, (n, zone) => {
        const day = addDays('2024-01-01' as Day, n); // a day
        const instant = expectOk(zonedInstant(day, '12:00', zone));
        expect(parseInstant(instant)).toBe(instant);
        expect(expectOk(dayIn(instant, zone))).toBe(day);
        expect(expectOk(dayIn(instantOf(millisOf(instant) + 86_399_000 / 2), zone))).toBe(day);
      }),
    );
  });
});

it('the policy file is checked: hour, sources and switch', () => {
  const json = ruleJson('embargo') as Record<string, unknown>; // our own file
  expect(parseEmbargoPolicy({ ...json, hour: '25:00', precedence: [], defaultDays: -1 })).toMatchObject({
    ok: false,
    total: 3,
  });
});
