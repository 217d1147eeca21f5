// The NVD's API 2.0: all records once, page by page; then what was modified, in windows of at most 120 days
// (nvd.nist.gov/developers/vulnerabilities). A sync goes on at the page where it stopped. While we read, records leave a window as
// they are modified again, and those behind them move up: so each page begins some records before the end of the last one, and if none
// of these is where it should be, we go back.
import { z } from 'zod';
import type { Arrived, FeedText, Journey, Protocol } from './journey.ts';
import { jsonOf, type Read, read } from './read.ts';
import { Blocked } from './trouble.ts';

const Kept = z.object({
  /** The NVD's own time up to which everything is in. */
  until: z.string().optional(),
  /** What is being read: all records (no window), or those modified in a window. */
  now: z
    .object({
      index: z.number().int().min(0),
      began: z.string(),
      /** The last records of the page before, by which the next page shows that nothing moved past us. */
      last: z.array(z.string()).default([]),
      /** How often we went back. */
      back: z.number().int().default(0),
      window: z.object({ start: z.string(), end: z.string() }).optional(),
    })
    .optional(),
});
type Kept = z.infer<typeof Kept>;
const Page = z.object({
  startIndex: z.number().int(),
  totalResults: z.number().int(),
  timestamp: z.string(),
  vulnerabilities: z.array(z.object({ cve: z.looseObject({ id: z.string() }) })).max(2_000),
});

const PER_PAGE = 2_000;
const PAGE_BYTES = 256 * 1024 * 1024;
const WINDOW_MS = 119 * 86_400_000;
/** Records are published a little after the moment they bear. */
const OVERLAP_MS = 3_600_000;
/** The rolling limit is 5 questions in 30 seconds, or 50 with a key; tries that failed are counted with the others. */
const PAUSE_MS = { plain: 6_000, keyed: 600 };
/** Pages overlap by so many records, and the last of these are looked for in the next page. */
const OVERLAP = 100;
const LOOKED_FOR = 10;
/** Going back more often than this is no progress. */
const BACK = 50;
/** What it asks of programs: to look for changes no more than once in two hours. */
const APART_MS = 2 * 3_600_000;
const ASKED_LATELY = 'It was asked less than two hours ago, and asks not to be asked more often.';
const NOTICE = 'This product uses data from the NVD API but is not endorsed or certified by the NVD.';
/** Over its limit the NVD answers 403, without saying for how long. */
const BUSY_MS = 30_000;

export const nvd: Protocol = async (j) => {
  const kept = Kept.catch({}).parse(j.resume);
  const began = kept.now ? undefined : kept.until;
  const pace = pacer(j);
  if (kept.until === undefined) await pages(j, kept, pace, undefined);
  if (kept.now) await pages(j, kept, pace, undefined); // a window that was begun: its pages would be others in another window
  const goal = Date.parse(j.asking.clock.now());
  if (goal - Date.parse(began ?? '1970-01-01') < APART_MS) return arrived(kept, `${NOTICE} ${ASKED_LATELY}`);
  // Until the window that ends at our now. That the NVD's clock may be before it must not make us ask for ever.
  for (let end = 0; end < goal; ) {
    const start = Date.parse(kept.until ?? '') - OVERLAP_MS;
    end = Math.min(start + WINDOW_MS, goal);
    if (end <= start) break; // our clock is behind theirs: nothing can be asked for yet
    await pages(j, kept, pace, { start: new Date(start).toISOString(), end: new Date(end).toISOString() });
  }
  return arrived(kept, NOTICE);
};

const arrived = (kept: Kept, note: string): Arrived => ({
  resume: kept,
  ...(kept.until === undefined ? {} : { asOf: kept.until }),
  note,
});

const paceOf = ({ key }: Journey): number => (key === undefined ? PAUSE_MS.plain : PAUSE_MS.keyed);

function pacer(j: Journey): () => Promise<void> {
  let asked = false;
  return async () => {
    if (asked) await j.asking.clock.sleep(paceOf(j));
    asked = true;
  };
}

