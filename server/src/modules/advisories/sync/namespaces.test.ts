// Which ecosystems people run is found by steps through an index, under row-level security, however many components there are.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestHouse, testHouse } from '../../../../test/house.ts';
import { NAMESPACES } from './store.ts';

const ROWS = 30_000;
let t: TestHouse;
beforeAll(async () => {
  t = await testHouse();
  await t.owner.query(`SET session_replication_role = replica`); // rows of components that nobody has
  await t.owner.query(
    `INSERT INTO component_key (component_id, position, party_id, package, via, flags)
     SELECT gen_random_uuid(), 0, $1, (ARRAY['npm', 'pypi', 'deb:debian:12', 'maven'])[g % 4 + 1] || '/p' || g, 'purl', 0 FROM generate_series(1, ${ROWS}) g`,
    [t.clearinghouse],
  );
  await t.owner.query('ANALYZE component_key');
});
afterAll(() => t.close());

it('by as many steps as there are namespaces, and the application itself sees none', async () => {
  const found = await t.house.workerDb.verb('advisories.import', (tx) => tx.all(NAMESPACES));
  expect(found.map((r) => r.namespace).sort()).toEqual(['deb:debian:12', 'maven', 'npm', 'pypi']);
  expect(await t.house.db.verb('advisories.import', (tx) => tx.all(NAMESPACES))).toEqual([]);
  const client = await t.house.workerDb.pool.connect();
  try {
    await client.query('BEGIN');
    await client.query(
      `SELECT set_config('search_path', 'leadtime', true), set_config('leadtime.now', $1, true), set_config('leadtime.verb', 'advisories.import', true)`,
      [t.clock.now()],
    );
    const { rows } = await client.query<{ 'QUERY PLAN': string }>(
      `EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) ${NAMESPACES.text}`,
    );
    const plan = rows.map((r) => r['QUERY PLAN']).join('\n');
    expect(plan).not.toContain('Seq Scan on component_key');
    expect(plan).not.toContain('Sort Key: k.package');
    expect(plan).toMatch(/Index (Only )?Scan using component_key_\w+ on component_key k/);
  } finally {
    await client.query('ROLLBACK');
    client.release();
  }
});
