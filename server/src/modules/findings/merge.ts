// Merging and splitting by a person, settling candidates, and taking any of it back. A merge and a split are equally easy;
// both keep their evidence, and the record of an undone one stays.
import { sha256, uuidFromDigest } from '@leadtime/lib/kit';
import type { Actor } from '../../edge/handler.ts';
import { notFound, refuse } from '../../edge/refusal.ts';
import { newId } from '../../platform/clock.ts';
import type { Tx } from '../../platform/db/database.ts';
import { record } from '../ledger/index.ts';
import { type DecideDeps, deciding, reassess, type Undoable } from './decide.ts';
import * as store from './decide-store.ts';
import { join } from './join.ts';
import { APART, RECOUNT, RECOUNT_AROUND } from './store.ts';

/** Joins the two: into the one that has come further, so that nobody who acts on it loses it; else into `id`. */
export async function merge(
  deps: DecideDeps,
  actor: Actor,
  id: string,
  { other, reason }: { other: string; reason: string },
): Promise<Undoable> {
  if (id === other) throw refuse('state.not-possible', 'A vulnerability cannot be merged with itself.');
  const [survivor, absorbed] = await deps.db.as(actor.party.id, async (tx) => {
    const [one, two] = [await tx.maybe(store.LOCK, [id]), await tx.maybe(store.LOCK, [other])];
    return one && two && stageOf(two) > stageOf(one) ? [other, id] : [id, other];
  });
  return deciding(deps, actor, { id: survivor, kind: 'vulnerability.merged', reason }, (tx, before, decisionId) =>
    mergeNow(tx, { id: survivor, other: absorbed, before, reason, decisionId, deps, actor }),
  );
}

type Locked = NonNullable<typeof store.LOCK.row>;

/** Told is final: telling cannot be taken back. Validated comes before found. */
const stageOf = (v: Locked): number => (v.told_at !== null ? 2 : v.state === 'validated' ? 1 : 0);

async function mergeNow(
  tx: Tx,
  {
    id,
    other,
    before,
    reason,
    decisionId,
    deps,
    actor,
  }: {
    id: string;
    other: string;
    before: Locked;
    reason: string;
    decisionId: string;
    deps: DecideDeps;
    actor: Actor;
  },
): Promise<Record<string, unknown>> {
  const absorbed = await tx.maybe(store.LOCK, [other]);
  if (!absorbed) throw notFound();
  if (absorbed.superseded_by !== null) throw refuse('state.conflict', 'The other one was merged already.');
  if (absorbed.told_at !== null)
    throw refuse('state.not-possible', 'Maintainers were told of both. Agree with them which case goes on.');
  if (stageOf(absorbed) > stageOf(before)) throw refuse('state.conflict', 'The other one was validated just now.');
  const apart = await tx.maybe(APART, [[id], [other]]);
  if (apart) throw refuse('merge.cannot-link', `They are held apart: ${apart.why}`);
  const moved = (await tx.all(store.FINDING_IDS, [other])).map((f) => f.id);
  const [first] = await tx.all(store.FINDING_IDS, [id]);
  await join(tx, { absorbed: other, survivor: id, decisionId, share: store.SHARE_BOTH });
  if (first && moved[0]) {
    const evidence = { text: reason, rule: 'judgement/1', person: actor.person.name };
    await tx.run(store.ADD_EDGE, [
      uuidFromDigest(sha256(`edge/${decisionId}`)),
      id,
      first.id,
      moved[0],
      JSON.stringify(evidence),
      decisionId,
      tx.now,
    ]);
  }
  await reassess(tx, deps.rules, id);
  return { absorbed: other, moved };
}

export async function split(
  deps: DecideDeps,
  actor: Actor,
  id: string,
  { findings, reason }: { findings: readonly string[]; reason: string },
): Promise<Undoable & { newId: string }> {
  const fresh = { id: '' };
  const undoable = await deciding(
    deps,
    actor,
    { id, kind: 'vulnerability.split', reason },
    async (tx, _before, decisionId) => {
      const all = await tx.all(store.FINDING_IDS, [id]);
      const leaving = all.filter((f) => findings.includes(f.id));
      const staying = all.filter((f) => !findings.includes(f.id));
      if (leaving.length !== new Set(findings).size)
        throw refuse('state.conflict', 'Some of these findings are not of this vulnerability any more.');
      const [left, stayed] = [leaving[0], staying[0]];
      if (!left || !stayed) throw refuse('state.not-possible', 'At least one finding must stay.');
      fresh.id = newId(tx.now);
      await tx.all(store.SEE, [fresh.id, actor.party.id, 'coordinator']);
      await tx.run(store.COPY_VULNERABILITY, [id, fresh.id, left.title, tx.now]);
      for (const party of new Set(leaving.map((f) => f.party_id)))
        if (party !== actor.party.id) await tx.all(store.SEE, [fresh.id, party, 'finder']);
      await move(
        tx,
        leaving.map((f) => f.id),
        { from: id, to: fresh.id, actor },
      );
      await part(tx, { leaving, staying, id, freshId: fresh.id }, { reason, actor, decisionId });
      await reassess(tx, deps.rules, id);
      await reassess(tx, deps.rules, fresh.id);
      return { newId: fresh.id, moved: leaving.map((f) => f.id) };
    },
  );
  return { ...undoable, newId: fresh.id };
}

