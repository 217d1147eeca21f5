export { CYCLONEDX_LIMITS, CYCLONEDX_VERSIONS, readCycloneDx } from './read.ts';
export { readCycloneDxVex } from './read-vex.ts';
export { writeCycloneDxVex } from './write-vex.ts';
