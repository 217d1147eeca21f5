// What becomes of a duty when what it rests on changes: the rules by which the server keeps duties and by which an operator's own machine
// keeps them (DESIGN law 11), so that both come to the same.
import { addDays, type Day } from '../kit/index.ts';
import type { BodTable } from './bod-table.ts';
import { type BodDecision, daysOf } from './bod2604.ts';

export type DutyAnswer = 'open' | 'mitigated' | 'fixed' | 'not_affected';
export type Reaching = 'affected' | 'undetermined';
export interface Standing {
  readonly state: DutyAnswer;
  /** What reached it last; not_affected: nothing does any more. */
  readonly exposure: Reaching | 'not_affected';
  readonly forensic: boolean;
}

/** What is affected is a duty; what is only in doubt is one where attacks are known. */
export const isDuty = (reaching: Reaching, inKev: boolean): boolean => reaching === 'affected' || inKev;

/**
 * A duty that is reached. `back`: it was mended, and what was mended is listed again, a new detection with a clock of its own; what only
 * had left a list keeps its clock. `contradicted`: an inventory made after the answer speaks against it.
 */
export function whenReached(
  { state, exposure }: Standing,
  reaching: Reaching,
  contradicted: boolean,
): 'back' | 'contradicted' | 'carries-on' {
  if (state === 'fixed' && exposure === 'not_affected' && reaching === 'affected') return 'back';
  return contradicted && state !== 'open' ? 'contradicted' : 'carries-on';
}

/** Why nothing reaches a duty any more. Only `mended` is a fix. */
export type Over = 'mended' | 'advisory-withdrawn' | 'access-ended' | 'advisory-changed' | 'component-gone';

/**
 * A duty that nothing reaches any more. `confirmed`: an inventory shows what was answered. `look-remains`: the update is done, the look
 * for a break-in has no answer yet. `rests`: it was answered, and stays so.
 */
export function whenOver(
  { state, forensic }: Standing,
  why: Over,
): 'confirmed' | 'look-remains' | 'fixed' | 'rests' | 'ended' {
  const answered = state === 'fixed' || state === 'not_affected';
  if (why !== 'mended') return answered ? 'rests' : 'ended';
  return answered ? 'confirmed' : forensic ? 'look-remains' : 'fixed';
}

/** Said of a duty that ended without a fix. */
export const OVER_TEXT: Readonly<Record<Exclude<Over, 'mended'>, string>> = {
  'advisory-withdrawn': 'The advisory was withdrawn: what it claimed is retracted.',
  'access-ended':
    'The advisory is not shown to your organisation any more. That is no proof that you are safe: ask who published it.',
  'advisory-changed': 'The advisory was changed and does not reach this version any more.',
  'component-gone': 'The inventory does not list it any more. That is no proof of a fix, so it does not count as one.',
};
export const LOOK_REMAINS = 'The update is done. The look for a break-in has no answer yet, so this stays open.';

/** The earliest day that it could be due while the outcome is not known. */
export function worstDue(decision: BodDecision, table: BodTable): Day | null {
  if (decision.outcome !== 'unknown' || decision.start === undefined) return null;
  const days = table.rows
    .filter((row) => decision.candidates.includes(row.row))
    .flatMap((row) => daysOf(row.outcome, table) ?? []);
  return days.length > 0 ? addDays(decision.start, Math.min(...days)) : null;
}
