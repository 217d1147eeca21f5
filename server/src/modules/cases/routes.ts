// HTTP of cases and projects.

import type { project } from '@leadtime/contract';
import { type CaseView, type clock, LANES, VENDOR_STATUSES } from '@leadtime/contract';
import { instantOf } from '@leadtime/lib/kit';
import { parsePurl, withoutVersion } from '@leadtime/lib/version';
import type { z } from 'zod';
import type { Actor, Handlers } from '../../edge/handler.ts';
import { readPage } from '../../edge/page.ts';
import { notFound, refuse } from '../../edge/refusal.ts';
import { newId } from '../../platform/clock.ts';
import type { Tx } from '../../platform/db/database.ts';
import { SEES_FEW } from '../access/index.ts';
import { rowOf, SOME, tierOf } from '../findings/index.ts';
import { record } from '../ledger/index.ts';
import { acknowledge, fixReady, stateVendorStatus, write } from './answer.ts';
import { holdBack, release, setEmbargo, tell } from './coordinate.ts';
import { moveLine, type PaceDeps, weekOf } from './pace.ts';
import * as store from './store.ts';

export function casesRoutes(deps: PaceDeps): Handlers {
  const { db } = deps;
  return {
    'cases.list': ({ actor, query: q }) =>
      db.as(actor.party.id, async (tx) => {
        const cases = (await tx.one(SEES_FEW)).few ? store.CASES_OF_FEW : store.CASES;
        const { rows, ...page } = await readPage(q, (limit, offset) =>
          tx.all(cases, [q.state ?? null, q.project ?? null, limit, offset]),
        );
        return {
          items: rows.map((r) => ({
            id: r.case_id,
            state: r.case_state,
            vulnerability: rowOf(r),
            waitingFor: WAITING_FOR[r.case_state] ?? '',
            toldAt: r.case_told_at,
          })),
          ...page,
        };
      }),
    'cases.read': ({ actor, params }) => db.as(actor.party.id, (tx) => caseView(tx, params.id)),
    'cases.tell': ({ actor, params, body }) => tell(deps, actor, params.id, body.note),
    'cases.hold': ({ actor, params, body }) => holdBack(deps, actor, params.id, body),
    'cases.release': ({ actor, params }) => release(deps, actor, params.id),
    'cases.embargo': ({ actor, params, body }) => setEmbargo(deps, actor, params.id, body),
    'cases.acknowledge': ({ actor, params }) => acknowledge(deps, actor, params.id),
    'cases.vendorStatus': ({ actor, params, body }) => stateVendorStatus(deps, actor, params.id, body),
    'cases.fix': ({ actor, params, body }) => fixReady(deps, actor, params.id, body),
    'cases.message': ({ actor, params, body }) => write(deps, actor, params.id, body),
    'projects.list': ({ actor }) =>
      db.as(actor.party.id, async (tx) => ({
        items: await Promise.all((await tx.all(store.PROJECTS)).map((p) => projectView(tx, p))),
      })),
    'projects.create': ({ actor, body }) => db.as(actor.party.id, (tx) => createProject(tx, actor, body)),
    'projects.update': ({ actor, params, body }) =>
      db.as(actor.party.id, async (tx) => {
        const before = await tx.maybe(store.PROJECT, [params.id]);
        if (!before) throw notFound();
        const sets = body.pausedUntil !== undefined;
        if (
          (await tx.run(store.UPDATE_PROJECT, [
            params.id,
            body.weeklyBudget ?? null,
            sets,
            body.pausedUntil ?? null,
            body.acceptsUnvalidated ?? null,
          ])) === 0
        )
          throw notFound();
        await record(tx, {
          kind: 'project.changed',
          wall: params.id,
          actor: actor.person.id,
          refs: { project: params.id },
          facts: Object.fromEntries(Object.entries(body).map(([k, v]) => [k, String(v)])),
        });
        if (actor.role === 'coordinator')
          await moveLine(tx, deps.rules, { id: actor.person.id, share: store.SHARE_BY_PARTY }, params.id);
        return projectView(tx, await tx.one(store.PROJECT, [params.id]));
      }),
    'projects.line': ({ actor, params, query }) =>
      db.as(actor.party.id, async (tx) => {
        if (!(await tx.maybe(store.PROJECT, [params.id]))) throw notFound();
        const { rows, ...page } = await readPage(query, (limit, offset) =>
          tx.all(store.LINE, [params.id, limit, offset]),
        );
        const seen = new Map((await tx.all(SOME, [rows.map((r) => r.vulnerability_id)])).map((v) => [v.id, v]));
        return {
          items: rows.map((r) => {
            const v = seen.get(r.vulnerability_id);
            return {
              place: r.place,
              severity: r.severity,
              since: r.since,
              vulnerability: v && tierOf(v.tier) === 'coordinator' ? rowOf(v) : null,
            };
          }),
          ...page,
        };
      }),
  };
}

