// Wall-clock time in an IANA zone to a point in time and back, by the zone data of the runtime (Intl).
import { DAY_MS, type Day, failed, type Instant, instantOf, millisOf, ok, quote, type Result } from '../kit/index.ts';

/**
 * The instant at which clocks in `zone` show `hour` (HH:MM) on `day`. An hour that a change of clocks skips becomes the
 * first moment after the gap; one that happens twice is the earlier of the two (as java.time and Temporal's "compatible").
 */
export function zonedInstant(day: Day, hour: string, zone: string): Result<Instant> {
  const formatter = formatterOf(zone);
  if (!formatter) return noZone(zone);
  const wall = Date.parse(`${day}T${hour}:00Z`);
  if (Number.isNaN(wall)) {
    return failed([{ code: 'date.syntax', path: '', detail: `${quote(`${day} ${hour}`)} is no time of day` }]);
  }
  const offsets = [wall - DAY_MS, wall + DAY_MS].map((at) => offsetAt(at, formatter));
  const [before = 0, after = 0] = offsets;
  const candidates = [wall - before, wall - after].filter((at) => at + offsetAt(at, formatter) === wall);
  return ok(instantOf(candidates.length > 0 ? Math.min(...candidates) : wall - before));
}

/** The calendar day that clocks in `zone` show at an instant. */
export function dayIn(at: Instant, zone: string): Result<Day> {
  const formatter = formatterOf(zone);
  if (!formatter) return noZone(zone);
  const millis = millisOf(at);
  return ok(instantOf(millis + offsetAt(millis, formatter)).slice(0, 10) as Day); // an ISO instant begins with its day
}

function formatterOf(zone: string): Intl.DateTimeFormat | undefined {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch {
    return undefined; // RangeError: no such zone
  }
}

/** Milliseconds that the zone is ahead of UTC at an instant. */
function offsetAt(at: number, formatter: Intl.DateTimeFormat): number {
  const part: { [type: string]: number } = {};
  for (const { type, value } of formatter.formatToParts(at)) part[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at / 1_000) * 1_000;
}

const noZone = (zone: string) =>
  failed([
    { code: 'field.value', path: '/zone', detail: `${quote(zone)} is no IANA time zone, such as America/New_York` },
  ]);
