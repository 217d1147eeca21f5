// One record a line; a single record over many lines is one as well. Lines are cut from bytes, so that a line without end is never held.
import { type FeedRecord, RECORD_BYTES } from './record.ts';

/** A line over the limit is a text that no reader takes. */
export async function* recordsOfLines(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<FeedRecord, void, undefined> {
  let n = 0;
  /** The lines of what began on the first, until it shows whether it is one record or many. */
  let open: string[] = [];
  let openUnits = 0;
  let many = false;
  for await (const line of linesOf(bytes)) {
    n += 1;
    if (line?.trim() === '') continue;
    // Inside a record over many lines no line is a record of its own at the margin.
    if (!many && (line === undefined || (line.startsWith('{') && isJson(line)))) {
      many = true;
      for (const [i, text] of open.entries()) yield { text, at: `/line/${n - open.length + i}` };
      open = [];
    }
    if (many) yield { text: line?.trim() ?? '', at: `/line/${n}` };
    else if (openUnits <= RECORD_BYTES) {
      open.push(line ?? '');
      openUnits += line?.length ?? 0;
    }
  }
  if (!many && open.length > 0) yield { text: openUnits > RECORD_BYTES ? '' : open.join('\n'), at: '/line/1' };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** The lines of any text; undefined: a line longer than a record may be. */
export async function* linesOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string | undefined, void, undefined> {
  let held: Uint8Array[] = [];
  let size = 0;
  const text = (): string | undefined => {
    const line =
      size > RECORD_BYTES
        ? undefined
        : Buffer.concat(held)
            .toString('utf8')
            .replace(/^\uFEFF/, '');
    held = [];
    size = 0;
    return line;
  };
  const add = (part: Uint8Array): void => {
    size += part.length;
    if (size > RECORD_BYTES) held = [];
    else if (part.length > 0) held.push(part);
  };
  for await (const chunk of bytes) {
    let from = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, from)) {
      add(chunk.subarray(from, end));
      yield text();
      from = end + 1;
    }
    add(chunk.subarray(from));
  }
  if (size > 0) yield text();
}
