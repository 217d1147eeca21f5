// Tells which format an upload has from its first bytes. Only the names of the first object's members are looked at; a file
// name or media type decides nothing that the bytes can decide.

import { foreignEncoding } from './document-text.ts';

export type SniffedFormat =
  | 'sarif'
  | 'osv'
  | 'cve'
  | 'openvex'
  | 'report'
  | 'ndjson'
  | 'cyclonedx'
  | 'spdx'
  | 'csaf'
  | 'kev'
  | 'sheet'
  | 'unknown';

export interface Sniffed {
  readonly format: SniffedFormat;
  /** What told it, in words for the sender. */
  readonly reason: string;
  /** Of NDJSON: what its first line is. */
  readonly of?: SniffedFormat;
}

/** How many bytes are worth giving. */
export const SNIFF_BYTES = 64 * 1024;

export function sniffFormat(head: Uint8Array, hints: { filename?: string; mediaType?: string } = {}): Sniffed {
  const packed = PACKED.find(({ magic }) => magic.every((byte, i) => head[i] === byte));
  if (packed) return { format: 'unknown', reason: `it is ${packed.what}: unpack it first` };
  const foreign = foreignEncoding(head);
  if (foreign) return { format: 'unknown', reason: `it is text in ${foreign}: save it as UTF-8` };
  const text = new TextDecoder('utf-8').decode(head.subarray(0, SNIFF_BYTES)).trimStart();
  if (text === '') return { format: 'unknown', reason: 'there are no bytes' };
  if (text.startsWith('{')) return sniffObject(text, hints.filename ?? '');
  if (text.startsWith('['))
    return { format: 'unknown', reason: 'it is a JSON list: send one document, or one document a line' };
  if (text.startsWith('<')) return sniffXml(text);
  if (TAG_VALUE.test(text)) return { format: 'spdx', reason: 'there is an `SPDXVersion:` line' };
  return sniffSheet(text, hints);
}

const PACKED: readonly { readonly magic: readonly number[]; readonly what: string }[] = [
  { magic: [0x50, 0x4b, 0x03, 0x04], what: 'a zip archive or an office document' },
  { magic: [0x1f, 0x8b], what: 'a gzip archive' },
  { magic: [0x25, 0x50, 0x44, 0x46], what: 'a PDF' },
  { magic: [0x28, 0xb5, 0x2f, 0xfd], what: 'a zstd archive' },
];

const TAG_VALUE = /^SPDXVersion:[ \t]*SPDX-/m;

/** By the root element and its namespace, past the declaration, comments and instructions. */
function sniffXml(text: string): Sniffed {
  let at = 0;
  while (text.startsWith('<?', at) || text.startsWith('<!--', at)) {
    const close = text.startsWith('<?', at) ? '?>' : '-->';
    const end = text.indexOf(close, at + 2);
    if (end < 0) return { format: 'unknown', reason: 'it is XML whose first element is out of sight' };
    at = end + close.length;
    while (/\s/.test(text.charAt(at))) at += 1;
  }
  const [tag = ''] = text.slice(at, at + 4_096).split('>', 1);
  if (/^<(?:[\w.-]{1,80}:)?bom\s/.test(tag) && tag.includes('http://cyclonedx.org/schema/bom/'))
    return { format: 'cyclonedx', reason: 'its root is a `bom` of the CycloneDX namespace' };
  if (tag.includes('http://spdx.org/rdf/'))
    return { format: 'unknown', reason: 'it is SPDX in RDF: send it as JSON or tag-value' };
  if (tag.startsWith('<!DOCTYPE')) return { format: 'unknown', reason: 'it is HTML, or XML with a DOCTYPE' };
  return { format: 'unknown', reason: 'it is XML or HTML, and no CycloneDX bill of materials' };
}

function sniffObject(text: string, filename: string): Sniffed {
  const { members, end } = membersOf(text);
  const whole = classify(members);
  const more = end > 0 && text.slice(end).trimStart().startsWith('{');
  if (more)
    return {
      format: 'ndjson',
      of: whole.format,
      reason: `several documents follow each other; in the first ${whole.reason}`,
    };
  if (/\.(ndjson|jsonl)$/i.test(filename) && end > 0)
    return {
      format: 'ndjson',
      of: whole.format,
      reason: `the file is named ${filename.slice(-40)}; in its line ${whole.reason}`,
    };
  return whole;
}

