// Reads a component's hashes: an algorithm of the list and as many hex digits as it has.
import { type ProblemList, pointer, quote } from '../../kit/index.ts';
import { type FieldReader, type Fields, own } from '../fields.ts';
import type { Component } from '../inventory-model.ts';

/** Hex digits by algorithm. BLAKE3 may have any of the lengths. */
const DIGITS: Readonly<Record<string, readonly number[]>> = {
  MD5: [32],
  'SHA-1': [40],
  'SHA-256': [64],
  'SHA-384': [96],
  'SHA-512': [128],
  'SHA3-256': [64],
  'SHA3-384': [96],
  'SHA3-512': [128],
  'BLAKE2b-256': [64],
  'BLAKE2b-384': [96],
  'BLAKE2b-512': [128],
  BLAKE3: [32, 40, 64, 96, 128],
  'Streebog-256': [64],
  'Streebog-512': [128],
};
const MOST_HASHES = 100;

export function readHashes(
  fields: Fields,
  path: string,
  read: FieldReader,
  problems: ProblemList,
): Component['hashes'] {
  if (own(fields, 'hashes') === undefined) return [];
  return read.list(fields, 'hashes', path, MOST_HASHES).flatMap((value, i) => {
    const at = pointer(path, 'hashes', i);
    const hash = read.object(value, at);
    const algorithm = hash && read.choice(hash, 'alg', at, Object.keys(DIGITS), true);
    const content =
      hash &&
      read.text(hash, 'content', at, { required: true, max: 128, pattern: /^[0-9a-fA-F]+$/, form: 'hex digits' });
    if (algorithm === undefined || content === undefined) return [];
    if (!DIGITS[algorithm]?.includes(content.length)) {
      problems.add(
        'field.value',
        pointer(at, 'content'),
        `${content.length} digits are no ${algorithm}: ${quote(content)}.`,
      );
      return [];
    }
    return [{ algorithm, value: content.toLowerCase() }];
  });
}
