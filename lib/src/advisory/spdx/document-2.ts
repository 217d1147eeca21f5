// Reads the value of an SPDX 2.2 or 2.3 document: packages and files become components. A fault in one entry is placed and costs that
// field, never the other entries.
import { failed, ok, type ProblemList, pointer, problemList, quote, type Result } from '../../kit/index.ts';
import { type Fields, fieldReader, own } from '../fields.ts';
import type { Component, Inventory } from '../inventory-model.ts';
import { countDuplicates } from '../sbom/identity.ts';
import { componentOf, type Draft, type Element, type Reference } from './component.ts';
import { type Relation, relate } from './containment.ts';
import { type Reading, SPDX_LIMITS, stated } from './reading.ts';

export interface Spdx2 {
  /** The document in its JSON form. */
  readonly value: unknown;
  readonly encoding: 'json' | 'tag-value';
  /** Where the nth entry of a list stands, in words of the document as written. */
  readonly placeOf: (list: 'packages' | 'files', index: number) => string;
  /** Of tag-value: the lines at which the entries of its lists begin. */
  readonly lines?: Readonly<Record<string, readonly number[]>>;
}

export function readSpdx2(
  { value, encoding, placeOf }: Spdx2,
  problems: ProblemList = problemList(),
): Result<Inventory> {
  const read = fieldReader(problems);
  const document = read.object(value, '');
  const specVersion = document && readVersion(document, { read, problems });
  if (!document || specVersion === undefined) return failed(problems.kept, problems.total);
  const reading: Reading = { read, problems };
  const components: Draft[] = [];
  for (const list of ['packages', 'files'] as const) {
    const entries = read.list(document, list, '', Number.MAX_SAFE_INTEGER);
    if (components.length + entries.length > SPDX_LIMITS.components) {
      problems.add('field.too-many', `/${list}`, `More than ${SPDX_LIMITS.components} packages and files.`);
      return failed(problems.kept, problems.total);
    }
    for (let i = 0; i < entries.length; i += 1) {
      const path = placeOf(list, i);
      const entry = read.object(entries[i], path);
      if (!entry) continue;
      const element = list === 'packages' ? readPackage(entry, path, reading) : readFile(entry, path, reading);
      components.push(componentOf(element, components.length, problems));
    }
  }
  nameTwice(components, problems);
  const relations = readRelations(document, reading);
  relate(components, relations);
  const subject = subjectOf(document, components, relations);
  if (subject) subject.isSubject = true;
  const info = own(document, 'creationInfo');
  const created =
    typeof info === 'object' && info !== null ? read.instant(info as Fields, 'created', '/creationInfo') : undefined;
  const documentId = read.text(document, 'documentNamespace', '', { max: 4_096 });
  return ok({
    format: 'spdx',
    encoding,
    specVersion,
    ...(documentId === undefined ? {} : { documentId }),
    ...(created === undefined ? {} : { madeAt: created }),
    ...(subject === undefined ? {} : { subject }),
    components,
    duplicates: countDuplicates(components),
    problems: problems.kept,
    problemsTotal: problems.total,
  });
}

/** Other versions of SPDX 2 than those known are read too, and said to be others. */
function readVersion(document: Fields, { read, problems }: Reading): string | undefined {
  const written = read.text(document, 'spdxVersion', '', {
    required: true,
    max: 40,
    pattern: /^SPDX-2\.\d{1,3}(?:\.\d{1,3})?$/,
    form: 'SPDX-2.2 or SPDX-2.3',
  });
  if (written !== undefined && !/^SPDX-2\.[23]$/.test(written))
    problems.add('field.value', '/spdxVersion', `${quote(written)} is read as if it were SPDX-2.3.`);
  return written?.slice('SPDX-'.length);
}

const ID = { max: 4_096 } as const;
const NAME = { required: true, max: 1_000 } as const;
const VERSION = { max: 1_024 } as const;
const FILE_NAME = { max: 4_096 } as const;
const FILE_NAME_NEEDED = { required: true, max: 4_096 } as const;
const UNNAMED = '(no name)';

function readPackage(entry: Fields, path: string, reading: Reading): Element {
  const { read } = reading;
  const purpose = own(entry, 'primaryPackagePurpose');
  return {
    path,
    kind: (typeof purpose === 'string' && KINDS.get(purpose)) || 'unknown',
    id: read.text(entry, 'SPDXID', path, ID),
    name: read.text(entry, 'name', path, NAME) ?? UNNAMED,
    version: stated(read.text(entry, 'versionInfo', path, VERSION)),
    vendor: readVendor(entry, path, reading),
    fileName: stated(read.text(entry, 'packageFileName', path, FILE_NAME)),
    references: readReferences(entry, path, reading),
    digests: readChecksums(entry, path, reading),
  };
}

/** Clause 7.24. What has no counterpart among CycloneDX's types says how it came, not what it is. */
const KINDS: ReadonlyMap<string, string> = new Map([
  ['APPLICATION', 'application'],
  ['FRAMEWORK', 'framework'],
  ['LIBRARY', 'library'],
  ['CONTAINER', 'container'],
  ['OPERATING-SYSTEM', 'operating-system'],
  ['OPERATING_SYSTEM', 'operating-system'],
  ['DEVICE', 'device'],
  ['FIRMWARE', 'firmware'],
  ['FILE', 'file'],
]);

