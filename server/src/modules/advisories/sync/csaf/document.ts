// One document of a provider: fetched, held against its digest and signature, and let in only if everybody may see it.
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Asking } from '../ask.ts';
import { jsonOf, read } from '../read.ts';
import type { Listed } from './listing.ts';
import { checkSignature, type Keys } from './signature.ts';

export type Fetched =
  | {
      readonly kind: 'document';
      readonly text: string;
      readonly digest: 'sha512' | 'sha256' | 'none';
      /** none: it is not signed, or the provider has no key. */
      readonly signature: 'good' | 'none';
      /** false: it bears no TLP label. Where everybody may fetch it, it is for everybody, as it is when it comes from a file. */
      readonly marked: boolean;
    }
  | { readonly kind: 'same' }
  | { readonly kind: 'gone' }
  /** `again`: worth trying another time. */
  | { readonly kind: 'refused'; readonly reason: string; readonly again: boolean };

const Document = z.looseObject({
  document: z.looseObject({
    tracking: z.looseObject({ id: z.string() }),
    distribution: z.looseObject({ tlp: z.looseObject({ label: z.string() }).optional() }).optional(),
  }),
});
const DOCUMENT_BYTES = 32 * 1024 * 1024;
const DIGEST_BYTES = 64 * 1024;
/** Our clock and the provider's may differ: what changed a day before is asked for again. */
const CLOCKS_DIFFER_MS = 86_400_000;

export interface Expectation {
  /** When all of this provider's documents were in, for lists without moments. */
  readonly since: string | undefined;
  readonly keys: Keys;
  /** A trusted provider signs all of them (CSAF 2.0, 7.2.3): one that is not signed is not its own. */
  readonly mustSign: boolean;
}

export async function fetchDocument(
  asking: Asking,
  { url, hashes, signatures, changed }: Listed,
  { since, keys, mustSign }: Expectation,
): Promise<Fetched> {
  const known =
    changed === undefined && since !== undefined
      ? { modified: new Date(Date.parse(since) - CLOCKS_DIFFER_MS).toUTCString() }
      : undefined;
  const got = await read(asking, { url, expect: 'json', limit: DOCUMENT_BYTES, known });
  if (got.kind === 'same') return { kind: 'same' };
  if (got.kind === 'absent') return { kind: 'gone' };
  const stated = await statedDigest(asking, hashes);
  if (stated && createHash(stated.algorithm).update(got.bytes).digest('hex') !== stated.hex)
    return {
      kind: 'refused',
      reason: `${url} does not have the ${stated.algorithm.toUpperCase()} that its provider states`,
      again: true,
    };
  const signed =
    keys.fingerprints.length > 0
      ? await checkSignature(asking, keys, { document: got.bytes, at: signatures })
      : ({ kind: 'missing' } as const);
  if (signed.kind === 'bad')
    return {
      kind: 'refused',
      reason: `the OpenPGP signature of ${url} is not one of the pinned keys’ (${signed.reason})`,
      again: true,
    };
  if (signed.kind === 'missing' && mustSign)
    return { kind: 'refused', reason: `${url} bears no OpenPGP signature, as a trusted provider’s must`, again: true };
  const parsed = Document.safeParse(jsonOf(got.bytes, url));
  if (!parsed.success) return { kind: 'refused', reason: `${url} is JSON, but not a CSAF document`, again: false };
  const label = parsed.data.document.distribution?.tlp?.label.toUpperCase().replace(/^TLP:/, '');
  if (label !== undefined && label !== 'WHITE' && label !== 'CLEAR')
    return {
      kind: 'refused',
      reason: `${url} is marked TLP:${label.slice(0, 20)}; only TLP:WHITE and TLP:CLEAR are kept, because feeds are public here`,
      again: false,
    };
  return {
    kind: 'document',
    text: got.bytes.toString('utf8'),
    digest: stated?.algorithm ?? 'none',
    signature: signed.kind === 'good' ? 'good' : 'none',
    marked: label !== undefined,
  };
}

async function statedDigest(
  asking: Asking,
  hashes: readonly string[],
): Promise<{ readonly algorithm: 'sha512' | 'sha256'; readonly hex: string } | undefined> {
  for (const algorithm of ['sha512', 'sha256'] as const)
    for (const url of hashes.filter((h) => new URL(h).pathname.endsWith(`.${algorithm}`))) {
      const got = await read(asking, { url, expect: 'any', limit: DIGEST_BYTES });
      const hex =
        got.kind === 'read' ? HEX[algorithm].exec(got.bytes.toString('latin1'))?.[1]?.toLowerCase() : undefined;
      if (hex !== undefined) return { algorithm, hex };
    }
  return undefined;
}
const HEX = { sha512: /^\s*([0-9a-fA-F]{128})(?:\s|$)/, sha256: /^\s*([0-9a-fA-F]{64})(?:\s|$)/ } as const;
