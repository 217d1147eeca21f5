export { CVE_LIMITS, type CveRead, findingsOfCve, readCve } from './read.ts';
export { type CveWriter, type WrittenCve, writeCve } from './write.ts';
