// leadtime watch: pulls a signed feed, matches here, keeps duties here, and sends signed counts only (DESIGN law 11).
import { readdir, rm } from 'node:fs/promises';
import { ApiError } from '@leadtime/contract';
import { instantOf } from '@leadtime/lib/kit';
import type { Exit, Input, Run } from '../command.ts';
import { connect } from '../connection.ts';
import { Failure, isNetworkFault } from '../failure.ts';
import { vexOf } from '../match/annotate.ts';
import { conclusionOf, countStates } from '../match/verdicts.ts';
import { count, durationText, jsonLine } from '../terminal.ts';
import { countsOf, type SentCounts, sendCounts } from '../watch/counts.ts';
import { dutiesSchema, plan } from '../watch/duties.ts';
import type { FeedStore } from '../watch/feed-store.ts';
import { look, readInventories, wantedBy } from '../watch/look.ts';
import { type FeedIndex, feedIndex, type Staleness } from '../watch/match-feed.ts';
import { PULLED_FILES, type Pulled, pull } from '../watch/pull.ts';
import { dutiesText, type Round, roundJson, roundText } from '../watch/report.ts';
import { openState, type State, stateFolder } from '../watch/state.ts';
import type { World } from '../world.ts';
import { readKey } from './ledger-keys.ts';

/** Advisories of the instance itself: how old the last head may be. */
const OURS_MAX_AGE_HOURS = 48;

export const run: Run = async (input, world) => {
  const files = [...input.texts('sbom'), ...input.texts('inventory'), ...input.args];
  if (files.length === 0) throw new Failure(2, 'No inventory is named: give its file with --sbom.');
  const every = everyOf(input);
  const state = await openState(stateFolder(input.text('dir'), world));
  try {
    if (input.flag('again')) await forgetPulled(state);
    const feed = feedIndex();
    for (;;) {
      const exit = await round({ input, world, state, feed, files });
      if (every === undefined) return exit;
      await world.pause(every);
    }
  } finally {
    await state.close();
  }
};

interface Doing {
  readonly input: Input;
  readonly world: World;
  readonly state: State;
  readonly feed: FeedIndex;
  readonly files: readonly string[];
}

async function round({ input, world, state, feed, files }: Doing): Promise<Exit> {
  const inventories = await readInventories(files);
  const vex = await vexOf(input.texts('vex'));
  const connection = await connect(input, world);
  const given = input.text('key');
  const key = given === undefined ? undefined : await readKey('key', given);
  const pulled = await pull(state, connection, { key });
  await feed.refresh(pulled.store, wantedBy(inventories));
  const now = world.now();
  const { stale, old } = staleness(pulled.store, now);
  const seen = await look({ feed, inventories, stale, vex });
  const before = (await state.read('duties.json', dutiesSchema))?.duties ?? [];
  const planned = plan(before, seen.reached, {
    now: instantOf(now),
    bod: pulled.bod,
    kevRead: pulled.store.feeds.some((f) => f.source === 'kev' && f.asOf !== undefined),
    retracted: feed.retracted,
    present: seen.present,
  });
  await state.write('duties.json', { duties: planned.duties });
  await state.writeText('duties.txt', dutiesText(planned.duties, instantOf(now)));
  const told = await tellCounts({
    input,
    world,
    state,
    connection,
    pulled,
    reached: seen.reached,
    duties: planned.duties,
  });
  const counts = countStates(seen.judged);
  const shown: Round = {
    conclusion: conclusionOf(counts, { refused: feed.refused, stale: false, age: 0 }),
    counts,
    pulled,
    advisories: feed.advisories,
    old,
    vex: seen.vex,
    news: planned.news,
    duties: planned.duties,
    sent: told.sent,
    notSent: told.notSent,
    folder: state.folder,
    now,
    columns: world.columns,
    showCounts: input.flag('show-counts'),
  };
  await world.out(input.flag('json') ? `${jsonLine(roundJson(shown))}\n` : roundText(shown));
  if (told.failure !== undefined) throw told.failure;
  return counts.affected > 0 ? 1 : 0;
}

