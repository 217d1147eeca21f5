// Delimited text (RFC 4180 and what spreadsheets make of it): commas, semicolons, tabs or bars, quotes with breaks inside, any line
// end. One pass, linear time. Every record is kept with the line it starts on; a record that is not well formed is kept too, and said.
import { failed, ok, type Problem, problemList, quote, type Result } from '../../kit/index.ts';

export interface SheetLimits {
  readonly bytes: number;
  readonly rows: number;
  readonly columns: number;
  /** UTF-16 units in a cell. */
  readonly cell: number;
}

export const SHEET_LIMITS: SheetLimits = { bytes: 64 * 1024 * 1024, rows: 200_000, columns: 300, cell: 10_000 };

export interface SheetRecord {
  /** The line its first cell starts on, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
  /** Nothing but separators and white space. */
  readonly blank: boolean;
}

export interface Delimited {
  readonly separator: string;
  readonly records: readonly SheetRecord[];
  readonly problems: readonly Problem[];
  readonly problemsTotal: number;
}

/** Records of the text, or why it is no delimited text at all. */
export function readDelimited(input: Uint8Array | string, limits: Partial<SheetLimits> = {}): Result<Delimited> {
  const bounds = { ...SHEET_LIMITS, ...limits };
  const text = textOf(input, bounds);
  if (!text.ok) return text;
  const { separator, from } = separatorOf(text.value);
  return split(text.value, from, separator, bounds);
}

function textOf(input: Uint8Array | string, bounds: SheetLimits): Result<string> {
  const refuse = (code: Problem['code'], detail: string): Result<never> => failed([{ code, path: '', detail }]);
  const bytes = typeof input === 'string' ? new TextEncoder().encode(input) : input;
  if (bytes.length > bounds.bytes)
    return refuse('input.too-large', `${bytes.length} bytes, more than ${bounds.bytes}.`);
  const foreign = FOREIGN_STARTS.find(({ start }) => start.every((byte, i) => bytes[i] === byte));
  if (foreign) return refuse(foreign.code, foreign.detail);
  if (looksLikeUtf16(bytes)) return refuse('input.encoding', UTF_16);
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes); // drops a byte order mark
  } catch {
    return refuse('input.encoding', `Line ${firstBadLine(bytes)} is not UTF-8. Save the sheet as "CSV UTF-8".`);
  }
  return text.trim() === '' ? refuse('input.empty', 'The sheet has no rows.') : ok(text);
}

const UTF_16 = 'The text is UTF-16 ("Unicode text"). Save the sheet as "CSV UTF-8".';
const WORKBOOK = 'This is a workbook file, not text. Open it and save the sheet as "CSV UTF-8".';
const FOREIGN_STARTS = [
  { start: [0xff, 0xfe], code: 'input.encoding', detail: UTF_16 },
  { start: [0xfe, 0xff], code: 'input.encoding', detail: UTF_16 },
  { start: [0x50, 0x4b, 0x03, 0x04], code: 'input.unknown-format', detail: WORKBOOK },
  { start: [0xd0, 0xcf, 0x11, 0xe0], code: 'input.unknown-format', detail: WORKBOOK },
] as const;

/** UTF-16 without a mark: every second byte of ASCII is zero. */
function looksLikeUtf16(bytes: Uint8Array): boolean {
  const zeros = [0, 0];
  const looked = Math.min(bytes.length, 512);
  for (let i = 0; i < looked; i += 1) if (bytes[i] === 0) zeros[i % 2] = (zeros[i % 2] ?? 0) + 1;
  return looked >= 8 && Math.max(...zeros) > looked / 4 && Math.min(...zeros) === 0;
}

/** The line of the first byte sequence that is not UTF-8: lines are decoded one by one, each once. */
function firstBadLine(bytes: Uint8Array): number {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let line = 1;
  let start = 0;
  for (let i = 0; i <= bytes.length; i += 1) {
    if (i < bytes.length && bytes[i] !== 0x0a) continue;
    try {
      decoder.decode(bytes.subarray(start, i));
    } catch {
      return line;
    }
    line += 1;
    start = i + 1;
  }
  return line;
}

/** `sep=;` in the first line says it; else what stands most often outside quotes in the first line that has any. */
function separatorOf(text: string): { separator: string; from: number } {
  const declared = /^sep=(.)\r?\n?/i.exec(text);
  if (declared) return { separator: declared[1] ?? ',', from: declared[0].length };
  const counts = new Map<string, number>(SEPARATORS.map((s) => [s, 0]));
  let quoted = false;
  for (let i = 0; i < Math.min(text.length, 100_000); i += 1) {
    const char = text[i] ?? '';
    if (char === '"') quoted = !quoted;
    else if (!quoted && counts.has(char)) counts.set(char, (counts.get(char) ?? 0) + 1);
    else if (!quoted && (char === '\n' || char === '\r') && [...counts.values()].some((n) => n > 0)) break;
  }
  const [separator] = [...counts].reduce((best, next) => (next[1] > best[1] ? next : best));
  return { separator, from: 0 };
}

