// CSAF providers, one after another: what changed since, oldest first, each document held against its digest (CSAF 2.0, 7.3.2).
// One provider that fails does not keep the others back; the feed is whole only when all of them are.
import { z } from 'zod';
import type { Arrived, FeedText, Journey } from '../journey.ts';
import { KEEP_PROVIDER, PROVIDER_DONE, PROVIDER_FAILED, PROVIDERS, type ProviderRecord } from '../store.ts';
import { Blocked, closed, Later } from '../trouble.ts';
import { type Fetched, fetchDocument } from './document.ts';
import { addressesIn, type Listed, listingOf } from './listing.ts';
import { metadataOf, placesToAsk } from './metadata.ts';

const Kept = z.object({
  /** Everything that changed up to this moment is in, and of this very moment these. */
  seen: z.string().optional(),
  urls: z.array(z.string()).default([]),
  /** Documents that were refused in a way that may pass. */
  again: z.array(z.string()).default([]),
  /** Documents of lists without moments: what is on none of them any more is gone. */
  listed: z.array(z.string()).optional(),
});
type Kept = z.infer<typeof Kept>;
interface Tally {
  /** Of documents that came now: whether a digest vouches for them. */
  taken: number;
  withoutDigest: number;
  readonly refused: string[];
}

const AT_ONCE = 100;
const ASKED_AT_ONCE = 4;
const KEPT_REFUSED = 1_000;

export async function csaf(j: Journey): Promise<Arrived> {
  const began = j.asking.clock.now();
  const providers = await j.db.verb('advisories.import', (tx) => tx.all(PROVIDERS));
  if (providers.length === 0)
    throw new Blocked('No CSAF provider is on the list. Add one with: leadtime feeds providers add DOMAIN');
  const failed: string[] = [];
  let later: Later | undefined;
  for (const provider of providers)
    try {
      await one(j, provider, began);
    } catch (error) {
      if (!(error instanceof Blocked || error instanceof Later)) throw error;
      if (error instanceof Later) later = error;
      failed.push(`${provider.asked}: ${error.message}`);
      await j.db.verb('advisories.import', (tx) =>
        tx.run(PROVIDER_FAILED, [provider.id, error.message.slice(0, 1_000)]),
      );
    }
  if (later) throw new Later(failed.join(' '), later.until);
  if (failed.length > 0) throw new Blocked(failed.join(' '));
  return {
    resume: {},
    asOf: began,
    note: `${providers.length === 1 ? 'One provider' : `${providers.length} providers`}. OpenPGP signatures are not checked.`,
  };
}

async function one(j: Journey, provider: ProviderRecord, began: string): Promise<void> {
  const { asking } = j;
  mayAsk(j, placesToAsk(provider.asked).slice(0, 1));
  await j.show(`${provider.asked}: asking for its metadata`);
  const { url, metadata } = await metadataOf(asking, provider.asked);
  mayAsk(j, addressesIn(metadata));
  const kept = Kept.catch({ urls: [], again: [] }).parse(provider.resume);
  const keep = (): Promise<unknown> =>
    j.db.verb('advisories.import', (tx) =>
      tx.run(KEEP_PROVIDER, [provider.id, url, metadata.publisher.name, JSON.stringify(kept)]),
    );
  await keep();
  const { documents, notes } = await listingOf(asking, metadata);
  mayAsk(
    j,
    documents.map((d) => d.url),
  );
  const tally: Tally = { taken: 0, withoutDigest: 0, refused: [] };
  const offered = new Set(documents.map((d) => d.url));
  kept.again = kept.again.filter((u) => offered.has(u));
  const again = new Set(kept.again);
  const fresh = newOf(documents, kept, again);
  for (let from = 0; from < fresh.length; from += AT_ONCE) {
    await j.show(`${provider.asked}: ${from} of ${fresh.length} documents that changed`);
    const now = fresh.slice(from, from + AT_ONCE);
    const gone: string[] = [];
    const refused: string[] = [];
    await j.take(
      texts(
        now,
        (listed) => orRefused(fetchDocument(asking, listed, provider.last_success_at ?? undefined)),
        (listed, got) => {
          if (got.kind === 'gone') gone.push(listed.url);
          if (got.kind === 'refused' && got.again) refused.push(listed.url);
          count(tally, got);
        },
      ),
    );
    await j.retract(gone.map(fileOf));
    const tried = new Set(now.map((d) => d.url));
    kept.again = [...kept.again.filter((u) => !tried.has(u)), ...refused].slice(0, KEPT_REFUSED);
    advance(kept, now);
    await keep();
  }
  const listed = documents.filter((d) => d.changed === undefined).map((d) => d.url);
  const there = new Set(listed);
  await j.retract((kept.listed ?? []).filter((u) => !there.has(u)).map(fileOf));
  kept.listed = listed.length > 0 ? listed : undefined;
  await keep();
  if (kept.again.length > 0)
    throw new Blocked(
      `${tally.refused.slice(0, 3).join('; ')}. Nothing of it was imported; it is tried again at the next sync.`,
    );
  await j.db.verb('advisories.import', (tx) =>
    tx.run(PROVIDER_DONE, [provider.id, began, documents.length, noteOf(tally, notes)]),
  );
}

