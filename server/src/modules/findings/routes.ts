// HTTP of vulnerabilities: the queue, one of them, decisions.
import { Readable } from 'node:stream';
import { RATERS, type vulnerabilityDetail } from '@leadtime/contract';
import type { z } from 'zod';
import type { Actor, Handlers } from '../../edge/handler.ts';
import { readPage } from '../../edge/page.ts';
import { notFound, Refusal } from '../../edge/refusal.ts';
import type { Blobs } from '../../platform/blobs.ts';
import type { Database } from '../../platform/db/database.ts';
import { SEES_FEW } from '../access/index.ts';
import { assign, type DecideDeps, rate, setSsvc, type Undoable, validate } from './decide.ts';
import { decideCandidate, merge, split, undo } from './merge.ts';
import * as store from './queue-store.ts';
import { conclusionOf, findingOf, nextOf, rowOf, tierOf, timelineOf } from './view.ts';

export interface FindingsDeps extends DecideDeps {
  readonly blobs: Blobs;
  /** Telling is the cases module's: given by the composition root. */
  readonly tell: (actor: Actor, id: string, note: string | undefined) => Promise<{ decisionId: string }>;
}

const FINDINGS_ON_PAGE = 100;

export function findingsRoutes(deps: FindingsDeps): Handlers {
  const { db } = deps;
  return {
    'vulnerabilities.list': ({ actor, query: q }) =>
      db.as(actor.party.id, async (tx) => {
        const filter = [
          q.state ?? null,
          flag(q.open),
          flag(q.kev),
          q.proof ?? null,
          q.severity ?? null,
          q.project ?? null,
          q.held ?? null,
          q.mine ? actor.person.id : null,
          q.candidates ? true : null,
          q.several ? true : null,
          q.q ?? null,
        ];
        const queue = (await tx.one(SEES_FEW)).few ? store.QUEUE_OF_FEW : store.QUEUE;
        const rows = await tx.all(queue.by[q.sort], [...filter, q.limit, q.offset]);
        const total = rows[0]?.total ?? (q.offset > 0 ? (await tx.one(queue.count, filter)).total : 0);
        return { items: rows.map(rowOf), total, limit: q.limit, offset: q.offset };
      }),
    'vulnerabilities.flow': ({ actor }) =>
      db.as(actor.party.id, async (tx) => {
        const since = `${tx.now.slice(0, 10)}T00:00:00.000Z`;
        return { since, ...(await tx.one(store.FLOW, [since])) };
      }),
    'vulnerabilities.read': ({ actor, params }) => detail(db, actor, params.id),
    'vulnerabilities.findings': ({ actor, params, query }) =>
      db.as(actor.party.id, async (tx) => {
        const row = await tx.maybe(store.ONE, [params.id]);
        if (!row) throw notFound();
        const { rows, ...page } = await readPage(query, (limit, offset) =>
          tx.all(store.FINDINGS_OF, [params.id, limit, offset]),
        );
        return {
          items: rows.map((f) => findingOf(f, tierOf(row.tier), actor.party.id)),
          ...page,
        };
      }),
    'vulnerabilities.validate': ({ actor, params, body }) => validate(deps, actor, params.id, body),
    'vulnerabilities.rate': ({ actor, params, body }) => rate(deps, actor, params.id, body),
    'vulnerabilities.ssvc': ({ actor, params, body }) => setSsvc(deps, actor, params.id, body),
    'vulnerabilities.merge': ({ actor, params, body }) =>
      merge(deps, actor, params.id, { other: body.with, reason: body.reason }),
    'vulnerabilities.split': ({ actor, params, body }) => split(deps, actor, params.id, body),
    'vulnerabilities.assign': ({ actor, params, body }) => assign(deps, actor, params.id, body.person),
    'candidates.decide': ({ actor, params, body }) => decideCandidate(deps, actor, params.id, body),
    'decisions.undo': async ({ actor, params }) => {
      await undo(deps, actor, params.id);
      return { done: true };
    },
    'vulnerabilities.batch': async ({ actor, body }) => {
      const results = [];
      for (const id of body.ids) results.push(await one(id, () => act(deps, actor, id, body)));
      return { results, undoUntil: new Date(Date.now() + 30_000).toISOString() };
    },
    'attachments.read': async ({ actor, params }) => {
      const row = await db.as(actor.party.id, (tx) => tx.maybe(store.ATTACHMENT, [params.id, params.digest]));
      if (!row?.blob_id) throw notFound();
      return {
        file: true,
        type: 'application/octet-stream',
        body: Readable.from(deps.blobs.read(row.blob_id, row.bytes)),
        download: row.name,
      };
    },
  };
}