const SEPARATORS = [',', ';', '\t', '|'] as const;

function split(text: string, from: number, separator: string, bounds: SheetLimits): Result<Delimited> {
  const problems = problemList();
  const records: SheetRecord[] = [];
  let cells: string[] = [];
  let line = from === 0 ? 1 : 2;
  let startLine = line;
  let quotes = true; // off once a quote was opened that never closes: each is looked for once, so the whole stays linear
  let at = from;
  while (at < text.length) {
    let cell: Cell | 'open' | 'long' =
      quotes && text[at] === '"' ? quotedCell(text, at, separator, bounds.cell) : plainCell(text, at, separator);
    if (typeof cell === 'string') {
      problems.add('csv.row', `/line/${line}`, cell === 'open' ? UNCLOSED : RUNAWAY);
      quotes = cell !== 'open';
      cell = plainCell(text, at, separator);
    }
    if (cell.trailing)
      problems.add('csv.row', `/line/${line}`, `There is text after a closing quote: ${quote(cell.value)}.`);
    line += cell.breaks;
    at = cell.end;
    addCell(cell.value);
    if (text[at] === separator) {
      at += 1;
      if (at === text.length) addCell('');
      if (at < text.length) continue;
    }
    endRecord();
    if (records.length > bounds.rows) {
      problems.add('field.too-many', `/line/${startLine}`, `More than ${bounds.rows} rows.`);
      return failed(problems.kept, problems.total);
    }
    if (text[at] === '\r' && text[at + 1] === '\n') at += 2;
    else at += 1;
    line += 1;
    startLine = line;
  }
  if (cells.length > 0) endRecord();
  return ok({ separator, records, problems: problems.kept, problemsTotal: problems.total });

  function addCell(value: string): void {
    if (cells.length === bounds.columns)
      problems.add('field.too-many', `/line/${startLine}`, `More than ${bounds.columns} cells; the rest is left out.`);
    if (value.length > bounds.cell)
      problems.add(
        'field.too-long',
        `/line/${startLine}`,
        `A cell of ${value.length} characters, cut at ${bounds.cell}.`,
      );
    if (value.includes('\0'))
      problems.add('field.control-character', `/line/${startLine}`, `A zero byte in ${quote(value)}.`);
    if (cells.length <= bounds.columns)
      cells.push(value.slice(0, bounds.cell).replaceAll('\0', '\uFFFD').toWellFormed());
  }
  function endRecord(): void {
    const kept = cells.slice(0, bounds.columns);
    records.push({ line: startLine, cells: kept, blank: kept.every((cell) => cell.trim() === '') });
    cells = [];
  }
}

interface Cell {
  readonly value: string;
  /** Index of what follows: a separator, a line end, or the end. */
  readonly end: number;
  /** Line ends inside. */
  readonly breaks: number;
  readonly trailing: boolean;
}

function plainCell(text: string, from: number, separator: string): Cell {
  let end = from;
  while (end < text.length && text[end] !== separator && text[end] !== '\n' && text[end] !== '\r') end += 1;
  return { value: text.slice(from, end), end, breaks: 0, trailing: false };
}

const UNCLOSED = 'A quote is opened and never closed. From here on quotes are read as they stand.';
const RUNAWAY = 'A quote is opened and not closed within a cell of the longest length. It is read as it stands.';

/** `open`: the quote never closes; `long`: not within the longest cell, so it is one that stands for itself. */
function quotedCell(text: string, from: number, separator: string, longest: number): Cell | 'open' | 'long' {
  const parts: string[] = [];
  let at = from + 1;
  while (at - from <= longest + 2) {
    const close = text.indexOf('"', at);
    if (close < 0) return 'open';
    parts.push(text.slice(at, close));
    if (text[close + 1] !== '"') {
      const rest = plainCell(text, close + 1, separator);
      const value = parts.join('');
      if (value.length > longest) return 'long';
      return {
        value: value + rest.value,
        end: rest.end,
        breaks: countBreaks(value),
        trailing: rest.value.trim() !== '',
      };
    }
    parts.push('"');
    at = close + 2;
  }
  return 'long';
}

const countBreaks = (value: string): number => value.match(/\r\n|\r|\n/g)?.length ?? 0;
