// Reads an inventory, whatever it is: told by its bytes, read by the format's own reader. A new format is one
// line here, one in `load-inventory.ts` and one in `sniff`.
import type { Result } from '../kit/index.ts';
import { readCycloneDx } from './cyclonedx/index.ts';
import { type InventoryHints, inventoryFormat } from './inventory-format.ts';
import type { Inventory } from './inventory-model.ts';
import { readSheet } from './sheet/index.ts';
import { readSpdx } from './spdx/index.ts';

const READERS: Readonly<Record<Inventory['format'], (input: Uint8Array) => Result<Inventory>>> = {
  cyclonedx: readCycloneDx,
  spdx: readSpdx,
  sheet: readSheet,
};

/** Fails with the reader's problems, or with input.unknown-format and why none was chosen. */
export function readInventory(bytes: Uint8Array, hints: InventoryHints = {}): Result<Inventory> {
  const format = inventoryFormat(bytes, hints);
  return format.ok ? READERS[format.value](bytes) : format;
}
