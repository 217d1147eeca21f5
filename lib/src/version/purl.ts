// Package URLs (ECMA-427): parse, make and print in canonical form. Every problem at once. What common libraries let pass (bad
// percent-encoding, empty names, slashes smuggled into a segment, the same qualifier twice) is refused here. Every component of
// every inventory comes through here, so a text is cut by searching for its separators and decoded only where it is encoded.
import { failed, ok, type Problem, quote, type Result } from '../kit/index.ts';
import { canonicalPurl } from './purl-canonical.ts';
import { PURL_TYPES, type PurlType } from './purl-types.ts';

export const MAX_PURL_LENGTH = 4_096;

export interface PurlParts {
  readonly type: string;
  readonly namespace?: string;
  readonly name: string;
  readonly version?: string;
  readonly qualifiers: Readonly<Record<string, string>>;
  readonly subpath?: string;
}

/** A package URL with every part decoded and canonical. */
export interface Purl extends PurlParts {
  /** The canonical text. */
  readonly text: string;
}

/**
 * as-meant: what senders write is brought to canonical form where its meaning is plain. to-the-letter: what a type's definition
 * forbids is refused even there (capitals in the keys it defines, Go packages without a namespace).
 */
export type PurlReading = 'as-meant' | 'to-the-letter';

/** A package URL from its text. `path` is where it stands in the document, for the problems. */
export function parsePurl(text: string, path = '', reading: PurlReading = 'as-meant'): Result<Purl> {
  const known = reading === 'as-meant' ? canonicalPurl(text) : undefined;
  return known ? ok(known) : readPurl(text, path, reading);
}

/** The same by the whole way, which knows every form. */
export function readPurl(text: string, path = '', reading: PurlReading = 'as-meant'): Result<Purl> {
  const faults: Fault[] = [];
  if (text.length > MAX_PURL_LENGTH) return refuse([[TOO_LONG, text]], path);
  if (!text.isWellFormed()) return refuse([['holds half a character', text]], path);
  const split = splitPurl(text);
  if (typeof split === 'string') return refuse([[split, text]], path);
  const written: Written = {
    type: split.type,
    namespace: decodeSegments(split.namespace, 'namespace', faults),
    name: decode(split.name, 'name', faults),
    version: decode(split.version, 'version', faults),
    qualifiers: split.qualifiers === '' ? NONE : splitQualifiers(split.qualifiers, faults),
    subpath: decodeSegments(split.subpath, 'subpath', faults),
  };
  return faults.length > 0 ? refuse(faults, path) : canonical(written, path, reading);
}

/** A package URL from decoded parts, folded by the rules of its type. */
export function makePurl(parts: PurlParts, path = ''): Result<Purl> {
  const written: Written = {
    type: parts.type,
    namespace: withoutEmptySegments(parts.namespace ?? ''),
    name: parts.name,
    version: parts.version ?? '',
    qualifiers: Object.entries(parts.qualifiers),
    subpath: withoutEmptySegments(parts.subpath ?? ''),
  };
  const texts = [parts.type, written.namespace, parts.name, written.version, written.subpath];
  const broken = [...texts, ...written.qualifiers.flat()].find((text) => !text.isWellFormed());
  return broken === undefined
    ? canonical(written, path, 'as-meant')
    : refuse([['holds half a character', broken]], path);
}

/** The canonical text of canonical parts (ECMA-427 §5.6). */
export function purlText({ type, namespace, name, version, qualifiers, subpath }: PurlParts): string {
  const lead = namespace === undefined ? `pkg:${type}/` : `pkg:${type}/${encodeSegments(namespace)}/`;
  const named = PURL_TYPES.get(type)?.longName ? encodeSegments(name) : encode(name);
  let text = version === undefined ? lead + named : `${lead}${named}@${encode(version)}`;
  let sign = '?';
  for (const key of Object.keys(qualifiers).sort()) {
    text += `${sign}${key}=${encode(qualifiers[key] ?? '')}`;
    sign = '&';
  }
  return subpath === undefined ? text : `${text}#${encodeSegments(subpath)}`;
}

/** The package without its version, qualifiers and subpath: what two versions of one package share. */
export const withoutVersion = (purl: PurlParts): string =>
  purlText({
    type: purl.type,
    name: purl.name,
    qualifiers: {},
    ...(purl.namespace === undefined ? {} : { namespace: purl.namespace }),
  });

const TOO_LONG = `is longer than ${MAX_PURL_LENGTH} characters`;

/** What is wrong, and with which value. */
type Fault = readonly [what: string, value: string];
type Pairs = readonly (readonly [key: string, value: string])[];
const NONE: Pairs = [];

