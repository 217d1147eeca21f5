// Reads a component's hashes: an algorithm of the list and as many hex digits as it has.
import { pointer, quote } from '../../kit/index.ts';
import { type Fields, own } from '../fields.ts';
import type { Component } from '../inventory-model.ts';
import { CYCLONEDX_ALGORITHMS, isDigest } from '../sbom/digests.ts';
import type { Reading } from './reading.ts';

const MOST_HASHES = 100;
const NONE: Component['hashes'] = [];

export function readHashes(fields: Fields, path: string, { read, problems }: Reading): Component['hashes'] {
  if (own(fields, 'hashes') === undefined) return NONE;
  const hashes: Component['hashes'][number][] = [];
  for (const [i, value] of read.list(fields, 'hashes', path, MOST_HASHES).entries()) {
    const sound = soundHash(value);
    if (sound) {
      hashes.push(sound);
      continue;
    }
    const at = pointer(path, 'hashes', i);
    const hash = read.object(value, at);
    if (!hash) continue;
    const algorithm = read.choice(hash, 'alg', at, CYCLONEDX_ALGORITHMS, true);
    const content = read.text(hash, 'content', at, { required: true, max: 128 });
    if (algorithm === undefined || content === undefined) continue;
    problems.add('field.value', pointer(at, 'content'), `${quote(content)} is no digest of ${algorithm}.`);
  }
  return hashes;
}

function soundHash(value: unknown): Component['hashes'][number] | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const algorithm = own(value as Fields, 'alg'); // its keys are read as unknown
  const content = own(value as Fields, 'content');
  if (typeof algorithm !== 'string' || typeof content !== 'string') return undefined;
  if (!KNOWN.has(algorithm) || !isDigest(algorithm, content)) return undefined;
  return { algorithm, value: content.toLowerCase() };
}

const KNOWN: ReadonlySet<string> = new Set(CYCLONEDX_ALGORITHMS);
