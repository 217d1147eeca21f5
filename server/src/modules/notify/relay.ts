// The job of one event: who may know of it now, one notice to each of those parties, and a delivery per channel. In the
// application it arrives at once; what leaves the house goes by a job of its own.
import { newId } from '../../platform/clock.ts';
import type { Database, Tx } from '../../platform/db/database.ts';
import { enqueue } from '../../platform/jobs.ts';
import type { Log } from '../../platform/log.ts';
import { inAppChannel } from './channels/in-app.ts';
import { type Told, whoMayKnow } from './know.ts';
import { isNoticeEvent, type NoticeEvent, RULES } from './rules.ts';
import * as store from './store.ts';
import { wordsOf } from './words.ts';

export interface RelayDeps {
  readonly db: Database;
  readonly log: Log;
}
type Event = NonNullable<typeof store.EVENT.row> & { readonly kind: NoticeEvent };

export async function relay(deps: RelayDeps, payload: Readonly<Record<string, unknown>>): Promise<void> {
  const ids = Array.isArray(payload['events']) ? payload['events'].map(String) : [String(payload['event'])];
  const failed: unknown[] = [];
  for (const id of ids) await relayOne(deps, id).catch((error: unknown) => void failed.push(error));
  if (failed.length > 0) throw failed[0]; // the job is tried again; what was relayed stays as it is
}

async function relayOne({ db, log }: RelayDeps, id: string): Promise<void> {
  await db.verb('notify.relay', async (tx) => {
    const event = await tx.maybe(store.EVENT, [id]);
    if (!event || !isNoticeEvent(event.kind)) {
      log.warn('an event has no rule for notices', { event: id, kind: event?.kind });
      return;
    }
    const known: Event = { ...event, kind: event.kind };
    const told = whoMayKnow(known, await tx.all(store.SEERS, [event.wall, tx.now]));
    if (told.length === 0) return;
    const about = await aboutOf(tx, known);
    for (const to of told) await tell(tx, known, to, about);
  });
}

interface About {
  readonly title: string | undefined;
  readonly due: string | undefined;
  readonly duty: string | undefined;
}

async function aboutOf(tx: Tx, event: Event): Promise<About> {
  const { about } = RULES[event.kind];
  if (about === 'nothing') return { title: undefined, due: undefined, duty: undefined };
  if (about === 'vulnerability') {
    const row = await tx.maybe(store.VULNERABILITY_TITLE, [event.wall]);
    return { title: row?.title, due: undefined, duty: undefined };
  }
  const advisory = event.facts['advisory'];
  const row = await tx.maybe(store.ABOUT_ADVISORY, [event.subject_id, isUuid(advisory) ? advisory : null]);
  return { title: row?.title, due: row?.due ?? undefined, duty: row?.duty ?? undefined };
}

async function tell(tx: Tx, event: Event, to: Told, about: About): Promise<void> {
  const actsFor = to.tier === 'delegate' ? await tx.maybe(store.PARTY_NAME, [event.wall]) : undefined;
  // A finder reads its own words of it, not those of others who found the same.
  const own = to.tier === 'finder' ? await tx.maybe(store.OWN_TITLE, [event.wall, to.party]) : about;
  const words = wordsOf({
    kind: event.kind,
    subject: event.subject_id,
    facts: event.facts,
    tier: to.tier,
    about: own?.title ?? about.title,
    due: about.due,
    duty: about.duty,
    actsFor,
  });
  const added = await tx.maybe(store.ADD_NOTICE, [
    newId(tx.now),
    to.party,
    event.id,
    event.kind,
    words.title,
    words.body,
    words.href,
    tx.now,
  ]);
  if (!added) return; // this event was relayed before
  await deliverInApp(tx, added.id, to.party, event, words.href);
  const tested = event.kind === 'webhook.test' ? event.facts['webhook'] : null;
  for (const webhook of await tx.all(store.WEBHOOKS_FOR, [to.party, event.kind, tested])) {
    const delivery = newId(tx.now);
    await tx.run(store.ADD_DELIVERY, [delivery, added.id, to.party, 'webhook', webhook.id]);
    await enqueue(tx, 'notify.deliver', { delivery });
  }
}

/** Who may know was asked a moment ago, in this very transaction. */
async function deliverInApp(tx: Tx, notice: string, party: string, event: Event, href: string): Promise<void> {
  const id = newId(tx.now);
  await tx.run(store.ADD_DELIVERY, [id, notice, party, 'in-app', null]);
  const channel = inAppChannel(async (shown) => (await tx.run(store.SHOW, [shown, tx.now])) === 1);
  const sent = await channel.send({
    id,
    notice,
    event: event.kind,
    at: tx.now,
    href,
    plain: RULES[event.kind].plain,
  });
  const state = sent.outcome === 'sent' ? 'sent' : 'failed';
  await tx.run(store.SETTLE, [id, state, tx.now, sent.outcome === 'sent' ? null : sent.reason, 1]);
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const isUuid = (value: unknown): value is string => typeof value === 'string' && UUID.test(value);
