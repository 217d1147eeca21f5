// What kinds of evidence there are that two findings are one, and what each may do (DESIGN law 2). Similarity proposes;
// only identity, execution, a proven same cause, or a person who answers for it, merges.
import { type Reason, renderReason, type TextReason } from './reasons.ts';

export type EvidenceLevel = 'E0' | 'E1' | 'E2' | 'E3' | 'E4' | 'E5' | 'person';

export interface EvidenceRule {
  readonly name: string;
  readonly means: string;
  /** Whether it merges: by itself, beside the level named, or never. */
  readonly merges: 'alone' | 'with E2' | 'with E3' | 'never';
}

/** The lattice (engines reference, section 12). */
export const EVIDENCE: Readonly<Record<EvidenceLevel, EvidenceRule>> = {
  E0: {
    name: 'identity',
    means: 'The same by itself: proof bytes, advisory identifier, a tool’s own fingerprint.',
    merges: 'alone',
  },
  E1: { name: 'execution', means: 'The verified patch of each stops the proof of the other.', merges: 'alone' },
  E2: { name: 'cause', means: 'The same introducing commit, object and faulty statement.', merges: 'with E3' },
  E3: { name: 'static', means: 'Different tools mark the same code with the same class.', merges: 'with E2' },
  E4: { name: 'crash similarity', means: 'The crashes look alike.', merges: 'never' },
  E5: { name: 'text similarity', means: 'The words look alike, or a model says so.', merges: 'never' },
  person: { name: 'decision', means: 'A named person decided it and gave a reason.', merges: 'alone' },
};

/** Evidence that two findings are one. Never changed; when it turns out wrong it is undone, and the record stays. */
export interface Edge {
  readonly id: string;
  /** Findings. */
  readonly a: string;
  readonly b: string;
  readonly level: EvidenceLevel;
  /** `subsumes`: only one direction holds, `a` contains `b`; it never merges. Absent: both are one. */
  readonly direction?: 'mutual' | 'subsumes';
  readonly reasons: readonly Reason[];
  /** When it was found, ISO 8601. */
  readonly at?: string;
  readonly undoneAt?: string;
}

/** Evidence that two findings are not one. It is stronger than any edge. */
export interface CannotLink {
  readonly id: string;
  readonly a: string;
  readonly b: string;
  readonly reasons: readonly Reason[];
  readonly at?: string;
  readonly undoneAt?: string;
}

/** What lets two findings merge, given all live edges between the two; undefined where nothing does. */
export function mergeBasis(
  edges: readonly Pick<Edge, 'level' | 'direction'>[],
): 'E0' | 'E1' | 'E2+E3' | 'person' | undefined {
  const levels = new Set(edges.filter((edge) => edge.direction !== 'subsumes').map((edge) => edge.level));
  if (levels.has('E0')) return 'E0';
  if (levels.has('E1')) return 'E1';
  if (levels.has('E2') && levels.has('E3')) return 'E2+E3';
  return levels.has('person') ? 'person' : undefined;
}

/** Whether evidence counts at a moment: found by then, not undone by then. Without a moment: not undone. */
export function isLive({ at, undoneAt }: Pick<Edge, 'at' | 'undoneAt'>, asOf?: string): boolean {
  if (asOf === undefined) return undoneAt === undefined;
  return (at === undefined || at <= asOf) && (undoneAt === undefined || undoneAt > asOf);
}

export interface EdgeExplanation {
  readonly level: EvidenceLevel;
  readonly name: string;
  readonly mayMerge: EvidenceRule['merges'];
  readonly sentence: string;
  readonly reasons: readonly TextReason[];
}

/** An edge in words: what kind of evidence it is, what it may do, and why it is there. */
export function explainEdge(edge: Edge): EdgeExplanation {
  const rule = EVIDENCE[edge.level];
  const merges = edge.direction === 'subsumes' ? 'never' : rule.merges;
  const does =
    edge.undoneAt !== undefined
      ? 'was undone and no longer counts'
      : merges === 'alone'
        ? 'merges'
        : merges === 'never'
          ? 'merges nothing'
          : `merges only ${merges}`;
  return {
    level: edge.level,
    name: rule.name,
    mayMerge: merges,
    sentence: `Evidence ${edge.level} (${rule.name}) ${does}.`,
    reasons: edge.reasons.map((one) => ({ ...one, text: renderReason(one) })),
  };
}
