// What an SPDX document says of what holds what, and of what was copied from what, brought onto its components.
import type { Origin } from '../inventory-model.ts';
import type { Draft } from './component.ts';
import { SPDX_LIMITS } from './reading.ts';

export interface Relation {
  readonly from: string;
  /** In SPDX 2's words. */
  readonly type: string;
  readonly to: string;
}

/** Words of SPDX 2 that this reads, and the same the other way round. */
const HOLDS = new Set(['CONTAINS']);
const IS_HELD_BY = new Set(['CONTAINED_BY']);
const COMES_FROM = new Set(['COPY_OF', 'DESCENDANT_OF']);
const GAVE_RISE_TO = new Set(['ANCESTOR_OF']);
/** SPDX 3 alone: the file as which a package is distributed. SPDX 2 gives its name and digests at the package itself. */
const IS_DISTRIBUTED_AS = new Set(['hasDistributionArtifact']);

/** Sets `within` and `derivedFrom`. The first holder that is named counts; of holders in a circle one is left out. */
export function relate(components: readonly Draft[], relations: readonly Relation[]): void {
  const byId = new Map<string, Draft>();
  for (const component of components)
    if (component.bomRef !== undefined && !byId.has(component.bomRef)) byId.set(component.bomRef, component);
  for (const { from, type, to } of relations) {
    const [a, b] = [byId.get(from), byId.get(to)];
    if (!a || !b || a === b) continue;
    if (HOLDS.has(type)) b.within ??= a.ordinal;
    else if (IS_HELD_BY.has(type)) a.within ??= b.ordinal;
    else if (COMES_FROM.has(type)) addOrigin(a, b);
    else if (GAVE_RISE_TO.has(type)) addOrigin(b, a);
    else if (IS_DISTRIBUTED_AS.has(type) && b.kind === 'file') addArtifact(a, b);
  }
  breakCircles(components);
}

/** The first one: of further ones it is not said which of them runs. */
function addArtifact(component: Draft, artifact: Draft): void {
  if (component.fileName !== undefined) return;
  component.fileName = artifact.name;
  if (component.hashes.length === 0) component.hashes = artifact.hashes;
}

function addOrigin(component: Draft, origin: Draft): void {
  const known = component.derivedFrom ?? [];
  if (known.length < SPDX_LIMITS.origins) component.derivedFrom = [...known, identityOf(origin)];
}

function identityOf({ path, name, version, group, purl, badPurl, cpe, hashes }: Draft): Origin {
  return {
    path,
    name,
    hashes,
    ...(version === undefined ? {} : { version }),
    ...(group === undefined ? {} : { group }),
    ...(purl === undefined ? {} : { purl }),
    ...(badPurl === undefined ? {} : { badPurl }),
    ...(cpe === undefined ? {} : { cpe }),
  };
}

/** Every component is walked upwards once; what comes back to its own walk loses its holder. */
function breakCircles(components: readonly Draft[]): void {
  const walk = new Int32Array(components.length); // 0: not walked; else the number of the walk that reached it
  for (const [start] of components.entries()) {
    let at: number | undefined = start;
    let last: Draft | undefined;
    while (at !== undefined && walk[at] === 0) {
      walk[at] = start + 1;
      last = components[at];
      at = last?.within;
    }
    if (at !== undefined && walk[at] === start + 1) delete last?.within;
  }
}
