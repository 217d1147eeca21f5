// Reads the value of an SPDX 3.0 document (JSON-LD): packages and files of its graph become components. Other elements count for
// what they say of those: who supplies them, what holds what, what the document is of.
import { failed, ok, type ProblemList, pointer, problemList, quote, type Result } from '../../kit/index.ts';
import { type Fields, fieldReader, own } from '../fields.ts';
import type { Inventory } from '../inventory-model.ts';
import { countDuplicates } from '../sbom/identity.ts';
import { componentOf, type Draft, type Element, type Reference } from './component.ts';
import { type Relation, relate } from './containment.ts';
import { elementsOf, idOf, type Node, refOf, typeOf } from './graph-elements.ts';
import { type Reading, SPDX_LIMITS, stated } from './reading.ts';

export function readSpdx3(value: unknown, problems: ProblemList = problemList()): Result<Inventory> {
  const read = fieldReader(problems);
  const document = read.object(value, '');
  const nodes = document && elementsOf(document, problems);
  if (!nodes) return failed(problems.kept, problems.total);
  const byId = new Map<string, Node>();
  for (const node of nodes) {
    const id = idOf(node.fields);
    if (id === undefined) continue;
    if (byId.has(id)) problems.add('field.value', pointer(node.path, 'spdxId'), `The id ${quote(id)} stands twice.`);
    else byId.set(id, node);
  }
  const things = nodes.filter(({ type }) => THINGS.has(type));
  if (things.length > SPDX_LIMITS.components) {
    problems.add('field.too-many', '/@graph', `More than ${SPDX_LIMITS.components} packages and files.`);
    return failed(problems.kept, problems.total);
  }
  const reading = { read, problems, byId };
  const components = things.map((node, ordinal) => componentOf(readThing(node, reading), ordinal, problems));
  relate(components, nodes.flatMap(relationsOf));
  const about = aboutDocument(nodes, reading);
  if (about === undefined) return failed(problems.kept, problems.total);
  const subject = subjectOf(nodes, byId, components);
  if (subject) subject.isSubject = true;
  return ok({
    format: 'spdx',
    encoding: 'json-ld',
    ...about,
    ...(subject === undefined ? {} : { subject }),
    components,
    duplicates: countDuplicates(components),
    problems: problems.kept,
    problemsTotal: problems.total,
  });
}

interface Graph extends Reading {
  readonly byId: ReadonlyMap<string, Node>;
}

const THINGS: ReadonlySet<string> = new Set(['Package', 'AIPackage', 'DatasetPackage', 'File']);

const ID = { max: 4_096 } as const;
const NAME = { required: true, max: 1_000 } as const;
const FILE_NAME = { required: true, max: 4_096 } as const;
const VERSION = { max: 1_024 } as const;

function readThing({ fields, path, type }: Node, graph: Graph): Element {
  const { read } = graph;
  const isFile = type === 'File';
  const name = read.text(fields, 'name', path, isFile ? FILE_NAME : NAME);
  return {
    path,
    kind: kindOf(fields, type),
    id: read.text(fields, own(fields, 'spdxId') === undefined ? '@id' : 'spdxId', path, ID),
    name: name ?? '(no name)',
    version: stated(read.text(fields, 'software_packageVersion', path, VERSION)),
    vendor: isFile ? undefined : vendorOf(fields, graph),
    fileName: isFile ? name : undefined,
    references: readReferences(fields, path, graph),
    digests: readHashes(fields, path, graph),
  };
}

function kindOf(fields: Fields, type: string): string {
  if (type === 'File') return 'file';
  if (type === 'AIPackage') return 'machine-learning-model';
  if (type === 'DatasetPackage') return 'data';
  const purpose = own(fields, 'software_primaryPurpose');
  return (typeof purpose === 'string' && KINDS.get(purpose)) || 'unknown';
}

/** Of the vocabulary SoftwarePurpose, what CycloneDX has a type for. */
const KINDS: ReadonlyMap<string, string> = new Map([
  ['application', 'application'],
  ['executable', 'application'],
  ['framework', 'framework'],
  ['library', 'library'],
  ['container', 'container'],
  ['platform', 'platform'],
  ['operatingSystem', 'operating-system'],
  ['device', 'device'],
  ['deviceDriver', 'device-driver'],
  ['firmware', 'firmware'],
  ['file', 'file'],
  ['model', 'machine-learning-model'],
  ['data', 'data'],
]);

/** An organisation before a person, and who supplies it before who made it. */
function vendorOf(fields: Fields, { byId }: Graph): string | undefined {
  const given = ['suppliedBy', 'originatedBy'].flatMap((key) => own(fields, key) ?? []);
  const agents = given.flatMap((value) => {
    const agent = nodeOf(value, byId);
    if (!agent) return [];
    const name = own(agent, 'name');
    return typeof name === 'string' && stated(name) !== undefined && name.length <= 500
      ? [{ name, type: typeOf(agent) }]
      : [];
  });
  return (agents.find(({ type }) => type === 'Organization') ?? agents[0])?.name;
}

