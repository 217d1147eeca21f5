// When inputs change, the old decision stays beside the new one and a person is told: the directive's text
// does not say how the clock restarts, so nothing here chooses between two dates.
import type { BodDecision } from './bod2604.ts';

export interface BodChange {
  readonly changed: boolean;
  /** Names of inputs that differ: kev, exposure, automatable, technicalImpact, detectedAt, reading. */
  readonly inputs: readonly string[];
  readonly outcome: { readonly before: BodDecision['outcome']; readonly after: BodDecision['outcome'] };
  readonly due: { readonly before: string | 'none'; readonly after: string | 'none' };
  /** The outcome, the due date or the clock differs: somebody must look. */
  readonly needsPerson: boolean;
}

/** What differs between two decisions on the same vulnerability and asset. */
export function compareDecisions(before: BodDecision, after: BodDecision): BodChange {
  const names = ['kev', 'exposure', 'automatable', 'technicalImpact', 'detectedAt'] as const;
  const inputs: string[] = names.filter(
    (name) => JSON.stringify(before.inputs[name]) !== JSON.stringify(after.inputs[name]),
  );
  if (before.reading !== after.reading) inputs.push('reading');
  const due = { before: before.due ?? 'none', after: after.due ?? 'none' };
  const outcome = { before: before.outcome, after: after.outcome };
  const needsPerson = outcome.before !== outcome.after || due.before !== due.after || before.clock !== after.clock;
  return { changed: needsPerson || inputs.length > 0, inputs, outcome, due, needsPerson };
}
