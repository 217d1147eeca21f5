// A journey that keeps everything in memory: what a protocol asked, took, gave up and remembers.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { settableClock } from '../../../../platform/clock.ts';
import type { Database } from '../../../../platform/db/database.ts';
import { openEgress } from '../../../../platform/egress.ts';
import type { Arrived, FeedText, Journey, Protocol } from '../journey.ts';
import type { Lists } from '../listed.ts';
import { FEEDS, type SyncSource } from '../table.ts';
import { type Place, place } from './place.ts';

export interface Walked {
  readonly there: Place;
  readonly clock: ReturnType<typeof settableClock>;
  /** Records taken since the last time this was called. */
  taken(): FeedText[];
  gone(): string[];
  /** As kept last; set it to begin from there. */
  resume: unknown;
  /** Goes once, and keeps what it arrives with. */
  go(): Promise<Arrived>;
  close(): Promise<void>;
}

export async function walked(
  source: SyncSource,
  protocol: Protocol,
  { db, key, now = '2026-11-22T10:00:00.000Z' }: { db?: Database; key?: string; now?: string } = {},
): Promise<Walked> {
  const there = await place();
  const folder = await mkdtemp(path.join(tmpdir(), 'leadtime-sync-'));
  const clock = settableClock(now);
  let taken: FeedText[] = [];
  let gone: string[] = [];
  const lists = inMemory();
  const walk: Walked = {
    there,
    clock,
    resume: {},
    taken: () => taken.splice(0),
    gone: () => gone.splice(0),
    async go() {
      const journey: Journey = {
        source,
        asking: { egress: openEgress([there.host]), clock },
        // What asks no table is given none.
        db: db as Database,
        addresses: Object.fromEntries(Object.keys(FEEDS[source].addresses).map((name) => [name, there.url])),
        lists,
        folder,
        key,
        resume: walk.resume,
        ecosystems: { chosen: [], asked: [] },
        keep: async (resume) => {
          walk.resume = JSON.parse(JSON.stringify(resume));
        },
        show: async () => undefined,
        // What comes before the way breaks is not in yet: records are imported together or not at all.
        take: async (records) => {
          const some: FeedText[] = [];
          for await (const record of records) some.push(record);
          taken = [...taken, ...some];
        },
        takeFile: async (bytes) => {
          const chunks: Uint8Array[] = [];
          for await (const chunk of bytes) chunks.push(chunk);
          taken = [...taken, { text: Buffer.concat(chunks).toString('latin1'), at: '' }];
        },
        retract: async (ids) => {
          gone = [...gone, ...ids];
        },
      };
      const arrived = await protocol(journey);
      walk.resume = JSON.parse(JSON.stringify(arrived.resume));
      return arrived;
    },
    async close() {
      await there.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
  return walk;
}

function inMemory(): Lists {
  const all = new Map<string, Map<string, string>>();
  const of = (list: string): Map<string, string> => {
    const known = all.get(list) ?? new Map();
    all.set(list, known);
    return known;
  };
  return {
    of: async (list) => new Map(of(list)),
    keep: async (list, entries) => {
      for (const [id, mark] of entries) of(list).set(id, mark);
    },
    drop: async (list, ids) => {
      for (const id of ids) of(list).delete(id);
    },
  };
}
