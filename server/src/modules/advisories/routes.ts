// HTTP of advisories and feeds.
import type { advisoryRow, advisoryView } from '@leadtime/contract';
import type { Advisory } from '@leadtime/lib/advisory';
import type { z } from 'zod';
import type { Actor, FileAnswer, Handlers } from '../../edge/handler.ts';
import { notFound } from '../../edge/refusal.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { Egress } from '../../platform/egress.ts';
import { importFeed } from './feeds/index.ts';
import type { Draft } from './model.ts';
import { type AdvisoryDeps, draft, edit, load, publish, render, withdraw } from './publish.ts';
import * as store from './store.ts';
import { syncRoutes } from './sync/routes.ts';

type View = z.input<typeof advisoryView>;

export function advisoriesRoutes(deps: AdvisoryDeps & { readonly egress: Egress }): Handlers {
  const { db } = deps;
  const reading = <T>(actor: Actor | undefined, work: (tx: Tx) => Promise<T>): Promise<T> =>
    actor ? db.as(actor.party.id, work) : db.asAnyone(work);
  const view = async (actor: Actor | undefined, id: string): Promise<View> =>
    viewOf(
      deps,
      actor,
      await reading(actor, async (tx) => ({
        row: (await tx.maybe(store.ONE, [id])) ?? nobody(),
        revisions: await tx.all(store.REVISIONS, [id]),
      })),
    );
  const latest = async (actor: Actor | undefined, id: string, part: 'csaf' | 'osv'): Promise<FileAnswer> => {
    const last = (await reading(actor, (tx) => tx.all(store.REVISIONS, [id]))).at(-1);
    if (!last) throw notFound();
    return { file: true, type: 'application/json; charset=utf-8', body: `${JSON.stringify(last[part], null, 2)}\n` };
  };
  return {
    'advisories.list': ({ actor, query: q }) =>
      reading(actor, async (tx) => {
        const filter = [q.source, q.state ?? null, q.q ?? null];
        const rows = await tx.all(store.LIST, [...filter, q.limit, q.offset]);
        return {
          items: rows.map(rowView),
          total: (await tx.one(store.COUNT, filter)).total,
          limit: q.limit,
          offset: q.offset,
        };
      }),
    'advisories.read': ({ actor, params }) => view(actor, params.id),
    'advisories.draft': async ({ actor, params }) => view(actor, await draft(deps, actor, params.id)),
    'advisories.edit': async ({ actor, params, body }) => {
      await edit(deps, actor, params.id, body);
      return view(actor, params.id);
    },
    'advisories.preview': async ({ actor, params }) => {
      const { row, revisions, instance } = await load(deps, actor, params.id);
      const next = [
        ...revisions,
        {
          number: row.revision + 1,
          at: row.now,
          summary: row.revision === 0 ? 'First publication.' : 'Next revision.',
        },
      ];
      const { csaf, osv, plain, validation } = await render(deps, row, next, { instance });
      return { csaf, osv, plain, validation: [...validation] };
    },
    'advisories.publish': async ({ actor, params, body }) => {
      await publish(deps, actor, params.id, body);
      return view(actor, params.id);
    },
    'advisories.withdraw': async ({ actor, params, body }) => {
      await withdraw(deps, actor, params.id, body.reason);
      return view(actor, params.id);
    },
    'advisories.csaf': ({ actor, params }) => latest(actor, params.id, 'csaf'),
    'advisories.osv': ({ actor, params }) => latest(actor, params.id, 'osv'),
    'feed.index': async () => {
      const rows = await db.asAnyone((tx) => tx.all(store.PUBLISHED));
      const items = rows.map((r) => ({
        id: r.public_id,
        title: r.title,
        tlp: r.tlp,
        aliases: r.aliases,
        revision: r.number,
        modified: r.at,
        csaf: `${deps.origin}/advisories/${r.id}/csaf.json`,
        osv: `${deps.origin}/advisories/${r.id}/osv.json`,
      }));
      return {
        file: true,
        type: 'application/json; charset=utf-8',
        body: `${JSON.stringify({ advisories: items }, null, 2)}\n`,
      };
    },
    'feed.osv': async () => {
      const rows = await db.asAnyone((tx) => tx.all(store.PUBLISHED));
      return { file: true, type: 'application/x-ndjson', body: rows.map((r) => `${JSON.stringify(r.osv)}\n`).join('') };
    },
    ...syncRoutes(deps),
    'feeds.import': async ({ actor, params, query, bytes }) => {
      const by = { actor: actor.person.id, wall: actor.party.id, asOf: query.asOf, whole: query.whole === 'true' };
      const { problems, passed, stated, newest, ...imported } = await importFeed(deps, params.source, bytes, by);
      return { importId: crypto.randomUUID(), ...imported, takenBefore: passed, problems: [...problems] };
    },
  };
}

