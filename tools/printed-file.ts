// Files that are printed from the code and kept in the repository for review: written, or compared with --check.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './setup.mjs';

/**
 * With --check: says where the file differs and sets exit code 1. Without: writes it.
 * @param command what to type to write it
 */
export function printed(file: string, text: string, command: string): void {
  const place = path.join(root, file);
  const before = read(place);
  if (!process.argv.includes('--check')) {
    if (before !== text) writeFileSync(place, text);
    console.log(`${file}: ${before === text ? 'unchanged' : 'written'}`);
    return;
  }
  if (before === text) return;
  console.log(`${file} is not what the code says now. To write it: ${command}`);
  for (const line of difference(before.split('\n'), text.split('\n'))) console.log(line);
  process.exitCode = 1;
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** Lines only in the first (-) and only in the second (+), in order, by the longest common subsequence; at most 60. */
export function difference(before: readonly string[], after: readonly string[]): string[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start += 1;
  let end = 0;
  while (end < Math.min(before.length, after.length) - start && before.at(-1 - end) === after.at(-1 - end)) end += 1;
  const lines = middle(before.slice(start, before.length - end), after.slice(start, after.length - end));
  return lines.length <= 60 ? lines : [...lines.slice(0, 60), `… and ${lines.length - 60} more lines`];
}

function middle(before: readonly string[], after: readonly string[]): string[] {
  if (before.length * after.length > 4_000_000)
    return [...before.map((line) => `- ${line}`), ...after.map((line) => `+ ${line}`)];
  const common = commonLengths(before, after);
  const at = (row: number, column: number) => common[row * (after.length + 1) + column] ?? 0;
  const lines: string[] = [];
  let row = 0;
  let column = 0;
  while (row < before.length || column < after.length) {
    if (row < before.length && column < after.length && before[row] === after[column]) {
      row += 1;
      column += 1;
    } else if (column >= after.length || (row < before.length && at(row + 1, column) >= at(row, column + 1))) {
      lines.push(`- ${before[row]}`);
      row += 1;
    } else {
      lines.push(`+ ${after[column]}`);
      column += 1;
    }
  }
  return lines;
}

/** Longest common subsequence of the rests from (row, column) on. */
function commonLengths(before: readonly string[], after: readonly string[]): Uint32Array {
  const width = after.length + 1;
  const table = new Uint32Array((before.length + 1) * width);
  for (let row = before.length - 1; row >= 0; row -= 1) {
    for (let column = after.length - 1; column >= 0; column -= 1) {
      const same = before[row] === after[column];
      const skip = Math.max(table[(row + 1) * width + column] ?? 0, table[row * width + column + 1] ?? 0);
      table[row * width + column] = same ? (table[(row + 1) * width + column + 1] ?? 0) + 1 : skip;
    }
  }
  return table;
}
