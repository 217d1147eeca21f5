// Version keys: bytes whose plain order (memcmp) is the order of a version scheme, so that any store can test a range with
// two byte comparisons. Every scheme writes its keys with these parts; each part is prefix-free, equal versions give equal bytes.
import { sha256 } from '../kit/index.ts';

/** Longest version text that is read as a version, in UTF-16 units. A key is then under 1 KB, well inside what a btree row holds. */
export const MAX_VERSION_LENGTH = 256;

/** Below every key: what `introduced: "0"` opens at. */
export const LOWEST_KEY: Uint8Array = new Uint8Array(0);
/** Above every key: no key starts with 0xFF. */
export const HIGHEST_KEY: Uint8Array = Uint8Array.of(0xff);

/** memcmp: negative, 0 or positive. */
export function compareKeys(a: Uint8Array, b: Uint8Array): number {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i += 1) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** The lowest bytes above `key` that no other key can be below: sound because keys are prefix-free. Turns an inclusive end into an exclusive one. */
export function successor(key: Uint8Array): Uint8Array {
  const next = new Uint8Array(key.length + 1);
  next.set(key);
  return next;
}

export const keyHex = (key: Uint8Array): string => Buffer.from(key.buffer, key.byteOffset, key.length).toString('hex');
export const keyFromHex = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex, 'hex'));

/** Bytes for a text that has no place in its scheme's order. Good for equality alone; 0xFE keeps them apart from all ordered keys. */
export function equalityKey(text: string): Uint8Array {
  const key = new Uint8Array(33);
  key[0] = 0xfe;
  key.set(sha256(text), 1);
  return key;
}

/** Writes one key part after another. */
export interface KeyWriter {
  byte(value: number): KeyWriter;
  /** A decimal number of any length, as text; leading zeros do not count, '' is zero. */
  num(digits: string): KeyWriter;
  /** A text of ASCII or UTF-8, ended by 0x00. */
  str(text: string): KeyWriter;
  done(): Uint8Array;
}

export function keyWriter(): KeyWriter {
  let bytes = new Uint8Array(48);
  let length = 0;
  const room = (more: number): void => {
    if (length + more <= bytes.length) return;
    const larger = new Uint8Array(2 * (length + more));
    larger.set(bytes);
    bytes = larger;
  };
  const put = (value: number): void => {
    room(1);
    bytes[length] = value;
    length += 1;
  };
  const writer: KeyWriter = {
    byte(value) {
      put(value);
      return writer;
    },
    num(digits) {
      const start = firstNonZero(digits);
      const count = digits.length - start;
      room(count + 3);
      if (count < 0xfa) put(count);
      else for (const byte of [0xfa, count >>> 8, count & 0xff]) put(byte); // texts end at 256 units, so two bytes are enough
      for (let i = start; i < digits.length; i += 1) put(digits.charCodeAt(i));
      return writer;
    },
    str(text) {
      for (let i = 0; i < text.length; i += 1) {
        const unit = text.charCodeAt(i);
        if (unit > 0x7f) {
          for (const byte of encoder.encode(text.slice(i))) put(byte + 1); // UTF-8 has no 0xFF, so no overflow
          break;
        }
        put(unit + 1);
      }
      put(0);
      return writer;
    },
    done: () => bytes.slice(0, length),
  };
  return writer;
}
const encoder = new TextEncoder();

/** Order of two decimal numbers of any length, given as text. */
export function compareDigits(a: string, b: string): number {
  const left = a.slice(firstNonZero(a));
  const right = b.slice(firstNonZero(b));
  if (left.length !== right.length) return left.length - right.length;
  return left < right ? -1 : left > right ? 1 : 0;
}

function firstNonZero(digits: string): number {
  let i = 0;
  while (i < digits.length && digits.charCodeAt(i) === 0x30) i += 1;
  return i;
}
