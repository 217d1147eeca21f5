// The maintainer or vendor is told as soon as a vulnerability is validated or exploited. Every other wait is a hold:
// one of four kinds, with an owner, a reason and an end. A wait without a hold is a fault that is counted in public.
import { failed, type Instant, instantOf, millisOf, ok, problemList, quote, type Result } from '../kit/index.ts';
import { type Clocks, clockOf, runsOut } from './clocks.ts';
import type { Reason } from './rule-file.ts';

export const HOLD_KINDS = ['not_validated', 'maintainer_capacity', 'no_contact', 'other'] as const;
export type HoldKind = (typeof HOLD_KINDS)[number];

export interface Hold {
  readonly kind: HoldKind;
  /** Who answers for it: a person or a party, by id. */
  readonly owner: string;
  readonly reason: string;
  readonly openedAt: Instant;
  readonly expiresAt: Instant;
  readonly endedAt?: Instant;
}

export interface HoldRequest {
  readonly kind: string;
  readonly owner: string;
  readonly reason: string;
  readonly expiresAt?: Instant;
}

/** Opens a hold. Refuses one without an owner or a reason, of another kind, without an end in the future, or longer than its clock. */
export function openHold(request: HoldRequest, now: Instant, clocks: Clocks): Result<Hold> {
  const problems = problemList();
  const kind = HOLD_KINDS.find((k) => k === request.kind);
  if (!kind) problems.add('field.value', '/kind', `${quote(request.kind)} is none of ${HOLD_KINDS.join(', ')}`);
  if (request.owner.trim() === '') problems.add('field.missing', '/owner', 'a hold needs somebody who answers for it');
  if (request.reason.trim() === '') problems.add('field.missing', '/reason', 'a hold needs a reason');
  if (request.reason.length > 2_000) problems.add('field.too-long', '/reason', 'a reason has at most 2,000 characters');
  const longest = kind === undefined ? undefined : longestHold(kind, now, clocks);
  const expiresAt = request.expiresAt ?? longest;
  if (expiresAt !== undefined && millisOf(expiresAt) <= millisOf(now)) {
    problems.add('field.value', '/expiresAt', 'the end must lie in the future');
  }
  if (request.expiresAt !== undefined && longest !== undefined && millisOf(request.expiresAt) > millisOf(longest)) {
    problems.add('field.value', '/expiresAt', `a hold of this kind ends by ${longest}; a person may open another then`);
  }
  if (problems.total > 0 || kind === undefined || expiresAt === undefined) {
    return failed(problems.kept, problems.total);
  }
  return ok({ kind, owner: request.owner, reason: request.reason, openedAt: now, expiresAt });
}

/** Expired holds hold nothing. */
export function isActive(hold: Hold, now: Instant): boolean {
  const ended = hold.endedAt !== undefined && millisOf(hold.endedAt) <= millisOf(now);
  return !ended && millisOf(hold.expiresAt) > millisOf(now);
}

export interface TellingInput {
  readonly toldAt?: Instant;
  readonly validatedAt?: Instant;
  readonly exploitedAt?: Instant;
  /** The project asked to be sent findings that nobody has validated. */
  readonly projectWantsUnvalidated: boolean;
  readonly holds: readonly Hold[];
}

export type Telling =
  | { readonly state: 'told'; readonly at: Instant }
  /** Tell now; `lateBy` is how long that was due already, in milliseconds: the public count of unexplained delay. */
  | { readonly state: 'tell-now'; readonly since: Instant; readonly lateBy: number; readonly reason: Reason }
  | { readonly state: 'held'; readonly holds: readonly Hold[]; readonly until: Instant }
  /** Not due (not validated, not exploited), and yet no hold says so: somebody must open one. */
  | { readonly state: 'hold-missing'; readonly reason: Reason };

/** Whether the maintainer or vendor is to be told now. */
export function tellingOf(input: TellingInput, now: Instant): Telling {
  if (input.toldAt !== undefined) return { state: 'told', at: input.toldAt };
  const due = dueSince(input, now);
  const active = input.holds.filter((hold) => isActive(hold, now) && !(due && hold.kind === 'not_validated'));
  if (active.length > 0) return { state: 'held', holds: active, until: latest(active.map((h) => h.expiresAt)) };
  if (due) return { state: 'tell-now', ...due, lateBy: lateness(input, due.since, now) };
  return {
    state: 'hold-missing',
    reason: { code: 'hold-missing', text: 'It waits for validation, but no hold says who answers for that.' },
  };
}

function dueSince(input: TellingInput, now: Instant): { since: Instant; reason: Reason } | undefined {
  const happened = (at: Instant | undefined): at is Instant => at !== undefined && millisOf(at) <= millisOf(now);
  const causes: { since: Instant; reason: Reason }[] = [];
  if (happened(input.exploitedAt)) {
    causes.push({ since: input.exploitedAt, reason: { code: 'exploited', text: 'It is used in attacks.' } });
  }
  if (happened(input.validatedAt)) {
    causes.push({ since: input.validatedAt, reason: { code: 'validated', text: 'It is validated.' } });
  }
  const first = causes.sort((a, b) => millisOf(a.since) - millisOf(b.since))[0];
  if (first) return first;
  if (!input.projectWantsUnvalidated) return undefined;
  return { since: now, reason: { code: 'asked-for', text: 'The project asked for findings that are not validated.' } };
}

/** The time since telling was due that no hold covers. */
function lateness(input: TellingInput, since: Instant, now: Instant): number {
  const spans = input.holds
    .filter((hold) => hold.kind !== 'not_validated')
    .map((hold) => ({
      from: Math.max(millisOf(hold.openedAt), millisOf(since)),
      to: Math.min(millisOf(hold.endedAt ?? hold.expiresAt), millisOf(hold.expiresAt), millisOf(now)),
    }))
    .sort((a, b) => a.from - b.from);
  let at = millisOf(since);
  let late = 0;
  for (const span of spans) {
    if (span.to <= at) continue;
    late += Math.max(0, span.from - at);
    at = span.to;
  }
  return late + Math.max(0, millisOf(now) - at);
}

function longestHold(kind: HoldKind, now: Instant, clocks: Clocks): Instant | undefined {
  const clock = clockOf(clocks, `hold-${kind.replaceAll('_', '-')}`);
  if (clock === undefined) throw new Error(`rules/clocks.json lacks hold-${kind}`); // a fault of ours, not of the caller
  return runsOut(clock, now);
}

const latest = (instants: readonly Instant[]): Instant => instantOf(Math.max(...instants.map(millisOf)));
