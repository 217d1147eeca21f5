import { readOsv } from '@leadtime/lib/advisory';
import { expectOk, sha256, uuidFromDigest } from '@leadtime/lib/kit';
import pg from 'pg';
import { it } from 'vitest';
import { followers } from '../duties/index.ts';
import { matchAdvisory, matchInventory, storeIntervals } from './index.ts';
import { bom, operators } from './operators.fixture.ts';

const acc = new Map<string, { n: number; ms: number; rows: number }>();
const orig = pg.Client.prototype.query as any;
(pg.Client.prototype as any).query = function (...a: any[]) {
  const r = orig.apply(this, a);
  const name = a[0]?.name;
  if (name && r?.then) {
    const t = performance.now();
    return r.then((x: any) => {
      const e = acc.get(name) ?? { n: 0, ms: 0, rows: 0 };
      e.n++;
      e.ms += performance.now() - t;
      e.rows += x.rowCount ?? 0;
      acc.set(name, e);
      return x;
    });
  }
  return r;
};
const top = (what: string) => {
  console.log(
    what,
    [...acc]
      .sort((a, b) => b[1].ms - a[1].ms)
      .slice(0, 9)
      .map(([k, v]) => `${k} n=${v.n} ${Math.round(v.ms)}ms rows=${v.rows}`)
      .join('\n   '),
  );
  acc.clear();
};
let seed = 7;
const rnd = () => (seed = (seed * 1103515245 + 12345) & 0x7fffffff) / 0x7fffffff;
const N = Number(process.env['N'] ?? 10000),
  P = Number(process.env['P'] ?? 3000),
  C = Number(process.env['C'] ?? 10000);
