// What an index answers about a component, whichever index it is.
import type { Component } from '../advisory/index.ts';
import type { Identifiable } from './identify.ts';
import type { ExposureState, Match, Reason } from './model.ts';

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

const STRENGTH: Readonly<Record<ExposureState, number>> = { affected: 0, undetermined: 1, not_affected: 2 };

/** One match per advisory, the strongest where a component has several packages; affected first, then in the order of their ids. */
export function strongest(matches: readonly Match[]): readonly Match[] {
  const byAdvisory = new Map<string, Match>();
  for (const found of matches) {
    const known = byAdvisory.get(found.evidence.advisory);
    if (!known || STRENGTH[found.state] < STRENGTH[known.state]) byAdvisory.set(found.evidence.advisory, found);
  }
  return [...byAdvisory.values()].sort((a, b) => STRENGTH[a.state] - STRENGTH[b.state] || byId(a, b));
}

const byId = (a: Match, b: Match): number =>
  a.evidence.advisory < b.evidence.advisory ? -1 : a.evidence.advisory > b.evidence.advisory ? 1 : 0;
