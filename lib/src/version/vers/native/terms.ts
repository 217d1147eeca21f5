// What the notations of package managers have in common: alternatives, each a list of bounds that must all hold. They become one
// range. Its text keeps the bounds as they were written, in order, as long as that says the same as the alternatives did.
import { failed, ok, quote, type Result } from '../../../kit/index.ts';
import { compareKeys } from '../../key.ts';
import { intersect, unite, type VersInterval, versFromIntervals, versToIntervals } from '../intervals.ts';
import { isUpper, sortConstraints } from '../order.ts';
import type { VersComparator, VersConstraint, VersRange } from '../range.ts';

/** All of the bounds must hold. None: every version. */
export interface Alternative {
  readonly bounds: readonly VersConstraint[];
  /** The bounds as the official tests want them written, where they are more. */
  readonly written?: readonly VersConstraint[];
}

export interface NativeVers {
  readonly range: VersRange;
  /** Where the range leaves out versions that the package manager itself would take: what to tell a reader. */
  readonly doubt?: string;
}

export interface Notation {
  readonly alternatives: readonly Alternative[];
  readonly doubt?: string;
}

export const MAX_NATIVE_LENGTH = 8_192;
/** Of all alternatives together. */
const MAX_BOUNDS = 512;

/** A notation is read by a function that gives undefined for what it does not understand. */
export function readNotation(
  scheme: string,
  text: string,
  read: (text: string) => Notation | undefined,
): Result<NativeVers> {
  const notation = text.length > MAX_NATIVE_LENGTH ? undefined : withoutVoidAnds(read(text));
  const range = notation && joinAlternatives(scheme, notation.alternatives);
  if (!range) {
    const detail = `The text is not a range of versions in the notation of ${scheme}: ${quote(text)}.`;
    return failed([{ code: 'range.invalid', path: '', detail }]);
  }
  return ok(notation?.doubt === undefined ? { range } : { range, doubt: notation.doubt });
}

/** `>=5.0.3 >=4.2.1` and `1.1.2 1.2.2` ask for nothing when both must hold: who writes so means either. */
function withoutVoidAnds(notation: Notation | undefined): Notation | undefined {
  const isVoid = ({ bounds }: Alternative): boolean =>
    bounds.length > 1 &&
    new Set(bounds.map(({ comparator }) => comparator.charAt(0))).size === 1 &&
    !isExcept(bounds[0]);
  if (!notation?.alternatives.some(isVoid)) return notation;
  const split = notation.alternatives.flatMap((one) =>
    isVoid(one) ? one.bounds.map((alone): Alternative => ({ bounds: [alone] })) : [one],
  );
  return { alternatives: split, doubt: notation.doubt ?? 'bounds that point the same way are taken as alternatives' };
}

const isExcept = (constraint: VersConstraint | undefined): boolean => constraint?.comparator === '!=';

/** undefined: too many, or the bounds say more than one range can and have no order to settle it by. */
function joinAlternatives(scheme: string, alternatives: readonly Alternative[]): VersRange | undefined {
  const count = alternatives.reduce((sum, { bounds }) => sum + bounds.length, 0);
  if (alternatives.length === 0 || count > MAX_BOUNDS) return undefined;
  if (alternatives.some(({ bounds }) => bounds.length === 0)) return { scheme, constraints: '*' };
  const written = alternatives.flatMap((alternative) => alternative.written ?? alternative.bounds);
  const meant = meaning(scheme, alternatives);
  if (!meant) return alternatives.length === 1 && written.length <= 2 ? { scheme, constraints: written } : undefined;
  const flat: VersRange = { scheme, constraints: sortConstraints(scheme, endsFirst(written)) };
  const said = versToIntervals(flat);
  return said && sameIntervals(said, meant) ? flat : versFromIntervals(scheme, meant);
}

/** So that, at one version, what ends a stretch stands before what begins the next. */
const endsFirst = (constraints: readonly VersConstraint[]): readonly VersConstraint[] => [
  ...constraints.filter(isUpper),
  ...constraints.filter((constraint) => !isUpper(constraint)),
];

function meaning(scheme: string, alternatives: readonly Alternative[]): readonly VersInterval[] | undefined {
  const all: VersInterval[] = [];
  for (const { bounds } of alternatives) {
    let shared: readonly VersInterval[] | undefined;
    for (const bound of bounds) {
      const alone = versToIntervals({ scheme, constraints: [bound] });
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

export const bound = (comparator: VersComparator, version: string): VersConstraint => ({ comparator, version });
export const from = (version: string): VersConstraint => bound('>=', version);
export const below = (version: string): VersConstraint => bound('<', version);
export const only = (version: string): VersConstraint => bound('=', version);

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
