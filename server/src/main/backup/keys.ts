// The instance's two keys: from the configuration, or from files in the data folder. Never made here.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { formatVerifierKey, type SigningKey, signingKey } from '@leadtime/lib/ledger';
import { openBlobs } from '../../platform/blobs.ts';
import type { Config } from '../../platform/config.ts';

export interface Keys {
  /** Names the key that opens stored bytes; undefined: there is none yet. */
  readonly bytesKeyId: string | undefined;
  readonly ledger: SigningKey | undefined;
}

/** `folder` is where the key files are: the data folder, or a backup's. */
export async function readKeys(config: Config, folder: string): Promise<Keys> {
  const bytes = config.key ?? (await hexIn(path.join(folder, 'bytes.key')));
  const seed = config.ledgerSeed ?? (await hexIn(path.join(folder, 'ledger.key')));
  return {
    bytesKeyId: bytes === undefined ? undefined : openBlobs('', Buffer.from(bytes, 'hex')).keyId,
    ledger: seed === undefined ? undefined : signingKey(config.ledgerOrigin, Buffer.from(seed, 'hex')),
  };
}

export const ledgerKeyText = ({ ledger }: Keys): string | undefined => ledger && formatVerifierKey(ledger.verifier);

async function hexIn(file: string): Promise<string | undefined> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  if (!/^[0-9a-f]{64}\n?$/.test(text)) throw new Error(`the key file ${file} is damaged`);
  return text.trim();
}
