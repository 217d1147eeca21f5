// Keys and notes given on the command line: a text, or the name of a file that holds it.
import { readFile, stat } from 'node:fs/promises';
import { NOTE_LIMIT_BYTES, parseVerifierKey, type VerifierKey } from '@leadtime/lib/ledger';
import { Failure } from '../failure.ts';

export async function readKey(option: string, text: string): Promise<VerifierKey> {
  const isFile = await stat(text).then(
    (found) => found.isFile(),
    () => false,
  );
  const key = parseVerifierKey((isFile ? await readSmall(text) : text).trim());
  if (!key.ok) throw new Failure(2, `--${option} is not a verifier key`, key);
  return key.value;
}

/** A file that is meant to be small. */
export async function readSmall(file: string): Promise<string> {
  const found = await stat(file).catch((error: Error) => {
    throw new Failure(2, `${file} cannot be read: ${error.message}`);
  });
  if (!found.isFile() || found.size > 4 * NOTE_LIMIT_BYTES) throw new Failure(2, `${file} is not a small file.`);
  return readFile(file, 'utf8');
}
