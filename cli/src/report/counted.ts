// A body that tells how much of it has been taken.

/** The bytes as a stream for fetch; `onBytes` hears the sum so far. */
export function counted(source: Iterable<Uint8Array> | AsyncIterable<Uint8Array>, onBytes: (sum: number) => void): ReadableStream<Uint8Array> {
  return ReadableStream.from(tell(source, onBytes));
}

async function* tell(source: Iterable<Uint8Array> | AsyncIterable<Uint8Array>, onBytes: (sum: number) => void): AsyncGenerator<Uint8Array> {
  let sum = 0;
  for await (const chunk of source) {
    yield chunk;
    sum += chunk.length;
    onBytes(sum);
  }
}
