// Bytes cut into lines of valid UTF-8 and bounded length: a file from outside may be one endless line.
import { isUtf8 } from 'node:buffer';

export type Line =
  | { readonly number: number; readonly text: string; readonly bytes: Buffer }
  | { readonly number: number; readonly fault: 'too-long' | 'not-utf8' | 'not-ended' };

/**
 * The lines of a file, from chunks cut anywhere. `bytes` include the newline, `text` does not.
 * A line over the limit, or bytes that are not UTF-8, end the reading; so does a last line without its newline.
 */
export async function* linesOf(
  chunks: AsyncIterable<Uint8Array | string>,
  limit: number,
): AsyncGenerator<readonly Line[]> {
  let rest: Buffer = Buffer.alloc(0);
  let number = 0;
  for await (const chunk of chunks) {
    const data = Buffer.concat([rest, typeof chunk === 'string' ? Buffer.from(chunk) : chunk]);
    const lines: Line[] = [];
    let start = 0;
    for (let end = data.indexOf(10, start); end >= 0; end = data.indexOf(10, start)) {
      number += 1;
      const line = readLine(number, data.subarray(start, end + 1), limit);
      lines.push(line);
      if ('fault' in line) return yield lines;
      start = end + 1;
    }
    rest = data.subarray(start);
    if (rest.length > limit) lines.push({ number: number + 1, fault: 'too-long' });
    if (lines.length > 0) yield lines;
    if (rest.length > limit) return;
  }
  if (rest.length > 0) yield [{ number: number + 1, fault: 'not-ended' }];
}

function readLine(number: number, bytes: Buffer, limit: number): Line {
  if (bytes.length > limit) return { number, fault: 'too-long' };
  if (!isUtf8(bytes)) return { number, fault: 'not-utf8' };
  return { number, text: bytes.toString('utf8', 0, bytes.length - 1), bytes };
}
