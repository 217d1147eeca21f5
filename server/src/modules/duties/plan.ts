// What becomes of one duty when what it rests on has changed: a pure step from what is known now to the duty and its events.
import type { Day } from '@leadtime/lib/kit';
import {
  type BodDecision,
  isDuty,
  LOOK_REMAINS,
  OVER_TEXT,
  type Over,
  type Standing,
  whenOver,
  whenReached,
} from '@leadtime/lib/triage';
import { type Basis, type Decided, type DutyRules, decideDuty, isListed } from './decide.ts';
import { changeText, whyText } from './texts.ts';

export type DutyState = 'open' | 'mitigated' | 'fixed' | 'not_affected';
export type ExposureState = 'affected' | 'not_affected' | 'undetermined';
export type EventKind = 'opened' | 'decided' | 'answered' | 'reopened' | 'confirmed' | 'ended';

export interface DutyRecord {
  readonly id: string;
  readonly party_id: string;
  readonly advisory_id: string;
  readonly asset_id: string;
  readonly package: string;
  readonly component_id: string;
  readonly component: string;
  readonly version: string | null;
  readonly fixed_in: string | null;
  readonly why: string;
  readonly exposure_state: ExposureState;
  readonly state: DutyState;
  readonly detected_at: string;
  readonly due: string | null;
  readonly worst_due: string | null;
  readonly rank: number;
  readonly priority: unknown;
  readonly decision: BodDecision;
  readonly forensic: boolean;
  readonly answered_at: string | null;
  readonly justification: string | null;
  readonly until: string | null;
  readonly ended_at: string | null;
  readonly ended_why: string | null;
}
export interface DutyEvent {
  readonly kind: EventKind;
  readonly state: DutyState;
  readonly by: string;
  readonly note: string;
  readonly evidence?: string;
  readonly decision?: BodDecision;
}

/** What is known now of one (party, advisory, asset, package). */
export interface Group {
  readonly party_id: string;
  readonly advisory_id: string;
  readonly asset_id: string;
  readonly package: string;
  readonly asset: string;
  readonly asset_exposure: 'public' | 'internal' | 'unknown';
  /** The strongest live exposure that is not cleared and not only informational. */
  readonly exposure: {
    readonly state: 'affected' | 'undetermined';
    readonly component_id: string;
    readonly label: string;
    readonly version: string | null;
    readonly fixed_in: string | null;
    readonly reason: string;
    readonly inventory: string;
  } | null;
  /** The same package on the same asset as the newest inventory lists it. */
  readonly present: { readonly version: string | null; readonly inventory: string; readonly as_of: string } | null;
  readonly advisory_state: string;
  /** Whether the component that the duty names is still in its inventory. */
  readonly same_component: boolean;
  readonly duty: DutyRecord | null;
}

export interface PlanContext {
  readonly rules: DutyRules;
  readonly now: string;
  readonly newId: () => string;
  /** An inventory made after the answer still lists what the answer says is gone or mended. */
  readonly contradicted: boolean;
}
export interface Planned {
  readonly duty: DutyRecord;
  readonly events: readonly DutyEvent[];
}

export function plan(group: Group, basis: Basis, context: PlanContext): Planned | undefined {
  const { duty, exposure } = group;
  if (!duty) {
    const called = exposure && isDuty(exposure.state, isListed(basis));
    return called ? open(group, exposure, basis, context) : undefined;
  }
  return exposure ? carryOn(group, duty, exposure, basis, context) : close(group, duty, context);
}

const US = 'Leadtime';

function open(
  group: Group,
  exposure: NonNullable<Group['exposure']>,
  basis: Basis,
  { rules, now, newId }: PlanContext,
): Planned {
  const decided = decideDuty(basis, { exposure: group.asset_exposure, detectedAt: now }, rules);
  const duty: DutyRecord = {
    id: newId(),
    party_id: group.party_id,
    advisory_id: group.advisory_id,
    asset_id: group.asset_id,
    package: group.package,
    state: 'open',
    detected_at: now,
    answered_at: null,
    justification: null,
    until: null,
    ended_at: null,
    ended_why: null,
    ...shown(group, exposure, basis),
    ...stored(decided),
  };
  return {
    duty,
    events: [{ kind: 'opened', state: 'open', by: US, note: duty.why, decision: decided.decision }],
  };
}

