import { describe, expect, it } from 'vitest';
import { expectOk } from '../../kit/index.ts';
import { readCycloneDx, validateCycloneDx } from './index.ts';

const bom = (inner: string, version = '1.6'): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<bom xmlns="http://cyclonedx.org/schema/bom/${version}" serialNumber="urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79" version="3">${inner}</bom>`;

const XML = bom(`
  <metadata>
    <timestamp>2026-05-01T08:00:00Z</timestamp>
    <component type="application" bom-ref="shop"><name>shop</name><components><component type="library"><name>in shop</name></component></components></component>
  </metadata>
  <components>
    <component type="library" bom-ref="a">
      <supplier><name>Acme</name><url>https://acme.example</url><url>https://acme.example/2</url></supplier>
      <group>@acme</group><name>
        unpack
      </name><version>1.4.1</version>
      <hashes><hash alg="SHA-1">
        ${'AB'.repeat(20)}
      </hash></hashes>
      <licenses><license><id>MIT</id></license></licenses>
      <purl>pkg:npm/%40acme/unpack@1.4.1</purl>
      <components><component type="file"><name>lib/unpack.js</name></component></components>
      <pedigree><ancestors><component type="library"><name>tar</name><version>1</version><purl>pkg:npm/tar@1</purl></component></ancestors></pedigree>
    </component>
    <component type="firmware"><name>Pump</name><version>5.9</version><cpe>cpe:/o:acme:pump:5.9</cpe></component>
  </components>
  <dependencies><dependency ref="a"><dependency ref="shop"/></dependency></dependencies>`);

const JSON_FORM = {
  bomFormat: 'CycloneDX',
  specVersion: '1.6',
  serialNumber: 'urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79',
  version: 3,
  metadata: {
    timestamp: '2026-05-01T08:00:00Z',
    component: {
      type: 'application',
      'bom-ref': 'shop',
      name: 'shop',
      components: [{ type: 'library', name: 'in shop' }],
    },
  },
  components: [
    {
      type: 'library',
      'bom-ref': 'a',
      supplier: { name: 'Acme', url: ['https://acme.example', 'https://acme.example/2'] },
      group: '@acme',
      name: 'unpack',
      version: '1.4.1',
      hashes: [{ alg: 'SHA-1', content: 'ab'.repeat(20) }],
      licenses: [{ license: { id: 'MIT' } }],
      purl: 'pkg:npm/%40acme/unpack@1.4.1',
      components: [{ type: 'file', name: 'lib/unpack.js' }],
      pedigree: { ancestors: [{ type: 'library', name: 'tar', version: '1', purl: 'pkg:npm/tar@1' }] },
    },
    { type: 'firmware', name: 'Pump', version: '5.9', cpe: 'cpe:/o:acme:pump:5.9' },
  ],
  dependencies: [{ ref: 'a', dependsOn: ['shop'] }],
};

const places = (input: string): string[] => {
  const verdict = validateCycloneDx(input);
  return verdict.ok ? [] : verdict.problems.map(({ code, path }) => `${code} ${path}`);
};

describe('CycloneDX in XML', () => {
  it('gives the inventory that the JSON form gives, places included', () => {
    const { encoding, ...fromXml } = expectOk(readCycloneDx(XML));
    const { encoding: other, ...fromJson } = expectOk(readCycloneDx(JSON_FORM));
    expect([encoding, other]).toEqual(['xml', 'json']);
    expect(fromXml).toEqual(fromJson);
    expect(fromXml.components.map((c) => `${c.path} ${c.name} in ${c.within ?? '-'}`)).toEqual([
      '/metadata/component/components/0 in shop in -',
      '/components/0 unpack in -',
      '/components/0/components/0 lib/unpack.js in 1',
      '/components/1 Pump in -',
    ]);
    expect(fromXml.components[1]?.derivedFrom).toMatchObject([{ name: 'tar', version: '1', purl: 'pkg:npm/tar@1' }]);
    expect(places(XML)).toEqual([]);
  });

  it('is told by its namespace, not by a prefix or a version attribute', () => {
    const prefixed =
      '<c:bom xmlns:c="http://cyclonedx.org/schema/bom/1.4"><c:components><c:component type="library"><c:name>x</c:name></c:component></c:components></c:bom>';
    expect(expectOk(readCycloneDx(prefixed))).toMatchObject({ specVersion: '1.4', components: [{ name: 'x' }] });
    expect(places('<bom xmlns="http://cyclonedx.org/schema/bom/12"/>')).toEqual(['field.value /line/1']);
    expect(places('<bom xmlns="http://cyclonedx.org/schema/bom/1.9"/>')).toEqual(['field.value /specVersion']);
    expect(places('<bom/>')).toEqual(['field.value /line/1']);
    expect(places('<rdf xmlns="http://cyclonedx.org/schema/bom/1.6"/>')).toEqual(['field.value /line/1']);
  });

  it('leaves out what other namespaces put in, and attributes it does not know', () => {
    const text = bom(
      '<components xmlns:v="urn:v" v:x="1" later="2"><component type="library"><name>x</name><v:name>y</v:name></component></components>',
    );
    expect(places(text)).toEqual([]);
    expect(expectOk(readCycloneDx(text)).components.map(({ name }) => name)).toEqual(['x']);
  });

  it('says what stands twice where it may stand once, and goes on', () => {
    const text = bom(
      '<components><component type="library"><name>x</name><version>1</version><version>2</version></component><component type="library"><name>y</name></component></components>',
    );
    const inventory = expectOk(readCycloneDx(text));
    expect(inventory.components.map(({ name, version }) => `${name} ${version}`)).toEqual(['x 1', 'y undefined']);
    expect(inventory.problems.map(({ code, path }) => `${code} ${path}`)).toEqual([
      'field.too-many /components/0/version',
    ]);
  });

  it('may nest as deep as the JSON form, and not deeper', () => {
    const nested = (levels: number): string =>
      bom(
        `${'<components><component type="library"><name>x</name>'.repeat(levels)}${'</component></components>'.repeat(levels)}`,
      );
    expect(expectOk(readCycloneDx(nested(120))).components).toHaveLength(120);
    expect(places(nested(200))[0]).toMatch(/^xml.too-deep/);
  });
});