/** Decoded, not folded yet; '' is an absent part. */
interface Written {
  readonly type: string;
  readonly namespace: string;
  readonly name: string;
  readonly version: string;
  readonly qualifiers: Pairs;
  readonly subpath: string;
}

/** The parts still encoded, or what is wrong. From the right: subpath, qualifiers, version; from the left: scheme, type. */
function splitPurl(text: string): (Omit<Written, 'qualifiers'> & { readonly qualifiers: string }) | string {
  const hash = text.lastIndexOf('#');
  const beforeSubpath = hash < 0 ? text.length : hash;
  const question = beforeSubpath === 0 ? -1 : text.lastIndexOf('?', beforeSubpath - 1);
  const end = question < 0 ? beforeSubpath : question;
  if (!/^pkg:/i.test(text) || end < 4) return 'does not start with pkg:';
  let start = 4;
  while (start < end && text[start] === '/') start += 1;
  const slash = text.indexOf('/', start);
  if (slash < 0 || slash >= end) return 'has no name';
  const at = text.lastIndexOf('@', end - 1);
  // `@` at the start of a segment is an npm scope that was not encoded, not a version; at the start of the last one a name is missing.
  const hasVersion = at > slash + 1 && text[at - 1] !== '/';
  if (at > slash && !hasVersion && !text.slice(at, end).includes('/')) return 'has no name';
  const path = trimSlashes(text.slice(slash + 1, hasVersion ? at : end));
  const type = text.slice(start, slash);
  const last = PURL_TYPES.get(type.toLowerCase())?.longName ? path.indexOf('/') : path.lastIndexOf('/');
  return {
    type,
    namespace: last < 0 ? '' : path.slice(0, last),
    name: path.slice(last + 1),
    version: hasVersion ? text.slice(at + 1, end) : '',
    qualifiers: question < 0 ? '' : text.slice(question + 1, beforeSubpath),
    subpath: hash < 0 ? '' : text.slice(hash + 1),
  };
}

function trimSlashes(text: string): string {
  let from = 0;
  let to = text.length;
  while (from < to && text[from] === '/') from += 1;
  while (to > from && text[to - 1] === '/') to -= 1;
  return text.slice(from, to);
}

const withoutEmptySegments = (text: string): string =>
  text
    .split('/')
    .filter((segment) => segment !== '')
    .join('/');

function decodeSegments(text: string, part: 'namespace' | 'subpath', faults: Fault[]): string {
  if (text === '' || PLAIN_SEGMENTS.test(text)) return text;
  const segments = text.split('/').filter((segment) => segment !== '');
  const decoded = segments.map((segment) => decode(segment, part, faults));
  for (const segment of decoded)
    if (segment.includes('/')) faults.push([`has a slash inside a segment of its ${part}`, segment]);
  const kept = part === 'subpath' ? decoded.filter((s) => s !== '.' && s !== '..') : decoded;
  return kept.join('/');
}

/** Segments with nothing to decode and nothing to drop: each begins with a letter or digit. */
const PLAIN_SEGMENTS = /^[A-Za-z0-9][\w.~:@+-]*(?:\/[A-Za-z0-9][\w.~:@+-]*)*$/;

function decode(text: string, part: string, faults: Fault[]): string {
  if (!text.includes('%')) return text;
  const unscoped = text.replaceAll('%40', '@'); // npm's scopes: most of all encoding there is
  if (!unscoped.includes('%')) return unscoped;
  try {
    return decodeURIComponent(text);
  } catch {
    faults.push([`has percent-encoding that is not UTF-8 in its ${part}`, text]);
    return '';
  }
}

function splitQualifiers(text: string, faults: Fault[]): Pairs {
  const pairs: [string, string][] = [];
  for (const pair of text.split('&')) {
    if (pair === '') continue;
    const equals = pair.indexOf('=');
    if (equals < 0) faults.push(['has a qualifier without a value', pair]);
    else pairs.push([pair.slice(0, equals), decode(pair.slice(equals + 1), 'qualifiers', faults)]);
  }
  return pairs;
}

