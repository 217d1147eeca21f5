// Advisories of others: OSV records (GitHub's among them), CSAF documents, CVE records, the NVD's. One row for each advisory of a
// source, the newest that was seen; a CSAF document with several vulnerabilities is several rows, which the next version replaces.
import { hash } from 'node:crypto';
import type { Advisory } from '@leadtime/lib/advisory';
import { type ProblemList, sha256, uuidFromDigest } from '@leadtime/lib/kit';
import { score } from '@leadtime/lib/triage';
import type { Tx } from '../../../platform/db/database.ts';
import { enqueue } from '../../../platform/jobs.ts';
import type { Batch, FeedDeps, RecordSource } from './import.ts';
import { readOf } from './readers.ts';
import type { FeedRecord } from './record.ts';
import * as store from './store.ts';
import { textDigest } from './text-digest.ts';

type AdvisorySource = Exclude<RecordSource, 'ssvc'>;

/** Under which source the advisories of a feed are held: GitHub's are OSV records with ids of their own. */
export const heldAs = (source: AdvisorySource): string => (source === 'ghsa' ? 'osv' : source);

interface Coming {
  readonly id: string;
  readonly advisory: Advisory;
  readonly digest: Buffer;
  readonly at: string;
  /** The text that it is from, and how many advisories that holds. */
  readonly text: Buffer;
  readonly parts: number;
}

/** Reads what was not taken before; nothing is written until `write` is called. */
export async function readAdvisories(
  deps: FeedDeps,
  source: AdvisorySource,
  items: readonly FeedRecord[],
  problems: ProblemList,
): Promise<Batch> {
  const texts = items.map(({ text }) => textDigest(source, text));
  const taken = await deps.db.verb('advisories.import', (tx) => tx.all(store.KNOWN_TEXTS, [texts]));
  const known = new Set(taken.map((t) => t.text_digest.toString('latin1')));
  const dates = taken.map((t) => t.modified_at);
  const coming: Coming[] = [];
  let refused = 0;
  let passed = 0;
  for (const [i, { text, at }] of items.entries()) {
    const own = texts[i] ?? Buffer.alloc(0);
    if (known.has(own.toString('latin1'))) {
      passed += 1;
      continue;
    }
    const read = readOf(source)(text);
    for (const p of read.problems) problems.add(p.code, `${at}${p.path}`, p.detail);
    if (!read.advisories) refused += 1;
    for (const advisory of read.advisories ?? [])
      coming.push({
        id: uuidFromDigest(sha256(`advisory/${heldAs(source)}/${advisory.id}`)),
        advisory,
        digest: hash('sha256', JSON.stringify(advisory), 'buffer'),
        at,
        text: own,
        parts: read.advisories?.length ?? 0,
      });
  }
  for (const { advisory } of coming) dates.push(advisory.modified);
  return {
    accepted: items.length - refused,
    passed,
    dates,
    write: coming.length === 0 ? undefined : () => write(deps, source, newestOf(coming), problems),
  };
}

/** One of each id, in the order of ids. */
function newestOf(coming: readonly Coming[]): readonly Coming[] {
  const newest = new Map<string, Coming>();
  for (const one of coming) {
    const other = newest.get(one.advisory.id);
    if (!other || other.advisory.modified <= one.advisory.modified) newest.set(one.advisory.id, one);
  }
  return [...newest.values()].sort((a, b) => (a.advisory.id < b.advisory.id ? -1 : 1));
}

async function write(
  deps: FeedDeps,
  source: AdvisorySource,
  newest: readonly Coming[],
  problems: ProblemList,
): Promise<void> {
  const held = heldAs(source);
  await deps.db.verb('advisories.import', async (tx) => {
    const parts = held === 'csaf' ? await tx.all(store.PARTS, [newest.map(documentOf)]) : [];
    const { changed, foreign } = await changedOf(tx, held, newest, { parts, problems });
    const gone = goneOf(parts, changed);
    if (changed.length > 0) await tx.run(store.UPSERT, [held, JSON.stringify(changed.map(upsertRow))]);
    if (gone.length > 0) await tx.run(store.WITHDRAW_PARTS, [gone.map(({ id }) => id), tx.now]);
    await remember(
      tx,
      source,
      newest.filter((one) => !foreign.has(one)),
    );
    const claiming = [
      ...changed,
      ...gone.map(({ id, record }) => ({ id, advisory: { ...(record as Advisory), withdrawn: tx.now } })), // our model of it
    ];
    if (claiming.length === 0) return;
    await deps.storeIntervals(tx, claiming);
    await enqueue(tx, 'exposures.matchAdvisory', { advisories: claiming.map(({ id }) => id) });
  });
}

/** After the rows themselves: what changes an advisory forgets the texts that it was from. */
const remember = (tx: Tx, source: AdvisorySource, read: readonly Coming[]): Promise<unknown> =>
  tx.run(store.REMEMBER_TEXTS, [
    source,
    read.map((one) => one.id),
    read.map((one) => one.text),
    read.map((one) => one.parts),
    read.map((one) => one.advisory.modified),
  ]);

/**
 * What says something else than what is held, and is not older. Another publisher's document under a name that is taken is refused:
 * `foreign`, which is named each time that it comes.
 */
async function changedOf(
  tx: Tx,
  held: string,
  newest: readonly Coming[],
  { parts, problems }: { readonly parts: readonly Part[]; readonly problems: ProblemList },
): Promise<{ readonly changed: readonly Coming[]; readonly foreign: ReadonlySet<Coming> }> {
  const known = new Map(
    (await tx.all(store.KNOWN_DIGESTS, [held, newest.map((r) => r.advisory.id)])).map((k) => [k.public_id, k]),
  );
  // By the document, too: it may have other parts than the one that is held.
  const publishers = new Map(parts.map(({ document, record }) => [document, (record as Advisory).publisher])); // our model of it
  const foreign = new Set<Coming>();
  const changed = notOlder(newest, parts).filter((one) => {
    const { advisory, digest, at } = one;
    const before = known.get(advisory.id);
    const publisher = publishers.get(documentOf(one)) ?? before?.publisher ?? undefined;
    if (held === 'csaf' && publisher !== undefined && publisher !== advisory.publisher) {
      problems.add(
        'field.value',
        `${at}/document/publisher/name`,
        `${documentOf(one)} is held as a document of ${publisher}; another publisher cannot replace it`,
      );
      foreign.add(one);
      return false;
    }
    if (!before) return true;
    return !before.content_digest.equals(digest) && before.modified_at <= advisory.modified;
  });
  return { changed, foreign };
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

function upsertRow({ id, advisory: a, digest }: Coming) {
  const scored = a.vectors.map((v) => score(v)).find((s) => s.ok);
  return {
    id,
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
