// A body that tells how much of it has been taken.

/** The bytes as a stream for fetch; `onBytes` hears the sum so far. */
export function counted(
  source: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  onBytes: (sum: number) => void,
): ReadableStream<Uint8Array> {
  const chunks = walk(source);
  let sum = 0;
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      onBytes(sum); // what was asked for after it is on its way
      const next = await chunks.next();
      if (next.done) return controller.close();
      sum += next.value.length;
      controller.enqueue(next.value);
    },
    cancel: async () => void (await chunks.return()),
  });
}

async function* walk(
  source: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  yield* source;
}
