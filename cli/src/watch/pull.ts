// Pulls the feed up to where the server is. The key that signs it is pinned at the first contact; every page must follow the last.
import { ApiError } from '@leadtime/contract';
import { digestOf, quote } from '@leadtime/lib/kit';
import { formatVerifierKey, parseVerifierKey, type VerifierKey } from '@leadtime/lib/ledger';
import { type BodTable, parseBodTable } from '@leadtime/lib/triage';
import { openPage, WATCH_STREAMS } from '@leadtime/lib/watch';
import { z } from 'zod';
import type { Connection } from '../connection.ts';
import { Failure, isNetworkFault } from '../failure.ts';
import { VERSION } from '../run.ts';
import { CURSOR, type FeedStore, openFeedStore } from './feed-store.ts';
import type { State } from './state.ts';

const pinSchema = z.strictObject({ url: z.string(), key: z.string(), party: z.string(), partyName: z.string() });
export type Pin = z.infer<typeof pinSchema>;
const PIN = 'instance.json';
const RULES = 'rules.json';

export interface Pulled {
  readonly store: FeedStore;
  readonly pin: Pin;
  readonly key: VerifierKey;
  readonly bod: BodTable;
  /** Why nothing could be pulled now; undefined: it was. */
  readonly offline: string | undefined;
  /** Entries that came now. */
  readonly fresh: number;
  /** The key was pinned now: it should be compared with what the instance's people say. */
  readonly firstContact: boolean;
}

export interface PullOptions {
  /** The key that is known otherwise; it replaces a pinned one. */
  readonly key: VerifierKey | undefined;
}

export async function pull(state: State, connection: Connection, options: PullOptions): Promise<Pulled> {
  const known = await state.read(PIN, pinSchema);
  if (known && known.url !== connection.url)
    throw new Failure(2, `${state.folder} belongs to ${known.url}. Give another --dir for ${connection.url}.`);
  let pin = known;
  let offline: string | undefined;
  try {
    pin ??= await firstContact(state, connection);
  } catch (error) {
    throw orOffline(error) === undefined
      ? error
      : new Failure(
          3,
          `${connection.url} does not answer, and nothing was pulled from it before: there is nothing to match with.`,
          { cause: error },
        );
  }
  const key = keyOf(pin, options);
  if (formatVerifierKey(key) !== pin.key) await state.write(PIN, { ...pin, key: formatVerifierKey(key) });
  const store = await openFeedStore(state, { origin: key.name, party: pin.party }, VERSION);
  const before = entriesIn(store);
  try {
    await pullAll(store, connection, key, pin);
    await pullRules(state, store, connection);
    await store.compact();
  } catch (error) {
    offline = orOffline(error);
    if (offline === undefined) throw error;
  }
  const bod = await readRules(state, store);
  return { store, pin, key, bod, offline, fresh: entriesIn(store) - before, firstContact: known === undefined };
}

/** What a network fault or a server that is down says; undefined of anything else. */
function orOffline(error: unknown): string | undefined {
  if (isNetworkFault(error)) return 'no answer from the server';
  if (error instanceof DOMException && error.name === 'TimeoutError') return 'the server took too long';
  if (error instanceof ApiError && (error.problem.status >= 500 || error.problem.status === 429))
    return error.problem.title;
  return undefined;
}

async function firstContact(state: State, { client, url, token }: Connection): Promise<Pin> {
  if (token === undefined)
    throw new Failure(
      2,
      'Watching needs a token with the scope `watch`: make one under Settings, then `leadtime login`, or set LEADTIME_TOKEN.',
    );
  const page = await client.call('watch.feed', { params: { stream: 'ours' }, query: { after: 0, limit: 1 } });
  const pin = { url, key: page.key, party: page.party.id, partyName: page.party.name };
  await state.write(PIN, pin);
  return pin;
}

function keyOf(pin: Pin, { key: given }: PullOptions): VerifierKey {
  const pinned = parseVerifierKey(pin.key);
  if (!pinned.ok) throw new Failure(3, 'The instance shows no key that could be used', pinned);
  if (given && given.name !== pinned.value.name)
    throw new Failure(
      2,
      `--key is of ${quote(given.name)}; this folder watches ${quote(pinned.value.name)}. Another instance needs another --dir.`,
    );
  return given ?? pinned.value;
}

async function pullAll(store: FeedStore, { client }: Connection, key: VerifierKey, { party }: Pin): Promise<void> {
  for (const stream of WATCH_STREAMS)
    for (;;) {
      const cursor = store.cursor(stream);
      const page = await client.call('watch.feed', { params: { stream }, query: { after: cursor.sequence } });
      if (page.key !== formatVerifierKey(key)) throw keyChanged(page.key, key);
      const opened = openPage(page, { cursor, of: { origin: key.name, party, stream }, key });
      if (!opened.ok)
        throw new Failure(
          3,
          `The page of ${stream} after ${cursor.sequence} is not what was signed, or does not follow what was pulled. Nothing of it was kept.`,
          opened,
        );
      await store.keep(stream, opened.value);
      if (opened.value.head.ends >= opened.value.head.reached) break;
      // The server is behind its own changes: what is there is kept, and it is said that it is a part.
      if (opened.value.entries.length === 0) break;
    }
}

const keyChanged = (text: string, pinned: VerifierKey): Failure => {
  const shown = parseVerifierKey(text);
  const other = shown.ok ? `${shown.value.name}+${shown.value.id}` : quote(text, 60);
  return new Failure(
    3,
    `THE KEY HAS CHANGED. The feed is signed by ${other}; ${pinned.name}+${pinned.id} is pinned here. Nothing was pulled and nothing was sent. ` +
      'Ask whoever runs the instance, by telephone or on paper, for its key. If it did change, run once with --key and the new one.',
  );
};

async function pullRules(state: State, store: FeedStore, { client }: Connection): Promise<void> {
  const known = await state.read(RULES, z.object({ digest: z.string() }));
  if (store.rules === '' || known?.digest === store.rules) return;
  const { text } = await client.call('watch.rules');
  if (digestOf(text) !== store.rules)
    throw new Failure(3, 'The rules that the server gives are not those that it signed. Nothing of them was kept.');
  await state.write(RULES, { digest: store.rules, rules: JSON.parse(text) as unknown });
}

async function readRules(state: State, store: FeedStore): Promise<BodTable> {
  const kept = await state.read(RULES, z.object({ digest: z.string(), rules: z.object({ bod: z.unknown() }) }));
  if (!kept)
    throw new Failure(3, 'The rules that due dates go by were not pulled yet. Try again when the server answers.');
  const bod = parseBodTable(kept.rules.bod);
  if (!bod.ok)
    throw new Failure(
      3,
      'The rules that due dates go by cannot be read. Is this leadtime of another version than the server?',
      bod,
    );
  if (kept.digest !== store.rules) return bod.value; // newer ones are named and were not pulled yet: what is here holds until then
  return bod.value;
}

const entriesIn = (store: FeedStore): number =>
  WATCH_STREAMS.reduce((sum, stream) => sum + store.cursor(stream).sequence, 0);

/** What `--again` forgets: the feed and the pinned key. Duties and the own key stay. */
export const PULLED_FILES = [CURSOR, PIN, RULES] as const;
