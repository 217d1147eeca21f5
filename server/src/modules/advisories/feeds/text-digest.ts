// By what a text is known again before anybody parses it: the digest of its bytes, of the feed, and of the code that reads. Another
// version of that code may find another meaning, so it knows no text of before and reads all of them again, once.
import { createHash, hash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RecordSource } from './import.ts';

export const textDigest = (source: RecordSource, text: string): Buffer =>
  hash('sha256', `${readerVersion()}/${source}\n${text}`, 'buffer');

const here = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));
/** This folder and the library; where a release has bundled them, the folder of the bundles. */
const FOLDERS = import.meta.url.endsWith('.ts') ? [here('.'), here('../../../../../lib/src')] : [here('.')];

let version: string | undefined;
function readerVersion(): string {
  version ??= versionOf(FOLDERS);
  return version;
}

/**
 * Of the code itself: a number that somebody must raise would be forgotten once, and then records would keep an old meaning
 * without a word. That a changed comment has everything read again costs minutes.
 */
export function versionOf(folders: readonly string[]): string {
  const all = createHash('sha256');
  for (const folder of folders)
    for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).toSorted())
      if (/\.m?[jt]s$/.test(name) && !/\.test\.|testing/.test(name))
        all.update(`${name}\n`).update(readFileSync(path.join(folder, name)));
  return all.digest('hex');
}
