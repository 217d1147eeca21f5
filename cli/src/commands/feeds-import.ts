// leadtime feeds import: a feed from a file or a folder of files, for instances that call nobody.
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { type Answer, IMPORT_SOURCES } from '@leadtime/contract';
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
  if (!isSource(source))
    throw new Failure(2, `SOURCE is one of ${IMPORT_SOURCES.join(', ')}, not ${JSON.stringify(source)}.`);
  const sent = await sentFrom(source, file);
  if (sent.size > LIMITS.feedBytes)
    throw new Failure(2, `${file} has ${bytesText(sent.size)}; a feed may have ${bytesText(LIMITS.feedBytes)}.`);
  const asOf = input.text('as-of');
  const { client } = await connect(input, world);
  const shown = progress(world, input, path.basename(file), sent.size);
  const imported = await client
    .call('feeds.import', {
      params: { source },
      query: {
        filename: path.basename(file).slice(0, 255),
        whole: input.flag('whole') ? 'true' : 'false',
        ...(asOf === undefined ? {} : { asOf }),
      },
      body: counted(sent.bytes(), (bytes) => shown.at(bytes)),
    })
    .finally(() => shown.end());
  await answer(input, world, imported, () =>
    [
      `${count(imported.accepted, 'record')} taken, ${imported.takenBefore} of them before; ${imported.refused} refused.`,
      ageText(source, imported),
      ...problemLines(imported.problems as Parameters<typeof problemLines>[0], imported.problemsTotal), // codes of this or a newer catalogue
      '',
    ].join('\n'),
  );
  return imported.refused > 0 ? 1 : 0;
};

function ageText(source: Source, { whole, asOf }: Answer<'feeds.import'>): string {
  const age = asOf === null ? 'was never read as a whole' : `is as of ${asOf}`;
  if (whole)
    return asOf === null ? `${source} ${age}: the file does not say of when it is. Give --as-of.` : `${source} ${age}.`;
  return `${source} ${age}, as before. If the file is all of ${source}, import it again with --whole.`;
}

type Source = (typeof IMPORT_SOURCES)[number];
const isSource = (text: string): text is Source => (IMPORT_SOURCES as readonly string[]).includes(text);
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
