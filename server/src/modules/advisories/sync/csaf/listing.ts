// Which documents a provider has, and when each changed: from ROLIE feeds (CSAF 2.0, 7.1.15) or a directory's changes.csv and
// index.txt (7.1.13, 7.1.12). A provider may offer both; the feeds say more, so they come first.
import { z } from 'zod';
import { type Asking, persist } from '../ask.ts';
import { readLines } from '../lines.ts';
import { jsonOf, read } from '../read.ts';
import { Blocked } from '../trouble.ts';
import { losesTls, type Metadata } from './metadata.ts';

export interface Listed {
  readonly url: string;
  /** undefined: index.txt tells no moments. */
  readonly changed: string | undefined;
  /** Addresses of digests that the feed names; a directory's stand beside the document. */
  readonly hashes: readonly string[];
  /** Addresses of OpenPGP signatures, likewise. */
  readonly signatures: readonly string[];
}
export interface Listing {
  readonly documents: readonly Listed[];
  /** What was left aside, and why. */
  readonly notes: readonly string[];
}

const Feed = z.looseObject({
  feed: z.looseObject({
    link: z.array(z.looseObject({ rel: z.string(), href: z.string() })).default([]),
    entry: z
      .array(
        z.looseObject({
          updated: z.string(),
          content: z.looseObject({ src: z.string() }).optional(),
          link: z.array(z.looseObject({ rel: z.string(), href: z.string() })).default([]),
        }),
      )
      .max(500_000)
      .default([]),
  }),
});

const LIST_BYTES = 256 * 1024 * 1024;
const DOCUMENTS = 500_000;
/** A feed whose every page names another one that was not there yet has no end. */
const PAGES = 1_000;
const ADDRESS_UNITS = 2_000;
const PUBLIC_LABELS = new Set(['WHITE', 'CLEAR', 'UNLABELED']);

export async function listingOf(asking: Asking, metadata: Metadata): Promise<Listing> {
  const { feeds, directories, closed } = sourcesOf(metadata);
  if (feeds.length === 0 && directories.length === 0)
    throw new Blocked('It names no ROLIE feed that is public and no directory, so there is nothing to read.');
  const list = new List();
  for (const url of feeds) await rolie(asking, url, list);
  for (const url of directories) await directory(asking, url, list);
  return {
    documents: list.documents,
    notes: [
      ...closed.map((label) => `Feeds marked TLP:${label} are not read: feeds are public here.`),
      ...(list.strange > 0 ? [`Lines and entries that name no document of its own: ${list.strange}.`] : []),
    ],
  };
}

/** What is read of it: public feeds, or else its directories. Every host of these must be allowed. */
export function sourcesOf({ distributions }: Metadata): {
  readonly feeds: readonly string[];
  readonly directories: readonly string[];
  /** Labels of feeds that are left aside. */
  readonly closed: readonly string[];
} {
  const all = distributions.flatMap((d) => d.rolie?.feeds ?? []);
  const open = all.filter((f) => PUBLIC_LABELS.has(labelOf(f.tlp_label)));
  const directories = distributions.flatMap((d) => d.directory_url ?? []).map((u) => (u.endsWith('/') ? u : `${u}/`));
  return {
    feeds: [...new Set(open.map((f) => f.url))],
    directories: open.length > 0 ? [] : [...new Set(directories)],
    closed: [...new Set(all.filter((f) => !open.includes(f)).map((f) => labelOf(f.tlp_label)))],
  };
}

const labelOf = (label: string): string => label.trim().toUpperCase().replace(/^TLP:/, '').slice(0, 20);

