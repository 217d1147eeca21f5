// After `leadtime watch`, nothing that a server keeps, logs, backs up or was ever sent holds what the operator runs. The same search
// finds it all once the same inventories are handed over: so it can find.
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeBackup } from '../../../server/src/main/backup/write.ts';
import type { Log } from '../../../server/src/platform/log.ts';
import { everyFile, everyTable, type Haystack, needlesOf, search } from './searching.fixture.ts';
import { type Watching, watching } from './watching.fixture.ts';

const SBOM = 'zq-erp-Export-77.cdx.json';
const SHEET = 'zq-ward-Sheet-31.csv';
const VEX = 'zq-vex-File-58.json';
const MARKERS = [
  'zq-Pump-firmware-kx71', // a component that no advisory names
  'zqgroup-mt44',
  'pkg:npm/%40zqgroup-mt44/zq-pump-firmware-kx71@4.7.11-qz81',
  '4.7.11-qz81',
  '1.0.0-zqbuild5519', // the version of a component that is affected
  'zq-ward-7-asset-yy20',
  'zqmaker-Gmbh-93',
  'zq-infuser-808',
  'urn:uuid:5a1c0b7e-6f0e-4c57-9d7c-77aa20c0ffee', // the serial number of the SBOM
  SBOM,
  SHEET,
];
/** What of VEX beside an inventory says what runs here, or who said so. */
const VEX_MARKERS = ['zq-vexAuthor-Gmbh-62', 'urn:zq:vex:document-4407', VEX];
const sbom = JSON.stringify({
  bomFormat: 'CycloneDX',
  specVersion: '1.6',
  version: 1,
  serialNumber: MARKERS[8],
  components: [
    {
      type: 'library',
      group: '@zqgroup-mt44',
      name: 'zq-Pump-firmware-kx71',
      version: '4.7.11-qz81',
      purl: MARKERS[2],
    },
    { type: 'library', name: 'shoal', version: '1.0.0-zqbuild5519', purl: 'pkg:npm/shoal@1.0.0-zqbuild5519' },
    { type: 'library', name: 'left-pad', version: '1.2.0', purl: 'pkg:npm/left-pad@1.2.0' },
  ],
});
const sheet =
  'vendor,product,version,asset,exposure\nzqmaker-Gmbh-93,zq-infuser-808,2.1,zq-ward-7-asset-yy20,internal\n';
const vex = JSON.stringify({
  '@context': 'https://openvex.dev/ns/v0.2.0',
  '@id': VEX_MARKERS[1],
  author: VEX_MARKERS[0],
  timestamp: '2026-11-21T00:00:00Z',
  version: 1,
  statements: [
    {
      vulnerability: { name: 'CVE-2026-1000' },
      products: [{ '@id': 'pkg:npm/left-pad@1.2.0' }],
      status: 'not_affected',
      justification: 'component_not_present',
    },
    { vulnerability: { name: 'CVE-2026-1000' }, products: [{ '@id': MARKERS[2] }], status: 'affected' },
  ],
});
const digests = [sbom, sheet, vex].map((text) => createHash('sha256').update(text).digest('hex'));

let w: Watching;
const logged: string[] = [];
const requests: Haystack[] = [];
const log: Log = {
  info: (message, facts) => void logged.push(JSON.stringify([message, facts])),
  warn: (message, facts) => void logged.push(JSON.stringify([message, facts])),
  error: (message, facts) => void logged.push(JSON.stringify([message, facts, String(facts?.['error'])])),
  with: () => log,
};
/** The access log, and more than any access log has: headers and bodies. */
const overheard: typeof fetch = async (to, init) => {
  requests.push({
    where: 'requests',
    text: `${String(to)}\n${JSON.stringify(init?.headers)}\n${String(init?.body ?? '')}`,
  });
  return fetch(to, init);
};

beforeAll(async () => {
  w = await watching({ log });
  await w.exploit({ 'CVE-2026-1000': '2026-11-20' });
  await w.advise({ id: 'GHSA-aaaa-bbbb-cccc', package: 'left-pad', fixed: '1.3.0', aliases: ['CVE-2026-1000'] });
  await w.publish({ package: 'shoal', fixed: '2.0.0' });
  await w.publish({ package: 'zq-infuser-none', vendor: 'another' });
  await writeFile(w.at(SBOM), sbom);
  await writeFile(w.at(SHEET), sheet);
  await writeFile(w.at(VEX), vex);
}, 120_000);
afterAll(() => w.close());

const everything = async (name: string): Promise<readonly Haystack[]> => {
  await w.t.work();
  const folder = w.at(name);
  await writeBackup({
    admin: w.t.database.admin,
    config: w.t.house.config,
    folder,
    withKeys: true,
    version: '0.0.0',
    now: Date.parse(w.t.clock.now()),
  });
  return [
    ...(await everyTable(w.t)),
    ...(await everyFile(w.t.house.dataDir, 'data')),
    ...(await everyFile(folder, 'backup')),
    ...logged.map((text) => ({ where: 'log', text })),
    ...requests,
  ];
};

