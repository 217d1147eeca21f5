// Made-up equipment lists as people keep them: vendor, product, version in a sheet, with the untidiness of real ones.
import { type Random, randomOf } from './random.ts';

export interface SheetRow {
  readonly vendor: string;
  readonly product: string;
  readonly version: string;
  readonly asset: string;
  readonly quantity: string;
  readonly location: string;
  readonly note: string;
}
export interface SheetOptions {
  readonly rows: number;
  readonly seed?: string | number;
  /** Rows that must be in it, whatever chance says; they are spread over the sheet. */
  readonly given?: readonly Partial<SheetRow>[];
}

export const SHEET_COLUMNS = ['vendor', 'product', 'version', 'asset', 'quantity', 'location', 'note'] as const;

/** The sheet as CSV (RFC 4180): a header, then the rows. About one in eight has no version. */
export function productSheet(options: SheetOptions): Uint8Array {
  return new TextEncoder().encode(
    csvText([SHEET_COLUMNS, ...sheetRows(options).map((row) => SHEET_COLUMNS.map((c) => row[c]))]),
  );
}

export function sheetRows(options: SheetOptions): readonly SheetRow[] {
  const r = randomOf('sheet', options.seed ?? 'sheet');
  const given = (options.given ?? []).map((row) => ({ ...EMPTY, ...row }));
  const made = Array.from({ length: Math.max(0, options.rows - given.length) }, () => madeUp(r));
  return r.shuffled([...given, ...made]);
}

/** Cells as CSV: quoted where they hold a comma, a quote or a line break. */
export function csvText(rows: readonly (readonly string[])[]): string {
  const cell = (text: string) => (/[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return `${rows.map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;
}

const EMPTY: SheetRow = { vendor: '', product: '', version: '', asset: '', quantity: '1', location: '', note: '' };

const VENDORS: readonly (readonly [string, readonly string[]])[] = [
  ['Corvane Imaging', ['ClearPlate DR', 'ClearPlate Console', 'Archive 5']],
  ['Lumestra', ['WardLight Monitor', 'WardLight Central', 'SleepTrace']],
  ['Pallisade Diagnostics', ['HemaCount 80', 'GasPoint', 'UriScan Table']],
  ['Tarn & Hollis', ['AutoClave 22', 'Instrument Washer']],
  ['Merrowbeds', ['SmartBed M3', 'Bed Gateway']],
  ['Quillon Dental', ['BiteView', 'Chair Control']],
  ['Ostrel Pharmacy', ['Cabinet 400', 'Cabinet Server', 'Label Station']],
  ['Gantry Row', ['CT Table Control', 'Dose Ledger']],
  ['Pennoway Networks', ['Edge Switch 24', 'Ward Access Point', 'VPN Box']],
  ['Hollin Software', ['Admissions', 'Rota', 'Meals']],
  ['Saltbrook Building', ['Air Handling Panel', 'Door Controller', 'Pneumatic Tube']],
  ['Avenmoor', ['Telephone Switch', 'Nurse Call', 'Paging Server']],
];
const WARDS = [
  'Ward 1',
  'Ward 2',
  'Ward 3',
  'Emergency',
  'Theatre A',
  'Theatre B',
  'Laboratory',
  'Pharmacy',
  'Radiology',
  'Plant room',
  'Front desk',
  'Clinic',
] as const;
const NOTES = [
  '',
  '',
  '',
  '',
  'leased',
  'serviced by vendor',
  'spare',
  'to be replaced',
  'label worn off',
  'ask Facilities',
] as const;

function madeUp(r: Random): SheetRow {
  const [vendor, products] = r.pick(VENDORS);
  const product = r.pick(products);
  const ward = r.pick(WARDS);
  return {
    vendor: r.chance(8) ? vendor.toUpperCase() : r.chance(5) ? ` ${vendor} ` : vendor,
    product,
    version: versionText(r),
    asset: `${ward} ${product}`,
    location: ward,
    quantity: String(
      r.weighted([
        [1, 6],
        [2, 2],
        [4, 1],
        [12, 1],
      ] as const),
    ),
    note: r.pick(NOTES),
  };
}

/** Versions as clerks write them: mostly plain, some with a v, a build or a question mark, some not at all. */
function versionText(r: Random): string {
  if (r.chance(12)) return '';
  const plain = `${r.between(1, 9)}.${r.between(0, 12)}${r.chance(50) ? `.${r.between(0, 20)}` : ''}`;
  return r.weighted([
    [plain, 70],
    [`v${plain}`, 12],
    [`${plain} build ${r.between(100, 999)}`, 6],
    [`Rev ${r.pick(['A', 'B', 'C'])}`, 5],
    ['unknown', 4],
    [`${plain}?`, 3],
  ] as const);
}
