// Outside feeds from a file or a download: KEV, OSV (one record, a list, lines, or a zip of records), SSVC in CVE records.
// What cannot be read is named and skipped; what has not changed in meaning is not written.
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { LIMITS } from '@leadtime/contract';
import { type Advisory, readKev, readOsv } from '@leadtime/lib/advisory';
import { type Problem, type ProblemList, problemList, sha256, uuidFromDigest } from '@leadtime/lib/kit';
import { score, ssvcOfCveRecord } from '@leadtime/lib/triage';
import { open, type ZipFile } from 'yauzl';
import { refuse } from '../../edge/refusal.ts';
import type { Database, Tx } from '../../platform/db/database.ts';
import { enqueue } from '../../platform/jobs.ts';
import { record } from '../ledger/index.ts';
import * as store from './store.ts';

export interface FeedDeps {
  readonly db: Database;
  readonly storeIntervals: (tx: Tx, advisoryId: string, advisory: Advisory) => Promise<void>;
}
export interface Imported {
  readonly accepted: number;
  readonly refused: number;
  readonly problems: readonly Problem[];
  readonly problemsTotal: number;
}
export type FeedSource = 'kev' | 'osv' | 'ssvc';

const RECORDS_AT_ONCE = 500;
const RECORD_BYTES = 16 * 1024 * 1024;
const FILES_IN_ZIP = 2_000_000;

export async function importFeed(
  deps: FeedDeps,
  source: FeedSource,
  bytes: AsyncIterable<Uint8Array>,
  { actor, wall }: { actor: string; wall: string | undefined },
): Promise<Imported> {
  const result =
    source === 'kev' ? await importKev(deps, await textOf(bytes)) : await importRecords(deps, source, recordsOf(bytes));
  await deps.db.verb('advisories.import', async (tx) => {
    await tx.run(store.FEED_DONE, [source, tx.now, tx.now]);
    if (wall)
      await record(tx, {
        kind: 'feed.imported',
        wall,
        actor,
        refs: {},
        facts: { source, accepted: result.accepted, refused: result.refused },
      });
  });
  return result;
}

async function importKev({ db }: FeedDeps, text: string): Promise<Imported> {
  const catalogue = readKev(jsonOf(text));
  if (!catalogue.ok) throw refuse('request.invalid', 'This is not a KEV catalogue.', catalogue);
  const rows = catalogue.value.entries.map((e) => ({
    cve: e.cve,
    added_at: e.dateAdded,
    due_at: e.dueDate ?? null,
    ransomware: e.ransomware,
    record: e,
  }));
  await db.verb('advisories.import', async (tx) => {
    const changed = (await tx.all(store.UPSERT_KEV, [JSON.stringify(rows)])).map((r) => r.cve);
    if (changed.length === 0) return;
    for (const { id } of await tx.all(store.MARK_KEV, [changed]))
      await enqueue(tx, 'duties.reassess', { advisory: id });
    await enqueue(tx, 'findings.reassess', { cves: changed.slice(0, 5_000) });
  });
  const { entries, dropped, problems, problemCount } = catalogue.value;
  return { accepted: entries.length, refused: dropped, problems, problemsTotal: problemCount };
}

/** Records one by one, each in the form of its source. Whether the feed is whole by them only the caller knows. */
export async function importRecords(
  deps: FeedDeps,
  source: 'osv' | 'ssvc',
  records: AsyncIterable<{ readonly text: string; readonly at: string }>,
): Promise<Imported> {
  const problems = problemList();
  const counts = { accepted: 0, refused: 0 };
  let batch: { text: string; at: string }[] = [];
  const flush = async (): Promise<void> => {
    const taken = batch;
    batch = [];
    const accepted = source === 'osv' ? await storeOsv(deps, taken, problems) : await storeSsvc(deps, taken, problems);
    counts.accepted += accepted;
    counts.refused += taken.length - accepted;
  };
  for await (const item of records) {
    batch.push(item);
    if (batch.length >= RECORDS_AT_ONCE) await flush();
  }
  await flush();
  return { ...counts, problems: problems.kept, problemsTotal: problems.total };
}

