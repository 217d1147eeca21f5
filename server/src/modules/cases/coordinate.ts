// What a coordinator does in a case: tell, hold, set an embargo.
import { type Instant, instantOf } from '@leadtime/lib/kit';
import { zonedInstant } from '@leadtime/lib/triage';
import type { Actor } from '../../edge/handler.ts';
import { notFound, refuse } from '../../edge/refusal.ts';
import { newId } from '../../platform/clock.ts';
import { emit } from '../../platform/events.ts';
import { writeDecision } from '../findings/index.ts';
import { record } from '../ledger/index.ts';
import { hold, offer, type PaceDeps } from './pace.ts';
import * as store from './store.ts';

export interface Told {
  told: boolean;
  place: number | null;
  of: number | null;
  why: string;
  caseId: string;
  decisionId: string;
  undoUntil: null;
}

export function tell({ db, rules }: PaceDeps, actor: Actor, id: string, note: string | undefined): Promise<Told> {
  return db.as(actor.party.id, async (tx) => {
    const v = await tx.maybe(store.SUBJECT, [id]);
    if (!v) throw notFound();
    if (v.superseded_by !== null)
      throw refuse('state.conflict', 'It was merged into another vulnerability. Open that one.');
    if (v.told_at !== null) throw refuse('state.not-possible', 'The maintainer was told already.');
    if (v.state === 'rejected') throw refuse('state.not-possible', 'It was rejected. Take that back first.');
    const teller = { id: actor.person.id, share: store.SHARE_BY_PARTY };
    const offered = await offer(tx, rules, teller, id);
    if (!offered.told && v.state === 'found' && v.kev_at === null && offered.why === 'It is not validated yet.')
      throw refuse(
        'case.not-validated',
        'Nobody has validated it, and the project has not asked for unvalidated findings.',
      );
    const decisionId = newId(tx.now);
    await writeDecision(tx, actor, {
      decisionId,
      id,
      kind: 'case.told',
      reason: note ?? 'told by a coordinator',
      facts: { told: offered.told },
      before: {},
    });
    const after = await tx.one(store.OPEN_UNTOLD_CASE, [newId(tx.now), id, tx.now]);
    const line = v.project_id ? await tx.all(store.LINE, [v.project_id, 100_000, 0]) : [];
    const place = line.find((l) => l.vulnerability_id === id)?.place ?? null;
    return {
      told: offered.told,
      place,
      of: place === null ? null : line.length,
      caseId: after.id,
      decisionId,
      undoUntil: null,
      why: offered.told
        ? 'The maintainer was told.'
        : place !== null
          ? `The week’s budget is used: it is number ${place} of ${line.length} in line.`
          : offered.why,
    };
  });
}

export function holdBack(
  { db }: PaceDeps,
  actor: Actor,
  id: string,
  given: { kind: string; reason: string; expiresAt: string },
): Promise<{ done: true; decisionId: string; undoUntil: Instant }> {
  return db.as(actor.party.id, async (tx) => {
    const v = await tx.maybe(store.SUBJECT, [id]);
    if (!v) throw notFound();
    if (v.told_at !== null)
      throw refuse('state.not-possible', 'The maintainer was told already; there is nothing to hold back.');
    const expires = Date.parse(given.expiresAt);
    if (expires <= Date.parse(tx.now)) throw refuse('case.hold-needs-reason', 'The expiry must lie in the future.');
    if (expires > Date.parse(tx.now) + 90 * 86_400_000)
      throw refuse('case.hold-needs-reason', 'A hold lasts at most 90 days; set it anew with a new reason then.');
    const holdId = await hold(tx, {
      id,
      kind: given.kind,
      reason: given.reason,
      owner: actor.person,
      expiresAt: instantOf(expires),
    });
    await tx.run(store.LEAVE_LINE, [id]);
    const decisionId = newId(tx.now);
    await writeDecision(tx, actor, {
      decisionId,
      id,
      kind: 'case.held',
      reason: given.reason,
      facts: { hold: holdId, kind: given.kind },
      before: {},
    });
    return { done: true, decisionId, undoUntil: instantOf(Date.parse(tx.now) + 30_000) };
  });
}

export function release({ db, rules }: PaceDeps, actor: Actor, holdId: string): Promise<{ done: true }> {
  return db.as(actor.party.id, async (tx) => {
    const ended = await tx.maybe(store.END_HOLD, [holdId, tx.now]);
    if (!ended) throw notFound();
    await record(tx, {
      kind: 'case.hold-ended',
      wall: ended.vulnerability_id,
      actor: actor.person.id,
      refs: { hold: holdId, vulnerability: ended.vulnerability_id },
    });
    await offer(tx, rules, { id: actor.person.id, share: store.SHARE_BY_PARTY }, ended.vulnerability_id);
    return { done: true };
  });
}

export function setEmbargo(
  { db }: PaceDeps,
  actor: Actor,
  caseId: string,
  given: { until: string; zone: string; reason: string },
): Promise<{ done: true; decisionId: string; undoUntil: Instant }> {
  return db.as(actor.party.id, async (tx) => {
    const c = await tx.maybe(store.LOCK_CASE, [caseId]);
    if (!c) throw notFound();
    if (c.state === 'published' || c.state === 'closed')
      throw refuse('state.not-possible', 'It is published: an embargo can hold nothing back any more.');
    if (!zonedInstant('2026-01-01' as Parameters<typeof zonedInstant>[0], '12:00', given.zone).ok)
      throw refuse('request.invalid', 'The zone is not an IANA time zone such as Europe/Berlin.', {
        problems: [{ code: 'field.value', path: '/zone', detail: 'not an IANA time zone' }],
      }); // a day of the right form
    await tx.run(store.SET_EMBARGO, [caseId, given.until, given.zone, given.reason]);
    const decisionId = newId(tx.now);
    await writeDecision(tx, actor, {
      decisionId,
      id: c.vulnerability_id,
      kind: 'case.embargo',
      reason: given.reason,
      facts: { until: given.until, zone: given.zone },
      before: { until: c.embargo_until, zone: c.embargo_zone, basis: c.embargo_basis },
    });
    await emit(tx, { kind: 'case.embargo', wall: c.vulnerability_id, subject: caseId, facts: { by: actor.party.id } });
    return { done: true, decisionId, undoUntil: instantOf(Date.parse(tx.now) + 30_000) };
  });
}
