// When a maintainer is told. DESIGN law 9: as soon as a vulnerability is validated or exploited, within the project's own
// weekly budget; every other wait is a hold with owner, reason and expiry.
import { type Day, dayOf, digestOf, type Instant, instantOf } from '@leadtime/lib/kit';
import { pace as paceOf, resolveEmbargo } from '@leadtime/lib/triage';
import { newId } from '../../platform/clock.ts';
import type { Database, Tx } from '../../platform/db/database.ts';
import type { Query } from '../../platform/db/query.ts';
import { emit } from '../../platform/events.ts';
import { enqueue } from '../../platform/jobs.ts';
import type { Rules } from '../findings/index.ts';
import { record } from '../ledger/index.ts';
import * as store from './store.ts';

export interface PaceDeps {
  readonly db: Database;
  readonly rules: Rules;
}

/** Whoever tells: the worker's verb, or a coordinator in person. They share by different doors. */
export interface Teller {
  readonly id: string;
  readonly share: Query<unknown>;
}
export const WORKER: Teller = { id: 'system', share: store.SHARE_BY_VERB };
const HOLD_DAYS = 14;

/** The job: one vulnerability that became due, or a sweep over all lines (a new week, a pause that ended, an expired hold). */
export async function pace({ db, rules }: PaceDeps, payload: Readonly<Record<string, unknown>>): Promise<void> {
  if (typeof payload['vulnerability'] === 'string') {
    const id = payload['vulnerability'];
    await db.verb('cases.pace', (tx) => offer(tx, rules, WORKER, id));
    return;
  }
  if (typeof payload['project'] === 'string') {
    const id = payload['project'];
    await db.verb('cases.pace', (tx) => moveLine(tx, rules, WORKER, id));
    return;
  }
  const { due, projects } = await db.verb('cases.pace', async (tx) => {
    await tx.run(store.END_EXPIRED, [tx.now]);
    const before = instantOf(Date.parse(tx.now) - 60_000);
    return {
      due: await tx.all(store.DUE_UNPLACED, [before, tx.now]),
      projects: await tx.all(store.PROJECTS_WITH_LINE),
    };
  });
  for (const { id } of due) await db.verb('cases.pace', (tx) => offer(tx, rules, WORKER, id));
  for (const { project_id } of projects) await db.verb('cases.pace', (tx) => moveLine(tx, rules, WORKER, project_id));
}

export type Offered = { readonly told: true } | { readonly told: false; readonly why: string };

/** Brings one vulnerability to its maintainer, or into the line, or to a hold that says why not. */
export async function offer(tx: Tx, rules: Rules, teller: Teller, id: string): Promise<Offered> {
  // The project is locked before what waits for it, here as in moveLine: two tellers never wait for each other in a circle.
  const projectId = (await tx.maybe(store.PROJECT_OF, [id]))?.project_id;
  const project = projectId ? await tx.maybe(store.LOCK_PROJECT, [projectId]) : undefined;
  const v = await tx.maybe(store.SUBJECT, [id]);
  if (!v || v.superseded_by !== null || v.told_at !== null)
    return { told: false, why: 'It is not waiting to be told.' };
  const due =
    v.state === 'validated' || (v.state === 'found' && (v.kev_at !== null || project?.accepts_unvalidated === true));
  if (!due) return { told: false, why: 'It is not validated yet.' };
  const held = (await tx.all(store.HOLDS, [id])).find(
    (h) => (h.kind === 'other' || h.kind === 'no_contact') && h.expires_at > tx.now,
  );
  if (held) return { told: false, why: 'It is held.' };
  if (!project?.party_id) {
    const why = project ? 'The project has no maintainer on record.' : `No project is recorded for ${v.target}.`;
    await hold(tx, {
      id,
      kind: 'no_contact',
      reason: why,
      owner: { id: null, name: 'Clearinghouse' },
      expiresAt: instantOf(Date.parse(tx.now) + HOLD_DAYS * 86_400_000),
    });
    return { told: false, why };
  }
  await tx.run(store.JOIN_LINE, [id, project.id, v.priority_rank, v.validated_at ?? v.first_seen_at]);
  const since = `${weekOf(tx.now)}T00:00:00Z`;
  if ((await tx.one(store.TOLD_SINCE, [project.id, since])).told >= project.weekly_budget) {
    // No room this week: the whole line is put in order once for all that join it now.
    await enqueue(tx, 'cases.pace', { project: project.id }, { key: `cases.line:${project.id}` });
    return { told: false, why: 'It waits in the maintainer’s line.' };
  }
  const told = await moveLine(tx, rules, teller, project.id);
  return told.includes(id) ? { told: true } : { told: false, why: 'It waits in the maintainer’s line.' };
}

