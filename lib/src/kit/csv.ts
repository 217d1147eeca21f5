// Tables as CSV (RFC 4180) that a spreadsheet may open without running anything.

export type CsvCell = string | number | null;

/** One line with its CRLF (§2.1). A null is an empty field. */
export const csvLine = (cells: readonly CsvCell[]): string => `${cells.map(field).join(',')}\r\n`;

function field(value: CsvCell): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  // A cell that begins like a formula would be run by a spreadsheet, in full-width form too; the apostrophe makes it text.
  const safe = /^[\s\u00a0\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) || safe !== safe.trim() ? `"${safe.replaceAll('"', '""')}"` : safe;
}
