// What happens in the demo week: one record per act of a person. Each kind is one route of the API with the same words, so
// the loader is a table of kinds; a finding, a step or a party is named by its key, and the loader knows the ids.
import type {
  ASSET_EXPOSURES,
  advisoryDraft,
  DUTY_STATES,
  LANES,
  NOT_AFFECTED_WHY,
  REPORT_FORMATS,
  SEVERITY,
  TRUTH,
  VENDOR_STATUSES,
} from '@leadtime/contract';
import type { z } from 'zod';
import type { PartyKey, PersonKey, ProjectKey } from '../world.ts';

export type Severity = (typeof SEVERITY)[number];
export type Truth = (typeof TRUTH)[number];
export type AdvisoryDraftInput = z.input<typeof advisoryDraft>;

/** What a report's format may not be able to say, given with the submission. */
export interface Discovery {
  readonly discoveredBy: 'human' | 'model' | 'harness' | 'tool' | 'unknown';
  readonly model?: string;
  readonly harness?: string;
  readonly runId?: string;
  readonly promptRetention?: 'none' | 'limited' | 'training' | 'unknown';
}

/** `lab-a:tar-traversal`: who found it, and which bug; the week says where it stands. Or `lab-a-sweep-1:17`: report and ordinal. */
export type FindRef = `${string}:${string}`;
/** Names one report of the week. */
export type ReportKey = string;

interface Act {
  /** Names the step; unique in the week. */
  readonly key: string;
  readonly as: PersonKey;
  /** ISO instant. Steps are in order of time. */
  readonly at: string;
}

