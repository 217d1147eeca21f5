// The fleet by component, by asset and by advisory: pages that go on after the last key, and the same as CSV.
import { Readable } from 'node:stream';
import type { FLEET_STATES, FLEET_VIEWS, fleetAdvisory, fleetAsset, fleetComponent } from '@leadtime/contract';
import { type CsvCell, csvLine, type Uuid } from '@leadtime/lib/kit';
import type { z } from 'zod';
import type { FileAnswer } from '../../edge/handler.ts';
import type { Database, Tx } from '../../platform/db/database.ts';
import * as store from './fleet-store.ts';
import { cursorOf, nextOf } from './keyset.ts';
import { staleBases } from './rests-on.ts';
import { FEED_AGES } from './store.ts';
import { actingFor } from './upload.ts';
import { HIDDEN_ADVISORY } from './views.ts';

export interface FleetAsked {
  readonly party?: Uuid | undefined;
  readonly q?: string | undefined;
  readonly state?: (typeof FLEET_STATES)[number] | undefined;
  readonly limit: number;
  readonly after?: string | undefined;
}
interface Page<T> {
  readonly items: T[];
  readonly total: number;
  readonly next: string | null;
}

const SHOWN_VERSIONS = 50;

/** @param most of a package's versions; all are counted. */
export async function fleetComponents(
  tx: Tx,
  asked: FleetAsked,
  most = SHOWN_VERSIONS,
): Promise<Page<z.input<typeof fleetComponent>>> {
  const filter = await filterOf(tx, asked);
  const [rank, key, party] = cursorOf(asked.after, ['rank', 'text', 'id']);
  const rows = await tx.all(store.FLEET_COMPONENTS, [...filter, rank, key, party, asked.limit]);
  const versions = await tx.all(store.FLEET_VERSIONS, [rows.map((r) => r.party_id), rows.map((r) => r.key), filter[3]]);
  const of = Map.groupBy(versions, (v) => `${v.party_id} ${v.key}`);
  return {
    items: rows.map((r) => {
      const all = of.get(`${r.party_id} ${r.key}`) ?? [];
      return {
        party: partyOf(r),
        package: r.package,
        name: r.name,
        assets: r.assets,
        ...countsOf(r),
        advisories: r.advisories,
        versions: all.slice(0, most).map((v) => ({ version: v.version, assets: v.assets, ...countsOf(v) })),
        versionsTotal: all.length,
      };
    }),
    total: (await tx.one(store.COUNT_FLEET_COMPONENTS, filter)).total,
    next: nextOf(rows, asked.limit, (r) => [String(r.rank), r.key, r.party_id]),
  };
}

export async function fleetAssets(tx: Tx, asked: FleetAsked): Promise<Page<z.input<typeof fleetAsset>>> {
  const filter = await filterOf(tx, asked);
  const [rank, key, id] = cursorOf(asked.after, ['rank', 'text', 'id']);
  const rows = await tx.all(store.FLEET_ASSETS, [...filter, rank, key, id, asked.limit]);
  return {
    items: rows.map((r) => ({
      id: r.id,
      party: partyOf(r),
      name: r.name,
      organisation: r.organisation,
      environment: r.environment,
      exposure: r.exposure,
      components: r.components,
      ...countsOf(r),
      advisories: r.advisories,
      openDuties: r.open_duties,
    })),
    total: (await tx.one(store.COUNT_FLEET_ASSETS, filter)).total,
    next: nextOf(rows, asked.limit, (r) => [String(r.rank), r.key, r.id]),
  };
}

export async function fleetAdvisories(tx: Tx, asked: FleetAsked): Promise<Page<z.input<typeof fleetAdvisory>>> {
  const filter = (await filterOf(tx, asked)).slice(0, 3);
  const [key, id, party] = cursorOf(asked.after, ['micros', 'id', 'id']);
  const rows = await tx.all(store.FLEET_ADVISORIES, [...filter, key, id, party, asked.limit]);
  return {
    items: rows.map((r) => ({
      id: r.id,
      party: partyOf(r),
      publicId: r.public_id ?? 'not shared',
      aliases: r.aliases ?? [],
      title: r.title ?? HIDDEN_ADVISORY,
      severity: r.severity ?? 'unknown',
      kev: r.kev,
      affected: r.affected,
      undetermined: r.undetermined,
      components: r.components,
      since: r.since,
    })),
    total: (await tx.one(store.COUNT_FLEET_ADVISORIES, filter)).total,
    next: nextOf(rows, asked.limit, (r) => [r.key, r.id, r.party_id]),
  };
}

