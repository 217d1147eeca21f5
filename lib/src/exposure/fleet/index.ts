export { type FleetAnswer, type FleetChange, type FleetHit, operatorsIn } from './ask.ts';
export { type FleetBase, openBase } from './base.ts';
export { type Inventory, rowsOf } from './delta.ts';
export * from './fleet.ts';
export { type Allocate, packBase } from './pack-base.ts';
export { compareRows, type FleetRow, type RowKey, rowOf } from './row.ts';
