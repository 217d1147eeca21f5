// What is said of an inventory: one state per component, and a conclusion that promises no more than is known.
import type { Component } from '@leadtime/lib/advisory';
import type { ComponentState, ComponentVerdict, Reason } from '@leadtime/lib/exposure';
import { count, durationText, thousands } from '../terminal.ts';

export interface Judged {
  readonly component: Component;
  readonly state: ComponentState;
  readonly reason: Reason;
  readonly matches: ComponentVerdict['matches'];
}
export type Counts = Readonly<Record<ComponentState, number>>;

/** Old data is not safety (DESIGN law 11): where it is stale, not affected becomes undetermined. */
export function judge(component: Component, verdict: ComponentVerdict, stale: boolean): Judged {
  const { state, reason, matches } = verdict;
  if (!stale || state !== 'not_affected') return { component, state, reason, matches };
  return { component, state: 'undetermined', reason: FEED_TOO_OLD, matches };
}

const FEED_TOO_OLD: Reason = {
  code: 'feed-too-old',
  text: 'No advisory that was read reaches it, but the advisories are older than they may be, so there may be new ones.',
};

export function countStates(judged: readonly Judged[]): Counts {
  const counts = { affected: 0, undetermined: 0, cannot_match: 0, not_affected: 0, no_advisory: 0 };
  for (const { state } of judged) counts[state] += 1;
  return counts;
}

export function conclusionOf(
  counts: Counts,
  { refused, stale, age }: { refused: number; stale: boolean; age: number },
): string {
  const all = Object.values(counts).reduce((sum, n) => sum + n, 0);
  if (all === 0) return 'The inventory has no components: nothing was matched.';
  const open = [
    ...(counts.undetermined > 0 ? [`${thousands(counts.undetermined)} undetermined`] : []),
    ...(counts.cannot_match > 0 ? [`${thousands(counts.cannot_match)} could not be matched`] : []),
  ];
  const doubts = [
    ...(stale ? [`the advisories are ${durationText(age)} old, more than they may be`] : []),
    ...(refused > 0 ? [`${count(refused, 'advisory', 'advisories')} could not be read`] : []),
  ];
  const first =
    counts.affected > 0
      ? `${thousands(counts.affected)} of ${count(all, 'component')} affected`
      : `No component of ${thousands(all)} is known to be affected`;
  const rest = open.length > 0 ? `, ${open.join(', ')}` : '';
  const doubt = doubts.length > 0 ? ` Mind: ${doubts.join('; ')}.` : '';
  const clear = counts.affected === 0 && (open.length > 0 || doubts.length > 0) ? ' This is no all-clear.' : '';
  return `${first}${rest}.${doubt}${clear}`;
}
