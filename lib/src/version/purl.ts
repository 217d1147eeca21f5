// Package URLs (ECMA-427): parse, make and print in canonical form. Every problem at once. What common libraries let pass (bad
// percent-encoding, empty names, slashes smuggled into a segment, the same qualifier twice) is refused here.
import { failed, ok, type Problem, quote, type Result } from '../kit/index.ts';
import { PURL_TYPES } from './purl-types.ts';

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

/** A package URL from its text. `path` is where it stands in the document, for the problems. */
export function parsePurl(text: string, path = ''): Result<Purl> {
  const problems = problemsAt(path);
  if (text.length > MAX_PURL_LENGTH) return problems.refuse(`is longer than ${MAX_PURL_LENGTH} characters`, text);
  if (!text.isWellFormed()) return problems.refuse('holds half a character', text);
  const split = splitPurl(text);
  if (typeof split === 'string') return problems.refuse(split, text);
  const namespace = decodeSegments(split.namespace, 'namespace', problems);
  const subpath = decodeSegments(split.subpath, 'subpath', problems);
  const name = decode(split.name, 'name', problems);
  const version = split.version === '' ? undefined : decode(split.version, 'version', problems);
  const qualifiers = splitQualifiers(split.qualifiers, problems);
  if (problems.list.length > 0) return failed(problems.list);
  return makePurl(
    {
      type: split.type,
      name: name ?? '',
      qualifiers,
      ...(namespace ? { namespace } : {}),
      ...(version ? { version } : {}),
      ...(subpath ? { subpath } : {}),
    },
    path,
  );
}

/** A package URL from decoded parts, folded by the rules of its type. */
export function makePurl(parts: PurlParts, path = ''): Result<Purl> {
  const problems = problemsAt(path);
  const type = parts.type.toLowerCase();
  if (!/^[a-z][a-z0-9.-]*$/.test(type)) problems.add('has no valid type', parts.type);
  const rule = PURL_TYPES.get(type) ?? {};
  const namespace = trimSlashes(parts.namespace ?? '');
  const subpath = trimSlashes(parts.subpath ?? '');
  if (parts.name === '') problems.add('has no name', parts.name);
  if (rule.namespace === 'required' && namespace === '') problems.add(`of type ${type} needs a namespace`, parts.name);
  if (rule.namespace === 'prohibited' && namespace !== '') problems.add(`of type ${type} has no namespace`, namespace);
  if (subpath.split('/').some((s) => s === '.' || s === '..')) problems.add('has . or .. in its subpath', subpath);
  const qualifiers = foldQualifiers(parts.qualifiers, problems);
  const whole: PurlParts = {
    type,
    name: parts.name,
    qualifiers,
    ...(namespace === '' ? {} : { namespace }),
    ...(parts.version === undefined || parts.version === '' ? {} : { version: parts.version }),
    ...(subpath === '' ? {} : { subpath }),
  };
  const wrong = problems.list.length === 0 ? rule.check?.(rule.fold?.(whole) ?? whole) : undefined;
  if (wrong !== undefined) problems.add(`is not one of type ${type}: ${wrong}`, parts.name);
  if (problems.list.length > 0) return failed(problems.list);
  const folded = rule.fold?.(whole) ?? whole;
  return ok({ ...folded, text: purlText(folded) });
}

/** The canonical text of canonical parts (ECMA-427 §5.6). */
export function purlText(parts: PurlParts): string {
  const segments = (text: string): string => text.split('/').map(encode).join('/');
  const qualifiers = Object.keys(parts.qualifiers)
    .sort()
    .map((key) => `${key}=${encode(parts.qualifiers[key] ?? '')}`)
    .join('&');
  return [
    `pkg:${parts.type}/`,
    parts.namespace === undefined ? '' : `${segments(parts.namespace)}/`,
    encode(parts.name),
    parts.version === undefined ? '' : `@${encode(parts.version)}`,
    qualifiers === '' ? '' : `?${qualifiers}`,
    parts.subpath === undefined ? '' : `#${segments(parts.subpath)}`,
  ].join('');
}

/** The package without its version, qualifiers and subpath: what two versions of one package share. */
export const withoutVersion = (purl: PurlParts): string =>
  purlText({
    type: purl.type,
    name: purl.name,
    qualifiers: {},
    ...(purl.namespace === undefined ? {} : { namespace: purl.namespace }),
  });

interface Split {
  readonly type: string;
  readonly namespace: string;
  readonly name: string;
  readonly version: string;
  readonly qualifiers: string;
  readonly subpath: string;
}

