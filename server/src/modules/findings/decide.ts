// What a coordinator decides about a vulnerability. Each decision keeps its reason and what was before, stands in the
// ledger, and can be taken back.
import { type Instant, instantOf } from '@leadtime/lib/kit';
import { score } from '@leadtime/lib/triage';
import type { Actor } from '../../edge/handler.ts';
import { notFound, refuse } from '../../edge/refusal.ts';
import { newId } from '../../platform/clock.ts';
import type { Database, Tx } from '../../platform/db/database.ts';
import { enqueue } from '../../platform/jobs.ts';
import { record } from '../ledger/index.ts';
import { assess } from './assess.ts';
import * as store from './decide-store.ts';
import type { Rules } from './rules.ts';
import { KEV_OF } from './store.ts';

export interface DecideDeps {
  readonly db: Database;
  readonly rules: Rules;
}
export interface Undoable {
  done: true;
  decisionId: string;
  undoUntil: Instant;
}
const UNDO_SECONDS = 30;
/** Telling cannot be taken back, so it waits until undoing has had its time. */
const TELL_AFTER_SECONDS = 35;

interface Rating {
  readonly true?: string | undefined;
  readonly reachable?: string | undefined;
  readonly severity?: string | undefined;
  readonly vector?: string | undefined;
}

export function validate(
  deps: DecideDeps,
  actor: Actor,
  id: string,
  given: Rating & { outcome: 'reproduced' | 'not_reproduced' | 'rejected'; reason: string },
): Promise<Undoable> {
  return deciding(
    deps,
    actor,
    { id, kind: `vulnerability.${given.outcome.replace('_', '-')}`, reason: given.reason },
    async (tx, before, decisionId) => {
      const change = {
        reproduced: [store.SET_VALIDATED, [id, tx.now]],
        not_reproduced: [store.SET_NOT_REPRODUCED, [id, tx.now]],
        rejected: [store.SET_REJECTED, [id, tx.now, given.reason]],
      } as const;
      const [statement, values] = change[given.outcome];
      if ((await tx.run(statement, values)) === 0)
        throw refuse('state.not-possible', `It is ${before.state}; this decision does not apply any more.`);
      const truth = { reproduced: 'true', not_reproduced: undefined, rejected: 'false' }[given.outcome];
      await addOpinion(tx, actor, {
        id,
        rater: 'validator',
        rating: { ...given, ...(truth ? { true: truth } : {}) },
        decisionId,
      });
      await reassess(tx, deps.rules, id);
      if (given.outcome === 'reproduced')
        await enqueue(
          tx,
          'cases.pace',
          { vulnerability: id },
          { at: instantOf(Date.now() + TELL_AFTER_SECONDS * 1_000) },
        );
      return { outcome: given.outcome };
    },
  );
}

export function rate(
  deps: DecideDeps,
  actor: Actor,
  id: string,
  given: Rating & { reason: string },
): Promise<Undoable> {
  const rater = actor.role === 'maintainer' ? 'vendor' : 'validator';
  return deciding(
    deps,
    actor,
    { id, kind: 'vulnerability.rated', reason: given.reason },
    async (tx, _before, decisionId) => {
      await addOpinion(tx, actor, { id, rater, rating: given, decisionId });
      await reassess(tx, deps.rules, id);
      return { rater };
    },
  );
}

export function setSsvc(
  deps: DecideDeps,
  actor: Actor,
  id: string,
  given: { automatable: string; technicalImpact: string; reason: string },
): Promise<Undoable> {
  return deciding(deps, actor, { id, kind: 'vulnerability.ssvc', reason: given.reason }, async (tx) => {
    await tx.run(store.SET_SSVC, [id, given.automatable, given.technicalImpact, tx.now]);
    await reassess(tx, deps.rules, id);
    return { automatable: given.automatable, technicalImpact: given.technicalImpact };
  });
}

export async function assign(deps: DecideDeps, actor: Actor, id: string, person: string | null): Promise<Undoable> {
  if (person !== null && person !== 'me' && person !== actor.person.id)
    throw refuse(
      'state.not-possible',
      'You can take it yourself or give it back; a colleague takes it in their own session.',
    );
  const mine = person !== null;
  return deciding(
    deps,
    actor,
    { id, kind: 'vulnerability.assigned', reason: mine ? 'taken' : 'given back' },
    async (tx) => {
      await tx.run(store.SET_ASSIGNED, [id, mine ? actor.person.id : null, mine ? actor.person.name : null, tx.now]);
      return { to: mine ? actor.person.id : '' };
    },
  );
}

