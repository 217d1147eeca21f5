// Brings a CycloneDX document in XML to its JSON form, so that one reader and one set of rules serve both, and a place is called the
// same in both: `/components/3/version`. The table below is the XML schema's wrappers and attributes, as far as their content is read
// or checked. Elements are told by their namespace, `http://cyclonedx.org/schema/bom/1.x`, which also tells the version.
import {
  failed,
  ok,
  type Problem,
  type ProblemList,
  pointer,
  problemList,
  quote,
  type Result,
} from '../../kit/index.ts';
import { readXml, type XmlElement, type XmlLimits } from '../xml/index.ts';

/** What stands twice where it may stand once is among the problems; the first counts. */
export interface FromXml {
  readonly value: unknown;
  readonly problems: readonly Problem[];
  readonly problemsTotal: number;
}

export function readCycloneDxXml(input: Uint8Array | string, limits: Partial<XmlLimits>): Result<FromXml> {
  const document = readXml(input, limits);
  if (!document.ok) return document;
  const { root, namespace } = document.value;
  const version = NAMESPACE.exec(namespace)?.[1];
  if (root.name !== 'bom' || version === undefined) {
    const detail = `The root is ${quote(root.name)} of the namespace ${quote(namespace)}, not the bom of http://cyclonedx.org/schema/bom/1.x.`;
    return failed([{ code: 'field.value', path: `/line/${root.line}`, detail }]);
  }
  const problems = problemList();
  const bom = objectOf(root, '', { path: '', problems });
  bom.bomFormat = 'CycloneDX';
  bom.specVersion = version;
  return ok({ value: bom, problems: problems.kept, problemsTotal: problems.total });
}

const NAMESPACE = /^http:\/\/cyclonedx\.org\/schema\/bom\/(1\.\d{1,2})$/;

/** Lists: the element that wraps, as `parent/name` where the name alone is not enough, and what it holds. */
const ITEMS: ReadonlyMap<string, string> = new Map([
  ['components', 'component'],
  ['services', 'service'],
  ['hashes', 'hash'],
  ['externalReferences', 'reference'],
  ['properties', 'property'],
  ['authors', 'author'],
  ['lifecycles', 'lifecycle'],
  ['ancestors', 'component'],
  ['descendants', 'component'],
  ['variants', 'component'],
  ['commits', 'commit'],
  ['patches', 'patch'],
  ['resolves', 'issue'],
  ['issue/references', 'url'],
  ['endpoints', 'endpoint'],
  ['compositions', 'composition'],
  ['composition/assemblies', 'assembly'],
  ['composition/dependencies', 'dependency'],
  ['composition/vulnerabilities', 'vulnerability'],
  ['vulnerabilities', 'vulnerability'],
  ['vulnerability/references', 'reference'],
  ['ratings', 'rating'],
  ['cwes', 'cwe'],
  ['advisories', 'advisory'],
  ['responses', 'response'],
  ['affects', 'target'],
  ['target/versions', 'version'],
  ['citations', 'citation'],
  ['pointers', 'pointer'],
  ['expressions', 'expression'],
  ['tags', 'tag'],
]);
/** Children that repeat without a wrapper. */
const REPEATED: ReadonlySet<string> = new Set([
  ...['supplier', 'manufacturer', 'manufacture', 'provider'].flatMap((entity) => [
    `${entity}/url`,
    `${entity}/contact`,
  ]),
  'component/omniborId',
  'component/swhid',
  'component/data',
]);
/** What the text of an element with attributes is called in JSON. */
const TEXT_OF: ReadonlyMap<string, string> = new Map([
  ['hash', 'content'],
  ['property', 'value'],
  ['text', 'content'],
]);
/** Attributes of the schema, by their name in JSON. Others are allowed since 1.4 and mean nothing here. */
const ATTRIBUTES: ReadonlyMap<string, string> = new Map(
  [
    ...['serialNumber', 'version', 'type', 'bom-ref', 'mime-type', 'isExternal', 'alg', 'ref', 'name', 'description'],
    ...['tagId', 'tagVersion', 'patch', 'encoding', 'acknowledgement', 'expression', 'flow'],
  ]
    .map((name): [string, string] => [name, name])
    .concat([['content-type', 'contentType']]),
);
/** Objects even where they are empty, which alone would be an empty text. */
const OBJECTS: ReadonlySet<string> = new Set([
  ...[
    'metadata',
    'component',
    'service',
    'pedigree',
    'swid',
    'license',
    'patch',
    'diff',
    'issue',
    'source',
    'property',
  ],
  ...['provider', 'supplier', 'manufacturer', 'manufacture', 'contact', 'authors/author', 'distributionConstraints'],
]);
const BOOLEANS: ReadonlySet<string> = new Set([
  'authenticated',
  'x-trust-boundary',
  'modified',
  'isExternal',
  'patch@swid',
]);
const NUMBERS: ReadonlySet<string> = new Set(['cwe', 'score', 'tagVersion', 'version@bom']);
/** Neither read nor checked: left out. */
const LEFT_OUT: ReadonlySet<string> = new Set([
  'evidence',
  'modelCard',
  'releaseNotes',
  'formulation',
  'declarations',
  'definitions',
  'annotations',
  'cryptoProperties',
  'patentAssertions',
  'credits',
  'licensing',
  'proofOfConcept',
]);

