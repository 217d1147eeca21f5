// Candidates: pairs worth a look, ranked, each with its reasons and the cheapest test that would settle it. A candidate is
// never a merge (DESIGN law 2): the score orders the coordinator's list, nothing else reads it.
import type { FindingClaim } from '../advisory/finding-model.ts';
import { isRuntimeFrame, normaliseSymbol } from '../advisory/report/frame.ts';
import type { FindingKey, WeakKind } from './keys.ts';
import { reason, type TextReason } from './reasons.ts';
import { weaknessFamily } from './weakness-family.ts';

export interface SharedKeys {
  readonly other: string;
  readonly keys: readonly {
    readonly kind: string;
    readonly text: string;
    /** How many findings of the target have it, where that is known. */
    readonly count?: number;
  }[];
}

export interface Proposal {
  readonly other: string;
  /** 0 to 1, for ordering only; not a probability. */
  readonly score: number;
  readonly reasons: readonly TextReason[];
  /** The cheapest test that would settle it, in words. */
  readonly settle: string;
}

/**
 * How much each kind of shared key weighs; kinds add up as 1 - Π(1 - w). A judgement, ordered by what was measured on the
 * ARVO residual: no kind alone has a precision that would let it merge.
 */
const WEIGHTS: Readonly<Record<WeakKind, number>> = {
  'proof-elsewhere': 0.6,
  fingerprint: 0.55,
  frames: 0.5,
  symbol: 0.4,
  place: 0.4,
  title: 0.35,
  file: 0.15,
};
/** One shared file says next to nothing. */
const LEAST = 0.3;
/** Past this many holders a key says nothing. */
export const COMMON_KEY = 512;

/** Proposals, best first; ties by id, so that the same input gives the same list. */
export function proposals(shared: readonly SharedKeys[]): readonly Proposal[] {
  return shared
    .map(({ other, keys }) => {
      const kinds = [...new Map([...keys].reverse().map((key) => [key.kind, key])).values()].sort(byWeight);
      const score = 1 - kinds.reduce((rest, key) => rest * (1 - weightOf(key)), 1);
      return {
        other,
        score: round(score),
        reasons: kinds.flatMap((key) => reasonsOf(key)),
        settle: settlingByKinds(new Set(kinds.map((key) => key.kind))).text,
      };
    })
    .filter((p) => p.score >= LEAST)
    .sort((a, b) => b.score - a.score || (a.other < b.other ? -1 : 1));
}

export interface Candidate {
  readonly a: string;
  readonly b: string;
  readonly score: number;
  readonly reasons: readonly TextReason[];
  readonly against: readonly TextReason[];
  readonly settle: TextReason;
}

export interface CandidateFinding {
  readonly id: string;
  readonly claim: FindingClaim;
  readonly keys: readonly FindingKey[];
}

/** All pairs of findings that share weak keys and score enough, best first. For sets that fit in memory. */
export function candidates(findings: readonly CandidateFinding[], { common = COMMON_KEY } = {}): readonly Candidate[] {
  const sorted = [...findings].sort((x, y) => (x.id < y.id ? -1 : 1));
  const holders = new Map<string, { key: FindingKey; at: number[] }>();
  for (const [i, finding] of sorted.entries())
    for (const key of finding.keys) {
      if (key.level !== 'candidate') continue;
      const known = holders.get(key.digest);
      if (known) known.at.push(i);
      else holders.set(key.digest, { key, at: [i] });
    }
  const pairs = new Map<number, SharedKeys['keys'][number][]>();
  for (const { key, at } of holders.values()) {
    if (at.length > common) continue;
    const counted = { kind: key.kind, text: key.text, count: at.length };
    for (const [n, i] of at.entries())
      for (const j of at.slice(n + 1)) {
        const pair = i * sorted.length + j;
        const list = pairs.get(pair);
        if (list) list.push(counted);
        else pairs.set(pair, [counted]);
      }
  }
  const found: Candidate[] = [];
  for (const [pair, keys] of pairs) {
    const a = sorted[Math.floor(pair / sorted.length)];
    const b = sorted[pair % sorted.length];
    const candidate = a && b && comparePair(a, b, keys);
    if (candidate) found.push(candidate);
  }
  return found.sort((x, y) => y.score - x.score || (x.a < y.a ? -1 : x.a > y.a ? 1 : x.b < y.b ? -1 : 1));
}

