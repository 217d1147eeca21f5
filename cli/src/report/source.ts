// The files that were named, `-` among them. Standard input is kept in a file of its own first: its size and digest must be known
// before it is sent, and readers may ask for it twice.
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { LIMITS } from '@leadtime/contract/limits';
import { Failure } from '../failure.ts';
import { bytesText, visible } from '../terminal.ts';
import type { World } from '../world.ts';

export interface Source {
  /** As it was named. */
  readonly name: string;
  readonly path: string;
  readonly size: number;
  /** For the receiver; undefined for standard input. */
  readonly filename: string | undefined;
}

/** Opens one file, gives it to `use`, and leaves nothing behind. */
export async function withSource<T>(world: World, name: string, use: (source: Source) => Promise<T>): Promise<T> {
  if (name !== '-') return use(await fileSource(name));
  const folder = await mkdtemp(path.join(tmpdir(), 'leadtime-stdin-'));
  try {
    const file = path.join(folder, 'input');
    await pipeline(limited(world.stdin), createWriteStream(file, { mode: 0o600 }));
    return await use({
      name: 'standard input',
      path: file,
      size: checked('standard input', (await stat(file)).size),
      filename: undefined,
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function fileSource(name: string): Promise<Source> {
  const found = await stat(name).catch((error: NodeJS.ErrnoException) => {
    throw new Failure(
      2,
      `${name} cannot be read: ${error.code === 'ENOENT' ? 'there is no such file' : error.message}.`,
    );
  });
  if (!found.isFile()) throw new Failure(2, `${name} is not a file.`);
  const filename = visible(path.basename(name)).trim().slice(0, 255);
  return { name, path: name, size: checked(name, found.size), filename: filename === '' ? undefined : filename };
}

function checked(name: string, size: number): number {
  if (size === 0) throw new Failure(2, `${name} has no bytes.`);
  if (size > LIMITS.reportBytes) throw tooLarge(name);
  return size;
}

async function* limited(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const chunk of bytes) {
    size += chunk.length;
    if (size > LIMITS.reportBytes) throw tooLarge('standard input');
    yield chunk;
  }
}

const tooLarge = (name: string): Failure =>
  new Failure(2, `${name} is over the limit of ${bytesText(LIMITS.reportBytes)}. Split it.`);
