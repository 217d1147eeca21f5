export { MAGIC as INDEX_MAGIC } from './layout.ts';
export * from './open-index.ts';
export * from './pack-index.ts';
export * from './packed-index.ts';
export { type Scratch, scratchInMemory } from './scratch.ts';
export type { Shelf } from './shelf.ts';
