// The elements of an SPDX 3 graph: those listed, and those written inside others where a reference may stand.
import { type ProblemList, pointer, quote } from '../../kit/index.ts';
import { type Fields, own } from '../fields.ts';

export interface Node {
  readonly fields: Fields;
  /** The class without its profile: `software_Package` is Package. */
  readonly type: string;
  readonly path: string;
}

/** Members in which an element may be written out. */
const INLINE = ['from', 'to', 'element', 'rootElement', 'creationInfo'];

/** In document order, an inner one after its outer. undefined, and a problem, where there is no graph. */
export function elementsOf(document: Fields, problems: ProblemList): readonly Node[] | undefined {
  const graph = own(document, '@graph');
  if (graph !== undefined && !Array.isArray(graph)) {
    problems.add('field.type', '/@graph', `A list is expected, not ${quote(graph)}.`);
    return undefined;
  }
  const nodes: Node[] = [];
  // A document of one element may do without a graph (SPDX 3.0 clause 4.6).
  const waiting = graph === undefined ? [{ value: document as unknown, path: '' }] : listed(graph, '/@graph');
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { value, path } = next;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      problems.add('field.type', path, `An element is expected, not ${quote(value)}.`);
      continue;
    }
    const fields = value as Fields; // an object, by the test above; its keys are read as unknown
    const type = typeOf(fields);
    if (type === undefined) {
      problems.add('field.missing', pointer(path, 'type'), 'The element does not say what it is.');
      continue;
    }
    nodes.push({ fields, type, path });
    for (const key of INLINE) waiting.push(...innerOf(own(fields, key), pointer(path, key)));
  }
  return nodes;
}

interface Waiting {
  readonly value: unknown;
  readonly path: string;
}

/** Last first, for a stack. */
const listed = (values: readonly unknown[], path: string): Waiting[] =>
  values.map((value, i) => ({ value, path: `${path}/${i}` })).reverse();

function innerOf(value: unknown, path: string): Waiting[] {
  if (Array.isArray(value)) return listed(value, path).filter((one) => isObject(one.value));
  return isObject(value) ? [{ value, path }] : [];
}

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);

export function typeOf(fields: Fields): string | undefined {
  const written = own(fields, 'type') ?? own(fields, '@type');
  if (typeof written !== 'string' || written === '') return undefined;
  return written.slice(Math.max(written.lastIndexOf('/'), written.lastIndexOf('_'), written.lastIndexOf('#')) + 1);
}

export function idOf(fields: Fields): string | undefined {
  const id = own(fields, 'spdxId') ?? own(fields, '@id');
  return typeof id === 'string' && id !== '' ? id : undefined;
}

/** The id that a reference names, or that the element written in its place has. */
export function refOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return isObject(value) ? idOf(value as Fields) : undefined; // an object, by the test
}
