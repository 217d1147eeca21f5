// A house whose feeds are asked at another side on this machine, by the mirrors that an administrator sets.

import { syncFeed } from '../src/modules/advisories/sync/sync.ts';
import { FEEDS, type SyncSource } from '../src/modules/advisories/sync/table.ts';
import { type Place, place } from '../src/modules/advisories/sync/testing/place.ts';
import { storeIntervals } from '../src/modules/inventory/index.ts';
import { openDatabase } from '../src/platform/db/database.ts';
import type { Egress } from '../src/platform/egress.ts';
import { type Somebody, type TestHouse, testHouse } from './house.ts';

export interface Synced {
  readonly t: TestHouse;
  readonly there: Place;
  readonly coordinator: Somebody;
  /** Points the feed at the other side. */
  mirror(source: SyncSource, more?: object): Promise<void>;
  /** Asks for it as a person does, and lets its job run. Answers the feed's status. */
  // biome-ignore lint/suspicious/noExplicitAny: the test says what it expects of the body
  sync(source: SyncSource, query?: Record<string, string>): Promise<any>;
  /** The job begins, and the process is gone when it asks once more after so many answers: nothing after that happens. */
  dies(source: SyncSource, answers: number): Promise<void>;
  // biome-ignore lint/suspicious/noExplicitAny: the test says what it expects of the body
  feed(source: string): Promise<any>;
  /** `id state` of what is held of the source, sorted. */
  held(source: string): Promise<string[]>;
  /** Days pass, and everybody is still signed in. */
  hours(n: number): Promise<void>;
  close(): Promise<void>;
}

export async function synced(now = '2026-11-22T10:00:00.000Z'): Promise<Synced> {
  const there = await place();
  const t = await testHouse({ egress: [there.host], now });
  const coordinator = await t.person(t.clearinghouse, 'coordinator');
  const feed = async (source: string) => {
    const list = await t.call(coordinator, 'feeds.list');
    return list.body.items.find((f: { source: string }) => f.source === source);
  };
  return {
    t,
    there,
    coordinator,
    feed,
    async mirror(source, more = {}) {
      const mirrors = Object.fromEntries(Object.keys(FEEDS[source].addresses).map((name) => [name, there.url]));
      const chosen = await t.call(coordinator, 'feeds.choose', { params: { source }, body: { mirrors, ...more } });
      if (chosen.status !== 200) throw new Error(chosen.text);
    },
    async sync(source, query = {}) {
      const asked = await t.call(coordinator, 'feeds.sync', { params: { source }, query });
      if (asked.status !== 202) throw new Error(asked.text);
      await t.work('feeds.sync');
      return feed(source);
    },
    async dies(source, answers) {
      const { egress, clock, log, dataDir } = t.house;
      const db = openDatabase({ ...t.database.worker, application_name: 'dying' }, clock);
      let answered = 0;
      await new Promise<void>((gone, failed) => {
        const dying: Egress = {
          ...egress,
          fetch: async (url, outgoing) => {
            answered += 1;
            if (answered <= answers) return egress.fetch(url, outgoing);
            gone();
            return new Promise<Response>(() => {});
          },
        };
        // An end before that is none that this test means.
        syncFeed({ db, storeIntervals, egress: dying, clock, log, dataDir, nvdKey: undefined }, { source }).then(
          () => failed(new Error(`${source} ended after ${answered} questions`)),
          failed,
        );
      });
      // Its connections end with it, and with them what it held.
      await t.owner.query(
        `SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name = 'dying' AND datname = current_database()`,
      );
    },
    async held(source) {
      const { rows } = await t.owner.query<{ line: string }>(
        `SELECT public_id || ' ' || state AS line FROM advisory WHERE source = $1 ORDER BY 1`,
        [source],
      );
      return rows.map((r) => r.line);
    },
    async hours(n) {
      t.clock.advance(n * 3_600_000);
      await t.owner.query('UPDATE session SET seen_at = $1, expires_at = $1::timestamptz + interval $$1 day$$', [
        t.clock.now(),
      ]);
    },
    async close() {
      await t.close();
      await there.close();
    },
  };
}

/** An OSV record of an npm package. */
export const osvRecord = (id: string, name: string, more: Readonly<Record<string, unknown>> = {}): string =>
  JSON.stringify({
    schema_version: '1.7.0',
    id,
    modified: '2026-11-20T10:00:00Z',
    published: '2026-11-20T10:00:00Z',
    summary: `A hole in ${name}`,
    affected: [
      {
        package: { ecosystem: 'npm', name },
        ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }, { fixed: '2.0.0' }] }],
      },
    ],
    ...more,
  });
