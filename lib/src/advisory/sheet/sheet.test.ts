import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectOk } from '../../kit/index.ts';
import { readAssetSheet, readDelimited, readSheet, SHEET_TEMPLATE } from './index.ts';

const rows = (text: string | Uint8Array): string[][] => expectOk(readDelimited(text)).records.map((r) => [...r.cells]);
const codes = (result: {
  ok: boolean;
  problems?: readonly { code: string; path: string }[];
  value?: unknown;
}): string[] => (result.problems ?? []).map((p) => `${p.code} ${p.path}`);
const utf16 = (text: string, mark: boolean): Uint8Array => {
  const units = Buffer.from(text, 'utf16le');
  return mark ? Buffer.concat([Buffer.from([0xff, 0xfe]), units]) : units;
};

describe('delimited text', () => {
  it('has quotes, breaks inside quotes, doubled quotes, and any line end', () => {
    expect(rows('a,b\r\n"x,1","say ""hi""\r\nthere"\n3,\r,4')).toEqual([
      ['a', 'b'],
      ['x,1', 'say "hi"\r\nthere'],
      ['3', ''],
      ['', '4'],
    ]);
    expect(expectOk(readDelimited('a,b\n"x\ny",1\nz,2')).records.map((r) => r.line)).toEqual([1, 2, 4]);
    expect(rows('a,b,\n1,2,')).toEqual([
      ['a', 'b', ''],
      ['1', '2', ''],
    ]);
  });

  it.each([
    ['comma', 'vendor,product\nA,"b;c;d"'],
    ['semicolon', 'vendor;product\n"A,B,C";d'],
    ['tab', 'vendor\tproduct\nA,B\tc'],
    ['bar', 'vendor|product\nA|b'],
    ['one that the first line says', 'sep=;\r\nvendor;product\r\nA,B,C,D;x'],
  ])('is taken apart at a %s', (_, text) => {
    for (const cells of rows(text)) expect(cells).toHaveLength(2);
  });

  it('drops a byte order mark and keeps letters of all kinds', () => {
    expect(rows(new TextEncoder().encode('\uFEFFvendor,product\nMüller,泵'))).toEqual([
      ['vendor', 'product'],
      ['Müller', '泵'],
    ]);
  });

  it('reads on after a quote that never closes, and after one that closes far away, and says where', () => {
    const open = expectOk(readDelimited('a,b\n1,"2\n3,4\n5,6'));
    expect(open.records.map((r) => r.cells)).toEqual([
      ['a', 'b'],
      ['1', '"2'],
      ['3', '4'],
      ['5', '6'],
    ]);
    expect(open.problems.map((p) => `${p.code} ${p.path}`)).toEqual(['csv.row /line/2']);
    const filler = Array.from({ length: 2_000 }, (_, i) => `row${i},x`).join('\n');
    const runaway = expectOk(readDelimited(`a,b\n"19 inch,rack\n${filler}\n21" inch,rack`));
    expect(runaway.records).toHaveLength(2_003);
    expect(runaway.problems.map((p) => `${p.code} ${p.path}`)).toEqual(['csv.row /line/2']);
  });

  it('is refused when it is UTF-16, a workbook, not UTF-8, empty or too large', () => {
    expect(codes(readDelimited(utf16('vendor,product\nA,b', true)))).toEqual(['input.encoding ']);
    expect(codes(readDelimited(utf16('vendor,product\nA,b', false)))).toEqual(['input.encoding ']);
    expect(codes(readDelimited(Uint8Array.of(0x50, 0x4b, 3, 4, 9)))).toEqual(['input.unknown-format ']);
    const latin = readDelimited(Buffer.from('vendor,product\nA,b\nM\xfcller,c', 'latin1'));
    expect(codes(latin)).toEqual(['input.encoding ']);
    expect(latin.ok ? '' : latin.problems[0]?.detail).toMatch(/^Line 3 /);
    expect(codes(readDelimited(' \r\n'))).toEqual(['input.empty ']);
    expect(codes(readDelimited('vendor,product', { bytes: 5 }))).toEqual(['input.too-large ']);
    expect(codes(readDelimited('a,b\n1,2\n3,4', { rows: 2 }))).toEqual(['field.too-many /line/3']);
  });

  it('gives back whatever was written by the standard', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', ',', ';', '"', '\n', '\r\n', ' ', 'é'), maxLength: 8 });
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 6 }), (table) => {
        const text = `v,p\n${table.map((row) => row.map((c) => `"${c.replaceAll('"', '""')}"`).join(',')).join('\r\n')}`;
        expect(rows(text)).toEqual([['v', 'p'], ...table]);
      }),
      { numRuns: 1_000 },
    );
  });
});

