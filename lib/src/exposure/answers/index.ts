export { type Exposed, labelOf } from './exposed.ts';
export { exposuresAsSarif, type SarifOptions } from './sarif.ts';
export { exposuresAsStatements, type StatementOptions } from './statements.ts';
