// The keys by which findings meet, made by lib/correlate from the claim and its resolved target.
import { candidateKeys, type FindingKey, identityKeys } from '@leadtime/lib/correlate';
import type { Batch, Key } from '../batch.ts';
import { UNKNOWN_TARGET } from './resolve-target.ts';

export async function key(batch: Batch): Promise<void> {
  for (const item of batch.items) {
    const context = { target: item.target === UNKNOWN_TARGET ? undefined : item.target };
    item.keys = [
      ...identityKeys(item.claim, context).map((k) => stored(k, true)),
      ...candidateKeys(item.claim, context).map((k) => stored(k, false)),
    ];
  }
}

const stored = ({ kind, digest, text }: FindingKey, identity: boolean): Key => ({
  kind,
  identity,
  key: digest.slice(0, 32),
  text,
});
