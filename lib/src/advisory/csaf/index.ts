export { CWE_NAMES } from './cwe-names.ts';
export type { CsafDocument } from './document.ts';
export { type CsafOptions, csafFileName, type WrittenCsaf, writeCsaf } from './write.ts';
