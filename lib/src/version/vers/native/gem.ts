// Requirements of RubyGems, and of Hex, which writes `and` and `or`: comparators, commas, and ~> that leaves the last number open.
import { type Alternative, below, bound, from, type Notation, next, only, readAll } from './terms.ts';

export function readGem(text: string): Notation | undefined {
  const alternatives = readAll([text], (one) => alternative(one.split(',')));
  return alternatives && { alternatives };
}

export function readHex(text: string): Notation | undefined {
  const alternatives = readAll(text.split(/ or |\|\|/), (one) => alternative(one.split(/ and |,/)));
  return alternatives && { alternatives };
}

function alternative(parts: readonly string[]): Alternative | undefined {
  const terms = readAll(parts, (part) => term(part.trim()));
  return terms && { bounds: terms.flat() };
}

function term(text: string) {
  const [, sign = '', version = ''] = /^(~>|[<>]=?|={1,2}|!=|) *([0-9A-Za-z][\w.+-]*)$/.exec(text) ?? [];
  if (version === '') return undefined;
  if (sign === '~>') return pessimistic(version);
  if (sign === '' || sign === '=' || sign === '==') return [only(version)];
  return [bound(sign as '<' | '<=' | '>' | '>=' | '!=', version)]; // what is left of the expression's signs
}

/** ~>2.0.8 ends before 2.1, ~>2.0 and ~>2 before 3; the letters of a pre-release do not count. */
function pessimistic(version: string) {
  const numbers = /^\d+(?:\.\d+)*(?![\w])/.exec(version)?.[0].split('.') ?? [];
  const kept = numbers.length > 1 ? numbers.slice(0, -1) : numbers;
  const last = kept.at(-1);
  return last === undefined ? undefined : [from(version), below([...kept.slice(0, -1), next(last)].join('.'))];
}
