export * from './notice.ts';
export * from './reading-grade.ts';
