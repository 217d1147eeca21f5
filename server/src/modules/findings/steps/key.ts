// The keys by which findings meet, made by lib/correlate from the claim and its resolved target.
import { candidateKeys, identityKeys } from '@leadtime/lib/correlate';
import type { Item, Key } from '../batch.ts';
import { UNKNOWN_TARGET } from './resolve-target.ts';

export function key(item: Item): void {
  const context = { target: item.target === UNKNOWN_TARGET ? undefined : item.target };
  item.keys = [
    ...identityKeys(item.claim, context).map(({ kind, digest, text }) => ({
      kind,
      identity: true,
      key: digest.slice(0, 32),
      text,
    })),
    ...candidateKeys(item.claim, context).map(({ kind, digest, text }) => ({
      kind,
      identity: false,
      key: numberOf(digest),
      text,
    })),
  ];
}

/** The first 64 bits of a digest as PostgreSQL writes a bigint. */
const numberOf = (digest: string): Key['key'] => BigInt.asIntN(64, BigInt(`0x${digest.slice(0, 16)}`)).toString();
