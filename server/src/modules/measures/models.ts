// Models and their planned dates: information, so that the lead can be measured. Nothing here, and nothing anywhere else,
// reads a model's row to decide whether or when it comes out (EO 14409 §3(c)).
import type { model as modelSchema, scanPlan, scanPlanView } from '@leadtime/contract';
import type { Problem } from '@leadtime/lib/kit';
import type { PlanPart } from '@leadtime/lib/measure';
import type { z } from 'zod';
import type { Actor } from '../../edge/handler.ts';
import { notFound, refuse } from '../../edge/refusal.ts';
import { newId } from '../../platform/clock.ts';
import type { Database, Tx } from '../../platform/db/database.ts';
import { enqueue } from '../../platform/jobs.ts';
import { record } from '../ledger/index.ts';
import * as store from './store.ts';

type Model = z.input<typeof modelSchema>;
type Plan = z.output<typeof scanPlan>;
type PlanView = z.input<typeof scanPlanView>;
const NOTE = 'Recorded by its developer. It is information and decides nothing about the release.';

export function submit(
  db: Database,
  actor: Actor,
  given: { name: string; opensAt: string; releaseAt: string; partnersAt?: string | undefined },
): Promise<Model> {
  refuseWrongDates(given);
  return db.as(actor.party.id, async (tx) => {
    const id = newId(tx.now);
    const partners = given.partnersAt ?? null;
    await tx.all(store.SHARE_MODEL, [id, actor.party.id]);
    const values = [id, actor.party.id, given.name, actor.party.name, given.opensAt, partners, given.releaseAt, NOTE];
    await tx.run(store.ADD_MODEL, [...values, tx.now]);
    await record(tx, {
      kind: 'model.recorded',
      wall: id,
      actor: actor.person.id,
      refs: { model: id, party: actor.party.id },
      facts: { opensAt: given.opensAt, releaseAt: given.releaseAt },
    });
    await measureSoon(tx);
    return modelOf(await tx.one(store.MODEL, [id]), tx.now);
  });
}

export const planOf = (db: Database, actor: Actor, id: string): Promise<PlanView> =>
  db.as(actor.party.id, async (tx) => planView((await tx.maybe(store.MODEL, [id])) ?? missing()));

/** Declares the plan, or marks declared runs as done. What was declared before the opening stands (DESIGN law 12). */
export function declarePlan(db: Database, actor: Actor, id: string, plan: Plan): Promise<PlanView> {
  refuseDoubled(plan);
  return db.as(actor.party.id, async (tx) => {
    const model = await tx.maybe(store.LOCK_MODEL, [id]);
    if (!model) throw notFound();
    const parts = plan.parts.map((p): PlanPart => ({ id: p.project, weight: p.weight, runs: p.runs }));
    const opened = model.opens_at <= tx.now;
    if (opened && !model.plan_by_default && !onlyMoreDone(model.plan?.parts ?? [], parts))
      throw refuse(
        'state.not-possible',
        'The window has opened: parts, weights and runs stay as declared. Runs can still be marked as done.',
      );
    await tx.run(store.DECLARE_PLAN, [id, JSON.stringify({ parts }), tx.now]);
    await record(tx, {
      kind: 'model.plan-declared',
      wall: id,
      actor: actor.person.id,
      refs: { model: id, party: actor.party.id },
      facts: { parts: parts.length, runs: parts.reduce((sum, p) => sum + p.runs.length, 0), afterOpening: opened },
    });
    await measureSoon(tx);
    return planView(await tx.one(store.MODEL, [id]));
  });
}

export const modelOf = (m: store.ModelRow, now: string): Model => ({
  id: m.id,
  name: m.name,
  developer: m.developer,
  opensAt: m.opens_at,
  releaseAt: m.release_at,
  partnersAt: m.partners_at,
  state: m.state === 'open' && m.release_at <= now ? 'released' : m.state,
  note: m.note,
});

const planView = (m: store.ModelRow): PlanView => ({
  plan:
    m.plan === null
      ? null
      : { parts: m.plan.parts.map((p) => ({ project: p.id, weight: p.weight, runs: [...p.runs] })) },
  byDefault: m.plan_by_default,
  declaredAt: m.plan_declared_at,
});

/** The same parts, weights and finders in the same order, and no run that was done is undone. */
function onlyMoreDone(before: readonly PlanPart[], after: readonly PlanPart[]): boolean {
  const same = (p: PlanPart, q: PlanPart | undefined): boolean =>
    q !== undefined &&
    p.id === q.id &&
    p.weight === q.weight &&
    p.runs.length === q.runs.length &&
    p.runs.every((r, i) => r.finder === q.runs[i]?.finder && (!r.done || q.runs[i]?.done === true));
  return before.length === after.length && before.every((p, i) => same(p, after[i]));
}

function refuseWrongDates(given: { opensAt: string; releaseAt: string; partnersAt?: string | undefined }): void {
  const [opens, release] = [Date.parse(given.opensAt), Date.parse(given.releaseAt)];
  const problems: Problem[] = [];
  if (release < opens)
    problems.push({ code: 'field.value', path: '/releaseAt', detail: 'The release lies before the opening.' });
  const partners = given.partnersAt === undefined ? undefined : Date.parse(given.partnersAt);
  if (partners !== undefined && (partners < opens || partners > release))
    problems.push({ code: 'field.value', path: '/partnersAt', detail: 'Partners come between opening and release.' });
  if (problems.length > 0) throw refuse('request.invalid', 'The dates do not follow each other.', { problems });
}

function refuseDoubled(plan: Plan): void {
  const projects = plan.parts.map((p) => p.project);
  const problems = projects.flatMap((p, i): Problem[] =>
    projects.indexOf(p) === i
      ? []
      : [{ code: 'field.value', path: `/parts/${i}/project`, detail: 'A project is one part only.' }],
  );
  if (problems.length > 0) throw refuse('request.invalid', 'A project stands twice in the plan.', { problems });
}

const measureSoon = (tx: Tx): Promise<void> => enqueue(tx, 'measures.take', { fresh: true }, { key: 'measures.take' });

function missing(): never {
  throw notFound();
}
