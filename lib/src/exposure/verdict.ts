// What an index answers about a component, whichever index it is.
import type { Component } from '../advisory/index.ts';
import type { Identifiable } from './identify.ts';
import type { ComponentKey, ExposureState, Match, Reason, Via } from './model.ts';

export type ComponentState = ExposureState | 'no_advisory' | 'cannot_match';

export interface ComponentVerdict {
  readonly state: ComponentState;
  /** Why, where no single match says it. */
  readonly reason: Reason;
  /** Affected first, then undetermined; one per advisory. */
  readonly matches: readonly Match[];
  /** How many advisories name the component's package. */
  readonly advisories: number;
}

export interface ExposureIndex {
  readonly packages: number;
  readonly claims: number;
  readonly intervals: number;
  /** What reaches a component: affected and undetermined matches, with the overall state. */
  verdict(component: Identifiable): ComponentVerdict;
  /** Every advisory on the component's packages, with a proof for those that do not reach it. */
  explain(component: Identifiable): readonly Match[];
}

export interface InventoryMatch<C extends Component = Component> {
  readonly component: C;
  readonly verdict: ComponentVerdict;
}

/** All components of an inventory, in order. */
export const matchInventory = <C extends Component>(
  index: ExposureIndex,
  components: readonly C[],
): readonly InventoryMatch<C>[] => components.map((component) => ({ component, verdict: index.verdict(component) }));

/**
 * The strongest of what reaches a component, where a better name may say that it does not: `better` gives the matches of an advisory
 * under keys, those that are not affected included.
 */
export function reachingMatches(
  found: readonly Match[],
  keys: readonly ComponentKey[],
  better: (key: ComponentKey, advisory: string) => readonly Match[],
): readonly Match[] {
  const denied = found.flatMap(({ evidence: { via, advisory } }) =>
    rankOf(via) === 0
      ? []
      : keys.filter((key) => rankOf(key.via) < rankOf(via)).flatMap((key) => better(key, advisory)),
  );
  return strongest([...denied, ...found]).filter(({ state }) => state !== 'not_affected');
}

const STRENGTH: Readonly<Record<ExposureState, number>> = { affected: 0, undetermined: 1, not_affected: 2 };

/** A better name hides a worse one: what a CPE name or a pedigree gives is asked only where no package URL of it decides. */
const WEAKER: Readonly<Partial<Record<Via, number>>> = {
  'vendor-and-product': 1,
  'cpe-name': 2,
  'other-package-url': 3,
  pedigree: 4,
};
export const rankOf = (via: Via): number => WEAKER[via] ?? 0;

/**
 * One match per advisory: of the best name that the advisory knows, and the strongest of several packages under it. Affected first, then
 * in the order of their ids.
 */
export function strongest(matches: readonly Match[]): readonly Match[] {
  const byAdvisory = new Map<string, Match>();
  for (const found of matches) {
    const known = byAdvisory.get(found.evidence.advisory);
    if (!known || beats(found, known)) byAdvisory.set(found.evidence.advisory, found);
  }
  return [...byAdvisory.values()].sort((a, b) => STRENGTH[a.state] - STRENGTH[b.state] || byId(a, b));
}

function beats(found: Match, known: Match): boolean {
  const rank = rankOf(found.evidence.via) - rankOf(known.evidence.via);
  return rank < 0 || (rank === 0 && STRENGTH[found.state] < STRENGTH[known.state]);
}

const byId = (a: Match, b: Match): number =>
  a.evidence.advisory < b.evidence.advisory ? -1 : a.evidence.advisory > b.evidence.advisory ? 1 : 0;
