// Our model of an advisory: what OSV, CSAF and CVE records say about which packages are affected. Dates are instants.

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
  /** CVSS vectors as written. */
  readonly vectors: readonly string[];
  readonly weaknesses: readonly string[];
  readonly affected: readonly Affected[];
  readonly references: readonly { readonly type: string; readonly url: string }[];
  readonly credits: readonly string[];
  /** Unmaintained, unsound and the like: told apart from vulnerabilities. */
  readonly informational: boolean;
}

export interface Affected {
  /** OSV spelling: npm, Debian:12, PyPI, …; `product` for vendor, product, version rows. */
  readonly ecosystem: string;
  readonly name: string;
  /** Set where ecosystem is `product`. */
  readonly vendor?: string;
  readonly purl?: string;
  readonly ranges: readonly AffectedRange[];
  readonly versions: readonly string[];
}

export interface AffectedRange {
  readonly type: 'SEMVER' | 'ECOSYSTEM' | 'GIT';
  readonly repo?: string;
  readonly events: readonly RangeEvent[];
}

export type RangeEvent =
  | { readonly introduced: string }
  | { readonly fixed: string }
  | { readonly lastAffected: string }
  | { readonly limit: string };
