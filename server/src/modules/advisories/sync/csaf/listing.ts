// Which documents a provider has, and when each changed: from ROLIE feeds (CSAF 2.0, 7.1.15) or a directory's changes.csv and
// index.txt (7.1.13, 7.1.12). A provider may offer both; the feeds say more, so they come first.
import { z } from 'zod';
import type { Asking } from '../ask.ts';
import { readLines } from '../lines.ts';
import { jsonOf, read } from '../read.ts';
import { Blocked } from '../trouble.ts';
import type { Metadata } from './metadata.ts';

export interface Listed {
  readonly url: string;
  /** undefined: index.txt tells no moments. */
  readonly changed: string | undefined;
  /** Addresses of digests that the feed names; a directory's stand beside the document. */
  readonly hashes: readonly string[];
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
const PUBLIC_LABELS = new Set(['WHITE', 'CLEAR', 'UNLABELED']);

export async function listingOf(asking: Asking, { distributions }: Metadata): Promise<Listing> {
  const feeds = distributions.flatMap((d) => d.rolie?.feeds ?? []);
  const open = feeds.filter((f) => PUBLIC_LABELS.has(labelOf(f.tlp_label)));
  const notes = [...new Set(feeds.filter((f) => !open.includes(f)).map((f) => labelOf(f.tlp_label)))].map(
    (label) => `Feeds marked TLP:${label} are not read: feeds are public here.`,
  );
  const directories = [...new Set(distributions.flatMap((d) => d.directory_url ?? []))];
  const all: Listed[] = [];
  if (open.length > 0) for (const { url } of open) all.push(...(await rolie(asking, url)));
  else for (const url of directories) all.push(...(await directory(asking, url.endsWith('/') ? url : `${url}/`)));
  if (open.length === 0 && directories.length === 0)
    throw new Blocked('It names no ROLIE feed that is public and no directory, so there is nothing to read.');
  if (all.length > DOCUMENTS) throw new Blocked(`It lists more than ${DOCUMENTS} documents; none was read.`);
  return { documents: [...new Map(all.map((d) => [d.url, d])).values()], notes };
}

/** Every address whose host must be allowed before documents can be listed. */
export const addressesIn = ({ distributions }: Metadata): string[] =>
  distributions.flatMap((d) => [
    ...(d.directory_url ? [d.directory_url] : []),
    ...(d.rolie?.feeds.map((f) => f.url) ?? []),
  ]);

const labelOf = (label: string): string => label.trim().toUpperCase().replace(/^TLP:/, '');

async function rolie(asking: Asking, url: string): Promise<Listed[]> {
  const all: Listed[] = [];
  const seen = new Set<string>();
  for (let next: string | undefined = url; next !== undefined && !seen.has(next); ) {
    seen.add(next);
    const got = await read(asking, { url: next, expect: 'json', limit: LIST_BYTES });
    if (got.kind !== 'read')
      throw new Blocked(`There is no ROLIE feed at ${next}, though the metadata names it. Tell its owner.`);
    const parsed = Feed.safeParse(jsonOf(got.bytes, next));
    if (!parsed.success) throw new Blocked(`What is at ${next} is JSON, but not a ROLIE feed. Tell its owner.`);
    const base: string = next;
    const absolute = (href: string): string[] => (URL.canParse(href, base) ? [new URL(href, base).href] : []);
    for (const { updated, content, link } of parsed.data.feed.entry) {
      const self = link.find((l) => l.rel === 'self')?.href ?? content?.src;
      const hashes = link.filter((l) => l.rel === 'hash').flatMap((l) => absolute(l.href));
      for (const document of self === undefined ? [] : absolute(self))
        all.push({ url: document, changed: momentOf(updated), hashes });
    }
    next = parsed.data.feed.link.filter((l) => l.rel === 'next').flatMap((l) => absolute(l.href))[0]; // RFC 5005 3
  }
  return all;
}

async function directory(asking: Asking, base: string): Promise<Listed[]> {
  return (await changes(asking, base)) ?? (await index(asking, base));
}

async function changes(asking: Asking, base: string): Promise<Listed[] | undefined> {
  const listed = await readLines(asking, { url: `${base}changes.csv`, limit: LIST_BYTES });
  if (listed.kind !== 'lines') return undefined;
  const all: Listed[] = [];
  for await (const line of listed.lines) {
    const [, file, changed = ''] = /^"?([^",]+\.json)"?\s*,\s*"?([^",]+)"?$/.exec(line) ?? [];
    const document = file === undefined ? undefined : inside(base, file);
    if (document !== undefined) all.push(ofDirectory(document, momentOf(changed)));
  }
  return all;
}

async function index(asking: Asking, base: string): Promise<Listed[]> {
  const listed = await readLines(asking, { url: `${base}index.txt`, limit: LIST_BYTES });
  if (listed.kind !== 'lines')
    throw new Blocked(`The directory ${base} has neither changes.csv nor index.txt. Tell its owner.`);
  const all: Listed[] = [];
  for await (const line of listed.lines) {
    const document = line.endsWith('.json') ? inside(base, line) : undefined;
    if (document !== undefined) all.push(ofDirectory(document, undefined));
  }
  return all;
}

/** A path of a list leads into its own directory, or nowhere. */
function inside(base: string, file: string): string | undefined {
  const url = URL.canParse(file, base) ? new URL(file, base).href : '';
  return url.startsWith(base) ? url : undefined;
}

/** Integrity files stand beside the document (CSAF 2.0, 7.1.18). The stronger is asked for first. */
const ofDirectory = (url: string, changed: string | undefined): Listed => ({
  url,
  changed,
  hashes: [`${url}.sha512`, `${url}.sha256`],
});

const momentOf = (text: string): string | undefined => {
  const millis = Date.parse(text);
  return Number.isNaN(millis) ? undefined : new Date(millis).toISOString();
};
