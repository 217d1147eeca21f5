// Takes the measures: counts over all parties, stored without content. Runs every minute and costs two look-ups when
// nothing has changed; what depends on the clock alone is taken anew after a quarter of an hour.
import { DAY_MS, instantOf } from '@leadtime/lib/kit';
import type { Database, Tx } from '../../platform/db/database.ts';
import { takeBurnDown } from './burn-down.ts';
import { takeFunnel, takeHolds } from './funnel.ts';
import * as store from './store.ts';

/** Days back that are kept fresh; others are taken when somebody asks. */
const WINDOWS = [7, 30, 90, 365] as const;
export const FRESH_MS = 15 * 60_000;
const VERB = 'measures.take';

/** @param payload with `fresh: true`: also when nothing has changed. */
export async function take(
  { db }: { readonly db: Database },
  payload: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const marker = await db.verb(VERB, async (tx) => {
    const newest = (await tx.maybe(store.NEWEST_CHANGE))?.id ?? 'nothing';
    const last = await tx.maybe(store.STORED, [TAKEN]);
    const same = last !== undefined && (last.figures as { newest?: string }).newest === newest; // written below
    const young = last !== undefined && Date.parse(tx.now) - Date.parse(last.at) < FRESH_MS;
    return same && young && payload['fresh'] !== true ? undefined : newest;
  });
  if (marker === undefined) return;
  await db.verb(VERB, async (tx) => {
    await tx.run(store.DEFAULT_PLANS);
    await tx.run(store.SHOW_TO_OVERSIGHT, [tx.now]);
  });
  for (const days of WINDOWS) await takeOne({ db }, { name: 'funnel', days });
  await takeOne({ db }, { name: 'holds' });
  const models = await db.verb(VERB, (tx) =>
    tx.all(store.MEASURED_MODELS, [instantOf(Date.parse(tx.now) - 400 * DAY_MS)]),
  );
  for (const { id } of models) await takeOne({ db }, { name: 'burndown', model: id });
  await db.verb(VERB, async (tx) => {
    await tx.run(store.DROP_STALE, [instantOf(Date.parse(tx.now) - 400 * DAY_MS)]);
    await tx.run(store.KEEP, [TAKEN, tx.now, JSON.stringify({ newest: marker }), null]);
  });
}
const TAKEN = 'taken';

export type Wanted =
  | { readonly name: 'funnel'; readonly days: number }
  | { readonly name: 'holds' }
  | { readonly name: 'burndown'; readonly model: string };

export const nameOf = (w: Wanted): string =>
  w.name === 'funnel' ? `funnel:${w.days}` : w.name === 'burndown' ? `burndown:${w.model}` : 'holds';

/** Takes one figure and stores it; each in a transaction of its own, so that a slow one holds nothing up. */
export function takeOne({ db }: { readonly db: Database }, wanted: Wanted): Promise<void> {
  return db.verb(VERB, async (tx) => {
    const figures = await figuresOf(tx, wanted);
    if (figures === undefined) return;
    const wall = wanted.name === 'burndown' ? wanted.model : null;
    await tx.run(store.KEEP, [nameOf(wanted), tx.now, JSON.stringify(figures), wall]);
  });
}

async function figuresOf(tx: Tx, wanted: Wanted): Promise<unknown> {
  if (wanted.name === 'funnel') return takeFunnel(tx, wanted.days);
  if (wanted.name === 'holds') return takeHolds(tx);
  const model = await tx.maybe(store.MODEL, [wanted.model]);
  return model && takeBurnDown(tx, model);
}
