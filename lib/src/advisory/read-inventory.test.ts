import { expect, it } from 'vitest';
import { expectOk } from '../kit/index.ts';
import { readInventory } from './index.ts';
import { loadInventory } from './load-inventory.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

it.each([
  ['cyclonedx json', '{"bomFormat":"CycloneDX","specVersion":"1.6","components":[{"type":"library","name":"x"}]}'],
  [
    'cyclonedx xml',
    '<bom xmlns="http://cyclonedx.org/schema/bom/1.5"><components><component type="library"><name>x</name></component></components></bom>',
  ],
  ['spdx json', '{"spdxVersion":"SPDX-2.3","SPDXID":"SPDXRef-DOCUMENT","packages":[{"name":"x"}]}'],
  ['spdx tag-value', 'SPDXVersion: SPDX-2.2\nPackageName: x\n'],
  [
    'spdx json-ld',
    '{"@context":"https://spdx.org/rdf/3.0.1/spdx-context.jsonld","@graph":[{"type":"CreationInfo","specVersion":"3.0.1"},{"type":"software_Package","spdxId":"urn:x","name":"x"}]}',
  ],
  ['sheet undefined', 'vendor,product,version\nAcme,x,1\n'],
])('%s is told by its bytes and read', async (what, text) => {
  const inventory = expectOk(readInventory(bytes(text)));
  const { format, encoding, components } = inventory;
  expect(`${format} ${encoding}`).toBe(what);
  expect(components.map(({ name }) => name)).toEqual(['x']);
  for (const before of ['', ' \n\t'])
    expect(await loadInventory(bytes(before + text)), 'with only its own reader loaded').toEqual(
      readInventory(bytes(before + text)),
    );
});

it('what is none says what it seems to be, and what is taken', async () => {
  const refused = async (text: string) => {
    const read = readInventory(bytes(text));
    expect(await loadInventory(bytes(text))).toEqual(read);
    return read.ok ? '' : `${read.problems[0]?.code} ${read.problems[0]?.detail}`;
  };
  expect(await refused('{"runs":[],"version":"2.1.0"}')).toMatch(
    /^input.unknown-format This is sarif, not an inventory: .*SPDX/,
  );
  expect(await refused('Dear all')).toMatch(/^input.unknown-format Not recognised/);
  expect(await refused('<!DOCTYPE html><html>')).toMatch(/DOCTYPE/);
});

it('a format that the sender names is believed', () => {
  const read = readInventory(bytes('{"SPDXID":"SPDXRef-DOCUMENT"}'), { format: 'cyclonedx' });
  expect(read.ok ? [] : read.problems.map(({ path }) => path)).toEqual(['/bomFormat', '/specVersion']);
});