/** The parts still encoded, or what is wrong. From the right: subpath, qualifiers, version; from the left: scheme, type. */
function splitPurl(text: string): Split | string {
  const [beforeSubpath, subpath] = cutAt(text, text.lastIndexOf('#'));
  const [beforeQualifiers, qualifiers] = cutAt(beforeSubpath, beforeSubpath.lastIndexOf('?'));
  const colon = beforeQualifiers.indexOf(':');
  if (colon < 0 || beforeQualifiers.slice(0, colon).toLowerCase() !== 'pkg') return 'does not start with pkg:';
  const rest = beforeQualifiers.slice(colon + 1).replace(/^\/+/, '');
  const slash = rest.indexOf('/');
  if (slash < 0) return 'has no name';
  const path = rest.slice(slash + 1);
  const at = path.lastIndexOf('@');
  // `@` at the start of a segment is an npm scope that was not encoded, not a version; at the start of the last one a name is missing.
  const hasVersion = at > 0 && path[at - 1] !== '/';
  if (at >= 0 && !hasVersion && path.indexOf('/', at) < 0) return 'has no name';
  const [named, version] = hasVersion ? cutAt(path, at) : [path, ''];
  const trimmed = trimSlashes(named);
  if (named.endsWith('/') && hasVersion) return 'has no name';
  const last = trimmed.lastIndexOf('/');
  return {
    type: rest.slice(0, slash),
    namespace: last < 0 ? '' : trimmed.slice(0, last),
    name: trimmed.slice(last + 1),
    version,
    qualifiers,
    subpath,
  };
}

const cutAt = (text: string, at: number): readonly [string, string] =>
  at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];

function trimSlashes(text: string): string {
  let from = 0;
  let to = text.length;
  while (from < to && text[from] === '/') from += 1;
  while (to > from && text[to - 1] === '/') to -= 1;
  return text.slice(from, to);
}

function decodeSegments(text: string, part: string, problems: Problems): string {
  const segments = text.split('/').filter((segment) => segment !== '');
  const decoded = segments.map((segment) => decode(segment, part, problems) ?? '');
  for (const segment of decoded)
    if (segment.includes('/')) problems.add(`has a slash inside a segment of its ${part}`, segment);
  const kept = part === 'subpath' ? decoded.filter((s) => s !== '.' && s !== '..') : decoded;
  return kept.join('/');
}

function decode(text: string, part: string, problems: Problems): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    problems.add(`has percent-encoding that is not UTF-8 in its ${part}`, text);
    return undefined;
  }
}

function splitQualifiers(text: string, problems: Problems): Record<string, string> {
  const qualifiers = new Map<string, string>();
  for (const pair of text.split('&')) {
    if (pair === '') continue;
    const equals = pair.indexOf('=');
    if (equals < 0) {
      problems.add('has a qualifier without a value', pair);
      continue;
    }
    const key = pair.slice(0, equals).toLowerCase();
    if (qualifiers.has(key)) problems.add('has the same qualifier twice', key);
    qualifiers.set(key, decode(pair.slice(equals + 1), 'qualifiers', problems) ?? '');
  }
  return Object.fromEntries(qualifiers);
}

/** Keys in small letters, in order; a qualifier with an empty value is no qualifier. */
function foldQualifiers(qualifiers: Readonly<Record<string, string>>, problems: Problems): Record<string, string> {
  const folded = new Map<string, string>();
  for (const [written, value] of Object.entries(qualifiers)) {
    const key = written.toLowerCase();
    if (!/^[a-z][a-z0-9._-]*$/.test(key)) problems.add('has a qualifier key that is not allowed', written);
    if (value !== '') folded.set(key, value);
  }
  return Object.fromEntries([...folded].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}

/** ECMA-427 §5.4: letters, digits, `.-_~` and `:` stand for themselves. */
const encode = (text: string): string =>
  encodeURIComponent(text)
    .replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%3A', ':');

interface Problems {
  readonly list: Problem[];
  add(what: string, value: string): void;
  refuse(what: string, value: string): Result<never>;
}

function problemsAt(path: string): Problems {
  const list: Problem[] = [];
  const add = (what: string, value: string): void => {
    list.push({ code: 'purl.syntax', path, detail: `The package URL ${what}: ${quote(value)}.` });
  };
  return {
    list,
    add,
    refuse(what, value) {
      add(what, value);
      return failed(list);
    },
  };
}
