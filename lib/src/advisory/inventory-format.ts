// Which format an inventory has: what its sender says, else what its bytes tell.
import { failed, ok, type Result } from '../kit/index.ts';
import type { Inventory } from './inventory-model.ts';
import { SNIFF_BYTES, sniffFormat } from './sniff.ts';

/** What can be sent as an inventory, in words for whoever sends one. */
export const INVENTORY_FORMATS_TEXT =
  'CycloneDX (JSON, XML), SPDX (JSON, tag-value, JSON-LD), or a sheet (CSV) with vendor, product and version';

export interface InventoryHints {
  /** What the sender says it is; the bytes are not asked then. */
  readonly format?: Inventory['format'] | undefined;
  readonly filename?: string | undefined;
  readonly mediaType?: string | undefined;
}

/** Fails with input.unknown-format and why none was chosen. */
export function inventoryFormat(bytes: Uint8Array, hints: InventoryHints = {}): Result<Inventory['format']> {
  if (hints.format) return ok(hints.format);
  const { filename, mediaType } = hints;
  const { format, reason } = sniffFormat(bytes.subarray(0, SNIFF_BYTES), {
    ...(filename === undefined ? {} : { filename }),
    ...(mediaType === undefined ? {} : { mediaType }),
  });
  if (format === 'cyclonedx' || format === 'spdx' || format === 'sheet') return ok(format);
  const what = format === 'unknown' ? 'Not recognised' : `This is ${format}, not an inventory`;
  const detail = `${what}: ${reason}. An inventory is ${INVENTORY_FORMATS_TEXT}.`;
  return failed([{ code: 'input.unknown-format', path: '', detail }]);
}
