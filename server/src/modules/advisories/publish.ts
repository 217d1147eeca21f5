// Drafting, publishing, revising, withdrawing. What leaves as CSAF has passed the field's validator; what it claims is
// matched against inventories at once.
import { advisoryOfPublished, type PublishedAdvisory, writeCsaf, writeOsv } from '@leadtime/lib/advisory';
import { digestOf } from '@leadtime/lib/kit';
import { score } from '@leadtime/lib/triage';
import type { Actor } from '../../edge/handler.ts';
import { notFound, refuse } from '../../edge/refusal.ts';
import { newId } from '../../platform/clock.ts';
import type { Database, Tx } from '../../platform/db/database.ts';
import { emit } from '../../platform/events.ts';
import { enqueue } from '../../platform/jobs.ts';
import { EVERYBODY } from '../access/index.ts';
import { record } from '../ledger/index.ts';
import type { CsafJudge, FailedTest } from './csaf-judge.ts';
import type { StoreIntervals } from './feeds/store-intervals.ts';
import { type Draft, draftOf, publishedOf } from './model.ts';
import * as store from './store.ts';

export interface AdvisoryDeps {
  readonly db: Database;
  readonly judge: CsafJudge;
  readonly version: string;
  /** Where people reach this instance: the publisher's namespace and the address of its documents. */
  readonly origin: string;
  readonly storeIntervals: StoreIntervals;
}

export function draft({ db }: AdvisoryDeps, actor: Actor, caseId: string): Promise<string> {
  return db.as(actor.party.id, async (tx) => {
    const facts = await tx.maybe(store.CASE_FACTS, [caseId]);
    if (!facts) throw notFound();
    const existing = await tx.maybe(store.EXISTING_DRAFT, [facts.vulnerability_id]);
    if (existing) return existing.id;
    const content = draftOf(facts);
    const id = newId(tx.now);
    const { n } = await tx.one(store.NEXT_NUMBER);
    const publicId = `LT-${tx.now.slice(0, 4)}-${String(n).padStart(4, '0')}`;
    await tx.all(store.SEE, [id, actor.party.id, 'coordinator']);
    const row = rowOf(content);
    await tx.run(store.ADD, [
      id,
      publicId,
      facts.vulnerability_id,
      content.title,
      content.summary,
      content.details,
      [...new Set([...facts.aliases, ...row.aliases])],
      content.tlp,
      row.severity,
      content.vectors,
      content.weaknesses,
      row.packages,
      JSON.stringify(content),
      row.digest,
      tx.now,
    ]);
    await record(tx, {
      kind: 'advisory.drafted',
      wall: id,
      actor: actor.person.id,
      refs: { advisory: id, vulnerability: facts.vulnerability_id },
    });
    return id;
  });
}

export function edit({ db }: AdvisoryDeps, actor: Actor, id: string, content: Draft): Promise<void> {
  return db.as(actor.party.id, async (tx) => {
    const before = await tx.maybe(store.LOCK, [id]);
    if (before?.source !== 'ours') throw notFound();
    const row = rowOf(content);
    const changed = await tx.run(store.EDIT, [
      id,
      content.title,
      content.summary,
      content.details,
      row.aliases.length > 0 ? row.aliases : before.aliases,
      content.tlp,
      row.severity,
      content.vectors,
      content.weaknesses,
      row.packages,
      JSON.stringify(content),
      row.digest,
      tx.now,
    ]);
    if (changed === 0) throw refuse('state.not-possible', 'A withdrawn advisory cannot be changed.');
    await record(tx, {
      kind: 'advisory.edited',
      wall: id,
      actor: actor.person.id,
      refs: { advisory: id },
      facts: { digest: row.digest.toString('hex') },
    });
  });
}

export interface Rendered {
  readonly csaf: unknown;
  readonly osv: Record<string, unknown>;
  readonly plain: string;
  readonly validation: readonly FailedTest[];
}

/** The advisory as it would leave, and the validator's word on it. Drawing it up changes nothing. */
export async function render(
  deps: AdvisoryDeps,
  row: store.AdvisoryRow,
  revisions: readonly { number: number; at: string; summary: string }[],
  more: { instance: string; withdrawn?: { at: string; reason: string } },
): Promise<Rendered> {
  const published = publishedOf(row.record as Draft, {
    publicId: row.public_id,
    aliases: row.aliases,
    publisher: { name: more.instance, namespace: deps.origin },
    revisions,
    ...(more.withdrawn ? { withdrawn: more.withdrawn } : {}),
  }); // ours: a draft by ADD and EDIT
  const csaf = writeCsaf(published, {
    generatorVersion: deps.version,
    selfUrl: `${deps.origin}/advisories/${row.id}/csaf.json`,
  });
  const validation = csaf.ok
    ? await deps.judge.judge(csaf.value.document)
    : csaf.problems.map((p) => ({ test: p.code, path: p.path, text: p.detail }));
  return {
    csaf: csaf.ok ? csaf.value.document : null,
    osv: writeOsv(advisoryOfPublished(published)),
    plain: plainOf(published, row.record as Draft),
    validation,
  }; // as above
}

