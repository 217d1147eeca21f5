// Ranges as Conan writes them: comparators, ^, ~, `||`. An end that ~ or ^ gives is `2-`: below every pre-release of 2.
import { type Alternative, below, bound, from, type Notation, next, only, readAll } from './terms.ts';

export function readConan(text: string): Notation | undefined {
  const [expression = ''] = text
    .trim()
    .replace(/^\[(.*)\]$/, '$1')
    .split(/, *(?=[a-z_])/); // `, include_prerelease=True`
  const alternatives = readAll(expression.split('||'), alternative);
  return alternatives && { alternatives };
}

function alternative(text: string): Alternative | undefined {
  const terms = readAll(text.trim().split(/[\s,]+/), term);
  return terms && { bounds: terms.flat() };
}

function term(text: string) {
  const [, sign = '', written = ''] = /^([<>]=?|=|[~^]|)([!-~]+)$/.exec(text) ?? [];
  if (/[<>=~^!|,[\]]/.test(written) || written === '') return undefined;
  const version = written.replace(/-$/, ''); // asks for pre-releases, which the order of versions holds anyway
  if (version === '*') return sign === '' ? [from('0.0.0')] : undefined;
  switch (sign) {
    case '~':
      return between(version, 1);
    case '^':
      return between(version, firstNonZero(version));
    case '':
    case '=':
      return [only(version)];
    default:
      return [bound(sign as '<' | '<=' | '>' | '>=', version)]; // what is left of the expression's signs
  }
}

/** From a version to below the next one of its part at `index`, or of its last. */
function between(version: string, index: number) {
  const parts = mainOf(version);
  const at = Math.min(index, parts.length - 1);
  const last = parts[at] ?? '';
  if (!/^\d+$/.test(last)) return undefined;
  return [from(version), below(`${[...parts.slice(0, at), next(last)].join('.')}-`)];
}

const mainOf = (version: string): readonly string[] => (/^[^-+]*/.exec(version)?.[0] ?? '').split('.');

function firstNonZero(version: string): number {
  const parts = mainOf(version);
  const at = parts.findIndex((part) => !/^0+$/.test(part));
  return at < 0 ? parts.length : at;
}
