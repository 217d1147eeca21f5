// Files by their digests, as packages of their own: an advisory that names a file and an inventory that lists it mean the same one,
// whatever either calls it.
import type { Component } from '../advisory/inventory-model.ts';
import type { PackageName } from '../version/package-name.ts';

/** Hex digits of the digests that are looked up, in the spelling of CycloneDX. Shorter ones are too easily those of another file. */
const LENGTHS: Readonly<Record<string, number>> = {
  'SHA-1': 40,
  'SHA-256': 64,
  'SHA-384': 96,
  'SHA-512': 128,
  'SHA3-256': 64,
  'SHA3-512': 128,
};
export const DIGEST_NAMESPACE = 'digest';

/** `digest/SHA-256:9f86d0…`, each once. */
export function packagesOfDigests(hashes: Component['hashes']): readonly PackageName[] {
  const names = hashes
    .map(({ algorithm, value }) => ({ algorithm, value: value.trim().toLowerCase() }))
    .filter(({ algorithm, value }) => value.length === LENGTHS[algorithm] && /^[0-9a-f]+$/.test(value))
    .map(({ algorithm, value }) => `${algorithm}:${value}`);
  return [...new Set(names)].map((name) => ({ namespace: DIGEST_NAMESPACE, name }));
}
