// "Who was exposed on day D, as known on day K" on a real database: a story of one March, asked from every side.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Somebody } from '../../../test/house.ts';
import { bom, type Operators, operators } from '../../../test/operators.ts';

let o: Operators;
// biome-ignore lint/suspicious/noExplicitAny: the test says what it expects of the answer
const asOf = async (query: Record<string, string | number>, as: Somebody = o.bank): Promise<any> =>
  (await o.t.call(as, 'exposures.asOf', { query })).body;
const held = async (query: Record<string, string | number>, as?: Somebody) =>
  (await asOf(query, as)).items
    // biome-ignore lint/suspicious/noExplicitAny: as above
    .map((i: any) => `${i.advisory.publicId} ${i.component.name} ${i.component.version} ${i.held.state}`)
    .sort();
/** The clock stands at noon of a day of March. */
const march = async (day: number) => {
  o.t.clock.set(`2026-03-${String(day).padStart(2, '0')}T12:00:00.000Z`);
  await o.days(0);
};
const made = (day: number) => `2026-03-${String(day).padStart(2, '0')}T06:00:00Z`;

beforeAll(async () => {
  o = await operators('2026-03-01T12:00:00.000Z');
  await o.send(o.bank, 'web', bom(['pkg:npm/left@1.0.0', 'pkg:npm/right@1.0.0'], made(1)));
  await march(4);
  await o.send(o.bank, 'web', bom(['pkg:npm/left@2.0.0', 'pkg:npm/right@1.0.0'], made(4))); // left is mended before anybody knew
  await march(6);
  await o.advise({ id: 'HIST-1', package: 'left', fixed: '2.0.0', aliases: ['CVE-2026-3001'], modified: made(2) });
  await o.advise({ id: 'HIST-2', package: 'right', fixed: '2.0.0', modified: made(6) });
  await march(10);
  await o.send(o.bank, 'mail', bom(['pkg:npm/left@1.5.0'], made(2))); // made on the 2nd, sent on the 10th
  await march(12);
  await o.advise({ id: 'HIST-2', package: 'right', fixed: '0.9.0', modified: made(12) });
  await march(14);
  await o.advise({
    id: 'HIST-1',
    package: 'left',
    fixed: '2.0.0',
    aliases: ['CVE-2026-3001'],
    modified: made(13),
    withdrawn: made(13),
  });
  await march(16);
});
afterAll(() => o.t.close());

describe('a day, as known on a day', () => {
  it.each([
    ['2026-03-03', '2026-03-05', []], // no advisory yet
    ['2026-03-03', '2026-03-06', ['HIST-1 left 1.0.0 affected', 'HIST-2 right 1.0.0 affected']],
    ['2026-03-05', '2026-03-06', ['HIST-2 right 1.0.0 affected']], // left was mended on the 4th
    [
      '2026-03-03',
      '2026-03-10',
      ['HIST-1 left 1.0.0 affected', 'HIST-1 left 1.5.0 affected', 'HIST-2 right 1.0.0 affected'],
    ],
    ['2026-03-01', '2026-03-10', ['HIST-1 left 1.0.0 affected', 'HIST-2 right 1.0.0 affected']], // mail speaks from the 2nd on
    ['2026-03-05', '2026-03-11', ['HIST-1 left 1.5.0 affected', 'HIST-2 right 1.0.0 affected']],
    ['2026-03-03', '2026-03-12', ['HIST-1 left 1.0.0 affected', 'HIST-1 left 1.5.0 affected']], // HIST-2 revised
    ['2026-03-03', '2026-03-14', []], // HIST-1 withdrawn
  ])('on %s, as known on %s', async (on, known, expected) => {
    expect(await held({ on, known })).toEqual(expected);
  });

  it('counts a day by all of its hours, and an instant by itself', async () => {
    expect(await held({ on: '2026-03-04', known: '2026-03-06', q: 'left' })).toEqual(['HIST-1 left 1.0.0 affected']);
    expect(await held({ on: '2026-03-04T07:00:00Z', known: '2026-03-06', q: 'left' })).toEqual([]);
  });

  it('is asked by advisory: its name, its alias in any case, its id', async () => {
    const page = await asOf({ on: '2026-03-03', known: '2026-03-10', advisory: 'cve-2026-3001' });
    expect(page.items).toHaveLength(2);
    expect((await asOf({ on: '2026-03-03', known: '2026-03-10', advisory: 'HIST-1' })).items).toEqual(page.items);
    expect((await asOf({ on: '2026-03-03', known: '2026-03-10', advisory: page.items[0].advisory.id })).items).toEqual(
      page.items,
    );
    expect((await asOf({ on: '2026-03-03', advisory: 'CVE-0' })).conclusion).toBe(
      'No advisory that has reached you, or that is here by that name, is called CVE-0.',
    );
  });

  it('is found by its name whatever feed it came from', async () => {
    const rename = (from: string, to: string) =>
      o.t.owner.query(`UPDATE advisory SET source = $2 WHERE source = $1 AND public_id = 'HIST-2'`, [from, to]);
    const expected = ['HIST-2 right 1.0.0 affected'];
    let before = 'osv';
    for (const source of ['nvd', 'csaf', 'cve', 'ghsa', 'osv']) {
      await rename(before, source);
      before = source;
      expect(await held({ on: '2026-03-03', known: '2026-03-06', advisory: 'hist-2' }), source).toEqual(expected);
    }
  });

  it('says both ranges of each row', async () => {
    const [row] = (await asOf({ on: '2026-03-03', known: '2026-03-06', advisory: 'HIST-1' })).items;
    expect(row).toMatchObject({
      asset: { name: 'web' },
      held: {
        state: 'affected',
        tier: 'exact',
        fixedIn: '2.0.0',
        validFrom: '2026-03-01T06:00:00.000Z',
        validUntil: '2026-03-04T06:00:00.000Z',
        knownFrom: '2026-03-06T12:00:00.000Z',
        knownUntil: '2026-03-14T12:00:00.000Z',
      },
      today: null,
    });
  });
});

