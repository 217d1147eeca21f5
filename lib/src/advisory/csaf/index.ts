export { CWE_NAMES } from './cwe-names.ts';
export type { CsafDocument } from './document.ts';
export { CSAF_LIMITS, type CsafRead, findingsOfCsaf, readCsaf } from './read.ts';
export type { CsafHead } from './read-head.ts';
export { type CsafOptions, csafFileName, type WrittenCsaf, writeCsaf } from './write.ts';
export { type CsafVexOptions, writeCsafVex } from './write-vex.ts';
