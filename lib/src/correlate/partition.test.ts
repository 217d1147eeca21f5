import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type CannotLink,
  type Edge,
  type EvidenceLevel,
  explainEdge,
  identityEdges,
  type KeyedFinding,
  mergeBasis,
  partition,
} from './index.ts';
import { reason } from './reasons.ts';

const f = (...ids: string[]) => ids.map((id) => ({ id }));
const edge = (a: string, b: string, level: EvidenceLevel = 'E0', more: Partial<Edge> = {}): Edge => ({
  id: `${level}:${a}-${b}`,
  a,
  b,
  level,
  reasons: [],
  ...more,
});
const apart = (a: string, b: string, more: Partial<CannotLink> = {}): CannotLink => ({
  id: `not:${a}-${b}`,
  a,
  b,
  reasons: [],
  ...more,
});
const groups = (p: ReturnType<typeof partition>) => p.clusters.map((c) => c.members.join(''));

describe('a partition', () => {
  it('merges on identity, execution, a person, or cause with static evidence, and on nothing else', () => {
    const levels: EvidenceLevel[] = ['E0', 'E1', 'E2', 'E3', 'E4', 'E5', 'person'];
    const merging: string[] = [];
    for (let bits = 1; bits < 2 ** levels.length; bits += 1) {
      const chosen = levels.filter((_, i) => bits & (1 << i));
      const merged =
        partition({ findings: f('a', 'b'), edges: chosen.map((level) => edge('a', 'b', level)) }).clusters.length === 1;
      const expected =
        chosen.includes('E0') ||
        chosen.includes('E1') ||
        chosen.includes('person') ||
        (chosen.includes('E2') && chosen.includes('E3'));
      expect(merged, chosen.join('+')).toBe(expected);
      if (merged) merging.push(chosen.join('+'));
    }
    expect(merging).not.toContain('E4+E5');
  });

  it('names a cluster after its oldest finding', () => {
    const p = partition({ findings: f('c', 'a', 'b'), edges: [edge('b', 'c')] });
    expect(p.clusters).toEqual([
      { id: 'a', members: ['a'], edges: [] },
      { id: 'b', members: ['b', 'c'], edges: ['E0:b-c'] },
    ]);
    expect(p.clusterOf.get('c')).toBe('b');
  });

  it('does not merge against evidence that holds apart, also when it is far away in the cluster, and reports it', () => {
    const p = partition({
      findings: f('a', 'b', 'c', 'd'),
      edges: [edge('a', 'b'), edge('c', 'd'), edge('b', 'c', 'E1')],
      cannotLinks: [apart('d', 'a')],
    });
    expect(groups(p)).toEqual(['ab', 'cd']);
    expect(p.conflicts).toEqual([{ a: 'b', b: 'c', edges: ['E1:b-c'], cannotLinks: ['not:d-a'] }]);
  });

  it('prefers the stronger basis where not all can hold', () => {
    const p = partition({
      findings: f('a', 'b', 'c'),
      edges: [edge('a', 'b', 'person'), edge('b', 'c', 'E0')],
      cannotLinks: [apart('a', 'c')],
    });
    expect(groups(p)).toEqual(['a', 'bc']);
    expect(p.conflicts.map((c) => c.edges)).toEqual([['person:a-b']]);
  });

  it('keeps one-way evidence as subsumption and merges nothing on it', () => {
    const p = partition({ findings: f('a', 'b'), edges: [edge('b', 'a', 'E1', { direction: 'subsumes' })] });
    expect(groups(p)).toEqual(['a', 'b']);
    expect(p.subsumptions).toEqual([{ general: 'b', specific: 'a', edge: 'E1:b-a' }]);
  });

  it('forgets what was undone, and can tell how it was at any moment', () => {
    const edges = [edge('a', 'b', 'E0', { at: '2026-01-01T00:00:00Z', undoneAt: '2026-03-01T00:00:00Z' })];
    expect(groups(partition({ findings: f('a', 'b'), edges }))).toEqual(['a', 'b']);
    expect(groups(partition({ findings: f('a', 'b'), edges, asOf: '2026-02-01T00:00:00Z' }))).toEqual(['ab']);
    expect(groups(partition({ findings: f('a', 'b'), edges, asOf: '2025-12-01T00:00:00Z' }))).toEqual(['a', 'b']);
    expect(groups(partition({ findings: f('a', 'b'), edges, asOf: '2026-04-01T00:00:00Z' }))).toEqual(['a', 'b']);
  });

  it('raises an alarm for a cluster that is too large, and for two groups held together by one piece of evidence', () => {
    const many = Array.from({ length: 26 }, (_, i) => `n${String(i).padStart(2, '0')}`);
    const star = partition({ findings: f(...many), edges: many.slice(1).map((id) => edge('n00', id)) });
    expect(star.alarms).toEqual([{ kind: 'size', cluster: 'n00', members: 26 }]);
    const two = [edge('a', 'b'), edge('b', 'c'), edge('a', 'c'), edge('d', 'e'), edge('c', 'd', 'E1')];
    expect(partition({ findings: f('a', 'b', 'c', 'd', 'e'), edges: two }).alarms).toEqual([
      { kind: 'bridge', cluster: 'a', edges: ['E1:c-d'], sides: [2, 3] },
    ]);
    const held = partition({ findings: f('a', 'b', 'c', 'd', 'e'), edges: [...two, edge('a', 'e')] });
    expect(held.alarms).toEqual([]);
  });

  it('leaves out evidence about findings it does not know, and names it', () => {
    const p = partition({
      findings: f('a', 'b'),
      edges: [edge('a', 'z'), edge('a', 'a')],
      cannotLinks: [apart('y', 'b')],
    });
    expect(p.dangling).toEqual(['E0:a-a', 'E0:a-z', 'not:y-b']);
  });

  it('takes a chain of a hundred thousand findings', () => {
    const ids = Array.from({ length: 100_000 }, (_, i) => String(i).padStart(6, '0'));
    const edges = ids.slice(1).map((id, i) => edge(ids[i] ?? '', id));
    const p = partition({ findings: ids.map((id) => ({ id })), edges });
    expect(p.clusters).toHaveLength(1);
    expect(p.alarms).toHaveLength(99_998); // the size, and every link but the first and the last
  }, 20_000);
});

