// Who holds a data folder: one file, running.json, made exclusively and read by the command line and by a second start.
// It is advice for people and processes; PostgreSQL's own postmaster.pid is the lock that protects the data.
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { processMark } from './process.ts';

export type Holder = {
  readonly pid: number;
  /** Tells this process from a later one with the same number. */
  readonly mark: string;
  /** ISO 8601 */
  readonly since: string;
  readonly command: string;
  readonly socketFolder: string;
};

/** The folder is in use by a living process. The message says by whom and how to stop it. */
export class HeldByAnother extends Error {
  override name = 'HeldByAnother';
  readonly holder: Holder;
  constructor(dataDir: string, holder: Holder) {
    super(
      `The database in ${dataDir} is in use by process ${holder.pid} (${holder.command}) since ${holder.since}. ` +
        `Stop that one first: kill ${holder.pid}. Or give this one its own folder: LEADTIME_DATA=/path/to/folder.`,
    );
    this.holder = holder;
  }
}

/**
 * Takes the folder for this process; what a dead process left behind is taken over.
 * @returns the dead holder, whose socket folder is to be removed
 * @throws HeldByAnother
 */
export function takeLock(dataDir: string, mine: Holder): Holder | undefined {
  const file = lockFile(dataDir);
  const draft = `${file}.${mine.pid}`;
  writeFileSync(draft, `${JSON.stringify(mine, null, 2)}\n`, { mode: 0o600 });
  try {
    let dead: Holder | undefined;
    for (let attempt = 0; attempt < 5; attempt += 1) {
      if (linked(draft, file)) return dead;
      const holder = readLock(dataDir);
      if (holder && isAlive(holder)) throw new HeldByAnother(dataDir, holder);
      dead = holder ?? dead;
      setAside(file, mine.pid);
    }
    throw new Error(`${file} changes hands too quickly; several processes are starting at once. Start one.`);
  } finally {
    rmSync(draft, { force: true });
  }
}

/** The living holder of a folder, if there is one. */
export function livingHolder(dataDir: string): Holder | undefined {
  const holder = readLock(dataDir);
  return holder && isAlive(holder) ? holder : undefined;
}

/** Who held it and died without giving it back. */
export function deadHolder(dataDir: string): Holder | undefined {
  const holder = readLock(dataDir);
  return holder && !isAlive(holder) ? holder : undefined;
}

/** Gives the folder back, if it is still ours. */
export function releaseLock(dataDir: string, mine: Holder): void {
  const holder = readLock(dataDir);
  if (holder?.pid === mine.pid && holder.mark === mine.mark) rmSync(lockFile(dataDir), { force: true });
}

function isAlive(holder: Holder): boolean {
  return processMark(holder.pid) === holder.mark;
}

function readLock(dataDir: string): Holder | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(lockFile(dataDir), 'utf8'));
    return isHolder(value) ? value : undefined;
  } catch {
    return undefined; // no file, or half a file after a power cut: nobody holds it
  }
}

function isHolder(value: unknown): value is Holder {
  if (typeof value !== 'object' || value === null) return false;
  const { pid, mark, since, command, socketFolder } = value as Record<string, unknown>; // fields are checked in the next line
  return typeof pid === 'number' && [mark, since, command, socketFolder].every((text) => typeof text === 'string');
}

/** link() fails where the name exists and is atomic, with the content already complete. */
function linked(draft: string, file: string): boolean {
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

/** Moving, then looking: if a third process took the folder meanwhile, its file is put back. */
function setAside(file: string, pid: number): void {
  const aside = `${file}.stale.${pid}`;
  try {
    renameSync(file, aside);
  } catch {
    return; // somebody else moved it
  }
  try {
    const value: unknown = JSON.parse(readFileSync(aside, 'utf8'));
    if (isHolder(value) && isAlive(value)) linked(aside, file);
  } catch {
    // not readable: nothing to put back
  }
  rmSync(aside, { force: true });
}

function lockFile(dataDir: string): string {
  return path.join(dataDir, 'running.json');
}
