import { describe, expect, it } from 'vitest';
import { expectOk, type Result } from '../../kit/index.ts';
import type { Component, Inventory } from '../inventory-model.ts';
import { readSpdx, validateSpdx } from './index.ts';

const SHA1 = 'ab'.repeat(20);
const SHA256 = 'cd'.repeat(32);
const DOCUMENT = {
  SPDXID: 'SPDXRef-DOCUMENT',
  spdxVersion: 'SPDX-2.3',
  dataLicense: 'CC0-1.0',
  name: 'shop',
  documentNamespace: 'https://example.org/spdx/shop',
  creationInfo: { created: '2026-05-01T08:00:00Z', creators: ['Tool: hand'] },
  documentDescribes: ['SPDXRef-shop'],
  packages: [
    {
      SPDXID: 'SPDXRef-shop',
      name: 'shop',
      downloadLocation: 'NOASSERTION',
      primaryPackagePurpose: 'APPLICATION',
      supplier: 'Organization: Acme (info@acme.example)',
      packageFileName: 'shop-7.tar.gz',
      versionInfo: '7',
      checksums: [{ algorithm: 'SHA256', checksumValue: SHA256.toUpperCase() }],
    },
    {
      SPDXID: 'SPDXRef-ssl',
      name: 'openssl',
      downloadLocation: 'NONE',
      versionInfo: 'NOASSERTION',
      supplier: 'NOASSERTION',
      originator: 'Person: Jo Doe <jo@example.org>',
      checksums: [{ algorithm: 'SHA1', checksumValue: '0'.repeat(40) }],
      externalRefs: [
        {
          referenceCategory: 'PACKAGE-MANAGER',
          referenceType: 'purl',
          referenceLocator: 'pkg:deb/debian/openssl@3.0.11-1',
        },
        {
          referenceCategory: 'SECURITY',
          referenceType: 'cpe23Type',
          referenceLocator: 'cpe:2.3:a:openssl:openssl:3.0.11:*:*:*:*:*:*:*',
        },
        {
          referenceCategory: 'SECURITY',
          referenceType: 'http://spdx.org/rdf/references/cpe22Type',
          referenceLocator: 'cpe:/a:openssl:openssl:3.0.11',
        },
        { referenceCategory: 'PACKAGE-MANAGER', referenceType: 'purl', referenceLocator: 'pkg:generic/openssl@3.0.11' },
        { referenceCategory: 'OTHER', referenceType: 'website', referenceLocator: 'https://example.org' },
      ],
    },
  ],
  files: [
    { SPDXID: 'SPDXRef-lib', fileName: './usr/lib/libssl.so', checksums: [{ algorithm: 'SHA1', checksumValue: SHA1 }] },
  ],
  relationships: [
    { spdxElementId: 'SPDXRef-shop', relationshipType: 'CONTAINS', relatedSpdxElement: 'SPDXRef-ssl' },
    { spdxElementId: 'SPDXRef-lib', relationshipType: 'CONTAINED_BY', relatedSpdxElement: 'SPDXRef-ssl' },
    { spdxElementId: 'SPDXRef-lib', relationshipType: 'COPY_OF', relatedSpdxElement: 'SPDXRef-ssl' },
  ],
};

