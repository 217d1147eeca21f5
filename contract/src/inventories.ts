// Inventories: what an operator runs; exposures: which advisories reach it; duties: what must be done by when.
import { z } from 'zod';
import { day, dayOrInstant, done, instant, pageOf, pageQuery, partyRef, reason, text, uuid } from './common.ts';
import { routes } from './route.ts';
import { priority } from './vulnerabilities.ts';

export const EXPOSURE_STATES = ['affected', 'not_affected', 'undetermined'] as const;
export const DUTY_STATES = ['open', 'mitigated', 'fixed', 'not_affected'] as const;
/** CSAF 2.0 flag labels, §3.2.3.3.2. */
export const NOT_AFFECTED_WHY = [
  'component_not_present',
  'vulnerable_code_not_present',
  'vulnerable_code_not_in_execute_path',
  'vulnerable_code_cannot_be_controlled_by_adversary',
  'inline_mitigations_already_exist',
] as const;
export const ASSET_EXPOSURES = ['public', 'internal', 'unknown'] as const;

export const asset = z.object({
  id: uuid,
  name: z.string(),
  organisation: z.string().nullable(),
  subOrganisation: z.string().nullable(),
  environment: z.string().nullable(),
  exposure: z.enum(ASSET_EXPOSURES),
  type: z.string().nullable(),
  components: z.number().int(),
  openDuties: z.number().int(),
});
export const inventory = z.object({
  id: uuid,
  name: z.string(),
  party: partyRef,
  format: z.enum(['cyclonedx', 'spdx', 'sheet']),
  uploadedAt: instant,
  ageDays: z.number(),
  stale: z.boolean(),
  components: z.number().int(),
  matched: z.number().int(),
  affected: z.number().int(),
  undetermined: z.number().int(),
  unmatched: z.number().int(),
  assets: z.number().int(),
  problems: z.number().int(),
  /** When it was last matched with all advisories at hand; null: not yet since it was sent, so its counts are not whole. */
  matchedAt: instant.nullable().optional(),
});
export const component = z.object({
  id: uuid,
  name: z.string(),
  version: z.string().nullable(),
  purl: z.string().nullable(),
  vendor: z.string().nullable(),
  asset: z.string().nullable(),
  line: z.number().int().nullable(),
  state: z.enum(['affected', 'undetermined', 'no_advisory', 'not_affected', 'cannot_match']),
  reason: reason,
  exposures: z.number().int(),
});
export const exposure = z.object({
  id: uuid,
  party: partyRef,
  state: z.enum(EXPOSURE_STATES),
  tier: z.string(),
  advisory: z.object({ id: uuid, publicId: z.string(), title: z.string(), severity: z.string(), kev: z.boolean() }),
  /** In a list: advisories of other feeds on the same vulnerability that say the same of this component, each with its own evidence. */
  also: z.array(z.object({ exposureId: uuid, publicId: z.string(), title: z.string() })),
  component: z.string(),
  version: z.string().nullable(),
  fixedIn: z.string().nullable(),
  assets: z.number().int(),
  reasons: z.array(reason),
  evidence: z.record(z.string(), z.unknown()),
  since: instant,
  asOf: instant,
  dutyId: uuid.nullable(),
});
/** Affected versions on a line, in the order of versions and not to scale. A tick is named by its place in `ticks`. */
export const versionLine = z.object({
  ticks: z.array(z.object({ version: z.string(), says: z.string() })),
  /** null: before every version, or after. */
  spans: z.array(
    z.object({
      from: z.number().int().nullable(),
      fromIncluded: z.boolean(),
      to: z.number().int().nullable(),
      toIncluded: z.boolean(),
    }),
  ),
  /** Its tick; null where its place is not known. */
  installed: z.number().int().nullable(),
});
export type VersionLine = z.infer<typeof versionLine>;
export const exposureWhy = z.object({
  exposure,
  asset: z.string().nullable(),
  inventory: z.object({ id: uuid, name: z.string(), asOf: instant, dated: z.boolean() }).nullable(),
  advisory: z.object({
    aliases: z.array(z.string()),
    revision: z.number().int().nullable(),
    publishedAt: instant.nullable(),
    modifiedAt: instant.nullable(),
  }),
  /** The explanation in plain words, a paragraph each. */
  story: z.array(reason),
  /** What would settle it; null where it is settled. */
  settle: reason.nullable(),
  /** null: the advisory and the version give nothing to draw. */
  line: versionLine.nullable(),
  /** All that the advisory says of this package today, as ranges; at most 50 of `rangesTotal`. */
  ranges: z.array(z.string()),
  rangesTotal: z.number().int(),
  /** What was said of it, in the statuses of VEX. They annotate and take nothing away. */
  statements: z.array(
    z.object({
      by: z.string(),
      at: instant,
      status: z.enum(['affected', 'not_affected', 'fixed']),
      justification: z.string().nullable(),
      text: z.string(),
      contradicts: z.boolean(),
    }),
  ),
  ended: z.object({ at: instant, why: z.string() }).nullable(),
});
export type ExposureWhy = z.infer<typeof exposureWhy>;
export const duty = z.object({
  id: uuid,
  party: partyRef,
  state: z.enum(DUTY_STATES),
  title: z.string(),
  doThis: z.string(),
  why: z.string(),
  due: day.nullable(),
  dueText: z.string(),
  overdue: z.boolean(),
  priority,
  advisory: z.object({ id: uuid, publicId: z.string(), title: z.string(), kev: z.boolean() }),
  component: z.string(),
  fixedIn: z.string().nullable(),
  asset: z.string().nullable(),
  assetExposure: z.enum(ASSET_EXPOSURES),
  exposureState: z.enum(EXPOSURE_STATES),
  answeredAt: instant.nullable(),
  history: z.array(
    z.object({
      at: instant,
      state: z.enum(DUTY_STATES),
      by: z.string(),
      note: z.string(),
      justification: z.string().nullable(),
      evidence: z.string().nullable(),
    }),
  ),
  needsForensics: z.boolean(),
  /** The second clock, where a look for a break-in is due too: each step with its time. Absent: not computed. */
  forensic: z
    .array(z.object({ id: z.string(), due: instant, text: z.string(), beforePatching: z.boolean() }))
    .optional(),
  detectedAt: instant,
});
export type Duty = z.infer<typeof duty>;
export const noticePage = z.object({
  title: z.string(),
  tlp: z.string(),
  forParty: z.string(),
  madeAt: instant,
  asOf: instant,
  grade: z.number(),
  sections: z.array(z.object({ heading: z.string(), lines: z.array(z.string()) })),
});
const id = z.object({ id: uuid });
const forParty = { party: uuid.optional() };
export const inventoryRoutes = routes({
  'inventories.upload': {
    method: 'POST',
    path: '/api/v1/inventories',
    action: 'inventory.manage',
    shows: 'own',
    bytes: true,
    status: 201,
    query: z.object({
      ...forParty,
      name: text(200),
      format: z.enum(['cyclonedx', 'spdx', 'sheet']).optional(),
      filename: text(255).optional(),
      asset: text(200).optional(),
      exposure: z.enum(ASSET_EXPOSURES).optional(),
      /** When it was taken; counts before what the file says. */
      madeAt: dayOrInstant.optional(),
    }),
    summary:
      'Send an inventory: CycloneDX, SPDX, or a sheet of vendor, product, version. The same name replaces the one before.',
    response: z.object({
      inventory,
      problems: z.array(z.object({ code: z.string(), path: z.string(), detail: z.string() })),
      problemsTotal: z.number().int(),
    }),
  },
  'inventories.list': {
    method: 'GET',
    path: '/api/v1/inventories',
    action: 'inventory.manage',
    shows: 'own',
    query: z.object(forParty),
    summary: 'Our inventories and those of parties we act for.',
    response: z.object({ items: z.array(inventory) }),
  },
  'inventories.remove': {
    method: 'DELETE',
    path: '/api/v1/inventories/:id',
    action: 'inventory.manage',
    shows: 'own',
    params: id,
    summary: 'Remove an inventory; its exposures end.',
    response: done,
  },
  'inventories.components': {
    method: 'GET',
    path: '/api/v1/inventories/:id/components',
    action: 'inventory.manage',
    shows: 'own',
    params: id,
    query: z.object({ ...pageQuery, state: component.shape.state.optional(), q: text(200).optional() }),
    summary: 'Its components with the verdict of each, what could not be matched first.',
    response: pageOf(component),
  },
  'assets.list': {
    method: 'GET',
    path: '/api/v1/assets',
    action: 'inventory.manage',
    shows: 'own',
    query: z.object({ ...pageQuery, ...forParty, q: text(200).optional() }),
    summary: 'Assets.',
    response: pageOf(asset),
  },
  'assets.import': {
    method: 'POST',
    path: '/api/v1/assets',
    action: 'inventory.manage',
    shows: 'own',
    bytes: true,
    query: z.object(forParty),
    summary: 'Asset tags as CSV: asset, organisation, sub-organisation, environment, exposure, type.',
    response: z.object({
      updated: z.number().int(),
      added: z.number().int(),
      problems: z.array(z.object({ code: z.string(), path: z.string(), detail: z.string() })),
      problemsTotal: z.number().int(),
    }),
  },
  'assets.update': {
    method: 'PUT',
    path: '/api/v1/assets/:id',
    action: 'inventory.manage',
    shows: 'own',
    params: id,
    summary: 'Correct an asset’s tags; duties are decided anew, old decisions stay.',
    body: z.strictObject({
      exposure: z.enum(ASSET_EXPOSURES).optional(),
      environment: text(80).optional(),
      organisation: text(200).optional(),
      subOrganisation: text(200).optional(),
      type: text(80).optional(),
    }),
    response: asset,
  },
  'exposures.list': {
    method: 'GET',
    path: '/api/v1/exposures',
    action: 'inventory.manage',
    shows: 'own',
    query: z.object({
      ...pageQuery,
      ...forParty,
      state: z.enum(EXPOSURE_STATES).optional(),
      advisory: uuid.optional(),
      q: text(200).optional(),
    }),
    summary: 'Advisories that reach our components.',
    response: pageOf(exposure),
  },
  'exposures.read': {
    method: 'GET',
    path: '/api/v1/exposures/:id',
    action: 'inventory.manage',
    shows: 'own',
    params: id,
    summary: 'Why one advisory reaches one component, or does not, in plain words with the evidence.',
    response: exposureWhy,
  },
  'duties.list': {
    method: 'GET',
    path: '/api/v1/duties',
    action: 'inventory.manage',
    shows: 'own',
    query: z.object({
      ...pageQuery,
      ...forParty,
      state: z.enum(DUTY_STATES).optional(),
      overdue: z.enum(['true']).optional(),
      q: text(200).optional(),
    }),
    summary: 'What must be done, in order.',
    response: pageOf(duty),
  },
  'duties.read': {
    method: 'GET',
    path: '/api/v1/duties/:id',
    action: 'inventory.manage',
    shows: 'own',
    params: id,
    summary: 'One duty with its reasons.',
    response: duty,
  },
  'duties.answer': {
    method: 'POST',
    path: '/api/v1/duties/:id/answer',
    action: 'inventory.manage',
    shows: 'own',
    params: id,
    summary: 'Say what was done, with evidence.',
    body: z.strictObject({
      state: z.enum(DUTY_STATES),
      note: text(2_000),
      justification: z.enum(NOT_AFFECTED_WHY).optional(),
      evidence: text(2_000).optional(),
      until: day.optional(),
    }),
    response: duty,
  },
  'duties.notice': {
    method: 'GET',
    path: '/api/v1/duties/:id/notice',
    action: 'inventory.manage',
    shows: 'own',
    params: id,
    summary: 'The one page in plain words for this duty, to print.',
    response: noticePage,
  },
  'today.read': {
    method: 'GET',
    path: '/api/v1/today',
    action: 'inventory.manage',
    shows: 'own',
    query: z.object(forParty),
    summary: 'The operator’s day: due, coming, could not match, how fresh.',
    response: z.object({
      conclusion: z.string(),
      due: z.array(duty),
      coming: z.array(duty),
      dueTotal: z.number().int(),
      comingTotal: z.number().int(),
      closedTotal: z.number().int(),
      couldNotMatch: z.array(component),
      couldNotMatchTotal: z.number().int(),
      undeterminedTotal: z.number().int(),
      inventories: z.array(inventory),
      feedsStale: z.array(z.string()),
    }),
  },
});
