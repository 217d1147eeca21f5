// SHA-256 and canonical JSON (RFC 8785): the two ways in which content gets a name.
import { hash } from 'node:crypto';
import type { Digest } from './id.ts';

// Through hex: in Node 24 that is three times as fast as asking for a buffer.
export const sha256 = (data: Uint8Array | string): Buffer => Buffer.from(hash('sha256', data, 'hex'), 'hex');
export const digestOf = (data: Uint8Array | string): Digest => hash('sha256', data, 'hex') as Digest; // 64 hex digits by construction

export const isDigest = (text: string): text is Digest => /^[0-9a-f]{64}$/.test(text);

/** RFC 8785 canonical JSON. Throws on what I-JSON cannot hold (NaN, functions, half a character): that is a bug of ours. */
export function canonicalJson(value: unknown): string {
  if (typeof value === 'string') return canonicalText(value);
  if (typeof value === 'boolean' || value === null) return String(value);
  if (typeof value === 'number' && Number.isFinite(value)) return JSON.stringify(value); // §3.2.2.3: as ECMAScript writes it
  if (typeof value !== 'object') throw new TypeError(`${typeof value} has no JSON form`);
  if ('toJSON' in value && typeof value.toJSON === 'function') return canonicalJson(value.toJSON());
  if (Array.isArray(value)) {
    let items = '';
    for (const item of value) items += `${items === '' ? '' : ','}${canonicalJson(item ?? null)}`;
    return `[${items}]`;
  }
  const fields = value as Readonly<Record<string, unknown>>; // an object that is no list
  let members = '';
  // §3.2.3: in the order of UTF-16 units, which is how `sort` compares texts.
  for (const key of Object.keys(fields).sort()) {
    const field = fields[key];
    if (field !== undefined) members += `${members === '' ? '' : ','}${canonicalText(key)}:${canonicalJson(field)}`;
  }
  return `{${members}}`;
}

function canonicalText(text: string): string {
  if (!text.isWellFormed()) throw new TypeError('half a character has no JSON form');
  return JSON.stringify(text);
}
