// Vulnerabilities: findings shown to be the same, with everything that was decided about them and why.
import { z } from 'zod';
import { day, instant, pageOf, pageQuery, partyRef, personRef, reason, text, undoable, uuid } from './common.ts';
import { routes } from './route.ts';

/** Where a vulnerability is in the stream. Never about a model. */
export const VULNERABILITY_STATES = ['found', 'validated', 'rejected', 'told', 'fixed', 'published'] as const;
export const vulnerabilityState = z.enum(VULNERABILITY_STATES);
export const PROOF_STATES = ['none', 'attached', 'reproduced', 'not_reproduced'] as const;
export const TRUTH = ['true', 'false', 'unknown'] as const;
export const RATERS = ['finder', 'validator', 'vendor'] as const;
export const SEVERITY = ['critical', 'high', 'medium', 'low', 'none', 'unknown'] as const;

/** What each of the three says, kept apart. null: has not said. */
export const opinion = z.object({
  true: z.enum(TRUTH).nullable(),
  reachable: z.enum(TRUTH).nullable(),
  severity: z.enum(SEVERITY).nullable(),
  vector: z.string().nullable(),
  score: z.number().nullable(),
  by: z.string().nullable(),
  at: instant.nullable(),
});
export const opinions = z.object({ finder: opinion, validator: opinion, vendor: opinion });

export const priority = z.object({
  /** Smaller comes first. */
  rank: z.number(),
  bod: z.object({
    row: z.number().int().nullable(),
    outcome: z.string().nullable(),
    outcomeText: z.string(),
    start: instant.nullable(),
    due: day.nullable(),
    unknowns: z.array(z.string()),
    rule: z.object({ id: z.string(), version: z.string(), citation: z.string() }),
    inputs: z.record(z.string(), z.string()),
  }),
  reasons: z.array(reason),
});

export const hold = z.object({
  id: uuid,
  kind: z.enum(['not_validated', 'maintainer_capacity', 'no_contact', 'other']),
  reason: z.string(),
  owner: z.string(),
  since: instant,
  expiresAt: instant,
});

export const vulnerabilityRow = z.object({
  id: uuid,
  title: z.string(),
  target: z.string(),
  version: z.string().nullable(),
  location: z.string().nullable(),
  weaknesses: z.array(z.string()),
  aliases: z.array(z.string()),
  state: vulnerabilityState,
  project: z.object({ id: uuid, name: z.string() }).nullable(),
  reports: z.number().int(),
  findings: z.number().int(),
  finders: z.number().int(),
  proof: z.enum(PROOF_STATES),
  kev: z.boolean(),
  severity: z.enum(SEVERITY),
  priority,
  /** Operators with an affected component; null: no advisory to match yet. */
  exposedOperators: z.number().int().nullable(),
  maintainerQueue: z.object({ place: z.number().int(), of: z.number().int(), perWeek: z.number().int() }).nullable(),
  holds: z.array(hold),
  embargoUntil: instant.nullable(),
  embargoZone: z.string().nullable(),
  candidates: z.number().int(),
  assignedTo: personRef.nullable(),
  firstSeenAt: instant,
  caseId: uuid.nullable(),
});
export type VulnerabilityRow = z.infer<typeof vulnerabilityRow>;

export const frame = z.object({ symbol: z.string(), path: z.string().optional(), line: z.number().optional() });
export const findingView = z.object({
  id: uuid,
  reportId: uuid,
  ordinal: z.number().int(),
  title: z.string(),
  description: z.string(),
  ruleId: z.string().nullable(),
  /** null where the asking party may not know who found it. */
  finder: partyRef.nullable(),
  credits: z.array(z.string()),
  discovery: z.object({
    by: z.string(),
    tool: z.string().nullable(),
    model: z.string().nullable(),
    harness: z.string().nullable(),
    runId: z.string().nullable(),
    promptRetention: z.string(),
  }),
  receivedAt: instant,
  target: z.string(),
  version: z.string().nullable(),
  commit: z.string().nullable(),
  locations: z.array(
    z.object({
      path: z.string(),
      startLine: z.number().nullable(),
      endLine: z.number().nullable(),
      symbol: z.string().nullable(),
      snippet: z.string().nullable(),
    }),
  ),
  crash: z
    .object({ detector: z.string(), kind: z.string(), access: z.string().nullable(), frames: z.array(frame) })
    .nullable(),
  weaknesses: z.array(z.string()),
  aliases: z.array(z.string()),
  severity: z.enum(SEVERITY),
  vectors: z.array(z.string()),
  attachments: z.array(
    z.object({ role: z.string(), name: z.string(), mediaType: z.string(), digest: z.string(), size: z.number().int() }),
  ),
});

