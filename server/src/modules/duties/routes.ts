// HTTP of duties and of the operator's day.
import { dayOf } from '@leadtime/lib/kit';
import type { Handlers } from '../../edge/handler.ts';
import type { Database } from '../../platform/db/database.ts';
import { actingFor } from '../inventory/index.ts';
import { answer } from './answer.ts';
import type { DutyRules } from './decide.ts';
import { noticeFor } from './notice.ts';
import { readDuty, withHistory } from './read.ts';
import * as store from './store.ts';
import { today } from './today.ts';

export function dutiesRoutes(deps: { readonly db: Database; readonly rules: DutyRules }): Handlers {
  const { db, rules } = deps;
  return {
    'duties.list': ({ actor, query }) =>
      db.as(actor.party.id, async (tx) => {
        if (query.party) await actingFor(tx, query.party);
        const late = query.overdue ? dayOf(tx.now) : null;
        const filter = [query.party ?? null, query.state ?? null, late, query.q ?? null];
        const rows = await tx.all(store.DUTIES, [...filter, query.limit, query.offset]);
        const { total } = await tx.one(store.COUNT_DUTIES, filter);
        return { items: await withHistory(tx, rows, rules), total, limit: query.limit, offset: query.offset };
      }),
    'duties.read': ({ actor, params }) => db.as(actor.party.id, (tx) => readDuty(tx, params.id, rules)),
    'duties.answer': ({ actor, params, body }) => answer(deps, actor, params.id, body),
    'duties.notice': ({ actor, params }) => db.as(actor.party.id, (tx) => noticeFor(tx, params.id)),
    'today.read': ({ actor, query }) => db.as(actor.party.id, (tx) => today(tx, query.party, rules)),
  };
}
