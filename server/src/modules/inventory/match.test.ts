// Inventories on a real database: what is sent, what reaches it, what becomes of it when either side changes.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Somebody } from '../../../test/house.ts';
import { bom, type Operators, operators } from '../../../test/operators.ts';
import { newId } from '../../platform/clock.ts';

let o: Operators;
beforeAll(async () => {
  o = await operators();
});
afterAll(() => o.t.close());

const list = async (as: Somebody, route: 'exposures.list' | 'duties.list', query: Record<string, string> = {}) =>
  (await o.t.call(as, route, { query: { limit: 200, ...query } })).body.items;
const components = async (as: Somebody, id: string, query: Record<string, string> = {}) =>
  (await o.t.call(as, 'inventories.components', { params: { id }, query: { limit: 200, ...query } })).body;
const states = async (as: Somebody, id: string) =>
  Object.fromEntries((await components(as, id)).items.map((c: { name: string; state: string }) => [c.name, c.state]));

describe('a bill of materials', () => {
  it('is matched with the advisories at hand, each component with its verdict and why', async () => {
    await o.advise(
      { id: 'TEST-1', package: 'left', fixed: '1.4.0' },
      { id: 'TEST-2', package: 'right', introduced: '2.0.0' },
    );
    const sent = await o.send(
      o.bank,
      'web',
      bom(['pkg:npm/left@1.3.0', 'pkg:npm/right@1.0.0', 'pkg:npm/right@latest', 'pkg:npm/other@1.0.0', 'not a purl']),
    );
    expect(sent.status).toBe(201);
    expect(sent.body.inventory).toMatchObject({ components: 5, unmatched: 1, matchedAt: null, undetermined: 4 });
    expect(sent.body.problems.map((p: { code: string }) => p.code)).toContain('purl.syntax');
    const { items, total } = await components(o.bank, sent.body.inventory.id);
    expect(total).toBe(5);
    expect(items[0].state).toBe('cannot_match');
    expect(items.map((c: { state: string }) => c.state).sort()).toEqual([
      'affected',
      'cannot_match',
      'no_advisory',
      'not_affected',
      'undetermined',
    ]);
    const left = items.find((c: { name: string }) => c.name === 'left');
    expect(left).toMatchObject({ asset: 'web', exposures: 1, reason: { code: 'inside-interval' } });
    const [inventory] = (await o.t.call(o.bank, 'inventories.list')).body.items;
    expect(inventory).toMatchObject({
      affected: 1,
      undetermined: 1,
      unmatched: 1,
      matched: 4,
      assets: 1,
      stale: false,
    });
    expect(inventory.matchedAt).not.toBeNull();
  });

  it('gives an exposure with evidence that can be checked by hand, and a duty', async () => {
    const [exposure] = await list(o.bank, 'exposures.list', { state: 'affected' });
    expect(exposure).toMatchObject({
      state: 'affected',
      tier: 'exact',
      advisory: { publicId: 'TEST-1' },
      component: 'left',
      version: '1.3.0',
      fixedIn: '1.4.0',
      assets: 1,
      evidence: {
        package: 'npm/left',
        interval: { from: '0', to: { kind: 'fixed', version: '1.4.0' } },
        inventory: 'web',
      },
    });
    const [duty] = await list(o.bank, 'duties.list');
    expect(duty).toMatchObject({ id: exposure.dutyId, state: 'open', component: 'left 1.3.0', asset: 'web' });
    expect(duty.doThis).toBe('Update left to 1.4.0 or newer on web.');
  });
});

