// Old data is not safety, from the sync to the hospital's list: what a feed said was not affected is undetermined once the feed is
// past its age, and is not affected again once it was synced.
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Somebody } from '../../../../test/house.ts';
import { bom } from '../../../../test/operators.ts';
import { zipOf } from './testing/archives.ts';
import { osvRecord, type Synced, synced } from './testing/synced.ts';

let s: Synced;
let hospital: Somebody;
let inventory: string;
beforeAll(async () => {
  s = await synced();
  await s.mirror('osv');
  hospital = await s.t.person(await s.t.party('Juniper Hospital', 'operator', 'healthcare'), 'operator');
  const sent = await s.t.call(hospital, 'inventories.upload', {
    query: { name: 'ward' },
    body: bom(['pkg:npm/shoal@1.0.0', 'pkg:npm/reef@3.0.0']),
  });
  await s.t.work();
  inventory = sent.body.inventory.id;
  s.there.files.set('/npm/modified_id.csv', { body: '2026-11-20T10:00:00Z,OSV-1\n' });
  s.there.files.set('/npm/all.zip', {
    body: zipOf({ 'OSV-1.json': osvRecord('OSV-1', 'shoal'), 'OSV-2.json': osvRecord('OSV-2', 'reef') }),
  });
});
afterAll(() => s.close());

const states = async () => {
  const answer = await s.t.call(hospital, 'inventories.components', { params: { id: inventory } });
  return Object.fromEntries(
    answer.body.items.map((c: { name: string; state: string; reason: { code: string } }) => [
      c.name,
      `${c.state}: ${c.reason.code}`,
    ]),
  );
};

it('goes from a first sync to affected and not affected, to undetermined with age, and back by the next sync', async () => {
  await s.sync('osv');
  await s.t.work();
  expect(await states()).toMatchObject({
    shoal: expect.stringMatching(/^affected/),
    reef: expect.stringMatching(/^not_affected/),
  });

  await s.hours(49);
  expect(await states()).toMatchObject({
    shoal: expect.stringMatching(/^affected/),
    reef: 'undetermined: feed-too-old',
  });
  expect(await s.feed('osv')).toMatchObject({ stale: true });

  s.there.mishap('/npm/modified_id.csv', ...new Array(8).fill({ status: 500 }));
  expect(await s.sync('osv')).toMatchObject({ stale: true, lastError: expect.stringContaining('answered 500') });
  expect(await states()).toMatchObject({ reef: 'undetermined: feed-too-old' });

  s.there.files.set('/npm/modified_id.csv', { body: '2026-11-24T10:00:00Z,OSV-1\n2026-11-20T10:00:00Z,OSV-1\n' });
  s.there.files.set('/npm/OSV-1.json', {
    body: osvRecord('OSV-1', 'shoal', { modified: '2026-11-24T10:00:00Z', withdrawn: '2026-11-24T10:00:00Z' }),
  });
  expect(await s.sync('osv')).toMatchObject({ stale: false, lastError: null });
  await s.t.work();
  expect(await states()).toMatchObject({ reef: expect.stringMatching(/^not_affected/) });
  expect((await states()).shoal).not.toMatch(/^affected/);
});

it('a record that the other side has no more reaches nobody any more', async () => {
  s.there.files.set('/npm/modified_id.csv', { body: '2026-11-24T11:00:00Z,OSV-9\n2026-11-24T10:00:00Z,OSV-1\n' });
  s.there.files.set('/npm/OSV-9.json', { body: osvRecord('OSV-9', 'shoal', { modified: '2026-11-24T11:00:00Z' }) });
  await s.sync('osv');
  await s.t.work();
  expect((await states()).shoal).toMatch(/^affected/);
  s.there.files.delete('/npm/OSV-9.json');
  s.there.files.set('/npm/modified_id.csv', { body: '2026-11-24T12:00:00Z,OSV-9\n2026-11-24T10:00:00Z,OSV-1\n' });
  await s.sync('osv');
  await s.t.work();
  expect((await states()).shoal).not.toMatch(/^affected/);
});
