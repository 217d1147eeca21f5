// One exposure as those who write it down need it: the component, what was found, and what is known beside it.
import type { Component } from '../../advisory/index.ts';
import type { KnownAdvisory } from '../known.ts';
import type { Match } from '../model.ts';
import type { VexAnnotation } from '../vex/index.ts';

export interface Exposed {
  readonly component: Component;
  /** Affected or undetermined. */
  readonly match: Match;
  readonly known?: KnownAdvisory;
  readonly vex?: VexAnnotation;
}

/** The component as people name it, with its version. */
export function labelOf({ group, name, vendor, purl, version }: Component): string {
  const what =
    purl === undefined && vendor !== undefined ? `${vendor} ${name}` : group === undefined ? name : `${group}/${name}`;
  return version === undefined ? what : `${what} ${version}`;
}
