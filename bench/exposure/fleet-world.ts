// A made-up fleet of any size for the benchmarks of exposure. Rows are drawn package by package in the order that a base is packed in,
// so that a hundred million components never stand there as objects. Which inventories hold a row follows from its seed alone.
import { compareRows, type FleetRow, identify, type RowKey, rowOf } from '../../lib/src/exposure/index.ts';
import { PACKAGES, worldPackage } from './world.ts';

export const COMPONENTS_PER_INVENTORY = 100;
const INVENTORIES_PER_OPERATOR = 50;

export interface FleetWorld {
  readonly operators: number;
  readonly operatorOf: Uint32Array;
  rows(): Iterable<FleetRow>;
}

/** Of 1,000,000 inventories and 20,000 operators: 5,000 components an operator, 100 million in all. */
export function fleetWorld(scale: number): FleetWorld {
  const inventories = Math.round(1_000_000 * scale);
  const operators = Math.max(1, inventories / INVENTORIES_PER_OPERATOR);
  return {
    operators,
    operatorOf: Uint32Array.from({ length: inventories }, (_, i) => i % operators),
    rows: () => worldRows(inventories),
  };
}

function* worldRows(inventories: number): Iterable<FleetRow> {
  const places = Array.from({ length: PACKAGES }, (_, i) => i).flatMap((i) => {
    const pkg = worldPackage(i);
    return identify({ kind: 'library', name: '', purl: pkg.purl(pkg.versions[0] ?? '0') }).keys.map(
      ({ package: name }, key) => ({ name, i, key }),
    );
  });
  places.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)); // all of ASCII: the order of their bytes
  const drawn = new Uint32Array(inventories);
  for (const { i, key } of places) {
    const { versions, purl } = worldPackage(i);
    const share = (at: number): number => shareOf(i, versions.length - 1 - at, versions.length);
    // Asked before the row is made: of a small fleet most rows are nobody's.
    const isHeld = (at: number): boolean => draw(drawn, share(at), seedOf(i, at), 1).length > 0;
    const rows = versions
      .flatMap((version, at): (RowKey & { at: number })[] => {
        if (!isHeld(at)) return [];
        const known = identify({ kind: 'library', name: '', purl: purl(version) }).keys[key];
        return known ? [{ ...rowOf(known), at }] : [];
      })
      .sort(compareRows);
    for (const row of rows) {
      yield { ...row, inventories: draw(drawn, share(row.at), seedOf(i, row.at)) };
    }
  }
}

/** How many of the inventories hold a version: small numbers are popular packages, and newer versions stand in more. */
function shareOf(pkg: number, age: number, versions: number): number {
  const cubeRoot = (i: number, n: number): number => Math.cbrt((i + 1) / n) - Math.cbrt(i / n);
  return Math.min(0.97, COMPONENTS_PER_INVENTORY * cubeRoot(pkg, PACKAGES) * cubeRoot(age, versions));
}

const seedOf = (pkg: number, version: number): number => (pkg * 64 + version) >>> 0;

/** At most so many, ascending, with distances that are 1 / share on average; chance is a multiplicative generator, for speed. */
function draw(into: Uint32Array, share: number, seed: number, most = into.length): Uint32Array {
  let state = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) | 1;
  const spread = 2 / share - 2;
  let at = -1;
  let count = 0;
  for (;;) {
    state = Math.imul(state, 0x915f77f5) + 0x6d2b79f5;
    // Half up, half down: the mean distance is 1 + spread / 2.
    at += 1 + Math.floor(((state >>> 0) / 0x1_0000_0000) * spread + 0.5);
    if (at >= into.length || count === most) return into.subarray(0, count);
    into[count] = at;
    count += 1;
  }
}
