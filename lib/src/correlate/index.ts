export * from './candidates.ts';
export * from './evidence.ts';
export * from './identity-edges.ts';
export * from './keys.ts';
export * from './partition.ts';
export * from './reasons.ts';
export * from './target-key.ts';
export * from './weakness-family.ts';