async function storeOsv(
  deps: FeedDeps,
  items: readonly { text: string; at: string }[],
  problems: ProblemList,
): Promise<number> {
  const read = items.flatMap(({ text, at }) => {
    const advisory = readOsv(text);
    if (advisory.ok)
      return [
        { advisory: advisory.value, digest: createHash('sha256').update(JSON.stringify(advisory.value)).digest() },
      ];
    for (const p of advisory.problems) problems.add(p.code, `${at}${p.path}`, p.detail);
    return [];
  });
  const newest = [
    ...new Map(
      read.sort((a, b) => (a.advisory.modified < b.advisory.modified ? -1 : 1)).map((r) => [r.advisory.id, r]),
    ).values(),
  ];
  await deps.db.verb('advisories.import', async (tx) => {
    const known = new Map(
      (await tx.all(store.KNOWN_DIGESTS, [newest.map((r) => r.advisory.id)])).map((k) => [k.public_id, k]),
    );
    const changed = newest.filter((r) => {
      const before = known.get(r.advisory.id);
      return !before || (!before.content_digest.equals(r.digest) && before.modified_at <= r.advisory.modified);
    });
    await tx.run(store.UPSERT, [JSON.stringify(changed.map(({ advisory, digest }) => upsertRow(advisory, digest)))]);
    for (const { advisory } of changed) {
      const id = idOf(advisory);
      await deps.storeIntervals(tx, id, advisory);
      await enqueue(tx, 'exposures.matchAdvisory', { advisory: id });
    }
  });
  return read.length;
}

const idOf = (a: Advisory): string => uuidFromDigest(sha256(`advisory/osv/${a.id}`));

function upsertRow(a: Advisory, digest: Buffer) {
  const scored = a.vectors.map((v) => score(v)).find((s) => s.ok);
  return {
    id: idOf(a),
    public_id: a.id,
    title: a.summary.slice(0, 300) || a.id,
    summary: a.summary,
    details: a.details.slice(0, 50_000),
    aliases: a.aliases,
    state: a.withdrawn ? 'withdrawn' : 'published',
    severity: scored?.ok ? scored.value.severity : 'unknown',
    vectors: a.vectors,
    weaknesses: a.weaknesses,
    packages: [...new Set(a.affected.map((f) => `${f.ecosystem} ${f.name}`))].slice(0, 500),
    record: a,
    digest: digest.toString('hex'),
    published_at: a.published ?? null,
    modified_at: a.modified,
  };
}

async function storeSsvc(
  { db }: FeedDeps,
  items: readonly { text: string; at: string }[],
  problems: ProblemList,
): Promise<number> {
  const rows = items.flatMap(({ text, at }) => {
    const json = safeJson(text);
    const cve =
      typeof json === 'object' && json !== null && 'cveMetadata' in json
        ? (json.cveMetadata as { cveId?: unknown })?.cveId
        : undefined;
    if (typeof cve !== 'string' || !/^CVE-\d{4}-\d{4,}$/.test(cve)) {
      problems.add('field.missing', `${at}/cveMetadata/cveId`, 'not a CVE record');
      return [];
    }
    const found = ssvcOfCveRecord(json);
    for (const p of found.problems) problems.add(p.code, `${at}${p.path}`, p.detail);
    return [
      {
        cve,
        automatable: found.automatable,
        technical_impact: found.technicalImpact,
        exploitation: found.exploitation ?? 'unknown',
        at: found.timestamp ?? null,
        record: { path: found.path },
      },
    ];
  });
  const unique = [...new Map(rows.map((r) => [r.cve, r])).values()];
  await db.verb('advisories.import', async (tx) => {
    const changed = (await tx.all(store.UPSERT_SSVC, [JSON.stringify(unique)])).map((r) => r.cve);
    if (changed.length > 0) await enqueue(tx, 'findings.reassess', { cves: changed });
  });
  return rows.length;
}

