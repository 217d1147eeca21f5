// The fleet on a real database: how everything stands by component, asset and advisory; words, pages, files, and whose it is.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bom, type Operators, operators } from '../../../test/operators.ts';

let o: Operators;
beforeAll(async () => {
  o = await operators();
  await o.advise(
    { id: 'FLEET-1', package: 'left', fixed: '2.0.0', aliases: ['CVE-2026-2001'] },
    { id: 'FLEET-2', package: 'odd', introduced: '1.0.0', fixed: '3.0.0' },
  );
  await o.send(o.bank, 'web', bom(['pkg:npm/left@1.0.0', 'pkg:npm/odd', 'pkg:npm/quiet@1.0.0', 'not a purl']), {
    asset: 'web-01',
  });
  await o.send(o.bank, 'mail', bom(['pkg:npm/left@1.0.0', 'pkg:npm/left@2.1.0']), { asset: 'mail-01' });
  await o.send(o.hospital, 'ward', bom(['pkg:npm/left@1.5.0']), { asset: 'ward-01' });
});
afterAll(() => o.t.close());

type View = 'fleet.components' | 'fleet.assets' | 'fleet.advisories';
// biome-ignore lint/suspicious/noExplicitAny: the test says what it expects of the answer
const fleet = async (view: View, query: Record<string, string | number> = {}, as = o.bank): Promise<any> =>
  (await o.t.call(as, view, { query })).body;
const names = (page: { items: { name: string }[] }) => page.items.map((i) => i.name);

describe('by component', () => {
  it('shows each package with its versions: on how many assets, and how they stand', async () => {
    const page = await fleet('fleet.components');
    expect(page.total).toBe(4);
    const left = page.items.find((c: { name: string }) => c.name === 'left');
    expect(left).toMatchObject({
      package: 'npm/left',
      assets: 2,
      affected: 2,
      notAffected: 1,
      advisories: 1,
      versionsTotal: 2,
      versions: [
        { version: '1.0.0', assets: 2, affected: 2, notAffected: 0 },
        { version: '2.1.0', assets: 1, affected: 0, notAffected: 1 },
      ],
    });
    expect(page.items.find((c: { name: string }) => c.name === 'odd')).toMatchObject({ undetermined: 1 });
    expect(page.items.find((c: { package: string | null }) => c.package === null)).toMatchObject({ cannotMatch: 1 });
  });

  it('puts first what needs somebody', async () => {
    const { items } = await fleet('fleet.components');
    expect(names({ items: items.slice(0, 2) })).toEqual(['left', 'odd']);
    expect(items[2].package).toBeNull();
    expect(items[3].name).toBe('quiet');
  });

  it('keeps a package whole where only one of its versions fits the filter', async () => {
    const page = await fleet('fleet.components', { state: 'affected' });
    expect(names(page)).toEqual(['left']);
    expect(page.items[0]).toMatchObject({ notAffected: 1, versionsTotal: 2 });
  });

  it.each([
    ['pkg:npm/quiet', ['quiet']],
    ['LEFT', ['left']],
    ['mail-01', ['left']],
    ['cve-2026-2001', ['left']],
    ['FLEET-2', ['odd']],
    ['CVE-2026-200', []],
    ['%', []],
  ])('is searched by name, purl, advisory and asset: %s', async (q, found) => {
    expect(names(await fleet('fleet.components', { q }))).toEqual(found);
  });
});

describe('by asset', () => {
  it('counts components in each state, and duties', async () => {
    expect((await fleet('fleet.assets')).items).toMatchObject([
      { name: 'mail-01', components: 2, affected: 1, notAffected: 1, advisories: 1, openDuties: 1 },
      { name: 'web-01', components: 4, affected: 1, undetermined: 1, noAdvisory: 1, cannotMatch: 1, advisories: 2 },
    ]);
  });
  it('is searched by what runs there and by what reaches it', async () => {
    expect(names(await fleet('fleet.assets', { q: 'FLEET-2' }))).toEqual(['web-01']);
    expect(names(await fleet('fleet.assets', { q: 'left 2.1.0' }))).toEqual(['mail-01']);
    expect(names(await fleet('fleet.assets', { state: 'cannot_match' }))).toEqual(['web-01']);
  });
});

