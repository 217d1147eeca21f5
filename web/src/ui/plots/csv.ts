// Tables behind pictures, as CSV that a spreadsheet may open without running anything.
import { type CsvCell, csvLine } from '@leadtime/lib/kit';

export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly CsvCell[])[];
}

/** RFC 4180 text with CRLF. A null stays an empty field: its reason stands in the sentence under the picture. */
export const toCsv = (table: Table): string => [table.columns, ...table.rows].map(csvLine).join('');
