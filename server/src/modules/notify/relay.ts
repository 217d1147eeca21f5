// The job of one event: who may know of it now, one notice to each of those parties, and a delivery per channel. In the
// application it arrives at once; what leaves the house goes by a job of its own.
import { newId } from '../../platform/clock.ts';
import type { Database, Tx } from '../../platform/db/database.ts';
import { jsonText } from '../../platform/db/values.ts';
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
type Event = NonNullable<typeof store.EVENTS.row> & { readonly kind: NoticeEvent };

/** Events that share a transaction: five hundred reports that were read are told of in a dozen statements, not in thousands. */
const EVENTS_AT_ONCE = 100;

export async function relay(deps: RelayDeps, payload: Readonly<Record<string, unknown>>): Promise<void> {
  const ids = Array.isArray(payload['events']) ? payload['events'].map(String) : [String(payload['event'])];
  const failed: unknown[] = [];
  for (let i = 0; i < ids.length; i += EVENTS_AT_ONCE)
    await relayOrEach(deps, ids.slice(i, i + EVENTS_AT_ONCE), failed);
  if (failed.length > 0) throw failed[0]; // the job is tried again; what was relayed stays as it is
}

/** One that fails does not hold back the others. */
async function relayOrEach(deps: RelayDeps, ids: readonly string[], failed: unknown[]): Promise<void> {
  try {
    await relayTogether(deps, ids);
  } catch (error) {
    if (ids.length === 1) failed.push(error);
    else for (const id of ids) await relayOrEach(deps, [id], failed);
  }
}

async function relayTogether({ db, log }: RelayDeps, ids: readonly string[]): Promise<void> {
  await db.verb('notify.relay', async (tx) => {
    const known: Event[] = [];
    for (const event of await tx.all(store.EVENTS, [ids])) {
      if (isNoticeEvent(event.kind)) known.push({ ...event, kind: event.kind });
      else log.warn('an event has no rule for notices', { event: event.id, kind: event.kind });
    }
    if (known.length === 0) return;
    const seers = Map.groupBy(await tx.all(store.SEERS, [known.map((e) => e.wall), tx.now]), (s) => s.wall);
    const telling = known
      .map((event) => ({ event, told: whoMayKnow(event, seers.get(event.wall) ?? []) }))
      .filter(({ told }) => told.length > 0);
    const abouts = await aboutAll(
      tx,
      telling.map(({ event }) => event),
    );
    const notices: Notice[] = [];
    for (const { event, told } of telling)
      for (const to of told) notices.push(await noticeOf(tx, { event, to, about: abouts.get(event.id) ?? NOTHING }));
    if (notices.length > 0) await tell(tx, notices);
  });
}

interface About {
  readonly title: string | undefined;
  readonly due: string | undefined;
  readonly duty: string | undefined;
}
const NOTHING: About = { title: undefined, due: undefined, duty: undefined };

/** By event; those that are about nothing are left out. */
async function aboutAll(tx: Tx, events: readonly Event[]): Promise<ReadonlyMap<string, About>> {
  const found = new Map<string, About>();
  const told = events.filter((event) => RULES[event.kind].about !== 'nothing');
  for (const event of told.filter(({ kind }) => RULES[kind].about === 'vulnerability')) {
    const row = await tx.maybe(store.VULNERABILITY_TITLE, [event.wall]);
    found.set(event.id, { ...NOTHING, title: row?.title });
  }
  const others = told.filter(({ kind }) => RULES[kind].about !== 'vulnerability');
  if (others.length === 0) return found;
  const advisories = others.map(({ facts }) => (isUuid(facts['advisory']) ? facts['advisory'] : null));
  const rows = await tx.all(store.ABOUT_ADVISORIES, [
    others.map((e) => e.id),
    others.map((e) => e.subject_id),
    advisories,
  ]);
  for (const { event, title, due, duty } of rows)
    found.set(event, { title, due: due ?? undefined, duty: duty ?? undefined });
  return found;
}

/** What one party is to be told of one event. */
interface Notice {
  readonly id: string;
  readonly party: string;
  readonly event: Event;
  readonly title: string;
  readonly body: string;
  readonly href: string;
}
interface Telling {
  readonly event: Event;
  readonly to: Told;
  readonly about: About;
}

async function noticeOf(tx: Tx, { event, to, about }: Telling): Promise<Notice> {
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
  return { id: newId(tx.now), party: to.party, event, title: words.title, body: words.body, href: words.href };
}

async function tell(tx: Tx, notices: readonly Notice[]): Promise<void> {
  const rows = notices.map(({ event, ...n }) => ({ ...n, event: event.id, kind: event.kind }));
  const added = new Set((await tx.all(store.ADD_NOTICES, [jsonText(rows), tx.now])).map((r) => r.id));
  const fresh = notices.filter((n) => added.has(n.id)); // the others were told of before
  if (fresh.length === 0) return;
  await deliverInApp(tx, fresh);
  await deliverOutside(tx, fresh);
}

/** Who may know was asked a moment ago, in this very transaction. */
async function deliverInApp(tx: Tx, notices: readonly Notice[]): Promise<void> {
  const asked: { notice: string; answer: (shown: boolean) => void }[] = [];
  const channel = inAppChannel((notice) => new Promise((answer) => asked.push({ notice, answer })));
  const sending = notices.map(async ({ id: notice, party, event, href }) => {
    const id = newId(tx.now);
    const { plain } = RULES[event.kind];
    const sent = await channel.send({ id, notice, event: event.kind, at: tx.now, href, plain });
    const state = sent.outcome === 'sent' ? 'sent' : 'failed';
    return { id, notice, party, channel: channel.name, state, reason: sent.outcome === 'sent' ? null : sent.reason };
  });
  const shown = new Set((await tx.all(store.SHOW, [asked.map((a) => a.notice), tx.now])).map((r) => r.id));
  for (const { notice, answer } of asked) answer(shown.has(notice));
  await tx.run(store.ADD_SETTLED, [jsonText(await Promise.all(sending)), tx.now]);
}

async function deliverOutside(tx: Tx, notices: readonly Notice[]): Promise<void> {
  const wanted = notices.map(({ id, party, event }) => ({
    notice: id,
    party,
    kind: event.kind,
    tested: event.kind === 'webhook.test' ? event.facts['webhook'] : null,
  }));
  for (const { notice, party_id, webhook } of await tx.all(store.WEBHOOKS_FOR, [jsonText(wanted)])) {
    const delivery = newId(tx.now);
    await tx.run(store.ADD_DELIVERY, [delivery, notice, party_id, 'webhook', webhook]);
    await enqueue(tx, 'notify.deliver', { delivery });
  }
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const isUuid = (value: unknown): value is string => typeof value === 'string' && UUID.test(value);
