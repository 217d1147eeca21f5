// The ledger: an append-only tree of commitments that anybody can check. DESIGN law 10; docs/design/ledger.md tells the whole.
export * from './checkpoint.ts';
export * from './commitment.ts';
export * from './compact-tree.ts';
export * from './export.ts';
export type { ExportTrust } from './export-reading.ts';
export * from './frontier.ts';
export * from './hash.ts';
export * from './key.ts';
export * from './merkle.ts';
export * from './note.ts';
export * from './receipt.ts';
export * from './signed-checkpoint.ts';
export * from './tile-proofs.ts';
export * from './tiles.ts';
export * from './verify-export.ts';
export * from './witness.ts';
