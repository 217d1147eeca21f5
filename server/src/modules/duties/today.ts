// The operator's day: what is due, what is coming, what could not be matched, how fresh it all is.
import type { Answer } from '@leadtime/contract';
import { addDays, type Day, dayOf, type Uuid } from '@leadtime/lib/kit';
import { dayInWords } from '@leadtime/lib/notice';
import type { Tx } from '../../platform/db/database.ts';
import {
  actingFor,
  COUNT_EXPOSURES,
  componentOf,
  FEED_AGES,
  inventoriesOf,
  staleFeeds,
  UNMATCHED,
} from '../inventory/index.ts';
import type { DutyRules } from './decide.ts';
import { withHistory } from './read.ts';
import * as store from './store.ts';
import { DUE_SOON_DAYS } from './sweep.ts';

type Today = Answer<'today.read'>;
const SHOWN = 50;

export async function today(tx: Tx, party: Uuid | undefined, rules: DutyRules): Promise<Today> {
  if (party) await actingFor(tx, party);
  const of = party ?? null;
  const day = dayOf(tx.now);
  const soon = addDays(day, DUE_SOON_DAYS);
  const feedsStale = staleFeeds(await tx.all(FEED_AGES), tx.now);
  const inventories = await inventoriesOf(tx, party);
  const tally = await tx.one(store.TALLY, [of, soon, day]);
  const facts = {
    due: await withHistory(tx, await tx.all(store.DUE_NOW, [of, soon, SHOWN]), rules),
    coming: await withHistory(tx, await tx.all(store.COMING_NEXT, [of, soon, SHOWN]), rules),
    dueTotal: tally.due,
    comingTotal: tally.coming,
    closedTotal: tally.closed,
    couldNotMatch: (await tx.all(UNMATCHED, [feedsStale, of, SHOWN])).map(componentOf),
    couldNotMatchTotal: inventories.reduce((n, i) => n + i.unmatched, 0),
    undeterminedTotal: (await tx.one(COUNT_EXPOSURES, [of, 'undetermined', null, null])).total,
    inventories,
    feedsStale,
  };
  return { conclusion: conclusionOf(facts, tally), ...facts };
}

type Facts = Omit<Today, 'conclusion'>;

/** One sentence. It never says that all is well without saying on what that rests. */
function conclusionOf(t: Facts, { overdue, last_due }: { overdue: number; last_due: string | null }): string {
  if (t.inventories.length === 0) return 'Nobody can warn you yet: no inventory has been sent.';
  const also = [
    ...(t.inventories.some((i) => i.matchedAt === null) ? ['an inventory is still being compared'] : []),
    ...(t.couldNotMatchTotal > 0 ? [`${t.couldNotMatchTotal} of your components could not be matched`] : []),
    ...(t.inventories.some((i) => i.stale) ? ['an inventory is old'] : []),
    ...(t.feedsStale.length > 0 ? ['feeds are old'] : []),
  ];
  return `${[dutySentence(t, overdue, last_due), ...also].join('; ')}.`;
}

function dutySentence(t: Facts, overdue: number, lastDue: string | null): string {
  if (t.dueTotal > 0 && lastDue !== null) {
    const late =
      overdue === 0
        ? ''
        : overdue === t.dueTotal
          ? overdue === 1
            ? ', and overdue'
            : ', all of them overdue'
          : `, ${overdue} of them overdue`;
    return `${t.dueTotal} ${t.dueTotal === 1 ? 'thing is' : 'things are'} due by ${dayInWords(lastDue as Day)}${late}`; // a date column
  }
  if (t.comingTotal > 0)
    return `Nothing is due within two days; ${t.comingTotal} ${t.comingTotal === 1 ? 'thing is' : 'things are'} coming`;
  return 'No advisory that was matched asks anything of you now';
}
