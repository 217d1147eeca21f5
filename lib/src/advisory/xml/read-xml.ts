// Reads an XML document into a small tree, strictly and within limits. What makes XML dangerous is refused, not handled: there is no
// DOCTYPE, so nothing is expanded and nothing is fetched. `saxes` is the scanner: it checks well-formedness and namespaces as the
// standards ask, and knows no entities but the five of XML itself.
import { SaxesParser, type SaxesTagNS } from 'saxes';
import { failed, ok, type Problem, type Result } from '../../kit/index.ts';
import { readDocumentText } from '../document-text.ts';

export interface XmlLimits {
  readonly maxBytes: number;
  readonly maxDepth: number;
  /** Attributes of one element, namespace declarations included. */
  readonly maxAttributes: number;
  readonly maxElements: number;
}

export const XML_LIMITS: XmlLimits = {
  maxBytes: 64 * 1024 * 1024,
  maxDepth: 256,
  maxAttributes: 64,
  maxElements: 8_000_000,
};

export interface XmlElement {
  /** Without its prefix. */
  readonly name: string;
  /** Of no namespace. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** All text directly inside, CDATA included, white space as written. */
  readonly text: string;
  /** From 1. */
  readonly line: number;
}

export interface XmlDocument {
  readonly root: XmlElement;
  /** The root's; '' for none. */
  readonly namespace: string;
}

/**
 * The elements of the root's namespace; what stands in another one (an extension, a signature) is checked and left out.
 * Fails at the first fault, placed at `/line/N`: xml.syntax, xml.doctype, xml.too-deep, field.too-many, or those of the text.
 */
export function readXml(input: Uint8Array | string, limits: Partial<XmlLimits> = {}): Result<XmlDocument> {
  const all = { ...XML_LIMITS, ...limits };
  const text = readDocumentText(input, all.maxBytes);
  if (!text.ok) return text;
  const builder = new Builder(all, text.value.ascii || typeof input === 'string');
  try {
    builder.read(text.value.text);
  } catch (error) {
    if (error instanceof Refused) return failed([error.problem]);
    throw error;
  }
  return builder.root === undefined
    ? failed([{ code: 'xml.syntax', path: '/line/1', detail: 'There is no element.' }])
    : ok({ root: builder.root, namespace: builder.namespace });
}

/** Ends the scan: `saxes` would go on after a fault. */
class Refused extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.detail);
    this.problem = problem;
  }
}

interface Draft {
  readonly name: string;
  readonly attributes: Map<string, string>;
  readonly children: Draft[];
  text: string;
  readonly line: number;
}

const NO_ATTRIBUTES = new Map<string, string>();

class Builder {
  root: Draft | undefined;
  namespace = '';
  private readonly parser = new SaxesParser({ xmlns: true });
  private readonly limits: XmlLimits;
  private readonly open: Draft[] = [];
  private depth = 0;
  /** Depth of the outermost element of another namespace that is open; 0 for none. */
  private foreign = 0;
  private elements = 0;
  private attributes = 0;

  constructor(limits: XmlLimits, anyEncoding: boolean) {
    this.limits = limits;
    const { parser } = this;
    parser.on('xmldecl', ({ encoding }) => {
      if (!anyEncoding && encoding !== undefined && !/^(utf-?8|us-ascii)$/i.test(encoding))
        this.refuse('input.encoding', `The text says that it is ${encoding.slice(0, 40)}; only UTF-8 is read.`);
    });
    parser.on('doctype', () => this.refuse('xml.doctype', 'There is a DOCTYPE.'));
    parser.on('error', (error) => this.refuse('xml.syntax', reasonOf(error)));
    parser.on('opentagstart', () => {
      this.attributes = 0;
    });
    parser.on('attribute', () => {
      this.attributes += 1;
      if (this.attributes > limits.maxAttributes)
        this.refuse('field.too-many', `An element with more than ${limits.maxAttributes} attributes.`);
    });
    parser.on('opentag', (tag) => this.begin(tag));
    parser.on('closetag', () => this.end());
    const addText = (text: string): void => {
      const element = this.foreign === 0 ? this.open.at(-1) : undefined;
      if (element) element.text = element.text === '' ? text : element.text + text;
    };
    parser.on('text', addText);
    parser.on('cdata', addText);
  }

  read(text: string): void {
    // The scanner walks a chunk by index; as a whole it need not join anything.
    this.parser.write(text);
    this.parser.close();
  }

  private begin(tag: SaxesTagNS): void {
    this.depth += 1;
    this.elements += 1;
    if (this.depth > this.limits.maxDepth)
      this.refuse('xml.too-deep', `Elements are nested more than ${this.limits.maxDepth} levels deep.`);
    if (this.elements > this.limits.maxElements)
      this.refuse('field.too-many', `More than ${this.limits.maxElements} elements.`);
    if (this.foreign > 0) return;
    if (this.root === undefined) this.namespace = tag.uri;
    if (tag.uri !== this.namespace) {
      this.foreign = this.depth;
      return;
    }
    const element: Draft = {
      name: tag.local,
      attributes: attributesOf(tag),
      children: [],
      text: '',
      line: this.parser.line,
    };
    this.open.at(-1)?.children.push(element);
    this.root ??= element;
    this.open.push(element);
  }

  private end(): void {
    if (this.foreign === 0) this.open.pop();
    else if (this.foreign === this.depth) this.foreign = 0;
    this.depth -= 1;
  }

  private refuse(code: Problem['code'], detail: string): never {
    throw new Refused({ code, path: `/line/${this.parser.line}`, detail });
  }
}

function attributesOf(tag: SaxesTagNS): Map<string, string> {
  let attributes: Map<string, string> | undefined;
  for (const name in tag.attributes) {
    const attribute = tag.attributes[name];
    if (attribute === undefined || attribute.uri !== '') continue;
    attributes ??= new Map();
    attributes.set(attribute.local, attribute.value);
  }
  return attributes ?? NO_ATTRIBUTES;
}

/** `saxes` puts line and column before its reason, and foreign text into it. */
const reasonOf = (error: Error): string => `${error.message.replace(/^\d+:\d+: /, '').slice(0, 200)}`;
