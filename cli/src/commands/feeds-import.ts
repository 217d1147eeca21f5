// leadtime feeds import: a feed from a file, for instances that call nobody.
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { LIMITS } from '@leadtime/contract/limits';
import { answer } from '../answer.ts';
import type { Run } from '../command.ts';
import { connect } from '../connection.ts';
import { Failure, problemLines } from '../failure.ts';
import { progress } from '../progress.ts';
import { counted } from '../report/counted.ts';
import { bytesText, count } from '../terminal.ts';

export const run: Run = async (input, world) => {
  const source = input.arg(0);
  const file = input.arg(1);
  if (source !== 'kev' && source !== 'osv' && source !== 'ssvc')
    throw new Failure(2, `SOURCE is kev, osv or ssvc, not ${JSON.stringify(source)}.`);
  const size = await stat(file).then(
    (found) => found.size,
    (error: Error) => {
      throw new Failure(2, `${file} cannot be read: ${error.message}`);
    },
  );
  if (size > LIMITS.feedBytes)
    throw new Failure(2, `${file} has ${bytesText(size)}; a feed may have ${bytesText(LIMITS.feedBytes)}.`);
  const { client } = await connect(input, world);
  const shown = progress(world, input, path.basename(file), size);
  const imported = await client
    .call('feeds.import', {
      params: { source },
      query: { filename: path.basename(file).slice(0, 255) },
      body: counted(createReadStream(file), (sent) => shown.at(sent)),
    })
    .finally(() => shown.end());
  await answer(input, world, imported, () =>
    [
      `${count(imported.accepted, 'record')} taken, ${imported.refused} refused.`,
      ...problemLines(imported.problems as Parameters<typeof problemLines>[0], imported.problemsTotal), // codes of this or a newer catalogue
      '',
    ].join('\n'),
  );
  return imported.refused > 0 ? 1 : 0;
};
