// What is shown of a finding: one line, bounded, without control characters. The claim itself stays as it was made.
import type { Item } from '../batch.ts';

const TITLE_LENGTH = 200;

export function normalise(item: Item): void {
  item.title = oneLine(item.claim.title) || oneLine(item.claim.ruleId ?? '') || '(untitled finding)';
}

export function oneLine(text: string): string {
  const line = text
    .slice(0, TITLE_LENGTH * 4)
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replace(/ {2,}/g, ' ')
    .trim();
  return line.length > TITLE_LENGTH ? `${line.slice(0, TITLE_LENGTH - 1)}…` : line;
}
