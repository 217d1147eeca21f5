export * from './keys.ts';
export * from './proposals.ts';
export * from './weakness-family.ts';
