export * from './csv.ts';
export * from './digest.ts';
export * from './id.ts';
export * from './instant.ts';
export * from './problem.ts';
export * from './problem-codes.ts';
export * from './result.ts';
