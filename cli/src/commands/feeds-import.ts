// leadtime feeds import: a feed from a file or a folder of files, for instances that call nobody.
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
import { filesOfFolder, tarOf } from '../tar-folder.ts';
import { bytesText, count } from '../terminal.ts';

export const run: Run = async (input, world) => {
  const source = input.arg(0);
  const file = input.arg(1);
  if (!isSource(source)) throw new Failure(2, `SOURCE is one of ${SOURCES.join(', ')}, not ${JSON.stringify(source)}.`);
  const sent = await sentFrom(source, file);
  if (sent.size > LIMITS.feedBytes)
    throw new Failure(2, `${file} has ${bytesText(sent.size)}; a feed may have ${bytesText(LIMITS.feedBytes)}.`);
  const { client } = await connect(input, world);
  const shown = progress(world, input, path.basename(file), sent.size);
  const imported = await client
    .call('feeds.import', {
      params: { source },
      query: { filename: path.basename(file).slice(0, 255) },
      body: counted(sent.bytes(), (bytes) => shown.at(bytes)),
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

const SOURCES = ['kev', 'osv', 'ghsa', 'cve', 'csaf', 'nvd', 'ssvc', 'epss'] as const;
type Source = (typeof SOURCES)[number];
const isSource = (text: string): text is Source => (SOURCES as readonly string[]).includes(text);
/** Feeds that are one document. */
const WHOLE: ReadonlySet<Source> = new Set(['kev', 'epss']);

interface Sent {
  readonly size: number;
  bytes(): AsyncIterable<Uint8Array>;
}

async function sentFrom(source: Source, place: string): Promise<Sent> {
  const found = await stat(place).catch((error: Error) => {
    throw new Failure(2, `${place} cannot be read: ${error.message}`);
  });
  if (!found.isDirectory()) return { size: found.size, bytes: () => createReadStream(place) };
  if (WHOLE.has(source)) throw new Failure(2, `${place} is a folder; ${source} is one file.`);
  const files = await filesOfFolder(place);
  return { size: files.reduce((sum, file) => sum + file.size, 0), bytes: () => tarOf(files) };
}
