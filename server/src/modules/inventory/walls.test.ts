// Nobody but the operator, and whom it named, sees what it runs: not in a list, by id, in a count, a search, a notice, an event, or
// an entry of the ledger. Each probe is shown to work by taking the wall away.
import type { RouteId } from '@leadtime/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answered, Somebody } from '../../../test/house.ts';
import { bom, type Operators, operators } from '../../../test/operators.ts';

let o: Operators;
/** What the bank has, by its own view. */
let bank: { inventory: string; asset: string; duty: string; exposure: string };
const SECRET = 'vaultdoor';

beforeAll(async () => {
  o = await operators();
  await o.advise({ id: 'GHSA-wall', package: SECRET, fixed: '2.0.0' });
  const sent = await o.send(o.bank, 'treasury', bom([`pkg:npm/${SECRET}@1.0.0`, 'no purl of any kind']), {
    asset: 'safe-7',
  });
  const first = async (route: RouteId) => (await o.t.call(o.bank, route)).body.items[0].id;
  bank = {
    inventory: sent.body.inventory.id,
    asset: await first('assets.list'),
    duty: await first('duties.list'),
    exposure: await first('exposures.list'),
  };
  const body = { state: 'mitigated', note: 'cut off', until: '2026-12-01' };
  await o.t.call(o.bank, 'duties.answer', { params: { id: bank.duty }, body });
});
afterAll(() => o.t.close());

const LISTS = ['inventories.list', 'assets.list', 'exposures.list', 'duties.list'] as const;

/** Everything that somebody can ask of another's inventory: what leaks is named. */
async function leaks(as: Somebody): Promise<string[]> {
  const found: string[] = [];
  const tell = (what: string, answer: Answered, known: readonly number[] = [404]): void => {
    if (!known.includes(answer.status) || /vaultdoor|treasury|safe-7/.test(answer.text)) found.push(what);
  };
  for (const route of LISTS) {
    const all = await o.t.call(as, route);
    if (all.body.items?.length !== 0 || (all.body.total ?? 0) !== 0) found.push(route);
    tell(`${route} of the party`, await o.t.call(as, route, { query: { party: o.bank.party } }));
    if (route !== 'inventories.list') {
      const search = await o.t.call(as, route, { query: { q: route === 'assets.list' ? 'safe' : SECRET } });
      if (search.body.total !== 0) found.push(`${route} by search`);
    }
  }
  const mine = await o.t.call(as, 'today.read');
  if (mine.body.dueTotal + mine.body.comingTotal + mine.body.closedTotal + mine.body.couldNotMatchTotal > 0)
    found.push('today.read');
  if (mine.body.inventories.length > 0) found.push('today.read inventories');
  tell('today.read of the party', await o.t.call(as, 'today.read', { query: { party: o.bank.party } }));
  const at = (id: string) => ({ params: { id } });
  tell('inventories.components', await o.t.call(as, 'inventories.components', at(bank.inventory)));
  tell('duties.read', await o.t.call(as, 'duties.read', at(bank.duty)));
  tell('duties.notice', await o.t.call(as, 'duties.notice', at(bank.duty)));
  tell(
    'duties.answer',
    await o.t.call(as, 'duties.answer', { ...at(bank.duty), body: { state: 'open', note: 'mine' } }),
  );
  tell('assets.update', await o.t.call(as, 'assets.update', { ...at(bank.asset), body: { exposure: 'public' } }));
  tell(
    'inventories.upload',
    await o.t.call(as, 'inventories.upload', { query: { name: 'x', party: o.bank.party }, body: bom([]) }),
  );
  tell(
    'assets.import',
    await o.t.call(as, 'assets.import', { query: { party: o.bank.party }, body: 'asset,exposure\nsafe-7,public' }),
  );
  const other = { advisory: '00000000-0000-7000-8000-000000000000' };
  if ((await o.t.call(as, 'exposures.list', { query: other })).body.total !== 0)
    found.push('exposures.list by advisory');
  tell('inventories.remove', await o.t.call(as, 'inventories.remove', at(bank.inventory)));
  return found;
}

