// How a sync ends: everything is in, or it stopped and why. What passes with time goes on by a job of its own.
import type { Problem } from '@leadtime/lib/kit';
import type { Database } from '../../../platform/db/database.ts';
import { enqueue } from '../../../platform/jobs.ts';
import type { Log } from '../../../platform/log.ts';
import type { Arrived } from './journey.ts';
import * as store from './store.ts';
import type { SyncSource } from './table.ts';
import { Blocked, Later } from './trouble.ts';

interface Deps {
  readonly db: Database;
  readonly log: Log;
}
export interface Counts {
  accepted: number;
  refused: number;
  first: Problem | undefined;
}

/** Put off so many times in a row without a record coming in, it waits until somebody asks or its hour comes. */
const PUT_OFF_TIMES = 8;
const PUT_OFF_MS = 6 * 3_600_000;
const SAID_UNITS = 1_000;

/** Without `asOf` not all of the feed was asked for: it is as old as before. */
export async function succeed(
  { db, log }: Deps,
  source: SyncSource,
  { resume, asOf, note }: Arrived,
  counts: Counts,
): Promise<void> {
  const kept = JSON.stringify(resume);
  await db.verb('advisories.import', async (tx) => {
    if (asOf === undefined) {
      await tx.run(store.KEEP, [source, kept]);
      await tx.all(store.STOP, [source, null, null, tx.now, false]);
    } else await tx.run(store.SUCCEED, [source, tx.now, kept, asOf, noteOf(note, counts)]);
  });
  log.info('a feed was synced', { source, accepted: counts.accepted, refused: counts.refused });
}

function noteOf(note: string | undefined, { accepted, refused, first }: Counts): string {
  const unread = `${refused} of ${accepted + refused} records could not be read${first ? `; the first: ${first.path} ${first.detail}` : ''}.`;
  return [...(note === undefined ? [] : [note]), ...(refused > 0 ? [unread] : [])].join(' ').slice(0, SAID_UNITS);
}

/** Throws again what is neither the other side's nor the administrator's: a fault of ours. */
export async function stop(
  deps: Deps,
  source: SyncSource,
  error: unknown,
  { ecosystems, counts }: { ecosystems: readonly string[]; counts: Counts },
): Promise<void> {
  deps.log.warn('syncing a feed stopped', { source, error });
  if (error instanceof Later) return putOff(deps, source, error, { ecosystems, moved: counts.accepted > 0 });
  const message =
    error instanceof Blocked
      ? error.message
      : `A fault of this instance: ${error instanceof Error ? error.message : 'unknown'}. Its log says more; sync again, or import from a file.`;
  await deps.db.verb('advisories.import', (tx) =>
    tx.all(store.STOP, [source, message.slice(0, SAID_UNITS), null, tx.now, false]),
  );
  if (!(error instanceof Blocked)) throw error;
}

/** Until the other side said, and longer each time that nothing came in. */
async function putOff(
  { db }: Deps,
  source: SyncSource,
  { message, until }: Later,
  { ecosystems, moved }: { ecosystems: readonly string[]; moved: boolean },
): Promise<void> {
  await db.verb('advisories.import', async (tx) => {
    const said = message.slice(0, SAID_UNITS);
    const { attempts } = await tx.one(store.STOP, [source, said, until, tx.now, moved]);
    if (attempts > PUT_OFF_TIMES) {
      const last = `${said} It was tried ${attempts} times; sync again when it is back.`;
      await tx.all(store.STOP, [source, last, null, tx.now, false]);
      return;
    }
    const pause = Math.min(60_000 * 2 ** (attempts - 1), PUT_OFF_MS);
    const at = new Date(Math.max(Date.parse(until), Date.parse(tx.now) + pause)).toISOString();
    await tx.run(store.WAIT, [source, at]);
    await enqueue(tx, 'feeds.sync', { source, ecosystems, later: true }, { key: `feeds.sync-later:${source}`, at });
  });
}
