// The folder in which `leadtime watch` keeps what it pulled, its duties and its key. Only its owner may look into it; every file is
// replaced as a whole, so that whoever is killed at any point finds the old or the new one.
import { chmod, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import type { z } from 'zod';
import { Failure } from '../failure.ts';
import type { World } from '../world.ts';

export interface State {
  readonly folder: string;
  path(name: string): string;
  /** undefined: it is not there yet. Throws Failure 2 where it is damaged. */
  read<T>(name: string, schema: z.ZodType<T>): Promise<T | undefined>;
  write(name: string, value: unknown): Promise<void>;
  writeText(name: string, text: string): Promise<void>;
  close(): Promise<void>;
}

export function stateFolder(given: string | undefined, { env }: Pick<World, 'env'>): string {
  if (given !== undefined) return path.resolve(given);
  const base = env['XDG_STATE_HOME'] || path.join(env['HOME'] || homedir(), '.local', 'state');
  return path.join(base, 'leadtime', 'watch');
}

export async function openState(folder: string): Promise<State> {
  await mkdir(folder, { recursive: true, mode: 0o700 }).catch((error: Error) => {
    throw new Failure(2, `${folder} cannot be made: ${error.message}`);
  });
  await chmod(folder, 0o700); // it may have been there with another mode
  const at = (name: string): string => path.join(folder, name);
  const unlock = await lock(at('lock'), folder);
  const writeText = (name: string, text: string): Promise<void> => replace(folder, at(name), text);
  return {
    folder,
    path: at,
    writeText,
    write: (name, value) => writeText(name, `${JSON.stringify(value, null, 2)}\n`),
    async read(name, schema) {
      const text = await readFile(at(name), 'utf8').catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return undefined;
        throw new Failure(2, `${at(name)} cannot be read: ${error.message}`);
      });
      if (text === undefined) return undefined;
      const parsed = schema.safeParse(jsonOr(text));
      if (parsed.success) return parsed.data;
      const where = parsed.error.issues[0]?.path.join('.') ?? '';
      throw new Failure(
        2,
        `${at(name)} is damaged${where === '' ? '' : ` at ${where}`}. Put back what was there, or remove the file.`,
      );
    },
    close: unlock,
  };
}

/** One at a time in one folder: two would send counts of one number twice. */
async function lock(file: string, folder: string): Promise<() => Promise<void>> {
  for (let tries = 0; tries < 2; tries += 1) {
    const handle = await open(file, 'wx', 0o600).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw new Failure(2, `${folder} cannot be written to: ${error.message}`);
    });
    if (handle) {
      await handle.writeFile(`${process.pid}\n`);
      await handle.close();
      return () => rm(file, { force: true });
    }
    const holder = Number((await readFile(file, 'utf8').catch(() => '')).trim());
    if (holder !== process.pid && isAlive(holder))
      throw new Failure(
        2,
        `Another leadtime watch works in ${folder} (process ${holder}). End it first. If it is none, remove ${file}.`,
      );
    await rm(file, { force: true }); // left by one that was killed
  }
  throw new Failure(2, `Another leadtime watch began in ${folder} at this moment.`);
}

function isAlive(pid: number): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'; // it lives, and is somebody else's
  }
}

async function replace(folder: string, file: string, text: string): Promise<void> {
  const part = `${file}.part`;
  const handle = await open(part, 'w', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(part, file);
  await syncFolder(folder);
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  await handle.sync().catch(() => undefined); // not every file system can
  await handle.close();
}

function jsonOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
