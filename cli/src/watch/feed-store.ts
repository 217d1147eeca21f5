// What was pulled, on this machine: two files that only grow until they are written anew, and how far each is whole. A page is written and flushed before the cursor
// moves on; whatever stands behind the cursor is of a page that was not finished, and is cut off.
//
//   7 put 5f0c…e1 osv/GHSA-aaaa ⇥ ["npm/left-pad"] ⇥ {"record":{…},"facts":{…}}
//
// The packages that a record claims stand before it, so that asking an inventory parses only the records that may reach it.
import { createReadStream } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { splitLines } from '@leadtime/lib/advisory';
import { compile } from '@leadtime/lib/exposure';
import { instantOf, parseInstant } from '@leadtime/lib/kit';
import type { ChainOf, FeedAge, OpenedPage, WatchCursor, WatchStream } from '@leadtime/lib/watch';
import { entryLine, startOf, WATCH_STREAMS } from '@leadtime/lib/watch';
import { z } from 'zod';
import { readRecord } from '../match/read-record.ts';
import { readModel } from './model-record.ts';
import type { State } from './state.ts';

const instant = z.string().transform((text, ctx) => {
  const at = parseInstant(text);
  if (at === undefined) ctx.addIssue('no instant');
  return at ?? instantOf(0);
});
const pulledStream = z.strictObject({
  sequence: z.int().min(0),
  chain: z.base64(),
  at: instant.nullable(),
  /** How far the server had come: while it is more than `sequence`, this is a part of the feed. */
  reached: z.int().min(0),
  file: z.string().regex(/^feed-(outside|ours)-[0-9a-z.-]+\.ndjson$/),
  /** Bytes of the file that are whole. */
  bytes: z.int().min(0),
  /** Of these, what was left when entries that later ones replaced were last left out. */
  compacted: z.int().min(0).default(0),
});
const pulledSchema = z.strictObject({
  streams: z.strictObject({ outside: pulledStream, ours: pulledStream }),
  feeds: z.array(z.strictObject({ source: z.string(), asOf: instant.nullable(), maxAgeHours: z.int().min(0) })),
  rules: z.string(),
  /** By the server's clock. */
  at: instant.nullable(),
  /** Version of leadtime that read the records: another may read more of them. */
  readBy: z.string(),
});
type PulledFile = z.infer<typeof pulledSchema>;

export interface FeedStore {
  cursor(stream: WatchStream): WatchCursor;
  readonly feeds: readonly FeedAge[];
  readonly rules: string;
  /** Entries that the server told of and that were not pulled yet; 0: the feed is whole. */
  readonly missing: number;
  /** The newest head's time; undefined: nothing was ever pulled. */
  readonly at: string | undefined;
  /** Changes when the entries stand in another file: then they are read from its beginning. */
  file(stream: WatchStream): string;
  /** Leaves out entries that later ones replaced, where the files have doubled since that was last done. */
  compact(): Promise<void>;
  /** Keeps an opened page: all of it or nothing. */
  keep(stream: WatchStream, page: OpenedPage): Promise<void>;
  /** Every entry in order, from this byte on. */
  lines(stream: WatchStream, from?: number): AsyncGenerator<StoredLine>;
  bytes(stream: WatchStream): number;
}

export interface StoredLine {
  readonly line: string;
  /** null: the record cannot be read, or there is none. */
  readonly packages: readonly string[] | null;
  /** '' where there is none. */
  readonly text: string;
}

/** Smaller files are left as they are: reading them costs less than writing them anew. */
const COMPACT_FROM = 64 * 1024 * 1024;

