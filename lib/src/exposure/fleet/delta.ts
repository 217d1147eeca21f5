// What has changed since a base was packed: inventories added, replaced and removed. A replaced inventory stands here whole and no
// longer counts in the base; small, so that objects will do.
import type { ComponentKey } from '../model.ts';
import { compareRows, type FleetRow, type RowKey, rowOf, VIA_NUMBER } from './row.ts';

/** What an operator runs, as one asset reports it. Numbers are the caller's, dense from 0, and stay when an inventory is replaced. */
export interface Inventory {
  readonly inventory: number;
  readonly operator: number;
  /** Of all components, see `identify`; the same twice counts once. */
  readonly keys: readonly ComponentKey[];
}

export interface DeltaRow extends RowKey {
  readonly holders: ReadonlySet<number>;
}

export interface Delta {
  /** How many inventories it speaks of, put and removed. */
  readonly inventories: number;
  /** Whether the base's word on an inventory no longer counts. */
  supersedes(inventory: number): boolean;
  /** The operator of each inventory put. */
  readonly operatorOf: ReadonlyMap<number, number>;
  put(inventory: Inventory): void;
  remove(inventory: number): void;
  rowsOfPackage(packageKey: string): Iterable<DeltaRow>;
  /** All rows, in the order of compareRows. */
  rows(): readonly FleetRow[];
}

/** The rows of these inventories, in the order that packBase takes them. Throws RangeError on numbers out of range or twice. */
export function rowsOf(inventories: Iterable<Inventory>): readonly FleetRow[] {
  const delta = newDelta();
  for (const one of inventories) {
    if (delta.operatorOf.has(one.inventory)) throw new RangeError(`inventory ${one.inventory} stands there twice`);
    delta.put(one);
  }
  return delta.rows();
}

/** Highest number of an inventory or operator: tables by number stay below 256 MB. */
const MOST = 1 << 26;

type Held = RowKey & { readonly holders: Set<number> };

export function newDelta(): Delta {
  const packages = new Map<string, Map<string, Held>>();
  const operatorOf = new Map<number, number>();
  const heldBy = new Map<number, readonly Held[]>();
  const touched = new Set<number>();
  const drop = (inventory: number): void => {
    for (const held of heldBy.get(inventory) ?? []) {
      held.holders.delete(inventory);
      if (held.holders.size > 0) continue;
      const rows = packages.get(held.key.package);
      rows?.delete(idOf(held.key));
      if (rows?.size === 0) packages.delete(held.key.package);
    }
    heldBy.delete(inventory);
    operatorOf.delete(inventory);
    touched.add(inventory);
  };
  const hold = (key: ComponentKey, inventory: number): Held => {
    const rows = packages.get(key.package) ?? new Map<string, Held>();
    const held = rows.get(idOf(key)) ?? { ...rowOf(key), holders: new Set<number>() };
    packages.set(key.package, rows.set(idOf(key), held));
    held.holders.add(inventory);
    return held;
  };
  return {
    get inventories() {
      return touched.size;
    },
    supersedes: (inventory) => touched.has(inventory),
    operatorOf,
    put({ inventory, operator, keys }) {
      checkNumber('inventory', inventory);
      checkNumber('operator', operator);
      drop(inventory);
      operatorOf.set(inventory, operator);
      heldBy.set(inventory, [...new Set(keys.map((key) => hold(key, inventory)))]);
    },
    remove(inventory) {
      checkNumber('inventory', inventory);
      drop(inventory);
    },
    rowsOfPackage: (name) => packages.get(name)?.values() ?? [],
    rows: () =>
      [...packages.values()]
        .flatMap((rows) => [...rows.values()])
        .map((row): FleetRow => ({ ...row, inventories: Uint32Array.from(row.holders).sort() }))
        .sort(compareRows),
  };
}

/** Within its package. */
const idOf = ({ via, version }: ComponentKey): string => `${VIA_NUMBER[via]}${version ? `=${version.text}` : ''}`;

function checkNumber(what: string, value: number): void {
  if (!Number.isInteger(value) || value < 0 || value >= MOST)
    throw new RangeError(`${what} ${value}: a number from 0 to ${MOST - 1} is needed`);
}
