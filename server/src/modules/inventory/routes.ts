// HTTP of inventories, assets and exposures.
import type { Uuid } from '@leadtime/lib/kit';
import type { Handlers } from '../../edge/handler.ts';
import { notFound } from '../../edge/refusal.ts';
import type { Tx } from '../../platform/db/database.ts';
import { exposuresAsOfDay } from './as-of.ts';
import { asOfCsv } from './as-of-csv.ts';
import { importAssets, updateAsset } from './assets.ts';
import { fleetAdvisories, fleetAssets, fleetComponents, fleetCsv } from './fleet.ts';
import { staleBases } from './rests-on.ts';
import * as store from './store.ts';
import { actingFor, remove, type UploadDeps, upload } from './upload.ts';
import { assetOf, componentOf, exposureOf, inventoryOf } from './views.ts';
import { whyOf } from './why.ts';
import { RANGES, STATEMENTS, WHY } from './why-store.ts';

/** The one that speaks for the line, then one of each other advisory that says the same. */
const exposuresShown = ({ id, advisory_id, advisories }: store.ExposureGroup): readonly string[] => [
  id,
  ...Object.entries(advisories).flatMap(([advisory, exposure]) => (advisory === advisory_id ? [] : [exposure])),
];

export function inventoryRoutes(deps: UploadDeps): Handlers {
  const { db } = deps;
  return {
    'inventories.upload': ({ actor, query, bytes }) => upload(deps, actor, bytes, query),
    'inventories.list': ({ actor, query }) =>
      db.as(actor.party.id, async (tx) => {
        if (query.party) await actingFor(tx, query.party);
        return { items: await inventoriesOf(tx, query.party) };
      }),
    'inventories.remove': async ({ actor, params }) => {
      await remove(deps, actor, params.id);
      return { done: true };
    },
    'inventories.components': ({ actor, params, query }) =>
      db.as(actor.party.id, async (tx) => {
        if (!(await tx.maybe(store.INVENTORY_NAME, [params.id]))) throw notFound();
        const stale = staleBases(await tx.all(store.FEED_AGES), tx.now);
        const filter = [stale, params.id, query.state ?? null, query.q ?? null];
        const rows = await tx.all(store.COMPONENTS, [...filter, query.limit, query.offset]);
        const { total } = await tx.one(store.COUNT_COMPONENTS, filter);
        return { items: rows.map(componentOf), total, limit: query.limit, offset: query.offset };
      }),
    'assets.list': ({ actor, query }) =>
      db.as(actor.party.id, async (tx) => {
        if (query.party) await actingFor(tx, query.party);
        const filter = [query.party ?? null, query.q ?? null];
        const rows = await tx.all(store.ASSETS, [...filter, query.limit, query.offset]);
        const { total } = await tx.one(store.COUNT_ASSETS, filter);
        return { items: rows.map(assetOf), total, limit: query.limit, offset: query.offset };
      }),
    'assets.import': ({ actor, query, bytes }) => importAssets(db, actor, bytes, query.party),
    'assets.update': async ({ actor, params, body }) => assetOf(await updateAsset(db, actor, params.id, body)),
    'exposures.list': ({ actor, query }) =>
      db.as(actor.party.id, async (tx) => {
        if (query.party) await actingFor(tx, query.party);
        const filter = [query.party ?? null, query.state ?? null, query.advisory ?? null, query.q ?? null];
        const groups = await tx.all(store.EXPOSURES, [...filter, query.limit, query.offset]);
        const details = new Map(
          (await tx.all(store.EXPOSURE_DETAILS, [groups.flatMap(exposuresShown)])).map((d) => [d.id, d]),
        );
        const { total } = await tx.one(store.COUNT_EXPOSURES, filter);
        const items = groups.flatMap((group) => {
          const [row, ...others] = exposuresShown(group).flatMap((id) => details.get(id) ?? []);
          return row ? [exposureOf(row, group, others)] : [];
        });
        return { items, total, limit: query.limit, offset: query.offset };
      }),
    'fleet.components': ({ actor, query }) => db.as(actor.party.id, (tx) => fleetComponents(tx, query)),
    'fleet.assets': ({ actor, query }) => db.as(actor.party.id, (tx) => fleetAssets(tx, query)),
    'fleet.advisories': ({ actor, query }) => db.as(actor.party.id, (tx) => fleetAdvisories(tx, query)),
    'fleet.csv': ({ actor, query }) => fleetCsv(db, actor.party.id, query),
    'exposures.asOf': ({ actor, query }) => db.as(actor.party.id, (tx) => exposuresAsOfDay(tx, query)),
    'exposures.asOfCsv': ({ actor, query }) => asOfCsv(db, actor.party.id, query),
    'exposures.read': ({ actor, params }) =>
      db.as(actor.party.id, async (tx) => {
        const [row] = await tx.all(store.EXPOSURE_DETAILS, [[params.id]]);
        if (!row) throw notFound();
        const more = await tx.one(WHY, [params.id]);
        const ranges = await tx.all(RANGES, [params.id]);
        return whyOf({ row, more, ranges, statements: await tx.all(STATEMENTS, [params.id]) });
      }),
  };
}

/** Inventories of one party, or of all that the asking one may act for. */
export async function inventoriesOf(tx: Tx, party: Uuid | undefined) {
  const stale = staleBases(await tx.all(store.FEED_AGES), tx.now);
  return (await tx.all(store.INVENTORIES, [party ?? null, null, stale])).map((r) => inventoryOf(r, tx.now));
}