export type Step = Act &
  (
    | { readonly kind: 'submitModel'; readonly name: string; readonly opensAt: string; readonly releaseAt: string }
    | {
        readonly kind: 'submitReport';
        readonly report: ReportKey;
        readonly party: PartyKey;
        readonly filename: string;
        readonly format: (typeof REPORT_FORMATS)[number];
        readonly bytes: Uint8Array;
        /** Package URL of what was examined, where the format does not say it. */
        readonly target?: string;
        readonly discovery?: Discovery;
      }
    | {
        readonly kind: 'importFeed';
        readonly source: 'kev' | 'osv' | 'ssvc';
        readonly filename: string;
        readonly bytes: Uint8Array;
      }
    | {
        readonly kind: 'uploadInventory';
        readonly party: PartyKey;
        readonly name: string;
        readonly format: 'cyclonedx' | 'sheet';
        readonly filename: string;
        readonly bytes: Uint8Array;
        /** The asset that the whole inventory runs on, where there is one. */
        readonly asset?: string;
        readonly exposure?: (typeof ASSET_EXPOSURES)[number];
      }
    | { readonly kind: 'importAssets'; readonly party: PartyKey; readonly bytes: Uint8Array }
    | { readonly kind: 'delegate'; readonly from: PartyKey; readonly to: PartyKey }
    | {
        readonly kind: 'setProject';
        readonly project: ProjectKey;
        readonly weeklyBudget?: number;
        readonly pausedUntil?: string | null;
        readonly acceptsUnvalidated?: boolean;
      }
    | {
        readonly kind: 'validate';
        readonly findRef: FindRef;
        readonly outcome: 'reproduced' | 'not_reproduced' | 'rejected';
        readonly reason: string;
        readonly reachable?: Truth;
        readonly severity?: Severity;
        readonly vector?: string;
      }
    | {
        /** `true`, reachable and how severe: as validator (a coordinator acts) or as vendor (a maintainer acts). */
        readonly kind: 'setSeverity';
        readonly findRef: FindRef;
        readonly true?: Truth;
        readonly reachable?: Truth;
        readonly severity?: Severity;
        readonly vector?: string;
        readonly reason: string;
      }
    | {
        readonly kind: 'setSsvc';
        readonly findRef: FindRef;
        readonly automatable: 'yes' | 'no' | 'unknown';
        readonly technicalImpact: 'partial' | 'total' | 'unknown';
        readonly reason: string;
      }
    | {
        /** Settles the link proposed between two. `merge`: b joins a; where no link was proposed, by a person's word. */
        readonly kind: 'decideCandidate';
        readonly a: FindRef;
        readonly b: FindRef;
        readonly decision: 'merge' | 'distinct';
        readonly reason: string;
      }
    | {
        /** One verb on many, each for itself. */
        readonly kind: 'batch';
        readonly findRefs: readonly FindRef[];
        readonly verb: 'validate' | 'reject' | 'tell' | 'assign-me';
        readonly reason: string;
      }
    | { readonly kind: 'split'; readonly findRefs: readonly FindRef[]; readonly reason: string }
    | { readonly kind: 'undo'; readonly step: string }
    | { readonly kind: 'assign'; readonly findRef: FindRef; readonly person: PersonKey | null }
    | {
        /** Where the server has told by itself since validation, there is nothing left to do. */
        readonly kind: 'tellMaintainer';
        readonly findRef: FindRef;
        readonly note?: string;
      }
    | {
        readonly kind: 'hold';
        readonly findRef: FindRef;
        readonly hold: 'not_validated' | 'maintainer_capacity' | 'no_contact' | 'other';
        readonly reason: string;
        readonly expires: string;
      }
    | {
        readonly kind: 'setEmbargo';
        readonly findRef: FindRef;
        readonly until: string;
        readonly zone: string;
        readonly reason: string;
      }
    | { readonly kind: 'acknowledge'; readonly findRef: FindRef }
    | {
        readonly kind: 'vendorStatus';
        readonly findRef: FindRef;
        readonly product: string;
        readonly status: Exclude<(typeof VENDOR_STATUSES)[number], 'not_answered'>;
        readonly justification?: string;
        readonly fixedVersion?: string;
      }
    | {
        readonly kind: 'fixReady';
        readonly findRef: FindRef;
        readonly fixedVersion: string;
        readonly commit?: string;
        readonly note?: string;
      }
    | {
        readonly kind: 'message';
        readonly findRef: FindRef;
        readonly lane: (typeof LANES)[number];
        readonly text: string;
      }
    | { readonly kind: 'draftAdvisory'; readonly findRef: FindRef; readonly draft: AdvisoryDraftInput }
    | {
        readonly kind: 'publishAdvisory';
        readonly findRef: FindRef;
        readonly summary: string;
        /** Why it goes out before the embargo ends, where one is running. */
        readonly overrideEmbargo?: string;
      }
    | { readonly kind: 'withdrawAdvisory'; readonly findRef: FindRef; readonly reason: string }
    | {
        /** Answers the party's duties for an advisory: all of them, or those of the assets and component named. */
        readonly kind: 'duty';
        readonly party: PartyKey;
        readonly about: { readonly findRef: FindRef } | { readonly advisory: string };
        /** Only the duties of these assets, by name. */
        readonly assets?: readonly string[];
        readonly state: Exclude<(typeof DUTY_STATES)[number], 'open'>;
        readonly note: string;
        readonly justification?: (typeof NOT_AFFECTED_WHY)[number];
        readonly evidence?: string;
        /** For a mitigation: the day to look again. */
        readonly until?: string;
      }
  );

export type StepKind = Step['kind'];
export type StepOf<K extends StepKind> = Extract<Step, { readonly kind: K }>;
/** Where a finding stands: the report that it came in, and its place there from 0, as the readers count. */
export interface FindingAddress {
  readonly report: ReportKey;
  readonly ordinal: number;
  readonly title: string;
  /** Package that was examined, as OSV spells it. */
  readonly target: string;
}

/** A finding left for a person to settle, with what the evidence suggests. */
export interface PreparedFinding {
  readonly findRef: FindRef;
  readonly suggested: 'validate' | 'reject' | 'merge' | 'tell' | 'hold';
  /** Where it should be merged: the other one. */
  readonly with?: FindRef;
  readonly why: string;
}
