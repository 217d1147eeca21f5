// Points in time are ISO 8601 strings in UTC with milliseconds; days are YYYY-MM-DD. lib is given the time, it never asks.
import type { Brand } from './id.ts';

export type Instant = Brand<string, 'Instant'>; // 2026-11-22T10:00:00.000Z
export type Day = Brand<string, 'Day'>; // 2026-11-22

export const DAY_MS = 86_400_000;

/** An instant from text with an explicit zone (RFC 3339), or undefined. A date without a zone is not an instant. */
export function parseInstant(text: string): Instant | undefined {
  const m = /^(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d)(?::(\d\d)(\.\d+)?)?([Zz]|[+-]\d\d:?\d\d)$/.exec(text);
  if (!m) return undefined;
  const [, y, mo, d, h, mi, s = '00', frac = '', zone = 'Z'] = m;
  if (!parseDay(`${y}-${mo}-${d}`) || Number(h) > 23 || Number(mi) > 59 || Number(s) > 60) return undefined;
  const z = /^[Zz]$/.test(zone) ? 'Z' : zone.length === 5 ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone;
  const millis = Date.parse(`${y}-${mo}-${d}T${h}:${mi}:${s === '60' ? '59' : s}${frac.slice(0, 4)}${z}`);
  return Number.isNaN(millis) ? undefined : instantOf(millis);
}

export const instantOf = (millis: number): Instant => new Date(millis).toISOString() as Instant; // ISO by construction
export const millisOf = (at: Instant | string): number => Date.parse(at);

/** A calendar day that exists, or undefined. */
export function parseDay(text: string): Day | undefined {
  const m = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text);
  if (!m) return undefined;
  const date = new Date(Date.UTC(Number(m[1]), Number(m[2]) - 1, Number(m[3])));
  return date.getUTCMonth() === Number(m[2]) - 1 && date.getUTCDate() === Number(m[3]) ? (text as Day) : undefined; // checked above
}

export const dayOf = (at: Instant | string): Day => at.slice(0, 10) as Day; // an instant starts with its UTC day

/** Calendar days, no roll over weekends: BOD 26-04 counts so. */
export const addDays = (day: Day, days: number): Day =>
  dayOf(new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString());

export const daysBetween = (from: Day, to: Day): number =>
  Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS);
