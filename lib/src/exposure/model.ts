// What an advisory claims, brought to a form that a machine or a table can test: per package, half-open intervals of version keys.
// And what a verdict looks like: three values, always with why.
import type { Digest } from '../kit/index.ts';
import type { Version } from '../version/index.ts';

/** What is peculiar about an interval. The bit of `epoch` is that of VERSION_FLAG.noEpoch: both set means the reader must be asked. */
export const INTERVAL_FLAG = {
  /** A bound is not valid in its scheme and was read as people mean it. */
  malformed: 1,
  /** The claim cannot be evaluated: a bound without order, an ecosystem without order, a range of commits alone. */
  unreadable: 2,
  /** A bound of the claim has an epoch above zero. */
  epoch: 4,
  /** Equality alone: a listed version without a place in the order. */
  equality: 8,
  /** A bound of the claim orders differently by two customs. */
  ambiguous: 16,
  /** Not a claim: some release of the distribution has one on this package. For components that do not say their release. */
  releaseUnknown: 128,
  /** The advisory names the distribution and no release: its fixes may be of another one. */
  releaseNotStated: 256,
  /** It holds only where the package runs on or in something that components do not tell. Always together with `unreadable`. */
  context: 512,
  /** Not a claim: its author is still looking, or says that it does not know. */
  undecided: 1024,
  /** It opens right after `from`, which its author says is not affected. */
  opensAfter: 2048,
} as const;

export type EndKind = 'fixed' | 'last_affected' | 'limit' | 'listed';

/** Affected are all versions with lo <= key < hi. */
export interface Interval {
  readonly lo: Uint8Array;
  readonly hi: Uint8Array;
  /** Bits of INTERVAL_FLAG. */
  readonly flags: number;
  /** The version at which it opens; '0' is before every version. */
  readonly from: string;
  /** What closes it, and at which version; absent: nothing does. */
  readonly to?: { readonly kind: EndKind; readonly version: string };
}

/** Everything that one advisory claims about one package. Intervals are sorted by lo; those without flags are disjoint. */
export interface Claim {
  readonly advisory: string;
  readonly revision: Digest;
  readonly informational: boolean;
  readonly namespace: string;
  readonly name: string;
  readonly intervals: readonly Interval[];
}

/** A part of an advisory that says nothing about versions, and why. */
export interface NoClaim {
  /** JSON pointer into our advisory model. */
  readonly path: string;
  readonly reason:
    | 'git-range'
    | 'nothing-claimed'
    | 'no-package'
    | 'no-introduced'
    | 'bound-unreadable'
    | 'ecosystem-unordered';
}

export interface CompiledAdvisory {
  readonly advisory: string;
  /** SHA-256 of the advisory's canonical JSON: the same content compiles to the same revision. */
  readonly revision: Digest;
  readonly withdrawn: boolean;
  readonly informational: boolean;
  /** Empty when withdrawn: whatever was claimed before is retracted. */
  readonly claims: readonly Claim[];
  readonly noClaims: readonly NoClaim[];
}

export type ExposureState = 'affected' | 'not_affected' | 'undetermined';
/** `digest`: the very file that the advisory names. */
export type Tier = 'exact' | 'digest' | 'vendor' | 'cpe' | 'heuristic' | 'no-vendor-statement';

/** How a component came to be looked up under a package. */
export type Via =
  | 'package-url'
  | 'upstream-qualifier'
  | 'source-package'
  | 'binary-name'
  | 'vendor-and-product'
  /** A CPE name, of what no advisory names by package URL. */
  | 'cpe-name'
  /** Another package URL that the inventory gives for the same component. */
  | 'other-package-url'
  /** What it is a copy, fork or patched form of. */
  | 'pedigree'
  /** The digest of the file that it is, or came as. */
  | 'file-digest'
  /** The Go program itself that the inventory is of, whose version the build wrote. */
  | 'main-module'
  /** A package of a distribution, under a channel of its release (ESM, EUS, LTSS) that it does not say it is in, or not in. */
  | 'assumed-channel';

/** One package that a component may be, with its version as that package counts it. */
export interface ComponentKey {
  /** Namespace and name in one text, see packageKey. */
  readonly package: string;
  readonly namespace: string;
  readonly name: string;
  readonly via: Via;
  /** Absent: the component states none. */
  readonly version?: Version;
}

/** Shape of the API's reasons: a fixed code, the values in it, and the sentence for a person. */
export interface Reason {
  readonly code: string;
  readonly text: string;
  readonly values?: Readonly<Record<string, string | number | boolean | null>>;
}

export interface IntervalEvidence {
  readonly from: string;
  /** Right after `from`; absent: with it. */
  readonly after?: true;
  readonly to?: { readonly kind: EndKind; readonly version: string };
  /** Keys in hex. */
  readonly lo: string;
  readonly hi: string;
}

/** Enough to check the verdict by hand: the version's key and the intervals it was held against. */
export interface Evidence {
  /** Rule and version of the rule. */
  readonly rule: string;
  readonly advisory: string;
  readonly revision: string;
  readonly package: string;
  readonly via: Via;
  readonly version?: { readonly text: string; readonly key: string };
  /** The interval that holds the version (affected), or that could not be decided (undetermined). */
  readonly interval?: IntervalEvidence;
  /** Proof of not affected: the last interval that ends at or before the version, and the first that begins after it. */
  readonly below?: IntervalEvidence;
  readonly above?: IntervalEvidence;
  /** Where a version may be meant in several ways: what each would give. */
  readonly readings?: readonly { readonly reading: string; readonly state: ExposureState }[];
}

export interface Match {
  readonly state: ExposureState;
  readonly tier: Tier;
  readonly reason: Reason;
  readonly informational: boolean;
  /** The version that mends it, where the interval ends with a fix. */
  readonly fixedIn?: string;
  readonly evidence: Evidence;
}
