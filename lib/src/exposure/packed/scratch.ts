// Where the bytes of an index that is being built are kept until they are packed: in memory, or in a file of whoever builds a large one.

export interface Scratch {
  /** Keeps the bytes; answers where. */
  keep(bytes: Uint8Array): number;
  /** What was kept there; good until the next call. */
  read(at: number, length: number): Uint8Array;
}

/** In memory, in large chunks: millions of small arrays cost more than what is in them. */
export function scratchInMemory(): Scratch {
  const chunks: Uint8Array[] = [];
  let used = CHUNK;
  return {
    keep(bytes) {
      if (used + bytes.length > CHUNK) {
        chunks.push(new Uint8Array(Math.max(CHUNK, bytes.length))); // what is larger than a chunk has one to itself
        used = 0;
      }
      const at = used;
      chunks.at(-1)?.set(bytes, at);
      used += bytes.length;
      return (chunks.length - 1) * CHUNK + at;
    },
    read: (at, length) => chunks[Math.floor(at / CHUNK)]?.subarray(at % CHUNK, (at % CHUNK) + length) ?? NONE,
  };
}
const CHUNK = 4 * 1024 * 1024;
const NONE = new Uint8Array(0);
