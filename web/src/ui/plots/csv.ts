// Tables behind pictures, as CSV (RFC 4180) that a spreadsheet may open without running anything.

export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number | null)[])[];
}

/** RFC 4180 text with CRLF. A null stays an empty field: its reason stands in the sentence under the picture. */
export function toCsv(table: Table): string {
  return [table.columns, ...table.rows]
    .map((row) => row.map(field).join(','))
    .join('\r\n')
    .concat('\r\n');
}

function field(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  // A cell that starts like a formula would be run by a spreadsheet; the apostrophe makes it text.
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
