// The check that each part of a packed index has of its own: its first eight bytes are those of the SHA-256 of the rest. A part that was read
// from a file is believed only with it; damage elsewhere in the file is nobody's concern who did not read it.
import { hash } from 'node:crypto';

const CHECK_BYTES = 8;

/** Writes the check into the first bytes. Whoever has a part leaves them free. */
export function seal(part: Uint8Array): void {
  const digest = digestOf(part);
  for (let i = 0; i < CHECK_BYTES; i += 1) part[i] = digest.charCodeAt(i);
}

/** Whether the bytes are those that were sealed. */
export function isWhole(part: Uint8Array): boolean {
  if (part.length < CHECK_BYTES) return false;
  const digest = digestOf(part);
  for (let i = 0; i < CHECK_BYTES; i += 1) if (part[i] !== digest.charCodeAt(i)) return false;
  return true;
}

/** A character a byte: thousands of small parts are checked, and a buffer for each digest would take as long as the digest. */
const digestOf = (part: Uint8Array): string => hash('sha256', part.subarray(CHECK_BYTES), 'binary');
