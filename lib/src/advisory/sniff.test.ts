import { describe, expect, it } from 'vitest';
import { sniffFormat } from './sniff.ts';

const sniff = (text: string, hints = {}) => sniffFormat(new TextEncoder().encode(text), hints);

describe('the format of an upload', () => {
  // format, then how such a file begins
  const beginnings: [string, string][] = [
    ['sarif', '\ufeff{\n "$schema": "https://json.schemastore.org/sarif-2.1.0.json", "ver'],
    ['sarif', '{"runs": [{"tool": {"driver": {"name": "bomFormat"'],
    ['sarif', '{"properties": {"schema": "leadtime.report/1", "bomFormat": 1}, "version": "2.1.0", "runs": []}'],
    ['osv', '{"id": "OSV-2026-1", "modified": "2026-01-01T00:00:00Z"}'],
    ['osv', '{"schema_version": "1.7.0", "id": "GHSA-x", "affected": [{"package"'],
    ['cve', '{"dataType": "CVE_RECORD", "dataVersion": "5.1"'],
    ['cve', '{"containers": {"cna": {}}, "cveMetadata": {"cveId"'],
    ['openvex', '{"@context": "https://openvex.dev/ns/v0.2.0", "@id"'],
    ['openvex', '{"statements": [], "@context": "https://openvex.dev/ns"}'],
    ['report', '{"schema": "leadtime.report/1", "findings": [{"title": "'],
    ['cyclonedx', '{"bomFormat": "CycloneDX", "specVersion": "1.6"'],
    [
      'cyclonedx',
      '<?xml version="1.0"?>\n<!-- made > by -->\n<bom xmlns="http://cyclonedx.org/schema/bom/1.6" version="1">',
    ],
    ['cyclonedx', '\ufeff<c:bom\n xmlns:c="http://cyclonedx.org/schema/bom/1.4">'],
    ['spdx', '{"SPDXID": "SPDXRef-DOCUMENT", "creationInfo": {"created"'],
    ['spdx', '{"dataLicense": "CC0-1.0", "spdxVersion": "SPDX-2.3", "pack'],
    ['spdx', '{"@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld", "@gra'],
    ['spdx', '# made by hand\nSPDXVersion: SPDX-2.2\nDataLicense: CC0-1.0\n'],
    ['openvex', '{"@context": "https://openvex.dev/ns/v0.2.0", "@id": "x"}'],
    ['unknown', '<rdf:RDF xmlns:spdx="http://spdx.org/rdf/terms#">'],
    ['unknown', '<!DOCTYPE bom []><bom xmlns="http://cyclonedx.org/schema/bom/1.6">'],
    ['unknown', '<!-- <bom xmlns="http://cyclonedx.org/schema/bom/1.6"> never ends'],
    ['unknown', '{\u0000"\u0000b\u0000'],
    ['csaf', '{"document": {"category": "csaf_security_advisory"}, "product_tree": {}}'],
    [
      'kev',
      '{"title": "CISA Catalog", "catalogVersion": "2026.11.20", "dateReleased": "2026-11-20T00:00:00Z", "count": 1',
    ],
    ['ndjson', '{"schema": "leadtime.report/1", "findings": []}\n{"schema"'],
    ['sheet', 'Vendor,Product,Version\nAcme,Pump 3000,1.2\n'],
    ['sheet', 'Asset;Manufacturer;Model;Firmware\n'],
    ['unknown', 'PK\u0003\u0004...'],
    ['unknown', ''],
    ['unknown', '   \n'],
    ['unknown', '[{"id": "OSV-1", "modified": "x"}]'],
    ['unknown', '<?xml version="1.0"?><bom>'],
    ['unknown', '{"hello": "world"}'],
    ['unknown', '{"hel'],
    ['unknown', 'Dear maintainer,\nI found a bug.'],
  ];
  it.each(beginnings)('is %s where it begins with %j', (format, text) => {
    const sniffed = sniff(text);
    expect(sniffed.format).toBe(format);
    expect(sniffed.reason).toMatch(/\w/);
  });

  it('says what the lines of NDJSON are, also when there is one', () => {
    expect(sniff('{"id": "OSV-1", "modified": "x"}\n{"id":', {})).toMatchObject({ format: 'ndjson', of: 'osv' });
    expect(sniff('{"schema": "leadtime.report/1"}\n', { filename: 'week.ndjson' })).toMatchObject({
      format: 'ndjson',
      of: 'report',
    });
  });

  it('believes a name only where the bytes leave it open', () => {
    expect(sniff('a,b\n1,2\n', { filename: 'pumps.csv' }).format).toBe('sheet');
    expect(sniff('a,b\n1,2\n').format).toBe('unknown');
    expect(sniff('{"bomFormat": "CycloneDX"}', { filename: 'x.sarif' }).format).toBe('cyclonedx');
  });

  it('never fails on random bytes', () => {
    for (let seed = 1; seed < 2_000; seed += 1) {
      const bytes = Uint8Array.from({ length: seed % 200 }, (_, i) => (i * seed * 2_654_435_761) % 256);
      expect(sniffFormat(bytes).reason).not.toBe('');
    }
  });
});
