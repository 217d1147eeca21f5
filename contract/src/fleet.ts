// The fleet: all that an operator runs, by component, by asset and by advisory, over all its inventories.
import { z } from 'zod';
import { instant, partyRef, text, uuid } from './common.ts';
import { ASSET_EXPOSURES } from './inventories.ts';
import { routes } from './route.ts';

export const FLEET_STATES = ['affected', 'undetermined', 'not_affected', 'no_advisory', 'cannot_match'] as const;
export const FLEET_VIEWS = ['components', 'assets', 'advisories'] as const;

/** How many in each state: assets of a component, components of an asset. */
const counts = {
  affected: z.number().int(),
  undetermined: z.number().int(),
  notAffected: z.number().int(),
  noAdvisory: z.number().int(),
  cannotMatch: z.number().int(),
};
export const fleetComponent = z.object({
  party: partyRef,
  /** As advisories are looked up by; null: it cannot be matched. */
  package: z.string().nullable(),
  name: z.string(),
  assets: z.number().int(),
  ...counts,
  /** Advisories that reach it, or may. */
  advisories: z.number().int(),
  /** Affected first; at most 50 of `versionsTotal`. */
  versions: z.array(z.object({ version: z.string().nullable(), assets: z.number().int(), ...counts })),
  versionsTotal: z.number().int(),
});
export const fleetAsset = z.object({
  id: uuid,
  party: partyRef,
  name: z.string(),
  organisation: z.string().nullable(),
  environment: z.string().nullable(),
  exposure: z.enum(ASSET_EXPOSURES),
  components: z.number().int(),
  ...counts,
  advisories: z.number().int(),
  openDuties: z.number().int(),
});
export const fleetAdvisory = z.object({
  id: uuid,
  party: partyRef,
  publicId: z.string(),
  aliases: z.array(z.string()),
  title: z.string(),
  severity: z.string(),
  kev: z.boolean(),
  /** Assets. */
  affected: z.number().int(),
  undetermined: z.number().int(),
  components: z.number().int(),
  /** Since when the first of them. */
  since: instant,
});

/** Keyset paging: `next` of one answer is `after` of the next question, so rows that come and go move no others. */
const query = {
  party: uuid.optional(),
  q: text(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  after: z.string().max(4_000).optional(),
};
const page = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), total: z.number().int(), next: z.string().nullable() });
const reach = z.enum(['affected', 'undetermined']);

export const fleetRoutes = routes({
  'fleet.components': {
    method: 'GET',
    path: '/api/v1/fleet/components',
    action: 'inventory.manage',
    shows: 'own',
    query: z.object({ ...query, state: z.enum(FLEET_STATES).optional() }),
    summary: 'What we run: packages, their versions, on how many assets, and how each stands.',
    response: page(fleetComponent),
  },
  'fleet.assets': {
    method: 'GET',
    path: '/api/v1/fleet/assets',
    action: 'inventory.manage',
    shows: 'own',
    query: z.object({ ...query, state: z.enum(FLEET_STATES).optional() }),
    summary: 'Our assets, with how their components stand.',
    response: page(fleetAsset),
  },
  'fleet.advisories': {
    method: 'GET',
    path: '/api/v1/fleet/advisories',
    action: 'inventory.manage',
    shows: 'own',
    query: z.object({ ...query, state: reach.optional() }),
    summary: 'Advisories that reach our fleet: on how many assets, and since when.',
    response: page(fleetAdvisory),
  },
  'fleet.csv': {
    method: 'GET',
    path: '/api/v1/fleet/csv',
    action: 'inventory.manage',
    shows: 'own',
    query: z.object({
      view: z.enum(FLEET_VIEWS),
      party: query.party,
      q: query.q,
      state: z.enum(FLEET_STATES).optional(),
    }),
    summary: 'One of these views as CSV (RFC 4180), all of its rows; cells that a spreadsheet would run are made text.',
  },
});
