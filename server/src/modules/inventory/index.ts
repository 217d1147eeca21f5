// Inventories: what operators run, and which advisories reach it.
export { storeIntervals } from './intervals.ts';
export { matchAdvisory } from './match-advisory.ts';
export { type Followers, type MatchDeps, matchInventory } from './match-inventory.ts';
export type { GroupKey } from './match-store.ts';
export { staleFeeds } from './rests-on.ts';
export { inventoriesOf, inventoryRoutes } from './routes.ts';
export { COUNT_EXPOSURES, FEED_AGES, UNMATCHED } from './store.ts';
export { actingFor } from './upload.ts';
export { componentOf, labelOf } from './views.ts';
export { operationsWall, recordOperation, recordOperations } from './wall.ts';