/** The element that a value is or names. */
function nodeOf(value: unknown, byId: ReadonlyMap<string, Node>): Fields | undefined {
  if (typeof value === 'string') return byId.get(value)?.fields;
  return typeof value === 'object' && value !== null ? (value as Fields) : undefined; // its keys are read as unknown
}

const LOCATOR = { required: true, max: 8_192 } as const;

function readReferences(fields: Fields, path: string, { read }: Graph): readonly Reference[] {
  const references: Reference[] = [];
  const locator = read.text(fields, 'software_packageUrl', path, { max: 8_192 });
  if (locator !== undefined) references.push({ type: 'packageUrl', locator, path: `${path}/software_packageUrl` });
  if (own(fields, 'externalIdentifier') === undefined) return references;
  for (const [i, value] of read.list(fields, 'externalIdentifier', path, SPDX_LIMITS.references).entries()) {
    const at = `${path}/externalIdentifier/${i}`;
    const identifier = read.object(value, at);
    const type = identifier && read.text(identifier, 'externalIdentifierType', at, NAME);
    const text = identifier && read.text(identifier, 'identifier', at, LOCATOR);
    if (type !== undefined && text !== undefined) references.push({ type, locator: text, path: `${at}/identifier` });
  }
  return references;
}

function readHashes(fields: Fields, path: string, { read }: Graph): Element['digests'] {
  if (own(fields, 'verifiedUsing') === undefined) return [];
  const digests: Element['digests'][number][] = [];
  for (const [i, value] of read.list(fields, 'verifiedUsing', path, SPDX_LIMITS.checksums).entries()) {
    const at = `${path}/verifiedUsing/${i}`;
    const method = read.object(value, at);
    if (!method || typeOf(method) !== 'Hash') continue;
    const algorithm = read.text(method, 'algorithm', at, NAME);
    const digest = read.text(method, 'hashValue', at, NAME);
    if (algorithm !== undefined && digest !== undefined) digests.push({ algorithm, value: digest, path: at });
  }
  return digests;
}

/** SPDX 3 writes what SPDX 2 did in other words; from one to many. */
const RELATIONS: ReadonlyMap<string, string> = new Map([
  ['contains', 'CONTAINS'],
  ['descendantOf', 'DESCENDANT_OF'],
  ['ancestorOf', 'ANCESTOR_OF'],
]);

function relationsOf({ fields, type }: Node): readonly Relation[] {
  if (!type.endsWith('Relationship')) return [];
  const from = refOf(own(fields, 'from'));
  const written = own(fields, 'relationshipType');
  const targets = own(fields, 'to');
  if (from === undefined || typeof written !== 'string') return [];
  return (Array.isArray(targets) ? targets : [targets]).flatMap((target) => {
    const to = refOf(target);
    if (to === undefined) return [];
    if (written === 'copiedTo') return [{ from: to, type: 'COPY_OF', to: from }];
    return [{ from, type: RELATIONS.get(written) ?? written, to }];
  });
}

/** What the creation information and the document element say. undefined where it is another version than 3.0. */
function aboutDocument(
  nodes: readonly Node[],
  { read, problems, byId }: Graph,
): Pick<Inventory, 'specVersion' | 'madeAt' | 'documentId'> | undefined {
  const document = nodes.find(({ type }) => type === 'SpdxDocument');
  const named = document && nodeOf(own(document.fields, 'creationInfo'), byId);
  const info = named ?? nodes.find(({ type }) => type === 'CreationInfo')?.fields;
  const path = nodes.find(({ fields }) => fields === info)?.path ?? pointer(document?.path ?? '', 'creationInfo');
  if (!info) {
    problems.add('field.missing', '/@graph', 'There is no creation information (CreationInfo), so no version.');
    return undefined;
  }
  const specVersion = read.text(info, 'specVersion', path, {
    required: true,
    max: 40,
    pattern: /^3\.0(?:\.\d{1,3})?$/,
    form: '3.0 or 3.0.x',
  });
  if (specVersion === undefined) return undefined;
  const madeAt = read.instant(info, 'created', path);
  const documentId = document && idOf(document.fields);
  return {
    specVersion,
    ...(madeAt === undefined ? {} : { madeAt }),
    ...(documentId === undefined ? {} : { documentId }),
  };
}

/** The root of the document, through the bills of materials that it holds, where it is one thing. */
function subjectOf(
  nodes: readonly Node[],
  byId: ReadonlyMap<string, Node>,
  components: readonly Draft[],
): Draft | undefined {
  const collections = new Set(['SpdxDocument', 'Bom', 'Sbom', 'Bundle']);
  const start = nodes.find(({ type }) => type === 'SpdxDocument') ?? nodes.find(({ type }) => collections.has(type));
  const roots = new Set<string>();
  const seen = new Set<Node>();
  const waiting = start ? [start] : [];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    const elements = own(node.fields, 'rootElement');
    for (const element of Array.isArray(elements) ? elements : [elements]) {
      const id = refOf(element);
      const next = id === undefined ? undefined : byId.get(id);
      if (next && collections.has(next.type)) waiting.push(next);
      else if (id !== undefined) roots.add(id);
    }
  }
  return roots.size === 1 ? components.find(({ bomRef }) => bomRef !== undefined && roots.has(bomRef)) : undefined;
}
