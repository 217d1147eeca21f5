// The ledger: every change of state, committed to, sequenced, provable.
export { proofOf } from './proofs.ts';
export { type Change, type Recorded, record, recordAll } from './record.ts';
export { ledgerRoutes } from './routes.ts';
export { sequence } from './sequence.ts';
