// Candidates: pairs worth a look, ranked, each with its reasons and the cheapest test that would settle it. A candidate is
// never a merge (DESIGN law 2): the score orders the coordinator's list, nothing else reads it.

export interface SharedKeys {
  readonly other: string;
  readonly keys: readonly { readonly kind: string; readonly text: string }[];
}
export interface Proposal {
  readonly other: string;
  /** 0 to 1, for ordering only; not a probability. */
  readonly score: number;
  readonly reasons: readonly { readonly code: string; readonly text: string }[];
  /** The cheapest test that would settle it. */
  readonly settle: string;
}

/** How much each kind of shared key weighs; independent kinds add up as 1 - Π(1 - w). Judgement, ordered by the precision measured on the ARVO residual. */
const WEIGHTS: Readonly<Record<string, number>> = { frames: 0.5, symbol: 0.4, place: 0.4, title: 0.35, file: 0.15 };
/** One shared file says next to nothing. */
const LEAST = 0.3;

/** Proposals, best first; ties by id, so that the same input gives the same list. */
export function proposals(shared: readonly SharedKeys[]): readonly Proposal[] {
  return shared
    .map(({ other, keys }) => {
      const kinds = [...new Map(keys.map((k) => [k.kind, k])).values()];
      const score = 1 - kinds.reduce((rest, k) => rest * (1 - (WEIGHTS[k.kind] ?? 0.1)), 1);
      return {
        other,
        score: Math.round(score * 1_000) / 1_000,
        reasons: kinds.map((k) => ({ code: `shared-${k.kind}`, text: `Both have ${k.text}.` })),
        settle: settling(new Set(kinds.map((k) => k.kind))),
      };
    })
    .filter((p) => p.score >= LEAST)
    .sort((a, b) => b.score - a.score || (a.other < b.other ? -1 : 1));
}

function settling(kinds: ReadonlySet<string>): string {
  if (kinds.has('frames'))
    return 'Run both proofs against the patch of either: if each patch stops both, they are one bug.';
  if (kinds.has('symbol') || kinds.has('place'))
    return 'Read both places side by side: would one change to the code close both?';
  if (kinds.has('title')) return 'Ask one of the finders for a location or a proof; then compare.';
  return 'Compare the two locations; if they differ, hold them apart.';
}