const TAG_VALUE = `\ufeff# by hand
SPDXVersion: SPDX-2.3
DataLicense: CC0-1.0
SPDXID: SPDXRef-DOCUMENT
DocumentName: shop
DocumentNamespace: https://example.org/spdx/shop
DocumentComment: <text>One
PackageName: not one
</text>
Creator: Tool: hand
Created: 2026-05-01T08:00:00Z
Relationship: SPDXRef-DOCUMENT DESCRIBES SPDXRef-shop

PackageName: shop\r
SPDXID: SPDXRef-shop
PackageDownloadLocation: NOASSERTION
PrimaryPackagePurpose: APPLICATION
PackageSupplier: Organization: Acme (info@acme.example)
PackageFileName: shop-7.tar.gz
PackageVersion: 7
PackageChecksum: SHA256: ${SHA256}
Relationship: SPDXRef-shop CONTAINS SPDXRef-ssl

PackageName: openssl
SPDXID: SPDXRef-ssl
PackageDownloadLocation: NONE
PackageVersion: NOASSERTION
PackageSupplier: NOASSERTION
PackageOriginator: Person: Jo Doe <jo@example.org>
ExternalRef: PACKAGE-MANAGER purl pkg:deb/debian/openssl@3.0.11-1
ExternalRef: SECURITY cpe23Type cpe:2.3:a:openssl:openssl:3.0.11:*:*:*:*:*:*:*
ExternalRef: SECURITY cpe22Type cpe:/a:openssl:openssl:3.0.11
ExternalRef: PACKAGE-MANAGER purl pkg:generic/openssl@3.0.11

FileName: ./usr/lib/libssl.so
SPDXID: SPDXRef-lib
FileChecksum: SHA1: ${SHA1}
Relationship: SPDXRef-lib COPY_OF SPDXRef-ssl
`;

const GRAPH = {
  '@context': 'https://spdx.org/rdf/3.0.1/spdx-context.jsonld',
  '@graph': [
    {
      type: 'CreationInfo',
      '@id': '_:info',
      specVersion: '3.0.1',
      created: '2026-05-01T08:00:00Z',
      createdBy: ['urn:x:acme'],
    },
    { type: 'SpdxDocument', spdxId: 'urn:x:doc', creationInfo: '_:info', rootElement: ['urn:x:bom'] },
    { type: 'software_Sbom', spdxId: 'urn:x:bom', creationInfo: '_:info', rootElement: ['urn:x:shop'] },
    { type: 'Organization', spdxId: 'urn:x:acme', creationInfo: '_:info', name: 'Acme' },
    {
      type: 'software_Package',
      spdxId: 'urn:x:shop',
      creationInfo: '_:info',
      name: 'shop',
      software_packageVersion: '7',
      software_primaryPurpose: 'application',
      suppliedBy: 'urn:x:acme',
    },
    {
      type: 'software_Package',
      spdxId: 'urn:x:ssl',
      creationInfo: '_:info',
      name: 'openssl',
      originatedBy: [{ type: 'Person', spdxId: 'urn:x:jo', creationInfo: '_:info', name: 'Jo Doe' }],
      software_packageUrl: 'pkg:deb/debian/openssl@3.0.11-1',
      externalIdentifier: [
        {
          type: 'ExternalIdentifier',
          externalIdentifierType: 'cpe23',
          identifier: 'cpe:2.3:a:openssl:openssl:3.0.11:*:*:*:*:*:*:*',
        },
        { type: 'ExternalIdentifier', externalIdentifierType: 'cpe22', identifier: 'cpe:/a:openssl:openssl:3.0.11' },
        { type: 'ExternalIdentifier', externalIdentifierType: 'packageUrl', identifier: 'pkg:generic/openssl@3.0.11' },
        { type: 'ExternalIdentifier', externalIdentifierType: 'email', identifier: 'a@example.org' },
      ],
    },
    {
      type: 'software_File',
      spdxId: 'urn:x:lib',
      creationInfo: '_:info',
      name: './usr/lib/libssl.so',
      verifiedUsing: [{ type: 'Hash', algorithm: 'sha1', hashValue: SHA1 }],
    },
    {
      type: 'software_File',
      spdxId: 'urn:x:tar',
      creationInfo: '_:info',
      name: 'shop-7.tar.gz',
      verifiedUsing: [{ type: 'Hash', algorithm: 'sha256', hashValue: SHA256 }],
    },
    {
      type: 'Relationship',
      spdxId: 'urn:x:r1',
      creationInfo: '_:info',
      from: 'urn:x:shop',
      relationshipType: 'contains',
      to: ['urn:x:ssl'],
    },
    {
      type: 'Relationship',
      spdxId: 'urn:x:r2',
      creationInfo: '_:info',
      from: 'urn:x:ssl',
      relationshipType: 'contains',
      to: ['urn:x:lib'],
    },
    {
      type: 'Relationship',
      spdxId: 'urn:x:r3',
      creationInfo: '_:info',
      from: 'urn:x:ssl',
      relationshipType: 'copiedTo',
      to: ['urn:x:lib'],
    },
    {
      type: 'Relationship',
      spdxId: 'urn:x:r4',
      creationInfo: '_:info',
      from: 'urn:x:shop',
      relationshipType: 'hasDistributionArtifact',
      to: ['urn:x:tar'],
    },
  ],
};

