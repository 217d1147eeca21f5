export { SARIF_LIMITS, type SarifLimits, type SarifOptions } from './options.ts';
export { readSarif } from './read-sarif.ts';
