// Which findings are one vulnerability, from the evidence alone. Pure: the same evidence gives the same partition in
// whatever order it came, so a replay rebuilds it, and undoing an edge is leaving it out.
//
// Pairs that may merge are taken in one canonical order (strongest basis first, then ids). A pair whose union would bring
// together two findings that evidence holds apart is not merged: it is reported as a conflict for a person.
import { bridgesOf } from './bridges.ts';
import { type CannotLink, type Edge, isLive, mergeBasis } from './evidence.ts';

export interface PartitionInput {
  /** Ids that sort by age (UUIDv7): the oldest names the cluster. */
  readonly findings: Iterable<{ readonly id: string }>;
  readonly edges: Iterable<Edge>;
  readonly cannotLinks?: Iterable<CannotLink>;
  /** Only what was known and not undone at this instant. */
  readonly asOf?: string;
}

export interface Partition {
  /** Sorted by id. */
  readonly clusters: readonly Cluster[];
  /** Finding → cluster id. */
  readonly clusterOf: ReadonlyMap<string, string>;
  readonly conflicts: readonly Conflict[];
  readonly alarms: readonly Alarm[];
  /** One direction only: `general` contains `specific`. Related, never merged. */
  readonly subsumptions: readonly { readonly general: string; readonly specific: string; readonly edge: string }[];
  /** Evidence that names a finding which is not given: left out. */
  readonly dangling: readonly string[];
}

export interface Cluster {
  /** The oldest member: stable while it is a member. */
  readonly id: string;
  /** Sorted by age. */
  readonly members: readonly string[];
  /** Edges that hold it together, sorted. */
  readonly edges: readonly string[];
}

/** Evidence that says one thing where other evidence says the contrary. Not merged. */
export interface Conflict {
  readonly a: string;
  readonly b: string;
  readonly edges: readonly string[];
  readonly cannotLinks: readonly string[];
}

export type Alarm =
  /** More members than one bug is likely to have. */
  | { readonly kind: 'size'; readonly cluster: string; readonly members: number }
  /** Two groups of findings that only one piece of evidence holds together. */
  | {
      readonly kind: 'bridge';
      readonly cluster: string;
      readonly edges: readonly string[];
      readonly sides: readonly [number, number];
    };

export const SUSPECT_SIZE = 25;

export function partition({ findings, edges, cannotLinks = [], asOf }: PartitionInput): Partition {
  const ids = [...new Set([...findings].map((f) => f.id))].sort();
  const known = new Set(ids);
  const dangling: string[] = [];
  const fits = (e: { id: string; a: string; b: string }): boolean => {
    if (known.has(e.a) && known.has(e.b) && e.a !== e.b) return true;
    dangling.push(e.id);
    return false;
  };
  const live = [...edges].filter((e) => isLive(e, asOf) && fits(e)).sort(byId);
  const apart = [...cannotLinks].filter((c) => isLive(c, asOf) && fits(c)).sort(byId);

  const sets = guardedSets(ids, apart);
  const conflicts: Conflict[] = [];
  const merged: Pair[] = [];
  for (const pair of mergingPairs(live)) {
    const held = sets.join(pair.a, pair.b);
    if (held.length === 0) merged.push(pair);
    else conflicts.push({ a: pair.a, b: pair.b, edges: pair.edges, cannotLinks: held });
  }
  const clusters = clustersOf(ids, merged, sets.rootOf);
  return {
    clusters,
    clusterOf: new Map(clusters.flatMap((c) => c.members.map((m) => [m, c.id] as const))),
    conflicts: conflicts.sort((x, y) => compare(x.a, y.a) || compare(x.b, y.b)),
    alarms: alarmsOf(clusters, merged),
    subsumptions: live
      .filter((e) => e.direction === 'subsumes')
      .map((e) => ({ general: e.a, specific: e.b, edge: e.id })),
    dangling: [...new Set(dangling)].sort(),
  };
}

interface Pair {
  readonly a: string;
  readonly b: string;
  /** Ids of the edges that let it merge. */
  readonly edges: readonly string[];
}

const BASES = ['E0', 'E1', 'E2+E3', 'person'] as const;

