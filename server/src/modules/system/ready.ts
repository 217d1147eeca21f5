// Can this instance serve? The database answers, its schema is this version's, the key opens what it seals, a worker lives
// and the queue moves. What is wrong is said in words of ours: the answer is for anybody.
import { randomUUID } from 'node:crypto';
import type { Blobs } from '../../platform/blobs.ts';
import type { Database } from '../../platform/db/database.ts';
import * as store from './store.ts';

export interface ReadyDeps {
  readonly db: Database;
  readonly blobs: Blobs;
  /** Names of the migrations that this version brings, in order. */
  readonly migrations: () => Promise<readonly string[]>;
}
export interface Check {
  readonly name: string;
  readonly ok: boolean;
  readonly detail: string;
  /** Without it nothing can be served; the others only mean that work waits. */
  readonly needed: boolean;
}
const TIMEOUT_MS = 3_000;
const QUEUE_MAX_SECONDS = 300;

export async function checksOf(deps: ReadyDeps): Promise<readonly Check[]> {
  const checks: readonly (readonly [string, boolean, () => Promise<string>])[] = [
    ['database and migrations', true, () => migrated(deps)],
    ['key', true, () => keyOpens(deps)],
    ['worker', false, () => workerLives(deps)],
  ];
  return Promise.all(
    checks.map(async ([name, needed, check]): Promise<Check> => {
      try {
        return { name, needed, ok: true, detail: await within(TIMEOUT_MS, check()) };
      } catch (error) {
        return { name, needed, ok: false, detail: error instanceof NotReady ? error.message : 'no answer' };
      }
    }),
  );
}

/** Its message may be told to anybody. */
class NotReady extends Error {}

async function migrated({ db, migrations }: ReadyDeps): Promise<string> {
  const wanted = (await migrations()).at(-1);
  const { name } = await db.asAnyone((tx) => tx.one(store.NEWEST_MIGRATION));
  if (name !== wanted) throw new NotReady(`the schema is at ${name ?? 'nothing'}, this version needs ${wanted}`);
  return `schema ${name}`;
}

async function keyOpens({ blobs }: ReadyDeps): Promise<string> {
  const id = randomUUID();
  const plain = Buffer.from(id);
  const sealed = await blobs.put(id, one(plain), plain.length);
  const opened: Buffer[] = [];
  for await (const chunk of blobs.read(id, sealed.inline ?? null)) opened.push(chunk);
  if (!Buffer.concat(opened).equals(plain)) throw new NotReady('the key does not open what it sealed');
  return `key ${blobs.keyId}`;
}

async function workerLives({ db }: ReadyDeps): Promise<string> {
  const { workers, waiting_seconds: waiting } = await db.asAnyone((tx) => tx.one(store.QUEUE));
  if (workers === 0) throw new NotReady('no worker is connected: what was received waits');
  if (waiting > QUEUE_MAX_SECONDS) throw new NotReady(`the oldest due job has waited ${Math.round(waiting)} seconds`);
  return `${workers} connected`;
}

function within<T>(millis: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new NotReady(`no answer in ${millis / 1000} seconds`)), millis);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

async function* one(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield bytes;
}
