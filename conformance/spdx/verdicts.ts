// Our verdict against those of SPDX's own tools (the test documents' names and the set's note) and of its published schemas.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv } from 'ajv';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { readSpdx, validateSpdx } from '../../lib/src/advisory/index.ts';
import type { Case } from '../../tools/measure.ts';
import { ABSENT, DATA, type Sample } from '../sbom/samples.ts';
import { documents, imageDocuments, isTagValue } from './documents.ts';

/** The test documents with errors, by SPDX's own tools. All others of the sets have none. */
const WITH_ERRORS = /\/(?:BadJSON|SPDXJSONExample-wrongversion|SPDXWrongVersion)\.spdx\.json$/;

export function judgeVerdicts(): readonly Case[] {
  const samples = documents();
  const images = imageDocuments();
  if (!samples || !images) return [{ id: 'spdx-documents', outcome: 'skipped', why: ABSENT }];
  const schemas = publishedSchemas();
  return [
    ...samples.map((sample) => toCase(sample.id, againstTools(sample))),
    ...[...samples, ...images]
      .filter((sample) => !isTagValue(sample))
      .map((sample) => toCase(`schema ${sample.id}`, againstSchema(sample, schemas))),
  ];
}

const toCase = (id: string, why: string | undefined): Case =>
  why === undefined ? { id, outcome: 'passed' } : { id, outcome: 'failed', why };

function againstTools({ id, bytes }: Sample): string | undefined {
  const verdict = validateSpdx(bytes);
  if (WITH_ERRORS.test(id)) return verdict.ok ? 'has errors, but judged valid' : undefined;
  if (!verdict.ok) return `valid, but judged invalid: ${first(verdict.problems)}`;
  const read = readSpdx(bytes);
  if (!read.ok) return 'valid, but not read';
  return read.value.problemsTotal === 0 ? undefined : `valid, but read with ${first(read.value.problems)}`;
}

const first = ([problem]: readonly { code: string; path: string; detail: string }[]): string =>
  `${problem?.code} ${problem?.path} ${problem?.detail}`;

type Schema = (value: unknown) => boolean;

/** We may find more than a schema can tell (references to nothing, ids that stand twice); never less. */
function againstSchema({ bytes }: Sample, schemas: ReadonlyMap<string, Schema>): string | undefined {
  const value: unknown = JSON.parse(
    Buffer.from(bytes)
      .toString('utf8')
      .replace(/^\ufeff/, ''),
  );
  const read = readSpdx(bytes);
  const version = read.ok ? read.value.specVersion : undefined;
  const schema = version === undefined ? undefined : schemas.get(version.startsWith('3.') ? '3.0.1' : version);
  if (!schema) return undefined; // of another version: the reader has said so
  const theirs = schema(value);
  const ours = validateSpdx(bytes);
  if (!theirs && ours.ok) return 'the schema refuses it, we do not';
  if (!theirs || ours.ok) return undefined;
  const more = ours.problems.find(({ code }) => !BEYOND_SCHEMAS.has(code));
  return more ? `the schema accepts it, we do not: ${first([more])}` : undefined;
}

/** Problems that no JSON schema can find. */
const BEYOND_SCHEMAS: ReadonlySet<string> = new Set([
  'reference.dangling',
  'field.value',
  'date.syntax',
  'purl.syntax',
]);

function publishedSchemas(): ReadonlyMap<string, Schema> {
  const folder = path.join(DATA, 'spdx-tools-java', 'resources');
  const read = (version: string): object =>
    JSON.parse(readFileSync(path.join(folder, `spdx-schema-v${version}.json`), 'utf8'));
  if (!existsSync(folder)) return new Map();
  const draft7 = new Ajv({ strict: false, validateFormats: false });
  const draft2019 = new Ajv2019({ strict: false, validateFormats: false });
  const draft2020 = new Ajv2020({ strict: false, validateFormats: false });
  return new Map<string, Schema>([
    ['2.2', draft7.compile(read('2.2'))],
    ['2.3', draft2019.compile(read('2.3'))],
    ['3.0.1', draft2020.compile(read('3.0.1'))],
  ]);
}