function readFile(entry: Fields, path: string, reading: Reading): Element {
  const name = reading.read.text(entry, 'fileName', path, FILE_NAME_NEEDED);
  return {
    path,
    kind: 'file',
    id: reading.read.text(entry, 'SPDXID', path, ID),
    name: name ?? UNNAMED,
    fileName: name,
    references: [],
    digests: readChecksums(entry, path, reading),
  };
}

/** An organisation before a person, and who supplies it before who made it. */
function readVendor(entry: Fields, path: string, { read }: Reading): string | undefined {
  const agents = ['supplier', 'originator'].flatMap((key) => {
    const written = stated(read.text(entry, key, path, { max: 1_000 }));
    const colon = written?.indexOf(':') ?? -1;
    if (written === undefined || colon < 0) return [];
    const name = withoutAddress(written.slice(colon + 1));
    return stated(name) === undefined ? [] : [{ kind: written.slice(0, colon), name }];
  });
  return (agents.find(({ kind }) => kind === 'Organization') ?? agents[0])?.name;
}

/** `Example Org (info@example.org)`, `Jo Doe <jo@example.org>`: the name alone. */
function withoutAddress(agent: string): string {
  const text = agent.trim();
  const at = text.endsWith(')') ? text.lastIndexOf('(') : text.endsWith('>') ? text.lastIndexOf('<') : -1;
  return at < 0 ? text : text.slice(0, at).trim();
}

const LOCATOR = { required: true, max: 8_192 } as const;

function readReferences(entry: Fields, path: string, { read }: Reading): readonly Reference[] {
  if (own(entry, 'externalRefs') === undefined) return [];
  const references: Reference[] = [];
  for (const [i, value] of read.list(entry, 'externalRefs', path, SPDX_LIMITS.references).entries()) {
    const at = `${path}/externalRefs/${i}`;
    const reference = read.object(value, at);
    const type = reference && read.text(reference, 'referenceType', at, LOCATOR);
    const locator = reference && read.text(reference, 'referenceLocator', at, LOCATOR);
    if (type !== undefined && locator !== undefined)
      references.push({ type: localName(type), locator, path: `${at}/referenceLocator` });
  }
  return references;
}

/** Types are names, or addresses that end in the name: `http://spdx.org/rdf/references/purl`. */
const localName = (type: string): string => type.slice(Math.max(type.lastIndexOf('/'), type.lastIndexOf('#')) + 1);

function readChecksums(entry: Fields, path: string, { read }: Reading): Element['digests'] {
  if (own(entry, 'checksums') === undefined) return [];
  const digests: Element['digests'][number][] = [];
  for (const [i, value] of read.list(entry, 'checksums', path, SPDX_LIMITS.checksums).entries()) {
    const at = `${path}/checksums/${i}`;
    const checksum = read.object(value, at);
    const algorithm = checksum && read.text(checksum, 'algorithm', at, NAME);
    const digest = checksum && read.text(checksum, 'checksumValue', at, NAME);
    if (algorithm !== undefined && digest !== undefined) digests.push({ algorithm, value: digest, path: at });
  }
  return digests;
}

function nameTwice(components: readonly Component[], problems: ProblemList): void {
  const known = new Set<string>();
  for (const { bomRef, path } of components) {
    if (bomRef === undefined) continue;
    if (known.has(bomRef))
      problems.add('field.value', pointer(path, 'SPDXID'), `The id ${quote(bomRef)} stands twice.`);
    known.add(bomRef);
  }
}

/** The relationships, and what older documents say in lists of their own: `hasFiles`. */
function readRelations(document: Fields, { read }: Reading): readonly Relation[] {
  const relations: Relation[] = [];
  for (const value of read.list(document, 'relationships', '', Number.MAX_SAFE_INTEGER)) {
    if (typeof value !== 'object' || value === null) continue;
    const entry = value as Fields; // its keys are read as unknown
    const [from, type, to] = [
      own(entry, 'spdxElementId'),
      own(entry, 'relationshipType'),
      own(entry, 'relatedSpdxElement'),
    ];
    if (typeof from === 'string' && typeof type === 'string' && typeof to === 'string')
      relations.push({ from, type, to });
  }
  const packages = read.list(document, 'packages', '', Number.MAX_SAFE_INTEGER);
  for (const value of packages) {
    if (typeof value !== 'object' || value === null) continue;
    const files = own(value as Fields, 'hasFiles');
    const from = own(value as Fields, 'SPDXID');
    if (!Array.isArray(files) || typeof from !== 'string') continue;
    for (const to of files) if (typeof to === 'string') relations.push({ from, type: 'CONTAINS', to });
  }
  return relations;
}

/** What the document describes, where that is one thing. */
function subjectOf(document: Fields, components: readonly Draft[], relations: readonly Relation[]): Draft | undefined {
  const id = own(document, 'SPDXID');
  const self = typeof id === 'string' ? id : 'SPDXRef-DOCUMENT';
  const listed = own(document, 'documentDescribes');
  const described = new Set<unknown>(Array.isArray(listed) ? listed : []);
  for (const { from, type, to } of relations) {
    if (from === self && (type === 'DESCRIBES' || type === 'DESCRIBE')) described.add(to); // the second is a slip of a common tool
    if (to === self && type === 'DESCRIBED_BY') described.add(from);
  }
  return described.size === 1 ? components.find(({ bomRef }) => described.has(bomRef)) : undefined;
}
