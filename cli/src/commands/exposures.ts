// leadtime exposures: what reached us on a day, as known on a day, beside what is known of that day today.
import type { PastExposure } from '@leadtime/contract';
import { answer } from '../answer.ts';
import type { Run } from '../command.ts';
import { connect } from '../connection.ts';
import { count, table, visible } from '../terminal.ts';

export const run: Run = async (input, world) => {
  const { client } = await connect(input, world);
  const query: Record<string, string> = {};
  for (const name of ['on', 'known', 'advisory', 'q', 'party', 'show', 'after', 'limit'] as const) {
    const said = input.text(name);
    if (said !== undefined) query[name] = said;
  }
  const page = await client.call('exposures.asOf', { query });
  await answer(input, world, page, () => {
    const { learnt, dropped, changed } = page.differences;
    const parts = [`${visible(page.conclusion)}\n`];
    if (page.items.length > 0) parts.push(rows(page.items, world.columns));
    if (page.next !== null) parts.push(`There are more: --after ${page.next}\n`);
    const differ = learnt + dropped + changed;
    if (differ > 0)
      parts.push(
        `Held otherwise today: ${count(learnt, 'exposure')} not known then, ${dropped} taken back since, ${changed} judged otherwise (--show changed)\n`,
      );
    return parts.join('\n');
  });
  return page.held.affected > 0 ? 1 : 0;
};

const rows = (items: readonly PastExposure[], columns: number | undefined): string =>
  table(
    [
      { title: 'advisory', whole: true },
      { title: 'component' },
      { title: 'version' },
      { title: 'asset' },
      { title: 'then' },
      { title: 'today' },
      { title: 'why they differ' },
    ],
    items.map((e) => [
      e.advisory.publicId,
      e.component.name,
      e.component.version,
      e.asset.name,
      e.held?.state ?? '-',
      e.today?.state ?? '-',
      e.reasons.map((r) => r.text).join(' '),
    ]),
    columns,
  );
