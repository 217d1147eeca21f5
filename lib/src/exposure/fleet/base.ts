// Reads a fleet's base as it lies. It never changes; what came after it stands in a delta (delta.ts).
import { compareKeys, packageFromKey, type Version } from '../../version/index.ts';
import type { ComponentKey } from '../model.ts';
import { FIRST_SECTION, FORMAT, HEAD, HEAD_AT, MAGIC, MISSING, SECTIONS, type Section } from './layout.ts';
import { type RowKey, textBytes, textOf, viaOf } from './row.ts';

/** The rows of one package: [first, tail) are decided by bytes and sorted by version key, [tail, end) are judged one by one. */
export interface Slice {
  readonly first: number;
  readonly tail: number;
  readonly end: number;
}

export interface FleetBase {
  readonly packages: number;
  readonly rows: number;
  readonly instances: number;
  /** The highest operator there is, and one. */
  readonly operators: number;
  /** By inventory; NOBODY where there is none. */
  readonly operatorOf: Uint32Array;
  readonly memory: ArrayBufferLike;
  slice(packageKey: string): Slice | undefined;
  /** Which slice a package number has; packages are numbered in the order of their keys. */
  sliceAt(number: number): Slice;
  nameAt(number: number): Uint8Array;
  /** The flags of the row's version; undefined: it has none. */
  flags(row: number): number | undefined;
  via(row: number): ComponentKey['via'];
  /** The first row of [from, to) whose version key is not below `key`. */
  lowerBound(key: Uint8Array, from: number, to: number): number;
  key(row: number, packageKey: string): ComponentKey;
  rowKey(row: number, name: Uint8Array, judged: boolean): RowKey;
  /** How many inventories hold it. */
  count(row: number): number;
  /** Writes its inventories, ascending, to `into`, which holds at least count(row). */
  inventories(row: number, into: Uint32Array): void;
}

/** Throws RangeError where the memory holds no base of this form. */
export function openBase(memory: ArrayBufferLike): FleetBase {
  if (memory.byteLength < 4 * HEAD) throw new RangeError('no fleet base: too short');
  const head = new Uint32Array(memory, 0, HEAD);
  const field = (name: keyof typeof HEAD_AT): number => head[HEAD_AT[name]] ?? 0;
  if (field('magic') !== MAGIC || field('format') !== FORMAT) throw new RangeError('no fleet base of this form');
  const { packages, rows } = { packages: field('packages'), rows: field('rows') };
  const begin = (section: Section): number => head[FIRST_SECTION + SECTIONS.indexOf(section)] ?? 0;
  const words = (section: Section, length: number): Uint32Array => new Uint32Array(memory, begin(section), length);
  const bytes = (section: Section): Uint8Array => new Uint8Array(memory, begin(section));
  const nameAt = words('nameAt', packages + 1);
  const packageRow = words('packageRow', packages + 1);
  const packageTail = words('packageTail', packages);
  const keyAt = words('keyAt', rows + 1);
  const textAt = words('textAt', rows + 1);
  const postingAt = words('postingAt', rows + 1);
  const counts = words('count', rows);
  const mark = new Uint16Array(memory, begin('mark'), rows);
  const [names, keys, texts, postings] = [bytes('names'), bytes('keys'), bytes('texts'), bytes('postings')];
  const between = (from: Uint8Array, at: Uint32Array, i: number): Uint8Array => from.subarray(at[i], at[i + 1]);
  const sliceAt = (i: number): Slice => ({
    first: packageRow[i] ?? 0,
    tail: packageTail[i] ?? 0,
    end: packageRow[i + 1] ?? 0,
  });
  const via = (row: number): ComponentKey['via'] => viaOf(((mark[row] ?? 0) >>> 8) & 15);
  const flags = (row: number): number | undefined => ((mark[row] ?? 0) & MISSING ? undefined : (mark[row] ?? 0) & 0xff);
  const version = (row: number): Version | undefined => {
    const known = flags(row);
    if (known === undefined) return undefined;
    // A copy: what is handed out must not keep, or let anyone write, the whole base.
    return { text: textOf(between(texts, textAt, row)), key: between(keys, keyAt, row).slice(), flags: known };
  };
  const key = (row: number, packageKey: string): ComponentKey => {
    const stated = version(row);
    const named = { package: packageKey, ...packageFromKey(packageKey), via: via(row) };
    return stated ? { ...named, version: stated } : named;
  };
  return {
    packages,
    rows,
    instances: field('instancesLow') + field('instancesHigh') * 0x1_0000_0000,
    operators: field('operators'),
    operatorOf: words('operatorOf', field('inventories')),
    memory,
    sliceAt,
    nameAt: (i) => between(names, nameAt, i),
    slice(packageKey) {
      const name = textBytes(packageKey);
      const at = firstAtLeast(0, packages, (i) => compareKeys(between(names, nameAt, i), name));
      return at < packages && compareKeys(between(names, nameAt, at), name) === 0 ? sliceAt(at) : undefined;
    },
    flags,
    via,
    lowerBound: (wanted, from, to) => firstAtLeast(from, to, (i) => compareKeys(between(keys, keyAt, i), wanted)),
    key,
    rowKey: (row, name, judged) => ({
      key: key(row, textOf(name)),
      name,
      text: between(texts, textAt, row),
      judged,
    }),
    count: (row) => counts[row] ?? 0,
    inventories(row, into) {
      let at = postingAt[row] ?? 0;
      let last = -1;
      for (let i = 0, end = counts[row] ?? 0; i < end; i += 1) {
        let byte = postings[at++] ?? 0;
        let gap = byte & 127;
        for (let shift = 7; byte > 127; shift += 7) {
          byte = postings[at++] ?? 0;
          gap |= (byte & 127) << shift;
        }
        last += (gap >>> 0) + 1;
        into[i] = last;
      }
    },
  };
}

/** The first of [from, to) for which `compare` is not negative. */
function firstAtLeast(from: number, to: number, compare: (i: number) => number): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compare(middle) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
