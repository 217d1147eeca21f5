// Reads a CycloneDX bill of materials (ECMA-424), JSON of 1.2 to 1.7 or XML of 1.0 to 1.7, into an inventory.
import { ok, type Result } from '../../kit/index.ts';
import { foreignEncoding } from '../document-text.ts';
import type { Inventory } from '../inventory-model.ts';
import { type OpenedCycloneDx, openCycloneDxJson, readOpened } from './read-json.ts';
import { CYCLONEDX_LIMITS } from './reading.ts';
import { readCycloneDxXml } from './xml.ts';

/** An inventory from text, bytes, or a JSON value already parsed. Fails where the document as a whole cannot be read. */
export function readCycloneDx(input: unknown): Result<Inventory> {
  const opened = openCycloneDx(input);
  return opened.ok ? readOpened(opened.value) : opened;
}

/** Bytes or text to the JSON form, whichever of the two it is written in. */
export function openCycloneDx(input: unknown): Result<OpenedCycloneDx> {
  if (!isXml(input)) return openCycloneDxJson(input);
  const read = readCycloneDxXml(input, { maxBytes: CYCLONEDX_LIMITS.bytes, maxDepth: CYCLONEDX_LIMITS.depth });
  return read.ok ? ok({ ...read.value, encoding: 'xml' }) : read;
}

/** Whether its first character is `<`, after a byte order mark and white space; UTF-16 is left to whoever says that it is not read. */
function isXml(input: unknown): input is Uint8Array | string {
  if (typeof input !== 'string' && !(input instanceof Uint8Array)) return false;
  if (typeof input !== 'string' && foreignEncoding(input) !== undefined) return false;
  const head = typeof input === 'string' ? input.slice(0, 1_024) : new TextDecoder().decode(input.subarray(0, 1_024));
  return /^\ufeff?\s*</.test(head);
}
