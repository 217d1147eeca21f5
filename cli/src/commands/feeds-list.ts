// leadtime feeds list: how old each feed is, what it is doing, when it is read next, and whether the instance may call it.
import type { Answer } from '@leadtime/contract';
import { answer } from '../answer.ts';
import type { Run } from '../command.ts';
import { connect } from '../connection.ts';
import { durationText, table } from '../terminal.ts';

type Feed = Answer<'feeds.list'>['items'][number];

export const run: Run = async (input, world) => {
  const { client } = await connect(input, world);
  const feeds = await client.call('feeds.list');
  const now = world.now();
  await answer(input, world, feeds, () =>
    table(
      [
        { title: 'feed' },
        { title: 'records', right: true },
        { title: 'age' },
        { title: 'may be' },
        { title: 'egress' },
        { title: 'next' },
        { title: 'now' },
      ],
      feeds.items.map((feed) => [
        feed.source,
        feed.records,
        `${feed.asOf === null ? 'never read' : durationText(now - Date.parse(feed.asOf))}${feed.stale ? ', TOO OLD' : ''}`,
        durationText(feed.maxAgeHours * 3_600_000),
        egressOf(feed),
        nextOf(feed, now),
        feed.running ? (feed.progress ?? 'running') : (feed.lastError ?? feed.note ?? 'idle'),
      ]),
      world.columns,
    ),
  );
  return feeds.items.some((feed) => feed.stale) ? 1 : 0;
};

const egressOf = ({ syncable, allowed, toAllow }: Feed): string =>
  !syncable ? 'from files only' : allowed ? 'allowed' : `to allow: ${toAllow.join(', ')}`;

function nextOf({ waitsUntil, nextAt, everyHours }: Feed, now: number): string {
  const at = waitsUntil ?? nextAt;
  if (at === null) return 'when asked';
  const left = Date.parse(at) - now;
  return `${left <= 0 ? 'now' : `in ${durationText(left)}`}${everyHours === null ? '' : `, every ${everyHours} h`}`;
}