interface Place {
  /** JSON pointer. */
  readonly path: string;
  readonly problems: ProblemList;
}

type JsonObject = Record<string, unknown>;

function jsonOf(element: XmlElement, parent: string, place: Place): unknown {
  const { name, children, attributes } = element;
  const special = SPECIAL.get(`${parent}/${name}`) ?? SPECIAL.get(name);
  if (special) return special(element, place);
  const item = ITEMS.get(`${parent}/${name}`) ?? ITEMS.get(name);
  if (item !== undefined) return listOf(element, item, place);
  if (attributes.has('ref') && REFERENCES.has(`${parent}/${name}`)) return attributes.get('ref');
  const isObject = OBJECTS.has(name) || OBJECTS.has(`${parent}/${name}`) || TEXT_OF.has(name);
  if (children.length === 0 && attributes.size === 0 && !isObject) return leafOf(element);
  return objectOf(element, parent, place);
}

const REFERENCES: ReadonlySet<string> = new Set([
  'assemblies/assembly',
  'dependencies/dependency',
  'vulnerabilities/vulnerability',
]);

function listOf(element: XmlElement, item: string, place: Place): unknown[] {
  const items = element.children.filter((child) => child.name === item);
  return items.map((child, i) => jsonOf(child, element.name, { ...place, path: `${place.path}/${i}` }));
}

function objectOf(element: XmlElement, parent: string, place: Place): JsonObject {
  const object: JsonObject = Object.create(null); // names come from outside: `__proto__` must be one like any other
  const { name, attributes, children } = element;
  for (const [key, value] of attributes) {
    const member = ATTRIBUTES.get(key);
    if (member !== undefined) object[member] = typed(value, key, name);
  }
  const text = TEXT_OF.get(name);
  if (text !== undefined && (name !== 'property' || element.text !== ''))
    object[text] = name === 'text' ? element.text : element.text.trim();
  for (const child of children) {
    const key = child.name;
    if (LEFT_OUT.has(key)) continue;
    const path = pointer(place.path, key);
    if (REPEATED.has(`${name}/${key}`)) {
      const list = Array.isArray(object[key]) ? object[key] : [];
      list.push(jsonOf(child, name, { ...place, path: `${path}/${list.length}` }));
      object[key] = list;
    } else if (key in object) {
      place.problems.add('field.too-many', path, `${quote(key)} stands more than once, again in line ${child.line}.`);
    } else object[key] = jsonOf(child, name === 'component' ? 'component' : name || parent, { ...place, path });
  }
  return object;
}

/** Schema type `token` for names and the like: white space around it is layout, and inside it a line break is a space. */
function leafOf({ name, text }: XmlElement): unknown {
  return typed(text.trim().replace(/[\t\r\n]/g, ' '), name, '');
}

function typed(text: string, key: string, owner: string): unknown {
  if (BOOLEANS.has(key) || BOOLEANS.has(`${key}@${owner}`))
    return text === 'true' || text === '1' ? true : text === 'false' || text === '0' ? false : text;
  if ((NUMBERS.has(key) || NUMBERS.has(`${key}@${owner}`)) && /^[+-]?\d{1,15}(?:\.\d{1,15})?$/.test(text))
    return Number(text);
  return text;
}

type Special = (element: XmlElement, place: Place) => unknown;

const SPECIAL: ReadonlyMap<string, Special> = new Map<string, Special>([
  ['licenses', licenses],
  ['bom/dependencies', dependencies],
  ['service/data', serviceData],
  ['metadata/tools', tools],
  ['vulnerability/tools', tools],
]);

function licenses(element: XmlElement, place: Place): unknown[] {
  return element.children.map((child, i) => {
    const at = { ...place, path: `${place.path}/${i}` };
    if (child.name === 'expression') return { expression: leafOf(child), ...Object.fromEntries(child.attributes) };
    if (child.name === 'expression-detailed') return Object.fromEntries(child.attributes);
    return { [child.name]: objectOf(child, 'licenses', { ...at, path: pointer(at.path, child.name) }) };
  });
}

function dependencies(element: XmlElement): unknown[] {
  const refs = (of: XmlElement, name: string): unknown[] =>
    of.children.filter((child) => child.name === name).map((child) => child.attributes.get('ref'));
  return element.children
    .filter((child) => child.name === 'dependency')
    .map((child) => ({
      ...Object.fromEntries(child.attributes),
      dependsOn: refs(child, 'dependency'),
      ...(child.children.some(({ name }) => name === 'provides') ? { provides: refs(child, 'provides') } : {}),
    }));
}

function serviceData(element: XmlElement): unknown[] {
  return element.children.map((child) => {
    const classified =
      child.name === 'classification' ? child : child.children.find((c) => c.name === 'classification');
    return {
      ...(classified === undefined
        ? {}
        : { classification: leafOf(classified), flow: classified.attributes.get('flow') }),
      ...(child === classified ? {} : Object.fromEntries(child.attributes)),
    };
  });
}

/** A list of tools up to 1.4; since 1.5 also components and services. */
function tools(element: XmlElement, place: Place): unknown {
  return element.children.some(({ name }) => name === 'tool')
    ? listOf(element, 'tool', place)
    : objectOf(element, 'tools', place);
}
