// Reads an SPDX document into an inventory: 2.2 and 2.3 in JSON or tag-value, 3.0 in JSON-LD, told by what it holds.
import { failed, ok, type ProblemList, problemList, type Result } from '../../kit/index.ts';
import { foreignEncoding } from '../document-text.ts';
import { type Fields, own } from '../fields.ts';
import type { Inventory } from '../inventory-model.ts';
import { parseJsonQuickly } from '../json-stream/index.ts';
import { readSpdx2, type Spdx2 } from './document-2.ts';
import { readSpdx3 } from './graph-3.ts';
import { SPDX_LIMITS } from './reading.ts';
import { readTagValue } from './tag-value.ts';

/** An inventory from text, bytes, or a JSON value already parsed. Fails where the document as a whole cannot be read. */
export function readSpdx(input: unknown): Result<Inventory> {
  const problems = problemList();
  const opened = openSpdx(input, problems);
  if (!opened.ok) return opened;
  const document = opened.value;
  return document.version === 2 ? readSpdx2(document, problems) : readSpdx3(document.value, problems);
}

export type OpenedSpdx = ({ readonly version: 2 } & Spdx2) | { readonly version: 3; readonly value: unknown };

/** Bytes or text to the JSON form. What costs single lines of a tag-value document goes to `problems`. */
export function openSpdx(input: unknown, problems: ProblemList): Result<OpenedSpdx> {
  if (typeof input !== 'string' && !(input instanceof Uint8Array)) return ok(versionOf(input));
  const foreign = typeof input === 'string' ? undefined : foreignEncoding(input);
  if (foreign !== undefined)
    return failed([{ code: 'input.encoding', path: '', detail: `The text is ${foreign}; only UTF-8 is read.` }]);
  if (!isJson(input)) return openTagValue(input, problems);
  const value = parseJsonQuickly(input, { maxBytes: SPDX_LIMITS.bytes, maxDepth: SPDX_LIMITS.depth });
  return value.ok ? ok(versionOf(value.value)) : value;
}

/** Whether its first character is a bracket, after a byte order mark and white space. */
function isJson(input: Uint8Array | string): boolean {
  const head = typeof input === 'string' ? input.slice(0, 1_024) : new TextDecoder().decode(input.subarray(0, 1_024));
  return /^\ufeff?\s*[{[]/.test(head);
}

function versionOf(value: unknown): OpenedSpdx {
  const fields = typeof value === 'object' && value !== null ? (value as Fields) : {}; // its keys are read as unknown
  if (own(fields, '@context') !== undefined || own(fields, '@graph') !== undefined) return { version: 3, value };
  return { version: 2, value, encoding: 'json', placeOf: (list, i) => `/${list}/${i}` };
}

function openTagValue(input: Uint8Array | string, problems: ProblemList): Result<OpenedSpdx> {
  const read = readTagValue(input, problems);
  if (!read.ok) return read;
  const { value, lines } = read.value;
  return ok({
    version: 2,
    value,
    encoding: 'tag-value',
    placeOf: (list, i) => `/line/${lines[list][i] ?? 0}`,
    lines,
  });
}
