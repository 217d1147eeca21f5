import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectOk, type Instant, instantOf, millisOf } from '../kit/index.ts';
import { clockOf, parseClocks, runsOut } from './clocks.ts';
import { HOLD_KINDS, type Hold, isActive, openHold, type TellingInput, tellingOf } from './holds.ts';
import { clocks, ruleJson } from './rules.fixture.ts';

const at = (text: string) => text as Instant; // literals below are instants
const now = at('2026-09-10T00:00:00.000Z');
const hold = (kind: Hold['kind'], from: string, to: string): Hold => ({
  kind,
  owner: 'coordinator-7',
  reason: 'Their queue is full.',
  openedAt: at(`2026-09-${from}T00:00:00.000Z`),
  expiresAt: at(`2026-09-${to}T00:00:00.000Z`),
});
const waiting: TellingInput = { projectWantsUnvalidated: false, holds: [] };
const validated = { ...waiting, validatedAt: at('2026-09-08T00:00:00.000Z') };

describe('a hold', () => {
  it('needs an owner, a reason, a kind of the four and an end: all named at once', () => {
    const request = { kind: 'politics', owner: ' ', reason: '', expiresAt: at('2026-09-01T00:00:00.000Z') };
    expect(openHold(request, now, clocks)).toMatchObject({
      ok: false,
      problems: [{ path: '/kind' }, { path: '/owner' }, { path: '/reason' }, { path: '/expiresAt' }],
    });
  });

  it.each(HOLD_KINDS)('of kind %s has a longest time, and ends by itself', (kind) => {
    const opened = expectOk(openHold({ kind, owner: 'a', reason: 'b' }, now, clocks));
    expect(isActive(opened, now)).toBe(true);
    expect(isActive(opened, opened.expiresAt)).toBe(false);
    const longer = { kind, owner: 'a', reason: 'b', expiresAt: instantOf(millisOf(opened.expiresAt) + 1) };
    expect(openHold(longer, now, clocks)).toMatchObject({ ok: false, problems: [{ path: '/expiresAt' }] });
  });

  it('that was ended holds nothing', () => {
    expect(isActive({ ...hold('other', '01', '20'), endedAt: at('2026-09-05T00:00:00.000Z') }, now)).toBe(false);
  });
});

describe('telling', () => {
  it('is due at once when validated, and every unexplained day is counted', () => {
    expect(tellingOf(validated, now)).toMatchObject({
      state: 'tell-now',
      lateBy: 2 * 86_400_000,
      reason: { code: 'validated' },
    });
  });

  it('is due when exploited, validated or not, whatever a not_validated hold says', () => {
    const exploited = {
      ...waiting,
      exploitedAt: at('2026-09-09T00:00:00.000Z'),
      holds: [hold('not_validated', '01', '20')],
    };
    expect(tellingOf(exploited, now)).toMatchObject({ state: 'tell-now', reason: { code: 'exploited' } });
  });

  it('waits under a hold, and is due again when that ends', () => {
    const held = { ...validated, holds: [hold('maintainer_capacity', '08', '12')] };
    expect(tellingOf(held, now)).toMatchObject({ state: 'held', until: '2026-09-12T00:00:00.000Z' });
    expect(tellingOf(held, at('2026-09-13T00:00:00.000Z'))).toMatchObject({ state: 'tell-now', lateBy: 86_400_000 });
  });

  it('without validation and without a hold names the missing hold', () => {
    expect(tellingOf(waiting, now)).toMatchObject({ state: 'hold-missing' });
    expect(tellingOf({ ...waiting, holds: [hold('not_validated', '01', '20')] }, now).state).toBe('held');
  });

  it('unvalidated goes out only where the project asked', () => {
    expect(tellingOf({ ...waiting, projectWantsUnvalidated: true }, now)).toMatchObject({
      state: 'tell-now',
      lateBy: 0,
    });
  });

  it('is over once told', () => {
    expect(tellingOf({ ...validated, toldAt: now }, now)).toEqual({ state: 'told', at: now });
  });

  it('lateness never exceeds the time since it was due, and holds only lessen it', () => {
    const day = fc.integer({ min: 1, max: 28 }).map((n) => String(n).padStart(2, '0'));
    const holds = fc.array(fc.tuple(day, day), { maxLength: 4 }).map((spans) =>
      spans.map((span) => {
        const [from = '01', to = '01'] = [...span].sort();
        return hold('no_contact', from, to);
      }),
    );
    const later = at('2026-09-30T00:00:00.000Z');
    fc.assert(
      fc.property(holds, (some) => {
        const [without, withHolds] = [tellingOf(validated, later), tellingOf({ ...validated, holds: some }, later)];
        if (without.state !== 'tell-now' || withHolds.state !== 'tell-now') throw new Error('all holds are over');
        expect(withHolds.lateBy).toBeLessThanOrEqual(without.lateBy);
        expect(withHolds.lateBy).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

describe('the clocks', () => {
  it('say that the vendor is told at once', () => {
    const clock = clockOf(clocks, 'vendor-notice');
    expect(clock).toMatchObject({ amount: 0, from: 'validated-or-exploited' });
    expect(clock && runsOut(clock, now)).toBe(now);
  });

  it('run hours exactly and days to the end of the last', () => {
    const [incident, standard] = [clockOf(clocks, 'ack-incident'), clockOf(clocks, 'plan-standard')];
    expect(incident && runsOut(incident, now)).toBe('2026-09-10T02:00:00.000Z');
    expect(standard && runsOut(standard, now)).toBe('2026-09-24T23:59:59.999Z');
  });

  it('have each id once', () => {
    const json = structuredClone(ruleJson('clocks')) as { clocks: unknown[] }; // our own file
    json.clocks.push(json.clocks[0]);
    expect(parseClocks(json)).toMatchObject({ ok: false, problems: [{ path: '/clocks' }] });
  });
});
