// A fleet: everything that all operators run, asked by advisory. A base that never changes and threads may share, and a delta of what
// was put and removed since; `compact` makes the next base of both, with the same bytes as a rebuild.
import type { CompiledAdvisory } from '../model.ts';
import { ask, changed, type FleetAnswer, type FleetChange, type FleetParts } from './ask.ts';
import { type FleetBase, openBase } from './base.ts';
import { type Inventory, newDelta, rowsOf } from './delta.ts';
import { mergedOperators, mergedRows } from './merge.ts';
import { type Allocate, packBase } from './pack-base.ts';

export interface Fleet {
  readonly base: FleetBase;
  /** Inventories put and removed since the base. */
  readonly changes: number;
  /** More than a tenth of the inventories has changed: time to compact. */
  readonly isDue: boolean;
  /** Adds the inventory, or replaces what it was. Throws RangeError on numbers out of range. */
  put(inventory: Inventory): void;
  /** One that is not there stays so. */
  remove(inventory: number): void;
  /** Who is reached. */
  ask(compiled: Pick<CompiledAdvisory, 'claims'>): FleetAnswer;
  /** What a new revision changes; undefined: there was no advisory before, or there is none any more. */
  changed(before: CompiledAdvisory | undefined, after: CompiledAdvisory | undefined): FleetChange;
  /** The next base. This fleet stays as it is, so that others can go on asking it while the next is packed. */
  compact(allocate?: Allocate): ArrayBufferLike;
}

const DUE_SHARE = 0.1;

export const buildFleet = (inventories: Iterable<Inventory>, allocate?: Allocate): Fleet => {
  const all = [...inventories];
  return openFleet(packBase(rowsOf(all), new Map(all.map((one) => [one.inventory, one.operator])), allocate));
};

/** Throws RangeError where the memory holds no base. */
export function openFleet(memory: ArrayBufferLike): Fleet {
  const base = openBase(memory);
  const delta = newDelta();
  const superseded = new Uint8Array(base.operatorOf.length);
  let operators = base.operators;
  const parts: FleetParts = {
    base,
    delta,
    superseded,
    get operators() {
      return operators;
    },
  };
  const supersede = (inventory: number): void => {
    if (inventory < superseded.length) superseded[inventory] = 1;
  };
  return {
    base,
    get changes() {
      return delta.inventories;
    },
    get isDue() {
      return delta.inventories > DUE_SHARE * base.operatorOf.length;
    },
    put(inventory) {
      delta.put(inventory);
      supersede(inventory.inventory);
      operators = Math.max(operators, inventory.operator + 1);
    },
    remove(inventory) {
      delta.remove(inventory);
      supersede(inventory);
    },
    ask: (compiled) => ask(parts, compiled),
    changed: (before, after) => changed(parts, before ?? NOTHING, after ?? NOTHING),
    compact: (allocate) => packBase(mergedRows(base, delta), mergedOperators(base, delta), allocate),
  };
}

const NOTHING = { claims: [] };
