// Packs rows into a base. It takes them in order, one at a time, so that a merge and a rebuild write the same bytes, and none of the
// three (packing, merging, loading from a table) needs all rows as objects at once.
import { FIRST_SECTION, FORMAT, HEAD, HEAD_AT, MAGIC, MISSING, NOBODY, putVarint, SECTIONS } from './layout.ts';
import { compareRows, type FleetRow, type RowKey, VIA_NUMBER } from './row.ts';

/** Where the memory comes from: `(bytes) => new SharedArrayBuffer(bytes)` lets threads share a base. */
export type Allocate = (bytes: number) => ArrayBufferLike;

/**
 * `rows` in the order of compareRows, those without inventories left out; `operatorOf` by inventory. Throws RangeError on rows out of
 * order or twice, and on inventories out of order or without an operator: bugs of the caller.
 */
export function packBase(
  rows: Iterable<FleetRow>,
  operatorOf: ReadonlyMap<number, number> | Uint32Array,
  allocate: Allocate = (bytes) => new ArrayBuffer(bytes),
): ArrayBufferLike {
  const owners = ownersOf(operatorOf);
  const words = { nameAt: grower(), packageRow: grower(), packageTail: grower(), keyAt: grower(), textAt: grower() };
  const more = { postingAt: grower(), count: grower(), mark: grower() };
  const bytes = { names: byteGrower(), keys: byteGrower(), texts: byteGrower(), postings: byteGrower() };
  let before: RowKey | undefined;
  let instances = 0;
  let count = 0;
  let packages = 0;
  let tail = false;
  const endOfPackage = (): void => {
    if (before !== undefined && !tail) words.packageTail.push(count);
  };
  for (const row of rows) {
    if (row.inventories.length === 0) continue;
    if (before !== undefined && compareRows(before, row) >= 0)
      throw new RangeError('rows must be in order, none twice');
    if (before === undefined || Buffer.compare(before.name, row.name) !== 0) {
      endOfPackage();
      words.nameAt.push(bytes.names.length());
      words.packageRow.push(count);
      bytes.names.add(row.name);
      packages += 1;
      tail = false;
    }
    if (row.judged && !tail) {
      words.packageTail.push(count);
      tail = true;
    }
    const { version, via } = row.key;
    words.keyAt.push(bytes.keys.length());
    words.textAt.push(bytes.texts.length());
    more.postingAt.push(bytes.postings.length());
    more.count.push(row.inventories.length);
    more.mark.push((version?.flags ?? MISSING) | (VIA_NUMBER[via] << 8));
    if (version) bytes.keys.add(version.key);
    bytes.texts.add(row.text);
    putPosting(row.inventories, owners, bytes.postings.put);
    instances += row.inventories.length;
    count += 1;
    before = row;
  }
  endOfPackage();
  words.nameAt.push(bytes.names.length());
  words.packageRow.push(count);
  words.keyAt.push(bytes.keys.length());
  words.textAt.push(bytes.texts.length());
  more.postingAt.push(bytes.postings.length());
  const operators = owners.reduce((most, operator) => (operator === NOBODY ? most : Math.max(most, operator + 1)), 0);
  const head = new Uint32Array(HEAD);
  head[HEAD_AT.magic] = MAGIC;
  head[HEAD_AT.format] = FORMAT;
  head[HEAD_AT.packages] = packages;
  head[HEAD_AT.rows] = count;
  head[HEAD_AT.inventories] = owners.length;
  head[HEAD_AT.operators] = operators;
  head[HEAD_AT.instancesLow] = instances % 0x1_0000_0000;
  head[HEAD_AT.instancesHigh] = Math.floor(instances / 0x1_0000_0000);
  return lay(head, { ...words, ...more, operatorOf: fixed(owners), ...bytes, mark: halves(more.mark) }, allocate);
}

/** By inventory up to the last one that somebody has. */
function ownersOf(operatorOf: ReadonlyMap<number, number> | Uint32Array): Uint32Array {
  if (operatorOf instanceof Uint32Array) {
    let end = operatorOf.length;
    while (end > 0 && operatorOf[end - 1] === NOBODY) end -= 1;
    return operatorOf.subarray(0, end);
  }
  let end = 0;
  for (const inventory of operatorOf.keys()) end = Math.max(end, inventory + 1);
  const owners = new Uint32Array(end).fill(NOBODY);
  for (const [inventory, operator] of operatorOf) owners[inventory] = operator;
  return owners;
}

