// CSAF documents from a provider into the tables, and what of them reaches a hospital.
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Somebody } from '../../../../../test/house.ts';
import { bom } from '../../../../../test/operators.ts';
import { type Synced, synced } from '../../../../../test/synced.ts';

let s: Synced;
let hospital: Somebody;
let inventory: string;
beforeAll(async () => {
  s = await synced();
  hospital = await s.t.person(await s.t.party('Juniper Hospital', 'operator', 'healthcare'), 'operator');
  const sent = await s.t.call(hospital, 'inventories.upload', {
    query: { name: 'ward' },
    body: bom(['pkg:npm/shoal@1.0.0', 'pkg:npm/reef@1.0.0']),
  });
  await s.t.work();
  inventory = sent.body.inventory.id;
  await s.t.call(s.coordinator, 'feedProviders.add', { body: { provider: s.there.url } });
  put(
    '/.well-known/csaf/provider-metadata.json',
    JSON.stringify({
      canonical_url: `${s.there.url}/.well-known/csaf/provider-metadata.json`,
      publisher: { category: 'vendor', name: 'Devices', namespace: 'https://devices.example' },
      distributions: [{ directory_url: `${s.there.url}/d/` }],
    }),
  );
});
afterAll(() => s.close());

const put = (path: string, body: string): void => void s.there.files.set(path, { body });
/** A document that says of each package, by a CVE of its own, that everything before 2.0.0 is affected. */
function document(
  id: string,
  version: string,
  at: string,
  parts: Readonly<Record<string, string>>,
  more: object = {},
): string {
  const names = Object.values(parts);
  return JSON.stringify({
    document: {
      category: 'csaf_security_advisory',
      csaf_version: '2.0',
      title: `Holes in ${names.join(', ')}`,
      publisher: { category: 'vendor', name: 'Devices', namespace: 'https://devices.example' },
      distribution: { tlp: { label: 'WHITE' } },
      tracking: {
        id,
        status: 'final',
        version,
        initial_release_date: '2026-11-20T00:00:00Z',
        current_release_date: at,
        revision_history: [{ number: version, date: at, summary: 'As it is.' }],
      },
      ...more,
    },
    product_tree: {
      branches: names.map((name) => ({
        category: 'vendor',
        name: 'Devices',
        branches: [
          {
            category: 'product_name',
            name,
            branches: [
              {
                category: 'product_version_range',
                name: 'vers:npm/<2.0.0',
                product: { product_id: name, name, product_identification_helper: { purl: `pkg:npm/${name}` } },
              },
            ],
          },
        ],
      })),
    },
    vulnerabilities: Object.entries(parts).map(([cve, name]) => ({ cve, product_status: { known_affected: [name] } })),
  });
}
async function publish(file: string, body: string, at: string): Promise<void> {
  put(`/d/${file}`, body);
  put(`/d/${file}.sha512`, createHash('sha512').update(body).digest('hex'));
  put('/d/changes.csv', `"${file}","${at}"\n`);
}
const states = async () => {
  await s.t.work();
  const answer = await s.t.call(hospital, 'inventories.components', { params: { id: inventory } });
  return Object.fromEntries(answer.body.items.map((c: { name: string; state: string }) => [c.name, c.state]));
};

it('each vulnerability of a document is an advisory, and reaches who runs what it names', async () => {
  const at = '2026-11-20T00:00:00Z';
  await publish('dev-1.json', document('DEV-1', '1', at, { 'CVE-2026-0001': 'shoal', 'CVE-2026-0002': 'reef' }), at);
  expect(await s.sync('csaf')).toMatchObject({
    lastError: null,
    records: 2,
    note: expect.stringContaining('One provider'),
  });
  expect(await s.held('csaf')).toEqual(['DEV-1#CVE-2026-0001 published', 'DEV-1#CVE-2026-0002 published']);
  expect(await states()).toMatchObject({ shoal: 'affected', reef: 'affected' });
});

it('a later version replaces all of its parts', async () => {
  const at = '2026-11-21T00:00:00Z';
  await publish('dev-1.json', document('DEV-1', '2', at, { 'CVE-2026-0001': 'shoal' }), at);
  expect(await s.sync('csaf')).toMatchObject({ lastError: null });
  expect(await s.held('csaf')).toContain('DEV-1#CVE-2026-0002 withdrawn');
  expect((await states()).reef).not.toBe('affected');
  expect((await states()).shoal).toBe('affected');
});

it('a document that is gone claims nothing any more', async () => {
  s.there.files.delete('/d/dev-1.json');
  put('/d/changes.csv', '"dev-1.json","2026-11-22T00:00:00Z"\n');
  expect(await s.sync('csaf')).toMatchObject({ lastError: null });
  expect((await s.held('csaf')).filter((l) => l.endsWith('published'))).toEqual([]);
  expect((await states()).shoal).not.toBe('affected');
});

it('a draft, and another publisher’s document under a number that is taken, are refused and named', async () => {
  const at = '2026-11-22T01:00:00Z';
  const other = { publisher: { category: 'vendor', name: 'Somebody else', namespace: 'https://else.example' } };
  await publish('dev-2.json', document('DEV-2', '1', at, { 'CVE-2026-0003': 'reef' }), at);
  await s.sync('csaf');
  const later = '2026-11-22T02:00:00Z';
  await publish('dev-2.json', document('DEV-2', '2', later, { 'CVE-2026-0003': 'shoal' }, other), later);
  expect((await s.sync('csaf')).note).toContain('DEV-2 is held as a document of Devices');
  const { rows } = await s.t.owner.query(
    `SELECT record ->> 'publisher' AS publisher FROM advisory WHERE public_id LIKE 'DEV-2%'`,
  );
  expect(rows).toEqual([{ publisher: 'Devices' }]);
  const draft = document('DEV-3', '0', '2026-11-22T03:00:00Z', { 'CVE-2026-0004': 'reef' }).replace(
    '"final"',
    '"draft"',
  );
  await publish('dev-3.json', draft, '2026-11-22T03:00:00Z');
  expect((await s.sync('csaf')).note).toContain('draft');
});
