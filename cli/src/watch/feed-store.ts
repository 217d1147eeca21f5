// What was pulled, on this machine: two files that only grow, and how far each is whole. A page is written and flushed before the cursor
// moves on; whatever stands behind the cursor is of a page that was not finished, and is cut off.
//
//   7 put 5f0c…e1 osv/GHSA-aaaa ⇥ ["npm/left-pad"] ⇥ {"record":{…},"facts":{…}}
//
// The packages that a record claims stand before it, so that asking an inventory parses only the records that may reach it.
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { splitLines } from '@leadtime/lib/advisory';
import { compile } from '@leadtime/lib/exposure';
import { instantOf, parseInstant } from '@leadtime/lib/kit';
import type { ChainOf, FeedAge, OpenedPage, WatchCursor, WatchStream } from '@leadtime/lib/watch';
import { entryLine, startOf, WATCH_STREAMS } from '@leadtime/lib/watch';
import { z } from 'zod';
import { readRecord } from '../match/read-record.ts';
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
  /** Bytes of the file that are whole. */
  bytes: z.int().min(0),
});
const pulledSchema = z.strictObject({
  streams: z.strictObject({ outside: pulledStream, ours: pulledStream }),
  feeds: z.array(z.strictObject({ source: z.string(), asOf: instant.nullable(), maxAgeHours: z.int().min(0) })),
  rules: z.string(),
  /** By the server's clock. */
  at: instant.nullable(),
});
type PulledFile = z.infer<typeof pulledSchema>;

export interface FeedStore {
  cursor(stream: WatchStream): WatchCursor;
  readonly feeds: readonly FeedAge[];
  readonly rules: string;
  /** The newest head's time; undefined: nothing was ever pulled. */
  readonly at: string | undefined;
  /** Keeps an opened page: all of it or nothing. */
  keep(stream: WatchStream, page: OpenedPage): Promise<void>;
  /** Every entry in order, from this byte on. */
  lines(stream: WatchStream, from?: number): AsyncGenerator<StoredLine>;
  bytes(stream: WatchStream): number;
}

export interface StoredLine {
  readonly line: string;
  readonly packages: readonly string[];
  /** '' where there is none. */
  readonly text: string;
}

export async function openFeedStore(state: State, of: Omit<ChainOf, 'stream'>): Promise<FeedStore> {
  let pulled = (await state.read(CURSOR, pulledSchema)) ?? nothing(of);
  for (const stream of WATCH_STREAMS) await cutBehind(state.path(fileOf(stream)), pulled.streams[stream].bytes);
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
    get at() {
      return pulled.at ?? undefined;
    },
    bytes: (stream) => pulled.streams[stream].bytes,
    async keep(stream, { head, entries, cursor }) {
      const text = entries
        .map(({ entry, record }) => `${entryLine(entry)}\t${packagesOf(record)}\t${record ?? ''}\n`)
        .join('');
      const before = pulled.streams[stream].bytes;
      if (text !== '') await append(state.path(fileOf(stream)), before, text);
      const next: PulledFile = {
        streams: {
          ...pulled.streams,
          [stream]: {
            sequence: cursor.sequence,
            chain: Buffer.from(cursor.chain).toString('base64'),
            at: cursor.at ?? null,
            bytes: before + Buffer.byteLength(text),
          },
        },
        feeds: head.feeds.map((f) => ({ ...f, asOf: f.asOf ?? null })),
        rules: head.rules,
        at: head.at,
      };
      await state.write(CURSOR, next);
      pulled = next;
    },
    async *lines(stream, from = 0) {
      const end = pulled.streams[stream].bytes;
      if (end <= from) return;
      const input = createReadStream(state.path(fileOf(stream)), { start: from, end: end - 1 });
      for await (const found of splitLines(input, { maxLineBytes: LINE_BYTES, maxBytes: Number.MAX_SAFE_INTEGER })) {
        if (found === 'too-large' || found.bytes === undefined) continue; // longer than any page: not of our writing
        const [line = '', packages = '', text = ''] = Buffer.from(found.bytes).toString('utf8').split('\t');
        yield { line, packages: z.array(z.string()).parse(JSON.parse(packages)), text };
      }
    },
  };
}

const LINE_BYTES = 64 * 1024 * 1024;

export const CURSOR = 'pulled.json';
export const fileOf = (stream: WatchStream): string => `feed-${stream}.ndjson`;

const nothing = (of: Omit<ChainOf, 'stream'>): PulledFile => {
  const start = (stream: WatchStream) => ({
    sequence: 0,
    chain: Buffer.from(startOf({ ...of, stream }).chain).toString('base64'),
    at: null,
    bytes: 0,
  });
  return { streams: { outside: start('outside'), ours: start('ours') }, feeds: [], rules: '', at: null };
};

/** What a record claims, as JSON; every tab and line break in it is escaped. */
function packagesOf(record: string | undefined): string {
  const advisories = record === undefined ? [] : (readStored(record)?.advisories ?? []);
  const claimed = advisories.flatMap((a) => compile(a).claims.map(({ namespace, name }) => `${namespace}/${name}`));
  return JSON.stringify([...new Set(claimed)]);
}

const stored = z.object({
  record: z.unknown(),
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
  const { read } = readRecord(Buffer.from(JSON.stringify(parsed.data.record)));
  return read && { advisories: read.advisories, facts: parsed.data.facts };
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