const HOSPITAL = [
  'Biomed inventory;;;;;;',
  'exported 2026-05-01;;;;;;',
  'Manufacturer;Model;Firmware Version;Asset Tag;Qty;Ward;Internet facing;Notes',
  'B. Braun;Infusomat Space;5.9;BM-001;12;ICU;no;rack 4',
  'Draeger;Evita V800;n/a;BM-002;1;OR 2;;',
  ';Ghost pump;1.0;BM-003;;;;',
  'Acme;Monitor 15";"2.1 (build ""7"")";BM-004;two;ER;maybe;',
  ';;;;;;;',
  'Acme;Pump;1;BM-005;1;ER;yes;x;one;too;many',
  'Acme;Pump;2',
].join('\r\n');

describe('a sheet of vendor, product and version', () => {
  const inventory = expectOk(readSheet(HOSPITAL));

  it('finds its columns by what people call them, below a title', () => {
    expect(inventory.columns?.map((c) => c.meaning)).toEqual([
      'vendor',
      'product',
      'version',
      'asset',
      'quantity',
      'location',
      'exposure',
      null,
    ]);
  });

  it('makes a component of every row and keeps the row as given', () => {
    expect(inventory.components.map((c) => `${c.path} ${c.vendor ?? '?'} / ${c.name} / ${c.version ?? '?'}`)).toEqual([
      '/line/4 B. Braun / Infusomat Space / 5.9',
      '/line/5 Draeger / Evita V800 / ?',
      '/line/6 ? / Ghost pump / 1.0',
      '/line/7 Acme / Monitor 15" / 2.1 (build "7")',
      '/line/9 ? / Pump / ?',
      '/line/10 Acme / Pump / 2',
    ]);
    expect(inventory.components[0]?.asset).toEqual({ name: 'BM-001', location: 'ICU', exposure: 'internal' });
    expect(inventory.components[0]?.quantity).toBe(12);
    expect(inventory.components[4]?.row).toEqual({
      line: 9,
      cells: ['Acme', 'Pump', '1', 'BM-005', '1', 'ER', 'yes', 'x', 'one', 'too', 'many'],
    });
  });

  it('says every bad row at its line', () => {
    expect(inventory.problems.map((p) => `${p.code} ${p.path}`).sort()).toEqual([
      'csv.row /line/1',
      'csv.row /line/2',
      'csv.row /line/9',
      'field.missing /line/6',
      'field.value /line/7',
      'field.value /line/7',
    ]);
  });

  it('is refused without a column for vendor or product, and told without one for the version', () => {
    expect(codes(readSheet('vendor,version\nA,1'))).toEqual(['csv.header /line/1']);
    const unversioned = expectOk(readSheet('vendor,product\nA,b'));
    expect(unversioned.problems.map((p) => p.code)).toEqual(['csv.header']);
    expect(unversioned.components).toHaveLength(1);
  });

  it('reads its own template, and package URLs where a column has them', () => {
    expect(expectOk(readSheet(SHEET_TEMPLATE)).columns?.every((c) => c.meaning !== null)).toBe(true);
    const mixed = expectOk(
      readSheet('vendor,product,version,purl\nA,left,1.2.3,pkg:npm/left@1.2.3\nA,right,1,npm/right\n'),
    );
    expect(mixed.components.map((c) => c.purl ?? c.badPurl)).toEqual(['pkg:npm/left@1.2.3', 'npm/right']);
    expect(mixed.problems.map((p) => `${p.code} ${p.path}`)).toEqual(['purl.syntax /line/3']);
  });

  it('reads 100,000 rows in a time that grows with them', () => {
    const sheet = `vendor,product,version\n${Array.from({ length: 100_000 }, (_, i) => `"Vendor ${i % 50}",Product ${i % 900},${i % 9}.${i % 7}`).join('\n')}`;
    expect(expectOk(readSheet(sheet)).components).toHaveLength(100_000);
  });
});

describe('a sheet of assets', () => {
  it('gives what each asset is', () => {
    const read = expectOk(
      readAssetSheet(
        'asset,organisation,sub-organisation,environment,exposure,type\nBM-001,County Hospital,ICU,clinical,public,pump\n,x,,,,\nBM-002,,,,sideways,',
      ),
    );
    expect(read.assets).toEqual([
      {
        name: 'BM-001',
        organisation: 'County Hospital',
        subOrganisation: 'ICU',
        environment: 'clinical',
        exposure: 'public',
        type: 'pump',
        line: 2,
      },
      { name: 'BM-002', exposure: 'unknown', line: 4 },
    ]);
    expect(read.problems.map((p) => `${p.code} ${p.path}`)).toEqual(['field.missing /line/3', 'field.value /line/4']);
  });
});
