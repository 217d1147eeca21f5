import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytes, count, dayAndHour, dueInWords, exact, listed, relative, shownOf, span } from './words.ts';

const NOW = Date.parse('2026-11-22T10:00:00Z');
const H = 3_600_000;
const D = 24 * H;

describe('counts', () => {
  it('never say more or less than is there', () => {
    expect(shownOf(37, 1204, 'row')).toBe('37 of 1,204 rows shown');
    expect(shownOf(1204, 1204, 'vulnerability', 'vulnerabilities')).toBe('1,204 vulnerabilities shown');
    expect(shownOf(1, 1, 'vulnerability', 'vulnerabilities')).toBe('1 vulnerability shown');
    expect(shownOf(0, 0, 'case')).toBe('no cases');
  });
  it('have the number in front and the right form behind', () => {
    expect([count(1, 'lab'), count(2, 'lab'), count(0, 'lab'), count(1204, 'party', 'parties')]).toEqual([
      '1 lab',
      '2 labs',
      '0 labs',
      '1,204 parties',
    ]);
  });
});

describe('times', () => {
  it('are relative, and never rounded up', () => {
    expect(relative(NOW - 2 * D - 23 * H, NOW)).toBe('2 days ago');
    expect(relative(NOW + 3 * H, NOW)).toBe('in 3 hours');
    expect(relative(NOW - 5_000, NOW)).toBe('just now');
    expect(relative(NOW - 40 * D, NOW)).toBe('last month');
  });
  it('never promise more time than is left', () => {
    fc.assert(
      fc.property(fc.integer({ min: 60_000, max: 59 * D }), (left) => {
        const [n, unit] = span(left).split(' ');
        const size = { min: 60_000, h: H, d: D, mo: 30 * D, y: 365 * D }[unit ?? ''] ?? 0;
        expect(Number(n) * size).toBeLessThanOrEqual(left);
      }),
    );
  });
  it('are exact with their zone', () => {
    expect(exact(NOW, 'UTC')).toBe('Sun, 22 Nov 2026, 10:00 UTC');
    expect(exact(NOW, 'America/New_York')).toBe('Sun, 22 Nov 2026, 05:00 EST');
    expect(exact(NOW, 'Europe/Oslo')).toBe('Sun, 22 Nov 2026, 11:00 CET');
    expect(exact(NOW, 'Asia/Kolkata')).toBe('Sun, 22 Nov 2026, 15:30 GMT+5:30');
    expect(exact(NOW, 'Not/AZone')).toMatch(/22 Nov 2026/);
    expect(dayAndHour(exact(NOW, 'UTC'))).toBe('22 Nov 2026, 10:00');
  });
  it('count calendar days to a due day, so that today is due until its midnight', () => {
    expect(dueInWords('2026-11-22', NOW)).toBe('due today');
    expect(dueInWords('2026-11-22', NOW + 13 * H)).toBe('due today');
    expect(dueInWords('2026-11-23', NOW)).toBe('due in 1 day');
    expect(dueInWords('2026-11-20', NOW)).toBe('overdue by 2 days');
  });
});

it('sizes and lists are in words', () => {
  expect([bytes(12), bytes(1_536), bytes(200 * 1024 * 1024)]).toEqual(['12 B', '1.5 KiB', '200.0 MiB']);
  expect([listed([]), listed(['a']), listed(['a', 'b', 'c'])]).toEqual(['', 'a', 'a, b and c']);
});
