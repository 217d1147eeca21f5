// The exposure index over packed shelves: the same answers as build-index.ts gives from objects, at a fraction of the time and memory.
import type { Identifiable } from '../identify.ts';
import { identify } from '../identify.ts';
import { keysDecide, match } from '../match.ts';
import type { ComponentKey, Match } from '../model.ts';
import { reason } from '../reasons.ts';
import { type ComponentVerdict, type ExposureIndex, reachingMatches, strongest } from '../verdict.ts';
import type { ShelfSource } from './open-index.ts';
import type { Shelf } from './shelf.ts';

/** One claim that reaches a component, or may: the one in this place of the shelf. */
export interface Hit {
  readonly key: ComponentKey;
  readonly shelf: Shelf;
  readonly place: number;
}

/** The verdict on a hit, with its evidence. */
export const matchOf = ({ key, shelf, place }: Hit): Match => match(key, shelf.claim(place));

/**
 * What may reach a component, without evidence: for those who only count, or look at the evidence of a few. How many claims there
 * are on its packages. `decided`: affected, by two comparisons of bytes; otherwise `matchOf` tells.
 */
export function hitsOf(
  source: ShelfSource,
  keys: readonly ComponentKey[],
  found: (key: ComponentKey, shelf: Shelf, place: number, decided: boolean) => void,
): number {
  let advisories = 0;
  for (const key of keys) {
    const shelf = source.shelf(key.package);
    if (!shelf) continue;
    advisories += shelf.claims;
    const sure = keysDecide(key);
    shelf.reaching(key.version, (place, decided) => found(key, shelf, place, decided && sure));
  }
  return advisories;
}

export function packedIndex(source: ShelfSource): ExposureIndex {
  return {
    packages: source.packages,
    claims: source.claims,
    intervals: source.intervals,
    verdict: (component) => verdictOf(source, component),
    explain: (component) =>
      strongest(
        identify(component).keys.flatMap((key) => {
          const shelf = source.shelf(key.package);
          return shelf ? Array.from({ length: shelf.claims }, (_, place) => match(key, shelf.claim(place))) : [];
        }),
      ),
  };
}

function verdictOf(source: ShelfSource, component: Identifiable): ComponentVerdict {
  const { keys, cannotMatch } = identify(component);
  const found: Match[] = [];
  const advisories = hitsOf(source, keys, (key, shelf, place) => {
    const result = matchOf({ key, shelf, place });
    if (result.state !== 'not_affected') found.push(result);
  });
  if (advisories === 0 && cannotMatch) return { state: 'cannot_match', reason: cannotMatch, matches: [], advisories };
  if (advisories === 0) return { state: 'no_advisory', reason: reason('no-advisory'), matches: [], advisories };
  const matches = reachingMatches(found, keys, (key, advisory) => {
    const shelf = source.shelf(key.package);
    return Array.from({ length: shelf?.claims ?? 0 }, (_, place) => shelf?.claim(place))
      .filter((claim) => claim?.advisory === advisory)
      .flatMap((claim) => (claim ? match(key, claim) : []));
  });
  const [first] = matches;
  const version = keys[0]?.version?.text ?? '';
  return first
    ? { state: first.state, reason: first.reason, matches, advisories }
    : { state: 'not_affected', reason: reason('outside-intervals', { version }), matches, advisories };
}
