// Pages that go on after the last key, not after a number of rows: rows that come and go move no others.
import { refuse } from '../../edge/refusal.ts';

/** The place to go on from; null: this was the last page. */
export const nextOf = <R>(rows: readonly R[], limit: number, keyOf: (row: R) => readonly string[]): string | null => {
  const last = rows.at(-1);
  return last === undefined || rows.length < limit
    ? null
    : Buffer.from(JSON.stringify(keyOf(last))).toString('base64url');
};

const PARTS = {
  rank: /^[0-3]$/,
  micros: /^-?\d{1,18}$/,
  id: /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  // biome-ignore lint/suspicious/noControlCharactersInRegex: PostgreSQL takes no NUL
  text: /^[^\u0000]{0,400}$/u,
} as const;

/** The key that a page ended with; nulls: the first page. */
export function cursorOf(after: string | undefined, form: readonly (keyof typeof PARTS)[]): readonly (string | null)[] {
  if (after === undefined) return form.map(() => null);
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(after, 'base64url').toString());
  } catch {
    throw badCursor();
  }
  const parts = Array.isArray(value) ? value.filter((v) => typeof v === 'string') : [];
  if (parts.length !== form.length || !form.every((name, i) => PARTS[name].test(parts[i] ?? ''))) throw badCursor();
  return parts;
}
const badCursor = () =>
  refuse('request.invalid', 'The place to go on from is not one that this list gave. Ask again without “after”.', {
    problems: [{ code: 'field.value', path: '/query/after', detail: 'not a place that this list gave' }],
  });
