// How fast a fleet follows what arrives: 10,000 revisions of advisories and 1,000 inventories a minute, for five minutes of arrivals,
// run as fast as one core can; the base is compacted whenever it is due and at the end, and then equals a rebuild, byte by byte.
//
// The story: what arrives goes to a small delta beside the base, and a revision asks both, before and after. Nothing is rebuilt while
// things arrive.
import { createHash } from 'node:crypto';
import { randomOf } from '../examples/generate/random.ts';
import type { Advisory } from '../lib/src/advisory/index.ts';
import {
  type ComponentKey,
  compareRows,
  compile,
  type Fleet,
  type FleetRow,
  type Inventory,
  identify,
  openFleet,
  packBase,
  rowsOf,
} from '../lib/src/exposure/index.ts';
import type { BenchGiven, BenchResult, Figure } from '../tools/measure.ts';
import { COMPONENTS_PER_INVENTORY, type FleetWorld, fleetWorld } from './exposure/fleet-world.ts';
import { PACKAGES, worldAdvisory, worldPackage } from './exposure/world.ts';

const SCALES = [0.01, 0.1, 1] as const;
const MINUTES = 5;
const REVISIONS = 10_000;
const INVENTORIES = 1_000;

export default async function run({ log }: BenchGiven): Promise<BenchResult> {
  const figures: Figure[] = [];
  const seconds: number[] = [];
  for (const scale of SCALES) {
    const world = fleetWorld(scale);
    let fleet = openFleet(packBase(world.rows(), world.operatorOf));
    const { instances } = fleet.base;
    log(`${instances} components are packed; now things arrive`);
    const followed = follow(fleet, world);
    fleet = followed.fleet;
    const compacting = performance.now();
    const next = fleet.compact();
    const compacted = (performance.now() - compacting) / 1_000;
    const equal = digest(next) === digest(rebuild(world, followed.put));
    seconds.push(followed.seconds);
    log(
      `${followed.seconds.toFixed(1)} s for ${MINUTES} minutes, ${followed.compactions} compactions among them; the last ${compacted.toFixed(1)} s; ${equal ? 'equal to' : 'NOT'} a rebuild`,
    );
    const isWhole = scale === 1;
    const figure = (name: string, value: number, unit: string, goal?: string, met?: boolean): Figure => ({
      name: `${name}, ${instances} components`,
      value: Math.round(value * 100) / 100,
      unit,
      goal: goal ?? null,
      met: met ?? null,
    });
    const rate = (REVISIONS * MINUTES) / (followed.seconds / 60);
    figures.push({
      ...(isWhole
        ? figure('revisions a minute, with a tenth as many inventories', rate, '1/min', '>= 10,000', rate >= REVISIONS)
        : figure('revisions a minute, with a tenth as many inventories', rate, '1/min')),
      peer: `the limit of each: revisions alone ${perMinute(REVISIONS, followed.revisions)}, inventories alone ${perMinute(INVENTORIES, followed.inventories)} a minute`,
    });
    figures.push(
      figure('one revision, p99', followed.p99, 'ms'),
      figure('operators newly reached or let go, all revisions', followed.told, ''),
      figure('compacted at the end', compacted, 's'),
      isWhole
        ? figure('bytes equal to a rebuild (1: they are)', equal ? 1 : 0, '', '1', equal)
        : figure('bytes equal to a rebuild (1: they are)', equal ? 1 : 0, ''),
    );
  }
  figures.push({
    name: 'slope of the time over components, 0.01x to 1x (0 is flat, 1 is linear)',
    value: Math.round(100 * (Math.log((seconds[2] ?? 0) / (seconds[0] ?? 1)) / Math.log(100))) / 100,
    unit: '',
    goal: null,
    met: null,
  });
  return { bench: 'incremental', figures };
}

const perMinute = (each: number, ms: number): number => Math.round((each * MINUTES) / (ms / 60_000));

