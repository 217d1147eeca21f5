// What a maintainer answers, and what everybody in a case may write.
import type { message } from '@leadtime/contract';
import type { z } from 'zod';
import type { Actor } from '../../edge/handler.ts';
import { notFound, refuse } from '../../edge/refusal.ts';
import { newId } from '../../platform/clock.ts';
import type { Database, Tx } from '../../platform/db/database.ts';
import { emit } from '../../platform/events.ts';
import { record } from '../ledger/index.ts';
import * as store from './store.ts';

interface Deps {
  readonly db: Database;
}
const done = { done: true as const };

export function acknowledge(deps: Deps, actor: Actor, caseId: string): Promise<{ done: true }> {
  return inCase(deps, actor, caseId, async (tx, c) => {
    if ((await tx.run(store.ACKNOWLEDGE, [caseId, tx.now])) === 0)
      throw refuse('state.not-possible', `The case is ${c.state.replace('_', ' ')}; there is nothing to acknowledge.`);
    await recordCase(tx, actor, c, 'case.acknowledged');
    return done;
  });
}

export function stateVendorStatus(
  deps: Deps,
  actor: Actor,
  caseId: string,
  given: { product: string; status: string; justification?: string | undefined; fixedVersion?: string | undefined },
): Promise<{ done: true }> {
  return inCase(deps, actor, caseId, async (tx, c) => {
    if (given.status === 'not_affected' && !given.justification)
      throw refuse('request.invalid', 'Not affected needs a justification.', {
        problems: [{ code: 'field.missing', path: '/justification', detail: 'why the product is not affected' }],
      });
    await tx.run(store.SET_VENDOR_STATUS, [
      c.vulnerability_id,
      given.product,
      given.status,
      given.justification ?? null,
      given.fixedVersion ?? null,
      actor.person.name,
      tx.now,
    ]);
    await recordCase(tx, actor, c, 'case.vendor-status', { product: given.product, status: given.status });
    return done;
  });
}

export function fixReady(
  deps: Deps,
  actor: Actor,
  caseId: string,
  given: { version: string; commit?: string | undefined; note?: string | undefined },
): Promise<{ done: true }> {
  return inCase(deps, actor, caseId, async (tx, c) => {
    if ((await tx.run(store.SET_FIX, [caseId, given.version, given.commit ?? null, tx.now])) === 0)
      throw refuse('state.not-possible', `The case is ${c.state.replace('_', ' ')}.`);
    await tx.run(store.SET_FIXED, [c.vulnerability_id, tx.now]);
    if (given.note) await addMessage(tx, actor, c.vulnerability_id, { lane: 'shared', text: given.note });
    await recordCase(tx, actor, c, 'case.fix', { version: given.version });
    await emit(tx, { kind: 'case.fix', wall: c.vulnerability_id, subject: caseId, facts: { by: actor.party.id } });
    return done;
  });
}

export function write(
  deps: Deps,
  actor: Actor,
  caseId: string,
  given: { lane: 'shared' | 'coordinators'; text: string },
): Promise<z.input<typeof message>> {
  return inCase(deps, actor, caseId, async (tx, c) => {
    if (given.lane === 'coordinators' && actor.role !== 'coordinator')
      throw refuse('access.not-allowed', 'This lane is for coordinators.');
    const id = await addMessage(tx, actor, c.vulnerability_id, given);
    await recordCase(tx, actor, c, 'case.message', { lane: given.lane });
    if (given.lane === 'shared')
      await emit(tx, {
        kind: 'case.message',
        wall: c.vulnerability_id,
        subject: caseId,
        facts: { by: actor.party.id },
      });
    return { id, lane: given.lane, from: actor.person.name, party: actor.party.name, text: given.text, at: tx.now };
  });
}

type Case = NonNullable<typeof store.LOCK_CASE.row>;

function inCase<T>({ db }: Deps, actor: Actor, caseId: string, work: (tx: Tx, c: Case) => Promise<T>): Promise<T> {
  return db.as(actor.party.id, async (tx) => {
    // Locking needs the right to change; who may only read and write messages (a finder) takes no lock.
    const c = await tx.maybe(actor.role === 'finder' ? store.READ_CASE : store.LOCK_CASE, [caseId]);
    if (!c) throw notFound();
    return work(tx, c);
  });
}

async function addMessage(
  tx: Tx,
  actor: Actor,
  vulnerabilityId: string,
  { lane, text }: { lane: string; text: string },
): Promise<string> {
  const id = newId(tx.now);
  await tx.run(store.ADD_MESSAGE, [
    id,
    vulnerabilityId,
    lane,
    actor.person.id,
    actor.person.name,
    actor.party.id,
    text,
    tx.now,
  ]);
  return id;
}

async function recordCase(
  tx: Tx,
  actor: Actor,
  c: Case,
  kind: string,
  facts: Record<string, string> = {},
): Promise<void> {
  await record(tx, {
    kind,
    wall: c.vulnerability_id,
    actor: actor.person.id,
    refs: { case: c.id, vulnerability: c.vulnerability_id, party: actor.party.id },
    facts,
  });
}
