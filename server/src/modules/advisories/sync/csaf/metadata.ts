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

const METADATA_BYTES = 4 * 1024 * 1024;
const SECURITY_TXT_BYTES = 256 * 1024;

/** What is not found at one place is looked for at the next; a place that answers wrongly ends the search, in words. */
export async function metadataOf(
  asking: Asking,
  asked: string,
): Promise<{ readonly url: string; readonly metadata: Metadata }> {
  const places = placesOf(asked);
  for await (const url of places.direct ? [places.direct] : addresses(asking, places.origin, places.host)) {
    const got = await read(asking, { url, expect: 'json', limit: METADATA_BYTES });
    if (got.kind !== 'read') continue;
    const parsed = Metadata.safeParse(jsonOf(got.bytes, got.url));
    if (parsed.success) return { url, metadata: parsed.data };
    const [first] = parsed.error.issues;
    throw new Blocked(
      `${url} is not a provider’s metadata as CSAF 2.0, 7.1.7 has it: ${first?.path.join('/') ?? ''} ${first?.message ?? ''}. Tell its owner.`,
    );
  }
  throw new Blocked(
    `${asked} does not tell of CSAF: there is no provider-metadata.json ${places.direct ? 'at this address' : 'at its well-known address, in its security.txt or under csaf.data.security'}. Give the address of the file itself.`,
  );
}

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

async function* addresses(asking: Asking, origin: string, host: string): AsyncGenerator<string, void, undefined> {
  yield `${origin}/.well-known/csaf/provider-metadata.json`;
  for (const place of ['/.well-known/security.txt', '/security.txt']) {
    const found = await fromSecurityTxt(asking, `${origin}${place}`);
    yield* found;
    if (found.length > 0) break;
  }
  // The name of the DNS path often does not exist: then nothing is there, and that is the answer.
  for (const url of dnsPath(host) ?? []) if (asking.egress.allows(url)) yield url;
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
    .slice(0, 10);
}
