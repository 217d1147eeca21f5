// Reads what vendors write of versions where a format leaves them free text: "< 1.2", "<=V3.1", "vers:intdot/<1.2", "All versions < V8.3",
// "prior to 4.2", "4.2 and earlier", "1.0 through 1.4". It gives the versions that the words say, or says that they cannot be read.
// It never guesses: "up to 4.2" may or may not mean 4.2, "1.1-1.5" may be one version; a reader who needs them is told they are unread.
import { parseVers, versToEvents } from '../../version/vers/index.ts';
import type { RangeEvent } from '../advisory-model.ts';
import { type Token, tokensOf } from './tokens.ts';

/** Versions in ranges, and single ones, without those excepted: `> 4.2` is a range from 4.2 on, except 4.2. */
export interface SaidVersions {
  readonly ranges: readonly (readonly RangeEvent[])[];
  readonly versions: readonly string[];
  readonly except: readonly string[];
}

export type RangeText =
  | ({ readonly kind: 'said' } & SaidVersions)
  /** A name of one version, whatever its form: nothing in it speaks of a range. */
  | { readonly kind: 'version'; readonly version: string }
  | { readonly kind: 'unread'; readonly why: 'no-version' | 'not-understood' };

/** @param text at most 500 characters are read, of `vers:` more; longer ones are not understood. */
export function readRangeText(text: string): RangeText {
  if (/^\s*vers:/i.test(text)) return readVers(text);
  if (text.length > MAX_LENGTH) return NOT_UNDERSTOOD;
  if (PLAIN.test(text)) return { kind: 'version', version: text };
  const line = text
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/\bver\. ?(?=\d)/gi, '');
  if (NOTHING.has(line.toLowerCase()) || /\breferences?\b/i.test(line)) return NO_VERSION;
  const bracketed = BRACKETS.exec(line);
  if (bracketed) return readBrackets(bracketed);
  const tokens = tokensOf(line);
  if (!tokens) return NOT_UNDERSTOOD;
  const shape = tokens.map(({ code }) => code).join('');
  if (!RANGE_LIKE.test(shape)) {
    const [only] = tokens.filter(({ code }) => code !== 'N');
    if (GLUED.test(line)) return NOT_UNDERSTOOD;
    const plain = only?.code === 'V' && tokens.filter(({ code }) => code !== 'N').length === 1;
    return { kind: 'version', version: plain ? only.text : line };
  }
  const said = readShape(tokens);
  return said ? { kind: 'said', ...said } : NOT_UNDERSTOOD;
}

/** The notation that CSAF asks for. One that says that no version is meant says nothing of the others. */
function readVers(text: string): RangeText {
  const vers = parseVers(text);
  const said = vers.ok ? versToEvents(vers.value) : undefined;
  return said && said.ranges.length + said.versions.length > 0 ? { kind: 'said', ...said } : NOT_UNDERSTOOD;
}

/** Most texts are dotted numbers: they need no reading. */
const PLAIN = /^[vVrR]?\d+(?:\.\d+)*$/;
const MAX_LENGTH = 500;
const NO_VERSION: RangeText = { kind: 'unread', why: 'no-version' };
const NOT_UNDERSTOOD: RangeText = { kind: 'unread', why: 'not-understood' };

/** What stands where a version should, when there is none. */
const NOTHING: ReadonlySet<string> = new Set([
  '',
  '-',
  '--',
  '?',
  'n/a',
  'na',
  'none',
  'tbd',
  'unspecified',
  'not specified',
  'unknown',
  'not applicable',
  'various',
  'multiple',
  'multiple versions',
  'see references',
  'publication',
]);

/** 4.2andearlier is no name of a version. */
const GLUED = /earlier|prior|before|below|later|newer|older|affected/i;

/** Letters of words and signs that only a sentence about several versions has. */
const RANGE_LIKE = /[^VN?d]|Vd|dV/;

/** `[1.0, 2.0)` as Maven and others write it. */
const BRACKETS = /^([[(])\s*([^\s,;()[\]]*)\s*,\s*([^\s,;()[\]]*)\s*([\])])$/;

function readBrackets([, open, from = '', to = '', close]: RegExpExecArray): RangeText {
  if (from === '' && to === '') return NOT_UNDERSTOOD;
  if ([from, to].some((bound) => bound !== '' && !/^[vr]?\d/i.test(bound))) return NOT_UNDERSTOOD;
  const upper = to === '' ? [] : [close === ']' ? { lastAffected: to } : { fixed: to }];
  return {
    kind: 'said',
    ranges: [[{ introduced: from === '' ? '0' : from }, ...upper]],
    versions: [],
    except: open === '(' && from !== '' ? [from] : [],
  };
}

