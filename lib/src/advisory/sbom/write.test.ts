// What is written and read again is the same, and valid; what a format cannot say is named.
import { expect, it } from 'vitest';
import { expectOk, instantOf } from '../../kit/index.ts';
import { readCycloneDx, validateCycloneDx, writeCycloneDx } from '../cyclonedx/index.ts';
import type { Component, Inventory } from '../inventory-model.ts';
import { readSheet } from '../sheet/index.ts';
import { readSpdx, validateSpdx, writeSpdx } from '../spdx/index.ts';

const BOM = {
  bomFormat: 'CycloneDX',
  specVersion: '1.6',
  serialNumber: 'urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79',
  metadata: {
    timestamp: '2026-05-01T08:00:00Z',
    component: { type: 'application', name: 'shop', version: '7', components: [{ type: 'library', name: 'inside' }] },
  },
  components: [
    {
      type: 'library',
      'bom-ref': 'SPDXRef-a',
      group: '@acme',
      name: 'unpack',
      version: '1.4.1',
      purl: 'pkg:npm/%40acme/unpack@1.4.1',
      supplier: { name: 'Acme' },
      scope: 'optional',
      hashes: [{ alg: 'SHA-256', content: 'ab'.repeat(32) }],
      pedigree: { ancestors: [{ type: 'library', name: 'tar', version: '1', purl: 'pkg:npm/tar@1' }] },
      components: [{ type: 'file', name: 'lib/unpack.js', hashes: [{ alg: 'SHA-1', content: 'cd'.repeat(20) }] }],
    },
    { type: 'firmware', name: 'Pump', version: '5.9', cpe: 'cpe:/o:acme:pump:5.9' },
  ],
};
const OPTIONS = { namespace: 'https://example.org/shop', name: 'shop', created: instantOf(0), tool: 'leadtime' };

/** What both formats can say, whatever the order and the ids. */
const shared = ({ components }: Inventory): readonly unknown[] =>
  components
    .map((c: Component) => [
      c.kind,
      c.name,
      c.version,
      c.vendor,
      c.purl,
      c.cpe,
      c.hashes,
      components[c.within ?? -1]?.name,
    ])
    .map((told) => JSON.stringify(told))
    .sort();

it.each(['1.6', '1.7'] as const)('CycloneDX %s gives the same inventory again', (specVersion) => {
  const inventory = expectOk(readCycloneDx(BOM));
  const { document, lostTotal } = writeCycloneDx(inventory, { specVersion });
  expect(lostTotal).toBe(0);
  expect(validateCycloneDx(document)).toEqual({ ok: true, value: null });
  expect(expectOk(readCycloneDx(JSON.stringify(document)))).toEqual({ ...inventory, specVersion });
});

it('SPDX 2.3 gives the same components again, and names what it has no place for', () => {
  const inventory = expectOk(readCycloneDx(BOM));
  const { document, lost } = writeSpdx(inventory, OPTIONS);
  expect(validateSpdx(document)).toEqual({ ok: true, value: null });
  const again = expectOk(readSpdx(JSON.stringify(document)));
  expect(again.subject?.name).toBe('shop');
  expect(
    shared({
      ...again,
      components: again.components
        .slice(1)
        .map((c) => ({ ...c, ...(c.within === undefined ? {} : { within: c.within - 1 }) })),
    }),
  ).toEqual(shared(inventory));
  expect(lost.map(({ path, detail }) => `${path} ${detail}`)).toEqual([
    '/components/0 The format has no place for a scope.',
    '/components/0 The format has no place for what it is derived from without listing that as a package.',
  ]);
});

it('an SPDX inventory goes through CycloneDX, holders that stand after what they hold included', () => {
  const inventory = expectOk(readSpdx(writeSpdx(expectOk(readCycloneDx(BOM)), OPTIONS).document));
  const turned: Inventory = {
    ...inventory,
    components: inventory.components.map((c) =>
      c.name === 'Pump' ? { ...c, within: inventory.components.length - 1 } : c,
    ),
  };
  const { document } = writeCycloneDx(turned);
  expect(validateCycloneDx(document)).toEqual({ ok: true, value: null });
  expect(shared(expectOk(readCycloneDx(document)))).toEqual(shared(turned));
});

it('a sheet can be written too, and what its rows said beside is named', () => {
  const inventory = expectOk(readSheet('vendor,product,version,asset\nAcme,Pump,1,ward\n'));
  for (const { document, lost } of [writeCycloneDx(inventory), writeSpdx(inventory, OPTIONS)]) {
    expect(JSON.stringify(document)).toContain('Pump');
    expect(lost.map(({ detail }) => detail).join(' ')).toMatch(/the asset it is on.*cells of its row/);
  }
});
