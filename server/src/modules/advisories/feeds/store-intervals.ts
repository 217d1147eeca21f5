// What the module that keeps inventories gives to those who store advisories: their claims, ready to be matched.
import type { Advisory } from '@leadtime/lib/advisory';
import type { Tx } from '../../../platform/db/database.ts';

export interface Claiming {
  readonly id: string;
  readonly advisory: Advisory;
}
export type StoreIntervals = (tx: Tx, claiming: readonly Claiming[]) => Promise<void>;
