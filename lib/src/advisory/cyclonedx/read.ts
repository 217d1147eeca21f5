// Reads a CycloneDX bill of materials in JSON, versions 1.2 to 1.7 (ECMA-424), into an inventory. Tolerant of what we do not use,
// strict on what we do: a fault in one component is placed and costs that field, never the other components.
import { failed, ok, type ProblemList, pointer, problemList, quote, type Result } from '../../kit/index.ts';
import { parsePurl } from '../../version/index.ts';
import { type FieldReader, type Fields, fieldReader, own } from '../fields.ts';
import type { Component, Inventory } from '../inventory-model.ts';
import { parseStrictJson } from '../json-stream/index.ts';
import { readHashes } from './hashes.ts';

export const CYCLONEDX_LIMITS = {
  bytes: 64 * 1024 * 1024,
  /** Levels of JSON; a nested component takes two. */
  depth: 256,
  components: 200_000,
} as const;

export const CYCLONEDX_VERSIONS = ['1.2', '1.3', '1.4', '1.5', '1.6', '1.7'] as const;

/** An inventory from text, bytes, or a value already parsed. Fails where the document as a whole cannot be read. */
export function readCycloneDx(input: unknown): Result<Inventory> {
  const parsed = parse(input);
  if (!parsed.ok) return parsed;
  const problems = problemList();
  const read = fieldReader(problems);
  const bom = read.object(parsed.value, '');
  if (!bom) return failed(problems.kept, problems.total);
  const format = read.choice(bom, 'bomFormat', '', ['CycloneDX'] as const, true);
  const specVersion = read.choice(bom, 'specVersion', '', CYCLONEDX_VERSIONS, true);
  const list = own(bom, 'components');
  if (list !== undefined && !Array.isArray(list))
    problems.add('field.type', '/components', `A list is expected, not ${quote(list)}.`);
  if (format === undefined || specVersion === undefined || problems.total > 0)
    return failed(problems.kept, problems.total);
  const components = readComponents(bom, specVersion, problems);
  return components === undefined
    ? failed(problems.kept, problems.total)
    : ok(inventoryOf(bom, specVersion, components, problems));
}

function parse(input: unknown): Result<unknown> {
  if (typeof input !== 'string' && !(input instanceof Uint8Array)) return ok(input);
  const bytes = typeof input === 'string' ? new TextEncoder().encode(input) : input;
  return parseStrictJson(bytes, { maxBytes: CYCLONEDX_LIMITS.bytes, maxDepth: CYCLONEDX_LIMITS.depth });
}

