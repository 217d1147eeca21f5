// Dates of a model as typed into the form, in the reader's own zone.

/** `2026-11-28T09:00` as typed → RFC 3339 in UTC; undefined where it is no time. */
export function instantFrom(local: string): string | undefined {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(local)) return undefined;
  const at = new Date(local);
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}

/** What is odd about the dates, in one sentence; undefined when they can be recorded. */
export function windowProblem(dates: { opens: string; partners: string; release: string }): string | undefined {
  const { opens, partners, release } = dates;
  if (opens && release && release <= opens) return 'The release must come after finding begins.';
  if (partners && opens && partners < opens) return 'The release to partners must come after finding begins.';
  if (partners && release && partners > release) return 'The release to partners must come before the release.';
  return undefined;
}