function canonical(written: Written, path: string, reading: PurlReading): Result<Purl> {
  const faults: Fault[] = [];
  const type = lowered(written.type);
  if (!/^[a-z][a-z0-9.-]*$/.test(type)) faults.push(['has no valid type', written.type]);
  const rule = PURL_TYPES.get(type) ?? UNKNOWN_TYPE;
  checkParts(written, rule, faults, reading);
  const qualifiers = foldQualifiers(written.qualifiers, rule, faults, reading);
  const namespace = rule.lowerNamespace ? lowered(written.namespace) : written.namespace;
  const version = rule.lowerVersion ? lowered(written.version) : written.version;
  const name = rule.lowerName ? lowered(written.name) : written.name;
  const cased = partsOf({ ...written, type, namespace, name, version }, qualifiers);
  const parts = rule.fold?.(cased) ?? cased;
  for (const key of rule.needs ?? []) {
    if (parts.qualifiers[key] === undefined)
      faults.push([`of type ${type} is told by its ${key} qualifier`, written.name]);
  }
  const wrong = faults.length === 0 ? rule.check?.(parts) : undefined;
  if (wrong !== undefined) faults.push([`is not one of type ${type}: ${wrong}`, written.name]);
  if (faults.length > 0) return refuse(faults, path);
  const text = purlText(parts);
  return text.length > MAX_PURL_LENGTH ? refuse([[TOO_LONG, text]], path) : ok({ ...parts, text });
}

const UNKNOWN_TYPE: PurlType = {};

/** The same text where it is in small letters already: no copy. */
const lowered = (text: string): string => (/^[a-z0-9.\-_/@:]*$/.test(text) ? text : text.toLowerCase());

function checkParts(
  { type, namespace, name, subpath }: Written,
  rule: PurlType,
  faults: Fault[],
  reading: PurlReading,
) {
  if (name === '') faults.push(['has no name', name]);
  const needed = rule.namespace === 'required' || (rule.namespace === 'expected' && reading === 'to-the-letter');
  if (needed && namespace === '') faults.push([`of type ${type} needs a namespace`, name]);
  if (rule.namespace === 'prohibited' && namespace !== '') faults.push([`of type ${type} has no namespace`, namespace]);
  if (rule.longName && namespace.includes('/'))
    faults.push([`of type ${type} has one segment as namespace`, namespace]);
  if (subpath !== '' && subpath.split('/').some((s) => s === '.' || s === '..'))
    faults.push(['has . or .. in its subpath', subpath]);
}

/** Keys in small letters, in order; a qualifier with an empty value is no qualifier. */
function foldQualifiers(pairs: Pairs, rule: PurlType, faults: Fault[], reading: PurlReading): Record<string, string> {
  if (pairs.length === 0) return {};
  const folded: [string, string][] = [];
  const seen = new Set<string>();
  for (const [written, value] of pairs) {
    const key = lowered(written);
    if (!/^[a-z][a-z0-9._-]*$/.test(key)) faults.push(['has a qualifier key that is not allowed', written]);
    else if (seen.has(key)) faults.push(['has the same qualifier twice', key]);
    else if (reading === 'to-the-letter' && key !== written && rule.keys?.includes(key))
      faults.push(['has capitals in a qualifier key', written]);
    else if (value !== '') folded.push([key, value]);
    seen.add(key);
  }
  if (folded.length > 1) folded.sort(([a], [b]) => (a < b ? -1 : 1));
  const qualifiers: Record<string, string> = {}; // keys begin with a letter: none of them is __proto__
  for (const [key, value] of folded) qualifiers[key] = value;
  return qualifiers;
}

function partsOf({ type, namespace, name, version, subpath }: Written, qualifiers: Record<string, string>): PurlParts {
  if (subpath === '' && namespace === '' && version === '') return { type, name, qualifiers };
  if (subpath === '' && namespace === '') return { type, name, version, qualifiers };
  if (subpath === '' && version !== '') return { type, namespace, name, version, qualifiers };
  return {
    type,
    name,
    qualifiers,
    ...(namespace === '' ? {} : { namespace }),
    ...(version === '' ? {} : { version }),
    ...(subpath === '' ? {} : { subpath }),
  };
}

/** ECMA-427 §5.4: letters, digits, `.-_~` and `:` stand for themselves. */
function encode(text: string): string {
  if (/^[\w.~:-]*$/.test(text)) return text;
  if (/^[ -~]*$/.test(text)) return text.replace(/[^\w.~:-]/g, percent);
  return encodeURIComponent(text)
    .replace(/[!'()*]/g, percent)
    .replaceAll('%3A', ':');
}

const percent = (char: string): string => `%${char.charCodeAt(0).toString(16).toUpperCase()}`;

const encodeSegments = (text: string): string =>
  /^[\w.~:/-]*$/.test(text) ? text : text.split('/').map(encode).join('/');

function refuse(faults: readonly Fault[], path: string): Result<never> {
  const problems = faults.map(([what, value]): Problem => {
    return { code: 'purl.syntax', path, detail: `The package URL ${what}: ${quote(value)}.` };
  });
  return failed(problems);
}
