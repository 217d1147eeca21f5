// One import or sync of a feed at a time, also after a crash.
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Synced, synced } from '../../../../test/synced.ts';
import { storeIntervals } from '../../inventory/index.ts';
import { holdFeed, importFeed } from './index.ts';
import { HOLD } from './store.ts';

let s: Synced;
beforeAll(async () => {
  s = await synced();
  await s.mirror('kev');
});
afterAll(() => s.close());

const KEV = JSON.stringify({ title: 'Catalog', catalogVersion: '2026.11.20', count: 0, vulnerabilities: [] });
const osv = (id: string) => JSON.stringify({ schema_version: '1.7.0', id, modified: '2026-11-20T10:00:00Z' });
const send = (source: string, body: string) => s.t.call(s.coordinator, 'feeds.import', { params: { source }, body });

/** An import whose bytes come when they are let. */
function slow(): { readonly bytes: AsyncGenerator<Uint8Array>; readonly begun: Promise<void>; go(): void } {
  const begun = Promise.withResolvers<void>();
  const gate = Promise.withResolvers<void>();
  const bytes = async function* () {
    begun.resolve();
    await gate.promise;
    yield Buffer.from(osv('HOLD-1'));
  };
  return { bytes: bytes(), begun: begun.promise, go: gate.resolve };
}
const importing = ({ bytes }: ReturnType<typeof slow>) =>
  importFeed({ db: s.t.house.db, storeIntervals }, 'osv', bytes, { actor: 'test', wall: undefined });

it('a second import of a feed is refused until the first has ended; another feed is not', async () => {
  const first = slow();
  const done = importing(first);
  await first.begun;
  expect(await s.feed('osv')).toMatchObject({ running: true });
  const second = await send('osv', osv('HOLD-2'));
  expect([second.status, second.body.code]).toEqual([409, 'feed.busy']);
  expect((await send('kev', KEV)).status).toBe(202);
  first.go();
  expect(await done).toMatchObject({ accepted: 1 });
  expect((await send('osv', osv('HOLD-2'))).status).toBe(202);
});

it('one that fails lets go', async () => {
  expect((await send('osv', '')).status).toBe(400);
  expect((await send('osv', osv('HOLD-3'))).status).toBe(202);
});

it('one whose process died holds nothing', async () => {
  const dead = new pg.Client(s.t.database.app);
  dead.on('error', () => undefined);
  await dead.connect();
  const held = await dead.query({ text: HOLD.text, values: ['osv'] });
  expect(held.rows).toEqual([{ held: true }]);
  expect((await send('osv', osv('HOLD-4'))).status).toBe(409);
  await s.t.owner.query(`UPDATE feed SET running = true WHERE source = 'osv'`);
  expect(await s.feed('osv')).toMatchObject({ running: true });
  const { rows } = await dead.query('SELECT pg_backend_pid() AS pid');
  await s.t.owner.query('SELECT pg_terminate_backend($1, 5000)', [rows[0].pid]);
  expect(await s.feed('osv')).toMatchObject({ running: false });
  expect((await send('osv', osv('HOLD-4'))).status).toBe(202);
});

it('a sync waits for an import from a file, and a file for a sync', async () => {
  s.there.files.set('/known_exploited_vulnerabilities.json', { body: KEV });
  await holdFeed(s.t.house, 'kev', async () => {
    const waiting = await s.sync('kev');
    expect(waiting.lastError).toContain('from a file is running');
    expect(waiting.waitsUntil).not.toBeNull();
  });
  expect((await s.sync('kev')).lastError).toBeNull();
});