/** What a sentence of this shape says, or undefined. Noise ("versions", "firmware") is dropped first, and "all" where more follows. */
function readShape(tokens: readonly Token[]): SaidVersions | undefined {
  const kept = tokens.filter(({ code }) => code !== 'N');
  const rest = kept[0]?.code === 'A' && kept.length > 1 ? kept.slice(1) : kept;
  const shape = rest.map(({ code }) => code).join('');
  const versions = rest.filter(({ code }) => code === 'V').map(({ text }) => text);
  const [a = '', b = ''] = versions;
  if (shape === 'A' || shape === '*') return range({ introduced: '0' });
  if (/^(?:[lmghen]V[c&]?)+$/.test(shape) && !/[c&]$/.test(shape)) return readComparators(rest);
  const rule = SHAPES.find(([pattern]) => pattern.test(shape));
  if (rule) return rule[1](a, b);
  if (/^V(?:(?:[c&|]|c[&|])V)+$/.test(shape)) return { ranges: [], versions, except: [] };
  return shape === 'W' ? readWildcard(rest[0]?.text ?? '') : undefined;
}

const range = (...events: readonly RangeEvent[]): SaidVersions => ({ ranges: [events], versions: [], except: [] });
const upTo = (last: string): SaidVersions => range({ introduced: '0' }, { lastAffected: last });
const below = (fixed: string): SaidVersions => range({ introduced: '0' }, { fixed });
const after = (version: string): SaidVersions => ({ ...range({ introduced: version }), except: [version] });

/** Shapes of sentences, and what they say of the first and second version in them. */
const SHAPES: readonly (readonly [RegExp, (a: string, b: string) => SaidVersions])[] = [
  [/^V[&|]A?[LDB]$/, upTo], // 4.2 and earlier, 4.2 or below, 4.2 and all prior versions
  [/^(?:PT&?I|LT&I|H)V$/, upTo], // up to and including 4.2, prior to and including 4.2, through 4.2
  [/^(?:L[TR]|D|B|PTE)V$/, below], // prior to 4.2, earlier than 4.2, below 4.2, before 4.2, up to (excluding) 4.2
  [/^V[&|]A?[GK]$|^SY?VG?$/, (a) => range({ introduced: a })], // 4.2 and later, from 4.2 onwards, starting with 4.2
  [/^(?:F|GR|K)V$/, after], // after 4.2, later than 4.2, above 4.2
  [/^S?V(?:T|H|d|PT&?I)V$/, (a, b) => range({ introduced: a }, { lastAffected: b })], // from 1.0 to 1.4, 1.0 - 1.4
  [/^S?V(?:c?&?(?:B|L[TR])|PTE)V$/, (a, b) => range({ introduced: a }, { fixed: b })], // 1.0 before 1.5, 1.0 and prior to 1.5
];

/** `>= 1.0, < 2.0`: one lower and one upper end at most, or equals alone. */
function readComparators(tokens: readonly Token[]): SaidVersions | undefined {
  const parts: { sign: string; version: string }[] = [];
  for (const [i, token] of tokens.entries())
    if (token.code === 'V') parts.push({ sign: tokens[i - 1]?.code ?? '', version: token.text });
  const of = (signs: string): string[] => parts.filter(({ sign }) => signs.includes(sign)).map((p) => p.version);
  const [lower, upper, equal, unequal] = [of('gh'), of('lm'), of('e'), of('n')];
  if (lower.length > 1 || upper.length > 1) return undefined;
  if (equal.length > 0) return parts.length === equal.length ? { ranges: [], versions: equal, except: [] } : undefined;
  if (lower.length + upper.length === 0) return undefined;
  const last = parts.some(({ sign }) => sign === 'm');
  const ends: RangeEvent[] = upper.map((version) => (last ? { lastAffected: version } : { fixed: version }));
  return {
    ranges: [[{ introduced: lower[0] ?? '0' }, ...ends]],
    versions: [],
    except: [...of('g'), ...unequal],
  };
}

/** `2.x` is all from 2 to before 3: read for dotted numbers, among which nothing lies between 2.x and 3. */
function readWildcard(text: string): SaidVersions | undefined {
  const from = text.replace(/(?:\.[x*])+$/i, '');
  const next = from.replace(/\d+$/, (last) => String(BigInt(last) + 1n));
  return range({ introduced: from }, { fixed: next });
}