function inventoryOf(
  bom: Fields,
  specVersion: string,
  components: readonly Component[],
  problems: ProblemList,
): Inventory {
  const read = fieldReader(problems);
  const serialNumber = read.text(bom, 'serialNumber', '', {
    pattern: /^urn:uuid:[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/,
    form: 'a urn:uuid: serial number',
  });
  const version = own(bom, 'version');
  if (version !== undefined && (!Number.isInteger(version) || Number(version) < 1)) {
    problems.add(
      'field.value',
      '/version',
      `The version of a bill of materials is a whole number from 1, not ${quote(version)}.`,
    );
  }
  const metadata = own(bom, 'metadata') === undefined ? undefined : read.object(bom.metadata, '/metadata');
  const madeAt = metadata && read.instant(metadata, 'timestamp', '/metadata');
  const subject =
    metadata && own(metadata, 'component') !== undefined
      ? readSubject(metadata.component, specVersion, problems)
      : undefined;
  return {
    format: 'cyclonedx',
    specVersion,
    ...(serialNumber === undefined ? {} : { serialNumber }),
    ...(madeAt === undefined ? {} : { madeAt }),
    ...(subject === undefined ? {} : { subject }),
    components,
    duplicates: countDuplicates(components),
    problems: problems.kept,
    problemsTotal: problems.total,
  };
}

/** All components in document order, a nested one right after what holds it; undefined when there are more than the limit. */
function readComponents(bom: Fields, specVersion: string, problems: ProblemList): readonly Component[] | undefined {
  const components: Component[] = [];
  const refs = new Set<string>();
  const read = fieldReader(problems);
  const stack: { readonly value: unknown; readonly path: string }[] = [];
  const push = (holder: Fields, path: string): void => {
    const nested = own(holder, 'components');
    if (nested === undefined) return;
    if (!Array.isArray(nested)) {
      problems.add('field.type', pointer(path, 'components'), `A list is expected, not ${quote(nested)}.`);
      return;
    }
    for (let i = nested.length - 1; i >= 0; i -= 1)
      stack.push({ value: nested[i], path: pointer(path, 'components', i) });
  };
  push(bom, '');
  while (stack.length > 0) {
    if (components.length + stack.length > CYCLONEDX_LIMITS.components) {
      problems.add('field.too-many', '/components', `More than ${CYCLONEDX_LIMITS.components} components.`);
      return undefined;
    }
    const next = stack.pop();
    const fields = next && read.object(next.value, next.path);
    if (!next || !fields) continue;
    const component = readComponent(fields, { path: next.path, ordinal: components.length, specVersion }, problems);
    if (component.bomRef !== undefined && refs.has(component.bomRef)) {
      problems.add(
        'field.value',
        pointer(next.path, 'bom-ref'),
        `The reference ${quote(component.bomRef)} stands twice.`,
      );
    }
    if (component.bomRef !== undefined) refs.add(component.bomRef);
    components.push(component);
    push(fields, next.path);
  }
  return components;
}

function readSubject(value: unknown, specVersion: string, problems: ProblemList): Component | undefined {
  const path = '/metadata/component';
  const fields = fieldReader(problems).object(value, path);
  return fields && readComponent(fields, { path, ordinal: -1, specVersion }, problems);
}

const TYPES = [
  'application',
  'framework',
  'library',
  'container',
  'platform',
  'operating-system',
  'device',
  'device-driver',
  'firmware',
  'file',
  'machine-learning-model',
  'data',
  'cryptographic-asset',
] as const;
const UNNAMED = '(no name)';

interface Place {
  readonly path: string;
  readonly ordinal: number;
  readonly specVersion: string;
}

/** Whatever can be read of a component. One without a readable name is kept too: it is something that runs. */
function readComponent(fields: Fields, { path, ordinal, specVersion }: Place, problems: ProblemList): Component {
  const read = fieldReader(problems);
  const name = read.text(fields, 'name', path, { required: true, max: 1_000 });
  const version = readVersion(fields, path, specVersion, read, problems);
  const group = read.text(fields, 'group', path, { max: 1_000 });
  const vendor = readVendor(fields, path, read);
  const cpe = read.text(fields, 'cpe', path, {
    max: 1_000,
    pattern: /^cpe:(?:2\.3:|\/)[ -~]+$/i,
    form: 'a CPE 2.2 or 2.3 name',
  });
  const bomRef =
    own(fields, 'bom-ref') === undefined
      ? undefined
      : read.text(fields, 'bom-ref', path, { required: true, max: 4_096 });
  const scope = read.choice(fields, 'scope', path, ['required', 'optional', 'excluded'] as const);
  return {
    ordinal,
    path,
    kind: read.choice(fields, 'type', path, TYPES, true) ?? 'unknown',
    name: name ?? UNNAMED,
    ...(version === undefined ? {} : { version }),
    ...(group === undefined ? {} : { group }),
    ...(vendor === undefined ? {} : { vendor }),
    ...readPurl(fields, path, read, problems),
    ...(cpe === undefined ? {} : { cpe }),
    ...(bomRef === undefined ? {} : { bomRef }),
    ...(scope === undefined ? {} : { scope }),
    hashes: readHashes(fields, path, read, problems),
  };
}

/** Since 1.7 a component outside the product may have a range in place of a version: then its version is not stated. */
function readVersion(
  fields: Fields,
  path: string,
  specVersion: string,
  read: FieldReader,
  problems: ProblemList,
): string | undefined {
  const version = read.text(fields, 'version', path, { max: 1_024 });
  if (specVersion !== '1.7' || own(fields, 'versionRange') === undefined) return version;
  if (version !== undefined)
    problems.add(
      'field.value',
      pointer(path, 'versionRange'),
      'A component has a version or a version range, not both.',
    );
  if (own(fields, 'isExternal') !== true)
    problems.add('field.value', pointer(path, 'versionRange'), 'Only an external component has a version range.');
  return version;
}

/** Who supplies it, else who makes it, else who publishes it. */
function readVendor(fields: Fields, path: string, read: FieldReader): string | undefined {
  for (const key of ['supplier', 'manufacturer']) {
    const holder = own(fields, key) === undefined ? undefined : read.object(fields[key], pointer(path, key));
    const name = holder && read.text(holder, 'name', pointer(path, key), { max: 500 });
    if (name !== undefined) return name;
  }
  return read.text(fields, 'publisher', path, { max: 500 });
}

function readPurl(
  fields: Fields,
  path: string,
  read: FieldReader,
  problems: ProblemList,
): Pick<Component, 'purl' | 'badPurl'> {
  const written = read.text(fields, 'purl', path, { max: 8_192 });
  if (written === undefined) return {};
  const parsed = parsePurl(written, pointer(path, 'purl'));
  if (parsed.ok) return { purl: parsed.value.text };
  for (const problem of parsed.problems) problems.add(problem.code, problem.path, problem.detail);
  return { badPurl: written };
}

function countDuplicates(components: readonly Component[]): number {
  const purls = components.flatMap((component) => component.purl ?? []);
  return purls.length - new Set(purls).size;
}
