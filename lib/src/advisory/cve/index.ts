export { CVE_LIMITS, type CveRead, findingsOfCve, readCve } from './read.ts';