/** Records of a feed, whatever its wrapping: zip, JSON list, one JSON record, or one a line. */
async function* recordsOf(bytes: AsyncIterable<Uint8Array>): AsyncIterable<{ text: string; at: string }> {
  const iterator = bytes[Symbol.asyncIterator]();
  const head: Uint8Array[] = [];
  let size = 0;
  while (size < 4) {
    const next = await iterator.next();
    if (next.done) break;
    head.push(next.value);
    size += next.value.length;
  }
  const all = limited(rest(head, iterator), LIMITS.feedBytes);
  const start = Buffer.concat(head);
  if (start.subarray(0, 4).equals(Buffer.from([0x50, 0x4b, 3, 4]))) return yield* recordsOfZip(all);
  if (start.toString('latin1').trimStart().startsWith('[')) {
    const list = jsonOf(await textOf(all));
    if (!Array.isArray(list)) throw refuse('request.malformed', 'The list of records is not JSON.');
    for (const [i, item] of list.entries()) yield { text: JSON.stringify(item), at: `/${i}` };
    return;
  }
  yield* recordsOfLines(all);
}

/** One record a line; a single record over many lines is one as well. */
async function* recordsOfLines(bytes: AsyncIterable<Uint8Array>): AsyncIterable<{ text: string; at: string }> {
  let whole = '';
  let n = 0;
  for await (const line of createInterface({ input: Readable.from(bytes), crlfDelay: Number.POSITIVE_INFINITY })) {
    n += 1;
    const text = whole === '' ? line.trim() : `${whole}\n${line}`;
    if (text === '') continue;
    if (safeJson(text) !== undefined) {
      whole = '';
      yield { text, at: `/line/${n}` };
    } else if (whole !== '' || n === 1) whole = text.length <= RECORD_BYTES ? text : '';
    else yield { text, at: `/line/${n}` };
  }
  if (whole.trim() !== '') yield { text: whole, at: '/line/1' };
}

async function* recordsOfZip(bytes: AsyncIterable<Uint8Array>): AsyncIterable<{ text: string; at: string }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'leadtime-feed-'));
  try {
    const file = path.join(folder, 'feed.zip');
    const out = createWriteStream(file, { mode: 0o600 });
    for await (const chunk of bytes) if (!out.write(chunk)) await once(out, 'drain');
    out.end();
    await once(out, 'finish');
    yield* entriesOf(file);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function* entriesOf(file: string): AsyncIterable<{ text: string; at: string }> {
  const zip = await new Promise<ZipFile>((resolve, reject) => {
    open(file, { lazyEntries: true, validateEntrySizes: true }, (error, z) =>
      error ? reject(refuse('request.malformed', 'The zip file cannot be read.')) : resolve(z),
    );
  });
  if (zip.entryCount > FILES_IN_ZIP) throw refuse('request.too-large', `A zip may hold ${FILES_IN_ZIP} files.`);
  try {
    for await (const entry of zip.eachEntry()) {
      if (!/\.json$/i.test(entry.fileName) || entry.uncompressedSize > RECORD_BYTES) continue;
      yield {
        text: await textOf(await zip.openReadStreamPromise(entry)),
        at: `/${entry.fileName.replaceAll('~', '~0').replaceAll('/', '~1')}`,
      };
    }
  } finally {
    zip.close();
  }
}

async function* rest(head: readonly Uint8Array[], iterator: AsyncIterator<Uint8Array>): AsyncIterable<Uint8Array> {
  yield* head;
  for (;;) {
    const next = await iterator.next();
    if (next.done) return;
    yield next.value;
  }
}

async function* limited(bytes: AsyncIterable<Uint8Array>, limit: number): AsyncIterable<Uint8Array> {
  let size = 0;
  for await (const chunk of bytes) {
    size += chunk.length;
    if (size > limit) throw refuse('request.too-large', `A feed may have ${limit} bytes.`);
    yield chunk;
  }
}

async function textOf(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of bytes) {
    size += chunk.length;
    if (size > 256 * 1024 * 1024)
      throw refuse('request.too-large', 'A single JSON document may have 256 MiB; send records one a line.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function jsonOf(text: string): unknown {
  const json = safeJson(text);
  if (json === undefined) throw refuse('request.malformed', 'The file is not JSON.');
  return json;
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