/** Everything that arrives, in turn: ten revisions, then an inventory. */
function follow(first: Fleet, world: FleetWorld) {
  let fleet = first;
  let compactions = 0;
  let told = 0;
  let inventories = 0;
  const took: number[] = [];
  const put = new Map<number, Inventory>();
  const began = performance.now();
  for (let i = 0; i < MINUTES * INVENTORIES; i += 1) {
    for (let n = 0; n < REVISIONS / INVENTORIES; n += 1) {
      const one = performance.now();
      told += revise(fleet, 10 * i + n);
      took.push(performance.now() - one);
    }
    const one = performance.now();
    const inventory = arriving(world, i);
    put.set(inventory.inventory, inventory);
    if (inventory.keys.length === 0) fleet.remove(inventory.inventory);
    else fleet.put(inventory);
    if (fleet.isDue) {
      fleet = openFleet(fleet.compact());
      compactions += 1;
    }
    inventories += performance.now() - one;
  }
  const seconds = (performance.now() - began) / 1_000;
  const revisions = took.reduce((sum, ms) => sum + ms, 0);
  took.sort((a, b) => a - b);
  return {
    fleet,
    put,
    seconds,
    compactions,
    told,
    revisions,
    inventories,
    p99: took[Math.floor(0.99 * took.length)] ?? 0,
  };
}

/** A new advisory, another range, or a withdrawal, in turn; how many operators are to be told. */
function revise(fleet: Fleet, i: number): number {
  const before = worldAdvisory(i);
  const other: Advisory = { ...before, affected: narrower(before) };
  const after = i % 20 === 0 ? { ...before, withdrawn: before.modified } : other;
  const { reached, released } = fleet.changed(i % 3 === 0 ? undefined : compile(before), compile(after));
  return countBits(reached) + countBits(released);
}

/** The last of its events moves, as when a fix is named for the second time. */
const narrower = ({ affected }: Advisory): Advisory['affected'] =>
  affected.map((entry) => ({ ...entry, ranges: entry.ranges.map((r) => ({ ...r, events: r.events.slice(0, 2) })) }));

function countBits(words: Uint32Array): number {
  let count = 0;
  for (const word of words) for (let left = word; left !== 0; left &= left - 1) count += 1;
  return count;
}

/** A third is new, the others replace one that was there; now and then one is removed (no keys). */
function arriving(world: FleetWorld, i: number): Inventory {
  const r = randomOf('arriving', i);
  const known = world.operatorOf.length;
  const inventory = r.chance(33) ? known + i : r.below(known);
  const keys: ComponentKey[] = [];
  for (let n = r.chance(5) ? 0 : COMPONENTS_PER_INVENTORY; n > 0; n -= 1) {
    const pkg = worldPackage(r.skewed(PACKAGES));
    keys.push(...identify({ kind: 'library', name: '', purl: pkg.purl(r.pick(pkg.versions)) }).keys);
  }
  return { inventory, operator: inventory % world.operators, keys };
}

/** From what every inventory is now: the made-up rows without those that were replaced, and the rows of these. */
function rebuild(world: FleetWorld, put: ReadonlyMap<number, Inventory>): ArrayBufferLike {
  const present = [...put.values()].filter(({ keys }) => keys.length > 0);
  const size = Math.max(world.operatorOf.length, ...present.map(({ inventory }) => inventory + 1));
  const operatorOf = new Uint32Array(size).fill(0xffff_ffff);
  operatorOf.set(world.operatorOf);
  for (const inventory of put.keys()) if (inventory < size) operatorOf[inventory] = 0xffff_ffff;
  for (const { inventory, operator } of present) operatorOf[inventory] = operator;
  return packBase(withRows(world, put, rowsOf(present)), operatorOf);
}

function* withRows(
  world: FleetWorld,
  put: ReadonlyMap<number, Inventory>,
  added: readonly FleetRow[],
): Iterable<FleetRow> {
  let next = 0;
  for (const row of world.rows()) {
    for (let one = added[next]; one && compareRows(one, row) < 0; one = added[next]) {
      yield one;
      next += 1;
    }
    const inventories = Array.from(row.inventories).filter((inventory) => !put.has(inventory));
    const same = added[next];
    if (same && compareRows(same, row) === 0) {
      next += 1;
      inventories.push(...Array.from(same.inventories));
      inventories.sort((a, b) => a - b);
    }
    yield { ...row, inventories };
  }
  yield* added.slice(next);
}

const digest = (memory: ArrayBufferLike): string => createHash('sha256').update(new Uint8Array(memory)).digest('hex');
