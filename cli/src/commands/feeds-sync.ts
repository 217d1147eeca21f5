// leadtime feeds sync: the instance fetches; this asks it to, and with --wait tells how far it is.
import { type Answer, type Client, SYNC_SOURCES } from '@leadtime/contract';
import { answer } from '../answer.ts';
import type { Run } from '../command.ts';
import { connect } from '../connection.ts';
import { Failure } from '../failure.ts';
import { count, visible } from '../terminal.ts';
import type { World } from '../world.ts';

type Feed = Answer<'feeds.list'>['items'][number];

export const run: Run = async (input, world) => {
  const source = sourceOf(input.arg(0));
  const ecosystems = input.texts('ecosystem');
  const { client } = await connect(input, world);
  const before = input.flag('wait') ? await feedOf(client, source) : undefined;
  const done = await client.call('feeds.sync', {
    params: { source },
    query: ecosystems.length === 0 ? {} : { ecosystem: ecosystems.join(',') },
  });
  if (!before) {
    await answer(input, world, done, () => 'Begun. How far it is: leadtime feeds list\n');
    return 0;
  }
  const feed = await waitUntilEnded(client, world, before);
  await answer(input, world, feed, () => ended(feed));
  return feed.lastError === null ? 0 : 1;
};

export function sourceOf(text: string): (typeof SYNC_SOURCES)[number] {
  const source = SYNC_SOURCES.find((s) => s === text);
  if (!source) throw new Failure(2, `SOURCE is one of ${SYNC_SOURCES.join(', ')}, not ${JSON.stringify(text)}.`);
  return source;
}

async function feedOf(client: Client, source: string): Promise<Feed> {
  const feed = (await client.call('feeds.list')).items.find((f) => f.source === source);
  if (!feed) throw new Failure(3, `The instance knows no feed named ${source}; it may be older than this program.`);
  return feed;
}

/** Until a sync ends after now: well, with an error, or put off until later. */
async function waitUntilEnded(client: Client, world: World, before: Feed): Promise<Feed> {
  let said: string | null = null;
  for (let millis = 250; ; millis = Math.min(3_000, millis * 1.5)) {
    const feed = await feedOf(client, before.source);
    if (!feed.running && feed.endedAt !== before.endedAt) return feed;
    if (feed.progress !== null && feed.progress !== said) world.err(`${visible(feed.progress)}\n`);
    said = feed.progress;
    await world.pause(millis);
  }
}

function ended(feed: Feed): string {
  const later = feed.waitsUntil === null ? '' : ` It goes on by itself at ${feed.waitsUntil}.`;
  if (feed.lastError !== null) return `Not all of it is in: ${visible(feed.lastError)}${later}\n`;
  return `${count(feed.records, 'record')}, as of ${feed.asOf ?? 'never'}.${feed.note === null ? '' : ` ${visible(feed.note)}`}\n`;
}
