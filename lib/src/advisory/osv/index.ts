export { findingOfAdvisory, findingOfOsv, purlOf } from './finding.ts';
export { OSV_LIMITS, readOsv } from './read.ts';
export { OSV_WRITTEN_VERSION, type OsvExtras, osvLeavesOut, writeOsv } from './write.ts';
