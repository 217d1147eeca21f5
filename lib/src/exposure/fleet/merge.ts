// A base and what has changed since, as the rows of the next base.
import type { FleetBase } from './base.ts';
import type { Delta } from './delta.ts';
import { NOBODY } from './layout.ts';
import { compareRows, type FleetRow } from './row.ts';

/** In order, each once; a row that nobody holds any more has no inventories. */
export function* mergedRows(base: FleetBase, delta: Delta): Iterable<FleetRow> {
  const added = delta.rows();
  let next = 0;
  for (const row of rowsOfBase(base, delta)) {
    let waiting = added[next];
    while (waiting !== undefined && compareRows(waiting, row) < 0) {
      yield waiting;
      next += 1;
      waiting = added[next];
    }
    if (waiting !== undefined && compareRows(waiting, row) === 0) {
      yield { ...row, inventories: joined(row.inventories, waiting.inventories) };
      next += 1;
    } else yield row;
  }
  yield* added.slice(next);
}

function* rowsOfBase(base: FleetBase, delta: Delta): Iterable<FleetRow> {
  for (let i = 0; i < base.packages; i += 1) {
    const { first, tail, end } = base.sliceAt(i);
    const name = base.nameAt(i).slice();
    for (let row = first; row < end; row += 1) {
      const held = new Uint32Array(base.count(row));
      base.inventories(row, held);
      const inventories = delta.inventories === 0 ? held : held.filter((inventory) => !delta.supersedes(inventory));
      yield { ...base.rowKey(row, name, row >= tail), inventories };
    }
  }
}

/** Of two ascending lists without a number in common. */
function joined(a: ArrayLike<number>, b: ArrayLike<number>): Uint32Array {
  const all = new Uint32Array(a.length + b.length);
  all.set(a);
  all.set(b, a.length);
  return all.sort();
}

/** Whose each inventory is now. */
export function mergedOperators(base: FleetBase, delta: Delta): Uint32Array {
  let end = base.operatorOf.length;
  for (const inventory of delta.operatorOf.keys()) end = Math.max(end, inventory + 1);
  const owners = new Uint32Array(end).fill(NOBODY);
  for (let i = 0; i < base.operatorOf.length; i += 1)
    if (!delta.supersedes(i)) owners[i] = base.operatorOf[i] ?? NOBODY;
  for (const [inventory, operator] of delta.operatorOf) owners[inventory] = operator;
  return owners;
}
