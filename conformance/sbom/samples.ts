// The outside documents, and a count of their components that shares nothing with our reader.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { root } from '../../tools/setup.mjs';

export interface Sample {
  /** `1.6/valid-bom-1.6.xml`. */
  readonly id: string;
  readonly bytes: Uint8Array;
}

export const DATA = path.join(root, '..', 'shared', 'data', 'sbom');
export const ABSENT = 'the outside data (../shared/data/sbom) is not here';

/** undefined: the data is not here. */
export function specSamples(): readonly Sample[] | undefined {
  const spec = path.join(DATA, 'cyclonedx-spec');
  if (!existsSync(spec)) return undefined;
  const folder = path.join(spec, 'tools/src/test/resources');
  const json = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.json'))
    .map((file) => ({ id: file.replaceAll(path.sep, '/'), bytes: readFileSync(path.join(folder, file)) }));
  const xml = packed(path.join(spec, 'xml-and-protobuf.ndjson.gz'))
    .filter(({ id }) => /resources\/1\.\d\/.*\.xml$/.test(id))
    .map(({ id, bytes }) => ({ id: id.replace(/^.*resources\//, ''), bytes }));
  return [...json, ...xml];
}

export function exampleSamples(): readonly Sample[] | undefined {
  const file = path.join(DATA, 'cyclonedx-bom-examples', 'files.ndjson.gz');
  return existsSync(file) ? packed(file).filter(({ id }) => /\.(json|xml)$/.test(id)) : undefined;
}

export function packed(file: string): readonly Sample[] {
  return gunzipSync(readFileSync(file))
    .toString('utf8')
    .split('\n')
    .filter((row) => row !== '')
    .map((row) => JSON.parse(row) as { path: string; text?: string; base64?: string }) // the form that the set's note states
    .map((row) => ({
      id: row.path,
      bytes: row.text === undefined ? Buffer.from(row.base64 ?? '', 'base64') : Buffer.from(row.text),
    }));
}

/** Components of the document and of its subject, nested ones too; not those of pedigree, tools, formulation and the like. */
export function countComponents({ id, bytes }: Sample): number {
  const text = Buffer.from(bytes).toString('utf8');
  return id.endsWith('.xml') ? countInXml(text) : countInJson(JSON.parse(text.replace(/^\ufeff/, '')));
}

interface Holder {
  readonly components?: readonly Holder[];
  readonly metadata?: { readonly component?: Holder };
}

function countInJson(bom: Holder): number {
  const below = (holder: Holder | undefined): number =>
    (holder?.components ?? []).reduce((sum, one) => sum + 1 + below(one), 0);
  return below(bom) + below(bom.metadata?.component);
}

/** By tags alone: `<component` whose open ancestors are nothing but bom, metadata, components and component. */
function countInXml(text: string): number {
  const plain = text.replace(/<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<\?[\s\S]*?\?>/g, '');
  const open: string[] = [];
  let count = 0;
  for (const [, close = '', prefixed = '', self = ''] of plain.matchAll(
    /<(\/?)([\w:.-]+)(?:"[^"]*"|'[^']*'|[^>"'])*?(\/?)>/g,
  )) {
    const name = prefixed.replace(/^.*:/, '');
    if (close) {
      open.pop();
      continue;
    }
    if (name === 'component' && open.at(-1) === 'components' && open.every((one) => HOLDERS.has(one))) count += 1;
    if (!self) open.push(name);
  }
  return count;
}
const HOLDERS = new Set(['bom', 'metadata', 'components', 'component']);
