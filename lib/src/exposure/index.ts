export * from './build-index.ts';
export { compile } from './compile.ts';
export { type Identifiable, type Identity, identify } from './identify.ts';
export { keysDecide, MATCH_RULE, match, rangeText } from './match.ts';
export * from './model.ts';
export * from './packed/index.ts';
export * from './reasons.ts';
export * from './rows.ts';
export * from './verdict.ts';
