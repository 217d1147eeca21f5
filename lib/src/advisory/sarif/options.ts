// What a caller states about a SARIF log, and the limits the reader keeps.
import type { DiscoveryClaim, TargetClaim } from '../finding-model.ts';

export interface SarifOptions {
  /** What was scanned, for what the log does not say itself. */
  readonly target?: TargetClaim;
  /** Who or what found it. The log's own tool stands before `tool` here. */
  readonly discovery?: Partial<DiscoveryClaim>;
  /** Names to credit for every finding. */
  readonly finders?: readonly string[];
  readonly limits?: Partial<SarifLimits>;
}

export interface SarifLimits {
  /** Of the whole log, in bytes. */
  readonly maxBytes: number;
  readonly maxDepth: number;
  readonly maxRuns: number;
  /** Results of the whole log that are read; the rest is dropped as `over-limit`. */
  readonly maxResults: number;
  /** One result or rule as written, in bytes. */
  readonly maxElementBytes: number;
  /** Characters held of everything that results refer to: rules, artifacts, taxonomies, base addresses. */
  readonly maxContext: number;
  /** The longest text kept of a message, in UTF-16 units; longer ones are cut and reported. */
  readonly maxText: number;
  /** Locations, fingerprints and weaknesses of one result. */
  readonly maxList: number;
}

export const SARIF_LIMITS: SarifLimits = {
  maxBytes: 200 * 1024 * 1024,
  maxDepth: 64,
  maxRuns: 1_000,
  maxResults: 1_000_000,
  maxElementBytes: 4 * 1024 * 1024,
  maxContext: 24 * 1024 * 1024,
  maxText: 32 * 1024,
  maxList: 64,
};