function putPosting(inventories: ArrayLike<number>, owners: Uint32Array, put: (byte: number) => void): void {
  let last = -1;
  for (let i = 0; i < inventories.length; i += 1) {
    const inventory = inventories[i] ?? 0;
    if (inventory <= last) throw new RangeError('inventories must be in order, none twice');
    if ((owners[inventory] ?? NOBODY) === NOBODY) throw new RangeError(`inventory ${inventory} has no operator`);
    putVarint(inventory - last - 1, put);
    last = inventory;
  }
}

interface Part {
  /** In bytes. */
  readonly size: () => number;
  readonly copy: (to: Uint8Array, at: number) => void;
}

function lay(head: Uint32Array, parts: Record<(typeof SECTIONS)[number], Part>, allocate: Allocate): ArrayBufferLike {
  let at = 4 * HEAD;
  for (const [i, section] of SECTIONS.entries()) {
    head[FIRST_SECTION + i] = at;
    at += 4 * Math.ceil(parts[section].size() / 4);
  }
  if (at > MAX_BYTES) throw new RangeError('a base is at most 4 GB: spread the fleet over several');
  const memory = allocate(at);
  const bytes = new Uint8Array(memory);
  bytes.set(new Uint8Array(head.buffer));
  for (const [i, section] of SECTIONS.entries()) parts[section].copy(bytes, head[FIRST_SECTION + i] ?? 0);
  return memory;
}
const MAX_BYTES = 0xffff_ffff;

/** Numbers in chunks: an array that doubles would hold three times its size while it is copied. */
function grower(): Part & { push(value: number): void; values(): Iterable<Uint32Array> } {
  const chunks: Uint32Array[] = [];
  let used = CHUNK;
  function* values(): Iterable<Uint32Array> {
    for (const [i, chunk] of chunks.entries()) yield i === chunks.length - 1 ? chunk.subarray(0, used) : chunk;
  }
  return {
    push(value) {
      if (used === CHUNK) {
        chunks.push(new Uint32Array(CHUNK));
        used = 0;
      }
      (chunks.at(-1) as Uint32Array)[used] = value; // there is one: pushed above
      used += 1;
    },
    values,
    size: () => 4 * (chunks.length === 0 ? 0 : (chunks.length - 1) * CHUNK + used),
    copy(to, at) {
      let next = at;
      for (const part of values()) {
        to.set(new Uint8Array(part.buffer, part.byteOffset, part.byteLength), next);
        next += part.byteLength;
      }
    },
  };
}
const CHUNK = 1 << 18;

function byteGrower(): Part & { put(byte: number): void; add(bytes: Uint8Array): void; length(): number } {
  const chunks: Uint8Array[] = [];
  let chunk = new Uint8Array(0);
  let used = 0;
  let whole = 0;
  const put = (byte: number): void => {
    if (used === chunk.length) {
      whole += used;
      chunk = new Uint8Array(4 * CHUNK);
      chunks.push(chunk);
      used = 0;
    }
    chunk[used] = byte;
    used += 1;
  };
  return {
    put,
    add(bytes) {
      for (let i = 0; i < bytes.length; i += 1) put(bytes[i] ?? 0);
    },
    length: () => whole + used,
    size: () => whole + used,
    copy(to, at) {
      let next = at;
      for (const one of chunks) {
        const part = one === chunk ? one.subarray(0, used) : one;
        to.set(part, next);
        next += part.length;
      }
    },
  };
}

const fixed = (words: Uint32Array): Part => ({
  size: () => words.byteLength,
  copy: (to, at) => to.set(new Uint8Array(words.buffer, words.byteOffset, words.byteLength), at),
});

const halves = (words: { size(): number; values(): Iterable<Uint32Array> }): Part => ({
  size: () => words.size() / 2,
  copy(to, at) {
    let next = at;
    for (const part of words.values()) {
      const half = Uint16Array.from(part);
      to.set(new Uint8Array(half.buffer), next);
      next += half.byteLength;
    }
  },
});
