// The bytes and states of JSON (RFC 8259) as the walker sees them: tables, so that judging a byte is one look.
import type { JsonKind } from './events.ts';

// States. Those from IN_ESCAPE on are inside a token, where white space is no separator.
export const VALUE = 0;
export const FIRST_VALUE = 1;
export const KEY = 2;
export const FIRST_KEY = 3;
export const COLON = 4;
export const AFTER = 5;
export const DONE = 6;
export const IN_STRING = 7;
export const IN_KEY = 8;
export const IN_ESCAPE = 9;
export const IN_HEX = 10;
export const IN_NUMBER = 11;
export const IN_LITERAL = 12;

export const OBJECT = 1;
export const ARRAY = 2;

export const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];
export const TAB = 0x09;
export const NEWLINE = 0x0a;
export const RETURN = 0x0d;
export const SPACE = 0x20;
export const QUOTE = 0x22;
export const COMMA = 0x2c;
export const MINUS = 0x2d;
export const ZERO = 0x30;
export const COLON_SIGN = 0x3a;
export const BACKSLASH = 0x5c;
export const CLOSE_ARRAY = 0x5d;
export const CLOSE_OBJECT = 0x7d;

/** Bytes that a string holds as they are: all but control characters, the quote and the backslash. */
export const PLAIN = Uint8Array.from({ length: 256 }, (_, c) => (c >= SPACE && c !== QUOTE && c !== BACKSLASH ? 1 : 0));
export const ESCAPES = table('"\\/bfnrt');
export const HEX = table('0123456789abcdefABCDEF');

function table(characters: string): Uint8Array {
  const set = new Uint8Array(256);
  for (const c of characters) set[c.charCodeAt(0)] = 1;
  return set;
}

export const KIND_OF: (JsonKind | undefined)[] = Array.from({ length: 256 }, (_, c) => {
  const text = String.fromCharCode(c);
  if (text === '{') return 'object';
  if (text === '[') return 'array';
  if (text === '"') return 'string';
  if (/[-0-9]/.test(text)) return 'number';
  if (text === 'n') return 'null';
  return text === 't' || text === 'f' ? 'boolean' : undefined;
});

// RFC 8259 §6: -? (0 | [1-9][0-9]*) (. [0-9]+)? ([eE] [+-]? [0-9]+)?
export const NUM_MINUS = 0;
export const NUM_ZERO = 1;
export const NUM_INT = 2;
const NUM_DOT = 3;
const NUM_FRACTION = 4;
const NUM_E = 5;
const NUM_SIGN = 6;
const NUM_EXPONENT = 7;
export const NUM_MAY_END = [false, true, true, false, true, false, false, true];
const NUM_AFTER_DIGIT = [NUM_INT, -1, NUM_INT, NUM_FRACTION, NUM_FRACTION, NUM_EXPONENT, NUM_EXPONENT, NUM_EXPONENT];

/** The state after one more byte of a number, or -1 where the number has no such byte. */
export function numberStep(state: number, c: number): number {
  if (c >= ZERO && c <= 0x39) return state === NUM_MINUS && c === ZERO ? NUM_ZERO : (NUM_AFTER_DIGIT[state] ?? -1);
  if (c === 0x2e) return state === NUM_ZERO || state === NUM_INT ? NUM_DOT : -1;
  if (c === 0x65 || c === 0x45) return state === NUM_ZERO || state === NUM_INT || state === NUM_FRACTION ? NUM_E : -1;
  if (c === MINUS || c === 0x2b) return state === NUM_E ? NUM_SIGN : -1;
  return -1;
}

export const shown = (c: number): string =>
  c > SPACE && c < 0x7f ? `'${String.fromCharCode(c)}'` : `byte 0x${c.toString(16).padStart(2, '0')}`;
