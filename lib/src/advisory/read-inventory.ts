// Reads an inventory, whatever it is: told by its bytes, read by the format's own reader. A new format is one line here and one in `sniff`.
import { failed, type Result } from '../kit/index.ts';
import { readCycloneDx } from './cyclonedx/index.ts';
import type { Inventory } from './inventory-model.ts';
import { readSheet } from './sheet/index.ts';
import { SNIFF_BYTES, type SniffedFormat, sniffFormat } from './sniff.ts';
import { readSpdx } from './spdx/index.ts';

/** What can be sent as an inventory, in words for whoever sends one. */
export const INVENTORY_FORMATS_TEXT =
  'CycloneDX (JSON, XML), SPDX (JSON, tag-value, JSON-LD), or a sheet (CSV) with vendor, product and version';

const READERS: Readonly<Record<Inventory['format'], (input: Uint8Array) => Result<Inventory>>> = {
  cyclonedx: readCycloneDx,
  spdx: readSpdx,
  sheet: readSheet,
};

export interface InventoryHints {
  /** What the sender says it is; the bytes are not asked then. */
  readonly format?: Inventory['format'] | undefined;
  readonly filename?: string | undefined;
  readonly mediaType?: string | undefined;
}

/** Fails with the reader's problems, or with input.unknown-format and why none was chosen. */
export function readInventory(bytes: Uint8Array, hints: InventoryHints = {}): Result<Inventory> {
  const { filename, mediaType } = hints;
  const { format, reason } = hints.format
    ? { format: hints.format, reason: '' }
    : sniffFormat(bytes.subarray(0, SNIFF_BYTES), {
        ...(filename === undefined ? {} : { filename }),
        ...(mediaType === undefined ? {} : { mediaType }),
      });
  if (isInventory(format)) return READERS[format](bytes);
  const what = format === 'unknown' ? 'Not recognised' : `This is ${format}, not an inventory`;
  return failed([
    {
      code: 'input.unknown-format',
      path: '',
      detail: `${what}: ${reason}. An inventory is ${INVENTORY_FORMATS_TEXT}.`,
    },
  ]);
}

const isInventory = (format: SniffedFormat): format is Inventory['format'] => Object.hasOwn(READERS, format);