/** One run over the pages of a window, of all records, or of what was begun. */
async function pages(
  j: Journey,
  kept: Kept,
  pace: () => Promise<void>,
  fresh: { readonly start: string; readonly end: string } | undefined,
): Promise<void> {
  for (;;) {
    await pace();
    const index = kept.now?.index ?? 0;
    const window = kept.now ? kept.now.window : fresh;
    const page = await pageOf(j, index, window);
    kept.now ??= {
      index: 0,
      began: `${page.timestamp.replace(/Z$/, '')}Z`,
      last: [],
      back: 0,
      ...(window ? { window } : {}),
    };
    const ids = page.vulnerabilities.map(({ cve }) => cve.id);
    if (index > 0 && !kept.now.last.some((id) => ids.includes(id))) {
      await goBack(j, kept, kept.now);
      continue;
    }
    await j.show(`${index + ids.length} of ${page.totalResults} records`);
    await j.take(recordsOf(page));
    const next = index + ids.length;
    if (next >= page.totalResults) break;
    if (next <= index + OVERLAP)
      throw new Blocked(
        `The NVD says it has ${page.totalResults} records and sends ${ids.length} from ${index} on. Sync again later.`,
      );
    kept.now = { ...kept.now, index: next - OVERLAP, last: ids.slice(-LOOKED_FOR) };
    await j.keep(kept);
  }
  const { window, began } = kept.now;
  kept.until = window ? earlier(window.end, began) : began;
  kept.now = undefined;
  await j.keep(kept);
}

/** More records moved up than the overlap holds: a page back, where what stood before us must be. */
async function goBack(j: Journey, kept: Kept, now: NonNullable<Kept['now']>): Promise<void> {
  if (now.back >= BACK) {
    kept.now = { ...now, back: 0 };
    await j.keep(kept);
    throw new Blocked('The NVD changes faster than its pages can be read. Sync again later; it goes on where it was.');
  }
  kept.now = { ...now, index: Math.max(0, now.index - (PER_PAGE - OVERLAP)), back: now.back + 1 };
  await j.keep(kept);
}

const earlier = (a: string, b: string): string => (Date.parse(a) <= Date.parse(b) ? a : b);

async function pageOf(
  j: Journey,
  index: number,
  window: { readonly start: string; readonly end: string } | undefined,
): Promise<z.infer<typeof Page>> {
  const query = new URLSearchParams({
    resultsPerPage: String(PER_PAGE),
    startIndex: String(index),
    ...(window ? { lastModStartDate: window.start, lastModEndDate: window.end } : {}),
  });
  const url = `${j.addresses['api']}/rest/json/cves/2.0?${query}`;
  const got = await read(j.asking, {
    url,
    expect: 'json',
    limit: PAGE_BYTES,
    busyMs: BUSY_MS,
    paceMs: paceOf(j),
    ...(j.key === undefined ? {} : { secret: { apiKey: j.key } }),
  });
  if (got.kind !== 'read') throw refusedBy(got);
  const page = Page.safeParse(jsonOf(got.bytes, url));
  if (!page.success || page.data.startIndex !== index)
    throw new Blocked(
      `What the NVD sent is not the page that was asked for (from record ${index}); it may have a new form. Look for a newer release, or sync again.`,
    );
  return page.data;
}

/** What is wrong with a question the NVD says by 404 and a header: a key that is not valid, a date that it does not take. */
function refusedBy(got: Exclude<Read, { kind: 'read' }>): Blocked {
  const said = got.kind === 'absent' ? (got.headers.get('message') ?? '').slice(0, 200) : '';
  return new Blocked(
    said === ''
      ? 'The NVD has nothing at this address. It may have moved: look for a newer release, or set a mirror.'
      : `The NVD refuses the question: ${said} ${/key/i.test(said) ? 'Give another LEADTIME_NVD_KEY, or none.' : 'Sync again later, or look for a newer release.'}`,
  );
}

async function* recordsOf({ vulnerabilities }: z.infer<typeof Page>): AsyncGenerator<FeedText, void, undefined> {
  for (const { cve } of vulnerabilities) yield { text: JSON.stringify({ cve }), at: `/${cve.id}` };
}
