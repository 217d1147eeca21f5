// leadtime report status: what became of a report.
import { answer } from '../answer.ts';
import type { Run } from '../command.ts';
import { connect } from '../connection.ts';
import { statusText, waitUntilRead } from '../report/follow.ts';

export const run: Run = async (input, world) => {
  const { client } = await connect(input, world);
  const id = input.arg(0);
  const status = input.flag('wait')
    ? await waitUntilRead({ client, world }, id)
    : await client.call('reports.read', { params: { id } });
  await answer(input, world, status, () => statusText(status));
  return status.stage === 'unreadable' ? 1 : 0;
};
