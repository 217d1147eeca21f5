// SHA-256 and canonical JSON (RFC 8785): the two ways in which content gets a name.
import { hash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { Digest } from './id.ts';

// Through hex: in Node 24 that is three times as fast as asking for a buffer.
export const sha256 = (data: Uint8Array | string): Buffer => Buffer.from(hash('sha256', data, 'hex'), 'hex');
export const digestOf = (data: Uint8Array | string): Digest => hash('sha256', data, 'hex') as Digest; // 64 hex digits by construction

export const isDigest = (text: string): text is Digest => /^[0-9a-f]{64}$/.test(text);

/** RFC 8785 canonical JSON. Throws on what JSON cannot hold (NaN, functions): that is a bug of ours. */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('value has no JSON form');
  return text;
}
