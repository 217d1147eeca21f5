// `readInventory` for a process that reads one inventory and ends: only the reader of its format is loaded. A CycloneDX document in JSON waits
// neither for a parser of XML nor for the readers of SPDX, which take longer to load than it takes to be read.
import type { Result } from '../kit/index.ts';
import { type InventoryHints, inventoryFormat } from './inventory-format.ts';
import type { Inventory } from './inventory-model.ts';

/** As `readInventory` answers. */
export async function loadInventory(bytes: Uint8Array, hints: InventoryHints = {}): Promise<Result<Inventory>> {
  const format = inventoryFormat(bytes, hints);
  if (!format.ok) return format;
  const read = await LOAD[format.value](bytes);
  return read(bytes);
}

type Read = (bytes: Uint8Array) => Result<Inventory>;

const LOAD: Readonly<Record<Inventory['format'], (bytes: Uint8Array) => Promise<Read>>> = {
  cyclonedx: async (bytes) =>
    beginsObject(bytes)
      ? (await import('./cyclonedx/read-json.ts')).readCycloneDxJson
      : (await import('./cyclonedx/read.ts')).readCycloneDx,
  spdx: async () => (await import('./spdx/read.ts')).readSpdx,
  sheet: async () => (await import('./sheet/read.ts')).readSheet,
};

/** Whether it is JSON at the first look: `{` after white space. Everything else is left to the reader that knows both. */
function beginsObject(bytes: Uint8Array): boolean {
  const first = bytes.find((byte) => !SPACES.has(byte));
  return first === 0x7b;
}

const SPACES: ReadonlySet<number> = new Set([0x20, 0x09, 0x0a, 0x0d]);