const told = (c: Component): unknown => ({
  kind: c.kind,
  name: c.name,
  version: c.version,
  vendor: c.vendor,
  purl: c.purl,
  cpe: c.cpe,
  also: [...(c.otherPurls ?? []), ...(c.otherCpes ?? [])],
  fileName: c.fileName,
  within: c.within,
  from: c.derivedFrom?.map(({ name }) => name),
  hashes: c.hashes,
});
const places = (read: Result<Inventory>): string[] =>
  (read.ok ? read.value.problems : read.problems).map(({ code, path }) => `${code} ${path}`);
const wrong = (input: unknown): string[] => {
  const verdict = validateSpdx(input);
  return verdict.ok ? [] : verdict.problems.map(({ code, path }) => `${code} ${path}`);
};

describe('an SPDX document', () => {
  const expected = [
    {
      kind: 'application',
      name: 'shop',
      version: '7',
      vendor: 'Acme',
      fileName: 'shop-7.tar.gz',
      hashes: [{ algorithm: 'SHA-256', value: SHA256 }],
      also: [],
    },
    {
      kind: 'unknown',
      name: 'openssl',
      vendor: 'Jo Doe',
      purl: 'pkg:deb/debian/openssl@3.0.11-1',
      cpe: 'cpe:2.3:a:openssl:openssl:3.0.11:*:*:*:*:*:*:*',
      also: ['pkg:generic/openssl@3.0.11', 'cpe:/a:openssl:openssl:3.0.11'],
      within: 0,
      hashes: [],
    },
    {
      kind: 'file',
      name: './usr/lib/libssl.so',
      fileName: './usr/lib/libssl.so',
      within: 1,
      from: ['openssl'],
      also: [],
      hashes: [{ algorithm: 'SHA-1', value: SHA1 }],
    },
  ];

  it.each([
    ['2.3 in JSON', JSON.stringify(DOCUMENT), 'json', '/packages/1'],
    ['2.3 in tag-value', TAG_VALUE, 'tag-value', '/line/24'],
    ['3.0 in JSON-LD', JSON.stringify(GRAPH), 'json-ld', '/@graph/5'],
  ])('%s becomes an inventory, and each spelling the same', (_, text, encoding, second) => {
    const inventory = expectOk(readSpdx(new TextEncoder().encode(text)));
    expect(inventory).toMatchObject({
      format: 'spdx',
      encoding,
      madeAt: '2026-05-01T08:00:00.000Z',
      problems: [],
      subject: { name: 'shop' },
    });
    expect(inventory.components.slice(0, 3).map(told)).toEqual(expected);
    expect(inventory.components[1]?.path).toBe(second);
    expect(wrong(text)).toEqual([]);
  });

  it('keeps every entry, and says at its place what of it could not be read', () => {
    const packages = [
      7,
      { name: null, SPDXID: 'SPDXRef-a', externalRefs: [{ referenceType: 'purl', referenceLocator: 'npm/a' }] },
      { SPDXID: 'SPDXRef-a', name: 'b', checksums: [{ algorithm: 'SHA1', checksumValue: 'xy' }, 3], externalRefs: {} },
      { SPDXID: 'SPDXRef-c', name: 'c' },
    ];
    const read = readSpdx({ ...DOCUMENT, packages, files: undefined });
    expect(expectOk(read).components.map(({ name, badPurl }) => [name, badPurl])).toEqual([
      ['(no name)', 'npm/a'],
      ['b', undefined],
      ['c', undefined],
    ]);
    expect(places(read).sort()).toEqual([
      'field.type /packages/0',
      'field.type /packages/1/name',
      'field.type /packages/2/checksums/1',
      'field.type /packages/2/externalRefs',
      'field.value /packages/2/SPDXID',
      'field.value /packages/2/checksums/0',
      'purl.syntax /packages/1/externalRefs/0/referenceLocator',
    ]);
  });

  it('is refused as a whole where its version or its form is another', () => {
    expect(places(readSpdx({ ...DOCUMENT, spdxVersion: 'SPDX-1.2' }))).toEqual(['field.value /spdxVersion']);
    expect(places(readSpdx({ ...DOCUMENT, spdxVersion: undefined }))).toEqual(['field.missing /spdxVersion']);
    expect(places(readSpdx('[]'))).toEqual(['field.type ']);
    expect(places(readSpdx('{"a":1,"a":2}'))[0]).toMatch(/^json.duplicate-key/);
    expect(places(readSpdx({ '@context': 'x', '@graph': {} }))).toEqual(['field.type /@graph']);
    expect(places(readSpdx({ '@context': 'x', '@graph': [] }))).toEqual(['field.missing /@graph']);
    expect(places(readSpdx('just text'))).toEqual(['spdx.syntax /line/1']);
    expect(places(readSpdx(Uint8Array.from([0xff, 0xfe, 0x7b, 0])))).toEqual(['input.encoding ']);
  });

  it('of another 2.x version is read, and says so', () => {
    const read = readSpdx({ ...DOCUMENT, spdxVersion: 'SPDX-2.2.1' });
    expect(expectOk(read).components).toHaveLength(3);
    expect(places(read)).toEqual(['field.value /spdxVersion']);
  });

  it('whose packages hold each other in a circle is read, with the circle opened', () => {
    const ring = (n: number) => ({
      ...DOCUMENT,
      packages: Array.from({ length: n }, (_, i) => ({ SPDXID: `SPDXRef-${i}`, name: `p${i}` })),
      files: [],
      relationships: Array.from({ length: n }, (_, i) => ({
        spdxElementId: `SPDXRef-${i}`,
        relationshipType: 'CONTAINS',
        relatedSpdxElement: `SPDXRef-${(i + 1) % n}`,
      })),
    });
    for (const n of [1, 2, 3, 100_000]) {
      const { components } = expectOk(readSpdx(ring(n)));
      const tops = components.filter(({ within }) => within === undefined);
      expect([components.length, tops.length]).toEqual([n, 1]);
    }
  });

  it('may hold 200,000 packages and files and not one more', () => {
    const packages = Array.from({ length: 200_000 }, (_, i) => ({ name: 'x', SPDXID: `SPDXRef-${i}` }));
    expect(expectOk(readSpdx({ ...DOCUMENT, packages, files: [], relationships: [] })).components).toHaveLength(
      200_000,
    );
    expect(places(readSpdx({ ...DOCUMENT, packages }))).toEqual(['field.too-many /files']);
  });

  it('gives the package URL that a package manager locator of SPDX stands for', () => {
    const ref = (referenceType: string, referenceLocator: string) => ({
      referenceCategory: 'PACKAGE-MANAGER',
      referenceType,
      referenceLocator,
    });
    const purlOf = (...given: [string, string]) =>
      expectOk(readSpdx({ ...DOCUMENT, packages: [{ name: 'x', externalRefs: [ref(...given)] }] })).components[0]?.purl;
    expect(purlOf('maven-central', 'org.apache.tomcat:tomcat:9.0.0.M4')).toBe(
      'pkg:maven/org.apache.tomcat/tomcat@9.0.0.M4',
    );
    expect(purlOf('npm', '@acme/tar@1.2.3')).toBe('pkg:npm/%40acme/tar@1.2.3');
    expect(purlOf('nuget', 'Microsoft.AspNet.MVC/5.0.0')).toBe('pkg:nuget/Microsoft.AspNet.MVC@5.0.0');
    expect(purlOf('npm', 'tar')).toBeUndefined();
    expect(purlOf('bower', 'a@1')).toBeUndefined();
  });
});

