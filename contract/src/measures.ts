// Measures: counts without content, for overseers and the public, and the burn-down to a model’s release day.
import { z } from 'zod';
import { day, instant, text, uuid } from './common.ts';
import { routes } from './route.ts';

const stage = z.object({
  name: z.string(),
  count: z.number().int(),
  of: z.string(),
  lost: z.array(z.object({ why: z.string(), count: z.number().int() })),
  medianHours: z.number().nullable(),
});
export const funnel = z.object({ asOf: instant, since: instant, conclusion: z.string(), stages: z.array(stage) });
export const holdsSummary = z.object({
  asOf: instant,
  total: z.number().int(),
  items: z.array(
    z.object({
      kind: z.string(),
      owner: z.string(),
      count: z.number().int(),
      oldestSince: instant.nullable(),
      expiringSoon: z.number().int(),
    }),
  ),
});
export const model = z.object({
  id: uuid,
  name: z.string(),
  developer: z.string(),
  opensAt: instant,
  releaseAt: instant,
  partnersAt: instant.nullable(),
  state: z.enum(['open', 'withdrawn', 'released']),
  note: z.string(),
});
export const burndown = z.object({
  model,
  asOf: instant,
  headline: z.string(),
  denominator: z.string(),
  days: z.array(
    z.object({
      day,
      deployed: z.number(),
      fixed: z.number(),
      told: z.number(),
      validated: z.number(),
      found: z.number(),
    }),
  ),
  /** What nobody has found, as an interval; null: unknown, and why. */
  unfound: z.object({ low: z.number(), high: z.number(), method: z.string() }).nullable(),
  unfoundUnknownWhy: z.string().nullable(),
  closedShare: z.object({ low: z.number(), high: z.number() }).nullable(),
});
/** What is scanned, in which parts and by whom, declared before scanning: the denominator of the burn-down. */
const plannedRun = z.strictObject({ finder: uuid, done: z.boolean() });
const plannedPart = z.strictObject({
  project: uuid,
  weight: z.number().positive().max(1_000_000),
  runs: z.array(plannedRun).max(100),
});
export const scanPlan = z.strictObject({ parts: z.array(plannedPart).max(2_000) });
export const scanPlanView = z.object({
  plan: scanPlan.nullable(),
  /** Nobody declared it: a part per project known when the model was recorded, no runs. */
  byDefault: z.boolean(),
  declaredAt: instant.nullable(),
});
export const measureRoutes = routes({
  'measures.funnel': {
    method: 'GET',
    path: '/api/v1/measures/funnel',
    action: 'measure.read',
    shows: 'counts',
    summary: 'From received to deployed, losses named.',
    query: z.object({ days: z.coerce.number().int().min(1).max(3650).default(90) }),
    response: funnel,
  },
  'measures.holds': {
    method: 'GET',
    path: '/api/v1/measures/holds',
    action: 'measure.read',
    shows: 'counts',
    summary: 'What holds back telling, and who owns it.',
    response: holdsSummary,
  },
  'measures.burndown': {
    method: 'GET',
    path: '/api/v1/measures/burndown/:id',
    action: 'measure.read',
    shows: 'counts',
    params: z.object({ id: uuid }),
    summary: 'The lead on a model’s release day.',
    response: burndown,
  },
  'models.list': {
    method: 'GET',
    path: '/api/v1/models',
    action: 'measure.read',
    shows: 'counts',
    summary: 'Models whose lead is measured.',
    response: z.object({ items: z.array(model) }),
  },
  'models.submit': {
    method: 'POST',
    path: '/api/v1/models',
    action: 'model.submit',
    shows: 'own',
    status: 201,
    summary: 'Record a model and its planned dates. It is information; it decides nothing about the release.',
    body: z.strictObject({ name: text(200), opensAt: instant, releaseAt: instant, partnersAt: instant.optional() }),
    response: model,
  },
  'models.plan': {
    method: 'GET',
    path: '/api/v1/models/:id/plan',
    action: 'model.submit',
    shows: 'own',
    params: z.object({ id: uuid }),
    summary: 'The declared scan plan: what the lead is measured over.',
    response: scanPlanView,
  },
  'models.declarePlan': {
    method: 'PUT',
    path: '/api/v1/models/:id/plan',
    action: 'model.submit',
    shows: 'own',
    params: z.object({ id: uuid }),
    summary:
      'Declare what is scanned, in which parts, by whom. Once declared and opened, only runs can be marked as done.',
    body: scanPlan,
    response: scanPlanView,
  },
  'scoreboard.read': {
    method: 'GET',
    path: '/api/v1/public/scoreboard',
    action: 'public.read',
    shows: 'counts',
    summary: 'The public scoreboard.',
    response: z.object({ funnel, holds: holdsSummary }),
  },
  'ledger.checkpoint': {
    method: 'GET',
    path: '/ledger/checkpoint',
    action: 'public.read',
    shows: 'public',
    summary: 'The newest signed checkpoint (C2SP).',
  },
  'ledger.tile': {
    method: 'GET',
    path: '/ledger/tile/*',
    action: 'public.read',
    shows: 'public',
    summary: 'A tile or entry bundle (C2SP tlog-tiles).',
  },
  'ledger.export': {
    method: 'GET',
    path: '/api/v1/ledger/export',
    action: 'session.use',
    shows: 'own',
    summary: 'Everything needed to verify the ledger offline, and the entries that our party may open.',
  },
  'ledger.entry': {
    method: 'GET',
    path: '/api/v1/ledger/entries/:id',
    action: 'session.use',
    shows: 'own',
    params: z.object({ id: uuid }),
    summary: 'One entry: body, nonce, commitment, index and inclusion proof as far as reached.',
    response: z.object({
      id: uuid,
      body: z.unknown(),
      nonce: z.string(),
      commitment: z.string(),
      stage: z.enum(['written', 'sequenced', 'checkpointed']),
      index: z.number().int().nullable(),
      checkpoint: z.string().nullable(),
      proof: z.array(z.string()).nullable(),
    }),
  },
  'search.all': {
    method: 'GET',
    path: '/api/v1/search',
    action: 'session.use',
    shows: 'own',
    summary: 'Search in everything our party may see.',
    query: z.object({ q: text(200) }),
    response: z.object({
      items: z.array(
        z.object({ kind: z.string(), id: z.string(), title: z.string(), detail: z.string(), href: z.string() }),
      ),
      total: z.number().int(),
    }),
  },
  'system.health': {
    method: 'GET',
    path: '/api/v1/health',
    action: 'public.read',
    shows: 'none',
    summary: 'Is the process alive?',
    response: z.object({ ok: z.literal(true), version: z.string() }),
  },
  'system.ready': {
    method: 'GET',
    path: '/api/v1/ready',
    action: 'public.read',
    shows: 'none',
    summary: 'Can it serve: database, migrations, key.',
    response: z.object({
      ok: z.boolean(),
      checks: z.array(z.object({ name: z.string(), ok: z.boolean(), detail: z.string() })),
    }),
  },
  'system.openapi': {
    method: 'GET',
    path: '/api/v1/openapi.json',
    action: 'public.read',
    shows: 'none',
    summary: 'This API as OpenAPI 3.1.',
  },
});
