// Our model of VEX: what somebody says about one vulnerability in some products, whatever format it came in. Statements annotate; they
// never delete. Who says it and when always comes with it, because a later statement of the same author replaces an earlier one.
import type { Problem } from '../kit/index.ts';
import type { RangeEvent } from './advisory-model.ts';

export type VexStatus = 'not_affected' | 'affected' | 'fixed' | 'under_investigation';

/** The five labels of the VEX working group (Status Justifications, 2022), which OpenVEX and CSAF share, and those of CycloneDX alone. */
export const VEX_JUSTIFICATIONS = [
  'component_not_present',
  'vulnerable_code_not_present',
  'vulnerable_code_not_in_execute_path',
  'vulnerable_code_cannot_be_controlled_by_adversary',
  'inline_mitigations_already_exist',
] as const;
export type VexJustification = (typeof VEX_JUSTIFICATIONS)[number];

export interface VexDocument {
  readonly format: 'openvex' | 'csaf' | 'cyclonedx';
  /** IRI, tracking id or serial number. */
  readonly id: string;
  /** As written: 3, 1.2.0 … */
  readonly version?: string;
  readonly author: string;
  readonly role?: string;
  /** Instants. */
  readonly issued?: string;
  readonly lastUpdated?: string;
  readonly tooling?: string;
  readonly statements: readonly VexStatement[];
  /** What could not be read, and where: the first 1,000. */
  readonly problems: readonly Problem[];
  readonly problemsTotal: number;
}

export interface VexStatement {
  /** IRI of the statement itself. */
  readonly id?: string;
  /** JSON pointer to it. */
  readonly path: string;
  readonly vulnerability: {
    readonly name: string;
    readonly aliases: readonly string[];
    readonly description?: string;
    readonly url?: string;
  };
  /** Empty only with a problem, or in a document that another one holds: the outer one names the product then. */
  readonly products: readonly VexProduct[];
  readonly status: VexStatus;
  /** The state as its own format has it, where ours says less: CycloneDX `false_positive`, `resolved_with_pedigree`. */
  readonly statusAsGiven?: string;
  readonly justification?: VexJustification;
  /** The label as its own format has it, where ours does not say the same: CycloneDX `requires_configuration`. */
  readonly justificationAsGiven?: string;
  /** Why it is not affected, in words. */
  readonly impact?: string;
  /** What to do, in words. */
  readonly action?: string;
  readonly actionAt?: string;
  readonly notes?: string;
  readonly supplier?: string;
  readonly author: string;
  readonly role?: string;
  /** Since when it holds: an instant. Absent: not stated, so nobody can say what it replaces. */
  readonly at?: string;
  readonly updated?: string;
  readonly version?: string;
}

export interface VexProduct extends VexComponent {
  /** The parts of the product where the vulnerability is; empty: the product as such. */
  readonly subcomponents: readonly VexComponent[];
}

export interface VexComponent {
  /** The identifier that the document uses: an IRI, a product id, a bom-ref. */
  readonly id?: string;
  readonly name?: string;
  readonly vendor?: string;
  /** One version, as given. */
  readonly version?: string;
  /** Where several versions are meant. */
  readonly ranges?: readonly (readonly RangeEvent[])[];
  readonly versions?: readonly string[];
  /** Words about versions that could not be read: the statement holds for versions that are not known. */
  readonly unread?: readonly string[];
  /** Canonical where it parses, else as given. */
  readonly purls: readonly string[];
  readonly cpes: readonly string[];
  readonly hashes: readonly { readonly algorithm: string; readonly value: string }[];
}

/** What a VEX writer changed or left out because its format cannot say it. */
export interface VexLoss {
  /** JSON pointer into the VexDocument. */
  readonly path: string;
  readonly reason: string;
}
