// Every SQL statement has a name and stands in this register, so that all of them can be printed for review.

export interface Query<Row> {
  readonly name: string;
  readonly text: string;
  /** Carries the row's type; never set. */
  readonly row?: Row;
}

const register = new Map<string, string>();

/** A named statement. Its text is static: optional filters are written `($1::text IS NULL OR …)`. */
export function query<Row = Record<string, unknown>>(name: string, text: string): Query<Row> {
  const trimmed = dedent(text);
  const known = register.get(name);
  if (known !== undefined && known !== trimmed) throw new Error(`two queries are named ${name}`);
  register.set(name, trimmed);
  return { name, text: trimmed };
}

export const allQueries = (): readonly (readonly [name: string, text: string])[] =>
  [...register].sort(([a], [b]) => (a < b ? -1 : 1));

function dedent(text: string): string {
  const lines = text.replace(/^\n|\s+$/g, '').split('\n');
  const indents = lines.filter((l) => l.trim() !== '').map((l) => l.length - l.trimStart().length);
  const least = Math.min(...indents);
  return lines.map((l) => l.slice(least).trimEnd()).join('\n');
}