function nobody(): never {
  throw notFound();
}

async function viewOf(
  deps: AdvisoryDeps,
  actor: Actor | undefined,
  { row, revisions }: { row: store.AdvisoryRow; revisions: { number: number; at: string; summary: string }[] },
): Promise<View> {
  const ours = row.source === 'ours';
  const editing = ours && actor?.role === 'coordinator';
  const content = ours ? (row.record as Draft) : undefined; // ours: a draft by ADD and EDIT
  const outside = ours ? undefined : (row.record as Advisory); // outside: readOsv's model
  const validation = editing && row.state === 'draft' ? [...(await preview(deps, actor, row.id))] : [];
  return {
    row: rowView(row),
    draft: editing ? (content ?? null) : null,
    summary: row.summary,
    details: row.details,
    affected: content
      ? content.affected.map((a) => ({
          package: `${a.ecosystem} ${a.vendor ? `${a.vendor} ` : ''}${a.name}`,
          ranges: [rangeText(a)],
          fixed: a.fixed ?? null,
        }))
      : (outside?.affected ?? []).slice(0, 200).map((a) => ({
          package: `${a.ecosystem} ${a.name}`,
          ranges: a.ranges.map((r) =>
            r.events
              .map((e) =>
                Object.entries(e)
                  .map(([k, v]) => `${k} ${v}`)
                  .join(' '),
              )
              .join(', '),
          ),
          fixed: a.ranges.flatMap((r) => r.events.flatMap((e) => ('fixed' in e ? [e.fixed] : []))).at(-1) ?? null,
        })),
    revisions: revisions.map((r) => ({ number: String(r.number), date: r.at, summary: r.summary })),
    references: content ? content.references : (outside?.references ?? []).map((r) => r.url),
    credits: content ? content.credits : [...(outside?.credits ?? [])],
    validation,
    caseId: editing ? row.case_id : null,
    formats:
      ours && row.revision > 0
        ? [
            { name: 'CSAF 2.0', path: `/advisories/${row.id}/csaf.json` },
            { name: 'OSV', path: `/advisories/${row.id}/osv.json` },
          ]
        : [],
  };
}

async function preview(deps: AdvisoryDeps, actor: Actor, id: string) {
  const { row, revisions, instance } = await load(deps, actor, id);
  return (
    await render(deps, row, [...revisions, { number: row.revision + 1, at: row.now, summary: 'Draft.' }], { instance })
  ).validation;
}

const rangeText = (a: Draft['affected'][number]): string =>
  a.fixed
    ? `from ${a.introduced}, before ${a.fixed}`
    : a.lastAffected
      ? `from ${a.introduced} to ${a.lastAffected}`
      : a.versions.length > 0
        ? a.versions.join(', ')
        : `from ${a.introduced}, no fix known`;

const rowView = (r: store.AdvisoryRow): z.input<typeof advisoryRow> => ({
  id: r.id,
  publicId: r.public_id,
  source: r.source,
  title: r.title,
  aliases: r.aliases,
  state: r.state,
  tlp: r.tlp,
  severity: r.severity,
  packages: r.packages,
  revision: r.revision,
  publishedAt: r.published_at,
  modifiedAt: r.modified_at,
  kev: r.kev_at !== null,
});