describe('another operator', () => {
  it('sees nothing by any route, and gets the same answer as for what does not exist', async () => {
    expect(await leaks(o.hospital)).toEqual([]);
    expect(await leaks(o.isac)).toEqual([]);
    const [real, none] = [bank.duty, '00000000-0000-7000-8000-000000000000'];
    const answers = await Promise.all(
      [real, none].map((id) => o.t.call(o.hospital, 'duties.read', { params: { id } })),
    );
    const [a, b] = answers.map(({ body }) => ({ ...body, requestId: '' }));
    expect(a).toEqual(b);
  });

  it('sees it at once when a wall is taken away: so the probes above would have seen it', async () => {
    const seen: Record<string, readonly string[]> = {};
    for (const [route, ...tables] of WALLS) {
      for (const table of tables) await o.t.owner.query(`ALTER TABLE ${table} DISABLE ROW LEVEL SECURITY`);
      seen[route] = await probe(route);
      for (const table of tables) await o.t.owner.query(`ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY`);
    }
    expect(seen).toEqual({
      'inventories.list': ['treasury'],
      'assets.list': ['safe-7'],
      'duties.read': ['treasury', 'safe-7', SECRET],
      'exposures.list': ['treasury', SECRET],
      'today.read': ['purl-invalid'],
    });
    expect(await leaks(o.hospital)).toEqual([]);
  });

  it('neither changed nor removed anything', async () => {
    const duty = (await o.t.call(o.bank, 'duties.read', { params: { id: bank.duty } })).body;
    expect(duty).toMatchObject({ state: 'mitigated', assetExposure: 'unknown' });
    expect((await o.t.call(o.bank, 'inventories.list')).body.items).toHaveLength(1);
  });
});

/** Tables without which a route would give away another's rows; the other walls stand. The list of duties would not: it asks itself, too. */
const WALLS = [
  ['inventories.list', 'inventory'],
  ['assets.list', 'asset'],
  ['duties.read', 'duty'],
  ['exposures.list', 'exposure', 'component', 'inventory'],
  ['today.read', 'component'],
] as const;
const probe = async (route: RouteId): Promise<string[]> => {
  const { text } = await o.t.call(o.hospital, route, { params: { id: bank.duty } });
  return ['treasury', 'safe-7', SECRET, 'purl-invalid'].filter((word) => text.includes(word));
};

describe('the clearinghouse', () => {
  it('may not even ask, and neither a notice nor an open ledger entry tells it what an operator runs', async () => {
    for (const route of [...LISTS, 'today.read'] as const)
      expect((await o.t.call(o.coordinator, route)).status).toBe(403);
    expect((await o.t.call(o.coordinator, 'notices.list')).text).not.toMatch(/GHSA-wall/);
    const opened = await o.t.house.db.as(o.coordinator.party, (tx) =>
      tx.all({
        name: 'test.entries',
        text: `SELECT body ->> 'kind' AS kind FROM ledger_entry WHERE body ->> 'kind' LIKE ANY (ARRAY['inventory.%', 'duty.%', 'asset.%'])`,
      }),
    );
    expect(opened).toEqual([]);
    const own = await o.t.house.db.as(o.bank.party, (tx) =>
      tx.all<{ kind: string }>({
        name: 'test.own-entries',
        text: `SELECT body ->> 'kind' AS kind FROM ledger_entry WHERE body ->> 'kind' LIKE ANY (ARRAY['inventory.%', 'duty.%'])`,
      }),
    );
    expect(own.map((e) => e.kind).sort()).toEqual(['duty.answered', 'duty.opened', 'inventory.received']);
  });
});

