// leadtime index build: advisories become one file that `leadtime match` asks without reading the rest of it.
import { open, rename, rm } from 'node:fs/promises';
import type { Scratch } from '@leadtime/lib/exposure';
import { knownOf } from '@leadtime/lib/exposure/known.ts';
import { indexBuilder } from '@leadtime/lib/exposure/packed';
import { instantOf } from '@leadtime/lib/kit';
import { answer } from '../answer.ts';
import type { Run } from '../command.ts';
import { Failure, problemLines } from '../failure.ts';
import { sizeOf } from '../match/advisory-records.ts';
import { type Gathered, type GatherOptions, gather } from '../match/gather.ts';
import { scratchFile } from '../match/scratch-file.ts';
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
  const scratch = scratchFile(`${file}.claims-${process.pid}`);
  const { gathered, advisories, bytes } = await build(places, file, scratch, {
    signal: world.signal,
    onBytes: shown.at,
    now: world.now(),
  })
    .catch((cause) => {
      throw notWritten(file, cause);
    })
    .finally(() => {
      shown.end();
      scratch.remove();
    });
  const newest = instantOf(gathered.newest);
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

async function build(
  places: readonly string[],
  file: string,
  scratch: Scratch,
  options: Omit<GatherOptions, 'take'>,
): Promise<{ readonly gathered: Gathered; readonly advisories: number; readonly bytes: number }> {
  const builder = indexBuilder(scratch);
  const tickets = new Map<string, readonly number[]>();
  let advisories = 0;
  const gathered = await gather(places, {
    ...options,
    take: (compiled, record, said) => {
      const replaced = tickets.get(record) ?? [];
      for (const ticket of replaced) builder.drop(ticket);
      tickets.set(
        record,
        compiled.map((one, i) => builder.add(one, said[i] && knownOf(said[i]))),
      );
      advisories += compiled.length - replaced.length;
    },
  });
  if (advisories === 0)
    throw new Failure(2, 'No advisory could be read', { problems: gathered.problems, total: gathered.problemsTotal });
  const parts = builder.finish({ newest: instantOf(gathered.newest), refused: gathered.refused });
  return { gathered, advisories, bytes: await write(file, parts) };
}

/** Whole or not at all: whoever asks the old one goes on with it. */
async function write(file: string, parts: Iterable<Uint8Array>): Promise<number> {
  const unfinished = `${file}.part-${process.pid}`;
  let size = 0;
  try {
    const handle = await open(unfinished, 'w');
    try {
      for (const chunk of inChunks(parts)) {
        await handle.writeFile(chunk);
        size += chunk.length;
      }
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(unfinished, file);
  } catch (cause) {
    await rm(unfinished, { force: true });
    throw cause;
  }
  return size;
}

/** Places were read without fault before: what the system refuses now is a file that is written. */
const notWritten = (file: string, cause: unknown): unknown =>
  cause instanceof Error && 'syscall' in cause
    ? new Failure(2, `${file} cannot be written: ${cause.message}.`, { cause })
    : cause;

/** Most parts are small, and each write is a call to the system. A chunk is good until the next is asked for. */
function* inChunks(parts: Iterable<Uint8Array>): Generator<Uint8Array> {
  const chunk = new Uint8Array(1024 * 1024);
  let used = 0;
  for (const part of parts) {
    if (used + part.length > chunk.length) {
      yield chunk.subarray(0, used);
      used = 0;
    }
    if (part.length > chunk.length) yield part;
    else {
      chunk.set(part, used);
      used += part.length;
    }
  }
  yield chunk.subarray(0, used);
}