/** Old data is not safety (DESIGN law 11). */
function staleness(store: FeedStore, now: number): { stale: Staleness; old: readonly string[] } {
  const tooOld = store.feeds.filter(
    ({ source, asOf, maxAgeHours }) =>
      !FACTS_ONLY.has(source) && (asOf === undefined || now - Date.parse(asOf) > maxAgeHours * 3_600_000),
  );
  const age = store.at === undefined ? Number.POSITIVE_INFINITY : now - Date.parse(store.at);
  const old = age > OURS_MAX_AGE_HOURS * 3_600_000;
  const unknown = 'so “not affected” is not known and reads undetermined';
  return {
    stale: {
      packages: tooOld.some(({ source }) => !PRODUCT_FEEDS.has(source)),
      products: tooOld.some(({ source }) => PRODUCT_FEEDS.has(source)),
      all: old || store.missing > 0,
    },
    old: [
      ...(store.missing > 0
        ? [`Only a part of the feed was pulled: ${count(store.missing, 'entry', 'entries')} more, ${unknown}.`]
        : []),
      ...(old ? [`The feed was pulled ${durationText(age)} ago, more than ${OURS_MAX_AGE_HOURS} h, ${unknown}.`] : []),
      ...tooOld.map(({ source, asOf, maxAgeHours }) =>
        asOf === undefined
          ? `The instance has never read the feed ${source}, ${unknown}.`
          : `The feed ${source} is ${durationText(now - Date.parse(asOf))} old, more than ${maxAgeHours} h, ${unknown}.`,
      ),
    ],
  };
}

/** They speak of vendors' products. */
const PRODUCT_FEEDS: ReadonlySet<string> = new Set(['csaf', 'cve', 'nvd']);
/** They carry no advisories. */
const FACTS_ONLY: ReadonlySet<string> = new Set(['kev', 'ssvc', 'epss']);

interface Told {
  readonly sent?: SentCounts;
  readonly notSent?: string;
  readonly failure?: unknown;
}

async function tellCounts({
  input,
  pulled,
  reached,
  duties,
  ...via
}: Parameters<typeof sendCounts>[0] & {
  input: Input;
  pulled: Pulled;
  reached: Parameters<typeof countsOf>[0];
  duties: Parameters<typeof countsOf>[1];
}): Promise<Told> {
  if (input.flag('no-counts')) return { notSent: 'Nothing was sent (--no-counts).' };
  if (pulled.offline !== undefined) return { notSent: 'Nothing was sent: there is no connection.' };
  const counts = countsOf(reached, duties, { outside: input.flag('count-outside'), coarse: input.flag('coarse') });
  try {
    const sent = await sendCounts(via, pulled, counts);
    return sent ? { sent } : { notSent: 'Nothing was sent: the server has the same numbers.' };
  } catch (error) {
    if (isNetworkFault(error)) return { notSent: 'Nothing was sent: the connection broke.' };
    if (error instanceof ApiError)
      return { notSent: 'THE COUNTS WERE REFUSED; nothing was kept of them.', failure: error };
    throw error;
  }
}

async function forgetPulled(state: State): Promise<void> {
  for (const name of await readdir(state.folder))
    if (PULLED_FILES.some((one) => one === name) || /^feed-.*\.ndjson$/.test(name)) await rm(state.path(name));
}

const UNITS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000 };
const LEAST_MS = 10_000;

function everyOf(input: Input): number | undefined {
  const text = input.text('every');
  if (text === undefined || input.flag('once')) return undefined;
  const [, number = '', unit = ''] = /^(\d{1,5})(s|m|h)$/.exec(text) ?? [];
  const millis = Number(number) * (UNITS[unit] ?? 0);
  if (millis < LEAST_MS)
    throw new Failure(2, `--every takes a time such as 15m or 1h, at least 10s; not ${JSON.stringify(text)}.`);
  return millis;
}