describe('what is different today', () => {
  it('concludes in plain words', async () => {
    expect((await asOf({ on: '2026-03-03', known: '2026-03-10', advisory: 'HIST-2' })).conclusion).toBe(
      'On 3 Mar 2026 HIST-2 reached none of your assets, as is known today. On 10 Mar 2026 you held 1 asset to be reached.',
    );
    expect((await asOf({ on: '2026-02-20', known: '2026-03-05' })).conclusion).toBe(
      'No inventory that was here on 5 Mar 2026 speaks of 20 Feb 2026: nothing was known of that day. None that came since does.',
    );
    expect((await asOf({ on: '2026-03-03' })).conclusion).toBe('On 3 Mar 2026 advisories reached none of your assets.');
  });
  it('and says why: withdrawn, revised', async () => {
    const { items, differences } = await asOf({ on: '2026-03-03', known: '2026-03-10', show: 'changed' });
    expect(differences).toEqual({ learnt: 0, dropped: 3, changed: 0 });
    // biome-ignore lint/suspicious/noExplicitAny: the test says what it expects
    expect(items.map((i: any) => `${i.advisory.publicId} ${i.reasons[0].code}`).sort()).toEqual([
      'HIST-1 advisory-withdrawn',
      'HIST-1 advisory-withdrawn',
      'HIST-2 advisory-changed',
    ]);
  });
  it('and why not known then: the advisory came later, the inventory was sent later', async () => {
    await o.advise({ id: 'HIST-3', package: 'left', fixed: '1.9.0', modified: made(15) });
    const reasons = async (known: string) => {
      const { items, conclusion } = await asOf({ on: '2026-03-03', known, show: 'changed', advisory: 'HIST-3' });
      return [
        conclusion,
        ...items
          // biome-ignore lint/suspicious/noExplicitAny: the test says what it expects
          .map((i: any) => `${i.component.version} ${i.reasons.map((r: { code: string }) => r.code)}`)
          .sort(),
      ];
    };
    expect(await reasons('2026-03-05')).toEqual([
      'On 3 Mar 2026 HIST-3 reached 2 of your assets, as is known today. On 5 Mar 2026 you knew of none of them.',
      '1.0.0 advisory-later',
      '1.5.0 advisory-later,inventory-later',
    ]);
    expect((await reasons('2026-03-11')).slice(1)).toEqual(['1.0.0 advisory-later', '1.5.0 advisory-later']);
    await march(18);
    await o.send(o.bank, 'files', bom(['pkg:npm/left@1.2.0'], made(2)));
    const { items } = await asOf({ on: '2026-03-03', known: '2026-03-17', show: 'changed', advisory: 'HIST-3' });
    // biome-ignore lint/suspicious/noExplicitAny: the test says what it expects
    expect(items.map((i: any) => i.reasons[0].text)).toEqual([
      'The inventory that lists it was sent on 18 Mar 2026, 12:00 UTC.',
    ]);
  });
});

