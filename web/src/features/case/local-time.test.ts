import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromLocal, toLocal } from './local-time.ts';

describe('the wall clock of a zone', () => {
  it('goes both ways, but for the hour that a zone shows twice', () => {
    const zone = fc.constantFrom('UTC', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe', 'Pacific/Auckland');
    const minute = fc.integer({
      min: Date.parse('2024-01-01T00:00Z') / 60_000,
      max: Date.parse('2030-01-01T00:00Z') / 60_000,
    });
    fc.assert(
      fc.property(minute, zone, (m, z) => {
        const instant = new Date(m * 60_000).toISOString();
        const back = fromLocal(toLocal(instant, z), z) ?? '';
        expect(toLocal(back, z)).toBe(toLocal(instant, z));
        expect(Math.abs(Date.parse(back) - Date.parse(instant))).toBeLessThanOrEqual(3_600_000);
      }),
    );
  });
  it('takes the moment after a jump for a time that never was, and the first of two', () => {
    expect(fromLocal('2026-03-08T02:30', 'America/New_York')).toBe('2026-03-08T07:30:00.000Z');
    expect(fromLocal('2026-11-01T01:30', 'America/New_York')).toBe('2026-11-01T05:30:00.000Z');
  });
  it('is undefined for what is no time or no zone', () => {
    expect([fromLocal('', 'UTC'), fromLocal('2026-11-22T10:00', 'Mars/Olympus'), fromLocal('soon', 'UTC')]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(toLocal('2026-11-22T10:00:00Z', 'Mars/Olympus')).toBe('');
  });
});
