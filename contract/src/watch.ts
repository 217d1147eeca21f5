// Watch: a signed feed for operators who match on their own machines, and the counts that they send back. What an operator runs is in
// none of these routes.
import { z } from 'zod';
import { done, instant, partyRef } from './common.ts';
import { routes } from './route.ts';

/** Entries on one page at most. */
const PAGE = 500;

export const watchPage = z.object({
  /** The instance's signed word on the entries up to this page's end (lib/watch/head.ts). */
  head: z.string(),
  /** The key that signed it, as C2SP writes verifier keys: for the first contact, to be compared with what is known otherwise. */
  key: z.string(),
  party: partyRef,
  /** Record: `{record, facts}` as JSON text, with the digest that the line names; null where a later entry replaced or retracted it. */
  entries: z.array(z.object({ line: z.string(), record: z.string().nullable() })),
});
export type WatchPageAnswer = z.infer<typeof watchPage>;

const counted = z.object({ low: z.number().int(), high: z.number().int() });
export const watchHeld = z.object({
  key: z
    .object({ key: z.string(), enrolledAt: instant, enrolledBy: z.string(), refusedAt: instant.nullable() })
    .nullable(),
  counts: z
    .object({
      number: z.number().int(),
      computedAt: instant,
      receivedAt: instant,
      note: z.string(),
      items: z.array(
        z.object({
          advisory: z.string(),
          title: z.string(),
          affected: counted,
          undetermined: counted,
          fixed: counted,
          open: counted,
        }),
      ),
    })
    .nullable(),
});
export type WatchHeld = z.infer<typeof watchHeld>;

export const watchRoutes = routes({
  'watch.feed': {
    method: 'GET',
    path: '/api/v1/watch/feed/:stream',
    action: 'watch.use',
    shows: 'own',
    params: z.object({ stream: z.enum(['outside', 'ours']) }),
    query: z.object({
      after: z.coerce.number().int().min(0).default(0),
      limit: z.coerce.number().int().min(1).max(PAGE).default(PAGE),
    }),
    summary: 'A page of the signed feed: the entries after a sequence. With nothing new it is a head alone.',
    response: watchPage,
  },
  'watch.rules': {
    method: 'GET',
    path: '/api/v1/watch/rules',
    action: 'watch.use',
    shows: 'none',
    summary: 'The rules that due dates go by, as text with the digest that every head names.',
    response: z.object({ text: z.string() }),
  },
  'watch.enroll': {
    method: 'PUT',
    path: '/api/v1/watch/key',
    action: 'watch.use',
    shows: 'own',
    summary: 'Make known the key that signs this operator’s counts. Another key than the known one is refused.',
    body: z.strictObject({ key: z.string().max(400), note: z.string().max(2_000) }),
    response: done,
  },
  'watch.forget': {
    method: 'DELETE',
    path: '/api/v1/watch/key',
    action: 'inventory.manage',
    shows: 'own',
    summary: 'Forget the key, so that the next one can be made known. For a signed-in person, not for a token.',
    response: done,
  },
  'watch.send': {
    method: 'POST',
    path: '/api/v1/watch/counts',
    action: 'watch.use',
    shows: 'own',
    summary: 'Send signed counts: numbers by advisory, nothing else. They replace the ones before.',
    body: z.strictObject({ note: z.string().max(4_000), lines: z.string().max(900_000) }),
    response: z.object({
      kept: z.number().int(),
      /** Advisories that the operator may not read any more, or that are not there: their counts were not kept. */
      dropped: z.array(z.string()),
    }),
  },
  'watch.held': {
    method: 'GET',
    path: '/api/v1/watch/counts',
    action: 'watch.use',
    shows: 'own',
    summary: 'What the server holds from watching: the key and the last counts.',
    response: watchHeld,
  },
});
