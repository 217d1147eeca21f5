// The text of a document from its bytes: UTF-8 only, and within its limit. Other encodings are named, not guessed.
import { isAscii } from 'node:buffer';
import { failed, ok, type Problem, type Result } from '../kit/index.ts';

export interface DocumentText {
  /** Without a byte order mark. */
  readonly text: string;
  readonly ascii: boolean;
}

/** Fails with input.too-large, input.encoding or input.empty. */
export function readDocumentText(input: Uint8Array | string, maxBytes: number): Result<DocumentText> {
  const wrong = whatIsWrong(input, maxBytes);
  if (wrong) return failed([wrong]);
  const decoded = typeof input === 'string' ? input : decode(input);
  if (decoded === undefined)
    return failed([{ code: 'input.encoding', path: '', detail: 'There are bytes that are not UTF-8.' }]);
  const text = decoded.charCodeAt(0) === BYTE_ORDER_MARK ? decoded.slice(1) : decoded;
  if (text.trim() === '') return failed([{ code: 'input.empty', path: '', detail: 'There is no text.' }]);
  return ok({ text, ascii: typeof input !== 'string' && isAscii(input) });
}

/** The encodings that are told by their first bytes; undefined for UTF-8 and what cannot be told. */
export function foreignEncoding(head: Uint8Array): string | undefined {
  const [a, b, c, d] = head;
  if (a === 0 && b === 0 && c === 0xfe && d === 0xff) return 'UTF-32';
  if (a === 0xff && b === 0xfe) return c === 0 && d === 0 ? 'UTF-32' : 'UTF-16';
  if (a === 0xfe && b === 0xff) return 'UTF-16';
  // Text of every format that is read here begins with an ASCII character: beside it UTF-16 has a zero.
  return head.length > 1 && (a === 0) !== (b === 0) ? 'UTF-16' : undefined;
}

const BYTE_ORDER_MARK = 0xfeff;
const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function whatIsWrong(input: Uint8Array | string, maxBytes: number): Problem | undefined {
  if (input.length > maxBytes)
    return { code: 'input.too-large', path: '', detail: `${input.length} bytes, more than ${maxBytes}.` };
  if (typeof input === 'string') {
    return input.isWellFormed()
      ? undefined
      : { code: 'input.encoding', path: '', detail: 'Half a surrogate pair in the text.' };
  }
  const foreign = foreignEncoding(input);
  return foreign === undefined
    ? undefined
    : { code: 'input.encoding', path: '', detail: `The text is ${foreign}; only UTF-8 is read.` };
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return UTF8.decode(bytes);
  } catch {
    return undefined;
  }
}