it('bench', async () => {
  const o = await operators();
  const t0 = performance.now();
  const ids: string[] = [];
  const deps = { db: o.t.house.workerDb, follow: followers(o.t.house.rules) };
  for (let from = 0; from < N; from += 500) {
    await o.t.house.workerDb.verb('advisories.import', async (tx) => {
      const rows = [];
      for (let i = from; i < Math.min(N, from + 500); i++) {
        const lo = Math.floor(rnd() * 5),
          hi = lo + 1 + Math.floor(rnd() * 3);
        const id = uuidFromDigest(sha256(`a${i}`));
        const a = expectOk(
          readOsv(
            JSON.stringify({
              id: `B-${i}`,
              modified: '2026-01-01T00:00:00Z',
              summary: 's',
              aliases: [`CVE-2026-${10000 + i}`],
              affected: [
                {
                  package: { ecosystem: 'npm', name: `p${Math.floor(rnd() * P)}` },
                  ranges: [{ type: 'SEMVER', events: [{ introduced: `${lo}.0.0` }, { fixed: `${hi}.0.0` }] }],
                },
              ],
            }),
          ),
        );
        rows.push({ id, a });
      }
      await tx.run(
        {
          name: 'bench.adv',
          text: `INSERT INTO advisory (id, public_id, source, title, aliases, state, record, content_digest, modified_at) SELECT x.id, x.pid, 'osv', 's', x.al, 'published', '{}', '', now() FROM jsonb_to_recordset($1) x(id uuid, pid text, al text[])`,
        },
        [JSON.stringify(rows.map((r) => ({ id: r.id, pid: r.a.id, al: r.a.aliases })))],
      );
      for (const r of rows) {
        ids.push(r.id);
        await storeIntervals(tx, r.id, r.a);
      }
    });
  }
  console.log('store', N, 'advisories', Math.round(performance.now() - t0), 'ms');
  top('');
  await o.t.owner.query('ANALYZE');
  const body = bom(
    Array.from(
      { length: C },
      (_, i) => `pkg:npm/p${Math.floor(rnd() * P * 1.5)}@${Math.floor(rnd() * 9)}.${i % 7}.${i % 10}`,
    ),
  );
  let t = performance.now();
  const up = await o.t.call(o.bank, 'inventories.upload', { query: { name: 'big' }, body });
  console.log('upload', Math.round(performance.now() - t), 'ms', up.status, body.length);
  top('');
  t = performance.now();
  await matchInventory(deps, { inventory: up.body.inventory.id });
  console.log('forward', Math.round(performance.now() - t), 'ms');
  top('');
  const n = await o.t.owner.query(
    'SELECT (SELECT count(*) FROM exposure) e, (SELECT count(*) FROM duty) d, (select count(*) from event) ev',
  );
  console.log(n.rows[0]);
  t = performance.now();
  await matchInventory(deps, { inventory: up.body.inventory.id });
  console.log('forward again', Math.round(performance.now() - t), 'ms');
  top('');
  for (const r of ['inventories.list', 'exposures.list', 'duties.list', 'today.read', 'assets.list'] as const) {
    await o.t.call(o.bank, r);
    t = performance.now();
    await o.t.call(o.bank, r);
    console.log(r, Math.round(performance.now() - t), 'ms');
  }
  t = performance.now();
  await o.t.call(o.bank, 'inventories.components', { params: { id: up.body.inventory.id } });
  console.log('components', Math.round(performance.now() - t), 'ms');
  t = performance.now();
  for (const id of ids.slice(0, 1000)) await matchAdvisory(deps, { advisory: id });
  console.log('reverse 1000 known advisories', Math.round(performance.now() - t), 'ms');
  top('');
  t = performance.now();
  await o.t.house.workerDb.verb('advisories.import', async (tx) => {
    const a = expectOk(
      readOsv(
        JSON.stringify({
          id: `NEW`,
          modified: '2026-01-01T00:00:00Z',
          summary: 's',
          affected: [
            {
              package: { ecosystem: 'npm', name: `p7` },
              ranges: [{ type: 'SEMVER', events: [{ introduced: `0` }, { fixed: `9.0.0` }] }],
            },
          ],
        }),
      ),
    );
    const id = uuidFromDigest(sha256('NEW'));
    await tx.run(
      {
        name: 'bench.adv1',
        text: `INSERT INTO advisory (id, public_id, source, title, state, record, content_digest, modified_at) values ($1,'NEW','osv','t','published','{}','',now())`,
      },
      [id],
    );
    await storeIntervals(tx, id, a);
    ids.unshift(id);
  });
  t = performance.now();
  await matchAdvisory(deps, { advisory: ids[0] });
  console.log('reverse one new', Math.round(performance.now() - t), 'ms');
  t = performance.now();
  const up2 = await o.t.call(o.bank, 'inventories.upload', {
    query: { name: 'big' },
    body: body.replace('@1.', '@2.'),
  });
  console.log('replace', Math.round(performance.now() - t), 'ms', up2.status);
  top('');
  console.log('rss', Math.round(process.memoryUsage().rss / 1e6));

  const many = 'asset,vendor,product,version,purl\n' + Array.from({ length: 20000 }, (_, i) => `a${i % 400},v,wide,,pkg:npm/wide@1.${i % 50}.0`).join('\n');
  t = performance.now(); const up3 = await o.t.call(o.bank, 'inventories.upload', { query: { name: 'wide' }, body: many });
  console.log('upload wide', Math.round(performance.now() - t), up3.status); top('');
  await matchInventory(deps, { inventory: up3.body.inventory.id }); acc.clear();
  await o.t.house.workerDb.verb('advisories.import', async (tx) => {
      const a = expectOk(readOsv(JSON.stringify({ id: `WIDE`, modified: '2026-01-01T00:00:00Z', summary: 's', affected: [{ package: { ecosystem: 'npm', name: `wide` }, ranges: [{ type: 'SEMVER', events: [{ introduced: `0` }, { fixed: `1.25.0` }] }] }] })));
      const id = uuidFromDigest(sha256('WIDE'));
      await tx.run({ name: 'bench.adv2', text: `INSERT INTO advisory (id, public_id, source, title, state, record, content_digest, modified_at) values ($1,'WIDE','osv','t','published','{}','',now())` }, [id]);
      await storeIntervals(tx, id, a); ids.unshift(id);
  });
  t = performance.now(); await matchAdvisory(deps, { advisory: ids[0] }); console.log('reverse wide', Math.round(performance.now() - t), 'ms'); top('');
  console.log((await o.t.owner.query("SELECT (SELECT count(*) FROM exposure) e, (SELECT count(*) FROM duty) d")).rows);
  t = performance.now(); await matchAdvisory(deps, { advisory: ids[0] }); console.log('reverse wide again', Math.round(performance.now() - t), 'ms'); top('');
  await o.t.close();
}, 600_000);