async function detail(db: Database, actor: Actor, id: string): Promise<z.input<typeof vulnerabilityDetail>> {
  return db.as(actor.party.id, async (tx) => {
    const row = await tx.maybe(store.ONE, [id]);
    if (!row) throw notFound();
    const tier = tierOf(row.tier);
    const findings = await tx.all(store.FINDINGS_OF, [id, FINDINGS_ON_PAGE, 0]);
    const opinions = await tx.all(store.OPINIONS_OF, [id, tier !== 'finder']);
    const decisions = await tx.all(store.DECISIONS_OF, [id]);
    const edges = await tx.all(store.EDGES_OF, [id]);
    const candidates = await tx.all(store.CANDIDATES_OF, [id]);
    const { comparing } = await tx.one(store.COMPARING, [id]);
    const knows = await tx.all(store.KNOWS, [id]);
    return {
      row: rowOf(row),
      conclusion: conclusionOf(row),
      next: nextOf(row),
      tier,
      opinions: Object.fromEntries(
        RATERS.map((who) => [
          who,
          opinionOf(
            opinions.find((o) => o.rater === who),
            tier,
          ),
        ]),
      ) as z.input<typeof vulnerabilityDetail>['opinions'], // one per rater
      findings: findings.map((f) => findingOf(f, tier, actor.party.id)),
      findingsTotal: findings[0]?.total ?? 0,
      edges: edges.map((e) => ({
        id: e.id,
        level: e.level as 'E0',
        kind: e.kind,
        a: e.a,
        b: e.b,
        text: String(e.evidence['text'] ?? ''),
        evidence: tier === 'coordinator' ? e.evidence : {},
        by: String(e.evidence['person'] ?? 'rule'),
        at: e.at,
        undoneAt: e.undone_at,
      })), // levels are ours
      candidates: candidates.map((c) => ({
        id: c.id,
        score: c.score,
        reasons: c.reasons,
        settle: c.settle,
        other: {
          id: c.other_id,
          title: c.other_title,
          target: c.other_target,
          state: c.other_state,
          reports: c.other_reports,
        },
      })),
      comparing: tier === 'coordinator' && comparing,
      timeline: timelineOf(row, findings, decisions, await tx.all(store.TELLINGS_OF, [id]), tier, tx.now),
      knows:
        tier === 'coordinator'
          ? knows.map((k) => ({
              party: { id: k.party_id, name: k.name },
              tier: k.tier,
              since: k.valid_from,
              until: k.valid_until,
            }))
          : [],
      exposure: tier === 'coordinator' || tier === 'maintainer' ? await tx.all(store.EXPOSURE_BY_SECTOR, [id]) : [],
      supersededBy: row.superseded_by,
    };
  });
}

type Opinion = NonNullable<typeof store.OPINIONS_OF.row>;

function opinionOf(o: Opinion | undefined, tier: string) {
  if (!o) return { true: null, reachable: null, severity: null, vector: null, score: null, by: null, at: null };
  return {
    true: o.is_true as 'true' | null,
    reachable: o.reachable as 'true' | null,
    severity: o.severity as 'high' | null,
    vector: o.vector,
    score: o.score,
    by: tier === 'coordinator' ? o.by_name : null,
    at: o.at,
  }; // closed sets by contract at writing
}

function act(
  deps: FindingsDeps,
  actor: Actor,
  id: string,
  { verb, reason }: { verb: string; reason: string },
): Promise<{ decisionId: string } | Undoable> {
  if (verb === 'validate') return validate(deps, actor, id, { outcome: 'reproduced', reason });
  if (verb === 'reject') return validate(deps, actor, id, { outcome: 'rejected', reason });
  if (verb === 'tell') return deps.tell(actor, id, reason);
  return assign(deps, actor, id, 'me');
}

/** Each of a batch answers for itself: a refusal of one is no refusal of the others. */
async function one(
  id: string,
  work: () => Promise<{ decisionId: string }>,
): Promise<{ id: string; ok: boolean; decisionId: string | null; code: string | null; detail: string | null }> {
  try {
    return { id, ok: true, decisionId: (await work()).decisionId, code: null, detail: null };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { id, ok: false, decisionId: null, code: error.code, detail: error.message };
  }
}

const flag = (text: 'true' | 'false' | undefined): boolean | null => (text === undefined ? null : text === 'true');
