// The plain notations: lists of versions, comparators before versions (with Debian's << and >>), and what nginx writes in its notices.
import { type Alternative, below, bound, from, type Notation, next, only, readAll } from './terms.ts';

/** `>= 1.0, < 2.0 || 3.1`; an `=` may be left out. */
export function readComparators(text: string): Notation | undefined {
  const alternatives = readAll(text.split(/\|\|?/), (part): Alternative | undefined => {
    const terms = readAll(
      part
        .replace(/([<>=]) +/g, '$1')
        .trim()
        .split(/\s*,\s*|\s+/),
      comparison,
    );
    return terms && { bounds: terms.flat() };
  });
  return alternatives && { alternatives };
}

function comparison(text: string) {
  const [, sign = '', version = ''] = /^(<<|>>|[<>]=?|==?|!=|)([!-~]+)$/.exec(text) ?? [];
  if (version === '*') return sign === '' ? [] : undefined;
  if (version === '' || /[<>=!*|,]/.test(version)) return undefined;
  if (sign === '' || sign === '=' || sign === '==') return [only(version)];
  return [bound((sign === '<<' ? '<' : sign === '>>' ? '>' : sign) as '<' | '<=' | '>' | '>=' | '!=', version)]; // by the expression
}

/** OpenSSL's notices list each version. */
export function readList(text: string): Notation | undefined {
  const versions = readAll(text.split(','), (part) => (/^[!-~]+$/.test(part.trim()) ? part.trim() : undefined));
  if (!versions || versions.some((version) => /[<>=!*|]/.test(version))) return undefined;
  return { alternatives: versions.map((version) => ({ bounds: [only(version)] })) };
}

/** `0.7.52-0.8.39, 1.5.0+`: a `+` ends with its branch when that is a stable one (even), and with the next change of trunk never. */
export function readNginx(text: string): Notation | undefined {
  if (/^all$/i.test(text.trim())) return { alternatives: [{ bounds: [] }] };
  const alternatives = readAll(text.split(','), (part): Alternative | undefined => {
    const [, low, high, plus] = /^(\d+(?:\.\d+){0,2})(?: *- *(\d+(?:\.\d+){0,2})|(\+))?$/.exec(part.trim()) ?? [];
    if (low === undefined) return undefined;
    if (high !== undefined) return { bounds: [from(low), bound('<=', high)] };
    if (plus === undefined) return { bounds: [only(low)] };
    const [major = '', minor = '0'] = low.split('.');
    return { bounds: BigInt(minor) % 2n === 0n ? [from(low), below(`${major}.${next(minor)}.0`)] : [from(low)] };
  });
  return alternatives && { alternatives };
}
