// What is beside the project about VEX: the published schema, vexctl's documents and logs, CycloneDX's use cases.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { Ajv2020 } from 'ajv/dist/2020.js';

const DATA = new URL('../../../shared/data/', import.meta.url);
export const hasData = (): boolean => existsSync(DATA);

export const readText = (path: string): string => readFileSync(new URL(path, DATA), 'utf8');

/** The OpenVEX documents of vexctl, by path. */
export const vexctlDocuments = (): readonly { readonly path: string; readonly text: string }[] =>
  readdirSync(new URL('openvex/vexctl/', DATA), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.json'))
    .map((path) => ({ path, text: readText(`openvex/vexctl/${path}`) }))
    .filter(({ text }) => /"@context":\s*"https:\/\/openvex/.test(text.slice(0, 300)));

/** The published schema as a judge. Formats are checked as the schema means them. */
export function openVexJudge(): (document: unknown) => boolean {
  const ajv = new Ajv2020({ strict: false, validateFormats: true });
  const iri = (text: string): boolean => text !== '' && !/[\s<>"]/.test(text);
  ajv.addFormat('iri', iri);
  ajv.addFormat('uri', iri);
  ajv.addFormat('date-time', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/);
  const schema: unknown = JSON.parse(readText('openvex/spec/openvex_json_schema.json'));
  const validate = ajv.compile(schema as object); // the published schema is an object
  return (document) => validate(document);
}

/** VEX documents of CycloneDX's examples, by path. */
export const cycloneDxDocuments = (): readonly { readonly path: string; readonly text: string }[] =>
  readdirSync(new URL('sbom/cyclonedx-bom-examples/', DATA))
    .filter((name) => name.endsWith('.ndjson.gz'))
    .flatMap(
      (name) =>
        gunzipSync(readFileSync(new URL(`sbom/cyclonedx-bom-examples/${name}`, DATA)))
          .toString()
          .split('\n')
          .filter((line) => line !== '')
          .map((line) => JSON.parse(line) as { path: string; text?: string }), // the form that the set's note states
    )
    .flatMap(({ path, text }) => (/^VEX\/.*vex[^/]*\.json$/.test(path) && text !== undefined ? [{ path, text }] : []));