export async function publish(
  deps: AdvisoryDeps,
  actor: Actor,
  id: string,
  { summary, overrideEmbargo }: { summary: string; overrideEmbargo?: string | undefined },
): Promise<void> {
  const { row, revisions, instance } = await load(deps, actor, id);
  if (row.state === 'withdrawn')
    throw refuse('state.not-possible', 'A withdrawn advisory stays withdrawn. Draft a new one.');
  const now = new Date(Date.parse(row.now)).toISOString();
  const next = [...revisions, { number: row.revision + 1, at: now, summary }];
  const rendered = await render(deps, row, next, { instance });
  if (rendered.validation.length > 0) {
    const marking = rendered.validation.some((v) => v.path === '/tlp');
    throw refuse(
      marking ? 'advisory.marking' : 'advisory.invalid',
      rendered.validation
        .map((v) => `${v.test} ${v.path}: ${v.text}`)
        .join('; ')
        .slice(0, 1_000),
      {
        problems: rendered.validation.map((v) => ({
          code: 'field.value',
          path: v.path,
          detail: `${v.test}: ${v.text}`,
        })),
      },
    );
  }
  await deps.db.as(actor.party.id, async (tx) => {
    const locked = await tx.one(store.LOCK, [id]);
    if (locked.revision !== row.revision || locked.modified_at !== row.modified_at)
      throw refuse('state.conflict', 'The draft changed while it was checked. Look at it again, then publish.');
    if (row.vulnerability_id) await heedEmbargo(tx, actor, row.vulnerability_id, overrideEmbargo);
    await tx.run(store.PUBLISH, [id, now]);
    await tx.run(store.ADD_REVISION, [
      id,
      row.revision + 1,
      now,
      summary,
      JSON.stringify(rendered.csaf),
      JSON.stringify(rendered.osv),
    ]);
    await show(tx, row);
    if (row.vulnerability_id) {
      await tx.run(store.SET_PUBLISHED, [row.vulnerability_id, now]);
      await tx.run(store.SET_CASE_PUBLISHED, [row.vulnerability_id, now]);
    }
    await spread(deps, tx, { row, at: now, revisions: next, instance });
    const digest = digestOf(JSON.stringify(rendered.csaf));
    await record(tx, {
      kind: 'advisory.published',
      wall: id,
      actor: actor.person.id,
      refs: { advisory: id },
      facts: {
        revision: row.revision + 1,
        csaf: digest,
        ...(overrideEmbargo ? { embargoBroken: overrideEmbargo } : {}),
      },
    });
    await emit(tx, { kind: 'advisory.published', wall: id, subject: id, facts: { by: actor.party.id } });
  });
  if (row.tlp === 'TLP:GREEN')
    await deps.db.verb('advisories.publish', async (tx) =>
      tx.run(store.SHOW, [id, (await tx.all(store.ALL_PARTIES)).map((p) => p.id), tx.now]),
    );
}

export async function withdraw(deps: AdvisoryDeps, actor: Actor, id: string, reason: string): Promise<void> {
  const { row, revisions, instance } = await load(deps, actor, id);
  if (row.state !== 'published') throw refuse('state.not-possible', 'Only what is published can be withdrawn.');
  const at = row.now;
  const next = [...revisions, { number: row.revision + 1, at, summary: `Withdrawn: ${reason}` }];
  const rendered = await render(deps, row, next, { instance, withdrawn: { at, reason } });
  if (rendered.validation.length > 0)
    throw refuse(
      'advisory.invalid',
      rendered.validation
        .map((v) => `${v.test}: ${v.text}`)
        .join('; ')
        .slice(0, 1_000),
    );
  await deps.db.as(actor.party.id, async (tx) => {
    if ((await tx.run(store.WITHDRAW, [id, at])) === 0) throw refuse('state.conflict', 'It changed just now.');
    await tx.run(store.ADD_REVISION, [
      id,
      row.revision + 1,
      at,
      `Withdrawn: ${reason}`,
      JSON.stringify(rendered.csaf),
      JSON.stringify(rendered.osv),
    ]);
    await spread(deps, tx, { row, at, revisions: next, instance, withdrawn: { at, reason } });
    await record(tx, {
      kind: 'advisory.withdrawn',
      wall: id,
      actor: actor.person.id,
      refs: { advisory: id },
      facts: { reason },
    });
    await emit(tx, {
      kind: 'advisory.published',
      wall: id,
      subject: id,
      facts: { by: actor.party.id, withdrawn: true },
    });
  });
}

