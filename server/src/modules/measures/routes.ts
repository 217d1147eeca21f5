// HTTP of measures, models and the public scoreboard. Answers are stored figures with their as-of; what was never taken, or
// only long ago, is taken at once.
import type { Handlers } from '../../edge/handler.ts';
import { notFound, refuse } from '../../edge/refusal.ts';
import type { Database, Tx } from '../../platform/db/database.ts';
import { type BurnDownFigures, withModel } from './burn-down.ts';
import { type Funnel, type Holds, publicFunnel, publicHolds } from './funnel.ts';
import { declarePlan, modelOf, planOf, submit } from './models.ts';
import * as store from './store.ts';
import { FRESH_MS, nameOf, takeOne, type Wanted } from './take.ts';

export interface MeasuresDeps {
  readonly db: Database;
  /** For taking what is absent: only the worker's role may look across parties. */
  readonly workerDb: Database;
}
const PUBLIC_DAYS = 90;

export function measuresRoutes({ db, workerDb }: MeasuresDeps): Handlers {
  const once = oneAtATime();
  /** Whoever asks reads stored figures behind their wall; taking them shows nothing to anybody by itself. */
  const figures = async <T>(read: <R>(work: (tx: Tx) => Promise<R>) => Promise<R>, wanted: Wanted): Promise<T> => {
    const stored = () => read(async (tx) => ({ now: tx.now, row: await tx.maybe(store.STORED, [nameOf(wanted)]) }));
    let { now, row } = await stored();
    if (row === undefined || Date.parse(now) - Date.parse(row.at) > 2 * FRESH_MS) {
      await once(nameOf(wanted), () => takeOne({ db: workerDb }, wanted));
      ({ now, row } = await stored());
    }
    if (row === undefined) throw refuse('server.not-ready', 'This measure could not be taken yet.');
    return row.figures as T; // written by takeOne in this shape
  };
  return {
    'measures.funnel': ({ actor, query }) =>
      figures<Funnel>((work) => db.as(actor.party.id, work), { name: 'funnel', days: query.days }),
    'measures.holds': ({ actor }) => figures<Holds>((work) => db.as(actor.party.id, work), { name: 'holds' }),
    'measures.burndown': async ({ actor, params }) => {
      const seen = await db.as(actor.party.id, async (tx) => ({
        now: tx.now,
        model: await tx.maybe(store.MODEL, [params.id]),
      }));
      if (!seen.model) throw notFound();
      const wanted = { name: 'burndown', model: params.id } as const;
      const taken = await figures<BurnDownFigures>((work) => db.as(actor.party.id, work), wanted);
      return withModel(seen.model, taken, seen.now);
    },
    'models.list': ({ actor }) =>
      db.as(actor.party.id, async (tx) => ({
        items: (await tx.all(store.MODELS)).map((m) => modelOf(m, tx.now)),
      })),
    'models.submit': ({ actor, body }) => submit(db, actor, body),
    'models.plan': ({ actor, params }) => planOf(db, actor, params.id),
    'models.declarePlan': ({ actor, params, body }) => declarePlan(db, actor, params.id, body),
    'scoreboard.read': async () => ({
      funnel: publicFunnel(await figures<Funnel>((work) => db.asAnyone(work), { name: 'funnel', days: PUBLIC_DAYS })),
      holds: publicHolds(await figures<Holds>((work) => db.asAnyone(work), { name: 'holds' })),
    }),
  };
}

/** Many who ask for the same figure at once wait for one taking. */
function oneAtATime(): (name: string, work: () => Promise<void>) => Promise<void> {
  const running = new Map<string, Promise<void>>();
  return (name, work) => {
    const known = running.get(name);
    if (known) return known;
    const begun = work().finally(() => running.delete(name));
    running.set(name, begun);
    return begun;
  };
}