/** Tells as many as the week allows, in order of priority; the rest get their place and a hold that names the maintainer's own capacity. */
export async function moveLine(tx: Tx, rules: Rules, teller: Teller, projectId: string): Promise<readonly string[]> {
  const project = await tx.maybe(store.LOCK_PROJECT, [projectId]);
  if (!project?.party_id) return [];
  await tx.run(store.DROP_STALE, [projectId]);
  const weekStart = weekOf(tx.now);
  const queue = (await tx.all(store.QUEUE, [projectId])).map((q) => q.vulnerability_id);
  const { told } = await tx.one(store.TOLD_SINCE, [projectId, `${weekStart}T00:00:00Z`]);
  const paused = project.paused_until ? { pausedUntil: dayOf(project.paused_until) } : {};
  const result = paceOf({
    weeklyBudget: project.weekly_budget,
    today: dayOf(tx.now),
    weekStart,
    toldThisWeek: told,
    ...paused,
    queue,
  });
  for (const id of result.tellNow)
    await tellNow(tx, rules, teller, { id, project: { id: project.id, party: project.party_id, name: project.name } });
  await tx.run(store.CLEAR_PLACES, [projectId]);
  const [next] = result.waiting;
  if (next) {
    await tx.run(store.SET_PLACES, [projectId]);
    const until = instantOf(Date.parse(`${weekStart}T00:00:00Z`) + 14 * 86_400_000);
    const held = await tx.all(store.HOLD_LINE, [projectId, next.reason.text, project.name, tx.now, until]);
    if (held.length > 0) await recordLine(tx, teller, projectId, { ids: held.map((h) => h.vulnerability_id), until });
  }
  return result.tellNow;
}

/** One entry for all that were held at once: it commits to which. */
async function recordLine(
  tx: Tx,
  teller: Teller,
  projectId: string,
  { ids, until }: { ids: readonly string[]; until: string },
): Promise<void> {
  const facts = { count: ids.length, vulnerabilities: digestOf([...ids].sort().join('\n')), expiresAt: until };
  await record(tx, { kind: 'case.line-held', wall: projectId, actor: teller.id, refs: { project: projectId }, facts });
}

async function tellNow(
  tx: Tx,
  rules: Rules,
  teller: Teller,
  { id, project }: { id: string; project: { id: string; party: string; name: string } },
): Promise<void> {
  const v = await tx.one(store.SUBJECT, [id]);
  const retentions = (await tx.all(store.RETENTIONS, [id])).map((r) =>
    r.retention === 'none' || r.retention === 'limited' || r.retention === 'training' ? r.retention : 'unknown',
  );
  const embargo = resolveEmbargo(
    {
      toldAt: tx.now as Instant,
      ...(v.validated_at ? { validatedAt: v.validated_at as Instant } : {}),
      terms: [],
      promptRetention: retentions,
    },
    rules.embargo,
  ); // instants of the clock
  const until = embargo.ok && embargo.value.state === 'until' ? (embargo.value.until ?? null) : null;
  const basis = embargo.ok ? embargo.value.reasons.map((r) => r.text).join(' ') : 'No embargo could be worked out.';
  if ((await tx.run(store.SET_TOLD, [id, tx.now])) === 0) return;
  await tx.run(store.ADD_TELLING, [id, project.id, tx.now]);
  await tx.run(store.LEAVE_LINE, [id]);
  await tx.run(store.END_HOLDS, [id, tx.now]);
  await tx.one(store.OPEN_CASE, [newId(tx.now), id, tx.now, until, rules.embargo.zone, basis]);
  await tx.run(store.ASK_VENDOR, [id, v.target]);
  await tx.all(teller.share, [id, project.party, 'maintainer', tx.now]);
  await record(tx, {
    kind: 'case.told',
    wall: id,
    actor: teller.id,
    refs: { vulnerability: id, project: project.id, party: project.party },
    facts: { embargoUntil: until ?? '' },
  });
  await emit(tx, { kind: 'vulnerability.told', wall: id, subject: id, facts: { party: project.party } });
}

export async function hold(
  tx: Tx,
  h: { id: string; kind: string; reason: string; owner: { id: string | null; name: string }; expiresAt: string },
): Promise<string> {
  const holdId = newId(tx.now);
  await tx.run(store.ADD_HOLD, [holdId, h.id, h.kind, h.reason, h.owner.id, h.owner.name, tx.now, h.expiresAt]);
  await record(tx, {
    kind: 'case.held',
    wall: h.id,
    actor: h.owner.id ?? 'system',
    refs: { vulnerability: h.id, hold: holdId },
    facts: { kind: h.kind, expiresAt: h.expiresAt },
  });
  return holdId;
}

/** Weeks begin on Monday, in UTC. */
export function weekOf(now: string): Day {
  const at = new Date(now);
  const back = (at.getUTCDay() + 6) % 7;
  return dayOf(new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate() - back)).toISOString());
}
