// HTTP of syncing: how each feed is, ask for one now, how often and from where, and the CSAF providers.
import type { feedStatus } from '@leadtime/contract';
import type { z } from 'zod';
import type { Actor, Handlers } from '../../../edge/handler.ts';
import { refuse } from '../../../edge/refusal.ts';
import type { Database } from '../../../platform/db/database.ts';
import type { Egress } from '../../../platform/egress.ts';
import { enqueue } from '../../../platform/jobs.ts';
import { record } from '../../ledger/index.ts';
import * as providers from './providers.ts';
import { readSettings } from './settings.ts';
import * as store from './store.ts';
import { addressesOf, FEEDS, isSyncSource, type SyncSource } from './table.ts';
import { closed, hostsOf } from './trouble.ts';

interface Deps {
  readonly db: Database;
  readonly egress: Egress;
}
type View = z.input<typeof feedStatus>;
interface Choice {
  readonly everyHours?: number | null | undefined;
  readonly ecosystems?: readonly string[] | undefined;
  readonly mirrors?: Readonly<Record<string, string>> | undefined;
}

export function syncRoutes(deps: Deps): Handlers {
  const { db, egress } = deps;
  return {
    'feeds.list': ({ actor }) =>
      db.as(actor.party.id, async (tx) => ({
        egress: [...egress.hosts],
        items: (await tx.all(store.FEEDS)).map((feed) => viewOf(feed, egress, tx.now)),
      })),
    'feeds.sync': ({ actor, params: { source }, query }) => {
      const ecosystems = (query.ecosystem ?? '')
        .split(',')
        .map((name) => name.trim())
        .filter(Boolean);
      if (ecosystems.length > 0 && source !== 'osv')
        throw refuse('request.invalid', `Only osv has ecosystems; ${source} is fetched as a whole.`);
      return db.as(actor.party.id, async (tx) => {
        const feed = await tx.one(store.FEED, [source]);
        const shut = Object.values(addressesOf(source, readSettings(feed.settings).mirrors)).filter(
          (a) => !egress.allows(a),
        );
        if (shut.length > 0) throw refuse('egress.closed', closed(shut, egress.hosts).message);
        // What is waited for is asked for again now: a job that was put off must not stand in its way.
        await enqueue(tx, 'feeds.sync', { source, ecosystems }, { key: `feeds.sync:${source}` });
        return { done: true };
      });
    },
    'feeds.choose': ({ actor, params, body }) => choose(deps, actor, params.source, body),
    'feedProviders.list': ({ actor }) => providers.list(deps, actor),
    'feedProviders.add': ({ actor, body }) => providers.add(deps, actor, body),
    'feedProviders.remove': ({ actor, params }) => providers.remove(deps, actor, params.id),
  };
}

function choose({ db }: Deps, actor: Actor, source: SyncSource, body: Choice): Promise<{ done: true }> {
  const known = Object.keys(FEEDS[source].addresses);
  const strange = Object.keys(body.mirrors ?? {}).filter((name) => !known.includes(name));
  if (strange.length > 0)
    throw refuse(
      'request.invalid',
      `${source} has no address named ${strange.join(', ')}. It has ${known.length === 0 ? 'none' : known.join(', ')}.`,
    );
  if ((body.ecosystems ?? []).length > 0 && source !== 'osv')
    throw refuse('request.invalid', `Only osv has ecosystems; ${source} is fetched as a whole.`);
  return db.as(actor.party.id, async (tx) => {
    const feed = await tx.one(store.FEED, [source]);
    const before = readSettings(feed.settings);
    const settings = {
      ecosystems: body.ecosystems ?? before.ecosystems,
      mirrors: body.mirrors ?? before.mirrors,
    };
    const everyHours = body.everyHours === undefined ? feed.every_hours : body.everyHours;
    await tx.run(store.CHOOSE, [source, JSON.stringify(settings), everyHours, tx.now]);
    await record(tx, {
      kind: 'feed.chosen',
      wall: actor.party.id,
      actor: actor.person.id,
      refs: {},
      facts: { source, everyHours, ecosystems: [...settings.ecosystems], mirrors: Object.values(settings.mirrors) },
    });
    return { done: true };
  });
}

/** Duties rest on these: not to have read them is to be out of date. */
/** Feeds that are read from files and fetched by nobody. */
const FROM_FILES: Readonly<Record<string, string>> = { cve: 'CVE records' };
const ALWAYS_USED: ReadonlySet<string> = new Set(['kev', 'osv', 'ssvc']);

function viewOf(f: store.FeedRecord, egress: Egress, now: string): View {
  const source = isSyncSource(f.source) ? f.source : undefined;
  const used = ALWAYS_USED.has(f.source) || f.as_of !== null || f.every_hours !== null;
  const { ecosystems, mirrors } = readSettings(f.settings);
  const addresses = Object.entries(source ? addressesOf(source, mirrors) : {}).map(([name, address]) => ({
    name,
    address,
    mirror: Object.hasOwn(mirrors, name),
    allowed: egress.allows(address),
  }));
  return {
    source: f.source,
    name: source ? FEEDS[source].name : (FROM_FILES[f.source] ?? f.source),
    address: addresses[0]?.address ?? null,
    records: f.records,
    lastSuccessAt: f.last_success_at,
    asOf: f.as_of,
    maxAgeHours: f.max_age_hours,
    stale: used && (f.as_of === null || Date.parse(now) - Date.parse(f.as_of) > f.max_age_hours * 3_600_000),
    used,
    running: f.running,
    progress: f.progress,
    lastError: f.last_error,
    allowed: source !== undefined && addresses.every((a) => a.allowed),
    syncable: source !== undefined,
    addresses,
    toAllow: hostsOf(addresses.filter((a) => !a.allowed).map((a) => a.address)),
    terms: source ? FEEDS[source].terms : null,
    how: source ? FEEDS[source].how : null,
    note: f.note,
    waitsUntil: f.waits_until,
    endedAt: f.ended_at,
    everyHours: f.every_hours,
    nextAt: f.next_at,
    ecosystems: [...ecosystems],
  };
}