/** Records a project: its maintainer and the coordinators see it, and what waited without a project finds it. */
export async function createProject(
  tx: Tx,
  actor: Pick<Actor, 'party' | 'person'>,
  given: {
    name: string;
    packages: readonly string[];
    maintainerId: string | null;
    contact?: string | undefined;
    weeklyBudget?: number;
    acceptsUnvalidated?: boolean;
  },
): Promise<z.input<typeof project>> {
  const packages = given.packages.map((p, i) => {
    if (!p.startsWith('pkg:')) return p;
    const purl = parsePurl(p, `/packages/${i}`);
    if (!purl.ok)
      throw refuse('request.invalid', 'A package is not a valid package URL.', {
        problems: purl.problems,
        total: purl.total,
      });
    return withoutVersion(purl.value);
  });
  const id = newId(tx.now);
  await tx.all(store.SHARE_BY_PARTY, [id, actor.party.id, 'coordinator', tx.now]);
  if (given.maintainerId) await tx.all(store.SHARE_BY_PARTY, [id, given.maintainerId, 'maintainer', tx.now]);
  await tx.run(store.ADD_PROJECT, [id, given.name, given.maintainerId, given.contact ?? null, tx.now]);
  if (given.weeklyBudget !== undefined || given.acceptsUnvalidated !== undefined)
    await tx.run(store.UPDATE_PROJECT, [id, given.weeklyBudget ?? null, false, null, given.acceptsUnvalidated ?? null]);
  await tx.run(store.ADD_PACKAGES, [packages, id]);
  await tx.run(store.ADOPT, [packages, id]);
  await tx.all(store.SHOW_TO_FINDERS, [id]);
  await record(tx, {
    kind: 'project.added',
    wall: id,
    actor: actor.person.id,
    refs: { project: id, ...(given.maintainerId ? { maintainer: given.maintainerId } : {}) },
  });
  return projectView(tx, await tx.one(store.PROJECT, [id]));
}

async function projectView(tx: Tx, p: store.ProjectRow): Promise<z.input<typeof project>> {
  const weekStart = weekOf(tx.now);
  const load = await tx.maybe(store.LOAD, [p.id, `${weekStart}T00:00:00Z`]);
  return {
    id: p.id,
    name: p.name,
    packages: p.packages,
    maintainer: p.party_id ? { id: p.party_id, name: p.party_name ?? 'the maintainer' } : null,
    weeklyBudget: p.weekly_budget,
    pausedUntil: p.paused_until,
    acceptsUnvalidated: p.accepts_unvalidated,
    contact: p.contact,
    toldThisWeek: load?.told ?? 0,
    waiting: load?.waiting ?? 0,
    openCases: load?.open_cases ?? 0,
    weekEndsAt: instantOf(Date.parse(`${weekStart}T00:00:00Z`) + 7 * 86_400_000),
  };
}

