// Who was exposed on day D, as known on day K: exposures with the time at which they were so, and the time at which it was known.
import { z } from 'zod';
import { dayOrInstant, instant, partyRef, reason, text, uuid } from './common.ts';
import { routes } from './route.ts';

/** What was held of one advisory and one component. `null` ends are open. */
export const heldExposure = z.object({
  state: z.enum(['affected', 'undetermined']),
  tier: z.string(),
  fixedIn: z.string().nullable(),
  /** When the component ran, by its inventories. */
  validFrom: instant,
  validUntil: instant.nullable(),
  /** When this instance held it so. */
  knownFrom: instant,
  knownUntil: instant.nullable(),
});
export const pastExposure = z.object({
  party: partyRef,
  advisory: z.object({ id: uuid, publicId: z.string(), title: z.string(), severity: z.string() }),
  component: z.object({ id: uuid, name: z.string(), version: z.string().nullable(), purl: z.string().nullable() }),
  asset: z.object({ id: uuid, name: z.string() }),
  /** What was held of that day at the time asked for; null: nothing. */
  held: heldExposure.nullable(),
  /** What is held of the same day today; null: nothing any more. */
  today: heldExposure.nullable(),
  /** Why the two differ. */
  reasons: z.array(reason),
});

const reach = z.object({
  /** Assets. */
  affected: z.number().int(),
  undetermined: z.number().int(),
  exposures: z.number().int(),
});
export const exposuresAsOf = z.object({
  /** The moments of the day that were asked for, both included. */
  on: z.object({ from: instant, to: instant }),
  known: instant,
  conclusion: z.string(),
  /** False: no inventory that was there by then speaks of that day, so nothing is known of it. */
  spokenOf: z.boolean(),
  held: reach,
  today: reach,
  /** Exposures of that day that were not known then, that were taken back since, and that are judged otherwise now. */
  differences: z.object({ learnt: z.number().int(), dropped: z.number().int(), changed: z.number().int() }),
  items: z.array(pastExposure),
  next: z.string().nullable(),
});

const query = {
  party: uuid.optional(),
  /** A day (UTC): at any time of it. Or an instant. Default: when it was known. */
  on: dayOrInstant.optional(),
  /** A day (UTC): at its end. Or an instant. Default: now. */
  known: dayOrInstant.optional(),
  /** An advisory by its id, its public name or an alias such as a CVE. */
  advisory: text(200).optional(),
  q: text(200).optional(),
  /** `held`: what was held then. `changed`: what is held otherwise today. */
  show: z.enum(['held', 'changed']).default('held'),
};

export const historyRoutes = routes({
  'exposures.asOf': {
    method: 'GET',
    path: '/api/v1/exposures/as-of',
    action: 'inventory.manage',
    shows: 'own',
    query: z.object({
      ...query,
      limit: z.coerce.number().int().min(1).max(200).default(50),
      after: z.string().max(4_000).optional(),
    }),
    summary: 'What we were exposed to on a day, as known on a day, beside what is known of it today.',
    response: exposuresAsOf,
  },
  'exposures.asOfCsv': {
    method: 'GET',
    path: '/api/v1/exposures/as-of/csv',
    action: 'inventory.manage',
    shows: 'own',
    query: z.object(query),
    summary: 'The same as CSV (RFC 4180), all of its rows; cells that a spreadsheet would run are made text.',
  },
});
export type PastExposure = z.infer<typeof pastExposure>;