describe('what came in between', () => {
  it('is matched too: of inventories sent one after the other each counts for its time', async () => {
    await march(20);
    for (const [day, version] of [
      [15, '1.0.0'],
      [16, '1.1.0'],
      [17, '2.5.0'],
    ] as const)
      await o.t.call(o.hospital, 'inventories.upload', {
        query: { name: 'nightly' },
        body: bom([`pkg:npm/left@${version}`], made(day)),
      });
    await o.t.work();
    expect(await held({ on: '2026-03-15T12:00:00Z' }, o.hospital)).toEqual(['HIST-3 left 1.0.0 affected']);
    expect(await held({ on: '2026-03-16T12:00:00Z' }, o.hospital)).toEqual(['HIST-3 left 1.1.0 affected']);
    expect(await held({ on: '2026-03-18' }, o.hospital)).toEqual([]);
  });
  it('an inventory that is removed ran until then; advisories that come later are not held against it', async () => {
    await march(22);
    const { body } = await o.send(o.hospital, 'brief', bom(['pkg:npm/left@1.3.0'], made(19)));
    await march(23);
    await o.t.call(o.hospital, 'inventories.remove', { params: { id: body.inventory.id } });
    await o.t.work();
    expect(await held({ on: '2026-03-20' }, o.hospital)).toEqual(['HIST-3 left 1.3.0 affected']);
    expect(await held({ on: '2026-03-24', known: '2026-03-24' }, o.hospital).catch(() => 'refused')).toBe('refused');
    await o.advise({ id: 'HIST-4', package: 'left', fixed: '2.0.0', modified: made(22) });
    await o.advise({ id: 'HIST-3', package: 'left', fixed: '1.8.0', modified: made(22) });
    expect(await held({ on: '2026-03-20' }, o.hospital)).toEqual(['HIST-3 left 1.3.0 affected']);
  });
});

describe('what nobody could know', () => {
  it.each([
    [{ on: '2026-03-06', known: '2026-03-05' }, '/query/on'],
    [{ on: '2026-04-06' }, '/query/on'],
    [{ known: '2026-04-06' }, '/query/known'],
    [{ on: '2026-02-30' }, '/query/on'],
    [{ on: 'yesterday' }, '/query/on'],
    [{ after: 'W10' }, '/query/after'],
  ])('is refused with what to do: %j', async (query, path) => {
    const answer = await o.t.call(o.bank, 'exposures.asOf', { query: query as Record<string, string> });
    expect([answer.status, answer.body.errors[0].path]).toEqual([422, path]);
  });
});

describe('pages and files', () => {
  it('are all rows, each once', async () => {
    const query = { on: '2026-03-03', known: '2026-03-10', show: 'changed' };
    const whole = await asOf(query);
    const ids: string[] = [];
    for (let after: string | undefined; ; ) {
      const page = await asOf({ ...query, limit: 1, ...(after ? { after } : {}) });
      ids.push(...page.items.map((i: { component: { id: string } }) => i.component.id));
      if (page.next === null) break;
      after = page.next;
    }
    expect(ids).toEqual(whole.items.map((i: { component: { id: string } }) => i.component.id));
    const { text } = await o.t.call(o.bank, 'exposures.asOfCsv', { query });
    expect(text.split('\r\n')).toHaveLength(whole.items.length + 2);
    expect(text).toContain(
      'HIST-2,A hole in right,unknown,right,1.0.0,web,affected,exact,2.0.0,2026-03-01T06:00:00.000Z,,',
    );
  });
});

describe('whose it is', () => {
  it('is the party’s own alone, and of whom it named to act for it', async () => {
    const query = { on: '2026-03-03', known: '2026-03-10' };
    expect((await asOf(query, o.hospital)).items).toEqual([]);
    expect((await o.t.call(o.coordinator, 'exposures.asOf', { query })).status).toBe(403);
    expect((await o.t.call(o.coordinator, 'exposures.asOfCsv', { query })).status).toBe(403);
    expect((await o.t.call(o.hospital, 'exposures.asOf', { query: { ...query, party: o.bank.party } })).status).toBe(
      404,
    );
    expect((await asOf(query, o.isac)).items).toEqual([]);
    await o.t.call(o.bank, 'delegations.create', { body: { to: o.isac.party } });
    expect((await asOf(query, o.isac)).items).toHaveLength(3);
  });
});

describe('the record', () => {
  it('is closed once and never changed, also not by the owner of the database', async () => {
    const change = (set: string) => o.t.owner.query(`UPDATE exposure_history SET ${set}`);
    for (const set of [
      `state = 'undetermined'`,
      `valid_from = now()`,
      `known_until = now(), closed_why = 'earlier'`,
      `known_until = NULL, closed_why = NULL`,
    ])
      await expect(change(set)).rejects.toThrow('what was known is not changed');
  });
});
