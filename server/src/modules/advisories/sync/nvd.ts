// The NVD's API 2.0: all records once, page by page; then what was modified, in windows of at most 120 days
// (nvd.nist.gov/developers/vulnerabilities). A sync goes on at the page where it stopped.
import { z } from 'zod';
import type { FeedText, Journey, Protocol } from './journey.ts';
import { readJson } from './read.ts';
import { Blocked } from './trouble.ts';

const Kept = z.object({
  /** The NVD's own time up to which everything is in. */
  until: z.string().optional(),
  /** What is being read: all records (no window), or those modified in a window. */
  now: z
    .object({
      index: z.number().int().min(0),
      began: z.string(),
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
/** The rolling limit is 5 questions in 30 seconds, or 50 with a key. */
const PAUSE_MS = { plain: 6_000, keyed: 600 };
/** Over its limit the NVD answers 403, without saying for how long. */
const BUSY_MS = 30_000;

export const nvd: Protocol = async (j) => {
  const kept = Kept.catch({}).parse(j.resume);
  const pace = pacer(j);
  if (kept.until === undefined) await pages(j, kept, pace, undefined);
  const goal = Date.parse(j.asking.clock.now());
  do {
    const start = Date.parse(kept.until ?? '') - OVERLAP_MS;
    const end = Math.min(start + WINDOW_MS, goal);
    if (end <= start) break; // our clock is behind theirs: nothing can be asked for yet
    await pages(j, kept, pace, { start: new Date(start).toISOString(), end: new Date(end).toISOString() });
  } while (Date.parse(kept.until ?? '') + 60_000 < goal);
  return {
    resume: kept,
    ...(kept.until === undefined ? {} : { asOf: kept.until }),
    note: 'This product uses data from the NVD API but is not endorsed or certified by the NVD.',
  };
};

function pacer({ asking: { clock }, key }: Journey): () => Promise<void> {
  let asked = false;
  return async () => {
    if (asked) await clock.sleep(key === undefined ? PAUSE_MS.plain : PAUSE_MS.keyed);
    asked = true;
  };
}

/** One run over the pages. A window that was begun is finished first: its pages would be others in another window. */
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
    kept.now ??= { index: 0, began: `${page.timestamp.replace(/Z$/, '')}Z`, ...(window ? { window } : {}) };
    await j.show(`${index + page.vulnerabilities.length} of ${page.totalResults} records`);
    await j.take(recordsOf(page));
    const next = index + page.vulnerabilities.length;
    if (next >= page.totalResults) break;
    if (page.vulnerabilities.length === 0)
      throw new Blocked(
        `The NVD says it has ${page.totalResults} records and sends none from ${index} on. Sync again later.`,
      );
    kept.now = { ...kept.now, index: next };
    await j.keep(kept);
  }
  const { window, began } = kept.now;
  kept.until = window ? earlier(window.end, began) : began;
  kept.now = undefined;
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
  const page = Page.safeParse(
    await readJson(j.asking, {
      url,
      limit: PAGE_BYTES,
      busyMs: BUSY_MS,
      ...(j.key === undefined ? {} : { secret: { apiKey: j.key } }),
    }),
  );
  if (!page.success || page.data.startIndex !== index)
    throw new Blocked(
      `What the NVD sent is not the page that was asked for (from record ${index}); it may have a new form. Look for a newer release, or sync again.`,
    );
  return page.data;
}

async function* recordsOf({ vulnerabilities }: z.infer<typeof Page>): AsyncGenerator<FeedText, void, undefined> {
  for (const { cve } of vulnerabilities) yield { text: JSON.stringify({ cve }), at: `/${cve.id}` };
}