describe('SPDX in tag-value', () => {
  it('says by line what is no tag, stands twice, or belongs nowhere', () => {
    const read = readSpdx(
      'SPDXVersion: SPDX-2.3\nPackageVersion: 1\nno tag\nPackageName: x\nPackageVersion: 1\nPackageVersion: 2\nColour: red\nPackageChecksum: 12\nPackageComment: <text>open\n',
    );
    expect(expectOk(read).components.map(({ name, version }) => `${name} ${version}`)).toEqual(['x 1']);
    expect(places(read)).toEqual([
      'reference.dangling /line/2',
      'spdx.syntax /line/3',
      'field.too-many /line/6',
      'field.unknown /line/7',
      'spdx.syntax /line/8',
      'spdx.syntax /line/9',
      'field.missing /line/4/checksums/0/algorithm',
    ]);
  });

  it('with a hundred thousand texts that never end is read in one pass', () => {
    const text = `SPDXVersion: SPDX-2.3\n${'PackageComment: <text>\n'.repeat(100_000)}`;
    expect(expectOk(readSpdx(text)).problemsTotal).toBeGreaterThan(100_000);
  });
});

describe('the strict verdict on SPDX', () => {
  const withPackage = (more: object, spdxVersion = 'SPDX-2.3'): object => ({
    ...DOCUMENT,
    spdxVersion,
    packages: [{ ...DOCUMENT.packages[0], ...more }, DOCUMENT.packages[1]],
  });
  it.each([
    [withPackage({ filesAnalyzed: 'true' }), 'field.type /packages/0/filesAnalyzed'],
    [withPackage({ fileName: 'x' }), 'field.unknown /packages/0/fileName'],
    [withPackage({ supplier: 'Acme' }), 'field.value /packages/0/supplier'],
    [withPackage({ primaryPackagePurpose: 'APP' }), 'field.value /packages/0/primaryPackagePurpose'],
    [{ ...DOCUMENT, dataLicense: 'MIT' }, 'field.value /dataLicense'],
    [
      { ...DOCUMENT, creationInfo: { created: '2026-05-01T08:00:00Z', creators: 'x' } },
      'field.type /creationInfo/creators',
    ],
    [{ ...DOCUMENT, documentDescribes: ['SPDXRef-none'] }, 'reference.dangling /documentDescribes/0'],
    [
      {
        ...DOCUMENT,
        relationships: [{ spdxElementId: 'SPDXRef-shop', relationshipType: 'HAS', relatedSpdxElement: 'NONE' }],
      },
      'field.value /relationships/0/relationshipType',
    ],
    [
      {
        ...GRAPH,
        '@graph': [
          ...GRAPH['@graph'],
          {
            type: 'Relationship',
            spdxId: 'urn:x:r9',
            creationInfo: '_:none',
            from: 'urn:x:shop',
            to: [],
            relationshipType: 'contains',
          },
        ],
      },
      'reference.dangling /@graph/12/creationInfo',
    ],
    [
      { ...GRAPH, '@graph': [...GRAPH['@graph'], { type: 'software_Package', spdxId: 'urn:x:p', name: 'p' }] },
      'field.missing /@graph/12/creationInfo',
    ],
  ])('%#: %s', (document, problem) => {
    expect(wrong(document)).toEqual([problem]);
  });

  it('knows what 2.2 did not have', () => {
    expect(wrong(withPackage({}, 'SPDX-2.2'))).toContain('field.unknown /packages/0/primaryPackagePurpose');
    expect(wrong(withPackage({}, 'SPDX-2.2'))).toContain('field.missing /packages/0/licenseConcluded');
  });

  it('places what is wrong with tag-value at its line', () => {
    expect(wrong(TAG_VALUE.replace('PackageSupplier: NOASSERTION', 'PackageSupplier: Acme'))).toEqual([
      'field.value /line/24/supplier',
    ]);
    expect(wrong(TAG_VALUE.replace('SPDXRef-lib COPY_OF', 'SPDXRef-none COPY_OF'))).toEqual([
      'reference.dangling /line/38/spdxElementId',
    ]);
  });
});
