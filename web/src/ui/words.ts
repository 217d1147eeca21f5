// Numbers and times in words. Given the time, never asking for it.

const NUMBER = new Intl.NumberFormat('en-US');
export const number = (n: number): string => NUMBER.format(n);

/** "1 report", "5 reports", "1,204 reports". */
export const count = (n: number, one: string, many = `${one}s`): string => `${number(n)} ${n === 1 ? one : many}`;

/** "37 of 1,204 shown", "1,204 shown", "nothing to show". Never less than the truth. */
export function shownOf(shown: number, total: number, one = '', many = one ? `${one}s` : ''): string {
  const what = one ? ` ${total === 1 ? one : many}` : '';
  if (total === 0) return `no${what || 'thing to show'}`;
  return shown < total ? `${number(shown)} of ${number(total)}${what} shown` : `${number(total)}${what} shown`;
}

const UNITS = [
  ['year', 31_557_600_000],
  ['month', 2_629_800_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;
const RELATIVE = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });

/** "in 3 days", "2 hours ago", "just now"; `at` and `now` in milliseconds. Days and more are never rounded up. */
export function relative(at: number, now: number): string {
  const delta = at - now;
  for (const [unit, size] of UNITS) if (Math.abs(delta) >= size) return RELATIVE.format(Math.trunc(delta / size), unit);
  return delta > 30_000 ? 'in under a minute' : 'just now';
}

const SHORT = { year: 'y', month: 'mo', day: 'd', hour: 'h', minute: 'min' } as const;
/** "3 d", "2 h", "now": an age or a countdown for a narrow column, without direction. */
export function span(millis: number): string {
  const size = Math.abs(millis);
  for (const [unit, unitSize] of UNITS) {
    if (unit === 'month' && size < 60 * 86_400_000) continue;
    if (size >= unitSize) return `${Math.trunc(size / unitSize)} ${SHORT[unit]}`;
  }
  return 'now';
}

/** "Sun 22 Nov 2026, 10:00 UTC": the exact time in a zone, with the zone's name. */
export function exact(at: number, zone?: string): string {
  const own = zone && isZone(zone) ? zone : undefined;
  return `${formatter('en-GB', MOMENT, own).format(at)} ${zoneName(at, own)}`;
}

const MOMENT: Intl.DateTimeFormatOptions = {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
};
const ZONE: Intl.DateTimeFormatOptions = { timeZoneName: 'short' };

/** "CET", "EST", else "GMT+5:30": each English knows other names. */
function zoneName(at: number, zone: string | undefined): string {
  for (const language of ['en-GB', 'en-US']) {
    const parts = formatter(language, ZONE, zone).formatToParts(at);
    const name = parts.find((p) => p.type === 'timeZoneName')?.value ?? '';
    if (!name.startsWith('GMT') || language === 'en-US') return name;
  }
  return '';
}

/** Formatters are dear to make (a list of 50 rows would make 150 with every key), so each is made once. */
const formatters = new Map<string, Intl.DateTimeFormat>();
function formatter(
  language: string,
  options: Intl.DateTimeFormatOptions,
  zone: string | undefined,
): Intl.DateTimeFormat {
  const key = `${language} ${options === ZONE ? 'zone' : 'moment'} ${zone ?? ''}`;
  let made = formatters.get(key);
  if (!made) {
    made = new Intl.DateTimeFormat(language, zone ? { ...options, timeZone: zone } : options);
    if (formatters.size < 200) formatters.set(key, made);
  }
  return made;
}

/** "22 Nov 2026, 10:00" of an exact time: for a cell on paper. */
export const dayAndHour = (full: string): string => full.replace(/^\w+, /, '').replace(/ [^ ]+$/, '');

/** "22 Nov 2026" of a calendar day. */
export const dayInWords = (day: string): string => DAY.format(Date.parse(`${day.slice(0, 10)}T00:00:00Z`));
const DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });

/** Whole days from today (UTC) to a calendar day; negative when it has passed. */
export const daysLeft = (day: string, now: number): number =>
  Math.round((Date.parse(`${day.slice(0, 10)}T00:00:00Z`) - Math.floor(now / 86_400_000) * 86_400_000) / 86_400_000);

/** "overdue by 2 d", "3 d left", "due today": of a calendar day that ends at its midnight in UTC. */
export function dueInWords(day: string, now: number): string {
  const days = daysLeft(day, now);
  if (days === 0) return 'due today';
  return days < 0 ? `overdue by ${count(-days, 'day')}` : `due in ${count(days, 'day')}`;
}

export function bytes(n: number): string {
  if (n < 1024) return `${n} B`;
  const kib = n / 1024;
  return kib < 1024 ? `${kib.toFixed(kib < 10 ? 1 : 0)} KiB` : `${(kib / 1024).toFixed(1)} MiB`;
}

/** "a, b and c" */
export const listed = (items: readonly string[]): string =>
  items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;

/** "not_reproduced" → "not reproduced", "technicalImpact" → "technical impact" */
export const spaced = (code: string): string =>
  code.replaceAll('_', ' ').replace(/([a-z])([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`);
export const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const zones = new Map<string, boolean>();
function isZone(zone: string): boolean {
  const known = zones.get(zone);
  if (known !== undefined) return known;
  let is = true;
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
  } catch {
    is = false;
  }
  if (zones.size < 1_000) zones.set(zone, is);
  return is;
}
