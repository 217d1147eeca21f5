// leadtime today: an operator's day. What could not be matched is as prominent as what is due.
import type { Duty } from '@leadtime/contract';
import { answer } from '../answer.ts';
import type { Run } from '../command.ts';
import { connect } from '../connection.ts';
import { count, table, visible } from '../terminal.ts';

export const run: Run = async (input, world) => {
  const { client } = await connect(input, world);
  const party = input.text('party');
  const today = await client.call('today.read', { query: party === undefined ? {} : { party } });
  await answer(input, world, today, () => {
    const parts = [`${visible(today.conclusion)}\n`];
    const duties = (title: string, list: readonly Duty[], total: number): void => {
      if (total === 0) return;
      parts.push(`${title} (${shownOf(list.length, total)})\n${dutyTable(list, world.columns)}`);
    };
    duties('Due', today.due, today.dueTotal);
    duties('Coming', today.coming, today.comingTotal);
    if (today.couldNotMatchTotal > 0)
      parts.push(
        `Could not be matched (${shownOf(today.couldNotMatch.length, today.couldNotMatchTotal)})\n${table(
          [{ title: 'component' }, { title: 'version' }, { title: 'asset' }, { title: 'why' }],
          today.couldNotMatch.map((c) => [
            [c.vendor, c.name].filter(Boolean).join(' '),
            c.version,
            c.asset,
            c.reason.text,
          ]),
          world.columns,
        )}`,
      );
    if (today.undeterminedTotal > 0)
      parts.push(`${count(today.undeterminedTotal, 'component')} undetermined: no all-clear\n`);
    if (today.feedsStale.length > 0) parts.push(`Older than they may be: ${visible(today.feedsStale.join(', '))}\n`);
    const old = today.inventories
      .filter((inventory) => inventory.stale)
      .map((i) => `${i.name} (${Math.round(i.ageDays)} days)`);
    if (old.length > 0) parts.push(`Old inventories: ${visible(old.join(', '))}\n`);
    return parts.join('\n');
  });
  return today.dueTotal > 0 ? 1 : 0;
};

const dutyTable = (list: readonly Duty[], columns: number | undefined): string =>
  table(
    [{ title: 'by' }, { title: 'do this' }, { title: 'why' }, { title: 'where' }, { title: 'id', whole: true }],
    list.map((duty) => [
      `${duty.due ?? duty.dueText}${duty.overdue ? ' OVERDUE' : ''}`,
      duty.doThis,
      duty.why,
      duty.asset ?? duty.component,
      duty.id,
    ]),
    columns,
  );

const shownOf = (shown: number, total: number): string =>
  shown === total ? String(total) : `${shown} of ${total} shown`;
