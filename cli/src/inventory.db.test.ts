// The operator's command line against a real server: an inventory is sent, dated, listed; what is wrong with it is said; and what was
// known of a day is asked for.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testHouse } from '../../server/test/house.ts';
import { bom } from '../../server/test/operators.ts';
import { type Shown, type Typed, type } from './terminal.fixture.ts';

let t: Awaited<ReturnType<typeof testHouse>>;
let url: string;
let place: string;
let token: string;
const at = (name: string): string => path.join(place, name);
const as = (argv: readonly string[], more: Typed = {}): Promise<Shown> =>
  type(argv, { now: t.clock.now(), fetch, ...more, env: { LEADTIME_URL: url, LEADTIME_TOKEN: token } });
const json = ({ out }: Shown) => JSON.parse(out);

beforeAll(async () => {
  place = await mkdtemp(path.join(tmpdir(), 'leadtime-cli-'));
  t = await testHouse();
  await t.app.listen({ host: '127.0.0.1', port: 0 });
  url = `http://127.0.0.1:${(t.app.server.address() as AddressInfo).port}`; // it listens on TCP
  const operator = await t.person(await t.party('A hospital', 'operator'), 'operator');
  const made = await t.call(operator, 'tokens.create', {
    body: { name: 'cli', scopes: ['inventory:write', 'vulnerabilities:read'] },
  });
  token = made.body.secret;
  const coordinator = await t.person(t.clearinghouse, 'coordinator');
  const osv = {
    schema_version: '1.7.0',
    id: 'HARBOR-1',
    aliases: ['CVE-2026-4242'],
    published: t.clock.now(),
    modified: t.clock.now(),
    affected: [
      {
        package: { ecosystem: 'npm', name: 'harbor' },
        ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }, { fixed: '2.0.0' }] }],
      },
    ],
  };
  await t.call(coordinator, 'feeds.import', { params: { source: 'osv' }, body: JSON.stringify(osv) });
  await t.work();
  await writeFile(at('wards.cdx.json'), bom(['pkg:npm/harbor@1.4.0', 'pkg:npm/quay@1.0.0']));
}, 120_000);
afterAll(async () => {
  await t.close();
  await rm(place, { recursive: true, force: true });
});

describe('inventory send', () => {
  it('names the inventory after its file, says what was read, and is listed with what reaches it', async () => {
    const sent = await as(['inventory', 'send', at('wards.cdx.json'), '--made-at', '2020-02-03']);
    expect(sent).toMatchObject({ exit: 0, err: '' });
    expect(sent.out).toContain('wards: 2 components on 1 asset; 0 components could not be matched.');
    await t.work();
    const listed = await as(['inventory', 'list', '--json']);
    expect(listed.exit).toBe(1);
    expect(json(listed).items).toMatchObject([{ name: 'wards', components: 2, affected: 1, stale: true }]);
    expect((await as(['inventory', 'list'])).out).toMatch(/wards +\d+ d ago, old +2 +1 /);
  });

  it('keeps what can be read and says the rest, each with its place; exit 1', async () => {
    await writeFile(at('none.json'), bom([]));
    const none = await as(['inventory', 'send', at('none.json')]);
    expect(none.exit).toBe(1);
    expect(none.out).toContain('(whole)  inventory.empty: It lists no component.');
    const future = bom(['pkg:npm/quay@1.0.0']).replace('{', '{"metadata":{"timestamp":"2099-01-01T00:00:00Z"},');
    const sent = await as(['inventory', 'send', '-', '--name', 'later'], { stdin: future });
    expect(sent.exit).toBe(1);
    expect(sent.out).toContain('date.future: The file says that it was made at 2099-01-01T00:00:00.000Z');
  });

  it('refuses what is no inventory, what is not there, a date to come and two files of one name; the others are sent', async () => {
    await writeFile(at('page.html'), '<!doctype html><title>no</title>');
    const both = await as(['inventory', 'send', at('nowhere.json'), at('page.html'), at('wards.cdx.json')]);
    expect(both.exit).toBe(2);
    expect(both.err).toContain('nowhere.json cannot be read: there is no such file.');
    expect(both.err).toContain('input.unknown-format');
    expect(both.out).toContain('wards: 2 components');
    const later = await as(['inventory', 'send', at('wards.cdx.json'), '--made-at', '2199-01-01']);
    expect(later).toMatchObject({ exit: 2, err: expect.stringContaining('cannot have been taken later than now') });
    expect(await as(['inventory', 'send', at('a'), at('b'), '--name', 'x'])).toMatchObject({ exit: 2 });
    expect(await as(['inventory', 'send', '-'], { stdin: '{}' })).toMatchObject({ exit: 2 });
  });
});

describe('exposures', () => {
  it('says what reached us on a day, as known on a day, and why that differs from today', async () => {
    const asked = ['exposures', '--on', '2020-03-01', '--advisory', 'CVE-2026-4242'];
    const today = await as(asked);
    expect(today.exit).toBe(1);
    expect(today.out).toContain('On 1 Mar 2020 CVE-2026-4242 reached 1 of your assets.');
    const then = await as([...asked, '--known', '2020-03-02', '--show', 'changed', '--json']);
    expect(then.exit).toBe(0);
    const { conclusion, items, differences } = json(then);
    expect(conclusion).toContain('as is known today. No inventory that was here on 2 Mar 2020 speaks of 1 Mar 2020');
    expect(differences).toEqual({ learnt: 1, dropped: 0, changed: 0 });
    expect(items[0].reasons.map((r: { code: string }) => r.code)).toEqual(['advisory-later', 'inventory-later']);
  });

  it('says which date is none', async () => {
    const wrong = await as(['exposures', '--on', 'last week']);
    expect(wrong.exit).toBe(2);
    expect(wrong.err).toMatch(/on.*(day|instant)/);
  });
});