/** Why two findings are one: an edge of the evidence lattice. */
export const edge = z.object({
  id: uuid,
  level: z.enum(['E0', 'E1', 'E2', 'E3', 'person']),
  kind: z.string(),
  a: uuid,
  b: uuid,
  text: z.string(),
  evidence: z.record(z.string(), z.unknown()),
  by: z.string(),
  at: instant,
  undoneAt: instant.nullable(),
});
export const candidate = z.object({
  id: uuid,
  other: z.object({
    id: uuid,
    title: z.string(),
    target: z.string(),
    state: vulnerabilityState,
    reports: z.number().int(),
  }),
  score: z.number(),
  reasons: z.array(reason),
  /** The cheapest test that would settle it. */
  settle: z.string(),
});
/** One hop of the stream, with its number in the 8-hop tour (1 to 8) where it is one. */
export const timelineEvent = z.object({
  at: instant,
  hop: z.number().int().min(1).max(8).nullable(),
  kind: z.string(),
  text: z.string(),
  reasons: z.array(reason),
  by: z.string().nullable(),
  entryId: uuid.nullable(),
  decisionId: uuid.nullable(),
  undoable: z.boolean(),
});

export const vulnerabilityDetail = z.object({
  row: vulnerabilityRow,
  /** One sentence: where it stands and what is next. */
  conclusion: z.string(),
  next: z.array(z.object({ action: z.string(), label: z.string(), why: z.string() })),
  tier: z.enum(['coordinator', 'finder', 'maintainer', 'auditor']),
  opinions,
  findings: z.array(findingView),
  findingsTotal: z.number().int(),
  edges: z.array(edge),
  candidates: z.array(candidate),
  /** Some of its findings are not compared yet with what others sent: candidates may follow. */
  comparing: z.boolean(),
  timeline: z.array(timelineEvent),
  knows: z.array(z.object({ party: partyRef, tier: z.string(), since: instant, until: instant.nullable() })),
  exposure: z.array(
    z.object({ sector: z.string(), operators: z.number().int(), open: z.number().int(), closed: z.number().int() }),
  ),
  supersededBy: uuid.nullable(),
});
export type VulnerabilityDetail = z.infer<typeof vulnerabilityDetail>;

const id = z.object({ id: uuid });
const note = text(2_000);
export const QUEUE_SORTS = ['priority', 'newest', 'oldest', 'reports', 'title'] as const;
export const queueQuery = z.object({
  ...pageQuery,
  state: vulnerabilityState.optional(),
  open: z.enum(['true', 'false']).optional(),
  kev: z.enum(['true', 'false']).optional(),
  proof: z.enum(PROOF_STATES).optional(),
  severity: z.enum(SEVERITY).optional(),
  project: uuid.optional(),
  held: z.enum(['not_validated', 'maintainer_capacity', 'no_contact', 'other', 'any']).optional(),
  mine: z.enum(['true']).optional(),
  candidates: z.enum(['true']).optional(),
  several: z.enum(['true']).optional(),
  q: text(200).optional(),
  sort: z.enum(QUEUE_SORTS).default('priority'),
});

