// leadtime feeds set: how often a feed is fetched by itself, of which ecosystems, from where.
import { answer } from '../answer.ts';
import type { Run } from '../command.ts';
import { connect } from '../connection.ts';
import { Failure } from '../failure.ts';
import { sourceOf } from './feeds-sync.ts';

export const run: Run = async (input, world) => {
  const source = sourceOf(input.arg(0));
  const every = input.number('every');
  const ecosystems = input.texts('ecosystem');
  const mirrors = input.texts('mirror');
  if (ecosystems.length > 0 && input.flag('inventories'))
    throw new Failure(2, 'Give either --ecosystem or --inventories.');
  if (mirrors.length > 0 && input.flag('no-mirror')) throw new Failure(2, 'Give either --mirror or --no-mirror.');
  const body = {
    ...(every === undefined ? {} : { everyHours: every === 0 ? null : every }),
    ...(ecosystems.length > 0 || input.flag('inventories') ? { ecosystems: [...ecosystems] } : {}),
    ...(mirrors.length > 0 || input.flag('no-mirror') ? { mirrors: Object.fromEntries(mirrors.map(pair)) } : {}),
  };
  if (Object.keys(body).length === 0)
    throw new Failure(2, 'Nothing was chosen. Say --every, --ecosystem, --inventories, --mirror or --no-mirror.');
  const { client } = await connect(input, world);
  const done = await client.call('feeds.choose', { params: { source }, body });
  await answer(input, world, done, () => 'Chosen. How it is now: leadtime feeds list\n');
  return 0;
};

function pair(text: string): [string, string] {
  const at = text.indexOf('=');
  if (at < 1) throw new Failure(2, `--mirror is NAME=URL, not ${JSON.stringify(text)}.`);
  return [text.slice(0, at), text.slice(at + 1)];
}
