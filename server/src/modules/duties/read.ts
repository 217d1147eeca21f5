// Reads duties with their history.
import type { Duty } from '@leadtime/contract';
import { notFound } from '../../edge/refusal.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { DutyRules } from './decide.ts';
import * as store from './store.ts';
import { dutyOf } from './views.ts';

export async function readDuty(tx: Tx, id: string, rules: DutyRules): Promise<Duty> {
  const row = await tx.maybe(store.DUTY, [id]);
  if (!row) throw notFound();
  const [duty] = await withHistory(tx, [row], rules);
  if (!duty) throw notFound();
  return duty;
}

export async function withHistory(tx: Tx, rows: readonly store.DutyRow[], rules: DutyRules): Promise<Duty[]> {
  const events = rows.length > 0 ? await tx.all(store.EVENTS, [rows.map((r) => r.id)]) : [];
  const of = Object.groupBy(events, (e) => e.duty_id);
  return rows.map((r) => dutyOf(r, of[r.id] ?? [], tx.now, rules));
}
