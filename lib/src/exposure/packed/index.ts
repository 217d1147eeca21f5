export * from './open-index.ts';
export * from './pack-index.ts';
export * from './packed-index.ts';
export type { Shelf } from './shelf.ts';
