// The links of a connected group without which it would fall into two parts of at least two members each (Tarjan 1974,
// without recursion: a group may be long).

export interface Link {
  readonly a: string;
  readonly b: string;
}

export interface Bridge<L extends Link> {
  readonly link: L;
  /** Members on either side, the smaller number first. */
  readonly sides: readonly [number, number];
}

/** @param links at most one for each pair of members. */
export function bridgesOf<L extends Link>(members: readonly string[], links: readonly L[]): readonly Bridge<L>[] {
  if (members.length < 4) return [];
  const neighbours = new Map<string, { to: string; link: L }[]>(members.map((m) => [m, []]));
  for (const link of links) {
    neighbours.get(link.a)?.push({ to: link.b, link });
    neighbours.get(link.b)?.push({ to: link.a, link });
  }
  const order = new Map<string, number>();
  const low = new Map<string, number>();
  const below = new Map<string, number>();
  const bridges: Bridge<L>[] = [];
  const [start] = members;
  if (start === undefined) return [];
  const stack: { at: string; by: L | undefined; next: number }[] = [visit(start, undefined)];
  while (stack.length > 0) {
    const top = stack[stack.length - 1];
    if (!top) break;
    const edge = neighbours.get(top.at)?.[top.next];
    top.next += 1;
    if (!edge) {
      stack.pop();
      leave(top, stack[stack.length - 1]);
    } else if (edge.link === top.by) continue;
    else if (order.has(edge.to)) low.set(top.at, Math.min(low.get(top.at) ?? 0, order.get(edge.to) ?? 0));
    else stack.push(visit(edge.to, edge.link));
  }
  return bridges;

  function visit(at: string, by: L | undefined) {
    order.set(at, order.size);
    low.set(at, order.size - 1);
    below.set(at, 1);
    return { at, by, next: 0 };
  }

  function leave(done: { at: string; by: L | undefined }, parent: { at: string } | undefined): void {
    if (!parent || !done.by) return;
    const count = below.get(done.at) ?? 1;
    below.set(parent.at, (below.get(parent.at) ?? 1) + count);
    low.set(parent.at, Math.min(low.get(parent.at) ?? 0, low.get(done.at) ?? 0));
    const other = members.length - count;
    if ((low.get(done.at) ?? 0) > (order.get(parent.at) ?? 0) && count >= 2 && other >= 2)
      bridges.push({ link: done.by, sides: count < other ? [count, other] : [other, count] });
  }
}
