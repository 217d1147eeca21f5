// Asks a fleet who is reached by an advisory: a set of operators at once; the inventories of each row when somebody looks.
import { packageKey } from '../../version/index.ts';
import { MATCH_RULE } from '../match.ts';
import type { CompiledAdvisory, ComponentKey, ExposureState } from '../model.ts';
import type { FleetBase } from './base.ts';
import type { Delta, DeltaRow } from './delta.ts';
import { judgeSlice, STATE, stateOf } from './judge.ts';

/** One package in one version that the advisory reaches. */
export interface FleetHit {
  readonly key: ComponentKey;
  readonly state: Exclude<ExposureState, 'not_affected'>;
  /** The inventories that hold it, each once; those of the base ascending, then those put since. */
  readonly inventories: Uint32Array;
}

/** Good until the fleet next changes. */
export interface FleetAnswer {
  /** Rule and version of the rule, as in a match's evidence. */
  readonly rule: string;
  /** Operators by bit: word operator >>> 5, bit operator & 31. */
  readonly affected: Uint32Array;
  /** Those that hold something undetermined and nothing affected. */
  readonly undetermined: Uint32Array;
  /** How many pairs of inventory and row are reached. */
  readonly instances: number;
  /** Rows reached. */
  readonly rows: number;
  hits(): Iterable<FleetHit>;
}

export interface FleetParts {
  readonly base: FleetBase;
  readonly delta: Delta;
  /** By inventory of the base: 1 where its word no longer counts. */
  readonly superseded: Uint8Array;
  readonly operators: number;
}

/** An advisory claims about a package once (see `compile`); a withdrawn one claims nothing and reaches nobody. */
export const ask = (fleet: FleetParts, compiled: Pick<CompiledAdvisory, 'claims'>): FleetAnswer =>
  answer(fleet, find(fleet, compiled));

/** What a new revision changes; a row whose state changed ended in one and appeared in the other. */
export function changed(
  fleet: FleetParts,
  before: Pick<CompiledAdvisory, 'claims'>,
  after: Pick<CompiledAdvisory, 'claims'>,
): FleetChange {
  const [was, is] = [find(fleet, before), find(fleet, after)];
  const [then, now] = [operatorsOf(answer(fleet, was)), operatorsOf(answer(fleet, is))];
  return {
    appeared: [...hitsOf(fleet, without(is, was))],
    ended: [...hitsOf(fleet, without(was, is))],
    reached: now.map((word, i) => word & ~(then[i] ?? 0)),
    released: then.map((word, i) => word & ~(now[i] ?? 0)),
  };
}

/** The symmetric difference of two answers. */
export interface FleetChange {
  readonly appeared: readonly FleetHit[];
  readonly ended: readonly FleetHit[];
  /** Operators reached now and not before, by bit; and the other way. */
  readonly reached: Uint32Array;
  readonly released: Uint32Array;
}

const operatorsOf = ({ affected, undetermined }: FleetAnswer): Uint32Array =>
  affected.map((word, i) => word | (undetermined[i] ?? 0));

interface Found {
  readonly base: { readonly row: number; readonly name: string; readonly state: number }[];
  readonly delta: { readonly row: DeltaRow; readonly state: number }[];
}

function find(fleet: FleetParts, { claims }: Pick<CompiledAdvisory, 'claims'>): Found {
  const found: Found = { base: [], delta: [] };
  for (const claim of claims) {
    const name = packageKey(claim);
    const slice = fleet.base.slice(name);
    const states = slice ? judgeSlice(fleet.base, slice, name, claim) : [];
    for (const [i, state] of states.entries())
      if (slice && state !== STATE.notAffected) found.base.push({ row: slice.first + i, name, state });
    for (const row of fleet.delta.rowsOfPackage(name)) {
      const state = stateOf(row.key, claim);
      if (state !== STATE.notAffected) found.delta.push({ row, state });
    }
  }
  return found;
}

function without(these: Found, those: Found): Found {
  const [base, delta] = [stateByRow(those.base), stateByRow(those.delta)];
  return {
    base: these.base.filter(({ row, state }) => base.get(row) !== state),
    delta: these.delta.filter(({ row, state }) => delta.get(row) !== state),
  };
}

const stateByRow = <R>(found: readonly { readonly row: R; readonly state: number }[]): ReadonlyMap<R, number> =>
  new Map(found.map(({ row, state }) => [row, state]));

function answer(fleet: FleetParts, found: Found): FleetAnswer {
  const { base, delta, operators } = fleet;
  const affected = new Uint32Array((operators + 31) >>> 5);
  const undetermined = new Uint32Array(affected.length);
  const scratch = new Uint32Array(found.base.reduce((most, { row }) => Math.max(most, base.count(row)), 0));
  let instances = 0;
  let rows = found.delta.length;
  for (const { row, state } of found.base) {
    const held = mark(fleet, row, scratch, state === STATE.affected ? affected : undetermined);
    instances += held;
    if (held > 0) rows += 1;
  }
  for (const { row, state } of found.delta) {
    const bits = state === STATE.affected ? affected : undetermined;
    for (const inventory of row.holders) setBit(bits, delta.operatorOf.get(inventory) ?? 0);
    instances += row.holders.size;
  }
  for (let i = 0; i < undetermined.length; i += 1) undetermined[i] = (undetermined[i] ?? 0) & ~(affected[i] ?? 0);
  return { rule: MATCH_RULE, affected, undetermined, instances, rows, hits: () => hitsOf(fleet, found) };
}

/** Sets the operators of a row's inventories; how many of them count. */
function mark({ base, delta, superseded }: FleetParts, row: number, scratch: Uint32Array, bits: Uint32Array): number {
  const { operatorOf } = base;
  const count = base.count(row);
  base.inventories(row, scratch);
  const all = delta.inventories === 0;
  let held = 0;
  for (let i = 0; i < count; i += 1) {
    const inventory = scratch[i] ?? 0;
    if (!all && superseded[inventory] === 1) continue;
    const operator = operatorOf[inventory] ?? 0;
    bits[operator >>> 5] = (bits[operator >>> 5] ?? 0) | (1 << (operator & 31));
    held += 1;
  }
  return held;
}

function* hitsOf({ base, delta, superseded }: FleetParts, found: Found): Iterable<FleetHit> {
  for (const { row, name, state } of found.base) {
    const held = new Uint32Array(base.count(row));
    base.inventories(row, held);
    const inventories = delta.inventories === 0 ? held : held.filter((inventory) => superseded[inventory] !== 1);
    if (inventories.length > 0) yield { key: base.key(row, name), state: nameOf(state), inventories };
  }
  for (const { row, state } of found.delta)
    yield { key: row.key, state: nameOf(state), inventories: Uint32Array.from(row.holders) };
}

const nameOf = (state: number): FleetHit['state'] => (state === STATE.affected ? 'affected' : 'undetermined');

function setBit(bits: Uint32Array, at: number): void {
  bits[at >>> 5] = (bits[at >>> 5] ?? 0) | (1 << (at & 31));
}

/** The numbers whose bits are set, ascending. */
export function* operatorsIn(bits: Uint32Array): Iterable<number> {
  for (const [i, word] of bits.entries())
    for (let left = word; left !== 0; left &= left - 1) yield 32 * i + (31 - Math.clz32(left & -left));
}