/** Pairs with enough evidence to merge, in the one order that every replay uses. */
function mergingPairs(edges: readonly Edge[]): readonly Pair[] {
  const pairs = new Map<string, Edge[]>();
  for (const edge of edges) {
    const key = edge.a < edge.b ? `${edge.a}\u0000${edge.b}` : `${edge.b}\u0000${edge.a}`;
    const list = pairs.get(key);
    if (list) list.push(edge);
    else pairs.set(key, [edge]);
  }
  const merging: { basis: number; pair: Pair }[] = [];
  for (const list of pairs.values()) {
    const basis = mergeBasis(list);
    const [first] = list;
    if (!basis || !first) continue;
    const counts = list.filter((e) => e.direction !== 'subsumes' && basis.includes(e.level));
    const [a, b] = first.a < first.b ? [first.a, first.b] : [first.b, first.a];
    merging.push({ basis: BASES.indexOf(basis), pair: { a, b, edges: counts.map((e) => e.id) } });
  }
  return merging
    .sort((x, y) => x.basis - y.basis || compare(x.pair.a, y.pair.a) || compare(x.pair.b, y.pair.b))
    .map(({ pair }) => pair);
}

interface GuardedSets {
  rootOf(id: string): string;
  /** Unites two sets; or, where evidence holds members of them apart, unites nothing and gives that evidence. */
  join(a: string, b: string): readonly string[];
}

/** Union-find whose sets remember which other sets they must not meet. */
function guardedSets(ids: readonly string[], cannotLinks: readonly CannotLink[]): GuardedSets {
  const parent = new Map<string, string>(ids.map((id) => [id, id]));
  const size = new Map<string, number>();
  /** By root: the other root and the evidence between the two. */
  const foes = new Map<string, Map<string, string[]>>();
  for (const link of cannotLinks) {
    addFoe(link.a, link.b, [link.id]);
    addFoe(link.b, link.a, [link.id]);
  }
  return { rootOf, join };

  function rootOf(id: string): string {
    let root = id;
    for (let up = parent.get(root); up !== undefined && up !== root; up = parent.get(root)) root = up;
    for (let at = id; at !== root; ) {
      const next = parent.get(at) ?? root;
      parent.set(at, root);
      at = next;
    }
    return root;
  }

  function join(a: string, b: string): readonly string[] {
    const [x, y] = [rootOf(a), rootOf(b)];
    if (x === y) return [];
    const held = foes.get(x)?.get(y);
    if (held) return [...held].sort();
    const [big, small] = (size.get(x) ?? 1) >= (size.get(y) ?? 1) ? [x, y] : [y, x];
    parent.set(small, big);
    size.set(big, (size.get(big) ?? 1) + (size.get(small) ?? 1));
    for (const [foe, evidence] of foes.get(small) ?? []) {
      foes.get(foe)?.delete(small);
      addFoe(foe, big, evidence);
      addFoe(big, foe, evidence);
    }
    foes.delete(small);
    return [];
  }

  function addFoe(of: string, foe: string, evidence: readonly string[]): void {
    const map = foes.get(of) ?? new Map<string, string[]>();
    foes.set(of, map);
    map.set(foe, [...(map.get(foe) ?? []), ...evidence]);
  }
}

function clustersOf(
  ids: readonly string[],
  merged: readonly Pair[],
  rootOf: (id: string) => string,
): readonly Cluster[] {
  const members = new Map<string, string[]>();
  for (const id of ids) {
    const root = rootOf(id);
    const list = members.get(root);
    if (list) list.push(id);
    else members.set(root, [id]);
  }
  const edges = new Map<string, string[]>();
  for (const pair of merged) {
    const root = rootOf(pair.a);
    const list = edges.get(root);
    if (list) list.push(...pair.edges);
    else edges.set(root, [...pair.edges]);
  }
  return [...members]
    .map(([root, list]) => ({ id: list[0] ?? root, members: list, edges: (edges.get(root) ?? []).sort() }))
    .sort(byId);
}

function alarmsOf(clusters: readonly Cluster[], merged: readonly Pair[]): readonly Alarm[] {
  const big = new Map<string, string>();
  for (const { id, members } of clusters) if (members.length >= 4) for (const member of members) big.set(member, id);
  const pairs = new Map<string, Pair[]>();
  for (const pair of merged) {
    const cluster = big.get(pair.a);
    if (cluster === undefined) continue;
    const list = pairs.get(cluster);
    if (list) list.push(pair);
    else pairs.set(cluster, [pair]);
  }
  return clusters.flatMap(({ id, members }): readonly Alarm[] => [
    ...(members.length > SUSPECT_SIZE ? [{ kind: 'size', cluster: id, members: members.length } as const] : []),
    ...bridgesOf(members, pairs.get(id) ?? []).map(
      ({ link, sides }) => ({ kind: 'bridge', cluster: id, edges: link.edges, sides }) as const,
    ),
  ]);
}

const compare = (x: string, y: string): number => (x < y ? -1 : x > y ? 1 : 0);
const byId = (x: { id: string }, y: { id: string }): number => compare(x.id, y.id);
