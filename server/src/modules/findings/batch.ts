// What travels through the pipeline: up to a thousand findings of one or more reports, each gathering what the steps learn.
import type { AttachmentClaim, FindingClaim } from '@leadtime/lib/advisory';
import type { Uuid } from '@leadtime/lib/kit';
import type { Tx } from '../../platform/db/database.ts';
import type { Rules } from './rules.ts';

export interface SourceReport {
  readonly id: Uuid;
  readonly partyId: Uuid;
  readonly digest: Buffer;
  readonly receivedAt: string;
  readonly coordinatorId: Uuid;
}

/** A key by which findings meet; see lib/correlate. */
export interface Key {
  readonly kind: string;
  /** What is stored and compared: the first 128 bits of its SHA-256 as hex, of a weak key the first 64 as a number. */
  readonly key: string;
  readonly text: string;
}

export interface KeptAttachment extends AttachmentClaim {
  readonly blobId: Uuid | undefined;
}

/** One finding on its way. Each step fills its own part, by `each` or by `run`. */
export interface Item {
  readonly id: Uuid;
  readonly report: SourceReport;
  readonly claim: FindingClaim;
  /** The claim as it is stored and as the ledger commits to it. */
  readonly claimText: string;
  /** Its SHA-256, for the ledger. */
  readonly claimDigest: string;
  readonly attachments: readonly KeptAttachment[];
  /** normalise: what is shown. */
  title: string;
  /** target: canonical purl without version, repository or name; and its version. */
  target: string;
  version: string | undefined;
  projectId: Uuid | undefined;
  /** key: those of identity; weak ones come when findings are compared (compare.ts) */
  keys: readonly Key[];
  /** correlate: the vulnerability it belongs to. */
  vulnerabilityId: Uuid;
}

/** What correlate decided for the batch. */
export interface Correlated {
  /** New vulnerabilities with their first finding. */
  readonly created: Map<Uuid, Item>;
  /** Existing ones that gained findings. */
  readonly joined: Set<Uuid>;
  readonly edges: Edge[];
  /** Vulnerabilities that an identity key shows to be one: the second goes into the first. */
  readonly merges: { survivor: Uuid; absorbed: Uuid; edge: Edge }[];
  /** Pairs that share an identity and that evidence, or what was done, keeps apart. */
  readonly candidates: CandidatePair[];
}
export interface Edge {
  readonly a: Uuid;
  readonly b: Uuid;
  readonly level: 'E0';
  readonly kind: string;
  readonly text: string;
}
export interface CandidatePair {
  readonly a: Uuid;
  readonly b: Uuid;
  readonly score: number;
  readonly reasons: readonly { code: string; text: string }[];
  readonly settle: string;
}

export interface Batch {
  readonly items: Item[];
  readonly correlated: Correlated;
  /** triage: priority of each vulnerability that is new. */
  readonly priorities: Map<Uuid, TriageRow>; // findings with the same inputs share one row
}
export interface TriageRow {
  readonly severity: string;
  readonly severityRank: number;
  readonly score: number | undefined;
  readonly kevAt: string | undefined;
  readonly automatable: string;
  readonly technicalImpact: string;
  readonly rank: number;
  readonly priority: unknown;
}

export interface StepContext {
  readonly tx: Tx;
  readonly rules: Rules;
}
export interface Step {
  readonly name: string;
  /** What this step does, for the reader and for the page of a finding. */
  readonly does: string;
  /** What needs nothing but the finding: done while the batch before it is committed. */
  readonly each?: (item: Item) => void;
  /** What needs the batch and the database. */
  readonly run?: (batch: Batch, context: StepContext) => Promise<void>;
}
