import { describe, expect, it } from 'vitest';
import { expectOk } from '../../kit/index.ts';
import { readXml, type XmlElement, type XmlLimits } from './index.ts';

const shown = ({ name, attributes, text, children }: XmlElement): unknown =>
  [name, Object.fromEntries(attributes), text.trim(), children.map(shown)].filter(
    (part) => JSON.stringify(part).length > 2,
  );
const refused = (text: string | Uint8Array, limits: Partial<XmlLimits> = {}): string[] => {
  const read = readXml(text, limits);
  return read.ok ? ['read'] : read.problems.map(({ code, path }) => `${code} ${path}`);
};

describe('an XML document', () => {
  it('becomes a tree of the elements of its namespace, with their text and lines', () => {
    const text = `\ufeff<?xml version="1.0" encoding="UTF-8"?>
<!-- a comment -->
<x:a xmlns:x="urn:one" xmlns:y="urn:two" b="1" y:b="2">
  <x:c>text &amp; <![CDATA[<more>]]>&#x21;</x:c>
  <y:c><x:c>of a part in another namespace</x:c></y:c>
  <c/>
</x:a>`;
    const { root, namespace } = expectOk(readXml(new TextEncoder().encode(text)));
    expect(namespace).toBe('urn:one');
    expect(shown(root)).toEqual(['a', { b: '1' }, [['c', 'text & <more>!']]]);
    expect(root.children[0]?.line).toBe(4);
  });

  it('is refused with a DOCTYPE, before anything that it defines is used', () => {
    const bomb = `<!DOCTYPE a [<!ENTITY a "${'x'.repeat(100)}">${Array.from({ length: 20 }, (_, i) => `<!ENTITY a${i} "&a;&a;&a;">`).join('')}]>\n<a>&a19;</a>`;
    expect(refused(bomb)).toEqual(['xml.doctype /line/1']);
    expect(refused('<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>')).toEqual(['xml.doctype /line/1']);
  });

  it.each([
    ['xml.syntax /line/1', '<a>&nbsp;</a>'],
    ['xml.syntax /line/2', '<a>\n</b>'],
    ['xml.syntax /line/1', '<a b="1" b="2"/>'],
    ['xml.syntax /line/1', '<a b=1/>'],
    ['xml.syntax /line/1', '<x:a/>'],
    ['xml.syntax /line/1', '<a/><a/>'],
    ['xml.syntax /line/1', 'text'],
    ['xml.syntax /line/1', '<a>\u0001</a>'],
    ['xml.syntax /line/1', '<a>'],
    ['input.empty ', ' \n'],
  ])('gives %s for %j', (problem, text) => {
    expect(refused(text)).toEqual([problem]);
  });

  it('is read as UTF-8 alone, and says so of anything else', () => {
    expect(refused(Uint8Array.from([0xff, 0xfe, 0x3c, 0, 0x61, 0]))).toEqual(['input.encoding ']);
    expect(refused(Uint8Array.from([0, 0x3c, 0, 0x61]))).toEqual(['input.encoding ']);
    expect(refused(Uint8Array.from([0x3c, 0x61, 0x3e, 0xff]))).toEqual(['input.encoding ']);
    const declared = (body: string) =>
      new TextEncoder().encode(`<?xml version="1.0" encoding="ISO-8859-1"?><a>${body}</a>`);
    expect(refused(declared('é'))).toEqual(['input.encoding /line/1']);
    expect(refused(declared('e'))).toEqual(['read']);
  });

  it('has limits: bytes, depth, attributes, elements', () => {
    expect(refused('<a>'.repeat(50), { maxDepth: 10 })).toEqual(['xml.too-deep /line/1']);
    expect(refused('<a><b/><b/></a>', { maxElements: 2 })).toEqual(['field.too-many /line/1']);
    expect(refused('<a b="" c="" d=""/>', { maxAttributes: 2 })).toEqual(['field.too-many /line/1']);
    expect(refused('<a></a>', { maxBytes: 6 })).toEqual(['input.too-large ']);
    expect(refused(`<a>${'<b>'.repeat(100_000)}`)).toEqual(['xml.too-deep /line/1']);
  });

  it('keeps names such as __proto__ as names', () => {
    const { root } = expectOk(readXml('<a __proto__="x"><__proto__>y</__proto__></a>'));
    expect(root.attributes.get('__proto__')).toBe('x');
    expect(root.children[0]?.name).toBe('__proto__');
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });
});