type Row = NonNullable<typeof store.FINDING_IDS.row>;

/**
 * The evidence of a split, enough to replay it: every edge across the cut is forbidden from now on, and what only hung together
 * through the other side is held together by the person's word.
 */
async function part(
  tx: Tx,
  { leaving, staying, id, freshId }: { leaving: readonly Row[]; staying: readonly Row[]; id: string; freshId: string },
  { reason, actor, decisionId }: { reason: string; actor: Actor; decisionId: string },
): Promise<void> {
  const evidence = JSON.stringify({ text: reason, rule: 'judgement/1', person: actor.person.name });
  const away = new Set(leaving.map((f) => f.id));
  const edges = await tx.all(store.EDGES_AMONG, [[...leaving, ...staying].map((f) => f.id)]);
  const across = edges.filter((e) => away.has(e.a) !== away.has(e.b));
  const pairs = across.length > 0 ? across : [{ a: staying[0]?.id ?? '', b: leaving[0]?.id ?? '' }];
  await tx.run(store.ADD_CANNOT_LINKS, [
    pairs.map((_, n) => uuidFromDigest(sha256(`cannot-link/${decisionId}/${n}`))),
    id,
    pairs.map((p) => p.a),
    pairs.map((p) => p.b),
    evidence,
    decisionId,
    tx.now,
  ]);
  for (const [home, side] of [
    [freshId, leaving],
    [id, staying],
  ] as const) {
    const [first, ...others] = apartWithin(side, edges);
    for (const other of others)
      await tx.run(store.ADD_EDGE, [
        uuidFromDigest(sha256(`edge/${decisionId}/${other}`)),
        home,
        first,
        other,
        evidence,
        decisionId,
        tx.now,
      ]);
  }
}

/** One finding of each part of a side that its own edges hold together. */
function apartWithin(side: readonly Row[], edges: readonly { a: string; b: string }[]): string[] {
  const parent = new Map(side.map((f) => [f.id, f.id]));
  const top = (x: string): string => {
    let at = x;
    for (let up = parent.get(at); up !== undefined && up !== at; up = parent.get(at)) at = up;
    return at;
  };
  for (const { a, b } of edges) if (parent.has(a) && parent.has(b)) parent.set(top(a), top(b));
  return [...new Set(side.map((f) => top(f.id)))];
}

export async function decideCandidate(
  deps: DecideDeps,
  actor: Actor,
  id: string,
  { decision, reason }: { decision: 'same' | 'distinct'; reason: string },
): Promise<Undoable> {
  const pair = await deps.db.as(actor.party.id, (tx) => tx.maybe(store.CANDIDATE, [id]));
  if (!pair) throw notFound();
  if (pair.settled_at !== null) throw refuse('state.conflict', `It was settled already: ${pair.decision}.`);
  if (pair.a === pair.b) throw refuse('state.conflict', 'The two were merged in the meantime.');
  if (decision === 'same') return merge(deps, actor, pair.a, { other: pair.b, reason });
  return deciding(deps, actor, { id: pair.a, kind: 'candidate.distinct', reason }, async (tx, _before, decisionId) => {
    if ((await tx.run(store.SETTLE, [id, tx.now, 'distinct', decisionId])) === 0)
      throw refuse('state.conflict', 'It was settled just now.');
    const [a] = await tx.all(store.FINDING_IDS, [pair.a]);
    const [b] = await tx.all(store.FINDING_IDS, [pair.b]);
    if (a && b)
      await tx.run(store.ADD_CANNOT_LINK, [
        newId(tx.now),
        pair.a,
        a.id,
        b.id,
        JSON.stringify({ text: reason, rule: 'judgement/1', person: actor.person.name }),
        decisionId,
        tx.now,
      ]);
    await tx.run(RECOUNT_AROUND, [[pair.a, pair.b]]);
    return { candidate: id, a: pair.a, b: pair.b };
  });
}

/** Takes a decision back while nothing newer of its kind stands on it. */
export async function undo(deps: DecideDeps, actor: Actor, decisionId: string): Promise<void> {
  await deps.db.as(actor.party.id, async (tx) => {
    const d = await tx.maybe(store.DECISION, [decisionId]);
    if (!d) throw notFound();
    if (d.undone_at !== null) throw refuse('state.conflict', 'It was taken back already.');
    if (d.newer > 0)
      throw refuse('merge.too-late', 'A newer decision of this kind stands on it. Take that one back first.');
    await tx.run(store.UNDO_DECISION, [decisionId, tx.now]);
    await takeBack(tx, deps, actor, d);
    await record(tx, {
      kind: 'decision.undone',
      wall: d.vulnerability_id,
      actor: actor.person.id,
      refs: { decision: decisionId, vulnerability: d.vulnerability_id },
    });
  });
}

