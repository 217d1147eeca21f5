// SHA-256 and canonical JSON (RFC 8785): the two ways in which content gets a name.
import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { Digest } from './id.ts';

export const sha256 = (data: Uint8Array | string): Buffer => createHash('sha256').update(data).digest();
export const digestOf = (data: Uint8Array | string): Digest =>
  createHash('sha256').update(data).digest('hex') as Digest; // 64 hex digits by construction

export const isDigest = (text: string): text is Digest => /^[0-9a-f]{64}$/.test(text);

/** RFC 8785 canonical JSON. Throws on what JSON cannot hold (NaN, functions): that is a bug of ours. */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('value has no JSON form');
  return text;
}
