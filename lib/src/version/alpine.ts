// Alpine versions, as apk orders them (apk-tools, src/version.c): numbers, a letter, suffixes (_rc1, _p2), a commit (~0a1b), a revision
// (-r3). Wolfi and Chainguard use the same. Whoever reads secdb must mind that its version `0` means never affected.
import { compareDigits, type KeyWriter, keyWriter, MAX_VERSION_LENGTH } from './key.ts';
import {
  anywhere,
  asWritten,
  type Reading,
  unorderedVersion,
  VERSION_FLAG,
  type Version,
  type VersionScheme,
} from './scheme.ts';

export interface AlpineToken {
  readonly kind: keyof typeof PLACE;
  /** Digits of a number, suffix number or revision; the letter; the commit; the suffix's name; '' for the ends. */
  readonly text: string;
}

export const alpine: VersionScheme = { name: 'alpine', read, compare, readings };

/**
 * Where tokens of different kinds stand beside each other: apk's rule that what goes on longer is later, but for suffixes before
 * a release, and what is not valid just before the end.
 */
const PLACE = {
  'before-release': 0x10,
  'not-valid': 0x20,
  end: 0x30,
  revision: 0x40,
  commit: 0x50,
  'suffix-number': 0x60,
  'after-release': 0x70,
  gap: 0x78,
  letter: 0x80,
  number: 0x90,
} as const;

/** alpha to rc come before the release, cvs to p after it. */
const SUFFIXES = ['alpha', 'beta', 'pre', 'rc', 'cvs', 'svn', 'git', 'hg', 'p'];
const FIRST_AFTER = SUFFIXES.indexOf('cvs');

/**
 * The tokens, ended by `end`, or by `not-valid` where apk would stop reading. Read as apk 2 reads them: a number may follow the
 * letter (6.6.2p1) and be missing before it (10.2.22.r0); both are in the distribution's own data. undefined for what does not
 * begin with a number.
 */
export function parseAlpine(
  text: string,
): { readonly tokens: readonly AlpineToken[]; readonly valid: boolean } | undefined {
  const trimmed = text.trim();
  if (trimmed.length > MAX_VERSION_LENGTH || !isDigit(trimmed.charCodeAt(trimmed[0] === '.' ? 1 : 0))) return undefined;
  const tokens: AlpineToken[] = trimmed[0] === '.' ? [GAP] : [];
  let last = tokens[0]?.kind ?? 'end';
  for (let i = 0; i < trimmed.length; ) {
    const token = tokenAt(trimmed, i, last);
    if (!token) {
      tokens.push(NOT_VALID);
      return { tokens, valid: false };
    }
    tokens.push(token);
    last = token.kind;
    i = token.end;
  }
  tokens.push(END);
  return { tokens, valid: tokens.every(isValidAt) };
}

const GAP: AlpineToken = { kind: 'gap', text: '' };
const NOT_VALID: AlpineToken = { kind: 'not-valid', text: '' };
const END: AlpineToken = { kind: 'end', text: '' };

/** A number is missing only where a letter and its number follow, and a revision has a number. */
function isValidAt({ kind, text }: AlpineToken, i: number, tokens: readonly AlpineToken[]): boolean {
  if (kind === 'gap') return i > 0 && tokens[i + 1]?.kind === 'letter' && tokens[i + 2]?.kind === 'number';
  return kind !== 'revision' || text !== '';
}

const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39;
const isSmall = (code: number): boolean => code >= 0x61 && code <= 0x7a;
const isHex = (code: number): boolean => isDigit(code) || (code >= 0x61 && code <= 0x66);

interface TokenAt extends AlpineToken {
  readonly end: number;
}

/** The token that starts at `i`, if it may come after `last`. */
function tokenAt(text: string, i: number, last: AlpineToken['kind']): TokenAt | undefined {
  const code = text.charCodeAt(i);
  const inNumbers = last === 'number' || last === 'gap';
  if (isDigit(code)) {
    if (last === 'before-release' || last === 'after-release') return taken('suffix-number', text, i, isDigit);
    return i === 0 || last === 'letter' ? taken('number', text, i, isDigit) : undefined;
  }
  if (code === 0x2e) return inNumbers ? afterDot(text, i + 1) : undefined;
  if (isSmall(code)) return inNumbers ? { kind: 'letter', text: text.charAt(i), end: i + 1 } : undefined;
  if (last === 'revision') return undefined;
  if (code === 0x2d && text[i + 1] === 'r') {
    const token = taken('revision', text, i + 2, isDigit);
    return (
      token ?? (i + 2 === text.length || text[i + 2] === '-' ? { kind: 'revision', text: '', end: i + 2 } : undefined)
    );
  }
  if (last === 'commit') return undefined;
  if (code === 0x7e) return taken('commit', text, i + 1, isHex);
  const suffix = code === 0x5f ? taken('after-release', text, i + 1, isSmall) : undefined;
  const rank = suffix ? SUFFIXES.indexOf(suffix.text) : -1;
  return !suffix || rank < 0 ? undefined : rank < FIRST_AFTER ? { ...suffix, kind: 'before-release' } : suffix;
}