describe('after watching', () => {
  it('matched, opened duties and sent counts, so there was something to leak', async () => {
    const args = ['--sbom', w.at(SBOM), '--sbom', w.at(SHEET), '--vex', w.at(VEX), '--count-outside', '--json'];
    const first = await w.watch(args, { fetch: overheard });
    expect(JSON.parse(first.out)).toMatchObject({ counts: { affected: 2 }, sent: { kept: 2 }, vex: { exposures: 1 } });
    w.t.clock.advance(3_600_000);
    expect((await w.watch(args, { fetch: overheard })).exit).toBe(1);
    // What goes wrong is logged and answered: that must not tell either.
    await writeFile(w.at('state/key.json'), JSON.stringify({ seed: 'ab'.repeat(32), enrolled: true }));
    await writeFile(
      w.at('state/sent.json'),
      JSON.stringify({ number: 9, at: w.t.clock.now(), lines: '', arrived: false }),
    );
    const refused = await w.watch(args, { fetch: overheard });
    expect([refused.exit, logged.join()]).toEqual([2, expect.stringContaining('another key')]);
    const kept = await readFile(path.join(w.place, 'state', 'duties.json'), 'utf8');
    expect(kept).toContain('1.0.0-zqbuild5519'); // on this machine, where it belongs
  });

  it('no table, file, log line, request or backup of the server holds any of it, in any form', async () => {
    const haystacks = await everything('backup-after-watch');
    expect(new Set(haystacks.map((h) => h.where.split(/[:.]/)[0]))).toEqual(
      new Set(['leadtime', 'leadtime_migrations', 'graphile_worker', 'data', 'backup', 'log', 'requests']),
    );
    expect(requests.length).toBeGreaterThan(8);
    expect(search(haystacks, needlesOf([...MARKERS, ...VEX_MARKERS]))).toEqual([]);
    expect(search(haystacks, needlesOf(digests))).toEqual([]);
  });
});

describe('the search', () => {
  it('finds the same inventories once they are handed over: in tables, in sealed bytes, in the backup, in requests', async () => {
    const token = await w.tokenOf(w.bank, ['inventory:write']);
    for (const [name, body] of [
      [SBOM, sbom],
      [SHEET, sheet],
    ] as const) {
      const to = new URL('/api/v1/inventories', w.url);
      to.searchParams.set('name', name);
      to.searchParams.set('filename', name);
      const answer = await overheard(to, {
        method: 'POST',
        body,
        headers: { authorization: `Bearer ${token}`, 'leadtime-request': '1' },
      });
      expect(answer.status, await answer.text()).toBeLessThan(300);
    }
    const hits = search(await everything('backup-after-upload'), needlesOf(MARKERS));
    const inTables = hits.filter(({ where }) => where.startsWith('leadtime.')).map(({ marker }) => marker);
    expect(new Set(inTables)).toEqual(new Set(MARKERS));
    const places = new Set(hits.map(({ where }) => where));
    for (const where of [
      'leadtime.component',
      'leadtime.asset',
      'leadtime.inventory',
      'leadtime.inventory_file (opened)',
      'requests',
      'backup: component.copy.gz',
    ])
      expect(places, where).toContain(where);
    const whole = search(
      await everyTable(w.t),
      needlesOf(digests).filter(({ form }) => form === 'plain'),
    );
    expect(whole.map(({ where }) => where)).toContain('leadtime.inventory');
  });

  it('finds each form wherever it stands in a text', () => {
    const [marker = ''] = MARKERS;
    const sha = createHash('sha256').update(marker.toLowerCase()).digest();
    const forms: readonly (readonly [string, string])[] = [
      ['plain', `x${marker.toUpperCase()}x`],
      ['percent-encoded', encodeURIComponent(` ${marker} `)],
      ['percent-encoded throughout', [...Buffer.from(marker)].map((b) => `%${b.toString(16).toUpperCase()}`).join('')],
      ['hex', Buffer.from(`..${marker}..`).toString('hex').toUpperCase()],
      ...['', '.', '..'].flatMap((before) =>
        ['', '.', '..'].flatMap((after) => {
          const bytes = Buffer.from(before + marker + after);
          return [
            ['base64', bytes.toString('base64')],
            ['base64url', bytes.toString('base64url')],
          ] as const;
        }),
      ),
      ['UTF-16', Buffer.from(marker, 'utf16le').toString('latin1')],
      ['sha256 in hex', `\\x${sha.toString('hex')}`],
      ['sha256', `..${sha.toString('latin1')}`],
      ['sha256 in base64', sha.toString('base64url').replaceAll('-', '+').replaceAll('_', '/')],
    ];
    for (const [form, text] of forms) {
      const hits = search([{ where: 'here', text }], needlesOf([marker]));
      expect(hits.map((hit) => hit.form).join(), `${form}: ${text}`).toContain(form);
    }
    expect(search([{ where: 'here', text: 'zq-Pump-firmware-kx7 1' }], needlesOf([marker]))).toEqual([]);
  });
});
