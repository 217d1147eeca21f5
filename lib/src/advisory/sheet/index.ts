export { SHEET_TEMPLATE } from './columns.ts';
export { type Delimited, readDelimited, SHEET_LIMITS, type SheetLimits, type SheetRecord } from './delimited.ts';
export { type AssetRow, readAssetSheet, readSheet } from './read.ts';
