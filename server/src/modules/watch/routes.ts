// HTTP of the watched feed, of the operator's key and of its counts.
import { canonicalJson } from '@leadtime/lib/kit';
import type { Handlers } from '../../edge/handler.ts';
import type { DutyRules } from '../duties/index.ts';
import { enroll, forget, type KeyDeps } from './enroll.ts';
import { pull } from './pull.ts';
import { receiveCounts } from './receive-counts.ts';
import * as store from './store.ts';

export function watchRoutes(deps: KeyDeps & { readonly rules: DutyRules }): Handlers {
  const { db } = deps;
  const rulesText = canonicalJson({ bod: deps.rules.bod });
  return {
    'watch.feed': ({ actor, params, query }) => pull({ ...deps, rulesText }, actor, { ...params, ...query }),
    'watch.rules': async () => ({ text: rulesText }),
    'watch.enroll': async ({ actor, body }) => {
      await enroll(deps, actor, body);
      return { done: true };
    },
    'watch.forget': async ({ actor }) => {
      await forget(deps, actor);
      return { done: true };
    },
    'watch.send': ({ actor, body }) => receiveCounts(deps, actor, body),
    'watch.held': ({ actor }) =>
      db.as(actor.party.id, async (tx) => {
        const key = await tx.maybe(store.KEY, [actor.party.id]);
        const sent = await tx.maybe(store.SENT, [actor.party.id]);
        return {
          key: key
            ? { key: key.key, enrolledAt: key.enrolled_at, enrolledBy: key.enrolled_by, refusedAt: key.refused_at }
            : null,
          counts: sent
            ? {
                number: sent.number,
                computedAt: sent.computed_at,
                receivedAt: sent.received_at,
                note: sent.note,
                items: (await tx.all(store.HELD, [actor.party.id])).map(heldOf),
              }
            : null,
        };
      }),
  };
}

const heldOf = ({ advisory, title, affected, undetermined, fixed, open }: store.HeldRow) => ({
  advisory,
  title,
  affected: countedOf(affected),
  undetermined: countedOf(undetermined),
  fixed: countedOf(fixed),
  open: countedOf(open),
});

/** PostgreSQL writes a range of whole numbers as `[1,3)`. */
function countedOf(range: string): { low: number; high: number } {
  const [, low, past] = /^\[(\d+),(\d+)\)$/.exec(range) ?? [];
  return { low: Number(low), high: Number(past) - 1 };
}
