// Every minute: stop-gaps that ended are due again, what falls due within two days is told, and feeds that were read are compared.
import { addDays, dayOf } from '@leadtime/lib/kit';
import { newId } from '../../platform/clock.ts';
import type { Tx } from '../../platform/db/database.ts';
import { emit } from '../../platform/events.ts';
import { recordOperation } from '../inventory/index.ts';
import { follow } from './follow.ts';
import * as store from './follow-store.ts';
import { compareFeeds, type DecideDeps } from './reassess.ts';

const AT_ONCE = 500;
/** A duty is told when its day is this near. */
export const DUE_SOON_DAYS = 2;

export async function sweep(deps: DecideDeps): Promise<void> {
  for (const step of [reopenExpired, tellFallingDue])
    for (let done = AT_ONCE; done === AT_ONCE; ) done = await deps.db.verb('duties.decide', (tx) => step(tx, deps));
  await compareFeeds(deps);
}

async function reopenExpired(tx: Tx, { rules }: DecideDeps): Promise<number> {
  await tx.all(store.ONE_AT_A_TIME);
  const expired = await tx.all(store.EXPIRED, [dayOf(tx.now), AT_ONCE]);
  if (expired.length === 0) return 0;
  const events = expired.map((d) => ({
    id: newId(tx.now),
    duty_id: d.id,
    party_id: d.party_id,
    kind: 'reopened',
    state: 'open',
    by_name: 'Leadtime',
    note: 'The stop-gap has ended: it is due again.',
    evidence: null,
    decision: null,
  }));
  await tx.run(store.ADD_EVENTS, [JSON.stringify(events), tx.now]);
  for (const party of new Set(expired.map((d) => d.party_id)))
    await recordOperation(tx, party, {
      kind: 'duty.reopened',
      actor: 'system',
      refs: { party },
      facts: { duties: expired.filter((d) => d.party_id === party).map((d) => d.id) },
    });
  await follow(tx, rules, expired);
  return expired.length;
}

/** One notice per party and advisory, however many assets it is on. */
async function tellFallingDue(tx: Tx): Promise<number> {
  await tx.all(store.ONE_AT_A_TIME);
  const falling = await tx.all(store.FALLING_DUE, [addDays(dayOf(tx.now), DUE_SOON_DAYS), AT_ONCE]);
  const groups = Object.values(Object.groupBy(falling, (d) => `${d.party_id} ${d.advisory_id}`));
  for (const duties of groups) {
    const [first] = (duties ?? []).sort((a, b) => (a.due < b.due ? -1 : 1));
    if (!first) continue;
    await emit(tx, {
      kind: 'duty.due',
      wall: first.party_id,
      subject: first.id,
      facts: { party: first.party_id, advisory: first.advisory_id, due: first.due, duties: duties?.length ?? 1 },
    });
  }
  return falling.length;
}
