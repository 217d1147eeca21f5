// Bytes under names, several under each, while an index is built. The bytes go to the scratch; here are numbers in columns, because an object
// for each of a million claims takes more memory than the claim.
import type { Scratch } from './scratch.ts';

export interface Pile {
  /** @param ticket by which it may be left out later. */
  put(name: string, ticket: number, bytes: Uint8Array): void;
  /** All that have something left, in order. */
  names(dropped: ReadonlySet<number>): readonly string[];
  /** What is left under a name, each in memory of its own. */
  get(name: string, dropped: ReadonlySet<number>): readonly Uint8Array[];
}

const NONE = -1;

export function newPile(scratch: Scratch): Pile {
  /** The row that was put last under a name; rows lead back to those before. */
  const last = new Map<string, number>();
  const before: number[] = [];
  const tickets: number[] = [];
  const places: number[] = [];
  const lengths: number[] = [];
  const rowsOf = (name: string, dropped: ReadonlySet<number>): readonly number[] => {
    const rows: number[] = [];
    for (let row = last.get(name) ?? NONE; row !== NONE; row = before[row] ?? NONE)
      if (!dropped.has(tickets[row] ?? NONE)) rows.push(row);
    return rows;
  };
  return {
    put(name, ticket, bytes) {
      before.push(last.get(name) ?? NONE);
      last.set(name, tickets.length);
      tickets.push(ticket);
      places.push(scratch.keep(bytes));
      lengths.push(bytes.length);
    },
    names: (dropped) => {
      const names = [...last.keys()];
      return (dropped.size === 0 ? names : names.filter((name) => rowsOf(name, dropped).length > 0)).sort();
    },
    get: (name, dropped) =>
      rowsOf(name, dropped).map((row) => Uint8Array.from(scratch.read(places[row] ?? 0, lengths[row] ?? 0))),
  };
}