describe('a new advisory', () => {
  it('finds whom it reaches by index, also where nobody named the package before', async () => {
    const before = await states(o.bank, (await o.t.call(o.bank, 'inventories.list')).body.items[0].id);
    expect(before['other']).toBe('no_advisory');
    await o.advise({ id: 'TEST-3', package: 'other', introduced: '0.9.0', fixed: '1.0.1' });
    const [exposure] = await list(o.bank, 'exposures.list', { q: 'TEST-3' });
    expect(exposure).toMatchObject({ state: 'affected', component: 'other', fixedIn: '1.0.1' });
    const { rows } = await o.t.owner.query(
      `SELECT facts FROM event WHERE kind = 'exposure.new' ORDER BY at DESC, id DESC LIMIT 1`,
    );
    expect(rows[0].facts).toMatchObject({ party: o.bank.party });
  });

  it('tells a party once, however often it is matched', async () => {
    const told = async () =>
      (await o.t.owner.query(`SELECT count(*)::int AS n FROM event WHERE kind = 'exposure.new'`)).rows[0].n;
    const before = await told();
    await o.advise({
      id: 'TEST-3',
      package: 'other',
      introduced: '0.8.0',
      fixed: '1.0.1',
      modified: '2026-11-22T11:00:00Z',
    });
    expect(await told()).toBe(before);
  });

  it('makes "no advisory" into "not affected" where it names a package and does not reach it', async () => {
    const { body } = await o.send(o.bank, 'quiet', bom(['pkg:npm/quiet@5.0.0']));
    expect(await states(o.bank, body.inventory.id)).toEqual({ quiet: 'no_advisory' });
    await o.advise({ id: 'TEST-4', package: 'quiet', fixed: '4.0.0' });
    expect(await states(o.bank, body.inventory.id)).toEqual({ quiet: 'not_affected' });
    const [quiet] = (await components(o.bank, body.inventory.id)).items;
    expect(quiet.reason).toMatchObject({
      code: 'outside-intervals',
      text: 'Version 5.0.0 lies outside every affected range. The nearest is < 4.0.0, of TEST-4.',
    });
    await o.advise({ id: 'TEST-4', package: 'loud', fixed: '4.0.0', modified: '2026-11-22T12:00:00Z' });
    expect(await states(o.bank, body.inventory.id)).toEqual({ quiet: 'no_advisory' });
  });

  it('that is changed takes back what it no longer reaches, with the proof', async () => {
    const { body } = await o.send(o.bank, 'changed', bom(['pkg:npm/moving@1.5.0']));
    await o.advise({ id: 'TEST-5', package: 'moving', fixed: '2.0.0', modified: '2026-11-22T09:00:00Z' });
    expect(await states(o.bank, body.inventory.id)).toEqual({ moving: 'affected' });
    await o.advise({ id: 'TEST-5', package: 'moving', fixed: '1.5.0', modified: '2026-11-22T09:30:00Z' });
    expect(await states(o.bank, body.inventory.id)).toEqual({ moving: 'not_affected' });
    const [exposure] = await list(o.bank, 'exposures.list', { q: 'TEST-5' });
    expect(exposure).toMatchObject({ state: 'not_affected', evidence: { below: { to: { version: '1.5.0' } } } });
    expect(await list(o.bank, 'duties.list', { q: 'TEST-5' })).toEqual([]);
  });

  it('that is withdrawn retracts everything', async () => {
    const { body } = await o.send(o.bank, 'withdrawn', bom(['pkg:npm/gone@1.0.0', 'pkg:npm/gone@3.0.0']));
    await o.advise({ id: 'TEST-6', package: 'gone', fixed: '2.0.0', modified: '2026-11-22T09:00:00Z' });
    expect(await list(o.bank, 'duties.list', { q: 'TEST-6' })).toHaveLength(1);
    await o.advise({
      id: 'TEST-6',
      package: 'gone',
      modified: '2026-11-22T09:40:00Z',
      withdrawn: '2026-11-22T09:40:00Z',
    });
    expect(await list(o.bank, 'exposures.list', { q: 'TEST-6' })).toEqual([]);
    expect(await list(o.bank, 'duties.list', { q: 'TEST-6' })).toEqual([]);
    expect(new Set(Object.values(await states(o.bank, body.inventory.id)))).toEqual(new Set(['no_advisory']));
    const { rows } = await o.t.owner.query(
      `SELECT e.kind, e.note FROM duty_event e JOIN duty d ON d.id = e.duty_id JOIN advisory a ON a.id = d.advisory_id WHERE a.public_id = 'TEST-6' ORDER BY e.n`,
    );
    expect(rows.map((r) => r.kind).sort()).toEqual(['ended', 'opened']);
    expect(rows.find((r) => r.kind === 'ended')?.note).toMatch(/withdrawn/);
  });
});

