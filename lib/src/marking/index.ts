export * from './foreign-text.ts';
export * from './projection.ts';
export * from './tlp.ts';
