// The keys that show findings to be one, made by lib/correlate from the claim and its resolved target.
import { identityKeys } from '@leadtime/lib/correlate';
import type { Item } from '../batch.ts';
import { UNKNOWN_TARGET } from './resolve-target.ts';

export function key(item: Item): void {
  const target = item.target === UNKNOWN_TARGET ? undefined : item.target;
  item.keys = identityKeys(item.claim, { target }).map(({ kind, digest, text }) => ({
    kind,
    key: digest.slice(0, 32),
    text,
  }));
}
