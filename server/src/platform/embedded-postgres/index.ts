// The embedded database: what others may use.
export { NoDatabaseBinaries } from './binaries.ts';
export { DATABASE, OWNER } from './cluster.ts';
export type { Connection, Embedded, EmbeddedOptions, Running } from './embedded.ts';
export { discardDead, findRunning, startEmbedded } from './embedded.ts';
export type { Holder } from './lock.ts';
export { HeldByAnother } from './lock.ts';