type Loaded = {
  row: store.AdvisoryRow & { now: string };
  revisions: { number: number; at: string; summary: string }[];
  instance: string;
};

export async function load(deps: AdvisoryDeps, actor: Actor, id: string): Promise<Loaded> {
  return deps.db.as(actor.party.id, async (tx) => {
    const row = await tx.maybe(store.ONE, [id]);
    if (row?.source !== 'ours') throw notFound();
    const revisions = (await tx.all(store.REVISIONS, [id])).map(({ number, at, summary }) => ({ number, at, summary }));
    return { row: { ...row, now: tx.now }, revisions, instance: (await tx.one(store.INSTANCE_NAME)).name };
  });
}

async function heedEmbargo(tx: Tx, actor: Actor, vulnerabilityId: string, override: string | undefined): Promise<void> {
  const until = (await tx.maybe(store.EMBARGO_OF, [vulnerabilityId]))?.embargo_until;
  if (!until || until <= tx.now) return;
  if (!override) throw refuse('state.not-possible', `The embargo runs until ${until}. To publish before, say why.`);
  await record(tx, {
    kind: 'case.embargo-broken',
    wall: vulnerabilityId,
    actor: actor.person.id,
    refs: { vulnerability: vulnerabilityId },
    facts: { until, why: override },
  });
}

/** Who may read it now: everybody when it is CLEAR, all parties here when GREEN, else those who know of the case. */
async function show(tx: Tx, row: store.AdvisoryRow): Promise<void> {
  if (row.tlp === 'TLP:CLEAR') await tx.all(store.SEE, [row.id, EVERYBODY, 'public']);
  if (!row.vulnerability_id) return;
  for (const { party_id } of await tx.all(store.KNOWERS, [row.vulnerability_id]))
    await tx.all(store.SEE, [row.id, party_id, 'reader']);
}

async function spread(
  deps: AdvisoryDeps,
  tx: Tx,
  p: {
    row: store.AdvisoryRow;
    at: string;
    revisions: readonly { number: number; at: string; summary: string }[];
    instance: string;
    withdrawn?: { at: string; reason: string };
  },
): Promise<void> {
  const published = publishedOf(p.row.record as Draft, {
    publicId: p.row.public_id,
    aliases: p.row.aliases,
    publisher: { name: p.instance, namespace: deps.origin },
    revisions: p.revisions,
    ...(p.withdrawn ? { withdrawn: p.withdrawn } : {}),
  }); // ours
  await deps.storeIntervals(tx, [{ id: p.row.id, advisory: advisoryOfPublished(published) }]);
  await enqueue(tx, 'exposures.matchAdvisory', { advisory: p.row.id });
}

export function rowOf(content: Draft): { aliases: string[]; severity: string; packages: string[]; digest: Buffer } {
  const scored = content.vectors.map((v) => score(v)).find((s) => s.ok);
  return {
    aliases: content.cve ? [content.cve] : [],
    severity: scored?.ok ? scored.value.severity : 'unknown',
    packages: [...new Set(content.affected.map((a) => `${a.ecosystem} ${a.vendor ? `${a.vendor} ` : ''}${a.name}`))],
    digest: Buffer.from(digestOf(JSON.stringify(content)), 'hex'),
  };
}

function plainOf(published: PublishedAdvisory, content: Draft): string {
  const fixes = content.affected.filter((a) => a.fixed).map((a) => `${a.name}: update to ${a.fixed} or newer.`);
  return [
    published.title,
    content.plain?.what ?? published.summary,
    content.plain
      ? `How to look: ${content.plain.howToLook}`
      : `How to look: find out which version of ${content.affected.map((a) => a.name).join(', ')} you run.`,
    fixes.length > 0
      ? `Do this: ${fixes.join(' ')}`
      : 'Do this: no fixed version is known yet. Watch for a new notice.',
    content.plain
      ? `If you cannot: ${content.plain.ifYouCannot}`
      : content.mitigation
        ? `If you cannot: ${content.mitigation}`
        : 'If you cannot: keep the system off the internet and call who supports it.',
  ].join('\n\n');
}