function taken(
  kind: AlpineToken['kind'],
  text: string,
  from: number,
  is: (code: number) => boolean,
): TokenAt | undefined {
  let end = from;
  while (is(text.charCodeAt(end))) end += 1; // NaN past the end is none of them
  return end > from ? { kind, text: text.slice(from, end), end } : undefined;
}

function afterDot(text: string, from: number): TokenAt | undefined {
  const missing = text[from] === '.' || isSmall(text.charCodeAt(from));
  return missing ? { ...GAP, end: from } : taken('number', text, from, isDigit);
}

function read(text: string): Version {
  const trimmed = text.trim();
  const parsed = parseAlpine(trimmed);
  if (!parsed) return unorderedVersion(trimmed);
  const writer = keyWriter();
  for (const [i, token] of parsed.tokens.entries()) encodeToken(writer, token, i === 0);
  return { text: trimmed, key: writer.done(), flags: parsed.valid ? 0 : VERSION_FLAG.malformed };
}

function encodeToken(writer: KeyWriter, { kind, text }: AlpineToken, first: boolean): void {
  if (kind === 'number' && !first && text.startsWith('0')) {
    writer.byte(PLACE.number).str(text);
    return;
  }
  writer.byte(PLACE[kind] + (kind === 'number' ? 1 : 0));
  if (kind === 'number' || kind === 'suffix-number' || kind === 'revision') writer.num(text);
  else if (kind === 'letter' || kind === 'commit') writer.str(text);
  else if (kind === 'before-release' || kind === 'after-release') writer.byte(SUFFIXES.indexOf(text));
}

/** As apk does it: the first tokens that differ decide, by their value or by their kind. */
function compare(a: string, b: string): number | undefined {
  const left = parseAlpine(a)?.tokens;
  const right = parseAlpine(b)?.tokens;
  if (!left || !right) return a.trim() === b.trim() ? 0 : undefined;
  for (let i = 0; ; i += 1) {
    const [x, y] = [left[i], right[i]];
    if (!x || !y) return 0; // both ended alike before
    if (x.kind !== y.kind) return PLACE[x.kind] - PLACE[y.kind];
    const difference = compareTokens(x, y, i === 0);
    if (difference !== 0) return difference;
  }
}

function compareTokens(x: AlpineToken, y: AlpineToken, first: boolean): number {
  switch (x.kind) {
    case 'before-release':
    case 'after-release':
      return SUFFIXES.indexOf(x.text) - SUFFIXES.indexOf(y.text);
    case 'number':
      if (!first && (x.text.startsWith('0') || y.text.startsWith('0'))) return compareTexts(x.text, y.text);
      return compareDigits(x.text, y.text);
    case 'suffix-number':
    case 'revision':
      return compareDigits(x.text, y.text);
    default:
      return compareTexts(x.text, y.text);
  }
}

const compareTexts = (x: string, y: string): number => (x < y ? -1 : Number(x > y));

/** apk calls all equal that go wrong at the same place. What such a version means past it is not known, on either side. */
function readings(installed: Version, bounds: readonly Version[]): readonly Reading[] {
  if (installed.flags & VERSION_FLAG.unordered) return [anywhere];
  if (![installed, ...bounds].some(isCut)) return [asWritten(installed)];
  const from = isCut(installed) ? installed.key.slice(0, -1) : installed.key;
  const to = isCut(installed) ? Uint8Array.of(...from, 0xff) : from;
  return [{ id: isCut(installed) ? 'any-rest' : 'as-written', from, to, boundKey: (bound) => boundKey(bound, from) }];
}

const isCut = ({ flags, key }: Version): boolean =>
  (flags & VERSION_FLAG.malformed) !== 0 && key[key.length - 1] === PLACE['not-valid'];

/** None for a bound that is not valid where the installed version could be meant to lie on either side of it. */
function boundKey(bound: Version, installed: Uint8Array): Uint8Array | undefined {
  if (!isCut(bound)) return bound.key;
  const read = bound.key.slice(0, -1);
  return read.every((byte, i) => installed[i] === byte) ? undefined : bound.key;
}
