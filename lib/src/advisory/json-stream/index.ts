export * from './events.ts';
export { type Line, type LineOrEnd, splitLines } from './lines.ts';
export { parseJsonQuickly } from './parse-quick.ts';
export { parseStrictJson } from './parse-strict.ts';
export { compilePlan, type PlanNode } from './plan.ts';
export { walkJson } from './walk.ts';
export { JsonWalker } from './walker.ts';
