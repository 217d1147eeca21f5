// CSAF providers, one after another: what changed since, oldest first, each document held against its digest (CSAF 2.0, 7.3.2).
// One provider that fails does not keep the others back; the feed is whole only when all of them are.
import { z } from 'zod';
import type { Arrived, FeedText, Journey } from '../journey.ts';
import { vanished } from '../listed.ts';
import { KEEP_PROVIDER, PROVIDER_DONE, PROVIDER_FAILED, PROVIDERS, type ProviderRecord } from '../store.ts';
import { Blocked, closed, Later } from '../trouble.ts';
import { type Fetched, fetchDocument } from './document.ts';
import { type Listed, listingOf, sourcesOf } from './listing.ts';
import { metadataOf, placesToAsk } from './metadata.ts';
import { keysOf } from './signature.ts';

const Kept = z.object({
  /** Documents that were refused in a way that may pass. */
  again: z.array(z.string()).default([]),
  /** Fingerprints of its OpenPGP keys: as they were given by who added it, or as they were first seen. */
  pinned: z.array(z.string()).default([]),
});
interface Tally {
  /** Of documents that came now: whether a digest vouches for them. */
  taken: number;
  withoutDigest: number;
  unmarked: number;
  signed: number;
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
    note: `${providers.length === 1 ? 'One provider' : `${providers.length} providers`}.`,
  };
}

async function one(j: Journey, provider: ProviderRecord, began: string): Promise<void> {
  const { asking } = j;
  mayAsk(j, placesToAsk(provider.asked).slice(0, 1));
  await j.show(`${provider.asked}: asking for its metadata`);
  const { url, metadata, others } = await metadataOf(asking, provider.asked);
  const { feeds, directories } = sourcesOf(metadata);
  mayAsk(j, [...feeds, ...directories, ...metadata.public_openpgp_keys.map((k) => k.url)]);
  const kept = Kept.catch({ again: [], pinned: [] }).parse(provider.resume);
  const keep = (): Promise<unknown> =>
    j.db.verb('advisories.import', (tx) =>
      tx.run(KEEP_PROVIDER, [provider.id, url, metadata.publisher.name, JSON.stringify(kept)]),
    );
  const mustSign = metadata.role === 'csaf_trusted_provider';
  const { keys, notes: onKeys } = await keysOf(asking, metadata, kept.pinned);
  if (kept.pinned.length === 0) kept.pinned = [...keys.fingerprints];
  await keep();
  if (keys.fingerprints.length === 0 && (mustSign || kept.pinned.length > 0))
    throw new Blocked(
      `${kept.pinned.length > 0 ? `None of its keys is pinned here (${kept.pinned.join(', ')})` : 'It says that it is a trusted provider, which signs, and names no OpenPGP key that can be read'}; nothing was imported. ${onKeys.join(' ')}`.trim(),
    );
  const { documents, notes } = await listingOf(asking, metadata);
  mayAsk(
    j,
    documents.map((d) => d.url),
  );
  const tally: Tally = { taken: 0, withoutDigest: 0, unmarked: 0, signed: 0, refused: [] };
  const offered = new Set(documents.map((d) => d.url));
  kept.again = kept.again.filter((u) => offered.has(u));
  const again = new Set(kept.again);
  const list = `csaf/${provider.id}`;
  const before = await j.lists.of(list);
  const fresh = newOf(documents, before, again);
  for (let from = 0; from < fresh.length; from += AT_ONCE) {
    await j.show(`${provider.asked}: ${from} of ${fresh.length} documents that changed`);
    const now = fresh.slice(from, from + AT_ONCE);
    const gone: string[] = [];
    const refused: string[] = [];
    await j.take(
      texts(
        now,
        (listed) =>
          orRefused(fetchDocument(asking, listed, { since: provider.last_success_at ?? undefined, keys, mustSign })),
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
    await j.lists.keep(
      list,
      now.map((d) => [d.url, d.changed ?? '']),
    );
    await keep();
  }
  const { ids, doubt } = vanished(provider.asked, before, offered);
  const files = new Set(documents.map((d) => fileOf(d.url)));
  await j.retract([...new Set(ids.map(fileOf))].filter((file) => !files.has(file))); // one that moved is still there
  await j.lists.drop(list, ids);
  const moreMetadata = others.map(
    (other) => `Its security.txt names ${other} as well: add it as a provider of its own.`,
  );
  if (kept.again.length > 0)
    throw new Blocked(
      `${tally.refused.slice(0, 3).join('; ')}. Nothing of it was imported; it is tried again at the next sync.`,
    );
  await j.db.verb('advisories.import', (tx) =>
    tx.run(PROVIDER_DONE, [
      provider.id,
      began,
      documents.length,
      noteOf(tally, keys.fingerprints, [...notes, ...onKeys, ...moreMetadata, ...(doubt === undefined ? [] : [doubt])]),
    ]),
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

/**
 * What to fetch, oldest first; what tells no moment last, and each time: the other side says whether it is the same. A moment is held
 * against that of the same document, not of the newest: providers list documents late, under the moment at which they were written.
 */
function newOf(
  documents: readonly Listed[],
  before: ReadonlyMap<string, string>,
  again: ReadonlySet<string>,
): Listed[] {
  return documents
    .filter(({ url, changed }) => changed === undefined || before.get(url) !== changed || again.has(url))
    .sort((a, b) => ((a.changed ?? '~') < (b.changed ?? '~') ? -1 : (a.changed ?? '~') > (b.changed ?? '~') ? 1 : 0));
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
  if (!got.marked) tally.unmarked += 1;
  if (got.signature === 'good') tally.signed += 1;
}

const fileOf = (url: string): string => new URL(url).pathname.split('/').at(-1) ?? '';

function noteOf(
  { taken, withoutDigest, unmarked, signed, refused }: Tally,
  fingerprints: readonly string[],
  notes: readonly string[],
): string {
  const of = (n: number): string => (n === 1 ? 'One document' : `${n} documents`);
  return [
    `${of(taken)} came at the last sync.`,
    ...(withoutDigest > 0 ? [`${of(withoutDigest)} without a digest to compare.`] : []),
    ...(unmarked > 0 ? [`${of(unmarked)} without a TLP mark, taken as public because everybody may fetch it.`] : []),
    ...(refused.length > 0 ? [`${of(refused.length)} refused: ${refused.slice(0, 3).join('; ')}.`] : []),
    fingerprints.length === 0
      ? 'It names no OpenPGP key, so no signature was checked.'
      : `${of(signed)} with a good signature${taken > signed ? `, ${taken - signed} unsigned` : ''}.`,
    ...notes,
  ].join(' ');
}
