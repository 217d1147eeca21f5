// Says of a stream of bytes, chunk by chunk, where it stops being UTF-8. Whole chunks go through the native check; only
// the one to three bytes of a character that a chunk boundary cuts are looked at here.
import { isUtf8 } from 'node:buffer';

export interface Utf8Check {
  /** Index in this chunk of the first byte that cannot be right, or -1. A character begun in the last chunk counts from 0. */
  push(chunk: Uint8Array): number;
  /** Whether the text ended inside a character. */
  cut(): boolean;
}

export function utf8Check(): Utf8Check {
  let begun: number[] = [];
  return {
    push(chunk) {
      let from = 0;
      while (begun.length > 0 && from < chunk.length) {
        begun.push(chunk[from] ?? 0);
        from += 1;
        if (begun.length < sequenceLength(begun[0] ?? 0)) continue;
        if (!isUtf8(Uint8Array.from(begun))) return 0;
        begun = [];
      }
      const whole = wholeCharacters(chunk, from);
      const sure = chunk.subarray(from, whole);
      if (!isUtf8(sure)) return from + firstBad(sure);
      for (let i = whole; i < chunk.length; i += 1) begun.push(chunk[i] ?? 0);
      return -1;
    },
    cut: () => begun.length > 0,
  };
}

/** The end of the last character that is complete in the chunk; at most three bytes before its end. */
function wholeCharacters(chunk: Uint8Array, from: number): number {
  for (let back = 1; back <= 3 && chunk.length - back >= from; back += 1) {
    const byte = chunk[chunk.length - back] ?? 0;
    if (byte >= 0xc0) return sequenceLength(byte) > back ? chunk.length - back : chunk.length;
    if (byte < 0x80) break;
  }
  return chunk.length;
}

const sequenceLength = (lead: number): number => (lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1);

/** By halving: the longest prefix that is UTF-8, give or take the character it cuts. */
function firstBad(bytes: Uint8Array): number {
  let good = 0;
  let bad = bytes.length;
  while (bad - good > 4) {
    const middle = wholeCharacters(bytes.subarray(0, (good + bad) >> 1), good);
    if (middle <= good) break;
    if (isUtf8(bytes.subarray(good, middle))) good = middle;
    else bad = middle;
  }
  return good;
}
