// Cases: the coordination around one vulnerability. One thread, one clock.
import { z } from 'zod';
import { done, instant, pageOf, pageQuery, partyRef, text, undoable, uuid } from './common.ts';
import { routes } from './route.ts';
import { hold, vulnerabilityRow } from './vulnerabilities.ts';

export const CASE_STATES = ['open', 'told', 'acknowledged', 'fix_ready', 'published', 'closed'] as const;
/** A vendor’s word per product. `not_answered` is a state of its own; `not_looked` is an answer. */
export const VENDOR_STATUSES = ['not_answered', 'not_looked', 'looking', 'affected', 'not_affected', 'fixed'] as const;
export const LANES = ['shared', 'coordinators'] as const;

export const vendorStatus = z.object({
  product: z.string(),
  status: z.enum(VENDOR_STATUSES),
  justification: z.string().nullable(),
  fixedVersion: z.string().nullable(),
  by: z.string().nullable(),
  at: instant.nullable(),
});
export const message = z.object({
  id: uuid,
  lane: z.enum(LANES),
  from: z.string(),
  party: z.string(),
  text: z.string(),
  at: instant,
});
export const clock = z.object({
  name: z.string(),
  /** Starts and ends are instants; `zone` is the zone they were set in. */
  start: instant.nullable(),
  due: instant.nullable(),
  zone: z.string().nullable(),
  state: z.enum(['running', 'met', 'overdue', 'not_started', 'unknown']),
  why: z.string(),
});
export const caseView = z.object({
  id: uuid,
  state: z.enum(CASE_STATES),
  vulnerability: vulnerabilityRow,
  conclusion: z.string(),
  clocks: z.array(clock),
  holds: z.array(hold),
  embargo: z.object({
    until: instant.nullable(),
    zone: z.string(),
    basis: z.string(),
    proposedBy: z.string().nullable(),
  }),
  vendorStatuses: z.array(vendorStatus),
  messages: z.array(message),
  /** The ten-line hand-off: what a maintainer needs on one page. */
  bundle: z.object({
    summary: z.string(),
    howToReproduce: z.string().nullable(),
    patch: z.string().nullable(),
    credits: z.array(z.string()),
    mergedReports: z.number().int(),
    whyOneBug: z.array(z.string()),
  }),
  advisoryId: uuid.nullable(),
  fix: z.object({ version: z.string(), commit: z.string().nullable(), at: instant }).nullable(),
});
export type CaseView = z.infer<typeof caseView>;

export const project = z.object({
  id: uuid,
  name: z.string(),
  packages: z.array(z.string()),
  maintainer: partyRef.nullable(),
  weeklyBudget: z.number().int(),
  pausedUntil: instant.nullable(),
  acceptsUnvalidated: z.boolean(),
  contact: z.string().nullable(),
  toldThisWeek: z.number().int(),
  waiting: z.number().int(),
  openCases: z.number().int(),
  weekEndsAt: instant,
});

