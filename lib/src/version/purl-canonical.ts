// Package URLs that are already in their canonical form, as nearly all in inventories are: told by one pattern a type and cut, which
// costs a third of the whole reading. What this does not know it leaves to purl.ts; a test holds the two to each other.
import type { Purl } from './purl.ts';

/** One part: letters, digits and `.-_~:`, which stand for themselves, and the escapes that are common, in their canonical spelling. */
const PART = '(?:[A-Za-z0-9._~:-]|%2B|%40)+';
const LOWER = '(?:[a-z0-9._~:-]|%2B)+';
const QUALIFIERS = `(?:\\?([a-z][a-z0-9._-]*=${PART}(?:&[a-z][a-z0-9._-]*=${PART})*))?`;
const form = (path: string): RegExp => new RegExp(`^pkg:${path}(?:@${PART})?${QUALIFIERS}$`);

/** By type, as far as the type's rules fold nothing that the pattern lets pass. */
const FORMS: ReadonlyMap<string, RegExp> = new Map([
  ['npm', form(`npm/(?:${PART}/)?${PART}`)],
  ['maven', form(`maven/${PART}(?:/${PART})+`)],
  ['golang', form(`golang/${PART}(?:/${PART})*`)],
  ['cargo', form(`cargo/${PART}`)],
  ['gem', form(`gem/${PART}`)],
  ['nuget', form(`nuget/${PART}`)],
  ['composer', form(`composer/${LOWER}/${LOWER}`)],
  ['deb', form(`deb/${LOWER}/${LOWER}`)],
  ['apk', form(`apk/${LOWER}/${LOWER}`)],
]);

/** true: the text is a package URL in canonical form. false: not known. */
export function isCanonicalPurl(text: string): boolean {
  const matched = formOf(text);
  return matched !== undefined && (matched[1] === undefined || qualifiersOf(matched[1]) !== undefined);
}

function formOf(text: string): RegExpExecArray | undefined {
  if (text.length > MOST) return undefined;
  return FORMS.get(text.slice(4, text.indexOf('/')))?.exec(text) ?? undefined;
}

/** The parts of a package URL that is in canonical form; undefined: not known to be. */
export function canonicalPurl(text: string): Purl | undefined {
  const matched = formOf(text);
  if (matched === undefined) return undefined;
  const slash = text.indexOf('/');
  const type = text.slice(4, slash);
  const qualifiers = matched[1] === undefined ? {} : qualifiersOf(matched[1]);
  if (qualifiers === undefined) return undefined;
  const question = matched[1] === undefined ? text.length : text.length - matched[1].length - 1;
  const sign = text.lastIndexOf('@', question - 1); // every other one is written %40
  const end = sign < 0 ? question : sign;
  const last = text.lastIndexOf('/', end - 1);
  const name = decode(text.slice(last + 1, end));
  const version = sign < 0 ? undefined : decode(text.slice(sign + 1, question));
  const namespace = last === slash ? undefined : decode(text.slice(slash + 1, last));
  if (namespace === undefined)
    return version === undefined ? { type, name, qualifiers, text } : { type, name, version, qualifiers, text };
  return version === undefined
    ? { type, namespace, name, qualifiers, text }
    : { type, namespace, name, version, qualifiers, text };
}

/** Longer ones are rare, and then the whole reading costs nothing that counts. */
const MOST = 400;

/** The two escapes that the patterns let pass. */
function decode(text: string): string {
  let at = text.indexOf('%');
  if (at < 0) return text;
  let decoded = '';
  let from = 0;
  for (; at >= 0; at = text.indexOf('%', from)) {
    decoded += text.slice(from, at) + (text.charCodeAt(at + 1) === FOUR ? '@' : '+');
    from = at + 3;
  }
  return decoded + text.slice(from);
}
const FOUR = 0x34;

/** undefined: the keys are not in order, or one stands twice. */
function qualifiersOf(text: string): Record<string, string> | undefined {
  const qualifiers: Record<string, string> = {}; // keys begin with a letter: none of them is __proto__
  let before = '';
  for (const pair of text.split('&')) {
    const equals = pair.indexOf('=');
    const key = pair.slice(0, equals);
    if (key <= before) return undefined;
    qualifiers[key] = decode(pair.slice(equals + 1));
    before = key;
  }
  return qualifiers;
}