describe('a distribution', () => {
  it('is judged by its release, and a component that does not say its release is undetermined', async () => {
    await o.advise({ id: 'DSA-1', package: 'openssl', ecosystem: 'Debian:12', fixed: '3.0.14-1~deb12u1' });
    const { body } = await o.send(
      o.bank,
      'debian',
      bom([
        'pkg:deb/debian/libssl3@3.0.11-1?distro=debian-12&upstream=openssl',
        'pkg:deb/debian/openssl@3.0.14-1~deb12u2?distro=bookworm',
        'pkg:deb/debian/openssl-old@1.1.1?distro=debian-11&upstream=openssl',
        'pkg:deb/debian/openssl-none@3.0.11-1?upstream=openssl',
      ]),
    );
    expect(await states(o.bank, body.inventory.id)).toEqual({
      libssl3: 'affected',
      openssl: 'not_affected',
      'openssl-old': 'no_advisory',
      'openssl-none': 'undetermined',
    });
    await o.advise({ id: 'DSA-2', package: 'openssl', ecosystem: 'Debian:11', fixed: '1.1.1-9' });
    expect(await states(o.bank, body.inventory.id)).toMatchObject({
      'openssl-old': 'affected',
      openssl: 'not_affected',
    });
  });
});

describe('a vulnerability', () => {
  it('knows how many operators run what it affects, by its advisory or by an alias', async () => {
    const id = newId(o.t.clock.now());
    await o.t.owner.query(
      `INSERT INTO vulnerability (id, title, target, aliases, priority_id, priority_rank, first_seen_at, changed_at) VALUES ($1, 'v', 'pkg:npm/shared', '{CVE-2026-70000}', keep_priority('{}'), 1, $2, $2)`,
      [id, o.t.clock.now()],
    );
    const operatorsOf = async () =>
      (await o.t.owner.query('SELECT exposed_operators AS n FROM vulnerability WHERE id = $1', [id])).rows[0].n;
    expect(await operatorsOf()).toBeNull();
    await o.send(o.bank, 'shared', bom(['pkg:npm/shared@1.0.0', 'pkg:npm/shared@1.1.0']));
    await o.advise({ id: 'TEST-40', package: 'shared', fixed: '2.0.0', aliases: ['CVE-2026-70000'] });
    expect(await operatorsOf()).toBe(1);
    await o.send(o.hospital, 'shared', bom(['pkg:npm/shared@1.5.0']));
    expect(await operatorsOf()).toBe(2);
    await o.send(o.bank, 'shared', bom(['pkg:npm/shared@2.0.0']));
    expect(await operatorsOf()).toBe(1);
    const gone = (await o.t.call(o.hospital, 'inventories.list')).body.items[0];
    await o.t.call(o.hospital, 'inventories.remove', { params: { id: gone.id } });
    await o.t.work();
    expect(await operatorsOf()).toBe(0);
  });
});

describe('a sheet', () => {
  const SHEET = [
    'Vendor,Product,Version,Asset,Exposure,Department',
    'Velloria,InfuSure 300,4.1.7,Ward B pumps,public,Nursing',
    'Velloria,InfuSure 300,4.2.1,Ward A pumps,internal,Nursing',
    'Velloria,InfuSure 300,,Store room pumps,,',
    'Halvorsen,Monitor M3,2,Ward B monitors,internal,Nursing',
    ',Lab analyser,7,Laboratory,internal,',
  ].join('\n');

  it('is matched by vendor, product and version, row by row; rows that match nothing are listed with why', async () => {
    await o.advise({ id: 'TEST-20', package: 'x' });
    await o.t.owner.query(`UPDATE feed SET as_of = $1, max_age_hours = 48 WHERE source = 'osv'`, [o.t.clock.now()]);
    const sent = await o.send(o.hospital, 'Devices', SHEET, { filename: 'devices.csv' });
    expect(sent.status).toBe(201);
    expect(sent.body.inventory).toMatchObject({ format: 'sheet', components: 5, unmatched: 1, assets: 5 });
    await productAdvisory('LT-2026-0001', { vendor: 'Velloria', name: 'InfuSure 300', fixed: '4.2.1' });
    const { items } = await components(o.hospital, sent.body.inventory.id);
    expect(items.map((c: { line: number; state: string }) => `${c.line} ${c.state}`)).toEqual([
      '6 cannot_match',
      '4 undetermined',
      '2 affected',
      '5 no_advisory',
      '3 not_affected',
    ]);
    expect(items[0].reason.code).toBe('vendor-missing');
    expect(items[1].reason.code).toBe('version-missing');
    const [duty] = await list(o.hospital, 'duties.list');
    expect(duty).toMatchObject({
      asset: 'Ward B pumps',
      assetExposure: 'public',
      component: 'Velloria InfuSure 300 4.1.7',
      doThis: 'Update Velloria InfuSure 300 to 4.2.1 or newer on Ward B pumps.',
    });
  });

  it('is refused as a whole when it is no inventory, and nothing is stored', async () => {
    const before = (await o.t.owner.query('SELECT count(*)::int AS n FROM inventory_file')).rows[0].n;
    for (const body of ['', '<html>', '{"a":1}', 'PK\u0003\u0004']) {
      const answer = await o.send(o.hospital, 'no', body || ' ');
      expect([422, 400]).toContain(answer.status);
      expect(answer.body.code).toBe('inventory.unreadable');
      expect(answer.body.errors.length).toBeGreaterThan(0);
    }
    expect((await o.t.owner.query('SELECT count(*)::int AS n FROM inventory_file')).rows[0].n).toBe(before);
    expect((await o.t.call(o.hospital, 'inventories.list')).body.items).toHaveLength(1);
  });
});