type Decision = NonNullable<typeof store.DECISION.row>;

async function takeBack(tx: Tx, deps: DecideDeps, actor: Actor, d: Decision): Promise<void> {
  const id = d.vulnerability_id;
  const before = d.before as unknown as NonNullable<typeof store.LOCK.row>; // written by deciding()
  const moved = Array.isArray(d.facts['moved']) ? d.facts['moved'].map(String) : [];
  switch (d.kind) {
    case 'vulnerability.merged': {
      const absorbed = String(d.facts['absorbed']);
      await stillIn(tx, id, moved);
      await tx.run(store.BRING_BACK, [absorbed, tx.now]);
      await move(tx, moved, { from: id, to: absorbed, actor });
      await tx.run(store.UNDO_EDGES, [d.id, tx.now]);
      await tx.run(store.UNSETTLE, [d.id]);
      await tx.run(RECOUNT_AROUND, [[id, absorbed]]);
      await reassess(tx, deps.rules, absorbed);
      return reassess(tx, deps.rules, id);
    }
    case 'vulnerability.split': {
      const fresh = String(d.facts['newId']);
      const split = await tx.maybe(store.LOCK, [fresh]);
      const here = await tx.maybe(store.LOCK, [id]);
      if (!split || !here || split.superseded_by !== null || here.superseded_by !== null || split.state !== 'found')
        throw refuse('merge.too-late', 'One of the two has gone on since: it was merged or decided.');
      await tx.run(store.UNDO_CANNOT_LINKS, [d.id, tx.now]);
      await tx.run(store.UNDO_EDGES, [d.id, tx.now]);
      await join(tx, { absorbed: fresh, survivor: id, decisionId: d.id, share: store.SHARE_BOTH });
      return reassess(tx, deps.rules, id);
    }
    case 'candidate.distinct':
      await tx.run(store.UNSETTLE, [d.id]);
      await tx.run(store.UNDO_CANNOT_LINKS, [d.id, tx.now]);
      await tx.run(RECOUNT_AROUND, [[String(d.facts['a']), String(d.facts['b'])]]);
      return;
    case 'vulnerability.assigned':
      await tx.run(store.SET_ASSIGNED, [id, before.assigned_to, before.assigned_name, tx.now]);
      return;
    case 'vulnerability.ssvc':
      await tx.run(store.SET_SSVC, [id, before.automatable, before.technical_impact, tx.now]);
      return reassess(tx, deps.rules, id);
    case 'vulnerability.rated':
      await tx.run(store.DROP_OPINION, [d.id]);
      return reassess(tx, deps.rules, id);
    case 'vulnerability.reproduced':
    case 'vulnerability.not-reproduced':
    case 'vulnerability.rejected': {
      const restored = await tx.run(store.RESTORE, [
        id,
        before.state,
        before.proof,
        before.validated_at,
        before.rejected_at,
        before.rejected_reason,
        tx.now,
        before.told_at,
      ]);
      if (restored === 0)
        throw refuse('merge.too-late', 'The maintainer was told in the meantime; that cannot be unsaid.');
      await tx.run(store.DROP_OPINION, [d.id]);
      await tx.run(store.LEAVE_LINE, [id, tx.now]);
      return reassess(tx, deps.rules, id);
    }
    case 'case.held':
      await tx.run(store.END_HOLD, [String(d.facts['hold']), tx.now]);
      return;
    case 'case.embargo':
      if (
        (await tx.run(store.RESTORE_EMBARGO, [
          id,
          d.before['until'] ?? null,
          d.before['zone'] ?? null,
          d.before['basis'] ?? null,
        ])) === 0
      )
        throw refuse('merge.too-late', 'It was published in the meantime.');
      return;
    default:
      throw refuse('state.not-possible', 'This decision cannot be taken back.');
  }
}

/** What a merge brought must still be where it brought it; else others have decided on it since. */
async function stillIn(tx: Tx, id: string, findings: readonly string[]): Promise<void> {
  const there = new Set((await tx.all(store.FINDING_IDS, [id])).map((f) => f.id));
  if (!findings.every((f) => there.has(f)))
    throw refuse('merge.too-late', 'Some of its findings have moved on since. Take that back first.');
}

/** Moves findings with all that hangs on them. A finder with nothing left there no longer sees the old one. */
async function move(
  tx: Tx,
  findings: readonly string[],
  { from, to, actor }: { from: string; to: string; actor: Actor },
): Promise<void> {
  await tx.run(store.MOVE_SOME_ATTACHMENTS, [findings, to]);
  await tx.run(store.MOVE_SOME_EDGES, [findings, to]);
  const before = new Set((await tx.all(store.FINDING_IDS, [from])).map((f) => f.party_id));
  await tx.run(store.MOVE_SOME_FINDINGS, [findings, to]);
  const still = new Set((await tx.all(store.FINDING_IDS, [from])).map((f) => f.party_id));
  for (const party of before)
    if (!still.has(party) && party !== actor.party.id) await tx.all(store.UNSEE, [from, party, 'finder']);
  await tx.run(RECOUNT, [[from, to], tx.now]);
}