/** Members of the formats' root objects that no other of them has. */
function classify(members: ReadonlyMap<string, string | undefined>): Sniffed {
  const has = (...names: string[]): boolean => names.every((name) => members.has(name));
  const schema = members.get('$schema') ?? '';
  if (members.get('schema')?.startsWith('leadtime.report/'))
    return { format: 'report', reason: '`schema` names our report' };
  if (has('bomFormat') || /cyclonedx/i.test(schema))
    return { format: 'cyclonedx', reason: 'there is a `bomFormat` or its schema' };
  if (has('spdxVersion') || has('SPDXID'))
    return { format: 'spdx', reason: 'there is an `spdxVersion`, or the id of an SPDX document' };
  if (members.get('@context')?.startsWith('https://spdx.org/rdf/') || has('@context', '@graph'))
    return { format: 'spdx', reason: 'there is an `@context` as SPDX 3 has it' };
  if (has('runs') || /sarif/i.test(schema)) return { format: 'sarif', reason: 'there are `runs` or its schema' };
  if (has('catalogVersion', 'vulnerabilities') || has('catalogVersion', 'dateReleased'))
    return { format: 'kev', reason: 'there is a `catalogVersion`' };
  if (members.get('dataType') === 'CVE_RECORD' || has('cveMetadata', 'containers'))
    return { format: 'cve', reason: 'there are a `dataType` or `cveMetadata` as CVE records have them' };
  if (members.get('@context')?.startsWith('https://openvex.dev/ns'))
    return { format: 'openvex', reason: '`@context` is that of OpenVEX' };
  if (has('document') && (has('vulnerabilities') || has('product_tree') || !has('spdxVersion')))
    return { format: 'csaf', reason: 'there is a `document` as CSAF has it' };
  if (has('id') && (has('modified') || has('affected') || has('schema_version')))
    return { format: 'osv', reason: 'there are an `id` and what OSV puts beside it' };
  const names = [...members.keys()].slice(0, 5).map((name) => JSON.stringify(name.slice(0, 40)));
  return {
    format: 'unknown',
    reason: names.length > 0 ? `no known format begins with ${names.join(', ')}` : 'the object has no members',
  };
}

/** The first object's member names with their values where those are texts, and where the object ends (0 when beyond the head). */
function membersOf(text: string): { members: ReadonlyMap<string, string | undefined>; end: number } {
  const members = new Map<string, string | undefined>();
  let depth = 0;
  let key: string | undefined;
  for (let i = 0; i < text.length; i += 1) {
    const c = text.charAt(i);
    if (c === '{' || c === '[') depth += 1;
    else if (c === '}' || c === ']') {
      depth -= 1;
      if (depth === 0) return { members, end: i + 1 };
    } else if (c === ',' && depth === 1) key = undefined;
    else if (c === '"') {
      const close = endOfString(text, i);
      if (close < 0) break;
      if (depth === 1) {
        const value = text.slice(i + 1, close);
        if (key !== undefined) members.set(key, value);
        else {
          key = value;
          members.set(key, undefined);
        }
      }
      i = close;
    }
  }
  return { members, end: 0 };
}

function endOfString(text: string, open: number): number {
  for (let i = open + 1; i < text.length; i += 1) {
    const c = text.charAt(i);
    if (c === '\\') i += 1;
    else if (c === '"') return i;
  }
  return -1;
}

/** A first line with separators whose columns have names that a list of products has. */
function sniffSheet(
  text: string,
  { filename = '', mediaType = '' }: { filename?: string; mediaType?: string },
): Sniffed {
  const [header = ''] = text.slice(0, 4_096).split(/\r?\n/, 1);
  const columns = header.split(/[,;\t|]/).map((name) => name.replaceAll('"', '').trim().toLowerCase());
  const known = columns.filter((name) =>
    /^(vendor|manufacturer|supplier|product|model|device|software|name|version|release|asset)( ?name)?$/.test(name),
  );
  if (columns.length > 1 && known.length > 1)
    return { format: 'sheet', reason: `the first line has the columns ${known.slice(0, 4).join(', ')}` };
  if (columns.length > 1 && (/\.(csv|tsv)$/i.test(filename) || /^text\/(csv|tab-separated-values)/i.test(mediaType)))
    return { format: 'sheet', reason: 'it is named as a sheet and its first line has separators' };
  return { format: 'unknown', reason: 'it is neither JSON nor a sheet with a header' };
}
