// One inventory in every spelling that is read.
import { type Component, type Inventory, writeCycloneDx, writeSpdx } from '../../lib/src/advisory/index.ts';
import { instantOf } from '../../lib/src/kit/index.ts';

export function spellings(inventory: Inventory) {
  const spdx = writeSpdx(inventory, {
    namespace: 'https://example.org/sbom',
    name: 'sbom',
    created: instantOf(0),
    tool: 'bench',
  });
  return {
    'CycloneDX JSON': JSON.stringify(writeCycloneDx(inventory).document),
    'CycloneDX XML': `<bom xmlns="http://cyclonedx.org/schema/bom/1.6" version="1"><components>${inventory.components.map(xmlOf).join('')}</components></bom>`,
    'SPDX 2.3 JSON': JSON.stringify(spdx.document),
    'SPDX 2.3 tag-value': `SPDXVersion: SPDX-2.3\nSPDXID: SPDXRef-DOCUMENT\n${inventory.components.map(tagsOf).join('')}`,
    'SPDX 3.0 JSON-LD': JSON.stringify({
      '@context': 'https://spdx.org/rdf/3.0.1/spdx-context.jsonld',
      '@graph': [
        { type: 'CreationInfo', '@id': '_:i', specVersion: '3.0.1', created: instantOf(0), createdBy: ['urn:bench'] },
        ...inventory.components.map(elementOf),
      ],
    }),
  };
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
const element = (name: string, text: string | undefined): string =>
  text === undefined ? '' : `<${name}>${escaped(text)}</${name}>`;

function xmlOf({ kind, bomRef = '', group, name, version, hashes, cpe, purl }: Component): string {
  const digests = hashes.map(({ algorithm, value }) => `<hash alg="${algorithm}">${value}</hash>`).join('');
  return `<component type="${kind}" bom-ref="${escaped(bomRef)}">${element('group', group)}${element('name', name)}${element('version', version)}<hashes>${digests}</hashes>${element('cpe', cpe)}${element('purl', purl)}</component>`;
}

const line = (tag: string, text: string | undefined): string => (text === undefined ? '' : `${tag}: ${text}\n`);

function tagsOf({ ordinal, name, version, hashes, cpe, purl }: Component): string {
  return [
    line('PackageName', name),
    line('SPDXID', `SPDXRef-${ordinal}`),
    line('PackageVersion', version),
    line('PackageDownloadLocation', 'NOASSERTION'),
    ...hashes.map(({ algorithm, value }) => line('PackageChecksum', `${algorithm.replace('SHA-', 'SHA')}: ${value}`)),
    line('ExternalRef', cpe && `SECURITY cpe23Type ${cpe}`),
    line('ExternalRef', purl && `PACKAGE-MANAGER purl ${purl}`),
  ].join('');
}

function elementOf({ ordinal, name, version, hashes, purl }: Component): object {
  return {
    type: 'software_Package',
    spdxId: `https://example.org/${ordinal}`,
    creationInfo: '_:i',
    name,
    ...(version === undefined ? {} : { software_packageVersion: version }),
    ...(purl === undefined ? {} : { software_packageUrl: purl }),
    verifiedUsing: hashes.map(({ algorithm, value }) => ({
      type: 'Hash',
      algorithm: algorithm.replaceAll('-', '').toLowerCase(),
      hashValue: value,
    })),
  };
}
