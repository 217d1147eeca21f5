// The check that each part of a packed index has of its own: its first eight bytes are those of the SHA-256 of the rest. A part that was read
// from a file is believed only with it; damage elsewhere in the file is nobody's concern who did not read it.
import { sha256 } from '../../kit/index.ts';

const CHECK_BYTES = 8;

/** Writes the check into the first bytes. Whoever has a part leaves them free. */
export function seal(part: Uint8Array): void {
  part.set(sha256(part.subarray(CHECK_BYTES)).subarray(0, CHECK_BYTES));
}

/** Whether the bytes are those that were sealed. */
export function isWhole(part: Uint8Array): boolean {
  if (part.length < CHECK_BYTES) return false;
  return sha256(part.subarray(CHECK_BYTES)).compare(part, 0, CHECK_BYTES, 0, CHECK_BYTES) === 0;
}
