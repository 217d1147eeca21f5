// The keys by which findings meet, made by lib/correlate from the claim and its resolved target.
import { candidateKeys, identityKeys } from '@leadtime/lib/correlate';
import type { Batch } from '../batch.ts';
import { UNKNOWN_TARGET } from './resolve-target.ts';

export async function key(batch: Batch): Promise<void> {
  for (const item of batch.items) {
    const context = { target: item.target === UNKNOWN_TARGET ? undefined : item.target };
    item.keys = [
      ...identityKeys(item.claim, context).map((k) => ({
        kind: k.kind,
        identity: true,
        digest: Buffer.from(k.digest, 'hex'),
        text: k.text,
      })),
      ...candidateKeys(item.claim, context).map((k) => ({
        kind: k.kind,
        identity: false,
        digest: Buffer.from(k.digest, 'hex'),
        text: k.text,
      })),
    ];
  }
}