describe('what an inventory names otherwise', () => {
  const spdx = (packages: readonly Record<string, unknown>[], subject: string) =>
    JSON.stringify({
      spdxVersion: 'SPDX-2.3',
      SPDXID: 'SPDXRef-DOCUMENT',
      name: 'd',
      dataLicense: 'CC0-1.0',
      documentNamespace: 'https://example.org/d',
      documentDescribes: [subject],
      packages,
    });
  const go = (id: string, module: string) => ({
    SPDXID: id,
    name: module,
    downloadLocation: 'NOASSERTION',
    externalRefs: [
      {
        referenceCategory: 'PACKAGE-MANAGER',
        referenceType: 'purl',
        referenceLocator: `pkg:golang/${module}@v0.0.0-20230101120000-0123456789ab`,
      },
    ],
  });

  it('knows the Go program itself from its dependencies: where the build wrote the version, nothing is known of releases', async () => {
    await o.advise(
      { id: 'GO-MAIN', package: 'example.org/main', ecosystem: 'Go', fixed: '1.4.0' },
      { id: 'GO-DEPENDENCY', package: 'example.org/dependency', ecosystem: 'Go', fixed: '1.4.0' },
    );
    const sent = await o.send(
      o.bank,
      'go',
      spdx([go('SPDXRef-m', 'example.org/main'), go('SPDXRef-d', 'example.org/dependency')], 'SPDXRef-m'),
    );
    expect(await states(o.bank, sent.body.inventory.id)).toEqual({
      'example.org/main': 'undetermined',
      'example.org/dependency': 'affected',
    });
  });

  it('looks a file up by its digest, and calls what no advisory names by it unmatched, not free of advisories', async () => {
    const file = (name: string, sha256: string) => ({
      SPDXID: `SPDXRef-${name}`,
      name,
      downloadLocation: 'NOASSERTION',
      checksums: [{ algorithm: 'SHA256', checksumValue: sha256 }],
    });
    const sent = await o.send(
      o.bank,
      'files',
      spdx([file('blob', 'a'.repeat(64)), file('other', 'b'.repeat(64))], 'x'),
    );
    expect(await states(o.bank, sent.body.inventory.id)).toEqual({ blob: 'cannot_match', other: 'cannot_match' });
    await productAdvisory('LT-FILE', { vendor: 'Acme', name: 'Pump', fixed: '2.0', sha256: 'a'.repeat(64) });
    const page = await components(o.bank, sent.body.inventory.id);
    expect(page.items.map((c: { name: string; state: string }) => [c.name, c.state])).toEqual([
      ['other', 'cannot_match'],
      ['blob', 'affected'],
    ]);
    expect(page.items[1].reason.code).toBe('same-file');
  });
});