const id = z.object({ id: uuid });
const note = text(2_000);
export const caseRoutes = routes({
  'cases.list': {
    method: 'GET',
    path: '/api/v1/cases',
    action: 'vulnerability.read',
    shows: 'own',
    summary: 'Cases that our party knows of.',
    query: z.object({ ...pageQuery, state: z.enum(CASE_STATES).optional(), project: uuid.optional() }),
    response: pageOf(
      z.object({
        id: uuid,
        state: z.enum(CASE_STATES),
        vulnerability: vulnerabilityRow,
        waitingFor: z.string(),
        toldAt: instant.nullable(),
      }),
    ),
  },
  'cases.read': {
    method: 'GET',
    path: '/api/v1/cases/:id',
    action: 'vulnerability.read',
    shows: 'own',
    params: id,
    summary: 'One case.',
    response: caseView,
  },
  'cases.tell': {
    method: 'POST',
    path: '/api/v1/vulnerabilities/:id/tell',
    action: 'case.coordinate',
    shows: 'own',
    params: id,
    summary: 'Tell the maintainer: now if the week’s budget allows, else in their line. The answer says which.',
    body: z.strictObject({ note: note.optional() }),
    response: z.object({
      told: z.boolean(),
      place: z.number().int().nullable(),
      of: z.number().int().nullable(),
      why: z.string(),
      caseId: uuid,
      decisionId: uuid,
      undoUntil: instant.nullable(),
    }),
  },
  'cases.hold': {
    method: 'POST',
    path: '/api/v1/vulnerabilities/:id/holds',
    action: 'case.coordinate',
    shows: 'own',
    params: id,
    status: 201,
    summary: 'Hold back the telling, with an owner (you), a reason and an expiry. Holds are counted in public.',
    body: z.strictObject({
      kind: z.enum(['not_validated', 'maintainer_capacity', 'no_contact', 'other']),
      reason: note,
      expiresAt: instant,
    }),
    response: undoable,
  },
  'cases.release': {
    method: 'DELETE',
    path: '/api/v1/holds/:id',
    action: 'case.coordinate',
    shows: 'own',
    params: id,
    summary: 'End a hold.',
    response: done,
  },
  'cases.embargo': {
    method: 'POST',
    path: '/api/v1/cases/:id/embargo',
    action: 'case.coordinate',
    shows: 'own',
    params: id,
    summary: 'Set the date and hour when it may be published, with its zone.',
    body: z.strictObject({ until: instant, zone: text(64), reason: note }),
    response: undoable,
  },
  'cases.acknowledge': {
    method: 'POST',
    path: '/api/v1/cases/:id/acknowledge',
    action: 'case.answer',
    shows: 'own',
    params: id,
    summary: 'The maintainer has it.',
    response: done,
  },
  'cases.vendorStatus': {
    method: 'POST',
    path: '/api/v1/cases/:id/vendor-status',
    action: 'case.answer',
    shows: 'own',
    params: id,
    summary: 'State the status of one product.',
    body: z.strictObject({
      product: text(300),
      status: z.enum(VENDOR_STATUSES).exclude(['not_answered']),
      justification: note.optional(),
      fixedVersion: text(100).optional(),
    }),
    response: done,
  },
  'cases.fix': {
    method: 'POST',
    path: '/api/v1/cases/:id/fix',
    action: 'case.answer',
    shows: 'own',
    params: id,
    summary: 'A fix is ready: in which version, at which commit.',
    body: z.strictObject({ version: text(100), commit: text(64).optional(), note: note.optional() }),
    response: done,
  },
  'cases.message': {
    method: 'POST',
    path: '/api/v1/cases/:id/messages',
    action: 'case.message',
    shows: 'own',
    params: id,
    status: 201,
    summary: 'Write in the thread.',
    body: z.strictObject({ lane: z.enum(LANES).default('shared'), text: text(10_000) }),
    response: message,
  },
  'projects.list': {
    method: 'GET',
    path: '/api/v1/projects',
    action: 'project.manage',
    shows: 'own',
    summary: 'Projects: all for a coordinator, one’s own for a maintainer.',
    response: z.object({ items: z.array(project) }),
  },
  'projects.create': {
    method: 'POST',
    path: '/api/v1/projects',
    action: 'vulnerability.decide',
    shows: 'own',
    status: 201,
    summary: 'Record a project, its packages and who maintains it.',
    body: z.strictObject({
      name: text(200),
      packages: z.array(text(512)).min(1).max(200),
      maintainerId: uuid.nullable(),
      contact: text(300).optional(),
    }),
    response: project,
  },
  'projects.update': {
    method: 'PUT',
    path: '/api/v1/projects/:id',
    action: 'project.manage',
    shows: 'own',
    params: id,
    summary: 'Capacity and wishes of a project.',
    body: z.strictObject({
      weeklyBudget: z.number().int().min(0).max(1_000).optional(),
      pausedUntil: instant.nullable().optional(),
      acceptsUnvalidated: z.boolean().optional(),
    }),
    response: project,
  },
  'projects.line': {
    method: 'GET',
    path: '/api/v1/projects/:id/line',
    action: 'project.manage',
    shows: 'own',
    params: id,
    query: z.object(pageQuery),
    summary:
      'What waits for this project, in order: full rows for coordinators, place and severity only for the maintainer.',
    response: pageOf(
      z.object({
        place: z.number().int(),
        severity: z.string(),
        since: instant,
        vulnerability: vulnerabilityRow.nullable(),
      }),
    ),
  },
});
