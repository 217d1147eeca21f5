import { describe, expect, it } from 'vitest';
import { expectOk, type Problem } from '../../kit/index.ts';
import { readCycloneDx } from './index.ts';

const BOM = {
  bomFormat: 'CycloneDX',
  specVersion: '1.6',
  serialNumber: 'urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79',
  version: 2,
  metadata: { timestamp: '2026-05-01T08:00:00Z', component: { type: 'application', name: 'shop', version: '7' } },
  components: [
    {
      type: 'library',
      'bom-ref': 'a',
      group: '@acme',
      name: 'unpack',
      version: '1.4.1',
      purl: 'pkg:npm/@acme/unpack@1.4.1',
      hashes: [{ alg: 'SHA-1', content: 'AB'.repeat(20) }],
      licenses: [{ license: { id: 'MIT' } }],
    },
    {
      type: 'application',
      name: 'bundle',
      components: [{ type: 'library', name: 'inner', version: '2', components: [{ type: 'file', name: 'innermost' }] }],
    },
    {
      type: 'firmware',
      name: 'Infusomat Space',
      version: '5.9',
      supplier: { name: 'B. Braun' },
      cpe: 'cpe:2.3:o:bbraun:infusomat:5.9:*:*:*:*:*:*:*',
    },
    { type: 'library', name: 'unpack', purl: 'pkg:npm/%40acme/unpack@1.4.1' },
  ],
};
const found = (input: unknown): readonly Problem[] => {
  const read = readCycloneDx(input);
  return read.ok ? read.value.problems : read.problems;
};
const places = (input: unknown): string[] => found(input).map((p) => `${p.code} ${p.path}`);

describe('a CycloneDX document', () => {
  it('becomes an inventory, nested components after what holds them', () => {
    const inventory = expectOk(readCycloneDx(JSON.stringify(BOM)));
    expect(inventory).toMatchObject({
      format: 'cyclonedx',
      specVersion: '1.6',
      madeAt: '2026-05-01T08:00:00.000Z',
      duplicates: 1,
      problems: [],
      subject: { name: 'shop' },
    });
    expect(inventory.components.map((c) => `${c.ordinal} ${c.path} ${c.kind} ${c.name} ${c.version ?? '?'}`)).toEqual([
      '0 /components/0 library unpack 1.4.1',
      '1 /components/1 application bundle ?',
      '2 /components/1/components/0 library inner 2',
      '3 /components/1/components/0/components/0 file innermost ?',
      '4 /components/2 firmware Infusomat Space 5.9',
      '5 /components/3 library unpack ?',
    ]);
    expect(inventory.components[0]).toMatchObject({
      group: '@acme',
      purl: 'pkg:npm/%40acme/unpack@1.4.1',
      bomRef: 'a',
      hashes: [{ algorithm: 'SHA-1', value: 'ab'.repeat(20) }],
    });
    expect(inventory.components[4]).toMatchObject({
      vendor: 'B. Braun',
      cpe: 'cpe:2.3:o:bbraun:infusomat:5.9:*:*:*:*:*:*:*',
    });
  });

  it('keeps every component, and says at its place what of it could not be read', () => {
    const components = [
      { type: 'library', name: 'good', purl: 'pkg:npm/good@1.0.0' },
      {
        type: 'libary',
        name: 'b',
        purl: 'npm/b',
        cpe: 'b',
        scope: 'maybe',
        'bom-ref': 'x',
        hashes: [
          { alg: 'MD5', content: 'ab' },
          { alg: 'CRC', content: 'ab' },
        ],
      },
      { type: 'library', 'bom-ref': 'x' },
      'nothing',
      { type: 'library', name: 'c', version: 7, components: {} },
    ];
    const inventory = expectOk(readCycloneDx({ ...BOM, components }));
    expect(inventory.components.map((c) => c.name)).toEqual(['good', 'b', '(no name)', 'c']);
    expect(inventory.components[1]).toMatchObject({ kind: 'unknown', badPurl: 'npm/b', hashes: [] });
    expect(inventory.problems.map((p) => `${p.code} ${p.path}`).sort()).toEqual([
      'field.missing /components/2/name',
      'field.type /components/3',
      'field.type /components/4/components',
      'field.type /components/4/version',
      'field.value /components/1/cpe',
      'field.value /components/1/hashes/0/content',
      'field.value /components/1/hashes/1/alg',
      'field.value /components/1/scope',
      'field.value /components/1/type',
      'field.value /components/2/bom-ref',
      'purl.syntax /components/1/purl',
    ]);
  });

  it('is refused when it is another format, another version, or no JSON', () => {
    expect(places({ ...BOM, bomFormat: 'SPDX' })).toEqual(['field.value /bomFormat']);
    expect(places({ ...BOM, specVersion: '2.0' })).toEqual(['field.value /specVersion']);
    expect(places({ ...BOM, components: 'none' })).toEqual(['field.type /components']);
    expect(places('{]')[0]).toMatch(/^json.syntax/);
    expect(places('[]')).toEqual(['field.type ']);
    expect(places('{"a":1,"a":2}')[0]).toMatch(/^json.duplicate-key/);
  });

  it('may hold 200,000 components and not one more, however nested', () => {
    const thing = { type: 'library', name: 'x' };
    const many = Array.from({ length: 200_000 }, () => thing);
    expect(expectOk(readCycloneDx({ ...BOM, components: many })).components).toHaveLength(200_000);
    expect(places({ ...BOM, components: [...many, thing] })).toEqual(['field.too-many /components']);
    let nested: Record<string, unknown> = thing;
    for (let i = 0; i < 120; i += 1) nested = { ...thing, components: [nested] };
    expect(expectOk(readCycloneDx(JSON.stringify({ ...BOM, components: [nested] }))).components).toHaveLength(121);
    for (let i = 0; i < 400; i += 1) nested = { ...thing, components: [nested] };
    expect(places(JSON.stringify({ ...BOM, components: [nested] }))[0]).toMatch(/^json.too-deep/);
  });
});
