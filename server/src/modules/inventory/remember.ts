// What was known when: every verdict that changes is written down beside the one it replaces, in the transaction of the change.
// Rows are added and closed, never changed (docs/decisions/2026-11-23-exposure-history.md).
import type { Tx } from '../../platform/db/database.ts';
import * as store from './history-store.ts';

/** A verdict as it is now; without `state` there is none any more. */
export interface Remembered {
  readonly advisory_id: string;
  readonly component_id: string;
  readonly state?: 'affected' | 'undetermined';
  readonly tier?: string;
  readonly informational?: boolean;
  readonly fixed_in?: string | null;
  readonly revision?: string;
}
/** What came and made the difference. */
export type LearntBy = 'advisory' | 'inventory';

/** @param why what closes a row that says something else. */
export async function remember(
  tx: Tx,
  verdicts: readonly Remembered[],
  { by, why }: { by: LearntBy; why: 'advisory-changed' | 'advisory-withdrawn' },
): Promise<void> {
  if (verdicts.length === 0) return;
  const said = JSON.stringify(verdicts);
  await tx.run(store.CLOSE, [said, tx.now, why]);
  if (verdicts.some((v) => v.state !== undefined)) await tx.run(store.ADD, [said, tx.now, by]);
}

/** After an inventory: verdicts of components of which it says that they ran at another time. How many; fewer than `most`: all of them. */
export async function moveTimes(
  tx: Tx,
  inventory: { id: string; removed_at: string | null },
  most: number,
): Promise<number> {
  const why = inventory.removed_at === null ? 'inventory-changed' : 'inventory-removed';
  const moved = (await tx.all(store.CLOSE_MOVED, [inventory.id, tx.now, why, most])).map((r) => r.id);
  if (moved.length > 0) await tx.run(store.ADD_MOVED, [moved, tx.now]);
  return moved.length;
}
