// The generators that benchmarks and the demo week use. Same seed, same bytes.
export { type BomOptions, cyclonedxBom, cyclonedxDocument, type GivenComponent } from './cyclonedx.ts';
export { type KevOptions, kevBytes, kevCatalog, kevEntry } from './kev.ts';
export { type OsvOptions, osvAdvisories, osvNdjson } from './osv.ts';
export { type FictionalEcosystem, type FictionalPackage, packageAt, plainPurl, purlOf, UNIVERSE } from './packages.ts';
export { type Random, randomOf } from './random.ts';
export { reportNdjson } from './report.ts';
export { sarifBytes } from './sarif.ts';
export { productSheet, SHEET_COLUMNS, type SheetOptions } from './sheet.ts';
export { ssvcNdjson } from './ssvc.ts';
