// What the notations of package managers have in common: alternatives, each a list of bounds that must all hold. They become one
// range. Its text keeps the bounds as they were written, in order, as long as that says the same as the alternatives did.
import { failed, ok, quote, type Result } from '../../../kit/index.ts';
import { compareKeys } from '../../key.ts';
import { fromIntervals, intersect, toIntervals, unite, type VersInterval } from '../intervals.ts';
import { sortConstraints } from '../order.ts';
import type { Comparator, Constraint, VersRange } from '../range.ts';

/** All of the bounds must hold. None: every version. */
export interface Alternative {
  readonly bounds: readonly Constraint[];
  /** The bounds as the official tests want them written, where they are more. */
  readonly written?: readonly Constraint[];
}

export interface NativeRange {
  readonly range: VersRange;
  /** Where the range leaves out versions that the package manager itself would take: what to tell a reader. */
  readonly doubt?: string;
}

export interface Notation {
  readonly alternatives: readonly Alternative[];
  readonly doubt?: string;
}

export const MAX_NATIVE_LENGTH = 8_192;
export const MAX_ALTERNATIVES = 512;

/** A notation is read by a function that gives undefined for what it does not understand. */
export function readNotation(
  scheme: string,
  text: string,
  read: (text: string) => Notation | undefined,
): Result<NativeRange> {
  const notation = text.length > MAX_NATIVE_LENGTH ? undefined : read(text);
  const range = notation && joinAlternatives(scheme, notation.alternatives);
  if (!range) {
    const detail = `The text is not a range of versions in the notation of ${scheme}: ${quote(text)}.`;
    return failed([{ code: 'range.invalid', path: '', detail }]);
  }
  return ok(notation?.doubt === undefined ? { range } : { range, doubt: notation.doubt });
}

/** undefined: too many, or the bounds say more than one range can and have no order to settle it by. */
function joinAlternatives(scheme: string, alternatives: readonly Alternative[]): VersRange | undefined {
  if (alternatives.length > MAX_ALTERNATIVES) return undefined;
  if (alternatives.some(({ bounds }) => bounds.length === 0)) return { scheme, constraints: '*' };
  const written = alternatives.flatMap((alternative) => alternative.written ?? alternative.bounds);
  const flat: VersRange = { scheme, constraints: sortConstraints(scheme, written) };
  const meant = meaning(scheme, alternatives);
  if (!meant) return alternatives.length === 1 && written.length <= 2 ? flat : undefined;
  const said = toIntervals(flat);
  return said && sameIntervals(said, meant) ? flat : fromIntervals(scheme, meant);
}

function meaning(scheme: string, alternatives: readonly Alternative[]): readonly VersInterval[] | undefined {
  const all: VersInterval[] = [];
  for (const { bounds } of alternatives) {
    let shared: readonly VersInterval[] | undefined;
    for (const bound of bounds) {
      const alone = toIntervals({ scheme, constraints: [bound] });
      if (!alone) return undefined;
      shared = shared ? shared.flatMap((a) => alone.flatMap((b) => intersect(a, b))) : alone;
    }
    all.push(...(shared ?? []));
  }
  return unite(all);
}

const sameIntervals = (a: readonly VersInterval[], b: readonly VersInterval[]): boolean =>
  a.length === b.length &&
  a.every(({ lo, hi }, i) => compareKeys(lo, b[i]?.lo ?? hi) === 0 && compareKeys(hi, b[i]?.hi ?? lo) === 0);

export const bound = (comparator: Comparator, version: string): Constraint => ({ comparator, version });
export const from = (version: string): Constraint => bound('>=', version);
export const below = (version: string): Constraint => bound('<', version);
export const only = (version: string): Constraint => bound('=', version);

/** The number after this one, of any length. */
export const next = (digits: string): string => String(BigInt(digits) + 1n);

/** Every part of a list read, or undefined where one is not. */
export function readAll<In, Out>(
  parts: readonly In[],
  read: (part: In) => Out | undefined,
): readonly Out[] | undefined {
  const all: Out[] = [];
  for (const part of parts) {
    const one = read(part);
    if (one === undefined) return undefined;
    all.push(one);
  }
  return all;
}
