// leadtime feeds list: how old each feed is, and whether the instance may call it.
import { answer } from '../answer.ts';
import type { Run } from '../command.ts';
import { connect } from '../connection.ts';
import { durationText, table } from '../terminal.ts';

export const run: Run = async (input, world) => {
  const { client } = await connect(input, world);
  const feeds = await client.call('feeds.list');
  await answer(input, world, feeds, () =>
    table(
      [
        { title: 'feed' },
        { title: 'records', right: true },
        { title: 'age' },
        { title: 'may be' },
        { title: 'egress' },
        { title: 'now' },
      ],
      feeds.items.map((feed) => [
        feed.source,
        feed.records,
        `${feed.asOf === null ? 'never read' : durationText(world.now() - Date.parse(feed.asOf))}${feed.stale ? ', TOO OLD' : ''}`,
        durationText(feed.maxAgeHours * 3_600_000),
        feed.address === null ? 'from files only' : feed.allowed ? 'allowed' : 'closed',
        feed.running ? (feed.progress ?? 'running') : (feed.lastError ?? 'idle'),
      ]),
      world.columns,
    ),
  );
  return feeds.items.some((feed) => feed.stale) ? 1 : 0;
};
