// Our model of what a report claims: one FindingClaim per claimed weakness, whatever format it came in.
// Claims are kept as they were made; what we conclude from them lives elsewhere.
import type { Problem } from '../kit/index.ts';

export type SeverityLevel = 'critical' | 'high' | 'medium' | 'low' | 'none' | 'unknown';
export type DiscoveredBy = 'human' | 'model' | 'harness' | 'tool' | 'unknown';
export type AttachmentRole = 'proof' | 'patch' | 'trace' | 'other';

export interface TargetClaim {
  /** Package URL with or without a version, canonical where it parses. */
  readonly purl?: string;
  /** Source repository address, as text. Never fetched. */
  readonly repository?: string;
  /** Plain name where neither is known. */
  readonly name?: string;
  readonly version?: string;
  /** Source commit, 7 to 64 hex digits. */
  readonly commit?: string;
}

export interface LocationClaim {
  /** Path inside the target, forward slashes, no leading slash or drive; '' where only the symbol is known. */
  readonly path: string;
  /** 1-based. */
  readonly startLine?: number;
  readonly endLine?: number;
  /** Function or method, as the tool wrote it. */
  readonly symbol?: string;
  readonly snippet?: string;
}

/** A fingerprint that a tool gave: `full` identifies the result by the tool's own word, `partial` contributes to it. */
export interface FingerprintClaim {
  readonly kind: 'full' | 'partial';
  /** For example `primaryLocationLineHash/v1`. */
  readonly scheme: string;
  readonly value: string;
}

export interface FrameClaim {
  readonly symbol: string;
  readonly path?: string;
  readonly line?: number;
}

export interface CrashClaim {
  /** AddressSanitizer, libFuzzer, Go, … or 'unknown'. */
  readonly detector: string;
  /** heap-buffer-overflow, use-after-free, panic, … or 'unknown'. */
  readonly kind: string;
  readonly access?: 'read' | 'write';
  /** Innermost first, at most 64. */
  readonly frames: readonly FrameClaim[];
}

export interface AttachmentClaim {
  readonly role: AttachmentRole;
  readonly name: string;
  readonly mediaType: string;
  /** SHA-256 of the bytes, lower-case hex. */
  readonly digest: string;
  readonly size: number;
}

/** Who or what found it, and under which terms: decides the validation path and the embargo terms, never the priority. */
export interface DiscoveryClaim {
  readonly by: DiscoveredBy;
  readonly tool?: { readonly name: string; readonly version?: string };
  readonly model?: { readonly name: string; readonly version?: string; readonly plannedRelease?: string };
  readonly harness?: { readonly name: string; readonly version?: string };
  readonly runId?: string;
  /** What the model's provider keeps of prompts: none, for a time, trains on them, or not known. */
  readonly promptRetention: 'none' | 'limited' | 'training' | 'unknown';
}

export interface FindingClaim {
  /** Position in the report, from 0: with the report's digest it names the finding for ever. */
  readonly ordinal: number;
  /** JSON pointer to where it stands in the report. */
  readonly path: string;
  readonly title: string;
  readonly description: string;
  readonly ruleId?: string;
  readonly target: TargetClaim;
  readonly locations: readonly LocationClaim[];
  /** CWE-79 and so on, sorted, unique. */
  readonly weaknesses: readonly string[];
  /** CVE-, GHSA-, OSV-… identifiers of the same vulnerability, sorted, unique. */
  readonly aliases: readonly string[];
  readonly fingerprints: readonly FingerprintClaim[];
  readonly crash?: CrashClaim;
  /** As the finder rates it. */
  readonly severity: { readonly level: SeverityLevel; readonly vectors: readonly string[] };
  readonly attachments: readonly AttachmentClaim[];
  readonly discovery: DiscoveryClaim;
  /** Names to credit, as given. */
  readonly finders: readonly string[];
  /** Affected versions as claimed, in prose or a range. */
  readonly affectedVersions?: string;
  /** Addresses the finder gave, as text. Never fetched. */
  readonly references?: readonly string[];
  /** Who else was told, in the finder's words. */
  readonly disclosedTo?: readonly string[];
  /** What the tool said about the result that is no claim about the weakness itself. */
  readonly reported?: ReportedContext;
}

export interface ReportedContext {
  readonly kind?: 'fail' | 'open' | 'review';
  readonly baseline?: 'new' | 'unchanged' | 'updated';
  /** 0 to 100, the tool's own order of importance. */
  readonly rank?: number;
  /** 0 to 10, the tool's `security-severity`. */
  readonly score?: number;
  readonly occurrences?: number;
  /** How many code flows and fixes came with it; neither is kept in the claim nor applied. */
  readonly codeFlows?: number;
  readonly fixes?: number;
}

/** Why something that stands in a report is not a finding, or is no part of one. Codes are API: added, never renamed. */
export const DROP_REASONS = {
  'kind.pass': 'The tool says that the check passed.',
  'kind.notApplicable': 'The tool says that the check does not apply.',
  'kind.informational': 'The tool says that this is information, not a weakness.',
  'baseline.absent': 'The tool says that the result is gone since the baseline.',
  suppressed: 'The result is suppressed in the log, and no suppression is rejected or under review.',
  invalid: 'It cannot be read as a finding; the problems beside it say why.',
  'over-limit': 'It is past the stated limit on how many are read.',
  'attachment.unread': 'Attachments are read from reports, not from this format.',
} as const;
export type DropReason = keyof typeof DROP_REASONS;

/**
 * What a streaming reader of reports yields: findings in order, problems where they stand, what was dropped and why, and
 * a closing summary. Every problem comes; the consumer keeps the first 1,000 and counts all.
 */
export type ReadEvent =
  | { readonly kind: 'finding'; readonly finding: FindingClaim }
  | { readonly kind: 'problem'; readonly problem: Problem }
  /** Something in the report that becomes no finding. `path` is a JSON pointer as in Problem. */
  | { readonly kind: 'dropped'; readonly path: string; readonly reason: DropReason }
  | ReadEnd;

export interface ReadEnd {
  readonly kind: 'end';
  readonly findings: number;
  readonly problems: number;
  readonly dropped: number;
  /** The input was refused or broke off: findings that came before, if any, must not be committed. */
  readonly refused: boolean;
}

/** Opens the report's bytes again from the start: some formats need two passes, none is held in memory. */
export type OpenBytes = () => AsyncIterable<Uint8Array>;
