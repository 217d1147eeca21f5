export { type RangeText, readRangeText, type SaidVersions } from './read.ts';
