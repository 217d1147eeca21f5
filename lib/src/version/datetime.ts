// datetime, a scheme of vers: timestamps of RFC 3339, ordered by the instant they name, whatever their zone or precision.
import { compareDigits, keyWriter, MAX_VERSION_LENGTH } from './key.ts';
import { anywhere, asWritten, unorderedVersion, VERSION_FLAG, type Version, type VersionScheme } from './scheme.ts';

export const datetime: VersionScheme = {
  name: 'datetime',
  read,
  compare,
  readings: (installed) => [installed.flags & VERSION_FLAG.unordered ? anywhere : asWritten(installed)],
};

interface Instant {
  /** Whole seconds since the year 0 began in UTC-24, as digits: never negative. */
  readonly seconds: string;
  /** A leap second comes after second 59 and before the next minute. */
  readonly leap: boolean;
  /** Of a second, trailing zeros cut. */
  readonly fraction: string;
  readonly valid: boolean;
}

const FORM = /^(\d{4})-(\d\d)-(\d\d)([Tt ])(\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:([Zz])|([+-])(\d\d):(\d\d))$/;

function parse(text: string): Instant | undefined {
  const m = text.length > MAX_VERSION_LENGTH ? null : FORM.exec(text);
  if (!m) return undefined;
  const [
    ,
    year,
    month,
    day,
    separator,
    hour,
    minute,
    second,
    fraction = '',
    zulu,
    sign,
    offHour = '0',
    offMinute = '0',
  ] = m;
  const [mo, d, h, mi, s] = [Number(month), Number(day), Number(hour), Number(minute), Number(second)];
  const date = new Date(0);
  date.setUTCFullYear(Number(year), mo - 1, d); // Date.UTC takes the year 50 for 1950
  const inRange = h < 24 && mi < 60 && s <= 60 && Number(offHour) < 24 && Number(offMinute) < 60;
  if (!inRange || date.getUTCMonth() !== mo - 1 || date.getUTCDate() !== d) return undefined;
  const offset = (sign === '-' ? -1 : 1) * (Number(offHour) * 3_600 + Number(offMinute) * 60);
  const utc = date.getTime() / 1_000 + h * 3_600 + mi * 60 + Math.min(s, 59) - offset;
  return {
    seconds: String(utc + YEAR_0),
    leap: s === 60,
    fraction: fraction.replace(/0+$/, ''),
    valid: separator === 'T' && zulu !== 'z',
  };
}

/** Seconds from a day before the year 0 to 1970. */
const YEAR_0 = 62_167_219_200 + 86_400;

function read(text: string): Version {
  const trimmed = text.trim();
  const instant = parse(trimmed);
  if (!instant) return unorderedVersion(trimmed);
  const writer = keyWriter()
    .num(instant.seconds)
    .byte(instant.leap ? 1 : 0);
  return {
    text: trimmed,
    key: writer.str(instant.fraction).done(),
    flags: instant.valid ? 0 : VERSION_FLAG.malformed,
  };
}

function compare(a: string, b: string): number | undefined {
  const left = parse(a.trim());
  const right = parse(b.trim());
  if (!left || !right) return a.trim() === b.trim() ? 0 : undefined;
  const digits = Math.max(left.fraction.length, right.fraction.length);
  return (
    compareDigits(left.seconds, right.seconds) ||
    Number(left.leap) - Number(right.leap) ||
    compareDigits(left.fraction.padEnd(digits, '0'), right.fraction.padEnd(digits, '0'))
  );
}
