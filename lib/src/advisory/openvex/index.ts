export { OPENVEX_LIMITS, readOpenVex } from './read.ts';
export { type WrittenVex, writeOpenVex } from './write.ts';