export const vulnerabilityRoutes = routes({
  'vulnerabilities.list': {
    method: 'GET',
    path: '/api/v1/vulnerabilities',
    action: 'vulnerability.read',
    shows: 'own',
    summary: 'One row per vulnerability, not per report.',
    query: queueQuery,
    response: pageOf(vulnerabilityRow),
  },
  'vulnerabilities.flow': {
    method: 'GET',
    path: '/api/v1/vulnerabilities/flow',
    action: 'vulnerability.decide',
    shows: 'own',
    summary: 'Today’s flow: in, merged, rejected, told.',
    response: z.object({
      since: instant,
      in: z.number().int(),
      merged: z.number().int(),
      rejected: z.number().int(),
      validated: z.number().int(),
      told: z.number().int(),
      waiting: z.number().int(),
    }),
  },
  'vulnerabilities.read': {
    method: 'GET',
    path: '/api/v1/vulnerabilities/:id',
    action: 'vulnerability.read',
    shows: 'own',
    params: id,
    summary: 'Everything our party may know of one vulnerability.',
    response: vulnerabilityDetail,
  },
  'vulnerabilities.findings': {
    method: 'GET',
    path: '/api/v1/vulnerabilities/:id/findings',
    action: 'vulnerability.read',
    shows: 'own',
    params: id,
    query: z.object(pageQuery),
    summary: 'All its findings, paged.',
    response: pageOf(findingView),
  },
  'vulnerabilities.validate': {
    method: 'POST',
    path: '/api/v1/vulnerabilities/:id/validate',
    action: 'vulnerability.decide',
    shows: 'own',
    params: id,
    summary: 'Record the outcome of a reproduction attempt by a person, with what was done.',
    body: z.strictObject({
      outcome: z.enum(['reproduced', 'not_reproduced', 'rejected']),
      reason: note,
      reachable: z.enum(TRUTH).optional(),
      severity: z.enum(SEVERITY).optional(),
      vector: text(300).optional(),
    }),
    response: undoable,
  },
  'vulnerabilities.rate': {
    method: 'POST',
    path: '/api/v1/vulnerabilities/:id/rate',
    action: 'case.answer',
    shows: 'own',
    params: id,
    summary: 'Say how severe, whether true and reachable: as validator (coordinator) or as vendor (maintainer).',
    body: z.strictObject({
      true: z.enum(TRUTH).optional(),
      reachable: z.enum(TRUTH).optional(),
      severity: z.enum(SEVERITY).optional(),
      vector: text(300).optional(),
      reason: note,
    }),
    response: undoable,
  },
  'vulnerabilities.ssvc': {
    method: 'POST',
    path: '/api/v1/vulnerabilities/:id/ssvc',
    action: 'vulnerability.decide',
    shows: 'own',
    params: id,
    summary: 'State the SSVC decision points that priority needs.',
    body: z.strictObject({
      automatable: z.enum(['yes', 'no', 'unknown']),
      technicalImpact: z.enum(['partial', 'total', 'unknown']),
      reason: note,
    }),
    response: undoable,
  },
  'vulnerabilities.merge': {
    method: 'POST',
    path: '/api/v1/vulnerabilities/:id/merge',
    action: 'vulnerability.decide',
    shows: 'own',
    params: id,
    summary: 'Join another one to it: a person says that they are one bug, and why.',
    body: z.strictObject({ with: uuid, reason: note }),
    response: undoable,
  },
  'vulnerabilities.split': {
    method: 'POST',
    path: '/api/v1/vulnerabilities/:id/split',
    action: 'vulnerability.decide',
    shows: 'own',
    params: id,
    summary: 'Take findings out into a vulnerability of their own.',
    body: z.strictObject({ findings: z.array(uuid).min(1).max(1_000), reason: note }),
    response: undoable.extend({ newId: uuid }),
  },
  'candidates.decide': {
    method: 'POST',
    path: '/api/v1/candidates/:id',
    action: 'vulnerability.decide',
    shows: 'own',
    params: id,
    summary: 'Settle a proposed link.',
    body: z.strictObject({ decision: z.enum(['same', 'distinct']), reason: note }),
    response: undoable,
  },
  'decisions.undo': {
    method: 'POST',
    path: '/api/v1/decisions/:id/undo',
    action: 'vulnerability.decide',
    shows: 'own',
    params: id,
    summary: 'Take a decision back. The record of both stays.',
    response: z.object({ done: z.literal(true) }),
  },
  'vulnerabilities.assign': {
    method: 'POST',
    path: '/api/v1/vulnerabilities/:id/assign',
    action: 'vulnerability.decide',
    shows: 'own',
    params: id,
    summary: 'Give it to a colleague, to oneself, or to nobody.',
    body: z.strictObject({ person: z.union([uuid, z.literal('me'), z.null()]) }),
    response: undoable,
  },
  'vulnerabilities.batch': {
    method: 'POST',
    path: '/api/v1/vulnerabilities/batch',
    action: 'vulnerability.decide',
    shows: 'own',
    summary: 'One verb on many; each answers for itself.',
    body: z.strictObject({
      ids: z.array(uuid).min(1).max(500),
      verb: z.enum(['validate', 'reject', 'tell', 'assign-me']),
      reason: note,
    }),
    response: z.object({
      results: z.array(
        z.object({
          id: uuid,
          ok: z.boolean(),
          decisionId: uuid.nullable(),
          code: z.string().nullable(),
          detail: z.string().nullable(),
        }),
      ),
      undoUntil: instant,
    }),
  },
  'attachments.read': {
    method: 'GET',
    path: '/api/v1/findings/:id/attachments/:digest',
    action: 'vulnerability.read',
    shows: 'own',
    params: z.object({ id: uuid, digest: z.string().regex(/^[0-9a-f]{64}$/) }),
    summary: 'The bytes of a proof, patch or trace, always as a download, never shown.',
  },
});
