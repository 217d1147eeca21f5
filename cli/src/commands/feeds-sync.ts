// leadtime feeds sync: the instance fetches; this only asks it to.
import { answer } from '../answer.ts';
import type { Run } from '../command.ts';
import { connect } from '../connection.ts';
import { Failure } from '../failure.ts';

export const run: Run = async (input, world) => {
  const source = input.arg(0);
  if (source !== 'kev' && source !== 'osv')
    throw new Failure(2, `SOURCE is kev or osv, not ${JSON.stringify(source)}.`);
  const ecosystem = input.text('ecosystem');
  const { client } = await connect(input, world);
  const done = await client.call('feeds.sync', {
    params: { source },
    query: ecosystem === undefined ? {} : { ecosystem },
  });
  await answer(input, world, done, () => 'Begun. How far it is: leadtime feeds list\n');
  return 0;
};