// Random evidence over few findings, so that much of it meets
const names = 'abcdefghij'.split('');
const pair = fc.tuple(fc.constantFrom(...names), fc.constantFrom(...names));
const level = fc.constantFrom<EvidenceLevel>('E0', 'E1', 'E2', 'E3', 'E4', 'E5', 'person');
const edgesArb = fc.array(fc.tuple(pair, level, fc.boolean(), fc.boolean()), { maxLength: 25 }).map((list) =>
  list.map(
    ([[a, b], l, undone, oneWay], i): Edge =>
      edge(a, b, l, {
        id: `e${i}`,
        ...(undone ? { undoneAt: '2026-01-01' } : {}),
        ...(oneWay && l === 'E1' ? { direction: 'subsumes' } : {}),
      }),
  ),
);
const linksArb = fc.array(pair, { maxLength: 6 }).map((list) => list.map(([a, b], i) => apart(a, b, { id: `c${i}` })));

describe('any evidence', () => {
  it('gives one partition in whatever order it comes', () => {
    fc.assert(
      fc.property(edgesArb, linksArb, fc.infiniteStream(fc.nat()), (edges, cannotLinks, random) => {
        const shuffle = <T>(list: readonly T[]): T[] =>
          list
            .map((value) => ({ value, at: random.next().value }))
            .sort((x, y) => x.at - y.at)
            .map(({ value }) => value);
        const first = partition({ findings: f(...names), edges, cannotLinks });
        for (let n = 0; n < 5; n += 1) {
          const swapped = shuffle(edges).map((e) =>
            e.direction === 'subsumes' || n % 2 ? e : { ...e, a: e.b, b: e.a },
          );
          expect(
            partition({ findings: shuffle(f(...names)), edges: swapped, cannotLinks: shuffle(cannotLinks) }),
          ).toEqual(first);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('never brings together what is held apart; and without that, joins exactly what is connected', () => {
    fc.assert(
      fc.property(edgesArb, linksArb, (edges, cannotLinks) => {
        const held = partition({ findings: f(...names), edges, cannotLinks });
        for (const { a, b } of cannotLinks) if (a !== b) expect(held.clusterOf.get(a)).not.toBe(held.clusterOf.get(b));
        const free = partition({ findings: f(...names), edges });
        expect(groups(free)).toEqual(naive(edges));
        expect(free.conflicts).toEqual([]);
        for (const { a, b } of held.conflicts) expect(free.clusterOf.get(a)).toBe(free.clusterOf.get(b));
        for (const { members } of held.clusters)
          for (const m of members) expect(free.clusterOf.get(m)).toBe(free.clusterOf.get(members[0] ?? ''));
      }),
      { numRuns: 500 },
    );
  });

  it('is as if what was undone had never been', () => {
    fc.assert(
      fc.property(edgesArb, linksArb, (edges, cannotLinks) => {
        const without = edges.filter((e) => e.undoneAt === undefined);
        const { dangling: _, ...p } = partition({ findings: f(...names), edges, cannotLinks });
        const { dangling: __, ...q } = partition({ findings: f(...names), edges: without, cannotLinks });
        expect(p).toEqual(q);
      }),
    );
  });

  it('finds exactly the links whose removal would split off at least two members on either side', () => {
    fc.assert(
      fc.property(fc.array(pair, { maxLength: 14 }), (pairs) => {
        const edges = pairs.map(([a, b], i) => edge(a, b, 'E0', { id: `e${i}` }));
        const alarmed = new Set(
          partition({ findings: f(...names), edges }).alarms.flatMap((a) => (a.kind === 'bridge' ? a.edges : [])),
        );
        for (const one of edges) {
          if (one.a === one.b) continue;
          const same = edges.filter((e) => (e.a === one.a && e.b === one.b) || (e.a === one.b && e.b === one.a));
          const rest = naive(edges.filter((e) => !same.includes(e)));
          const sides = [rest.find((g) => g.includes(one.a)) ?? '', rest.find((g) => g.includes(one.b)) ?? ''];
          const splits = sides[0] !== sides[1] && sides.every((g) => g.length >= 2);
          expect(alarmed.has(one.id)).toBe(splits);
        }
      }),
      { numRuns: 500 },
    );
  });
});

/** Connected groups by flooding, from pairs that may merge. */
function naive(edges: readonly Edge[]): string[] {
  const groupOf = new Map(names.map((n) => [n, new Set([n])]));
  for (const a of names)
    for (const b of names) {
      const between = edges.filter(
        (e) => e.undoneAt === undefined && ((e.a === a && e.b === b) || (e.a === b && e.b === a)),
      );
      if (a >= b || !mergeBasis(between)) continue;
      const union = new Set([...(groupOf.get(a) ?? []), ...(groupOf.get(b) ?? [])]);
      for (const m of union) groupOf.set(m, union);
    }
  return [...new Set(groupOf.values())].map((g) => [...g].sort().join('')).sort();
}

describe('identity edges', () => {
  const key = (kind: 'proof' | 'alias' | 'lineage', digest: string) =>
    ({ kind, level: 'E0', digest, text: `the same ${digest}` }) as unknown as KeyedFinding['keys'][number]; // the digest is a short name here
  const finding = (id: string, report: string, ...keys: KeyedFinding['keys']): KeyedFinding => ({ id, report, keys });

  it('join the oldest with each other that has the key, and are the same each time', () => {
    const all = [
      finding('c', 'r3', key('proof', 'k')),
      finding('a', 'r1', key('proof', 'k')),
      finding('b', 'r2', key('proof', 'k')),
    ];
    const { edges } = identityEdges(all);
    expect(edges.map((e) => [e.a, e.b, e.level, e.reasons[0]?.code])).toEqual(
      expect.arrayContaining([
        ['a', 'b', 'E0', 'shared-proof'],
        ['a', 'c', 'E0', 'shared-proof'],
      ]),
    );
    expect(identityEdges([...all].reverse()).edges).toEqual(edges);
  });

  it('do not come from a key that one report gives twice, unless it is an advisory', () => {
    const twice = (kind: 'alias' | 'lineage') =>
      identityEdges([
        finding('a', 'r1', key(kind, 'k')),
        finding('b', 'r1', key(kind, 'k')),
        finding('c', 'r2', key(kind, 'k')),
      ]);
    expect(twice('alias').edges).toHaveLength(2);
    expect(twice('lineage').edges).toEqual([]);
    expect(twice('lineage').ambiguous.map((a) => [a.findings, a.reason.text])).toEqual([
      [
        ['a', 'b', 'c'],
        'One report has several findings with the same k: it does not tell them apart, so it identifies none.',
      ],
    ]);
  });
});

describe('an edge in words', () => {
  it('says what it is, what it may do, and why', () => {
    const explained = explainEdge(
      edge('a', 'b', 'E0', { reasons: [reason('shared-alias', { what: 'the same identifier CVE-2026-12345' })] }),
    );
    expect([explained.sentence, explained.reasons.map((r) => r.text)]).toEqual([
      'Evidence E0 (identity) merges.',
      ['Both have the same identifier CVE-2026-12345.'],
    ]);
    expect(explainEdge(edge('a', 'b', 'E2')).sentence).toBe('Evidence E2 (cause) merges only with E3.');
    expect(explainEdge(edge('a', 'b', 'E4')).sentence).toBe('Evidence E4 (crash similarity) merges nothing.');
    expect(explainEdge(edge('a', 'b', 'E1', { direction: 'subsumes' })).mayMerge).toBe('never');
    expect(explainEdge(edge('a', 'b', 'E0', { undoneAt: 'x' })).sentence).toContain('was undone');
  });
});
