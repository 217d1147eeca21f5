// The list of CSAF providers, kept by who runs the instance.
import type { feedProvider } from '@leadtime/contract';
import { z } from 'zod';
import type { Actor } from '../../../edge/handler.ts';
import { notFound, refuse } from '../../../edge/refusal.ts';
import { newId } from '../../../platform/clock.ts';
import type { Database } from '../../../platform/db/database.ts';
import type { Egress } from '../../../platform/egress.ts';
import { record } from '../../ledger/index.ts';
import { placesToAsk } from './csaf/metadata.ts';
import { Fingerprint } from './csaf/signature.ts';
import * as store from './store.ts';
import { hostsOf } from './trouble.ts';

interface Deps {
  readonly db: Database;
  readonly egress: Egress;
}
type View = z.input<typeof feedProvider>;
const PROVIDERS = 500;

export const list = ({ db, egress }: Deps, actor: Actor): Promise<{ items: View[] }> =>
  db.as(actor.party.id, async (tx) => ({ items: (await tx.all(store.PROVIDERS)).map((p) => viewOf(p, egress)) }));

export interface Adding {
  readonly provider: string;
  /** Of its OpenPGP keys, as its people tell them; none: those that are seen first are pinned. */
  readonly fingerprints: readonly string[];
}

export function add({ db, egress }: Deps, actor: Actor, { provider, fingerprints }: Adding): Promise<View> {
  const asked = normal(provider);
  const pinned = fingerprints.map(fingerprint);
  return db.as(actor.party.id, async (tx) => {
    if ((await tx.all(store.PROVIDERS)).length >= PROVIDERS)
      throw refuse('state.not-possible', `The list may hold ${PROVIDERS} providers. Remove one first.`);
    const made = await tx.maybe(store.ADD_PROVIDER, [newId(tx.now), asked, tx.now, JSON.stringify({ pinned })]);
    if (made)
      await record(tx, {
        kind: 'feed.provider-added',
        wall: actor.party.id,
        actor: actor.person.id,
        refs: { provider: made.id },
        facts: { asked, fingerprints: pinned },
      });
    const row = (await tx.all(store.PROVIDERS)).find((p) => p.asked === asked);
    if (!row) throw notFound();
    if (!made && pinned.length > 0)
      throw refuse(
        'state.not-possible',
        `${asked} is on the list already. To pin other keys, take it off the list and add it again with them.`,
      );
    return viewOf(row, egress);
  });
}

export function remove({ db }: Deps, actor: Actor, id: string): Promise<{ done: true }> {
  return db.as(actor.party.id, async (tx) => {
    if ((await tx.run(store.REMOVE_PROVIDER, [id])) === 0) throw notFound();
    await tx.run(store.FORGET_LIST, [`csaf/${id}`]);
    await record(tx, {
      kind: 'feed.provider-removed',
      wall: actor.party.id,
      actor: actor.person.id,
      refs: { provider: id },
    });
    return { done: true };
  });
}

function fingerprint(given: string): string {
  const read = Fingerprint.safeParse(given);
  if (!read.success)
    throw refuse(
      'request.invalid',
      `${JSON.stringify(given.slice(0, 100))} is not the fingerprint of an OpenPGP key: 40 or 64 hexadecimal digits.`,
    );
  return read.data;
}

/** One way to write it, so that a provider is on the list once. */
function normal(given: string): string {
  const text = /^https?:\/\//i.test(given) ? given : `https://${given}`;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '')
    throw refuse(
      'request.invalid',
      `${JSON.stringify(given.slice(0, 100))} is neither a domain nor the address of a provider-metadata.json, such as vendor.example or https://vendor.example/csaf/provider-metadata.json.`,
    );
  return url.protocol === 'https:' && url.pathname === '/' ? url.host : url.href;
}

const viewOf = (p: store.ProviderRecord, egress: Egress): View => ({
  id: p.id,
  asked: p.asked,
  metadataUrl: p.metadata_url,
  publisher: p.publisher,
  addedAt: p.added_at,
  lastSuccessAt: p.last_success_at,
  lastError: p.last_error,
  documents: p.documents,
  fingerprints: z
    .object({ pinned: z.array(z.string()) })
    .catch({ pinned: [] })
    .parse(p.resume).pinned,
  note: p.note,
  toAllow: hostsOf(
    placesToAsk(p.asked)
      .slice(0, 1)
      .filter((a) => !egress.allows(a)),
  ),
});
