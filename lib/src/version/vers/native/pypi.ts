// Version specifiers of Python (PEP 440): comparators between commas, ~= that leaves the last number open, == and != with a wildcard.
// PEP 440 keeps pre-releases out of what they are not asked for; a range is the order of versions alone and holds them.
import type { VersConstraint } from '../range.ts';
import { type Alternative, below, bound, from, type Notation, next, only, readAll } from './terms.ts';

export function readPypi(text: string): Notation | undefined {
  const terms = readAll(text.split(','), (part) => term(part.trim()));
  return terms && { alternatives: product(terms) };
}

/** A term is one of several lists of bounds (!=1.* is below or above); all terms must hold. */
function product(terms: readonly (readonly (readonly VersConstraint[])[])[]): readonly Alternative[] {
  let all: readonly (readonly VersConstraint[])[] = [[]];
  for (const choices of terms) {
    if (all.length > 256) return []; // more than anybody writes: refused
    all = all.flatMap((bounds) => choices.map((choice) => [...bounds, ...choice]));
  }
  // A bound that several share is written once, with the first.
  const shared = new Map(all.flat().map((one) => [`${one.comparator}${one.version}`, one]));
  return all.map((bounds, i) => ({ bounds, written: i === 0 ? [...shared.values()] : [] }));
}

function term(text: string): readonly (readonly VersConstraint[])[] | undefined {
  const [, sign = '', version = '', wildcard] =
    /^(~=|={2,3}|!=|[<>]=?) *([0-9A-Za-z][0-9A-Za-z.!+_-]*?)(\.\*)?$/.exec(text) ?? [];
  if (version === '') return undefined;
  if (wildcard !== undefined) {
    const ends = prefix(version);
    if (!ends || (sign !== '==' && sign !== '!=')) return undefined;
    return sign === '==' ? [[from(ends[0]), below(ends[1])]] : [[below(ends[0])], [from(ends[1])]];
  }
  if (sign === '~=') {
    const ends = prefix(/^(?:\d+!)?\d+(?:\.\d+)+/.exec(version)?.[0].replace(/\.\d+$/, '') ?? '');
    return ends && [[from(version), below(ends[1])]];
  }
  if (sign === '==' || sign === '===') return [[only(version)]];
  return [[bound(sign as '<' | '<=' | '>' | '>=' | '!=', version)]]; // what is left of the expression's signs
}

/** The lowest version that begins so, and the lowest behind all that do: a .dev0 comes before all else. */
function prefix(release: string): readonly [string, string] | undefined {
  const [, lead = '', last = ''] = /^((?:\d+!)?(?:\d+\.)*)(\d+)$/.exec(release) ?? [];
  return last === '' ? undefined : [`${release}.dev0`, `${lead}${next(last)}.dev0`];
}