describe('the next inventory of the same name', () => {
  it('keeps what is the same, with its exposure and its answered duty', async () => {
    await o.advise(
      { id: 'TEST-7', package: 'keep', fixed: '2.0.0' },
      { id: 'TEST-8', package: 'drop', fixed: '2.0.0' },
    );
    const first = await o.send(
      o.bank,
      'next',
      bom(['pkg:npm/keep@1.0.0', 'pkg:npm/drop@1.0.0', 'pkg:npm/plain@1.0.0']),
    );
    const id = first.body.inventory.id;
    const ids = async () =>
      Object.fromEntries((await components(o.bank, id)).items.map((c: { id: string; name: string }) => [c.name, c.id]));
    const before = await ids();
    const [duty] = await list(o.bank, 'duties.list', { q: 'TEST-7' });
    const until = '2026-12-24';
    await o.t.call(o.bank, 'duties.answer', {
      params: { id: duty.id },
      body: { state: 'mitigated', note: 'cut off', until },
    });
    o.t.clock.advance(60_000);
    const second = await o.send(
      o.bank,
      'next',
      bom(['pkg:npm/plain@1.0.0', 'pkg:npm/new@1.0.0', 'pkg:npm/keep@1.0.0']),
    );
    expect(second.body.inventory.id).toBe(id);
    const after = await ids();
    expect(after).toMatchObject({ keep: before['keep'], plain: before['plain'] });
    expect(Object.keys(after).sort()).toEqual(['keep', 'new', 'plain']);
    expect(await list(o.bank, 'duties.list', { q: 'TEST-7' })).toMatchObject([{ id: duty.id, state: 'mitigated' }]);
    expect(await list(o.bank, 'exposures.list', { q: 'TEST-8' })).toEqual([]);
    expect(await list(o.bank, 'duties.list', { q: 'TEST-8' })).toEqual([]);
    const { rows } = await o.t.owner.query(
      `SELECT d.ended_why, d.state FROM duty d JOIN advisory a ON a.id = d.advisory_id WHERE a.public_id = 'TEST-8'`,
    );
    expect(rows).toEqual([{ ended_why: 'component-gone', state: 'open' }]); // no proof of a fix, so none is counted
  });

  it('that shows the fixed version closes the duty, with itself as evidence; that shows the old one again opens it', async () => {
    await o.advise({ id: 'TEST-9', package: 'mend', fixed: '2.0.0' });
    await o.send(o.bank, 'mend', bom(['pkg:npm/mend@1.0.0']));
    const [duty] = await list(o.bank, 'duties.list', { q: 'TEST-9' });
    await o.days(1);
    await o.send(o.bank, 'mend', bom(['pkg:npm/mend@2.0.1']));
    const read = async () => (await o.t.call(o.bank, 'duties.read', { params: { id: duty.id } })).body;
    expect(await read()).toMatchObject({ state: 'fixed', exposureState: 'not_affected' });
    expect((await read()).history.at(-1)).toMatchObject({
      by: 'the inventory',
      evidence: expect.stringContaining('mend 2.0.1'),
    });
    await o.days(1);
    await o.send(o.bank, 'mend', bom(['pkg:npm/mend@1.9.0']));
    expect(await read()).toMatchObject({ state: 'open', exposureState: 'affected', component: 'mend 1.9.0' });
    expect((await read()).detectedAt).toBe(o.t.clock.now()); // found anew, a clock of its own
  });

  it('speaks against an answer when it was made after it and is another file', async () => {
    await o.advise({ id: 'TEST-10', package: 'claim', fixed: '2.0.0' });
    const file = bom(['pkg:npm/claim@1.0.0']);
    await o.send(o.bank, 'claim', file);
    const [duty] = await list(o.bank, 'duties.list', { q: 'TEST-10' });
    const read = async () => (await o.t.call(o.bank, 'duties.read', { params: { id: duty.id } })).body;
    await o.t.call(o.bank, 'duties.answer', { params: { id: duty.id }, body: { state: 'fixed', note: 'updated' } });
    o.t.clock.advance(60_000);
    await o.send(o.bank, 'claim', file);
    expect(await read()).toMatchObject({ state: 'fixed' }); // the same bytes say nothing new
    await o.send(o.bank, 'claim', bom(['pkg:npm/claim@1.0.0', 'pkg:npm/zzz@1.0.0'], '2026-11-20T00:00:00Z'));
    expect(await read()).toMatchObject({ state: 'fixed' }); // it was made before the answer
    o.t.clock.advance(60_000);
    await o.send(o.bank, 'claim', bom(['pkg:npm/claim@1.0.0', 'pkg:npm/yyy@1.0.0']));
    expect(await read()).toMatchObject({ state: 'open' });
    expect((await read()).history.at(-1).note).toMatch(/still lists claim 1.0.0/);
  });

  it('may be removed: its exposures end, its bytes go, what was decided stays', async () => {
    const inventory = (await o.t.call(o.bank, 'inventories.list')).body.items.find(
      (i: { name: string }) => i.name === 'claim',
    );
    expect((await o.t.call(o.hospital, 'inventories.remove', { params: { id: inventory.id } })).status).toBe(404);
    expect((await o.t.call(o.bank, 'inventories.remove', { params: { id: inventory.id } })).status).toBe(200);
    await o.t.work();
    expect(await list(o.bank, 'exposures.list', { q: 'TEST-10' })).toEqual([]);
    const { rows } = await o.t.owner.query('SELECT 1 FROM inventory_file WHERE inventory_id = $1', [inventory.id]);
    expect(rows).toEqual([]);
    const events = await o.t.owner.query(
      `SELECT count(*)::int AS n FROM duty_event e JOIN duty d ON d.id = e.duty_id JOIN advisory a ON a.id = d.advisory_id WHERE a.public_id = 'TEST-10'`,
    );
    expect(events.rows[0].n).toBeGreaterThan(3);
    expect((await o.t.call(o.bank, 'inventories.components', { params: { id: inventory.id } })).status).toBe(404);
  });
});