/** Locks the vulnerability, runs the change, writes the decision with what was before, and the ledger entry. */
export async function deciding(
  deps: DecideDeps,
  actor: Actor,
  { id, kind, reason }: { id: string; kind: string; reason: string },
  change: (tx: Tx, before: NonNullable<typeof store.LOCK.row>, decisionId: string) => Promise<Record<string, unknown>>,
): Promise<Undoable> {
  return deps.db.as(actor.party.id, async (tx) => {
    const before = await tx.maybe(store.LOCK, [id]);
    if (!before) throw notFound();
    if (before.superseded_by !== null)
      throw refuse('state.conflict', 'It was merged into another vulnerability. Open that one.');
    const decisionId = newId(tx.now);
    const facts = await change(tx, before, decisionId);
    await writeDecision(tx, actor, { decisionId, id, kind, reason, facts, before });
    return { done: true, decisionId, undoUntil: instantOf(Date.parse(tx.now) + UNDO_SECONDS * 1_000) };
  });
}

export async function writeDecision(
  tx: Tx,
  actor: Actor,
  d: { decisionId: string; id: string; kind: string; reason: string; facts: Record<string, unknown>; before: unknown },
): Promise<void> {
  const entry = await record(tx, {
    kind: d.kind,
    wall: d.id,
    actor: actor.person.id,
    refs: { vulnerability: d.id, decision: d.decisionId },
    facts: { reason: d.reason },
  });
  const facts = { ...d.facts, by: actor.person.name };
  await tx.run(store.ADD_DECISION, [
    d.decisionId,
    d.id,
    d.kind,
    actor.person.id,
    actor.party.id,
    d.reason,
    JSON.stringify(facts),
    JSON.stringify(d.before),
    tx.now,
    entry.entryId,
  ]);
}

/** The newest word of one rater, with what is new laid over what they said before. */
async function addOpinion(
  tx: Tx,
  actor: Actor,
  { id, rater, rating, decisionId }: { id: string; rater: string; rating: Rating; decisionId: string },
): Promise<void> {
  const scored = rating.vector ? score(rating.vector) : undefined;
  if (scored && !scored.ok)
    throw refuse('request.invalid', 'The CVSS vector is not valid.', {
      problems: scored.problems.map((p) => ({ ...p, path: '/vector' })),
      total: scored.total,
    });
  const last = await tx.maybe(store.LAST_OPINION, [id, rater]);
  const level = scored?.ok ? scored.value.severity : rating.severity;
  await tx.run(store.ADD_OPINION, [
    newId(tx.now),
    id,
    rater,
    rating.true ?? last?.is_true ?? (rater === 'finder' ? 'true' : null), // who reported it said so
    rating.reachable ?? last?.reachable ?? null,
    level ?? last?.severity ?? null,
    rating.vector ?? (level ? null : (last?.vector ?? null)),
    scored?.ok ? scored.value.base : level ? null : (last?.score ?? null),
    actor.person.id,
    actor.party.id,
    tx.now,
    decisionId,
  ]);
}

/** Severity and priority anew, from all that is known now. */
export async function reassess(tx: Tx, rules: Rules, id: string): Promise<void> {
  const facts = await tx.one(store.FACTS, [id]);
  const cves = facts.aliases.filter((a) => a.startsWith('CVE-'));
  const kev = cves.length > 0 ? (await tx.all(KEV_OF, [cves])).map((k) => k.added_at).sort()[0] : undefined;
  const [validator, vendor] = [
    await tx.maybe(store.LAST_OPINION, [id, 'validator']),
    await tx.maybe(store.LAST_OPINION, [id, 'vendor']),
  ];
  const rated = (o: typeof validator) =>
    o?.severity ? { level: o.severity, vector: o.vector ?? undefined } : undefined;
  const row = assess(
    id,
    {
      kevAt: kev,
      automatable: facts.automatable,
      technicalImpact: facts.technical_impact,
      finder: { level: facts.level, vector: facts.vector ?? undefined },
      validator: rated(validator),
      vendor: rated(vendor),
      exposedOperators: facts.exposed_operators ?? undefined,
      exposure: 'unknown',
      detectedAt: facts.first_seen_at,
      receivedAt: facts.first_seen_at,
    },
    rules,
  );
  await tx.run(store.SET_PRIORITY, [
    id,
    row.severity,
    row.severityRank,
    JSON.stringify(row.priority),
    row.rank,
    row.kevAt ?? null,
  ]);
}
