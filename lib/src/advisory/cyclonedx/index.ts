export { openCycloneDx, readCycloneDx } from './read.ts';
export { readCycloneDxVex } from './read-vex.ts';
export { CYCLONEDX_LIMITS, CYCLONEDX_VERSIONS, CYCLONEDX_XML_VERSIONS } from './reading.ts';
export { validateCycloneDx } from './validate.ts';
export { writeCycloneDxVex } from './write-vex.ts';
