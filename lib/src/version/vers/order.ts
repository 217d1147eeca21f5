// The constraints of a range in the order of their versions, and the rules that the standard has for their sequence.

import type { VersConstraint } from './range.ts';
import { schemeOfVers } from './schemes.ts';

/** How two versions of a scheme compare; undefined where they have no order. Equal texts are equal in every scheme. */
export function compareIn(scheme: string, a: string, b: string): number | undefined {
  return a === b ? 0 : schemeOfVers(scheme)?.compare(a, b);
}

/**
 * By version; as written where versions are equal (`>=1|<=1` is a stretch, `<1|>=1` are two), and all as written where two
 * versions have no order.
 */
export function sortConstraints(scheme: string, constraints: readonly VersConstraint[]): readonly VersConstraint[] {
  let ordered = true;
  const sorted = [...constraints].sort((a, b) => {
    const difference = compareIn(scheme, a.version, b.version);
    ordered &&= difference !== undefined;
    return difference ?? 0;
  });
  return ordered ? sorted : constraints;
}

/** Neighbours of equal version together. Expects the order of versions. */
export function groupEqual<T extends { readonly version: string }>(
  scheme: string,
  sorted: readonly T[],
): readonly (readonly T[])[] {
  const groups: T[][] = [];
  for (const next of sorted) {
    const last = groups.at(-1);
    if (last?.[0] && compareIn(scheme, last[0].version, next.version) === 0) last.push(next);
    else groups.push([next]);
  }
  return groups;
}

/** What is wrong with the sequence by the standard's rules of validity (clause 5.4), or undefined. */
export function sequenceFault(scheme: string, constraints: readonly VersConstraint[]): string | undefined {
  for (const [i, next] of constraints.entries()) {
    const before = constraints[i - 1];
    const difference = before && compareIn(scheme, before.version, next.version);
    if (difference === 0) return `names the version ${next.version} twice`;
    if (difference !== undefined && difference > 0) return `has ${next.version} after ${before?.version}`;
  }
  if (new Set(constraints.map(({ version }) => version)).size < constraints.length) return 'names a version twice';
  const redundant = firstRedundant(constraints);
  return redundant && `has ${redundant.comparator}${redundant.version}, which says nothing new`;
}

function firstRedundant(constraints: readonly VersConstraint[]): VersConstraint | undefined {
  const kept = withoutRedundant(constraints);
  return constraints.find((constraint) => !kept.includes(constraint));
}

/**
 * The constraints without those that another makes redundant (`>1|>2`, `<1|<2`, and points inside a stretch), as the standard
 * simplifies them. Expects the order of versions.
 */
export function withoutRedundant(constraints: readonly VersConstraint[]): readonly VersConstraint[] {
  const kept: VersConstraint[] = [];
  let open = false;
  for (const next of constraints) {
    if (next.comparator === '!=') kept.push(next);
    else if (isLower(next)) {
      if (!open) kept.push(next);
      open = true;
    } else if (next.comparator === '=') {
      if (!open) kept.push(next);
    } else {
      if (!open) dropBack(kept);
      kept.push(next);
      open = false;
    }
  }
  return kept;
}

export const isLower = ({ comparator }: VersConstraint): boolean => comparator === '>' || comparator === '>=';
export const isUpper = ({ comparator }: VersConstraint): boolean => comparator === '<' || comparator === '<=';

/** An upper bound with no lower one holds all before it, back to the last lower bound: points and upper bounds on the way fall. */
function dropBack(kept: VersConstraint[]): void {
  for (let i = kept.length - 1; i >= 0; i -= 1) {
    const constraint = kept[i];
    if (!constraint || isLower(constraint)) return;
    if (constraint.comparator !== '!=') kept.splice(i, 1);
  }
}
