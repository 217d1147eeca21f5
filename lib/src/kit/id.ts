// Identifiers: branded strings, so that one kind cannot be passed for another, and UUIDv7 so that they sort by time.

declare const brandKey: unique symbol;
export type Brand<T, Name extends string> = T & { readonly [brandKey]: Name };

export type Uuid = string;
export type Digest = Brand<string, 'Digest'>; // 64 lower-case hex digits of SHA-256

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
export const isUuid = (text: string): boolean => UUID.test(text);

/** UUIDv7 (RFC 9562 §5.7) of a time in milliseconds and ten random bytes given by the caller. */
export function uuidV7(millis: number, random: Uint8Array): Uuid {
  if (random.length < 10) throw new RangeError('uuidV7 needs ten random bytes');
  const b = new Uint8Array(16);
  let t = millis;
  for (let i = 5; i >= 0; i -= 1) {
    b[i] = t % 256;
    t = Math.floor(t / 256);
  }
  b.set(random.subarray(0, 10), 6);
  b[6] = 0x70 | ((b[6] ?? 0) & 0x0f);
  b[8] = 0x80 | ((b[8] ?? 0) & 0x3f);
  return formatUuid(b);
}

/** A UUIDv8 made from the first 16 bytes of a digest: the same content has the same id, so a repeated step writes nothing twice. */
export function uuidFromDigest(digest: Uint8Array): Uuid {
  const b = digest.slice(0, 16);
  b[6] = 0x80 | ((b[6] ?? 0) & 0x0f);
  b[8] = 0x80 | ((b[8] ?? 0) & 0x3f);
  return formatUuid(b);
}

function formatUuid(b: Uint8Array): Uuid {
  const hex = Buffer.from(b.buffer, b.byteOffset, 16).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