/** It is (still, or again) listed as affected or in doubt. */
function carryOn(
  group: Group,
  duty: DutyRecord,
  exposure: NonNullable<Group['exposure']>,
  basis: Basis,
  { rules, now, contradicted }: PlanContext,
): Planned | undefined {
  const events: DutyEvent[] = [];
  const course = whenReached(standingOf(duty), exposure.state, contradicted);
  const reopen = course !== 'carries-on';
  const state = reopen ? 'open' : duty.state;
  const detectedAt = course === 'back' ? now : duty.detected_at;
  if (reopen || duty.ended_at !== null) {
    const note =
      course === 'back'
        ? `It is back: inventory “${exposure.inventory}” lists ${exposure.label} ${exposure.version ?? 'without a version'} again.`
        : course === 'contradicted'
          ? `It was answered, but inventory “${exposure.inventory}”, made after that, still lists ${exposure.label} ${exposure.version ?? 'without a version'}.`
          : 'It is reached again.';
    events.push({ kind: 'reopened', state, by: US, note });
  }
  const closed = state === 'fixed' || state === 'not_affected';
  const decided = closed ? undefined : decideDuty(basis, { exposure: group.asset_exposure, detectedAt }, rules);
  const change = decided ? changeText(duty.decision, decided.decision) : undefined;
  if (decided && change) events.push({ kind: 'decided', state, by: US, note: change, decision: decided.decision });
  const next: DutyRecord = {
    ...duty,
    ...shown(group, exposure, basis),
    ...(decided ? stored(decided) : {}),
    state,
    detected_at: detectedAt,
    ...(reopen ? { answered_at: null, justification: null, until: null } : {}),
    ended_at: null,
    ended_why: null,
  };
  return differs(duty, next) || events.length > 0 ? { duty: next, events } : undefined;
}

/** Nothing reaches it any more: mended, gone, or retracted. Which of these is told apart, because only the first is a fix. */
function close(group: Group, duty: DutyRecord, { now }: PlanContext): Planned | undefined {
  if (duty.ended_at !== null || duty.exposure_state === 'not_affected') return undefined;
  const why = whyOver(group, duty);
  const course = whenOver(standingOf(duty), why);
  const cleared: DutyRecord = { ...duty, exposure_state: 'not_affected' };
  if (course === 'rests') return { duty: cleared, events: [] };
  if (why !== 'mended')
    return {
      duty: { ...cleared, ended_at: now, ended_why: why },
      events: [{ kind: 'ended', state: duty.state, by: US, note: OVER_TEXT[why] }],
    };
  const evidence = evidenceOf(group, duty);
  if (course === 'fixed') {
    const note = 'The inventory shows a version that the advisory does not reach.';
    return {
      duty: { ...cleared, state: 'fixed', answered_at: now, until: null },
      events: [{ kind: 'answered', state: 'fixed', by: 'the inventory', note, evidence }],
    };
  }
  const note = course === 'confirmed' ? 'An inventory shows it.' : LOOK_REMAINS;
  return { duty: cleared, events: [{ kind: 'confirmed', state: duty.state, by: US, note, evidence }] };
}

function evidenceOf({ present, asset }: Group, duty: DutyRecord): string {
  const listed = `lists ${duty.component} ${present?.version ?? 'without a version'} on ${asset}`;
  return `Inventory “${present?.inventory ?? ''}” of ${present?.as_of.slice(0, 10) ?? ''} ${listed}.`;
}

const standingOf = ({ state, exposure_state, forensic }: DutyRecord): Standing => ({
  state,
  exposure: exposure_state,
  forensic,
});

function whyOver(group: Group, duty: DutyRecord): Over {
  if (group.advisory_state !== 'published') return 'advisory-withdrawn';
  if (group.same_component && duty.exposure_state !== 'not_affected') return 'advisory-changed';
  return group.present ? 'mended' : 'component-gone';
}

const shown = (group: Group, exposure: NonNullable<Group['exposure']>, basis: Basis) => ({
  component_id: exposure.component_id,
  component: exposure.label,
  version: exposure.version,
  fixed_in: exposure.fixed_in,
  exposure_state: exposure.state,
  why: whyText(
    {
      component: exposure.label,
      version: exposure.version,
      fixedIn: exposure.fixed_in,
      asset: group.asset,
      exposureState: exposure.state,
      inventory: exposure.inventory,
      reason: exposure.reason,
    },
    isListed(basis) ? (basis.kev ?? undefined) : undefined,
  ),
});

const stored = (d: Decided) => ({
  due: d.due as Day | null,
  worst_due: d.worstDue as Day | null,
  rank: d.rank,
  priority: d.priority,
  decision: d.decision,
  forensic: d.forensic,
});

const differs = (a: DutyRecord, b: DutyRecord): boolean =>
  JSON.stringify(comparable(a)) !== JSON.stringify(comparable(b));
const comparable = ({ decision: _, priority: __, ...rest }: DutyRecord) =>
  Object.fromEntries(Object.entries(rest).sort(([a], [b]) => (a < b ? -1 : 1)));
