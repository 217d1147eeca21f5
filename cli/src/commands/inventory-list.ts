// leadtime inventory list: the inventories that we sent, and how they stand.
import type { Answer } from '@leadtime/contract';
import { answer } from '../answer.ts';
import type { Run } from '../command.ts';
import { connect } from '../connection.ts';
import { table } from '../terminal.ts';

type Inventory = Answer<'inventories.list'>['items'][number];

export const run: Run = async (input, world) => {
  const { client } = await connect(input, world);
  const party = input.text('party');
  const list = await client.call('inventories.list', { query: party === undefined ? {} : { party } });
  await answer(input, world, list, () =>
    list.items.length === 0
      ? 'No inventory has been sent: leadtime inventory send FILE\n'
      : table(
          [
            { title: 'name' },
            { title: 'made' },
            { title: 'components' },
            { title: 'affected' },
            { title: 'undetermined' },
            { title: 'not matched' },
            { title: 'problems' },
            { title: 'id', whole: true },
          ],
          list.items.map(rowOf),
          world.columns,
        ),
  );
  return list.items.some((i) => i.affected > 0) ? 1 : 0;
};

const rowOf = (i: Inventory): string[] => [
  i.name,
  `${age(i.ageDays)}${i.stale ? ', old' : ''}`,
  String(i.components),
  i.matchedAt ? String(i.affected) : 'being matched',
  String(i.undetermined),
  String(i.unmatched),
  String(i.problems),
  i.id,
];
const age = (days: number): string => (days < 1 ? 'today' : `${Math.round(days)} d ago`);
