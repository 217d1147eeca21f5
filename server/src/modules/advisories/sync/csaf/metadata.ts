// Where a CSAF provider tells of itself: its provider-metadata.json, found from its domain in the order of CSAF 2.0, 7.3.1, and what
// of it we use (7.1.7).
import { isIP } from 'node:net';
import { z } from 'zod';
import type { Asking } from '../ask.ts';
import { jsonOf, read } from '../read.ts';
import { Blocked } from '../trouble.ts';

const Url = z
  .string()
  .max(2_000)
  .refine((u) => URL.canParse(u) && /^https?:$/.test(new URL(u).protocol), 'an http address');
const Metadata = z.looseObject({
  canonical_url: Url,
  publisher: z.looseObject({ name: z.string().max(500) }),
  role: z.enum(['csaf_publisher', 'csaf_provider', 'csaf_trusted_provider']).default('csaf_provider'),
  public_openpgp_keys: z
    .array(z.looseObject({ url: Url, fingerprint: z.string().max(200).optional() }))
    .max(100)
    .default([]),
  distributions: z
    .array(
      z.looseObject({
        directory_url: Url.optional(),
        rolie: z
          .looseObject({ feeds: z.array(z.looseObject({ tlp_label: z.string(), url: Url })).max(1_000) })
          .optional(),
      }),
    )
    .max(1_000)
    .default([]),
});
export type Metadata = z.infer<typeof Metadata>;

/** Who lists others is none itself; which of them matter here is for people to choose. */
const Aggregator = z.looseObject({
  aggregator: z.looseObject({}),
  csaf_providers: z.array(z.looseObject({ metadata: z.looseObject({ url: Url }) })).max(10_000),
});

const METADATA_BYTES = 4 * 1024 * 1024;
const SECURITY_TXT_BYTES = 256 * 1024;

export interface Found {
  readonly url: string;
  readonly metadata: Metadata;
  /** Metadata that its security.txt names besides. */
  readonly others: readonly string[];
}

/** A place that does not answer as the standard has it counts as none (CSAF 2.0, 7.3.1); why is said if there is no other. */
export async function metadataOf(asking: Asking, asked: string): Promise<Found> {
  const places = placesOf(asked);
  if (places.direct !== undefined) {
    const metadata = await metadataAt(asking, places.direct);
    if (metadata) return { url: places.direct, metadata, others: [] };
    throw new Blocked(`There is no provider-metadata.json at ${places.direct}. Give the address of the file itself.`);
  }
  let wrong: string | undefined;
  const tried = async (url: string): Promise<Metadata | undefined> =>
    metadataAt(asking, url).catch((error: unknown) => {
      if (!(error instanceof Blocked)) throw error;
      wrong ??= error.message;
      return undefined;
    });
  const wellKnown = `${places.origin}/.well-known/csaf/provider-metadata.json`;
  const first = await tried(wellKnown);
  const named = (await securityTxt(asking, places.origin).catch(() => [])).filter((url) => url !== wellKnown);
  if (first) return { url: wellKnown, metadata: first, others: named.filter((u) => u !== first.canonical_url) };
  const dns = (dnsPath(places.host) ?? []).filter((url) => asking.egress.allows(url));
  for (const url of [...named, ...dns]) {
    const metadata = await tried(url);
    if (metadata) return { url, metadata, others: named.filter((u) => u !== url && u !== metadata.canonical_url) };
  }
  throw new Blocked(
    `${asked} does not tell of CSAF: there is no provider-metadata.json at its well-known address, in its security.txt or under csaf.data.security. Give the address of the file itself.${wrong === undefined ? '' : ` ${wrong}`}`,
  );
}

/** undefined: there is nothing. Throws Blocked where there is something else. */
async function metadataAt(asking: Asking, url: string): Promise<Metadata | undefined> {
  const got = await read(asking, { url, expect: 'json', limit: METADATA_BYTES });
  if (got.kind !== 'read') return undefined;
  const parsed = Metadata.safeParse(jsonOf(got.bytes, got.url));
  if (!parsed.success) {
    const listed = Aggregator.safeParse(jsonOf(got.bytes, got.url));
    if (listed.success)
      throw new Blocked(
        `${url} is a list of ${listed.data.csaf_providers.length} providers (CSAF 2.0, 7.1.21). Add those whose products run here, such as ${listed.data.csaf_providers
          .slice(0, 5)
          .map((p) => p.metadata.url)
          .join(', ')}.`,
      );
    const [first] = parsed.error.issues;
    throw new Blocked(
      `${url} is not a provider’s metadata as CSAF 2.0, 7.1.7 has it: ${first?.path.join('/') ?? ''} ${first?.message ?? ''}. Tell its owner.`,
    );
  }
  const plain = addressesIn(parsed.data).find((address) => losesTls(url, address));
  if (plain !== undefined)
    throw new Blocked(`${url} names ${plain}, without TLS: that is not read (CSAF 2.0, 7.1.3). Tell its owner.`);
  return parsed.data;
}

const addressesIn = ({ distributions, public_openpgp_keys: keys }: Metadata): readonly string[] => [
  ...distributions.flatMap((d) => [
    ...(d.rolie?.feeds ?? []).map((f) => f.url),
    ...(d.directory_url === undefined ? [] : [d.directory_url]),
  ]),
  ...keys.map((k) => k.url),
];

/** From a place with TLS nothing leads to one without: who stands between could change it unseen. */
export const losesTls = (from: string, to: string): boolean => from.startsWith('https:') && !to.startsWith('https:');

/** Every address that finding the metadata may ask, so that all of their hosts can be allowed at once. */
export function placesToAsk(asked: string): readonly string[] {
  const { direct, origin, host } = placesOf(asked);
  return direct ? [direct] : [origin, ...(dnsPath(host) ?? [])];
}

/** A domain, an origin, or the address of the file. */
function placesOf(asked: string): {
  readonly direct: string | undefined;
  readonly origin: string;
  readonly host: string;
} {
  const url = new URL(/^https?:\/\//.test(asked) ? asked : `https://${asked}`);
  return { direct: url.pathname === '/' ? undefined : url.href, origin: url.origin, host: url.hostname };
}

const dnsPath = (host: string): string[] | undefined =>
  isIP(host.replace(/^\[|\]$/g, '')) > 0 || !host.includes('.') ? undefined : [`https://csaf.data.security.${host}/`];

/** What security.txt names, in its order; the first of its two places that names any counts. */
async function securityTxt(asking: Asking, origin: string): Promise<readonly string[]> {
  for (const place of ['/.well-known/security.txt', '/security.txt']) {
    const found = await fromSecurityTxt(asking, `${origin}${place}`);
    if (found.length > 0) return found;
  }
  return [];
}

/** `CSAF:` fields of a security.txt (RFC 9116; CSAF 2.0, 7.1.8). A site may sign it: the lines around are not fields. */
async function fromSecurityTxt(asking: Asking, url: string): Promise<string[]> {
  const got = await read(asking, { url, expect: 'any', limit: SECURITY_TXT_BYTES });
  if (got.kind !== 'read') return [];
  return got.bytes
    .toString('utf8')
    .split(/\r?\n/)
    .flatMap((line) => /^csaf:\s*(\S+)\s*$/i.exec(line)?.[1] ?? [])
    .filter((address) => URL.canParse(address, url))
    .map((address) => new URL(address, url).href)
    .filter((address) => !losesTls(url, address)) // RFC 9116 2.5
    .slice(0, 10);
}