/** Who may be asked for, and the filters of all views: $1 to $4. */
async function filterOf(tx: Tx, { party, q, state }: FleetAsked): Promise<readonly unknown[]> {
  if (party) await actingFor(tx, party);
  return [party ?? null, q ?? null, state ?? null, staleBases(await tx.all(FEED_AGES), tx.now)];
}

const countsOf = (r: store.StateCounts) => ({
  affected: r.affected,
  undetermined: r.undetermined,
  notAffected: r.not_affected,
  noAdvisory: r.no_advisory,
  cannotMatch: r.cannot_match,
});
const partyOf = (r: { party_id: string; party_name: string | null }) => ({
  id: r.party_id,
  name: r.party_name ?? 'a party',
});

type View = (typeof FLEET_VIEWS)[number];
interface CsvAsked extends Omit<FleetAsked, 'limit' | 'after'> {
  readonly view: View;
}

/** All rows of a view. The first page is read before anything is answered, so that what is refused is refused as a problem. */
export async function fleetCsv(db: Database, actor: Uuid, { view, ...asked }: CsvAsked): Promise<FileAnswer> {
  const read = (after: string | undefined) => db.as(actor, (tx) => CSV[view].page(tx, { ...asked, limit: 200, after }));
  const first = await read(undefined);
  const lines = async function* (): AsyncGenerator<string> {
    yield csvLine(CSV[view].head) + first.lines.join('');
    for (let next = first.next; next !== null; ) {
      const page = await read(next);
      yield page.lines.join('');
      next = page.next;
    }
  };
  return { file: true, type: 'text/csv; charset=utf-8', body: Readable.from(lines()), download: `fleet-${view}.csv` };
}

const STATE_HEADS = ['affected', 'undetermined', 'not affected', 'no advisory', 'cannot be matched'];
type Counted = ReturnType<typeof countsOf>;
const stateCells = (r: Counted): readonly CsvCell[] => [
  r.affected,
  r.undetermined,
  r.notAffected,
  r.noAdvisory,
  r.cannotMatch,
];

interface CsvView {
  readonly head: readonly string[];
  page(tx: Tx, asked: FleetAsked): Promise<{ lines: readonly string[]; next: string | null }>;
}
const CSV: Readonly<Record<View, CsvView>> = {
  components: {
    head: ['party', 'component', 'package', 'version', 'assets', ...STATE_HEADS.map((s) => `assets ${s}`)],
    async page(tx, asked) {
      const { items, next } = await fleetComponents(tx, asked, Number.POSITIVE_INFINITY);
      return {
        lines: items.flatMap((c) =>
          c.versions.map((v) => csvLine([c.party.name, c.name, c.package, v.version, v.assets, ...stateCells(v)])),
        ),
        next,
      };
    },
  },
  assets: {
    head: [
      'party',
      'asset',
      'organisation',
      'environment',
      'exposure',
      'components',
      ...STATE_HEADS,
      'advisories',
      'open duties',
    ],
    async page(tx, asked) {
      const { items, next } = await fleetAssets(tx, asked);
      return {
        lines: items.map((a) =>
          csvLine([
            a.party.name,
            a.name,
            a.organisation,
            a.environment,
            a.exposure,
            a.components,
            ...stateCells(a),
            a.advisories,
            a.openDuties,
          ]),
        ),
        next,
      };
    },
  },
  advisories: {
    head: [
      'party',
      'advisory',
      'aliases',
      'title',
      'severity',
      'known exploited',
      'assets affected',
      'assets undetermined',
      'components',
      'since',
    ],
    async page(tx, asked) {
      const { items, next } = await fleetAdvisories(tx, asked);
      return {
        lines: items.map((a) =>
          csvLine([
            a.party.name,
            a.publicId,
            a.aliases.join(' '),
            a.title,
            a.severity,
            a.kev ? 'yes' : 'no',
            a.affected,
            a.undetermined,
            a.components,
            a.since,
          ]),
        ),
        next,
      };
    },
  },
};