class List {
  readonly #byUrl = new Map<string, Listed>();
  strange = 0;
  add(listed: Listed | undefined): void {
    if (!listed) this.strange += 1;
    else this.#byUrl.set(listed.url, listed);
    if (this.#byUrl.size > DOCUMENTS) throw new Blocked(`It lists more than ${DOCUMENTS} documents; none was read.`);
  }
  get documents(): readonly Listed[] {
    return [...this.#byUrl.values()];
  }
}

async function rolie(asking: Asking, url: string, list: List): Promise<void> {
  const seen = new Set<string>();
  for (let next: string | undefined = url; next !== undefined && !seen.has(next); ) {
    seen.add(next);
    if (seen.size > PAGES) throw new Blocked(`The ROLIE feed ${url} has more than ${PAGES} pages. Tell its owner.`);
    const base: string = next;
    const got = await read(asking, { url: base, expect: 'json', limit: LIST_BYTES });
    if (got.kind !== 'read')
      throw new Blocked(`There is no ROLIE feed at ${base}, though it is named as one. Tell its owner.`);
    const parsed = Feed.safeParse(jsonOf(got.bytes, base));
    if (!parsed.success) throw new Blocked(`What is at ${base} is JSON, but not a ROLIE feed. Tell its owner.`);
    for (const { updated, content, link } of parsed.data.feed.entry) {
      const self = withBase(link.find((l) => l.rel === 'self')?.href ?? content?.src ?? '', base);
      const named = (rel: string) => link.flatMap((l) => (l.rel === rel ? (withBase(l.href, base) ?? []) : []));
      list.add(
        self === undefined
          ? undefined
          : { url: self, changed: momentOf(updated), hashes: named('hash'), signatures: named('signature') },
      );
    }
    const further = parsed.data.feed.link.find((l) => l.rel === 'next')?.href; // RFC 5005 3
    next = further === undefined ? undefined : withBase(further, base);
    if (further !== undefined && next === undefined)
      throw new Blocked(`The ROLIE feed ${url} names a next page by something that is no address. Tell its owner.`);
  }
}

/** An address past 2,000 units is none, nor one that gives up TLS: what is made longer by every page would fill the memory. */
function withBase(href: string, base: string): string | undefined {
  if (href === '' || href.length > ADDRESS_UNITS || !URL.canParse(href, base)) return undefined;
  const url = new URL(href, base);
  if (!/^https?:$/.test(url.protocol) || losesTls(base, url.href)) return undefined;
  return url.href.length <= ADDRESS_UNITS ? url.href : undefined;
}

async function directory(asking: Asking, base: string, list: List): Promise<void> {
  const changes = await linesOf(asking, `${base}changes.csv`, list, (line) => {
    const [, file = '', changed = ''] = /^"?([^",]+\.json)"?\s*,\s*"?([^",]+)"?$/.exec(line) ?? [];
    return inside(base, file, momentOf(changed));
  });
  if (changes) return;
  const index = await linesOf(asking, `${base}index.txt`, list, (line) =>
    line.endsWith('.json') ? inside(base, line, undefined) : undefined,
  );
  if (!index) throw new Blocked(`The directory ${base} has neither changes.csv nor index.txt. Tell its owner.`);
}

/** A list that breaks in the middle is asked for again: a line that comes twice is the same document. */
const linesOf = (
  asking: Asking,
  url: string,
  list: List,
  listed: (line: string) => Listed | undefined,
): Promise<boolean> =>
  persist(asking, url, async () => {
    const got = await readLines(asking, { url, limit: LIST_BYTES });
    if (got.kind !== 'lines') return false;
    for await (const line of got.lines) list.add(listed(line));
    return true;
  });

/** A path of a list leads into its own directory, or nowhere. */
function inside(base: string, file: string, changed: string | undefined): Listed | undefined {
  const url = withBase(file, base);
  return url?.startsWith(base) && url !== base ? ofDirectory(url, changed) : undefined;
}

/** Digests and signature stand beside the document (CSAF 2.0, 7.1.18 and 7.1.19). The stronger digest is asked for first. */
const ofDirectory = (url: string, changed: string | undefined): Listed => ({
  url,
  changed,
  hashes: [`${url}.sha512`, `${url}.sha256`],
  signatures: [`${url}.asc`],
});

const momentOf = (text: string): string | undefined => {
  const millis = Date.parse(text);
  return Number.isNaN(millis) ? undefined : new Date(millis).toISOString();
};
