// The words of the three VEX vocabularies and what they are in each other: the five labels of the VEX working group (OpenVEX, CSAF) and
// the nine of CycloneDX. Where a word has no equal the nearest that claims no more is taken, or none, and the difference is named.
import type { VexJustification, VexStatus } from '../vex-model.ts';

export interface Translated<T> {
  /** Absent: no word of the other vocabulary says this without saying more. */
  readonly word?: T;
  /** What is lost; absent where both words say the same. */
  readonly lost?: string;
}

/** CycloneDX 1.4 to 1.7, `vulnerabilities[].analysis.justification`. */
export const CYCLONEDX_JUSTIFICATIONS = [
  'code_not_present',
  'code_not_reachable',
  'requires_configuration',
  'requires_dependency',
  'requires_environment',
  'protected_by_compiler',
  'protected_at_runtime',
  'protected_at_perimeter',
  'protected_by_mitigating_control',
] as const;
export type CycloneDxJustification = (typeof CYCLONEDX_JUSTIFICATIONS)[number];

export const fromCycloneDx = (word: CycloneDxJustification): Translated<VexJustification> => FROM[word];
export const toCycloneDx = (word: VexJustification): Translated<CycloneDxJustification> => TO[word];

const FROM: Readonly<Record<CycloneDxJustification, Translated<VexJustification>>> = {
  code_not_present: { word: 'vulnerable_code_not_present' },
  code_not_reachable: { word: 'vulnerable_code_not_in_execute_path' },
  requires_configuration: { lost: 'that it takes a configuration to be exploitable' },
  requires_dependency: { lost: 'that it takes another dependency to be exploitable' },
  requires_environment: { lost: 'that it takes a certain environment to be exploitable' },
  protected_by_compiler: { word: 'inline_mitigations_already_exist', lost: 'that the compiler is what protects' },
  protected_at_runtime: { word: 'inline_mitigations_already_exist', lost: 'that the protection is at run time' },
  protected_at_perimeter: { lost: 'that the protection stands outside of the product' },
  protected_by_mitigating_control: { word: 'inline_mitigations_already_exist' },
};

const TO: Readonly<Record<VexJustification, Translated<CycloneDxJustification>>> = {
  component_not_present: { word: 'code_not_present', lost: 'that the whole component is absent' },
  vulnerable_code_not_present: { word: 'code_not_present' },
  vulnerable_code_not_in_execute_path: { word: 'code_not_reachable' },
  vulnerable_code_cannot_be_controlled_by_adversary: { lost: 'that no adversary can control the code' },
  inline_mitigations_already_exist: { word: 'protected_by_mitigating_control' },
};

export const CYCLONEDX_STATES = [
  'resolved',
  'resolved_with_pedigree',
  'exploitable',
  'in_triage',
  'false_positive',
  'not_affected',
] as const;
export type CycloneDxState = (typeof CYCLONEDX_STATES)[number];

export const STATUS_OF_STATE: Readonly<Record<CycloneDxState, VexStatus>> = {
  resolved: 'fixed',
  resolved_with_pedigree: 'fixed',
  exploitable: 'affected',
  in_triage: 'under_investigation',
  false_positive: 'not_affected',
  not_affected: 'not_affected',
};

export const STATE_OF_STATUS: Readonly<Record<VexStatus, CycloneDxState>> = {
  fixed: 'resolved',
  affected: 'exploitable',
  under_investigation: 'in_triage',
  not_affected: 'not_affected',
};
