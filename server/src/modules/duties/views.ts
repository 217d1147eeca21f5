// What an operator is shown of a duty.
import type { Duty } from '@leadtime/contract';
import { type Day, dayOf } from '@leadtime/lib/kit';
import { forensicClocks } from '@leadtime/lib/triage';
import type { DutyRules } from './decide.ts';
import type { DutyRow, EventRow } from './store.ts';
import { doThis, dueText } from './texts.ts';

export const HIDDEN_TITLE = 'An advisory that is not shared with your party any more';

export function dutyOf(r: DutyRow, events: readonly EventRow[], now: string, rules: DutyRules): Duty {
  const today = dayOf(now);
  const asset = r.asset ?? 'an asset';
  return {
    id: r.id,
    party: { id: r.party_id, name: r.party_name ?? 'a party' },
    state: r.state,
    title: r.title ?? HIDDEN_TITLE,
    doThis: doThis({
      component: r.component,
      version: r.version,
      fixedIn: r.fixed_in,
      asset,
      exposureState: r.exposure_state,
    }),
    why: r.why,
    due: r.state === 'mitigated' ? r.until : r.due,
    dueText: dueText({ state: r.state, decision: r.decision, worstDue: r.worst_due, until: r.until }, today, rules.bod),
    overdue: r.state === 'open' && r.due !== null && r.due < today,
    priority: r.priority as Duty['priority'], // written by decideDuty in this shape
    advisory: {
      id: r.advisory_id,
      publicId: r.public_id ?? 'not shared',
      title: r.title ?? HIDDEN_TITLE,
      kev: r.kev_at !== null,
    },
    component: r.version === null ? r.component : `${r.component} ${r.version}`,
    fixedIn: r.fixed_in,
    asset: r.asset,
    assetExposure: r.asset_exposure,
    exposureState: r.exposure_state,
    answeredAt: r.answered_at,
    history: events.map(({ at, state, by_name, note, justification, evidence }) => ({
      at,
      state,
      by: by_name,
      note,
      justification,
      evidence,
    })),
    needsForensics: r.forensic,
    ...(r.forensic && r.kev_at !== null ? { forensic: stepsOf(r.kev_at as Day, rules) } : {}), // a date column
    detectedAt: r.detected_at,
  };
}

const stepsOf = (listed: Day, rules: DutyRules): NonNullable<Duty['forensic']> =>
  forensicClocks(listed, rules.bod).map(({ id, due, text, beforePatching }) => ({ id, due, text, beforePatching }));
