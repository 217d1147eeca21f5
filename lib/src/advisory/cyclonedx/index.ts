export { CYCLONEDX_LIMITS, CYCLONEDX_VERSIONS, readCycloneDx } from './read.ts';
