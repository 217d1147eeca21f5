// Splits bytes into lines of bounded length, for formats that put one value on each line.

export interface Line {
  /** From 1. Empty lines count, but are not given. */
  readonly number: number;
  /** Without its line break; undefined where it is longer than the limit. */
  readonly bytes: Uint8Array | undefined;
}

export type LineOrEnd = Line | 'too-large';

/** The lines that have more than white space, in order. Ends with 'too-large' once the whole has more than `maxBytes`. */
export async function* splitLines(
  bytes: AsyncIterable<Uint8Array>,
  { maxLineBytes, maxBytes }: { maxLineBytes: number; maxBytes: number },
): AsyncGenerator<LineOrEnd> {
  let number = 1;
  let total = 0;
  let parts: Buffer[] = [];
  let length = 0;
  for await (const chunk of bytes) {
    total += chunk.length;
    if (total > maxBytes) return yield 'too-large';
    const buffer = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    let from = 0;
    for (let at = buffer.indexOf(NEWLINE); at >= 0; at = buffer.indexOf(NEWLINE, from)) {
      take(buffer.subarray(from, at));
      const line = finish();
      if (line) yield line;
      number += 1;
      from = at + 1;
    }
    take(buffer.subarray(from));
  }
  const last = finish();
  if (last) yield last;

  function take(part: Buffer): void {
    length += part.length;
    if (length > maxLineBytes) parts = [];
    else if (part.length > 0) parts.push(Buffer.from(part)); // a copy: the chunk may be reused
  }

  function finish(): Line | undefined {
    const line = length > maxLineBytes ? undefined : Buffer.concat(parts);
    const empty = line !== undefined && isBlank(line);
    parts = [];
    length = 0;
    return empty ? undefined : { number, bytes: line };
  }
}

const NEWLINE = 0x0a;

const isBlank = (line: Buffer): boolean => line.every((c) => c === 0x20 || c === 0x09 || c === 0x0d);
