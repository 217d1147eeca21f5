// Text for a terminal. What others wrote is shown with its control and direction characters spelt out, so that it can neither
// move the cursor nor read backwards; JSON stays JSON and is made as harmless.

/** Control and format characters (direction, zero width, tags), separators of lines, fillers: all that is not seen, or hides. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\u115f\u1160\u3164\uffa0]/gu;

/** Foreign text on one line. A line break is a blank, all else that hides is `\u{202e}`. */
export const visible = (text: string): string =>
  text
    .toWellFormed()
    .replace(/\r\n|[\n\r\t]/g, ' ')
    .replace(HIDDEN, (c) => `\\u{${(c.codePointAt(0) ?? 0).toString(16)}}`);

/** One line of JSON whose texts hold nothing hidden: the same value when it is read. */
export function jsonLine(value: unknown): string {
  const text = JSON.stringify(value);
  if (!BEYOND_ASCII.test(text)) return text; // most is, and of megabytes that is told several times faster
  return text.replace(HIDDEN, (c) =>
    c
      .split('') // by UTF-16 units, as JSON spells them
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
      .join(''),
  );
}
const BEYOND_ASCII = /[^ -~]/;

export interface Column {
  readonly title: string;
  /** Numbers stand to the right. */
  readonly right?: true;
  /** Never cut: ids and versions are copied from here. */
  readonly whole?: true;
}

const GAP = '  ';

/** A table of foreign texts, its widest columns cut until it fits the terminal. `columns` undefined: nothing is cut. */
export function table(
  head: readonly Column[],
  rows: readonly (readonly (string | number | null | undefined)[])[],
  columns?: number,
): string {
  const cells = rows.map((row) => head.map((_, i) => visible(String(row[i] ?? '-') || '-')));
  const widths = head.map(({ title }, i) => Math.max(title.length, ...cells.map((row) => lengthOf(row[i] ?? ''))));
  if (columns !== undefined) fit(widths, head, columns);
  const line = (row: readonly string[]): string =>
    row
      .map((cell, i) => pad(cut(cell, widths[i] ?? 0), widths[i] ?? 0, head[i]?.right === true))
      .join(GAP)
      .trimEnd();
  return [line(head.map(({ title }) => title)), ...cells.map(line)].map((text) => `${text}\n`).join('');
}

const LEAST = 8;

function fit(widths: number[], head: readonly Column[], columns: number): void {
  const total = (): number => widths.reduce((sum, width) => sum + width, GAP.length * (widths.length - 1));
  while (total() > columns) {
    const widest = widths.reduce(
      (best, width, i) => (head[i]?.whole || width <= LEAST || (best >= 0 && width <= (widths[best] ?? 0)) ? best : i),
      -1,
    );
    if (widest < 0) return; // what must not be cut is wider than the terminal: it wraps
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
}

const lengthOf = (text: string): number => [...text].length;
const cut = (text: string, width: number): string => {
  const letters = [...text];
  return letters.length <= width ? text : `${letters.slice(0, Math.max(0, width - 1)).join('')}…`;
};
const pad = (text: string, width: number, right: boolean): string => {
  const blanks = ' '.repeat(Math.max(0, width - lengthOf(text)));
  return right ? blanks + text : text + blanks;
};

/** `1 finding`, `2,000 findings`. */
export const count = (n: number, one: string, many = `${one}s`): string => `${thousands(n)} ${n === 1 ? one : many}`;

/** `1,234,567`, of whole numbers from 0. By hand: the first number that the runtime words in a language takes it 15 ms. */
export const thousands = (n: number): string => String(n).replace(/\B(?=(?:\d{3})+$)/g, ',');

/** `512 B`, `8.0 MB`: powers of 1024, as the limits are stated. */
export function bytesText(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  const units = ['KB', 'MB', 'GB', 'TB'];
  const step = Math.min(units.length, Math.floor(Math.log2(bytes) / 10));
  return `${(bytes / 1024 ** step).toFixed(1)} ${units[step - 1]}`;
}

/** `40 s`, `3 min`, `5 h`, `12 days`. */
export function durationText(millis: number): string {
  const seconds = Math.max(0, Math.round(millis / 1000));
  if (seconds < 120) return `${seconds} s`;
  if (seconds < 7_200) return `${Math.round(seconds / 60)} min`;
  return seconds < 172_800 ? `${Math.round(seconds / 3_600)} h` : `${Math.round(seconds / 86_400)} days`;
}
