// j and k walk the marked links of a page that is not a table (cards, agenda): the link gets the focus, Enter opens it.
import { type KeyBinding, useKeys } from '../../ui/index.ts';

const ROWS = 'a[data-row], button[data-row]';

export function useRowKeys(more: readonly KeyBinding[] = []): void {
  useKeys([
    { keys: 'j', label: 'Next', group: 'Move', run: () => step(1) },
    { keys: 'k', label: 'Before', group: 'Move', run: () => step(-1) },
    ...more,
  ]);
}

function step(by: number): void {
  const rows = [...document.querySelectorAll<HTMLElement>(ROWS)];
  const at = rows.indexOf(document.activeElement as HTMLElement); // indexOf of anything else is -1
  const next = rows[at < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.max(0, Math.min(rows.length - 1, at + by))];
  next?.focus();
  next?.scrollIntoView({ block: 'nearest' });
}