describe('by advisory', () => {
  it('says on how many assets it reaches us, and since when', async () => {
    const page = await fleet('fleet.advisories');
    expect(page.total).toBe(2);
    expect(page.items.find((a: { publicId: string }) => a.publicId === 'FLEET-1')).toMatchObject({
      affected: 2,
      undetermined: 0,
      components: 2,
      aliases: ['CVE-2026-2001'],
      since: '2026-11-22T10:00:00.000Z',
    });
    expect((await fleet('fleet.advisories', { state: 'undetermined' })).items).toMatchObject([{ publicId: 'FLEET-2' }]);
    expect((await fleet('fleet.advisories', { q: 'cve-2026-2001' })).items).toMatchObject([{ publicId: 'FLEET-1' }]);
  });
});

describe('pages', () => {
  it.each(['fleet.components', 'fleet.assets', 'fleet.advisories'] as const)(
    '%s: one after the other they are all rows, each once, also where a row before them went',
    async (view) => {
      const whole = await fleet(view);
      const ids = [];
      for (let after: string | undefined, n = 0; n < 20; n += 1) {
        const page = await fleet(view, { limit: 1, ...(after ? { after } : {}) });
        ids.push(...page.items.map((i: { id?: string; name?: string }) => i.id ?? i.name));
        expect(page.total).toBe(whole.total);
        if (page.next === null) break;
        after = page.next;
      }
      expect(ids).toEqual(whole.items.map((i: { id?: string; name?: string }) => i.id ?? i.name));
    },
  );
  it.each(['x', 'W10', Buffer.from('["a","b"]').toString('base64url'), Buffer.from('{').toString('base64url')])(
    'a place that no list gave is refused with what to do: %s',
    async (after) => {
      for (const view of ['fleet.components', 'fleet.assets', 'fleet.advisories'] as const) {
        const answer = await o.t.call(o.bank, view, { query: { after } });
        expect(answer.status).toBe(422);
        expect(answer.body.detail).toContain('Ask again without');
      }
    },
  );
});

describe('as CSV', () => {
  it('has all rows of the view, a version a line', async () => {
    const { text } = await o.t.call(o.bank, 'fleet.csv', { query: { view: 'components', q: 'left' } });
    expect(text.split('\r\n')).toEqual([
      'party,component,package,version,assets,assets affected,assets undetermined,assets not affected,assets no advisory,assets cannot be matched',
      'Fern Bank,left,npm/left,1.0.0,2,2,0,0,0,0',
      'Fern Bank,left,npm/left,2.1.0,1,0,0,1,0,0',
      '',
    ]);
  });
  it('makes text of what a spreadsheet would run, whoever wrote it into an inventory', async () => {
    await o.send(o.isac, 'evil', bom(['pkg:npm/fine@1.0.0']), { asset: '=HYPERLINK("http://elsewhere.example";"x")' });
    const { text } = await o.t.call(o.isac, 'fleet.csv', { query: { view: 'assets' } });
    expect(text).toContain(`,"'=HYPERLINK(""http://elsewhere.example"";""x"")",`);
  });
});

describe('whose it is', () => {
  it('is the party’s own alone', async () => {
    for (const view of ['components', 'assets', 'advisories'] as const) {
      expect(JSON.stringify(await fleet(`fleet.${view}`, {}, o.hospital))).not.toMatch(/web-01|mail-01|Fern/);
      const { text } = await o.t.call(o.hospital, 'fleet.csv', { query: { view } });
      expect(text).not.toMatch(/web-01|mail-01|Fern/);
      expect((await o.t.call(o.hospital, `fleet.${view}`, { query: { party: o.bank.party } })).status).toBe(404);
      expect((await o.t.call(o.coordinator, `fleet.${view}`)).status).toBe(403);
    }
  });
  it('is shown to whom the party named to act for it, with the party’s name', async () => {
    const made = await o.t.call(o.hospital, 'delegations.create', { body: { to: o.isac.party } });
    expect(made.status).toBeLessThan(300);
    const page = await fleet('fleet.components', { q: 'left' }, o.isac);
    expect(page.items).toMatchObject([{ name: 'left', party: { name: 'Juniper Hospital' }, affected: 1 }]);
  });
});
