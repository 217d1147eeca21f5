// What a duty says, in words: its clocks, the inputs of the BOD row, and the answers one can give.
import type { Duty, NOT_AFFECTED_WHY } from '@leadtime/contract';
import type { Choice } from '../../ui/index.ts';

export type DutyState = Duty['state'];

/** CSAF 2.0 flags (§3.2.3.3.2) as an operator would say them. */
export const WHY_NOT: Record<(typeof NOT_AFFECTED_WHY)[number], string> = {
  component_not_present: 'We do not have this component',
  vulnerable_code_not_present: 'Our copy does not contain the faulty part',
  vulnerable_code_not_in_execute_path: 'The faulty part is there but is never run',
  vulnerable_code_cannot_be_controlled_by_adversary: 'It runs, but no attacker can reach or steer it',
  inline_mitigations_already_exist: 'Something already in place stops the attack',
};
export const whyNotChoices = (): Choice[] =>
  Object.entries(WHY_NOT).map(([value, label]) => ({ value, label, hint: value }));

/** The four inputs of BOD 26-04, as questions. */
const INPUTS: Readonly<Record<string, string>> = {
  kev: 'In CISA’s list of exploited vulnerabilities (KEV)?',
  exposed: 'Can it be reached from public networks?',
  automatable: 'Can an attack be automated?',
  impact: 'What does an attacker gain?',
};
const VALUES: Readonly<Record<string, string>> = {
  Y: 'yes',
  N: 'no',
  yes: 'yes',
  no: 'no',
  T: 'total control',
  P: 'part of it',
  total: 'total control',
  partial: 'part of it',
};
/** Inputs in the order of the table, whatever order they come in; an input that is new is shown as it is. */
export function inputsInWords(inputs: Readonly<Record<string, string>>): readonly (readonly [string, string])[] {
  const known = Object.keys(INPUTS).filter((k) => k in inputs);
  const others = Object.keys(inputs).filter((k) => !(k in INPUTS));
  return [...known, ...others].map((k) => [INPUTS[k] ?? k, VALUES[inputs[k] ?? ''] ?? inputs[k] ?? 'unknown'] as const);
}

/** The note that an answer starts with, so that the usual answer is two keys. Empty where nobody can know it. */
export function firstNote(state: DutyState, duty: Pick<Duty, 'fixedIn' | 'component'>): string {
  if (state === 'fixed') return duty.fixedIn ? `Updated to ${duty.fixedIn}.` : '';
  return '';
}

/** A mitigation ends: at first in 30 days, or when the fix is due if that is later. */
export function firstUntil(due: string | null, now: number): string {
  const inAMonth = new Date(now + 30 * 86_400_000).toISOString().slice(0, 10);
  return due !== null && due > inAMonth ? due : inAMonth;
}

/** What stops an answer before it is sent; undefined when nothing does. */
export function missingIn(
  answer: { state: DutyState; note: string; justification: string; evidence: string; until: string; look: string },
  duty: Pick<Duty, 'needsForensics'>,
  today: string,
): string | undefined {
  if (answer.note.trim() === '') return 'Say in a few words what was done.';
  if (answer.state === 'mitigated' && answer.until <= today)
    return 'Choose a day after today on which the stop-gap ends.';
  if (answer.state === 'not_affected' && answer.justification === '') return 'Choose why you are not affected.';
  if (answer.state === 'fixed' && duty.needsForensics && answer.look === '')
    return 'Say what the look for a break-in showed. It is a duty of its own.';
  if (answer.state === 'fixed' && duty.needsForensics && answer.evidence.trim() === '')
    return 'Say where the saved logs are, or who decided not to save them and why.';
  return undefined;
}

export const LOOKS: readonly Choice[] = [
  { value: 'none', label: 'We looked and saw no sign of a break-in' },
  {
    value: 'suspected',
    label: 'We suspect one',
    hint: 'Call your response contact now. This page does not call them.',
  },
  { value: 'confirmed', label: 'There was one', hint: 'Call your response contact now. This page does not call them.' },
];

/** Evidence as it is kept: the look for a break-in first, where one is due. */
export function evidenceText(evidence: string, look: string): string | undefined {
  const text = evidence.trim();
  if (look === '') return text === '' ? undefined : text;
  return `Look for a break-in: ${look}. ${text}`.trim();
}
