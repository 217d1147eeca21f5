// Our model of an advisory: what OSV, CSAF and CVE records say about which packages are affected, and which are not. Dates are instants.
//
// How the statements of one advisory add up, for whoever compiles them:
//   1. `affected` alone never says too little: a reader of it that knows nothing of the other lists may report too much, never too
//      little. That is why what is *not* affected stands in a list of its own and not as a flag among `affected`.
//   2. For a version of a package, `unaffected` beats `affected` of the same author. Readers keep this true: where a source says
//      both of one version and does not itself say which holds, the version is not put into `unaffected`. An `unaffected` entry
//      with a `context`, or one that is `limitedTo` something, beats nothing outside of that.
//   3. Between different authors nothing is beaten: both stand, and the contradiction is shown.
//   4. `undecided` is a statement too: its author is looking, or says that it does not know. It takes nothing from `affected`.
//   5. A range without events is one that could not be read: which versions it holds is not known, so none is safe.

export interface Advisory {
  readonly id: string;
  readonly aliases: readonly string[];
  readonly related: readonly string[];
  /** Records this one derives from; not aliases, never merged on. */
  readonly upstream: readonly string[];
  readonly summary: string;
  readonly details: string;
  readonly published?: string;
  readonly modified: string;
  /** When set, the advisory claims nothing any more and what it claimed is retracted. */
  readonly withdrawn?: string;
  /** CVSS vectors as written, of the advisory and of all its entries. */
  readonly vectors: readonly string[];
  readonly weaknesses: readonly string[];
  readonly affected: readonly Affected[];
  /** Versions that the source says are not affected: fixed, or never affected. */
  readonly unaffected?: readonly Unaffected[];
  /** Packages and versions of which the source says that it does not know (yet). */
  readonly undecided?: readonly Affected[];
  readonly references: readonly { readonly type: string; readonly url: string }[];
  /** Names. */
  readonly credits: readonly string[];
  /** Unmaintained, unsound and the like: told apart from vulnerabilities. */
  readonly informational: boolean;
  /** The document it is a part of, where one holds several (CSAF): a later version of the document replaces all of its parts. */
  readonly document?: { readonly id: string; readonly version: string };
  /** Somebody disputes that it is a vulnerability. It is kept and marked. */
  readonly disputed?: boolean;
  /** Who says so, where the format names them. */
  readonly publisher?: string;
  /** The ratings of the advisory as a whole, where `vectors` does not tell them all: other schemes, whose they are, or of entries. */
  readonly ratings?: readonly Rating[];
  /** The credits with what they did and how to reach them, where the source says more than names; as many as `credits`, in its order. */
  readonly contributors?: readonly Contributor[];
  /** What the source's own database adds, kept as it came. Unknown: read it with care, never show it as markup. */
  readonly databaseSpecific?: Readonly<Record<string, unknown>>;
}

export interface Affected {
  /** OSV spelling: npm, Debian:12, PyPI, …; `product` for vendor, product, version rows; `cpe` where a CPE name is all there is. */
  readonly ecosystem: string;
  /** Of `cpe`: part, vendor and product, `a:acme:pump`. */
  readonly name: string;
  /** Set where ecosystem is `product`. */
  readonly vendor?: string;
  readonly purl?: string;
  readonly ranges: readonly AffectedRange[];
  readonly versions: readonly string[];
  /** Whose statement it is, where the advisory has several authors (the containers of a CVE record); else the advisory's. */
  readonly author?: string;
  /** CPE 2.3 names of the product, as given: a way to find it, weaker than its name. */
  readonly cpes?: readonly string[];
  /** Digests of the very files: a component with one of them is this product, whatever it is called. */
  readonly hashes?: readonly { readonly algorithm: string; readonly value: string }[];
  /** Model, serial or stock keeping numbers, as given. */
  readonly modelNumbers?: readonly string[];
  readonly serialNumbers?: readonly string[];
  /** What it must run on or be part of for the statement to hold: names or CPE names. Never affected themselves. */
  readonly context?: readonly string[];
  /** Platforms, architectures, modules, files and routines that the statement is limited to, as given. */
  readonly limitedTo?: readonly string[];
  /** What the source says of versions in words that cannot be read. A range without events stands for them. */
  readonly unread?: readonly string[];
  /** The ratings of this entry, as written. */
  readonly ratings?: readonly Rating[];
  /** What the ecosystem and the database add (imports and symbols of Go, RustSec's functions), kept as it came. */
  readonly ecosystemSpecific?: Readonly<Record<string, unknown>>;
  readonly databaseSpecific?: Readonly<Record<string, unknown>>;
}

/** A negative statement: the versions in it are not affected, says its author. */
export interface Unaffected extends Affected {
  /** Fixed: it was affected, and these versions have the fix. */
  readonly because: 'fixed' | 'not_affected';
  /** Label of the VEX vocabulary, where one was given. */
  readonly justification?: string;
  readonly statement?: string;
}

export interface AffectedRange {
  readonly type: 'SEMVER' | 'ECOSYSTEM' | 'GIT';
  readonly repo?: string;
  readonly events: readonly RangeEvent[];
  readonly databaseSpecific?: Readonly<Record<string, unknown>>;
}

export type RangeEvent =
  | { readonly introduced: string }
  | { readonly fixed: string }
  | { readonly lastAffected: string }
  | { readonly limit: string };

export interface Rating {
  /** OSV's word for the scheme: CVSS_V2, CVSS_V3, CVSS_V4, Ubuntu. */
  readonly type: string;
  /** A vector, or a word of the scheme. */
  readonly score: string;
  /** Who rated, in OSV's words: NVD, CNA, SELF. */
  readonly source?: string;
}

export interface Contributor {
  readonly name: string;
  /** FINDER, COORDINATOR, … */
  readonly type?: string;
  /** Addresses, as text. Never fetched. */
  readonly contacts?: readonly string[];
}
