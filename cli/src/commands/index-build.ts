// leadtime index build: advisories become one file that `leadtime match` asks without reading the rest of it.
import { open, rename, rm } from 'node:fs/promises';
import { indexBuilder } from '@leadtime/lib/exposure/packed/pack-index.ts';
import { instantOf } from '@leadtime/lib/kit';
import { answer } from '../answer.ts';
import type { Run } from '../command.ts';
import { Failure, problemLines } from '../failure.ts';
import { sizeOf } from '../match/advisory-records.ts';
import { gather } from '../match/gather.ts';
import { progress } from '../progress.ts';
import { bytesText, count } from '../terminal.ts';

export const run: Run = async (input, world) => {
  const places = input.args;
  const file = input.text('out');
  if (file === undefined) throw new Failure(2, '--out is missing: the file to write.');
  const sizes = await Promise.all(places.map(sizeOf));
  const shown = progress(
    world,
    input,
    'reading advisories',
    sizes.reduce((sum, size) => sum + size, 0),
  );
  const builder = indexBuilder();
  const tickets = new Map<string, readonly number[]>();
  const gathered = await gather(places, {
    signal: world.signal,
    onBytes: shown.at,
    now: world.now(),
    take: (compiled, record) => {
      for (const ticket of tickets.get(record) ?? []) builder.drop(ticket);
      tickets.set(
        record,
        compiled.map((one) => builder.add(one)),
      );
    },
  }).finally(shown.end);
  const advisories = [...tickets.values()].reduce((sum, one) => sum + one.length, 0);
  if (advisories === 0)
    throw new Failure(2, 'No advisory could be read', { problems: gathered.problems, total: gathered.problemsTotal });
  const newest = instantOf(gathered.newest);
  const bytes = await write(file, builder.finish({ newest, refused: gathered.refused }));
  const { refused, problems, problemsTotal } = gathered;
  await answer(input, world, { file, bytes, advisories, refused, newest, problems, problemsTotal }, () =>
    [
      `${file}: ${count(advisories, 'advisory', 'advisories')}, ${bytesText(bytes)}, as of ${newest}.\n`,
      ...(problemsTotal === 0
        ? []
        : [
            `\nNot read (${count(problemsTotal, 'problem')})\n`,
            ...problemLines(problems, problemsTotal).map((line) => `${line}\n`),
          ]),
    ].join(''),
  );
  return refused > 0 ? 1 : 0;
};

/** Whole or not at all: whoever asks the old one goes on with it. */
async function write(file: string, parts: Iterable<Uint8Array>): Promise<number> {
  const unfinished = `${file}.part-${process.pid}`;
  let size = 0;
  try {
    const handle = await open(unfinished, 'w');
    try {
      for (const part of parts) {
        await handle.writeFile(part);
        size += part.length;
      }
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(unfinished, file);
  } catch (cause) {
    await rm(unfinished, { force: true });
    if (cause instanceof Error && 'code' in cause)
      throw new Failure(2, `${file} cannot be written: ${cause.message}.`, { cause });
    throw cause;
  }
  return size;
}
