// 10,000 damaged documents per reader: no crash, no hang, and a problem whenever one is refused. What is read is judged too.
import { expect, it } from 'vitest';
import { holdReader } from '../../kit/testing/mutate.ts';
import { readCycloneDx, validateCycloneDx } from '../cyclonedx/index.ts';
import { readInventory } from '../read-inventory.ts';
import { readSpdx, validateSpdx } from '../spdx/index.ts';

const CYCLONEDX_XML = [
  '<?xml version="1.0" encoding="UTF-8"?><bom xmlns="http://cyclonedx.org/schema/bom/1.6" version="1" serialNumber="urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79"><metadata><timestamp>2026-05-01T08:00:00Z</timestamp><component type="application"><name>shop</name></component></metadata><components><component type="library" bom-ref="a"><supplier><name>Acme</name><url>x</url></supplier><name>left</name><version>1.2.3</version><hashes><hash alg="MD5">0123456789abcdef0123456789abcdef</hash></hashes><licenses><license><id>MIT</id></license><expression>MIT</expression></licenses><purl>pkg:npm/left@1.2.3</purl><components><component type="file"><name>c</name></component></components></component></components><dependencies><dependency ref="a"><dependency ref="b"/></dependency></dependencies></bom>',
  '<c:bom xmlns:c="http://cyclonedx.org/schema/bom/1.4" xmlns:x="urn:x"><!-- c --><c:services><c:service><c:name><![CDATA[s]]></c:name><c:data><c:classification flow="inbound">PII &amp; &#65;</c:classification></c:data></c:service></c:services><x:y><c:components/></x:y></c:bom>',
];
const SPDX_JSON = [
  '{"SPDXID":"SPDXRef-DOCUMENT","spdxVersion":"SPDX-2.3","creationInfo":{"created":"2026-05-01T08:00:00Z","creators":["Tool: t"]},"name":"n","dataLicense":"CC0-1.0","documentNamespace":"https://example.org/n","documentDescribes":["SPDXRef-a"],"packages":[{"SPDXID":"SPDXRef-a","name":"a","versionInfo":"1","supplier":"Organization: Acme (x)","downloadLocation":"NONE","hasFiles":["SPDXRef-f"],"checksums":[{"algorithm":"SHA1","checksumValue":"abababababababababababababababababababab"}],"externalRefs":[{"referenceCategory":"PACKAGE-MANAGER","referenceType":"purl","referenceLocator":"pkg:npm/a@1"},{"referenceCategory":"SECURITY","referenceType":"cpe23Type","referenceLocator":"cpe:2.3:a:a:a:1:*:*:*:*:*:*:*"}]}],"files":[{"SPDXID":"SPDXRef-f","fileName":"./f","checksums":[]}],"relationships":[{"spdxElementId":"SPDXRef-a","relationshipType":"CONTAINS","relatedSpdxElement":"SPDXRef-f"}]}',
];
const SPDX_3 = [
  '{"@context":"https://spdx.org/rdf/3.0.1/spdx-context.jsonld","@graph":[{"type":"CreationInfo","@id":"_:i","specVersion":"3.0.1","created":"2026-05-01T08:00:00Z","createdBy":["urn:a"]},{"type":"SpdxDocument","spdxId":"urn:d","creationInfo":"_:i","rootElement":["urn:p"]},{"type":"software_Package","spdxId":"urn:p","creationInfo":"_:i","name":"p","software_packageVersion":"1","software_packageUrl":"pkg:npm/p@1","suppliedBy":{"type":"Organization","spdxId":"urn:o","name":"Acme"},"verifiedUsing":[{"type":"Hash","algorithm":"sha1","hashValue":"abababababababababababababababababababab"}]},{"type":"software_File","spdxId":"urn:f","creationInfo":"_:i","name":"f"},{"type":"Relationship","spdxId":"urn:r","creationInfo":"_:i","from":"urn:p","relationshipType":"contains","to":["urn:f",{"type":"software_File","spdxId":"urn:g","name":"g"}]}]}',
];
const TAG_VALUE = [
  'SPDXVersion: SPDX-2.2\nDataLicense: CC0-1.0\nSPDXID: SPDXRef-DOCUMENT\nDocumentName: n\nDocumentNamespace: https://example.org/n\nCreator: Tool: t\nCreated: 2026-05-01T08:00:00Z\n# c\nPackageName: a\nSPDXID: SPDXRef-a\nPackageVersion: 1\nPackageComment: <text>one\ntwo</text>\nPackageChecksum: SHA1: abababababababababababababababababababab\nExternalRef: SECURITY cpe23Type cpe:2.3:a:a:a:1:*:*:*:*:*:*:*\nFileName: ./f\nSPDXID: SPDXRef-f\nFileChecksum: MD5: 0123456789abcdef0123456789abcdef\nRelationship: SPDXRef-a CONTAINS SPDXRef-f\nLicenseID: LicenseRef-1\nExtractedText: <text>x</text>\n',
];
const SHEET = ['Vendor,Product,Version\nAcme,Pump,1\n'];

it.each([
  ['CycloneDX in XML', CYCLONEDX_XML, readCycloneDx, validateCycloneDx, 200],
  ['SPDX 2 in JSON', SPDX_JSON, readSpdx, validateSpdx, 1_000],
  ['SPDX 2 in tag-value', TAG_VALUE, readSpdx, validateSpdx, 1_000],
  ['SPDX 3 in JSON-LD', SPDX_3, readSpdx, validateSpdx, 500],
] as const)('10,000 damaged documents of %s never crash or hang the reader', (name, corpus, read, validate, least) => {
  const run = holdReader(
    (input) => {
      const verdict = validate(input);
      const inventory = read(input);
      if (verdict.ok && !inventory.ok) throw new Error('judged valid, but not read');
      return inventory.ok ? { accepted: true, problems: 0 } : { accepted: false, problems: inventory.problems.length };
    },
    corpus,
    { runs: 10_000, seed: 24409 },
  );
  console.log(`${name}: ${run.accepted} accepted, ${run.refused} refused, slowest ${Math.round(run.slowestMs)} ms`);
  expect(run.broken).toEqual([]);
  expect(run.accepted).toBeGreaterThan(least);
  expect(run.refused).toBeGreaterThan(least);
});

it('10,000 damaged documents of any format never crash or hang the choice of a reader', () => {
  const run = holdReader(
    (input) => {
      const read = readInventory(input);
      return read.ok ? { accepted: true, problems: 0 } : { accepted: false, problems: read.problems.length };
    },
    [...CYCLONEDX_XML, ...SPDX_JSON, ...SPDX_3, ...TAG_VALUE, ...SHEET],
    { runs: 10_000, seed: 34409 },
  );
  expect(run.broken).toEqual([]);
});