const WAITING_FOR: Readonly<Record<string, string>> = {
  open: 'the telling',
  told: 'the maintainer’s acknowledgement',
  acknowledged: 'a fix',
  fix_ready: 'the advisory',
  published: 'operators',
  closed: 'nothing',
};

async function caseView(tx: Tx, caseId: string): Promise<CaseView> {
  const c = await tx.maybe(store.CASE, [caseId]);
  if (!c) throw notFound();
  const tier = tierOf(c.tier);
  const id = c.vulnerability_id;
  const statuses = await tx.all(store.VENDOR_STATUSES, [id]);
  const messages = await tx.all(store.MESSAGES, [id]);
  const technical = tier === 'coordinator' || tier === 'maintainer';
  const pieces = technical ? await tx.all(store.BUNDLE, [id]) : [];
  const row = rowOf(c);
  return {
    id: c.case_id,
    state: c.case_state,
    vulnerability: row,
    conclusion: `Waits for ${WAITING_FOR[c.case_state]}.`,
    clocks: clocksOf(c, tx.now),
    holds: row.holds,
    embargo: {
      until: c.embargo_until,
      zone: c.embargo_zone ?? 'UTC',
      basis: c.embargo_basis ?? 'No embargo is set.',
      proposedBy: null,
    },
    vendorStatuses: statuses.map((s) => ({
      product: s.product,
      status: VENDOR_STATUSES.find((v) => v === s.status) ?? 'not_answered',
      justification: s.justification,
      fixedVersion: s.fixed_version,
      by: s.by_name,
      at: s.at,
    })),
    messages: messages.map((m) => ({
      id: m.id,
      lane: LANES.find((l) => l === m.lane) ?? 'shared',
      from: tier === 'coordinator' || m.lane === 'shared' ? m.person : 'somebody',
      party: m.party,
      text: m.body,
      at: m.at,
    })),
    bundle: {
      summary: pieces[0] ? `${pieces[0].title}\n\n${pieces[0].description}` : row.title,
      howToReproduce: pieces.flatMap((p) => p.attachments).some((a) => a.role === 'proof')
        ? 'A proof is attached to the finding: download it and run it against the version named.'
        : null,
      patch: pieces.flatMap((p) => p.attachments).find((a) => a.role === 'patch')?.name ?? null,
      credits: [...new Set(pieces.flatMap((p) => p.credits))],
      mergedReports: c.reports,
      whyOneBug: technical ? (await tx.all(store.EDGE_TEXTS, [id])).map((e) => e.text) : [],
    },
    advisoryId: (await tx.maybe(store.ADVISORY_OF, [id]))?.id ?? null,
    fix: c.fix_version && c.fix_at ? { version: c.fix_version, commit: c.fix_commit, at: c.fix_at } : null,
  };
}

type Clock = z.input<typeof clock>;

/** The case's one clock, in its stretches: told, acknowledged, fix, embargo. */
function clocksOf(
  c: store.CaseRow & {
    validated_at: string | null;
    embargo_until: string | null;
    embargo_zone: string | null;
    published_at: string | null;
    priority: unknown;
  },
  now: string,
): Clock[] {
  const validated = c.validated_at;
  const telling: Clock = {
    name: 'Telling the maintainer',
    start: validated,
    due: validated,
    zone: 'UTC',
    why: 'The vendor is told as soon as it is validated or exploited; a wait is a hold.',
    state: c.case_told_at ? 'met' : validated ? 'running' : 'not_started',
  };
  const embargo: Clock = {
    name: 'Embargo',
    start: c.case_told_at,
    due: c.embargo_until,
    zone: c.embargo_zone,
    why: c.embargo_basis ?? 'No embargo is set.',
    state: c.published_at
      ? 'met'
      : c.embargo_until === null
        ? 'unknown'
        : c.embargo_until < now
          ? 'overdue'
          : 'running',
  };
  return [telling, embargo];
}
