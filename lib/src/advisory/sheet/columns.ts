// Which column of a sheet means what. People name columns as they like; these are the names we take for each meaning, best first.
import type { SheetRecord } from './delimited.ts';

export type Meaning =
  | 'vendor'
  | 'product'
  | 'version'
  | 'purl'
  | 'cpe'
  | 'asset'
  | 'quantity'
  | 'location'
  | 'exposure'
  | 'environment'
  | 'organisation'
  | 'subOrganisation'
  | 'type';

/** The header of an empty sheet, to hand out. */
export const SHEET_TEMPLATE =
  'vendor,product,version,asset,quantity,location,exposure,environment,organisation,sub-organisation,asset type\r\n';

const NAMES: Readonly<Record<Meaning, readonly string[]>> = {
  vendor: [
    'vendor',
    'vendor name',
    'manufacturer',
    'manufacturer name',
    'maker',
    'brand',
    'make',
    'oem',
    'supplier',
    'publisher',
    'developer',
  ],
  product: [
    'product',
    'product name',
    'model',
    'model name',
    'device model',
    'model number',
    'device',
    'device name',
    'software',
    'software name',
    'application',
    'equipment',
    'system',
    'item',
    'name',
    'title',
  ],
  version: [
    'version',
    'product version',
    'firmware version',
    'software version',
    'fw version',
    'sw version',
    'version number',
    'firmware',
    'installed version',
    'release',
    'revision',
    'os version',
    'build',
  ],
  purl: ['purl', 'package url'],
  cpe: ['cpe', 'cpe name', 'cpe 2 3'],
  asset: [
    'asset',
    'asset id',
    'asset tag',
    'asset name',
    'asset number',
    'hostname',
    'host',
    'host name',
    'serial number',
    'serial',
    'inventory number',
    'tag',
    'device id',
  ],
  quantity: [
    'quantity',
    'qty',
    'count',
    'number of units',
    'number of devices',
    'units',
    'amount',
    'how many',
    'installed',
  ],
  location: ['location', 'site', 'building', 'room', 'ward', 'floor', 'place'],
  exposure: [
    'exposure',
    'internet facing',
    'internet exposed',
    'public facing',
    'network exposure',
    'exposed',
    'reachable from internet',
  ],
  environment: ['environment', 'env', 'stage', 'deployment', 'network', 'zone'],
  organisation: ['organisation', 'organization', 'org', 'facility', 'hospital', 'agency', 'company', 'owner'],
  subOrganisation: [
    'sub organisation',
    'sub organization',
    'suborganisation',
    'suborganization',
    'department',
    'division',
    'unit',
    'component agency',
  ],
  type: ['asset type', 'device type', 'equipment type', 'type', 'category', 'class'],
};

export interface Header {
  readonly line: number;
  /** How many records stand before and with the header. */
  readonly taken: number;
  readonly titles: readonly string[];
  /** Column by meaning. */
  readonly columns: ReadonlyMap<Meaning, number>;
}

/** How many records may stand before the header: a title, a date, an empty line. */
const MOST_BEFORE = 20;

/** The first record that names all that is needed. */
export function findHeader(records: readonly SheetRecord[], needed: readonly Meaning[]): Header | undefined {
  for (const [i, record] of records.slice(0, MOST_BEFORE).entries()) {
    const columns = columnsOf(record.cells);
    if (needed.every((meaning) => columns.has(meaning)))
      return { line: record.line, taken: i + 1, titles: record.cells, columns };
  }
  return undefined;
}

/** Each meaning goes to the column with the best name for it; a column means one thing at most. */
function columnsOf(titles: readonly string[]): ReadonlyMap<Meaning, number> {
  const folded = titles.map(fold);
  const columns = new Map<Meaning, number>();
  for (const [meaning, names] of Object.entries(NAMES)) {
    const name = names.find((candidate) => folded.includes(candidate));
    if (name !== undefined) columns.set(meaning as Meaning, folded.indexOf(name)); // NAMES is keyed by Meaning
  }
  return columns;
}

/** The names that are understood for a meaning, for messages. */
export const namesFor = (meaning: Meaning): readonly string[] => NAMES[meaning];

const fold = (title: string): string =>
  title
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
