// Reads a CycloneDX document that is in its JSON form into an inventory. Tolerant of what we do not use, strict on what we do: a fault in one
// component is placed and costs that field, never the other components. Apart from `read.ts`, so that whoever has JSON waits for no reader of XML.
import { failed, ok, type Problem, problemList, quote, type Result } from '../../kit/index.ts';
import { foreignEncoding } from '../document-text.ts';
import { type Fields, fieldReader, own } from '../fields.ts';
import type { Inventory } from '../inventory-model.ts';
import { parseJsonQuickly } from '../json-stream/index.ts';
import { countDuplicates } from '../sbom/identity.ts';
import { type Components, readComponents } from './components.ts';
import { CYCLONEDX_LIMITS, CYCLONEDX_VERSIONS, CYCLONEDX_XML_VERSIONS, type Reading } from './reading.ts';

/** An inventory from JSON: text, bytes, or a value already parsed. Fails where the document as a whole cannot be read. */
export function readCycloneDxJson(input: unknown): Result<Inventory> {
  const opened = openCycloneDxJson(input);
  return opened.ok ? readOpened(opened.value) : opened;
}

/** What is neither text nor bytes was parsed before. */
export function openCycloneDxJson(input: unknown): Result<OpenedCycloneDx> {
  if (typeof input !== 'string' && !(input instanceof Uint8Array))
    return ok({ value: input, encoding: 'json', problems: [] });
  const foreign = typeof input === 'string' ? undefined : foreignEncoding(input);
  if (foreign !== undefined)
    return failed([{ code: 'input.encoding', path: '', detail: `The text is ${foreign}; only UTF-8 is read.` }]);
  const value = parseJsonQuickly(input, { maxBytes: CYCLONEDX_LIMITS.bytes, maxDepth: CYCLONEDX_LIMITS.depth });
  return value.ok ? ok({ value: value.value, encoding: 'json', problems: [] }) : value;
}

export function readOpened({ value, encoding, problems: before }: OpenedCycloneDx): Result<Inventory> {
  const problems = problemList();
  for (const problem of before) problems.add(problem.code, problem.path, problem.detail);
  const read = fieldReader(problems);
  const bom = read.object(value, '');
  if (!bom) return failed(problems.kept, problems.total);
  const format = read.choice(bom, 'bomFormat', '', ['CycloneDX'], true);
  const versions = encoding === 'xml' ? CYCLONEDX_XML_VERSIONS : CYCLONEDX_VERSIONS;
  const specVersion = read.choice(bom, 'specVersion', '', versions, true);
  const list = own(bom, 'components');
  if (list !== undefined && !Array.isArray(list))
    problems.add('field.type', '/components', `A list is expected, not ${quote(list)}.`);
  if (format === undefined || specVersion === undefined || (list !== undefined && !Array.isArray(list)))
    return failed(problems.kept, problems.total);
  const reading: Reading = { read, problems, specVersion };
  const metadata = own(bom, 'metadata') === undefined ? undefined : read.object(bom.metadata, '/metadata');
  const components = readComponents(bom, metadata, reading);
  if (components === undefined) return failed(problems.kept, problems.total);
  return ok({ format: 'cyclonedx', encoding, ...inventoryOf(bom, { metadata, components, reading }) });
}

export interface OpenedCycloneDx {
  /** The document in its JSON form. */
  readonly value: unknown;
  readonly encoding: 'json' | 'xml';
  /** Of bringing it there. */
  readonly problems: readonly Problem[];
}

interface Parts {
  readonly metadata: Fields | undefined;
  readonly components: Components;
  readonly reading: Reading;
}

const SERIAL_NUMBER = {
  pattern: /^urn:uuid:[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/,
  form: 'a urn:uuid: serial number',
} as const;

function inventoryOf(bom: Fields, { metadata, components, reading }: Parts): Omit<Inventory, 'format' | 'encoding'> {
  const { read, problems, specVersion } = reading;
  const serialNumber = read.text(bom, 'serialNumber', '', SERIAL_NUMBER);
  const version = own(bom, 'version');
  if (version !== undefined && (!Number.isInteger(version) || Number(version) < 1))
    problems.add('field.value', '/version', `A version is a whole number from 1, not ${quote(version)}.`);
  const madeAt = metadata && read.instant(metadata, 'timestamp', '/metadata');
  return {
    specVersion,
    ...(serialNumber === undefined ? {} : { serialNumber }),
    ...(madeAt === undefined ? {} : { madeAt }),
    ...components,
    duplicates: countDuplicates(components.components),
    problems: problems.kept,
    problemsTotal: problems.total,
  };
}