describe('a party that was named to act for another', () => {
  const as = (party: string) => ({ query: { party } });

  it('sees and does for it what it could do itself, under its own name', async () => {
    expect((await o.t.call(o.hospital, 'delegations.create', { body: { to: o.isac.party } })).status).toBe(201);
    const sent = await o.send(o.isac, 'wards', bom([`pkg:npm/${SECRET}@1.5.0`]), { party: o.hospital.party });
    expect(sent).toMatchObject({ status: 201, body: { inventory: { party: { name: 'Juniper Hospital' } } } });
    for (const who of [o.hospital, o.isac]) {
      const [duty] = (await o.t.call(who, 'duties.list', as(o.hospital.party))).body.items;
      expect(duty).toMatchObject({ asset: 'wards', party: { id: o.hospital.party } });
    }
    expect((await o.t.call(o.isac, 'inventories.list')).body.items).toHaveLength(1);
    const [{ id }] = (await o.t.call(o.isac, 'duties.list')).body.items;
    const body = { state: 'mitigated', note: 'Firewall rule.', until: '2026-12-01' };
    const answered = await o.t.call(o.isac, 'duties.answer', { params: { id }, body });
    expect(answered.body.history.at(-1).by).toMatch(/, Plains ISAC$/);
    expect((await o.t.call(o.hospital, 'duties.read', { params: { id } })).body.state).toBe('mitigated');
    expect((await o.t.call(o.isac, 'duties.notice', { params: { id } })).text).toContain('Plains ISAC');
    expect((await o.t.call(o.isac, 'notices.list')).text).toContain('Juniper Hospital runs');
    expect(
      await leaks(o.isac).then((l) =>
        l.filter((what) => !/^(inventories|assets|exposures|duties)\.list|^today\.read/.test(what)),
      ),
    ).toEqual([]);
    expect((await o.t.call(o.isac, 'today.read', as(o.bank.party))).status).toBe(404);
  });

  it('sees nothing any more once that has ended', async () => {
    const [{ id }] = (await o.t.call(o.hospital, 'delegations.list')).body.items;
    const duty = (await o.t.call(o.hospital, 'duties.list')).body.items[0].id;
    await o.t.call(o.hospital, 'delegations.end', { params: { id } });
    o.t.clock.advance(1);
    expect(await leaks(o.isac)).toEqual([]);
    for (const route of LISTS) expect((await o.t.call(o.isac, route, as(o.hospital.party))).status).toBe(404);
    expect((await o.t.call(o.isac, 'duties.read', { params: { id: duty } })).status).toBe(404);
    expect(
      (
        await o.t.call(o.isac, 'inventories.upload', {
          query: { name: 'wards', party: o.hospital.party },
          body: bom([]),
        })
      ).status,
    ).toBe(404);
    expect((await o.t.call(o.hospital, 'duties.list')).body.total).toBe(1);
  });
});

describe('an advisory that was shared with few', () => {
  it('reaches only the parties that may know of it', async () => {
    const id = '0197f000-0000-7000-8000-00000000aaaa';
    await o.t.owner.query(
      `INSERT INTO advisory (id, public_id, source, title, tlp, state, record, content_digest, modified_at) VALUES ($1, 'LT-AMBER', 'ours', 'Quiet matter', 'TLP:AMBER', 'published', '{}', '', $2)`,
      [id, o.t.clock.now()],
    );
    await o.t.owner.query(`INSERT INTO visibility VALUES ($1, $2, 'reader', $3)`, [id, o.bank.party, o.t.clock.now()]);
    const { storeIntervals, matchAdvisory } = await import('./index.ts');
    await o.t.house.workerDb.verb('advisories.import', (tx) =>
      storeIntervals(tx, [
        {
          id,
          advisory: {
            id: 'LT-AMBER',
            aliases: [],
            related: [],
            upstream: [],
            summary: '',
            details: '',
            modified: o.t.clock.now(),
            vectors: [],
            weaknesses: [],
            references: [],
            credits: [],
            informational: false,
            affected: [{ ecosystem: 'npm', name: SECRET, ranges: [], versions: ['1.0.0', '1.5.0'] }],
          },
        },
      ]),
    );
    await matchAdvisory(
      { db: o.t.house.workerDb, follow: { groups: async () => {}, inventory: async () => {} } },
      { advisory: id },
    );
    const { rows } = await o.t.owner.query('SELECT party_id FROM exposure WHERE advisory_id = $1', [id]);
    expect(rows).toEqual([{ party_id: o.bank.party }]);
    expect((await o.t.call(o.bank, 'exposures.list', { query: { advisory: id } })).body.items).toMatchObject([
      { advisory: { publicId: 'LT-AMBER' }, reasons: [{ code: 'listed-version' }] },
    ]);
  });
});
