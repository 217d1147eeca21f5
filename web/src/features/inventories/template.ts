// The sheet a small operator fills in: vendor, product, version, and the tags that set the days.
import { toCsv } from '../../ui/plots/csv.ts';
import { saveText } from './save.ts';

/** Two rows to show the form; they are made up and must be deleted. */
export const TEMPLATE = {
  columns: ['vendor', 'product', 'version', 'asset', 'exposure'],
  rows: [
    ['Example Medical', 'ExamplePump 300', '4.1.7', 'Ward B pump gateway', 'public'],
    ['Example Soft', 'Records Server', '2.13.0', 'records-01', 'internal'],
  ],
} as const;

export const ASSET_TEMPLATE = {
  columns: ['asset', 'organisation', 'sub-organisation', 'environment', 'exposure', 'type'],
  rows: [['records-01', 'Example Hospital', 'IT', 'production', 'internal', 'server']],
} as const;

export const saveTemplate = (): void => saveText('leadtime-inventory.csv', toCsv(TEMPLATE));
export const saveAssetTemplate = (): void => saveText('leadtime-assets.csv', toCsv(ASSET_TEMPLATE));

/** A name for an inventory from its file's: without path, ending and what a name may not hold. */
export const nameFromFile = (filename: string): string =>
  filename
    .replace(/^.*[/\\]/, '')
    .replace(/\.(cdx\.json|bom\.json|[a-z0-9]{1,5})$/i, '')
    .replaceAll(/[_\s]+/g, ' ')
    .trim()
    .slice(0, 200) || 'Inventory';

/** What the file's name says about its format; undefined lets the server look at the bytes, as for `.json`: CycloneDX or SPDX. */
export function formatFromFile(filename: string): 'cyclonedx' | 'spdx' | 'sheet' | undefined {
  if (/\.(csv|tsv|txt)$/i.test(filename)) return 'sheet';
  if (/\.cdx\.(json|xml)$/i.test(filename)) return 'cyclonedx';
  return /\.(spdx|spdx3?\.json)$/i.test(filename) ? 'spdx' : undefined;
}

/** As it reads inside a sentence. */
export const FORMAT_WORDS = { cyclonedx: 'CycloneDX', spdx: 'SPDX', sheet: 'a sheet' } as const;