describe('a feed past its maximum age', () => {
  it('makes "not affected" undetermined, in lists and in counts', async () => {
    const { body } = await o.send(o.bank, 'aging', bom(['pkg:npm/moving@9.0.0']));
    expect(await states(o.bank, body.inventory.id)).toEqual({ moving: 'not_affected' });
    await o.days(3);
    expect(await states(o.bank, body.inventory.id)).toEqual({ moving: 'undetermined' });
    const [aged] = (await components(o.bank, body.inventory.id, { state: 'undetermined' })).items;
    expect(aged.reason.code).toBe('feed-too-old');
    const today = (await o.t.call(o.bank, 'today.read')).body;
    expect(today.feedsStale).toContain('osv');
    expect(today.inventories.find((i: { name: string }) => i.name === 'aging')).toMatchObject({ undetermined: 1 });
  });
});

/** An advisory of ours about a vendor's product, as published. */
async function productAdvisory(
  publicId: string,
  p: { vendor: string; name: string; fixed: string; sha256?: string },
): Promise<void> {
  const { storeIntervals } = await import('./index.ts');
  const { enqueue } = await import('../../platform/jobs.ts');
  const id = newId(o.t.clock.now());
  const now = o.t.clock.now();
  await o.t.owner.query(
    `INSERT INTO advisory (id, public_id, source, title, state, record, content_digest, modified_at, published_at) VALUES ($1, $2, 'ours', 'Pumps can be stopped', 'published', '{}', '', $3, $3)`,
    [id, publicId, now],
  );
  await o.t.owner.query(`INSERT INTO visibility VALUES ($1, everybody(), 'public', $2)`, [id, now]);
  await o.t.house.workerDb.verb('advisories.import', async (tx) => {
    await storeIntervals(tx, [
      {
        id,
        advisory: {
          id: publicId,
          aliases: [],
          related: [],
          upstream: [],
          summary: '',
          details: '',
          modified: now,
          vectors: [],
          weaknesses: [],
          references: [],
          credits: [],
          informational: false,
          affected: [
            {
              ecosystem: 'product',
              name: p.name,
              vendor: p.vendor,
              ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed: p.fixed }] }],
              versions: [],
              ...(p.sha256 ? { hashes: [{ algorithm: 'SHA-256', value: p.sha256 }] } : {}),
            },
          ],
        },
      },
    ]);
    await enqueue(tx, 'exposures.matchAdvisory', { advisory: id });
  });
  await o.t.work();
}