/** One pair looked at closely: what speaks for it, what against, and what would settle it. */
export function comparePair(a: CandidateFinding, b: CandidateFinding, keys: SharedKeys['keys']): Candidate | undefined {
  const [proposal] = proposals([{ other: b.id, keys }]);
  if (!proposal) return undefined;
  const against = differences(a.claim, b.claim);
  const score = round(proposal.score * 0.7 ** against.length);
  if (score < LEAST / 2) return undefined;
  return { a: a.id, b: b.id, score, reasons: proposal.reasons, against, settle: settlingTest(a.claim, b.claim) };
}

/** What the claims say differently. Only where both say something. */
function differences(a: FindingClaim, b: FindingClaim): readonly TextReason[] {
  const [familyA, familyB] = [weaknessFamily(a.weaknesses), weaknessFamily(b.weaknesses)];
  const [symbolA, symbolB] = [placeOf(a), placeOf(b)];
  const says = (value: string | undefined): value is string =>
    value !== undefined && value !== 'unknown' && value !== 'other';
  return [
    ...(says(familyA) && says(familyB) && familyA !== familyB
      ? [reason('other-family', { a: familyA, b: familyB })]
      : []),
    ...(says(a.crash?.kind) && says(b.crash?.kind) && a.crash.kind !== b.crash.kind
      ? [reason('other-crash', { a: a.crash.kind, b: b.crash.kind })]
      : []),
    ...(says(symbolA) && says(symbolB) && symbolA !== symbolB
      ? [reason('other-symbol', { a: symbolA, b: symbolB })]
      : []),
  ];
}

const placeOf = (claim: FindingClaim): string | undefined => {
  const symbol = claim.locations[0]?.symbol ?? claim.crash?.frames.find((f) => !isRuntimeFrame(f))?.symbol;
  return symbol === undefined ? undefined : normaliseSymbol(symbol).toLowerCase();
};

/** The cheapest test that would settle whether two findings are one, from what their reports bring. */
export function settlingTest(a: FindingClaim, b: FindingClaim): TextReason {
  const has = (claim: FindingClaim, role: string): boolean => claim.attachments.some((one) => one.role === role);
  const proofs = Number(has(a, 'proof')) + Number(has(b, 'proof'));
  const patches = Number(has(a, 'patch')) + Number(has(b, 'patch'));
  if (proofs === 2 && patches === 2) return reason('settle-cross-patch');
  if (proofs === 2 && patches === 1) return reason('settle-one-patch');
  if (proofs === 2) return reason('settle-minimise');
  if (proofs === 1) return reason('settle-run');
  return a.locations.length > 0 && b.locations.length > 0 ? reason('settle-read') : reason('settle-ask');
}

function settlingByKinds(kinds: ReadonlySet<string>): TextReason {
  if (kinds.has('frames') || kinds.has('proof-elsewhere')) return reason('settle-cross-patch');
  if (kinds.has('symbol') || kinds.has('place') || kinds.has('file') || kinds.has('fingerprint'))
    return reason('settle-read');
  return reason('settle-ask');
}

type SharedKey = SharedKeys['keys'][number];

/** A key that many share says less: half as much for four holders, a tenth for a thousand. */
const weightOf = ({ kind, count = 2 }: SharedKey): number =>
  (kind in WEIGHTS ? WEIGHTS[kind as WeakKind] : 0.1) / (1 + Math.log2(Math.max(count, 2) / 2)); // its kind is in the table, by the test before

const byWeight = (x: SharedKey, y: SharedKey): number => weightOf(y) - weightOf(x) || (x.kind < y.kind ? -1 : 1);

function reasonsOf({ kind, text, count = 2 }: SharedKey): readonly TextReason[] {
  const code = SHARED[kind as WeakKind] ?? 'shared-file'; // another kind gives undefined, and the least of the codes
  return [reason(code, { what: text }), ...(count > 4 ? [reason('common-key', { count })] : [])];
}

const SHARED = {
  'proof-elsewhere': 'shared-proof-elsewhere',
  fingerprint: 'shared-fingerprint',
  frames: 'shared-frames',
  symbol: 'shared-symbol',
  place: 'shared-place',
  title: 'shared-title',
  file: 'shared-file',
} as const satisfies Record<WeakKind, string>;

const round = (score: number): number => Math.round(score * 1_000) / 1_000;