export async function openFeedStore(
  state: State,
  of: Omit<ChainOf, 'stream'>,
  version: string,
  compactFrom = COMPACT_FROM,
): Promise<FeedStore> {
  const kept = (await state.read(CURSOR, pulledSchema)) ?? nothing(of, version);
  const pathOf = (stream: WatchStream, from: PulledFile = pulled): string => state.path(from.streams[stream].file);
  for (const stream of WATCH_STREAMS) await cutBehind(pathOf(stream, kept), kept.streams[stream].bytes);
  let pulled = kept.readBy === version ? kept : await rewritten(state, kept, version, WATCH_STREAMS);
  return {
    cursor: (stream) => {
      const { sequence, chain, at } = pulled.streams[stream];
      return { sequence, chain: Buffer.from(chain, 'base64'), at: at ?? undefined };
    },
    get feeds() {
      return pulled.feeds.map((f) => ({ ...f, asOf: f.asOf ?? undefined }));
    },
    get rules() {
      return pulled.rules;
    },
    get missing() {
      return WATCH_STREAMS.reduce((sum, stream) => {
        const { at, reached, sequence } = pulled.streams[stream];
        return sum + (at === null ? 1 : reached - sequence); // of a stream that was never asked for, at least its first
      }, 0);
    },
    get at() {
      return pulled.at ?? undefined;
    },
    bytes: (stream) => pulled.streams[stream].bytes,
    file: (stream) => pulled.streams[stream].file,
    async compact() {
      const grown = WATCH_STREAMS.filter((stream) => {
        const { bytes, compacted } = pulled.streams[stream];
        return bytes >= compactFrom && bytes >= 2 * compacted;
      });
      if (grown.length > 0) pulled = await rewritten(state, pulled, version, grown);
    },
    async keep(stream, { head, entries, cursor }) {
      const text = entries
        .map(({ entry, record }) => `${entryLine(entry)}\t${packagesOf(record)}\t${record ?? ''}\n`)
        .join('');
      const before = pulled.streams[stream].bytes;
      if (text !== '') await append(pathOf(stream), before, text);
      const next: PulledFile = {
        streams: {
          ...pulled.streams,
          [stream]: {
            sequence: cursor.sequence,
            chain: Buffer.from(cursor.chain).toString('base64'),
            at: cursor.at ?? null,
            reached: head.reached,
            file: pulled.streams[stream].file,
            bytes: before + Buffer.byteLength(text),
            compacted: pulled.streams[stream].compacted,
          },
        },
        feeds: head.feeds.map((f) => ({ ...f, asOf: f.asOf ?? null })),
        rules: head.rules,
        at: head.at,
        readBy: version,
      };
      await state.write(CURSOR, next);
      pulled = next;
    },
    lines: (stream, from = 0) => linesOf(pathOf(stream), from, pulled.streams[stream].bytes),
  };
}

async function* linesOf(file: string, from: number, end: number): AsyncGenerator<StoredLine> {
  if (end <= from) return;
  const input = createReadStream(file, { start: from, end: end - 1 });
  for await (const found of splitLines(input, { maxLineBytes: LINE_BYTES, maxBytes: Number.MAX_SAFE_INTEGER })) {
    if (found === 'too-large' || found.bytes === undefined) continue; // longer than any page: not of our writing
    const [line = '', packages = '', text = ''] = Buffer.from(found.bytes).toString('utf8').split('\t');
    yield { line, packages: z.array(z.string()).nullable().parse(JSON.parse(packages)), text };
  }
}

/**
 * Entries into files of other names, without those that a later one replaced; the cursor moves to them in one step, so whatever ends
 * the process before leaves the old files as they were. What another version of leadtime read is read once more by this.
 */
async function rewritten(
  state: State,
  before: PulledFile,
  version: string,
  which: readonly WatchStream[],
): Promise<PulledFile> {
  const streams = { ...before.streams };
  for (const stream of which) {
    const { file, bytes } = before.streams[stream];
    const last = new Map<string, number>();
    let n = 0;
    for await (const { line } of linesOf(state.path(file), 0, bytes)) last.set(advisoryOf(line), n++);
    const next = fileAfter(file, stream, version);
    let written = 0;
    let held = '';
    const flush = async (): Promise<void> => {
      await append(state.path(next), written, held);
      written += Buffer.byteLength(held);
      held = '';
    };
    n = 0;
    for await (const { line, packages, text } of linesOf(state.path(file), 0, bytes)) {
      if (last.get(advisoryOf(line)) !== n++) continue;
      const claims = before.readBy === version ? JSON.stringify(packages) : packagesOf(text === '' ? undefined : text);
      held += `${line}\t${claims}\t${text}\n`;
      if (held.length > FLUSH_AT) await flush();
    }
    await flush();
    streams[stream] = { ...before.streams[stream], file: next, bytes: written, compacted: written };
  }
  const after = { ...before, streams, readBy: version };
  await state.write(CURSOR, after);
  for (const stream of which) await rm(state.path(before.streams[stream].file), { force: true });
  return after;
}

