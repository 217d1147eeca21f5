// Values on their way into statements.

/**
 * JSON as PostgreSQL takes it: its texts hold no NUL and no half of a surrogate pair, which foreign text may have and which
 * would make a whole batch fail. Both become U+FFFD.
 */
export function jsonText(value: unknown): string {
  const text = JSON.stringify(value);
  return UNFIT.test(text) ? JSON.stringify(fit(value)) : text;
}

/** As JSON.stringify writes them: a NUL always escaped, a surrogate only when its other half is missing. */
const UNFIT = /\\u(?:0000|d[89a-f])/;

function fit(value: unknown): unknown {
  if (typeof value === 'string') return fitText(value);
  if (Array.isArray(value)) return value.map(fit);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [fitText(k), fit(v)]));
}

/** Text for a text column. */
export const fitText = (text: string): string => text.replaceAll('\0', '\ufffd').toWellFormed();

/** Ids, digests in hex or words of ours as an array: nothing in them needs quoting, and thousands of quotes cost time. */
export const plainArray = (values: readonly (string | number)[]): string => `{${values.join(',')}}`;
