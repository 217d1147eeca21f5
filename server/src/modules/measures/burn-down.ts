// The burn-down of one model: what was found with it, day by day, and the share that is closed at operators over what can
// be found. The reckoning is lib/measure's; here are the facts it is fed with and the words around it.
//   part       the project of a vulnerability; the plan's parts are projects (weights as declared)
//   found by   the parties that reported it; a declared run names such a party as its finder
//   deployed   at an operator when none of its duties for it is open; known once an advisory is published
import type { burndown as burndownSchema } from '@leadtime/contract';
import { DAY_MS, dayOf, type Instant, instantOf } from '@leadtime/lib/kit';
import { type Burndown, type BurndownDay, burndown, type TrackedVulnerability } from '@leadtime/lib/measure';
import type { z } from 'zod';
import type { Tx } from '../../platform/db/database.ts';
import { modelOf } from './models.ts';
import { type ModelRow, TRACKED, type TrackedRow } from './store.ts';

export type BurnDownFigures = Omit<z.input<typeof burndownSchema>, 'model'>;

const MAX_DAYS = 999; // lib/measure draws no more

export async function takeBurnDown(tx: Tx, model: ModelRow): Promise<BurnDownFigures> {
  const last = Date.parse(model.opens_at) + MAX_DAYS * DAY_MS;
  const asOf = instantOf(Math.min(Date.parse(tx.now), last));
  const tracked = (await tx.all(TRACKED, [model.name, tx.now])).map(trackedOf);
  const result = burndown({
    vulnerabilities: tracked,
    plan: { id: model.id, parts: model.plan?.parts ?? [] },
    openedAt: model.opens_at as Instant, // the database gives instants
    releaseAt: model.release_at as Instant, // as above
    asOf,
  });
  if (!result.ok) throw new Error(`model ${model.id}: ${result.problems.map((p) => p.detail).join(' ')}`); // dates are checked when it is recorded
  return figuresOf(result.value, model, asOf);
}

/** The stored figures with the model as it is now. */
export const withModel = (model: ModelRow, figures: BurnDownFigures, now: string): z.input<typeof burndownSchema> => ({
  model: modelOf(model, now),
  ...figures,
});

function trackedOf(r: TrackedRow): TrackedVulnerability {
  const at = <K extends string>(key: K, value: string | null) =>
    value === null ? {} : ({ [key]: value as Instant } as { [P in K]: Instant }); // the database gives instants
  return {
    id: r.id,
    ...(r.project_id === null ? {} : { part: r.project_id }),
    foundBy: r.found_by,
    foundAt: r.found_at as Instant, // as above
    ...at('validatedAt', r.validated_at),
    ...at('toldAt', r.told_at),
    ...at('fixedAt', r.fixed_at),
    exposedOperators: r.published ? r.operators : 'unknown',
    deployedAt: r.closed_at.map((t) => instantOf(Date.parse(t))),
  };
}

function figuresOf(b: Burndown, model: ModelRow, asOf: string): BurnDownFigures {
  const last = b.days.at(-1);
  const known = last !== undefined && last.undetected !== 'unknown' ? last.undetected : undefined;
  const method = b.share.parts.find((p) => p.population.known)?.population;
  return {
    asOf,
    headline: b.headline.sentence,
    denominator: denominatorOf(b, model),
    days: b.days.map(reachedOn),
    unfound: known ? { ...known, method: method?.known ? method.population.method : 'capture and recapture' } : null,
    unfoundUnknownWhy: known ? null : whyUnknown(b),
    closedShare: b.headline.state === 'unknown' ? null : { low: b.share.low, high: b.share.high },
  };
}

/** lib/measure stacks: each is counted in its furthest stage. Here each stage counts all that got at least so far. */
function reachedOn(d: BurndownDay): BurnDownFigures['days'][number] {
  const fixed = d.deployed + d.fixed;
  const told = fixed + d.told;
  const validated = told + d.validated;
  const round = (n: number): number => Math.round(n * 1_000) / 1_000;
  return {
    day: d.day,
    deployed: round(d.deployed),
    fixed: round(fixed),
    told: round(told),
    validated: round(validated),
    found: round(validated + d.found),
  };
}

function denominatorOf(b: Burndown, model: ModelRow): string {
  const parts = b.share.parts.length;
  const plan =
    parts === 0
      ? 'No scan plan was declared and no project is known, so there is nothing to count over.'
      : model.plan_by_default
        ? `What this model can find in ${count(parts, 'project')} known when it was recorded, each of the same weight. Nobody has declared who scans them.`
        : `What this model can find in the ${count(parts, 'project')} of the plan declared on ${dayOf(model.plan_declared_at ?? model.opens_at)}${late(model)}, by the declared weights.`;
  const outside =
    b.share.outsidePlan > 0
      ? ` ${count(b.share.outsidePlan, 'vulnerability', 'vulnerabilities')} outside the plan or found by no declared run are not counted.`
      : '';
  const unknown =
    b.uncounted.operatorsUnknown > 0
      ? ` For ${number(b.uncounted.operatorsUnknown)} it is not known who runs them yet: they count as open.`
      : '';
  return plan + outside + unknown;
}

const late = (m: ModelRow): string =>
  m.plan_declared_at !== null && m.plan_declared_at > m.opens_at ? ', after the opening' : '';

/** The most common reason why parts of the plan have no estimate; which parts they are is not said here. */
function whyUnknown(b: Burndown): string {
  const reasons = b.share.parts.flatMap((p) => (p.population.known ? [] : [p.population.reason]));
  if (b.share.parts.length === 0) return 'No scan plan was declared.';
  const common = [...Map.groupBy(reasons, (r) => r)].sort((a, c) => c[1].length - a[1].length)[0];
  return `${number(reasons.length)} of ${count(b.share.parts.length, 'part')} of the plan cannot be estimated. ${common?.[0] ?? ''}`.trim();
}

const number = (n: number): string => n.toLocaleString('en-US');
const count = (n: number, word: string, words = `${word}s`): string => `${number(n)} ${n === 1 ? word : words}`;