/** Never the name of the file that it follows: `feed-ours-0.1.0.ndjson`, then `feed-ours-0.1.0-1.ndjson`. */
function fileAfter(file: string, stream: WatchStream, version: string): string {
  const first = fileOf(stream, version);
  if (!file.startsWith(first.replace(/\.ndjson$/, ''))) return first;
  const [, n = '0'] = /-(\d+)\.ndjson$/.exec(file) ?? [];
  return first.replace(/\.ndjson$/, `-${Number(n) + 1}.ndjson`);
}

const FLUSH_AT = 4 * 1024 * 1024;
const advisoryOf = (line: string): string => line.split(' ').slice(3).join(' ');

const LINE_BYTES = 64 * 1024 * 1024;

export const CURSOR = 'pulled.json';
const fileOf = (stream: WatchStream, version: string): string =>
  `feed-${stream}-${version.replace(/[^0-9a-z.-]/g, '')}.ndjson`;

const nothing = (of: Omit<ChainOf, 'stream'>, version: string): PulledFile => {
  const start = (stream: WatchStream) => ({
    sequence: 0,
    chain: Buffer.from(startOf({ ...of, stream }).chain).toString('base64'),
    at: null,
    reached: 0,
    file: fileOf(stream, version),
    bytes: 0,
    compacted: 0,
  });
  const streams = { outside: start('outside'), ours: start('ours') };
  return { streams, feeds: [], rules: '', at: null, readBy: version };
};

/** What a record claims, as JSON, `null` where it cannot be read; every tab and line break in it is escaped. */
function packagesOf(record: string | undefined): string {
  const advisories = record === undefined ? undefined : readStored(record)?.advisories;
  if (!advisories) return 'null';
  const claimed = advisories.flatMap((a) => compile(a).claims.map(({ namespace, name }) => `${namespace}/${name}`));
  return JSON.stringify([...new Set(claimed)]);
}

const stored = z.object({
  /** OSV, or CSAF. */
  record: z.unknown().optional(),
  /** In our own form, in its place. */
  model: z.unknown().optional(),
  facts: z.object({
    kev: z.string().nullable(),
    automatable: z.enum(['yes', 'no', 'unknown']),
    technicalImpact: z.enum(['partial', 'total', 'unknown']),
    exploitation: z.enum(['none', 'poc', 'active', 'unknown']),
    vectors: z.array(z.string()),
  }),
});
export type Facts = z.infer<typeof stored>['facts'];

/** A record with what due dates rest on; undefined where it cannot be read. */
export function readStored(text: string) {
  const parsed = stored.safeParse(JSON.parse(text));
  if (!parsed.success) return undefined;
  const { record, model, facts } = parsed.data;
  if (model !== undefined) {
    const advisory = readModel(model);
    return advisory && { advisories: [advisory], facts };
  }
  const { read } = readRecord(Buffer.from(JSON.stringify(record ?? null)));
  return read && { advisories: read.advisories, facts };
}

async function append(file: string, at: number, text: string): Promise<void> {
  const handle = await open(file, at === 0 ? 'w' : 'r+', 0o600);
  try {
    await handle.write(text, at, 'utf8');
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function cutBehind(file: string, bytes: number): Promise<void> {
  const handle = await open(file, 'r+').catch(() => undefined);
  if (!handle) return;
  await handle.truncate(bytes);
  await handle.close();
}