/** One document that cannot be had does not keep the others back. What passes with time ends the sync, which goes on later. */
const orRefused = (fetched: Promise<Fetched>): Promise<Fetched> =>
  fetched.catch((error: unknown) => {
    if (!(error instanceof Blocked)) throw error;
    return { kind: 'refused', reason: error.message, again: true };
  });

/** Before anything is asked: all hosts at once, so that one restart allows them. */
function mayAsk({ asking: { egress } }: Journey, addresses: readonly string[]): void {
  const hosts = addresses.filter((a) => !egress.allows(a));
  if (hosts.length > 0) throw closed(hosts, egress.hosts);
}

/** What to fetch, oldest first; what tells no moment last, and each time: the other side says whether it is the same. */
function newOf(documents: readonly Listed[], { seen, urls }: Kept, again: ReadonlySet<string>): Listed[] {
  const isNew = ({ url, changed }: Listed): boolean =>
    changed === undefined ||
    seen === undefined ||
    changed > seen ||
    (changed === seen && !urls.includes(url)) ||
    again.has(url);
  return documents
    .filter(isNew)
    .sort((a, b) => ((a.changed ?? '~') < (b.changed ?? '~') ? -1 : (a.changed ?? '~') > (b.changed ?? '~') ? 1 : 0));
}

function advance(kept: Kept, done: readonly Listed[]): void {
  for (const { url, changed } of done) {
    if (changed === undefined || (kept.seen !== undefined && changed < kept.seen)) continue;
    kept.urls = changed === kept.seen ? [...kept.urls, url] : [url];
    kept.seen = changed;
  }
}

async function* texts(
  listed: readonly Listed[],
  fetched: (listed: Listed) => Promise<Fetched>,
  saw: (listed: Listed, got: Fetched) => void,
): AsyncGenerator<FeedText, void, undefined> {
  for (let from = 0; from < listed.length; from += ASKED_AT_ONCE) {
    const now = listed.slice(from, from + ASKED_AT_ONCE);
    const got = await Promise.all(now.map(fetched));
    for (const [i, document] of now.entries()) {
      const answer = got[i];
      if (!answer) continue;
      saw(document, answer);
      if (answer.kind === 'document') yield { text: answer.text, at: `/${fileOf(document.url)}` };
    }
  }
}

function count(tally: Tally, got: Fetched): void {
  if (got.kind === 'refused') tally.refused.push(got.reason);
  if (got.kind !== 'document') return;
  tally.taken += 1;
  if (got.digest === 'none') tally.withoutDigest += 1;
}

const fileOf = (url: string): string => new URL(url).pathname.split('/').at(-1) ?? '';

function noteOf({ taken, withoutDigest, refused }: Tally, notes: readonly string[]): string {
  const of = (n: number): string => (n === 1 ? 'One document' : `${n} documents`);
  return [
    `${of(taken)} came at the last sync.`,
    ...(withoutDigest > 0 ? [`${of(withoutDigest)} without a digest to compare.`] : []),
    ...(refused.length > 0 ? [`${of(refused.length)} refused: ${refused.slice(0, 3).join('; ')}.`] : []),
    ...notes,
    'OpenPGP signatures are not checked.',
  ].join(' ');
}
