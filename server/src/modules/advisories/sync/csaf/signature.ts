// The OpenPGP signature beside a CSAF document (CSAF 2.0, 7.1.19), held against the provider's public keys (7.1.20). A key counts only
// by its pinned fingerprint: who controls the host could change key, signature, digest and document together, and the pin is what they
// cannot change.
import type { Key } from 'openpgp';
import { z } from 'zod';
import type { Asking } from '../ask.ts';
import { read } from '../read.ts';
import type { Metadata } from './metadata.ts';

export const Fingerprint = z
  .string()
  .transform((text) => text.replaceAll(/[\s:]/g, '').toUpperCase())
  .pipe(z.string().regex(/^(?:[0-9A-F]{40}|[0-9A-F]{64})$/));

export type Checked =
  | { readonly kind: 'good'; readonly fingerprint: string }
  | { readonly kind: 'missing' }
  | { readonly kind: 'bad'; readonly reason: string };

export interface Keys {
  /** Of the keys that were found and may be used. */
  readonly fingerprints: readonly string[];
  /** `now` in ms: a signature of the future or past its end is none. */
  check(document: Uint8Array, signature: Uint8Array, now: number): Promise<Checked>;
}

const KEY_BYTES = 256 * 1024;
const SIGNATURE_BYTES = 64 * 1024;
const KEYS = 20;
/** A longer modulus is no key of anybody's, and checking it would take minutes. */
const RSA_BITS = 16_384;

/** The provider's own keys; of these the pinned ones, where some are pinned. `notes` says which are left aside. */
export async function keysOf(
  asking: Asking,
  { public_openpgp_keys: listed }: Metadata,
  pinned: readonly string[],
): Promise<{ readonly keys: Keys; readonly notes: readonly string[] }> {
  const found: Key[] = [];
  const notes: string[] = [];
  for (const { url, fingerprint } of listed.slice(0, KEYS)) {
    const got = await read(asking, { url, expect: 'any', limit: KEY_BYTES });
    const keys = got.kind === 'read' ? await parseKeys(got.bytes) : [];
    const stated = Fingerprint.safeParse(fingerprint ?? '');
    const meant = keys.filter((key) => !stated.success || fingerprintOf(key) === stated.data);
    if (meant.length === 0) notes.push(`At ${url} is not the OpenPGP key that its metadata names.`);
    const known = meant.filter((key) => pinned.length === 0 || pinned.includes(fingerprintOf(key)));
    for (const key of meant.filter((k) => !known.includes(k)))
      notes.push(
        `Its metadata names a key that is not pinned here, ${fingerprintOf(key)}: ask its people; if it is theirs, take the provider off the list and add it again with this fingerprint.`,
      );
    found.push(...known);
  }
  return { keys: keysFrom(found), notes };
}

/** Reads keys, armoured or not; what cannot be read is none. */
export async function parseKeys(bytes: Uint8Array): Promise<readonly Key[]> {
  const { readKeys } = await import('openpgp');
  try {
    const keys = isArmoured(bytes)
      ? await readKeys({ armoredKeys: textOf(bytes) })
      : await readKeys({ binaryKeys: bytes });
    return keys.filter((key) => (key.getAlgorithmInfo().bits ?? 0) <= RSA_BITS).map((key) => key.toPublic());
  } catch {
    return [];
  }
}

export const keysFrom = (keys: readonly Key[]): Keys => ({
  fingerprints: [...new Set(keys.map(fingerprintOf))],
  async check(document, signature, now) {
    const { createMessage, readSignature, verify } = await import('openpgp');
    try {
      const parsed = isArmoured(signature)
        ? await readSignature({ armoredSignature: textOf(signature) })
        : await readSignature({ binarySignature: signature });
      const message = await createMessage({ binary: document });
      const { signatures } = await verify({
        message,
        signature: parsed,
        verificationKeys: [...keys],
        date: new Date(now),
      });
      let reason = 'it holds no signature';
      for (const one of signatures)
        try {
          await one.verified;
          const key = keys.find((k) => k.getKeys(one.keyID).length > 0);
          if (key) return { kind: 'good', fingerprint: fingerprintOf(key) };
        } catch (error) {
          reason = reasonOf(error);
        }
      return { kind: 'bad', reason };
    } catch (error) {
      return { kind: 'bad', reason: reasonOf(error) };
    }
  },
});

/** The signature at the first of these addresses that has one, checked. */
export async function checkSignature(
  asking: Asking,
  keys: Keys,
  { document, at }: { readonly document: Uint8Array; readonly at: readonly string[] },
): Promise<Checked> {
  for (const url of at) {
    const got = await read(asking, { url, expect: 'any', limit: SIGNATURE_BYTES });
    if (got.kind === 'read') return keys.check(document, got.bytes, Date.parse(asking.clock.now()));
  }
  return { kind: 'missing' };
}

const fingerprintOf = (key: Key): string => key.getFingerprint().toUpperCase();
const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');
const isArmoured = (bytes: Uint8Array): boolean => textOf(bytes.subarray(0, 4_096)).includes('-----BEGIN PGP');
const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : 'unknown').slice(0, 150);
