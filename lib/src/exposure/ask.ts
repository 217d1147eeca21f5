// What is needed to ask a packed index and nothing else: for a process that answers one question and ends, to which the rest of this folder
// would be time spent on loading.
export { identify } from './identify.ts';
export { MAGIC as INDEX_MAGIC } from './packed/layout.ts';
export { BrokenIndex, openIndex } from './packed/open-index.ts';
export { packedIndex } from './packed/packed-index.ts';
export { matchInventory } from './verdict.ts';
