// Advisories of others: OSV records (GitHub's among them), CSAF documents, CVE records, the NVD's. One row for each advisory of a
// source, the newest that was seen; a CSAF document with several vulnerabilities is several rows, which the next version replaces.
import { createHash } from 'node:crypto';
import type { Advisory } from '@leadtime/lib/advisory';
import { type ProblemList, sha256, uuidFromDigest } from '@leadtime/lib/kit';
import { score } from '@leadtime/lib/triage';
import type { Tx } from '../../../platform/db/database.ts';
import { enqueue } from '../../../platform/jobs.ts';
import * as store from '../store.ts';
import type { FeedDeps, RecordSource } from './import.ts';
import { readOf } from './readers.ts';
import type { FeedRecord } from './record.ts';

/** Under which source the advisories of a feed are held: GitHub's are OSV records with ids of their own. */
export const heldAs = (source: Exclude<RecordSource, 'ssvc'>): string => (source === 'ghsa' ? 'osv' : source);

interface Coming {
  readonly advisory: Advisory;
  readonly digest: Buffer;
  readonly at: string;
}

/** Answers how many records could be read. */
export async function storeAdvisories(
  deps: FeedDeps,
  source: Exclude<RecordSource, 'ssvc'>,
  items: readonly FeedRecord[],
  problems: ProblemList,
): Promise<number> {
  let accepted = 0;
  const coming: Coming[] = [];
  for (const { text, at } of items) {
    const read = readOf(source)(text);
    for (const p of read.problems) problems.add(p.code, `${at}${p.path}`, p.detail);
    if (!read.advisories) continue;
    accepted += 1;
    for (const advisory of read.advisories)
      coming.push({ advisory, at, digest: createHash('sha256').update(JSON.stringify(advisory)).digest() });
  }
  const newest = [
    ...new Map(
      coming
        .sort((a, b) => (a.advisory.modified < b.advisory.modified ? -1 : 1))
        .map((one) => [one.advisory.id, one] as const),
    ).values(),
  ];
  const held = heldAs(source);
  await deps.db.verb('advisories.import', async (tx) => {
    const parts = held === 'csaf' ? await tx.all(store.PARTS, [newest.map(documentOf)]) : [];
    const changed = await changedOf(tx, held, notOlder(newest, parts), problems);
    const gone = goneOf(parts, changed);
    if (changed.length + gone.length === 0) return;
    await tx.run(store.UPSERT, [
      held,
      JSON.stringify(changed.map(({ advisory, digest }) => upsertRow(held, advisory, digest))),
    ]);
    await tx.run(store.WITHDRAW_PARTS, [gone.map(({ id }) => id), tx.now]);
    const claiming = [
      ...changed.map(({ advisory }) => ({ id: idOf(held, advisory.id), advisory })),
      ...gone.map(({ id, record }) => ({ id, advisory: { ...(record as Advisory), withdrawn: tx.now } })), // our model of it
    ];
    await deps.storeIntervals(tx, claiming);
    await enqueue(tx, 'exposures.matchAdvisory', { advisories: claiming.map(({ id }) => id) });
  });
  return accepted;
}

/** What says something else than what is held, and is not older. Another publisher's document under a name that is taken is refused. */
async function changedOf(
  tx: Tx,
  held: string,
  newest: readonly Coming[],
  problems: ProblemList,
): Promise<readonly Coming[]> {
  const known = new Map(
    (await tx.all(store.KNOWN_DIGESTS, [held, newest.map((r) => r.advisory.id)])).map((k) => [k.public_id, k]),
  );
  return newest.filter(({ advisory, digest, at }) => {
    const before = known.get(advisory.id);
    if (!before) return true;
    if (held === 'csaf' && before.publisher !== null && before.publisher !== advisory.publisher) {
      problems.add(
        'field.value',
        `${at}/document/publisher/name`,
        `${advisory.id} is held as a document of ${before.publisher}; another publisher cannot replace it.`,
      );
      return false;
    }
    return !before.content_digest.equals(digest) && before.modified_at <= advisory.modified;
  });
}

const documentOf = ({ advisory }: Coming): string => advisory.document?.id ?? advisory.id;

type Part = NonNullable<typeof store.PARTS.row>;

/** A version of a document that is older than the one that is held changes nothing, whatever parts it has. */
function notOlder(newest: readonly Coming[], parts: readonly Part[]): readonly Coming[] {
  const held = new Map<string, string>();
  for (const { document, stated_at } of parts)
    if (stated_at > (held.get(document) ?? '')) held.set(document, stated_at);
  return newest.filter((one) => one.advisory.modified >= (held.get(documentOf(one)) ?? ''));
}

/** Parts of documents that came anew which their new versions do not have. */
function goneOf(parts: readonly Part[], changed: readonly Coming[]): readonly Part[] {
  const here = new Set(changed.map(({ advisory }) => advisory.id));
  const versions = new Map(changed.map((one) => [documentOf(one), one.advisory.modified] as const));
  return parts.filter(
    ({ public_id, document, stated_at, state }) =>
      state === 'published' && !here.has(public_id) && stated_at < (versions.get(document) ?? stated_at),
  );
}

const idOf = (held: string, publicId: string): string => uuidFromDigest(sha256(`advisory/${held}/${publicId}`));

function upsertRow(held: string, a: Advisory, digest: Buffer) {
  const scored = a.vectors.map((v) => score(v)).find((s) => s.ok);
  return {
    id: idOf(held, a.id),
    public_id: a.id,
    title: a.summary.slice(0, 300) || firstSentence(a.details) || a.id,
    summary: a.summary,
    details: a.details.slice(0, 50_000),
    aliases: a.aliases,
    state: a.withdrawn ? 'withdrawn' : 'published',
    severity: scored?.ok ? scored.value.severity : 'unknown',
    vectors: a.vectors,
    weaknesses: a.weaknesses,
    packages: [...new Set(a.affected.map((f) => `${f.ecosystem} ${f.vendor ? `${f.vendor} ` : ''}${f.name}`))].slice(
      0,
      500,
    ),
    record: a,
    digest: digest.toString('hex'),
    published_at: a.published ?? null,
    modified_at: a.modified,
  };
}

/** CVE records and the NVD's mostly have no title. */
const firstSentence = (details: string): string => /^[^\n]{1,200}?(?:[.!?](?=\s|$)|(?=\n)|$)/.exec(details)?.[0] ?? '';
